//! Half-filled forms: kept as sealed drafts while they are open, ended by the save that they were for.
//!
//! An open form has a [`Slot`]. The save that ends its draft drops it in its own transaction and closes the slot; what a
//! late timer, a lock or a closing view asks to be kept after that is not written. So no draft outlives its save, and a save
//! that fails ends nothing.

use std::cell::Cell;
use std::rc::Rc;

use super::core::{Core, CoreError};
use super::store::Store;
use crate::domain::content::Kind;
use crate::domain::ids::{DraftId, FileId, RecordId};
use crate::records::{self, DraftRow};

/// Where one open form keeps its draft, until its save has ended it.
#[derive(Clone, Debug)]
pub struct Slot {
    file: FileId,
    draft: DraftId,
    over: Rc<Cell<bool>>,
}

impl Slot {
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

impl Core {
    /// Keeps a half-filled form, unless its slot is closed; whether it was kept.
    ///
    /// # Errors
    /// [`CoreError`].
    pub async fn keep_form(&self, slot: &Slot, row: &DraftRow) -> Result<bool, CoreError> {
        if slot.over.get() {
            return Ok(false);
        }
        self.keep_draft(slot.file, slot.draft, 0, &records::encode_draft(row)).await?;
        Ok(true)
    }
}

impl Store {
    /// The draft of a form: one for each record, and one for each kind of new record in a file.
    pub fn draft_id(kind: Kind, record: Option<RecordId>) -> DraftId {
        match record {
            Some(record) => DraftId::from_bytes(*record.as_bytes()),
            None => {
                let mut bytes = [0; 16];
                bytes[15] = kind as u8 + 1;
                DraftId::from_bytes(bytes)
            }
        }
    }

    /// A form is opened whose draft lies here.
    pub fn open_slot(self, file: FileId, draft: DraftId) -> Slot {
        let slot = Slot::new(file, draft);
        let slots = self.slots();
        slots.borrow_mut().retain(|other| other.at() != slot.at());
        slots.borrow_mut().push(slot.clone());
        slot
    }

    /// The slot of the form that is open here, if one is.
    pub(super) fn slot(self, file: FileId, draft: DraftId) -> Slot {
        let open = self.slots().borrow().iter().find(|slot| slot.at() == (file, draft)).cloned();
        open.unwrap_or_else(|| Slot::new(file, draft))
    }

    /// Drops a draft. A form that is open on it keeps nothing more there.
    pub async fn drop_draft(self, file: FileId, draft: DraftId) -> Result<(), CoreError> {
        let core = self.core()?;
        self.slot(file, draft).close();
        self.hold_no_more(file, draft);
        self.in_turn(async move { core.drop_draft(file, draft).await }).await.unwrap_or(Err(CoreError::Locked))
    }

    /// A draft's values, if one is kept.
    pub async fn kept_draft(self, file: FileId, draft: DraftId) -> Option<DraftRow> {
        let rows = self.core().ok()?.draft(file, draft).await.ok()?;
        records::decode_draft(rows.first()?).ok()
    }

    /// Every form left unfinished.
    pub async fn drafts(self) -> Result<Vec<(FileId, DraftId, DraftRow)>, CoreError> {
        self.core()?.drafts().await
    }
}
