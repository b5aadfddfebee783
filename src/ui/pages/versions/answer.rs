//! An answer of one version, and the words that are written instead.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::app::drafts::Carried;
use crate::ui::parts::about_safety::Asking;
use casebook_domain::ids::FileId;
use casebook_present::versions::{Answer, Difference, Take};

/// What a version answers, the words that differ marked.
pub fn answer_view(answer: &Answer, nothing: &'static str) -> AnyView {
    if answer.text.is_empty() {
        return view! { <span class="said hint">{nothing}</span> }.into_any();
    }
    let pieces: Vec<AnyView> = answer
        .pieces
        .iter()
        .map(|piece| {
            let text = piece.text.clone();
            if piece.differs {
                view! { <mark>{text}</mark> }.into_any()
            } else {
                view! { <span>{text}</span> }.into_any()
            }
        })
        .collect();
    view! { <span class="said">{pieces}</span> }.into_any()
}

/// A text written from all versions; it begins with what they say.
pub(super) fn write(
    number: usize,
    name: &str,
    difference: &Difference,
    lines: bool,
    (id, about): (StoredValue<String>, Option<FileId>),
    takes: RwSignal<BTreeMap<String, Take>>,
    set: impl Fn(Take) + Copy + Send + Sync + 'static,
) -> AnyView {
    let asking = Asking::begin();
    let texts: Vec<&str> =
        difference.answers.iter().map(|answer| answer.text.as_str()).filter(|text| !text.is_empty()).collect();
    let begun = StoredValue::new(texts.join(if lines { "\n\n" } else { " / " }));
    // A memo, so that the box is not drawn again with every letter.
    let writing =
        Memo::new(move |_| id.with_value(|id| takes.with(|takes| matches!(takes.get(id), Some(Take::Text(_))))));
    let text = Signal::derive(move || {
        id.with_value(|id| {
            takes.with(|takes| match takes.get(id) {
                Some(Take::Text(text)) => text.clone(),
                _ => String::new(),
            })
        })
    });
    let area = ["choose-", &number.to_string(), "-text"].concat();
    let label = [&difference.label, ", combined"].concat();
    view! {
        <label class="choice answer">
            <input type="radio" name=name.to_owned() on:change=move |_| set(Take::Text(begun.get_value())) />
            <span>
                <strong>"Combine them"</strong>
            </span>
        </label>
        {move || {
            writing
                .get()
                .then(|| {
                    let typed = move |text: String| {
                        begun.set_value(text.clone());
                        set(Take::Text(text));
                    };
                    view! {
                        <label class="visually-hidden" for=area.clone()>
                            {label.clone()}
                        </label>
                        <textarea
                            autocomplete="off"
                            class="input"
                            id=area.clone()
                            rows=if lines { "6" } else { "2" }
                            prop:value=begun.get_value()
                            on:input:target=move |event| typed(event.target().value())
                        ></textarea>
                    }
                })
        }}
        {about
            .map(|file| {
                asking
                    .beside(
                        text,
                        move || {
                            let words = text.get_untracked();
                            set(Take::Text(String::new()));
                            Some(Carried {
                                about: Some(file),
                                words,
                                from: None,
                            })
                        },
                    )
            })}
    }
    .into_any()
}
