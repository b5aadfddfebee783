//! What the screens before an open casebook have in common.

use leptos::prelude::*;

use crate::app::store::Store;

/// Says that a file came in, without its name.
pub(super) fn waits(store: Store, words: &'static str) -> AnyView {
    view! { <div role="status">{move || (!store.transfers.waiting.with(Vec::is_empty)).then(|| view! { <p class="hint">{words}</p> })}</div> }
    .into_any()
}
