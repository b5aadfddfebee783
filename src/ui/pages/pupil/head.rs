//! The head of a pupil's page: who, where they stand, what to see at once, and the next step.

use leptos::prelude::*;

use super::{Page, custody, steps};
use crate::domain::content::{Content, Kind};
use crate::domain::custody::read_only;
use crate::domain::disorder::disorders;
use crate::domain::due::due;
use crate::domain::home;
use crate::domain::ids::RecordId;
use crate::domain::pupil::{Pupil, SenProvision};
use crate::domain::states::{NextStep, State, Step, next_steps, overlay};
use crate::present::pupil::year_words;
use crate::present::today::to_finish;
use crate::present::versions::the_record;
use crate::present::words;
use crate::route::Route;
use crate::ui::form::whose;
use crate::ui::pages::{finish, new_route};
use crate::ui::parts::{PageHead, missing_list, state_mark};

/// `with_next`: the next step stands on the timeline; the other tabs have their own buttons, and the room.
pub fn view(page: &Page, with_next: bool) -> AnyView {
    let file = page.file;
    let state = page.case.current().map_or(State::None, |episode| episode.state);
    let pupil = page.case.pupil();
    let title = whose(page.store, file).unwrap_or_else(|| "Pupil without a name".to_owned());
    let about = pupil.map(|pupil| about(pupil, page)).unwrap_or_default();
    let tags: Vec<AnyView> = pupil
        .map(flags)
        .unwrap_or_default()
        .into_iter()
        .map(|words| view! { <span class="tag">{words}</span> }.into_any())
        .collect();
    // "Ask the lead first" stands louder, with the other alerts.
    let remarks: Vec<AnyView> = pupil
        .map(|pupil| words::pupil_alerts(pupil).split_off(usize::from(pupil.ask_lead_first.is_some())))
        .unwrap_or_default()
        .into_iter()
        .map(|remark| view! { <p class="remarks">{remark}</p> }.into_any())
        .collect();
    let here = read_only(&page.case).is_none();
    let home = home::contact(&page.case, page.today).is_ok();
    let more = here.then(|| steps::more(page));
    view! {
        <PageHead title=title>
            {here.then(|| view! {
                <a class="button" href=new_route(file, Kind::Session).to_string()>"Session"</a>
                <a class="button" href=new_route(file, Kind::Note).to_string()>"Note"</a>
                {home.then(|| view! { <a class="button" href=new_route(file, Kind::FamilyContact).to_string()>"Family contact"</a> })}
            })}
            {more}
        </PageHead>
        <div class="stack">
            <p class="about">{state_mark(state, overlay(&page.case, page.today))} <span>{about}</span> {tags}</p>
            {remarks}
            {custody::banner(page)}
            {alerts(page)}
        </div>
        {(with_next && here).then(|| next(page))}
    }
    .into_any()
}

fn about(pupil: &Pupil, page: &Page) -> String {
    let mut parts = Vec::new();
    parts.extend(year_words(pupil, page.today));
    if !pupil.form().is_empty() {
        parts.push(pupil.form().to_owned());
    }
    parts.join(", ")
}

fn flags(pupil: &Pupil) -> Vec<&'static str> {
    let mut flags = Vec::new();
    match pupil.sen {
        SenProvision::None => {}
        other => flags.push(other.label()),
    }
    for (on, words) in [
        (pupil.looked_after.is_some(), "Looked after"),
        (pupil.pupil_premium, "Pupil premium"),
        (pupil.eal, "EAL"),
        (pupil.gifted, "Gifted and talented"),
    ] {
        if on {
            flags.push(words);
        }
    }
    flags
}

/// What nobody may overlook, before anything else is done.
fn alerts(page: &Page) -> AnyView {
    let due = due(&page.case, &page.settings, page.today);
    let untold = finish::of_pupil(&to_finish(page.file, &due, page.today, &page.settings.terms));
    let pupil = page.case.pupil();
    let ask = pupil.and_then(|pupil| pupil.ask_lead_first.as_ref()).map(|why| {
        let why = if why.trim().is_empty() { String::new() } else { [" ", why.trim()].concat() };
        view! { <p class="advice bad"><strong>"Ask the safeguarding lead before contacting home."</strong>{why}</p> }
    });
    let restricted: Vec<AnyView> = page
        .case
        .contacts()
        .iter()
        .filter_map(|contact| {
            let restriction = contact.restriction.as_ref()?;
            let words = [&contact.name, ": ", restriction.trim(), " Nothing may be sent, and no call made."].concat();
            Some(view! { <p class="advice bad"><strong>"Restricted contact. "</strong>{words}</p> }.into_any())
        })
        .collect();
    let store = page.store;
    let unexplained = pupil.is_some_and(|pupil| pupil.limits_explained.is_none());
    let own = page.case.items().find(|item| unexplained && item.entry.content.kind() == Kind::Pupil);
    let limits = own.map(|own| {
        view! {
            <p class="actions no-print">
                <span class="hint">"The limits of confidentiality were not explained yet."</span>
                <a class="button quiet" href=Route::Edit(page.file, own.id).to_string()
                    on:click=move |_| store.begin_at("limits_explained")>"Enter when they were"</a>
            </p>
        }
    });
    let twice: Vec<AnyView> = page.case.two_versions.iter().map(|&record| two_versions(page, record)).collect();
    // A copy of what was handed over is settled by whoever has the case now.
    let here = read_only(&page.case).is_none();
    let disagree = (here && !disorders(&page.case).is_empty()).then(|| disagreeing(page));
    view! { {untold} {ask} {restricted} {twice} {disagree} {limits} }.into_any()
}

fn disagreeing(page: &Page) -> AnyView {
    view! {
        <div class="advice stack tight">
            <p><strong>"Records disagree. "</strong>"Two tablets wrote what can't both be true."</p>
            <div class="actions"><a class="button" href=Route::Decide(page.file).to_string()>"Decide"</a></div>
        </div>
    }
    .into_any()
}

/// What two tablets changed. A safeguarding entry is not named: the page may lie open.
fn two_versions(page: &Page, record: RecordId) -> AnyView {
    let what = match page.case.get(record).map(|item| &item.entry.content) {
        None => "an entry that one of them deleted".to_owned(),
        Some(Content::Worry(_)) => "an entry".to_owned(),
        Some(Content::Pupil(_)) => "this pupil's own page".to_owned(),
        Some(content) => the_record(content),
    };
    view! {
        <div class="advice stack tight">
            <p><strong>"Two versions. "</strong>{["Two tablets changed ", &what, "."].concat()}</p>
            <div class="actions"><a class="button" href=Route::Versions(page.file, record).to_string()>"Choose"</a></div>
        </div>
    }
    .into_any()
}

/// The next step: one main button, the others quiet, what is not possible yet with the way there.
fn next(page: &Page) -> AnyView {
    let all = next_steps(&page.case, &page.settings, page.today);
    let Some((first, others)) = all.split_first() else { return ().into_any() };
    let (ready, not_yet): (Vec<&NextStep>, Vec<&NextStep>) = others.iter().partition(|other| other.allowed.is_ok());
    let others: Vec<AnyView> = ready.iter().map(|other| steps::step(page, other.step, false)).collect();
    let later = (!not_yet.is_empty()).then(|| {
        let lines: Vec<AnyView> = not_yet.iter().map(|other| not_possible(page, other)).collect();
        view! {
            <details>
                <summary>"Not possible yet"</summary>
                <div class="stack">{lines}</div>
            </details>
        }
    });
    let state = words::state(page.case.current().map_or(State::None, |episode| episode.state));
    let over = words::overlay(overlay(&page.case, page.today));
    let body = match &first.allowed {
        Ok(()) => view! { <div class="actions">{steps::step(page, first.step, true)} {others}</div> }.into_any(),
        Err(missing) => {
            // An urgent child does not wait for the gates: somebody agrees to it by name.
            let urgent = (first.step == Step::Start).then(|| steps::add(page, Kind::Start, "Start urgently"));
            view! {
                <div class="stack tight">
                    <p>"Before that:"</p>
                    {missing_list(page.file, missing)}
                </div>
                <div class="actions">{steps::mend(page, missing)} {urgent} {others}</div>
            }
            .into_any()
        }
    };
    view! {
        <section class="next-step no-print" aria-labelledby="next-step">
            <h2 id="next-step"><span class="hint">"Next: "</span>{steps::words(first.step)}</h2>
            <p class="hint">{state} " " {over}</p>
            {body}
            {later}
        </section>
    }
    .into_any()
}

fn not_possible(page: &Page, step: &NextStep) -> AnyView {
    let missing = step.allowed.as_ref().err().map(Vec::as_slice).unwrap_or_default();
    view! { <div class="stack tight"><p><strong>{steps::words(step.step)}</strong></p>{missing_list(page.file, missing)}</div> }.into_any()
}
