//! The format of a bundle's lines.
//!
//! One number for the whole envelope of lines. Rows have schemas of their own, so a new kind of record does not change
//! this number: an older Casebook keeps and carries such rows. The number changes only when lines themselves change, and
//! then an older Casebook refuses the bundle with advice to update.
//!
//! | format | since | change |
//! |---|---|---|
//! | 1 | 0.1 | the first: opening, rows, blobs in base64, closing with counts and SHA-256 |

use crate::domain::calendar::{Date, Moment};
use crate::domain::ids::ActorId;
use crate::domain::terms::terms;

/// The format that is written, and the newest that is read.
pub const FORMAT: u32 = 1;

/// Most rows and blob lines of one bundle. The same as the crypto crate's, which counts while inflating.
pub const MAX_ROWS: u64 = 100_000;
/// Longest line, bytes.
pub const MAX_LINE: usize = 1024 * 1024;
/// Deepest nesting of a line's JSON.
pub const MAX_DEPTH: usize = 32;
/// Most parts that a backup, or a blob, is split into.
pub const MAX_PARTS: u32 = 512;
/// Bytes of a blob on one line: 512 kB of base64.
pub(super) const BLOB_PART: usize = 512 * 1024 / 4 * 3;

terms! {
    /// What a bundle is.
    BundleKind {
        HandOver = "hand-over", "Hand-over";
        Backup = "backup", "Backup";
    }
}

terms! {
    /// Why a hand-over is made.
    Purpose {
        Transfer = "transfer", "The pupil moves to another school or mentor";
        Cover = "cover", "Cover: the file comes back";
        Shared = "shared", "Shared until a date";
    }
}

/// What the first line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// What it is.
    pub kind: BundleKind,
    /// Why, for a hand-over.
    pub purpose: Option<Purpose>,
    /// Until when it is shared.
    pub until: Option<Date>,
    /// The vault that made it.
    pub actor: ActorId,
    /// The mentor who made it.
    pub author: String,
    /// When.
    pub time: Moment,
    /// For whom: a name or an `age1…`, as the sender meant it; empty for whoever has the words.
    pub to: String,
    /// Which part this is, from 1.
    pub part: u32,
    /// Of how many parts.
    pub parts: u32,
}

impl Opening {
    /// The opening of a backup in one part.
    pub fn backup(actor: ActorId, author: &str, time: Moment) -> Self {
        Self {
            kind: BundleKind::Backup,
            purpose: None,
            until: None,
            actor,
            author: author.to_owned(),
            time,
            to: String::new(),
            part: 1,
            parts: 1,
        }
    }

    /// The opening of a hand-over in one part.
    pub fn hand_over(purpose: Purpose, actor: ActorId, author: &str, time: Moment) -> Self {
        Self { kind: BundleKind::HandOver, purpose: Some(purpose), ..Self::backup(actor, author, time) }
    }
}

/// Who vouches for a bundle. Not verified by reading it: the receiver compares the signer with the one pinned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The public half of the sender's signing key.
    pub signer: [u8; 32],
    /// Over the SHA-256 of the lines before the last.
    pub signature: [u8; 64],
}

/// What the last line says, verified while reading (but for the signature).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing {
    /// How many files its rows and blobs belong to.
    pub files: u64,
    /// How many rows.
    pub rows: u64,
    /// How many blobs.
    pub blobs: u64,
    /// SHA-256 of all lines before the last, with their line feeds.
    pub sha256: [u8; 32],
    /// The sender's signature; `None`: unsigned.
    pub signed: Option<Signed>,
}
