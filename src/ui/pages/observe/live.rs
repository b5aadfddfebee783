//! The live screen and the summary after it.

use leptos::prelude::*;

use super::{Running, draft_id, put_event};
use crate::app::core::CoreError;
use crate::app::store::{Around, Store, use_store};
use crate::domain::content::Content;
use crate::domain::ids::FileId;
use crate::domain::observation::{
    Event, EventKind, Figures, Mark, Observation, Schedule, elapsed_ms, figures, marks, push,
};
use crate::present::{dates, figures as words, initials};
use crate::records::{self, DraftRow};
use crate::route::{Route, Tab};
use crate::ui::form::refusal;
use crate::ui::parts::{Dialog, Icon, PageHead, icon};

/// How long "look now" stands after a moment.
const CALL_MS: u32 = 4_000;

fn ended(events: &[Event]) -> bool {
    events.iter().any(|event| event.what == EventKind::Ended)
}

/// The observation while it runs, then its summary.
#[component]
pub fn Live(file: FileId, running: StoredValue<Running>) -> impl IntoView {
    let store = use_store();
    let events = RwSignal::new(running.with_value(|running| running.events.clone()));
    let over = Memo::new(move |_| events.with(|events| ended(events)));
    on_cleanup(move || {
        let _ = store.observing.try_set(false);
        let _ = store.around.try_set(Around::Navigation);
    });
    move || {
        store.observing.set(!over.get());
        store.around.set(if over.get() { Around::Navigation } else { Around::Nothing });
        if over.get() {
            view! { <Summary file running events/> }.into_any()
        } else {
            view! { <Marking file running events/> }.into_any()
        }
    }
}

/// Two large targets and what surrounds them.
#[component]
fn Marking(file: FileId, running: StoredValue<Running>, events: RwSignal<Vec<Event>>) -> impl IntoView {
    let store = use_store();
    let (began, schedule) = running.with_value(|running| (running.observation.began, running.observation.schedule()));
    let lesson = running.with_value(|running| running.observation.lesson.clone());
    let who = store.file.with_untracked(|case| {
        case.as_ref()
            .and_then(|case| case.pupil())
            .map(|pupil| initials::initials(pupil.call_name(), &pupil.surname))
            .unwrap_or_default()
    });
    let elapsed = RwSignal::new(elapsed_ms(began, store.now()));
    // The screen stays lit while this view lives.
    let _lit = StoredValue::new_local(store.awake());
    // What wakes the CPU: one timer a second while the countdown can be seen, set to fire when the shown second turns, so
    // that it never drifts against the moments; behind a blank screen only one at the end of the interval; after the last
    // interval none. The figures come from the clock, never from counting these ticks.
    store.task(async move {
        loop {
            let Some(blank) = store.blank.try_get_untracked() else { return };
            let Some(at) = elapsed.try_get_untracked() else { return };
            let Some(until) = schedule.until_moment_ms(at) else { return };
            let wait = if blank {
                until.min(10_000)
            } else {
                until.checked_rem(1000).filter(|rest| *rest > 0).unwrap_or(1000)
            };
            store.wait_ms(wait + 5).await;
            let now = elapsed_ms(began, store.now());
            if elapsed.try_set(now).is_some() {
                return;
            }
            if schedule.ended(now) > schedule.ended(at) {
                store.buzz();
            }
        }
    });
    let moment = Memo::new(move |_| schedule.ended(elapsed.get()));
    let marked = Memo::new(move |_| {
        let at = moment.get().checked_sub(1)? as usize;
        events.with(|events| marks(events, schedule).get(at).copied().flatten())
    });
    let sum = Memo::new(move |_| {
        // Missed counts only what is over: the interval just ended can still be marked.
        let ended = moment.get().saturating_sub(1);
        events.with(|events| figures(events, schedule, ended * u32::from(schedule.interval_s) * 1000))
    });
    // Taps go to the disk one after the other, and none is turned away while one is written: what was tapped waits in
    // `tapped`, what is on the disk stands in `events` and is what the screen shows.
    let tapped = StoredValue::new(running.with_value(|running| (events.get_untracked(), running.next_seq)));
    let happen = move |what: EventKind| {
        let at = elapsed_ms(began, store.now());
        let next = tapped.try_update_value(|(all, seq)| {
            push(all, at, what);
            *seq += 1;
            all.last().cloned().map(|event| (event, *seq - 1))
        });
        let Some((event, seq)) = next.flatten() else { return };
        store.task(async move {
            if put_event(store, file, seq, event.clone()).await {
                let _ = events.try_update(|events| events.push(event));
            } else {
                let _ = tapped.try_update_value(|(all, _)| all.retain(|other| *other != event));
            }
        });
    };
    let mark = move |mark: Mark| {
        // The clock decides, not the last tick: a tap just after a moment belongs to it.
        if let Some(interval) = schedule.ended(elapsed_ms(began, store.now())).checked_sub(1) {
            happen(EventKind::Marked { interval, mark });
        }
    };
    let last = move || events.with(|events| last_mark(events, schedule));
    let undo = move |_| {
        if let Some(interval) = last() {
            happen(EventKind::Unmarked { interval });
        }
    };
    let note = RwSignal::new(String::new());
    let noting = RwSignal::new(false);
    let stopping = RwSignal::new(false);
    let add_note = move || {
        let text = note.get_untracked().trim().to_owned();
        noting.set(false);
        if !text.is_empty() {
            note.set(String::new());
            happen(EventKind::Noted(text));
        }
    };
    let target = move |which: Mark, class: &'static str| {
        let name = ["target ", class].concat();
        view! {
            <button class=name type="button" disabled=move || moment.get() == 0
                aria-pressed=move || if marked.get() == Some(which) { "true" } else { "false" }
                on:click=move |_| mark(which)>{which.label()}</button>
        }
    };
    let call = move || {
        let at = elapsed.get();
        let since = at.saturating_sub(moment.get() * u32::from(schedule.interval_s) * 1000);
        match (moment.get(), schedule.current(at), marked.get()) {
            (0, _, _) => "Wait for the first moment.",
            (_, None, None) => "That was the last moment. Mark it, then stop.",
            (_, None, Some(_)) => "All done. Stop when you are ready.",
            (_, _, None) if since < CALL_MS => "Look now!",
            (_, _, None) => "What did you see at the last moment?",
            (_, _, Some(_)) => "Marked. Another tap changes it.",
        }
    };
    let seconds = move || schedule.until_moment_ms(elapsed.get()).map_or(0, |ms| ms.div_ceil(1000));
    let place = move || {
        let planned = schedule.planned();
        match schedule.current(elapsed.get()) {
            Some(at) => ["Interval ", &(at + 1).to_string(), " of ", &planned.to_string()].concat(),
            None => ["All ", &planned.to_string(), " intervals are over"].concat(),
        }
    };
    let missed = move || match sum.get().missed {
        0 => None,
        1 => Some("1 interval passed without a mark. It counts as missed.".to_owned()),
        many => Some([&many.to_string(), " intervals passed without a mark. They count as missed."].concat()),
    };
    let stop = move |_| {
        stopping.set(false);
        happen(EventKind::Ended);
    };
    view! {
        <div class="live">
            <div class="live-head">
                <h1 tabindex="-1" id="page-title">{who} <span class="hint">" " {lesson}</span></h1>
                <div class="actions">
                    <a class="button safety" href=move || store.worry_route().to_string()>{icon(Icon::Safety)} "Worried about safety"</a>
                    <button class="button" type="button" on:click=move |_| store.blank.set(true)>{icon(Icon::Blank)} "Blank"</button>
                </div>
            </div>
            <div class="live-count">
                <p class="count" aria-hidden="true">{seconds}</p>
                <p class="count-label">{place}</p>
                <p class="call" role="status">{call}</p>
            </div>
            <div class="targets">
                {target(Mark::OnTask, "on")}
                {target(Mark::OffTask, "off")}
                {target(Mark::NotSeen, "unseen")}
            </div>
            <p class="live-note" role="status">{missed}</p>
            <div class="actions live-foot">
                <button class="button" type="button" disabled=move || last().is_none() on:click=undo>"Undo last mark"</button>
                <button class="button" type="button" on:click=move |_| { noting.set(true); store.focus("live-note-text"); }>{icon(Icon::Note)} "Note"</button>
                <button class="button danger" type="button" on:click=move |_| stopping.set(true)>"Stop"</button>
            </div>
        </div>
        <Dialog open=noting id="live-note" title="Note">
            <form class="stack" on:submit=move |event| { event.prevent_default(); add_note(); }>
                <div class="field">
                    <label for="live-note-text">"What happened? The time is kept with it."</label>
                    <textarea class="input" id="live-note-text" rows="3" prop:value=note on:input:target=move |event| note.set(event.target().value())></textarea>
                </div>
                <div class="actions">
                    <button class="button main" type="submit">"Keep the note"</button>
                    <button class="button" type="button" on:click=move |_| noting.set(false)>"Back"</button>
                </div>
            </form>
        </Dialog>
        <Dialog open=stopping id="live-stop" title="Stop observing?">
            <p>{move || words::observation_words(&sum.get())} "."</p>
            <div class="actions">
                <button class="button main" type="button" on:click=stop>"Stop and see the summary"</button>
                <button class="button" type="button" on:click=move |_| stopping.set(false)>"Go on observing"</button>
            </div>
        </Dialog>
    }
}

/// The newest mark that still stands.
fn last_mark(events: &[Event], schedule: Schedule) -> Option<u32> {
    let standing = marks(events, schedule);
    events.iter().rev().find_map(|event| match event.what {
        EventKind::Marked { interval, .. } if standing.get(interval as usize).copied().flatten().is_some() => {
            Some(interval)
        }
        _ => None,
    })
}

/// What came of it, at once; then the mentor's comment, then saved.
#[component]
fn Summary(file: FileId, running: StoredValue<Running>, events: RwSignal<Vec<Event>>) -> impl IntoView {
    let store = use_store();
    let whole = move || {
        running.with_value(|running| Observation { events: events.get_untracked(), ..running.observation.clone() })
    };
    let observation = whole();
    let sum: Figures = observation.figures();
    let comment = RwSignal::new(observation.comment.clone());
    let refused = RwSignal::new(None::<CoreError>);
    let busy = RwSignal::new(false);
    // The comment goes into row 0, beside what is there: with it the observation comes back after a reload.
    let dirty = StoredValue::new(false);
    let put = move || {
        if dirty.try_get_value() != Some(true) {
            return;
        }
        let Some(text) = comment.try_get_untracked() else { return };
        dirty.set_value(false);
        store.task(async move {
            if let Some(mut row) = store.kept_draft(file, draft_id()).await {
                row.values.insert("comment".to_owned(), text);
                let plain = records::encode_draft(&DraftRow { saved: store.now(), ..row });
                let _ = store.append(file, draft_id(), 0, plain).await;
            }
        });
    };
    let pause = store.after_pause(put);
    store.flush_with(put);
    on_cleanup(put);
    let save = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        dirty.set_value(false);
        let content =
            Content::Observation(Observation { comment: comment.get_untracked().trim().to_owned(), ..whole() });
        store.task(async move {
            match store.save(file, Store::new_record(), content, Some(draft_id())).await {
                Ok(warnings) => {
                    store.say_saved("Observation saved.", &warnings);
                    store.go(Route::Pupil(file, Tab::Preparation));
                }
                Err(error) => {
                    let _ = refused.try_set(Some(error));
                    let _ = busy.try_set(false);
                    store.focus("refused");
                }
            }
        });
    };
    let throwing = RwSignal::new(false);
    let throw = move |_| {
        store.task(async move {
            dirty.set_value(false);
            if store.drop_draft(file, draft_id()).await.is_ok() {
                store.go(Route::Pupil(file, Tab::Preparation));
            }
        });
    };
    let number = |label: &'static str, value: u32| view! { <dt>{label}</dt><dd>{value}</dd> };
    let share = sum.on_task_tenths.map_or_else(|| "–".to_owned(), crate::present::numbers::percent);
    let notes: Vec<(String, String)> =
        observation.notes().map(|(at, text)| (dates::clock(at), text.to_owned())).collect();
    view! {
        <PageHead title="Observation: summary"/>
        <div class="result">
            <p class="count">{share}</p>
            <p class="count-label">"on task, of the intervals in which the pupil was seen"</p>
        </div>
        <dl class="facts">
            {number("On task", sum.on)} {number("Off task", sum.off)} {number("Not seen", sum.not_seen)}
            {number("Missed", sum.missed)} {number("Marked", sum.marked)} {number("Planned", sum.planned)}
            <dt>"Began"</dt><dd>{dates::moment(observation.began)}</dd>
            <dt>"Lesson"</dt><dd>{observation.lesson.clone()}</dd>
        </dl>
        {(sum.missed > 0).then(|| view! { <p class="hint measure">"Missed intervals ended without a mark, as when the tablet slept. They are in no percentage."</p> })}
        {(!notes.is_empty()).then(|| view! {
            <section class="stack"><h2>"Notes"</h2>
                <dl class="facts">{notes.into_iter().map(|(at, text)| view! { <dt>{at}</dt><dd>{text}</dd> }).collect_view()}</dl></section>
        })}
        <div class="field">
            <label for="comment">"What you make of it "<span class="optional">"(optional)"</span></label>
            <textarea class="input" id="comment" rows="5" prop:value=comment
                on:input:target=move |event| { comment.set(event.target().value()); dirty.set_value(true); pause(); }></textarea>
        </div>
        {move || refused.get().map(|error| refusal(store, file, &error))}
        <div class="actions">
            <button class="button main" type="button" disabled=move || busy.get() on:click=save>"Save the observation"</button>
            <button class="button quiet" type="button" on:click=move |_| throwing.set(true)>"Throw away"</button>
        </div>
        <Dialog open=throwing id="throw-away" title="Throw this observation away?">
            <p>"All marks and notes of it are gone then; there is no way back."</p>
            <div class="actions">
                <button class="button danger" type="button" on:click=throw>"Throw away"</button>
                <button class="button" type="button" autofocus on:click=move |_| throwing.set(false)>"Keep it"</button>
            </div>
        </Dialog>
    }
}
