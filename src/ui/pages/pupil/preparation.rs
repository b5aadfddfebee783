//! The four gates before the intervention as a checklist, and its start.

use leptos::prelude::*;

use super::page::Page;
use super::steps;
use crate::route::{FilePage, Route};
use crate::ui::parts::record_lines;
use casebook_domain::content::Kind;
use casebook_domain::decide::Warning;
use casebook_domain::gates::{GateStanding, GateStatus, first_letter, gates, left_out, letter_owed};
use casebook_domain::home;
use casebook_domain::ids::EpisodeId;
use casebook_domain::preparation::Gate;
use casebook_present::timeline::{TimelineItem, is_baseline, timeline};
use casebook_present::{dates, numbers, words};

pub fn view(page: &Page, episode: EpisodeId) -> AnyView {
    let mut items = timeline(&page.case);
    items.retain(|item| item.episode == Some(episode));
    let statuses = gates(&page.case, episode, page.today);
    let ready = statuses.iter().all(|status| status.standing != GateStanding::Open);
    let gates: Vec<AnyView> = statuses.iter().map(|status| gate(page, episode, status, &items)).collect();
    view! {
        <ol class="gates">{gates}</ol>
        <section class="stack">
            <h2>"Start of the intervention"</h2>
            {start(page, episode, ready)}
        </section>
    }
    .into_any()
}

fn start(page: &Page, episode: EpisodeId, ready: bool) -> AnyView {
    let Some(start) = page.case.start(episode) else {
        let words = if ready {
            "The four gates are met or waived."
        } else {
            "The intervention starts when the four gates are met or waived. If the child cannot wait, somebody else can agree to an urgent start. Enter their name; the open gates stay due."
        };
        let button = if ready { "Start the intervention" } else { "Start urgently" };
        return view! {
            <p>{words}</p>
            <div class="actions no-print">{steps::add(page, Kind::Start, button)}</div>
        }
        .into_any();
    };
    let weeks = numbers::counted(u64::from(start.weeks), "week", "weeks");
    let mut words = ["Started on ", &dates::long(start.date), " for ", &weeks, "."].concat();
    if let Some(by) = &start.urgent_agreed_by {
        words += &[" An urgent start, agreed to by ", by.trim(), "."].concat();
    }
    view! {
        <p>{words}</p>
        {(!start.arrangement.trim().is_empty()).then(|| view! { <p class="text">{start.arrangement.clone()}</p> })}
        <div class="actions no-print">
            <a class="button quiet" href=Route::Of(page.file, FilePage::Record(start.id)).to_string()>
                "Open"
            </a>
        </div>
    }
    .into_any()
}

/// One gate: its state, what is missing and the one button for it; its records and the other ways are folded.
fn gate(page: &Page, episode: EpisodeId, status: &GateStatus, items: &[TimelineItem]) -> AnyView {
    let (class, words) = match status.standing {
        GateStanding::Met => ("state running", "Met"),
        GateStanding::Waived(_) => ("state stopped", "Waived"),
        GateStanding::Open => ("state", "Open"),
    };
    let kinds: &[Kind] = match status.gate {
        Gate::Liaison => &[Kind::Liaison],
        Gate::Baseline => &[Kind::Measure],
        Gate::Parents => &[Kind::Letter, Kind::LeadDecision, Kind::FamilyContact],
        Gate::Observation => &[Kind::Observation],
    };
    let waiver = match status.standing {
        GateStanding::Waived(id) => Some(id),
        GateStanding::Met | GateStanding::Open => None,
    };
    let part = |item: &TimelineItem| {
        kinds.contains(&item.kind) && (item.kind != Kind::Measure || is_baseline(&page.case, item))
    };
    let held: Vec<&TimelineItem> = items.iter().filter(|item| part(item) || waiver == Some(item.record)).collect();
    let records = ["Records (", &numbers::whole(held.len() as u64), ") and other ways"].concat();
    let open = status.standing == GateStanding::Open;
    let lacks: Vec<String> =
        if status.standing == GateStanding::Met { Vec::new() } else { status.lacks.iter().map(words::gap).collect() };
    let lacks = (!lacks.is_empty()).then(
        || view! { <p class="gap-words">{page.store.casebook.titled(&["Missing: ", &lacks.join(", "), "."].concat())}</p> },
    );
    let notes: Vec<AnyView> = if status.gate == Gate::Parents { home_words(page, episode) } else { Vec::new() }
        .into_iter()
        .map(|words| view! { <p class="gap-words">{words}</p> }.into_any())
        .collect();
    let waive = (open && status.gate != Gate::Parents)
        .then(|| steps::add_with(page, Kind::Waiver, steps::preset("gate", status.gate.code()), "Waive with a reason"));
    view! {
        <li>
            <div class="gate-row">
                <span class=class>{words}</span>
                <div class="stack tight">
                    <h2>{page.store.casebook.titled(status.gate.label())}</h2>
                    {lacks}
                    {notes}
                </div>
                <div class="no-print">{open.then(|| steps::mend(page, &status.lacks, false)).flatten()}</div>
            </div>
            <details>
                <summary>{records}</summary>
                <div class="stack">
                    {record_lines(page.file, page.today, held)}
                    <div class="actions no-print">{ways(page, episode, status.gate)} {waive}</div>
                </div>
            </details>
        </li>
    }
    .into_any()
}

/// Everything that can be recorded for a gate. What leads home is offered only while home may be contacted; what the lead
/// decides can always be recorded.
fn ways(page: &Page, episode: EpisodeId, gate: Gate) -> Vec<AnyView> {
    let talk = |with: &'static str, words| steps::add_with(page, Kind::Liaison, steps::preset("with", with), words);
    match gate {
        Gate::Liaison => vec![
            talk("class_teacher", "Conversation with the class teacher"),
            talk("other_staff", "Conversation with other staff"),
            talk("agency", "Conversation with an agency"),
        ],
        Gate::Baseline => {
            vec![steps::add_with(page, Kind::Measure, steps::preset("occasion", "baseline"), "Add a measure")]
        }
        Gate::Observation => {
            vec![
                view! { <a class="button" href=Route::Of(page.file, FilePage::Observe).to_string()>"Observe a lesson"</a> }
                    .into_any(),
            ]
        }
        Gate::Parents => {
            let mut all = Vec::new();
            if home::contact(&page.case, page.today).is_ok() {
                let letter = Route::Of(page.file, FilePage::Letter(first_letter(&page.case, episode)));
                all.push(
                    view! {
                        <a class="button" href=letter.to_string()>
                            "Letter to parents"
                        </a>
                    }
                    .into_any(),
                );
                all.push(steps::add(page, Kind::FamilyContact, "Family contact"));
            }
            all.push(steps::add(page, Kind::LeadDecision, "The lead's decision"));
            all
        }
    }
}

/// The state of contact with home: why nothing goes there, or which household had no letter.
fn home_words(page: &Page, episode: EpisodeId) -> Vec<String> {
    match home::contact(&page.case, page.today) {
        Err(closed) => vec![page.store.casebook.titled(&words::home_closed(&closed))],
        // While no letter has gone to anybody, the gate itself asks for it.
        Ok(_) if letter_owed(&page.case, episode, page.today).is_some() => Vec::new(),
        Ok(_) => {
            let left_out = left_out(&page.case, episode).into_iter();
            left_out.map(|parent| words::warning(&Warning::LeftOut(parent.name.whole()))).collect()
        }
    }
}
