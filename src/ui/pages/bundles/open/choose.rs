//! The files and what opens them. Casebook looks how they are sealed and asks only for what fits; what is sealed for this
//! tablet opens by itself.

use leptos::prelude::*;

use super::step::Step;
use crate::app::notices::transfers::transfer_words;
use crate::app::store::{Store, use_store};
use crate::app::transfer::{EnvelopeError, OpenBy, TransferError};
use crate::route::Route;
use crate::ui::pages::bundles::making::bar;
use crate::ui::parts::{Alert, ChooseFiles, ChosenFile, FieldProblem, SecretWords, Submit, submitted};

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

/// The first step's state. Copy: handles to its signals.
#[derive(Clone, Copy)]
struct Choosing {
    store: Store,
    step: RwSignal<Step>,
    chosen: RwSignal<Vec<ChosenFile>>,
    means: RwSignal<Means>,
    typed: RwSignal<String>,
    submit: Submit<FieldProblem>,
}

impl Choosing {
    /// Opens what was chosen.
    fn open(self, by: OpenBy) {
        let Self { store, step, means, submit, .. } = self;
        let files = self.chosen.get_untracked();
        submit.problem.set(None);
        submit.run("open-error", async move {
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
                Err(error) => return Err(("form", transfer_words(&error))),
            }
            submit.end();
            Ok(())
        });
    }

    /// Looks how the files are sealed; `looked` is the number of this look, and a later one replaces it.
    fn look(self, looked: StoredValue<u32>) {
        let Self { store, means, submit, .. } = self;
        let files = self.chosen.get();
        submit.problem.set(None);
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
                Ok(true) => drop(means.try_set(Means::Words)),
                Ok(false) if came_in => drop(means.try_set(Means::Tablet)),
                Ok(false) => self.open(OpenBy::Tablet),
                Err(TransferError::Cancelled) => {}
                Err(error) => {
                    let _ = submit.problem.try_set(Some(("form", transfer_words(&error))));
                    store.device.focus("open-error");
                }
            }
        });
    }

    /// Opens it by what was typed, or says what is missing.
    fn send(self) {
        let Self { store, submit, .. } = self;
        if !submit.pressed() {
            return;
        }
        let secret = self.typed.get_untracked().trim().to_owned();
        let by = match self.means.get_untracked() {
            Means::Unknown => {
                return submit.stop(("bundle-file", "Choose the file first.".to_owned()), "bundle-file");
            }
            Means::Tablet => Ok(OpenBy::Tablet),
            Means::Words => store.device.seven_words(&secret).map(OpenBy::Words),
            Means::Sheet if secret.is_empty() => {
                Err("Type the twelve words of the recovery sheet, or its AGE-SECRET-KEY.".to_owned())
            }
            Means::Sheet => store.device.sheet_words(&secret).map(|()| OpenBy::Secret(secret)),
        };
        match by {
            Ok(by) => self.open(by),
            Err(words) => submit.stop(("bundle-words", words), "bundle-words"),
        }
    }
}

/// The first step.
#[component]
pub(super) fn Choose(step: RwSignal<Step>) -> impl IntoView {
    let store = use_store();
    let chosen = RwSignal::new(Vec::<ChosenFile>::new());
    let (means, typed) = (RwSignal::new(Means::Unknown), RwSignal::new(String::new()));
    let submit = Submit::<FieldProblem>::ready();
    let choosing = Choosing { store, step, chosen, means, typed, submit };
    // As soon as they are chosen.
    let looked = StoredValue::new(0_u32);
    Effect::new(move |_| choosing.look(looked));
    view! {
        <form class="form" novalidate autocomplete="off" on:submit=submitted(move || choosing.send())>
            <section class="form-section">
                <ChooseFiles chosen problem=Signal::derive(move || submit.at("bundle-file")) />
                {move || {
                    matches!(means.get(), Means::Words | Means::Sheet).then(|| secret(means.get_untracked() == Means::Sheet, typed, submit))
                }}
            </section>
            <div id="open-error" tabindex="-1">
                {move || submit.at("form").map(|words| view! { <Alert what="Not opened; nothing was written. " words measure=true /> })}
            </div>
            {move || {
                (means.get() != Means::Unknown)
                    .then(|| {
                        view! {
                            <div class="actions">
                                <button class="button main" type="submit" disabled=move || submit.busy()>
                                    {move || if submit.busy() { "Opening and checking …" } else { "See what's in it" }}
                                </button>
                            </div>
                        }
                    })
            }}
            {move || submit.busy().then(|| bar(store, "Opening"))}
        </form>
        <p class="hint measure">
            "If a colleague wants to send you something, show them "<a href=Route::TabletKey.to_string()>"this tablet's key"</a>
            ". A file encrypted for it opens here without any words."
        </p>
    }
}

/// The field for words, with completion.
fn secret(sheet: bool, typed: RwSignal<String>, submit: Submit<FieldProblem>) -> AnyView {
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
            <p class="hint" id="bundle-words-hint">
                {hint}
            </p>
            <SecretWords id="bundle-words" typed described_by="bundle-words-hint bundle-words-error" />
            {submit.error("bundle-words")}
        </div>
    }
    .into_any()
}
