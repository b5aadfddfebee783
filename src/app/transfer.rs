//! Making and opening bundles: what the pages see. The work is the bundle worker's.

use super::core::CoreError;
use super::store::Store;
use crate::domain::calendar::Moment;
use crate::domain::ids::FileId;

/// How a bundle is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealBy {
    /// By words that Casebook made.
    Words(String),
    /// For this casebook's recovery key.
    RecoveryKey,
}

/// What is to go out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportAsk {
    /// The files; `None`: everything, a backup.
    pub files: Option<Vec<FileId>>,
    /// How it is sealed.
    pub seal: SealBy,
    /// What it is for, in words.
    pub purpose: String,
}

/// A bundle that was made and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The name it should be saved under; nobody's name is in it.
    pub file_name: String,
    /// The sealed file.
    pub bytes: Vec<u8>,
}

/// What opens a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenBy {
    /// The words it was sealed by.
    Words(String),
    /// The recovery words or the `AGE-SECRET-KEY-…` of the sheet.
    Secret(String),
}

/// What a bundle is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreviewKind {
    /// Pupils handed over.
    HandOver,
    /// Everything of a casebook.
    Backup,
}

/// What a file of a bundle would do here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreviewFate {
    /// The file is not here yet.
    New,
    /// It is here and the bundle knows more.
    Changed,
    /// All of it is here.
    Same,
}

/// One file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewFile {
    /// The file.
    pub file: FileId,
    /// The pupil's name, or what the file is.
    pub name: String,
    /// What it would do here.
    pub fate: PreviewFate,
    /// Records that are not here.
    pub new: usize,
    /// Records that are here in another version.
    pub changed: usize,
    /// Records that are here already.
    pub same: usize,
    /// Rows that are not taken.
    pub refused: usize,
}

/// What a bundle holds, before anything is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// What it is.
    pub kind: PreviewKind,
    /// Who made it, as they say.
    pub author: String,
    /// When.
    pub made: Moment,
    /// Its files.
    pub files: Vec<PreviewFile>,
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Files.
    pub files: usize,
    /// Records.
    pub records: usize,
}

/// Why a bundle was not made or not opened. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransferError {
    /// Some other file.
    NotABundle,
    /// Made by a newer Casebook.
    Newer,
    /// The words don't open it, or its header is damaged.
    WrongWordsOrDamaged,
    /// Sealed for another recovery key.
    OtherKey,
    /// Sealed by words, and a key was given.
    NeedsWords,
    /// Sealed for the recovery key, and words were given.
    NeedsKey,
    /// What was typed is no key.
    NotAKey,
    /// It ends too early.
    CutOff,
    /// Changed after it was sealed, or badly made.
    Altered,
    /// Beyond a bound.
    TooLarge,
    /// The worker did not start or ended early.
    Worker,
    /// The casebook itself: database, damaged row, locked.
    Core(CoreError),
}

impl Store {
    /// Makes a bundle.
    pub async fn export(self, ask: ExportAsk) -> Result<Exported, TransferError> {
        let _ = ask;
        Err(TransferError::Worker)
    }

    /// Opens a bundle and says what it would do here. Writes nothing.
    pub async fn inspect(self, bytes: Vec<u8>, by: OpenBy) -> Result<Preview, TransferError> {
        let _ = (bytes, by);
        Err(TransferError::Worker)
    }

    /// Writes the chosen files of the inspected bundle, in one transaction.
    pub async fn apply(self, chosen: Vec<FileId>) -> Result<Applied, TransferError> {
        let _ = chosen;
        Err(TransferError::Worker)
    }
}
