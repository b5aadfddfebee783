//! From the browser's events to futures.

use core::cell::Cell;
use core::future::Future;
use std::rc::Rc;

use casebook_crypto::stages::{self, Stage};
use futures_channel::oneshot;
use idb::Request;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::IdbTransaction;

use super::DbError;
use super::errors::{fail, of_exception};

/// Runs `work` to its end even if the caller stops waiting.
pub(super) async fn to_the_end<T: 'static>(
    work: impl Future<Output = Result<T, DbError>> + 'static,
) -> Result<T, DbError> {
    let (sender, receiver) = oneshot::channel();
    wasm_bindgen_futures::spawn_local(async move {
        let _ = sender.send(work.await);
    });
    let _stage = stages::begin(Stage::Database);
    receiver.await.unwrap_or(Err(DbError::Closed))
}

/// A request's answer. The handlers are set before this returns, so several can be asked for before one is awaited.
pub(super) fn answer<R: Request + 'static>(mut request: R) -> impl Future<Output = Result<JsValue, DbError>> {
    let (sender, receiver) = oneshot::channel();
    let once = Once::new(sender);
    let other = once.clone();
    request.on_success(move |_| once.send(()));
    request.on_error(move |_| other.send(()));
    async move {
        receiver.await.map_err(|_| DbError::Closed)?;
        match request.error().map_err(fail)? {
            Some(error) => Err(of_exception(&error)),
            None => request.result().map_err(fail),
        }
    }
}

/// The end of a transaction: committed, or why not.
pub(super) fn completion(transaction: &mut idb::Transaction) -> impl Future<Output = Result<(), DbError>> + use<> {
    let (sender, receiver) = oneshot::channel();
    let once = Once::new(sender);
    let other = once.clone();
    transaction.on_complete(move |_| once.send(Ok(())));
    transaction.on_abort(move |event| {
        let transaction: Option<IdbTransaction> = event.target().and_then(|target| target.dyn_into().ok());
        other.send(Err(match transaction.and_then(|transaction| transaction.error()) {
            Some(error) => of_exception(&error),
            // WebKit gives no reason when the disk is full. Our own aborts have none either; their caller knows.
            None => DbError::Quota,
        }));
    });
    async move { receiver.await.unwrap_or(Err(DbError::Closed)) }
}

/// A sender that several handlers share; the first to come sends.
pub(super) struct Once<T>(Rc<Cell<Option<oneshot::Sender<T>>>>);

impl<T> Clone for Once<T> {
    fn clone(&self) -> Self {
        Once(self.0.clone())
    }
}

impl<T> Once<T> {
    pub(super) fn new(sender: oneshot::Sender<T>) -> Self {
        Once(Rc::new(Cell::new(Some(sender))))
    }

    pub(super) fn send(&self, value: T) {
        let _ = self.try_send(value);
    }

    /// Gives the value back if somebody was faster.
    pub(super) fn try_send(&self, value: T) -> Option<T> {
        match self.0.take() {
            Some(sender) => sender.send(value).err(),
            None => Some(value),
        }
    }
}
