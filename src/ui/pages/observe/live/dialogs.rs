//! What is asked on the live screen: why to pause, whether to stop, an ABC note, what a past interval should say.

use leptos::prelude::*;

use super::lanes::{pressed, signs};
use super::{Screen, preferences};
use crate::ui::parts::about_safety::Asking;
use crate::ui::parts::{AskPassphrase, Dialog};
use casebook_domain::observation::recording::{correction as corrected, ended_intervals};
use casebook_domain::observation::{Abc, Code, PauseReason, State, Tap, What};
use casebook_present::dates;
use casebook_present::live;
use casebook_present::observation::strip;

/// Why recording pauses, as far as a mentor chooses it.
const REASONS: [PauseReason; 4] =
    [PauseReason::OutOfRoom, PauseReason::CannotSee, PauseReason::Interrupted, PauseReason::Other];

/// Which dialog is open, and what it is about.
#[derive(Clone, Copy)]
pub(super) struct Open {
    pause: RwSignal<bool>,
    stop: RwSignal<bool>,
    abc: RwSignal<bool>,
    correction: RwSignal<bool>,
    /// How the screen is set.
    pub screen: RwSignal<bool>,
    /// What counts as what.
    pub codes: RwSignal<bool>,
    unlock: RwSignal<bool>,
    /// "Worried about safety" is wanted once it is unlocked.
    worried: RwSignal<bool>,
    /// Who is meant; `None`: everybody.
    target: RwSignal<Option<u8>>,
    /// The interval that is corrected.
    interval: RwSignal<u32>,
    /// When the dialog was opened, in milliseconds from the beginning: what it records belongs there.
    at: RwSignal<u32>,
    /// Intervals watched while "stop" was asked. Where the mentor stops, they were none of the observation.
    held: StoredValue<Vec<(u32, u32)>>,
}

impl Default for Open {
    fn default() -> Self {
        let closed = || RwSignal::new(false);
        Self {
            pause: closed(),
            stop: closed(),
            abc: closed(),
            correction: closed(),
            screen: closed(),
            codes: closed(),
            unlock: closed(),
            worried: closed(),
            target: RwSignal::new(None),
            interval: RwSignal::new(0),
            at: RwSignal::new(0),
            held: StoredValue::new(Vec::new()),
        }
    }
}

impl Open {
    fn open(self, dialog: RwSignal<bool>, screen: Screen, target: Option<u8>) {
        self.at.set(screen.elapsed());
        self.target.set(target);
        dialog.set(true);
    }

    /// The casebook is locked around the observation.
    pub(super) fn open_unlock(self, worried: bool) {
        self.worried.set(worried);
        self.unlock.set(true);
    }

    pub(super) fn open_pause(self, screen: Screen) {
        self.open(self.pause, screen, None);
    }

    /// The observation ends when "stop" is touched, not when it is confirmed.
    pub(super) fn open_stop(self, screen: Screen) {
        self.open(self.stop, screen, None);
    }

    pub(super) fn open_abc(self, screen: Screen, target: u8) {
        self.open(self.abc, screen, Some(target));
    }

    pub(super) fn open_correction(self, screen: Screen, interval: u32) {
        self.interval.set(interval);
        self.open(self.correction, screen, None);
    }

    /// An interval was watched to its end.
    pub(super) fn watched(self, screen: Screen, interval: u32, at: u32) {
        if self.stop.get_untracked() {
            self.held.update_value(|held| held.push((interval, at)));
        } else {
            screen.happen(None, Tap::Is(What::Watched { interval }), at);
        }
    }
}

/// Every dialog of the live screen.
pub(super) fn dialogs(screen: Screen) -> AnyView {
    let open = screen.dialogs;
    // "Stop" was asked and not confirmed: what was watched in the meantime counts.
    Effect::new(move |_| {
        if !open.stop.get() {
            for (interval, at) in open.held.try_update_value(std::mem::take).unwrap_or_default() {
                screen.happen(None, Tap::Is(What::Watched { interval }), at);
            }
        }
    });
    view! {
        <Dialog open=open.pause id="live-pause" title="Pause recording">{pause(screen)}</Dialog>
        <Dialog open=open.stop id="live-stop" title="Stop observing?">{stop(screen)}</Dialog>
        <Dialog open=open.abc id="live-abc" title="What happened?">{abc(screen)}</Dialog>
        <Dialog open=open.correction id="live-correction" title="Correct an interval">{correction(screen)}</Dialog>
        <Dialog open=open.screen id="live-screen" title="Screen">
            {preferences::chosen(screen.store, screen.preferences)}
            {close(open.screen)}
        </Dialog>
        <Dialog open=open.unlock id="live-unlock" title="The casebook is locked">{unlock(screen)}</Dialog>
        <Dialog open=open.codes id="live-codes" title="What counts">{codes(screen)}{close(open.codes)}</Dialog>
    }
    .into_any()
}

fn close(open: RwSignal<bool>) -> AnyView {
    view! {
        <div class="actions">
            <button class="live-button" type="button" on:click=move |_| open.set(false)>"Back to observing"</button>
        </div>
    }
    .into_any()
}

/// Who is meant, where several are observed.
fn who(screen: Screen, chosen: RwSignal<Option<u8>>) -> Option<AnyView> {
    (screen.targets() > 1).then(|| {
        let one = move |target: u8| {
            view! {
                <button class="live-button" type="button" data-colour=screen.colour(target)
                    aria-pressed=move || pressed(chosen.get() == Some(target))
                    on:click=move |_| chosen.set(Some(target))><span class="swatch"></span> {screen.label(target)}</button>
            }
            .into_any()
        };
        let each: Vec<AnyView> = (0..screen.targets()).map(one).collect();
        view! {
            <div class="actions" role="group" aria-label="Who it is about">
                <button class="live-button" type="button" aria-pressed=move || pressed(chosen.get().is_none())
                    on:click=move |_| chosen.set(None)>"Everybody"</button>
                {each}
            </div>
        }
        .into_any()
    })
}

fn pause(screen: Screen) -> AnyView {
    let open = screen.dialogs;
    let words = RwSignal::new(String::new());
    let asking = Asking::in_class();
    let one = move |reason: PauseReason| {
        view! {
            <button class="live-button" type="button" on:click=move |_| {
                if asking.stops_text(&words.get_untracked()) {
                    return;
                }
                let what = What::Paused { reason, words: words.get_untracked().trim().to_owned() };
                screen.happen(open.target.get_untracked(), Tap::Is(what), open.at.get_untracked());
                open.pause.set(false);
            }>{reason.label()}</button>
        }
        .into_any()
    };
    let reasons: Vec<AnyView> = REASONS.into_iter().map(one).collect();
    view! {
        {who(screen, open.target)}
        <p id="pause-why">"Why? Recording pauses from when you tapped \"Pause\"."</p>
        <div class="reasons" role="group" aria-labelledby="pause-why">{reasons}</div>
        <div class="field">
            <label for="pause-words">"In your words "<span class="optional">"(optional)"</span></label>
            <input class="input" id="pause-words" maxlength="200" autocomplete="off" prop:value=move || words.get()
                on:input:target=move |event| words.set(event.target().value())/>
        </div>
        {asking.beside(words.into(), move || {
            let carried = screen.carried(open.target.get_untracked(), words.get_untracked())?;
            words.set(String::new());
            Some(carried)
        })}
        {close(open.pause)}
    }
    .into_any()
}

/// The casebook was locked around the observation: with the passphrase it opens again, and recording continues in the meantime.
fn unlock(screen: Screen) -> AnyView {
    let store = screen.store;
    let worried = screen.dialogs.worried.get_untracked();
    let then = Callback::new(move |()| {
        if worried {
            store.go(store.worry_route());
        }
    });
    view! {
        <p>"Nobody touched the tablet for a while. The observation is still running."</p>
        <AskPassphrase id="live-passphrase" words="Unlock"
            check=|store, typed| Box::pin(async move { store.unlock_around_observation(&typed).await }) then/>
        {close(screen.dialogs.unlock)}
    }
    .into_any()
}

fn stop(screen: Screen) -> AnyView {
    let open = screen.dialogs;
    let confirm = move |_| {
        open.held.set_value(Vec::new());
        open.stop.set(false);
        screen.happen(None, Tap::Is(What::Ended), open.at.get_untracked());
    };
    view! {
        <p>"It ends at " {dates::clock(open.at.get_untracked())} ", when you tapped \"Stop\". The summary comes next."</p>
        <div class="actions">
            <button class="live-button stop" type="button" on:click=confirm>"Stop and see the summary"</button>
            <button class="live-button" type="button" autofocus on:click=move |_| open.stop.set(false)>"Back to observing"</button>
        </div>
    }
    .into_any()
}

fn abc(screen: Screen) -> AnyView {
    let open = screen.dialogs;
    let lists = screen.store.kit.with_untracked(|kit| kit.lists(screen.store.school_phase()));
    let parts = [RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new())];
    let part = |place: usize, id: &'static str, title: &'static str, words: Vec<String>| {
        let text = parts[place];
        let pick = move |words: String| {
            let (same, shown) = (words.clone(), words.clone());
            view! {
                <button class="live-button" type="button" aria-pressed=move || pressed(text.with(|text| *text == same))
                    on:click=move |_| text.set(words.clone())>{shown}</button>
            }
            .into_any()
        };
        let picks: Vec<AnyView> = words.into_iter().map(pick).collect();
        view! {
            <div class="abc-part">
                <label for=id>{title}</label>
                <div class="picks">{picks}</div>
                <input class="input" id=id maxlength="300" autocomplete="off" prop:value=move || text.get()
                    on:input:target=move |event| text.set(event.target().value())/>
            </div>
        }
        .into_any()
    };
    let asking = Asking::in_class();
    let said = move || parts.map(|part| part.get().trim().to_owned()).join("\n");
    let empty = move || parts.iter().all(|part| part.with(|part| part.trim().is_empty()));
    let keep = move |_| {
        if asking.stops_text(&untrack(said)) {
            return;
        }
        let [antecedent, behaviour, consequence] = parts.map(|part| part.get_untracked().trim().to_owned());
        let what = What::Abc(Abc { antecedent, behaviour, consequence });
        screen.happen(open.target.get_untracked(), Tap::Is(what), open.at.get_untracked());
        open.abc.set(false);
    };
    let whose = move || {
        open.target.get().filter(|_| screen.targets() > 1).map(|target| {
        view! { <p class="lane-name" data-colour=screen.colour(target)><span class="swatch"></span> {screen.label(target)}</p> }
    })
    };
    view! {
        {whose}
        <div class="abc-parts">
            {part(0, "abc-before", "Before", lists.antecedents)}
            {part(1, "abc-behaviour", "What the pupil did", lists.behaviours)}
            {part(2, "abc-after", "After", lists.consequences)}
        </div>
        {asking.beside(Signal::derive(said), move || {
            let carried = screen.carried(open.target.get_untracked(), untrack(said).trim().to_owned())?;
            for part in parts {
                part.set(String::new());
            }
            Some(carried)
        })}
        <div class="actions">
            <button class="live-button go-on" type="button" disabled=empty on:click=keep>
                "Keep the note at " {dates::clock(open.at.get_untracked())}
            </button>
            <button class="live-button" type="button" on:click=move |_| open.abc.set(false)>"Cancel"</button>
        </div>
    }
    .into_any()
}

fn correction(screen: Screen) -> AnyView {
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
            <button class="live-button" type="button" aria-label="The interval before" disabled=move || number.get() == 0
                on:click=move |_| number.update(|number| *number = number.saturating_sub(1))>"◀"</button>
            <p class="interval-name">{when}</p>
            <button class="live-button" type="button" aria-label="The interval after"
                disabled=move || { number.get() >= last() }
                on:click=move |_| number.update(|number| *number += 1)>"▶"</button>
        </div>
        {each}
        {close(open.correction)}
        <div class="all-intervals" role="group" aria-label="All intervals so far">{move || all(screen)}</div>
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
    let say = move |what: What| screen.happen(Some(target), Tap::Is(what), screen.elapsed());
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
                    <button class="live-button code" type="button" data-colour=code.colour.code()
                        aria-pressed=move || pressed(is()) on:click=tap><span class="swatch"></span> {code.name.clone()}</button>
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
                <span class="swatch"></span> {screen.label(target)} <span class="hint">{words}</span>
            </p>
            <div class="actions">
                {buttons}
                <button class="live-button" type="button" aria-pressed=move || pressed(unseen())
                    on:click=move |_| say(What::NotSeen { interval: number.get_untracked() })>"Not seen"</button>
                <button class="live-button" type="button"
                    on:click=move |_| say(What::Unmarked { interval: number.get_untracked() })>"Clear"</button>
            </div>
        </section>
    }
    .into_any()
}

/// Every interval so far, the latest first.
fn all(screen: Screen) -> Vec<AnyView> {
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
            <button class="cell" type="button" aria-label=label aria-pressed=move || pressed(number.get() == place as u32)
                on:click=move |_| number.set(place as u32)>
                <span class="cell-number">{place + 1}</span>
                <span class="cell-marks">{marks}</span>
            </button>
        }
        .into_any()
    };
    (0..ended).rev().map(cell).collect()
}

/// What counts as what, in the school's words.
fn codes(screen: Screen) -> AnyView {
    let all = screen.running.with_value(|running| running.sheet.codes.clone());
    let letters = screen.running.with_value(|running| strip::letters(&running.sheet));
    let lettered = screen.preferences.with_untracked(|chosen| chosen.letters);
    let one = |(code, letter): (Code, String)| {
        let letter = lettered.then(|| [&letter, ": "].concat());
        view! {
            <dt data-colour=code.colour.code()><span class="swatch"></span> {letter} {code.name}</dt>
            <dd>{code.definition} <span class="hint">" " {code.method.label()}</span></dd>
        }
        .into_any()
    };
    let each: Vec<AnyView> = all.into_iter().zip(letters).map(one).collect();
    view! { <dl class="facts codes">{each}</dl> }.into_any()
}
