//! The one way to submit: one press at a time, and what went wrong stands where it is to be put right.

use std::future::Future;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::alert::field_error;
use crate::app::store::{Store, use_store};

/// How long saving may take before the button says so.
const SLOW_MS: u32 = 300;

/// A press of a button and what became of it. Copy: handles to its signals.
///
/// It is under way at once, so that a second press does nothing. The button of a quick change shows it only when saving is
/// slow ([`Self::slow`]): a button that is drawn as disabled when it is pressed keeps the database's answer waiting behind
/// the drawing.
pub struct Submit<P: Send + Sync + 'static> {
    store: Store,
    busy: RwSignal<bool>,
    slow: RwSignal<bool>,
    /// What went wrong the last time.
    pub problem: RwSignal<Option<P>>,
}

impl<P: Send + Sync + 'static> Clone for Submit<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P: Send + Sync + 'static> Copy for Submit<P> {}

impl<P: Clone + Send + Sync + 'static> Submit<P> {
    /// Nothing was pressed yet.
    pub fn ready() -> Self {
        let (busy, slow) = (RwSignal::new(false), RwSignal::new(false));
        Self { store: use_store(), busy, slow, problem: RwSignal::new(None) }
    }

    /// Whether a press counts; then what went wrong before is over.
    pub fn pressed(self) -> bool {
        let counts = !self.is_busy();
        if counts && self.problem.with_untracked(Option::is_some) {
            self.problem.set(None);
        }
        counts
    }

    /// Something is wrong before anything is begun; `at`: the id of what gets the focus.
    pub fn stop(self, problem: P, at: &str) {
        self.problem.set(Some(problem));
        self.store.device.focus(at);
    }

    /// Does it. It stays under way when it went well, because the page is left then; [`Self::end`] where it is not.
    /// `at`: the id of what gets the focus when it went wrong; "": nothing does.
    pub fn run(self, at: &'static str, work: impl Future<Output = Result<(), P>> + 'static) {
        self.begin();
        let store = self.store;
        store.device.task(async move {
            if let Err(problem) = work.await {
                let _ = self.problem.try_set(Some(problem));
                self.end();
                if !at.is_empty() {
                    store.device.focus(at);
                }
            }
        });
    }

    /// It is under way.
    pub fn begin(self) {
        let _ = self.busy.try_set(true);
        self.store.device.task(async move {
            self.store.device.wait_ms(SLOW_MS).await;
            if self.is_busy() {
                let _ = self.slow.try_set(true);
            }
        });
    }

    /// It is over, and the page stays.
    pub fn end(self) {
        let _ = self.busy.try_set(false);
        let _ = self.slow.try_set(false);
    }

    /// Whether it is under way, looked at now.
    pub fn is_busy(self) -> bool {
        self.busy.try_get_untracked().unwrap_or(false)
    }

    /// Whether it is under way: for a button that says so at once.
    pub fn busy(self) -> bool {
        self.busy.get()
    }

    /// Whether it is under way and slow: for the button's `aria-disabled`.
    pub fn slow(self) -> Option<&'static str> {
        self.slow.get().then_some("true")
    }
}

/// What is wrong, and the id of the field at which it is said.
pub type FieldProblem = (&'static str, String);

impl Submit<FieldProblem> {
    /// What is wrong at this field.
    pub fn at(self, field: &'static str) -> Option<String> {
        self.problem.with(|problem| problem.as_ref().filter(|(at, _)| *at == field).map(|(_, words)| words.clone()))
    }

    /// For the field's `aria-invalid`.
    pub fn invalid(self, field: &'static str) -> Option<&'static str> {
        self.problem.with(|problem| problem.as_ref().is_some_and(|(at, _)| *at == field)).then_some("true")
    }

    /// What is wrong, under the field that is described by it.
    pub fn error(self, field: &'static str) -> AnyView {
        (move || self.at(field).map(|words| field_error([field, "-error"].concat(), words))).into_any()
    }
}

/// What a form does when it is submitted: this, and not what the browser would do.
pub fn submitted(run: impl Fn() + 'static) -> impl Fn(SubmitEvent) + 'static {
    move |event: SubmitEvent| {
        event.prevent_default();
        run();
    }
}
