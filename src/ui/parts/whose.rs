//! Whose file a page writes in or prints: the wrong child's would be the worst mistake.

use leptos::prelude::*;

use crate::app::store::Store;
use casebook_domain::ids::FileId;
use casebook_present::initials;

/// Whose file a page writes in or prints, under its heading.
pub fn whose_line(store: Store, file: FileId) -> AnyView {
    (move || whose(store, file).map(|name| view! { <p class="whose no-print">{name}</p> })).into_any()
}

/// Whose file a form writes in: the wrong child's would be the worst mistake.
pub fn whose(store: Store, file: FileId) -> Option<String> {
    let short = store.casebook.settings.with(|settings| settings.initials_only);
    store.casebook.headers.with(|headers| initials::shown_name(headers, file, short))
}
