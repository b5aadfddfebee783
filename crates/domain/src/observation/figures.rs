//! The figures of an observation, all from the same events by pure functions (p16; docs/policy.md#observation).
//!
//! - A per cent of intervals is scored / observed: missed and not-seen intervals leave the denominator and are said.
//! - A comparison peer has a denominator of its own.
//! - A rate is a count per minute watched, pauses apart.
//! - Levels are ordinal: the middle and the most frequent, never a mean.

use super::events::{Event, EventKind, until};
use super::intervals::{Interval, State, intervals, pauses};
use super::sheet::{Method, Sheet, Watching};

/// A count out of a total.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Scored.
    pub scored: u32,
    /// Observed.
    pub of: u32,
}

impl Share {
    /// Hundredths of a per cent, rounded half up; `None` of nothing.
    pub fn hundredths(self) -> Option<u32> {
        let (scored, of) = (u64::from(self.scored), u64::from(self.of));
        (of > 0).then(|| ((scored * 20_000 + of) / (2 * of)) as u32)
    }
}

/// A time in which a behaviour continued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bout {
    /// First instant, in milliseconds from the beginning.
    pub from_ms: u32,
    /// The instant after its last.
    pub until_ms: u32,
}

impl Bout {
    /// How long it lasted.
    pub const fn length_ms(self) -> u32 {
        self.until_ms.saturating_sub(self.from_ms)
    }
}

/// What was measured of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measured {
    /// By intervals: of the pupil, and of the comparison peer, each over its own denominator.
    Intervals {
        /// The pupil observed. For a code of comparison intervals alone: nothing of nothing.
        target: Share,
        /// The comparison peer, or whatever is recorded in those intervals.
        peer: Share,
    },
    /// How often.
    Count {
        /// Times.
        times: u32,
    },
    /// How long.
    Duration {
        /// Milliseconds in all.
        total_ms: u32,
        /// How often it began.
        bouts: u32,
        /// It was still going on when the observation ended.
        open: bool,
    },
    /// Times from cue to response.
    Latency {
        /// Milliseconds of each answered cue, in order of time.
        answers_ms: Vec<u32>,
        /// Cues without a response.
        unanswered: u32,
    },
    /// The levels, in order of time.
    Level {
        /// Each from 1 to 5.
        levels: Vec<u8>,
    },
}

/// The figures of a part of an observation, mostly of all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Milliseconds watched: to the end or until now, pauses apart.
    pub watched_ms: u32,
    /// Intervals planned to begin in this part.
    pub planned: u32,
    /// Intervals in which the pupil was observed.
    pub observed: u32,
    /// Intervals in which a comparison peer was observed.
    pub peer_observed: u32,
    /// Intervals in which the pupil, or the peer, could not be seen.
    pub not_seen: u32,
    /// Intervals that passed without a mark.
    pub missed: u32,
    /// What was measured, for each code of the sheet in its order.
    pub codes: Vec<Measured>,
    /// ABC notes made.
    pub abc: u32,
}

/// A count per minute in hundredths, rounded half up; `None` in no time.
pub fn rate_hundredths(times: u32, watched_ms: u32) -> Option<u32> {
    let (times, watched) = (u64::from(times), u64::from(watched_ms));
    (watched > 0).then(|| u32::try_from((times * 12_000_000 + watched) / (2 * watched)).unwrap_or(u32::MAX))
}

/// So few ratings have no median: one level says nothing of a lesson.
pub const FEWEST_RATINGS: usize = 3;

/// The middle of levels in halves (7 is 3.5); `None` of nothing.
pub fn median_halves(levels: &[u8]) -> Option<u8> {
    let mut counts = [0usize; 256];
    for &level in levels {
        counts[usize::from(level)] += 1;
    }
    let nth = |n: usize| {
        let mut before = 0;
        counts.iter().position(|count| {
            before += count;
            before > n
        })
    };
    let last = levels.len().checked_sub(1)?;
    Some((nth(last / 2)? + nth(levels.len() / 2)?) as u8)
}

/// The most frequent levels, least first; several where they are equally frequent.
pub fn modes(levels: &[u8]) -> Vec<u8> {
    let count = |level: u8| levels.iter().filter(|&&other| other == level).count();
    let most = levels.iter().map(|&level| count(level)).max().unwrap_or(0);
    (1..=5).filter(|&level| most > 0 && count(level) == most).collect()
}

/// The bouts of a timed behaviour up to an instant. A pause ends a bout: nobody watched it continue. One that began in a pause
/// counts from when recording continued.
pub fn bouts(events: &[Event], code: u8, until_ms: u32) -> Vec<Bout> {
    let mut all = Vec::new();
    let (mut on, mut paused, mut from) = (false, false, None);
    for event in events {
        match event.what {
            EventKind::Began { code: other } if other == code => on = true,
            EventKind::Stopped { code: other } if other == code => on = false,
            EventKind::Paused { .. } => (on, paused) = (false, true),
            EventKind::Resumed => paused = false,
            EventKind::Ended => on = false,
            _ => continue,
        }
        match from {
            None if on && !paused => from = Some(event.at_ms),
            Some(from_ms) if !on => {
                all.push(Bout { from_ms, until_ms: event.at_ms });
                from = None;
            }
            _ => {}
        }
    }
    all.extend(from.map(|from_ms| Bout { from_ms, until_ms }));
    all.retain_mut(|bout| {
        bout.until_ms = bout.until_ms.min(until_ms);
        bout.from_ms < bout.until_ms
    });
    all
}

/// Whether a timed behaviour continues after the last event: its button is down.
pub fn goes_on(events: &[Event], code: u8) -> bool {
    let turn = events.iter().rev().find_map(|event| match event.what {
        EventKind::Began { code: other } if other == code => Some(true),
        EventKind::Stopped { code: other } if other == code => Some(false),
        EventKind::Paused { .. } | EventKind::Ended => Some(false),
        _ => None,
    });
    turn == Some(true)
}

/// Whether a timed behaviour was still going on when the observation ended.
pub fn open_at_end(events: &[Event], code: u8) -> bool {
    let end = events.iter().position(|event| event.what == EventKind::Ended);
    end.is_some_and(|end| goes_on(&events[..end], code))
}

/// When the cue was given that waits for its response.
pub fn waiting_since(events: &[Event], code: u8) -> Option<u32> {
    let turn = events.iter().rev().find_map(|event| match event.what {
        EventKind::Cued { code: other } if other == code => Some(Some(event.at_ms)),
        EventKind::Responded { code: other } if other == code => Some(None),
        EventKind::Paused { .. } | EventKind::Ended => Some(None),
        _ => None,
    });
    turn.flatten()
}

/// The figures at an instant of a running observation, or at the end of one that ended. `events` are of one target
/// ([`super::of_target`]).
pub fn figures(events: &[Event], sheet: &Sheet, now_ms: u32) -> Figures {
    figures_between(events, sheet, now_ms, 0, u32::MAX)
}

/// The figures of the part from `from_ms` until before `until_ms`. Intervals and bouts belong to the part in which they begin,
/// an answer to that of its cue, so that parts without a gap add up to the whole.
pub fn figures_between(events: &[Event], sheet: &Sheet, now_ms: u32, from_ms: u32, until_ms: u32) -> Figures {
    let end = until(events, now_ms);
    let part = |at: u32| from_ms <= at && at < until_ms;
    let within = |at: u32| part(at) && at <= end;
    let clipped = |from: u32, until: u32| until.min(until_ms).min(end).saturating_sub(from.max(from_ms));
    // Rows from elsewhere may lie about time; their sums stop instead of wrapping around.
    let sum = |parts: &mut dyn Iterator<Item = u32>| parts.fold(0, u32::saturating_add);
    let paused = sum(&mut pauses(events, end).iter().map(|pause| clipped(pause.from_ms, pause.until_ms)));
    let own: Vec<Interval> =
        intervals(events, sheet, now_ms).into_iter().filter(|interval| part(interval.from_ms)).collect();
    let count = |state: State| own.iter().filter(|interval| interval.state == state).count() as u32;
    let share = |code: usize, peer: bool| {
        let mut share = Share::default();
        for interval in own.iter().filter(|interval| interval.state == State::Observed && interval.peer == peer) {
            share.of += 1;
            share.scored += u32::from(interval.scored.has(code as u8));
        }
        share
    };
    let measured = |(place, code): (usize, &super::sheet::Code)| {
        let index = place as u8;
        let of_code = || events.iter().filter(move |event| within(event.at_ms) && event.what.code() == Some(index));
        match code.method {
            Method::Momentary | Method::PartialInterval | Method::WholeInterval => Measured::Intervals {
                target: if code.watching == Watching::Everyone { share(place, false) } else { Share::default() },
                peer: share(place, true),
            },
            Method::Count => Measured::Count {
                times: of_code().filter(|event| matches!(event.what, EventKind::Counted { .. })).count() as u32,
            },
            Method::Duration => {
                let bouts = bouts(events, index, end);
                Measured::Duration {
                    total_ms: sum(&mut bouts.iter().map(|bout| clipped(bout.from_ms, bout.until_ms))),
                    bouts: bouts.iter().filter(|bout| within(bout.from_ms)).count() as u32,
                    open: from_ms < end && end <= until_ms && open_at_end(events, index),
                }
            }
            Method::Latency => {
                let (mut answers_ms, mut unanswered, mut cue) = (Vec::new(), 0, None);
                for event in events {
                    let (cued, answered) = match event.what {
                        EventKind::Cued { code } if code == index => (cue.replace(event.at_ms), false),
                        EventKind::Responded { code } if code == index => (cue.take(), true),
                        // Nobody watched for the response.
                        EventKind::Paused { .. } | EventKind::Ended => (cue.take(), false),
                        _ => continue,
                    };
                    match cued.filter(|&cued| within(cued)) {
                        Some(cued) if answered => answers_ms.push(event.at_ms.saturating_sub(cued)),
                        Some(_) => unanswered += 1,
                        None => {}
                    }
                }
                Measured::Latency { answers_ms, unanswered: unanswered + u32::from(cue.is_some_and(within)) }
            }
            Method::Level => {
                let level = |event: &Event| match event.what {
                    EventKind::Rated { level, .. } if (1..=5).contains(&level) => Some(level),
                    _ => None,
                };
                Measured::Level { levels: of_code().filter_map(level).collect() }
            }
        }
    };
    Figures {
        watched_ms: clipped(0, end).saturating_sub(paused),
        planned: own.len() as u32,
        observed: own.iter().filter(|interval| interval.state == State::Observed && !interval.peer).count() as u32,
        peer_observed: own.iter().filter(|interval| interval.state == State::Observed && interval.peer).count() as u32,
        not_seen: count(State::NotSeen),
        missed: count(State::Missed),
        codes: sheet.codes.iter().enumerate().map(measured).collect(),
        abc: events.iter().filter(|event| within(event.at_ms) && matches!(event.what, EventKind::Abc(_))).count()
            as u32,
    }
}

/// A behaviour known by its bouts, as interval recording would have scored it: what the methods over- and underestimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampled {
    /// Shown at any time of the interval: never less than the duration.
    pub partial: Share,
    /// Shown through the whole interval: never more than the duration.
    pub whole: Share,
    /// Shown at the first instant of the interval.
    pub at_start: Share,
    /// Shown just before the last instant of the interval.
    pub at_end: Share,
}

/// In which of this many intervals a behaviour was shown: at any time of it, through all of it.
pub fn occurrence(bouts: &[Bout], interval_ms: u32, interval: u32) -> (bool, bool) {
    let from = interval.saturating_mul(interval_ms);
    let until = from.saturating_add(interval_ms);
    let partial = bouts.iter().any(|bout| bout.from_ms < until && from < bout.until_ms);
    // Bouts that touch are one: the end of one is no gap before the beginning of the next.
    let mut covered = from;
    for bout in bouts {
        if bout.from_ms <= covered {
            covered = covered.max(bout.until_ms);
        }
    }
    (partial, partial && covered >= until)
}

/// Interval recording of known bouts (docs/policy.md#observation: CRAN ARPobservation). Bouts are in order of time.
pub fn sampled(bouts: &[Bout], interval_ms: u32, intervals: u32) -> Sampled {
    let at = |instant: u32| bouts.iter().any(|bout| bout.from_ms <= instant && instant < bout.until_ms);
    let share = |yes: &dyn Fn(u32) -> bool| Share {
        scored: (0..intervals).filter(|&interval| yes(interval)).count() as u32,
        of: intervals,
    };
    Sampled {
        partial: share(&|interval| occurrence(bouts, interval_ms, interval).0),
        whole: share(&|interval| occurrence(bouts, interval_ms, interval).1),
        at_start: share(&|interval| at(interval.saturating_mul(interval_ms))),
        at_end: share(&|interval| at((interval + 1).saturating_mul(interval_ms).saturating_sub(1))),
    }
}
