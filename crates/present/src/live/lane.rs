//! The lane of one pupil: its buttons and what they show.

use crate::dates;
use crate::numbers::{counted, whole};
use crate::observation::strip;
use casebook_domain::observation::events::{self, Event, EventKind, PauseReason};
use casebook_domain::observation::figures::{Measured, bouts, figures, goes_on, waiting_since};
use casebook_domain::observation::intervals::{Interval, State, intervals, marks};
use casebook_domain::observation::of_target;
use casebook_domain::observation::recording::{interval_now, usable};
use casebook_domain::observation::sheet::{Method, Sheet};

use super::RECENT;

/// What is on a button below the code's name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// Nothing yet.
    #[default]
    Nothing,
    /// How often.
    Times(u32),
    /// A behaviour continues.
    Going {
        /// Milliseconds from the beginning at which it began.
        since_ms: u32,
        /// Milliseconds that it continued before.
        before_ms: u32,
    },
    /// A behaviour continued.
    Went {
        /// Milliseconds in all.
        total_ms: u32,
        /// How often it began.
        bouts: u32,
    },
    /// A cue waits for its response.
    Waiting {
        /// Milliseconds from the beginning at which it was given.
        since_ms: u32,
    },
    /// The last response.
    Answered {
        /// Milliseconds from its cue.
        last_ms: u32,
        /// Responses in all.
        answers: u32,
    },
    /// The last level.
    Level {
        /// From 1 to 5.
        last: u8,
        /// Ratings in all.
        ratings: u32,
        /// When, in milliseconds from the beginning.
        at_ms: u32,
    },
}

impl Shown {
    /// Whether its words change with time.
    pub const fn runs(self) -> bool {
        matches!(self, Self::Going { .. } | Self::Waiting { .. })
    }

    /// In words, after this many milliseconds.
    pub fn words(self, elapsed_ms: u32) -> String {
        let going = |since_ms: u32| dates::clock(elapsed_ms.saturating_sub(since_ms));
        match self {
            Self::Nothing => String::new(),
            Self::Times(times) => whole(u64::from(times)),
            Self::Going { since_ms, before_ms: 0 } => going(since_ms) + " · tap to stop",
            Self::Going { since_ms, before_ms } => {
                [&going(since_ms), " now, ", &dates::clock(before_ms), " before"].concat()
            }
            Self::Went { total_ms, bouts } => [&dates::clock(total_ms), " in ", &whole(u64::from(bouts))].concat(),
            Self::Waiting { since_ms } => going(since_ms) + " · tap at the response",
            Self::Answered { last_ms, answers } => {
                [&dates::clock(last_ms), " last, ", &counted(u64::from(answers), "response", "responses")].concat()
            }
            Self::Level { last, ratings, .. } => {
                ["last ", &whole(u64::from(last)), ", ", &counted(u64::from(ratings), "rating", "ratings")].concat()
            }
        }
    }
}

/// A level stays lit so long where no signal ends it, in milliseconds.
pub(super) const LIT_MS: u32 = 20_000;

/// Whether a level that was given at this time is still lit: until the next signal.
pub fn lit(sheet: &Sheet, at_ms: u32, elapsed_ms: u32) -> bool {
    match sheet.interval_ms() {
        0 => elapsed_ms.saturating_sub(at_ms) < LIT_MS,
        _ => sheet.ended(at_ms) == sheet.ended(elapsed_ms),
    }
}

/// What is on a code's button in class, where others may read it: "Off task" is "Off". The whole name is its accessible
/// name.
pub fn button_words(sheet: &Sheet, place: usize, letters: bool) -> String {
    if letters {
        return strip::letters(sheet).into_iter().nth(place).unwrap_or_default();
    }
    let name = sheet.codes.get(place).map_or("", |code| code.name.trim());
    let short = match name.to_lowercase().as_str() {
        "on task" => "On",
        "off task" => "Off",
        _ => name,
    };
    short.to_owned()
}

/// A code's button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// It can be used now.
    pub enabled: bool,
    /// It is down: scored in this interval, going on, waiting.
    pub pressed: bool,
    /// What is below the name.
    pub shown: Shown,
}

/// What the screen shows of one of those observed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lane {
    /// Why recording pauses.
    pub paused: Option<PauseReason>,
    /// "Not seen" stands for the interval that can be marked now.
    pub not_seen: bool,
    /// "Not seen" can be marked now.
    pub can_mark: bool,
    /// The moment that can be marked now has its mark.
    pub marked: bool,
    /// Intervals that passed without a mark.
    pub missed: u32,
    /// ABC notes made.
    pub abc: u32,
    /// The buttons, for each code of the sheet in its order.
    pub keys: Vec<Key>,
    /// The last intervals that have ended, the latest first, at most [`RECENT`].
    pub recent: Vec<Interval>,
}

/// What the screen shows of one of those observed after this many milliseconds.
pub fn lane(events: &[Event], sheet: &Sheet, target: u8, elapsed_ms: u32) -> Lane {
    let own = of_target(events, target);
    let paused = events::paused(&own);
    let marks = marks(&own, sheet);
    let figures = figures(&own, sheet, elapsed_ms);
    let now = interval_now(sheet, elapsed_ms);
    let mark = now.and_then(|interval| marks.get(interval as usize)).copied().unwrap_or_default();
    let mut keys = Vec::with_capacity(sheet.codes.len());
    for (place, code) in sheet.codes.iter().enumerate() {
        let index = place as u8;
        let mut key = Key { enabled: paused.is_none() && usable(sheet, index, elapsed_ms), ..Key::default() };
        match &figures.codes[place] {
            Measured::Intervals { .. } => {
                let interval = sheet.interval_of(code.method, elapsed_ms);
                let mark = interval.and_then(|interval| marks.get(interval as usize)).copied().unwrap_or_default();
                key.pressed = mark.has(index) && !mark.not_seen;
            }
            Measured::Count { times } if *times > 0 => key.shown = Shown::Times(*times),
            Measured::Duration { total_ms, bouts: times, .. } => {
                key.pressed = goes_on(&own, index);
                let bouts = bouts(&own, index, elapsed_ms.saturating_add(1));
                key.shown = match bouts.last() {
                    Some(last) if key.pressed => Shown::Going {
                        since_ms: last.from_ms,
                        before_ms: bouts[..bouts.len() - 1].iter().map(|bout| bout.length_ms()).sum(),
                    },
                    Some(_) => Shown::Went { total_ms: *total_ms, bouts: *times },
                    None => Shown::Nothing,
                };
            }
            Measured::Latency { answers_ms, .. } => {
                let waiting = waiting_since(&own, index);
                key.pressed = waiting.is_some();
                key.shown = match (waiting, answers_ms.last()) {
                    (Some(since_ms), _) => Shown::Waiting { since_ms },
                    (None, Some(&last_ms)) => Shown::Answered { last_ms, answers: answers_ms.len() as u32 },
                    (None, None) => Shown::Nothing,
                };
            }
            Measured::Level { levels } => {
                let rated = |event: &&Event| matches!(event.what, EventKind::Rated { code, .. } if code == index);
                let at_ms = own.iter().rfind(rated).map_or(0, |event| event.at_ms);
                if let Some(&last) = levels.last() {
                    key.shown = Shown::Level { last, ratings: levels.len() as u32, at_ms };
                }
            }
            Measured::Count { .. } => {}
        }
        keys.push(key);
    }
    let ended = sheet.ended(elapsed_ms) as usize;
    let recent = intervals(&own, sheet, elapsed_ms).into_iter().take(ended).rev().take(RECENT).collect();
    // Of momentary codes one is the mark, whatever else was scored.
    let moment = sheet.interval_of(Method::Momentary, elapsed_ms).and_then(|interval| marks.get(interval as usize));
    let marked =
        moment.is_some_and(|mark| mark.not_seen || sheet.codes_by(Method::Momentary).any(|code| mark.has(code as u8)));
    Lane {
        paused,
        not_seen: mark.not_seen,
        can_mark: paused.is_none() && now.is_some(),
        marked,
        missed: figures.missed,
        abc: figures.abc,
        keys,
        recent,
    }
}

/// What becomes of an interval, as a small sign beside its number; scored codes show themselves.
pub fn sign(interval: &Interval) -> &'static str {
    match interval.state {
        State::Observed if interval.scored.is_empty() => "○",
        State::Observed => "",
        State::NotSeen => "–",
        State::Missed => "?",
        State::Open => "·",
    }
}
