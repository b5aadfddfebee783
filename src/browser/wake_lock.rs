//! Keeps the screen lit while something runs on it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{WakeLockSentinel, WakeLockType};

use super::events::Listener;
use super::page;

#[derive(Default)]
struct Held {
    sentinel: RefCell<Option<WakeLockSentinel>>,
    asking: Cell<bool>,
}

impl Held {
    /// Whether the browser keeps the screen lit now. The device may have let go at any time, as when its battery is low.
    fn lit(&self) -> bool {
        self.sentinel.borrow().as_ref().is_some_and(|sentinel| !sentinel.released())
    }
}

/// The screen stays lit while this lives, as far as the browser lets us: it lets go whenever the page is hidden or the battery
/// is low, and this asks again when the page comes back and at the next touch.
#[must_use = "the screen may go dark when this is dropped"]
pub struct WakeLock {
    held: Rc<Held>,
    _listeners: Vec<Listener>,
}

/// Asks for it. Says nothing where the browser cannot or will not.
pub fn acquire() -> WakeLock {
    let held = Rc::new(Held::default());
    request(&held);
    let mut listeners = Vec::new();
    if let Some(window) = web_sys::window() {
        let touched = Rc::downgrade(&held);
        listeners.push(Listener::new(&window, "pointerdown", move |_| {
            if let Some(held) = touched.upgrade() {
                request(&held);
            }
        }));
    }
    let shown = Rc::downgrade(&held);
    listeners.extend(
        page::on_visibility(move |visible| {
            if let Some(held) = shown.upgrade().filter(|_| visible) {
                request(&held);
            }
        })
        .into_iter()
        .flatten(),
    );
    WakeLock { held, _listeners: listeners }
}

/// Whether the browser keeps the screen lit when it is asked: asks and lets go.
pub async fn granted() -> bool {
    match ask().await {
        Some(sentinel) => {
            let _ = sentinel.release();
            true
        }
        None => false,
    }
}

async fn ask() -> Option<WakeLockSentinel> {
    let navigator = web_sys::window()?.navigator();
    if !super::has(&navigator, "wakeLock") {
        return None;
    }
    let granted = JsFuture::from(navigator.wake_lock().request(WakeLockType::Screen)).await.ok()?;
    Some(granted.unchecked_into())
}

fn request(held: &Rc<Held>) {
    if held.lit() || held.asking.replace(true) {
        return;
    }
    let held = Rc::downgrade(held);
    spawn_local(async move {
        let sentinel = ask().await;
        match held.upgrade() {
            Some(held) => {
                held.asking.set(false);
                *held.sentinel.borrow_mut() = sentinel;
            }
            // Dropped in the meantime.
            None => drop(sentinel.map(|sentinel| sentinel.release())),
        }
    });
}

impl Drop for WakeLock {
    fn drop(&mut self) {
        if let Some(sentinel) = self.held.sentinel.take() {
            let _ = sentinel.release();
        }
    }
}
