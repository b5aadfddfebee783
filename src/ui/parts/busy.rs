//! Something is being saved, and is not begun twice.

use leptos::prelude::*;

use crate::app::store::{Store, use_store};

/// How long saving may take before the button says so.
const SLOW_MS: u32 = 300;

/// Whether the change of a button is under way.
///
/// The flag is set at once, so that a second press does nothing. The page shows it only when saving is slow: a button that
/// is drawn as disabled when it is pressed keeps the database's answer waiting behind the drawing.
#[derive(Clone, Copy)]
pub struct Busy {
    store: Store,
    on: StoredValue<bool>,
    slow: RwSignal<bool>,
}

impl Busy {
    /// Nothing is under way.
    pub fn free() -> Self {
        Self { store: use_store(), on: StoredValue::new(false), slow: RwSignal::new(false) }
    }

    /// Whether it is under way.
    pub fn get_untracked(self) -> bool {
        self.on.try_get_value().unwrap_or(false)
    }

    /// It begins or is over.
    pub fn set(self, on: bool) {
        let _ = self.try_set(on);
    }

    /// The same where the page may be gone by now; then the value comes back.
    pub fn try_set(self, on: bool) -> Option<bool> {
        let gone = self.on.try_set_value(on);
        if !on {
            let _ = self.slow.try_set(false);
        } else if gone.is_none() {
            self.store.task(async move {
                self.store.wait_ms(SLOW_MS).await;
                if self.get_untracked() {
                    let _ = self.slow.try_set(true);
                }
            });
        }
        gone
    }

    /// For the button's `aria-disabled`.
    pub fn shown(self) -> Option<&'static str> {
        self.slow.get().then_some("true")
    }
}
