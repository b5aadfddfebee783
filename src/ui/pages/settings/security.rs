//! Who can open the casebook.

use leptos::prelude::*;

use super::new_passphrase::{NewPassphrase, error, proof};
use super::people::People;
use crate::app::notice::Notice;
use crate::app::notices::people::people_words;
use crate::app::store::{Store, use_store};
use crate::route::Route;
use crate::ui::parts::{PageHead, Submit, submitted};
use crate::ui::recovery;
use casebook_vault::RecoverySheet;

/// The part "security".
pub fn security() -> AnyView {
    let store = use_store();
    view! {
        <section class="stack measure">
            <h2>"Files from colleagues"</h2>
            <p>"A file encrypted for this tablet's key opens here and nowhere else."</p>
            <div class="actions">
                <a class="button" href=Route::TabletKey.to_string()>
                    "This tablet's key"
                </a>
            </div>
        </section>
        {if store.session.demo.get_untracked() {
            view! { <p class="advice measure">"The demo has no passphrase and no recovery sheet."</p> }.into_any()
        } else {
            view! {
                <People />
                <Passphrase />
                <Recovery />
            }
                .into_any()
        }}
    }
    .into_any()
}

#[component]
fn Passphrase() -> impl IntoView {
    view! {
        <details>
            <summary>"Change the passphrase"</summary>
            {change(use_store(), None, |_| ())}
        </details>
    }
}

/// After the recovery words opened the casebook: the passphrase is lost, so a new one is made at once.
pub fn new_passphrase() -> AnyView {
    let store = use_store();
    let words = store.session.take_recovery_words();
    view! {
        <PageHead title="Make a new passphrase" />
        <p class="measure">
            "You opened Casebook with the recovery words. Make a new passphrase now, and put the recovery sheet back in its safe place."
        </p>
        {change(store, words, |store| store.navigation.go(Route::Today))}
        <p class="measure">
            <a class="button quiet" href=Route::Today.to_string()>
                "Not now"
            </a>
            " "
            <span class="hint">"You can find it again under Settings, Security."</span>
        </p>
    }
    .into_any()
}

/// The form for a new passphrase. `words`: recovery words that were typed just now and are not asked for again.
fn change(store: Store, words: Option<String>, done: fn(Store)) -> AnyView {
    let asks = words.is_none();
    let old = RwSignal::new(words.unwrap_or_default());
    let new = NewPassphrase::offered(store, "new");
    // The person who used the recovery words says whose passphrase was forgotten.
    let whose = RwSignal::new(store.session.people.with_untracked(|people| people.first().map(|person| person.slot)));
    let submit = Submit::<(String, String)>::ready();
    let problem = submit.problem;
    let send = move || {
        if !submit.pressed() {
            return;
        }
        let (mentor, school) =
            store.casebook.settings.with_untracked(|settings| (settings.mentor.clone(), settings.school.clone()));
        let chosen = match old.with_untracked(String::is_empty) {
            true => Err((
                "old-passphrase".to_owned(),
                "Type the passphrase that opens the casebook now, or the twelve recovery words.".to_owned(),
            )),
            false => new.chosen(&[&mentor, &school]),
        };
        let passphrase = match chosen {
            Ok(passphrase) => passphrase,
            Err((field, words)) => {
                store.device.focus(&field);
                return problem.set(Some((field, words)));
            }
        };
        problem.set(None);
        submit.run("old-passphrase", async move {
            store
                .session
                .change_passphrase(old.get_untracked(), passphrase, whose.get_untracked())
                .await
                .map_err(|error| ("old-passphrase".to_owned(), people_words(&error)))?;
            let _ = old.try_set(String::new());
            new.begin_again(store);
            store.device.say(Notice::good("The new passphrase opens the casebook from now on."));
            done(store);
            submit.end();
            Ok(())
        });
    };
    let by_words = move || {
        let people = store.session.people.get();
        let ask = people.len() > 1 && people.iter().all(|person| !person.me);
        let choices: Vec<AnyView> = people
            .iter()
            .map(|person| {
                let slot = person.slot;
                view! {
                    <label class="choice">
                        <input
                            type="radio"
                            name="whose"
                            prop:checked=move || whose.get() == Some(slot)
                            on:change=move |_| whose.set(Some(slot))
                        />
                        <span>{person.name.clone()}</span>
                    </label>
                }
                .into_any()
            })
            .collect();
        ask.then(|| {
            view! {
                <fieldset class="field">
                    <legend>"Whose passphrase"</legend>
                    {choices}
                </fieldset>
            }
        })
    };
    let proved = match asks {
        true => proof("old-passphrase", "Passphrase now", old, problem),
        false => error(problem, "old-passphrase".to_owned()).into_any(),
    };
    view! {
        <form class="stack inner measure" novalidate autocomplete="off" on:submit=submitted(send)>
            {by_words}
            {proved}
            {new.fields(store, "New passphrase", "Made just now. Write them on paper: nobody can reset them.", problem)}
            <p class="hint">"Backups and copies of the tablet made before still open with what opened them then."</p>
            <div class="actions">
                <button class="button main" type="submit" disabled=move || submit.busy()>
                    {move || if submit.busy() { "Changing …" } else { "Change the passphrase" }}
                </button>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Recovery() -> impl IntoView {
    let store = use_store();
    let passphrase = RwSignal::new(String::new());
    let submit = Submit::<(String, String)>::ready();
    let problem = submit.problem;
    let sheet = RwSignal::new(None::<RecoverySheet>);
    let send = move || {
        if !submit.pressed() {
            return;
        }
        submit.run("recovery-passphrase", async move {
            let made = store
                .session
                .replace_recovery(passphrase.get_untracked())
                .await
                .map_err(|error| ("recovery-passphrase".to_owned(), people_words(&error)))?;
            let _ = sheet.try_set(Some(made));
            let _ = passphrase.try_set(String::new());
            store.device.focus("new-sheet");
            submit.end();
            Ok(())
        });
    };
    view! {
        <details>
            <summary>"New recovery sheet"</summary>
            <div class="stack inner measure">
                <p>
                    "Make a new one when the old sheet is lost or somebody saw it. The old words no longer open this casebook, but they still open the backups made for them: keep or destroy those together with the old sheet."
                </p>
                {move || match sheet.with(|made| made.as_ref().map(|made| shown(store, made, sheet))) {
                    Some(drawn) => drawn,
                    None => {
                        view! {
                            <form class="stack" novalidate on:submit=submitted(send)>
                                {proof("recovery-passphrase", "Your passphrase", passphrase, problem)}
                                <div class="actions">
                                    <button class="button" type="submit" disabled=move || submit.busy()>
                                        {move || if submit.busy() { "Making …" } else { "Make a new sheet" }}
                                    </button>
                                </div>
                            </form>
                        }
                            .into_any()
                    }
                }}
            </div>
        </details>
    }
}

fn shown(store: Store, made: &RecoverySheet, sheet: RwSignal<Option<RecoverySheet>>) -> AnyView {
    let heading = view! {
        <h3 id="new-sheet" tabindex="-1">
            "Recovery sheet"
        </h3>
    }
    .into_any();
    view! {
        {recovery::sheet(store, made, heading)}
        <div class="actions no-print">
            <button class="button" type="button" on:click=move |_| sheet.set(None)>
                "I have a copy: hide the words"
            </button>
        </div>
    }
    .into_any()
}
