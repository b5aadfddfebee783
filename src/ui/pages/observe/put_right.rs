//! After "Stop": what was missed or mistaken is put right before it is saved. Every correction is an event, as in the lesson.

use leptos::prelude::*;

use crate::app::notice::Notice;
use crate::app::store::Store;
use crate::ui::parts::pressed;
use casebook_domain::observation::events::{ended_at, of_target, standing};
use casebook_domain::observation::intervals::intervals;
use casebook_domain::observation::recording::correction;
use casebook_domain::observation::{Event, EventKind, Interval, Recording, RunningObservation, State, Tap};
use casebook_present::{dates, live};

/// One of those observed, and what has happened. Copy: handles.
#[derive(Clone, Copy)]
pub(super) struct PutRight {
    pub(super) store: Store,
    pub(super) running: StoredValue<RunningObservation>,
    pub(super) events: RwSignal<Vec<Event>>,
    pub(super) target: u8,
}

impl PutRight {
    fn say(self, tap: impl FnOnce(&Recording) -> Option<EventKind> + 'static) {
        let Self { store, target, events, .. } = self;
        let at = events.with_untracked(|events| ended_at(events)).unwrap_or_default();
        let next = move |recording: &Recording| Some((Some(target), Tap::Is(tap(recording)?)));
        let kept = move |_: &Event, _: u32| {
            if let Some(all) = store.observing.recorded(|recording| recording.events().to_vec()) {
                let _ = events.try_set(all);
            }
        };
        let done = store.observing.record(at, Box::new(next), Box::new(kept));
        store.device.task(async move {
            if let Err(error) = done.await {
                store.device.say(Notice::error(&error));
            }
        });
    }

    fn intervals(self) -> Vec<Interval> {
        self.events.with(|events| {
            self.running.with_value(|running| {
                let own = of_target(events, self.target);
                let mut all = intervals(&own, &running.sheet, 0);
                all.retain(|it| it.state != State::Open);
                all
            })
        })
    }
}

/// What can be put right: intervals and notes.
pub(super) fn put_right(it: PutRight) -> AnyView {
    let by_interval = it.running.with_value(|running| running.sheet.codes.iter().any(|code| code.method.by_interval()));
    view! {
        <details class="put-right">
            <summary>"Correct something"</summary>
            <div class="stack">{by_interval.then(|| of_intervals(it))} {of_notes(it)}</div>
        </details>
    }
    .into_any()
}

fn of_intervals(it: PutRight) -> AnyView {
    let missed = |all: &[Interval]| all.iter().find(|one| one.state == State::Missed).map(|one| one.index);
    let chosen = RwSignal::new(missed(&untrack(|| it.intervals())));
    let cell = move |interval: Interval| {
        let index = interval.index;
        let words = it.running.with_value(|running| live::interval_words(&interval, &running.sheet));
        let label = ["Interval ", &(index + 1).to_string(), ": ", &words].concat();
        let sign = match live::sign(&interval) {
            "" => "●",
            sign => sign,
        };
        view! {
            <button
                class="cell"
                type="button"
                aria-label=label
                aria-pressed=move || pressed(chosen.get() == Some(index))
                on:click=move |_| chosen.set(Some(index))
            >
                <span class="cell-number">{index + 1}</span>
                <span class="sign">{sign}</span>
            </button>
        }
        .into_any()
    };
    let cells = move || it.intervals().into_iter().map(cell).collect::<Vec<_>>();
    let one = move || chosen.get().map(|index| of_one(it, index));
    view! {
        <section class="stack tight">
            <h3>"Intervals"</h3>
            <p class="hint">"\"?\" means missed, \"–\" means not seen."</p>
            <div class="all-intervals" role="group" aria-label="All intervals">
                {cells}
            </div>
            {one}
        </section>
    }
    .into_any()
}

/// What is said of one interval.
fn of_one(it: PutRight, index: u32) -> AnyView {
    let (codes, from, length, peer) = it.running.with_value(|running| {
        let sheet = &running.sheet;
        (sheet.codes.clone(), index * sheet.interval_ms(), sheet.interval_ms(), sheet.is_peer(index))
    });
    let found = move || it.intervals().into_iter().find(|one| one.index == index);
    let is = move |place: u8| found().is_some_and(|one| one.state == State::Observed && one.scored.has(place));
    let recorded = codes.into_iter().enumerate().filter(|(_, code)| code.in_interval(peer));
    let buttons: Vec<AnyView> = recorded
        .map(|(place, code)| {
            let place = place as u8;
            let tap = move |_| {
                it.say(move |recording| {
                    let sheet = &recording.running.sheet;
                    Some(correction(recording.events(), sheet, it.target, place, index))
                });
            };
            view! {
                <button
                    class="live-button code"
                    type="button"
                    data-colour=code.colour.code()
                    aria-pressed=move || pressed(is(place))
                    on:click=tap
                >
                    <span class="swatch"></span>
                    {code.name}
                </button>
            }
            .into_any()
        })
        .collect();
    let unseen = move || found().is_some_and(|one| one.state == State::NotSeen);
    let when = [
        "Interval ",
        &(index + 1).to_string(),
        " · ",
        &dates::clock(from),
        " to ",
        &dates::clock(from + length),
        if peer { " · comparison peer" } else { "" },
    ];
    view! {
        <p class="interval-name">{when.concat()}</p>
        <div class="actions">
            {buttons}
            <button
                class="live-button"
                type="button"
                aria-pressed=move || pressed(unseen())
                on:click=move |_| {
                    it.say(move |_| Some(EventKind::NotSeen {
                        interval: index,
                    }))
                }
            >
                "Not seen"
            </button>
            <button
                class="live-button"
                type="button"
                on:click=move |_| {
                    it.say(move |_| Some(EventKind::Unmarked {
                        interval: index,
                    }))
                }
            >
                "Clear"
            </button>
        </div>
    }
    .into_any()
}

/// Notes: each can go, and another can be added.
fn of_notes(it: PutRight) -> AnyView {
    let text = RwSignal::new(String::new());
    let id = ["add-note-", &it.target.to_string()].concat();
    let label_for = id.clone();
    let list = move || {
        it.events.with(|events| {
            let stands = standing(events);
            let own = |event: &Event| event.target.is_none_or(|other| other == it.target);
            let mut lines = Vec::new();
            for (place, (event, stands)) in events.iter().zip(stands).enumerate() {
                let EventKind::Noted(words) = &event.what else { continue };
                if !stands || !own(event) {
                    continue;
                }
                let (at, words) = (dates::clock(event.at_ms), words.clone());
                let remove = move |_| it.say(move |_| Some(EventKind::Undone { event: place as u32 }));
                let label = ["Remove the note at ", &at].concat();
                lines.push(
                    view! {
                        <li class="use-line">
                            <span>
                                <span class="figures">{at}</span>
                                " "
                                {words}
                            </span>
                            <button class="button quiet" type="button" aria-label=label on:click=remove>
                                "Remove"
                            </button>
                        </li>
                    }
                    .into_any(),
                );
            }
            lines
        })
    };
    let add = move |_| {
        let words = text.get_untracked().trim().to_owned();
        if !words.is_empty() {
            text.set(String::new());
            it.say(move |_| Some(EventKind::Noted(words)));
        }
    };
    view! {
        <section class="stack tight">
            <h3>"Notes"</h3>
            <ul class="ruled">{list}</ul>
            <div class="field">
                <label for=label_for>"Add a note"</label>
                <textarea
                    class="input"
                    id=id
                    rows="2"
                    maxlength="2000"
                    autocomplete="off"
                    prop:value=move || text.get()
                    on:input:target=move |event| text.set(event.target().value())
                ></textarea>
                <div class="actions">
                    <button class="button" type="button" on:click=add>
                        "Add the note"
                    </button>
                </div>
            </div>
        </section>
    }
    .into_any()
}
