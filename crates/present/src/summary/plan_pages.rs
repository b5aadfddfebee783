//! The plan on paper: whole, and as a summary.

use crate::dates;
use crate::targets::aim_words;
use casebook_domain::calendar::Date;
use casebook_domain::case::CaseFile;
use casebook_domain::ids::RecordId;
use casebook_domain::plan::{CirculationTo, ParentsPart, Plan, PlanPart as P, Target};
use casebook_domain::settings::Settings;

use super::page::{Block, GAP, Page, SummarySection, foot, head, list, said, section, sign};
use super::{NoPage, facts, listed_with, outcomes, plan_for};

pub(super) fn target_rows(plan: &Plan) -> Vec<Vec<String>> {
    let row = |target: &Target| {
        vec![
            target.what.clone(),
            listed_with(&[target.measure.trim(), target.unit.trim()]),
            target.baseline.clone(),
            target.aim.clone(),
            target.by.map(dates::long).unwrap_or_default(),
            target.helper.clone(),
            outcomes(&target.outcomes),
        ]
    };
    plan.targets.iter().filter(|target| said(&target.what)).map(row).collect()
}

/// The whole plan with its eight parts in the policy's order, each filled, not
/// appropriate or shown as missing (p22).
pub fn full_plan(
    case: &CaseFile,
    plan: RecordId,
    to: CirculationTo,
    settings: &Settings,
    today: Date,
) -> Result<Page, NoPage> {
    let (plan, pupil) = plan_for(case, plan, to, today)?;
    let or_gap = |part: P, block: Option<Block>| SummarySection {
        heading: part.label().to_owned(),
        block: block.unwrap_or(Block::Gap(GAP)),
    };
    let text = |text: &str| said(text).then(|| Block::Text(text.trim().to_owned()));
    let objectives: Vec<String> = plan
        .objectives
        .iter()
        .filter(|objective| said(&objective.text))
        .map(|objective| match outcomes(&objective.outcomes).as_str() {
            "" => objective.text.trim().to_owned(),
            served => [objective.text.trim(), " (", served, ")"].concat(),
        })
        .collect();
    let rows = target_rows(&plan);
    let table = Block::Table {
        head: vec!["Target", "Measured by", "Now", "Aim", "By", "Who helps", "Outcome"],
        rows: rows.clone(),
    };
    let parents = match &plan.parents {
        ParentsPart::Arranged(arranged) => text(arranged),
        ParentsPart::NotAppropriate => Some(Block::Text("Not appropriate for this plan.".to_owned())),
    };
    let mut sections: Vec<SummarySection> = vec![
        or_gap(P::Objectives, (!objectives.is_empty()).then_some(Block::List(objectives))),
        or_gap(P::Targets, (!rows.is_empty()).then_some(table)),
        or_gap(P::Strategies, text(&plan.strategies)),
        or_gap(P::School, text(&plan.school)),
        or_gap(P::Parents, parents),
        or_gap(P::ReviewDate, plan.review_on.map(|date| Block::Text(dates::full(date)))),
        or_gap(P::Success, text(&plan.success)),
        or_gap(P::Rewards, text(&plan.rewards)),
    ];
    sections.extend(section("In the pupil's own words", &plan.pupil_voice));
    sections.extend(section("Who made it and agreed to it", &plan.agreed_with));
    Ok(Page {
        head: head(settings),
        title: "Individual action plan".to_owned(),
        facts: facts(pupil, &plan, to),
        sections,
        sign: Some(sign(&plan)),
        foot: foot(settings),
    })
}

/// The targets on the pupil's copy: in the pupil's own words where somebody wrote them down, and without figures or units,
/// which are for the adults' copies.
pub(super) fn own_targets(plan: &Plan) -> Vec<String> {
    let line = |target: &Target| {
        let words = if said(&target.own_words) { &target.own_words } else { &target.what };
        let words = words.trim().trim_end_matches('.');
        target.by.map_or_else(|| [words, "."].concat(), |by| [words, ", by ", &dates::long(by), "."].concat())
    };
    plan.targets.iter().filter(|target| said(&target.what)).map(line).collect()
}

/// What is to be known before the pupil's copy is printed: targets that nobody put in the pupil's own words.
pub fn not_in_own_words(case: &CaseFile, plan: RecordId) -> Option<String> {
    let plan = case.find::<Plan>(plan)?;
    let without: Vec<&str> = plan
        .targets
        .iter()
        .filter(|target| said(&target.what) && !said(&target.own_words))
        .map(|target| target.what.trim().trim_end_matches('.'))
        .collect();
    let named = || ["Not in the pupil's own words yet: ", &without.join("; "), "."].concat();
    (!without.is_empty()).then(named)
}

/// The plan in plain words for one audience (p23).
pub fn plan_summary(
    case: &CaseFile,
    plan: RecordId,
    to: CirculationTo,
    settings: &Settings,
    today: Date,
) -> Result<Page, NoPage> {
    let (plan, pupil) = plan_for(case, plan, to, today)?;
    let objectives: Vec<String> =
        plan.objectives.iter().map(|objective| objective.text.trim().to_owned()).filter(|text| said(text)).collect();
    let aims: Vec<String> = plan.targets.iter().filter(|target| said(&target.what)).map(aim_words).collect();
    let parents = match &plan.parents {
        ParentsPart::Arranged(text) => text.as_str(),
        ParentsPart::NotAppropriate => "",
    };
    let review = plan.review_on.map(dates::full).unwrap_or_default();
    let (title, sections) = match to {
        CirculationTo::Pupil => (
            "My plan",
            vec![
                section("In my own words", &plan.pupil_voice),
                list("What I will do", own_targets(&plan)),
                section("What helps me", &plan.strategies),
                section("What school will do", &plan.school),
                section("What happens at home", parents),
                list("What we are working towards", objectives),
                section("How we will know it is working", &plan.success),
                section("Rewards", &plan.rewards),
                section("We will look at my plan again on", &review),
            ],
        ),
        CirculationTo::Parents => (
            "Action plan summary",
            vec![
                list("What we are aiming for", objectives),
                list("The next steps", aims),
                section("What helps your child", &plan.strategies),
                section("What the school will do", &plan.school),
                section("What you can do", parents),
                section("How we will know it is working", &plan.success),
                section("Sanctions and rewards", &plan.rewards),
                section("What your child says", &plan.pupil_voice),
                section("Review date", &review),
            ],
        ),
        CirculationTo::Staff => (
            "Action plan summary for staff",
            vec![
                list("Targets", aims),
                section("What helps in lessons", &plan.strategies),
                section("What the school does", &plan.school),
                section("Sanctions and rewards", &plan.rewards),
                section("How we will know it is working", &plan.success),
                list("Long-term objectives", objectives),
                section("Review date", &review),
            ],
        ),
    };
    Ok(Page {
        head: head(settings),
        title: title.to_owned(),
        facts: facts(pupil, &plan, to),
        sections: sections.into_iter().flatten().collect(),
        sign: (to != CirculationTo::Staff).then(|| sign(&plan)),
        foot: foot(settings),
    })
}
