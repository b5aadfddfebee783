//! Fields that are typed: lines, longer text, dates, times, numbers.

use leptos::prelude::*;

use super::handle::{Handle, field_id};
use super::label::{described, error_view, hint_view, need_words};
use crate::ui::parts::DateBox;
use casebook_present::forms::{Field, Input};

/// A field with one box to type in, under its label.
pub(super) fn text(field: &'static Field, key: String, handle: Handle) -> AnyView {
    let id = field_id(&key);
    let input = match field.input {
        Input::Date(_) => date(field, "date", key.clone(), handle),
        Input::Time => date(field, "time", key.clone(), handle),
        Input::Moment => date(field, "datetime-local", key.clone(), handle),
        Input::Area { rows } => area(field, rows, key.clone(), handle),
        _ => line(field, key.clone(), handle),
    };
    let class = if matches!(field.input, Input::Area { .. }) { "field" } else { "field of-one-line" };
    view! {
        <div class=class>
            <label for=id.clone()>{handle.titled(field.label)} {need_words(field, handle)}</label>
            {hint_view(field, &id, handle)}
            {input}
            {error_view(key, &id, handle)}
        </div>
    }
    .into_any()
}

fn date(field: &'static Field, kind: &'static str, key: String, handle: Handle) -> AnyView {
    let id = field_id(&key);
    let (shown, refused) = (key.clone(), key.clone());
    let value = Signal::derive(move || handle.shown(&shown));
    let wrong = Signal::derive(move || handle.message(&refused).is_some());
    let described_by = described(field, &id);
    view! { <DateBox id kind value set=move |value| handle.set(&key, value) described_by wrong /> }.into_any()
}

// Neither has a maxlength: browsers cut what is pasted without a word; too long is said when saving.

fn area(field: &'static Field, rows: u8, key: String, handle: Handle) -> AnyView {
    let id = field_id(&key);
    let (value, invalid) = (key.clone(), key.clone());
    view! {
        <textarea
            autocomplete="off"
            class="input"
            id=id.clone()
            rows=rows.to_string()
            aria-describedby=described(field, &id)
            aria-invalid=move || handle.message(&invalid).map(|_| "true")
            prop:value=move || handle.shown(&value)
            on:input:target=move |event| handle.set(&key, event.target().value())
        ></textarea>
    }
    .into_any()
}

fn line(field: &'static Field, key: String, handle: Handle) -> AnyView {
    let id = field_id(&key);
    let (class, mode, unit) = match field.input {
        Input::Number { decimals, unit, .. } => {
            ("input short", Some(if decimals == 0 { "numeric" } else { "decimal" }), unit)
        }
        _ => ("input", None, ""),
    };
    let list = match field.input {
        Input::LineFrom(source) => Some((format!("{id}-list"), handle.ctx().suggestions(source))),
        _ => None,
    };
    let listed = list.as_ref().map(|(id, _)| id.clone());
    let datalist = list.map(|(id, offers)| {
        let options = offers.into_iter().map(|offer| view! { <option value=offer></option> }).collect_view();
        view! { <datalist id=id>{options}</datalist> }
    });
    let (value, invalid) = (key.clone(), key.clone());
    view! {
        <div class="actions">
            <input
                class=class
                id=id.clone()
                type="text"
                inputmode=mode
                autocomplete="off"
                list=listed
                aria-describedby=described(field, &id)
                aria-invalid=move || handle.message(&invalid).map(|_| "true")
                prop:value=move || handle.shown(&value)
                on:input:target=move |event| handle.set(&key, event.target().value())
            />
            {(!unit.is_empty()).then(|| view! { <span>{unit}</span> })}
            {datalist}
        </div>
    }
    .into_any()
}
