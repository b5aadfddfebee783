//! A pupil's page: the header with the next step, and the tabs.

use leptos::prelude::*;

use crate::domain::ids::FileId;
use crate::route::Tab;
use crate::ui::parts::PageHead;

/// The page of one pupil.
#[component]
pub fn Pupil(
    /// The file, open.
    file: FileId,
    /// The tab.
    tab: Tab,
) -> impl IntoView {
    let _ = (file, tab);
    view! { <PageHead title="Pupil"/> }
}

/// A file that is being opened, or can't be.
#[component]
pub fn NotOpen(
    /// The file.
    file: FileId,
) -> impl IntoView {
    let _ = file;
    view! { <PageHead title="Pupil"/> }
}
