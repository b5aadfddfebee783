//! After an observation: what came of it, the comment, whose it is; then saved.

use leptos::prelude::*;

use crate::app::observing::Resumed;
use crate::ui::parts::PageHead;

/// The summary of an observation that has ended and is not saved yet.
#[component]
pub fn Finish(
    /// As it lies on the disk.
    resumed: StoredValue<Resumed>,
) -> impl IntoView {
    let _ = resumed;
    view! { <PageHead title="Observation: summary"/> }
}
