//! Making a casebook and opening it.

use std::rc::Rc;
use std::sync::Arc;

use super::phase::{Passphrase, Phase, StartError};
use super::session::Opened;
use super::store::Store;
use crate::browser::db::Db;
use crate::browser::{marker, page, storage_health};
use crate::route::Route;
use casebook_domain::content::Content;
use casebook_domain::decide::Command;
use casebook_domain::settings::Settings;
use casebook_records::{SETTINGS_FILE, SETTINGS_RECORD};
use casebook_repository::Repository;
use casebook_vault::{self as vault, Derived, RecoverySheet, SlotId, Unlocked, VaultHeader};

impl Store {
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
        self.session.inner().locked.borrow_mut().take();
        let db = Db::open(self.session.db_name()).await.map_err(StartError::Db)?;
        db.take_epoch().await.map_err(StartError::Db)?;
        let db = self.keep(db);
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
        let inside = self.session.fetch_inside().await?;
        self.session.inner().opened_by.set(by);
        (inside.open)(self, unlocked).await
    }

    /// Opens the database as a whole with these keys, reads the headers and shows the casebook.
    pub async fn open(self, unlocked: Unlocked) -> Result<(), StartError> {
        let inner = self.session.inner();
        let actor = inner.header.borrow().as_ref().map(VaultHeader::actor).ok_or(StartError::Wrong)?;
        // Its connection would hold up an upgrade.
        let epoch = inner.locked.borrow_mut().take().map(|locked| locked.epoch());
        let db = Db::open_existing(self.session.db_name()).await.map_err(StartError::Db)?;
        match epoch {
            Some(epoch) => db.adopt_epoch(epoch),
            // A try before this one has opened it and failed afterwards.
            None => drop(db.take_epoch().await.map_err(StartError::Db)?),
        }
        let db = self.keep(db);
        *inner.repository.borrow_mut() =
            Some(Rc::new(Repository::new(db, unlocked.keys, actor, crate::browser::clock::now)));
        self.enter().await
    }

    fn keep(self, db: Db) -> Db {
        db.on_lost(move |lost| self.lost(lost));
        *self.session.inner().db.borrow_mut() = Some(db.clone());
        db
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
}
