//! Sign.

use leptos::prelude::*;

/// Sign.
#[component]
pub fn Sign(file: crate::domain::ids::FileId, record: crate::domain::ids::RecordId) -> impl IntoView {
}

/// A pad to sign on.
pub fn pad(_label: &'static str, _key: String, _handle: crate::ui::form::Handle) -> AnyView {
    ().into_any()
}
