//! The open connection. The browser may close it at any time (site data cleared, a disk that failed, a database that was
//! restarted under us); it is opened again at the next use, but never made again where it was removed.

use core::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo_timers::future::TimeoutFuture;
use idb::event::VersionChangeEvent;
use idb::{DatabaseEvent as _, Event as _, ObjectStoreParams, Request as _};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbTransaction};

use super::{DbError, SCHEMA, StoreName, fail, gone_or, within};

/// How long is waited between the attempts to open it again. While it does not answer, there is one attempt for each use.
const WAITS_MS: [u32; 3] = [100, 400, 1_500];
/// What is under way is written before another tab may remove or change the database.
const GRACE_MS: u32 = 200;

/// How a database was lost for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// Another tab deletes it or brings it to a newer version.
    Replaced,
    /// The browser removed it while it was open.
    Removed,
}

type Told = Box<dyn FnOnce(Lost)>;

/// What all handles of one database share.
pub(super) struct Shared {
    pub(super) name: String,
    /// What the epoch has to be for a write of ours; `None` while nobody took this database yet.
    pub(super) epoch: Cell<Option<u64>>,
    connection: RefCell<Option<Connection>>,
    opening: Cell<bool>,
    /// It did not open again at the last use.
    silent: Cell<bool>,
    lost: Cell<Option<Lost>>,
    on_lost: RefCell<Option<Told>>,
}

struct Connection {
    /// Held for its handlers.
    _database: idb::Database,
    raw: IdbDatabase,
    closed: Rc<Cell<bool>>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.raw.set_onclose(None);
        self.raw.set_onversionchange(None);
        self.raw.close();
    }
}

impl Shared {
    /// Opens the database, making it where there is none.
    pub(super) async fn open(name: &str) -> Result<Rc<Self>, DbError> {
        let raw = open(name, Missing::Make).await?;
        let shared = Rc::new(Self {
            name: name.to_owned(),
            epoch: Cell::new(None),
            connection: RefCell::new(None),
            opening: Cell::new(false),
            silent: Cell::new(false),
            lost: Cell::new(None),
            on_lost: RefCell::new(None),
        });
        shared.hold(raw);
        Ok(shared)
    }

    /// A transaction, on a connection that is opened again if the browser closed the one before.
    pub(super) async fn begin(
        self: &Rc<Self>,
        make: impl Fn(&IdbDatabase) -> Result<IdbTransaction, JsValue>,
    ) -> Result<idb::Transaction, DbError> {
        let mut waits = if self.silent.get() { [].iter() } else { WAITS_MS.iter() };
        loop {
            let made = match self.connected().await {
                Ok(raw) => make(&raw).map_err(|error| gone_or(&error)),
                Err(error) => Err(error),
            };
            match made {
                Ok(transaction) => {
                    self.silent.set(false);
                    return Ok(transaction.into());
                }
                Err(error) if error.is_of_the_connection() && self.lost.get().is_none() => {
                    self.disconnect();
                    let Some(&ms) = waits.next() else {
                        self.silent.set(true);
                        return Err(DbError::Closed);
                    };
                    TimeoutFuture::new(ms).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// The connection, opened again if it was closed.
    async fn connected(self: &Rc<Self>) -> Result<IdbDatabase, DbError> {
        loop {
            if self.lost.get().is_some() {
                return Err(DbError::Closed);
            }
            let open = self.connection.borrow().as_ref().filter(|open| !open.closed.get()).map(|open| open.raw.clone());
            if let Some(open) = open {
                return Ok(open);
            }
            if !self.opening.replace(true) {
                break;
            }
            TimeoutFuture::new(10).await;
        }
        let opened = open(&self.name, Missing::Leave).await;
        self.opening.set(false);
        match opened {
            Ok(raw) => {
                self.hold(raw.clone());
                Ok(raw)
            }
            Err(DbError::Removed) => {
                self.lose(Lost::Removed);
                Err(DbError::Removed)
            }
            Err(error) => Err(error),
        }
    }

    /// The next use opens it again.
    pub(super) fn disconnect(&self) {
        let old = self.connection.borrow_mut().take();
        drop(old);
    }

    pub(super) fn on_lost(&self, told: Told) {
        *self.on_lost.borrow_mut() = Some(told);
    }

    fn lose(&self, how: Lost) {
        self.lost.set(Some(how));
        self.disconnect();
        self.tell(how);
    }

    fn tell(&self, how: Lost) {
        let told = self.on_lost.borrow_mut().take();
        if let Some(told) = told {
            told(how);
        }
    }

    fn hold(self: &Rc<Self>, raw: IdbDatabase) {
        let mut database = idb::Database::from(raw.clone());
        let closed = Rc::new(Cell::new(false));
        let close = closed.clone();
        // Not taken down here: a handler must not end itself.
        database.on_close(move |_| close.set(true));
        let shared = Rc::downgrade(self);
        database.on_version_change(move |_| {
            if let Some(shared) = shared.upgrade() {
                give_way(&shared);
            }
        });
        *self.connection.borrow_mut() = Some(Connection { _database: database, raw, closed });
    }
}

/// Another tab removes or changes the database. The listener may still write what was typed.
fn give_way(shared: &Rc<Shared>) {
    shared.tell(Lost::Replaced);
    let shared: Weak<Shared> = Rc::downgrade(shared);
    wasm_bindgen_futures::spawn_local(async move {
        TimeoutFuture::new(GRACE_MS).await;
        if let Some(shared) = shared.upgrade() {
            shared.lose(Lost::Replaced);
        }
    });
}

/// What to do where there is no such database.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Missing {
    Make,
    Leave,
}

async fn open(name: &str, missing: Missing) -> Result<IdbDatabase, DbError> {
    let factory = idb::Factory::new().map_err(|_| DbError::Missing)?;
    let mut request = factory.open(name, Some(SCHEMA)).map_err(|error| match fail(error) {
        DbError::Other(why) if why == "SecurityError" => DbError::Missing,
        other => other,
    })?;
    let removed = Rc::new(Cell::new(false));
    let found = removed.clone();
    request.on_upgrade_needed(move |event| {
        found.set(missing == Missing::Leave && event.old_version().is_ok_and(|version| version == 0));
        if found.get() || declare_stores(&event).is_err() {
            // Without its stores the database must not come into being.
            if let Ok(request) = event.target()
                && let Some(transaction) = request.transaction()
            {
                let _ = transaction.abort();
            }
        }
    });
    let opened = within(request, |request, blocked| request.on_blocked(blocked)).await;
    if removed.get() {
        return Err(DbError::Removed);
    }
    opened?.dyn_into().map_err(|_| DbError::Missing)
}

fn declare_stores(event: &VersionChangeEvent) -> Result<(), idb::Error> {
    let database = event.database()?;
    let there = database.store_names();
    for store in StoreName::ALL {
        if !there.iter().any(|name| name == store.name()) {
            database.create_object_store(store.name(), ObjectStoreParams::new())?;
        }
    }
    Ok(())
}
