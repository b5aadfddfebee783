//! The live screen: what a mentor holds in a lesson. Everything that counts is computed from the events; here is only where
//! it stands and what is touched.
//!
//! What wakes the CPU: one alarm of this screen ([`next_wake_ms`]), set anew after each tick and each tap. Once a second
//! while a countdown or a running time can be seen, in step with the figure that turns; behind the blank screen only at the
//! end of an interval, and only if it buzzes or sounds; while recording pauses at the end of an interval; after the last
//! interval never. Beside it, while an observation runs, one look at idleness when it can be due ([`crate::app::locking`]).
//! The cue's flash is the style sheet's.
//!
//! A touch is answered in the next frame: its button shows that it landed. It counts, and the figure shows it, when its row
//! is on the disk.
//!
//! A tap costs: its event appended, its row sealed and put on the disk, one lane computed anew, and of the page what
//! differs: a button's pressed state, a figure.

mod desk;
mod dialogs;
mod lanes;
pub mod preferences;

use std::cell::RefCell;
use std::rc::Rc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::app::device::{Alarm, Tone};
use crate::app::notices::Notice;
use crate::app::observing::Resumed;
use crate::app::store::{Around, Store, use_store};
use crate::domain::observation::events::{push, until};
use crate::domain::observation::{Event, Running, What, elapsed_ms};
use crate::present::live::{self, Awake, Call, History, Lane, Preferences, Tap, Vigil, next_wake_ms};

/// What is on the disk.
struct Log {
    events: Vec<Event>,
    next_seq: u64,
}

/// The live screen's state. Copy: a handle to it.
#[derive(Clone, Copy)]
struct Screen {
    store: Store,
    running: StoredValue<Running>,
    log: StoredValue<Rc<RefCell<Log>>, LocalStorage>,
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
    /// The code that was touched and is not on the disk yet: its button says that the touch has landed.
    landing: RwSignal<Option<(u8, u8)>>,
    /// Recording pauses for everybody.
    paused: RwSignal<bool>,
    preferences: RwSignal<Preferences>,
    /// Whom the next note is about; `None`: the lesson.
    about: RwSignal<Option<u8>>,
    dialogs: dialogs::Open,
}

impl Screen {
    /// Milliseconds from the beginning, never before what happened last: a clock that is set back stands still.
    fn elapsed(self) -> u32 {
        let clock = self.running.with_value(|running| elapsed_ms(running.began, self.store.now()));
        self.log.with_value(|log| until(&log.borrow().events, clock))
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

    fn colour(self, target: u8) -> &'static str {
        self.running.with_value(|running| {
            running.observed.get(usize::from(target)).map_or("grey", |observed| observed.colour.code())
        })
    }

    fn tap(self, target: u8, tap: Tap) {
        if let Tap::Code(place) = tap {
            self.landing.set(Some((target, place)));
        }
        self.happen(Some(target), tap, self.elapsed());
    }

    /// Something happened at this time. It counts, and is shown, once it is on the disk; taps wait for each other and none
    /// is turned away. What a tap means is decided when its turn comes, from the taps before it.
    fn happen(self, target: Option<u8>, tap: Tap, at: u32) {
        let log = self.log.get_value();
        let running = self.running;
        let known = log.clone();
        let next = move || {
            let log = known.borrow();
            let (target, what) = running
                .try_with_value(|running| live::meaning(&log.events, &running.sheet, target, &tap, at))
                .flatten()?;
            let mut event = Event { at_ms: at, target, what };
            event.at_ms = at.max(log.events.last().map_or(0, |last| last.at_ms));
            Some((log.next_seq, event))
        };
        let kept = move |event: Event| {
            let target = event.target;
            let ended = event.what == What::Ended;
            {
                let mut log = log.borrow_mut();
                push(&mut log.events, event.at_ms, target, event.what);
                log.next_seq += 1;
            }
            self.show(target);
            if ended {
                self.ended.try_run(());
            }
        };
        let done = self.store.append_event(Box::new(next), Box::new(kept));
        let store = self.store;
        store.task(async move {
            let done = done.await;
            let _ = self.landing.try_set(None);
            if let Err(error) = done {
                store.say(Notice::error(&error));
            }
        });
    }

    /// Shows what the events say now: of one lane, or of all.
    fn show(self, target: Option<u8>) {
        // The view may be gone when a write is done.
        let Some(log) = self.log.try_get_value() else { return };
        let log = log.borrow();
        let now = self.elapsed();
        self.running.with_value(|running| {
            for lane in (0..self.targets()).filter(|&lane| target.is_none_or(|target| target == lane)) {
                self.lane(lane).set(live::lane(&log.events, &running.sheet, lane, now));
            }
            self.history.set(live::history(&log.events, &running.sheet));
        });
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
            let turned = live::turned(&running.sheet, before, now);
            (turned, live::watched(&running.sheet, since, before, now))
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

    /// The page was shown or hidden, or the screen went blank or came back: all is looked at anew before it is painted.
    fn turned(self) {
        if self.ticked.try_get_value().is_none() {
            return;
        }
        if self.awake() == Awake::Dark {
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
    let (running, events, next_seq) =
        resumed.with_value(|resumed| (resumed.running.clone(), resumed.events.clone(), resumed.next_seq));
    let start = until(&events, elapsed_ms(running.began, store.now()));
    let targets = running.observed.len();
    let to_resume = live::to_resume(&events, &running);
    let running = StoredValue::new(running);
    let now = RwSignal::new(start);
    let screen = Screen {
        store,
        running,
        log: StoredValue::new_local(Rc::new(RefCell::new(Log { events, next_seq }))),
        vigil: StoredValue::new(Vigil::default()),
        ticked: StoredValue::new(start),
        alarm: StoredValue::new_local(Rc::default()),
        tone: StoredValue::new_local(Rc::default()),
        ended,
        now,
        moment: Memo::new(move |_| running.with_value(|running| running.sheet.ended(now.get()))),
        lanes: StoredValue::new((0..targets).map(|_| RwSignal::new(Lane::default())).collect()),
        history: RwSignal::new(History::default()),
        landing: RwSignal::new(None),
        paused: RwSignal::new(false),
        preferences: RwSignal::new(store.live_preferences()),
        about: RwSignal::new(None),
        dialogs: dialogs::Open::default(),
    };
    screen.show(None);
    for target in to_resume {
        screen.happen(target, Tap::Is(What::Resumed), start);
    }
    // The screen stays lit while this view lives, and taken again whenever it comes back.
    let _lit = StoredValue::new_local(store.awake());
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
            {lanes::lanes(screen)}
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
