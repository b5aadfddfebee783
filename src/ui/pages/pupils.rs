//! The list of pupils.

use leptos::prelude::*;

use crate::ui::parts::PageHead;

/// The page "Pupils".
#[component]
pub fn Pupils() -> impl IntoView {
    view! { <PageHead title="Pupils"/> }
}
