//! One record, to read in full.

use leptos::prelude::*;

use crate::domain::ids::{FileId, RecordId};
use crate::ui::parts::PageHead;

/// The page of one record.
#[component]
pub fn Record(
    /// The file, open.
    file: FileId,
    /// The record.
    record: RecordId,
) -> impl IntoView {
    let _ = (file, record);
    view! { <PageHead title="Record"/> }
}
