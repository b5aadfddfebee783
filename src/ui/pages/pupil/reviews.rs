//! Reviews, the exit and what follows, onward referrals, and what happened to the case from outside.

use leptos::prelude::*;

use super::page::Page;
use super::steps;
use crate::route::{FilePage, Route};
use crate::ui::parts::record_lines;
use casebook_domain::content::Kind;
use casebook_domain::exit::Exit;
use casebook_domain::ids::{EpisodeId, RecordId};
use casebook_domain::referral::Criterion;
use casebook_domain::states::{Step, next_steps};
use casebook_present::criteria::beside;
use casebook_present::dates;
use casebook_present::timeline::{TimelineItem, timeline};

pub fn view(page: &Page, episode: EpisodeId) -> AnyView {
    let items = timeline(&page.case);
    let of = |kind: Kind| {
        let wanted =
            move |item: &&TimelineItem| item.kind == kind && (item.episode == Some(episode) || item.episode.is_none());
        record_lines(page.file, page.today, items.iter().filter(wanted))
    };
    let exit = page.case.exit(episode);
    let next = next_steps(&page.case, &page.settings, page.today);
    let current = page.case.current().is_some_and(|current| current.id == episode);
    let possible = |wanted: &[Step]| if current { steps::possible(page, &next, wanted) } else { Vec::new() };
    let exit_view = exit.as_ref().map(|exit| leaving(page, exit.id, exit.body));
    let follow_ups = of(Kind::FollowUp);
    let after = (exit.is_some() || follow_ups.is_some()).then(|| {
        view! {
            <section class="stack">
                <h2>"After the exit"</h2>
                {exit.as_ref().map(|exit| due_dates(page, episode, exit.body))}
                {follow_ups}
                <div class="actions no-print">{possible(&[Step::FollowUp, Step::CloseFollowUps, Step::ReRefer])}</div>
            </section>
        }
    });
    view! {
        {section(
            "Reviews",
            of(Kind::Review),
            &page.store.casebook.titled("No review yet: pupil, parents and staff take part, and the line manager is consulted."),
            possible(&[Step::Review, Step::RevisePlan, Step::Exit]),
        )}
        {against(page, episode)}
        {exit_view}
        {after}
        {section("Referred on", of(Kind::Onward), "Not referred on to anybody.", vec![steps::add(page, Kind::Onward, "Refer on")])}
        {section("Status", of(Kind::Standing), "Status: active.", vec![steps::add(page, Kind::Standing, "On hold, objected, left …")])}
    }
    .into_any()
}

fn section(title: &'static str, lines: Option<AnyView>, none: &str, actions: Vec<AnyView>) -> AnyView {
    let empty = lines.is_none().then(|| view! { <p class="hint">{none.to_owned()}</p> });
    view! {
        <section class="stack">
            <h2>{title}</h2>
            {lines}
            {empty}
            <div class="actions no-print">{actions}</div>
        </section>
    }
    .into_any()
}

/// Each criterion of the referral beside what was seen then, the figures since, and the judgement (p26).
fn against(page: &Page, episode: EpisodeId) -> AnyView {
    let exit = page.case.exit(episode);
    let seen_now = |criterion: Criterion| {
        let outcome = exit.as_ref()?.body.outcomes.iter().find(|outcome| outcome.criterion == criterion)?;
        Some(outcome.evidence.clone())
    };
    let rows: Vec<AnyView> = beside(&page.case, episode)
        .into_iter()
        .map(|one| {
            let left = exit.is_some();
            let judgement = one.judgement.map(|judgement| view! { <strong>{judgement.label()}</strong> });
            view! {
                <tr>
                    <th scope="row">{one.criterion.label()}</th>
                    <td class="text">{one.evidence.join("\n")}</td>
                    <td class="text">{one.figures.join("\n")}</td>
                    {left.then(|| view! { <td class="text">{judgement} " " {seen_now(one.criterion)}</td> })}
                </tr>
            }
            .into_any()
        })
        .collect();
    if rows.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="stack">
            <h2>"Progress since the referral"</h2>
            <div class="scroll-x" tabindex="0" role="region" aria-label="The referral's criteria, then and now">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"Referred because"</th>
                            <th scope="col">"Seen then"</th>
                            <th scope="col">"Figures"</th>
                            {exit.is_some().then(|| view! { <th scope="col">"At the exit"</th> })}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// The exit and its programme.
fn leaving(page: &Page, id: RecordId, exit: &Exit) -> AnyView {
    let programme: Vec<AnyView> = exit
        .programme
        .iter()
        .map(|part| {
            let until = part.until.map(|day| [", until ", &dates::long(day)].concat()).unwrap_or_default();
            let what = if part.what.trim().is_empty() { String::new() } else { [": ", part.what.trim()].concat() };
            view! { <li>{[part.component.label(), &what, &until].concat()}</li> }.into_any()
        })
        .collect();
    view! {
        <section class="stack">
            <div class="page-head">
                <h2>"Exit on " {dates::long(exit.date)}</h2>
                <a class="button quiet no-print" href=Route::Of(page.file, FilePage::Record(id)).to_string()>
                    "Open"
                </a>
            </div>
            {(!exit.summary.trim().is_empty()).then(|| view! { <p class="text">{exit.summary.clone()}</p> })}
            {(!programme.is_empty())
                .then(|| {
                    view! {
                        <div class="stack tight">
                            <h3>"Exit programme"</h3>
                            <ul>{programme}</ul>
                        </div>
                    }
                })}
        </section>
    }
    .into_any()
}

fn due_dates(page: &Page, episode: EpisodeId, exit: &Exit) -> Option<AnyView> {
    let held = page.case.follow_ups(episode).len();
    let words: Vec<String> =
        exit.follow_ups.iter().skip(held).map(|&day| dates::due(day, page.today, &page.settings.terms)).collect();
    (!words.is_empty()).then(|| view! { <p>{["Follow-ups: ", &words.join(", "), "."].concat()}</p> }.into_any())
}
