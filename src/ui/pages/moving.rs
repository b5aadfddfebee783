//! "Move to the right pupil": a record that is in the wrong child's file.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::notice::Notice;
use crate::app::notices::storage::repository_words;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Tab};
use crate::ui::parts::{Empty, Offering, PageHead, Submit, find_pupil};
use crate::ui::parts::{whose, whose_line};
use casebook_domain::case::{CaseFile, Item};
use casebook_domain::content::Content;
use casebook_domain::decide::Warning;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::moving::{carried, contact_of, left_behind, may_move};
use casebook_present::timeline::{contact_name, timeline, title_of};
use casebook_present::versions::the_record;
use casebook_present::words;
use casebook_repository::RepositoryError;

/// The pupil it goes to.
#[derive(Clone)]
struct To {
    file: FileId,
    name: String,
    case: Arc<CaseFile>,
}

/// The page.
#[component]
pub fn Move(
    /// The file, open.
    file: FileId,
    /// The record.
    record: RecordId,
) -> impl IntoView {
    let store = use_store();
    // Drawn once: while it is being moved, the record goes from under it.
    let case = store.casebook.case_or_blank(file);
    let Some(item) = case.get(record) else {
        return view! {
            <PageHead title="This is no longer here" />
            <Empty text="This record was moved or deleted.">
                <a class="button" href=Route::Of(file, FilePage::Tab(Tab::Timeline)).to_string()>
                    "Go to the pupil"
                </a>
            </Empty>
        }
        .into_any();
    };
    let settings = store.casebook.settings.get_untracked();
    let title = title_of(&case, &item.entry.content);
    let text = timeline(&case).into_iter().find(|line| line.record == record).map(|line| line.text);
    let allowed = may_move(&case, &settings, record, &store.casebook.decide_ctx());
    let body = match allowed {
        Ok(warnings) => choosing(store, (file, record), &case, item.entry.content.clone(), &warnings),
        Err(why) => view! {
            <div class="advice bad">
                <p>"It stays in this file. " {words::stays(&why)}</p>
            </div>
            <div class="actions">
                <a class="button" href=Route::Of(file, FilePage::Record(record)).to_string()>
                    "Back to the record"
                </a>
            </div>
        }
        .into_any(),
    };
    view! {
        <PageHead title="Move to the right pupil" />
        {whose_line(store, file)}
        <div class="stack tight">
            <p>
                <strong>{title}</strong>
            </p>
            {text.map(|text| view! { <p class="gist">{text}</p> })}
        </div>
        {body}
    }
    .into_any()
}

fn choosing(
    store: Store,
    (file, record): (FileId, RecordId),
    case: &CaseFile,
    content: Content,
    warnings: &[Warning],
) -> AnyView {
    let opens: Vec<AnyView> = warnings
        .iter()
        .map(|warning| {
            view! {
                <li>
                    <strong>{store.casebook.titled(&words::warning(warning))}</strong>
                </li>
            }
            .into_any()
        })
        .collect();
    let to = RwSignal::new(None::<To>);
    let contact = RwSignal::new(None::<RecordId>);
    let submit = Submit::<String>::ready();
    let refused = submit.problem;
    let pick = Callback::new(move |other: FileId| {
        refused.set(None);
        contact.set(None);
        store.device.task(async move {
            match store.casebook.look_at(other).await {
                Ok(case) => {
                    let name = whose(store, other).unwrap_or_else(|| "this pupil".to_owned());
                    let _ = to.try_set(Some(To { file: other, name, case }));
                    store.device.focus("move-to");
                }
                Err(error) => store.device.say(Notice::error(&error)),
            }
        });
    });
    let find = find_pupil(
        store,
        ("move-find".to_owned(), "Whose is it?"),
        Offering::WhenTyped,
        String::new(),
        ().into_any(),
        vec![file],
        pick,
    );
    let behind = left_behind(&content).map(|what| view! { <li>{words::left_behind(what)}</li> });
    let named = contact_of(&content).map(|named| contact_name(case, named));
    let what = the_record(&content);
    let from = whose(store, file).unwrap_or_else(|| "this pupil".to_owned());
    let says = [
        ["What ", &what, " says now is written into the other pupil's file, as a new record."].concat(),
        ["It is removed from the file of ", &from, " with all its earlier versions, here and on every tablet that later opens your hand-over or backup."].concat(),
        "Anybody who has a copy, a print or an older backup still has it there: tell them. If it named a child to somebody who should not know, tell the data-protection officer too.".to_owned(),
        "You cannot undo this. If it was wrong, move it again.".to_owned(),
    ];
    let says: Vec<AnyView> = says.into_iter().map(|words| view! { <li>{words}</li> }.into_any()).collect();
    let content = StoredValue::new(content);
    let go = move |_| {
        let Some(chosen) = to.get_untracked() else { return };
        if !submit.pressed() {
            return;
        }
        let carried = content.with_value(|content| carried(content, contact.get_untracked()));
        if content.with_value(|content| contact_of(content).is_some()) && contact.get_untracked().is_none() {
            refused.set(Some("Choose who at the other pupil's home it is about.".to_owned()));
            return store.device.focus("not-moved");
        }
        refused.set(None);
        let id = casebook_repository::ids::record_id();
        submit.run("not-moved", async move {
            store
                .casebook
                .move_record((file, record), chosen.file, (id, carried))
                .await
                .map_err(|error| not_there(&error, &chosen.name))?;
            store.device.say(Notice::good(["Moved to ", &chosen.name, "."].concat()));
            store.navigation.go(Route::Of(chosen.file, FilePage::Record(id)));
            Ok(())
        });
    };
    view! {
        <section class="stack">
            {find}
            {move || {
                to.get()
                    .map(|to| {
                        let name = to.name.clone();
                        let contacts = named.clone().map(|named| contacts(&to, &named, contact));
                        view! {
                            <div class="stack" id="move-to" tabindex="-1">
                                <p>"It goes to " <strong>{name.clone()}</strong> "."</p>
                                {contacts}
                                <div class="actions">
                                    <button class="button main" type="button" aria-disabled=move || submit.slow() on:click=go>
                                        {["Move it to ", &name].concat()}
                                    </button>
                                </div>
                            </div>
                        }
                    })
            }}
            {move || {
                refused
                    .get()
                    .map(|words| {
                        view! {
                            <div class="advice bad" id="not-moved" tabindex="-1" role="alert">
                                <p>{words}</p>
                            </div>
                        }
                    })
            }} <h2>"What happens"</h2> <ul>{opens}{says}{behind}</ul> <div class="actions">
                <a class="button quiet" href=Route::Of(file, FilePage::Record(record)).to_string()>
                    "Leave it where it is"
                </a>
            </div>
        </section>
    }
    .into_any()
}

fn not_there(error: &RepositoryError, name: &str) -> String {
    match error {
        RepositoryError::Rejected(_) => {
            ["It can't be kept in the file of ", name, ". ", &repository_words(error)].concat()
        }
        other => repository_words(other),
    }
}

/// With whom at the other pupil's home: the one it names is known in this file alone.
fn contacts(to: &To, named: &str, contact: RwSignal<Option<RecordId>>) -> AnyView {
    let choices: Vec<AnyView> = to
        .case
        .contacts()
        .iter()
        .map(|one| {
            let (id, name) = (one.id, one.name.whole());
            view! {
                <label class="choice">
                    <input type="radio" name="move-contact" on:change=move |_| contact.set(Some(id)) />
                    <span>{name}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    let none = choices.is_empty().then(|| {
        view! {
            <p class="hint">
                "No contact is known there yet. " <a href=Route::Of(to.file, FilePage::Tab(Tab::About)).to_string()>"Add one first"</a>
            </p>
        }
    });
    view! {
        <fieldset class="field">
            <legend>{["With whom? Here it names ", named, "."].concat()}</legend>
            <div class="choices">{choices}</div>
            {none}
        </fieldset>
    }
    .into_any()
}

/// Says on a record that it had been moved to another pupil, and that somebody who did not know wrote on it.
pub fn moved_away(store: Store, case: &CaseFile, item: &Item) -> AnyView {
    let (file, record, entry) = (case.id, item.id, item.entry.clone());
    let keep = move |_| {
        let entry = entry.clone();
        store.device.task(async move {
            match store.casebook.restore(file, record, entry).await {
                Ok(warnings) => store.casebook.say_saved("It stays in this file.", &warnings),
                Err(error) => store.device.say(Notice::error(&error)),
            }
        });
    };
    view! {
        <div class="advice stack tight">
            <p>
                <strong>"Is this the right pupil? "</strong>
                "This record was moved to another pupil's file. Before that was known on another tablet, somebody changed it there."
            </p>
            <div class="actions">
                <a class="button" href=Route::Of(file, FilePage::Move(record)).to_string()>
                    "Move it to the right pupil"
                </a>
                <button class="button quiet" type="button" on:click=keep>
                    "It belongs here"
                </button>
            </div>
        </div>
    }
    .into_any()
}
