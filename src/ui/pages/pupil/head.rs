//! The head of a pupil's page: who, their status, what to see at once, and the next step.

use leptos::prelude::*;

use super::page::Page;
use super::{custody, steps};
use crate::app::navigation::Visit;
use crate::route::{FilePage, Route, Tab, new_form};
use crate::ui::parts::{Icon, PageHead, icon, state_mark};
use crate::ui::parts::{finish, whose};
use casebook_domain::content::{Content, Kind};
use casebook_domain::custody::read_only;
use casebook_domain::disorder::disorders;
use casebook_domain::due::due;
use casebook_domain::home;
use casebook_domain::ids::RecordId;
use casebook_domain::pupil::{Pupil, SenProvision};
use casebook_domain::states::{State, overlay};
use casebook_present::next::{Next, next, open_gates};
use casebook_present::pupil::year_words;
use casebook_present::today::to_finish;
use casebook_present::versions::the_record;
use casebook_present::words;

/// `with_next`: the row with what comes next; not on the page that is made of it.
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
    // "Ask the lead first" has a line of its own, with the other alerts.
    let remarks: Vec<AnyView> = pupil
        .map(|pupil| words::pupil_alerts(pupil).split_off(usize::from(pupil.ask_lead_first.is_some())))
        .unwrap_or_default()
        .into_iter()
        .map(|remark| view! { <p class="alert care">{icon(Icon::Safety)} <span>{remark}</span></p> }.into_any())
        .collect();
    let here = read_only(&page.case).is_none();
    let home = home::contact(&page.case, page.today).is_ok();
    let menus = here.then(|| steps::menus(page));
    view! {
        <PageHead title=title>
            {here
                .then(|| {
                    view! {
                        <a class="button" href=new_form(file, Kind::Session).to_string()>
                            "Session"
                        </a>
                        <a class="button" href=new_form(file, Kind::Note).to_string()>
                            "Note"
                        </a>
                        <a class="button" href=Route::Of(file, FilePage::Observe).to_string()>
                            "Observe"
                        </a>
                        {home
                            .then(|| {
                                view! {
                                    <a class="button" href=new_form(file, Kind::FamilyContact).to_string()>
                                        "Family contact"
                                    </a>
                                }
                            })}
                    }
                })} {menus}
        </PageHead>
        <div class="pupil-head">
            <p class="about">{state_mark(state, overlay(&page.case, page.today))} <span>{about}</span> {tags}</p>
            {remarks}
            {custody::banner(page)}
            {alerts(page)}
            {(with_next && here).then(|| next_row(page))}
        </div>
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
    let ask = contact_with_home(page);
    let restricted: Vec<AnyView> = page
        .case
        .contacts()
        .iter()
        .filter_map(|contact| {
            let restriction = contact.restriction.as_ref()?;
            let more = [restriction.trim(), " Nothing may be sent, and no call made."].concat();
            Some(folded(["Restricted contact: ", &contact.name.whole()].concat(), more.trim().to_owned(), None))
        })
        .collect();
    let store = page.store;
    let unexplained = pupil.is_some_and(|pupil| pupil.limits_explained.is_none());
    let own = page.case.items().find(|item| unexplained && item.entry.content.kind() == Kind::Pupil);
    let limits = own.map(|own| {
        let form = Route::Of(page.file, FilePage::Edit(own.id));
        view! {
            <p class="alert no-print">
                <span>"The limits of confidentiality have not been explained yet."</span>
                <a
                    class="button quiet"
                    href=form.to_string()
                    on:click=move |_| store.navigation.expect(Visit::to(form).at("limits_explained"))
                >
                    "Record the date"
                </a>
            </p>
        }
    });
    let twice: Vec<AnyView> = page.case.two_versions.iter().map(|&record| two_versions(page, record)).collect();
    // A copy of what was handed over is settled by the person who has the case now.
    let here = read_only(&page.case).is_none();
    let disagree = (here && !disorders(&page.case).is_empty()).then(|| disagreeing(page));
    view! {
        {untold}
        {ask}
        {restricted}
        {twice}
        {disagree}
        {limits}
    }
    .into_any()
}

/// One line of an alert; what it says in full is a tap away, and not on a screen that others look at.
fn folded(line: String, more: String, way: Option<AnyView>) -> AnyView {
    view! {
        <details class="alert bad">
            <summary>{line}</summary>
            <p>{more}</p>
            {way.map(|way| view! { <div class="actions no-print">{way}</div> })}
        </details>
    }
    .into_any()
}

/// Whether home may be contacted, where the safeguarding lead has a say in it.
fn contact_with_home(page: &Page) -> Option<AnyView> {
    let why = page.case.pupil().and_then(|pupil| pupil.ask_lead_first.as_ref()).map_or("", |why| why.trim());
    let way = || Some(steps::add(page, Kind::LeadDecision, "Record the lead's decision"));
    match home::contact(&page.case, page.today) {
        Err(closed) if closed.by_lead() => {
            let more = [&page.store.casebook.titled(&words::home_closed(&closed)), " ", why].concat();
            Some(folded("Do not contact home".to_owned(), more.trim().to_owned(), way()))
        }
        Ok(open) if open.ask_again || open.until.is_some() => {
            let mut more = page.store.casebook.titled(&words::home_open(&open));
            if !why.is_empty() {
                more = [&more, " ", why].concat();
            }
            Some(folded("Home may be contacted for now".to_owned(), more, way()))
        }
        Ok(_) | Err(_) => None,
    }
}

fn disagreeing(page: &Page) -> AnyView {
    view! {
        <div class="advice stack tight">
            <p>
                <strong>"Records disagree. "</strong>
                "Two tablets wrote what can't both be true."
            </p>
            <div class="actions">
                <a class="button" href=Route::Of(page.file, FilePage::Decide).to_string()>
                    "Decide"
                </a>
            </div>
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
            <p>
                <strong>"Two versions. "</strong>
                {["Two tablets changed ", &what, "."].concat()}
            </p>
            <div class="actions">
                <a class="button" href=Route::Of(page.file, FilePage::Versions(record)).to_string()>
                    "Choose"
                </a>
            </div>
        </div>
    }
    .into_any()
}

/// What comes next, on one row with its date; what else can be done is in a menu.
fn next_row(page: &Page) -> AnyView {
    let (next, others) = next(&page.case, &page.settings, page.today);
    let (way, words) = match &next {
        Next::Nothing(words) => (None, (*words).to_owned()),
        Next::Prepare { open, when } => {
            let route = Route::Of(page.file, FilePage::Tab(Tab::Preparation));
            let button = view! {
                <a class="button main" href=route.to_string()>
                    "Prepare the start"
                </a>
            };
            let words = if when.is_empty() { open_gates(*open) } else { [&open_gates(*open), ", ", when].concat() };
            (Some(button.into_any()), words)
        }
        Next::FirstSession => {
            let route = new_form(page.file, Kind::Session);
            let button = view! {
                <a class="button main" href=route.to_string()>
                    "Record the first session"
                </a>
            };
            (Some(button.into_any()), String::new())
        }
        Next::Step { step, when } => match &step.allowed {
            Ok(()) => (Some(steps::step(page, step.step, step.next)), when.clone()),
            Err(missing) => {
                let why = missing.first().map(words::missing).unwrap_or_default();
                (steps::mend(page, missing, true), why)
            }
        },
    };
    let label = (!matches!(next, Next::Nothing(_))).then_some("Next");
    let menu = steps::other_steps(page, &others);
    view! {
        <section class="next-row no-print" aria-label="Next">
            {label.map(|label| view! { <h2>{label}</h2> })}
            {way}
            {(!words.is_empty()).then(|| view! { <span class="when">{words}</span> })}
            {menu}
        </section>
    }
    .into_any()
}
