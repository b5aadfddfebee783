//! Worry.

use leptos::prelude::*;

/// Worry.
#[component]
pub fn Worry() -> impl IntoView {
}
