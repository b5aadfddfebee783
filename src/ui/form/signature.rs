//! A field to sign in.

use leptos::prelude::*;

use super::handle::{Handle, field_id};
use crate::ui::parts::signature::pad;

/// A field of a form to sign in.
pub(super) fn signature(label: &'static str, key: String, handle: Handle) -> AnyView {
    let strokes = RwSignal::new(handle.draft.with_untracked(|draft| draft.get(&key).to_owned()));
    let id = field_id(&key);
    let of = key.clone();
    Effect::new(move |before: Option<()>| {
        let drawn = strokes.get();
        if before.is_some() {
            handle.draft.update(|draft| draft.set(&of, drawn));
        }
    });
    let error = move || {
        handle.errors.with(|errors| {
            errors
                .iter()
                .find(|error| error.field == key)
                .map(|error| view! { <p class="error">{error.message.clone()}</p> })
        })
    };
    view! {
        {pad(label, id, strokes)}
        {error}
    }
    .into_any()
}
