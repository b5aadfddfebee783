//! What happens in an observation, as a list of timestamped events. Events are only ever appended.
//!
//! Undoing a tap is an event too, so the list says everything, and any first part of the list is an observation too.

use super::super::terms::terms;
use super::figures;
use super::intervals::marks;
use super::sheet::{Method, Sheet};

/// The most that are observed in one lesson with one timer.
pub const MOST_TARGETS: usize = 4;

terms! {
    /// Why recording pauses.
    PauseReason {
        OutOfRoom = "out_of_room", "Pupil is out of the room";
        CannotSee = "cannot_see", "I can't see";
        Interrupted = "interrupted", "I was called away";
        Other = "other", "Something else";
        /// The tablet was locked; intervals until unlocking are missed (docs/security.md#at-rest).
        Locked = "locked", "The tablet was locked";
    }
}

/// What led to it, what was done, what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Abc {
    /// Antecedent: what came just before.
    pub antecedent: String,
    /// Behaviour: what the pupil did.
    pub behaviour: String,
    /// Consequence: what came just after.
    pub consequence: String,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Milliseconds since the observation began; never less than the one before.
    pub at_ms: u32,
    /// Which of those observed; `None`: the whole lesson, and everything in a saved observation, which is of one pupil.
    pub target: Option<u8>,
    /// What happened.
    pub what: EventKind,
}

/// Kinds of events. Codes are named by their place on the sheet, intervals by their index from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A code recorded by intervals is scored in this one. A momentary code takes the place of the other momentary ones.
    Scored {
        /// Place of the code.
        code: u8,
        /// Interval from 0.
        interval: u32,
    },
    /// The code is not scored in this interval after all.
    Cleared {
        /// Place of the code.
        code: u8,
        /// Interval from 0.
        interval: u32,
    },
    /// The pupil could not be seen in this interval.
    NotSeen {
        /// Interval from 0.
        interval: u32,
    },
    /// The interval's mark, also "not seen", is taken back.
    Unmarked {
        /// Interval from 0.
        interval: u32,
    },
    /// The interval was watched from its first to its last instant.
    Watched {
        /// Interval from 0.
        interval: u32,
    },
    /// A behaviour that is counted happened.
    Counted {
        /// Place of the code.
        code: u8,
    },
    /// A behaviour that is timed began.
    Began {
        /// Place of the code.
        code: u8,
    },
    /// It stopped.
    Stopped {
        /// Place of the code.
        code: u8,
    },
    /// The cue of a latency was given.
    Cued {
        /// Place of the code.
        code: u8,
    },
    /// The response to it came.
    Responded {
        /// Place of the code.
        code: u8,
    },
    /// A level from 1 to 5.
    Rated {
        /// Place of the code.
        code: u8,
        /// 1 to 5.
        level: u8,
    },
    /// Antecedent, behaviour, consequence.
    Abc(Abc),
    /// A note stamped with time.
    Noted(String),
    /// Recording pauses.
    Paused {
        /// Why.
        reason: PauseReason,
        /// In the mentor's words; may be empty.
        words: String,
    },
    /// Recording continues.
    Resumed,
    /// The event with this place in the list, from 0, is taken back.
    Undone {
        /// Place in the list.
        event: u32,
    },
    /// It stands again.
    Redone {
        /// Place in the list.
        event: u32,
    },
    /// The tablet's clock was put right by this many milliseconds; the lesson's time runs on without it.
    ClockMoved {
        /// Forward; backward when negative.
        by_ms: i32,
    },
    /// The observation ended.
    Ended,
}

impl EventKind {
    /// The code that it is about.
    pub const fn code(&self) -> Option<u8> {
        match *self {
            Self::Scored { code, .. }
            | Self::Cleared { code, .. }
            | Self::Counted { code }
            | Self::Began { code }
            | Self::Stopped { code }
            | Self::Cued { code }
            | Self::Responded { code }
            | Self::Rated { code, .. } => Some(code),
            _ => None,
        }
    }

    /// The interval that it is about.
    pub const fn interval(&self) -> Option<u32> {
        match *self {
            Self::Scored { interval, .. }
            | Self::Cleared { interval, .. }
            | Self::NotSeen { interval }
            | Self::Unmarked { interval }
            | Self::Watched { interval } => Some(interval),
            _ => None,
        }
    }

    /// Whether it says something of the pupil: not only that recording paused, resumed or ended.
    pub(super) const fn records(&self) -> bool {
        self.is_tap() || matches!(self, Self::Watched { .. })
    }

    /// What the mentor did and may take back.
    const fn is_tap(&self) -> bool {
        !matches!(
            self,
            Self::Watched { .. }
                | Self::Undone { .. }
                | Self::Redone { .. }
                | Self::Resumed
                | Self::Ended
                | Self::ClockMoved { .. }
                | Self::Paused { .. }
        )
    }
}

/// Adds an event. Its time is never before the last one's, whatever the clock does.
pub fn push(events: &mut Vec<Event>, at_ms: u32, target: Option<u8>, what: EventKind) {
    let last = events.last().map_or(0, |event| event.at_ms);
    events.push(Event { at_ms: at_ms.max(last), target, what });
}

/// Which events count: not taken back, or taken back and put back. Only what was a tap before can be taken back.
pub fn standing(events: &[Event]) -> Vec<bool> {
    let mut stands = vec![true; events.len()];
    for (place, event) in events.iter().enumerate() {
        let (other, again) = match event.what {
            EventKind::Undone { event } => (event as usize, false),
            EventKind::Redone { event } => (event as usize, true),
            _ => continue,
        };
        stands[place] = false;
        if other < place && events[other].what.is_tap() {
            stands[other] = again;
        }
    }
    stands
}

/// The events that count, of one of those observed and of the whole lesson: what is saved in the file of that pupil. Nothing
/// in it tells of the others.
pub fn of_target(events: &[Event], target: u8) -> Vec<Event> {
    let stands = standing(events);
    let mut own = Vec::with_capacity(events.len());
    for (event, stands) in events.iter().zip(stands) {
        if stands && event.target.is_none_or(|other| other == target) {
            own.push(Event { target: None, ..event.clone() });
        }
    }
    own
}

/// The last tap that counts: what "undo" takes back.
pub fn to_undo(events: &[Event]) -> Option<u32> {
    let stands = standing(events);
    (0..events.len()).rev().find(|&place| stands[place] && events[place].what.is_tap()).map(|place| place as u32)
}

/// The tap that was taken back last, as long as nothing was tapped since: what "redo" puts back.
pub fn to_redo(events: &[Event]) -> Option<u32> {
    let stands = standing(events);
    let mut open = Vec::new();
    for event in events {
        match event.what {
            EventKind::Undone { event } => open.push(event),
            EventKind::Redone { event } => open.retain(|&other| other != event),
            ref what if what.is_tap() => open.clear(),
            _ => {}
        }
    }
    open.pop().filter(|&place| stands.get(place as usize) == Some(&false))
}

/// When the observation ended.
pub fn ended_at(events: &[Event]) -> Option<u32> {
    events.iter().find(|event| event.what == EventKind::Ended).map(|event| event.at_ms)
}

/// The end of an observation; of one that runs, now, and never before what happened last: a clock that was set back changes
/// nothing.
pub fn until(events: &[Event], now_ms: u32) -> u32 {
    ended_at(events).unwrap_or_else(|| events.last().map_or(now_ms, |event| now_ms.max(event.at_ms)))
}

/// The reason for which recording pauses now.
pub fn paused(events: &[Event]) -> Option<PauseReason> {
    let mut now = None;
    for event in events {
        match &event.what {
            EventKind::Paused { reason, .. } => now = Some(*reason),
            EventKind::Resumed | EventKind::Ended => now = None,
            _ => {}
        }
    }
    now
}

/// What a tap on a code means now: scoring and clearing, starting and stopping, cue and response take turns. `target`'s
/// events are judged. `None`: nothing can be recorded yet, as before the first moment. A level is another matter: it needs
/// its number.
pub fn tap(events: &[Event], sheet: &Sheet, target: u8, code: u8, elapsed_ms: u32) -> Option<EventKind> {
    let method = sheet.codes.get(usize::from(code))?.method;
    let own = of_target(events, target);
    Some(match method {
        Method::Momentary | Method::PartialInterval | Method::WholeInterval => {
            let interval = sheet.interval_of(method, elapsed_ms)?;
            let scored = marks(&own, sheet).get(interval as usize).is_some_and(|it| it.has(code));
            // A second tap on a momentary code says the same again; others are switched off by it.
            if scored && method != Method::Momentary {
                EventKind::Cleared { code, interval }
            } else {
                EventKind::Scored { code, interval }
            }
        }
        Method::Count => EventKind::Counted { code },
        Method::Duration if figures::goes_on(&own, code) => EventKind::Stopped { code },
        Method::Duration => EventKind::Began { code },
        Method::Latency if figures::waiting_since(&own, code).is_some() => EventKind::Responded { code },
        Method::Latency => EventKind::Cued { code },
        Method::Level => return None,
    })
}
