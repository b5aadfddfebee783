//! What a past interval should say.

use leptos::prelude::*;

use super::super::lanes::signs;
use super::parts::close;
use crate::ui::pages::observe::live::screen::Screen;
use crate::ui::parts::pressed;
use casebook_domain::observation::recording::{correction as corrected, ended_intervals};
use casebook_domain::observation::{EventKind, State, Tap};
use casebook_present::{dates, live};

pub(super) fn correction(screen: Screen) -> AnyView {
    let open = screen.dialogs;
    let number = open.interval;
    let last = move || screen.moment.get().saturating_sub(1);
    let when = move || {
        let length = screen.running.with_value(|running| running.sheet.interval_ms());
        let from = number.get() * length;
        let peer = screen.running.with_value(|running| running.sheet.is_peer(number.get()));
        let peer = if peer { " · comparison peer" } else { "" };
        [
            "Interval ",
            &(number.get() + 1).to_string(),
            " · ",
            &dates::clock(from),
            " to ",
            &dates::clock(from + length),
            peer,
        ]
        .concat()
    };
    let each: Vec<AnyView> = (0..screen.targets()).map(|target| of_one(screen, target)).collect();
    view! {
        <div class="actions">
            <button
                class="live-button"
                type="button"
                aria-label="The interval before"
                disabled=move || number.get() == 0
                on:click=move |_| number.update(|number| *number = number.saturating_sub(1))
            >
                "◀"
            </button>
            <p class="interval-name">{when}</p>
            <button
                class="live-button"
                type="button"
                aria-label="The interval after"
                disabled=move || { number.get() >= last() }
                on:click=move |_| number.update(|number| *number += 1)
            >
                "▶"
            </button>
        </div>
        {each}
        {close(open.correction)}
        <div class="all-intervals" role="group" aria-label="All intervals so far">
            {move || all(screen)}
        </div>
    }
    .into_any()
}

/// One pupil's part of an interval.
fn of_one(screen: Screen, target: u8) -> AnyView {
    let number = screen.dialogs.interval;
    let found = Memo::new(move |_| {
        screen.lane(target).track();
        let now = screen.elapsed();
        let all = screen
            .running
            .with_value(|running| screen.with_events(|events| ended_intervals(events, &running.sheet, target, now)));
        all.get(number.get() as usize).copied()
    });
    let say = move |what: EventKind| screen.happen(Some(target), Tap::Is(what), screen.elapsed());
    let codes = screen.running.with_value(|running| running.sheet.codes.clone());
    let buttons = move || {
        let peer = screen.running.with_value(|running| running.sheet.is_peer(number.get()));
        let mut buttons = Vec::new();
        for (place, code) in codes.iter().enumerate().filter(|(_, code)| code.in_interval(peer)) {
            let place = place as u8;
            let tap = move |_| {
                let interval = number.get_untracked();
                let what = screen.running.with_value(|running| {
                    screen.with_events(|events| Some(corrected(events, &running.sheet, target, place, interval)))
                });
                if let Some(what) = what {
                    say(what);
                }
            };
            let is = move || found.get().is_some_and(|it| it.state == State::Observed && it.scored.has(place));
            buttons.push(
                view! {
                    <button
                        class="live-button code"
                        type="button"
                        data-colour=code.colour.code()
                        aria-pressed=move || pressed(is())
                        on:click=tap
                    >
                        <span class="swatch"></span>
                        {code.name.clone()}
                    </button>
                }
                .into_any(),
            );
        }
        buttons
    };
    let unseen = move || found.get().is_some_and(|it| it.state == State::NotSeen);
    let words =
        move || found.get().map(|it| screen.running.with_value(|running| live::interval_words(&it, &running.sheet)));
    view! {
        <section class="stack tight">
            <p class="lane-name" data-colour=screen.colour(target)>
                <span class="swatch"></span>
                {screen.label(target)}
                <span class="hint">{words}</span>
            </p>
            <div class="actions">
                {buttons}
                <button
                    class="live-button"
                    type="button"
                    aria-pressed=move || pressed(unseen())
                    on:click=move |_| say(EventKind::NotSeen {
                        interval: number.get_untracked(),
                    })
                >
                    "Not seen"
                </button>
                <button
                    class="live-button"
                    type="button"
                    on:click=move |_| say(EventKind::Unmarked {
                        interval: number.get_untracked(),
                    })
                >
                    "Clear"
                </button>
            </div>
        </section>
    }
    .into_any()
}

/// Every interval so far, the latest first.
pub(super) fn all(screen: Screen) -> Vec<AnyView> {
    let number = screen.dialogs.interval;
    let of_each: Vec<Vec<_>> = (0..screen.targets())
        .map(|target| {
            screen.lane(target).track();
            let now = screen.elapsed();
            screen
                .running
                .with_value(|running| screen.with_events(|events| ended_intervals(events, &running.sheet, target, now)))
        })
        .collect();
    let ended = of_each.first().map_or(0, Vec::len);
    let cell = |place: usize| {
        let marks: Vec<AnyView> = of_each.iter().filter_map(|all| all.get(place)).map(|it| signs(screen, it)).collect();
        let label = ["Interval ", &(place + 1).to_string()].concat();
        view! {
            <button
                class="cell"
                type="button"
                aria-label=label
                aria-pressed=move || pressed(number.get() == place as u32)
                on:click=move |_| number.set(place as u32)
            >
                <span class="cell-number">{place + 1}</span>
                <span class="cell-marks">{marks}</span>
            </button>
        }
        .into_any()
    };
    (0..ended).rev().map(cell).collect()
}
