//! Buttons that lead to the form of a step or of a kind of record.

use leptos::prelude::*;

use super::Page;
use crate::domain::content::Kind;
use crate::domain::decide::Missing;
use crate::domain::gates::first_letter;
use crate::domain::preparation::LetterKind;
use crate::domain::referral::AuthorisationDecision;
use crate::domain::standing::StandingKind;
use crate::domain::states::{NextStep, Step};
use crate::present::cards;
use crate::route::{Paper, Route, mending};
use crate::ui::pages::new_route;
use crate::ui::parts::menu;

/// Values a form is to start with.
pub type Preset = Vec<(String, String)>;

pub fn preset(field: &str, value: &str) -> Preset {
    vec![(field.to_owned(), value.to_owned())]
}

/// Where a step is taken, and what its form starts with.
fn way(page: &Page, step: Step) -> (Route, Kind, Preset) {
    let file = page.file;
    let kind = step.kind();
    let decided = |decision: AuthorisationDecision| preset("decision", decision.code());
    let stands = |standing: StandingKind| preset("kind", standing.code());
    let values = match step {
        Step::Authorise => decided(AuthorisationDecision::Authorised),
        Step::AskMore => decided(AuthorisationDecision::MoreInformation),
        Step::Redirect => decided(AuthorisationDecision::Redirected),
        Step::Decline => decided(AuthorisationDecision::Declined),
        Step::Hold => stands(StandingKind::OnHold),
        Step::Resume => stands(StandingKind::Resumed),
        Step::Object => stands(StandingKind::Objected),
        Step::Leave => stands(StandingKind::Left),
        Step::Die => stands(StandingKind::Died),
        Step::CloseFollowUps => preset("last", "yes"),
        _ => Vec::new(),
    };
    let current = page.case.current();
    let route = match step {
        Step::SendLetter => {
            let letter = current.map_or(LetterKind::Referral, |episode| first_letter(&page.case, episode.id));
            Route::Letter(file, letter)
        }
        Step::Sign => match current.and_then(|episode| page.case.latest_plan(episode.id)).map(|plan| plan.id) {
            Some(plan) => Route::Sign(file, plan),
            None => new_route(file, Kind::Plan),
        },
        _ => new_route(file, kind),
    };
    (route, kind, values)
}

/// A link to a page, or a button where the form starts with values.
fn button(
    page: &Page,
    class: &'static str,
    (route, kind, values): (Route, Kind, Preset),
    words: &'static str,
) -> AnyView {
    if values.is_empty() {
        return view! { <a class=class href=route.to_string()>{words}</a> }.into_any();
    }
    let (store, file) = (page.store, page.file);
    view! { <button class=class type="button" on:click=move |_| store.go_new(file, kind, values.clone())>{words}</button> }.into_any()
}

/// What the button of a step says: what the mentor does.
pub const fn words(step: Step) -> &'static str {
    match step {
        Step::Refer => "Write the referral",
        Step::JoinReferral => "Add a second referral",
        Step::Review => "Record the review",
        Step::Exit => "Fill in the exit",
        Step::FollowUp => "Record a follow-up",
        Step::CloseFollowUps => "Record the last follow-up",
        other => other.label(),
    }
}

/// The button of a step: the one to take next is the main one.
pub fn step(page: &Page, step: Step, main: bool) -> AnyView {
    button(page, if main { "button main" } else { "button" }, way(page, step), words(step))
}

/// The buttons of those of the steps that are possible now.
pub fn possible(page: &Page, next: &[NextStep], wanted: &[Step]) -> Vec<AnyView> {
    let of = |one: &&NextStep| wanted.contains(&one.step) && one.allowed.is_ok();
    next.iter().filter(of).map(|one| step(page, one.step, false)).collect()
}

/// A button to add a record.
pub fn add(page: &Page, kind: Kind, words: &'static str) -> AnyView {
    add_with(page, kind, Vec::new(), words)
}

/// A button to add a record whose form starts with values.
pub fn add_with(page: &Page, kind: Kind, values: Preset, words: &'static str) -> AnyView {
    button(page, "button", (new_route(page.file, kind), kind, values), words)
}

/// The button that mends the first thing missing that can be mended.
pub fn mend(page: &Page, missing: &[Missing]) -> Option<AnyView> {
    let mending = missing.iter().find_map(|missing| mending(&page.case, missing))?;
    let kind = match mending.route {
        Route::New(_, kind) => kind,
        _ => Kind::Note,
    };
    let values = mending.preset.map(|(field, value)| preset(field, value)).unwrap_or_default();
    Some(button(page, "button main", (mending.route, kind, values), mending.words))
}

/// The menu of everything else that can be recorded.
pub fn more(page: &Page) -> AnyView {
    const KINDS: &[(Kind, &str)] = &[
        (Kind::Achievement, "Achievement"),
        (Kind::Measure, "Measure"),
        (Kind::Observation, "Observe in class"),
        (Kind::Liaison, "Conversation with staff"),
        (Kind::Assessment, "Strengths and needs"),
        (Kind::FamilyContact, "Family contact"),
        (Kind::Letter, "Letter"),
        (Kind::LeadDecision, "Lead's decision on contact with home"),
        (Kind::Onward, "Refer on"),
        (Kind::Standing, "On hold, left …"),
    ];
    let file = page.file;
    let home = cards::home_refused(&page.case, page.today).is_none();
    let mut links: Vec<AnyView> = KINDS
        .iter()
        .filter(|(kind, _)| home || *kind != Kind::Letter)
        .map(|&(kind, words)| view! { <li><a href=new_route(file, kind).to_string()>{words}</a></li> }.into_any())
        .collect();
    links.extend(
        Paper::ALL.iter().filter(|&&paper| home || paper != Paper::Postcard).map(|&paper| {
            view! { <li><a href=Route::Paper(file, paper).to_string()>{paper.label()}</a></li> }.into_any()
        }),
    );
    links.push(view! { <li><a href=Route::HandOver(file).to_string()>"Hand over"</a></li> }.into_any());
    links.push(view! { <li><a href=Route::Join(file).to_string()>"Join with another file"</a></li> }.into_any());
    links.push(view! { <li><a href=Route::Deleted(file).to_string()>"Deleted entries"</a></li> }.into_any());
    menu("more-menu", "More", links)
}
