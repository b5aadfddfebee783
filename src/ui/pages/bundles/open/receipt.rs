//! A receipt that came back: what arrived of what went out from here.

use leptos::prelude::*;

use super::sender::Sender;
use super::step::{Finished, Step};
use crate::app::notice::Notice;
use crate::app::notices::transfers::transfer_words;
use crate::app::receiving::{Arrival, Choices, Preview, Vouched};
use crate::app::store::use_store;
use crate::ui::parts::Submit;
use casebook_present::dates;
use casebook_present::numbers::counted;

/// What a receipt says, before it is entered.
#[component]
pub(super) fn Receipt(found: StoredValue<Preview>, step: RwSignal<Step>) -> impl IntoView {
    let store = use_store();
    on_cleanup(move || store.transfers.close_bundle());
    let submit = Submit::<String>::ready();
    let problem = submit.problem;
    let (by, made, forged, any) = found.with_value(|found| {
        let arrived = found.arrivals.iter().any(|arrival| arrival.missing.is_some());
        (found.author.clone(), found.made, found.sender == Vouched::Forged, arrived)
    });
    let transfers = found.with_value(|found| found.arrivals.iter().any(|arrival| arrival.transfer));
    let (vouched, doubt) = found.with_value(|found| (found.sender.clone(), doubt(found)));
    let author = by.clone();
    let enter = move |_| {
        if !submit.pressed() {
            return;
        }
        let files = found.with_value(|found| {
            let arrived = found.arrivals.iter().filter(|arrival| arrival.missing.is_some());
            arrived.map(|arrival| arrival.file).collect::<Vec<_>>()
        });
        submit.run("", async move {
            let applied = store.transfers.apply(Choices::default()).await.map_err(|error| transfer_words(&error))?;
            store.device.say(Notice::good("The receipt is entered."));
            let (kind, author) = found.with_value(|found| (found.kind, found.author.clone()));
            let finished = Finished { applied, files, kind, author, words: String::new() };
            let _ = step.try_set(Step::Done(StoredValue::new(finished)));
            store.device.focus("opened");
            Ok(())
        });
    };
    view! {
        <section class="stack measure" id="preview" tabindex="-1">
            <h2>"A receipt by " {by}</h2>
            <p>"Made on " {dates::moment(made)} ". It says what arrived from one of your hand-overs."</p>
        </section>
        <Sender vouched author />
        {doubt.map(|words| view! { <p class="advice measure">{words}</p> })}
        {(!forged).then(|| found.with_value(|found| arrivals(&found.arrivals)))}
        {move || {
            problem
                .get()
                .map(|words| {
                    view! {
                        <div class="advice bad measure" role="alert">
                            <p>
                                <strong>"Nothing was written. "</strong>
                                {words}
                            </p>
                        </div>
                    }
                })
        }}
        {(any && transfers && !forged)
            .then(|| {
                view! {
                    <p class="measure">
                        "Once it is entered, this tablet's copy of a case that moved on is read-only. It can come back in a hand-over, and you can take it back yourself."
                    </p>
                }
            })}
        <div class="actions">
            {(any && !forged)
                .then(|| {
                    view! {
                        <button class="button main" type="button" disabled=move || submit.busy() on:click=enter>
                            "Enter the receipt"
                        </button>
                    }
                })} <button class="button" type="button" disabled=move || submit.busy() on:click=move |_| step.set(Step::Choose)>
                {if any { "Cancel" } else { "Open another file" }}
            </button>
        </div>
    }
}

/// Somebody else signed than the one it went to, or nobody.
fn doubt(found: &Preview) -> Option<String> {
    let sent_to = found.arrivals.first().map(|arrival| arrival.to.trim().to_owned()).filter(|to| !to.is_empty())?;
    match &found.sender {
        Vouched::Known(name, _) if name.trim() != sent_to => Some(
            [
                "You handed this over to ",
                &sent_to,
                ", and the receipt is signed by ",
                name.trim(),
                ". Ask before you enter it.",
            ]
            .concat(),
        ),
        Vouched::Unsigned => Some(["Ask ", &sent_to, " whether this receipt is theirs before you enter it."].concat()),
        Vouched::Own => {
            Some("This tablet signed the receipt itself, so it proves nothing about anybody else.".to_owned())
        }
        _ => None,
    }
}

fn arrivals(all: &[Arrival]) -> AnyView {
    if all.is_empty() {
        return view! {
            <p class="advice measure">
                <strong>"It belongs to another hand-over. "</strong>
                "It matches no hand-over from this tablet: perhaps the hand-over was made on another tablet, or its log was erased here."
            </p>
        }
        .into_any();
    }
    let lines: Vec<AnyView> = all
        .iter()
        .map(|arrival| {
            let (words, class) = match arrival.missing {
                Some(0) => ("All of it arrived".to_owned(), "state running"),
                Some(missing) => ([&counted(u64::from(missing), "entry", "entries"), " not imported"].concat(), "state"),
                None => ("Left out there".to_owned(), "state stopped"),
            };
            let before = arrival.before.then_some(" A receipt was entered before; this one replaces it.");
            view! {
                <li class="line">
                    <span>
                        <span class="name">{arrival.name.clone()}</span>
                        <br />
                        <span class="hint">"Handed over to " {arrival.to.clone()} " on " {dates::moment(arrival.sent)} "." {before}</span>
                    </span>
                    <span class=class>{words}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ul class="ruled bundle-files">{lines}</ul> }.into_any()
}
