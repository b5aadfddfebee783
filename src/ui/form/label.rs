//! What stands around every input: whether it may stay empty, the hint, the error.

use leptos::prelude::*;

use super::handle::Handle;
use casebook_present::forms::{self, Field};

/// "(optional)" beside a label, unless the field is needed now.
pub(super) fn need_words(field: &'static Field, handle: Handle) -> AnyView {
    let mark = handle.kind.get_value().and_then(|kind| forms::mark(kind, field));
    mark.map(|words| view! { <span class="optional">{words}</span> }).into_any()
}

/// The help under a label.
pub(super) fn hint_view(field: &'static Field, id: &str, handle: Handle) -> Option<AnyView> {
    (!field.hint.is_empty()).then(|| {
        view! {
            <p class="hint" id=format!("{id}-hint")>
                {handle.titled(field.hint)}
            </p>
        }
        .into_any()
    })
}

/// What is wrong at a field.
pub(super) fn error_view(key: String, id: &str, handle: Handle) -> AnyView {
    let id = format!("{id}-error");
    (move || {
        handle.message(&key).map(|words| {
            view! {
                <p class="error" id=id.clone()>
                    {words}
                </p>
            }
        })
    })
    .into_any()
}

/// The ids of what describes an input.
pub(super) fn described(field: &'static Field, id: &str) -> String {
    if field.hint.is_empty() { format!("{id}-error") } else { format!("{id}-hint {id}-error") }
}
