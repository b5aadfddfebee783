//! The templates as cards.

use leptos::prelude::*;

use super::filling::Filling;
use crate::route::{Route, Section};
use crate::ui::form::field_id;
use casebook_domain::observation::kit::Offer;
use casebook_present::set_up::{MINUTES, TEMPLATE};
use casebook_present::{set_up, templates};

/// The templates as cards, the one used last first.
pub(super) fn cards(filling: Filling) -> AnyView {
    let Filling { draft, offers, .. } = filling;
    let chosen = Memo::new(move |_| {
        draft.with(|draft| offers.with_value(|offers| set_up::chosen(draft, offers).map(set_up::offer_key)))
    });
    let cards: Vec<AnyView> = offers.with_value(|offers| {
        let card = |(at, offer): (usize, &Offer)| {
            let key = set_up::offer_key(offer);
            let (id, own) = (if at == 0 { field_id(TEMPLATE) } else { ["template-", &key].concat() }, key.clone());
            let sheet = &offer.template.sheet;
            view! {
                <label class="card">
                    <input
                        type="radio"
                        name="template"
                        id=id
                        prop:checked=move || chosen.get().as_ref() == Some(&own)
                        on:change=move |_| {
                            filling.set(TEMPLATE, &key);
                            filling.set(MINUTES, "");
                        }
                    />
                    <span class="stack tight">
                        <strong>{sheet.name.clone()}</strong>
                        <span>{templates::what(sheet)}</span>
                        <span class="hint">{templates::timing(sheet)}</span>
                    </span>
                </label>
            }
            .into_any()
        };
        offers.iter().enumerate().map(card).collect()
    });
    let none = cards.is_empty();
    view! {
        <fieldset class="field wide-field">
            <legend>
                <h2>"Template"</h2>
            </legend>
            <div class="cards">{cards}</div>
            {none
                .then(|| {
                    view! {
                        <p id=field_id(TEMPLATE) tabindex="-1">
                            "Every template is hidden. "
                            <a href=Route::Settings(Section::Observing).to_string()>"Show one again in the settings"</a>
                        </p>
                    }
                })}
            {filling.error(TEMPLATE)}
        </fieldset>
    }
    .into_any()
}
