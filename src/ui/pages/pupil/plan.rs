//! The action plan in force with its eight parts, whom it reached, older versions, the assessment.

use leptos::prelude::*;

use super::page::Page;
use super::steps;
use crate::route::{FilePage, PlanPrint, Route};
use crate::ui::parts::{menu, missing_list, record_lines};
use casebook_domain::assessment::Assessment;
use casebook_domain::case::Recorded;
use casebook_domain::content::Kind;
use casebook_domain::ids::{EpisodeId, RecordId};
use casebook_domain::plan::{Circulation, CirculationTo, ParentsPart, PartState, Plan, PlanPart, Target};
use casebook_domain::states::{Step, next_steps, not_circulated};
use casebook_present::observation::uses;
use casebook_present::summary::audiences;
use casebook_present::targets::{Progress, aim_words, progress, score_words};
use casebook_present::timeline::{contact_name, listed, timeline};
use casebook_present::{dates, numbers, words};

pub fn view(page: &Page, episode: EpisodeId) -> AnyView {
    let plans = page.case.plans(episode);
    let in_force = match plans.last() {
        Some(plan) => in_force(page, episode, plan, plans.len()),
        None => no_plan(page),
    };
    let mut items = timeline(&page.case);
    items.retain(|item| item.kind == Kind::Plan && item.episode == Some(episode));
    let current = plans.last().map(|plan| plan.id);
    let older = record_lines(page.file, page.today, items.iter().filter(|item| Some(item.record) != current));
    view! {
        {in_force}
        {older
            .map(|older| {
                view! {
                    <details>
                        <summary>"Earlier versions of the plan"</summary>
                        {older}
                    </details>
                }
            })}
        {assessments(page)}
    }
    .into_any()
}

fn no_plan(page: &Page) -> AnyView {
    let next = next_steps(&page.case, &page.settings, page.today);
    let missing = next.iter().find(|next| next.step == Step::MakePlan).and_then(|next| next.allowed.as_ref().err());
    let blocked = missing.map(|missing| missing_list(page.file, missing));
    view! {
        <div class="empty">
            <p>
                "There is no action plan yet. It is made with the pupil and the adults who help, in the first weeks of the intervention, and has eight parts."
            </p>
            {blocked}
            <div class="no-print">{steps::add(page, Kind::Plan, "Make the action plan")}</div>
        </div>
    }
    .into_any()
}

fn in_force(page: &Page, episode: EpisodeId, plan: &Recorded<'_, Plan>, versions: usize) -> AnyView {
    let file = page.file;
    let id = plan.id;
    let stands = progress(&page.case, id, false);
    let filled = plan.parts().iter().filter(|(_, state)| *state != PartState::Missing).count();
    let mut about =
        ["Version ", &numbers::whole(versions as u64), ", ", &numbers::whole(filled as u64), " of 8 parts. "].concat();
    about += &match plan.review_on {
        Some(day) => ["Review on ", &dates::long(day), "."].concat(),
        None => "No review date yet.".to_owned(),
    };
    let parts: Vec<AnyView> =
        plan.parts().iter().map(|&(part, state)| part_line(page, episode, plan, part, state, &stands)).collect();
    let print_links: Vec<AnyView> = PlanPrint::for_these(&audiences(&page.case, page.today))
        .into_iter()
        .map(|print| {
            view! {
                <li>
                    <a href=Route::Of(file, FilePage::PrintPlan(id, print)).to_string()>{print.label()}</a>
                </li>
            }
            .into_any()
        })
        .collect();
    let revisable = page.case.current().is_some_and(|current| current.id == episode);
    let actions = revisable.then(|| {
        let next = next_steps(&page.case, &page.settings, page.today);
        let revise = next.iter().any(|next| next.step == Step::RevisePlan && next.allowed.is_ok());
        view! {
            {revise.then(|| steps::step(page, Step::RevisePlan, true))}
            {(!page.case.is_frozen(id))
                .then(|| {
                    view! {
                        <a class="button" href=Route::Of(file, FilePage::Edit(id)).to_string()>
                            "Change"
                        </a>
                    }
                })}
            <a class="button" href=Route::Of(file, FilePage::Sign(id)).to_string()>
                "Show and sign"
            </a>
        }
    });
    view! {
        <section class="stack">
            <div class="page-head">
                <div class="stack tight">
                    <h2>"Action plan of " {dates::long(plan.date)}</h2>
                    <p class="hint">{about}</p>
                </div>
                <div class="actions no-print">{actions} {menu("print-menu", "Print the plan", print_links)}</div>
            </div>
            <ol class="plan-parts">{parts}</ol>
            {voice("In the pupil's words", &plan.pupil_voice)}
            {voice("Agreed with", &plan.agreed_with)}
            {score(page, id)}
        </section>
        {circulation(page, episode, id)}
        {signatures(page, id)}
    }
    .into_any()
}

fn voice(title: &'static str, text: &str) -> Option<AnyView> {
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

fn part_line(
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

fn score(page: &Page, plan: RecordId) -> Option<AnyView> {
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

fn circulation(page: &Page, episode: EpisodeId, plan: RecordId) -> AnyView {
    let went = page.case.circulations(plan);
    let now = page.case.find::<Plan>(plan);
    let rows: Vec<AnyView> = went
        .iter()
        .map(|one| {
            let to = match (one.contact, one.names.trim()) {
                (Some(contact), _) => [one.to.label(), ": ", &contact_name(&page.case, contact)].concat(),
                (None, "") => one.to.label().to_owned(),
                (None, names) => [one.to.label(), ": ", names].concat(),
            };
            view! {
                <tr>
                    <td>
                        <a href=Route::Of(page.file, FilePage::Record(one.id)).to_string()>{to}</a>
                        {now.and_then(|now| since_then(&now, one))}
                    </td>
                    <td>{one.form.label()}</td>
                    <td>{one.method.label()}</td>
                    <td>{dates::short(one.date, page.today)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let table = (!rows.is_empty()).then(|| {
        view! {
            <div class="scroll-x" tabindex="0" role="region" aria-label="Who has the plan">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"To"</th>
                            <th scope="col">"What"</th>
                            <th scope="col">"How"</th>
                            <th scope="col">"When"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    });
    let waiting = not_circulated(&page.case, episode, page.today);
    let open = (!waiting.is_empty()).then(|| {
        let names = listed(waiting.iter().map(|to| match to {
            CirculationTo::Pupil => "the pupil",
            CirculationTo::Parents => "parents or carers",
            CirculationTo::Staff => "staff",
        }));
        view! { <p>{["Not given yet, or not since it changed, to ", &names, "."].concat()}</p> }
    });
    let buttons: Vec<AnyView> = audiences(&page.case, page.today)
        .into_iter()
        .map(|to| {
            let words = match to {
                CirculationTo::Pupil => "Given to the pupil",
                CirculationTo::Parents => "Given to parents",
                CirculationTo::Staff => "Given to staff",
            };
            steps::add_with(page, Kind::Circulation, steps::preset("to", to.code()), words)
        })
        .collect();
    view! {
        <section class="stack">
            <h2>"Who has it"</h2>
            {table}
            {open}
            <div class="actions no-print">{buttons}</div>
        </section>
    }
    .into_any()
}

/// What the plan says now that it did not say when it went out (p23).
fn since_then(now: &Recorded<'_, Plan>, sent: &Recorded<'_, Circulation>) -> Option<AnyView> {
    if !now.changed_since(sent) {
        return None;
    }
    let parts = now.body.changed_since(&sent.sent);
    let what = (!parts.is_empty()).then(|| [" Changed: ", &listed(parts), "."].concat());
    Some(
        view! {
            <span class="overdue">"The plan was changed since: give the new one"</span>
            {what}
        }
        .into_any(),
    )
}

fn signatures(page: &Page, plan: RecordId) -> Option<AnyView> {
    let lines: Vec<AnyView> = page
        .case
        .signatures(plan)
        .iter()
        .map(|one| {
            let words = ["Signed by ", &words::within(&one.by), ", ", &dates::long(one.date)].concat();
            // A signature stands for the words that were shown.
            let changed = page.case.get(plan).is_some_and(|plan| plan.saved > one.saved);
            view! {
                <li>
                    <a class="line" href=Route::Of(page.file, FilePage::Record(one.id)).to_string()>
                        {words}
                        {changed.then(|| view! { <span class="overdue">"The plan was changed since: have it signed again"</span> })}
                    </a>
                </li>
            }
            .into_any()
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>"Signatures"</h2>
                <ul class="ruled">{lines}</ul>
            </section>
        }
        .into_any()
    })
}

fn assessments(page: &Page) -> AnyView {
    let all = page.case.assessments();
    let newest = all.last().map(|newest| assessment(page, newest.id, newest.body));
    let before = all.len().saturating_sub(1);
    let mut items = timeline(&page.case);
    items.retain(|item| item.kind == Kind::Assessment);
    let older = (before > 0).then(|| {
        let lines = record_lines(page.file, page.today, items.iter().skip(1));
        view! {
            <details>
                <summary>"Earlier assessments"</summary>
                {lines}
            </details>
        }
    });
    let none = all.is_empty().then(|| view! { <p class="hint">"There is no assessment yet."</p> });
    view! {
        <section class="stack">
            <div class="page-head">
                <h2>"Strengths, needs and barriers"</h2>
                <div class="actions no-print">{steps::add(page, Kind::Assessment, "New assessment")}</div>
            </div>
            {newest}
            {none}
            {older}
        </section>
    }
    .into_any()
}

fn assessment(page: &Page, id: RecordId, assessment: &Assessment) -> AnyView {
    let rows: Vec<AnyView> = assessment
        .findings
        .iter()
        .map(|finding| {
            view! {
                <tr>
                    <th scope="row">{finding.area.label()}</th>
                    <td class="text">{finding.strengths.clone()}</td>
                    <td class="text">{finding.needs.clone()}</td>
                    <td class="text">{finding.barriers.clone()}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let head = [assessment.occasion.label(), ", ", &dates::long(assessment.date)].concat();
    view! {
        <p>
            <a href=Route::Of(page.file, FilePage::Record(id)).to_string()>{head}</a>
        </p>
        <div class="scroll-x" tabindex="0" role="region" aria-label="Strengths, needs and barriers by area">
            <table>
                <thead>
                    <tr>
                        <th scope="col">"Area"</th>
                        <th scope="col">"Strengths"</th>
                        <th scope="col">"Needs"</th>
                        <th scope="col">"Barriers"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {voice("The pupil's own view", &assessment.pupil_view)}
    }
    .into_any()
}
