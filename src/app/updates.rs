//! New versions of Casebook: when the host is asked for one, and what becomes of a page that runs an older one.

use std::cell::Cell;
use std::rc::Rc;

use super::phase::Phase;
use super::store::Store;
use crate::browser::{clock, page, service_worker, timer};

/// Coming to the front asks at most so often.
const HOUR_MS: i64 = 60 * 60_000;
/// A page that stays in front asks so often.
const DAY_MS: i64 = 24 * HOUR_MS;

thread_local! {
    /// It was this page that asked for the new version.
    static ASKED_FOR: Cell<bool> = const { Cell::new(false) };
}

/// Registers the service worker and asks for new versions from now on.
pub fn watch(store: Store) {
    let changed = move || {
        let waits = service_worker::waits();
        if store.device.update_waiting.get_untracked() != waits {
            store.device.update_waiting.set(waits);
        }
    };
    service_worker::register(changed, move || taken_over(store));
    // Loading the page has asked.
    let asked = Rc::new(Cell::new(clock::now().utc_ms));
    let ask_after = move |least_ms: i64| {
        let now = clock::now().utc_ms;
        // A lesson is not disturbed; a clock that was put back counts as time that passed.
        if (now - asked.get()).abs() >= least_ms && !store.observing.running.get_untracked() {
            asked.set(now);
            service_worker::ask();
        }
    };
    let shown = ask_after.clone();
    if let Some(listeners) = page::on_visibility(move |visible| {
        if visible {
            shown(HOUR_MS);
        }
    }) {
        listeners.into_iter().for_each(crate::browser::Listener::forever);
    }
    timer::every(HOUR_MS as u32, move || ask_after(DAY_MS));
}

/// Takes the version that waits. What was typed has been put away.
fn take(store: Store) {
    ASKED_FOR.set(true);
    if !service_worker::accept() {
        ASKED_FOR.set(false);
        store.device.update_waiting.set(false);
    }
}

/// A new version took over. A page where somebody types continues until they pause: its files are loaded already.
fn taken_over(store: Store) {
    let used = matches!(store.session.phase.get_untracked(), Phase::Open | Phase::Observing);
    if used && !ASKED_FOR.get() {
        super::locking::lock_when_quiet(store);
    } else {
        store.lock();
    }
}

impl Store {
    /// Takes the waiting version: what was typed is put away first.
    pub fn take_update(self) {
        self.session.flush();
        let done = self.session.inner().queue.run(async {});
        self.device.task(async move {
            done.await;
            take(self);
        });
    }
}
