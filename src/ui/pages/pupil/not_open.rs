//! A file that is not open: it is read, or it says why it can't be.

use leptos::prelude::*;

use crate::app::notice::Notice;
use crate::app::notices::storage::repository_words;
use crate::app::store::{Store, use_store};
use crate::route::Route;
use crate::ui::parts::PageHead;
use casebook_domain::ids::FileId;
use casebook_repository::RepositoryError;

/// A file that is being opened, or can't be.
#[component]
pub fn NotOpen(
    /// The file.
    file: FileId,
) -> impl IntoView {
    let store = use_store();
    move || match store.casebook.file_error.get() {
        None => view! {
            <p class="late hint" role="status">
                "Opening the file …"
            </p>
        }
        .into_any(),
        Some(error) => cannot_open(store, file, &error),
    }
}

fn cannot_open(store: Store, file: FileId, error: &RepositoryError) -> AnyView {
    let anyway = matches!(error, RepositoryError::SumMismatch(_)).then(|| {
        let go_on = move |_| {
            store.device.task(async move {
                if let Err(error) = store.casebook.rebuild(file).await {
                    store.device.say(Notice::error(&error));
                }
            });
        };
        view! {
            <button class="button" type="button" on:click=go_on>
                "Continue with what is here"
            </button>
        }
    });
    let restore = (!matches!(error, RepositoryError::Missing | RepositoryError::Locked)).then(|| {
        view! {
            <a class="button main" href=Route::OpenBundle.to_string()>
                "Restore from a backup"
            </a>
        }
    });
    view! {
        <PageHead title=if *error == RepositoryError::Missing { "There is no such pupil here" } else { "This file did not open" } />
        <div class="advice bad" role="alert">
            <p>{repository_words(error)}</p>
        </div>
        <div class="actions">
            {restore} {anyway} <a class="button quiet" href=Route::Pupils.to_string()>
                "All pupils"
            </a>
        </div>
    }
    .into_any()
}
