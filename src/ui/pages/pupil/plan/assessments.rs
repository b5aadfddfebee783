//! The assessments that a plan rests on.

use leptos::prelude::*;

use super::parts::voice;
use super::view;
use crate::route::{FilePage, Route};
use crate::ui::pages::pupil::page::Page;
use crate::ui::pages::pupil::steps;
use crate::ui::parts::record_lines;
use casebook_domain::assessment::Assessment;
use casebook_domain::content::Kind;
use casebook_domain::ids::RecordId;
use casebook_present::dates;
use casebook_present::timeline::timeline;

pub(super) fn assessments(page: &Page) -> AnyView {
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
