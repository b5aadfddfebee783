//! IndexedDB: sealed rows in seven stores, and one strict transaction for each change.
//!
//! rexie declares, makes and upgrades the database ([`opening`]) and reads it. Two things it does not offer stand beside it, over
//! a second connection ([`connection`]): a transaction that is strict, so that what the screen calls saved is on the disk, and
//! word of a database that the browser closed or another tab removes.
//!
//! What IndexedDB forces on us, kept in this folder so that nobody else has to know it:
//!
//! - A transaction commits by itself as soon as it has nothing to do. So a change is sealed before it comes here, and all
//!   its puts are issued in one synchronous run; nothing is awaited in between.
//! - A lock that another tab stole does not stop a write that is under way. So each write first reads the epoch, the
//!   number of the tab that last took the casebook, and gives itself up when that has moved. The answer to the read comes
//!   before the transaction can commit, as answers come in the order of asking.
//! - A future that is dropped would take its event handlers along. So each operation runs to its end as a task of its own
//!   and only its answer is lost.
//! - Every store is declared in every version of the schema: rexie removes the others.
//! - The browser may close the database at any time. The next use opens it again; a write that was aborted by it is made once
//!   more.

mod connection;
mod epoch;
mod errors;
mod events;
mod keys;
mod locked;
mod opening;

use core::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_util::future::join;
use idb::{Event as _, KeyRange, Query, Request};
use js_sys::Array;
use rexie::TransactionMode;
use wasm_bindgen::JsValue;
use web_sys::IdbTransaction;

use casebook_repository::rows::{Answer, Batch, DbError, Rewrite, Row, Rows, StoreName};
use connection::Shared;
use epoch::{EPOCH, begin_strict, epoch_of, store, take};
use errors::{fail, of_rexie};
use events::{completion, to_the_end};
use keys::{Js as _, prefix_range};
use opening::Missing;

pub use connection::Lost;
pub use locked::LockedDb;

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
        Shared::open(name, Missing::Make).await.map(|shared| Db { shared })
    }

    /// Opens a database that has to be there; none is made in its place.
    ///
    /// # Errors
    /// [`DbError::Removed`], and those of [`Db::open`].
    pub async fn open_existing(name: &str) -> Result<Db, DbError> {
        Shared::open(name, Missing::Leave).await.map(|shared| Db { shared })
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
            let raw = db.shared.begin(|connection| Ok(connection.writing.clone())).await?;
            let epoch = take(&raw).await?;
            db.adopt_epoch(epoch);
            Ok(epoch)
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
            let value = db.read(name).await?.get(key).await.map_err(of_rexie)?;
            value.filter(|value| !value.is_undefined()).map(|value| name.bytes(&value)).transpose()
        })
        .await
    }

    /// The rows whose keys begin with `prefix`, in the order of keys, read at one moment.
    ///
    /// # Errors
    /// [`DbError::Closed`], [`DbError::Other`].
    pub async fn range(&self, name: StoreName, prefix: &[u8]) -> Result<Vec<(Vec<u8>, Vec<u8>)>, DbError> {
        let (db, range) = (self.clone(), prefix_range(name, prefix)?);
        to_the_end(async move {
            let store = db.read(name).await?;
            // Two requests for all rows, asked together: a cursor would cost a task for each.
            let (keys, values) = join(store.get_all_keys(range.clone(), None), store.get_all(range, None)).await;
            let (keys, values) = (keys.map_err(of_rexie)?, values.map_err(of_rexie)?);
            keys.iter().zip(&values).map(|(key, value)| Ok((name.bytes(key)?, name.bytes(value)?))).collect()
        })
        .await
    }

    /// The keys that begin with `prefix`, in order.
    ///
    /// # Errors
    /// [`DbError::Closed`], [`DbError::Other`].
    pub async fn keys(&self, name: StoreName, prefix: &[u8]) -> Result<Vec<Vec<u8>>, DbError> {
        let (db, range) = (self.clone(), prefix_range(name, prefix)?);
        to_the_end(async move {
            let keys = db.read(name).await?.get_all_keys(range, None).await.map_err(of_rexie)?;
            keys.iter().map(|key| name.bytes(key)).collect()
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
        opening::remove(name).await
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

    /// A store, to be read within a transaction of its own.
    async fn read(&self, name: StoreName) -> Result<rexie::Store, DbError> {
        let begun = self.shared.begin(|connection| {
            let reading = connection.reading.as_ref().ok_or(DbError::Closed)?;
            let transaction = reading.transaction(&[name.name()], TransactionMode::ReadOnly);
            transaction.and_then(|transaction| transaction.store(name.name())).map_err(of_rexie)
        });
        begun.await
    }

    async fn strict(&self, stores: &[StoreName]) -> Result<idb::Transaction, DbError> {
        self.shared.begin(|connection| begin_strict(&connection.writing, stores)).await
    }
}

/// Issues every request of a batch. None is awaited: they answer in order, and one that fails aborts the transaction.
fn issue(transaction: &idb::Transaction, batch: &Batch) -> Result<(), DbError> {
    for (name, prefix) in &batch.delete_prefixes {
        if *name == StoreName::Vault {
            return Err(DbError::Other("the vault is not deleted by prefix".into()));
        }
        let store = store(transaction, *name)?;
        match prefix_range(*name, prefix)? {
            Some(range) => drop(store.delete(Query::from(range)).map_err(fail)?),
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

fn raw_of(transaction: &idb::Transaction) -> Option<IdbTransaction> {
    transaction.object_store(StoreName::Vault.name()).ok().map(|store| {
        let store: web_sys::IdbObjectStore = store.into();
        store.transaction()
    })
}
