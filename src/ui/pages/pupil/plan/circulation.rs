//! Who has the plan, and who signed it.

use leptos::prelude::*;

use super::view;
use crate::route::{FilePage, Route};
use crate::ui::pages::pupil::page::Page;
use crate::ui::pages::pupil::steps;
use casebook_domain::case::Recorded;
use casebook_domain::content::Kind;
use casebook_domain::ids::{EpisodeId, RecordId};
use casebook_domain::plan::{Circulation, CirculationTo, Plan};
use casebook_domain::states::not_circulated;
use casebook_present::summary::audiences;
use casebook_present::timeline::{contact_name, listed};
use casebook_present::{dates, words};

pub(super) fn circulation(page: &Page, episode: EpisodeId, plan: RecordId) -> AnyView {
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

pub(super) fn signatures(page: &Page, plan: RecordId) -> Option<AnyView> {
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
