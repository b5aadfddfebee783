//! What every view sees: where the casebook stands, the headers, the open
//! file, and the commands. Persist before publish, always.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::core::{Core, CoreError, Loaded, Saved};
use super::notices::{Notice, Tone};
use super::queue::Queue;
use crate::browser::db::{Db, DbError, StoreName};
use crate::browser::{clock, kdf, marker, page, random, storage_health, tabs};
use crate::domain::calendar::Moment;
use crate::domain::case::CaseFile;
use crate::domain::content::{Content, Kind};
use crate::domain::decide::{Change, Command, Warning};
use crate::domain::header::Header;
use crate::domain::ids::{DraftId, FileId, RecordId};
use crate::domain::settings::Settings;
use crate::records::{self, DraftRow, SETTINGS_FILE};
use crate::route::Route;
use crate::vault::{self, RecoverySheet, UnlockError, VaultHeader};

/// The real casebook's database.
pub const CASEBOOK: &str = "casebook";
/// The demo's database: never the same as the real one.
pub const DEMO: &str = "casebook-demo";

/// Where the casebook stands; decides which screen there is at all.
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

/// A change that can be taken back.
#[derive(Clone, Debug)]
struct Undo {
    file: FileId,
    changes: Vec<Change>,
}

struct Inner {
    queue: Queue,
    core: RefCell<Option<Rc<Core>>>,
    loaded: RefCell<Option<Loaded>>,
    undo: RefCell<Option<Undo>>,
    header: RefCell<Option<VaultHeader>>,
    db: RefCell<Option<Db>>,
    /// Views that hold typing register how to flush it before a lock.
    flush: RefCell<Vec<(u32, Rc<dyn Fn()>)>>,
}

/// The store. Copy: a handle to signals and to what is behind them.
#[derive(Clone, Copy)]
pub struct Store {
    /// Where the casebook stands.
    pub phase: RwSignal<Phase>,
    /// The page.
    pub route: RwSignal<Route>,
    /// All headers, by surname.
    pub headers: RwSignal<Arc<Vec<Header>>>,
    /// The open file.
    pub file: RwSignal<Option<Arc<CaseFile>>>,
    /// Settings.
    pub settings: RwSignal<Arc<Settings>>,
    /// What is to be said at the foot of the screen.
    pub notice: RwSignal<Option<Notice>>,
    /// When the last change was saved.
    pub saved_at: RwSignal<Option<Moment>>,
    /// The screen is blank: somebody walked up.
    pub blank: RwSignal<bool>,
    /// This is the demo.
    pub demo: RwSignal<bool>,
    /// Files that could not be opened as they are, for the page that says so.
    pub file_error: RwSignal<Option<CoreError>>,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

impl Store {
    /// A store that has not started.
    pub fn new() -> Self {
        Self {
            phase: RwSignal::new(Phase::Starting),
            route: RwSignal::new(Route::parse(&page::hash())),
            headers: RwSignal::new(Arc::default()),
            file: RwSignal::new(None),
            settings: RwSignal::new(Arc::new(Settings::new(String::new(), String::new()))),
            notice: RwSignal::new(None),
            saved_at: RwSignal::new(None),
            blank: RwSignal::new(false),
            demo: RwSignal::new(false),
            file_error: RwSignal::new(None),
            inner: StoredValue::new_local(Rc::new(Inner {
                queue: Queue::start(),
                core: RefCell::default(),
                loaded: RefCell::default(),
                undo: RefCell::default(),
                header: RefCell::default(),
                db: RefCell::default(),
                flush: RefCell::default(),
            })),
        }
    }

    fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    /// The open casebook.
    pub fn core(self) -> Result<Rc<Core>, CoreError> {
        self.inner().core.borrow().clone().ok_or(CoreError::Locked)
    }

    /// Today, on this tablet.
    pub fn today(self) -> crate::domain::calendar::Date {
        clock::today()
    }

    /// Goes to a page.
    pub fn go(self, route: Route) {
        page::set_hash(&route.to_string());
    }

    // ---- starting -------------------------------------------------------

    /// Finds out what is there and shows the right screen.
    pub async fn start(self) {
        let demo = marker::demo();
        self.demo.set(demo);
        let name = if demo { DEMO } else { CASEBOOK };
        match tabs::claim(name).await {
            tabs::Claim::Owner => {}
            tabs::Claim::Elsewhere => return self.phase.set(Phase::Elsewhere),
        }
        tabs::on_request(name, move || self.flush());
        let phase = match self.find(name).await {
            Ok(phase) => phase,
            Err(error) => Phase::Trouble(trouble(error)),
        };
        self.phase.set(phase);
    }

    async fn find(self, name: &str) -> Result<Phase, DbError> {
        let db = Db::open(name).await?;
        let stored = db.get(StoreName::Vault, vault::HEADER_KEY).await?;
        let Some(bytes) = stored else {
            *self.inner().db.borrow_mut() = Some(db);
            return Ok(Phase::FirstRun { vanished: !self.demo.get_untracked() && marker::exists() });
        };
        let Ok(header) = VaultHeader::parse(&bytes) else { return Ok(Phase::Trouble(Trouble::DamagedVault)) };
        db.take_epoch().await?;
        *self.inner().db.borrow_mut() = Some(db);
        *self.inner().header.borrow_mut() = Some(header);
        Ok(Phase::Locked)
    }

    /// Makes a casebook: name, school and passphrase. Gives the recovery sheet,
    /// which is shown once; [`Store::enter`] goes on from there.
    pub async fn create(self, mentor: String, school: String, passphrase: &str) -> Result<RecoverySheet, StartError> {
        let salt = random::id();
        let params = vault::KDF;
        let key = kdf::derive(passphrase, &salt, params).await.map_err(|_| StartError::Worker)?;
        let created = vault::create(&key, salt, params);
        let inner = self.inner();
        let db = inner.db.borrow().clone().ok_or(StartError::Worker)?;
        db.put_vault(created.header.to_json().as_bytes()).await.map_err(StartError::Db)?;
        let core = Rc::new(Core::new(db, created.keys, created.header.actor()));
        *inner.header.borrow_mut() = Some(created.header);
        *inner.core.borrow_mut() = Some(core.clone());
        let settings = Settings::new(mentor, school);
        let before = core.blank(SETTINGS_FILE);
        let command = Command::Save { id: RecordId::from_bytes(random::id()), content: Content::Settings(settings.clone()) };
        core.dispatch(&before, &settings, &command, None).await.map_err(StartError::Core)?;
        self.settings.set(Arc::new(settings));
        if !self.demo.get_untracked() {
            marker::set_exists();
        }
        storage_health::ask_to_persist();
        Ok(created.sheet)
    }

    /// Opens the sealed casebook with the passphrase.
    pub async fn unlock(self, passphrase: &str) -> Result<(), StartError> {
        let (salt, params) = {
            let inner = self.inner();
            let header = inner.header.borrow();
            let slot = header.as_ref().and_then(VaultHeader::passphrase_slot).ok_or(StartError::Wrong)?;
            (slot.salt, slot.params)
        };
        let key = kdf::derive(passphrase, &salt, params).await.map_err(|_| StartError::Worker)?;
        self.unlock_by(|header| vault::unlock_with_key(header, &key)).await
    }

    /// Opens the sealed casebook with the twelve recovery words.
    pub async fn unlock_with_words(self, words: &str) -> Result<(), StartError> {
        self.unlock_by(|header| vault::unlock_with_words(header, words)).await
    }

    async fn unlock_by(self, open: impl FnOnce(&VaultHeader) -> Result<vault::Keys, UnlockError>) -> Result<(), StartError> {
        let inner = self.inner();
        let (keys, actor) = {
            let header = inner.header.borrow();
            let header = header.as_ref().ok_or(StartError::Wrong)?;
            (open(header).map_err(|_| StartError::Wrong)?, header.actor())
        };
        let db = inner.db.borrow().clone().ok_or(StartError::Worker)?;
        *inner.core.borrow_mut() = Some(Rc::new(Core::new(db, keys, actor)));
        self.enter().await
    }

    /// Reads the headers and shows the casebook.
    pub async fn enter(self) -> Result<(), StartError> {
        let core = self.core().map_err(StartError::Core)?;
        self.refresh(&core).await.map_err(StartError::Core)?;
        self.phase.set(Phase::Open);
        self.open_for_route().await;
        Ok(())
    }

    /// Reads settings and headers again, after an import.
    async fn refresh(self, core: &Core) -> Result<(), CoreError> {
        if let Some(settings) = core.settings().await? {
            self.settings.set(Arc::new(settings));
        }
        let mut headers = core.headers().await?;
        headers.sort_by(order);
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
        self.open_for_route().await;
    }

    /// Locks: flushes what was typed, waits for the writes, and reloads, since
    /// freed wasm memory keeps plain text and a reload does not.
    pub fn lock(self) {
        self.blank.set(true);
        self.flush();
        let done = self.inner().queue.run(async {});
        wasm_bindgen_futures::spawn_local(async move {
            done.await;
            page::reload();
        });
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

    // ---- files ----------------------------------------------------------

    /// Opens the file that the page belongs to.
    pub async fn open_for_route(self) {
        let Some(file) = self.route.get_untracked().file() else { return };
        if self.file.with_untracked(|open| open.as_ref().is_some_and(|open| open.id == file)) {
            return;
        }
        let Ok(core) = self.core() else { return };
        match core.load(file).await {
            Ok(loaded) => {
                self.file_error.set(None);
                self.publish(loaded, None);
            }
            Err(error) => {
                self.file.set(None);
                self.file_error.set(Some(error));
            }
        }
    }

    fn publish(self, loaded: Loaded, header: Option<Header>) {
        self.file.set(Some(Arc::new(loaded.case.clone())));
        *self.inner().loaded.borrow_mut() = Some(loaded);
        if let Some(header) = header {
            self.headers.update(|headers| {
                let headers = Arc::make_mut(headers);
                match headers.iter_mut().find(|old| old.file == header.file) {
                    Some(old) => *old = header,
                    None => headers.push(header),
                }
                headers.sort_by(order);
            });
        }
    }

    async fn loaded(self, core: &Core, file: FileId, new: bool) -> Result<Loaded, CoreError> {
        let held = self.inner().loaded.borrow().as_ref().filter(|held| held.case.id == file).cloned();
        match held {
            Some(held) => Ok(held),
            None if new => Ok(core.blank(file)),
            None => core.load(file).await,
        }
    }

    // ---- commands -------------------------------------------------------

    /// Saves a record. `draft` ends with it. Gives the warnings.
    pub async fn save(self, file: FileId, id: RecordId, content: Content, draft: Option<DraftId>) -> Result<Vec<Warning>, CoreError> {
        let new = matches!(content, Content::Pupil(_)) && self.headers.with_untracked(|all| all.iter().all(|header| header.file != file));
        self.run(file, new || file == SETTINGS_FILE, Step::Decide(Command::Save { id, content }, draft)).await
    }

    /// Deletes a record; it stays in history and the notice offers to undo.
    pub async fn delete(self, file: FileId, id: RecordId) -> Result<Vec<Warning>, CoreError> {
        self.run(file, false, Step::Decide(Command::Delete { id }, None)).await
    }

    /// Takes the last change back by writing what was there before.
    pub async fn undo(self) -> Result<(), CoreError> {
        let Some(undo) = self.inner().undo.borrow_mut().take() else { return Ok(()) };
        self.run(undo.file, false, Step::Write(undo.changes)).await?;
        self.say(Notice::good("Taken back."));
        Ok(())
    }

    async fn run(self, file: FileId, new: bool, step: Step) -> Result<Vec<Warning>, CoreError> {
        let done = self.inner().queue.run(async move {
            let core = self.core()?;
            let settings = self.settings.get_untracked();
            let before = if file == SETTINGS_FILE { core.load(file).await? } else { self.loaded(&core, file, new).await? };
            let saved = match step {
                Step::Decide(command, draft) => core.dispatch(&before, &settings, &command, draft).await?,
                Step::Write(changes) => core.write(&before, &settings, &changes, Vec::new(), None).await?,
            };
            Ok(self.after(file, saved))
        });
        done.await.unwrap_or(Err(CoreError::Locked))
    }

    fn after(self, file: FileId, saved: Saved) -> Vec<Warning> {
        let Saved { loaded, header, warnings, undo, at } = saved;
        self.saved_at.set(Some(at));
        *self.inner().undo.borrow_mut() = Some(Undo { file, changes: undo });
        if file == SETTINGS_FILE {
            let found = loaded.case.items().find_map(|item| match &item.entry.content {
                Content::Settings(settings) => Some(settings.clone()),
                _ => None,
            });
            if let Some(settings) = found {
                self.settings.set(Arc::new(settings));
            }
        } else {
            self.publish(loaded, header);
        }
        marker::count_change();
        warnings
    }

    /// The record that holds the settings.
    pub async fn settings_record(self) -> Result<Option<RecordId>, CoreError> {
        let loaded = self.core()?.load(SETTINGS_FILE).await?;
        Ok(loaded.case.items().find(|item| matches!(item.entry.content, Content::Settings(_))).map(|item| item.id))
    }

    // ---- drafts ---------------------------------------------------------

    /// The draft of a form: one for each record, and one for each kind of new record in a file.
    pub fn draft_id(kind: Kind, record: Option<RecordId>) -> DraftId {
        match record {
            Some(record) => DraftId::from_bytes(*record.as_bytes()),
            None => {
                let mut bytes = [0; 16];
                bytes[15] = kind as u8 + 1;
                DraftId::from_bytes(bytes)
            }
        }
    }

    /// Keeps a half-filled form.
    pub fn keep_draft(self, file: FileId, draft: DraftId, row: DraftRow) {
        let Ok(core) = self.core() else { return };
        let done = self.inner().queue.run(async move { core.keep_draft(file, draft, 0, &records::encode_draft(&row)).await });
        wasm_bindgen_futures::spawn_local(async move {
            if let Some(Err(error)) = done.await {
                self.say(Notice::error(&error));
            }
        });
    }

    /// Appends an event to a running observation; resolves when it is on the disk.
    pub async fn append(self, file: FileId, draft: DraftId, seq: u64, plain: Vec<u8>) -> Result<(), CoreError> {
        let core = self.core()?;
        let done = self.inner().queue.run(async move { core.keep_draft(file, draft, seq, &plain).await });
        done.await.unwrap_or(Err(CoreError::Locked))
    }

    /// Drops a draft.
    pub async fn drop_draft(self, file: FileId, draft: DraftId) -> Result<(), CoreError> {
        let core = self.core()?;
        let done = self.inner().queue.run(async move { core.drop_draft(file, draft).await });
        done.await.unwrap_or(Err(CoreError::Locked))
    }

    // ---- notices --------------------------------------------------------

    /// Says something at the foot of the screen.
    pub fn say(self, notice: Notice) {
        self.notice.set(Some(notice));
    }

    /// Says that a change was saved, with the way to undo it, and what to know about it.
    pub fn say_saved(self, what: &str, warnings: &[Warning]) {
        let mut notice = Notice::good(what);
        notice.undo = true;
        if let Some(first) = warnings.first() {
            notice.tone = Tone::Warn;
            notice.text.push(' ');
            notice.text.push_str(&crate::present::words::warning(first));
        }
        self.say(notice);
    }
}

impl Default for Store {
    fn default() -> Self {
        Self::new()
    }
}

enum Step {
    Decide(Command, Option<DraftId>),
    Write(Vec<Change>),
}

/// Why a casebook did not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartError {
    /// Wrong passphrase or words.
    Wrong,
    /// The key worker did not start or ended early.
    Worker,
    /// The database failed.
    Db(DbError),
    /// A row could not be read.
    Core(CoreError),
}

fn order(a: &Header, b: &Header) -> std::cmp::Ordering {
    (&a.surname, &a.first_names, a.file).cmp(&(&b.surname, &b.first_names, b.file))
}

fn trouble(error: DbError) -> Trouble {
    match error {
        DbError::Blocked => Trouble::Blocked,
        DbError::Newer => Trouble::Newer,
        other => Trouble::Browser(super::notices::db_words(&other)),
    }
}

/// The store of this page.
pub fn use_store() -> Store {
    expect_context::<Store>()
}
