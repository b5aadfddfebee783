//! What the casebook can be (locked, open, in another tab …), who can open it, and why it did not open.

use casebook_repository::RepositoryError;
use casebook_repository::rows::DbError;
use casebook_transfer::Progress;
use casebook_vault::{MnemonicError, SlotId};

/// The state of the casebook; decides which screen there is at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Looking for what is there.
    Starting,
    /// Nothing here yet. `vanished`: there was a casebook on this tablet and the browser removed it.
    FirstRun {
        /// A casebook stood here and is gone.
        vanished: bool,
    },
    /// Sealed; the passphrase opens it.
    Locked,
    /// Open.
    Open,
    /// Locked but for the observation that runs: that alone is in reach, until the passphrase is typed.
    Observing,
    /// Another tab holds it.
    Elsewhere,
    /// Something stops the casebook from starting.
    Trouble(StartFailure),
}

/// What stops the casebook, each with a screen that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartFailure {
    /// The database does not open: another tab or window holds on to it.
    Blocked,
    /// The database was made by a newer Casebook.
    Newer,
    /// The vault's header can't be read.
    DamagedVault,
    /// Anything else the browser says.
    Browser(String),
}

/// Somebody who can open the casebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their slot.
    pub slot: SlotId,
    /// Their name.
    pub name: String,
    /// It is they who opened it now.
    pub me: bool,
}

/// Whether everything is being sealed again, after a person was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealing {
    /// No.
    No,
    /// It continues.
    Runs(Progress),
    /// It stopped before its end, and can continue.
    Stopped,
}

/// The passphrase of a new casebook.
#[derive(Clone, Copy)]
pub enum Passphrase<'a> {
    /// The six words that were offered.
    Offered(&'a str),
    /// One of the mentor's own, which may be too weak.
    Own(&'a str),
}

/// Why a casebook did not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartError {
    /// A passphrase of one's own that is too weak: why, in words.
    Weak(String),
    /// Wrong passphrase or words.
    Wrong,
    /// Longer than any passphrase or recovery words; nothing was tried.
    TooLong,
    /// What was typed are no recovery words.
    Words(MnemonicError),
    /// The key worker did not start or ended early.
    Worker,
    /// The database failed.
    Db(DbError),
    /// A row could not be read.
    Core(RepositoryError),
    /// The program's second part did not arrive.
    NotThere,
}

impl StartError {
    /// Whether what was typed is refused; else it may have been right, and something else stopped.
    pub fn is_of_what_was_typed(&self) -> bool {
        matches!(self, Self::Wrong | Self::TooLong | Self::Words(_))
    }
}
