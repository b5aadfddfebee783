//! Making and opening bundles: what the pages see. The work is the bundle worker's.

use std::cell::RefCell;
use std::pin::pin;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use leptos::prelude::Set;

use super::core::CoreError;
use super::store::{StartError, Store};
use crate::browser::bundle_worker::BundleWorker;
use crate::domain::calendar::{self, Date, Moment};
use crate::domain::hand_over::{Parts, Purpose};
use crate::domain::ids::FileId;
use crate::protocol::{self, BundleAnswer, BundleAsk, Found, FoundFile, MadeFile, OpenAsk, Progress, SealAsk};
use crate::records::{SETTINGS_FILE, UNATTACHED_FILE};
use crate::vault::{self, Recipient};

pub use crate::bundle::Trouble;
pub use crate::protocol::SettingsFate;

/// How a bundle is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealBy {
    /// By words that Casebook made.
    Words(String),
    /// For this casebook's recovery key.
    RecoveryKey,
    /// For the tablet with this key, scanned or pasted and checked.
    Recipient(Recipient),
}

/// What is to go out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportAsk {
    /// Pupils, to somebody; `None`: everything, a backup.
    pub hand_over: Option<HandOverAsk>,
    /// How it is sealed.
    pub seal: SealBy,
}

/// What a hand-over takes along and to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOverAsk {
    /// The pupils' files. What is joined with one of them goes along.
    pub files: Vec<FileId>,
    /// What for.
    pub purpose: Purpose,
    /// Until when.
    pub until: Option<Date>,
    /// To whom, as the sender calls them.
    pub to: String,
    /// How much of the files.
    pub parts: Parts,
}

/// A bundle that was made and checked: it was opened again and is what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Its files: one, or its numbered parts.
    pub files: Vec<ExportedFile>,
    /// How many versions of records of each pupil are in it.
    pub rows: Vec<(FileId, u32)>,
    /// Rows that are damaged on this device, so that they are not in it or can't be read. To be told.
    pub damaged: u32,
}

/// A file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedFile {
    /// The name it should be saved under; nobody's name is in it.
    pub name: String,
    /// The sealed file.
    pub bytes: Vec<u8>,
    /// The check sum of its lines, as hex: by it a receipt names it.
    pub sha256: String,
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
    /// Pupils here, in other files, who may be the same.
    pub alike: Vec<String>,
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
    /// Files that did not add up before or had rows that could not be read: they are as the bundle has them.
    pub mended: usize,
    /// What became of the settings.
    pub settings: SettingsFate,
}

/// Why a bundle was not made or not opened. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransferError {
    /// The bundle itself.
    Bundle(Trouble),
    /// The mentor cancelled.
    Cancelled,
    /// The worker did not start or ended early.
    Worker,
    /// The casebook, as the worker found it, in words.
    Failed(String),
    /// The casebook itself: database, damaged row, locked.
    Core(CoreError),
}

impl From<CoreError> for TransferError {
    fn from(error: CoreError) -> Self {
        Self::Core(error)
    }
}

/// The bundle that is being made, opened or looked at.
#[derive(Default)]
pub(super) struct Transfer {
    /// Holds the bundle that a preview is of.
    opened: RefCell<Option<BundleWorker>>,
    /// Ends the job that runs.
    cancel: RefCell<Option<oneshot::Sender<()>>>,
}

impl Store {
    /// Makes a bundle, signed by this device's key. Rows that are damaged here are told in [`Exported::damaged`].
    pub async fn export(self, ask: ExportAsk) -> Result<Exported, TransferError> {
        // What was typed and saved before this goes along.
        self.flush();
        // The worker reads the keys; it makes none.
        self.device_keys().await?;
        let seal = match ask.seal {
            SealBy::Words(words) => SealAsk::Words(words),
            SealBy::Recipient(recipient) => SealAsk::Recipient(recipient.text().to_owned()),
            SealBy::RecoveryKey => {
                let core = self.core()?;
                let recipient = self.header().and_then(|header| vault::recovery_recipient(&header, core.keys()));
                SealAsk::Recipient(recipient.ok_or(TransferError::Bundle(Trouble::NoRecovery))?)
            }
        };
        let hand_over = ask.hand_over.map(|ask| protocol::HandOverAsk {
            files: ask.files.iter().map(FileId::to_string).collect(),
            purpose: ask.purpose.code().to_owned(),
            until: ask.until.map(calendar::iso),
            to: ask.to,
            parts: ask.parts.code().to_owned(),
        });
        self.made(BundleAsk::Export { hand_over, seal }).await
    }

    /// Has a bundle made, and takes its files one after the other.
    pub(super) async fn made(self, ask: BundleAsk) -> Result<Exported, TransferError> {
        let mut worker = self.worker().await?;
        let answer = self.ask(&mut worker, ask, None).await?;
        let (BundleAnswer::Made { files: made, rows, damaged }, _) = answer else { return Err(TransferError::Worker) };
        let mut files = Vec::with_capacity(made.len());
        for (place, MadeFile { name, sha256 }) in (0..).zip(made) {
            let (_, bytes) = self.ask(&mut worker, BundleAsk::Take { place }, None).await?;
            files.push(ExportedFile { name, bytes: bytes.ok_or(TransferError::Worker)?, sha256 });
        }
        let rows = rows.into_iter().filter_map(|(file, rows)| Some((FileId::parse(&file)?, rows))).collect();
        Ok(Exported { files, rows, damaged })
    }

    /// Opens a bundle and says what it would do here. Writes nothing; what was opened is kept for [`Store::apply`].
    pub async fn inspect(self, bytes: Vec<u8>, by: OpenBy) -> Result<Preview, TransferError> {
        self.transfer().opened.take();
        self.in_turn(async {}).await;
        let by = match by {
            OpenBy::Words(words) => OpenAsk::Words(words),
            OpenBy::Secret(secret) => OpenAsk::Secret(secret),
        };
        let mut worker = self.worker().await?;
        let answer = self.ask(&mut worker, BundleAsk::Inspect { by }, Some(bytes)).await?;
        let (BundleAnswer::Found(found), _) = answer else { return Err(TransferError::Worker) };
        *self.transfer().opened.borrow_mut() = Some(worker);
        preview(found).ok_or(TransferError::Worker)
    }

    /// Writes the chosen files of the inspected bundle in one transaction, then reads everything again.
    pub async fn apply(self, chosen: Vec<FileId>) -> Result<Applied, TransferError> {
        self.flush();
        let job = async move {
            let mut worker = self.transfer().opened.take().ok_or(TransferError::Bundle(Trouble::NothingOpen))?;
            let ask = BundleAsk::Apply { files: chosen.iter().map(FileId::to_string).collect() };
            let answer = self.ask(&mut worker, ask, None).await;
            // After a refusal it may be tried again; after success the worker ends and what it held in clear with it.
            if !matches!(answer, Ok(_) | Err(TransferError::Worker | TransferError::Cancelled)) {
                *self.transfer().opened.borrow_mut() = Some(worker);
            }
            // Also after an error: a job that was cancelled may have ended before.
            self.reread().await;
            match answer?.0 {
                BundleAnswer::Applied { files, records, mended, settings } => {
                    if records > 0 {
                        self.count_change();
                    }
                    let count = |number| usize::try_from(number).unwrap_or(usize::MAX);
                    Ok(Applied { files: count(files), records: count(records), mended: count(mended), settings })
                }
                _ => Err(TransferError::Worker),
            }
        };
        // In the queue, so that no change is decided on what stood here before.
        self.in_turn(job).await.unwrap_or(Err(TransferError::Worker))
    }

    /// Ends the job that runs, whatever it is doing. Nothing is half done: an import is one transaction.
    pub fn cancel_transfer(self) {
        self.transfer().cancel.take();
    }

    /// Lets go of the bundle that was inspected: the preview was left.
    pub fn close_bundle(self) {
        self.transfer().opened.take();
    }

    pub(super) async fn worker(self) -> Result<BundleWorker, TransferError> {
        self.bundle_worker().await.map_err(|error| match error {
            StartError::Core(error) => TransferError::Core(error),
            StartError::Wrong | StartError::Worker | StartError::Db(_) | StartError::NotThere => TransferError::Worker,
        })
    }

    pub(super) async fn ask(
        self,
        worker: &mut BundleWorker,
        ask: BundleAsk,
        bytes: Option<Vec<u8>>,
    ) -> Result<(BundleAnswer, Option<Vec<u8>>), TransferError> {
        let (cancel, cancelled) = oneshot::channel();
        *self.transfer().cancel.borrow_mut() = Some(cancel);
        self.progress.set(Some(Progress::default()));
        let answer = {
            let asked = pin!(worker.ask(ask, bytes.as_deref(), |progress| self.progress.set(Some(progress))));
            match select(asked, cancelled).await {
                Either::Left((answer, _)) => answer.map_err(|_| TransferError::Worker),
                Either::Right(_) => Err(TransferError::Cancelled),
            }
        };
        self.progress.set(None);
        match answer? {
            (BundleAnswer::Refused(trouble), _) => Err(TransferError::Bundle(trouble)),
            (BundleAnswer::Failed(words), _) => Err(TransferError::Failed(words)),
            answer => Ok(answer),
        }
    }
}

fn preview(found: Found) -> Option<Preview> {
    let Found { backup, author, made: (utc_ms, offset_min), files } = found;
    let kind = if backup { PreviewKind::Backup } else { PreviewKind::HandOver };
    let files = files.into_iter().map(preview_file).collect::<Option<_>>()?;
    Some(Preview { kind, author, made: Moment { utc_ms, offset_min }, files })
}

fn preview_file(found: FoundFile) -> Option<PreviewFile> {
    let FoundFile { file, name, alike, here, new, changed, same, refused } = found;
    let file = FileId::parse(&file)?;
    let name = match name {
        _ if file == SETTINGS_FILE => "The school and other settings".to_owned(),
        _ if file == UNATTACHED_FILE => "Observations without a pupil".to_owned(),
        name if name.is_empty() => "A file without a name".to_owned(),
        name => name,
    };
    let fate = match here {
        false => PreviewFate::New,
        true if new + changed > 0 => PreviewFate::Changed,
        true => PreviewFate::Same,
    };
    let count = |number| usize::try_from(number).unwrap_or(usize::MAX);
    Some(PreviewFile {
        file,
        name,
        fate,
        alike,
        new: count(new),
        changed: count(changed),
        same: count(same),
        refused: count(refused),
    })
}
