//! Planned sessions on Today: in the order of the day, each a tap from being recorded, moved, or marked as one that did not
//! happen; and the page on which one begins to be planned.

use leptos::prelude::*;

use crate::app::navigation::Visit;
use crate::app::notice::Notice;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Tab};
use crate::ui::parts::{Dialog, Empty, Offering, PageHead, find_pupil};
use casebook_domain::calendar::{Date, iso};
use casebook_domain::content::{Content, Kind};
use casebook_domain::ids::FileId;
use casebook_domain::planned::{DayChanged, OffReason, PlannedSession};
use casebook_present::day::{SessionLine, Turn, places, sessions as of_day, unanswered, week};
use casebook_present::numbers::whole;
use casebook_present::{dates, planned};

/// Today's sessions, those of earlier days that nobody answered, and the rest of the week.
pub fn sessions(store: Store) -> AnyView {
    let headers = store.casebook.headers.get();
    let settings = store.casebook.settings.get();
    let now = store.device.now();
    let chosen = RwSignal::new(None::<SessionLine>);
    let open = RwSignal::new(false);
    let change = move |line: &SessionLine| {
        chosen.set(Some(line.clone()));
        open.set(true);
    };
    let today = of_day(&headers, &settings, now);
    let earlier = unanswered(&headers, &settings, now);
    let later = week(&headers, &settings, now);
    if today.is_empty() && earlier.is_empty() && later.is_empty() {
        return ().into_any();
    }
    let section = |title: &'static str, lines: &[SessionLine], dated: bool| {
        let drawn: Vec<AnyView> = lines.iter().map(|line| session_view(store, line, dated, change)).collect();
        view! {
            <section class="stack tight">
                <h2>{title} " " <span class="tally">{whole(lines.len() as u64)}</span></h2>
                <ul class="sessions">{drawn}</ul>
            </section>
        }
        .into_any()
    };
    let first = if today.is_empty() {
        view! { <p class="hint">"No session is planned for today."</p> }.into_any()
    } else {
        section("Sessions today", &today, false)
    };
    let asked = (!earlier.is_empty()).then(|| section("Did these happen?", &earlier, true));
    let week = (!later.is_empty()).then(|| week_view(&later, now.date()));
    view! {
        {first}
        {asked}
        {week}
        <Dialog open=open id="session-change" title="Change this session">
            {move || chosen.get().map(|line| change_view(store, &line, open))}
        </Dialog>
    }
    .into_any()
}

fn session_view(
    store: Store,
    line: &SessionLine,
    dated: bool,
    change: impl Fn(&SessionLine) + Copy + 'static,
) -> AnyView {
    let label = [&line.pupil, ", ", &line.when].concat();
    let pupil = Route::Of(line.file, FilePage::Tab(Tab::Timeline)).to_string();
    let (for_record, for_change) = (line.clone(), line.clone());
    let acts = if line.turn == Turn::Done {
        view! { <span class="state running">{line.turn.label()}</span> }.into_any()
    } else {
        // What is over is asked about; what is ahead can be recorded early, moved, or called off.
        let over = line.turn == Turn::Over;
        let words = if over { "Did not happen" } else { "Change" };
        view! {
            <button
                class=if over || line.turn == Turn::Now { "button main" } else { "button" }
                type="button"
                aria-label=["Record the session: ", &label].concat()
                on:click=move |_| record(store, &for_record)
            >
                "Record"
            </button>
            <button class="button quiet" type="button" aria-label=[words, ": ", &label].concat() on:click=move |_| change(&for_change)>
                {words}
            </button>
        }
        .into_any()
    };
    let turn = (!dated && matches!(line.turn, Turn::Now | Turn::Over))
        .then(|| view! { <span class="tag">{line.turn.label()}</span> });
    let when = if dated {
        [&dates::short(line.day, store.device.today()), ", ", &line.when].concat()
    } else {
        line.when.clone()
    };
    view! {
        <li class="session" data-turn=line.turn.code()>
            <span class="slot">{when} " " <span class="hint">{line.times.clone()}</span></span>
            <span class="whom">
                <a class="name" href=pupil>
                    {line.pupil.clone()}
                </a>
                " "
                {turn}
            </span>
            <span class="what">{line.what.clone()}</span>
            <span class="actions">{acts}</span>
        </li>
    }
    .into_any()
}

/// The rest of the week, folded.
fn week_view(days: &[(Date, Vec<SessionLine>)], today: Date) -> AnyView {
    let total: usize = days.iter().map(|(_, lines)| lines.len()).sum();
    let drawn: Vec<AnyView> = days
        .iter()
        .map(|(day, lines)| {
            let rows: Vec<AnyView> = lines
                .iter()
                .map(|line| {
                    view! {
                        <li>
                            <span class="slot">{line.when.clone()}</span>
                            <a class="name" href=Route::Of(line.file, FilePage::Tab(Tab::Timeline)).to_string()>
                                {line.pupil.clone()}
                            </a>
                            <span class="what">{line.what.clone()}</span>
                        </li>
                    }
                    .into_any()
                })
                .collect();
            view! {
                <h3>{dates::short(*day, today)}</h3>
                <ul class="sessions week">{rows}</ul>
            }
            .into_any()
        })
        .collect();
    view! {
        <details class="running">
            <summary>
                <h2>"Later this week " <span class="tally">{whole(total as u64)}</span></h2>
            </summary>
            {drawn}
        </details>
    }
    .into_any()
}

/// The session's form with what the plan knows; Today comes back after it.
fn record(store: Store, line: &SessionLine) {
    let Some(plan) = plan_of(store, line) else { return };
    let preset =
        [("date", iso(line.day)), ("kind", plan.kind.code().to_owned()), ("minutes", whole(u64::from(plan.minutes)))];
    let preset = preset.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let form = Route::Of(line.file, FilePage::New(Kind::Session));
    store.navigation.visit(Visit::to(form).with(Kind::Session, preset).then(Route::Today));
}

fn plan_of(store: Store, line: &SessionLine) -> Option<PlannedSession> {
    store.casebook.headers.with_untracked(|headers| {
        let header = headers.iter().find(|header| header.file == line.file)?;
        let of = header.planned.iter().find(|of| of.record == line.record)?;
        Some(of.plan.clone())
    })
}

/// Writes what became of one day.
fn put(store: Store, line: &SessionLine, what: DayChanged, open: RwSignal<bool>) {
    let Some(plan) = plan_of(store, line) else { return };
    let words = match &what {
        DayChanged::Off(_) => "Marked as not held.".to_owned(),
        DayChanged::Moved { to, slot } => {
            ["Moved to ", &dates::short(*to, store.device.today()), ", ", &planned::slot(slot), "."].concat()
        }
    };
    let changed = plan.with_change(line.by_rule, Some(what));
    let (file, record) = (line.file, line.record);
    open.set(false);
    store.device.task(async move {
        match store.casebook.save(file, record, Content::PlannedSession(changed), None).await {
            Ok(warnings) => store.casebook.say_saved(&words, &warnings),
            Err(error) => store.device.say(Notice::error(&error)),
        }
    });
}

/// What can become of a session: it did not happen, or it is at another time. Each is one tap.
fn change_view(store: Store, line: &SessionLine, open: RwSignal<bool>) -> AnyView {
    let today = store.device.today();
    let title = if line.turn == Turn::Over { "It did not happen" } else { "It will not happen" };
    let reasons: Vec<AnyView> = OffReason::ALL
        .iter()
        .map(|&reason| {
            let line = line.clone();
            view! {
                <button class="button" type="button" on:click=move |_| put(store, &line, DayChanged::Off(reason), open)>
                    {reason.label()}
                </button>
            }
            .into_any()
        })
        .collect();
    let free = store
        .casebook
        .headers
        .with(|headers| store.casebook.settings.with(|settings| places(headers, settings, store.device.now(), line)));
    let days: Vec<AnyView> = free
        .into_iter()
        .map(|(day, slots)| {
            let buttons: Vec<AnyView> = slots
                .into_iter()
                .map(|place| {
                    let line = line.clone();
                    let with = if place.with.is_empty() { String::new() } else { ["with ", &place.with].concat() };
                    let words = [place.words.as_str(), " ", &with].concat();
                    let label = [words.trim(), ": move to ", &dates::short(day, today)].concat();
                    let slot = place.slot;
                    let tap = move |_| put(store, &line, DayChanged::Moved { to: day, slot: slot.clone() }, open);
                    view! {
                        <button class="button" type="button" aria-label=label on:click=tap>
                            {place.words}
                            " "
                            <span class="hint">{with}</span>
                        </button>
                    }
                    .into_any()
                })
                .collect();
            view! {
                <h4>{dates::short(day, today)}</h4>
                <div class="actions">{buttons}</div>
            }
            .into_any()
        })
        .collect();
    view! {
        <p>
            <strong>{line.pupil.clone()}</strong>
            {[", ", &dates::short(line.day, today), ", ", &line.when].concat()}
        </p>
        <h3>{title}</h3>
        <div class="actions">{reasons}</div>
        <h3>"Move it to"</h3>
        <div class="stack tight">{days}</div>
        <div class="actions">
            <a class="button quiet" href=Route::Of(line.file, FilePage::Edit(line.record)).to_string()>
                "Change the plan itself"
            </a>
            <button class="button quiet" type="button" on:click=move |_| open.set(false)>
                "Cancel"
            </button>
        </div>
    }
    .into_any()
}

/// Whom a session is planned with: the form follows, and then Today.
#[component]
pub fn PlanSession() -> impl IntoView {
    let store = use_store();
    if store.casebook.headers.with_untracked(|headers| headers.is_empty()) {
        return view! {
            <PageHead title="Plan a session" />
            <Empty text="A session is planned with a pupil, and there is none yet.">
                <a class="button main" href=Route::NewPupil.to_string()>
                    "New pupil"
                </a>
            </Empty>
        }
        .into_any();
    }
    let pick = Callback::new(move |file: FileId| {
        store.navigation.visit(Visit::to(Route::Of(file, FilePage::New(Kind::PlannedSession))).then(Route::Today));
    });
    let field = ("plan-pupil".to_owned(), "Pupil");
    view! {
        <PageHead title="Plan a session" />
        {find_pupil(store, field, Offering::AtOnce, String::new(), ().into_any(), Vec::new(), pick)}
    }
    .into_any()
}
