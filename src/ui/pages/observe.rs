//! Observe.

use leptos::prelude::*;

/// Observe.
#[component]
pub fn Observe(file: crate::domain::ids::FileId) -> impl IntoView {
}
