//! The first run: name, school, passphrase.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::phase::{Passphrase, StartError};
use crate::app::store::{Store, use_store};
use crate::ui::parts::{FieldProblem, Submit, TextField, submitted};
use casebook_present::dates;
use casebook_vault::RecoverySheet;

/// What is typed before the casebook is made. Copy: handles to its signals.
#[derive(Clone, Copy)]
struct Typed {
    mentor: RwSignal<String>,
    school: RwSignal<String>,
    /// The six words that are offered.
    words: RwSignal<String>,
    /// Whether they are written down.
    kept: RwSignal<bool>,
    /// A passphrase of one's own instead.
    own: RwSignal<bool>,
    passphrase: RwSignal<String>,
}

impl Typed {
    fn begin(store: Store) -> Self {
        let nothing = || RwSignal::new(String::new());
        let words = RwSignal::new(store.device.offer_passphrase());
        let (kept, own) = (RwSignal::new(false), RwSignal::new(false));
        Self { mentor: nothing(), school: nothing(), words, kept, own, passphrase: nothing() }
    }

    /// What is missing, and the field that it is missing in.
    fn missing(self) -> Option<(&'static str, &'static str)> {
        let is_empty = |typed: RwSignal<String>| typed.with_untracked(|typed| typed.trim().is_empty());
        if is_empty(self.mentor) {
            Some(("mentor", "Enter your name as it should appear on letters."))
        } else if is_empty(self.school) {
            Some(("school", "Enter the name of your school."))
        } else if !self.own.get_untracked() && !self.kept.get_untracked() {
            Some(("kept", "Write the six words down first, then tick this."))
        } else {
            None
        }
    }

    /// Makes the casebook; the recovery sheet comes next.
    async fn make(self, store: Store, sheet: RwSignal<Option<Arc<RecoverySheet>>>) -> Result<(), FieldProblem> {
        let line = |typed: RwSignal<String>| typed.with_untracked(|typed| typed.trim().to_owned());
        let own = self.own.get_untracked();
        let secret = if own { self.passphrase.get_untracked() } else { self.words.get_untracked() };
        let passphrase = if own { Passphrase::Own(&secret) } else { Passphrase::Offered(&secret) };
        match store.create(line(self.mentor), line(self.school), passphrase).await {
            Ok(made) => {
                sheet.set(Some(Arc::new(made)));
                store.device.focus("page-title");
                Ok(())
            }
            Err(error) => {
                let field = if matches!(error, StartError::Weak(_)) { "passphrase" } else { "form" };
                store.device.focus(field);
                Err((field, store.session.why_not(&error)))
            }
        }
    }
}

/// The page of the first run.
#[component]
pub(super) fn SetUp(
    /// A casebook stood here and is gone.
    vanished: bool,
    /// Gets the recovery sheet.
    sheet: RwSignal<Option<Arc<RecoverySheet>>>,
    /// How a backup is restored is asked for.
    explained: RwSignal<bool>,
    /// The new casebook is made for a backup.
    restoring: RwSignal<bool>,
) -> impl IntoView {
    let store = use_store();
    let typed = Typed::begin(store);
    let submit = Submit::<FieldProblem>::ready();
    let send = move || {
        if !submit.pressed() {
            return;
        }
        match typed.missing() {
            Some((field, words)) => submit.stop((field, words.to_owned()), field),
            None => submit.run("", async move {
                typed.make(store, sheet).await?;
                submit.end();
                Ok(())
            }),
        }
    };
    view! {
        {before(store, vanished, restoring.get_untracked())}
        <form class="stack" novalidate on:submit=submitted(send)>
            <TextField id="mentor" label="Your name" value=typed.mentor most=120 wrong=Signal::derive(move || submit.at("mentor")) />
            <TextField id="school" label="Your school" value=typed.school most=160 wrong=Signal::derive(move || submit.at("school")) />
            {move || if typed.own.get() { own_passphrase(typed, submit) } else { six_words(store, typed, submit) }}
            {submit.error("form")}
            <p class="hint">
                "If the passphrase and the recovery words are both lost, your records are lost. You get the recovery words next."
            </p>
            <div class="actions">
                <button class="button main" type="submit" disabled=move || submit.busy()>
                    {move || if submit.busy() { "Making it …" } else { "Make my casebook" }}
                </button>
            </div>
        </form>
        <hr />
        <div class="actions">
            <button class="button" type="button" on:click=move |_| explained.set(true)>
                "Restore a backup"
            </button>
            <button class="button" type="button" on:click=move |_| store.enter_demo()>
                "Try the demo"
            </button>
        </div>
    }
}

/// What to know first.
fn before(store: Store, vanished: bool, restoring: bool) -> AnyView {
    let gone = vanished.then(|| {
        let last = store.device.last_backup_mark().map(|at| {
            view! { <p>"The last backup that was copied off this tablet was made on " {dates::moment(at)} "."</p> }
        });
        view! {
            <div class="advice bad" role="alert">
                <p>
                    <strong>"The casebook on this tablet is gone. "</strong>
                    "The browser removed its storage. If you have a backup, restore it now. Don't start a new one first."
                </p>
                {last}
            </div>
        }
    });
    let step = restoring.then(|| {
        view! {
            <p class="advice good" role="note">
                <strong>"Step 1 of 3: the new casebook. "</strong>
                "Your backup is opened in it next. You can use the same name and school as before."
            </p>
        }
    });
    let ipad = store.device.ipad_outside_home_screen().then(|| view! {
        <div class="advice" role="note">
            <p>
                <strong>"On an iPad, put Casebook on the Home Screen first. "</strong>
                "Tap Share, then Add to Home Screen, and open it from there. In a Safari tab the iPad may delete everything after seven days without use."
            </p>
        </div>
    });
    view! {
        <div class="stack">
            <h1 tabindex="-1" id="page-title">
                "Your casebook, kept on this tablet only"
            </h1>
            {gone}
            {step}
            {ipad}
            <p>"Everything you write is locked with a passphrase and stays here. It works without a network."</p>
        </div>
    }
    .into_any()
}

/// The passphrase that is offered.
fn six_words(store: Store, typed: Typed, submit: Submit<FieldProblem>) -> AnyView {
    let Typed { words, kept, own, .. } = typed;
    view! {
        <div class="field">
            <p id="words-label">
                <strong>"Your passphrase"</strong>
            </p>
            <p class="hint">"Six words, made just now. Write them on paper: they open your casebook, and nobody can reset them."</p>
            <p class="sheet big-words" aria-labelledby="words-label" id="passphrase-words">
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
                    id="kept"
                    on:change:target=move |event| kept.set(event.target().checked())
                    aria-invalid=move || submit.invalid("kept")
                    aria-describedby="kept-error"
                />
                <span>"I have written the six words down"</span>
            </label>
            {submit.error("kept")}
        </div>
    }
    .into_any()
}

/// A passphrase of one's own.
fn own_passphrase(typed: Typed, submit: Submit<FieldProblem>) -> AnyView {
    let Typed { own, passphrase, .. } = typed;
    let seen = RwSignal::new(false);
    view! {
        <div class="field">
            <label for="passphrase">"Your own passphrase"</label>
            <p class="hint" id="passphrase-hint">
                "At least 14 characters, not a common one, without your name or the school's."
            </p>
            <input
                class="input"
                id="passphrase"
                prop:value=passphrase
                type=move || if seen.get() { "text" } else { "password" }
                autocomplete="off"
                autocapitalize="none"
                prop:autocorrect=false
                spellcheck="false"
                aria-invalid=move || submit.invalid("passphrase")
                aria-describedby="passphrase-hint passphrase-error"
                on:input:target=move |event| passphrase.set(event.target().value())
            />
            {submit.error("passphrase")}
            <div class="actions">
                <button
                    class="button quiet"
                    type="button"
                    aria-pressed=move || seen.get().to_string()
                    on:click=move |_| seen.update(|on| *on = !*on)
                >
                    "Show what I typed"
                </button>
                <button class="button quiet" type="button" on:click=move |_| own.set(false)>
                    "Use six words instead"
                </button>
            </div>
        </div>
    }
    .into_any()
}
