//! One write at a time. Jobs run in the order in which they were asked for and belong to the queue, never to a view: a
//! view that closes can't leave a change half written.

use std::future::Future;
use std::pin::Pin;

use futures_channel::{mpsc, oneshot};
use futures_util::StreamExt;

type Job = Pin<Box<dyn Future<Output = ()>>>;

/// The queue. Cloning it gives another way in, not another queue.
#[derive(Clone, Debug)]
pub struct Queue(mpsc::UnboundedSender<Job>);

impl Queue {
    /// Starts the queue.
    pub fn start() -> Self {
        let (jobs, mut inbox) = mpsc::unbounded::<Job>();
        wasm_bindgen_futures::spawn_local(async move {
            while let Some(job) = inbox.next().await {
                job.await;
            }
        });
        Self(jobs)
    }

    /// Runs a job when its turn comes and gives its result. The job runs to its
    /// end even if nobody waits for it.
    pub fn run<T: 'static, J: Future<Output = T> + 'static>(
        &self,
        job: J,
    ) -> impl Future<Output = Option<T>> + use<T, J> {
        let (done, result) = oneshot::channel();
        // The loop lives as long as the page, so sending can't fail.
        let _ = self.0.unbounded_send(Box::pin(async move {
            let _ = done.send(job.await);
        }));
        async move { result.await.ok() }
    }
}
