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

/// When the moments of an observation come. Interval `i` (from 0) ends at
/// `(i + 1) * interval`; what the pupil does at that instant is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Length of an interval in seconds.
    pub interval_s: u16,
    /// Planned length in minutes.
    pub planned_min: u16,
}

impl Schedule {
    fn interval_ms(self) -> u32 {
        u32::from(self.interval_s) * 1000
    }

    /// Whole intervals planned; none when the interval has no length.
    pub fn planned(self) -> u32 {
        (u32::from(self.planned_min) * 60).checked_div(u32::from(self.interval_s)).unwrap_or(0)
    }

    /// Intervals that have ended after so many milliseconds, never more than planned.
    pub fn ended(self, elapsed_ms: u32) -> u32 {
        elapsed_ms.checked_div(self.interval_ms()).unwrap_or(0).min(self.planned())
    }

    /// The interval that is running; `None` after the last one.
    pub fn current(self, elapsed_ms: u32) -> Option<u32> {
        Some(self.ended(elapsed_ms)).filter(|&index| index < self.planned())
    }

    /// Milliseconds until the running interval ends; `None` after the last one.
    pub fn until_moment_ms(self, elapsed_ms: u32) -> Option<u32> {
        let next = (self.current(elapsed_ms)? + 1) * self.interval_ms();
        Some(next - elapsed_ms)
    }
}

/// Milliseconds between two moments, never negative: a clock that was set back stands still.
pub fn elapsed_ms(began: Moment, now: Moment) -> u32 {
    now.utc_ms.saturating_sub(began.utc_ms).clamp(0, i64::from(u32::MAX)) as u32
}

/// Adds an event. Its time is never before the last one's, whatever the clock does.
pub fn push(events: &mut Vec<Event>, at_ms: u32, what: EventKind) {
    let last = events.last().map_or(0, |event| event.at_ms);
    events.push(Event { at_ms: at_ms.max(last), what });
}

/// The mark of each planned interval, so far as the events say.
pub fn marks(events: &[Event], schedule: Schedule) -> Vec<Option<Mark>> {
    let mut marks = vec![None; schedule.planned() as usize];
    for event in events {
        let (interval, mark) = match event.what {
            EventKind::Marked { interval, mark } => (interval, Some(mark)),
            EventKind::Unmarked { interval } => (interval, None),
            EventKind::Noted(_) | EventKind::Ended => continue,
        };
        if let Some(place) = marks.get_mut(interval as usize) {
            *place = mark;
        }
    }
    marks
}

/// The figures of an observation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Intervals planned.
    pub planned: u32,
    /// Intervals with a mark of any kind.
    pub marked: u32,
    /// Marked on task.
    pub on: u32,
    /// Marked off task.
    pub off: u32,
    /// Marked not seen: left out of the share.
    pub not_seen: u32,
    /// Ended without a mark, as when the tablet slept: left out of the share, and said.
    pub missed: u32,
    /// On task in tenths of a per cent of the intervals seen; `None` when none was.
    pub on_task_tenths: Option<u16>,
}

/// The figures at a time in a running observation, from its events so far.
/// After the end of the observation no further interval is missed.
pub fn figures(events: &[Event], schedule: Schedule, elapsed_ms: u32) -> Figures {
    let end = events.iter().find(|event| event.what == EventKind::Ended).map(|event| event.at_ms);
    let ended = schedule.ended(end.unwrap_or(elapsed_ms)) as usize;
    let marks = marks(events, schedule);
    let count = |mark| marks.iter().filter(|&&other| other == Some(mark)).count() as u32;
    let (on, off, not_seen) = (count(Mark::OnTask), count(Mark::OffTask), count(Mark::NotSeen));
    let seen = on + off;
    Figures {
        planned: schedule.planned(),
        marked: seen + not_seen,
        on,
        off,
        not_seen,
        missed: marks[..ended].iter().filter(|mark| mark.is_none()).count() as u32,
        on_task_tenths: (seen > 0).then(|| ((on * 2000 + seen) / (2 * seen)) as u16),
    }
}

impl Observation {
    /// The schedule.
    pub const fn schedule(&self) -> Schedule {
        Schedule { interval_s: self.interval_s, planned_min: self.planned_min }
    }

    /// The figures of the whole observation. One that never ended counts up to its last event.
    pub fn figures(&self) -> Figures {
        let last = self.events.last().map_or(0, |event| event.at_ms);
        figures(&self.events, self.schedule(), last)
    }

    /// The notes with the milliseconds at which they were made.
    pub fn notes(&self) -> impl Iterator<Item = (u32, &str)> {
        self.events.iter().filter_map(|event| match &event.what {
            EventKind::Noted(text) => Some((event.at_ms, text.as_str())),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Schedule = Schedule { interval_s: 10, planned_min: 1 };

    fn marked(marks: &[(u32, Mark)]) -> Vec<Event> {
        let mut events = Vec::new();
        for &(interval, mark) in marks {
            push(&mut events, (interval + 1) * 10_000 + 500, EventKind::Marked { interval, mark });
        }
        events
    }

    #[test]
    fn p16_a_minute_of_six_moments_with_three_on_task_is_half() {
        // Bouts at 0-4, 13-22, 28-29, 41-60 s; at the instants before 10, 20 … 60 s: no, yes, no, no, yes, yes.
        let bouts = [(0, 4), (13, 22), (28, 29), (41, 60)];
        let marks: Vec<_> = (0..6)
            .map(|interval| {
                let instant = (interval + 1) * 10 - 1;
                let on = bouts.iter().any(|&(from, until)| (from..until).contains(&instant));
                (interval, if on { Mark::OnTask } else { Mark::OffTask })
            })
            .collect();
        let figures = figures(&marked(&marks), MINUTE, 60_000);
        assert_eq!((figures.on, figures.off, figures.missed, figures.on_task_tenths), (3, 3, 0, Some(500)));
    }

    #[test]
    fn p16_intervals_slept_through_are_missed_and_leave_the_share() {
        let events = marked(&[(0, Mark::OnTask), (4, Mark::OffTask), (5, Mark::OnTask)]);
        let figures = figures(&events, MINUTE, 65_000);
        assert_eq!((figures.planned, figures.marked, figures.missed), (6, 3, 3));
        assert_eq!(figures.on_task_tenths, Some(667));
    }

    #[test]
    fn p16_not_seen_leaves_the_share() {
        let events = marked(&[(0, Mark::OnTask), (1, Mark::NotSeen), (2, Mark::OffTask), (3, Mark::OnTask)]);
        let figures = figures(&events, MINUTE, 40_000);
        assert_eq!((figures.not_seen, figures.missed, figures.on_task_tenths), (1, 0, Some(667)));
        let unseen = marked(&[(0, Mark::NotSeen)]);
        assert_eq!(super::figures(&unseen, MINUTE, 10_000).on_task_tenths, None);
    }

    #[test]
    fn p16_a_later_mark_replaces_and_a_mark_can_be_taken_back() {
        let mut events = marked(&[(0, Mark::OnTask), (0, Mark::OffTask), (1, Mark::OnTask)]);
        push(&mut events, 25_000, EventKind::Unmarked { interval: 1 });
        let figures = figures(&events, MINUTE, 25_000);
        assert_eq!((figures.on, figures.off, figures.missed), (0, 1, 1));
    }

    #[test]
    fn p16_an_event_is_never_before_the_last_one() {
        let mut events = Vec::new();
        for at_ms in [5_000, 3_000, 9_000, 0] {
            push(&mut events, at_ms, EventKind::Noted(String::new()));
        }
        assert_eq!(events.iter().map(|event| event.at_ms).collect::<Vec<_>>(), [5_000, 5_000, 9_000, 9_000]);
        let moment = |utc_ms| Moment { utc_ms, offset_min: 0 };
        assert_eq!(elapsed_ms(moment(10_000), moment(4_000)), 0);
        assert_eq!(elapsed_ms(moment(i64::MIN), moment(i64::MAX)), u32::MAX);
    }

    #[test]
    fn p16_any_first_part_of_the_events_has_figures() {
        let mut events = marked(&[(0, Mark::OnTask), (1, Mark::OffTask), (3, Mark::NotSeen), (99, Mark::OnTask)]);
        push(&mut events, 60_000, EventKind::Noted("Fire drill".to_owned()));
        push(&mut events, 61_000, EventKind::Ended);
        for length in 0..=events.len() {
            for elapsed in [0, 9_999, 10_000, 60_000, u32::MAX] {
                let figures = figures(&events[..length], MINUTE, elapsed);
                assert_eq!(figures.marked, figures.on + figures.off + figures.not_seen);
                assert!(figures.marked + figures.missed <= figures.planned);
            }
        }
    }

    #[test]
    fn p16_the_running_interval_comes_from_the_time() {
        assert_eq!(MINUTE.current(0), Some(0));
        assert_eq!(MINUTE.current(9_999), Some(0));
        assert_eq!(MINUTE.current(10_000), Some(1));
        assert_eq!(MINUTE.current(60_000), None);
        assert_eq!(MINUTE.until_moment_ms(12_500), Some(7_500));
        let most = Schedule { interval_s: u16::MAX, planned_min: u16::MAX };
        assert_eq!(most.until_moment_ms(0), Some(65_535_000));
        let nothing = Schedule { interval_s: 0, planned_min: 10 };
        assert_eq!((nothing.planned(), nothing.current(5), nothing.until_moment_ms(5)), (0, None, None));
    }

    #[test]
    fn p16_nothing_is_missed_after_the_end() {
        let mut events = marked(&[(0, Mark::OnTask)]);
        push(&mut events, 25_000, EventKind::Ended);
        let observation = Observation {
            began: Moment { utc_ms: 0, offset_min: 0 },
            interval_s: 10,
            planned_min: 1,
            lesson: String::new(),
            setting: String::new(),
            events,
            comment: String::new(),
        };
        let figures = observation.figures();
        assert_eq!((figures.marked, figures.missed), (1, 1));
    }
}
