//! A signal that views read and only the app writes: what it shows has been persisted before.

use leptos::prelude::*;

/// A value that views follow. Only the app changes it, after what it shows was written.
#[derive(Debug)]
pub struct Published<T: Send + Sync + 'static>(RwSignal<T>);

impl<T: Send + Sync + 'static> Clone for Published<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Published<T> {}

impl<T: Send + Sync + 'static> Published<T> {
    /// Shows this at first.
    pub(super) fn new(value: T) -> Self {
        Self(RwSignal::new(value))
    }

    /// Looks at it and follows it.
    pub fn with<O>(self, look: impl FnOnce(&T) -> O) -> O {
        self.0.with(look)
    }

    /// Looks at it once.
    pub fn with_untracked<O>(self, look: impl FnOnce(&T) -> O) -> O {
        self.0.with_untracked(look)
    }

    /// Follows it without looking.
    pub fn track(self) {
        self.0.track();
    }

    /// For what takes any signal.
    pub fn signal(self) -> ReadSignal<T> {
        self.0.read_only()
    }

    /// Shows something else. The page may be gone already.
    pub(super) fn set(self, value: T) {
        let _ = self.0.try_set(value);
    }

    /// Changes what is shown.
    pub(super) fn update(self, change: impl FnOnce(&mut T)) {
        self.0.update(change);
    }
}

impl<T: Clone + Send + Sync + 'static> Published<T> {
    /// A copy, and follows it.
    pub fn get(self) -> T {
        self.0.get()
    }

    /// A copy, once.
    pub fn get_untracked(self) -> T {
        self.0.get_untracked()
    }
}
