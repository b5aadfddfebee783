//! What only this page holds, because the tablet's storage does not take it.

use casebook_records::DraftRow;
use casebook_repository::DraftSlot;

/// What only this page holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Holding {
    /// Nothing: all that was typed is on the tablet.
    #[default]
    Nothing,
    /// What was typed; it is tried again until it is written.
    Typing,
    /// What was typed, and the storage is gone for good.
    ForGood,
}

/// A draft that is not written yet.
pub(super) struct Held {
    pub(super) slot: DraftSlot,
    pub(super) row: DraftRow,
    pub(super) kept: Box<dyn FnOnce()>,
}
