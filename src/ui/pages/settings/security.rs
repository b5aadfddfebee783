//! Who can open the casebook, and how it looks.

use leptos::prelude::*;

use crate::app::device::Theme;
use crate::app::notices::{Notice, start_words};
use crate::app::store::{Store, use_store};
use crate::route::{Route, Section};
use crate::ui::parts::{Icon, icon};
use crate::vault::RecoverySheet;

/// The part "security".
pub fn security() -> AnyView {
    let store = use_store();
    let minutes = store.settings.with_untracked(|settings| settings.lock_minutes);
    view! {
        <section class="stack measure">
            <h2>"Locking"</h2>
            <p>"Casebook locks by itself after " {minutes} {if minutes == 1 { " minute" } else { " minutes" }} " without a touch, and a minute after it is hidden. "
                <a href=Route::Settings(Section::School).to_string()>"Change it under “This tablet”"</a></p>
            <div class="actions"><button class="button" type="button" on:click=move |_| store.lock()>{icon(Icon::Lock)} "Lock now"</button></div>
        </section>
        <section class="stack measure">
            <h2>"Files from colleagues"</h2>
            <p>"What is sealed for this tablet's key opens here and nowhere else."</p>
            <div class="actions"><a class="button" href=Route::TabletKey.to_string()>"This tablet's key"</a></div>
        </section>
        {if store.demo.get_untracked() {
            view! { <p class="advice measure">"The demo has no passphrase and no recovery sheet."</p> }.into_any()
        } else {
            view! { <Passphrase/> <Recovery/> }.into_any()
        }}
        {look(store)}
    }
    .into_any()
}

fn look(store: Store) -> AnyView {
    let now = store.theme();
    let choices =
        [(Theme::Device, "As this tablet is set"), (Theme::Light, "Always light"), (Theme::Dark, "Always dark")];
    view! {
        <fieldset class="field">
            <legend><h2>"Look"</h2></legend>
            {choices.into_iter().map(|(theme, label)| view! {
                <label class="choice"><input type="radio" name="theme" prop:checked=theme == now on:change=move |_| store.set_theme(theme)/> <span>{label}</span></label>
            }).collect_view()}
        </fieldset>
    }
    .into_any()
}

#[component]
fn Passphrase() -> impl IntoView {
    let store = use_store();
    let old = RwSignal::new(String::new());
    let words = RwSignal::new(store.offer_passphrase());
    let own = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let written = RwSignal::new(false);
    let problem = RwSignal::new(None::<(&'static str, String)>);
    let busy = RwSignal::new(false);
    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        let new = if own.get_untracked() { typed.get_untracked() } else { words.get_untracked() };
        let (mentor, school) =
            store.settings.with_untracked(|settings| (settings.mentor.clone(), settings.school.clone()));
        let found = if old.with_untracked(String::is_empty) {
            Some(("old-passphrase", "Type the passphrase that opens the casebook now.".to_owned()))
        } else if own.get_untracked() {
            store.check_passphrase(&new, &[&mentor, &school]).err().map(|words| ("new-passphrase", words))
        } else if !written.get_untracked() {
            Some(("new-written", "Write the six words down first, then tick this.".to_owned()))
        } else {
            None
        };
        let stop = found.as_ref().map(|(at, _)| *at);
        problem.set(found);
        if let Some(at) = stop {
            return store.focus(at);
        }
        busy.set(true);
        store.task(async move {
            match store.change_passphrase(&old.get_untracked(), &new).await {
                Ok(()) => {
                    let _ = old.try_set(String::new());
                    let _ = typed.try_set(String::new());
                    let _ = written.try_set(false);
                    let _ = words.try_set(store.offer_passphrase());
                    store.say(Notice::good("The new passphrase opens the casebook from now on."));
                }
                Err(error) => {
                    let _ = problem.try_set(Some(("old-passphrase", start_words(&error))));
                    store.focus("old-passphrase");
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let error = move |at: &'static str| {
        move || {
            problem
                .get()
                .filter(|(field, _)| *field == at)
                .map(|(_, words)| view! { <p class="error" role="alert" id=[at, "-error"].concat()>{words}</p> })
        }
    };
    view! {
        <details>
            <summary>"Change the passphrase"</summary>
            <form class="stack inner measure" novalidate on:submit=move |event| { event.prevent_default(); submit(); }>
                <div class="field">
                    <label for="old-passphrase">"Passphrase now"</label>
                    <input class="input" id="old-passphrase" type="password" autocomplete="current-password" autocapitalize="none" spellcheck="false"
                        aria-describedby="old-passphrase-error" prop:value=old on:input:target=move |event| old.set(event.target().value())/>
                    {error("old-passphrase")}
                </div>
                <Show when=move || !own.get()>
                    <div class="field">
                        <p id="new-words-label"><strong>"New passphrase: six words"</strong></p>
                        <p class="sheet big-words" aria-labelledby="new-words-label">{words}</p>
                        <div class="actions">
                            <button class="button quiet" type="button" on:click=move |_| words.set(store.offer_passphrase())>"Other words"</button>
                            <button class="button quiet" type="button" on:click=move |_| own.set(true)>"Use my own"</button>
                        </div>
                        <label class="choice">
                            <input type="checkbox" id="new-written" prop:checked=written on:change:target=move |event| written.set(event.target().checked())/>
                            <span>"I have written the six words down"</span>
                        </label>
                        {error("new-written")}
                    </div>
                </Show>
                <Show when=move || own.get()>
                    <div class="field">
                        <label for="new-passphrase">"New passphrase"</label>
                        <p class="hint" id="new-passphrase-hint">"At least 14 characters, not a common one, without your name or the school's."</p>
                        <input class="input" id="new-passphrase" type="password" autocomplete="new-password" aria-describedby="new-passphrase-hint new-passphrase-error"
                            prop:value=typed on:input:target=move |event| typed.set(event.target().value())/>
                        {error("new-passphrase")}
                        <div class="actions"><button class="button quiet" type="button" on:click=move |_| own.set(false)>"Use six words instead"</button></div>
                    </div>
                </Show>
                <p class="hint">"Backups and copies of the tablet made before still open with what opened them then."</p>
                <div class="actions"><button class="button main" type="submit" disabled=move || busy.get()>{move || if busy.get() { "Changing …" } else { "Change the passphrase" }}</button></div>
            </form>
        </details>
    }
}

#[component]
fn Recovery() -> impl IntoView {
    let store = use_store();
    let passphrase = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let sheet = RwSignal::new(None::<RecoverySheet>);
    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problem.set(None);
        store.task(async move {
            match store.replace_recovery(&passphrase.get_untracked()).await {
                Ok(made) => {
                    let _ = sheet.try_set(Some(made));
                    let _ = passphrase.try_set(String::new());
                    store.focus("new-sheet");
                }
                Err(error) => {
                    let _ = problem.try_set(Some(start_words(&error)));
                    store.focus("recovery-passphrase");
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <details>
            <summary>"New recovery sheet"</summary>
            <div class="stack inner measure">
                <p>"Make a new one when the old sheet is lost or somebody saw it. The old words then open this casebook no more, but they still open the backups that were sealed for them: keep or destroy those with the sheet."</p>
                {move || match sheet.with(|made| made.as_ref().map(|made| shown(store, made, sheet))) {
                    Some(drawn) => drawn,
                    None => view! {
                        <form class="stack" novalidate on:submit=move |event| { event.prevent_default(); submit(); }>
                            <div class="field">
                                <label for="recovery-passphrase">"Your passphrase"</label>
                                <input class="input" id="recovery-passphrase" type="password" autocomplete="current-password" autocapitalize="none" spellcheck="false"
                                    aria-describedby="recovery-error" prop:value=passphrase on:input:target=move |event| passphrase.set(event.target().value())/>
                                {move || problem.get().map(|words| view! { <p class="error" id="recovery-error" role="alert">{words}</p> })}
                            </div>
                            <div class="actions"><button class="button" type="submit" disabled=move || busy.get()>{move || if busy.get() { "Making …" } else { "Make a new sheet" }}</button></div>
                        </form>
                    }
                    .into_any(),
                }}
            </div>
        </details>
    }
}

fn shown(store: Store, made: &RecoverySheet, sheet: RwSignal<Option<RecoverySheet>>) -> AnyView {
    let words = made.words.iter().map(|&word| view! { <li>{word}</li> }).collect_view();
    view! {
        <section class="stack print-alone" id="new-sheet" tabindex="-1">
            <h3>"Recovery sheet"</h3>
            <p>"Print it or copy it by hand and keep it in the school's safe. The words are shown once."</p>
            <ol class="big-words sheet">{words}</ol>
            <p class="hint">"For opening a backup with any age program:"</p>
            <p><code>{made.age_secret.to_string()}</code></p>
            <div class="actions no-print">
                <button class="button main" type="button" on:click=move |_| store.print()>{icon(Icon::Print)} "Print"</button>
                <button class="button" type="button" on:click=move |_| sheet.set(None)>"It is kept: hide the words"</button>
            </div>
        </section>
    }
    .into_any()
}
