//! Every version of a record (who, when, on which device, what changed), restoring one, and what was deleted.

use std::sync::Arc;

use leptos::prelude::*;

use super::versions::{answer_view, banner};
use crate::app::notices::storage::repository_words;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Tab};
use crate::ui::parts::whose_line;
use crate::ui::parts::{Empty, PageHead, facts};
use casebook_domain::case::CaseFile;
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::written::{Said, Written};
use casebook_present::dates;
use casebook_present::facts::facts_of;
use casebook_present::forms::FormCtx;
use casebook_present::timeline::title_of;
use casebook_present::versions::{Difference, changes, device, the_record};
use casebook_repository::RepositoryError;

/// Versions drawn at once.
const VERSIONS: usize = 30;

/// The page of a record's versions, newest first.
#[component]
pub fn History(
    /// The file, open.
    file: FileId,
    /// The record.
    record: RecordId,
) -> impl IntoView {
    let store = use_store();
    let found = RwSignal::new(None::<Result<Vec<Written>, RepositoryError>>);
    Effect::new(move |_| {
        store.casebook.file.track();
        store.device.task(async move {
            let written = store.casebook.written(file, record).await;
            let _ = found.try_set(Some(written));
        });
    });
    move || {
        found.get().map(|found| match found {
            Ok(written) => page(store, file, record, written),
            Err(error) => view! {
                <PageHead title="History" />
                <div class="advice bad" role="alert">
                    <p>{repository_words(&error)}</p>
                </div>
            }
            .into_any(),
        })
    }
}

/// What the lines of the page look at.
struct Lines {
    store: Store,
    file: FileId,
    record: RecordId,
    case: Arc<CaseFile>,
    ctx: FormCtx,
    written: Vec<Written>,
    refused: RwSignal<Option<String>>,
}

fn page(store: Store, file: FileId, record: RecordId, written: Vec<Written>) -> AnyView {
    if written.is_empty() {
        return view! {
            <PageHead title="History" />
            {whose_line(store, file)}
            <Empty text="There is no version of this record here.">
                <a class="button" href=Route::Of(file, FilePage::Tab(Tab::Timeline)).to_string()>
                    "Go to the pupil"
                </a>
            </Empty>
        }
        .into_any();
    }
    let case = store.casebook.case_or_blank(file);
    let mut ctx = store.casebook.form_ctx(&case);
    ctx.look_back(Kind::Exit, &case, Some(record));
    let name = written.iter().find_map(|version| version.said.entry()).map(|entry| the_record(&entry.content));
    let title = ["History of ", name.as_deref().unwrap_or("a record")].concat();
    let two = case.two_versions.contains(&record);
    let held = written.iter().any(|version| {
        matches!(&version.said, Said::Entry(Entry { content: Content::Worry(worry), .. }) if worry.held_by_lead)
    });
    let there = case.get(record).is_some();
    let lines = Lines { store, file, record, case, ctx, written, refused: RwSignal::new(None) };
    let shown = RwSignal::new(VERSIONS);
    let refused = lines.refused;
    let all = lines.written.len();
    let views = StoredValue::new_local(lines);
    view! {
        <PageHead title=title>
            {there
                .then(|| {
                    view! {
                        <a class="button" href=Route::Of(file, FilePage::Record(record)).to_string()>
                            "Go to the record"
                        </a>
                    }
                })}
        </PageHead>
        {whose_line(store, file)}
        {two.then(|| banner(file, record))}
        {held
            .then(|| {
                view! {
                    <p class="hint">{store.casebook.titled("The safeguarding lead holds the words. Earlier versions were erased here.")}</p>
                }
            })}
        {move || {
            refused
                .get()
                .map(|words| {
                    view! {
                        <div class="advice bad" id="not-restored" tabindex="-1" role="alert">
                            <p>{words}</p>
                        </div>
                    }
                })
        }}
        {move || {
            let list: Vec<AnyView> = views.with_value(|lines| (0..all.min(shown.get())).map(|place| lines.line(place)).collect());
            view! { <ol class="history">{list}</ol> }
        }}
        {move || {
            (shown.get() < all)
                .then(|| {
                    view! {
                        <div class="actions">
                            <button class="button" type="button" on:click=move |_| shown.update(|shown| *shown += 200)>
                                "Show older versions"
                            </button>
                        </div>
                    }
                })
        }}
    }
    .into_any()
}

impl Lines {
    fn line(&self, place: usize) -> AnyView {
        let version = &self.written[place];
        let who = if version.author.trim().is_empty() { "Somebody" } else { version.author.as_str() };
        let when = dates::moment(version.time);
        let by = [who, ", on ", &device(version.here, version.actor)].concat();
        let before = version.after.and_then(|after| self.written.iter().find(|other| other.id == after));
        let two = self.written.iter().filter(|version| version.stands).count() > 1;
        let tag = match (version.stands, two) {
            (true, true) => Some("One of two versions"),
            (true, false) => Some("Current version"),
            _ => None,
        };
        let what = self.what(version, before);
        let wrong = version.wrong_clock.then(|| {
            view! { <p class="advice">"The tablet's clock was wrong: this was not written on that day."</p> }
        });
        let chosen = version
            .chosen
            .then(|| view! { <p class="hint">"Chosen or combined from versions on several tablets."</p> });
        let restore = (!version.stands && !two).then(|| self.restore(version)).flatten();
        view! {
            <li>
                <div class="stack tight">
                    <h2>{when} " " {tag.map(|tag| view! { <span class="tag">{tag}</span> })}</h2>
                    <p class="hint">{by}</p>
                    {wrong}
                    {chosen}
                    {what}
                </div>
                {restore}
            </li>
        }
        .into_any()
    }

    fn what(&self, version: &Written, before: Option<&Written>) -> AnyView {
        let entry = match &version.said {
            Said::Deleted => {
                return view! {
                    <p>
                        <strong>"Deleted."</strong>
                    </p>
                }
                .into_any();
            }
            Said::Newer => {
                return view! { <p>"Made by a newer Casebook: it can be read once Casebook is updated."</p> }
                    .into_any();
            }
            Said::Entry(entry) => entry,
        };
        let full = self.full(entry);
        match before.map(|before| &before.said) {
            None => view! {
                <p>"Written."</p>
                {full}
            }
            .into_any(),
            Some(Said::Deleted) => view! {
                <p>"Restored after it was deleted."</p>
                {full}
            }
            .into_any(),
            Some(Said::Newer) => full,
            Some(Said::Entry(earlier)) => {
                let changed = changes(earlier, entry, &self.case, &self.ctx);
                if changed.is_empty() {
                    return view! {
                        <p>"Saved without a change."</p>
                        {full}
                    }
                    .into_any();
                }
                let changed: Vec<AnyView> = changed.iter().map(change).collect();
                view! {
                    <dl class="changes">{changed}</dl>
                    {full}
                }
                .into_any()
            }
        }
    }

    /// All that a version says, folded away.
    fn full(&self, entry: &Entry) -> AnyView {
        let all = facts_of(&entry.content, &self.ctx).into_iter().flat_map(|group| group.facts);
        let list = facts(all.filter(|fact| fact.name != "upn").map(|fact| (fact.label, fact.text)));
        view! {
            <details>
                <summary>"Everything in this version"</summary>
                {list}
            </details>
        }
        .into_any()
    }

    fn restore(&self, version: &Written) -> Option<AnyView> {
        let entry = version.said.entry()?.clone();
        let Self { store, file, record, refused, .. } = *self;
        let label = ["Restore this version: ", &dates::moment(version.time)].concat();
        let restore = move |_| {
            let entry = entry.clone();
            refused.set(None);
            store.device.task(async move {
                match store.casebook.restore(file, record, entry).await {
                    Ok(warnings) => {
                        store.casebook.say_saved("Restored. This version is the current one again.", &warnings);
                        store.navigation.go(Route::Of(file, FilePage::Record(record)));
                    }
                    Err(error) => {
                        let _ = refused.try_set(Some(repository_words(&error)));
                        store.device.focus("not-restored");
                    }
                }
            });
        };
        Some(
            view! {
                <div class="actions no-print">
                    <button class="button" type="button" aria-label=label on:click=restore>
                        "Restore this version"
                    </button>
                </div>
            }
            .into_any(),
        )
    }
}

fn change(difference: &Difference) -> AnyView {
    let section = (!difference.section.is_empty()).then(|| [difference.section, ": "].concat());
    let answers: Vec<AnyView> = difference
        .answers
        .iter()
        .zip(["Before: ", "Now: "])
        .map(|(answer, word)| {
            view! {
                <dd>
                    <span class="hint">{word}</span>
                    {answer_view(answer, difference.nothing)}
                </dd>
            }
            .into_any()
        })
        .collect();
    view! {
        <div>
            <dt>{section} {difference.label.clone()}</dt>
            {answers}
        </div>
    }
    .into_any()
}

type Gone = Vec<(RecordId, Vec<Written>)>;

/// The page of what was deleted from a pupil's file.
#[component]
pub fn Deleted(
    /// The file, open.
    file: FileId,
) -> impl IntoView {
    let store = use_store();
    let found = RwSignal::new(None::<Result<Gone, RepositoryError>>);
    let safeguarding = RwSignal::new(false);
    Effect::new(move |_| {
        store.casebook.file.track();
        store.device.task(async move {
            let gone = store.casebook.deleted(file).await;
            let _ = found.try_set(Some(gone));
        });
    });
    view! {
        <PageHead title="Deleted entries">
            <a class="button" href=Route::Of(file, FilePage::Tab(Tab::Timeline)).to_string()>
                "Go to the pupil"
            </a>
        </PageHead>
        {whose_line(store, file)}
        <div class="filters no-print">
            // Always there, so that its being there says nothing.
            <button class="button quiet" type="button" on:click=move |_| safeguarding.update(|on| *on = !*on)>
                {move || if safeguarding.get() { "Hide safeguarding entries" } else { "Show safeguarding entries" }}
            </button>
        </div>
        {move || {
            found
                .get()
                .map(|found| match found {
                    Ok(gone) => deleted_list(file, &store.casebook.case_or_blank(file), &gone, safeguarding.get()),
                    Err(error) => {
                        view! {
                            <div class="advice bad" role="alert">
                                <p>{repository_words(&error)}</p>
                            </div>
                        }
                            .into_any()
                    }
                })
        }}
    }
}

fn deleted_list(file: FileId, case: &CaseFile, gone: &Gone, safeguarding: bool) -> AnyView {
    let lines: Vec<AnyView> = gone
        .iter()
        .filter(|(_, written)| safeguarding || written.iter().all(|version| version.kind != Some(Kind::Worry)))
        .map(|(record, written)| {
            let last = written.iter().find_map(|version| version.said.entry());
            let kind = written.first().and_then(|version| version.kind).map_or("Record", Kind::label);
            let title = last.map_or_else(|| kind.to_owned(), |entry| title_of(case, &entry.content));
            let day = last.and_then(|entry| entry.content.day()).map(dates::long);
            let when = written.first().map(|version| ["deleted ", &dates::moment(version.time)].concat());
            view! {
                <li>
                    <a class="line" href=Route::Of(file, FilePage::History(*record)).to_string()>
                        <span class="stack tight">
                            <span class="name">{title}</span>
                            <span class="gist">{day}</span>
                        </span>
                        <span class="when">{when}</span>
                    </a>
                </li>
            }
            .into_any()
        })
        .collect();
    if lines.is_empty() {
        return view! { <Empty text="Nothing was deleted from this file. What is deleted stays here, and can be restored." /> }
            .into_any();
    }
    view! { <ul class="ruled">{lines}</ul> }.into_any()
}
