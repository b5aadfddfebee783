//! Locking, by hand and automatically: when nobody has touched the tablet for a while, and when the page has been hidden for a
//! minute. A hidden page is always blank. While an observation runs, everything but the observation locks: recording
//! continues behind a blank screen, for at most ninety minutes (docs/security.md#at-rest).

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::notice::Notice;
use super::phase::Phase;
use super::session::Opened;
use super::store::Store;
use crate::browser::{clock, page, timer};
use crate::route::Route;
use casebook_domain::case::CaseFile;
use casebook_domain::locking::{self, Idle};
use casebook_records::UNATTACHED_FILE;

/// A hidden page locks after this long.
const HIDDEN_MS: i64 = 60_000;
/// An observation keeps the casebook open for at most this long after the last touch.
const OBSERVING_MS: u64 = 90 * 60_000;
/// How often idleness is looked at. The wall clock decides, not the ticks. While an observation runs, nothing is looked at
/// before it can be due: the tablet has to last the lesson.
const LOOK_MS: u32 = 10_000;
/// The same while it says that it is about to lock.
const WARNED_LOOK_MS: u64 = 500;
/// A page that is to give way to a new version waits until nobody has touched it for so long.
const QUIET_MS: u64 = 15_000;

/// Starts watching.
pub fn watch(store: Store) {
    let idle = Rc::new(page::Idle::watch());
    let hidden_since = Rc::new(Cell::new(None::<i64>));

    let (idled, hidden) = (idle.clone(), hidden_since.clone());
    let look: Rc<dyn Fn()> = Rc::new(move || {
        let open = matches!(store.session.phase.get_untracked(), Phase::Open | Phase::Observing);
        if !open || store.session.demo.get_untracked() {
            return;
        }
        let observing = store.observing.running.get_untracked();
        let limit = if observing { OBSERVING_MS } else { store.casebook.lock_after_ms() };
        let away =
            hidden.get().is_some_and(|since| clock::now().utc_ms - since > HIDDEN_MS) && !store.device.own_window();
        let stand = locking::idle(idled.for_ms(), limit);
        let warned = matches!(stand, Idle::AboutToLock(_)) && !observing && hidden.get().is_none();
        if store.device.about_to_lock.get_untracked() != warned {
            store.device.about_to_lock.set(warned);
        }
        if stand == Idle::Over || (away && !observing) {
            store.lock();
        } else if observing && idled.for_ms() > store.casebook.lock_after_ms() {
            store.lock_around_observation();
        }
    });

    let seen = look.clone();
    if let Some(listeners) = page::on_visibility(move |visible| {
        if visible {
            // Before anything is painted: the person who picked the tablet up may not be the mentor.
            seen();
            hidden_since.set(None);
        } else {
            hidden_since.set(Some(clock::now().utc_ms));
            if matches!(store.session.phase.get_untracked(), Phase::Open | Phase::Observing)
                && !store.device.own_window()
            {
                store.device.blank.set(true);
                store.session.flush();
            }
        }
    }) {
        listeners.into_iter().for_each(crate::browser::Listener::forever);
    }
    if let Some(leaving) = page::on_leave(move || store.session.flush()) {
        leaving.forever();
    }
    // Armed again when an observation begins or ends, and when a touch ends the blank screen.
    let alarm = Rc::new(timer::Alarm::default());
    Effect::new(move |_| {
        store.observing.running.track();
        store.device.blank.track();
        keep_looking(store, &alarm, look.clone(), idle.clone());
    });
}

/// Locks as soon as nobody has used the page for a while, or it is hidden: a new version took over in another window.
pub fn lock_when_quiet(store: Store) {
    let idle = page::Idle::watch();
    store.device.task(async move {
        while page::is_visible() && idle.for_ms() < QUIET_MS {
            timer::wait_ms(1_000).await;
        }
        store.lock();
    });
}

fn idle_of(store: Store, watched: &page::Idle) -> Idle {
    locking::idle(watched.for_ms(), store.casebook.lock_after_ms())
}

fn keep_looking(store: Store, alarm: &Rc<timer::Alarm>, look: Rc<dyn Fn()>, idle: Rc<page::Idle>) {
    let wait = match store.observing.running.get_untracked() {
        true => next_due_ms(idle.for_ms(), store.casebook.lock_after_ms(), store.device.blank.get_untracked()),
        false => match idle_of(store, &idle) {
            // The person who comes back within the warning sees it go.
            Idle::AboutToLock(left) => left.min(WARNED_LOOK_MS) as u32,
            Idle::InUse(left) => left.min(u64::from(LOOK_MS)) as u32,
            Idle::Over => LOOK_MS,
        },
    };
    let again = alarm.clone();
    alarm.set(wait, move || {
        look();
        keep_looking(store, &again, look, idle);
    });
}

/// Milliseconds until a running observation's screen can be due for blanking or, where it is blank, the casebook for
/// locking.
fn next_due_ms(idle_ms: u64, blank_after_ms: u64, blank: bool) -> u32 {
    let due = if blank { OBSERVING_MS } else { blank_after_ms.min(OBSERVING_MS) };
    // At once is a second: a look that has just been taken is not taken again and again.
    u32::try_from(due.saturating_sub(idle_ms)).unwrap_or(u32::MAX).max(1_000)
}

impl Store {
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
    pub(super) fn ask_to_pause(self) {
        if let Some(inside) = self.session.inside().filter(|_| self.observing.running.get_untracked()) {
            (inside.pause_observation)(self);
        }
    }
}
