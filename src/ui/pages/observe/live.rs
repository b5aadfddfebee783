//! The live screen: what a mentor holds in a lesson. Everything that counts is computed from the events; this module
//! only holds the layout and the touches.
//!
//! What wakes the CPU: one alarm of this screen ([`next_wake_ms`]), set again after each tick and each tap. Once a second
//! while a countdown or a running time can be seen, in step with the figure that turns; behind the blank screen only at the
//! end of an interval, and only if it buzzes or sounds; while recording pauses at the end of an interval; after the last
//! interval never. Beside it, while an observation runs, one look at idleness when it can be due ([`crate::app::locking`]).
//! The cue's flash is the style sheet's.
//!
//! A key counts when a finger comes down on it, each finger by itself ([`press`]), and shows in the next frame that the touch
//! landed. The figure shows it when its row is on the disk. Every other button acts when its finger is lifted.
//!
//! The events and the lesson's clock have one owner below the views, [`crate::app::observing::session`].
//!
//! A tap costs: its event appended, its row sealed and put on the disk, one lane computed again, and of the page what
//! differs: a button's pressed state, a figure.

mod desk;
mod dialogs;
mod lanes;
pub mod preferences;
mod press;

use std::rc::Rc;

pub(super) use lanes::pressed;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::app::device::{Alarm, Tone};
use crate::app::drafts::Carried;
use crate::app::notices::Notice;
use crate::app::observing::Resumed;
use crate::app::store::{Around, Phase, Store, use_store};
use casebook_domain::observation::events::until;
use casebook_domain::observation::recording::{self, Vigil};
use casebook_domain::observation::{Event, Recording, Running, Tap, What};
use casebook_present::dates;
use casebook_present::live::{self, Awake, Call, History, Lane, Preferences, next_wake_ms};

/// The live screen's state. Copy: a handle to it.
#[derive(Clone, Copy)]
struct Screen {
    store: Store,
    running: StoredValue<Running>,
    vigil: StoredValue<Vigil>,
    /// The last tick, in milliseconds from the beginning.
    ticked: StoredValue<u32>,
    alarm: StoredValue<Rc<Alarm>, LocalStorage>,
    tone: StoredValue<Rc<Tone>, LocalStorage>,
    ended: Callback<()>,
    /// Milliseconds from the beginning, as of the last tick or tap.
    now: RwSignal<u32>,
    /// Intervals that have ended.
    moment: Memo<u32>,
    lanes: StoredValue<Vec<RwSignal<Lane>>>,
    history: RwSignal<History>,
    /// What was touched and is not on the disk yet: its button says that the touch has landed.
    landing: RwSignal<Vec<(u8, Tap)>>,
    /// Fingers that are down on a key.
    fingers: press::Fingers,
    /// Recording pauses for everybody.
    paused: RwSignal<bool>,
    preferences: RwSignal<Preferences>,
    /// The last note that was kept, in words.
    noted: RwSignal<String>,
    /// Whom the next note is about; `None`: the lesson.
    about: RwSignal<Option<u8>>,
    dialogs: dialogs::Open,
}

impl Screen {
    /// Milliseconds from the beginning, never before what happened last.
    fn elapsed(self) -> u32 {
        let now = self.store.lesson_ms();
        self.store.recorded(|recording| until(recording.events(), now)).unwrap_or(now)
    }

    /// Looks at what has happened.
    fn with_events<T: Default>(self, look: impl FnOnce(&[Event]) -> T) -> T {
        self.store.recorded(|recording| look(recording.events())).unwrap_or_default()
    }

    fn lane(self, target: u8) -> RwSignal<Lane> {
        self.lanes.with_value(|lanes| lanes[usize::from(target)])
    }

    fn targets(self) -> u8 {
        self.lanes.with_value(|lanes| lanes.len() as u8)
    }

    /// What stands for somebody observed: never a name.
    fn label(self, target: u8) -> String {
        self.running.with_value(|running| {
            let Some(observed) = running.observed.get(usize::from(target)) else { return String::new() };
            let colour_alone = self.preferences.get().labels == live::Labels::Colour || observed.label.is_empty();
            if colour_alone { observed.colour.label().to_owned() } else { observed.label.clone() }
        })
    }

    /// Words of a note that belong to Safety, with the pupil they are about. While the casebook is locked around the
    /// observation it is opened first, and the note stays.
    fn carried(self, target: Option<u8>, words: String) -> Option<Carried> {
        if self.store.phase.get_untracked() == Phase::Observing {
            self.dialogs.open_unlock(false);
            return None;
        }
        let about = self.running.with_value(|running| {
            let only = (running.observed.len() == 1).then_some(0);
            target.or(only).and_then(|target| running.observed.get(usize::from(target))?.file)
        });
        Some(Carried { about, words, from: None })
    }

    fn colour(self, target: u8) -> &'static str {
        self.running.with_value(|running| {
            running.observed.get(usize::from(target)).map_or("grey", |observed| observed.colour.code())
        })
    }

    fn tap(self, target: u8, tap: Tap) {
        self.press(target, tap, press::Place::default());
    }

    /// A key was touched; `place` gets its event's place in the list once it is on the disk.
    fn press(self, target: u8, tap: Tap, place: press::Place) {
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
    fn happen(self, target: Option<u8>, tap: Tap, at: u32) {
        self.put(at, move |_| Some((target, tap)), |_, _| (), || ());
    }

    /// A note; once it is kept, the desk says so.
    fn note(self, target: Option<u8>, text: String, at: u32) {
        let said = text.clone();
        let next = move |_: &Recording| Some((target, Tap::Is(What::Noted(text))));
        // The time that was recorded: what was typed while an interval ended comes after its end.
        let kept = move |event: &Event, _| {
            drop(self.noted.try_set(["Noted at ", &dates::clock(event.at_ms), ": ", &said].concat()));
        };
        self.put(at, next, kept, || ());
    }

    /// `kept` gets the event and its place in the list once it is on the disk; `then` runs in any case.
    fn put(
        self,
        at: u32,
        next: impl FnOnce(&Recording) -> Option<(Option<u8>, Tap)> + 'static,
        kept: impl FnOnce(&Event, u32) + 'static,
        then: impl FnOnce() + 'static,
    ) {
        let kept = move |event: &Event, place: u32| {
            kept(event, place);
            self.show(event.target);
            if event.what == What::Ended {
                self.ended.try_run(());
            }
        };
        let done = self.store.record(at, Box::new(next), Box::new(kept));
        let store = self.store;
        store.task(async move {
            let done = done.await;
            then();
            if let Err(error) = done {
                store.say(Notice::error(&error));
            }
        });
    }

    /// Shows what the events say now: of one lane, or of all.
    fn show(self, target: Option<u8>) {
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

    fn look(self, now: u32) {
        let watching = self.awake() == Awake::Counting;
        self.vigil.update_value(|vigil| vigil.look(now, watching));
    }

    fn awake(self) -> Awake {
        if self.store.blank.get_untracked() || !self.store.is_visible() {
            Awake::Dark
        } else if self.paused.get_untracked() {
            Awake::Paused
        } else {
            Awake::Counting
        }
    }

    /// Sets the one alarm of this screen, or none.
    fn arm(self) {
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
    fn tick(self) {
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
            self.dialogs.watched(self, interval, now);
        }
    }

    /// Says that the moment has come, as chosen. The flash is the style sheet's, from the interval's number.
    fn cue(self) {
        let chosen = self.preferences.get_untracked();
        if chosen.vibration && !self.paused.get_untracked() {
            self.store.buzz();
        }
        if chosen.tone && !self.paused.get_untracked() {
            self.tone.with_value(|tone| tone.sound());
        }
    }

    /// The page was shown or hidden, or the screen went blank or came back: everything is checked again before it is painted.
    fn turned(self) {
        if self.ticked.try_get_value().is_none() {
            return;
        }
        if self.awake() == Awake::Dark {
            if !self.store.is_visible() {
                self.store.lesson_hidden();
            }
            self.look(self.elapsed());
            self.arm();
        } else {
            self.tick();
            self.show(None);
        }
    }

    fn call(self) -> Call {
        let marked = self.lanes.with_value(|lanes| lanes.iter().all(|lane| lane.with(|lane| lane.marked)));
        self.running.with_value(|running| live::call(&running.sheet, self.now.get(), marked))
    }
}

/// The observation while it runs.
#[component]
pub fn Live(
    /// As it lies on the disk.
    resumed: StoredValue<Resumed>,
    /// It has ended.
    ended: Callback<()>,
) -> impl IntoView {
    let store = use_store();
    let running = resumed.with_value(|resumed| resumed.running.clone());
    let now = store.lesson_ms();
    let start = store.recorded(|recording| until(recording.events(), now)).unwrap_or(now);
    let targets = running.observed.len();
    let to_resume = store.recorded(|recording| recording::to_resume(recording.events(), &running)).unwrap_or_default();
    let running = StoredValue::new(running);
    let now = RwSignal::new(start);
    let screen = Screen {
        store,
        running,
        vigil: StoredValue::new(Vigil::default()),
        ticked: StoredValue::new(start),
        alarm: StoredValue::new_local(Rc::default()),
        tone: StoredValue::new_local(Rc::default()),
        ended,
        now,
        moment: Memo::new(move |_| running.with_value(|running| running.sheet.ended(now.get()))),
        lanes: StoredValue::new((0..targets).map(|_| RwSignal::new(Lane::default())).collect()),
        history: RwSignal::new(History::default()),
        landing: RwSignal::new(Vec::new()),
        fingers: press::Fingers::default(),
        paused: RwSignal::new(false),
        preferences: RwSignal::new(store.live_preferences()),
        noted: RwSignal::new(String::new()),
        about: RwSignal::new(None),
        dialogs: dialogs::Open::default(),
    };
    screen.show(None);
    for target in to_resume {
        screen.happen(target, Tap::Is(What::Resumed), start);
    }
    // The screen stays lit while this view lives, and taken again whenever it comes back.
    let _lit = StoredValue::new_local(store.awake());
    let _each = StoredValue::new_local(store.each_finger_by_itself(".live"));
    let _watching = StoredValue::new_local(store.when_shown(move |_| screen.turned()));
    Effect::new(move |_| {
        store.blank.track();
        screen.turned();
    });
    Effect::new(move |_| {
        if screen.preferences.get().dark {
            store.show_dark()
        } else {
            store.show_theme()
        }
        screen.arm();
    });
    store.around.set(Around::Nothing);
    // What was said before would lie over the buttons.
    store.notice.set(None);
    on_cleanup(move || {
        store.show_theme();
        let _ = store.around.try_set(Around::Navigation);
    });
    store.focus_title();
    let wake_tone = move |_| {
        if screen.preferences.get_untracked().tone {
            screen.tone.with_value(|tone| tone.wake());
        }
    };
    let call = Memo::new(move |_| screen.call());
    let codes = running.with_value(|running| if running.sheet.codes.len() > 6 { "many" } else { "few" });
    view! {
        <div class="live" data-targets=targets.to_string()
            data-codes=codes
            data-beat=move || if screen.moment.get().is_multiple_of(2) { "even" } else { "odd" }
            class:left=move || screen.preferences.get().left
            class:flash=move || screen.preferences.get().flash && screen.moment.get() != 0
            class:looking=move || matches!(call.get(), Call::Look { .. }) && !screen.paused.get()
            class:peer=move || call.get().peer() && !screen.paused.get()
            class:resting=move || screen.paused.get()
            on:pointerdown=wake_tone on:keydown=move |event| digit(screen, &event)>
            {desk::desk(screen, call)}
            {lanes::lanes(screen, call)}
        </div>
        {dialogs::dialogs(screen)}
    }
}

/// Digits stand for the codes, in their order on the sheet, where one pupil is observed.
fn digit(screen: Screen, event: &KeyboardEvent) {
    let code = event.key().parse::<u8>().ok().and_then(|digit| digit.checked_sub(1));
    if let Some(code) = code
        && screen.targets() == 1
        && !event.ctrl_key()
        && !event.alt_key()
        && !event.meta_key()
        && !event.repeat()
    {
        screen.tap(0, Tap::Code(code));
    }
}
