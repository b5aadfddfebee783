//! Who can open the casebook: the list, one more, one less.

use leptos::prelude::*;

use super::new_passphrase::{NewPassphrase, error, invalid, proof};
use crate::app::notice::Notice;
use crate::app::notices::people::people_words;
use crate::app::phase::{Person, Sealing};
use crate::app::store::{Store, use_store};
use crate::ui::parts::{Dialog, Submit, submitted};

/// The list, and what can be done with it.
#[component]
pub fn People() -> impl IntoView {
    let store = use_store();
    // Whom the dialog is about.
    let leaving = RwSignal::new(None::<Person>);
    let asked = RwSignal::new(false);
    let list = move || {
        let people = store.session.people.get();
        let several = people.len() > 1;
        people
            .iter()
            .map(|person| {
                let gone = person.clone();
                let remove = move |_| {
                    leaving.set(Some(gone.clone()));
                    asked.set(true);
                };
                let about = person.name.clone();
                view! {
                    <li>
                        <span>
                            <strong>{person.name.clone()}</strong>
                            " "
                            {person.me.then(|| view! { <span class="tag">"you, now"</span> })}
                        </span>
                        {(several && !person.me)
                            .then(|| {
                                view! {
                                    <button class="button quiet" type="button" on:click=remove>
                                        "Remove"
                                        <span class="visually-hidden">" " {about}</span>
                                    </button>
                                }
                            })}
                    </li>
                }
                .into_any()
            })
            .collect_view()
    };
    view! {
        <section class="stack measure" aria-labelledby="people">
            <h2 id="people">"People"</h2>
            <p>
                "Everybody in this list has their own passphrase, sees everything on this tablet, and can add or remove others. What they write has their name on it."
            </p>
            <ul class="plain people">{list}</ul>
            {move || sealing(store)}
            {move || match (store.session.people.with(|people| people.len()), store.session.room_for_a_person()) {
                (_, true) => view! { <Add /> }.into_any(),
                (many, false) => {
                    view! {
                        <p class="hint">
                            {["No more than ", &many.to_string(), " people can open one casebook. Remove somebody before you add another."]
                                .concat()}
                        </p>
                    }
                        .into_any()
                }
            }}
            <Anew />
        </section>
        <Dialog open=asked id="remove-person" title="Remove this person?">
            <Remove person=leaving asked />
        </Dialog>
    }
}

/// How far sealing everything again is.
fn sealing(store: Store) -> Option<AnyView> {
    match store.session.sealing.get() {
        Sealing::No => None,
        Sealing::Runs(progress) => Some(
            view! {
                <div class="advice stack tight" id="sealing">
                    <p>
                        <strong>"Everything is being re-encrypted. "</strong>
                        "You can carry on working. If Casebook is locked or closed before it is done, it continues the next time it is opened."
                    </p>
                    <progress
                        class="progress"
                        aria-label="Re-encrypting"
                        max=progress.total.max(1).to_string()
                        value=progress.done.to_string()
                    ></progress>
                </div>
            }
            .into_any(),
        ),
        Sealing::Stopped => Some(
            view! {
                <div class="advice bad stack tight" id="sealing">
                    <p>
                        <strong>"Re-encrypting stopped before it was done. "</strong>
                        "Nothing is lost, and a passphrase that was removed no longer opens the casebook. But what is not re-encrypted yet could be read by somebody who kept an earlier copy of the tablet and gets hold of it again."
                    </p>
                    <div class="actions">
                        <button class="button" type="button" on:click=move |_| store.session.go_on_sealing()>
                            "Continue"
                        </button>
                    </div>
                </div>
            }
            .into_any(),
        ),
    }
}

#[component]
fn Add() -> impl IntoView {
    let store = use_store();
    let name = RwSignal::new(String::new());
    let own = RwSignal::new(String::new());
    let new = NewPassphrase::offered(store, "person");
    let submit = Submit::<(String, String)>::ready();
    let problem = submit.problem;
    let send = move || {
        if !submit.pressed() {
            return;
        }
        let called = name.get_untracked();
        let (mentor, school) =
            store.casebook.settings.with_untracked(|settings| (settings.mentor.clone(), settings.school.clone()));
        let chosen = match store.session.check_person(&called) {
            Err(words) => Err(("person-name".to_owned(), words)),
            Ok(()) => new.chosen(&[&called, &mentor, &school]),
        };
        let chosen = chosen.and_then(|chosen| match own.with_untracked(String::is_empty) {
            true => Err(("person-own".to_owned(), "Type your own passphrase too.".to_owned())),
            false => Ok(chosen),
        });
        let passphrase = match chosen {
            Ok(passphrase) => passphrase,
            Err((field, words)) => {
                store.device.focus(&field);
                return problem.set(Some((field, words)));
            }
        };
        problem.set(None);
        submit.run("person-own", async move {
store.session.add_person(own.get_untracked(), called.clone(), passphrase).await.map_err(|error| ("person-own".to_owned(), people_words(&error)))?;
let _ = name.try_set(String::new());
                    let _ = own.try_set(String::new());
                    new.begin_again(store);
                    let words = [called.trim(), " can open this casebook from now on. Hand them their passphrase yourself, and lock Casebook before they take the tablet."].concat();
                    store.device.say(Notice::good(words));
                    store.device.focus("people-added");
submit.end();
Ok(())
});
    };
    view! {
        <details>
            <summary id="people-added">"Add a person"</summary>
            <form class="stack inner" novalidate on:submit=submitted(send)>
                <p>
                    "For a colleague who covers for you on this tablet. They see everything about every pupil, including your own notes and the safeguarding entries."
                </p>
                <div class="field">
                    <label for="person-name">"Their name"</label>
                    <p class="hint" id="person-name-hint">
                        "As it should appear under what they write."
                    </p>
                    <input
                        class="input"
                        id="person-name"
                        autocomplete="off"
                        maxlength="60"
                        aria-describedby="person-name-hint person-name-error"
                        aria-invalid=invalid(problem, "person-name".to_owned())
                        prop:value=name
                        on:input:target=move |event| name.set(event.target().value())
                    />
                    {error(problem, "person-name".to_owned())}
                </div>
                {new.fields(store, "Their passphrase", "Made just now. Let them write the words on paper.", problem)}
                {proof("person-own", "Your own passphrase", own, problem)}
                <div class="actions">
                    <button class="button main" type="submit" disabled=move || submit.busy()>
                        {move || if submit.busy() { "Adding …" } else { "Add this person" }}
                    </button>
                </div>
            </form>
        </details>
    }
}

/// What the dialog holds.
#[component]
fn Remove(person: RwSignal<Option<Person>>, asked: RwSignal<bool>) -> impl IntoView {
    let store = use_store();
    let own = RwSignal::new(String::new());
    let submit = Submit::<(String, String)>::ready();
    let problem = submit.problem;
    let Some(gone) = person.get_untracked() else { return ().into_any() };
    let (slot, name) = (gone.slot, gone.name);
    let button = ["Remove ", &name].concat();
    let send = move || {
        if !submit.pressed() {
            return;
        }
        if own.with_untracked(String::is_empty) {
            problem.set(Some(("remove-own".to_owned(), "Type your own passphrase.".to_owned())));
            return store.device.focus("remove-own");
        }
        problem.set(None);
        submit.run("remove-own", async move {
            store
                .seal_anew(own.get_untracked(), Some(slot))
                .await
                .map_err(|error| ("remove-own".to_owned(), people_words(&error)))?;
            let _ = asked.try_set(false);
            submit.end();
            Ok(())
        });
    };
    view! {
        <form class="stack" novalidate on:submit=submitted(send)>
            <p>
                <strong>{name}</strong>
                " can no longer open this casebook. Then everything is re-encrypted, so that their passphrase opens none of it. You can carry on working."
            </p>
            <ul>
                <li>"What they wrote stays, with their name."</li>
                <li>"The passphrases of everybody else and the recovery sheet stay as they are."</li>
                <li>"Copies of the tablet made before, and files they were given, still open as they did then."</li>
                <li>"An import can no longer be undone."</li>
                <li>"If they saw the recovery sheet or made one, make a new one too."</li>
            </ul>
            {proof("remove-own", "Your own passphrase", own, problem)}
            <div class="actions">
                <button class="button main" type="submit" disabled=move || submit.busy()>
                    {move || if submit.busy() { "Removing …".to_owned() } else { button.clone() }}
                </button>
                <button class="button" type="button" on:click=move |_| asked.set(false)>
                    "Cancel"
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// A new data key without removing anybody.
#[component]
fn Anew() -> impl IntoView {
    let store = use_store();
    let own = RwSignal::new(String::new());
    let submit = Submit::<(String, String)>::ready();
    let problem = submit.problem;
    let send = move || {
        if !submit.pressed() {
            return;
        }
        submit.run("anew-own", async move {
            store
                .seal_anew(own.get_untracked(), None)
                .await
                .map_err(|error| ("anew-own".to_owned(), people_words(&error)))?;
            let _ = own.try_set(String::new());
            submit.end();
            Ok(())
        });
    };
    view! {
        <details>
            <summary>"Re-encrypt everything"</summary>
            <form class="stack inner" novalidate on:submit=submitted(send)>
                <p>
                    "If somebody saw a passphrase, change it first, then do this. Somebody who kept a copy of the tablet can then read nothing newer than that copy with the old passphrase. Passphrases and the recovery sheet stay the same."
                </p>
                {proof("anew-own", "Your own passphrase", own, problem)}
                <div class="actions">
                    <button class="button" type="submit" disabled=move || submit.busy() || store.session.sealing.get() != Sealing::No>
                        {move || if submit.busy() { "Starting …" } else { "Re-encrypt everything" }}
                    </button>
                </div>
            </form>
        </details>
    }
}
