//! The recovery sheet: shown once, to be printed, saved or copied by hand.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::store::{Store, use_store};
use crate::route::Route;
use crate::ui::parts::{Icon, file_out, icon};
use casebook_present::recovery_sheet as sheet_words;
use casebook_vault::RecoverySheet;

/// Names nobody.
const FILE: &str = "casebook-recovery-sheet.txt";

/// The sheet itself, with the ways to keep it.
pub fn sheet(store: Store, sheet: &RecoverySheet, heading: AnyView) -> AnyView {
    let settings = store.casebook.settings.get_untracked();
    let whose = sheet_words::whose(&settings.mentor, &settings.school, store.device.today());
    let (words, key) = (sheet.words, sheet.age_secret.to_string());
    let text = StoredValue::new(sheet_words::text(&words, &key, &whose));
    let make = move || Ok((FILE.to_owned(), text.get_value().into_bytes()));
    let save = file_out(store, "Save the sheet", Signal::stored(false), 0, make, Callback::new(|_| ()));
    view! {
        <section class="stack print-alone recovery-sheet">
            {heading} <p>{sheet_words::WHAT_FOR}</p> <ol class="big-words sheet" id="recovery-words">
                {words.map(|word| view! { <li>{word}</li> }).into_iter().collect_view()}
            </ol> <p class="hint">{sheet_words::FOR_IT}</p> <p>
                <code id="age-secret">{key}</code>
            </p> <p class="hint">{whose}</p> <div class="actions no-print">
                <button class="button main" type="button" on:click=move |_| store.device.print()>
                    {icon(Icon::Print)}
                    "Print"
                </button>
                {save}
            </div>
            <p class="hint no-print">
                "No printer here? Copy the words by hand, or save the sheet, take it to the school's safe place and delete it from this tablet: the file is not protected."
            </p>
        </section>
    }
    .into_any()
}

/// The last step of the first run: the sheet, and three of its words to make sure that it is kept.
pub fn first(made: Arc<RecoverySheet>, restoring: RwSignal<bool>) -> AnyView {
    let store = use_store();
    let typed = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let words = made.words;
    let submit = move || {
        if let Err(wrong) = store.device.check_asked_words(&typed.get_untracked(), &words) {
            problem.set(Some(wrong));
            return store.device.focus("check-words");
        }
        if restoring.get_untracked() {
            store.navigation.open_at(Route::OpenBundle);
        }
        store.device.task(async move {
            if let Err(error) = store.enter_made().await {
                problem.set(Some(store.session.why_not(&error)));
            }
        });
    };
    let heading = view! {
        <h1 tabindex="-1" id="page-title">
            "Recovery sheet"
        </h1>
    }
    .into_any();
    view! {
        {sheet(store, &made, heading)}
        <form
            class="stack no-print"
            novalidate
            autocomplete="off"
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            <div class="field">
                <label for="check-words">"Check: type words 3, 7 and 11, with spaces between them"</label>
                <input
                    class="input"
                    id="check-words"
                    prop:value=move || typed.get()
                    autocomplete="off"
                    autocapitalize="none"
                    prop:autocorrect=false
                    spellcheck="false"
                    aria-describedby="check-error"
                    aria-invalid=move || problem.get().map(|_| "true")
                    on:input:target=move |event| typed.set(event.target().value())
                />
                {move || {
                    problem
                        .get()
                        .map(|words| {
                            view! {
                                <p class="error" id="check-error" role="alert">
                                    {words}
                                </p>
                            }
                        })
                }}
            </div>
            <div class="actions">
                <button class="button main" type="submit">
                    "Open my casebook"
                </button>
            </div>
        </form>
    }
    .into_any()
}
