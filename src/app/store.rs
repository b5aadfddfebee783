//! All that a page works with, put together: starting, unlocking and locking, which need every part.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::casebook::Casebook;
use super::device::Device;
use super::holding::Holding;
use super::navigation::Navigation;
use super::notices::Notice;
use super::observing::Observing;
use super::session::{Opened, Session, VAULT_HEADER};
use super::split::Fetch;
use super::transfer::Transfers;
use crate::browser::db::{Db, Lost};
use crate::browser::{marker, page, storage_health, tabs};
use crate::route::Route;
use casebook_domain::case::CaseFile;
use casebook_domain::content::Content;
use casebook_domain::decide::Command;
use casebook_domain::settings::Settings;
use casebook_records::{SETTINGS_FILE, SETTINGS_RECORD, UNATTACHED_FILE};
use casebook_repository::Repository;
use casebook_repository::rows::{DbError, StoreName};
use casebook_vault::{self as vault, Derived, RecoverySheet, SlotId, Unlocked, VaultHeader};

pub use super::navigation::{Frame, Preset};
pub use super::session::{Passphrase, Person, Phase, Sealing, StartError, StartFailure};

/// All that a page works with, each part a handle of its own. Copy.
#[derive(Clone, Copy)]
pub struct Store {
    /// The tablet and its page.
    pub device: Device,
    /// The page and the way to another.
    pub navigation: Navigation,
    /// The lock, the people, the queue.
    pub session: Session,
    /// Files, settings, commands.
    pub casebook: Casebook,
    /// The observation that runs.
    pub observing: Observing,
    /// Bundles that are made and opened.
    pub transfers: Transfers,
}

impl Store {
    /// A store that has not started; `fetch` gets what lies behind the lock.
    pub fn new(fetch: Fetch) -> Self {
        let (device, navigation) = (Device::new(), Navigation::new());
        let session = Session::new(device, fetch);
        let casebook = Casebook::new(device, navigation, session);
        let observing = Observing::new(casebook);
        let transfers = Transfers::new(casebook);
        let store = Self { device, navigation, session, casebook, observing, transfers };
        *session.inner().arrived.borrow_mut() = Some(Rc::new(move |inside| (inside.listen)(store)));
        store
    }

    /// Starts: listens to the address bar and finds out what is there.
    pub fn begin(self) {
        self.device.show_theme();
        let heard = page::on_hash(move |hash| {
            let held = self.navigation.around.get_untracked() == Frame::Held
                || self.session.phase.get_untracked() == Phase::Observing;
            if held || self.device.blank.get_untracked() {
                // Going back leads nowhere while somebody else may hold the tablet.
                page::replace_hash(&self.navigation.route.get_untracked().to_string());
            } else {
                self.follow(Route::parse(&hash));
            }
        });
        if let Some(heard) = heard {
            heard.forever();
        }
        Effect::new(move |_| {
            self.navigation.route.track();
            self.device.task(async move {
                // Without it nothing is open yet, and the person who enters opens the page's file.
                if let Some(inside) = self.session.inside() {
                    (inside.open_for_route)(self).await;
                }
                page::scroll_to_top();
                page::focus("page-title");
            });
        });
        super::updates::watch(self);
        super::locking::watch(self);
        self.device.task(self.start());
    }

    async fn start(self) {
        let asked = self.navigation.route.get_untracked() == Route::Demo;
        if asked {
            marker::set_demo(true);
            page::replace_hash(&Route::Today.to_string());
            self.navigation.route.set(Route::Today);
        }
        let demo = asked || marker::demo();
        self.session.demo.set(demo);
        match tabs::claim(self.session.db_name()).await {
            tabs::Claim::Owner => self.own(),
            tabs::Claim::Elsewhere => return self.session.phase.set(Phase::Elsewhere),
        }
        let phase = match self.find().await {
            Ok(phase) => phase,
            Err(error) => Phase::Trouble(trouble(&error)),
        };
        if demo && phase != Phase::Open {
            return self.start_demo().await;
        }
        self.session.phase.set(phase);
    }

    pub(super) fn own(self) {
        tabs::on_request(self.session.db_name(), move || {
            self.session.flush();
            self.ask_to_pause();
            let done = self.session.inner().queue.run(async {});
            async move {
                done.await;
            }
        });
        tabs::on_stolen(self.session.db_name(), move || self.session.phase.set(Phase::Elsewhere));
    }

    pub(super) async fn find(self) -> Result<Phase, DbError> {
        let name = self.session.db_name();
        let db = Db::open(name).await?;
        db.take_epoch().await?;
        db.on_lost(move |lost| self.lost(lost));
        let stored = db.get(StoreName::Vault, VAULT_HEADER).await?;
        *self.session.inner().db.borrow_mut() = Some(db);
        let Some(bytes) = stored else {
            return Ok(Phase::FirstRun { vanished: !self.session.demo.get_untracked() && marker::exists() });
        };
        match VaultHeader::parse(&String::from_utf8_lossy(&bytes)) {
            Ok(header) => {
                *self.session.inner().header.borrow_mut() = Some(header);
                Ok(Phase::Locked)
            }
            Err(vault::HeaderError::Newer { .. }) => Ok(Phase::Trouble(StartFailure::Newer)),
            Err(_) => Ok(Phase::Trouble(StartFailure::DamagedVault)),
        }
    }

    /// The database is lost for good. What was typed is written where it still can be, else this page keeps holding it.
    fn lost(self, lost: Lost) {
        self.session.flush();
        if lost == Lost::Removed && self.session.phase.get_untracked() == Phase::Open {
            return self.casebook.holding.set(Holding::ForGood);
        }
        let done = self.session.inner().queue.run(async {});
        self.device.task(async move {
            done.await;
            self.session.phase.set(Phase::Trouble(match lost {
                Lost::Replaced => StartFailure::Blocked,
                Lost::Removed => StartFailure::Browser(super::notices::db_words(&DbError::Removed)),
            }));
        });
    }

    /// Makes a casebook: name, school and passphrase. Gives the recovery sheet,
    /// which is shown once; [`Store::enter`] continues from there.
    pub async fn create(
        self,
        mentor: String,
        school: String,
        passphrase: Passphrase<'_>,
    ) -> Result<RecoverySheet, StartError> {
        let inside = self.session.fetch_inside().await?;
        let passphrase = match passphrase {
            Passphrase::Offered(words) => words,
            Passphrase::Own(typed) => {
                (inside.check_passphrase)(typed, &[&mentor, &school]).map_err(StartError::Weak)?;
                typed
            }
        };
        let derived = self.session.derive(passphrase, vault::random_salt(), vault::Params::DEFAULT).await?;
        (inside.create)(self, derived, Settings::new(mentor, school)).await
    }

    /// Makes a casebook that opens with a key that was derived already.
    pub(crate) async fn create_with(self, derived: &Derived, settings: Settings) -> Result<RecoverySheet, StartError> {
        let created = vault::create(derived, &settings.mentor);
        let inner = self.session.inner();
        let db = self.session.db().ok_or(StartError::Worker)?;
        let repository =
            Rc::new(Repository::new(db, created.unlocked.keys, created.header.actor(), crate::browser::clock::now));
        inner.opened_by.set(created.header.passphrase_slots().next().map(|(slot, ..)| slot));
        let before = repository.blank(SETTINGS_FILE);
        let command = Command::Save { id: SETTINGS_RECORD, content: Content::Settings(settings.clone()) };
        // The header comes last: what is not finished is no casebook.
        repository.dispatch(&before, &settings, &command, None).await.map_err(StartError::Core)?;
        self.session.put_header(&repository, &created.header).await.map_err(StartError::Core)?;
        *inner.header.borrow_mut() = Some(created.header);
        *inner.repository.borrow_mut() = Some(repository);
        self.casebook.settings.set(Arc::new(settings));
        if !self.session.demo.get_untracked() {
            marker::set_exists();
            storage_health::ask_to_persist();
        }
        Ok(created.sheet)
    }

    /// Opens the sealed casebook with a passphrase: every person's slot is tried.
    pub async fn unlock(self, passphrase: &str) -> Result<(), StartError> {
        let Opened { slot, unlocked, .. } = self.session.try_passphrase(passphrase).await?;
        self.unlocked(unlocked, Some(slot)).await
    }

    /// Opens the sealed casebook with the twelve recovery words.
    pub async fn unlock_with_words(self, words: &str) -> Result<(), StartError> {
        let unlocked = self.session.try_words(words).await?;
        self.unlocked(unlocked, None).await?;
        // Not in a lesson: the passphrase can wait, the pupils can't.
        if !self.observing.running.get_untracked() {
            *self.session.inner().recovery_words.borrow_mut() = Some(words.to_owned());
            self.navigation.open_at(Route::NewPassphrase);
        }
        Ok(())
    }

    async fn unlocked(self, unlocked: Unlocked, by: Option<SlotId>) -> Result<(), StartError> {
        let inner = self.session.inner();
        let actor = inner.header.borrow().as_ref().map(VaultHeader::actor).ok_or(StartError::Wrong)?;
        let db = self.session.db().ok_or(StartError::Worker)?;
        let inside = self.session.fetch_inside().await?;
        inner.opened_by.set(by);
        *inner.repository.borrow_mut() =
            Some(Rc::new(Repository::new(db, unlocked.keys, actor, crate::browser::clock::now)));
        (inside.enter)(self).await
    }

    /// Continues from the recovery sheet.
    pub async fn enter_made(self) -> Result<(), StartError> {
        (self.session.fetch_inside().await?.enter)(self).await
    }

    /// Opens with a key that was derived already, by the first slot.
    pub(super) async fn unlock_with(self, key: &vault::Key) -> Result<(), StartError> {
        let header = self.session.header().ok_or(StartError::Wrong)?;
        let (slot, ..) = header.passphrase_slots().next().ok_or(StartError::Wrong)?;
        let unlocked = vault::unlock_with_key(&header, slot, key).map_err(|_| StartError::Wrong)?;
        self.unlocked(unlocked, Some(slot)).await
    }

    /// Reads the headers and shows the casebook.
    pub async fn enter(self) -> Result<(), StartError> {
        let repository = self.session.repository().map_err(StartError::Core)?;
        page::mark("unlock:start");
        repository.take_up().await.map_err(StartError::Core)?;
        self.casebook.refresh(&repository).await.map_err(StartError::Core)?;
        self.session.meet();
        self.to_running_observation().await;
        self.session.look_at_clock();
        self.session.phase.set(Phase::Open);
        page::mark("unlock:end");
        self.casebook.read_backups();
        self.device.task(self.transfers.look_for_waiting());
        self.session.go_on_sealing();
        self.casebook.open_for_route().await;
        Ok(())
    }

    /// The person who opens the casebook while an observation runs is in a lesson: straight back to it, unless another page was
    /// open.
    async fn to_running_observation(self) {
        let Ok(Some(found)) = self.observing.running_observation().await else { return };
        if self.observing.running.get_untracked() && self.navigation.route.get_untracked() == Route::Today {
            let file = match found.running.observed.as_slice() {
                [only] => only.file,
                _ => None,
            };
            let route = Route::observe(file);
            page::replace_hash(&route.to_string());
            self.navigation.route.set(route);
        }
    }

    /// Locks: flushes what was typed, waits for the writes, and reloads, since
    /// freed wasm memory keeps plain text and a reload does not.
    pub fn lock(self) {
        self.device.blank.set(true);
        self.session.flush();
        self.ask_to_pause();
        let done = self.session.inner().queue.run(async {});
        wasm_bindgen_futures::spawn_local(async move {
            done.await;
            if let Some(inside) = self.session.inside() {
                (inside.write_held)(self).await;
            }
            page::forget_and_reload();
        });
    }

    /// Locks everything but the observation that runs: nobody touched the tablet for the time after which it locks, and
    /// recording continues. What was read of the casebook is let go.
    pub(super) fn lock_around_observation(self) {
        self.device.blank.set(true);
        if self.session.phase.get_untracked() != Phase::Open {
            return;
        }
        self.session.flush();
        let done = self.session.inner().queue.run(async {});
        self.device.task(async move {
            done.await;
            if !self.navigation.route.get_untracked().observes() {
                self.navigation.open_at(Route::Observe);
            }
            self.session.phase.set(Phase::Observing);
            self.casebook.let_go();
            self.casebook.file.set(None);
            self.casebook.headers.set(Arc::default());
            self.casebook.unattached.set(Arc::new(CaseFile::new(UNATTACHED_FILE)));
            self.casebook.hand_over.set(None);
            self.device.notice.set(None);
        });
    }

    /// Opens the casebook again around the observation that runs. Whether this passphrase is that of the person who opened it;
    /// somebody else's locks it first, since entries bear a name.
    pub async fn unlock_around_observation(self, passphrase: &str) -> bool {
        let Ok(Opened { slot, .. }) = self.session.try_passphrase(passphrase).await else { return false };
        if self.session.opened_by() != Some(slot) {
            self.lock();
            return true;
        }
        let Ok(repository) = self.session.repository() else { return false };
        if let Err(error) = self.casebook.refresh(&repository).await {
            self.device.say(Notice::error(&error));
            return false;
        }
        self.session.phase.set(Phase::Open);
        self.casebook.open_for_route().await;
        true
    }

    /// Puts the pause of an observation that runs into the queue.
    fn ask_to_pause(self) {
        if let Some(inside) = self.session.inside().filter(|_| self.observing.running.get_untracked()) {
            (inside.pause_observation)(self);
        }
    }

    /// Takes the waiting version: what was typed is put away first.
    pub fn take_update(self) {
        self.session.flush();
        let done = self.session.inner().queue.run(async {});
        self.device.task(async move {
            done.await;
            super::updates::take(self);
        });
    }
}

pub(super) fn trouble(error: &DbError) -> StartFailure {
    match error {
        DbError::Blocked => StartFailure::Blocked,
        DbError::Newer => StartFailure::Newer,
        other => StartFailure::Browser(super::notices::db_words(other)),
    }
}

/// The store of this page.
pub fn use_store() -> Store {
    expect_context::<Store>()
}
