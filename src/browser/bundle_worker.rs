//! The bundle worker: opens, makes and applies bundles away from the screen. It is loaded when first needed.
//!
//! Dropping the future of a question, or calling [`BundleWorker::cancel`], ends the worker in the middle. Nothing is half
//! done then: an import is one transaction, and a transaction whose worker ends is rolled back.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::page;
use super::worker::Running;
pub use super::worker::WorkerError;
use crate::protocol::{FromBundle, Progress, ToBundle};

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

    /// Asks, tells `step` how far it is, and gives the answer with the bytes beside it. `bytes` are handed over.
    ///
    /// # Errors
    /// All but [`WorkerError::Unprotected`]. After one the worker is of no more use.
    pub async fn ask<Q: Serialize, A: DeserializeOwned>(
        &mut self,
        ask: Q,
        bytes: Option<&[u8]>,
        mut step: impl FnMut(Progress),
    ) -> Result<(A, Option<Vec<u8>>), WorkerError> {
        let question =
            serde_json::to_string(&ToBundle { build: page::build_id(), ask }).map_err(|_| WorkerError::Garbled)?;
        self.0.post(&question, bytes)?;
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
                FromBundle::WrongBuild => return Err(WorkerError::WrongBuild),
                FromBundle::Garbled => return Err(WorkerError::Garbled),
            }
        }
    }

    /// Ends it, whatever it is doing.
    pub fn cancel(self) {}
}
