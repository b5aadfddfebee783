//! What an import removed from a pupil's file, because a colleague's casebook says it was in the wrong one, can be put back
//! until somebody says that it was right.

use casebook_domain::calendar::{Date, Moment};
use casebook_domain::content::Kind;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::settings::Settings;
use casebook_records::revision::{self, Head, Version};
use casebook_records::taken::{TAKEN, TakenRow, decode_taken, read_taken_name, taken_name};
use casebook_records::{self as records, RecordError, RowContent};
use casebook_vault::{self as vault, Area};

use super::rows::{Batch, StoreName};
use super::{Repository, RepositoryError, ids, key3};

/// A record that an import removed from a pupil's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenOut {
    /// The file.
    pub file: FileId,
    /// The record.
    pub record: RecordId,
    /// When it was removed.
    pub at: Moment,
    /// By whose file, as it says.
    pub from: String,
    /// What it is.
    pub kind: Option<Kind>,
    /// Its day.
    pub day: Option<Date>,
}

impl Repository {
    /// What imports removed from pupils' files and can be put back, the newest first. A safeguarding entry is not named.
    ///
    /// # Errors
    /// [`RepositoryError`].
    pub async fn taken_out(&self) -> Result<Vec<TakenOut>, RepositoryError> {
        let mut all: Vec<TakenOut> = Vec::new();
        for (name, row) in self.device_rows(TAKEN).await? {
            let Some(((file, record), taken)) = read_taken_name(&name).zip(decode_taken(&row)) else { continue };
            let content = taken.heads.iter().rev().find_map(|row| match records::decode(row).ok()?.what {
                RowContent::Entry(entry) => Some(entry.content),
                RowContent::Deleted | RowContent::Newer => None,
            });
            let content = content.filter(|content| content.kind() != Kind::Worry);
            let day = content.as_ref().and_then(|content| content.day());
            let kind = content.map(|content| content.kind());
            all.push(TakenOut { file, record, at: taken.at, from: taken.from, kind, day });
        }
        casebook_domain::order::by_key(&mut all, |one| core::cmp::Reverse(one.at.utc_ms));
        Ok(all)
    }

    /// Puts a record back that an import removed: as it was, as versions that know of the removal.
    ///
    /// # Errors
    /// [`RepositoryError::Missing`] where nothing was removed.
    pub async fn put_back(&self, file: FileId, record: RecordId, settings: &Settings) -> Result<(), RepositoryError> {
        let name = taken_name(file, record);
        let row = self.device_row(&name).await?;
        let TakenRow { heads, earlier, .. } = row.as_deref().and_then(decode_taken).ok_or(RepositoryError::Missing)?;
        let read = |rows: Vec<Vec<u8>>| -> Result<Vec<Head>, RepositoryError> {
            rows.into_iter().map(|row| Ok(Head { version: records::peek(&row)?.0, row })).collect()
        };
        let (heads, earlier) = (read(heads)?, read(earlier)?);
        let mut loaded = self.load_unchecked(file).await?;
        let parents: Vec<Version> =
            loaded.heads.get(&record).into_iter().flatten().map(|head| head.version.clone()).collect();
        let old: Vec<&Version> = heads.iter().map(|head| &head.version).collect();
        let ids = core::iter::repeat_with(ids::version_id);
        let seen = loaded.known_of(record);
        let parents: Vec<&Version> = parents.iter().collect();
        let again = revision::reopened(&seen, &parents, &old, self.actor(), ids, self.now());
        let mut back = Vec::with_capacity(again.len());
        for (version, head) in again.into_iter().zip(&heads) {
            let row = records::encode_again(&version, &head.row).ok_or(RecordError::Row)?;
            back.push(Head { version, row });
        }
        casebook_domain::order::by_key(&mut back, |head| head.version.id);
        let mut batch = Batch::default();
        self.replace(&mut batch, &mut loaded, record, back)?;
        for head in heads.iter().chain(&earlier) {
            let sealed = vault::seal(self.keys(), Area::Records, &file, record.as_bytes(), &head.row);
            batch.put(StoreName::History, key3(file, record, head.version.id), sealed);
        }
        self.put_header(&mut batch, &loaded, settings);
        batch.delete(StoreName::Device, name);
        Ok(self.write(batch).await?)
    }

    /// Lets go for good of what an import removed: it can't be put back any more.
    ///
    /// # Errors
    /// [`RepositoryError`].
    pub async fn let_go_of_taken(&self, file: FileId, record: RecordId) -> Result<(), RepositoryError> {
        let mut batch = Batch::default();
        batch.delete(StoreName::Device, taken_name(file, record));
        Ok(self.db().write(batch).await?)
    }
}
