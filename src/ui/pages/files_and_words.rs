//! Files, and what opens them: the form before anything is looked at.

use leptos::prelude::*;

use crate::app::store::use_store;
use crate::app::transfer::OpenBy;
use crate::ui::pages::bundles::making::bar;
use crate::ui::parts::{ChooseFiles, ChosenFile, Submit};

/// The form. What was chosen is handed on once it can be tried.
#[component]
pub fn FilesAndWords(
    /// Whether a recovery sheet may open it; else words alone do.
    sheet: bool,
    /// Most files.
    most: usize,
    /// The button's words.
    label: &'static str,
    /// The try, and what came of it if it went wrong.
    trying: Submit<String>,
    /// What is to be tried.
    open: Callback<(Vec<ChosenFile>, OpenBy)>,
) -> impl IntoView {
    let store = use_store();
    let chosen = RwSignal::new(Vec::<ChosenFile>::new());
    // For backups made every week the sheet is the usual way.
    let by_sheet = RwSignal::new(sheet);
    let typed = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<(&'static str, String)>);
    let submit = move || {
        if trying.is_busy() {
            return;
        }
        let secret = typed.get_untracked().trim().to_owned();
        let files = chosen.get_untracked();
        let wrong = match files.len() {
            0 => Some("Choose the file first."),
            count if count > most => Some("Choose one file at a time."),
            _ => None,
        };
        if let Some(words) = wrong {
            problem.set(Some(("bundle-file", words.to_owned())));
            return store.device.focus("bundle-file");
        }
        let by = if !by_sheet.get_untracked() {
            store.device.seven_words(&secret).map(OpenBy::Words)
        } else if secret.is_empty() {
            Err("Type the twelve words of the recovery sheet, or its AGE-SECRET-KEY.".to_owned())
        } else {
            store.device.sheet_words(&secret).map(|()| OpenBy::Secret(secret))
        };
        match by {
            Ok(by) => {
                problem.set(None);
                trying.problem.set(None);
                open.run((files, by));
            }
            Err(words) => {
                problem.set(Some(("bundle-words", words)));
                store.device.focus("bundle-words");
            }
        }
    };
    // Once it is open, the words are not left on the screen.
    Effect::new(move |before: Option<bool>| {
        let now = trying.busy();
        if before == Some(true) && !now && trying.problem.with_untracked(Option::is_none) {
            typed.set(String::new());
        }
        now
    });
    let at = move |field: &'static str| problem.get().filter(|(at, _)| *at == field).map(|(_, words)| words);
    let begun = move || typed.with(|typed| typed.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase());
    // What the last, unfinished word can become: all words differ in their first four letters.
    let offers = move || {
        let begun = begun();
        if begun.chars().count() < 2 {
            return Vec::new();
        }
        store.device.complete_word(&begun).into_iter().filter(|word| *word != begun).take(6).collect()
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
    let ways = sheet.then(|| {
        view! {
            <fieldset class="field">
                <legend>"What opens it"</legend>
                <label class="choice"><input type="radio" name="open-by" prop:checked=true on:change=move |_| { by_sheet.set(true); problem.set(None); }/> <span>"Recovery sheet: its twelve words, or the AGE-SECRET-KEY"</span></label>
                <label class="choice"><input type="radio" name="open-by" on:change=move |_| { by_sheet.set(false); problem.set(None); }/> <span>"Seven words"</span></label>
            </fieldset>
        }
    });
    view! {
        <form class="form" novalidate autocomplete="off" on:submit=move |event| { event.prevent_default(); submit(); }>
            <section class="form-section">
                <ChooseFiles chosen problem=Signal::derive(move || at("bundle-file"))/>
                {ways}
                <div class="field">
                    <label for="bundle-words">{move || if by_sheet.get() { "Twelve words, or the key" } else { "The seven words, with spaces between them" }}</label>
                    <textarea class="input" id="bundle-words" rows="2" autocapitalize="none" autocomplete="off" spellcheck="false" aria-describedby="bundle-words-error"
                        aria-invalid=move || at("bundle-words").map(|_| "true")
                        prop:value=typed on:input:target=move |event| typed.set(event.target().value())></textarea>
                    <div class="actions offers" role="group" aria-label="Complete the word">
                        {move || offers().into_iter().map(|word| view! { <button class="button" type="button" on:click=move |_| complete(word)>{word}</button> }).collect_view()}
                    </div>
                    {move || at("bundle-words").map(|words| view! { <p class="error" role="alert" id="bundle-words-error">{words}</p> })}
                </div>
            </section>
            <div id="open-error" tabindex="-1">
                {move || trying.problem.get().map(|words| view! {
                    <div class="advice bad measure" role="alert"><p><strong>"Not opened; nothing was written. "</strong>{words}</p></div>
                })}
            </div>
            <div class="actions">
                <button class="button main" type="submit" disabled=move || trying.busy()>{move || if trying.busy() { "Opening and checking …" } else { label }}</button>
            </div>
            {move || trying.busy().then(|| bar(store, "Opening"))}
        </form>
    }
}
