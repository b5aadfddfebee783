//! The chosen pupils' files, read for the steps that look at them.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::wizard::Wizard;
use crate::app::notices::storage::repository_words;
use crate::app::store::Store;
use crate::ui::parts::whose;
use casebook_domain::case::CaseFile;
use casebook_domain::ids::FileId;
use casebook_repository::RepositoryError;

/// The chosen pupils' files, once they are read.
pub(super) type Cases = RwSignal<Option<Result<Vec<Arc<CaseFile>>, RepositoryError>>>;

pub(super) fn read_cases(wizard: Wizard) -> Cases {
    let cases = RwSignal::new(None);
    let store = wizard.store;
    let files: Vec<FileId> = wizard.now().files.into_iter().collect();
    store.device.task(async move {
        let read = store.casebook.cases(files).await;
        if let Ok(read) = &read {
            // What is joined with a chosen pupil is chosen with it, and what is gone from this tablet is not.
            let all: BTreeSet<FileId> = read.iter().map(|case| case.id).collect();
            if all != wizard.now().files && cases.try_get_untracked().is_some() {
                wizard.change(|choice| choice.files = all);
            }
        }
        let _ = cases.try_set(Some(read));
    });
    cases
}

/// What is drawn of the chosen pupils' files, or why there is nothing to draw.
pub(super) fn with_cases(cases: Cases, draw: impl Fn(&[Arc<CaseFile>]) -> AnyView + Send + Sync + 'static) -> AnyView {
    (move || {
        cases.with(|cases| match cases {
            None => view! {
                <p class="hint" role="status">
                    "Reading the files …"
                </p>
            }
            .into_any(),
            Some(Err(error)) => view! {
                <p class="advice bad" role="alert">
                    <strong>"A file can't be handed over now. "</strong>
                    {repository_words(error)}
                </p>
            }
            .into_any(),
            Some(Ok(cases)) => draw(cases),
        })
    })
    .into_any()
}

/// A pupil's name as the mentor wants names on the screen.
pub(super) fn name_of(store: Store, case: &CaseFile) -> String {
    untrack(|| whose(store, case.id)).unwrap_or_else(|| "Pupil without a name".to_owned())
}
