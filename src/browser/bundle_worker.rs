//! The bundle worker: opens, makes and applies bundles away from the screen. It is loaded when first needed.
//!
//! Dropping a [`BundleWorker`] ends it in the middle of whatever it is doing. Nothing is half done then: an import is one transaction, and a transaction whose worker ends is rolled back.

use super::page;
use super::worker::Running;
pub use super::worker::{Attached, WorkerError};
use crate::protocol::bundle::{BundleAsk, FromBundle, Question, ToBundle};
use casebook_bundle::EnvelopeError;
use casebook_transfer::Progress;

const META: &str = "casebook-worker-bundle";

/// A running bundle worker. It keeps what it opened between two questions, a preview and its import; dropping it ends it.
pub struct BundleWorker(Running);

impl BundleWorker {
    /// Starts it.
    ///
    /// # Errors
    /// [`WorkerError::Unprotected`], [`WorkerError::NotLoaded`].
    pub async fn start() -> Result<BundleWorker, WorkerError> {
        Running::start(META).await.map(BundleWorker)
    }

    /// Asks, tells `step` how far it is, and gives the answer with the bytes that came with it.
    ///
    /// # Errors
    /// [`AskError`].
    pub async fn ask<Q: Question>(
        &mut self,
        ask: Q,
        attached: Option<Attached<'_>>,
        mut step: impl FnMut(Progress),
    ) -> Result<(Q::Answer, Option<Vec<u8>>), AskError> {
        let ask: BundleAsk = ask.into();
        let question =
            serde_json::to_string(&ToBundle { build: page::build_id(), ask }).map_err(|_| WorkerError::Garbled)?;
        self.0.post(&question, attached)?;
        loop {
            let (text, bytes) = self.0.next_pair().await?;
            match serde_json::from_str(&text).map_err(|_| WorkerError::Garbled)? {
                FromBundle::Step(progress) => step(progress),
                FromBundle::Took(stages) => {
                    for (stage, ms) in stages {
                        page::mark(&format!("took:{stage}:{ms}"));
                    }
                }
                FromBundle::Answer(answer) => return Ok((answer, bytes)),
                FromBundle::Refused(trouble) => return Err(AskError::Refused(trouble)),
                FromBundle::Failed(words) => return Err(AskError::Failed(words)),
                FromBundle::NoFile => return Err(AskError::NoFile),
                FromBundle::WrongBuild => return Err(WorkerError::WrongBuild.into()),
                FromBundle::Garbled => return Err(WorkerError::Garbled.into()),
            }
        }
    }
}

/// Why a question was not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskError {
    /// The worker is of no more use.
    Worker(WorkerError),
    /// No bundle was made or opened, or nothing was written. The worker can be asked again.
    Refused(EnvelopeError),
    /// It failed, in words for the mentor. The worker can be asked again.
    Failed(String),
    /// The file beside the question can't be read. The worker can be asked again.
    NoFile,
}

impl From<WorkerError> for AskError {
    fn from(error: WorkerError) -> Self {
        Self::Worker(error)
    }
}
