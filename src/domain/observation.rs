//! Classroom observation by momentary time sampling (p16; domain facts section 3).
//!
//! An observation is a list of timestamped events on a schedule; every figure
//! is computed from those events. Intervals come from instants, never from
//! counting ticks.

use super::calendar::Moment;
use super::terms::terms;

terms! {
    /// What was seen at the moment.
    Mark {
        OnTask = "on", "On task";
        OffTask = "off", "Off task";
        NotSeen = "not_seen", "Not seen";
    }
}

/// One thing that happened in a running observation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Milliseconds since the observation began; never less than the one before.
    pub at_ms: u32,
    /// What happened.
    pub what: EventKind,
}

/// Kinds of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A mark for the interval with this index (from 0). A later mark for the same interval replaces it.
    Marked {
        /// Interval index from 0.
        interval: u32,
        /// What was seen.
        mark: Mark,
    },
    /// The last mark of this interval is taken back.
    Unmarked {
        /// Interval index from 0.
        interval: u32,
    },
    /// A note stamped with time.
    Noted(String),
    /// The observation ended.
    Ended,
}

/// A finished observation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// When it began.
    pub began: Moment,
    /// Length of an interval in seconds.
    pub interval_s: u16,
    /// Planned length in minutes.
    pub planned_min: u16,
    /// Subject or place.
    pub lesson: String,
    /// Activity, seating, what else mattered.
    pub setting: String,
    /// The events, in order of time.
    pub events: Vec<Event>,
    /// The mentor's written comment.
    pub comment: String,
}
