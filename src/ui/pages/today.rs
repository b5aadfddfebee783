//! What is due, overdue, running, and who is waited for.

use leptos::prelude::*;

use crate::ui::parts::PageHead;

/// The page "Today".
#[component]
pub fn Today() -> impl IntoView {
    view! { <PageHead title="Today"/> }
}
