//! Who the mentor sees today, what is due and what is waiting; each line links to the place to act.

mod rest;
mod sessions;

use leptos::prelude::*;

use crate::app::notice::Notice;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Tab, due_page};
use crate::ui::pages::backups;
use crate::ui::parts::{Empty, Icon, PageHead, finish, fold, icon};
use casebook_domain::calendar::Moment;
use casebook_domain::ids::{DraftId, FileId};
use casebook_domain::observation::events::ended_at;
use casebook_present::dates;
use casebook_present::day::unanswered;
use casebook_present::numbers::whole;
use casebook_present::today::{self, Group, Lines, TodayLine};
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
    store.device.task(async move {
        if let Ok(Some(resumed)) = store.observing.running_observation().await
            && ended_at(&resumed.events).is_some()
        {
            let _ = ended.try_set(Some(resumed.running.began));
        }
        match store.casebook.drafts().await {
            Ok(mut found) => {
                casebook_domain::order::by_key(&mut found, |(_, _, row)| core::cmp::Reverse(row.saved));
                let _ = drafts.try_set(found);
            }
            Err(error) => store.device.say(Notice::error(&error)),
        }
    });
    let lists = move || {
        let day = store.device.today();
        let headers = store.casebook.headers.get();
        if headers.is_empty() {
            return nobody_yet(store);
        }
        let settings = store.casebook.settings.get();
        let groups = today::today(&headers, day, &settings.terms, settings.initials_only);
        let guarded = today::guarded(&headers, day, &settings.terms, settings.initials_only);
        let asked = backups::is_asked(store) || !unanswered(&headers, &settings, store.device.now()).is_empty();
        let calm = if asked { None } else { today::nothing_due(&groups, &headers, day) };
        let calm = calm.map(|words| view! { <p class="calm">{words}</p> });
        let loud = finish::insisting(&guarded);
        let views: Vec<AnyView> = groups.into_iter().map(group_view).collect();
        view! {
            {loud}
            {sessions::sessions(store)}
            {calm}
            {views}
        }
        .into_any()
    };
    view! {
        <PageHead title="Today">
            <a class="button" href=Route::NewPupil.to_string()>
                {icon(Icon::Plus)}
                "New pupil"
            </a>
            <a class="button" href=Route::PlanSession.to_string()>
                {icon(Icon::Today)}
                "Plan a session"
            </a>
            <a class="button main" href=Route::QuickNote.to_string()>
                {icon(Icon::Note)}
                "Quick note"
            </a>
        </PageHead>
        <p class="about">{dates::full(store.device.today())}</p>
        // What runs right now comes before what is due.
        {move || {
            drafts
                .with(|drafts| {
                    let running = drafts.iter().filter(|(_, _, row)| rest::runs(row));
                    running.map(|_| rest::watching(ended.get())).collect::<Vec<_>>()
                })
        }}
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
                <a class="button main" href=Route::NewPupil.to_string()>
                    "New pupil"
                </a>
                <a class="button" href=Route::OpenBundle.to_string()>
                    "Open a backup or hand-over"
                </a>
                {(!store.session.demo.get_untracked())
                    .then(|| {
                        view! {
                            <button class="button quiet" type="button" on:click=move |_| store.enter_demo()>
                                "Try the demo"
                            </button>
                        }
                    })}
            </div>
        </Empty>
    }
    .into_any()
}

fn group_view(mut group: Lines) -> AnyView {
    let of = |pupils: &[Vec<TodayLine>]| -> Vec<AnyView> { pupils.iter().map(|lines| pupil_view(lines)).collect() };
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
                <summary>
                    <h2>{group.group.label()} " " <span class="tally">{tally}</span></h2>
                </summary>
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
fn pupil_view(lines: &[TodayLine]) -> AnyView {
    let Some(first) = lines.first() else { return ().into_any() };
    let pupil = Route::Of(first.file, FilePage::Tab(Tab::Timeline)).to_string();
    let rows: Vec<AnyView> = lines
        .iter()
        .map(|line| {
            let route = match line.kind {
                Some(kind) => due_page(line.file, kind, line.record),
                // A running case opens at the pupil, its session a tap away.
                None => Route::Of(line.file, FilePage::Tab(Tab::Timeline)),
            };
            view! {
                <li>
                    <a class="due" href=route.to_string()>
                        <span class="visually-hidden">{[&line.pupil, ": "].concat()}</span>
                        <span class="what">{use_store().casebook.titled(line.what)}</span>
                        <span class=if line.late { "when overdue" } else { "when" }>{line.when.clone()}</span>
                    </a>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <li class="of-pupil">
            <a class="name" href=pupil>
                {first.pupil.clone()}
            </a>
            <ul>{rows}</ul>
        </li>
    }
    .into_any()
}
