//! What a bundle holds and would do, before anything is written; what the mentor leaves out.

mod alike;
mod deciding;
mod file;
mod head;
mod inside;
mod joined;
mod lead;
mod sums;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;

use crate::app::notice::Notice;
use crate::app::notices::transfers::transfer_words;
use crate::app::receiving::{Preview, PreviewKind, Vouched};
use crate::app::store::use_store;
use crate::app::transfer::TransferError;
use crate::ui::pages::bundles::making::bar;
use crate::ui::pages::bundles::open::sender::Sender;
use crate::ui::pages::bundles::open::step::{Finished, Step};
use crate::ui::parts::{Alert, Submit};
use casebook_present::numbers::whole;
use deciding::{Deciding, decided, useful};
use file::line;
use head::{head, know_first};
use inside::LINES;
use joined::joined_pairs;
use lead::lead;
use sums::in_all;

/// Lines that are added by a press.
const MORE_LINES: usize = 200;

/// What it holds, before anything is written.
#[component]
pub(super) fn Look(found: StoredValue<Preview>, step: RwSignal<Step>) -> impl IntoView {
    let store = use_store();
    let deciding = found.with_value(Deciding::begin);
    // The worker holds the bundle in clear for as long as it is looked at; looked at once more, it stays held.
    let again = Arc::new(AtomicBool::new(false));
    let held = again.clone();
    on_cleanup(move || {
        if !held.load(Ordering::Relaxed) {
            store.transfers.close_bundle();
        }
    });
    let submit = Submit::<(&'static str, String)>::ready();
    let problem = submit.problem;
    // This page is about to be replaced by one that knows the sender: what was answered here would be lost.
    let looking_again = RwSignal::new(false);
    let words = StoredValue::new(store.device.offer_seven_words());
    let (kind, author, forged, any) = found.with_value(|found| {
        let any = found.files.iter().any(|file| useful(found.kind, file)) || !found.aliases.is_empty();
        (found.kind, found.author.clone(), found.sender == Vouched::Forged, any)
    });
    let hand_over = matches!(kind, PreviewKind::HandOver(_));
    let taken = move || found.with_value(|found| deciding.taken(found));
    let author = StoredValue::new(author);
    let apply = move |_| {
        if looking_again.get_untracked() || !submit.pressed() {
            return;
        }
        if hand_over && deciding.lead.get_untracked().is_none() {
            let words = "Answer this first: it is asked at every hand-over.".to_owned();
            return submit.stop(("lead", words), "lead-question");
        }
        let files = untrack(taken);
        // Taken now: the page may be gone when it is written.
        let (author, words) = (author.get_value(), words.get_value());
        let decided = decided(deciding, &files, &words);
        submit.run("apply-error", async move {
            let applied = store.transfers.apply(decided).await.map_err(|error| ("form", not_written(&error)))?;
            store.device.say(Notice::good(if hand_over {
                "The hand-over is in your casebook."
            } else {
                "The backup is in your casebook."
            }));
            let finished = Finished { applied, files, kind, author, words };
            let _ = step.try_set(Step::Done(StoredValue::new(finished)));
            store.device.focus("opened");
            Ok(())
        });
    };
    // The person who signed it is known now: what they say counts for more.
    let look_again = Callback::new(move |()| {
        if submit.is_busy() || looking_again.get_untracked() {
            return;
        }
        looking_again.set(true);
        let again = again.clone();
        store.device.task(async move {
            match store.transfers.inspect_again().await {
                Ok(preview) => {
                    again.store(true, Ordering::Relaxed);
                    let _ = step.try_set(Step::Look(StoredValue::new(preview)));
                }
                Err(error) => {
                    let _ = problem.try_set(Some(("form", transfer_words(&error))));
                    let _ = looking_again.try_set(false);
                }
            }
        });
    });
    view! {
        {found.with_value(head)}
        {found
            .with_value(|found| {
                view! {
                    <Sender
                        vouched=found.sender.clone()
                        author=found.author.clone()
                        reply=found.reply.clone()
                        backup=!hand_over
                        made=Some(found.made)
                        on_pin=look_again
                    />
                }
            })}
        {(!forged)
            .then(|| {
                view! {
                    {found.with_value(know_first)}
                    <section class="stack">
                        <h2>{if hand_over { "Who is in it" } else { "What is in it" }}</h2>
                        <p>
                            <strong>"Nothing has been written so far. "</strong>
                            {if any { "Untick what you do not want." } else { "You have everything in it already." }}
                        </p>
                        {lines(found, deciding)}
                    </section>
                    {found.with_value(|found| joined_pairs(found, deciding))}
                    {found.with_value(beyond)}
                    {found.with_value(|found| in_all(found, deciding))}
                    {(hand_over && any).then(|| lead(deciding, found.with_value(|found| found.lead_says), problem))}
                }
            })}
        <div id="apply-error" tabindex="-1">
            {move || submit.at("form").map(|words| view! { <Alert what="Nothing was written. " words measure=true /> })}
        </div>
        {move || submit.busy().then(|| bar(store, "Writing"))}
        <div class="actions">
            {(any && !forged)
                .then(|| {
                    view! {
                        <button
                            class="button main"
                            type="button"
                            disabled=move || {
                                submit.busy() || looking_again.get() || (taken().is_empty() && deciding.aliases.with(Vec::is_empty))
                            }
                            on:click=apply
                        >
                            {move || if submit.busy() { "Writing …" } else { "Add to my casebook" }}
                        </button>
                    }
                })} <button class="button" type="button" disabled=move || submit.busy() on:click=move |_| step.set(Step::Choose)>
                "Cancel"
            </button>
        </div>
    }
}

/// The files, some at once.
fn lines(found: StoredValue<Preview>, deciding: Deciding) -> AnyView {
    let most = RwSignal::new(LINES);
    let more = move |left: usize| {
        let words = ["Show more (", &whole(left as u64), " left)"].concat();
        let show = move |_| most.update(|most| *most += MORE_LINES);
        view! {
            <div class="actions">
                <button class="button" type="button" on:click=show>
                    {words}
                </button>
            </div>
        }
    };
    (move || {
        found.with_value(|found| {
            let shown = found.files.iter().take(most.get());
            let lines: Vec<AnyView> = shown.map(|file| line(found.kind, file, deciding)).collect();
            let left = found.files.len().saturating_sub(lines.len());
            view! {
                <ul class="ruled bundle-files">{lines}</ul>
                {(left > 0).then(|| more(left))}
            }
            .into_any()
        })
    })
    .into_any()
}

/// More is listed in it than there can be.
fn beyond(found: &Preview) -> Option<AnyView> {
    (found.beyond > 0).then(|| {
        view! {
            <p class="advice bad measure">
                <strong>"This file does not look like one that Casebook made. "</strong>
                "It lists far more joined or wrongly filed records than there can be. The excess was left out. Ask the sender before you import anything."
            </p>
        }
        .into_any()
    })
}

/// Why nothing was written.
fn not_written(error: &TransferError) -> String {
    match error {
        TransferError::Cancelled => "You cancelled it. Open the file again when you want it.".to_owned(),
        error => transfer_words(error),
    }
}
