//! A version of a record as people look at it: who wrote what, and when.

use super::calendar::Moment;
use super::content::{Entry, Kind};
use super::ids::{ActorId, VersionId};

/// What a version says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)]
pub enum Said {
    /// This.
    Entry(Entry),
    /// The record is deleted.
    Deleted,
    /// Made by a newer Casebook: it can be kept, and not read here.
    Newer,
}

impl Said {
    /// The entry, where it says one that can be read.
    pub const fn entry(&self) -> Option<&Entry> {
        match self {
            Self::Entry(entry) => Some(entry),
            Self::Deleted | Self::Newer => None,
        }
    }
}

/// One version of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The version.
    pub id: VersionId,
    /// Under which name its device writes.
    pub actor: ActorId,
    /// Whether that is this device.
    pub here: bool,
    /// The mentor's name at that time.
    pub author: String,
    /// When.
    pub time: Moment,
    /// The clock of the tablet was wrong then: it is later than what was made from it, or than now.
    pub wrong_clock: bool,
    /// The kind of record, where it is known here.
    pub kind: Option<Kind>,
    /// What it says.
    pub said: Said,
    /// It stands: no other version followed it. Of two versions both stand.
    pub stands: bool,
    /// The version that came right before it; of several that were combined, the latest.
    pub after: Option<VersionId>,
    /// It follows several versions that stood beside each other: somebody chose.
    pub chosen: bool,
}
