//! One way for a change: (state, command, context) to changes or a rejection.

use time::Date;

use super::calendar::Moment;
use super::content::{Content, Entry};
use super::ids::RecordId;

/// What the caller knows and the domain does not.
#[derive(Clone, Copy, Debug)]
pub struct Ctx {
    /// The mentor's calendar day.
    pub today: Date,
    /// This moment.
    pub now: Moment,
}

/// What the mentor wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Save a record, new (an id that the file does not have) or changed. The
    /// rules find the episode it belongs to.
    Save {
        /// The record.
        id: RecordId,
        /// What it says.
        content: Content,
    },
    /// Delete a record: it stays in history.
    Delete {
        /// The record.
        id: RecordId,
    },
}

/// What is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A record says this now.
    Put {
        /// The record.
        id: RecordId,
        /// Its content and episode.
        entry: Entry,
    },
    /// A record is deleted.
    Remove {
        /// The record.
        id: RecordId,
    },
}
