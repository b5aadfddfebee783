//! Rows that are added and removed, each with the same fields.

use leptos::prelude::*;

use super::handle::{Handle, field_id};
use super::label::{error_view, hint_view};
use crate::app::store::use_store;
use crate::ui::parts::{Icon, icon};
use casebook_present::forms::{self, Draft, Field};
use casebook_present::numbers;

/// Draws one field: how [`super::field::field_view`] does it. Handed in, because a row holds fields and a field may be rows.
pub(super) type DrawField = fn(&'static Field, String, Handle) -> AnyView;

/// What a field of rows is made of.
#[derive(Clone, Copy)]
pub(super) struct RowsField {
    /// The field itself.
    pub(super) field: &'static Field,
    /// The fields of a row.
    pub(super) fields: &'static [Field],
    /// The button's words; empty: the rows are given.
    pub(super) add: &'static str,
    /// At most this many rows.
    pub(super) most: u8,
}

/// All rows, with the button that adds one.
pub(super) fn rows(of: RowsField, name: String, handle: Handle, draw: DrawField) -> AnyView {
    let RowsField { field, fields, add, most } = of;
    let id = field_id(&name);
    let key = StoredValue::new(name.clone());
    let count = move || key.with_value(|name| handle.draft.with_untracked(|draft| draft.rows(name)));
    let drawn = move || {
        handle.rows.track();
        (0..count()).map(|number| row(of, key, number, handle, draw)).collect_view()
    };
    let full = move || {
        handle.rows.track();
        count() >= usize::from(most)
    };
    let store = use_store();
    let more = move |_| {
        let kind = handle.kind.get_value();
        let begin = |draft: &mut Draft, name: &str| match kind {
            Some(kind) => forms::begin_row(kind, name, fields, draft),
            None => draft.add_row(name),
        };
        let row = key.with_value(|name| handle.draft.try_update(|draft| begin(draft, name))).unwrap_or_default();
        handle.rows.update(|rows| *rows += 1);
        if let Some(first) = fields.first() {
            store.device.focus(&field_id(&format!("{}.{row}.{}", key.get_value(), first.name)));
        }
    };
    view! {
        <div class="field" id=id.clone() role="group" aria-label=field.label>
            <h3>{handle.titled(field.label)}</h3>
            {hint_view(field, &id, handle)}
            <div class="stack">{drawn}</div>
            {(!add.is_empty())
                .then(|| {
                    view! {
                        <div class="actions">
                            <button class="button" type="button" disabled=full on:click=more>
                                {icon(Icon::Plus)}
                                {add}
                            </button>
                        </div>
                    }
                })}
            {error_view(name, &id, handle)}
        </div>
    }
    .into_any()
}

/// One row, with the button that removes it.
fn row(of: RowsField, key: StoredValue<String>, number: usize, handle: Handle, draw: DrawField) -> AnyView {
    let RowsField { field, fields, add, .. } = of;
    let prefix = format!("{}.{number}.", key.get_value());
    let drawn = |more: bool| {
        let some = fields.iter().filter(move |field| field.more == more);
        some.map(|field| draw(field, prefix.clone(), handle)).collect_view()
    };
    let more = fields.iter().any(|field| field.more).then(|| folded(fields, &prefix, drawn(true), handle));
    let inputs = drawn(false);
    let class = if forms::on_one_line(fields) { "row-card in-line" } else { "row-card" };
    let remove = (!add.is_empty()).then(|| {
        let remove = move |_| {
            key.with_value(|name| handle.draft.update(|draft| draft.remove_row(name, number)));
            handle.errors.set(Vec::new());
            handle.rows.update(|rows| *rows += 1);
        };
        let label = format!("Remove {} {}", field.label.to_lowercase(), number + 1);
        view! {
            <div class="actions">
                <button class="button quiet" type="button" aria-label=label on:click=remove>
                    "Remove"
                </button>
            </div>
        }
    });
    view! {
        <div class=class role="group" aria-label=format!("{} {}", field.label, number + 1)>
            {inputs}
            {more}
            {remove}
        </div>
    }
    .into_any()
}

/// The fields of a row that are seldom needed, with how many of them say something: open where one is wrong.
fn folded(fields: &'static [Field], prefix: &str, inputs: impl IntoView, handle: Handle) -> AnyView {
    let (keys, used) = handle.draft.with_untracked(|draft| forms::folded(fields, prefix, draft));
    let used = (used > 0).then(|| {
        view! { <span class="hint">{[" (", &numbers::whole(used as u64), " filled in)"].concat()}</span> }
    });
    let wrong = Memo::new(move |_| handle.errors.with(|errors| errors.iter().any(|error| keys.contains(&error.field))));
    view! {
        <details open=move || wrong.get()>
            <summary>"More" {used}</summary>
            <div class="form-section">{inputs}</div>
        </details>
    }
    .into_any()
}
