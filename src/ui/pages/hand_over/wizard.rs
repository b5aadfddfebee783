//! What the steps of a hand-over share: what was chosen, how it is changed and kept, the foot of a step.

use leptos::prelude::*;

use crate::app::store::Store;
use crate::route::{HandOverStep, Route};
use crate::ui::autosave::Autosave;
use casebook_present::hand_over::HandOverDraft;

/// What a step needs to change and keep what was chosen.
#[derive(Clone, Copy)]
pub(super) struct Wizard {
    pub(super) store: Store,
    pub(super) autosave: Autosave,
    /// What is missing: the field and what to do.
    pub(super) missing: RwSignal<Vec<(&'static str, &'static str)>>,
}

impl Wizard {
    pub(super) fn new(store: Store) -> Self {
        let autosave = Autosave::new(store, move || {
            if let Some(choice) = store.casebook.hand_over.get_untracked() {
                store.casebook.keep_hand_over(choice);
            }
        });
        Self { store, autosave, missing: RwSignal::new(Vec::new()) }
    }

    /// What was chosen, looked at now.
    pub(super) fn now(self) -> HandOverDraft {
        self.store.casebook.hand_over.get_untracked().unwrap_or_default()
    }

    /// What was chosen, again whenever it changes.
    pub(super) fn of<T: PartialEq + Send + Sync + 'static>(
        self,
        of: impl Fn(&HandOverDraft) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        let store = self.store;
        Memo::new(move |_| {
            store.casebook.hand_over.with(|choice| choice.as_ref().map_or_else(|| of(&HandOverDraft::default()), &of))
        })
    }

    /// Changes it; kept after a pause, or at once when the page is left.
    pub(super) fn change(self, change: impl FnOnce(&mut HandOverDraft)) {
        let mut choice = self.now();
        change(&mut choice);
        self.store.casebook.change_hand_over(choice);
        self.missing.update(Vec::clear);
        self.autosave.changed();
    }

    /// What is missing in a field.
    pub(super) fn error(self, field: &'static str) -> AnyView {
        let words = move || self.missing.with(|all| all.iter().find(|(of, _)| *of == field).map(|(_, words)| *words));
        let id = [field, "-error"].concat();
        (move || {
            words().map(|words| {
                view! {
                    <p class="error" id=id.clone()>
                        {words}
                    </p>
                }
            })
        })
        .into_any()
    }

    /// Continues to the next step, or says what is missing here.
    pub(super) fn go_on(self, missing: Vec<(&'static str, &'static str)>, next: HandOverStep) {
        if missing.is_empty() {
            return self.store.navigation.go(Route::HandingOver(next));
        }
        self.missing.set(missing);
        self.store.device.focus("hand-over-missing");
    }

    /// The buttons at the foot of a step.
    pub(super) fn foot(
        self,
        step: HandOverStep,
        missing: impl Fn() -> Vec<(&'static str, &'static str)> + Send + 'static,
    ) -> AnyView {
        let at = step as usize;
        let back = at.checked_sub(1).map(|at| HandOverStep::ALL[at]);
        let next = HandOverStep::ALL.get(at + 1).copied();
        let store = self.store;
        let told = move || {
            self.missing.with(|all| {
                let lines = all.iter().map(|(field, words)| {
                    let field = *field;
                    view! {
                        <li>
                            <a
                                href=["#", field].concat()
                                on:click=move |event| {
                                    event.prevent_default();
                                    store.device.focus(field);
                                }
                            >
                                {*words}
                            </a>
                        </li>
                    }
                });
                (!all.is_empty()).then(|| {
                    view! {
                        <div class="summary-of-errors" id="hand-over-missing" tabindex="-1" role="alert">
                            <p>
                                <strong>"Before you continue"</strong>
                            </p>
                            <ul>{lines.collect_view()}</ul>
                        </div>
                    }
                })
            })
        };
        view! {
            {told}
            <div class="form-foot no-print">
                {next
                    .map(|next| {
                        view! {
                            <button class="button main" type="button" on:click=move |_| self.go_on(missing(), next)>
                                "Continue"
                            </button>
                        }
                    })}
                {back
                    .map(|back| {
                        view! {
                            <a class="button" href=Route::HandingOver(back).to_string()>
                                "Back"
                            </a>
                        }
                    })} <span class="hint">"What you choose is kept on this tablet until it is done or discarded."</span>
            </div>
        }
        .into_any()
    }
}

/// One of several, each with what it means. The first carries the field's id.
pub(super) fn choices<T: Copy + PartialEq + Send + Sync + 'static>(
    (id, legend): (&'static str, &'static str),
    options: Vec<(T, &'static str, &'static str)>,
    chosen: Memo<Option<T>>,
    error: AnyView,
    pick: impl Fn(T) + Copy + 'static,
) -> AnyView {
    let radios = options
        .into_iter()
        .enumerate()
        .map(|(at, (value, label, hint))| {
            let own = if at == 0 { id.to_owned() } else { format!("{id}-{at}") };
            view! {
                <label class="choice">
                    <input type="radio" name=id id=own prop:checked=move || chosen.get() == Some(value) on:change=move |_| pick(value) />
                    <span>
                        {label}
                        {(!hint.is_empty())
                            .then(|| {
                                view! {
                                    <br />
                                    <span class="hint">{hint}</span>
                                }
                            })}
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field">
            <legend>{legend}</legend>
            <div class="choices">{radios}</div>
            {error}
        </fieldset>
    }
    .into_any()
}
