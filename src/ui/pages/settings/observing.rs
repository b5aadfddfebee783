//! Templates, lists of words, and how the live screen behaves on this tablet.

use leptos::prelude::*;

/// Settings: observing.
#[component]
pub fn Observing() -> impl IntoView {
    view! { <p class="hint">"Templates and lists"</p> }
}
