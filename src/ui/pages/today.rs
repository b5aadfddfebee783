//! Who the mentor sees today, what is due and what is waiting; each line links to the place to act.

mod rest;
mod sessions;

use leptos::prelude::*;

use crate::app::notices::Notice;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Paper, Route, Tab};
use crate::ui::pages::{backups, finish, new_route};
use crate::ui::parts::{Empty, Icon, PageHead, fold, icon};
use casebook_domain::calendar::Moment;
use casebook_domain::content::Kind;
use casebook_domain::due::DueKind;
use casebook_domain::ids::{DraftId, FileId, RecordId};
use casebook_domain::observation::events::ended_at;
use casebook_domain::preparation::LetterKind;
use casebook_present::dates;
use casebook_present::day::unanswered;
use casebook_present::numbers::whole;
use casebook_present::today::{self, Group, Line, Lines};
use casebook_records::DraftRow;

pub use sessions::PlanSession;

/// Pupils of a group drawn at once.
const PUPILS: usize = 25;

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
                casebook_domain::order::by_key(&mut found, |(_, _, row)| core::cmp::Reverse(row.saved));
                let _ = drafts.try_set(found);
            }
            Err(error) => store.say(Notice::error(&error)),
        }
    });
    let lists = move || {
        let day = store.today();
        let headers = store.headers.get();
        if headers.is_empty() {
            return nobody_yet(store);
        }
        let settings = store.settings.get();
        let groups = today::today(&headers, day, &settings.terms, settings.initials_only);
        let guarded = today::guarded(&headers, day, &settings.terms, settings.initials_only);
        let asked = backups::is_asked(store) || !unanswered(&headers, &settings, store.now()).is_empty();
        let calm = if asked { None } else { today::nothing_due(&groups, &headers, day) };
        let calm = calm.map(|words| view! { <p class="calm">{words}</p> });
        let loud = finish::insisting(&guarded);
        let views: Vec<AnyView> = groups.into_iter().map(group_view).collect();
        view! { {loud} {sessions::sessions(store)} {calm} {views} }.into_any()
    };
    view! {
        <PageHead title="Today">
            <a class="button" href=Route::NewPupil.to_string()>{icon(Icon::Plus)} "New pupil"</a>
            <a class="button" href=Route::PlanSession.to_string()>{icon(Icon::Today)} "Plan a session"</a>
            <a class="button main" href=Route::QuickNote.to_string()>{icon(Icon::Note)} "Quick note"</a>
        </PageHead>
        <p class="about">{dates::full(store.today())}</p>
        // What runs right now comes before what is due.
        {move || drafts.with(|drafts| {
            let running = drafts.iter().filter(|(_, _, row)| rest::runs(row));
            running.map(|_| rest::watching(ended.get())).collect::<Vec<_>>()
        })}
        {move || backups::overdue(store)}
        {lists}
        {move || rest::without_pupil(store)}
        {move || drafts.with(|drafts| drafts.iter().any(|(_, _, row)| !rest::runs(row)).then(|| rest::unfinished(store, drafts)))}
        {move || rest::lead_unknown(store)}
        {move || backups::reminder(store)}
    }
}

fn nobody_yet(store: Store) -> AnyView {
    view! {
        <Empty text="This casebook is empty. Add the first pupil who was referred to you, or open a hand-over or backup from another tablet.">
            <div class="actions">
                <a class="button main" href=Route::NewPupil.to_string()>"New pupil"</a>
                <a class="button" href=Route::OpenBundle.to_string()>"Open a backup or hand-over"</a>
                {(!store.demo.get_untracked()).then(|| view! {
                    <button class="button quiet" type="button" on:click=move |_| store.enter_demo()>"Try the demo"</button>
                })}
            </div>
        </Empty>
    }
    .into_any()
}

fn group_view(mut group: Lines) -> AnyView {
    let of = |pupils: &[Vec<Line>]| -> Vec<AnyView> { pupils.iter().map(|lines| pupil_view(lines)).collect() };
    let tally = whole(group.lines().count() as u64);
    let rest = group.pupils.split_off(group.pupils.len().min(PUPILS));
    let shown = of(&group.pupils);
    let more = (!rest.is_empty()).then(|| {
        let summary = [&whole(rest.len() as u64), " more pupils"].concat();
        fold(summary, move || view! { <ul class="due-list">{of(&rest)}</ul> }.into_any())
    });
    // Who runs well asks for nothing: folded, one tap away.
    if group.group == Group::Running {
        return view! {
            <details class="running">
                <summary><h2>{group.group.label()} " " <span class="tally">{tally}</span></h2></summary>
                <ul class="due-list">{shown}</ul>
                {more}
            </details>
        }
        .into_any();
    }
    view! {
        <section class="stack tight">
            <h2>{group.group.label()} " " <span class="tally">{tally}</span></h2>
            <ul class="due-list">{shown}</ul>
            {more}
        </section>
    }
    .into_any()
}

/// One pupil with what is due: the name once, the lines beside it in columns.
fn pupil_view(lines: &[Line]) -> AnyView {
    let Some(first) = lines.first() else { return ().into_any() };
    let pupil = Route::Of(first.file, FilePage::Tab(Tab::Timeline)).to_string();
    let rows: Vec<AnyView> = lines
        .iter()
        .map(|line| {
            let route = match line.kind {
                Some(kind) => place(line.file, kind, line.record),
                // A running case opens at the pupil, its session a tap away.
                None => Route::Of(line.file, FilePage::Tab(Tab::Timeline)),
            };
            view! {
                <li>
                    <a class="due" href=route.to_string()>
                        <span class="visually-hidden">{[&line.pupil, ": "].concat()}</span>
                        <span class="what">{use_store().titled(line.what)}</span>
                        <span class=if line.late { "when overdue" } else { "when" }>{line.when.clone()}</span>
                    </a>
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <li class="of-pupil"><a class="name" href=pupil>{first.pupil.clone()}</a><ul>{rows}</ul></li> }.into_any()
}

/// The very place where something due is done.
pub(super) fn place(file: FileId, kind: DueKind, record: Option<RecordId>) -> Route {
    let new = |kind| new_route(file, kind);
    let edit = |or: Route| record.map_or(or, |record| Route::Of(file, FilePage::Edit(record)));
    match kind {
        DueKind::NobodyTold | DueKind::HandOverWords => edit(Route::Of(file, FilePage::Tab(Tab::Timeline))),
        DueKind::Authorisation => new(Kind::Authorisation),
        DueKind::MoreInformation => Route::Of(file, FilePage::Tab(Tab::Referral)),
        DueKind::ReferrerReply => Route::Of(file, FilePage::Paper(Paper::Reply)),
        DueKind::LetterNoFurther => Route::Of(file, FilePage::Letter(LetterKind::Declined)),
        DueKind::LetterHome => Route::Of(file, FilePage::Letter(LetterKind::Referral)),
        DueKind::WithheldReview | DueKind::AskLead => new(Kind::LeadDecision),
        DueKind::GateLiaison | DueKind::GateOtherStaff | DueKind::GateAgency => new(Kind::Liaison),
        DueKind::GateBaseline => new(Kind::Measure),
        DueKind::GateParents | DueKind::FamilyContact => new(Kind::FamilyContact),
        DueKind::GateObservation => Route::Of(file, FilePage::Observe),
        DueKind::Start => new(Kind::Start),
        DueKind::Plan | DueKind::RevisePlan => new(Kind::Plan),
        DueKind::Circulate => Route::Of(file, FilePage::Tab(Tab::Plan)),
        DueKind::Review => new(Kind::Review),
        DueKind::ExitForm => new(Kind::Exit),
        DueKind::Alternative => new(Kind::Onward),
        DueKind::FollowUp => new(Kind::FollowUp),
        DueKind::ChaseOutcome => edit(Route::Of(file, FilePage::Tab(Tab::Reviews))),
        DueKind::ReferAgain => new(Kind::Referral),
        DueKind::HoldReview => new(Kind::Standing),
        DueKind::Leaving | DueKind::ChangeAhead => edit(Route::Of(file, FilePage::Tab(Tab::Reviews))),
        DueKind::TwoVersions => record.map_or(Route::Of(file, FilePage::Tab(Tab::Timeline)), |record| {
            Route::Of(file, FilePage::Versions(record))
        }),
        DueKind::MovedAway => record
            .map_or(Route::Of(file, FilePage::Tab(Tab::Timeline)), |record| Route::Of(file, FilePage::Record(record))),
        DueKind::Transition => Route::Of(file, FilePage::HandOver),
        DueKind::Decide => Route::Of(file, FilePage::Decide),
        DueKind::ComesBack => Route::Of(file, FilePage::Tab(Tab::Timeline)),
        DueKind::Receipt => Route::OpenBundle,
        DueKind::GiveBack => Route::Of(file, FilePage::HandOver),
        DueKind::LeadAnswer => edit(Route::Of(file, FilePage::Tab(Tab::Timeline))),
        DueKind::TellOfficer | DueKind::AccessIdentity => edit(Route::Of(file, FilePage::Tab(Tab::About))),
        DueKind::AccessRequest => record
            .map_or(Route::Of(file, FilePage::Tab(Tab::About)), |record| Route::Of(file, FilePage::Access(record))),
        DueKind::FileInSchoolRecord => edit(new(Kind::Retention)),
        DueKind::Erase => Route::Of(file, FilePage::Erase),
    }
}
