//! One of several: buttons, radio buttons or a select, as `present::forms::choice_look` decides.

use leptos::prelude::*;

use super::handle::{Handle, field_id};
use super::label::{described, error_view, hint_view, need_words};
use casebook_present::forms::{ChoiceLook, Field, choice_look};

/// What can be chosen.
pub(super) struct Offer {
    /// What the draft holds when it is chosen.
    pub(super) code: String,
    /// What it is called.
    pub(super) words: String,
    /// Why it can't be chosen.
    pub(super) blocked: Option<String>,
}

/// One of several.
pub(super) fn choice(field: &'static Field, key: String, offers: Vec<Offer>, handle: Handle) -> AnyView {
    let words: Vec<&str> = offers.iter().map(|offer| offer.words.as_str()).collect();
    let blocked = offers.iter().any(|offer| offer.blocked.is_some());
    match choice_look(field, &words, blocked) {
        ChoiceLook::Select => select(field, key, offers, handle),
        look => radios(field, key, offers, look, handle),
    }
}

fn select(field: &'static Field, key: String, offers: Vec<Offer>, handle: Handle) -> AnyView {
    let id = field_id(&key);
    // What the draft holds, so that a value that another field brought is chosen too.
    let now = {
        let key = key.clone();
        Memo::new(move |_| handle.draft.with(|draft| draft.get(&key).to_owned()))
    };
    let pick = {
        let key = key.clone();
        move |value: String| handle.set(&key, value)
    };
    let invalid = {
        let key = key.clone();
        move || handle.message(&key).map(|_| "true")
    };
    let options = offers
        .into_iter()
        .map(|Offer { code, words, blocked }| {
            let own = code.clone();
            let selected = move || now.with(|now| *now == own);
            let words = blocked.as_ref().map_or(words.clone(), |why| format!("{words}: {why}"));
            view! {
                <option value=code prop:selected=selected disabled=blocked.is_some()>
                    {words}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=id.clone()>{handle.titled(field.label)} {need_words(field, handle)}</label>
            {hint_view(field, &id, handle)}
            <select
                autocomplete="off"
                class="input"
                id=id.clone()
                aria-invalid=invalid
                aria-describedby=described(field, &id)
                on:change:target=move |event| pick(event.target().value())
            >
                <option value="" prop:selected=move || now.with(String::is_empty)>
                    "Choose"
                </option>
                {options}
            </select>
            {error_view(key, &id, handle)}
        </div>
    }
    .into_any()
}

fn radios(field: &'static Field, key: String, offers: Vec<Offer>, look: ChoiceLook, handle: Handle) -> AnyView {
    let id = field_id(&key);
    let (all, one) = if look == ChoiceLook::Buttons { ("chips", "chip") } else { ("choices", "choice") };
    let empty = offers.is_empty();
    let radios = offers
        .into_iter()
        .enumerate()
        .map(|(at, Offer { code, words, blocked })| {
            let checked = {
                let (key, code) = (key.clone(), code.clone());
                move || handle.shown(&key) == code
            };
            let key = key.clone();
            let name = id.clone();
            // The first radio carries the field's id, so that an error can focus it.
            let own = if at == 0 { id.clone() } else { format!("{id}-{at}") };
            view! {
                <label class=one>
                    <input
                        type="radio"
                        id=own
                        name=name
                        prop:checked=checked
                        disabled=blocked.is_some()
                        on:change=move |_| handle.set(&key, code.clone())
                    />
                    <span>
                        {words}
                        {blocked
                            .map(|why| {
                                view! {
                                    <br />
                                    <span class="hint">{why}</span>
                                }
                            })}
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" aria-describedby=described(field, &id)>
            <legend>{handle.titled(field.label)} {need_words(field, handle)}</legend>
            {hint_view(field, &id, handle)}
            <div class=all>{radios}</div>
            {empty.then(|| view! { <p class="hint">"There is nothing to choose yet. Add it under About first."</p> })}
            {error_view(key, &id, handle)}
        </fieldset>
    }
    .into_any()
}
