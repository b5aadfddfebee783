//! The register of resources, read for the pages that show it.

use leptos::prelude::*;

use crate::app::store::use_store;

/// Shows a page once the register was read.
pub(super) fn with_register(page: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    let store = use_store();
    store.device.task(store.casebook.load_resources());
    let there = Memo::new(move |_| store.casebook.resources.with(Option::is_some));
    (move || {
        if there.get() {
            page()
        } else {
            view! {
                <p class="hint" role="status">
                    "Reading …"
                </p>
            }
            .into_any()
        }
    })
    .into_any()
}
