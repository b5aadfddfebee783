//! "Join with another file of this pupil": two files here that turn out to be about one child.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::joined::Parting;
use crate::app::notice::Notice;
use crate::app::notices::storage::repository_words;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Tab};
use crate::ui::parts::{Offering, PageHead, Submit, facts, find_pupil};
use crate::ui::parts::{whose, whose_line};
use casebook_domain::alias::perhaps_twins;
use casebook_domain::case::CaseFile;
use casebook_domain::ids::FileId;
use casebook_present::dates;
use casebook_present::numbers::counted;

/// The page.
#[component]
pub fn Join(
    /// The file, open.
    file: FileId,
) -> impl IntoView {
    let store = use_store();
    let other = RwSignal::new(None::<(FileId, Arc<CaseFile>)>);
    let sure = RwSignal::new(false);
    let submit = Submit::<String>::ready();
    let refused = submit.problem;
    let here = store.casebook.case_or_blank(file);
    let pick = Callback::new(move |picked: FileId| {
        sure.set(false);
        refused.set(None);
        store.device.task(async move {
            match store.casebook.look_at(picked).await {
                Ok(case) => {
                    let _ = other.try_set(Some((picked, case)));
                    store.device.focus("join-both");
                }
                Err(error) => store.device.say(Notice::error(&error)),
            }
        });
    });
    let find = find_pupil(
        store,
        ("join-find".to_owned(), "What is the name on the other file?"),
        Offering::WhenTyped,
        String::new(),
        ().into_any(),
        vec![file],
        pick,
    );
    let go = move |_| {
        let Some((picked, _)) = other.get_untracked() else { return };
        if !sure.get_untracked() {
            refused.set(Some("Tick that you are sure.".to_owned()));
            return store.device.focus("not-joined");
        }
        if !submit.pressed() {
            return;
        }
        submit.run("not-joined", async move {
            store.casebook.join(file, picked).await.map_err(|error| repository_words(&error))?;
            store.device.say(Notice::good("Joined: both files are shown as one pupil."));
            store.navigation.go(Route::Of(file, FilePage::Tab(Tab::Timeline)));
            Ok(())
        });
    };
    let both = move || {
        other.get().map(|(picked, case)| {
            let twins = here.pupil().zip(case.pupil()).is_some_and(|(one, other)| perhaps_twins(one, other));
            let alike = if twins {
                view! {
                    <p class="advice bad">
                        <strong>"These may be twins. "</strong>
                        "The surname and the date of birth are the same, the first names are not. Join them only if you know that it is one child."
                    </p>
                }
                .into_any()
            } else {
                ().into_any()
            };
            view! {
                <div class="stack" id="join-both" tabindex="-1">
                    <div class="versions">{side(store, file, &here)} {side(store, picked, &case)}</div>
                    {alike}
                    <ul>
                        <li>
                            "Both files are shown as one pupil in every list, with all records together. No record is moved or changed."
                        </li>
                        <li>"Where the two differ about the pupil, such as in a name, the last saved version is shown."</li>
                        <li>
                            "You can separate them again until something new is written about the pupil. After that they stay joined. The join goes with every hand-over of this pupil."
                        </li>
                    </ul>
                    <label class="choice">
                        <input
                            type="checkbox"
                            prop:checked=move || sure.get()
                            on:change:target=move |event| sure.set(event.target().checked())
                        />
                        <span>"I am sure that this is one and the same child"</span>
                    </label>
                    <div class="actions">
                        <button class="button main" type="button" aria-disabled=move || submit.slow() on:click=go>
                            "Join the two files"
                        </button>
                    </div>
                </div>
            }
        })
    };
    view! {
        <PageHead title="Join two files of one pupil" />
        {whose_line(store, file)}
        <Apart file />
        <p class="lead">
            "For a pupil who has two files here, such as one of your own and one that another school handed over. For a single entry in the wrong file, open the entry and move it."
        </p>
        <section class="stack">
            {find} {both}
            {move || {
                refused
                    .get()
                    .map(|words| {
                        view! {
                            <div class="advice bad" id="not-joined" tabindex="-1" role="alert">
                                <p>{words}</p>
                            </div>
                        }
                    })
            }} <div class="actions">
                <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::Timeline)).to_string()>
                    "Keep them separate"
                </a>
            </div>
        </section>
    }
}

fn side(store: Store, file: FileId, case: &CaseFile) -> AnyView {
    let name = whose(store, file).unwrap_or_else(|| "A pupil without a name".to_owned());
    let pupil = case.pupil();
    let born = pupil.and_then(|pupil| pupil.born).map(dates::long).unwrap_or_default();
    let form = pupil.map(|pupil| pupil.form().to_owned()).unwrap_or_default();
    let contacts: Vec<String> = case.contacts().iter().map(|contact| contact.name.whole()).collect();
    let list = facts([
        ("Born".to_owned(), born),
        ("Form".to_owned(), form),
        ("At home".to_owned(), contacts.join(", ")),
        ("In the file".to_owned(), counted(case.items().count() as u64, "record", "records")),
    ]);
    view! {
        <section class="version" aria-label=name.clone()>
            <h2>{name.clone()}</h2>
            {list}
        </section>
    }
    .into_any()
}

/// Of files that are joined: taking them apart again, or why that is no longer possible.
#[component]
fn Apart(file: FileId) -> impl IntoView {
    let store = use_store();
    let state = RwSignal::new(Parting::NotJoined);
    let submit = Submit::<()>::ready();
    store.device.task(async move {
        let _ = state.try_set(store.casebook.parting(file).await.unwrap_or(Parting::NotJoined));
    });
    let part = move |_| {
        if !submit.pressed() {
            return;
        }
        submit.run("", async move {
            store.casebook.part(file).await.map_err(|error| store.device.say(Notice::error(&error)))?;
            store.device.say(Notice::good("They are two pupils again."));
            store.navigation.go(Route::Pupils);
            submit.end();
            Ok(())
        });
    };
    move || {
        match state.get() {
        Parting::NotJoined => ().into_any(),
        Parting::Possible => view! {
            <div class="advice measure">
                <p>
                    <strong>"This pupil's records are in files that were joined. "</strong>
                    "Nothing has been written since, so you can separate them again."
                </p>
                <div class="actions">
                    <button class="button" type="button" aria-disabled=move || submit.slow() on:click=part>
                        "Separate the files"
                    </button>
                </div>
            </div>
        }
        .into_any(),
        Parting::Written | Parting::LongAgo => view! {
            <p class="advice measure">
                <strong>"This pupil's records are in files that were joined. "</strong>
                "Something has been written since, so they can't be separated. Open an entry that belongs to another pupil and move it."
            </p>
        }
        .into_any(),
    }
    }
}
