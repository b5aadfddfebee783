//! What app and bundle worker say about a bundle that is checked and not brought in, and about a resource pack.

use serde::{Deserialize, Serialize};

/// What a bundle is, all of it read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checked {
    /// Code of its kind.
    pub kind: String,
    /// Who made it, as they say.
    pub author: String,
    /// When, UTC milliseconds and minutes of offset.
    pub made: (i64, i16),
    /// In how many parts it was made.
    pub parts: u32,
    /// Numbers of the parts that are not there.
    pub missing: Vec<u32>,
    /// Pupils' files.
    pub pupils: u32,
    /// Records that are not deleted.
    pub records: u32,
    /// Versions of records, earlier ones and deletions among them.
    pub rows: u32,
    /// Rows that can't be read.
    pub unreadable: u32,
    /// Rows that only a newer Casebook reads.
    pub newer: u32,
    /// Attachments.
    pub blobs: u32,
    /// Records that are here otherwise, or not at all in it.
    pub lacking: u32,
    /// Pupils here whom it does not have, or not as they are now.
    pub lacking_pupils: u32,
    /// Whether this very tablet's casebook made it.
    pub own: bool,
}

/// Why files are not one bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotTogether {
    /// The one at this place, from 0, is of another bundle.
    OfAnother(u32),
    /// Two say they are this part and hold something else.
    NotTheSame(u32),
}

/// What a resource pack holds. Nothing of it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FoundPack {
    /// Who made it, as they say.
    pub author: String,
    /// When, UTC milliseconds and minutes of offset.
    pub made: (i64, i16),
    /// Resources.
    pub resources: Vec<FoundResource>,
    /// Observation templates, each as a file of its own has it.
    pub templates: Vec<String>,
    /// Templates that only a newer Casebook reads.
    pub newer: u32,
}

/// A resource in a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FoundResource {
    /// What it is called.
    pub title: String,
    /// What it is and how it is used.
    pub text: String,
    /// An address on the web; may be empty.
    pub link: String,
    /// What it is good for.
    pub tags: Vec<String>,
}
