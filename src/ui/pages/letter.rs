//! Letter.

use leptos::prelude::*;

/// Letter.
#[component]
pub fn Letter(file: crate::domain::ids::FileId, kind: crate::domain::preparation::LetterKind) -> impl IntoView {
}
