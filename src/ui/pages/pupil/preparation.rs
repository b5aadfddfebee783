//! The four gates before the intervention, and its start.

use leptos::prelude::*;

use super::{Page, steps};
use crate::domain::content::Kind;
use crate::domain::decide::Warning;
use crate::domain::gates::{GateStanding, GateStatus, gates, left_out};
use crate::domain::home;
use crate::domain::ids::EpisodeId;
use crate::domain::preparation::{Gate, LetterKind};
use crate::present::timeline::{TimelineItem, is_baseline, timeline};
use crate::present::{dates, numbers, words};
use crate::route::Route;
use crate::ui::parts::{missing_list, record_lines};

pub fn view(page: &Page, episode: EpisodeId) -> AnyView {
    let mut items = timeline(&page.case);
    items.retain(|item| item.episode == Some(episode));
    let gates: Vec<AnyView> =
        gates(&page.case, episode, page.today).iter().map(|status| gate(page, episode, status, &items)).collect();
    let started = page.case.start(episode);
    let start = match &started {
        Some(start) => {
            let mut words = ["Started on ", &dates::long(start.date), " for ", &numbers::counted(u64::from(start.weeks), "week", "weeks"), "."].concat();
            if let Some(by) = &start.urgent_agreed_by {
                words += &[" An urgent start, agreed to by ", by.trim(), "."].concat();
            }
            view! {
                <p>{words}</p>
                {(!start.arrangement.trim().is_empty()).then(|| view! { <p class="text">{start.arrangement.clone()}</p> })}
                <div class="actions no-print"><a class="button quiet" href=Route::Record(page.file, start.id).to_string()>"Open"</a></div>
            }
            .into_any()
        }
        None => view! {
            <p>"The intervention starts when the four gates are met or waived. A child who cannot wait is started urgently: somebody agrees to it by name, and the open gates stay due."</p>
            <div class="actions no-print">{steps::add(page, Kind::Start, "Start the intervention")}</div>
        }
        .into_any(),
    };
    view! {
        <ol class="gates">{gates}</ol>
        <section class="stack">
            <h2>"Start of the intervention"</h2>
            {start}
        </section>
    }
    .into_any()
}

/// What leads home only while home may be contacted; what the lead decides can always be recorded.
fn parents_actions(page: &Page) -> Vec<AnyView> {
    let lead = steps::add(page, Kind::LeadDecision, "Record the lead's decision");
    if home::contact(&page.case, page.today).is_err() {
        return vec![lead];
    }
    vec![
        view! { <a class="button" href=Route::Letter(page.file, LetterKind::Referral).to_string()>"Write the letter"</a> }.into_any(),
        steps::add(page, Kind::FamilyContact, "Record family contact"),
        lead,
    ]
}

/// How it stands with home: why nothing goes there, or which household had no letter.
fn home_words(page: &Page, episode: EpisodeId) -> Vec<String> {
    match home::contact(&page.case, page.today) {
        Err(closed) => vec![words::home_closed(&closed)],
        Ok(_) => {
            let left_out = left_out(&page.case, episode).into_iter();
            left_out.map(|parent| words::warning(&Warning::LeftOut(parent.name.clone()))).collect()
        }
    }
}

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
    let held = items.iter().filter(|item| part(item) || waiver == Some(item.record));
    let lacks = (status.standing != GateStanding::Met).then(|| missing_list(page.file, &status.lacks));
    let actions = match status.gate {
        Gate::Liaison => vec![
            steps::add_with(page, Kind::Liaison, steps::preset("with", "class_teacher"), "Class teacher"),
            steps::add_with(page, Kind::Liaison, steps::preset("with", "other_staff"), "Other staff"),
            steps::add_with(page, Kind::Liaison, steps::preset("with", "agency"), "Agency"),
            steps::add_with(page, Kind::Liaison, steps::preset("with", "no_agency"), "No agency is involved"),
        ],
        Gate::Baseline => {
            vec![steps::add_with(page, Kind::Measure, steps::preset("occasion", "baseline"), "Take a measure")]
        }
        Gate::Parents => parents_actions(page),
        Gate::Observation => vec![
            view! { <a class="button" href=Route::Observe(Some(page.file)).to_string()>"Observe in class"</a> }
                .into_any(),
        ],
    };
    let home: Option<AnyView> = (status.gate == Gate::Parents).then(|| {
        home_words(page, episode)
            .into_iter()
            .map(|words| view! { <p class="advice">{words}</p> })
            .collect_view()
            .into_any()
    });
    let open = status.standing == GateStanding::Open;
    let waive = (open && status.gate != Gate::Parents)
        .then(|| steps::add_with(page, Kind::Waiver, steps::preset("gate", status.gate.code()), "Waive with a reason"));
    view! {
        <li class="stack">
            <div class="page-head"><h2>{status.gate.label()}</h2><span class=class>{words}</span></div>
            {lacks}
            {home}
            {record_lines(page.file, page.today, held)}
            <div class="actions no-print">{actions} {waive}</div>
        </li>
    }
    .into_any()
}
