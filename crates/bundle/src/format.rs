//! The format of a bundle's lines.
//!
//! One number for the whole envelope of lines. Rows have schemas of their own, so a new kind of record does not change
//! this number: an older Casebook keeps and carries such rows. The number changes only when lines themselves change, and
//! then an older Casebook refuses the bundle with advice to update.
//!
//! | format | since | change |
//! |---|---|---|
//! | 1 | 0.1 | the first: opening, rows, blobs in base64, closing with counts and SHA-256 |
//!
//! `reply`, `scope` and `lead` in the opening came before any Casebook was released, so they are of the first format: each is written
//! only where there is one, and bundles without it read as they always did. From the first release on a new field is a new
//! number, because readers refuse what they don't know.
//!
//! A kind of bundle that is not known is a newer Casebook's too, without a new number: its lines are its own.

use casebook_crypto::device;
use casebook_crypto::keys::Key;
use casebook_crypto::words::{self, FINGERPRINT_WORDS};

use casebook_domain::calendar::{Date, Moment};
use casebook_domain::ids::ActorId;
use casebook_domain::terms::terms;

pub use casebook_domain::hand_over::{LeadSays, Parts, Place, Purpose};

/// The format that is written, and the newest that is read.
pub const FORMAT: u32 = 1;

/// Most rows and blob lines of one bundle. The same as the crypto crate's, which counts while inflating.
pub const MAX_ROWS: u64 = 100_000;
/// Most resources and templates of one pack: a page shows them all.
pub const MAX_PACK: u64 = 1_000;
/// Longest line, bytes.
pub const MAX_LINE: usize = 1024 * 1024;
/// Deepest nesting of a line's JSON.
pub const MAX_DEPTH: usize = 32;
/// Largest file that is taken in, bytes (docs/security.md#bundles).
pub const MAX_FILE: u64 = casebook_crypto::bundle::Limits::CASEBOOK.file;
/// Most bytes of files that are opened, or wait, together. `public/sw.js` keeps the bounds of what waits too (`tests/bounds.rs`).
pub const MAX_FILES: u64 = 4 * MAX_FILE;
/// Most files that wait to be opened.
pub const MAX_WAITING: usize = 20;
/// Most parts that a backup, or a blob, is split into.
pub const MAX_PARTS: u32 = 512;
/// Bytes of a blob on one line: 512 kB of base64.
pub(super) const BLOB_PART: usize = 512 * 1024 / 4 * 3;

terms! {
    /// What a bundle is.
    BundleKind {
        HandOver = "hand-over", "Hand-over";
        Backup = "backup", "Backup";
        Receipt = "receipt", "Receipt";
        ResourcePack = "resource-pack", "Resource pack";
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
    /// How much of each file goes along. Whole for all but a hand-over.
    pub scope: Parts,
    /// Whether earlier versions of its records go along. Not written: it decides what the writer may tell.
    pub history: bool,
    /// What the sender's safeguarding lead said before a hand-over (p40). It says nothing of any one pupil.
    pub lead: Option<LeadSays>,
    /// The vault that made it.
    pub actor: ActorId,
    /// The mentor who made it.
    pub author: String,
    /// When.
    pub time: Moment,
    /// For whom: a name or an `age1…`, as the sender meant it; empty for the person who has the words.
    pub to: String,
    /// Which part this is, from 1.
    pub part: u32,
    /// Of how many parts.
    pub parts: u32,
    /// The `age1…` of the tablet that made a hand-over: its receipt is sealed for that. Checked to be one when it is read.
    pub reply: Option<String>,
}

impl Opening {
    /// The opening of a backup in one part.
    pub fn backup(actor: ActorId, author: &str, time: Moment) -> Self {
        Self {
            kind: BundleKind::Backup,
            purpose: None,
            until: None,
            scope: Parts::Whole,
            history: true,
            lead: None,
            actor,
            author: author.to_owned(),
            time,
            to: String::new(),
            part: 1,
            parts: 1,
            reply: None,
        }
    }

    /// The opening of a hand-over in one part, within the school.
    pub fn hand_over(purpose: Purpose, actor: ActorId, author: &str, time: Moment) -> Self {
        Self {
            kind: BundleKind::HandOver,
            purpose: Some(purpose),
            history: purpose.takes_history(Place::Here),
            ..Self::backup(actor, author, time)
        }
    }
}

impl Opening {
    /// The same in another part.
    pub fn in_part(&self, part: u32) -> Self {
        Self { part, ..self.clone() }
    }
}

/// A sender's signature as it is in the last line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The public half of the sender's signing key.
    pub signer: [u8; 32],
    /// Over the SHA-256 of the lines before the last.
    pub signature: [u8; 64],
}

/// What keeps a bundle's signature from passing for one of something else.
const SIGNED_AS: &str = "bundle";

impl Signed {
    /// Signs the SHA-256 of the lines before the last.
    pub fn by(signing: &Key, sha256: &[u8; 32]) -> Self {
        Self { signer: device::signer(signing), signature: device::sign(signing, SIGNED_AS, sha256) }
    }
}

/// Who vouches for a bundle. Whether the key is known, and pinned to somebody, is the receiver's to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// Nobody: to be said, and no reason to refuse it.
    Unsigned,
    /// The person who holds this key.
    Signed {
        /// The public half of the signing key, to be compared with the pinned ones.
        signer: [u8; 32],
        /// Six words that stand for it, to be read out and compared.
        fingerprint: [&'static str; FINGERPRINT_WORDS],
    },
    /// A signature is there and is not by the key beside it over these lines. No accident makes one: the lines match
    /// their own check sum.
    BadSignature,
}

/// What the last line says, verified while reading; the signature by [`Closing::sender`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing {
    /// How many files its rows and blobs belong to.
    pub files: u64,
    /// How many rows, aliases and traces of moved records among them; of a receipt or a pack, lines.
    pub rows: u64,
    /// How many blobs.
    pub blobs: u64,
    /// SHA-256 of all lines before the last, with their line feeds.
    pub sha256: [u8; 32],
    /// The sender's signature; `None`: unsigned.
    pub signed: Option<Signed>,
}

impl Closing {
    /// Who vouches for the bundle; verifies the signature.
    pub fn sender(&self) -> Sender {
        match &self.signed {
            None => Sender::Unsigned,
            Some(Signed { signer, signature }) if device::verify(signer, SIGNED_AS, &self.sha256, signature) => {
                Sender::Signed { signer: *signer, fingerprint: words::fingerprint(signer) }
            }
            Some(_) => Sender::BadSignature,
        }
    }
}
