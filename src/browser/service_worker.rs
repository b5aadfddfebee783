//! The service worker from the page's side: offline, protection for workers, and new versions.
//!
//! It puts the security headers on everything that it serves, workers included; so a page that is not under its control
//! starts no worker. A new version waits until the mentor takes it; then every tab flushes and reloads.

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
/// By then a registration has what its worker's state says.
const SETTLED_MS: u32 = 1_000;

/// The service worker could not be installed: not supported here, no secure address, a private window, or files that did not
/// arrive whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotInstalled;

#[derive(Default)]
struct State {
    registration: RefCell<Option<ServiceWorkerRegistration>>,
    failed: Cell<bool>,
    claimed: Cell<bool>,
    changed: RefCell<Option<Rc<dyn Fn()>>>,
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

/// Whether a new version waits to be taken. At the very first load the only version is no new one, whatever state it is in.
pub fn waits() -> bool {
    let state = state();
    let registration = state.registration.borrow();
    registration.as_ref().is_some_and(|found| found.waiting().is_some() && found.active().is_some()) && is_protected()
}

/// Installs it. `changed` is called when [`waits`] may say something else than before; `taken_over` when a new version was
/// accepted, here or in another tab: flush, then reload.
pub fn register(changed: impl Fn() + 'static, taken_over: impl Fn() + 'static) {
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

    let changed: Rc<dyn Fn()> = Rc::new(changed);
    *state.changed.borrow_mut() = Some(changed.clone());
    spawn_local(async move {
        let options = RegistrationOptions::new();
        options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
        let registered = JsFuture::from(container.register_with_options(SCRIPT, &options)).await;
        let Ok(registration) = registered.map(|value| value.unchecked_into::<ServiceWorkerRegistration>()) else {
            return state.failed.set(true);
        };
        *state.registration.borrow_mut() = Some(registration.clone());
        changed();
        if let Some(installing) = registration.installing() {
            watch(&installing, changed.clone());
        }
        let found = registration.clone();
        let listener = Listener::new(&registration, "updatefound", move |_| {
            if let Some(installing) = found.installing() {
                watch(&installing, changed.clone());
            }
        });
        state.listeners.borrow_mut().push(listener);
    });
}

/// Follows a version while it is installed.
fn watch(worker: &ServiceWorker, changed: Rc<dyn Fn()>) {
    let watched = worker.clone();
    let listener = Listener::new(worker, "statechange", move |_| {
        if watched.state() == ServiceWorkerState::Redundant && !is_protected() {
            state().failed.set(true);
        }
        changed();
        // Some browsers tell of the state before the registration has it.
        let later = changed.clone();
        spawn_local(async move {
            TimeoutFuture::new(SETTLED_MS).await;
            later();
        });
    });
    state().listeners.borrow_mut().push(listener);
}

/// Asks the host whether there is a new version. Without a connection nothing comes of it.
pub fn ask() {
    let state = state();
    let asked = state.registration.borrow().as_ref().and_then(|registration| registration.update().ok());
    let Some(asked) = asked else { return };
    spawn_local(async move {
        let _ = JsFuture::from(asked).await;
        let changed = state.changed.borrow().clone();
        if let Some(changed) = changed {
            changed();
        }
    });
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

/// Takes the version that waits; `taken_over` follows in every tab. Says whether there was one.
pub fn accept() -> bool {
    let waiting = state().registration.borrow().as_ref().and_then(ServiceWorkerRegistration::waiting);
    waiting.is_some_and(|waiting| waiting.post_message(&ACCEPT.into()).is_ok())
}
