//! One record, to read in full.

use leptos::prelude::*;

use crate::app::notices::storage::repository_words;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, PlanPrint, Route, Tab};
use crate::ui::pages::{moving, observation, versions};
use crate::ui::parts::signature::drawn;
use crate::ui::parts::whose;
use crate::ui::parts::{Empty, PageHead, facts, missing_list, observed};
use casebook_domain::case::{CaseFile, Item};
use casebook_domain::content::{Content, Kind};
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::people::by_another;
use casebook_domain::preparation::Audience;
use casebook_present::facts::facts_of;
use casebook_present::forms::editable;
use casebook_present::hand_over::{came_facts, lead_facts, log_facts};
use casebook_present::timeline::{TimelineItem, contact_name, timeline};
use casebook_present::{dates, words};
use casebook_repository::RepositoryError;

/// The page of one record.
#[component]
pub fn Record(
    /// The file, open.
    file: FileId,
    /// The record.
    record: RecordId,
) -> impl IntoView {
    let store = use_store();
    move || {
        let case = store.casebook.file.get().filter(|case| case.id == file)?;
        Some(match case.get(record) {
            Some(item) => view(store, &case, item),
            None => gone(&case, record),
        })
    }
}

fn gone(case: &CaseFile, record: RecordId) -> AnyView {
    let file = case.id;
    let two = case.two_versions.contains(&record).then(|| versions::banner(file, record));
    view! {
        <PageHead title="This is no longer here" />
        {two}
        <Empty text="This record was deleted. It stays in its history, and can be restored from there.">
            <a class="button" href=Route::Of(file, FilePage::History(record)).to_string()>
                "Its history"
            </a>
            <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::Timeline)).to_string()>
                "Go to the pupil"
            </a>
        </Empty>
    }
    .into_any()
}

fn view(store: Store, case: &CaseFile, item: &Item) -> AnyView {
    let (file, id) = (case.id, item.id);
    let content = &item.entry.content;
    if content.kind() == Kind::Session {
        // The names of the resources that were used are in a register of their own.
        store.casebook.resources.track();
        store.device.task(store.casebook.load_resources());
    }
    let line = timeline(case).into_iter().find(|line| line.record == id);
    let title = line.as_ref().map_or_else(|| content.kind().label().to_owned(), |line| line.title.clone());
    let pupil = whose(store, file)
        .map(|name| view! { <a href=Route::Of(file, FilePage::Tab(Tab::Timeline)).to_string()>{name}</a> });
    let audience = line.as_ref().and_then(|line: &TimelineItem| line.audience);
    let audience = audience.map(|audience| {
        let words = match audience {
            Audience::MentorOnly => "Mentor only: not in any summary, letter or copy",
            Audience::Staff => "May go to staff",
            Audience::Family => "May go to family and staff",
        };
        view! { <p class="hint">{words}</p> }
    });
    let refused = RwSignal::new(None::<RepositoryError>);
    let delete = move |_| {
        refused.set(None);
        store.device.task(async move {
            match store.casebook.delete(file, id).await {
                Ok(warnings) => {
                    store.casebook.say_saved("Deleted. It stays in the history of this file.", &warnings);
                    store.navigation.go(Route::Of(file, FilePage::Tab(Tab::Timeline)));
                }
                Err(error) => {
                    let _ = refused.try_set(Some(error));
                }
            }
        });
    };
    let two = case.two_versions.contains(&id);
    let away = case.moved_away.contains(&id).then(|| moving::moved_away(store, case, item));
    let movable = content.kind() != Kind::Pupil && !two;
    let two_versions = two.then(|| versions::banner(file, id));
    let edit = (editable(case, id) && !two).then(|| {
        view! {
            <a class="button" href=Route::Of(file, FilePage::Edit(id)).to_string()>
                "Change"
            </a>
        }
    });
    let extra = extra(store, file, id, content);
    // The pupil is the file itself: it is not deleted like a note.
    let untold = matches!(content, Content::Worry(worry) if worry.insists());
    let deletable = content.kind() != Kind::Pupil && !two && !untold;
    let by = store.casebook.settings.with(|settings| {
        let author = by_another(case.author(id), &settings.mentor);
        author.map(|author| [" by ", author].concat()).unwrap_or_default()
    });
    let day = line.map(|line| dates::full(line.date));
    view! {
        <PageHead title=title>
            {edit} {extra}
            {deletable
                .then(|| {
                    view! {
                        <button class="button quiet" type="button" on:click=delete>
                            "Delete"
                        </button>
                    }
                })}
        </PageHead>
        <p class="about">
            <span>{pupil}</span>
            <span>{day}</span>
        </p>
        {audience}
        {two_versions}
        {away}
        {move || refused.get().map(|error| refusal(file, &error))}
        <div class="stack wide reading">{body(store, case, content)}{serves(store, case, item)}</div>
        <p class="hint">
            {["Saved ", &dates::moment(item.saved), &by, ". "].concat()}
            <a class="no-print" href=Route::Of(file, FilePage::History(id)).to_string()>
                "History"
            </a>
            {movable
                .then(|| {
                    view! {
                        " "
                        <a class="no-print" href=Route::Of(file, FilePage::Move(id)).to_string()>
                            "Wrong pupil? Move it"
                        </a>
                    }
                })}
        </p>
    }
    .into_any()
}

fn refusal(file: FileId, error: &RepositoryError) -> AnyView {
    let body = match error {
        RepositoryError::Rejected(rejection) => view! {
            <p>{use_store().casebook.titled(&words::attempt(rejection.attempt))}</p>
            {missing_list(file, &rejection.missing)}
        }
        .into_any(),
        other => view! { <p>{repository_words(other)}</p> }.into_any(),
    };
    view! {
        <div class="advice bad" role="alert">
            {body}
        </div>
    }
    .into_any()
}

/// What else can be done with this kind of record.
fn extra(store: Store, file: FileId, id: RecordId, content: &Content) -> Option<AnyView> {
    match content {
        Content::Plan(_) => Some(
            view! {
                <a class="button" href=Route::Of(file, FilePage::PrintPlan(id, PlanPrint::Full)).to_string()>
                    "Print view"
                </a>
            }
            .into_any(),
        ),
        Content::Observation(body) => Some(observation::actions(store, file, id, body)),
        _ => None,
    }
}

fn body(store: Store, case: &CaseFile, content: &Content) -> AnyView {
    match content {
        Content::Letter(letter) => view! {
            {facts([("To".to_owned(), contact_name(case, letter.contact)), ("How".to_owned(), letter.method.label().to_owned())])}
            <div class="sheet print-sheet">
                <p class="text">{letter.text.clone()}</p>
            </div>
        }
        .into_any(),
        Content::Signature(signature) => view! {
            {drawn(signature)}
            <p>
                <a href=Route::Of(case.id, FilePage::Record(signature.plan)).to_string()>"The plan that was shown"</a>
            </p>
        }
        .into_any(),
        Content::Worry(worry) if worry.held_by_lead => view! {
            {told(store, case, content)}
            <p>{store.casebook.titled("The safeguarding lead holds the words. They were erased here.")}</p>
        }
        .into_any(),
        Content::Observation(observation) => {
            view! {
                {observation::about(observation)}
                {observed(observation)}
            }.into_any()
        }
        Content::HandedOver(handed_over) => {
            let lines = log_facts(case, handed_over).into_iter().map(|(what, words)| (what.to_owned(), words));
            let lead = handed_over.lead.clone();
            view! {
                {facts(lines)}
                {lead_said(&lead)}
            }
            .into_any()
        }
        Content::Received(received) => {
            let lines = came_facts(case, received).into_iter().map(|(what, words)| (what.to_owned(), words));
            let asked =
                lead_facts(received).into_iter().map(|(what, words)| (what.to_owned(), words)).collect::<Vec<_>>();
            view! {
                {facts(lines)}
                {(!asked.is_empty())
                    .then(|| {
                        view! {
                            <details class="no-print">
                                <summary>"What was asked and answered at this hand-over"</summary>
                                {facts(asked)}
                            </details>
                        }
                    })}
            }
            .into_any()
        }
        _ => told(store, case, content),
    }
}

/// The answer about anything sent separately, behind a tap: the page may be read beside the pupil or the parents.
fn lead_said(lead: &str) -> Option<AnyView> {
    let lead = lead.trim().to_owned();
    (!lead.is_empty()).then(|| {
        view! {
            <details class="no-print">
                <summary>"Anything sent separately?"</summary>
                <p>{lead}</p>
            </details>
        }
        .into_any()
    })
}

/// What an observation serves in the plan.
fn serves(store: Store, case: &CaseFile, item: &Item) -> Option<AnyView> {
    match &item.entry.content {
        Content::Observation(body) => observation::in_the_plan(store, case, item, body),
        _ => None,
    }
}

/// What its form asked and what was answered.
fn told(store: Store, case: &CaseFile, content: &Content) -> AnyView {
    let ctx = store.casebook.form_ctx(case);
    let groups: Vec<AnyView> = facts_of(content, &ctx)
        .into_iter()
        .map(|group| {
            // The pupil number is shown under "About" alone, and only when asked for.
            let list = facts(group.facts.into_iter().filter(|fact| fact.name != "upn").map(|fact| (fact.label, fact.text)));
            view! { <section class="stack tight">{(!group.title.is_empty()).then(|| view! { <h2>{group.title}</h2> })} {list}</section> }
                .into_any()
        })
        .collect();
    view! { {groups} }.into_any()
}
