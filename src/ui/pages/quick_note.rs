//! The ten-second note.

use leptos::prelude::*;

use crate::ui::parts::PageHead;

/// The page "Quick note".
#[component]
pub fn QuickNote() -> impl IntoView {
    view! { <PageHead title="Quick note"/> }
}
