//! Files, and what opens them: the form before anything is looked at.

use leptos::prelude::*;

use crate::app::store::use_store;
use crate::app::transfer::OpenBy;
use crate::ui::pages::bundles::making::bar;
use crate::ui::parts::{Alert, ChooseFiles, ChosenFile, FieldProblem, SecretWords, Submit};

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
    let problem = Submit::<FieldProblem>::ready();
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
            return problem.stop(("bundle-file", words.to_owned()), "bundle-file");
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
                problem.problem.set(None);
                trying.problem.set(None);
                open.run((files, by));
            }
            Err(words) => {
                problem.stop(("bundle-words", words), "bundle-words");
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
    let ways = sheet.then(|| ways(by_sheet, problem));
    view! {
        <form
            class="form"
            novalidate
            autocomplete="off"
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            <section class="form-section">
                <ChooseFiles chosen problem=Signal::derive(move || problem.at("bundle-file")) />
                {ways}
                <div class="field">
                    <label for="bundle-words">
                        {move || if by_sheet.get() { "Twelve words, or the key" } else { "The seven words, with spaces between them" }}
                    </label>
                    <SecretWords
                        id="bundle-words"
                        typed
                        described_by="bundle-words-error"
                        wrong=Signal::derive(move || problem.invalid("bundle-words"))
                    />
                    {problem.error("bundle-words")}
                </div>
            </section>
            <div id="open-error" tabindex="-1">
                {move || trying.problem.get().map(|words| view! { <Alert what="Not opened; nothing was written. " words measure=true /> })}
            </div>
            <div class="actions">
                <button class="button main" type="submit" disabled=move || trying.busy()>
                    {move || if trying.busy() { "Opening and checking …" } else { label }}
                </button>
            </div>
            {move || trying.busy().then(|| bar(store, "Opening"))}
        </form>
    }
}

/// The recovery sheet, or words.
fn ways(by_sheet: RwSignal<bool>, problem: Submit<FieldProblem>) -> AnyView {
    let pick = move |sheet: bool| {
        by_sheet.set(sheet);
        problem.problem.set(None);
    };
    view! {
        <fieldset class="field">
            <legend>"What opens it"</legend>
            <label class="choice">
                <input type="radio" name="open-by" prop:checked=true on:change=move |_| pick(true) />
                <span>"Recovery sheet: its twelve words, or the AGE-SECRET-KEY"</span>
            </label>
            <label class="choice">
                <input type="radio" name="open-by" on:change=move |_| pick(false) />
                <span>"Seven words"</span>
            </label>
        </fieldset>
    }
    .into_any()
}
