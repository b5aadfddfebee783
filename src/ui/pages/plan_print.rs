//! PlanPrint.

use leptos::prelude::*;

/// PlanPrint.
#[component]
pub fn PlanPrint(file: crate::domain::ids::FileId, record: crate::domain::ids::RecordId, print: crate::route::PlanPrint) -> impl IntoView {
}
