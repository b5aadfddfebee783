//! Listeners that end when they are dropped.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{AddEventListenerOptions, Event, EventTarget};

/// A listener on something of the browser's. Dropping it ends it.
#[must_use = "a listener ends when it is dropped"]
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Listens in the capturing phase, so that nothing on the page can hide an event from it.
    pub(super) fn new(target: &EventTarget, name: &'static str, heard: impl FnMut(Event) + 'static) -> Self {
        Self::listening(target, name, true, heard)
    }

    /// The same for one that may keep the browser from doing what it does otherwise.
    pub(super) fn active(target: &EventTarget, name: &'static str, heard: impl FnMut(Event) + 'static) -> Self {
        Self::listening(target, name, false, heard)
    }

    fn listening(target: &EventTarget, name: &'static str, passive: bool, heard: impl FnMut(Event) + 'static) -> Self {
        let closure = Closure::new(heard);
        let options = AddEventListenerOptions::new();
        options.set_capture(true);
        options.set_passive(passive);
        let function = closure.as_ref().unchecked_ref();
        let _ = target.add_event_listener_with_callback_and_add_event_listener_options(name, function, &options);
        Self { target: target.clone(), name, closure }
    }

    /// Keeps listening for as long as the page lives.
    pub fn forever(self) {
        core::mem::forget(self);
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.closure.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback_and_bool(self.name, function, true);
    }
}
