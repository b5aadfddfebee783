//! The hand-over on paper: the same parts, a page and a slip for each pupil.

use std::sync::Arc;

use leptos::prelude::*;

use super::cases::{read_cases, with_cases};
use super::recorded::recorded;
use super::wizard::Wizard;
use crate::app::handing_over::Sent;
use crate::ui::parts::{Icon, icon};
use crate::ui::parts::{Submit, sheet};
use casebook_domain::case::CaseFile;
use casebook_domain::ids::FileId;
use casebook_present::hand_over_paper::{HandOverSheet, Slip, paper, slip};
use casebook_present::initials;

pub(super) fn view(wizard: Wizard, done: RwSignal<bool>) -> AnyView {
    let store = wizard.store;
    let cases = read_cases(wizard);
    let printed = RwSignal::new(false);
    let submit = Submit::<()>::ready();
    let print = move |_| {
        store.device.print();
        printed.set(true);
    };
    let log = move |_| {
        let Some(Ok(read)) = cases.get_untracked() else { return };
        if !submit.pressed() {
            return;
        }
        let choice = wizard.now();
        let on_paper = |case: &Arc<CaseFile>| {
            let records = paper(case, &choice, &store.casebook.form_ctx(case), store.device.today()).records;
            (case.id, u32::try_from(records).unwrap_or(u32::MAX))
        };
        let rows: Vec<(FileId, u32)> = read.iter().map(on_paper).collect();
        submit.run("", async move {
            let noted = store.casebook.hand_over_sent(&choice, Sent::Paper(rows)).await;
            recorded(wizard, done, noted);
            submit.end();
            Ok(())
        });
    };
    view! {
        <div class="no-print stack">
            <div class="actions">
                <button class="button main" type="button" on:click=print>
                    {icon(Icon::Print)}
                    "Print"
                </button>
                <span class="hint">
                    "Printed copies are not protected. Each pupil starts on a new sheet: a summary, then what happened, and a slip to sign and cut off."
                </span>
            </div>
            {move || {
                (printed.get() && !done.get())
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
        </div>
        {with_cases(
            cases,
            move |cases| {
                let choice = wizard.now();
                let sheets = cases
                    .iter()
                    .map(|case| {
                        let ctx = store.casebook.form_ctx(case);
                        let made = paper(case, &choice, &ctx, store.device.today());
                        let short = store.casebook.headers.with_untracked(|headers| initials::short_name(headers, case.id));
                        let receipt = slip(short.unwrap_or_default(), &choice, &ctx.settings, store.device.today());
                        drawn(made, receipt)
                    });
                view! { <div class="hand-over-paper">{sheets.collect_view()}</div> }.into_any()
            },
        )}
    }
    .into_any()
}

fn drawn(made: HandOverSheet, receipt: Slip) -> AnyView {
    let lines = receipt
        .lines
        .into_iter()
        .map(|(what, words)| {
            view! {
                <div>
                    <dt>{what}</dt>
                    <dd>{words}</dd>
                </div>
            }
        })
        .collect_view();
    let write = receipt.to_write.into_iter().map(|what| view! { <p class="to-sign">{what}</p> }).collect_view();
    view! {
        <div class="hand-over-one">
            {sheet(made.page)} <section class="slip keep">
                <h3>{receipt.title}</h3>
                <dl class="sheet-facts">{lines}</dl>
                <div class="sheet-sign">{write}</div>
                <div class="sheet-foot slip-back">
                    <p>"Please give back to:"</p>
                    {receipt.back.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
                </div>
            </section>
        </div>
    }
    .into_any()
}
