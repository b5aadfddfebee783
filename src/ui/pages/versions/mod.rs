//! The versions of a record that two tablets changed, beside each other: one is picked, or they are combined.

mod answer;
mod banner;
mod choosing;

use std::sync::Arc;

pub use answer::answer_view;
pub use banner::{banner, choose_first};

use leptos::prelude::*;

use crate::app::notices::storage::repository_words;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Tab};
use crate::ui::parts::{Empty, PageHead, Submit, whose_line};
use casebook_domain::content::Kind;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::written::Written;
use casebook_present::versions::called;
use casebook_repository::RepositoryError;
use choosing::Choosing;

/// The page of a record that has two versions.
#[component]
pub fn Versions(
    /// The file, open.
    file: FileId,
    /// The record.
    record: RecordId,
) -> impl IntoView {
    let store = use_store();
    let found = RwSignal::new(None::<Result<Vec<Written>, RepositoryError>>);
    Effect::new(move |_| {
        // Again whenever the file changes: an undo brings them back.
        store.casebook.file.track();
        store.device.task(async move {
            let written = store.casebook.written(file, record).await;
            let _ = found.try_set(Some(written));
        });
    });
    move || {
        found.get().map(|found| match found {
            Ok(written) => page(store, file, record, &written),
            Err(error) => view! {
                <PageHead title="Two versions" />
                <div class="advice bad" role="alert">
                    <p>{repository_words(&error)}</p>
                </div>
            }
            .into_any(),
        })
    }
}

fn page(store: Store, file: FileId, record: RecordId, written: &[Written]) -> AnyView {
    let stand: Vec<Written> = written.iter().filter(|version| version.stands).cloned().collect();
    let asked = store.casebook.file.with(|open| open.as_ref().is_some_and(|case| case.two_versions.contains(&record)));
    if stand.len() < 2 || !asked {
        return view! {
            <PageHead title="There is one version" />
            {whose_line(store, file)}
            <Empty text="Nothing is left to choose here.">
                <a class="button" href=Route::Of(file, FilePage::Record(record)).to_string()>
                    "Go to the record"
                </a>
                <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::Timeline)).to_string()>
                    "Go to the pupil"
                </a>
            </Empty>
        }
        .into_any();
    }
    let case = store.casebook.case_or_blank(file);
    let mut ctx = store.casebook.form_ctx(&case);
    if stand.iter().any(|version| version.kind == Some(Kind::Exit)) {
        ctx.look_back(Kind::Exit, &case, Some(record));
    }
    let versions = Choosing {
        store,
        file,
        record,
        case,
        ctx: Arc::new(ctx),
        names: Arc::new(Vec::new()),
        stand: Arc::new(stand),
        written: Arc::new(written.to_vec()),
        submit: Submit::ready(),
    };
    let firsts: Vec<Written> = versions.stand.iter().map(|version| versions.first_said(version)).collect();
    let by: Vec<(&str, bool)> = firsts.iter().map(|first| (first.author.as_str(), first.here)).collect();
    let me = store
        .session
        .repository()
        .map(|repository| store.casebook.settings.with_untracked(|settings| repository.author(settings)))
        .unwrap_or_default();
    let names = Arc::new(called(&by, &me));
    Choosing { names, ..versions }.view()
}
