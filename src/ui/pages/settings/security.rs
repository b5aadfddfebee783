//! Who can open the casebook, and how it looks.

use leptos::prelude::*;

use super::new_passphrase::{NewPassphrase, Problem, proof};
use super::people::People;
use crate::app::device::Theme;
use crate::app::notices::{Notice, people_words};
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
            view! { <People/> <Passphrase/> <Recovery/> }.into_any()
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
    let new = NewPassphrase::offered(store, "new");
    // Whoever came by the recovery words says whose passphrase was forgotten.
    let whose = RwSignal::new(store.people.with_untracked(|people| people.first().map(|person| person.slot)));
    let problem: Problem = RwSignal::new(None);
    let busy = RwSignal::new(false);
    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        let (mentor, school) =
            store.settings.with_untracked(|settings| (settings.mentor.clone(), settings.school.clone()));
        let chosen = match old.with_untracked(String::is_empty) {
            true => Err((
                "old-passphrase".to_owned(),
                "Type the passphrase that opens the casebook now, or the twelve recovery words.".to_owned(),
            )),
            false => new.chosen(store, &[&mentor, &school]),
        };
        let passphrase = match chosen {
            Ok(passphrase) => passphrase,
            Err((field, words)) => {
                store.focus(&field);
                return problem.set(Some((field, words)));
            }
        };
        problem.set(None);
        busy.set(true);
        store.task(async move {
            match store.change_passphrase(old.get_untracked(), passphrase, whose.get_untracked()).await {
                Ok(()) => {
                    let _ = old.try_set(String::new());
                    new.begin_again(store);
                    store.say(Notice::good("The new passphrase opens the casebook from now on."));
                }
                Err(error) => {
                    let _ = problem.try_set(Some(("old-passphrase".to_owned(), people_words(&error))));
                    store.focus("old-passphrase");
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let by_words = move || {
        let people = store.people.get();
        let ask = people.len() > 1 && people.iter().all(|person| !person.me);
        let choices: Vec<AnyView> = people
            .iter()
            .map(|person| {
                let slot = person.slot;
                view! {
                    <label class="choice"><input type="radio" name="whose" prop:checked=move || whose.get() == Some(slot)
                        on:change=move |_| whose.set(Some(slot))/> <span>{person.name.clone()}</span></label>
                }
                .into_any()
            })
            .collect();
        ask.then(|| view! { <fieldset class="field"><legend>"Whose passphrase"</legend>{choices}</fieldset> })
    };
    view! {
        <details>
            <summary>"Change the passphrase"</summary>
            <form class="stack inner measure" novalidate on:submit=move |event| { event.prevent_default(); submit(); }>
                {by_words}
                {proof("old-passphrase", "Passphrase now", old, problem)}
                {new.fields(store, "New passphrase", "Made just now. Write them on paper: nobody can reset them.", problem)}
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
    let problem: Problem = RwSignal::new(None);
    let busy = RwSignal::new(false);
    let sheet = RwSignal::new(None::<RecoverySheet>);
    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problem.set(None);
        store.task(async move {
            match store.replace_recovery(passphrase.get_untracked()).await {
                Ok(made) => {
                    let _ = sheet.try_set(Some(made));
                    let _ = passphrase.try_set(String::new());
                    store.focus("new-sheet");
                }
                Err(error) => {
                    let _ = problem.try_set(Some(("recovery-passphrase".to_owned(), people_words(&error))));
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
                            {proof("recovery-passphrase", "Your passphrase", passphrase, problem)}
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
