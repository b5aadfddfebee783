//! Criteria that are ticked, each with what was seen.

use leptos::prelude::*;

use super::handle::{Handle, field_id};
use super::label::{error_view, hint_view};
use super::ticks::check;
use casebook_present::forms::{Field, Options};

/// Criteria in groups.
pub(super) fn criteria(
    field: &'static Field,
    groups: &'static [(&'static str, Options)],
    key: String,
    handle: Handle,
) -> AnyView {
    let id = field_id(&key);
    let drawn = groups
        .iter()
        .enumerate()
        .map(|(group, (title, options))| {
            let boxes = options
                .iter()
                .enumerate()
                .map(|(at, (code, words))| {
                    let code: &'static str = code;
                    // The evidence's own field has the id that ends in the code.
                    let own = if group + at == 0 { id.clone() } else { format!("{id}-tick-{code}") };
                    let list = StoredValue::new(key.clone());
                    let on = Memo::new(move |_| list.with_value(|key| handle.draft.with(|draft| draft.has(key, code))));
                    let text_key = format!("{key}.{code}");
                    let toggle = move |on| {
                        list.with_value(|key| handle.draft.update(|draft| draft.choose(key, code, on)));
                    };
                    let words: &'static str = words;
                    view! {
                        {check(words.to_owned(), own, on.into(), toggle)}
                        {move || on.get().then(|| evidence_text(words, text_key.clone(), handle))}
                    }
                })
                .collect_view();
            view! {
                <fieldset class="field">
                    <legend>{*title}</legend>
                    {boxes}
                </fieldset>
            }
        })
        .collect_view();
    view! {
        <div class="field" role="group" aria-label=field.label>
            <h3>{field.label}</h3>
            {hint_view(field, &id, handle)}
            {error_view(key.clone(), &id, handle)}
            <div class="stack">{drawn}</div>
        </div>
    }
    .into_any()
}

fn evidence_text(words: &'static str, key: String, handle: Handle) -> AnyView {
    let id = field_id(&key);
    let value = handle.draft.with_untracked(|draft| draft.get(&key).to_owned());
    let typed = {
        let key = key.clone();
        move |value: String| handle.set(&key, value)
    };
    let error = error_view(key.clone(), &id, handle);
    view! {
        <div class="row-card">
            <label class="hint" for=id.clone()>
                "What was seen, when, by whom? "
                <span class="visually-hidden">{words}</span>
            </label>
            <textarea
                autocomplete="off"
                class="input"
                id=id.clone()
                rows="2"
                aria-describedby=format!("{id}-error")
                prop:value=value
                aria-invalid=move || handle.message(&key).map(|_| "true")
                on:input:target=move |event| typed(event.target().value())
            ></textarea>
            {error}
        </div>
    }
    .into_any()
}
