//! Making bundles, and how the page asks the bundle worker, which does the work. Opening them is `receiving`'s.

use std::cell::RefCell;
use std::pin::pin;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use leptos::prelude::Set;

use super::store::{StartError, Store};
use crate::browser::bundle_worker::BundleWorker;
use crate::protocol::{self, BundleAnswer, BundleAsk, MadeFile, OpenAsk, Progress, SealAsk};
use casebook_domain::calendar::{self, Date};
use casebook_domain::hand_over::{LeadSays, Parts, Place, Purpose};
use casebook_domain::ids::FileId;
use casebook_repository::CoreError;
use casebook_vault::{self as vault, Recipient};

pub use casebook_bundle::Trouble;

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
    /// How it is locked.
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
    /// Where they work.
    pub place: Place,
    /// How much of the files.
    pub parts: Parts,
    /// What the safeguarding lead said; `None`: it goes to nobody who would ask.
    pub lead: Option<LeadSays>,
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
    /// This tablet's own key: nothing is typed.
    Tablet,
}

impl OpenBy {
    /// As the worker is asked.
    pub(super) fn asked(self) -> OpenAsk {
        match self {
            Self::Words(words) => OpenAsk::Words(words),
            Self::Secret(secret) => OpenAsk::Secret(secret),
            Self::Tablet => OpenAsk::Device,
        }
    }
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
    pub(super) opened: RefCell<Option<BundleWorker>>,
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
            place: ask.place.code().to_owned(),
            parts: ask.parts.code().to_owned(),
            lead: ask.lead.map_or("", LeadSays::code).to_owned(),
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

    /// Ends the job that runs, whatever it is doing. Nothing is half done: an import is one transaction.
    pub fn cancel_transfer(self) {
        self.transfer().cancel.take();
    }

    pub(super) async fn worker(self) -> Result<BundleWorker, TransferError> {
        self.bundle_worker().await.map_err(|error| match error {
            StartError::Core(error) => TransferError::Core(error),
            StartError::Weak(_)
            | StartError::Wrong
            | StartError::Words(_)
            | StartError::TooLong
            | StartError::Worker
            | StartError::Db(_)
            | StartError::NotThere => TransferError::Worker,
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
