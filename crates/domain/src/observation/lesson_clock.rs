//! The lesson's time. It runs on the monotonic clock while the page lives, and is tied to the wall clock by the rows of the
//! observation, so that it is found again after a reload.
//!
//! Where the two clocks part by more than a slip, either the tablet slept (the monotonic clock may stop in the meantime)
//! or its clock was put right. A sleeping tablet is dark first, so the page was hidden. A clock that was put right moves no
//! interval: an event keeps by how much.

use super::super::calendar::Moment;
use super::events::{Event, EventKind};

/// Both clocks may part by this many milliseconds between two looks: clocks are kept right by small steps.
pub const SLIP_MS: i64 = 2_000;

/// What both clocks of the tablet say at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockReading {
    /// The wall clock, in milliseconds since 1970.
    pub wall_ms: i64,
    /// The monotonic clock, in milliseconds from anywhere.
    pub mono_ms: i64,
}

/// The clock of one lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LessonClock {
    last: ClockReading,
    lesson_ms: u32,
    hidden: bool,
    until_ms: u32,
}

impl LessonClock {
    /// The clock of an observation as it lies on the disk. Gives as well by how many milliseconds the wall clock was put
    /// back while the page was away: without that, the lesson would be earlier than what has happened in it.
    ///
    /// `planned_ms`: how long the lesson is planned to be. A longer sleep than that is none.
    pub fn resume(began: Moment, events: &[Event], planned_ms: u32, now: ClockReading) -> (Self, Option<i32>) {
        let last = events.last().map_or(0, |event| event.at_ms);
        let elapsed = now.wall_ms.saturating_sub(began.utc_ms).saturating_sub(moved_ms(events));
        let behind = elapsed.saturating_sub(i64::from(last));
        let clock = |lesson_ms| Self { last: now, lesson_ms, hidden: false, until_ms: planned_ms };
        if behind < -SLIP_MS {
            return (clock(last), Some(clamped(behind)));
        }
        (clock(elapsed.clamp(i64::from(last), i64::from(u32::MAX)) as u32), None)
    }

    /// The page is hidden: what comes until the next look may be a sleep.
    pub const fn hide(&mut self) {
        self.hidden = true;
    }

    /// Looks at both clocks; `hidden`: the page is hidden now. Gives milliseconds from the beginning and, where the wall
    /// clock was put right since the last look, by how many milliseconds.
    pub fn look(&mut self, now: ClockReading, hidden: bool) -> (u32, Option<i32>) {
        let passed = now.mono_ms.saturating_sub(self.last.mono_ms).max(0);
        let drift = now.wall_ms.saturating_sub(self.last.wall_ms).saturating_sub(passed);
        let was_hidden = core::mem::replace(&mut self.hidden, hidden);
        self.last = now;
        let later = |ms: i64| u32::try_from(i64::from(self.lesson_ms).saturating_add(ms)).unwrap_or(u32::MAX);
        let slept = drift > SLIP_MS && was_hidden && later(passed.saturating_add(drift)) <= self.until_ms;
        if slept {
            self.lesson_ms = later(passed.saturating_add(drift));
            return (self.lesson_ms, None);
        }
        self.lesson_ms = later(passed);
        (self.lesson_ms, (drift.unsigned_abs() > SLIP_MS.unsigned_abs()).then(|| clamped(drift)))
    }

    /// What was taken for a clock put forward was a sleep: the lesson continued in the meantime.
    pub const fn slept(&mut self, ms: u32) {
        self.lesson_ms = self.lesson_ms.saturating_add(ms);
    }
}

/// By how many milliseconds the wall clock is ahead of the lesson's, all in all.
pub fn moved_ms(events: &[Event]) -> i64 {
    let moved = |event: &Event| match event.what {
        EventKind::ClockMoved { by_ms } => i64::from(by_ms),
        _ => 0,
    };
    events.iter().map(moved).fold(0, i64::saturating_add)
}

/// Each time that the wall clock was put right and that stands: when, and by how much. A sleep that was first taken for one
/// is none.
pub fn moves(events: &[Event]) -> Vec<(u32, i32)> {
    let mut all: Vec<(u32, i32)> = Vec::new();
    for event in events {
        let EventKind::ClockMoved { by_ms } = event.what else { continue };
        match all.last() {
            Some((_, last)) if last.checked_neg() == Some(by_ms) => drop(all.pop()),
            _ => all.push((event.at_ms, by_ms)),
        }
    }
    all
}

fn clamped(ms: i64) -> i32 {
    // Far beyond any lesson, and symmetric, so that it can be taken back.
    ms.clamp(-i64::from(i32::MAX), i64::from(i32::MAX)) as i32
}

#[cfg(test)]
mod tests {
    use super::super::events::push;
    use super::*;

    const BEGAN: Moment = Moment { utc_ms: 1_796_000_000_000, offset_min: 0 };
    const PLANNED: u32 = 20 * 60_000;

    /// Both clocks of a tablet, moved by hand.
    #[derive(Clone, Copy)]
    struct Tablet {
        wall_ms: i64,
        mono_ms: i64,
    }

    impl Tablet {
        fn read(self) -> ClockReading {
            ClockReading { wall_ms: BEGAN.utc_ms + self.wall_ms, mono_ms: 5_000_000 + self.mono_ms }
        }

        fn pass(&mut self, ms: i64) {
            self.wall_ms += ms;
            self.mono_ms += ms;
        }
    }

    fn begin() -> (Tablet, LessonClock) {
        let tablet = Tablet { wall_ms: 0, mono_ms: 0 };
        let (clock, moved) = LessonClock::resume(BEGAN, &[], PLANNED, tablet.read());
        assert_eq!(moved, None);
        (tablet, clock)
    }

    #[test]
    fn a_clock_set_back_ninety_seconds_moves_nothing_in_the_lesson() {
        let (mut tablet, mut clock) = begin();
        tablet.pass(300_000);
        assert_eq!(clock.look(tablet.read(), false), (300_000, None));
        tablet.wall_ms -= 90_000;
        tablet.pass(1_000);
        assert_eq!(clock.look(tablet.read(), false), (301_000, Some(-90_000)), "said once");
        tablet.pass(20_000);
        assert_eq!(clock.look(tablet.read(), false), (321_000, None), "and the lesson runs on");
        // After a reload it is found again by the row that was kept.
        let mut events = Vec::new();
        push(&mut events, 301_000, None, EventKind::ClockMoved { by_ms: -90_000 });
        tablet.pass(10_000);
        let (mut again, moved) = LessonClock::resume(BEGAN, &events, PLANNED, tablet.read());
        assert_eq!((again.look(tablet.read(), false), moved), ((331_000, None), None));
    }

    #[test]
    fn a_clock_set_forward_an_hour_invents_no_interval() {
        let (mut tablet, mut clock) = begin();
        tablet.pass(60_000);
        clock.look(tablet.read(), false);
        tablet.wall_ms += 3_600_000;
        tablet.pass(500);
        assert_eq!(clock.look(tablet.read(), false), (60_500, Some(3_600_000)));
        let mut events = Vec::new();
        push(&mut events, 60_500, None, EventKind::ClockMoved { by_ms: 3_600_000 });
        tablet.pass(4_500);
        let (mut again, moved) = LessonClock::resume(BEGAN, &events, PLANNED, tablet.read());
        assert_eq!((again.look(tablet.read(), false), moved), ((65_000, None), None));
        assert_eq!(moves(&events), [(60_500, 3_600_000)]);
    }

    #[test]
    fn a_sleep_that_stopped_the_monotonic_clock_passes_in_the_lesson_too() {
        let (mut tablet, mut clock) = begin();
        tablet.pass(60_000);
        clock.look(tablet.read(), false);
        clock.hide();
        tablet.wall_ms += 180_000;
        tablet.pass(2_000);
        assert_eq!(clock.look(tablet.read(), false), (242_000, None), "three minutes were missed");
        // One that did not stop it passes by itself.
        clock.hide();
        tablet.pass(60_000);
        assert_eq!(clock.look(tablet.read(), false), (302_000, None));
    }

    #[test]
    fn a_leap_beyond_the_lesson_is_no_sleep_until_the_mentor_says_so() {
        let (mut tablet, mut clock) = begin();
        tablet.pass(60_000);
        clock.look(tablet.read(), false);
        clock.hide();
        tablet.wall_ms += 3_600_000;
        assert_eq!(clock.look(tablet.read(), false), (60_000, Some(3_600_000)));
        clock.slept(3_600_000);
        assert_eq!(clock.look(tablet.read(), false), (3_660_000, None));
        let mut events = Vec::new();
        push(&mut events, 60_000, None, EventKind::ClockMoved { by_ms: 3_600_000 });
        push(&mut events, 61_000, None, EventKind::ClockMoved { by_ms: -3_600_000 });
        assert_eq!(moves(&events), [], "it was none");
        let (mut again, _) = LessonClock::resume(BEGAN, &events, PLANNED, tablet.read());
        assert_eq!(again.look(tablet.read(), false).0, 3_660_000);
    }

    #[test]
    fn small_steps_that_keep_a_clock_right_are_not_said() {
        let (mut tablet, mut clock) = begin();
        for second in 1..=3_600_u32 {
            tablet.pass(1_000);
            tablet.wall_ms += 1;
            assert_eq!(clock.look(tablet.read(), false), (second * 1_000, None));
        }
    }

    #[test]
    fn a_clock_set_back_while_the_page_was_away_goes_on_from_what_happened_last() {
        let mut events = Vec::new();
        push(&mut events, 300_000, Some(0), EventKind::Counted { code: 0 });
        let now = ClockReading { wall_ms: BEGAN.utc_ms + 240_000, mono_ms: 7 };
        let (mut clock, moved) = LessonClock::resume(BEGAN, &events, PLANNED, now);
        assert_eq!((clock.look(now, false), moved), ((300_000, None), Some(-60_000)));
        push(&mut events, 300_000, None, EventKind::ClockMoved { by_ms: -60_000 });
        assert_eq!(LessonClock::resume(BEGAN, &events, PLANNED, now).1, None, "once");
    }

    #[test]
    fn clocks_that_say_nonsense_cost_no_event_its_place() {
        let mut events = Vec::new();
        push(&mut events, 5_000, Some(0), EventKind::Counted { code: 0 });
        for wall_ms in [i64::MIN, 0, i64::MAX] {
            let now = ClockReading { wall_ms, mono_ms: i64::MAX };
            let (mut clock, _) = LessonClock::resume(BEGAN, &events, PLANNED, now);
            let (before, _) = clock.look(now, false);
            let (after, _) = clock.look(ClockReading { wall_ms: -wall_ms.max(i64::MIN + 1), mono_ms: i64::MIN }, true);
            assert!(before >= 5_000 && after >= before);
        }
    }
}
