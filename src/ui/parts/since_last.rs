//! What the mentor wants to see before a session: the last one and what came since.

use leptos::prelude::*;

use crate::route::{FilePage, Route};
use casebook_domain::calendar::Date;
use casebook_domain::case::CaseFile;
use casebook_domain::ids::FileId;
use casebook_present::dates;
use casebook_present::numbers::whole;
use casebook_present::pupil::missed_words;
use casebook_present::since_last::{Since, SinceLast, since_last};

/// What the mentor wants to see before a session: the last one and what came since.
pub fn since_last_time(case: &CaseFile, today: Date) -> AnyView {
    let episode = case.current().map(|episode| episode.id);
    since_card(case.id, today, &since_last(case, episode), missed_words(case, episode))
}

fn since_card(file: FileId, today: Date, card: &SinceLast, missed: Option<String>) -> AnyView {
    let Some(last) = &card.last else { return ().into_any() };
    let head =
        [last.kind, ", ", &dates::short(last.date, today), " (", &dates::relative(last.date, today), ")"].concat();
    let ratings: Vec<AnyView> = last
        .ratings
        .iter()
        .map(|rated| {
            let mut words = ["Target ", &whole(u64::from(rated.number))].concat();
            for (between, part) in
                [(": ", rated.what.trim_end_matches('.')), (": ", rated.rating), (". ", rated.remark.as_str())]
            {
                if !part.is_empty() {
                    words.push_str(between);
                    words.push_str(part);
                }
            }
            view! { <li>{words}</li> }.into_any()
        })
        .collect();
    let lists = [
        ("Did not come", &card.not_come),
        ("Achieved", &card.achievements),
        ("Family", &card.family),
        ("Notes and talks", &card.notes),
    ];
    let since: Vec<AnyView> = lists
        .into_iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(title, list)| since_list(file, today, title, list))
        .collect();
    let nothing = since.is_empty().then(|| view! { <p class="hint">"Nothing else has been recorded since."</p> });
    view! {
        <section class="since no-print" aria-labelledby="since-last">
            <div class="stack tight">
                <h2 id="since-last">"Since last time"</h2>
                <p>
                    <a href=Route::Of(file, FilePage::Record(last.record)).to_string()>{head}</a>
                </p>
                {(!last.next_step.trim().is_empty())
                    .then(|| {
                        view! {
                            <p>
                                <strong>"Next step: "</strong>
                                {last.next_step.clone()}
                            </p>
                        }
                    })}
                {(!last.notes.trim().is_empty()).then(|| view! { <p class="gist">{last.notes.clone()}</p> })}
                {(!ratings.is_empty()).then(|| view! { <ul>{ratings}</ul> })}
                {missed.map(|missed| view! { <p class="hint">"Lessons missed for sessions: " {missed}</p> })}
            </div>
            <div class="stack tight">{since} {nothing}</div>
        </section>
    }
    .into_any()
}

fn since_list(file: FileId, today: Date, title: &'static str, list: &[Since]) -> AnyView {
    let lines: Vec<AnyView> = list
        .iter()
        .take(3)
        .map(|since| {
            view! {
                <li>
                    <a href=Route::Of(file, FilePage::Record(since.record)).to_string()>{dates::short(since.date, today)}</a>
                    " "
                    <span class="gist one">{since.text.clone()}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <div>
            <h3>{title}</h3>
            <ul class="plain">{lines}</ul>
        </div>
    }
    .into_any()
}
