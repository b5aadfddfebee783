//! What is asked for, and what is to be written.

use crate::calendar::Date;
use crate::calendar::Moment;
use crate::case::{CaseFile, Item};
use crate::content::{Content, Entry, Kind};
use crate::ids::RecordId;

use super::refusal::Attempt;
use super::warning::Warning;

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
    /// Undo a change or a deletion: the record says again what it said, in the
    /// episode it was in. What rests on it is checked, where it came from is not.
    Restore {
        /// The record.
        id: RecordId,
        /// What it said, and in which episode.
        entry: Entry,
    },
    /// Of a record that has two versions, one is picked, or what was put
    /// together from them. Both are in the file already, wherever they were
    /// written the rules were kept, and which of them was shown until now only
    /// a clock decided: so nothing is refused for what it does to the case. If
    /// records disagree afterwards, that is said and shown. Two things are refused: what ends a safeguarding entry without
    /// right (p40), and what opens home although one of the versions keeps it closed (p15).
    Choose {
        /// The record.
        id: RecordId,
        /// What it says from now on, and in which episode; `None`: it is deleted.
        entry: Option<Entry>,
        /// Its versions that say something, each with when it was saved.
        versions: Vec<Item>,
    },
    /// A way out of what an import brought out of order ([`crate::disorder`]):
    /// allowed for leaving less out of order than before, and for nothing else.
    SetRight {
        /// The records with what they say from now on; `None`: deleted.
        changes: Vec<(RecordId, Option<Entry>)>,
    },
    /// Undo of [`Command::SetRight`]: the records say again what they said,
    /// out of order as that was.
    SetBack {
        /// The records with what they said; `None`: they were not there.
        changes: Vec<(RecordId, Option<Entry>)>,
    },
}

impl Command {
    /// The records that it writes.
    pub fn records(&self) -> Vec<RecordId> {
        match self {
            Self::Save { id, .. } | Self::Delete { id } | Self::Restore { id, .. } | Self::Choose { id, .. } => {
                vec![*id]
            }
            Self::SetRight { changes } | Self::SetBack { changes } => changes.iter().map(|(id, _)| *id).collect(),
        }
    }

    pub(super) fn attempt(&self, case: &CaseFile) -> Attempt {
        match self {
            Self::Save { content, .. } => Attempt::Change(content.kind()),
            Self::Restore { entry, .. } | Self::Choose { entry: Some(entry), .. } => {
                Attempt::Change(entry.content.kind())
            }
            Self::Delete { id } | Self::Choose { id, entry: None, .. } => {
                Attempt::Delete(case.get(*id).map_or(Kind::Note, |item| item.entry.content.kind()))
            }
            Self::SetRight { changes } | Self::SetBack { changes } => {
                let first = changes.iter().find_map(|(id, entry)| {
                    entry.as_ref().or_else(|| case.get(*id).map(|item| &item.entry)).map(|entry| entry.content.kind())
                });
                Attempt::Change(first.unwrap_or(Kind::Referral))
            }
        }
    }
}

/// What is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)]
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
    /// The older versions of a record are removed from history too: the
    /// safeguarding lead holds the words of a worry (p40). The only change that loses anything.
    EraseHistory {
        /// The record.
        id: RecordId,
    },
}

/// A command is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What is to be written, in one transaction.
    pub changes: Vec<Change>,
    /// What the mentor should know; nothing is held up by it.
    pub warnings: Vec<Warning>,
}
