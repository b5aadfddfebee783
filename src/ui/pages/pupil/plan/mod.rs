//! The action plan in force with its eight parts, whom it reached, older versions, the assessment.

mod assessments;
mod circulation;
mod parts;

use leptos::prelude::*;

use super::page::Page;
use super::steps;
use crate::route::{FilePage, PlanPrint, Route};
use crate::ui::parts::{menu, missing_list, record_lines};
use assessments::assessments;
use casebook_domain::case::Recorded;
use casebook_domain::content::Kind;
use casebook_domain::ids::EpisodeId;
use casebook_domain::plan::{PartState, Plan};
use casebook_domain::states::{Step, next_steps};
use casebook_present::summary::audiences;
use casebook_present::targets::progress;
use casebook_present::timeline::timeline;
use casebook_present::{dates, numbers};
use circulation::{circulation, signatures};
use parts::{part_line, score, voice};

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
