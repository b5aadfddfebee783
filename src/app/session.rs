//! The session: what is locked or open, who opened it, the keys, and the queue of writes.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::device::Device;
use super::phase::{Person, Phase, Sealing, StartError};
use super::published::Published;
use super::queue::Queue;
use super::split::{Fetch, Inside};
use crate::browser::bundle_worker::{Attached, BundleWorker};
use crate::browser::db::{Db, LockedDb};
use crate::browser::{clock, marker, page};
use crate::protocol::bundle::Open;
use casebook_repository::rows::{Batch, StoreName};
use casebook_repository::{Repository, RepositoryError};
use casebook_vault::{self as vault, Derived, SlotId, Unlocked, VaultHeader};

/// The real casebook's database.
pub const CASEBOOK: &str = "casebook";
/// The demo's database: never the same as the real one.
pub const DEMO: &str = "casebook-demo";
/// When this version of Casebook was made, where its build says so, in milliseconds since 1970.
const BUILT_MS: Option<i64> = match option_env!("CASEBOOK_BUILT") {
    Some(seconds) => match i64::from_str_radix(seconds, 10) {
        Ok(seconds) => Some(seconds * 1_000),
        Err(_) => None,
    },
    None => None,
};
/// The most bytes that are tried as a passphrase or as recovery words: normalising and deriving take time for each.
pub(super) const LONGEST_SECRET: usize = 2_000;
/// The row of the `vault` store that holds the header.
pub(super) const VAULT_HEADER: &str = "header";

/// A passphrase that opened a slot.
pub(super) struct Opened {
    /// The slot.
    pub slot: SlotId,
    /// What was derived from the passphrase.
    pub derived: Derived,
    /// What is in the slot.
    pub unlocked: Unlocked,
}

/// Done when the program's second part has arrived.
pub(super) type Arrived = Rc<dyn Fn(&'static Inside)>;

/// Puts what a view holds into the queue.
type Flush = Rc<dyn Fn()>;

/// The casebook's lock, the people who can open it, and what an open one needs: keys, database, queue.
#[derive(Clone, Copy)]
pub struct Session {
    pub(super) device: Device,
    /// The state of the casebook.
    pub phase: Published<Phase>,
    /// This is the demo.
    pub demo: Published<bool>,
    /// Who can open the casebook.
    pub people: Published<Arc<Vec<Person>>>,
    /// Whether everything is being sealed again.
    pub sealing: Published<Sealing>,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

pub(super) struct Inner {
    pub(super) queue: Queue,
    pub(super) repository: RefCell<Option<Rc<Repository>>>,
    pub(super) header: RefCell<Option<VaultHeader>>,
    /// The slot that the casebook was opened by; `None`: by the recovery words.
    pub(super) opened_by: Cell<Option<SlotId>>,
    /// What the lock screen looked at.
    pub(super) locked: RefCell<Option<LockedDb>>,
    /// The open database.
    pub(super) db: RefCell<Option<Db>>,
    /// The words that opened the casebook, until a new passphrase was made with them or its page is left.
    pub(super) recovery_words: RefCell<Option<String>>,
    /// Views that hold typing register how to flush it before a lock.
    flush: RefCell<Vec<(u32, Flush)>>,
    /// The program's second part, once it is there, how to fetch it, and what is done when it has arrived.
    inside: Cell<Option<&'static Inside>>,
    fetch: Fetch,
    pub(super) arrived: RefCell<Option<Arrived>>,
}

impl Session {
    /// Nothing is known yet; `fetch` gets what lies behind the lock.
    pub(super) fn new(device: Device, fetch: Fetch) -> Self {
        Self {
            device,
            phase: Published::new(Phase::Starting),
            demo: Published::new(false),
            people: Published::new(Arc::default()),
            sealing: Published::new(Sealing::No),
            inner: StoredValue::new_local(Rc::new(Inner {
                queue: Queue::start(),
                repository: RefCell::default(),
                header: RefCell::default(),
                opened_by: Cell::default(),
                locked: RefCell::default(),
                db: RefCell::default(),
                recovery_words: RefCell::default(),
                flush: RefCell::default(),
                inside: Cell::new(None),
                fetch,
                arrived: RefCell::default(),
            })),
        }
    }

    pub(super) fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    /// The open database.
    pub(super) fn db(self) -> Option<Db> {
        self.inner().db.borrow().clone()
    }

    /// Runs a job when the writes asked for before it are done.
    pub(super) fn enqueue<T: 'static>(self, job: impl Future<Output = T> + 'static) -> impl Future<Output = Option<T>> {
        self.inner().queue.run(job)
    }

    /// The open casebook.
    pub fn repository(self) -> Result<Rc<Repository>, RepositoryError> {
        self.inner().repository.borrow().clone().ok_or(RepositoryError::Locked)
    }

    pub(super) fn db_name(self) -> &'static str {
        if self.demo.get_untracked() { DEMO } else { CASEBOOK }
    }

    pub(super) async fn put_header(self, repository: &Repository, header: &VaultHeader) -> Result<(), RepositoryError> {
        let mut batch = Batch::default();
        batch.put(StoreName::Vault, VAULT_HEADER.as_bytes(), header.to_json());
        Ok(repository.db().write(batch).await?)
    }

    /// The program's second part, if it is there.
    pub fn inside(self) -> Option<&'static Inside> {
        self.inner().inside.get()
    }

    pub(super) async fn fetch_inside(self) -> Result<&'static Inside, StartError> {
        let inner = self.inner();
        if let Some(inside) = inner.inside.get() {
            return Ok(inside);
        }
        let inside = (inner.fetch)().await.map_err(|_| StartError::NotThere)?;
        if inner.inside.replace(Some(inside)).is_none() {
            let arrived = inner.arrived.borrow().clone();
            if let Some(arrived) = arrived {
                arrived(inside);
            }
        }
        Ok(inside)
    }

    /// Fetches the second part once the first screen is painted. If it does not arrive, unlocking says so.
    pub fn fetch_ahead(self) {
        self.device.task(async move {
            page::painted().await;
            let _ = self.fetch_inside().await;
        });
    }

    /// Why a casebook did not open, in words, for the screens before it is open.
    pub fn why_not(self, error: &StartError) -> String {
        match (error, self.inside()) {
            (StartError::Core(error), Some(inside)) => (inside.repository_words)(error),
            _ => super::notices::start::gate_words(error),
        }
    }

    /// Whether there is a sealed casebook here.
    pub(super) fn has_header(self) -> bool {
        self.inner().header.borrow().is_some()
    }

    /// The slot that the casebook was opened by.
    pub(super) fn opened_by(self) -> Option<SlotId> {
        self.inner().opened_by.get()
    }

    /// Stores a changed header. In the queue, where nobody else changes it.
    pub(super) async fn keep_header(self, header: VaultHeader) -> Result<(), RepositoryError> {
        let repository = self.repository()?;
        self.put_header(&repository, &header).await?;
        *self.inner().header.borrow_mut() = Some(header);
        Ok(())
    }

    /// A bundle worker that may write in this tab's name.
    pub(super) async fn bundle_worker(self) -> Result<BundleWorker, StartError> {
        let repository = self.repository().map_err(StartError::Core)?;
        let mut worker = BundleWorker::start().await.map_err(|_| StartError::Worker)?;
        let open = Open {
            db: self.db_name().to_owned(),
            epoch: self.db().and_then(|db| db.epoch()).unwrap_or_default(),
            actor: repository.actor(),
            author: repository.named_author(),
        };
        let keys = repository.keys().to_bytes();
        worker.ask(open, Some(Attached::Bytes(&keys)), |_| {}).await.map_err(|_| StartError::Worker)?;
        Ok(worker)
    }

    /// The vault's header, for sealing a backup for the recovery key.
    pub(super) fn header(self) -> Option<VaultHeader> {
        self.inner().header.borrow().clone()
    }

    /// Whether the tablet's clock can be trusted; if not, the mentor is asked.
    pub fn look_at_clock(self) {
        if self.demo.get_untracked() {
            return;
        }
        let (now, last) = (clock::now(), marker::last_used());
        if casebook_domain::calendar::doubtful(now, last, BUILT_MS) {
            self.device.clock_doubted.set(Some(last));
        } else {
            self.device.trust_clock();
        }
    }

    /// Has every view put its typing into the queue.
    pub fn flush(self) {
        let flushes: Vec<_> = self.inner().flush.borrow().iter().map(|(_, flush)| flush.clone()).collect();
        flushes.iter().for_each(|flush| flush());
    }

    /// Registers typing to be flushed before a lock; ends with the view.
    pub fn flush_with(self, flush: impl Fn() + 'static) {
        let inner = self.inner();
        let id = inner.flush.borrow().last().map_or(0, |(id, _)| id + 1);
        inner.flush.borrow_mut().push((id, Rc::new(flush)));
        let inner = StoredValue::new_local(inner);
        on_cleanup(move || {
            if let Some(inner) = inner.try_get_value() {
                inner.flush.borrow_mut().retain(|(other, _)| *other != id);
            }
        });
    }

    /// The keys of this device, made at first need.
    pub async fn device_keys(self) -> Result<vault::DeviceKeys, RepositoryError> {
        let repository = self.repository()?;
        self.enqueue(async move { repository.own_device_keys().await }).await.unwrap_or(Err(RepositoryError::Locked))
    }
}
