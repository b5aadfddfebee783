//! Classroom observation (p16; docs/policy.md#observation).
//!
//! An observation is a list of timestamped events on a sheet; every figure, drawing, print and export is computed from
//! those same events. Intervals come from instants, never from counting ticks.
//!
//! - [`sheet`]: what is recorded and how: codes, methods, timing.
//! - [`events`]: what happened; undo, pauses, several pupils at once.
//! - [`recording`]: an observation while it runs: what a tap means, one counter for its rows.
//! - [`lesson_clock`]: the lesson's time, whatever the tablet's clock does.
//! - [`intervals`]: what became of each interval.
//! - [`figures`]: per cents, counts, rates, durations.
//! - [`agreement`]: how far two observers agree.
//! - [`starters`]: the templates that Casebook starts with.
//! - [`kit`]: the school's templates and lists of words.
//! - [`unattached`]: how long one may stay without a pupil.

pub mod agreement;
pub mod events;
pub mod figures;
pub mod intervals;
pub mod kit;
pub mod lesson_clock;
pub mod recording;
pub mod sheet;
pub mod starters;
pub mod unattached;

use super::calendar::Moment;
use super::ids::FileId;
use super::measure::Occasion;
use super::terms::terms;

pub use events::{Abc, Event, EventKind, MOST_TARGETS, PauseReason, of_target};
pub use figures::{Figures, Measured, Share};
pub use intervals::{Interval, State};
pub use kit::{Kit, Lists, Starter, Template};
pub use lesson_clock::{ClockReading, LessonClock};
pub use recording::{Recording, Tap};
pub use sheet::{Code, Colour, Instant, Intervals, Method, Sheet, Watching};

terms! {
    /// When in the school day.
    PartOfDay {
        First = "first", "First thing";
        Morning = "morning", "Morning";
        Midday = "midday", "Around lunch";
        Afternoon = "afternoon", "Afternoon";
    }
}

impl PartOfDay {
    /// The part of the day that a local time falls into.
    pub fn of(moment: Moment) -> Self {
        match moment.local_time() {
            (0..=9, ..) => Self::First,
            (10 | 11, ..) => Self::Morning,
            (12 | 13, ..) => Self::Midday,
            _ => Self::Afternoon,
        }
    }
}

/// What matters of the lesson. Never the teacher: lessons are compared, not people.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Lesson {
    /// Subject or place.
    pub subject: String,
    /// What the class was doing.
    pub activity: String,
    /// How the pupil was seated.
    pub seating: String,
    /// When in the school day.
    pub part_of_day: Option<PartOfDay>,
}

/// What an observation's figure serves as in the plan: the baseline of a target, or its value since then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The target's number, the same through all versions of the plan.
    pub target: u16,
    /// Place of the code on the sheet whose figure it is.
    pub code: u8,
    /// [`Occasion::Baseline`] or [`Occasion::Progress`].
    pub occasion: Occasion,
}

/// One of those observed in a running observation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// The pupil's file; `None`: not chosen yet.
    pub file: Option<FileId>,
    /// The colour that stands for the pupil on the screen.
    pub colour: Colour,
    /// What is on the screen: a seat, initials by choice. Never a name.
    pub label: String,
}

/// What was set up when a running observation began; its events follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningObservation {
    /// When it began.
    pub began: Moment,
    /// What is recorded, and how.
    pub sheet: Sheet,
    /// What matters of the lesson.
    pub lesson: Lesson,
    /// Those observed, at most [`MOST_TARGETS`]; events name them by their place.
    pub observed: Vec<Observed>,
}

impl RunningObservation {
    /// The observation of one of those observed, as far as it has come.
    pub fn of(&self, target: u8, events: &[Event], comment: String) -> Observation {
        let Self { began, sheet, lesson, observed: _ } = self;
        Observation {
            began: *began,
            sheet: sheet.clone(),
            lesson: lesson.clone(),
            events: of_target(events, target),
            comment,
            uses: Vec::new(),
        }
    }
}

/// A finished observation of one pupil.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// When it began.
    pub began: Moment,
    /// What was recorded, and how; a copy, so that later changes of the template leave it alone.
    pub sheet: Sheet,
    /// What matters of the lesson.
    pub lesson: Lesson,
    /// The events, in order of time, without those that were taken back.
    pub events: Vec<Event>,
    /// The mentor's written comment.
    pub comment: String,
    /// What its figures serve as in the plan.
    pub uses: Vec<Use>,
}

impl Observation {
    /// Milliseconds from the beginning to the end. One that never ended counts up to its last event.
    pub fn length_ms(&self) -> u32 {
        events::ended_at(&self.events).or(self.events.last().map(|event| event.at_ms)).unwrap_or(0)
    }

    /// Whether it is too short beside what was planned to be compared with others: less than half of it.
    pub fn too_short(&self) -> bool {
        u64::from(self.length_ms()) * 2 < u64::from(self.sheet.planned_min) * 60_000
    }

    /// Whether anything was recorded: a tap, a note, a level, or an interval that was watched to its end.
    pub fn recorded_something(&self) -> bool {
        self.events.iter().any(|event| event.what.records())
    }

    /// The figures of the whole observation.
    pub fn figures(&self) -> Figures {
        figures::figures(&self.events, &self.sheet, self.length_ms())
    }

    /// The notes with the milliseconds at which they were made.
    pub fn notes(&self) -> impl Iterator<Item = (u32, &str)> {
        self.events.iter().filter_map(|event| match &event.what {
            events::EventKind::Noted(text) => Some((event.at_ms, text.as_str())),
            _ => None,
        })
    }
}
