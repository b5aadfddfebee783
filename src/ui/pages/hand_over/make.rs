//! Making a hand-over, passing it on, and recording it on each pupil.

use leptos::prelude::*;

use super::paper;
use super::recorded::recorded;
use super::who::names_of;
use super::wizard::Wizard;
use crate::app::handing_over::Sent;
use crate::app::transfer::{ExportOf, Exported, HandOver, SealBy};
use crate::route::{HandOverStep, Route};
use crate::ui::pages::bundles::making::{MakingStep, SavedFiles, all_saved, failed, files, make, words_large, working};
use crate::ui::parts::{Submit, facts};
use casebook_domain::hand_over::{Carried, Place, Purpose};
use casebook_present::dates;
use casebook_present::hand_over::HandOverDraft;
use casebook_vault::Recipient;

pub(super) fn view(wizard: Wizard) -> AnyView {
    let store = wizard.store;
    let choice = wizard.now();
    let done = RwSignal::new(false);
    on_cleanup(move || store.transfers.cancel_transfer());
    if let Some((step, missing)) = first_gap(wizard, &choice) {
        let lines = missing.into_iter().map(|(_, words)| view! { <li>{words}</li> }).collect_view();
        return view! {
            <div class="advice">
                <p>
                    <strong>"Not everything is chosen yet."</strong>
                </p>
                <ul>{lines}</ul>
                <a class="button" href=Route::HandingOver(step).to_string()>
                    {["Go to: ", step.label()].concat()}
                </a>
            </div>
        }
        .into_any();
    }
    let summary = summary(wizard, &choice);
    let (carried, purpose) = (choice.carried, choice.purpose);
    let making = if carried == Some(Carried::Paper) { paper::view(wizard, done) } else { sealed(wizard, done) };
    view! {
        <div class="stack">
            {move || if done.get() { next_steps(carried, purpose) } else { ().into_any() }} {summary} {making}
            {move || {
                (!done.get())
                    .then(|| {
                        view! {
                            <p class="no-print">
                                <a class="button" href=Route::HandingOver(HandOverStep::Seal).to_string()>
                                    "Back"
                                </a>
                            </p>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

type Missing = Vec<(&'static str, &'static str)>;

/// The first step at which something is missing: pages can be opened in any order.
fn first_gap(wizard: Wizard, choice: &HandOverDraft) -> Option<(HandOverStep, Missing)> {
    let who = wizard.store.casebook.headers.with_untracked(|headers| choice.missing_who(headers));
    let steps = [
        (HandOverStep::Who, who),
        (HandOverStep::What, choice.missing_what(wizard.store.device.today())),
        (HandOverStep::Before, wizard.store.casebook.headers.with_untracked(|headers| choice.missing_before(headers))),
        (HandOverStep::Seal, choice.missing_seal()),
    ];
    steps.into_iter().find(|(_, missing)| !missing.is_empty())
}

fn summary(wizard: Wizard, choice: &HandOverDraft) -> AnyView {
    let names = names_of(wizard.store, &choice.files).join(", ");
    let until = choice.until().map(dates::long).unwrap_or_default();
    let line = |what: &str, words: &str| (what.to_owned(), words.to_owned());
    let lines = [
        line("Pupils", &names),
        line("To", choice.to.trim()),
        line("Where they work", choice.place.map_or("", Place::label)),
        line("What for", choice.purpose_words()),
        line("Until", &until),
        line("How much", choice.parts.label()),
        line("Safeguarding lead", &choice.lead_words()),
        line("How to send it", choice.carried.map_or("", Carried::label)),
    ];
    view! { <section class="no-print">{facts(lines)}</section> }.into_any()
}

fn sealed(wizard: Wizard, done: RwSignal<bool>) -> AnyView {
    let store = wizard.store;
    let step = RwSignal::new(MakingStep::Asking);
    let begin = move |_| {
        let mut choice = wizard.now();
        let seal = match (choice.carried, Recipient::parse(&choice.key)) {
            (Some(Carried::Recipient), Ok(key)) => SealBy::Recipient(key.text().to_owned()),
            _ => {
                if choice.words.is_empty() {
                    choice.words = store.device.offer_seven_words();
                    let words = choice.words.clone();
                    wizard.change(|choice| choice.words = words);
                }
                SealBy::Words(choice.words.clone())
            }
        };
        let hand_over = HandOver {
            files: choice.files.iter().copied().collect(),
            purpose: choice.purpose.unwrap_or(Purpose::Transfer),
            until: choice.until(),
            to: choice.to.trim().to_owned(),
            place: choice.place.unwrap_or(Place::Elsewhere),
            parts: choice.parts,
            lead: choice.lead,
        };
        make(store, step, ExportOf::HandOver(hand_over), seal);
    };
    (move || match step.get() {
        MakingStep::Asking => view! {
            <div class="actions">
                <button class="button main" type="button" on:click=begin>
                    "Make the hand-over"
                </button>
            </div>
        }
        .into_any(),
        MakingStep::Working => working(store),
        MakingStep::Failed(words) => failed(words, step),
        MakingStep::Ready(made) => ready(wizard, made, done),
    })
    .into_any()
}

fn ready(wizard: Wizard, made: StoredValue<Exported>, done: RwSignal<bool>) -> AnyView {
    let store = wizard.store;
    let choice = wizard.now();
    let words = (choice.carried == Some(Carried::Words)).then(|| words_large(StoredValue::new(choice.words.clone())));
    let saved = SavedFiles::default();
    let all = all_saved(made, saved);
    let submit = Submit::<()>::ready();
    let log = move |_| {
        if !submit.pressed() {
            return;
        }
        submit.run("", async move {
            let Some(exported) = made.try_get_value() else { return Ok(()) };
            let noted = store.casebook.hand_over_sent(&wizard.now(), Sent::Sealed(&exported)).await;
            recorded(wizard, done, noted);
            submit.end();
            Ok(())
        });
    };
    view! {
        {words}
        {files(store, made, saved)}
        {move || {
            (all.get() && !done.get())
                .then(|| {
                    view! {
                        <section class="stack measure">
                            <h2>"Have you passed it on?"</h2>
                            <p>
                                "Then record it on each pupil: who it went to, what for and how much. Nothing is recorded if you leave now."
                            </p>
                            <div class="actions">
                                <button class="button main" type="button" aria-disabled=move || submit.slow() on:click=log>
                                    "Yes, record it on each pupil"
                                </button>
                            </div>
                        </section>
                    }
                })
        }}
    }
    .into_any()
}

fn next_steps(carried: Option<Carried>, purpose: Option<Purpose>) -> AnyView {
    let give = match carried {
        Some(Carried::Words) => "Give your colleague the file and, separately, the seven words.",
        Some(Carried::Recipient) => "Give your colleague the file. Only their tablet opens it, without words.",
        _ => "Hand over the paper in person, and keep the slip that is signed for it.",
    };
    let there = match carried {
        Some(Carried::Paper) => {
            "Enter who signed the slip, and when, in the hand-over's entry on the pupil's timeline."
        }
        _ => {
            "They open it in their Casebook under \"Open a backup or hand-over\", see what is in it before anything is saved, and send a receipt back. Open that here, and each pupil's page says when it arrived."
        }
    };
    let then = match purpose {
        Some(Purpose::Transfer) => "When the receipt is here, the case is read-only on this tablet.",
        Some(Purpose::Cover) => "Their work comes back in their hand-over.",
        _ => "You both keep writing; each hand-over brings what the other one wrote.",
    };
    view! {
        <section class="advice good measure no-print" id="hand-over-done" tabindex="-1">
            <h2>"It is recorded. What happens next"</h2>
            <ol class="steps">
                <li>{give}</li>
                <li>{there}</li>
                <li>{then}</li>
            </ol>
            <div class="actions">
                <a class="button" href=Route::Pupils.to_string()>
                    "Go to pupils"
                </a>
            </div>
        </section>
    }
    .into_any()
}
