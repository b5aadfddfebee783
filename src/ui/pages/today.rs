//! What is due, overdue, running, and who is waited for; each line leads to the place to act.

use leptos::prelude::*;

use crate::app::access::REVIEW;
use crate::app::notices::Notice;
use crate::app::observing::BEGAN;
use crate::app::store::{Store, use_store};
use crate::domain::calendar::Moment;
use crate::domain::content::Kind;
use crate::domain::due::DueKind;
use crate::domain::ids::{DraftId, FileId, RecordId};
use crate::domain::observation::Starter;
use crate::domain::observation::events::ended_at;
use crate::domain::preparation::LetterKind;
use crate::present::numbers::whole;
use crate::present::today::{Group, Line, Lines, guarded, nothing_due, today};
use crate::present::unattached::{Waiting, waiting};
use crate::present::{dates, initials};
use crate::records::{DraftRow, NO_FILE};
use crate::route::{HandOverStep, Paper, Route, Section, Tab};
use crate::ui::pages::observe::unattached::erase;
use crate::ui::pages::{backups, finish, new_route};
use crate::ui::parts::{Empty, Icon, PageHead, icon};

/// Lines of a group drawn at once.
const LINES: usize = 25;

/// The page "Today".
#[component]
pub fn Today() -> impl IntoView {
    let store = use_store();
    let drafts = RwSignal::new(Vec::<(FileId, DraftId, DraftRow)>::new());
    // When the observation began that has ended and is not saved.
    let ended = RwSignal::new(None::<Moment>);
    store.task(async move {
        if let Ok(Some(resumed)) = store.running_observation().await
            && ended_at(&resumed.events).is_some()
        {
            let _ = ended.try_set(Some(resumed.running.began));
        }
        match store.drafts().await {
            Ok(mut found) => {
                crate::domain::order::by_key(&mut found, |(_, _, row)| core::cmp::Reverse(row.saved));
                let _ = drafts.try_set(found);
            }
            Err(error) => store.say(Notice::error(&error)),
        }
    });
    let groups = move || {
        let day = store.today();
        let headers = store.headers.get();
        let settings = store.settings.get();
        let groups = today(&headers, day, &settings.terms, settings.initials_only);
        let guarded = guarded(&headers, day, &settings.terms, settings.initials_only);
        let presses =
            !guarded.is_empty() || groups.iter().any(|group| matches!(group.group, Group::Overdue | Group::Today));
        let calm =
            (!presses && !headers.is_empty()).then(|| view! { <p class="calm">{nothing_due(&headers, day)}</p> });
        let loud = finish::insisting(&guarded);
        let views: Vec<AnyView> = groups.iter().map(group_view).collect();
        let first = headers.is_empty().then(|| nobody_yet(store));
        view! { {loud} {calm} {views} {first} }
    };
    view! {
        <PageHead title="Today">
            <a class="button" href=Route::NewPupil.to_string()>{icon(Icon::Plus)} "New pupil"</a>
            <a class="button" href=Route::Observe(None).to_string()>{icon(Icon::Eye)} "Observe"</a>
            <a class="button main" href=Route::QuickNote.to_string()>{icon(Icon::Note)} "Quick note"</a>
        </PageHead>
        <p class="about">{dates::full(store.today())}</p>
        // What runs right now comes before what is due.
        {move || drafts.with(|drafts| {
            let running = drafts.iter().filter(|(_, _, row)| runs(row));
            running.map(|_| watching(ended.get())).collect::<Vec<_>>()
        })}
        {move || backups::overdue(store)}
        {groups}
        {move || without_pupil(store)}
        {move || drafts.with(|drafts| drafts.iter().any(|(_, _, row)| !runs(row)).then(|| unfinished(store, drafts)))}
        {move || backups::reminder(store)}
    }
}

fn nobody_yet(store: Store) -> AnyView {
    view! {
        <Empty text="This casebook is empty. Add the first pupil who was referred to you, or bring in what another tablet holds.">
            <div class="actions">
                <a class="button main" href=Route::NewPupil.to_string()>"New pupil"</a>
                <a class="button" href=Route::OpenBundle.to_string()>"Open a hand-over or backup"</a>
                {(!store.demo.get_untracked()).then(|| view! {
                    <button class="button quiet" type="button" on:click=move |_| store.enter_demo()>"Try the demo"</button>
                })}
            </div>
        </Empty>
    }
    .into_any()
}

fn group_view(group: &Lines) -> AnyView {
    let late = group.group == Group::Overdue;
    let lines = |lines: &[Line]| -> Vec<AnyView> { lines.iter().map(|line| line_view(line, late)).collect() };
    let (shown, rest) = group.lines.split_at(group.lines.len().min(LINES));
    let more = (!rest.is_empty()).then(|| {
        view! { <details><summary>{[&whole(rest.len() as u64), " more"].concat()}</summary><ul class="ruled">{lines(rest)}</ul></details> }
    });
    view! {
        <section class="stack tight">
            <h2 class:overdue=late>{group.group.label()} " " <span class="tally">{whole(group.lines.len() as u64)}</span></h2>
            <ul class="ruled">{lines(shown)}</ul>
            {more}
        </section>
    }
    .into_any()
}

fn line_view(line: &Line, late: bool) -> AnyView {
    let route = match line.kind {
        Some(kind) => place(line.file, kind, line.record),
        None => Route::New(line.file, Kind::Session),
    };
    // A running case opens at the pupil, its session a tap away.
    let route = if line.kind.is_none() { Route::Pupil(line.file, Tab::Timeline) } else { route };
    view! {
        <li>
            <a class="line due" href=route.to_string()>
                <span class="name">{line.pupil.clone()}</span>
                <span class="what">{line.what}</span>
                <span class=if late { "when overdue" } else { "when" }>{line.when.clone()}</span>
            </a>
        </li>
    }
    .into_any()
}

/// The very place where something due is done.
pub(super) fn place(file: FileId, kind: DueKind, record: Option<RecordId>) -> Route {
    let new = |kind| new_route(file, kind);
    let edit = |or: Route| record.map_or(or, |record| Route::Edit(file, record));
    match kind {
        DueKind::NobodyTold | DueKind::HandOverWords => edit(Route::Pupil(file, Tab::Timeline)),
        DueKind::Authorisation => new(Kind::Authorisation),
        DueKind::MoreInformation => Route::Pupil(file, Tab::Referral),
        DueKind::ReferrerReply => Route::Paper(file, Paper::Reply),
        DueKind::LetterNoFurther => Route::Letter(file, LetterKind::Declined),
        DueKind::LetterHome => Route::Letter(file, LetterKind::Referral),
        DueKind::WithheldReview | DueKind::AskLead => new(Kind::LeadDecision),
        DueKind::GateLiaison | DueKind::GateOtherStaff | DueKind::GateAgency => new(Kind::Liaison),
        DueKind::GateBaseline => new(Kind::Measure),
        DueKind::GateParents | DueKind::FamilyContact => new(Kind::FamilyContact),
        DueKind::GateObservation => Route::Observe(Some(file)),
        DueKind::Start => new(Kind::Start),
        DueKind::Plan | DueKind::RevisePlan => new(Kind::Plan),
        DueKind::Circulate => Route::Pupil(file, Tab::Plan),
        DueKind::Review => new(Kind::Review),
        DueKind::ExitForm => new(Kind::Exit),
        DueKind::Alternative => new(Kind::Onward),
        DueKind::FollowUp => new(Kind::FollowUp),
        DueKind::ChaseOutcome => edit(Route::Pupil(file, Tab::Reviews)),
        DueKind::ReferAgain => new(Kind::Referral),
        DueKind::HoldReview => new(Kind::Standing),
        DueKind::Leaving | DueKind::ChangeAhead => edit(Route::Pupil(file, Tab::Reviews)),
        DueKind::TwoVersions => {
            record.map_or(Route::Pupil(file, Tab::Timeline), |record| Route::Versions(file, record))
        }
        DueKind::MovedAway => record.map_or(Route::Pupil(file, Tab::Timeline), |record| Route::Record(file, record)),
        DueKind::Transition => Route::HandOver(file),
        DueKind::Decide => Route::Decide(file),
        DueKind::ComesBack => Route::Pupil(file, Tab::Timeline),
        DueKind::Receipt => Route::OpenBundle,
        DueKind::GiveBack => Route::HandOver(file),
        DueKind::LeadAnswer => edit(Route::Pupil(file, Tab::Timeline)),
        DueKind::TellOfficer => edit(Route::Pupil(file, Tab::About)),
        DueKind::AccessRequest => record.map_or(Route::Pupil(file, Tab::About), |record| Route::Access(file, record)),
        DueKind::FileInSchoolRecord => edit(new(Kind::Retention)),
        DueKind::Erase => Route::Erase(file),
    }
}

/// A draft that is a running observation, not one that is still being set up.
fn runs(row: &DraftRow) -> bool {
    row.kind == Kind::Observation && row.record.is_none() && row.values.contains_key(BEGAN)
}

/// An observation that was begun and is not saved; `ended`: when it began, if only its summary is left.
fn watching(ended: Option<Moment>) -> AnyView {
    if let Some(began) = ended {
        let words = ["An observation of ", &dates::time_of_day(began), " is not saved. "].concat();
        return view! {
            <p class="advice">{words} <a href=Route::Observe(None).to_string()>"Go on to its summary"</a></p>
        }
        .into_any();
    }
    view! {
        <p class="advice good">"An observation is running. " <a href=Route::Observe(None).to_string()>"Go back to it"</a></p>
    }
    .into_any()
}

/// Observations that belong to no pupil yet. What is overdue goes with one tap: it was to be gone already.
fn without_pupil(store: Store) -> Option<AnyView> {
    let today = store.today();
    let waiting = store.unattached.with(|register| store.settings.with(|settings| waiting(register, settings, today)));
    let line = |one: &Waiting| {
        let record = one.record;
        let class = if one.overdue { "when overdue" } else { "when" };
        let who = [&dates::short(one.began.date(), today), ", ", &dates::time_of_day(one.began)].concat();
        let label = ["Erase for good: ", &one.what, ", ", &who].concat();
        let erase = one.overdue.then(|| {
            view! {
                <button class="button danger" type="button" aria-label=label on:click=move |_| erase(store, record)>"Erase"</button>
            }
        });
        view! {
            <li class="with-button">
                <a class="line due" href=Route::Unattached(record).to_string()>
                    <span class="name">{who}</span>
                    <span class="what">{one.what.clone()}</span>
                    <span class=class>{one.when(today)}</span>
                </a>
                {erase}
            </li>
        }
        .into_any()
    };
    (!waiting.is_empty()).then(|| {
        let lines: Vec<AnyView> = waiting.iter().map(line).collect();
        view! {
            <section class="stack tight">
                <h2>"Observations without a pupil " <span class="tally">{whole(lines.len() as u64)}</span></h2>
                <ul class="ruled">{lines}</ul>
            </section>
        }
        .into_any()
    })
}

/// The sweep at the end of the day: what was begun and not saved.
fn unfinished(store: Store, drafts: &[(FileId, DraftId, DraftRow)]) -> AnyView {
    let headers = store.headers.get();
    let names = initials::list_names(&headers, store.settings.with(|settings| settings.initials_only));
    let lines: Vec<AnyView> = drafts
        .iter()
        .filter(|(_, _, row)| !runs(row))
        .map(|(home, draft, row)| {
            let kind = row.kind;
            let file = row.file.unwrap_or(*home);
            let place = headers.iter().position(|header| header.file == file);
            let nobody = match kind {
                Kind::Pupil => "New pupil",
                Kind::Settings | Kind::Template | Kind::Lists => "Settings",
                Kind::Resource => "Resources",
                Kind::HandedOver => "Pupils",
                _ => "No pupil yet",
            };
            let who = match kind {
                // Whom it is about stands in the entry alone.
                Kind::Worry => "Unfinished entry".to_owned(),
                _ => place.map_or_else(|| nobody.to_owned(), |place| names[place].clone()),
            };
            let route = match (kind, row.record) {
                (Kind::Pupil, None) => Route::NewPupil,
                (Kind::AccessRequest, Some(record)) if row.values.contains_key(REVIEW) => Route::Access(file, record),
                (Kind::Note, None) if *home == NO_FILE => Route::QuickNote,
                (Kind::Worry, None) if *home == NO_FILE => Route::Worry,
                (Kind::HandedOver, None) if *home == NO_FILE => Route::HandingOver(HandOverStep::Who),
                (Kind::Observation, None) => Route::Observe(row.file),
                (Kind::Settings, _) => Route::Settings(settings_section(row)),
                (Kind::Template | Kind::Lists, Some(record)) => Route::EditTemplate(record),
                (Kind::Template | Kind::Lists, None) => {
                    Route::NewTemplate(row.values.get("starter").and_then(|code| Starter::from_code(code)))
                }
                (Kind::Resource, Some(record)) => Route::EditResource(record),
                (Kind::Resource, None) => Route::NewResource,
                (_, Some(record)) => Route::Edit(file, record),
                (kind, None) => new_route(file, kind),
            };
            let what = match kind {
                Kind::Worry => "",
                Kind::LeadDecision => Kind::Letter.label(),
                kind => kind.label(),
            };
            let when = [&dates::short(row.saved.date(), store.today()), ", ", &dates::time_of_day(row.saved)].concat();
            draft_line(store, (*home, *draft), (who, what, when), route)
        })
        .collect();
    view! {
        <section class="stack tight">
            <h2>"Left unfinished " <span class="tally">{whole(lines.len() as u64)}</span></h2>
            <ul class="ruled">{lines}</ul>
        </section>
    }
    .into_any()
}

fn draft_line(
    store: Store,
    (home, draft): (FileId, DraftId),
    (who, what, when): (String, &'static str, String),
    route: Route,
) -> AnyView {
    // Two taps: the first one only asks.
    let asked = RwSignal::new(false);
    let gone = RwSignal::new(false);
    let label = ["Discard: ", what, ", ", &who].concat();
    let discard = move |_| {
        if !asked.get_untracked() {
            return asked.set(true);
        }
        store.task(async move {
            match store.drop_draft(home, draft).await {
                Ok(()) => {
                    let _ = gone.try_set(true);
                }
                Err(error) => store.say(Notice::error(&error)),
            }
        });
    };
    view! {
        <li class="with-button" hidden=move || gone.get()>
            <a class="line due" href=route.to_string()>
                <span class="name">{who}</span>
                <span class="what">{what}</span>
                <span class="when">{when}</span>
            </a>
            <button class="button quiet" type="button" aria-label=label on:click=discard>
                {move || if asked.get() { "Discard for good" } else { "Discard" }}
            </button>
        </li>
    }
    .into_any()
}

/// The part of the settings that a draft of them belongs to.
fn settings_section(row: &DraftRow) -> Section {
    row.values.get(super::settings::PAGE).and_then(|word| Section::from_word(word)).unwrap_or(Section::School)
}
