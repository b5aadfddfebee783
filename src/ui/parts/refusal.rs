//! Why the rules refuse a change, and the way to what is missing.

use leptos::prelude::*;

use super::mending_link;
use crate::app::notices::storage::repository_words;
use crate::app::store::Store;
use crate::route::mending;
use casebook_domain::ids::FileId;
use casebook_present::words;
use casebook_repository::RepositoryError;

/// Why the rules refuse, and the way to what is missing.
pub fn refusal(store: Store, file: FileId, error: &RepositoryError) -> AnyView {
    let (said, missing) = match error {
        RepositoryError::Rejected(rejection) => {
            (store.casebook.titled(&words::attempt(rejection.attempt)), rejection.missing.clone())
        }
        other => (repository_words(other), Vec::new()),
    };
    let case = store.casebook.case_or_blank(file);
    let not_saved = match error {
        // Where it is kept, the words of the error say.
        RepositoryError::Db(_) => "Not saved yet. ",
        _ => "Not saved. What you typed is kept. ",
    };
    let offers = missing
        .iter()
        .map(|missing| {
            let way = mending(&case, missing).map(|mending| mending_link(store, file, mending));
            view! { <li>{store.casebook.titled(&words::missing(missing))} " " {way}</li> }
        })
        .collect_view();
    view! {
        <div class="advice bad" id="refused" tabindex="-1" role="alert">
            <p>
                <strong>{not_saved}</strong>
                {said}
            </p>
            <ul>{offers}</ul>
        </div>
    }
    .into_any()
}
