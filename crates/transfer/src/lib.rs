//! Cases on their way between devices: a bundle is made of a casebook, looked at, brought in, and taken back.
//!
//! - [`export`]: rows out of the casebook into a sealed bundle, in as many files as it takes.
//! - [`opened`]: opens a bundle and verifies all of it; writes nothing.
//! - [`import`]: brings in what was chosen, in one transaction.
//! - [`preview`]: what an opened bundle is and would do here, as the page shows it; [`look`] finds it out.
//! - [`journal`]: takes the last import back, byte for byte.
//! - [`receipt`]: what is confirmed to the sender, and a confirmation that came back.
//! - [`check`]: a backup read from end to end, with nothing brought in. [`pack`]: resources and templates.
//!
//! ```
//! use casebook_bundle::SealBy;
//! use casebook_domain::calendar::Moment;
//! use casebook_repository::Repository;
//! use casebook_testing::memory::{MemoryRows, run};
//! use casebook_transfer::export::{ExportOf, export};
//! use casebook_transfer::preview::Choices;
//! use casebook_transfer::{JobError, OpenBy, import, journal, look, opened};
//! use casebook_vault::{self as vault, Derived, Key, Params, random_salt};
//!
//! // Two tablets, each with a casebook over rows in memory; the first has two made-up pupils.
//! fn now() -> Moment {
//!     Moment { utc_ms: 1_795_000_000_000, offset_min: 0 }
//! }
//! let tablet = || {
//!     let made = vault::create(&Derived { key: Key::random(), salt: random_salt(), params: Params::DEFAULT }, "Made-Up Mentor");
//!     let by_sheet = vault::recovery_recipient(&made.header, &made.unlocked.keys).expect("its own");
//!     let casebook = Repository::new(MemoryRows::default(), made.unlocked.keys, made.header.actor(), now);
//!     (casebook, by_sheet, made.sheet.words.join(" "))
//! };
//! let ((first, by_sheet, sheet), (second, ..)) = (tablet(), tablet());
//! let settings = casebook_demo::settings();
//!
//! run(async {
//!     first.write_files(&casebook_demo::files(2, &settings, now(), now().date()), &settings).await?;
//!     let step = &mut |_| {};
//!
//!     // A backup for the recovery sheet of the first opens with its words.
//!     let mut made = export(&first, &ExportOf::Backup, &SealBy::Recipient(by_sheet), step).await?;
//!     let bytes = made.files.remove(0).bytes;
//!     let bundle = opened::together(vec![opened::open(&second, bytes, &OpenBy::Secret(sheet), step).await?])?;
//!
//!     // Look, choose, bring in: one transaction, which can be taken back.
//!     let (preview, ..) = look::look(&second, &bundle).await?;
//!     let all = Choices::whole(preview.files.iter().map(|file| file.file));
//!     import::apply(&second, &bundle, &all, step).await?;
//!     assert_eq!(second.headers(&settings).await?.len(), 2);
//!     journal::undo(&second).await?;
//!     assert_eq!(second.headers(&settings).await?.len(), 0);
//!     Ok::<(), JobError>(())
//! })?;
//! # Ok::<(), JobError>(())
//! ```
//! All of it runs over an open [`Repository`](casebook_repository::Repository), so over IndexedDB in the bundle worker and over rows in memory in tests. What the
//! page and the worker say to each other about it are the types of this crate: each is written once.

pub mod check;
pub mod export;
pub mod import;
pub mod journal;
pub mod look;
pub mod opened;
pub mod pack;
pub mod preview;
pub mod receipt;

use casebook_bundle::EnvelopeError;
use casebook_repository::RepositoryError;
use casebook_repository::rows::DbError;
use serde::{Deserialize, Serialize};

/// How far a long job is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Progress {
    /// Rows done.
    pub done: u32,
    /// Rows in all; 0 while nobody knows.
    pub total: u32,
}

/// Told how far a job is.
pub type Step<'a> = &'a mut dyn FnMut(Progress);

/// Why a bundle was not made, opened or applied. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobError {
    /// The bundle itself.
    Bundle(EnvelopeError),
    /// The casebook.
    Core(RepositoryError),
}

impl From<EnvelopeError> for JobError {
    fn from(trouble: EnvelopeError) -> Self {
        Self::Bundle(trouble)
    }
}

impl From<RepositoryError> for JobError {
    fn from(error: RepositoryError) -> Self {
        Self::Core(error)
    }
}

impl From<DbError> for JobError {
    fn from(error: DbError) -> Self {
        Self::Core(error.into())
    }
}

/// What opens a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OpenBy {
    /// The words it was sealed by.
    Words(String),
    /// The recovery words or the `AGE-SECRET-KEY-…` of the sheet.
    Secret(String),
    /// This tablet's own key: nothing is typed.
    Tablet,
}

/// A sealed file that was made and checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MadeFile {
    /// The name it should be saved under; nobody's name is in it.
    pub name: String,
    /// The check sum of its lines, by which a receipt names it; `None`: it is nothing that a receipt is given for.
    pub sha256: Option<[u8; 32]>,
    /// The sealed file. In a message it travels beside the text.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// Four letters and digits that are not mistaken for each other, to tell two files of a day apart.
fn mark() -> String {
    const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    casebook_repository::ids::id()[..4].iter().map(|byte| char::from(SIGNS[usize::from(byte % 32)])).collect()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
