//! Every screen before the casebook is open: first run, lock, another tab, trouble.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::notices::mistyped;
use crate::app::store::{Passphrase, StartError, StartFailure, Store, use_store};
use crate::ui::parts::{Submit, submitted};
use casebook_present::dates;
use casebook_vault::{self as vault, RecoverySheet, WordError};

/// First run: name, school, passphrase; then the recovery sheet, once.
#[component]
pub fn FirstRun(
    /// A casebook stood here and is gone.
    vanished: bool,
) -> impl IntoView {
    let store = use_store();
    let sheet = RwSignal::new(None::<Arc<RecoverySheet>>);
    // The steps of restoring are shown; and whether the new casebook is made for a backup, which is opened next.
    let explained = RwSignal::new(false);
    let restoring = RwSignal::new(false);
    view! {
        <div class="gate">
            <main>
                <p class="wordmark">"Casebook"</p>
                {move || match (sheet.get(), explained.get()) {
                    (Some(shown), _) => store.session.inside().map(|inside| (inside.recovery)(shown, restoring)).into_any(),
                    (None, true) => view! { <Restore explained restoring/> }.into_any(),
                    (None, false) => view! { <SetUp vanished sheet explained restoring/> }.into_any(),
                }}
                {waits(store, "A file has come in. You can open it once your casebook is made.")}
                {move || store.session.demo.get().then(|| view! { <p class="hint">"This is the demo."</p> })}
            </main>
        </div>
    }
}

/// A backup needs a casebook to be opened in.
#[component]
fn Restore(explained: RwSignal<bool>, restoring: RwSignal<bool>) -> impl IntoView {
    let store = use_store();
    store.device.focus("page-title");
    let go = move |on: bool| {
        restoring.set(on);
        explained.set(false);
        store.device.focus("page-title");
    };
    view! {
        <div class="stack">
            <h1 tabindex="-1" id="page-title">"Restore a backup"</h1>
            <p>"A backup is opened in a new casebook. There are three steps:"</p>
            <ol class="steps">
                <li><strong>"Make a new casebook on this tablet. "</strong>"It gets its own passphrase and recovery sheet. The old sheet still opens the old backups."</li>
                <li><strong>"Choose the backup. "</strong>"That page opens for you. If the backup has several parts, put all of them on this tablet."</li>
                <li><strong>"Type what opens it: "</strong>"the twelve words of its recovery sheet, or its seven words. You see what is in it before anything is written."</li>
            </ol>
            <div class="actions">
                <button class="button main" type="button" on:click=move |_| go(true)>"Make the new casebook"</button>
                <button class="button quiet" type="button" on:click=move |_| go(false)>"Not now"</button>
            </div>
            <p class="hint">"Have the backup's recovery sheet or seven words ready: nobody can open it without them."</p>
        </div>
    }
}

#[component]
fn SetUp(
    vanished: bool,
    sheet: RwSignal<Option<Arc<RecoverySheet>>>,
    explained: RwSignal<bool>,
    restoring: RwSignal<bool>,
) -> impl IntoView {
    let store = use_store();
    let mentor = RwSignal::new(String::new());
    let school = RwSignal::new(String::new());
    let words = RwSignal::new(store.device.offer_passphrase());
    let own = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let seen = RwSignal::new(false);
    let kept = RwSignal::new(false);
    let submit = Submit::<(&'static str, String)>::ready();
    let problem = submit.problem;
    let send = move || {
        if !submit.pressed() {
            return;
        }
        let (name, place) = (mentor.get_untracked().trim().to_owned(), school.get_untracked().trim().to_owned());
        let own = own.get_untracked();
        let secret = if own { typed.get_untracked() } else { words.get_untracked() };
        let found = if name.is_empty() {
            Some(("mentor", "Enter your name as it should appear on letters.".to_owned()))
        } else if place.is_empty() {
            Some(("school", "Enter the name of your school.".to_owned()))
        } else if !own && !kept.get_untracked() {
            Some(("kept", "Write the six words down first, then tick this.".to_owned()))
        } else {
            None
        };
        if let Some((field, _)) = &found {
            store.device.focus(field);
        }
        let stop = found.is_some();
        problem.set(found);
        if stop {
            return;
        }
        submit.begin();
        store.device.task(async move {
            let passphrase = if own { Passphrase::Own(&secret) } else { Passphrase::Offered(&secret) };
            match store.create(name, place, passphrase).await {
                Ok(made) => {
                    sheet.set(Some(Arc::new(made)));
                    store.device.focus("page-title");
                }
                Err(error) => {
                    let field = if matches!(error, StartError::Weak(_)) { "passphrase" } else { "form" };
                    problem.set(Some((field, store.session.why_not(&error))));
                    store.device.focus(field);
                }
            }
            submit.end();
        });
    };
    let error = move |field: &'static str| {
        move || {
            problem
                .get()
                .filter(|(at, _)| *at == field)
                .map(|(_, words)| view! { <p class="error" id=format!("{field}-error") role="alert">{words}</p> })
        }
    };
    let invalid = move |field: &'static str| {
        move || problem.with(|found| found.as_ref().is_some_and(|(at, _)| *at == field)).then_some("true")
    };
    view! {
        <div class="stack">
            <h1 tabindex="-1" id="page-title">"Your casebook, kept on this tablet only"</h1>
            {vanished.then(|| view! {
                <div class="advice bad" role="alert">
                    <p><strong>"The casebook on this tablet is gone. "</strong>
                    "The browser removed its storage. If you have a backup, restore it now. Don't start a new one first."</p>
                    {store.device.last_backup_mark().map(|at| view! { <p>"The last backup that was copied off this tablet was made on " {dates::moment(at)} "."</p> })}
                </div>
            })}
            {restoring.get_untracked().then(|| view! {
                <p class="advice good" role="note"><strong>"Step 1 of 3: the new casebook. "</strong>"Your backup is opened in it next. You can use the same name and school as before."</p>
            })}
            {store.device.ipad_outside_home_screen().then(|| view! {
                <div class="advice" role="note">
                    <p><strong>"On an iPad, put Casebook on the Home Screen first. "</strong>
                    "Tap Share, then Add to Home Screen, and open it from there. In a Safari tab the iPad may delete everything after seven days without use."</p>
                </div>
            })}
            <p>"Everything you write is locked with a passphrase and stays here. It works without a network."</p>
        </div>
        <form class="stack" novalidate on:submit=submitted(send)>
            <div class="field">
                <label for="mentor">"Your name"</label>
                <input class="input" id="mentor" prop:value=move || mentor.get() autocomplete="off" maxlength="120" aria-invalid=invalid("mentor") aria-describedby="mentor-error"
                    on:input:target=move |event| mentor.set(event.target().value())/>
                {error("mentor")}
            </div>
            <div class="field">
                <label for="school">"Your school"</label>
                <input class="input" id="school" prop:value=move || school.get() autocomplete="off" maxlength="160" aria-invalid=invalid("school") aria-describedby="school-error"
                    on:input:target=move |event| school.set(event.target().value())/>
                {error("school")}
            </div>
            <Show when=move || !own.get()>
                <div class="field">
                    <p id="words-label"><strong>"Your passphrase"</strong></p>
                    <p class="hint">"Six words, made just now. Write them on paper: they open your casebook, and nobody can reset them."</p>
                    <p class="sheet big-words" aria-labelledby="words-label" id="passphrase-words">{move || words.get()}</p>
                    <div class="actions">
                        <button class="button quiet" type="button" on:click=move |_| words.set(store.device.offer_passphrase())>"Change the words"</button>
                        <button class="button quiet" type="button" on:click=move |_| own.set(true)>"Use my own"</button>
                    </div>
                    <label class="choice">
                        <input type="checkbox" id="kept" on:change:target=move |event| kept.set(event.target().checked())
                            aria-invalid=invalid("kept") aria-describedby="kept-error"/>
                        <span>"I have written the six words down"</span>
                    </label>
                    {error("kept")}
                </div>
            </Show>
            <Show when=move || own.get()>
                <div class="field">
                    <label for="passphrase">"Your own passphrase"</label>
                    <p class="hint" id="passphrase-hint">"At least 14 characters, not a common one, without your name or the school's."</p>
                    <input class="input" id="passphrase" prop:value=move || typed.get() type=move || if seen.get() { "text" } else { "password" } autocomplete="off" autocapitalize="none" prop:autocorrect=false spellcheck="false"
                        aria-invalid=invalid("passphrase") aria-describedby="passphrase-hint passphrase-error"
                        on:input:target=move |event| typed.set(event.target().value())/>
                    {error("passphrase")}
                    <div class="actions">
                        <button class="button quiet" type="button" aria-pressed=move || seen.get().to_string() on:click=move |_| seen.update(|on| *on = !*on)>
                            "Show what I typed"
                        </button>
                        <button class="button quiet" type="button" on:click=move |_| own.set(false)>"Use six words instead"</button>
                    </div>
                </div>
            </Show>
            {error("form")}
            <p class="hint">"If the passphrase and the recovery words are both lost, your records are lost. You get the recovery words next."</p>
            <div class="actions">
                <button class="button main" type="submit" disabled=move || submit.busy()>
                    {move || if submit.busy() { "Making it …" } else { "Make my casebook" }}
                </button>
            </div>
        </form>
        <hr/>
        <div class="actions">
            <button class="button" type="button" on:click=move |_| explained.set(true)>"Restore a backup"</button>
            <button class="button" type="button" on:click=move |_| store.enter_demo()>"Try the demo"</button>
        </div>
    }
}

/// The lock screen.
#[component]
pub fn Locked() -> impl IntoView {
    let store = use_store();
    let typed = RwSignal::new(String::new());
    let by_words = RwSignal::new(false);
    let submit = Submit::<String>::ready();
    let problem = submit.problem;
    let send = move || {
        if !submit.pressed() {
            return;
        }
        submit.begin();
        problem.set(None);
        // Emptied at once: what is in a field is the browser's to remember when it is ended in this moment.
        let secret = typed.get_untracked();
        typed.set(String::new());
        store.device.task(async move {
            let opened = if by_words.get_untracked() {
                store.unlock_with_words(&secret).await
            } else {
                store.unlock(&secret).await
            };
            if let Err(error) = opened {
                let odd = if by_words.get_untracked() { None } else { vault::words::odd_one(&secret) };
                if by_words.get_untracked() || !error.is_of_what_was_typed() {
                    // Twelve words are put right, and what was not refused is tried again: neither is typed again.
                    typed.set(secret);
                }
                problem.set(Some(match odd {
                    Some(position) => mistyped(WordError::Unknown { position }),
                    None => store.session.why_not(&error),
                }));
                submit.end();
                store.device.focus("secret");
            }
        });
    };
    view! {
        <div class="gate">
            <main>
                <p class="wordmark">"Casebook"</p>
                <form class="stack" novalidate on:submit=submitted(send)>
                    <h1 tabindex="-1" id="page-title">"Locked"</h1>
                    <div class="field">
                        <label for="secret">{move || if by_words.get() { "The twelve recovery words" } else { "Passphrase" }}</label>
                        <input class="input" id="secret" prop:value=move || typed.get() type=move || if by_words.get() { "text" } else { "password" }
                            autocomplete="off" autocapitalize="none" prop:autocorrect=false spellcheck="false" autofocus
                            aria-describedby="secret-error" aria-invalid=move || problem.get().map(|_| "true")
                            on:input:target=move |event| typed.set(event.target().value())/>
                        {move || problem.get().map(|words| view! { <p class="error" id="secret-error" role="alert">{words}</p> })}
                    </div>
                    <div class="actions">
                        <button class="button main" type="submit" disabled=move || submit.busy()>
                            {move || if submit.busy() { "Opening …" } else { "Unlock" }}
                        </button>
                        <button class="button quiet" type="button" on:click=move |_| { by_words.update(|on| *on = !*on); problem.set(None); }>
                            {move || if by_words.get() { "Use the passphrase" } else { "Use the recovery words" }}
                        </button>
                    </div>
                </form>
                {waits(store, "A file has come in. You can open it once Casebook is unlocked.")}
                <Show when=move || store.session.demo.get()>
                    <button class="button" type="button" on:click=move |_| store.leave_demo()>"Leave the demo"</button>
                </Show>
            </main>
        </div>
    }
}

/// Says that a file came in, without its name.
fn waits(store: Store, words: &'static str) -> AnyView {
    view! {
        <div role="status">
            {move || (!store.transfers.waiting.with(Vec::is_empty)).then(|| view! { <p class="hint">{words}</p> })}
        </div>
    }
    .into_any()
}

/// Another tab holds the casebook.
#[component]
pub fn Elsewhere() -> impl IntoView {
    let store = use_store();
    view! {
        <div class="gate">
            <main class="stack">
                <p class="wordmark">"Casebook"</p>
                <h1 tabindex="-1" id="page-title">"Casebook is open in another tab"</h1>
                <p>"Only one tab can use it at a time. The other tab saves what was typed there and closes the casebook."</p>
                <div class="actions"><button class="button main" type="button" on:click=move |_| store.use_here()>"Use here"</button></div>
                {waits(store, "A file has come in. You can open it once Casebook is unlocked.")}
            </main>
        </div>
    }
}

/// Something stops the casebook from starting.
#[component]
pub fn Stopped(
    /// What.
    trouble: StartFailure,
) -> impl IntoView {
    let store = use_store();
    let (title, words) = match trouble {
        StartFailure::Blocked => ("Another window has the casebook open", "Close every other window and tab with Casebook, then try again. Nothing is lost.".to_owned()),
        StartFailure::Newer => ("This casebook was made by a newer Casebook", "Connect to the network and reload, so that this tablet gets the newer version. Nothing was changed.".to_owned()),
        StartFailure::DamagedVault => ("The casebook can't be read", "The part with its locks is damaged. Your newest backup has everything: open Casebook in another browser on this tablet and choose \"Restore a backup\".".to_owned()),
        StartFailure::Browser(words) => ("The casebook did not open", words),
    };
    view! {
        <div class="gate">
            <main class="stack">
                <p class="wordmark">"Casebook"</p>
                <h1 tabindex="-1" id="page-title">{title}</h1>
                <p>{words}</p>
                <div class="actions"><button class="button main" type="button" on:click=move |_| store.device.reload()>"Try again"</button></div>
            </main>
        </div>
    }
}
