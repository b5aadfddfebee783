//! A lane for each of those observed, with a button for every code; below them what the thumb needs at once.

use leptos::prelude::*;

use super::press;
use super::screen::Screen;
use crate::ui::parts::{Icon, icon, pressed};
use casebook_domain::observation::{Code, EventKind, Method, PauseReason, Tap};
use casebook_present::live::{self, Call, Key, RECENT};
use casebook_present::observation::clock_moved;

/// The lanes and what is below them.
pub(super) fn lanes(screen: Screen, call: Memo<Call>) -> AnyView {
    let lanes: Vec<AnyView> = (0..screen.targets()).map(|target| lane(screen, target, call)).collect();
    let undo = move || {
        let (last, target) = screen.history.with(|history| (history.last.clone(), history.target));
        match (last, target.filter(|_| screen.targets() > 1)) {
            (None, _) => "Undo".to_owned(),
            (Some(last), None) => "Undo: ".to_owned() + &last,
            (Some(last), Some(target)) => ["Undo: ", &last, ", ", &screen.label(target)].concat(),
        }
    };
    view! {
        <div class="reach">
            <div class="lanes">{lanes}</div>
            {move || screen.store.observing.clock_moved.get().map(|by_ms| clock_was_moved(screen, by_ms))}
            {strip(screen)}
            <div class="reach-foot">
                <button class="live-button blank-now" type="button" on:click=move |_| screen.store.device.set_blank(true)>
                    {icon(Icon::Blank)}
                    "Blank"
                </button>
                <button
                    class="live-button undo"
                    type="button"
                    disabled=move || screen.history.with(|history| history.last.is_none())
                    on:click=move |_| screen.happen(None, Tap::Undo, screen.elapsed())
                >
                    <span class="one-line">{undo}</span>
                </button>
                <button
                    class="live-button"
                    type="button"
                    disabled=move || screen.history.with(|history| !history.redo)
                    on:click=move |_| screen.happen(None, Tap::Redo, screen.elapsed())
                >
                    "Redo"
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// The tablet's clock was put right in the lesson: says so, once.
fn clock_was_moved(screen: Screen, by_ms: i32) -> AnyView {
    let words =
        ["The tablet's clock was put ", &clock_moved(by_ms), ". The lesson's time is not affected; nothing is lost."];
    let slept = move |_| {
        screen.store.observing.lesson_slept();
        screen.tick();
        screen.show(None);
    };
    view! {
        <div class="clock-moved" role="status">
            <p>{words.concat()}</p>
            {(by_ms > 0)
                .then(|| {
                    view! {
                        <button class="live-button" type="button" on:click=slept>
                            "No, the tablet was asleep"
                        </button>
                    }
                })}
            <button class="live-button" type="button" on:click=move |_| screen.store.observing.clock_change_read()>
                "OK"
            </button>
        </div>
    }
    .into_any()
}

/// Whether a touch of this key has landed and is not on the disk yet.
fn landed(screen: Screen, target: u8, tap: Tap) -> Memo<bool> {
    Memo::new(move |_| screen.landing.with(|landing| landing.iter().any(|one| one.0 == target && one.1 == tap)))
}

fn lane(screen: Screen, target: u8, call: Memo<Call>) -> AnyView {
    let lane = screen.lane(target);
    let (codes, abc) = screen.running.with_value(|running| (running.sheet.codes.clone(), running.sheet.abc));
    let by_interval = codes.iter().any(|code| code.method.by_interval());
    let paused = Memo::new(move |_| lane.with(|lane| lane.paused));
    let missed = Memo::new(move |_| lane.with(|lane| lane.missed));
    // The buttons are the pupil's; in a comparison interval what is marked is the peer's.
    let peer = Memo::new(move |_| call.get().peer());
    let heading = ["lane-", &target.to_string()].concat();
    let labelled = heading.clone();
    let beside = codes.iter().filter(|code| code.method != Method::Level).count();
    // Two beside each other where there is room; what is left over takes the whole width.
    let count = beside + usize::from(by_interval) + usize::from(abc);
    let is_wide = move |place: usize| count % 2 == 1 && place + 1 == count;
    let (mut keys, mut levels) = (Vec::new(), Vec::new());
    for (place, code) in codes.into_iter().enumerate() {
        if code.method == Method::Level {
            levels.push(level_row(screen, target, place as u8, code));
        } else {
            let wide = is_wide(keys.len());
            keys.push(key(screen, target, place as u8, code, wide));
        }
    }
    let notes = Memo::new(move |_| lane.with(|lane| lane.abc));
    view! {
        <section class="lane" data-colour=screen.colour(target) aria-labelledby=labelled class:resting=move || paused.get().is_some()>
            <div class="lane-head">
                <h2 class="lane-name" id=heading>
                    <span class="swatch"></span>
                    {move || screen.label(target)}
                </h2>
                {move || peer.get().then(|| view! { <strong class="tag">"Now: the comparison peer"</strong> })}
                {move || (missed.get() > 0).then(|| view! { <span class="hint">{missed.get()} " missed"</span> })}
            </div>
            {move || paused.get().map(|reason| rest(screen, target, reason))}
            <div class="keys" data-keys=count.to_string()>
                {keys}
                {by_interval
                    .then(|| {
                        view! {
                            <button
                                class="key unseen"
                                class:wide=is_wide(beside)
                                class:landed=landed(screen, target, Tap::NotSeen)
                                type="button"
                                disabled=move || lane.with(|lane| !lane.can_mark)
                                data-press=""
                                aria-pressed=move || pressed(lane.with(|lane| lane.not_seen))
                                on:pointerdown=move |event| press::down(screen, &event, target, Tap::NotSeen)
                                on:pointerup=move |event| press::up(screen, &event)
                                on:pointercancel=move |event| press::cancelled(screen, &event, target)
                                on:click=move |_| screen.tap(target, Tap::NotSeen)
                            >
                                "Not seen"
                            </button>
                        }
                    })}
                {abc
                    .then(|| {
                        view! {
                            <button
                                class="key abc"
                                class:wide=is_wide(count - 1)
                                type="button"
                                disabled=move || paused.get().is_some()
                                on:click=move |_| screen.dialogs.open_abc(screen.elapsed(), target)
                            >
                                <span class="key-name">"ABC note"</span>
                                <span class="key-figure">{move || (notes.get() > 0).then(|| notes.get().to_string())}</span>
                            </button>
                        }
                    })}
                {levels}
            </div>
        </section>
    }
    .into_any()
}

/// Why a lane rests, and the way on.
fn rest(screen: Screen, target: u8, reason: PauseReason) -> AnyView {
    let alone = move || !screen.paused.get();
    view! {
        <div class="rest">
            <p>"Paused: " {reason.label()}</p>
            {move || {
                alone()
                    .then(|| {
                        view! {
                            <button class="live-button" type="button" on:click=move |_| screen.tap(target, Tap::Is(EventKind::Resumed))>
                                "Resume"
                            </button>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

fn watched(screen: Screen, target: u8, place: u8) -> Memo<Key> {
    let lane = screen.lane(target);
    Memo::new(move |_| lane.with(|lane| lane.keys.get(usize::from(place)).copied().unwrap_or_default()))
}

/// What is below a code's name. Only a running time looks at the clock.
fn figure(screen: Screen, key: Memo<Key>) -> String {
    let Key { shown, .. } = key.get();
    shown.words(if shown.runs() { screen.now.get() } else { 0 })
}

fn level_row(screen: Screen, target: u8, place: u8, code: Code) -> AnyView {
    let key = watched(screen, target, place);
    let label = code.name.clone();
    let levels: Vec<AnyView> = (1..=5).map(|level| level_button(screen, target, place, level, key)).collect();
    view! {
        <div class="levels" role="group" aria-label=label data-colour=code.colour.code()>
            <p class="level-name">
                <span class="key-name">{code.name}</span>
                <span class="key-figure">{move || figure(screen, key)}</span>
            </p>
            {levels}
        </div>
    }
    .into_any()
}

fn key(screen: Screen, target: u8, place: u8, code: Code, wide: bool) -> AnyView {
    let key = watched(screen, target, place);
    let Code { name, colour, method, .. } = code;
    let short = move || {
        let letters = screen.preferences.with(|chosen| chosen.letters);
        screen.running.with_value(|running| live::button_words(&running.sheet, usize::from(place), letters))
    };
    let named = name.clone();
    let toggles = method != Method::Count;
    view! {
        <button
            class="key"
            class:wide=wide
            class:landed=landed(screen, target, Tap::Code(place))
            type="button"
            data-colour=colour.code()
            data-method=method.code()
            data-press=""
            data-name=named
            disabled=move || !key.get().enabled
            aria-pressed=move || toggles.then(|| pressed(key.get().pressed))
            on:pointerdown=move |event| press::down(screen, &event, target, Tap::Code(place))
            on:pointerup=move |event| press::up(screen, &event)
            on:pointercancel=move |event| press::cancelled(screen, &event, target)
            on:click=move |_| screen.tap(target, Tap::Code(place))
        >
            <span class="key-name">
                <span class="swatch"></span>
                <span aria-hidden="true">{short}</span>
                <span class="visually-hidden">{name}</span>
            </span>
            " "
            <span class="key-figure">{move || figure(screen, key)}</span>
        </button>
    }
    .into_any()
}

fn level_button(screen: Screen, target: u8, place: u8, level: u8, key: Memo<Key>) -> AnyView {
    let last = move || match key.get().shown {
        live::Shown::Level { last, at_ms, .. } if last == level => {
            // Where intervals end, the signal puts it out; else time does.
            let _ = screen.moment.get();
            let by_time = screen.running.with_value(|running| running.sheet.intervals.is_none());
            let now = if by_time { screen.now.get() } else { screen.now.get_untracked() };
            screen.running.with_value(|running| live::lit(&running.sheet, at_ms, now))
        }
        _ => false,
    };
    view! {
        <button
            class="level"
            class:landed=landed(screen, target, Tap::Level(place, level))
            type="button"
            data-press=""
            disabled=move || !key.get().enabled
            aria-pressed=move || pressed(last())
            on:pointerdown=move |event| press::down(screen, &event, target, Tap::Level(place, level))
            on:pointerup=move |event| press::up(screen, &event)
            on:pointercancel=move |event| press::cancelled(screen, &event, target)
            on:click=move |_| screen.tap(target, Tap::Level(place, level))
        >
            {level.to_string()}
        </button>
    }
    .into_any()
}

/// The last intervals from the oldest to the newest, each to be corrected by a touch.
fn strip(screen: Screen) -> Option<AnyView> {
    screen.running.with_value(|running| running.sheet.codes.iter().any(|code| code.method.by_interval())).then(|| {
        let cells: Vec<AnyView> = (0..RECENT).rev().map(|place| cell(screen, place)).collect();
        let none = move || screen.moment.get() == 0;
        view! {
            <div class="strip" role="group" aria-label="The last intervals; tap one to correct it">
                {cells}
                <button
                    class="cell"
                    type="button"
                    disabled=none
                    on:click=move |_| {
                        screen.dialogs.open_correction(screen.elapsed(), screen.moment.get_untracked().saturating_sub(1));
                    }
                >
                    "All"
                </button>
            </div>
        }
        .into_any()
    })
}

fn cell(screen: Screen, place: usize) -> AnyView {
    let number = Memo::new(move |_| screen.moment.get().checked_sub(place as u32 + 1));
    let marks: Vec<AnyView> = (0..screen.targets()).map(|target| mark(screen, target, place)).collect();
    let label = move || {
        let number = number.get()?;
        let mut text = ["Correct interval ", &(number + 1).to_string()].concat();
        for target in 0..screen.targets() {
            let words = screen.lane(target).with(|lane| {
                let interval = lane.recent.get(place)?;
                screen.running.with_value(|running| Some(live::interval_words(interval, &running.sheet)))
            });
            text += if target == 0 { ": " } else { "; " };
            text += &words.unwrap_or_default();
        }
        Some(text)
    };
    view! {
        <button
            class="cell"
            class:vacant=move || number.get().is_none()
            type="button"
            aria-label=label
            on:click=move |_| {
                if let Some(number) = number.get_untracked() {
                    screen.dialogs.open_correction(screen.elapsed(), number)
                }
            }
        >
            <span class="cell-number">{move || number.get().map(|number| (number + 1).to_string())}</span>
            <span class="cell-marks">{marks}</span>
        </button>
    }
    .into_any()
}

fn mark(screen: Screen, target: u8, place: usize) -> AnyView {
    let interval = Memo::new(move |_| screen.lane(target).with(|lane| lane.recent.get(place).copied()));
    (move || interval.get().map(|interval| signs(screen, &interval))).into_any()
}

/// An interval's marks as small signs.
pub(super) fn signs(screen: Screen, interval: &casebook_domain::observation::Interval) -> AnyView {
    let sign = live::sign(interval);
    if !sign.is_empty() {
        return view! { <span class="sign">{sign}</span> }.into_any();
    }
    let colours: Vec<&'static str> = screen.running.with_value(|running| {
        let codes = running.sheet.codes.iter().enumerate();
        codes.filter(|(place, _)| interval.scored.has(*place as u8)).map(|(_, code)| code.colour.code()).collect()
    });
    colours
        .into_iter()
        .map(|colour| view! { <span class="swatch" data-colour=colour></span> })
        .collect_view()
        .into_any()
}
