//! What every view sees: the state of the casebook, the headers, the open
//! file, and the commands. Persist before publish, always.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::doors::Waiting;
use super::holding::{Held, Holding};
use super::inside::{Fetch, Inside};
use super::joined::Files;
use super::notices::{Notice, Tone};
use super::queue::Queue;
use super::transfer::Transfer;
use crate::browser::bundle_worker::{Attached, BundleWorker};
use crate::browser::db::{Db, Lost};
use crate::browser::{clock, kdf, marker, page, storage_health, tabs, timer};
use crate::protocol::bundle::Open;
use crate::route::{FilePage, Route, Tab};
use casebook_domain::backup::BackupLog;
use casebook_domain::calendar::{Date, Moment};
use casebook_domain::case::CaseFile;
use casebook_domain::content::{Content, Kind};
use casebook_domain::decide::{Command, Ctx, Warning};
use casebook_domain::header::Header;
use casebook_domain::ids::{DraftId, FileId, RecordId};
use casebook_domain::names::fold;
use casebook_domain::observation::Kit;
use casebook_domain::order;
use casebook_domain::settings::Settings;
use casebook_present::forms::{FormCtx, form_ctx};
use casebook_present::hand_over::Choice;
use casebook_present::initials::header_name;
use casebook_records::{RESOURCES_FILE, SETTINGS_FILE, SETTINGS_RECORD, UNATTACHED_FILE, is_register};
use casebook_repository::Slot;
use casebook_repository::ids;
use casebook_repository::rows::{Batch, DbError, StoreName};
use casebook_repository::{Back, Core, CoreError, Loaded, Saved};
use casebook_transfer::Progress;
use casebook_vault::{
    self as vault, Derived, MnemonicError, RecoverySheet, SlotId, UnlockError, Unlocked, VaultHeader,
};

/// The real casebook's database.
pub const CASEBOOK: &str = "casebook";
/// The demo's database: never the same as the real one.
pub const DEMO: &str = "casebook-demo";
/// How long good news stays: long enough to reach for "Undo".
const NOTICE_MS: u32 = 12_000;
/// When this version of Casebook was made, where its build says so, in milliseconds since 1970.
const BUILT_MS: Option<i64> = match option_env!("CASEBOOK_BUILT") {
    Some(seconds) => match i64::from_str_radix(seconds, 10) {
        Ok(seconds) => Some(seconds * 1_000),
        Err(_) => None,
    },
    None => None,
};
/// The most bytes that are tried as a passphrase or as recovery words: normalising and deriving take time for each.
const LONGEST_SECRET: usize = 2_000;
/// The row of the `vault` store that holds the header.
const VAULT_HEADER: &[u8] = b"header";

/// The state of the casebook; decides which screen there is at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Looking for what is there.
    Starting,
    /// Nothing here yet. `vanished`: there was a casebook on this tablet and the browser removed it.
    FirstRun {
        /// A casebook stood here and is gone.
        vanished: bool,
    },
    /// Sealed; the passphrase opens it.
    Locked,
    /// Open.
    Open,
    /// Locked but for the observation that runs: that alone is in reach, until the passphrase is typed.
    Observing,
    /// Another tab holds it.
    Elsewhere,
    /// Something stops the casebook from starting.
    Trouble(Trouble),
}

/// What stops the casebook, each with a screen that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The database does not open: another tab or window holds on to it.
    Blocked,
    /// The database was made by a newer Casebook.
    Newer,
    /// The vault's header can't be read.
    DamagedVault,
    /// Anything else the browser says.
    Browser(String),
}

/// What is around a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Around {
    /// The navigation, the notices.
    #[default]
    Navigation,
    /// Nothing: the page has the whole screen.
    Nothing,
    /// Nothing, and only the passphrase leads away: somebody else holds the tablet.
    Held,
}

/// A change that can be taken back.
#[derive(Clone, Debug)]
struct Undo {
    steps: Vec<(FileId, Back)>,
}

/// Somebody who can open the casebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their slot.
    pub slot: SlotId,
    /// Their name.
    pub name: String,
    /// It is they who opened it now.
    pub me: bool,
}

/// Whether everything is being sealed again, after a person was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealing {
    /// No.
    No,
    /// It continues.
    Runs(Progress),
    /// It stopped before its end, and can continue.
    Stopped,
}

/// A passphrase that opened a slot.
pub(super) struct Opened {
    /// The slot.
    pub slot: SlotId,
    /// What was derived from the passphrase.
    pub derived: Derived,
    /// What is in the slot.
    pub unlocked: Unlocked,
}

/// Field names and values that a form is to start with.
pub type Preset = Vec<(String, String)>;

/// Puts what a view holds into the queue.
type Flush = Rc<dyn Fn()>;

struct Inner {
    queue: Queue,
    core: RefCell<Option<Rc<Core>>>,
    loaded: RefCell<Option<Rc<Loaded>>>,
    /// Which files are here, and which of them are joined.
    files: Rc<RefCell<Files>>,
    undo: RefCell<Option<Undo>>,
    header: RefCell<Option<VaultHeader>>,
    /// The slot that the casebook was opened by; `None`: by the recovery words.
    opened_by: Cell<Option<SlotId>>,
    db: RefCell<Option<Db>>,
    /// What a form that is opened next should start with.
    preset: RefCell<Option<(Kind, Preset)>>,
    /// The field that a form that is opened next should begin at.
    field: Cell<Option<&'static str>>,
    /// The page of a form, and where the mentor continues once it is saved, if not where its kind leads.
    onward: Cell<Option<(Route, Route)>>,
    /// The tab of a pupil's page that was shown last.
    tab: Cell<Option<(FileId, Tab)>>,
    /// While Casebook's own picker, camera or print is up, a hidden page does not lock.
    own_window: Cell<bool>,
    /// The words that opened the casebook, until a new passphrase was made with them or its page is left.
    recovery_words: RefCell<Option<String>>,
    /// Drafts that are not written yet.
    held_drafts: Rc<RefCell<Vec<Held>>>,
    /// Views that hold typing register how to flush it before a lock.
    flush: RefCell<Vec<(u32, Flush)>>,
    /// The observation that runs.
    session: super::observing::session::Held,
    /// The forms that are open, each with the draft it keeps.
    slots: Rc<RefCell<Vec<Slot>>>,
    /// How many notices were said: a notice goes by itself only while it is the last.
    said: Cell<u32>,
    /// The bundle that is being made or is open.
    transfer: Rc<Transfer>,
    /// The program's second part, once it is there, and how to fetch it.
    inside: Cell<Option<&'static Inside>>,
    fetch: Fetch,
}

/// The store. Copy: a handle to signals and to what is behind them.
#[derive(Clone, Copy)]
pub struct Store {
    /// The state of the casebook.
    pub phase: RwSignal<Phase>,
    /// The page.
    pub route: RwSignal<Route>,
    /// All headers, by surname.
    pub headers: RwSignal<Arc<Vec<Header>>>,
    /// The open file.
    pub file: RwSignal<Option<Arc<CaseFile>>>,
    /// Settings.
    pub settings: RwSignal<Arc<Settings>>,
    /// What is kept ready for observing.
    pub kit: RwSignal<Arc<Kit>>,
    /// The bank of resources; `None` until a page asks for it.
    pub resources: RwSignal<Option<Arc<CaseFile>>>,
    /// What is known of this device's backups; `None` until it was read, soon after unlocking.
    pub backups: RwSignal<Option<BackupLog>>,
    /// The page for backups is to begin at once.
    pub(super) backing_up: RwSignal<bool>,
    /// The tablet's clock is doubted: it is far from when the casebook was last used (`None`: that is not known).
    pub clock_doubted: RwSignal<Option<Option<Moment>>>,
    /// Observations that belong to no pupil yet.
    pub unattached: RwSignal<Arc<CaseFile>>,
    /// What is to be said at the foot of the screen.
    pub notice: RwSignal<Option<Notice>>,
    /// The screen is blank: somebody walked up.
    pub blank: RwSignal<bool>,
    /// Nobody has used it for a while, and it locks soon.
    pub about_to_lock: RwSignal<bool>,
    /// This is the demo.
    pub demo: RwSignal<bool>,
    /// An observation runs: idle and hidden blank the screen instead of locking.
    pub observing: RwSignal<bool>,
    /// In this lesson the tablet's clock was put right by this many milliseconds, and that is still to be read.
    pub clock_moved: RwSignal<Option<i32>>,
    /// What is around the page.
    pub around: RwSignal<Around>,
    /// A new version of Casebook waits to be taken.
    pub update_waiting: RwSignal<bool>,
    /// Why the file of this page could not be opened.
    pub file_error: RwSignal<Option<CoreError>>,
    /// How far the bundle worker is.
    pub progress: RwSignal<Option<Progress>>,
    /// Files that came in by themselves and wait to be opened.
    pub waiting: RwSignal<Vec<Waiting>>,
    /// The hand-over in the making, once its page was opened.
    pub hand_over: RwSignal<Option<Choice>>,
    /// Who can open the casebook.
    pub people: RwSignal<Arc<Vec<Person>>>,
    /// Whether everything is being sealed again.
    pub sealing: RwSignal<Sealing>,
    /// Whether this page holds something that the tablet's storage does not take just now.
    pub holding: RwSignal<Holding>,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

impl Store {
    /// A store that has not started; `fetch` gets what lies behind the lock.
    pub fn new(fetch: Fetch) -> Self {
        Self {
            phase: RwSignal::new(Phase::Starting),
            route: RwSignal::new(Route::parse(&page::hash())),
            headers: RwSignal::new(Arc::default()),
            file: RwSignal::new(None),
            settings: RwSignal::new(Arc::new(Settings::new(String::new(), String::new()))),
            kit: RwSignal::new(Arc::default()),
            resources: RwSignal::new(None),
            backups: RwSignal::new(None),
            backing_up: RwSignal::new(false),
            clock_doubted: RwSignal::new(None),
            unattached: RwSignal::new(Arc::new(CaseFile::new(UNATTACHED_FILE))),
            notice: RwSignal::new(None),
            blank: RwSignal::new(false),
            about_to_lock: RwSignal::new(false),
            demo: RwSignal::new(false),
            observing: RwSignal::new(false),
            clock_moved: RwSignal::new(None),
            around: RwSignal::new(Around::Navigation),
            update_waiting: RwSignal::new(false),
            file_error: RwSignal::new(None),
            progress: RwSignal::new(None),
            waiting: RwSignal::default(),
            hand_over: RwSignal::new(None),
            people: RwSignal::new(Arc::default()),
            sealing: RwSignal::new(Sealing::No),
            holding: RwSignal::default(),
            inner: StoredValue::new_local(Rc::new(Inner {
                queue: Queue::start(),
                core: RefCell::default(),
                loaded: RefCell::default(),
                files: Rc::default(),
                undo: RefCell::default(),
                header: RefCell::default(),
                opened_by: Cell::default(),
                db: RefCell::default(),
                preset: RefCell::default(),
                field: Cell::default(),
                onward: Cell::default(),
                tab: Cell::default(),
                own_window: Cell::new(false),
                recovery_words: RefCell::default(),
                held_drafts: Rc::default(),
                flush: RefCell::default(),
                session: Rc::default(),
                slots: Rc::default(),
                said: Cell::default(),
                transfer: Rc::default(),
                inside: Cell::new(None),
                fetch,
            })),
        }
    }

    fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    /// The observation that runs.
    pub(super) fn session(self) -> super::observing::session::Held {
        self.inner().session.clone()
    }

    /// The bundle that is being made or is open.
    pub(super) fn transfer(self) -> Rc<Transfer> {
        self.inner().transfer.clone()
    }

    /// Drafts that are not written yet.
    pub(super) fn held_drafts(self) -> Rc<RefCell<Vec<Held>>> {
        self.inner().held_drafts.clone()
    }

    /// The open database.
    pub(super) fn db(self) -> Option<Db> {
        self.inner().db.borrow().clone()
    }

    /// Runs a job when the writes asked for before it are done.
    pub(super) fn in_turn<T: 'static>(self, job: impl Future<Output = T> + 'static) -> impl Future<Output = Option<T>> {
        self.inner().queue.run(job)
    }

    /// The open casebook.
    pub fn core(self) -> Result<Rc<Core>, CoreError> {
        self.inner().core.borrow().clone().ok_or(CoreError::Locked)
    }

    /// Today, on this tablet.
    pub fn today(self) -> Date {
        clock::today()
    }

    /// Goes to a page.
    pub fn go(self, route: Route) {
        page::set_hash(&route.to_string());
    }

    /// The page that the casebook opens at, once it is open.
    pub fn open_at(self, route: Route) {
        page::replace_hash(&route.to_string());
        self.route.set(route);
    }

    // ---- starting -------------------------------------------------------

    /// Starts: listens to the address bar and finds out what is there.
    pub fn begin(self) {
        self.show_theme();
        let heard = page::on_hash(move |hash| {
            let held = self.around.get_untracked() == Around::Held || self.phase.get_untracked() == Phase::Observing;
            if held || self.blank.get_untracked() {
                // Going back leads nowhere while somebody else may hold the tablet.
                page::replace_hash(&self.route.get_untracked().to_string());
            } else {
                self.follow(Route::parse(&hash));
            }
        });
        if let Some(heard) = heard {
            heard.forever();
        }
        Effect::new(move |_| {
            self.route.track();
            self.task(async move {
                // Without it nothing is open yet, and the person who enters opens the page's file.
                if let Some(inside) = self.inside() {
                    (inside.open_for_route)(self).await;
                }
                page::scroll_to_top();
                page::focus("page-title");
            });
        });
        super::updates::watch(self);
        super::locking::watch(self);
        self.task(self.start());
    }

    async fn start(self) {
        let asked = self.route.get_untracked() == Route::Demo;
        if asked {
            marker::set_demo(true);
            page::replace_hash(&Route::Today.to_string());
            self.route.set(Route::Today);
        }
        let demo = asked || marker::demo();
        self.demo.set(demo);
        match tabs::claim(self.db_name()).await {
            tabs::Claim::Owner => self.own(),
            tabs::Claim::Elsewhere => return self.phase.set(Phase::Elsewhere),
        }
        let phase = match self.find().await {
            Ok(phase) => phase,
            Err(error) => Phase::Trouble(trouble(&error)),
        };
        if demo && phase != Phase::Open {
            return self.start_demo().await;
        }
        self.phase.set(phase);
    }

    fn db_name(self) -> &'static str {
        if self.demo.get_untracked() { DEMO } else { CASEBOOK }
    }

    fn own(self) {
        tabs::on_request(self.db_name(), move || {
            self.flush();
            self.ask_to_pause();
            let done = self.inner().queue.run(async {});
            async move {
                done.await;
            }
        });
        tabs::on_stolen(self.db_name(), move || self.phase.set(Phase::Elsewhere));
    }

    async fn find(self) -> Result<Phase, DbError> {
        let name = self.db_name();
        let db = Db::open(name).await?;
        db.take_epoch().await?;
        db.on_lost(move |lost| self.lost(lost));
        let stored = db.get(StoreName::Vault, VAULT_HEADER).await?;
        *self.inner().db.borrow_mut() = Some(db);
        let Some(bytes) = stored else {
            return Ok(Phase::FirstRun { vanished: !self.demo.get_untracked() && marker::exists() });
        };
        match VaultHeader::parse(&String::from_utf8_lossy(&bytes)) {
            Ok(header) => {
                *self.inner().header.borrow_mut() = Some(header);
                Ok(Phase::Locked)
            }
            Err(vault::HeaderError::Newer { .. }) => Ok(Phase::Trouble(Trouble::Newer)),
            Err(_) => Ok(Phase::Trouble(Trouble::DamagedVault)),
        }
    }

    /// The database is lost for good. What was typed is written where it still can be, else this page keeps holding it.
    fn lost(self, lost: Lost) {
        self.flush();
        if lost == Lost::Removed && self.phase.get_untracked() == Phase::Open {
            return self.holding.set(Holding::ForGood);
        }
        let done = self.inner().queue.run(async {});
        self.task(async move {
            done.await;
            self.phase.set(Phase::Trouble(match lost {
                Lost::Replaced => Trouble::Blocked,
                Lost::Removed => Trouble::Browser(super::notices::db_words(&DbError::Removed)),
            }));
        });
    }

    /// The lock screen's worker and keys are the browser's matter; here is what a passphrase derives.
    async fn derive(
        self,
        passphrase: &str,
        salt: [u8; vault::SALT_LEN],
        params: vault::Params,
    ) -> Result<Derived, StartError> {
        if passphrase.len() > LONGEST_SECRET {
            return Err(StartError::TooLong);
        }
        let key = kdf::derive(passphrase, &salt, params).await.map_err(|_| StartError::Worker)?;
        Ok(Derived { key, salt, params })
    }

    /// Makes a casebook: name, school and passphrase. Gives the recovery sheet,
    /// which is shown once; [`Store::enter`] continues from there.
    pub async fn create(
        self,
        mentor: String,
        school: String,
        passphrase: Passphrase<'_>,
    ) -> Result<RecoverySheet, StartError> {
        let inside = self.fetch_inside().await?;
        let passphrase = match passphrase {
            Passphrase::Offered(words) => words,
            Passphrase::Own(typed) => {
                (inside.check_passphrase)(typed, &[&mentor, &school]).map_err(StartError::Weak)?;
                typed
            }
        };
        let derived = self.derive(passphrase, vault::random_salt(), vault::Params::DEFAULT).await?;
        (inside.create)(self, derived, Settings::new(mentor, school)).await
    }

    /// Makes a casebook that opens with a key that was derived already.
    pub(crate) async fn create_with(self, derived: &Derived, settings: Settings) -> Result<RecoverySheet, StartError> {
        let created = vault::create(derived, &settings.mentor);
        let inner = self.inner();
        let db = self.db().ok_or(StartError::Worker)?;
        let core = Rc::new(Core::new(db, created.unlocked.keys, created.header.actor(), crate::browser::clock::now));
        inner.opened_by.set(created.header.passphrase_slots().next().map(|(slot, ..)| slot));
        let before = core.blank(SETTINGS_FILE);
        let command = Command::Save { id: SETTINGS_RECORD, content: Content::Settings(settings.clone()) };
        // The header comes last: what is not finished is no casebook.
        core.dispatch(&before, &settings, &command, None).await.map_err(StartError::Core)?;
        self.put_header(&core, &created.header).await.map_err(StartError::Core)?;
        *inner.header.borrow_mut() = Some(created.header);
        *inner.core.borrow_mut() = Some(core);
        self.settings.set(Arc::new(settings));
        if !self.demo.get_untracked() {
            marker::set_exists();
            storage_health::ask_to_persist();
        }
        Ok(created.sheet)
    }

    async fn put_header(self, core: &Core, header: &VaultHeader) -> Result<(), CoreError> {
        let mut batch = Batch::default();
        batch.put(StoreName::Vault, VAULT_HEADER, header.to_json());
        Ok(core.db().write(batch).await?)
    }

    /// Opens the sealed casebook with a passphrase: every person's slot is tried.
    pub async fn unlock(self, passphrase: &str) -> Result<(), StartError> {
        let Opened { slot, unlocked, .. } = self.try_passphrase(passphrase).await?;
        self.unlocked(unlocked, Some(slot)).await
    }

    pub(super) async fn try_passphrase(self, passphrase: &str) -> Result<Opened, StartError> {
        let header = self.header().ok_or(StartError::Wrong)?;
        for (slot, salt, params) in header.passphrase_slots() {
            let derived = self.derive(passphrase, salt, params).await?;
            let unlocked = match vault::unlock_wrapped(&header, slot, &derived.key) {
                Ok(None) => (self.fetch_inside().await?.unlock_boxed)(&header, slot, &derived.key),
                Ok(Some(unlocked)) => Ok(unlocked),
                Err(error) => Err(error),
            };
            match unlocked {
                Ok(unlocked) => return Ok(Opened { slot, derived, unlocked }),
                Err(UnlockError::WrongKey) => {}
                Err(_) => return Err(StartError::Wrong),
            }
        }
        Err(StartError::Wrong)
    }

    /// Opens the sealed casebook with the twelve recovery words.
    pub async fn unlock_with_words(self, words: &str) -> Result<(), StartError> {
        let unlocked = self.try_words(words).await?;
        self.unlocked(unlocked, None).await?;
        // Not in a lesson: the passphrase can wait, the pupils can't.
        if !self.observing.get_untracked() {
            *self.inner().recovery_words.borrow_mut() = Some(words.to_owned());
            self.open_at(Route::NewPassphrase);
        }
        Ok(())
    }

    pub(super) async fn try_words(self, words: &str) -> Result<Unlocked, StartError> {
        let header = self.header().ok_or(StartError::Wrong)?;
        if words.len() > LONGEST_SECRET {
            return Err(StartError::TooLong);
        }
        (self.fetch_inside().await?.unlock_with_words)(&header, words).map_err(|error| match error {
            UnlockError::Words(error) => StartError::Words(error),
            _ => StartError::Wrong,
        })
    }

    async fn unlocked(self, unlocked: Unlocked, by: Option<SlotId>) -> Result<(), StartError> {
        let inner = self.inner();
        let actor = inner.header.borrow().as_ref().map(VaultHeader::actor).ok_or(StartError::Wrong)?;
        let db = self.db().ok_or(StartError::Worker)?;
        let inside = self.fetch_inside().await?;
        inner.opened_by.set(by);
        *inner.core.borrow_mut() = Some(Rc::new(Core::new(db, unlocked.keys, actor, crate::browser::clock::now)));
        (inside.enter)(self).await
    }

    /// The program's second part, if it is there.
    pub fn inside(self) -> Option<&'static Inside> {
        self.inner().inside.get()
    }

    async fn fetch_inside(self) -> Result<&'static Inside, StartError> {
        let inner = self.inner();
        if let Some(inside) = inner.inside.get() {
            return Ok(inside);
        }
        let inside = (inner.fetch)().await.map_err(|_| StartError::NotThere)?;
        if inner.inside.replace(Some(inside)).is_none() {
            (inside.listen)(self);
        }
        Ok(inside)
    }

    /// Fetches the second part once the first screen is painted. If it does not arrive, unlocking says so.
    pub fn fetch_ahead(self) {
        self.task(async move {
            page::painted().await;
            let _ = self.fetch_inside().await;
        });
    }

    /// Continues from the recovery sheet.
    pub async fn enter_made(self) -> Result<(), StartError> {
        (self.fetch_inside().await?.enter)(self).await
    }

    /// Why a casebook did not open, in words, for the screens before it is open.
    pub fn why_not(self, error: &StartError) -> String {
        match (error, self.inside()) {
            (StartError::Core(error), Some(inside)) => (inside.core_words)(error),
            _ => super::notices::gate_words(error),
        }
    }

    /// Opens with a key that was derived already, by the first slot.
    pub(super) async fn unlock_with(self, key: &vault::Key) -> Result<(), StartError> {
        let header = self.header().ok_or(StartError::Wrong)?;
        let (slot, ..) = header.passphrase_slots().next().ok_or(StartError::Wrong)?;
        let unlocked = vault::unlock_with_key(&header, slot, key).map_err(|_| StartError::Wrong)?;
        self.unlocked(unlocked, Some(slot)).await
    }

    /// The recovery words that just opened the casebook; asked for once.
    pub fn take_recovery_words(self) -> Option<String> {
        self.inner().recovery_words.borrow_mut().take()
    }

    /// Whether there is a sealed casebook here.
    pub(super) fn has_header(self) -> bool {
        self.inner().header.borrow().is_some()
    }

    /// Milliseconds without a touch after which the casebook locks.
    pub(super) fn lock_after_ms(self) -> u64 {
        u64::from(self.settings.with_untracked(|settings| settings.lock_minutes).max(1)) * 60_000
    }

    /// Whether this is the passphrase: for leaving "show and sign".
    pub async fn check_passphrase_now(self, passphrase: &str) -> bool {
        self.try_passphrase(passphrase).await.is_ok()
    }

    /// What a passphrase derives with a fresh salt, for a slot.
    pub(super) async fn derive_new(self, passphrase: &str) -> Result<Derived, StartError> {
        self.derive(passphrase, vault::random_salt(), vault::Params::DEFAULT).await
    }

    /// The slot that the casebook was opened by.
    pub(super) fn opened_by(self) -> Option<SlotId> {
        self.inner().opened_by.get()
    }

    /// Stores a changed header. In the queue, where nobody else changes it.
    pub(super) async fn keep_header(self, header: VaultHeader) -> Result<(), CoreError> {
        let core = self.core()?;
        self.put_header(&core, &header).await?;
        *self.inner().header.borrow_mut() = Some(header);
        Ok(())
    }

    /// A bundle worker that may write in this tab's name.
    pub(super) async fn bundle_worker(self) -> Result<BundleWorker, StartError> {
        let core = self.core().map_err(StartError::Core)?;
        let mut worker = BundleWorker::start().await.map_err(|_| StartError::Worker)?;
        let open = Open {
            db: self.db_name().to_owned(),
            epoch: self.db().and_then(|db| db.epoch()).unwrap_or_default(),
            actor: core.actor(),
            author: core.named_author(),
        };
        let keys = core.keys().to_bytes();
        worker.ask(open, Some(Attached::Bytes(&keys)), |_| {}).await.map_err(|_| StartError::Worker)?;
        Ok(worker)
    }

    /// The vault's header, for sealing a backup for the recovery key.
    pub(super) fn header(self) -> Option<VaultHeader> {
        self.inner().header.borrow().clone()
    }

    /// Reads the headers and shows the casebook.
    pub async fn enter(self) -> Result<(), StartError> {
        let core = self.core().map_err(StartError::Core)?;
        page::mark("unlock:start");
        core.take_up().await.map_err(StartError::Core)?;
        self.refresh(&core).await.map_err(StartError::Core)?;
        self.meet();
        self.to_running_observation().await;
        self.look_at_clock();
        self.phase.set(Phase::Open);
        page::mark("unlock:end");
        self.read_backups();
        self.task(super::doors::look(self));
        self.go_on_sealing();
        self.open_for_route().await;
        Ok(())
    }

    /// Whether the tablet's clock can be trusted; if not, the mentor is asked.
    pub fn look_at_clock(self) {
        if self.demo.get_untracked() {
            return;
        }
        let (now, last) = (clock::now(), marker::last_used());
        if casebook_domain::calendar::doubtful(now, last, BUILT_MS) {
            self.clock_doubted.set(Some(last));
        } else {
            self.trust_clock();
        }
    }

    /// The clock is right, whatever it said before.
    pub fn trust_clock(self) {
        marker::set_last_used(clock::now());
        self.clock_doubted.set(None);
    }

    /// The person who opens the casebook while an observation runs is in a lesson: straight back to it, unless another page was
    /// open.
    async fn to_running_observation(self) {
        let Ok(Some(found)) = self.running_observation().await else { return };
        if self.observing.get_untracked() && self.route.get_untracked() == Route::Today {
            let file = match found.running.observed.as_slice() {
                [only] => only.file,
                _ => None,
            };
            let route = Route::observe(file);
            page::replace_hash(&route.to_string());
            self.route.set(route);
        }
    }

    /// Reads settings and headers again, after an import.
    async fn refresh(self, core: &Core) -> Result<(), CoreError> {
        let (settings, kit) = core.settings_and_kit().await?;
        match settings {
            Some(settings) => self.settings.set(Arc::new(settings)),
            None => self.say(Notice::bad(super::notices::SETTINGS_LOST)),
        }
        self.kit.set(Arc::new(kit));
        self.unattached.set(core.load(UNATTACHED_FILE).await?.case);
        let settings = self.settings.get_untracked();
        let headers = core.headers(&settings).await?;
        let here = headers.iter().map(|header| header.file).fold(BTreeSet::new(), |mut here, file| {
            here.insert(file);
            here
        });
        *self.inner().files.borrow_mut() = Files { here, aliases: core.aliases().await? };
        let mut headers = self.unite(core, headers).await;
        sort(&mut headers);
        self.headers.set(Arc::new(headers));
        Ok(())
    }

    /// After an import: everything is read again.
    pub async fn reread(self) {
        let Ok(core) = self.core() else { return };
        self.inner().loaded.borrow_mut().take();
        self.file.set(None);
        self.inner().undo.borrow_mut().take();
        if let Err(error) = self.refresh(&core).await {
            self.say(Notice::error(&error));
        }
        self.reread_resources().await;
        self.open_for_route().await;
    }

    /// Locks: flushes what was typed, waits for the writes, and reloads, since
    /// freed wasm memory keeps plain text and a reload does not.
    pub fn lock(self) {
        self.blank.set(true);
        self.flush();
        self.ask_to_pause();
        let done = self.inner().queue.run(async {});
        wasm_bindgen_futures::spawn_local(async move {
            done.await;
            if let Some(inside) = self.inside() {
                (inside.write_held)(self).await;
            }
            page::forget_and_reload();
        });
    }

    /// Locks everything but the observation that runs: nobody touched the tablet for the time after which it locks, and
    /// recording continues. What was read of the casebook is let go.
    pub(super) fn lock_around_observation(self) {
        self.blank.set(true);
        if self.phase.get_untracked() != Phase::Open {
            return;
        }
        self.flush();
        let done = self.inner().queue.run(async {});
        self.task(async move {
            done.await;
            if !self.route.get_untracked().observes() {
                self.open_at(Route::Observe);
            }
            self.phase.set(Phase::Observing);
            let inner = self.inner();
            inner.loaded.borrow_mut().take();
            inner.undo.borrow_mut().take();
            inner.preset.borrow_mut().take();
            self.file.set(None);
            self.headers.set(Arc::default());
            self.unattached.set(Arc::new(CaseFile::new(UNATTACHED_FILE)));
            self.hand_over.set(None);
            self.notice.set(None);
        });
    }

    /// Opens the casebook again around the observation that runs. Whether this passphrase is that of the person who opened it;
    /// somebody else's locks it first, since entries bear a name.
    pub async fn unlock_around_observation(self, passphrase: &str) -> bool {
        let Ok(Opened { slot, .. }) = self.try_passphrase(passphrase).await else { return false };
        if self.opened_by() != Some(slot) {
            self.lock();
            return true;
        }
        let Ok(core) = self.core() else { return false };
        if let Err(error) = self.refresh(&core).await {
            self.say(Notice::error(&error));
            return false;
        }
        self.phase.set(Phase::Open);
        self.open_for_route().await;
        true
    }

    /// Puts the pause of an observation that runs into the queue.
    fn ask_to_pause(self) {
        if let Some(inside) = self.inside().filter(|_| self.observing.get_untracked()) {
            (inside.pause_observation)(self);
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
    pub async fn device_keys(self) -> Result<vault::DeviceKeys, CoreError> {
        let core = self.core()?;
        self.in_turn(async move { core.own_device_keys().await }).await.unwrap_or(Err(CoreError::Locked))
    }

    // ---- files ----------------------------------------------------------

    /// Opens the file that the page belongs to.
    pub async fn open_for_route(self) {
        let Some(file) = self.route.get_untracked().file() else { return };
        // A page of a joined file continues at the one that stands for all; this is asked for again then.
        if self.is_open(file) || self.to_the_standing_file(file) {
            return;
        }
        let Ok(core) = self.core() else { return };
        page::mark("file:start");
        match self.load_joined(&core, file).await {
            Ok(loaded) => {
                self.file_error.set(None);
                if loaded.damaged() > 0 {
                    self.say(Notice::bad(super::notices::RECORDS_LOST));
                }
                self.publish(loaded, None);
                page::mark("file:end");
            }
            Err(error) => {
                self.file.set(None);
                self.file_error.set(Some(error));
            }
        }
    }

    pub(super) fn publish(self, loaded: Loaded, header: Option<Header>) {
        let inner = self.inner();
        inner.files.borrow_mut().here.extend(loaded.files());
        // Whichever of joined files was written to, the one that stands for all is open.
        let loaded = loaded.arranged(self.stands_for(loaded.case.id));
        let case = loaded.united();
        let united = |own: Header| {
            let settings = self.settings.get_untracked();
            if loaded.beside.is_empty() {
                own
            } else {
                casebook_domain::header::header(&case, &settings, clock::today())
            }
        };
        let header = header.map(united);
        self.file.set(Some(case.clone()));
        *inner.loaded.borrow_mut() = Some(Rc::new(loaded));
        if let Some(header) = header {
            self.headers.update(|headers| {
                let headers = Arc::make_mut(headers);
                let old = headers.iter_mut().find(|old| old.file == header.file);
                let stays = old.as_ref().is_some_and(|old| header_name(old) == header_name(&header));
                match old {
                    Some(old) => *old = header,
                    None => headers.push(header),
                }
                // Names are folded to sort them: not at each save.
                if !stays {
                    sort(headers);
                }
            });
        }
    }

    /// The file as it is now, read if it is not the open one; a file that nobody has written yet is blank.
    pub(super) async fn loaded(self, core: &Core, file: FileId) -> Result<Rc<Loaded>, CoreError> {
        let held = self.inner().loaded.borrow().as_ref().filter(|held| held.files().contains(&file)).cloned();
        if let Some(held) = held {
            return Ok(held);
        }
        let known = is_register(file) || self.inner().files.borrow().here.contains(&file);
        if known { self.load_joined(core, file).await.map(Rc::new) } else { Ok(Rc::new(core.blank(file))) }
    }

    /// The same, with the file to write to that holds this record, where files are joined.
    pub(super) async fn loaded_for(self, core: &Core, file: FileId, record: RecordId) -> Result<Rc<Loaded>, CoreError> {
        Ok(self.loaded(core, file).await?.holding(record))
    }

    pub(super) fn slots(self) -> Rc<RefCell<Vec<Slot>>> {
        self.inner().slots.clone()
    }

    pub(super) fn files(self) -> Rc<RefCell<Files>> {
        self.inner().files.clone()
    }

    /// After a mismatch was shown: continues with the rows that are there.
    pub async fn rebuild(self, file: FileId) -> Result<(), CoreError> {
        let done = self.inner().queue.run(async move {
            let core = self.core()?;
            let settings = self.settings.get_untracked();
            let (loaded, header) = core.rebuild(file, &settings).await?;
            self.file_error.set(None);
            self.publish(loaded, Some(header));
            Ok(())
        });
        done.await.unwrap_or(Err(CoreError::Locked))
    }

    // ---- commands -------------------------------------------------------

    /// Saves a record. The draft that lies beside the named file ends with it, in its transaction. Gives the warnings.
    pub async fn save(
        self,
        file: FileId,
        id: RecordId,
        content: Content,
        draft: Option<(FileId, DraftId)>,
    ) -> Result<Vec<Warning>, CoreError> {
        self.run(file, Command::Save { id, content }, draft).await
    }

    /// Saves a record that belongs with the change just made, such as the second of two letters: one "Undo" takes both
    /// back. `draft` ends with it. Gives the warnings.
    pub async fn save_with_last(
        self,
        file: FileId,
        id: RecordId,
        content: Content,
        draft: Option<(FileId, DraftId)>,
    ) -> Result<Vec<Warning>, CoreError> {
        let last = self.inner().undo.borrow_mut().take();
        let saved = self.save(file, id, content, draft).await;
        let inner = self.inner();
        let now = inner.undo.borrow_mut().take();
        let both = match (last, now) {
            (Some(mut last), Some(now)) if saved.is_ok() => {
                last.steps.extend(now.steps);
                Some(last)
            }
            (last, now) => now.or(last),
        };
        *inner.undo.borrow_mut() = both;
        saved
    }

    /// Deletes a record; it stays in history and the notice offers to undo.
    pub async fn delete(self, file: FileId, id: RecordId) -> Result<Vec<Warning>, CoreError> {
        self.run(file, Command::Delete { id }, None).await
    }

    /// Takes the last change back by writing what was there before.
    pub fn undo_last(self) {
        let Some(undo) = self.inner().undo.borrow_mut().take() else { return self.notice.set(None) };
        self.task(async move {
            for (file, step) in undo.steps.into_iter().rev() {
                if let Err(error) = self.step_back(file, step).await {
                    return self.say(Notice::error(&error));
                }
            }
            self.say(Notice::good("Undone."));
        });
    }

    async fn step_back(self, file: FileId, step: Back) -> Result<(), CoreError> {
        match step {
            Back::Command(command) => drop(self.run(file, command, None).await?),
            Back::Versions(record, versions) => self.reopen(file, record, versions).await?,
        }
        Ok(())
    }

    pub(super) async fn run(
        self,
        file: FileId,
        command: Command,
        draft: Option<(FileId, DraftId)>,
    ) -> Result<Vec<Warning>, CoreError> {
        let slot = draft.map(|(home, draft)| self.slot(home, draft));
        let done = self.inner().queue.run(async move {
            let core = self.core()?;
            let settings = self.settings.get_untracked();
            let before = self.loaded(&core, file).await?;
            let before = command.records().first().map_or_else(|| before.clone(), |record| before.holding(*record));
            page::mark("save:start");
            let saved = core.dispatch(&before, &settings, &command, slot.as_ref()).await?;
            page::mark("save:end");
            if let Some((home, draft)) = draft {
                self.hold_no_more(home, draft);
            }
            Ok(self.after(file, saved))
        });
        done.await.unwrap_or(Err(CoreError::Locked))
    }

    /// Publishes what several commands of one transaction made; they are undone together.
    pub(super) fn after_all(self, all: Vec<Saved>) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let mut steps = Vec::new();
        for saved in all {
            warnings.extend(self.after(saved.loaded.case.id, saved));
            steps.extend(self.inner().undo.borrow_mut().take().into_iter().flat_map(|undo| undo.steps));
        }
        *self.inner().undo.borrow_mut() = (!steps.is_empty()).then_some(Undo { steps });
        warnings
    }

    /// Saves several records of one file in one transaction.
    pub async fn save_all(self, file: FileId, contents: Vec<(RecordId, Content)>) -> Result<Vec<Warning>, CoreError> {
        let done = self.in_turn(async move {
            let core = self.core()?;
            let settings = self.settings.get_untracked();
            let before = self.loaded(&core, file).await?;
            let command = |(id, content)| ((*before.holding(id)).clone(), Command::Save { id, content });
            let commands: Vec<_> = contents.into_iter().map(command).collect();
            Ok(self.after_all(core.dispatch_all(&commands, &settings, None).await?))
        });
        done.await.unwrap_or(Err(CoreError::Locked))
    }

    pub(super) fn after(self, file: FileId, saved: Saved) -> Vec<Warning> {
        let Saved { loaded, header, warnings, undo } = saved;
        let steps: Vec<_> = undo.into_iter().map(|step| (file, step)).collect();
        *self.inner().undo.borrow_mut() = (!steps.is_empty()).then_some(Undo { steps });
        match file {
            SETTINGS_FILE => {
                if let Some(settings) = casebook_repository::settings_in(&loaded.case) {
                    self.follow_mentor(&settings.mentor);
                    self.settings.set(Arc::new(settings));
                }
                self.kit.set(Arc::new(casebook_repository::kit_in(&loaded.case)));
            }
            UNATTACHED_FILE => self.unattached.set(loaded.case),
            RESOURCES_FILE => self.resources.set(Some(loaded.case)),
            _ => self.publish(loaded, header),
        }
        self.count_change();
        warnings
    }

    /// The open file with what is behind it.
    pub(super) fn held(self) -> Option<Rc<Loaded>> {
        self.inner().loaded.borrow().clone()
    }

    /// Lets go of what is held of files, and of what a form was to start with.
    pub(super) fn forget_loaded(self, files: &[FileId]) {
        let inner = self.inner();
        inner.files.borrow_mut().here.retain(|file| !files.contains(file));
        inner.loaded.borrow_mut().take_if(|held| held.files().iter().any(|file| files.contains(file)));
        inner.preset.borrow_mut().take();
    }

    /// The last change is not to be taken back.
    pub(super) fn forget_undo(self) {
        self.inner().undo.borrow_mut().take();
    }

    // ---- what views need from the browser --------------------------------

    /// Runs a task of a view. It may outlive the view: it writes to the store, or to signals with `try_…`.
    pub fn task(self, task: impl Future<Output = ()> + 'static) {
        wasm_bindgen_futures::spawn_local(task);
    }

    /// Moves the focus once the page has been drawn.
    pub fn focus(self, id: &str) {
        let id = id.to_owned();
        self.task(async move {
            timer::next_task().await;
            page::focus(&id);
        });
    }

    /// Brings the current tab of a strip into sight, once it is drawn.
    pub fn show_current(self, strip: &'static str) {
        self.task(async move {
            timer::next_task().await;
            page::centre_current(strip);
        });
    }

    /// Moves the focus to the page's heading.
    pub fn focus_title(self) {
        page::focus("page-title");
    }

    /// Says on the page itself that a screen can be used, for a test or a measurement.
    pub fn say_ready(self) {
        page::set_ready();
    }

    /// Prints the page; a page hidden behind the printing dialog is not locked.
    pub fn print(self) {
        self.inner().own_window.set(true);
        page::print();
        self.inner().own_window.set(false);
    }

    /// Shows the blank screen over everything, and takes what is behind it out of the document; or the other way round.
    pub fn show_blank(self, behind: &str, dialog: &str, blank: bool) {
        if blank {
            page::put_away(behind);
            page::show_dialog(dialog, true);
        } else {
            page::show_dialog(dialog, false);
            page::bring_back();
        }
    }

    /// Opens or closes a dialog of the page.
    pub fn show_dialog(self, id: &str, open: bool) {
        page::show_dialog(id, open);
    }

    /// Closes the popover with this id; its links change the page and leave it open.
    pub fn close_popover(self, id: &str) {
        page::close_popover(id);
    }

    /// Whether a window of Casebook's own hides the page.
    pub(super) fn own_window(self) -> bool {
        self.inner().own_window.get()
    }

    /// A picker or the camera is about to open, or is done.
    pub fn expect_own_window(self, expected: bool) {
        self.inner().own_window.set(expected);
    }

    /// Reloads the page.
    pub fn reload(self) {
        page::reload();
    }

    /// Goes back where the mentor came from, or to this page.
    pub fn back(self, otherwise: Route) {
        if !page::can_go_back() {
            return self.go(otherwise);
        }
        page::back();
    }

    /// This moment.
    pub fn now(self) -> Moment {
        clock::now()
    }

    /// A new record's id.
    pub fn new_record() -> RecordId {
        ids::record_id()
    }

    /// A new file's id.
    pub fn new_file() -> FileId {
        ids::file_id()
    }

    /// The open file if it is this one, else a blank one.
    pub fn case_or_blank(self, file: FileId) -> Arc<CaseFile> {
        if file == RESOURCES_FILE {
            return self.resources_now();
        }
        self.file
            .with_untracked(|open| open.as_ref().filter(|open| open.id == file).cloned())
            .unwrap_or_else(|| Arc::new(CaseFile::new(file)))
    }

    /// What a form needs to know of its case.
    pub fn form_ctx(self, case: &CaseFile) -> FormCtx {
        let ctx = self.settings.with_untracked(|settings| form_ctx(case, settings, clock::today(), clock::now()));
        self.resources.with_untracked(|all| match all {
            Some(all) => ctx.with_resources(all),
            None => ctx,
        })
    }

    /// The same for a pupil's own form: with the other pupils of the casebook.
    pub fn with_others(self, ctx: FormCtx, file: FileId) -> FormCtx {
        let short = self.settings.with_untracked(|settings| settings.initials_only);
        self.headers.with_untracked(|headers| ctx.with_others(headers, file, short))
    }

    /// What the rules need to know of this moment.
    pub fn decide_ctx(self) -> Ctx {
        Ctx { today: clock::today(), now: clock::now() }
    }

    /// Opens the form of a new record that starts with these values.
    pub fn go_new(self, file: FileId, kind: Kind, preset: Preset) {
        self.go_with(Route::Of(file, FilePage::New(kind)), kind, preset);
    }

    /// Opens a page whose form starts with these values.
    pub fn go_with(self, route: Route, kind: Kind, preset: Preset) {
        *self.inner().preset.borrow_mut() = Some((kind, preset));
        self.go(route);
    }

    /// The values a form of this kind was asked to start with; asked for once.
    pub fn take_preset(self, kind: Kind) -> Preset {
        let preset = self.inner().preset.borrow_mut().take();
        preset.filter(|(wanted, _)| *wanted == kind).map(|(_, values)| values).unwrap_or_default()
    }

    /// Opens the page of a form from which the mentor continues to another page than the kind's own.
    pub fn go_and_on(self, form: Route, onward: Route) {
        self.inner().onward.set(Some((form, onward)));
        self.go(form);
    }

    /// A tab of a pupil's page is shown.
    pub fn on_tab(self, file: FileId, tab: Tab) {
        self.inner().tab.set(Some((file, tab)));
    }

    /// The tab of a pupil's page that the mentor came from, to go back there after saving.
    pub fn tab_of(self, file: FileId) -> Option<Route> {
        let (of, tab) = self.inner().tab.get()?;
        (of == file).then_some(Route::Of(file, FilePage::Tab(tab)))
    }

    /// Opens the form of a session that was planned, with what the plan knows; Today comes after it.
    pub fn record_planned(self, file: FileId, preset: Preset) {
        let form = Route::Of(file, FilePage::New(Kind::Session));
        self.inner().onward.set(Some((form, Route::Today)));
        self.go_with(form, Kind::Session, preset);
    }

    /// Where the mentor continues from the form that is open, if it was opened to continue somewhere; asked for once.
    pub fn take_onward(self) -> Option<Route> {
        let (form, onward) = self.inner().onward.take()?;
        (form == self.route.get_untracked()).then_some(onward)
    }

    /// The form that is opened next begins at this field, by its name.
    pub fn begin_at(self, field: &'static str) {
        self.inner().field.set(Some(field));
    }

    /// The field a form was asked to begin at; asked for once.
    pub fn take_field(self) -> Option<&'static str> {
        self.inner().field.take()
    }

    /// A function that runs `then` once nobody has called it for 600 ms.
    pub fn after_pause(self, then: impl Fn() + 'static) -> impl Fn() + Clone {
        let pause = Rc::new(timer::Pause::new(600, then));
        on_cleanup({
            let pause = StoredValue::new_local(Rc::downgrade(&pause));
            move || {
                if let Some(pause) = pause.try_get_value().and_then(|pause| pause.upgrade()) {
                    pause.cancel();
                }
            }
        });
        move || pause.restart()
    }

    /// Six words for a passphrase.
    pub fn offer_passphrase(self) -> String {
        vault::words::passphrase(6).join(" ")
    }

    /// An iPad outside the Home Screen forgets after seven days.
    pub fn ipad_outside_home_screen(self) -> bool {
        page::is_ipad_outside_home_screen()
    }

    /// Takes the casebook from the other tab.
    pub fn use_here(self) {
        self.task(async move {
            tabs::use_here(self.db_name()).await;
            self.own();
            self.phase.set(Phase::Starting);
            let phase = self.find().await.unwrap_or_else(|error| Phase::Trouble(trouble(&error)));
            self.phase.set(phase);
        });
    }

    /// Takes the waiting version: what was typed is put away first.
    pub fn take_update(self) {
        self.flush();
        let done = self.inner().queue.run(async {});
        self.task(async move {
            done.await;
            super::updates::take(self);
        });
    }

    /// Where "worried about safety" goes from here: with the pupil of this page, if it has one.
    pub fn worry_route(self) -> Route {
        match self.route.get().file() {
            Some(file) => Route::Of(file, FilePage::New(Kind::Worry)),
            None => Route::Worry,
        }
    }

    /// Seals a new casebook for the demo, or opens the one that is there: its key is no secret, nothing in it is real.
    async fn start_demo(self) {
        let done = match self.fetch_inside().await {
            Ok(inside) => (inside.demo)(self).await,
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            self.phase.set(Phase::Trouble(Trouble::Browser(self.why_not(&error))));
        }
    }

    /// Goes to the page that the address now says. The demo's is a way in, from every screen but an open casebook, which has
    /// a page for it.
    fn follow(self, route: Route) {
        let open = self.phase.get_untracked() == Phase::Open;
        match route {
            Route::Demo if self.demo.get_untracked() => self.open_at(Route::Today),
            Route::Demo if !open => self.enter_demo(),
            route => self.route.set(route),
        }
    }

    /// Goes to the demo. A casebook that is open is locked.
    pub fn enter_demo(self) {
        marker::set_demo(true);
        page::replace_hash(&Route::Today.to_string());
        if self.phase.get_untracked() == Phase::Open {
            self.lock();
        } else {
            page::reload();
        }
    }

    /// Leaves the demo; it is gone.
    pub fn leave_demo(self) {
        let inner = self.inner();
        inner.core.borrow_mut().take();
        inner.db.borrow_mut().take();
        self.task(async move {
            let _ = Db::destroy(DEMO).await;
            marker::set_demo(false);
            page::replace_hash(&Route::Today.to_string());
            page::reload();
        });
    }

    // ---- notices --------------------------------------------------------

    /// Says something at the foot of the screen.
    pub fn say(self, notice: Notice) {
        let passes = notice.tone == Tone::Good;
        let inner = self.inner();
        let number = inner.said.get().wrapping_add(1);
        inner.said.set(number);
        self.notice.set(Some(notice));
        if passes {
            // Good news goes by itself, before it lies over the next page's buttons; what went wrong stays. One that was
            // said again in the meantime has its time, and its "Undo", from the beginning.
            self.task(async move {
                timer::wait_ms(NOTICE_MS).await;
                if inner.said.get() == number {
                    self.notice.set(None);
                }
            });
        }
    }

    /// A form was not saved: what was saved before is not news beside that.
    pub fn hush(self) {
        if self.notice.with_untracked(|notice| notice.as_ref().is_some_and(|notice| notice.tone == Tone::Good)) {
            self.notice.set(None);
        }
    }

    /// A sentence of Casebook's with the school's own titles of posts.
    pub fn titled(self, text: &str) -> String {
        self.settings.with_untracked(|settings| casebook_present::posts::titled(text, settings))
    }

    /// Says that a change was saved, with the way to undo it, and what to know about it.
    pub fn say_saved(self, what: &str, warnings: &[Warning]) {
        let mut notice = Notice::good(what);
        notice.undo = true;
        if let Some(first) = warnings.first() {
            notice.tone = Tone::Warn;
            notice.text.push(' ');
            notice.text.push_str(&self.titled(&casebook_present::words::warning(first)));
        }
        self.say(notice);
    }
}

/// The passphrase of a new casebook.
#[derive(Clone, Copy)]
pub enum Passphrase<'a> {
    /// The six words that were offered.
    Offered(&'a str),
    /// One of the mentor's own, which may be too weak.
    Own(&'a str),
}

/// Why a casebook did not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartError {
    /// A passphrase of one's own that is too weak: why, in words.
    Weak(String),
    /// Wrong passphrase or words.
    Wrong,
    /// Longer than any passphrase or recovery words; nothing was tried.
    TooLong,
    /// What was typed are no recovery words.
    Words(MnemonicError),
    /// The key worker did not start or ended early.
    Worker,
    /// The database failed.
    Db(DbError),
    /// A row could not be read.
    Core(CoreError),
    /// The program's second part did not arrive.
    NotThere,
}

impl StartError {
    /// Whether what was typed is refused; else it may have been right, and something else stopped.
    pub fn is_of_what_was_typed(&self) -> bool {
        matches!(self, Self::Wrong | Self::TooLong | Self::Words(_))
    }
}

/// In the order in which names are read: by the name that is shown, whatever its case and accents.
fn sort(headers: &mut Vec<Header>) {
    let keys: Vec<String> = headers.iter().map(|header| fold(&header_name(header))).collect();
    let mut places: Vec<usize> = (0..headers.len()).collect();
    order::by(&mut places, |&one, &other| (&keys[one], headers[one].file).cmp(&(&keys[other], headers[other].file)));
    let mut taken: Vec<Option<Header>> = headers.drain(..).map(Some).collect();
    headers.extend(places.into_iter().filter_map(|place| taken[place].take()));
}

fn trouble(error: &DbError) -> Trouble {
    match error {
        DbError::Blocked => Trouble::Blocked,
        DbError::Newer => Trouble::Newer,
        other => Trouble::Browser(super::notices::db_words(other)),
    }
}

/// The store of this page.
pub fn use_store() -> Store {
    expect_context::<Store>()
}
