//! Keeps the screen lit while something runs on it.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{VisibilityState, WakeLockSentinel, WakeLockType};

use super::events::Listener;

/// The screen stays lit while this lives, as far as the browser lets us: it lets go whenever the page is hidden, and this
/// asks again each time the page comes back.
#[must_use = "the screen may go dark when this is dropped"]
pub struct WakeLock {
    held: Rc<RefCell<Option<WakeLockSentinel>>>,
    _visible: Option<Listener>,
}

/// Asks for it. Says nothing where the browser cannot or will not.
pub fn acquire() -> WakeLock {
    let held = Rc::new(RefCell::new(None));
    request(&held);
    let document = web_sys::window().and_then(|window| window.document());
    let visible = document.map(|document| {
        let held = Rc::downgrade(&held);
        let page = document.clone();
        Listener::new(&document, "visibilitychange", move |_| {
            if page.visibility_state() == VisibilityState::Visible
                && let Some(held) = held.upgrade()
            {
                request(&held);
            }
        })
    });
    WakeLock { held, _visible: visible }
}

fn request(held: &Rc<RefCell<Option<WakeLockSentinel>>>) {
    let Some(navigator) = web_sys::window().map(|window| window.navigator()) else { return };
    if !super::has(&navigator, "wakeLock") {
        return;
    }
    let promise = navigator.wake_lock().request(WakeLockType::Screen);
    let held = Rc::downgrade(held);
    spawn_local(async move {
        let Ok(value) = JsFuture::from(promise).await else { return };
        let sentinel: WakeLockSentinel = value.unchecked_into();
        match held.upgrade() {
            Some(held) => drop(held.replace(Some(sentinel)).map(|old| old.release())),
            // Dropped meanwhile.
            None => drop(sentinel.release()),
        }
    });
}

impl Drop for WakeLock {
    fn drop(&mut self) {
        if let Some(sentinel) = self.held.take() {
            let _ = sentinel.release();
        }
    }
}
