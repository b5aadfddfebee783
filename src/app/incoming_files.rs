//! The ways for files in and out. Out: the share sheet. In: files that are dropped, opened with Casebook from the
//! system's files, or shared to it. A file that comes in waits, still sealed, until somebody opens it on its page; it
//! also waits while Casebook is locked and while another window has it.

use super::device::Device;
use super::transfer::Transfers;

use super::device::{file_words, media_type};
use super::navigation::Frame;
use super::notice::{Notice, NoticeTone};
use super::notices::transfers::not_kept_words;
use super::phase::Phase;
use super::store::Store;
pub use crate::browser::files::FileContent;
use crate::browser::files::FileError;
use crate::browser::{arrivals, inbox, page, share};
use crate::route::Route;
use casebook_bundle::armor;

pub use crate::browser::inbox::{NotKept, WaitingFile};
pub use crate::browser::share::Shared;

/// The most that is shared: browsers take 50 MiB at a time, and a text is a third longer.
const MOST_SHARED: usize = 36 * 1024 * 1024;
/// Names nobody.
const TITLE: &str = "Casebook file";
/// What is said where a page must not be left.
const IT_WAITS: &str =
    "A file has come in. It is waiting under Settings, Storage and backups, \"Open a backup or hand-over\".";

/// Listens for files; once, as soon as the program's second part is there.
pub fn listen(store: Store) {
    arrivals::listen(move |arrived| {
        store.device.task(async move {
            let (kept, lost) = arrived.keep().await;
            store.transfers.look_for_waiting().await;
            if kept > 0 {
                lead(store);
            }
            if let Some(&why) = lost.first() {
                store.device.say(Notice::bad(not_kept_words(why)));
            }
        });
    });
    if let Some(listeners) = page::on_visibility(move |visible| {
        if visible {
            store.device.task(store.transfers.look_for_waiting());
        }
    }) {
        listeners.into_iter().for_each(crate::browser::Listener::forever);
    }
    store.device.task(store.transfers.look_for_waiting());
}

/// Goes to the page that opens files, but never out of a lesson or away from somebody who signs.
fn lead(store: Store) {
    let open = Route::OpenBundle;
    if store.navigation.route.get_untracked() == open {
        return;
    }
    match store.session.phase.get_untracked() {
        Phase::Open
            if store.navigation.around.get_untracked() == Frame::Navigation
                && !store.observing.running.get_untracked() =>
        {
            store.navigation.go(open);
        }
        Phase::Open => store.device.say(Notice { tone: NoticeTone::Warn, ..Notice::good(IT_WAITS) }),
        // The person who unlocks it finds the file.
        _ => {
            page::replace_hash(&open.to_string());
            store.navigation.route.set(open);
        }
    }
}

impl Transfers {
    /// Finds out which files wait; while the casebook is open, also what could not be kept.
    pub(super) async fn look_for_waiting(self) {
        let waiting = if self.session.phase.get_untracked() == Phase::Open {
            let (waiting, lost) = inbox::look().await;
            if let Some(why) = lost {
                self.device.say(Notice::bad(not_kept_words(why)));
            }
            waiting
        } else {
            inbox::peek().await
        };
        if self.waiting.with_untracked(|before| *before != waiting) {
            self.waiting.set(waiting);
        }
    }

    /// A waiting file: its name and what it holds. `None`: it is gone.
    pub async fn waiting_file(self, waiting: &WaitingFile) -> Result<Option<(String, FileContent)>, &'static str> {
        match inbox::read(waiting).await {
            Ok(picked) => Ok(Some((picked.name, FileContent::bytes(picked.bytes)))),
            Err(FileError::NothingChosen) => Ok(None),
            Err(error) => Err(file_words(error)),
        }
    }

    /// Waiting files are opened, or not wanted: they are kept no longer.
    pub fn forget_waiting(self, all: Vec<WaitingFile>) {
        if all.is_empty() {
            return;
        }
        self.device.task(async move {
            for waiting in &all {
                inbox::forget(waiting).await;
            }
            self.look_for_waiting().await;
        });
    }
}

impl Device {
    /// Whether the share sheet takes a file of this size.
    pub fn can_share(self, size: usize) -> bool {
        size <= MOST_SHARED && share::takes_text_files()
    }

    /// Hands a file to the system's share sheet, an encrypted one as text (see [`casebook_bundle::armor`]).
    pub async fn share(self, name: &str, bytes: &[u8]) -> Shared {
        // The sheet may hide the page.
        self.expect_own_window(true);
        let shared = if name.ends_with(".casebook") {
            share::file(&armor::text_name(name), "text/plain", TITLE, armor::text(bytes).as_bytes()).await
        } else {
            share::file(name, media_type(name), TITLE, bytes).await
        };
        self.expect_own_window(false);
        shared
    }
}
