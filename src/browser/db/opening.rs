//! Opening and removing the database. rexie declares its stores, makes it and brings it to the schema of today. Beside that stands
//! what rexie has no way for: to find out what is there without making anything, and to say that another tab holds it up.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use idb::{Event as _, Request as _};
use rexie::{ObjectStore, Rexie};
use wasm_bindgen::JsCast;
use web_sys::IdbDatabase;

use super::errors::{fail, of_rexie};
use super::events::{Once, answer};
use super::{DbError, StoreName};
use futures_channel::oneshot;

/// Version of the schema. 1: six stores. 2: [`StoreName::Device`].
const SCHEMA: u32 = 2;
/// How long another tab may hold up an upgrade or a removal before it is called blocked.
const BLOCKED_MS: u32 = 3_000;
/// How long a browser may take to open at all. Some have been seen never to answer.
const OPEN_MS: u32 = 20_000;

/// What to do where there is no such database.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    Make,
    Leave,
}

/// The two connections to an open database.
pub(super) struct Opened {
    /// What it is read by.
    pub(super) reading: Rexie,
    /// What it is written by.
    pub(super) writing: IdbDatabase,
}

/// Opens the database.
pub(super) async fn open(name: &str, missing: Missing) -> Result<Opened, DbError> {
    let patience = match existing(name).await {
        Ok(writing) if writing.version() == f64::from(SCHEMA) => {
            return match declared(name, OPEN_MS).await {
                Ok(reading) => Ok(Opened { reading, writing }),
                Err(error) => {
                    writing.close();
                    Err(error)
                }
            };
        }
        Ok(other) => {
            other.close();
            if other.version() > f64::from(SCHEMA) {
                return Err(DbError::Newer);
            }
            BLOCKED_MS
        }
        Err(DbError::Removed) if missing == Missing::Make => OPEN_MS,
        Err(error) => return Err(error),
    };
    let reading = declared(name, patience).await?;
    match existing(name).await {
        Ok(writing) => Ok(Opened { reading, writing }),
        Err(error) => {
            reading.close();
            Err(error)
        }
    }
}

/// Has rexie open the database with its stores, making or upgrading it where it has to. What comes too late is closed again.
async fn declared(name: &str, patience_ms: u32) -> Result<Rexie, DbError> {
    let builder = StoreName::ALL.iter().fold(Rexie::builder(name).version(SCHEMA), |builder, store| {
        builder.add_object_store(ObjectStore::new(store.name()))
    });
    let (sender, receiver) = oneshot::channel();
    let once = Once::new(sender);
    let silent = once.clone();
    let patience = Timeout::new(patience_ms, move || silent.send(Err(DbError::Blocked)));
    wasm_bindgen_futures::spawn_local(async move {
        let built = builder.build().await.map_err(of_rexie);
        drop(patience);
        if let Some(Ok(late)) = once.try_send(built) {
            late.close();
        }
    });
    receiver.await.unwrap_or(Err(DbError::Closed))
}

/// The database as it is, of whatever version; [`DbError::Removed`] where there is none, and none is made.
pub(super) async fn existing(name: &str) -> Result<IdbDatabase, DbError> {
    let factory = idb::Factory::new().map_err(|_| DbError::Missing)?;
    let mut request = factory.open(name, None).map_err(|error| match fail(error) {
        DbError::Other(why) if why == "SecurityError" => DbError::Missing,
        other => other,
    })?;
    let removed = Rc::new(Cell::new(false));
    let none = removed.clone();
    // Asked for without a version, only a database that is being made needs an upgrade.
    request.on_upgrade_needed(move |event| {
        none.set(true);
        if let Ok(request) = event.target()
            && let Some(transaction) = request.transaction()
        {
            let _ = transaction.abort();
        }
    });
    let (sender, receiver) = oneshot::channel();
    let once = Once::new(sender);
    let silent = once.clone();
    let patience = Timeout::new(OPEN_MS, move || silent.send(Err(DbError::Blocked)));
    let answer = answer(request);
    wasm_bindgen_futures::spawn_local(async move {
        let result = answer.await.and_then(|value| value.dyn_into::<IdbDatabase>().map_err(|_| DbError::Missing));
        drop(patience);
        if let Some(Ok(late)) = once.try_send(result) {
            late.close();
        }
    });
    let opened = receiver.await.unwrap_or(Err(DbError::Closed));
    if removed.get() { Err(DbError::Removed) } else { opened }
}

/// Removes a whole database.
pub(super) async fn remove(name: &str) -> Result<(), DbError> {
    let factory = idb::Factory::new().map_err(|_| DbError::Missing)?;
    let mut request = factory.delete(name).map_err(fail)?;
    let (sender, receiver) = oneshot::channel();
    let once = Once::new(sender);
    let (blocked, silent) = (once.clone(), once.clone());
    request.on_blocked(move |_| {
        Timeout::new(BLOCKED_MS, move || blocked.send(Err(DbError::Blocked))).forget();
    });
    let patience = Timeout::new(OPEN_MS, move || silent.send(Err(DbError::Blocked)));
    let answer = answer(request);
    wasm_bindgen_futures::spawn_local(async move {
        let result = answer.await.map(drop);
        drop(patience);
        once.send(result);
    });
    receiver.await.unwrap_or(Err(DbError::Closed))
}
