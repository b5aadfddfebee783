//! Where the program is split: the functions behind the lock.
//!
//! The first screen waits only for the program's first part. Everything that only an open casebook needs (records and
//! their rules, the pages) is reached through this table and nothing else, so that the build can put it into a second
//! part, which arrives while the passphrase is typed. A direct call from the gate into `repository` or a page would pull that
//! code into the first part; the measured sizes show it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::{AnyView, RwSignal};

use super::phase::StartError;
use super::store::Store;
use casebook_domain::settings::Settings;
use casebook_repository::RepositoryError;
use casebook_vault::{Derived, Key, RecoverySheet, SlotId, UnlockError, Unlocked, VaultHeader};

/// Something under way in the page.
pub type Task<T> = Pin<Box<dyn Future<Output = T>>>;

/// Fetches the second part; a part that did not arrive may be asked for again.
pub type Fetch = fn() -> Task<Result<&'static Inside, NotThere>>;

/// The second part of the program did not arrive, or not as it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotThere;

impl From<leptos::wasm_split::SplitLoaderError> for NotThere {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// What lies behind the lock.
pub struct Inside {
    /// Whether a passphrase of one's own is good enough, given the names that it must not hold; why not, in words.
    pub check_passphrase: fn(&str, &[&str]) -> Result<(), String>,
    /// Makes a casebook: seals its settings, then writes the header.
    pub create: fn(Store, Derived, Settings) -> Task<Result<RecoverySheet, StartError>>,
    /// Unlocks a slot whose data key was left for it in a box.
    pub unlock_boxed: fn(&VaultHeader, SlotId, &Key) -> Result<Unlocked, UnlockError>,
    /// Unlocks with the recovery words.
    pub unlock_with_words: fn(&VaultHeader, &str) -> Result<Unlocked, UnlockError>,
    /// The recovery sheet of a casebook that was just made; whether a backup is opened next.
    pub recovery: fn(Arc<RecoverySheet>, RwSignal<bool>) -> AnyView,
    /// Opens the database with the keys and shows the casebook.
    pub open: fn(Store, Unlocked) -> Task<Result<(), StartError>>,
    /// Reads the headers and shows the casebook whose keys are there.
    pub enter: fn(Store) -> Task<Result<(), StartError>>,
    /// Listens for files that come in by themselves; once.
    pub listen: fn(Store),
    /// Opens the file that the page belongs to.
    pub open_for_route: fn(Store) -> Task<()>,
    /// Puts the pause of the running observation into the queue.
    pub pause_observation: fn(Store),
    /// Writes what only this page holds, before a lock takes the page away.
    pub write_held: fn(Store) -> Task<()>,
    /// Opens the demo, making it first where it is not there yet.
    pub demo: fn(Store) -> Task<Result<(), StartError>>,
    /// A failed change or reading, in words.
    pub repository_words: fn(&RepositoryError) -> String,
    /// The observation that runs, alone.
    pub observing: fn() -> AnyView,
    /// The open casebook: the frame and the page in it.
    pub shell: fn() -> AnyView,
}
