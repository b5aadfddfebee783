//! Choosing a passphrase: six words made just now, or one's own.

use leptos::prelude::*;

use crate::app::people::check_passphrase;
use crate::app::store::Store;

/// What is chosen so far.
#[derive(Clone, Copy)]
pub struct NewPassphrase {
    /// Begins the ids of its fields; one of each in a page.
    id: &'static str,
    words: RwSignal<String>,
    own: RwSignal<bool>,
    typed: RwSignal<String>,
    written: RwSignal<bool>,
}

/// Which field something is wrong with, and what.
pub type Problem = RwSignal<Option<(String, String)>>;

impl NewPassphrase {
    pub fn offered(store: Store, id: &'static str) -> Self {
        Self {
            id,
            words: RwSignal::new(store.device.offer_passphrase()),
            own: RwSignal::new(false),
            typed: RwSignal::new(String::new()),
            written: RwSignal::new(false),
        }
    }

    /// The passphrase; else the field that something is wrong with, and what.
    pub fn chosen(self, names: &[&str]) -> Result<String, (String, String)> {
        if self.own.get_untracked() {
            let typed = self.typed.get_untracked();
            let checked = check_passphrase(&typed, names);
            return checked.map(|()| typed).map_err(|words| (self.field("passphrase"), words));
        }
        if !self.written.get_untracked() {
            return Err((self.field("written"), "Write the six words down first, then tick this.".to_owned()));
        }
        Ok(self.words.get_untracked())
    }

    /// Other words, for the next time.
    pub fn begin_again(self, store: Store) {
        let _ = self.typed.try_set(String::new());
        let _ = self.written.try_set(false);
        let _ = self.own.try_set(false);
        let _ = self.words.try_set(store.device.offer_passphrase());
    }

    fn field(self, name: &str) -> String {
        [self.id, "-", name].concat()
    }

    /// The fields. `label` says whose passphrase it will be, `hint` what to do with the six words.
    pub fn fields(self, store: Store, label: &'static str, hint: &'static str, problem: Problem) -> AnyView {
        let Self { words, own, typed, written, .. } = self;
        let (label_id, written_id) = (self.field("label"), self.field("written"));
        let (typed_id, hint_id) = (self.field("passphrase"), self.field("hint"));
        let fields = move || {
            if own.get() {
                let described = [&hint_id, " ", &typed_id, "-error"].concat();
                view! {
                    <div class="field">
                        <label for=typed_id.clone()>{label}</label>
                        <p class="hint" id=hint_id.clone()>
                            "At least 14 characters. Not a common phrase, and without a name or the school's."
                        </p>
                        <input
                            class="input"
                            id=typed_id.clone()
                            type="password"
                            autocomplete="off"
                            autocapitalize="none"
                            prop:autocorrect=false
                            spellcheck="false"
                            aria-describedby=described
                            aria-invalid=invalid(problem, typed_id.clone())
                            prop:value=typed
                            on:input:target=move |event| typed.set(event.target().value())
                        />
                        {error(problem, typed_id.clone())}
                        <div class="actions">
                            <button class="button quiet" type="button" on:click=move |_| own.set(false)>
                                "Use six words instead"
                            </button>
                        </div>
                    </div>
                }
                .into_any()
            } else {
                view! {
                    <div class="field">
                        <p id=label_id.clone()>
                            <strong>{label} ": six words"</strong>
                        </p>
                        <p class="hint">{hint}</p>
                        <p class="sheet big-words" aria-labelledby=label_id.clone() id=self.field("words")>
                            {words}
                        </p>
                        <div class="actions">
                            <button class="button quiet" type="button" on:click=move |_| words.set(store.device.offer_passphrase())>
                                "Change the words"
                            </button>
                            <button class="button quiet" type="button" on:click=move |_| own.set(true)>
                                "Use my own"
                            </button>
                        </div>
                        <label class="choice">
                            <input
                                type="checkbox"
                                id=written_id.clone()
                                prop:checked=written
                                on:change:target=move |event| written.set(event.target().checked())
                                aria-invalid=invalid(problem, written_id.clone())
                                aria-describedby=[&written_id, "-error"].concat()
                            />
                            <span>"The six words are written down"</span>
                        </label>
                        {error(problem, written_id.clone())}
                    </div>
                }
                .into_any()
            }
        };
        fields.into_any()
    }
}

/// What is wrong with a field.
pub fn error(problem: Problem, field: String) -> impl Fn() -> Option<AnyView> {
    move || {
        let found = problem.get().filter(|(at, _)| *at == field);
        found.map(|(at, words)| {
            view! {
                <p class="error" role="alert" id=[&at, "-error"].concat()>
                    {words}
                </p>
            }
            .into_any()
        })
    }
}

/// Whether something is wrong with a field, for its `aria-invalid`.
pub fn invalid(problem: Problem, field: String) -> impl Fn() -> Option<&'static str> {
    move || problem.with(|found| found.as_ref().is_some_and(|(at, _)| *at == field)).then_some("true")
}

/// A field for the passphrase, or the recovery words, of the person who asks for something.
pub fn proof(id: &'static str, label: &'static str, typed: RwSignal<String>, problem: Problem) -> AnyView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <p class="hint" id=[id, "-hint"].concat()>
                "Or the twelve words of the recovery sheet."
            </p>
            <input
                class="input"
                id=id
                type="password"
                autocomplete="off"
                autocapitalize="none"
                prop:autocorrect=false
                spellcheck="false"
                aria-describedby=[id, "-hint ", id, "-error"].concat()
                aria-invalid=invalid(problem, id.to_owned())
                prop:value=typed
                on:input:target=move |event| typed.set(event.target().value())
            />
            {error(problem, id.to_owned())}
        </div>
    }
    .into_any()
}
