//! Who can open the casebook, and sealing everything again when one of them may no longer.
//!
//! The order in which a person is removed is what makes it safe to be interrupted anywhere:
//!
//! 1. In one write, the vault's header without their slot, with a new data key for everybody else and the old one wrapped
//!    under it. From here on their passphrase opens nothing, and whatever is written is sealed under the new data key.
//! 2. Row by row, some in each transaction, what is under the old data key is sealed under the new one. It stops with the
//!    page and continues when the casebook is opened again, by the person who opens it.
//! 3. When a whole pass within one turn of the queue finds no row of the old data key, in one write the header without it.
//!
//! The files' headers come after their records: each has a check sum over the records' versions under a subkey, which is
//! counted again.

use super::casebook::Casebook;
use super::session::Session;
use std::sync::Arc;

use super::notice::Notice;
use super::notices::secrets::name_words;
use super::phase::{Person, Sealing, StartError};
use super::session::Opened;
use super::store::Store;
use casebook_domain::people::{NameFault, person_name};
use casebook_repository::RepositoryError;
use casebook_repository::resealing::{SEALED, SomeAnew, rows_at_once};
use casebook_transfer::Progress;
use casebook_vault::{self as vault, Derived, RecoverySheet, SlotId, SlotKind, UnlockError, Unlocked, VaultHeader};

/// Words of a recovery sheet.
const RECOVERY_WORDS: usize = 12;
/// Said when everything is sealed again.
const SEALED_ANEW: &str = "Everything is re-encrypted. A passphrase that was removed opens none of it.";

/// The most characters of a new passphrase of the mentor's own.
const LONGEST_PASSPHRASE: usize = 200;

/// Whether a passphrase of the mentor's own will do, given the names that it must not hold.
///
/// # Errors
/// What is wrong with it, in words.
pub fn check_passphrase(own: &str, names: &[&str]) -> Result<(), String> {
    if own.chars().count() > LONGEST_PASSPHRASE {
        return Err(super::notices::secrets::TOO_LONG_A_PASSPHRASE.to_owned());
    }
    vault::passphrase_check(own, names).map_err(|weak| super::notices::secrets::weak_words(&weak))
}

/// Why the people were not changed. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeopleError {
    /// The passphrase or the recovery words don't open the casebook, or it failed.
    Start(StartError),
    /// The new person's name.
    Name(NameFault),
    /// The vault refuses.
    Vault(UnlockError),
    /// Their passphrase was made by an older Casebook: they have to give a new one first.
    OldPassphrase {
        /// Whose.
        name: String,
    },
}

impl From<StartError> for PeopleError {
    fn from(error: StartError) -> Self {
        Self::Start(error)
    }
}

impl From<RepositoryError> for PeopleError {
    fn from(error: RepositoryError) -> Self {
        Self::Start(StartError::Core(error))
    }
}

impl From<UnlockError> for PeopleError {
    fn from(error: UnlockError) -> Self {
        Self::Vault(error)
    }
}

/// Who proved that they may change who can open the casebook.
struct Proof {
    unlocked: Unlocked,
    /// Their slot, where it was not the recovery words that they typed.
    own: Option<(SlotId, Derived)>,
}

impl Session {
    /// Reads who can open the casebook and who did. What is written from now on is theirs.
    pub(super) fn meet(self) {
        let (Ok(repository), Some(header)) = (self.repository(), self.header()) else { return };
        let opened_by = self.opened_by();
        let person = |slot: &vault::KeySlot| {
            let name = vault::slot_name(repository.keys(), slot).unwrap_or_default();
            matches!(slot.kind, SlotKind::Passphrase { .. }).then(|| Person {
                slot: slot.id,
                name,
                me: Some(slot.id) == opened_by,
            })
        };
        let people: Vec<Person> = header.slots().iter().filter_map(person).collect();
        let me = people.iter().find(|person| person.me).map(|person| person.name.clone());
        repository.write_as(me.filter(|name| !name.is_empty()));
        self.people.set(Arc::new(people));
    }

    /// Whether there is room for one more person.
    pub fn room_for_a_person(self) -> bool {
        self.header().is_some_and(|header| header.has_room())
    }

    /// Whether one more person may be called so; else what is wrong.
    pub fn check_person(self, name: &str) -> Result<(), String> {
        let people = self.people.get_untracked();
        let checked = person_name(name, people.iter().map(|person| person.name.as_str()));
        checked.map(drop).map_err(|fault| name_words(fault).to_owned())
    }

    /// Adds a person who opens the casebook with a passphrase of their own. `own` is the passphrase, or the recovery words,
    /// of the person who adds them.
    pub async fn add_person(self, own: String, name: String, passphrase: String) -> Result<(), PeopleError> {
        let added = self.with_proof(own, async move |header, proof| {
            let people = self.people.get_untracked();
            let name =
                person_name(&name, people.iter().map(|person| person.name.as_str())).map_err(PeopleError::Name)?;
            let new = self.derive_new(&passphrase).await?;
            Ok((vault::add_passphrase(header, &proof.unlocked, &new, &name)?, ()))
        });
        added.await?;
        self.meet();
        Ok(())
    }

    /// Puts a new passphrase in the place of the one typed; with the recovery words, in the place of `whose`.
    pub async fn change_passphrase(self, old: String, new: String, whose: Option<SlotId>) -> Result<(), PeopleError> {
        let changed = self.with_proof(old, async move |header, proof| {
            let slot = proof.own.as_ref().map(|(slot, _)| *slot).or(whose).ok_or(UnlockError::NoSuchSlot)?;
            let new = self.derive_new(&new).await?;
            Ok((vault::change_passphrase(header, &proof.unlocked.data_key, slot, &new)?, ()))
        });
        changed.await
    }

    /// Makes a new recovery sheet; the old one opens this casebook no more, but its old backups.
    pub async fn replace_recovery(self, own: String) -> Result<RecoverySheet, PeopleError> {
        self.with_proof(own, async |header, proof| Ok(vault::replace_recovery(header, &proof.unlocked))).await
    }

    /// Continues sealing everything again, if that was begun and is not done.
    pub fn go_on_sealing(self) {
        let begun = self.header().is_some_and(|header| header.is_being_sealed_anew());
        if !begun || matches!(self.sealing.get_untracked(), Sealing::Runs(_)) {
            return;
        }
        self.sealing.set(Sealing::Runs(Progress::default()));
        self.device.task(async move {
            match self.seal_all().await {
                Ok(()) => {
                    self.sealing.set(Sealing::No);
                    self.device.say(Notice::good(SEALED_ANEW));
                }
                Err(error) => {
                    self.sealing.set(Sealing::Stopped);
                    self.device.say(Notice::error(&error));
                }
            }
        });
    }

    async fn seal_all(self) -> Result<(), RepositoryError> {
        let repository = self.repository()?;
        let mut progress = Progress::default();
        for store in SEALED {
            let rows = repository.db().keys(store, &[]).await?.len();
            progress.total = progress.total.saturating_add(u32::try_from(rows).unwrap_or(u32::MAX));
        }
        for store in SEALED {
            let mut after: Option<Vec<u8>> = None;
            loop {
                let (turn, from) = (repository.clone(), after.take());
                // A turn for each, so that what the mentor saves does not wait for all of them.
                let some = self.enqueue(async move { turn.seal_some_anew(store, from.as_deref()).await });
                let SomeAnew { came_to, .. } = some.await.unwrap_or(Err(RepositoryError::Locked))?;
                progress.done = progress.total.min(progress.done.saturating_add(rows_at_once(store)));
                self.sealing.set(Sealing::Runs(progress));
                if came_to.is_none() {
                    break;
                }
                after = came_to;
            }
        }
        loop {
            let turn = repository.clone();
            let last = self.enqueue(async move {
                // Nor may an import of the time between bring back a row as it was sealed before.
                turn.end_journal().await?;
                // Nobody writes in the meantime: if nothing is found, nothing is left.
                if turn.seal_rest_anew().await? > 0 {
                    return Ok(false);
                }
                let header = self.header().ok_or(RepositoryError::Locked)?;
                self.keep_header(vault::done_sealing(&header)).await?;
                turn.keys().forget_earlier();
                Ok(true)
            });
            if last.await.unwrap_or(Err(RepositoryError::Locked))? {
                return Ok(());
            }
        }
    }

    /// The person who typed this: somebody's passphrase, or the recovery words.
    async fn proof(self, typed: &str) -> Result<Proof, PeopleError> {
        match self.try_passphrase(typed).await {
            Ok(Opened { slot, derived, unlocked }) => Ok(Proof { unlocked, own: Some((slot, derived)) }),
            Err(StartError::Wrong) if typed.split_whitespace().count() == RECOVERY_WORDS => {
                Ok(Proof { unlocked: self.try_words(typed).await?, own: None })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Changes the header for somebody who proved that they may: all in one turn, so that the data key that was proved is the
    /// one in force.
    async fn with_proof<T: 'static>(
        self,
        own: String,
        change: impl AsyncFnOnce(&VaultHeader, &Proof) -> Result<(VaultHeader, T), PeopleError> + 'static,
    ) -> Result<T, PeopleError> {
        let job = async move {
            let proof = self.proof(&own).await?;
            let header = self.header().ok_or(RepositoryError::Locked)?;
            let (header, result) = change(&header, &proof).await?;
            self.keep_header(header).await?;
            Ok(result)
        };
        self.enqueue(job).await.unwrap_or(Err(RepositoryError::Locked.into()))
    }

    /// Says whose slot it is that is in the way.
    fn with_name(self, error: PeopleError) -> PeopleError {
        let PeopleError::Vault(UnlockError::NoLock(slot)) = error else { return error };
        let people = self.people.get_untracked();
        let name = people.iter().find(|person| person.slot == slot).map(|person| person.name.clone());
        PeopleError::OldPassphrase { name: name.unwrap_or_default() }
    }
}

impl Casebook {
    /// The mentor has another name from now on; so is the person who opened the casebook under the old name.
    pub(super) fn follow_mentor(self, mentor: &str) {
        let before = self.settings.get_untracked().mentor.clone();
        let people = self.session.people.get_untracked();
        let me = people.iter().find(|person| person.me && person.name == before && before != mentor);
        let Some(slot) = me.map(|person| person.slot) else { return };
        let name = mentor.to_owned();
        self.device.task(async move {
            let renamed = self.session.enqueue(async move {
                let repository = self.session.repository()?;
                let header = self.session.header().ok_or(RepositoryError::Locked)?;
                match vault::rename(&header, repository.keys(), slot, &name) {
                    Ok(header) => self.session.keep_header(header).await,
                    // Removed in the meantime.
                    Err(_) => Ok(()),
                }
            });
            match renamed.await {
                Some(Err(error)) => self.device.say(Notice::error(&error)),
                _ => self.session.meet(),
            }
        });
    }
}

impl Store {
    /// Gives the casebook a new data key that `without` does not get, and begins to seal everything again under it.
    /// [`Session::sealing`] says how far that is; it continues while the mentor works.
    pub async fn seal_anew(self, own: String, without: Option<SlotId>) -> Result<(), PeopleError> {
        // A bundle under way ends: its worker has keys of its own.
        self.session.flush();
        self.transfers.cancel_transfer();
        self.transfers.close_bundle();
        let job = async move {
            let proof = self.session.proof(&own).await?;
            let repository = self.session.repository()?;
            let header = self.session.header().ok_or(RepositoryError::Locked)?;
            let own = proof.own.as_ref().map(|(slot, derived)| (*slot, derived));
            let anew = vault::seal_anew(&header, &proof.unlocked, own, without)?;
            // What takes an import back are rows as they were sealed: under the data key that is given up.
            repository.end_journal().await?;
            // Whatever worker is left writes in the name of the epoch that it was started in: not any more.
            self.session.db().ok_or(RepositoryError::Locked)?.take_epoch().await.map_err(RepositoryError::from)?;
            self.session.keep_header(anew.header).await?;
            repository.keys().change_to(&anew.unlocked.keys);
            Ok(())
        };
        let begun = self.session.enqueue(job).await.unwrap_or(Err(RepositoryError::Locked.into()));
        begun.map_err(|error| self.session.with_name(error))?;
        self.session.meet();
        self.session.go_on_sealing();
        Ok(())
    }
}
