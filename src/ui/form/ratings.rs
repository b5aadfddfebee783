//! A rating for each target of the plan, with what it is rated by.

use leptos::prelude::*;

use super::handle::{Handle, field_id};
use super::label::{error_view, hint_view};
use crate::ui::parts::facts;
use casebook_present::forms::{self, Field};
use casebook_present::numbers;

/// A rating for each target of the plan, with what it is rated by.
pub(super) fn ratings(field: &'static Field, name: String, handle: Handle) -> AnyView {
    let targets = handle.draft.with_untracked(|draft| handle.ctx().rated(draft, &name));
    if targets.is_empty() {
        return ().into_any();
    }
    let id = field_id(&name);
    let drawn = targets
        .into_iter()
        .enumerate()
        .map(|(at, (number, what))| {
            let key = format!("{name}.{number}");
            let own = if at == 0 { id.clone() } else { field_id(&key) };
            let remark = format!("{key}.remark");
            let remark_id = field_id(&remark);
            let said = handle.draft.with_untracked(|draft| draft.get(&remark).to_owned());
            let tap = |place: usize, code: &'static str, shown: &'static str, words: String| {
                let (key, name) = (key.clone(), field_id(&key));
                let checked = {
                    let key = key.clone();
                    Memo::new(move |_| handle.draft.with(|draft| draft.get(&key) == code))
                };
                // The first button carries the field's id, so that an error can focus it.
                let id = if place == 0 { own.clone() } else { format!("{own}-{place}") };
                view! {
                    <label class="chip">
                        <input
                            type="radio"
                            id=id
                            name=name
                            aria-label=words
                            prop:checked=checked
                            on:change=move |_| handle.set(&key, code.to_owned())
                        />
                        <span>{shown}</span>
                    </label>
                }
                .into_any()
            };
            let rated = forms::RATINGS.iter().enumerate();
            let mut taps: Vec<AnyView> = rated
                .map(|(place, (code, words))| {
                    let shown = numbers::rating(code.parse().unwrap_or(0));
                    tap(place, code, shown, [shown, " ", words].concat())
                })
                .collect();
            taps.push(tap(forms::RATINGS.len(), "", "Not rated", "Not rated".to_owned()));
            // What the number says, and what was seen, once there is one.
            let rating = Memo::new({
                let key = key.clone();
                move |_| handle.draft.with(|draft| draft.get(&key).to_owned())
            });
            let words =
                move || rating.with(|now| forms::RATINGS.iter().find(|(code, _)| code == now).map(|(_, words)| *words));
            let unsaid = StoredValue::new(said.is_empty());
            let seen = move || !unsaid.get_value() || words().is_some();
            view! {
                <div class="row-card">
                    <fieldset class="field">
                        <legend>{format!("Target {number}: {what}")}</legend>
                        {facts(handle.ctx().target_lines(number).to_vec())}
                        <div class="chips">{taps}</div>
                        <p class="hint" role="status">
                            {words}
                        </p>
                    </fieldset>
                    <div class="field" hidden=move || !seen()>
                        <label for=remark_id.clone()>"What was seen "<span class="optional">"(optional)"</span></label>
                        <input
                            autocomplete="off"
                            class="input"
                            id=remark_id
                            prop:value=said
                            on:input:target=move |event| handle.set(&remark, event.target().value())
                        />
                    </div>
                </div>
            }
        })
        .collect_view();
    view! {
        <div class="field" role="group" aria-label=field.label>
            <h3>{field.label}</h3>
            {hint_view(field, &id, handle)}
            <p class="hint">"0 is as expected. \u{2212}2 is much less, +2 much more."</p>
            <div class="stack">{drawn}</div>
            {error_view(name, &id, handle)}
        </div>
    }
    .into_any()
}
