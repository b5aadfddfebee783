//! Bundles.

use leptos::prelude::*;

/// Backup.
#[component]
pub fn Backup() -> impl IntoView {}
/// Open a bundle.
#[component]
pub fn OpenBundle() -> impl IntoView {}
/// Hand-over.
#[component]
pub fn HandOver(file: crate::domain::ids::FileId) -> impl IntoView {
    let _ = file;
}
/// Restore.
#[component]
pub fn Restore(back: RwSignal<bool>) -> impl IntoView {
    let _ = back;
}
