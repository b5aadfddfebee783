//! The browser's own box for a date, a time or both, read so that nothing typed is dropped.
//!
//! Such a box gives an empty value for 31/02 or for a date that is half typed; only its validity says that something is
//! in it. So the value kept is what the box holds, or [`UNREADABLE`], which every reader refuses with words. Chromium sends
//! no `input` event while the value stays empty: keys and leaving the box are heard too.

use leptos::html::Input;
use leptos::prelude::*;

use casebook_present::forms::UNREADABLE;

/// A box of type "date", "time", "month" or "datetime-local".
#[component]
pub fn DateBox(
    /// Its id in the page.
    #[prop(into)]
    id: String,
    /// Its type.
    kind: &'static str,
    /// What is kept: an ISO value, "" or [`UNREADABLE`].
    #[prop(into)]
    value: Signal<String>,
    /// Keeps another value.
    set: impl Fn(String) + Clone + 'static,
    /// What describes it.
    #[prop(into, optional)]
    described_by: Option<String>,
    /// Whether what it holds was refused.
    #[prop(into, optional)]
    wrong: Signal<bool>,
    /// The last day that can be picked.
    #[prop(into, optional)]
    max: Option<String>,
) -> impl IntoView {
    let node = NodeRef::<Input>::new();
    // The box is left alone while what is typed in it is no date yet.
    Effect::new(move |_| {
        let (Some(input), value) = (node.get(), value.get()) else { return };
        if value != UNREADABLE && value != input.value() {
            input.set_value(&value);
        }
    });
    let read = move || {
        let Some(input) = node.get_untracked() else { return };
        let held = if input.validity().bad_input() { UNREADABLE.to_owned() } else { input.value() };
        if value.with_untracked(|value| *value != held) {
            set(held);
        }
    };
    let (on_key, on_change, on_leave) = (read.clone(), read.clone(), read.clone());
    view! {
        <input
            class="input short"
            id=id
            type=kind
            max=max
            autocomplete="off"
            node_ref=node
            aria-describedby=described_by
            aria-invalid=move || wrong.get().then_some("true")
            on:input=move |_| read()
            on:keyup=move |_| on_key()
            on:change=move |_| on_change()
            on:blur=move |_| on_leave()
        />
    }
}
