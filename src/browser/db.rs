//! IndexedDB: sealed rows in seven stores, and one strict transaction for each change.
//!
//! What IndexedDB forces on us, kept in this file so that nobody else has to know it:
//!
//! - A transaction commits by itself as soon as it has nothing to do. So a change is sealed before it comes here, and all
//!   its puts are issued in one synchronous run; nothing is awaited in between.
//! - A lock that another tab stole does not stop a write that is under way. So each write first reads the epoch, the
//!   number of the tab that last took the casebook, and gives itself up when that has moved. The answer to the read comes
//!   before the transaction can commit, as answers come in the order of asking.
//! - A future that is dropped would take its event handlers along. So each operation runs to its end as a task of its own
//!   and only its answer is lost.
//! - Every store is declared in every version of the schema.
//! - The browser may close the database at any time. The next use opens it again ([`connection`]); a write that was aborted
//!   by it is made once more.
//!
//! `idb` has no way to ask for durability; the transaction is made through `web_sys` and handed to it.

mod connection;

use core::cell::{Cell, RefCell};
use core::future::Future;
use std::rc::Rc;

use casebook_crypto::stages::{self, Stage};
use futures_channel::oneshot;
use gloo_timers::callback::Timeout;
use idb::event::VersionChangeEvent;
use idb::{Event as _, KeyRange, Query, Request};
use js_sys::{Array, JsString, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    DomException, IdbDatabase, IdbTransaction, IdbTransactionDurability, IdbTransactionMode, IdbTransactionOptions,
};

use casebook_repository::rows::{Answer, Batch, DbError, Rewrite, Row, Rows, StoreName};
use connection::Shared;

pub use connection::Lost;

/// Version of the schema. 1: six stores. 2: [`StoreName::Device`].
const SCHEMA: u32 = 2;
/// How long another tab may hold up opening or deleting before it is called blocked.
const BLOCKED_MS: u32 = 3_000;
/// How long a browser may take to open at all. Some have been seen never to answer.
const OPEN_MS: u32 = 20_000;
/// The row of [`StoreName::Vault`] that says which tab last took the casebook.
const EPOCH: &str = "epoch";

/// Keys and values as the browser has them: text in `vault`, bytes elsewhere.
trait Js: Sized {
    fn key(self, bytes: &[u8]) -> JsValue;
    fn value(self, bytes: &[u8]) -> JsValue;
    fn bytes(self, value: &JsValue) -> Result<Vec<u8>, DbError>;
}

impl Js for StoreName {
    fn key(self, bytes: &[u8]) -> JsValue {
        match self {
            StoreName::Vault => String::from_utf8_lossy(bytes).as_ref().into(),
            _ => Uint8Array::from(bytes).into(),
        }
    }

    fn value(self, bytes: &[u8]) -> JsValue {
        self.key(bytes)
    }

    fn bytes(self, value: &JsValue) -> Result<Vec<u8>, DbError> {
        if let Some(text) = value.as_string() {
            return Ok(text.into_bytes());
        }
        if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
            return Ok(bytes.to_vec());
        }
        // Keys come back as buffers, whatever view they were put as.
        if value.is_instance_of::<js_sys::ArrayBuffer>() {
            return Ok(Uint8Array::new(value).to_vec());
        }
        Err(DbError::Other(format!("a row of {} is neither bytes nor text", self.name())))
    }
}

/// An open database. Clones share one connection, which closes with the last of them.
#[derive(Clone)]
pub struct Db {
    shared: Rc<Shared>,
}

impl Rows for Db {
    fn get<'a>(&'a self, store: StoreName, key: &'a [u8]) -> Answer<'a, Option<Vec<u8>>> {
        Box::pin(self.get(store, key))
    }

    fn range<'a>(&'a self, store: StoreName, prefix: &'a [u8]) -> Answer<'a, Vec<Row>> {
        Box::pin(self.range(store, prefix))
    }

    fn keys<'a>(&'a self, store: StoreName, prefix: &'a [u8]) -> Answer<'a, Vec<Vec<u8>>> {
        Box::pin(self.keys(store, prefix))
    }

    fn write(&self, batch: Batch) -> Answer<'_, ()> {
        Box::pin(self.write(batch))
    }

    fn rewrite<'a>(
        &'a self,
        store: StoreName,
        after: Option<&'a [u8]>,
        count: u32,
        anew: Rewrite,
    ) -> Answer<'a, Option<Vec<u8>>> {
        Box::pin(self.rewrite(store, after, count, anew))
    }
}

impl core::fmt::Debug for Db {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Db({})", self.shared.name)
    }
}

impl Db {
    /// Opens the database, making it where there is none.
    ///
    /// # Errors
    /// [`DbError::Missing`], [`DbError::Blocked`] after three seconds, [`DbError::Newer`], [`DbError::Quota`].
    pub async fn open(name: &str) -> Result<Db, DbError> {
        Shared::open(name).await.map(|shared| Db { shared })
    }

    /// Calls back once if the database is lost for good while open. What is written at once is still written where another
    /// tab replaces it; every later use fails with [`DbError::Closed`].
    pub fn on_lost(&self, told: impl FnOnce(Lost) + 'static) {
        self.shared.on_lost(Box::new(told));
    }

    /// Makes this handle the one that may write: moves the epoch, so that writes of every earlier owner fail with
    /// [`DbError::Stolen`]. Call it with the tab's lock held. Returns the new epoch, for a worker's
    /// [`Db::adopt_epoch`].
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn take_epoch(&self) -> Result<u64, DbError> {
        let db = self.clone();
        to_the_end(async move {
            let mut transaction = db.strict(&[StoreName::Vault]).await?;
            let vault = store(&transaction, StoreName::Vault)?;
            let mut read = vault.get(Query::from(JsValue::from(EPOCH))).map_err(fail)?;
            let next = Rc::new(Cell::new(0));
            let set = next.clone();
            read.on_success(move |event| {
                let found = event.target().ok().and_then(|read| read.result().ok());
                set.set(found.as_ref().and_then(epoch_of).map_or(1, |epoch| epoch.wrapping_add(1)));
                // A put that fails leaves the epoch as it was; the transaction then completes without it, so abort.
                let put = vault.put(&set.get().to_string().into(), Some(&EPOCH.into()));
                if put.is_err() {
                    let _ = vault.transaction().abort();
                }
            });
            completion(&mut transaction).await?;
            db.shared.epoch.set(Some(next.get()));
            Ok(next.get())
        })
        .await
    }

    /// The epoch of this handle, `None` before [`Db::take_epoch`].
    pub fn epoch(&self) -> Option<u64> {
        self.shared.epoch.get()
    }

    /// Lets this handle write in the name of the tab that took `epoch`: for a worker that this tab started.
    pub fn adopt_epoch(&self, epoch: u64) {
        self.shared.epoch.set(Some(epoch));
    }

    /// One row, `None` where there is none.
    ///
    /// # Errors
    /// [`DbError::Closed`], [`DbError::Other`].
    pub async fn get(&self, name: StoreName, key: &[u8]) -> Result<Option<Vec<u8>>, DbError> {
        let (db, key) = (self.clone(), name.key(key));
        to_the_end(async move {
            let transaction = db.relaxed(name).await?;
            let value = answer(store(&transaction, name)?.get(Query::from(key)).map_err(fail)?).await?;
            if value.is_undefined() { Ok(None) } else { name.bytes(&value).map(Some) }
        })
        .await
    }

    /// The rows whose keys begin with `prefix`, in the order of keys, read at one moment.
    ///
    /// # Errors
    /// [`DbError::Closed`], [`DbError::Other`].
    pub async fn range(&self, name: StoreName, prefix: &[u8]) -> Result<Vec<(Vec<u8>, Vec<u8>)>, DbError> {
        let (db, query) = (self.clone(), prefix_query(name, prefix)?);
        to_the_end(async move {
            let transaction = db.relaxed(name).await?;
            let store = store(&transaction, name)?;
            // Two requests for all rows; a cursor would cost a task for each.
            let keys = answer(store.get_all_keys(query.clone(), None).map_err(fail)?);
            let values = answer(store.get_all(query, None).map_err(fail)?);
            let (keys, values) = (keys.await?, values.await?);
            Array::from(&keys)
                .iter()
                .zip(Array::from(&values).iter())
                .map(|(key, value)| Ok((name.bytes(&key)?, name.bytes(&value)?)))
                .collect()
        })
        .await
    }

    /// The keys that begin with `prefix`, in order.
    ///
    /// # Errors
    /// [`DbError::Closed`], [`DbError::Other`].
    pub async fn keys(&self, name: StoreName, prefix: &[u8]) -> Result<Vec<Vec<u8>>, DbError> {
        let (db, query) = (self.clone(), prefix_query(name, prefix)?);
        to_the_end(async move {
            let transaction = db.relaxed(name).await?;
            let keys = answer(store(&transaction, name)?.get_all_keys(query, None).map_err(fail)?).await?;
            Array::from(&keys).iter().map(|key| name.bytes(&key)).collect()
        })
        .await
    }

    /// Does all of `batch` or nothing of it, in one transaction that is on the disk when this returns.
    ///
    /// # Errors
    /// Any of [`DbError`]; then nothing was written.
    pub async fn write(&self, batch: Batch) -> Result<(), DbError> {
        let db = self.clone();
        to_the_end(async move {
            match db.write_once(&batch).await {
                Err(error) if error.is_of_the_connection() => {
                    db.shared.disconnect();
                    db.write_once(&batch).await
                }
                done => done,
            }
        })
        .await
    }

    async fn write_once(&self, batch: &Batch) -> Result<(), DbError> {
        let mut transaction = self.strict(&batch.stores()).await?;
        let (stolen, _reads) = self.give_up_if_stolen(&transaction)?;
        let issued = issue(&transaction, batch);
        let done = completion(&mut transaction);
        match issued {
            Ok(()) => done.await.map_err(|error| if stolen.get() { DbError::Stolen } else { error }),
            Err(error) => {
                // Handlers are in place, so this waits for the roll-back before it says that nothing was written.
                let _ = raw_of(&transaction).map(|transaction| transaction.abort());
                let _ = done.await;
                Err(error)
            }
        }
    }

    /// Goes over the next `count` rows after `after` (from the beginning: `None`), in the order of keys, and writes what `anew`
    /// gives for them: read and written in one transaction, so that nobody's write comes between. Gives the key that it came
    /// to; `None`: that was the end.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn rewrite(
        &self,
        name: StoreName,
        after: Option<&[u8]>,
        count: u32,
        mut anew: impl FnMut(&[u8], &[u8]) -> Option<Vec<u8>> + 'static,
    ) -> Result<Option<Vec<u8>>, DbError> {
        let range = after.map(|after| KeyRange::lower_bound(&name.key(after), Some(true)).map(Query::from));
        let (db, range) = (self.clone(), range.transpose().map_err(fail)?);
        to_the_end(async move {
            let mut transaction = db.strict(&[StoreName::Vault, name]).await?;
            let (stolen, _reads) = db.give_up_if_stolen(&transaction)?;
            let rows = store(&transaction, name)?;
            let keys = rows.get_all_keys(range.clone(), Some(count)).map_err(fail)?;
            let mut values = rows.get_all(range, Some(count)).map_err(fail)?;
            let came_to = Rc::new(RefCell::new(Ok(None)));
            let said = came_to.clone();
            values.on_success(move |event| {
                // Asked for first, so they have been answered.
                let found = keys.result().ok().zip(event.target().ok().and_then(|values| values.result().ok()));
                let done = found.map(|(keys, values)| {
                    let (keys, values) = (Array::from(&keys), Array::from(&values));
                    for (key, value) in keys.iter().zip(values.iter()) {
                        if let Some(value) = anew(&name.bytes(&key)?, &name.bytes(&value)?) {
                            rows.put(&name.value(&value), Some(&key)).map_err(fail)?;
                        }
                    }
                    if keys.length() < count { Ok(None) } else { name.bytes(&keys.get(count - 1)).map(Some) }
                });
                let done = done.unwrap_or_else(|| Err(DbError::Other("rows".into())));
                if done.is_err() {
                    let _ = rows.transaction().abort();
                }
                *said.borrow_mut() = done;
            });
            let done = completion(&mut transaction).await;
            let came_to = core::mem::replace(&mut *came_to.borrow_mut(), Ok(None));
            match done {
                Ok(()) => came_to,
                Err(_) if stolen.get() => Err(DbError::Stolen),
                Err(error) => Err(came_to.err().unwrap_or(error)),
            }
        })
        .await
    }

    /// Removes a whole database. Handles that are open here have to be dropped before, else it is blocked.
    ///
    /// # Errors
    /// [`DbError::Missing`], [`DbError::Blocked`] after three seconds.
    pub async fn destroy(name: &str) -> Result<(), DbError> {
        let factory = idb::Factory::new().map_err(|_| DbError::Missing)?;
        let request = factory.delete(name).map_err(fail)?;
        within(request, |request, blocked| request.on_blocked(blocked)).await.map(drop)
    }

    /// Reads the epoch before the puts that follow, and aborts the transaction if it has moved; then the cell turns true. The
    /// other is the request, which has to live until it is answered.
    fn give_up_if_stolen(
        &self,
        transaction: &idb::Transaction,
    ) -> Result<(Rc<Cell<bool>>, impl Request + use<>), DbError> {
        let mine = self.shared.epoch.get();
        let mut read = store(transaction, StoreName::Vault)?.get(Query::from(JsValue::from(EPOCH))).map_err(fail)?;
        let stolen = Rc::new(Cell::new(false));
        let moved = stolen.clone();
        read.on_success(move |event| {
            let Ok(read) = event.target() else { return };
            let found = read.result().ok().as_ref().and_then(epoch_of);
            if found != mine {
                moved.set(true);
                if let Some(transaction) = read.transaction() {
                    let _ = transaction.abort();
                }
            }
        });
        Ok((stolen, read))
    }

    async fn relaxed(&self, name: StoreName) -> Result<idb::Transaction, DbError> {
        let begin = |raw: &IdbDatabase| raw.transaction_with_str_and_mode(name.name(), IdbTransactionMode::Readonly);
        self.shared.begin(begin).await
    }

    async fn strict(&self, stores: &[StoreName]) -> Result<idb::Transaction, DbError> {
        let names: Vec<JsString> = stores.iter().map(|store| JsString::from(store.name())).collect();
        let options = IdbTransactionOptions::new();
        options.set_durability(IdbTransactionDurability::Strict);
        let begin = |raw: &IdbDatabase| {
            let mode = IdbTransactionMode::Readwrite;
            raw.transaction_with_str_sequence_and_mode_and_options(&names, mode, &options)
        };
        self.shared.begin(begin).await
    }
}

/// Issues every request of a batch. None is awaited: they answer in order, and one that fails aborts the transaction.
fn issue(transaction: &idb::Transaction, batch: &Batch) -> Result<(), DbError> {
    for (name, prefix) in &batch.delete_prefixes {
        if *name == StoreName::Vault {
            return Err(DbError::Other("the vault is not deleted by prefix".into()));
        }
        let store = store(transaction, *name)?;
        match prefix_query(*name, prefix)? {
            Some(query) => drop(store.delete(query).map_err(fail)?),
            None => drop(store.clear().map_err(fail)?),
        }
    }
    for (name, key) in &batch.deletes {
        store(transaction, *name)?.delete(Query::from(name.key(key))).map_err(fail)?;
    }
    // Rows of a store come in runs: thousands of an import ask for their store once.
    let mut open: Option<(StoreName, idb::ObjectStore)> = None;
    for (name, key, value) in &batch.puts {
        if *name == StoreName::Vault && key == EPOCH.as_bytes() {
            return Err(DbError::Other("the epoch is taken, not written".into()));
        }
        let (_, store) = match open.take().filter(|(before, _)| before == name) {
            Some(same) => open.insert(same),
            None => open.insert((*name, store(transaction, *name)?)),
        };
        store.put(&name.value(value), Some(&name.key(key))).map_err(fail)?;
    }
    Ok(())
}

fn store(transaction: &idb::Transaction, name: StoreName) -> Result<idb::ObjectStore, DbError> {
    transaction.object_store(name.name()).map_err(fail)
}

fn epoch_of(value: &JsValue) -> Option<u64> {
    value.as_string()?.parse().ok()
}

/// The keys that begin with `prefix`; `None` for every key.
fn prefix_query(name: StoreName, prefix: &[u8]) -> Result<Option<Query>, DbError> {
    if prefix.is_empty() {
        return Ok(None);
    }
    let lower = name.key(prefix);
    let mut next = prefix.to_vec();
    while let Some(last) = next.pop() {
        if last < u8::MAX {
            next.push(last + 1);
            break;
        }
    }
    let range = if next.is_empty() {
        KeyRange::lower_bound(&lower, Some(false))
    } else {
        KeyRange::bound(&lower, &name.key(&next), Some(false), Some(true))
    };
    range.map(|range| Some(Query::from(range))).map_err(fail)
}

// --- From events to futures -----------------------------------------------------------------------------------------

/// Runs `work` to its end even if the caller stops waiting.
async fn to_the_end<T: 'static>(work: impl Future<Output = Result<T, DbError>> + 'static) -> Result<T, DbError> {
    let (sender, receiver) = oneshot::channel();
    wasm_bindgen_futures::spawn_local(async move {
        let _ = sender.send(work.await);
    });
    let _stage = stages::begin(Stage::Database);
    receiver.await.unwrap_or(Err(DbError::Closed))
}

/// A request's answer. The handlers are set before this returns, so several can be asked for before one is awaited.
fn answer<R: Request + 'static>(mut request: R) -> impl Future<Output = Result<JsValue, DbError>> {
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
fn completion(transaction: &mut idb::Transaction) -> impl Future<Output = Result<(), DbError>> + use<> {
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

/// The answer to opening or deleting, or [`DbError::Blocked`] when another tab does not let go in time. What comes too
/// late is closed again.
async fn within<R: Request + 'static>(
    mut request: R,
    on_blocked: impl FnOnce(&mut R, Box<dyn FnOnce(VersionChangeEvent)>),
) -> Result<JsValue, DbError> {
    let (sender, receiver) = oneshot::channel();
    let once = Once::new(sender);

    let blocked = once.clone();
    on_blocked(
        &mut request,
        Box::new(move |_| {
            Timeout::new(BLOCKED_MS, move || blocked.send(Err(DbError::Blocked))).forget();
        }),
    );
    let silent = once.clone();
    let patience = Timeout::new(OPEN_MS, move || silent.send(Err(DbError::Blocked)));

    let answer = answer(request);
    wasm_bindgen_futures::spawn_local(async move {
        let result = answer.await;
        drop(patience);
        if let Some(late) = once.try_send(result)
            && let Ok(value) = late
            && let Ok(database) = value.dyn_into::<IdbDatabase>()
        {
            database.close();
        }
    });
    receiver.await.unwrap_or(Err(DbError::Closed))
}

/// A sender that several handlers share; the first to come sends.
struct Once<T>(Rc<Cell<Option<oneshot::Sender<T>>>>);

impl<T> Clone for Once<T> {
    fn clone(&self) -> Self {
        Once(self.0.clone())
    }
}

impl<T> Once<T> {
    fn new(sender: oneshot::Sender<T>) -> Self {
        Once(Rc::new(Cell::new(Some(sender))))
    }

    fn send(&self, value: T) {
        let _ = self.try_send(value);
    }

    /// Gives the value back if somebody was faster.
    fn try_send(&self, value: T) -> Option<T> {
        match self.0.take() {
            Some(sender) => sender.send(value).err(),
            None => Some(value),
        }
    }
}

fn raw_of(transaction: &idb::Transaction) -> Option<IdbTransaction> {
    transaction.object_store(StoreName::Vault.name()).ok().map(|store| {
        let store: web_sys::IdbObjectStore = store.into();
        store.transaction()
    })
}

// --- From the browser's errors to ours ------------------------------------------------------------------------------

fn of_exception(error: &DomException) -> DbError {
    of_name(&error.name())
}

fn of_name(name: &str) -> DbError {
    match name {
        "VersionError" => DbError::Newer,
        // Chromium says DataError when the disk under it is full; keys and values of ours are always valid ones.
        "QuotaExceededError" | "DataError" => DbError::Quota,
        "InvalidStateError" | "NotFoundError" => DbError::Closed,
        other => DbError::Other(other.to_owned()),
    }
}

/// For what opening a transaction throws: the connection is closed or closing, or a store is gone.
fn gone_or(error: &JsValue) -> DbError {
    error.dyn_ref::<DomException>().map_or_else(|| DbError::Other("unknown".into()), of_exception)
}

fn fail(error: idb::Error) -> DbError {
    use idb::Error as E;
    match error {
        E::DomException(error) => of_exception(&error),
        E::AddFailed(value)
        | E::ClearFailed(value)
        | E::DeleteFailed(value)
        | E::GetAllFailed(value)
        | E::GetAllKeysFailed(value)
        | E::GetFailed(value)
        | E::IndexedDbDeleteFailed(value)
        | E::IndexedDbOpenFailed(value)
        | E::KeyRangeCreateFailed(value)
        | E::ObjectStoreNotFound(value)
        | E::TransactionOpenFailed(value)
        | E::UpdateFailed(value) => gone_or(&value),
        E::IndexedDbNotFound(_) => DbError::Missing,
        // The rest are cursors, indexes and types that we do not use. Their texts hold no data of ours.
        _ => DbError::Other("idb".into()),
    }
}
