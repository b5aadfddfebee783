//! Buttons that lead to the form of a step or of a kind of record.

use leptos::prelude::*;

use super::page::Page;
use crate::app::navigation::Preset;
use crate::route::{FilePage, Paper, Route, mending, new_form};
use crate::ui::parts::menu;
use casebook_domain::content::Kind;
use casebook_domain::decide::Missing;
use casebook_domain::gates::first_letter;
use casebook_domain::preparation::LetterKind;
use casebook_domain::referral::AuthorisationDecision;
use casebook_domain::standing::StandingKind;
use casebook_domain::states::{NextStep, Step};
use casebook_present::cards;

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
            Route::Of(file, FilePage::Letter(letter))
        }
        Step::Sign => match current.and_then(|episode| page.case.latest_plan(episode.id)).map(|plan| plan.id) {
            Some(plan) => Route::Of(file, FilePage::Sign(plan)),
            None => new_form(file, Kind::Plan),
        },
        _ => new_form(file, kind),
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
        return view! {
            <a class=class href=route.to_string()>
                {page.store.casebook.titled(words)}
            </a>
        }
        .into_any();
    }
    let (store, file) = (page.store, page.file);
    let words = store.casebook.titled(words);
    view! {
        <button class=class type="button" on:click=move |_| store.navigation.go_new(file, kind, values.clone())>
            {words}
        </button>
    }
    .into_any()
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
    button(page, "button", (new_form(page.file, kind), kind, values), words)
}

/// The button that mends the first thing missing that can be mended.
pub fn mend(page: &Page, missing: &[Missing], main: bool) -> Option<AnyView> {
    let mending = missing.iter().find_map(|missing| mending(&page.case, missing))?;
    let kind = match mending.route {
        Route::Of(_, FilePage::New(kind)) => kind,
        _ => Kind::Note,
    };
    let values = mending.preset.map(|(field, value)| preset(field, value)).unwrap_or_default();
    Some(button(page, if main { "button main" } else { "button" }, (mending.route, kind, values), mending.words))
}

/// The menus of a pupil's page: what can be recorded, what can be printed, and what is about the file itself.
pub fn menus(page: &Page) -> AnyView {
    const RECORDS: &[(Kind, &str)] = &[
        (Kind::PlannedSession, "Plan a session"),
        (Kind::Achievement, "Achievement"),
        (Kind::Measure, "Measure"),
        (Kind::Liaison, "Conversation with staff"),
        (Kind::FamilyContact, "Family contact"),
        (Kind::Letter, "Letter"),
        (Kind::LeadDecision, "Lead's decision on contact with home"),
        (Kind::Assessment, "Strengths and needs"),
        (Kind::Onward, "Refer on"),
        (Kind::Standing, "On hold, left …"),
    ];
    let file = page.file;
    let home = cards::home_refused(&page.case, page.today).is_none();
    let link = |route: Route, words: &'static str| {
        view! {
            <li>
                <a href=route.to_string()>{words}</a>
            </li>
        }
        .into_any()
    };
    let records = RECORDS.iter().filter(|(kind, _)| home || *kind != Kind::Letter);
    let records = records.map(|&(kind, words)| link(new_form(file, kind), words)).collect();
    let prints = Paper::ALL.iter().filter(|&&paper| home || paper != Paper::Postcard);
    let prints = prints.map(|&paper| link(Route::Of(file, FilePage::Paper(paper)), paper.label())).collect();
    let admin = vec![
        link(Route::Of(file, FilePage::HandOver), "Hand over"),
        link(Route::Of(file, FilePage::Join), "Join with another file"),
        link(Route::Of(file, FilePage::Deleted), "Deleted entries"),
    ];
    view! {
        {menu("record-menu", "Record", records)}
        {menu("paper-menu", "Print", prints)}
        {menu("more-menu", "More", admin)}
    }
    .into_any()
}

/// The menu of the steps that are possible beside the next one.
pub fn other_steps(page: &Page, others: &[NextStep]) -> Option<AnyView> {
    let links: Vec<AnyView> = others
        .iter()
        .map(|other| {
            let (route, kind, values) = way(page, other.step);
            let words = words(other.step);
            if values.is_empty() {
                return view! {
                    <li>
                        <a href=route.to_string()>{words}</a>
                    </li>
                }
                .into_any();
            }
            let (store, file) = (page.store, page.file);
            view! {
                <li>
                    <button type="button" on:click=move |_| store.navigation.go_new(file, kind, values.clone())>
                        {words}
                    </button>
                </li>
            }
            .into_any()
        })
        .collect();
    (!links.is_empty()).then(|| menu("steps-menu", "Other steps", links))
}
