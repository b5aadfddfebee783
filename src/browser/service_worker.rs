//! The service worker from the page's side: offline, protection for workers, and new versions.
//!
//! It puts the security headers on everything that it serves, workers included; so a page that is not under its control
//! starts no worker. A new version waits until the mentor takes it; then every tab flushes and loads anew.

use core::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    RegistrationOptions, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState,
    ServiceWorkerUpdateViaCache,
};

use super::events::Listener;

/// The one address that never carries a hash: browsers remember it.
const SCRIPT: &str = "./sw.js";
/// Taken by sw.js: let the waiting version take over.
const ACCEPT: &str = "accept";
/// Taken by sw.js: take charge of a page that was loaded past it.
const CLAIM: &str = "claim";

/// The service worker could not be installed: not supported here, no secure address, a private window, or files that did not
/// arrive whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotInstalled;

#[derive(Default)]
struct State {
    registration: RefCell<Option<ServiceWorkerRegistration>>,
    failed: Cell<bool>,
    claimed: Cell<bool>,
    listeners: RefCell<Vec<Listener>>,
}

thread_local! {
    static STATE: Rc<State> = Rc::default();
}

fn state() -> Rc<State> {
    STATE.with(Clone::clone)
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    super::has(&navigator, "serviceWorker").then(|| navigator.service_worker())
}

/// Whether the page is under the service worker's control: it works offline from now on, and workers may start.
pub fn is_protected() -> bool {
    container().is_some_and(|container| container.controller().is_some())
}

/// Installs it. `waiting` is called when a new version stands ready, now or later; `taken_over` when a new version was
/// accepted, here or in another tab: flush, then reload.
pub fn register(waiting: impl Fn() + 'static, taken_over: impl Fn() + 'static) {
    let state = state();
    let Some(container) = container() else { return state.failed.set(true) };

    let had_one = Cell::new(container.controller().is_some());
    let listener = Listener::new(&container, "controllerchange", move |_| {
        // The first one only begins to protect this page, which is of the same version.
        if had_one.replace(true) {
            taken_over();
        }
    });
    state.listeners.borrow_mut().push(listener);

    let waiting = Rc::new(waiting);
    spawn_local(async move {
        let options = RegistrationOptions::new();
        options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
        let registered = JsFuture::from(container.register_with_options(SCRIPT, &options)).await;
        let Ok(registration) = registered.map(|value| value.unchecked_into::<ServiceWorkerRegistration>()) else {
            return state.failed.set(true);
        };
        *state.registration.borrow_mut() = Some(registration.clone());
        if registration.waiting().is_some() && container.controller().is_some() {
            waiting();
        }
        if let Some(installing) = registration.installing() {
            watch(&installing, waiting.clone());
        }
        let found = registration.clone();
        let listener = Listener::new(&registration, "updatefound", move |_| {
            if let Some(installing) = found.installing() {
                watch(&installing, waiting.clone());
            }
        });
        state.listeners.borrow_mut().push(listener);
    });
}

/// Follows a version while it is installed.
fn watch(worker: &ServiceWorker, waiting: Rc<impl Fn() + 'static>) {
    let watched = worker.clone();
    let listener = Listener::new(worker, "statechange", move |_| match watched.state() {
        ServiceWorkerState::Installed if is_protected() => waiting(),
        ServiceWorkerState::Redundant if !is_protected() => state().failed.set(true),
        _ => {}
    });
    state().listeners.borrow_mut().push(listener);
}

/// Waits until the page is protected: on the very first load until everything was fetched for offline use.
///
/// # Errors
/// [`NotInstalled`].
pub async fn protected() -> Result<(), NotInstalled> {
    let state = state();
    loop {
        if is_protected() {
            return Ok(());
        }
        if state.failed.get() {
            return Err(NotInstalled);
        }
        // A reload with shift goes past a service worker that is there.
        let active = state.registration.borrow().as_ref().and_then(ServiceWorkerRegistration::active);
        if let Some(active) = active
            && active.state() == ServiceWorkerState::Activated
            && !state.claimed.replace(true)
        {
            let _ = active.post_message(&CLAIM.into());
        }
        TimeoutFuture::new(50).await;
    }
}

/// Takes the version that waits. `taken_over` follows in every tab.
pub fn accept() {
    let waiting = state().registration.borrow().as_ref().and_then(ServiceWorkerRegistration::waiting);
    if let Some(waiting) = waiting {
        let _ = waiting.post_message(&ACCEPT.into());
    }
}
