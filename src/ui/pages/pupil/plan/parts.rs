//! The parts of a plan, and its targets.

use leptos::prelude::*;

use super::view;
use crate::route::{FilePage, Route};
use crate::ui::pages::pupil::page::Page;
use casebook_domain::ids::{EpisodeId, RecordId};
use casebook_domain::plan::{ParentsPart, PartState, Plan, PlanPart, Target};
use casebook_present::observation::uses;
use casebook_present::targets::{Progress, aim_words, score_words};
use casebook_present::{dates, numbers, words};

pub(super) fn voice(title: &'static str, text: &str) -> Option<AnyView> {
    let text = text.trim();
    (!text.is_empty()).then(|| {
        view! {
            <div class="stack tight">
                <h3>{title}</h3>
                <p class="text">{text.to_owned()}</p>
            </div>
        }
        .into_any()
    })
}

pub(super) fn part_line(
    page: &Page,
    episode: EpisodeId,
    plan: &Plan,
    part: PlanPart,
    state: PartState,
    stands: &[Progress],
) -> AnyView {
    let class = match state {
        PartState::Filled => "state running",
        PartState::NotAppropriate => "state closed",
        PartState::Missing => "state missing-part",
    };
    let text =
        |text: &str| (!text.trim().is_empty()).then(|| view! { <p class="text">{text.to_owned()}</p> }.into_any());
    let body = match part {
        PlanPart::Objectives => {
            let lines: Vec<AnyView> = plan
                .objectives
                .iter()
                .map(|objective| {
                    let outcomes = objective.outcomes.iter().map(|outcome| outcome.label()).collect::<Vec<_>>().join(", ");
                    view! { <li>{objective.text.clone()} " " {(!outcomes.is_empty()).then(|| view! { <span class="hint">{outcomes}</span> })}</li> }.into_any()
                })
                .collect();
            (!lines.is_empty()).then(|| view! { <ul>{lines}</ul> }.into_any())
        }
        PlanPart::Targets => {
            let lines: Vec<AnyView> = plan.targets.iter().map(|one| target(page, episode, plan, one, stands)).collect();
            (!lines.is_empty()).then(|| view! { <ol class="plan-targets">{lines}</ol> }.into_any())
        }
        PlanPart::Strategies => text(&plan.strategies),
        PlanPart::School => text(&plan.school),
        PlanPart::Parents => match &plan.parents {
            ParentsPart::Arranged(arranged) => text(arranged),
            ParentsPart::NotAppropriate => None,
        },
        PlanPart::ReviewDate => plan.review_on.and_then(|day| text(&dates::full(day))),
        PlanPart::Success => text(&plan.success),
        PlanPart::Rewards => text(&plan.rewards),
    };
    view! {
        <li class="stack tight">
            <div class="page-head">
                <h3>{part.label()}</h3>
                <span class=class>{state.label()}</span>
            </div>
            {body}
        </li>
    }
    .into_any()
}

fn target(page: &Page, episode: EpisodeId, plan: &Plan, target: &Target, stands: &[Progress]) -> AnyView {
    let mut how = String::new();
    for (label, part) in [("Measured by ", &target.measure), ("Helped by ", &target.helper)] {
        let part = part.trim().trim_end_matches('.');
        if !part.is_empty() {
            how += &[label, part, ". "].concat();
        }
    }
    let gaps = plan.target_gaps(target);
    let gaps = (!gaps.is_empty()).then(|| {
        let words = gaps.iter().map(|gap| words::smart_gap(*gap)).collect::<Vec<_>>().join(" ");
        view! {
            <p class="smart-gap">
                <strong>"Not SMART yet: "</strong>
                {words}
            </p>
        }
    });
    let ratings =
        stands.iter().find(|one| one.number == target.number).map(|one| one.ratings.as_slice()).unwrap_or_default();
    let rated = match ratings.split_last() {
        None => view! { <p class="hint">"Not rated yet"</p> }.into_any(),
        Some((latest, before)) => {
            let mut words = [latest.label, ", ", &dates::short(latest.date, page.today)].concat();
            if !latest.remark.trim().is_empty() {
                words += &[". ", latest.remark.trim()].concat();
            }
            let before = (!before.is_empty()).then(|| {
                let values = before.iter().map(|one| numbers::rating(one.value)).collect::<Vec<_>>().join(", ");
                view! { <span class="hint">{["Before: ", &values].concat()}</span> }
            });
            view! {
                <p>
                    <strong class="rating">{numbers::rating(latest.value)}</strong>
                    " "
                    <a href=Route::Of(page.file, FilePage::Record(latest.record)).to_string()>{words}</a>
                    " "
                    {before}
                </p>
            }
            .into_any()
        }
    };
    let number = numbers::whole(u64::from(target.number));
    let outcomes = target.outcomes.iter().map(|outcome| outcome.label()).collect::<Vec<_>>().join(", ");
    view! {
        <li class="stack tight">
            <p>
                <span class="number">{number}</span>
                {aim_words(target)}
            </p>
            <p class="hint">{how} {outcomes}</p>
            {gaps}
            {observed(page, episode, target.number)}
            {rated}
        </li>
    }
    .into_any()
}

/// The state of the target by classroom observations that serve it.
fn observed(page: &Page, episode: EpisodeId, target: u16) -> Option<AnyView> {
    let stands = uses::stands(&page.case, episode, target)?;
    let link = |label: &'static str, used: &uses::Used| {
        let day = dates::short(used.date, page.today);
        let said = [used.name.as_str(), " ", &used.value].concat();
        view! { <span>{label} <a href=Route::Of(page.file, FilePage::Record(used.record)).to_string()>{said}</a> " (" {day} ")"</span> }
            .into_any()
    };
    let baseline = stands.baseline.as_ref().map(|used| link("Observed at the baseline: ", used));
    let since: Vec<AnyView> = stands
        .since
        .iter()
        .enumerate()
        .map(|(place, used)| link(if place == 0 { "since: " } else { "then " }, used))
        .collect();
    let trend = stands.trend.map(|trend| view! { <strong>{trend.label()}</strong> });
    Some(view! { <p class="target-observed">{baseline} {since} {trend}</p> }.into_any())
}

pub(super) fn score(page: &Page, plan: RecordId) -> Option<AnyView> {
    let words = score_words(&page.case, plan)?;
    Some(
        view! {
            <details>
                <summary>"More: goal attainment"</summary>
                <p class="text">{words}</p>
            </details>
        }
        .into_any(),
    )
}
