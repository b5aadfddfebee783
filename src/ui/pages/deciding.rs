//! What an import brought out of order in a pupil's file: in words, with the ways out.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::notices::storage::repository_words;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Tab, new_form};
use crate::ui::pages::versions;
use crate::ui::parts::{Empty, PageHead};
use crate::ui::parts::{Submit, whose_line};
use casebook_domain::case::CaseFile;
use casebook_domain::content::{Content, Kind};
use casebook_domain::disorder::{Disorder, Way, disorders, ways};
use casebook_domain::ids::{FileId, RecordId};
use casebook_present::dates;
use casebook_present::disorder::{concerned, disorder_words, way_words};
use casebook_present::timeline::title_of;

/// The page.
#[component]
pub fn Decide(
    /// The file, open.
    file: FileId,
) -> impl IntoView {
    let store = use_store();
    let submit = Submit::<String>::ready();
    let refused = submit.problem;
    let body = move || {
        let case = store.casebook.file.get().filter(|case| case.id == file)?;
        let found = disorders(&case);
        if found.is_empty() {
            return Some(
                view! {
                    <Empty text="The records of this pupil agree. There is nothing to decide.">
                        <a class="button" href=Route::Of(file, FilePage::Tab(Tab::Timeline)).to_string()>
                            "Go to the pupil"
                        </a>
                    </Empty>
                }
                .into_any(),
            );
        }
        let cards: Vec<AnyView> = found.iter().map(|disorder| card(store, &case, *disorder, submit)).collect();
        Some(view! { <div class="stack wide">{cards}</div> }.into_any())
    };
    view! {
        <PageHead title="Records disagree: decide" />
        {whose_line(store, file)}
        <p class="lead">
            "This pupil's records were changed on two tablets. Nothing is lost. "
            "Look at the records, ask the people who were there, then choose what is right. You can undo a choice."
        </p>
        {move || {
            refused
                .get()
                .map(|words| {
                    view! {
                        <div class="advice bad" id="not-decided" tabindex="-1" role="alert">
                            <p>{words}</p>
                        </div>
                    }
                })
        }}
        {body}
    }
}

fn card(store: Store, case: &Arc<CaseFile>, disorder: Disorder, submit: Submit<String>) -> AnyView {
    let file = case.id;
    let (title, text) = disorder_words(disorder, case);
    let records = concerned(disorder, case);
    // Of what was written twice one version has to be chosen first: a way out would decide that unseen.
    let twice: Vec<RecordId> = records.iter().copied().filter(|id| case.two_versions.contains(id)).collect();
    let lines: Vec<AnyView> = records.iter().filter_map(|id| record_line(case, *id)).collect();
    let outs = if twice.is_empty() {
        let mut list: Vec<AnyView> = ways(case, disorder, casebook_repository::ids::record_id())
            .into_iter()
            .map(|way| way_out(store, case, way, submit))
            .collect();
        if matches!(disorder, Disorder::NotAuthorised(_)) {
            list.push(authorise(store, file));
        }
        view! { <ul class="ways">{list}</ul> }.into_any()
    } else {
        let banners: Vec<AnyView> = twice.into_iter().map(|record| versions::banner(file, record)).collect();
        view! {
            <p>"First choose which version to keep:"</p>
            {banners}
        }
        .into_any()
    };
    view! {
        <section class="disorder stack">
            <h2>{title}</h2>
            <p>{store.casebook.titled(&text)}</p>
            <ul class="ruled">{lines}</ul>
            {outs}
        </section>
    }
    .into_any()
}

fn record_line(case: &CaseFile, id: RecordId) -> Option<AnyView> {
    let content = &case.get(id)?.entry.content;
    let title = match content {
        Content::Pupil(pupil) => ["Pupil: ", pupil.first_names.trim(), " ", pupil.surname.trim()].concat(),
        other => title_of(case, other),
    };
    let when = content.day().map(dates::long);
    Some(
        view! {
            <li>
                <a class="line" href=Route::Of(case.id, FilePage::Record(id)).to_string()>
                    <span class="name">{title}</span>
                    <span class="when">{when}</span>
                </a>
            </li>
        }
        .into_any(),
    )
}

fn way_out(store: Store, case: &Arc<CaseFile>, way: Way, submit: Submit<String>) -> AnyView {
    let file = case.id;
    let (words, follows) = way_words(&way, case);
    let changes = way.changes;
    let go = move |_| {
        if !submit.pressed() {
            return;
        }
        let changes = changes.clone();
        submit.run("not-decided", async move {
            let warnings = store.casebook.set_right(file, changes).await.map_err(|error| repository_words(&error))?;
            submit.end();
            store.casebook.say_saved("Decided.", &warnings);
            store.device.focus_title();
            Ok(())
        });
    };
    view! {
        <li>
            <button class="button" type="button" aria-disabled=move || submit.slow() on:click=go>
                {words}
            </button>
            <p class="hint">{follows}</p>
        </li>
    }
    .into_any()
}

/// What only the line manager can say is written down in its own form.
fn authorise(store: Store, file: FileId) -> AnyView {
    view! {
        <li>
            <a class="button" href=new_form(file, Kind::Authorisation).to_string()>
                {store.casebook.titled("The line manager authorises it now")}
            </a>
            <p class="hint">"Ask, and record the decision. The intervention continues."</p>
        </li>
    }
    .into_any()
}
