//! How long this tablet's copy is kept, what stops its erasing, and requests for access.

use leptos::prelude::*;

use super::page::Page;
use crate::route::{FilePage, Route};
use crate::ui::parts::facts;
use casebook_domain::case::Recorded;
use casebook_domain::content::Kind;
use casebook_domain::retention::{AccessRequest, ErasingState, Hold, Retention, holds, retention, school_keeps_until};
use casebook_present::dates;
use casebook_present::keeping::{clock_words, standing, what_to_do};

/// The two cards at the end of "About".
pub fn view(page: &Page) -> AnyView {
    let file = page.file;
    let state = page.store.casebook.erasing(file);
    let stops: Vec<AnyView> = holds(&page.case).into_iter().map(hold).collect();
    let stops = (!stops.is_empty()).then(|| {
        let head = if matches!(state, ErasingState::Held(..)) { None } else { Some("What would prevent erasing:") };
        view! {
            {head.map(|words| view! { <p>{words}</p> })}
            <ul class="inner">{stops}</ul>
        }
    });
    let known = retention(&page.case);
    let day = |day: Option<casebook_domain::calendar::Date>| day.map(dates::long).unwrap_or_default();
    let until = page.case.pupil().and_then(|pupil| school_keeps_until(pupil, &page.settings));
    let list = facts([
        (
            "Filed in the school's record".to_owned(),
            [&day(known.filed_on), between(&known.filed_by), &known.filed_by].concat(),
        ),
        (
            "On hold since".to_owned(),
            [&day(known.hold_since), between(&known.hold_reason), &known.hold_reason].concat(),
        ),
        ("The school keeps its record until".to_owned(), day(until)),
    ]);
    let record = page.case.all::<Retention>().last().map(|retention| retention.id);
    let (change, words) = match record {
        Some(record) => (Route::Of(file, FilePage::Edit(record)), "Change"),
        None => (Route::Of(file, FilePage::New(Kind::Retention)), "Enter filing or a hold"),
    };
    let erase = matches!(state, ErasingState::Due(_)).then(|| {
        view! {
            <a class="button danger" href=Route::Of(file, FilePage::Erase).to_string()>
                "Erase this tablet's copy"
            </a>
        }
    });
    view! {
        <section class="stack no-print" id="keeping">
            <div class="page-head">
                <h2>"Keeping and erasing"</h2>
                <div class="actions">
                    <a class="button" href=change.to_string()>
                        {words}
                    </a>
                    {erase}
                </div>
            </div>
            <p>{standing(&state, page.today)}</p>
            {stops}
            {list}
        </section>
        {requests(page)}
    }
    .into_any()
}

fn between(words: &str) -> &'static str {
    if words.trim().is_empty() { "" } else { ": " }
}

fn hold(hold: Hold) -> AnyView {
    view! {
        <li>
            <strong>{hold.label()} ". "</strong>
            {what_to_do(hold)}
        </li>
    }
    .into_any()
}

fn requests(page: &Page) -> AnyView {
    let all = page.case.all::<AccessRequest>();
    let lines: Vec<AnyView> = all.iter().rev().map(|one| request(page, one)).collect();
    let none = lines.is_empty().then(|| {
        view! {
            <p class="hint">
                "Nobody has asked to see this file. When somebody does, log it on the day: it sets the date of the answer, and nothing is erased until then."
            </p>
        }
    });
    view! {
        <section class="stack no-print" id="access">
            <div class="page-head">
                <h2>"Requests for access"</h2>
                <div class="actions">
                    <a class="button" href=Route::Of(page.file, FilePage::New(Kind::AccessRequest)).to_string()>
                        "Log a request for access"
                    </a>
                </div>
            </div>
            <ul class="ruled">{lines}</ul>
            {none}
        </section>
    }
    .into_any()
}

fn request(page: &Page, one: &Recorded<'_, AccessRequest>) -> AnyView {
    let arrived = ["Arrived ", &dates::long(one.date), ". "].concat();
    let stand = clock_words(one, &page.settings.terms) + ".";
    let late = one.answered.is_none() && one.due(&page.settings.terms).is_some_and(|due| due < page.today);
    let officer = (one.officer_told.is_none() && one.answered.is_none())
        .then(|| view! { <p class="advice">"The data-protection officer has not been told yet."</p> });
    let by = one.by.clone();
    view! {
        <li class="stack tight person">
            <div class="page-head">
                <h3>{one.by.clone()}</h3>
                <div class="actions">
                    <a class="button" href=Route::Of(page.file, FilePage::Access(one.id)).to_string()>
                        "Make the copy"
                        <span class="visually-hidden">" for " {by.clone()}</span>
                    </a>
                    <a class="button quiet" href=Route::Of(page.file, FilePage::Edit(one.id)).to_string()>
                        "Change"
                        <span class="visually-hidden">" the request of " {by}</span>
                    </a>
                </div>
            </div>
            <p>{arrived} <span class:overdue=late>{stand}</span></p>
            {officer}
        </li>
    }
    .into_any()
}
