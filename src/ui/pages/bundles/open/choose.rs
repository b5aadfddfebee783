//! The files and what opens them. Casebook looks how they are sealed and asks only for what fits; what is sealed for this
//! tablet opens by itself.

use leptos::prelude::*;

use super::step::Step;
use crate::app::notices::transfer_words;
use crate::app::store::{Store, use_store};
use crate::app::transfer::{EnvelopeError, OpenBy, TransferError};
use crate::route::Route;
use crate::ui::parts::{ChooseFiles, ChosenFile, Submit, submitted};

/// What opens them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Means {
    /// Nothing was chosen yet, or it is being looked at.
    Unknown,
    /// Words.
    Words,
    /// This tablet's key, once somebody says so: the file came in by itself.
    Tablet,
    /// Not this tablet's key: the recovery sheet, if any.
    Sheet,
}

/// The first step.
#[component]
pub(super) fn Choose(step: RwSignal<Step>) -> impl IntoView {
    let store = use_store();
    let chosen = RwSignal::new(Vec::<ChosenFile>::new());
    let means = RwSignal::new(Means::Unknown);
    let typed = RwSignal::new(String::new());
    let submit = Submit::<(&'static str, String)>::ready();
    let problem = submit.problem;
    let open = move |by: OpenBy| {
        let files = chosen.get_untracked();
        problem.set(None);
        submit.begin();
        store.device.task(async move {
            let tablet = by == OpenBy::Tablet;
            match store.transfers.inspect(files.iter().map(|file| file.content.clone()).collect(), by).await {
                Ok(found) => {
                    ChosenFile::done(store, &files);
                    let _ = step.try_set(Step::Look(StoredValue::new(found)));
                    store.device.focus("preview");
                }
                // The person who has the recovery sheet opens it with that.
                Err(TransferError::Bundle(EnvelopeError::OtherKey)) if tablet => {
                    let _ = means.try_set(Means::Sheet);
                    store.device.focus("bundle-words");
                }
                Err(TransferError::Cancelled) => {}
                Err(error) => {
                    let _ = problem.try_set(Some(("form", transfer_words(&error))));
                    store.device.focus("open-error");
                }
            }
            submit.end();
        });
    };
    // Looks how they are sealed as soon as they are chosen.
    let looked = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let files = chosen.get();
        problem.set(None);
        means.set(Means::Unknown);
        let turn = looked.with_value(|looked| looked + 1);
        looked.set_value(turn);
        let came_in = files.iter().any(ChosenFile::came_in);
        let Some(first) = files.first().map(|file| file.content.clone()) else { return };
        store.device.task(async move {
            let sealed = store.transfers.sealed_by_words(&first).await;
            if looked.try_get_value() != Some(turn) {
                return;
            }
            match sealed {
                Ok(true) => {
                    let _ = means.try_set(Means::Words);
                }
                Ok(false) if came_in => {
                    let _ = means.try_set(Means::Tablet);
                }
                Ok(false) => open(OpenBy::Tablet),
                Err(TransferError::Cancelled) => {}
                Err(error) => {
                    let _ = problem.try_set(Some(("form", transfer_words(&error))));
                    store.device.focus("open-error");
                }
            }
        });
    });
    let send = move || {
        if !submit.pressed() {
            return;
        }
        let secret = typed.get_untracked().trim().to_owned();
        let by = match means.get_untracked() {
            Means::Unknown => {
                problem.set(Some(("bundle-file", "Choose the file first.".to_owned())));
                return store.device.focus("bundle-file");
            }
            Means::Tablet => Ok(OpenBy::Tablet),
            Means::Words => store.device.seven_words(&secret).map(OpenBy::Words),
            Means::Sheet if secret.is_empty() => {
                Err("Type the twelve words of the recovery sheet, or its AGE-SECRET-KEY.".to_owned())
            }
            Means::Sheet => store.device.sheet_words(&secret).map(|()| OpenBy::Secret(secret)),
        };
        match by {
            Ok(by) => open(by),
            Err(words) => {
                problem.set(Some(("bundle-words", words)));
                store.device.focus("bundle-words");
            }
        }
    };
    let error = move |at: &'static str| {
        move || {
            problem
                .get()
                .filter(|(field, _)| *field == at)
                .map(|(_, words)| view! { <p class="error" role="alert" id=[at, "-error"].concat()>{words}</p> })
        }
    };
    view! {
        <form class="form" novalidate autocomplete="off" on:submit=submitted(send)>
            <section class="form-section">
                <ChooseFiles chosen problem=Signal::derive(move || problem.get().filter(|(at, _)| *at == "bundle-file").map(|(_, words)| words))/>
                {move || matches!(means.get(), Means::Words | Means::Sheet).then(|| secret(store, means, typed, error("bundle-words")))}
            </section>
            <div id="open-error" tabindex="-1">
                {move || problem.get().filter(|(at, _)| *at == "form").map(|(_, words)| view! {
                    <div class="advice bad measure" role="alert"><p><strong>"Not opened; nothing was written. "</strong>{words}</p></div>
                })}
            </div>
            {move || (means.get() != Means::Unknown).then(|| view! {
                <div class="actions">
                    <button class="button main" type="submit" disabled=move || submit.busy()>{move || if submit.busy() { "Opening and checking …" } else { "See what's in it" }}</button>
                </div>
            })}
            {move || submit.busy().then(|| crate::ui::pages::bundles::making::bar(store, "Opening"))}
        </form>
        <p class="hint measure">"If a colleague wants to send you something, show them "<a href=Route::TabletKey.to_string()>"this tablet's key"</a>". A file encrypted for it opens here without any words."</p>
    }
}

/// The field for words, with completion.
fn secret<E: IntoView + 'static>(
    store: Store,
    means: RwSignal<Means>,
    typed: RwSignal<String>,
    error: impl Fn() -> E + Send + 'static,
) -> AnyView {
    let last = move || typed.with(|typed| typed.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase());
    // What the last, unfinished word can become: all words differ in their first four letters.
    let offers = move || {
        let begun = last();
        if begun.chars().count() < 2 {
            Vec::new()
        } else {
            store.device.complete_word(&begun).into_iter().filter(|word| *word != begun).take(6).collect()
        }
    };
    let complete = move |word: &str| {
        typed.update(|typed| {
            let keep = typed.rfind(char::is_whitespace).map_or(0, |at| at + 1);
            typed.truncate(keep);
            typed.push_str(word);
            typed.push(' ');
        });
        store.device.focus("bundle-words");
    };
    let sheet = means.get_untracked() == Means::Sheet;
    let (label, hint) = if sheet {
        (
            "Recovery sheet: its twelve words, or the AGE-SECRET-KEY",
            "It was not encrypted for this tablet. A backup opens with the recovery sheet of the casebook that made it. A hand-over for another tablet opens only there.",
        )
    } else {
        (
            "The seven words, with spaces between them",
            "The sender says them to you or has written them down. The first four letters of each are enough.",
        )
    };
    view! {
        <div class="field">
            <label for="bundle-words">{label}</label>
            <p class="hint" id="bundle-words-hint">{hint}</p>
            <textarea class="input" id="bundle-words" rows="2" autocapitalize="none" autocomplete="off" spellcheck="false" aria-describedby="bundle-words-hint bundle-words-error"
                prop:value=typed on:input:target=move |event| typed.set(event.target().value())></textarea>
            <div class="actions offers" role="group" aria-label="Complete the word">
                {move || offers().into_iter().map(|word| view! { <button class="button" type="button" on:click=move |_| complete(word)>{word}</button> }).collect_view()}
            </div>
            {error}
        </div>
    }
    .into_any()
}
