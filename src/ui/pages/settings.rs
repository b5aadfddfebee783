//! Settings.

use leptos::prelude::*;

/// Settings.
#[component]
pub fn Settings(section: crate::route::Section) -> impl IntoView {
}
