//! The live screen's state, and what a touch, a tick or a turn of the screen does.

use std::rc::Rc;

use leptos::prelude::*;

use super::fingers::{Fingers, TapPlace};
use super::open_dialogs::OpenDialogs;
use crate::app::device::{Alarm, Tone};
use crate::app::drafts::Carried;
use crate::app::notice::Notice;
use crate::app::phase::Phase;
use crate::app::store::Store;
use casebook_domain::observation::events::until;
use casebook_domain::observation::recording::Vigil;
use casebook_domain::observation::{Event, EventKind, Recording, RunningObservation, Tap, recording};
use casebook_present::live::{Awake, Call, History, Lane, Preferences, next_wake_ms};
use casebook_present::{dates, live};

/// The live screen's state. Copy: a handle to it.
#[derive(Clone, Copy)]
pub(super) struct Screen {
    pub(super) store: Store,
    pub(super) running: StoredValue<RunningObservation>,
    pub(super) vigil: StoredValue<Vigil>,
    /// The last tick, in milliseconds from the beginning.
    pub(super) ticked: StoredValue<u32>,
    pub(super) alarm: StoredValue<Rc<Alarm>, LocalStorage>,
    pub(super) tone: StoredValue<Rc<Tone>, LocalStorage>,
    pub(super) ended: Callback<()>,
    /// Milliseconds from the beginning, as of the last tick or tap.
    pub(super) now: RwSignal<u32>,
    /// Intervals that have ended.
    pub(super) moment: Memo<u32>,
    pub(super) lanes: StoredValue<Vec<RwSignal<Lane>>>,
    pub(super) history: RwSignal<History>,
    /// What was touched and is not on the disk yet: its button says that the touch has landed.
    pub(super) landing: RwSignal<Vec<(u8, Tap)>>,
    /// Fingers that are down on a key.
    pub(super) fingers: Fingers,
    /// Recording pauses for everybody.
    pub(super) paused: RwSignal<bool>,
    pub(super) preferences: RwSignal<Preferences>,
    /// The last note that was kept, in words.
    pub(super) noted: RwSignal<String>,
    /// Whom the next note is about; `None`: the lesson.
    pub(super) about: RwSignal<Option<u8>>,
    pub(super) dialogs: OpenDialogs,
}

impl Screen {
    /// Milliseconds from the beginning, never before what happened last.
    pub(super) fn elapsed(self) -> u32 {
        let now = self.store.observing.lesson_ms();
        self.store.observing.recorded(|recording| until(recording.events(), now)).unwrap_or(now)
    }

    /// Looks at what has happened.
    pub(super) fn with_events<T: Default>(self, look: impl FnOnce(&[Event]) -> T) -> T {
        self.store.observing.recorded(|recording| look(recording.events())).unwrap_or_default()
    }

    pub(super) fn lane(self, target: u8) -> RwSignal<Lane> {
        self.lanes.with_value(|lanes| lanes[usize::from(target)])
    }

    pub(super) fn targets(self) -> u8 {
        self.lanes.with_value(|lanes| lanes.len() as u8)
    }

    /// What stands for somebody observed: never a name.
    pub(super) fn label(self, target: u8) -> String {
        self.running.with_value(|running| {
            let Some(observed) = running.observed.get(usize::from(target)) else { return String::new() };
            let colour_alone = self.preferences.get().labels == live::Labels::Colour || observed.label.is_empty();
            if colour_alone { observed.colour.label().to_owned() } else { observed.label.clone() }
        })
    }

    /// Words of a note that belong to Safety, with the pupil they are about. While the casebook is locked around the
    /// observation it is opened first, and the note stays.
    pub(super) fn carried(self, target: Option<u8>, words: String) -> Option<Carried> {
        if self.store.session.phase.get_untracked() == Phase::Observing {
            self.dialogs.open_unlock(false);
            return None;
        }
        let about = self.running.with_value(|running| {
            let only = (running.observed.len() == 1).then_some(0);
            target.or(only).and_then(|target| running.observed.get(usize::from(target))?.file)
        });
        Some(Carried { about, words, from: None })
    }

    pub(super) fn colour(self, target: u8) -> &'static str {
        self.running.with_value(|running| {
            running.observed.get(usize::from(target)).map_or("grey", |observed| observed.colour.code())
        })
    }

    pub(super) fn tap(self, target: u8, tap: Tap) {
        self.press(target, tap, TapPlace::default());
    }

    /// A key was touched; `place` gets its event's place in the list once it is on the disk.
    pub(super) fn press(self, target: u8, tap: Tap, place: TapPlace) {
        self.landing.update(|landing| landing.push((target, tap.clone())));
        let landed = (target, tap.clone());
        let next = move |_: &Recording| Some((Some(target), tap));
        self.put(
            self.elapsed(),
            next,
            move |_, at| place.set(Some(at)),
            move || {
                let _ = self.landing.try_update(|landing| {
                    if let Some(at) = landing.iter().position(|one| *one == landed) {
                        landing.remove(at);
                    }
                });
            },
        );
    }

    /// Something happened at this time. It counts, and is shown, once it is on the disk; taps wait for each other and none
    /// is turned away. What a tap means is decided when its turn comes, from the taps before it.
    pub(super) fn happen(self, target: Option<u8>, tap: Tap, at: u32) {
        self.put(at, move |_| Some((target, tap)), |_, _| (), || ());
    }

    /// A note; once it is kept, the desk says so.
    pub(super) fn note(self, target: Option<u8>, text: String, at: u32) {
        let said = text.clone();
        let next = move |_: &Recording| Some((target, Tap::Is(EventKind::Noted(text))));
        // The time that was recorded: what was typed while an interval ended comes after its end.
        let kept = move |event: &Event, _| {
            drop(self.noted.try_set(["Noted at ", &dates::clock(event.at_ms), ": ", &said].concat()));
        };
        self.put(at, next, kept, || ());
    }

    /// `kept` gets the event and its place in the list once it is on the disk; `then` runs in any case.
    pub(super) fn put(
        self,
        at: u32,
        next: impl FnOnce(&Recording) -> Option<(Option<u8>, Tap)> + 'static,
        kept: impl FnOnce(&Event, u32) + 'static,
        then: impl FnOnce() + 'static,
    ) {
        let kept = move |event: &Event, place: u32| {
            kept(event, place);
            self.show(event.target);
            if event.what == EventKind::Ended {
                self.ended.try_run(());
            }
        };
        let done = self.store.observing.record(at, Box::new(next), Box::new(kept));
        let store = self.store;
        store.device.task(async move {
            let done = done.await;
            then();
            if let Err(error) = done {
                store.device.say(Notice::error(&error));
            }
        });
    }

    /// Shows what the events say now: of one lane, or of all.
    pub(super) fn show(self, target: Option<u8>) {
        // The view may be gone when a write is done.
        if self.ticked.try_get_value().is_none() {
            return;
        }
        let now = self.elapsed();
        let shown = |lane: &u8| target.is_none_or(|target| target == *lane);
        let (lanes, history) = self.running.with_value(|running| {
            self.with_events(|events| {
                let lane = |lane| (lane, live::lane(events, &running.sheet, lane, now));
                let lanes: Vec<_> = (0..self.targets()).filter(shown).map(lane).collect();
                (lanes, live::history(events, &running.sheet))
            })
        });
        for (lane, shown) in lanes {
            self.lane(lane).set(shown);
        }
        self.history.set(history);
        let paused = (0..self.targets()).all(|lane| self.lane(lane).with_untracked(|lane| lane.paused.is_some()));
        if self.paused.get_untracked() != paused {
            self.paused.set(paused);
        }
        self.now.set(now);
        self.look(now);
        self.arm();
    }

    pub(super) fn look(self, now: u32) {
        let watching = self.awake() == Awake::Counting;
        self.vigil.update_value(|vigil| vigil.look(now, watching));
    }

    pub(super) fn awake(self) -> Awake {
        if self.store.device.blank.get_untracked() || !self.store.device.is_visible() {
            Awake::Dark
        } else if self.paused.get_untracked() {
            Awake::Paused
        } else {
            Awake::Counting
        }
    }

    /// Sets the one alarm of this screen, or none.
    pub(super) fn arm(self) {
        let chosen = self.preferences.get_untracked();
        let runs = || {
            self.lanes.with_value(|lanes| {
                lanes.iter().any(|lane| lane.with_untracked(|lane| lane.keys.iter().any(|key| key.shown.runs())))
            })
        };
        let cued = chosen.vibration || chosen.tone;
        let wake =
            self.running.with_value(|running| next_wake_ms(&running.sheet, self.elapsed(), self.awake(), cued, runs()));
        self.alarm.with_value(|alarm| match wake {
            // A little after the figure turns: timers may come a moment early.
            Some(wake) => alarm.set(wake + 5, move || self.tick()),
            None => alarm.clear(),
        });
    }

    /// The clock is looked at. Everything comes from its time, nothing from how often this happens.
    pub(super) fn tick(self) {
        let Some(before) = self.ticked.try_get_value() else { return };
        let now = self.elapsed();
        let since = self.vigil.with_value(|vigil| vigil.since_at(now));
        self.ticked.set_value(now);
        let (turned, watched) = self.running.with_value(|running| {
            let turned = recording::turned(&running.sheet, before, now);
            (turned, recording::watched(&running.sheet, since, before, now))
        });
        if let Some(just_now) = turned {
            if just_now {
                self.cue();
            }
            self.show(None);
        } else {
            self.now.set(now);
            self.look(now);
            self.arm();
        }
        if let Some(interval) = watched {
            self.watched(interval, now);
        }
    }

    /// An interval was watched to its end.
    fn watched(self, interval: u32, at: u32) {
        if !self.dialogs.holds(interval, at) {
            self.happen(None, Tap::Is(EventKind::Watched { interval }), at);
        }
    }

    /// Says that the moment has come, as chosen. The flash is the style sheet's, from the interval's number.
    pub(super) fn cue(self) {
        let chosen = self.preferences.get_untracked();
        if chosen.vibration && !self.paused.get_untracked() {
            self.store.device.buzz();
        }
        if chosen.tone && !self.paused.get_untracked() {
            self.tone.with_value(|tone| tone.sound());
        }
    }

    /// The page was shown or hidden, or the screen went blank or came back: everything is checked again before it is painted.
    pub(super) fn turned(self) {
        if self.ticked.try_get_value().is_none() {
            return;
        }
        if self.awake() == Awake::Dark {
            if !self.store.device.is_visible() {
                self.store.observing.lesson_hidden();
            }
            self.look(self.elapsed());
            self.arm();
        } else {
            self.tick();
            self.show(None);
        }
    }

    pub(super) fn call(self) -> Call {
        let marked = self.lanes.with_value(|lanes| lanes.iter().all(|lane| lane.with(|lane| lane.marked)));
        self.running.with_value(|running| live::call(&running.sheet, self.now.get(), marked))
    }
}
