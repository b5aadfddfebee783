//! The list of everything that is wrong in a form, over it.

use leptos::prelude::*;

use super::handle::{Handle, field_id};
use crate::app::store::Store;
use casebook_domain::content::Kind;
use casebook_present::forms::{self, FieldError};

/// What is wrong, with the way to each field.
pub fn error_summary(store: Store, handle: Handle, kind: Kind, errors: &[FieldError]) -> AnyView {
    let lines = errors
        .iter()
        .map(|error| {
            let id = field_id(&error.field);
            let to = id.clone();
            let named = match handle.draft.with_untracked(|draft| forms::label_of(kind, &error.field, draft)) {
                Some(label) => [&handle.titled(&label), ": ", &error.message].concat(),
                None => error.message.clone(),
            };
            view! {
                <li>
                    <a
                        href=format!("#{id}")
                        on:click=move |event| {
                            event.prevent_default();
                            store.device.focus(&to);
                        }
                    >
                        {named}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="summary-of-errors" id="error-summary" tabindex="-1" role="alert">
            <p>
                <strong>"Not saved yet. What you typed is kept."</strong>
            </p>
            <ul>{lines}</ul>
        </div>
    }
    .into_any()
}
