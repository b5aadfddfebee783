//! Making bundles, and how the page asks the bundle worker, which does the work. Opening them is `receiving`'s.

use super::casebook::Casebook;
use super::device::Device;
use super::published::Published;
use super::session::Session;
use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use leptos::prelude::*;

use super::phase::StartError;
use crate::browser::bundle_worker::{AskError, Attached, BundleWorker};
use crate::browser::inbox::WaitingFile;
use crate::protocol::bundle::{Export, Question, Take};
use casebook_repository::RepositoryError;
use casebook_vault as vault;

pub use casebook_bundle::{EnvelopeError, SealBy};
pub use casebook_transfer::export::{ExportOf, Exported, HandOver};
pub use casebook_transfer::{MadeFile, OpenBy, Progress};

/// Why a bundle was not made or not opened. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransferError {
    /// The bundle itself.
    Bundle(EnvelopeError),
    /// The mentor cancelled.
    Cancelled,
    /// The worker did not start or ended early.
    Worker,
    /// The chosen file can't be read any more: moved, removed, or in a cloud that does not answer.
    NoFile,
    /// The casebook, as the worker found it, in words.
    Failed(String),
    /// The casebook itself: database, damaged row, locked.
    Core(RepositoryError),
}

impl From<AskError> for TransferError {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Worker(_) => Self::Worker,
            AskError::Refused(trouble) => Self::Bundle(trouble),
            AskError::Failed(words) => Self::Failed(words),
            AskError::NoFile => Self::NoFile,
        }
    }
}

impl From<RepositoryError> for TransferError {
    fn from(error: RepositoryError) -> Self {
        Self::Core(error)
    }
}

/// Bundles that are made and opened, by the bundle worker, and files that wait to be opened.
#[derive(Clone, Copy)]
pub struct Transfers {
    pub(super) device: Device,
    pub(super) session: Session,
    pub(super) casebook: Casebook,
    /// How far the bundle worker is.
    pub progress: Published<Option<Progress>>,
    /// Files that came in by themselves and wait to be opened.
    pub waiting: Published<Vec<WaitingFile>>,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

/// The bundle that is being made, opened or looked at.
#[derive(Default)]
pub(super) struct Inner {
    /// Holds the bundle that a preview is of.
    pub(super) opened: RefCell<Option<BundleWorker>>,
    /// Ends the job that runs.
    cancel: RefCell<Option<oneshot::Sender<()>>>,
}

impl Transfers {
    /// Nothing is under way.
    pub(super) fn new(casebook: Casebook) -> Self {
        Self {
            device: casebook.device,
            session: casebook.session,
            casebook,
            progress: Published::new(None),
            waiting: Published::new(Vec::new()),
            inner: StoredValue::new_local(Rc::default()),
        }
    }

    pub(super) fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }
}

impl Transfers {
    /// Makes a bundle, signed by this device's key. Rows that are damaged here are told in [`Exported::damaged`].
    pub async fn export(self, of: ExportOf, seal: SealBy) -> Result<Exported, TransferError> {
        // What was typed and saved before this goes along.
        self.session.flush();
        // The worker reads the keys; it makes none.
        self.session.device_keys().await?;
        self.made(Export { of, seal }).await
    }

    /// Seals for this casebook's recovery key.
    pub fn by_recovery_key(self) -> Result<SealBy, TransferError> {
        let repository = self.session.repository()?;
        let recipient = self.session.header().and_then(|header| vault::recovery_recipient(&header, repository.keys()));
        recipient.map(SealBy::Recipient).ok_or(TransferError::Bundle(EnvelopeError::NoRecovery))
    }

    /// Has a bundle made, and takes its files one after the other.
    pub(super) async fn made<Q: Question<Answer = Exported>>(self, ask: Q) -> Result<Exported, TransferError> {
        let mut worker = self.worker().await?;
        let (mut exported, _) = self.ask(&mut worker, ask, None).await?;
        for (place, file) in exported.files.iter_mut().enumerate() {
            let (_, bytes) = self.ask(&mut worker, Take { place }, None).await?;
            file.bytes = bytes.ok_or(TransferError::Worker)?;
        }
        Ok(exported)
    }

    /// Ends the job that runs, whatever it is doing. Nothing is half done: an import is one transaction.
    pub fn cancel_transfer(self) {
        self.inner().cancel.take();
    }

    pub(super) async fn worker(self) -> Result<BundleWorker, TransferError> {
        self.session.bundle_worker().await.map_err(|error| match error {
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

    pub(super) async fn ask<Q: Question>(
        self,
        worker: &mut BundleWorker,
        ask: Q,
        attached: Option<Attached<'_>>,
    ) -> Result<(Q::Answer, Option<Vec<u8>>), TransferError> {
        let (cancel, cancelled) = oneshot::channel();
        *self.inner().cancel.borrow_mut() = Some(cancel);
        self.progress.set(Some(Progress::default()));
        let answer = {
            let asked = pin!(worker.ask(ask, attached, |progress| self.progress.set(Some(progress))));
            match select(asked, cancelled).await {
                Either::Left((answer, _)) => answer.map_err(TransferError::from),
                Either::Right(_) => Err(TransferError::Cancelled),
            }
        };
        self.progress.set(None);
        answer
    }
}
