//! Check boxes: one alone, or several of a list.

use leptos::prelude::*;

use super::handle::{Handle, field_id};
use super::label::{error_view, hint_view, need_words};
use casebook_present::forms::{self, Field, Options};

/// A check box in a list.
pub(super) fn check(label: String, id: String, checked: Signal<bool>, set: impl Fn(bool) + 'static) -> AnyView {
    box_of("choice", label, id, checked, set)
}

fn box_of(
    class: &'static str,
    label: String,
    id: String,
    checked: Signal<bool>,
    set: impl Fn(bool) + 'static,
) -> AnyView {
    view! {
        <label class=class>
            <input type="checkbox" id=id prop:checked=checked on:change:target=move |event| set(event.target().checked()) />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

/// Yes or no.
pub(super) fn tick(field: &'static Field, key: String, handle: Handle) -> AnyView {
    let id = field_id(&key);
    let now = key.clone();
    let checked = Memo::new(move |_| handle.draft.with(|draft| draft.ticked(&now)));
    let set = {
        let key = key.clone();
        move |on: bool| handle.set(&key, if on { "yes".to_owned() } else { String::new() })
    };
    let class = if field.hint.is_empty() { "field of-one-line" } else { "field" };
    view! {
        <div class=class>
            {check(handle.titled(field.label), id.clone(), checked.into(), set)} {hint_view(field, &id, handle)}
            {error_view(key, &id, handle)}
        </div>
    }
    .into_any()
}

/// Several of a list.
pub(super) fn many(field: &'static Field, key: String, options: Options, handle: Handle) -> AnyView {
    let id = field_id(&key);
    let words: Vec<&str> = options.iter().map(|(_, words)| *words).collect();
    let (all, one) = if forms::ticked_on_buttons(&words) { ("chips", "chip") } else { ("choices", "choice") };
    let boxes = options
        .iter()
        .enumerate()
        .map(|(at, (code, words))| {
            let now = key.clone();
            let checked = Memo::new(move |_| handle.draft.with(|draft| draft.has(&now, code)));
            let own = if at == 0 { id.clone() } else { format!("{id}-{code}") };
            let key = key.clone();
            box_of(one, handle.titled(words), own, checked.into(), move |on| {
                handle.draft.update(|draft| draft.choose(&key, code, on))
            })
        })
        .collect_view();
    view! {
        <fieldset class="field">
            <legend>{handle.titled(field.label)} {need_words(field, handle)}</legend>
            {hint_view(field, &id, handle)}
            <div class=all>{boxes}</div>
            {error_view(key, &id, handle)}
        </fieldset>
    }
    .into_any()
}
