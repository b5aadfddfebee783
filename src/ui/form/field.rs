//! One field, drawn by the renderer of its kind.

use leptos::prelude::*;

use super::choice::{Offer, choice};
use super::criteria::criteria;
use super::handle::Handle;
use super::ratings::ratings;
use super::rows::{RowsField, rows};
use super::signature::signature;
use super::text::text;
use super::ticks::{many, tick};
use crate::ui::parts::facts;
use casebook_present::forms::{Field, Input, Options, Pickable, Source};

/// Draws one field; `prefix` is "" or its row's.
pub fn field_view(field: &'static Field, prefix: String, handle: Handle) -> AnyView {
    if matches!(field.input, Input::Hidden) {
        return ().into_any();
    }
    let at = StoredValue::new(prefix);
    let shown = Memo::new(move |_| handle.draft.with(|draft| at.with_value(|prefix| field.shown(draft, prefix))));
    (move || shown.get().then(|| input_view(field, at.get_value(), handle))).into_any()
}

fn input_view(field: &'static Field, prefix: String, handle: Handle) -> AnyView {
    let key = prefix + field.name;
    match field.input {
        Input::Choice(options) => {
            let offers = listed(field, options, &key, handle);
            choice(field, key, offers, handle)
        }
        Input::Pick(source) => choice(field, key, of_the_case(source, handle), handle),
        Input::Many(options) => many(field, key, options, handle),
        Input::Tick => tick(field, key, handle),
        Input::Rows { fields, add, most } => rows(RowsField { field, fields, add, most }, key, handle, field_view),
        Input::Evidence(groups) => criteria(field, groups, key, handle),
        Input::Ratings => ratings(field, key, handle),
        Input::Shown(options) => shown(field, options, &key, handle),
        Input::Hidden => ().into_any(),
        Input::Strokes => signature(field.label, key, handle),
        Input::Line
        | Input::LineFrom(_)
        | Input::Area { .. }
        | Input::Date(_)
        | Input::Time
        | Input::Moment
        | Input::Number { .. } => text(field, key, handle),
    }
}

/// The choices of a list: those that are offered, and the one that is chosen.
fn listed(field: &Field, options: Options, key: &str, handle: Handle) -> Vec<Offer> {
    let chosen = handle.draft.with_untracked(|draft| draft.get(key).to_owned());
    let ctx = handle.ctx();
    let offered = options.iter().filter(|(code, _)| *code == chosen || ctx.offers(field.name, code));
    offered
        .map(|(code, words)| Offer { code: (*code).to_owned(), words: handle.titled(words), blocked: None })
        .collect()
}

/// The choices that the case gives.
fn of_the_case(source: Source, handle: Handle) -> Vec<Offer> {
    let ctx = handle.ctx();
    let offer =
        |pick: &Pickable| Offer { code: pick.id.clone(), words: pick.label.clone(), blocked: pick.blocked.clone() };
    ctx.choices(source).iter().map(offer).collect()
}

/// A value in words, with what is known of it.
fn shown(field: &Field, options: Options, key: &str, handle: Handle) -> AnyView {
    let code = handle.draft.with_untracked(|draft| draft.get(key).to_owned());
    let shown = options.iter().find(|(other, _)| *other == code);
    let words = shown.map_or_else(|| code.clone(), |(_, words)| (*words).to_owned());
    let beside = facts(handle.ctx().beside(&code).into_iter().map(|(what, words)| (what.to_owned(), words)));
    view! {
        <div class="field">
            <p>
                <strong>{field.label}</strong>
            </p>
            <p>{words}</p>
            {beside}
        </div>
    }
    .into_any()
}
