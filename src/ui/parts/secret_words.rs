//! A box for the words that open a file, each completed from its first letters.

use leptos::prelude::*;

use crate::app::store::use_store;

/// Words offered at once.
const OFFERS: usize = 6;
/// Letters that must be typed before words are offered.
const LEAST: usize = 2;

/// The box, with the words that the last one can become: all words differ in their first four letters.
#[component]
pub fn SecretWords(
    /// Its id in the page.
    id: &'static str,
    /// What is typed.
    typed: RwSignal<String>,
    /// The ids of what describes it.
    described_by: &'static str,
    /// For its `aria-invalid`.
    #[prop(into, optional)]
    wrong: Signal<Option<&'static str>>,
) -> impl IntoView {
    let store = use_store();
    let begun = move || typed.with(|typed| typed.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase());
    let offers = move || {
        let begun = begun();
        if begun.chars().count() < LEAST {
            return Vec::new();
        }
        store.device.complete_word(&begun).into_iter().filter(|word| *word != begun).take(OFFERS).collect()
    };
    let complete = move |word: &str| {
        typed.update(|typed| {
            let keep = typed.rfind(char::is_whitespace).map_or(0, |at| at + 1);
            typed.truncate(keep);
            typed.push_str(word);
            typed.push(' ');
        });
        store.device.focus(id);
    };
    let button = move |word| {
        view! {
            <button class="button" type="button" on:click=move |_| complete(word)>
                {word}
            </button>
        }
    };
    view! {
        <textarea
            class="input"
            id=id
            rows="2"
            autocapitalize="none"
            autocomplete="off"
            spellcheck="false"
            aria-describedby=described_by
            aria-invalid=move || wrong.get()
            prop:value=typed
            on:input:target=move |event| typed.set(event.target().value())
        ></textarea>
        <div class="actions offers" role="group" aria-label="Complete the word">
            {move || offers().into_iter().map(button).collect_view()}
        </div>
    }
}
