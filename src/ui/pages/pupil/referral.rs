//! The referral with its evidence and what the line manager decided.

use leptos::prelude::*;

use super::page::Page;
use super::steps;
use crate::route::{FilePage, Route};
use crate::ui::parts::{facts, record_lines};
use casebook_domain::content::{Content, Kind};
use casebook_domain::decide::Warning;
use casebook_domain::ids::EpisodeId;
use casebook_domain::referral::{AttendanceWarning, Referral, attendance_rule};
use casebook_domain::states::{Step, next_steps};
use casebook_present::facts::facts_of;
use casebook_present::timeline::timeline;
use casebook_present::{dates, words};

pub fn view(page: &Page, episode: EpisodeId) -> AnyView {
    let referrals = page.case.referrals(episode);
    let sections: Vec<AnyView> = referrals.iter().map(|referral| one(page, referral.id, referral.body)).collect();
    let items = timeline(&page.case);
    let decisions = items.iter().filter(|item| item.episode == Some(episode) && item.kind == Kind::Authorisation);
    let decisions = record_lines(page.file, page.today, decisions);
    // A second referral is decided on by itself.
    let waiting: Vec<AnyView> = page
        .case
        .undecided(episode)
        .iter()
        .filter(|_| decisions.is_some())
        .map(|referral| {
            let words = ["Enter the decision on the referral of ", &dates::long(referral.date)].concat();
            let values = steps::preset("referral", &referral.id.to_string());
            let (store, file) = (page.store, page.file);
            view! {
                <button
                    class="button main"
                    type="button"
                    on:click=move |_| store.navigation.go_new(file, Kind::Authorisation, values.clone())
                >
                    {words}
                </button>
            }
            .into_any()
        })
        .collect();
    let current = page.case.current().is_some_and(|current| current.id == episode);
    let steps = current.then(|| {
        let next = next_steps(&page.case, &page.settings, page.today);
        let wanted = [
            Step::Authorise,
            Step::AskMore,
            Step::Redirect,
            Step::Decline,
            Step::JoinReferral,
            Step::ReRefer,
            Step::SendLetter,
        ];
        view! { <div class="actions no-print">{steps::possible(page, &next, &wanted)}</div> }
    });
    // What was turned away while an exit programme runs can be reconsidered too.
    let since = page.case.current_and_since();
    let turned_away = since.iter().skip(1).find(|one| one.id == episode).filter(|one| !one.open());
    let reconsider = turned_away.map(|one| {
        let values = steps::preset("referral", &one.referral.id.to_string());
        view! { <div class="actions no-print">{steps::add_with(page, Kind::Authorisation, values, "Reconsider")}</div> }
    });
    let undecided = decisions
        .is_none()
        .then(|| view! { <p class="hint">{page.store.casebook.titled("The line manager has not decided yet.")}</p> });
    view! {
        {sections}
        <section class="stack">
            <h2>{page.store.casebook.titled("The line manager's decision")}</h2>
            {decisions}
            {undecided}
            {(!waiting.is_empty()).then(|| view! { <div class="actions no-print">{waiting}</div> })}
            {reconsider}
            {steps}
        </section>
    }
    .into_any()
}

fn one(page: &Page, id: casebook_domain::ids::RecordId, referral: &Referral) -> AnyView {
    let ctx = page.store.casebook.form_ctx(&page.case);
    let groups: Vec<AnyView> = facts_of(&Content::Referral(referral.clone()), &ctx)
        .into_iter()
        .map(|group| {
            let list = facts(group.facts.into_iter().map(|fact| (fact.label, fact.text)));
            view! { <div class="stack tight">{(!group.title.is_empty()).then(|| view! { <h3>{group.title}</h3> })} {list}</div> }.into_any()
        })
        .collect();
    let rule = attendance_rule(referral, &page.settings).map(|found| rule(page, found));
    view! {
        <section class="stack">
            <div class="page-head">
                <h2>"Referral of " {dates::long(referral.date)}</h2>
                <a class="button quiet no-print" href=Route::Of(page.file, FilePage::Edit(id)).to_string()>
                    "Change"
                </a>
            </div>
            {rule}
            {groups}
        </section>
    }
    .into_any()
}

fn rule(page: &Page, warning: AttendanceWarning) -> AnyView {
    let words = words::warning(&Warning::Attendance(warning));
    view! { <p class="advice">{page.store.casebook.titled(&words)}</p> }.into_any()
}
