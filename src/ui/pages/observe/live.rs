//! The live screen.

use leptos::prelude::*;

use crate::app::observing::Resumed;
use crate::ui::parts::PageHead;

/// The observation while it runs.
#[component]
pub fn Live(
    /// As it lies on the disk.
    resumed: StoredValue<Resumed>,
    /// It has ended.
    ended: Callback<()>,
) -> impl IntoView {
    let _ = (resumed, ended);
    view! { <PageHead title="Observing"/> }
}
