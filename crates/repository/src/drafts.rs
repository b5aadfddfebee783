//! Half-filled forms: kept as sealed drafts while they are open, ended by the save that they were for.
//!
//! An open form has a [`DraftSlot`]. The save that ends its draft drops it in its own transaction and closes the slot; later
//! writes to the slot, by a late timer, a lock or a closing view, are ignored. So no draft outlives its save, and a
//! save that fails ends nothing.

use crate::error::RepositoryError;
use crate::keys::{draft_row, id_at, key};
use crate::repository::Repository;
use crate::rows::{Batch, StoreName};
use casebook_domain::content::Kind;
use casebook_domain::ids::{DraftId, FileId, RecordId};
use casebook_records::{self as records, DraftRow};
use casebook_vault::{self as vault, Area};
use std::cell::Cell;
use std::rc::Rc;

/// Where one open form keeps its draft, until its save has ended it.
#[derive(Clone, Debug)]
pub struct DraftSlot {
    file: FileId,
    draft: DraftId,
    over: Rc<Cell<bool>>,
}

impl DraftSlot {
    /// A form that was just opened.
    pub fn new(file: FileId, draft: DraftId) -> Self {
        Self { file, draft, over: Rc::default() }
    }

    /// The file beside which the draft lies, and the draft.
    pub const fn at(&self) -> (FileId, DraftId) {
        (self.file, self.draft)
    }

    /// Nothing is kept here any more.
    pub fn close(&self) {
        self.over.set(true);
    }
}

/// The draft of a form: one for each record, and one for each kind of new record in a file.
pub fn form_draft(kind: Kind, record: Option<RecordId>) -> DraftId {
    match record {
        Some(record) => DraftId::from_bytes(*record.as_bytes()),
        None => {
            let mut bytes = [0; 16];
            bytes[15] = kind as u8 + 1;
            DraftId::from_bytes(bytes)
        }
    }
}

impl Repository {
    /// Keeps a half-filled form, unless its slot is closed; whether it was kept.
    ///
    /// # Errors
    /// [`RepositoryError`].
    pub async fn keep_form(&self, slot: &DraftSlot, row: &DraftRow) -> Result<bool, RepositoryError> {
        if slot.over.get() {
            return Ok(false);
        }
        self.keep_draft(slot.file, slot.draft, 0, &records::encode_draft(row)).await?;
        Ok(true)
    }
}

impl Repository {
    /// Keeps a row of a draft: a half-filled form at 0; of a running observation the set-up at 1, then its events.
    pub async fn keep_draft(
        &self,
        file: FileId,
        draft: DraftId,
        seq: u64,
        plain: &[u8],
    ) -> Result<(), RepositoryError> {
        let row = draft_row(draft, seq);
        let sealed = vault::seal(self.keys(), Area::Drafts, &file, &row, plain);
        let mut batch = Batch::default();
        batch.puts.push((StoreName::Drafts, key(file, &row), sealed));
        Ok(self.db().write(batch).await?)
    }

    /// Begins a draft of several rows in one transaction, from 0; `instead_of` names one that ends with it.
    pub async fn begin_draft(
        &self,
        file: FileId,
        draft: DraftId,
        rows: &[Vec<u8>],
        instead_of: Option<(FileId, DraftId)>,
    ) -> Result<(), RepositoryError> {
        let mut batch = Batch::default();
        if let Some((file, draft)) = instead_of {
            batch.delete_prefixes.push((StoreName::Drafts, key(file, draft.as_bytes())));
        }
        for (seq, plain) in rows.iter().enumerate() {
            let row = draft_row(draft, seq as u64);
            batch.puts.push((
                StoreName::Drafts,
                key(file, &row),
                vault::seal(self.keys(), Area::Drafts, &file, &row, plain),
            ));
        }
        Ok(self.db().write(batch).await?)
    }

    /// The rows of a draft in order.
    pub async fn draft(&self, file: FileId, draft: DraftId) -> Result<Vec<Vec<u8>>, RepositoryError> {
        let rows = self.draft_rows(file, draft).await?;
        rows.into_iter().map(|(_, plain)| plain.ok_or(RepositoryError::Damaged)).collect()
    }

    /// The rows of a draft in order, each with its place; `None` for one that can't be opened.
    pub async fn draft_rows(
        &self,
        file: FileId,
        draft: DraftId,
    ) -> Result<Vec<(u64, Option<Vec<u8>>)>, RepositoryError> {
        let rows = self.db().range(StoreName::Drafts, &key(file, draft.as_bytes())).await?;
        let place = |key: &[u8]| key.get(32..40)?.try_into().ok().map(u64::from_be_bytes);
        let open = |(key, sealed): &(Vec<u8>, Vec<u8>)| {
            Some((place(key)?, self.open(Area::Drafts, file, &key[16..], sealed).ok()))
        };
        Ok(rows.iter().filter_map(open).collect())
    }

    /// Every kept form, for "left unfinished".
    pub async fn drafts(&self) -> Result<Vec<(FileId, DraftId, DraftRow)>, RepositoryError> {
        let mut found = Vec::new();
        for (key, sealed) in self.db().range(StoreName::Drafts, &[]).await? {
            let (Some(file), Some(draft), Some(seq)) = (id_at(&key, 0), id_at(&key, 16), key.get(32..40)) else {
                return Err(RepositoryError::Damaged);
            };
            if seq != [0; 8] {
                continue;
            }
            let file = FileId::from_bytes(file);
            let plain = self.open(Area::Drafts, file, &key[16..], &sealed)?;
            found.push((file, DraftId::from_bytes(draft), records::decode_draft(&plain)?));
        }
        Ok(found)
    }

    /// Drops a draft.
    pub async fn drop_draft(&self, file: FileId, draft: DraftId) -> Result<(), RepositoryError> {
        let mut batch = Batch::default();
        batch.delete_prefixes.push((StoreName::Drafts, key(file, draft.as_bytes())));
        Ok(self.db().write(batch).await?)
    }

    /// Adds row 0 of a draft to what is written.
    pub fn put_draft(&self, batch: &mut Batch, (file, draft): (FileId, DraftId), row: &DraftRow) {
        let at = draft_row(draft, 0);
        let sealed = vault::seal(self.keys(), Area::Drafts, &file, &at, &records::encode_draft(row));
        batch.put(StoreName::Drafts, key(file, &at), sealed);
    }
}
