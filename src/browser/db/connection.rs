//! The open database. The browser may close it at any time (site data cleared, a disk that failed, a database that was
//! restarted under us); it is opened again at the next use, but never made again where it was removed.

use core::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo_timers::future::TimeoutFuture;
use rexie::Rexie;
use web_sys::IdbDatabase;

use super::DbError;
use super::opening::{Missing, Opened, open};

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

/// The two connections to the database.
pub(super) struct Connection {
    /// What it is read by.
    pub(super) reading: Option<Rexie>,
    /// What it is written by, strictly.
    pub(super) writing: IdbDatabase,
    /// The same, held for its handlers.
    _handlers: idb::Database,
    closed: Rc<Cell<bool>>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.writing.set_onclose(None);
        self.writing.set_onversionchange(None);
        self.writing.close();
        if let Some(reading) = self.reading.take() {
            reading.close();
        }
    }
}

impl Shared {
    /// Opens the database.
    pub(super) async fn open(name: &str, missing: Missing) -> Result<Rc<Self>, DbError> {
        let opened = open(name, missing).await?;
        let shared = Rc::new(Self {
            name: name.to_owned(),
            epoch: Cell::new(None),
            connection: RefCell::new(None),
            opening: Cell::new(false),
            silent: Cell::new(false),
            lost: Cell::new(None),
            on_lost: RefCell::new(None),
        });
        shared.hold(opened);
        Ok(shared)
    }

    /// A transaction, on a connection that is opened again if the browser closed the one before.
    pub(super) async fn begin<T>(
        self: &Rc<Self>,
        make: impl Fn(&Connection) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        let mut waits = if self.silent.get() { [].iter() } else { WAITS_MS.iter() };
        loop {
            let made = match self.connect().await {
                Ok(()) => self.connection.borrow().as_ref().map_or(Err(DbError::Closed), &make),
                Err(error) => Err(error),
            };
            match made {
                Ok(transaction) => {
                    self.silent.set(false);
                    return Ok(transaction);
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

    /// Opens it again if it was closed.
    async fn connect(self: &Rc<Self>) -> Result<(), DbError> {
        loop {
            if self.lost.get().is_some() {
                return Err(DbError::Closed);
            }
            if self.connection.borrow().as_ref().is_some_and(|open| !open.closed.get()) {
                return Ok(());
            }
            if !self.opening.replace(true) {
                break;
            }
            TimeoutFuture::new(10).await;
        }
        let opened = open(&self.name, Missing::Leave).await;
        self.opening.set(false);
        match opened {
            Ok(opened) => {
                self.hold(opened);
                Ok(())
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

    fn hold(self: &Rc<Self>, opened: Opened) {
        let Opened { reading, writing } = opened;
        let mut handlers = idb::Database::from(writing.clone());
        let closed = Rc::new(Cell::new(false));
        let close = closed.clone();
        // Not taken down here: a handler must not end itself.
        handlers.on_close(move |_| close.set(true));
        let shared = Rc::downgrade(self);
        handlers.on_version_change(move |_| {
            if let Some(shared) = shared.upgrade() {
                give_way(&shared);
            }
        });
        let connection = Connection { reading: Some(reading), writing, _handlers: handlers, closed };
        *self.connection.borrow_mut() = Some(connection);
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
