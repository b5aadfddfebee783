//! The intervals of an observation, computed from its events: which were observed, not seen or missed, and what was scored
//! in them. Everything that counts, draws or exports intervals starts here.

use super::events::{Event, EventKind, PauseReason, ended_at, until};
use super::sheet::{Instant, Method, Sheet};

/// A set of codes, by their place on the sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Codes(u32);

impl Codes {
    /// Whether the code is in it.
    pub const fn has(self, code: u8) -> bool {
        (code as u32) < u32::BITS && self.0 & (1 << code) != 0
    }

    /// Whether none is in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn set(&mut self, code: u8, scored: bool) {
        if u32::from(code) < u32::BITS {
            self.0 = if scored { self.0 | (1 << code) } else { self.0 & !(1 << code) };
        }
    }
}

/// What the events say of an interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// What was scored.
    pub scored: Codes,
    /// The pupil could not be seen.
    pub not_seen: bool,
    /// Something was scored or cleared by hand.
    pub touched: bool,
    /// It was watched from its first to its last instant.
    pub watched: bool,
}

impl Mark {
    /// Whether the code is scored.
    pub const fn has(self, code: u8) -> bool {
        self.scored.has(code)
    }
}

/// What became of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Seen; it counts.
    Observed,
    /// The pupil was out of the room or could not be seen, or recording was paused for a reason: it does not count.
    NotSeen,
    /// It passed without a mark, as when the tablet slept or was locked: it does not count.
    Missed,
    /// Not over, or its mark may still come; after the end: not reached.
    Open,
}

/// One interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Its index, from 0.
    pub index: u32,
    /// Its first instant, in milliseconds from the beginning.
    pub from_ms: u32,
    /// The instant after its last.
    pub until_ms: u32,
    /// A comparison peer is watched in it.
    pub peer: bool,
    /// What became of it.
    pub state: State,
    /// What was scored in it; of an interval that was not observed it says nothing.
    pub scored: Codes,
}

/// A time in which recording paused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// When it began.
    pub from_ms: u32,
    /// When it ended; open ones end with the observation.
    pub until_ms: u32,
    /// Why.
    pub reason: PauseReason,
}

/// The pauses up to an instant. `events` are of one target ([`super::of_target`]).
pub fn pauses(events: &[Event], until_ms: u32) -> Vec<Pause> {
    let mut all = Vec::new();
    let mut open: Option<(u32, PauseReason)> = None;
    let mut close = |open: &mut Option<(u32, PauseReason)>, at: u32| {
        if let Some((from_ms, reason)) = open.take() {
            let until_ms = at.min(until_ms);
            if from_ms < until_ms {
                all.push(Pause { from_ms, until_ms, reason });
            }
        }
    };
    for event in events {
        match event.what {
            EventKind::Paused { reason, .. } => {
                close(&mut open, event.at_ms);
                open = Some((event.at_ms, reason));
            }
            EventKind::Resumed | EventKind::Ended => close(&mut open, event.at_ms),
            _ => {}
        }
    }
    close(&mut open, until_ms);
    all
}

/// What the events of one target say of each planned interval.
pub fn marks(events: &[Event], sheet: &Sheet) -> Vec<Mark> {
    let mut marks = vec![Mark::default(); sheet.planned_intervals() as usize];
    for event in events {
        let Some(mark) = event.what.interval().and_then(|interval| marks.get_mut(interval as usize)) else { continue };
        match event.what {
            EventKind::Scored { code, .. } => {
                let Some(known) = sheet.codes.get(usize::from(code)) else { continue };
                if known.method == Method::Momentary {
                    for other in sheet.codes_by(Method::Momentary) {
                        mark.scored.set(other as u8, false);
                    }
                }
                mark.scored.set(code, true);
                (mark.not_seen, mark.touched) = (false, true);
            }
            EventKind::Cleared { code, .. } => {
                mark.scored.set(code, false);
                (mark.not_seen, mark.touched) = (false, true);
            }
            EventKind::NotSeen { .. } => mark.not_seen = true,
            EventKind::Unmarked { .. } => *mark = Mark { watched: mark.watched, ..Mark::default() },
            EventKind::Watched { .. } => mark.watched = true,
            _ => {}
        }
    }
    marks
}

/// The planned intervals at an instant of a running observation, or at the end of one that ended. `events` are of one
/// target ([`super::of_target`]).
pub fn intervals(events: &[Event], sheet: &Sheet, now_ms: u32) -> Vec<Interval> {
    let ended = ended_at(events);
    let now_ms = until(events, now_ms);
    let length = sheet.interval_ms();
    let pauses = pauses(events, now_ms);
    let instant = sheet.intervals.map_or(Instant::End, |intervals| intervals.instant);
    let blank_is_data = sheet.blank_is_data();
    // While it runs, a moment at the end of an interval can be marked until the next one comes.
    let grace = if ended.is_none() && instant == Instant::End && !blank_is_data { length } else { 0 };
    let one = |(index, mark): (usize, Mark)| {
        let from_ms = index as u32 * length;
        let until_ms = from_ms + length;
        let moment = if instant == Instant::End { until_ms } else { from_ms };
        let paused = pauses.iter().find(|pause| {
            if blank_is_data {
                pause.from_ms < until_ms && from_ms < pause.until_ms
            } else {
                pause.from_ms <= moment && moment <= pause.until_ms
            }
        });
        let state = if from_ms > now_ms {
            State::Open
        } else if mark.not_seen {
            State::NotSeen
        } else if !mark.scored.is_empty() || (blank_is_data && mark.touched) {
            State::Observed
        } else if until_ms.saturating_add(grace) > now_ms {
            State::Open
        } else {
            match paused {
                Some(pause) if pause.reason == PauseReason::Locked => State::Missed,
                Some(_) => State::NotSeen,
                None if blank_is_data && mark.watched => State::Observed,
                None => State::Missed,
            }
        };
        let index = index as u32;
        Interval { index, from_ms, until_ms, peer: sheet.is_peer(index), state, scored: mark.scored }
    };
    marks(events, sheet).into_iter().enumerate().map(one).collect()
}
