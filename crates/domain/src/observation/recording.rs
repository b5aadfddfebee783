//! An observation while it is recorded: the one list of its events and the one counter of their rows, what a tap means after
//! them, what counts as watched.

use super::RunningObservation;
use super::events::{self, Event, EventKind, PauseReason, ended_at, of_target, push, to_redo, to_undo};
use super::intervals::{Interval, intervals, marks};
use super::sheet::{Method, Sheet, Watching};

/// A tick may come this many milliseconds after the end of an interval, and the screen may come up this many after its
/// beginning, for the interval to count as watched from its first to its last instant.
pub const LATE_MS: u32 = 1_500;

/// The interval whose mark "not seen" is: the one that the sheet's codes look at now. `None` before the first moment, and
/// where the sheet has no codes by interval.
pub fn interval_now(sheet: &Sheet, elapsed_ms: u32) -> Option<u32> {
    if sheet.blank_is_data() {
        sheet.interval_of(Method::PartialInterval, elapsed_ms)
    } else {
        sheet.codes_by(Method::Momentary).next()?;
        sheet.interval_of(Method::Momentary, elapsed_ms)
    }
}

/// What the mentor did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// Touched a code's button.
    Code(u8),
    /// Chose a level for a code.
    Level(u8, u8),
    /// Touched "not seen".
    NotSeen,
    /// Something that means itself.
    Is(EventKind),
    /// Took the last tap back.
    Undo,
    /// Put it back.
    Redo,
}

/// What a tap at this time means after these events, and whom it is about. `None`: nothing, as on a button that can't be
/// used now.
pub fn meaning(
    events: &[Event],
    sheet: &Sheet,
    target: Option<u8>,
    tap: &Tap,
    elapsed_ms: u32,
) -> Option<(Option<u8>, EventKind)> {
    let undone = |place: u32| events.get(place as usize).and_then(|event| event.target);
    Some(match tap {
        Tap::Is(what) => (target, what.clone()),
        Tap::Undo => to_undo(events).map(|event| (undone(event), EventKind::Undone { event }))?,
        Tap::Redo => to_redo(events).map(|event| (undone(event), EventKind::Redone { event }))?,
        _ => {
            let lane = target?;
            let own = of_target(events, lane);
            if events::paused(&own).is_some() {
                return None;
            }
            let what = match *tap {
                Tap::Code(code) if usable(sheet, code, elapsed_ms) => {
                    events::tap(events, sheet, lane, code, elapsed_ms)?
                }
                Tap::Level(code, level) if usable(sheet, code, elapsed_ms) => EventKind::Rated { code, level },
                Tap::NotSeen => {
                    let interval = interval_now(sheet, elapsed_ms)?;
                    let mark = marks(&own, sheet).get(interval as usize).copied().unwrap_or_default();
                    if mark.not_seen { EventKind::Unmarked { interval } } else { EventKind::NotSeen { interval } }
                }
                _ => return None,
            };
            (target, what)
        }
    })
}

/// Whether a code can be recorded at this time: there has been a moment, and it is a comparison interval where the code
/// belongs to those alone.
pub fn usable(sheet: &Sheet, code: u8, elapsed_ms: u32) -> bool {
    let Some(code) = sheet.codes.get(usize::from(code)) else { return false };
    let interval = sheet.interval_of(code.method, elapsed_ms);
    let peer = code.watching == Watching::Everyone || interval.is_some_and(|interval| sheet.is_peer(interval));
    peer && (interval.is_some() || !code.method.by_interval())
}

/// The observation that runs: how it was set up, what has happened, which row is next.
///
/// The writer of a row asks for its number here and reports here that it is on the disk, so that no two rows have one
/// number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// How it was set up.
    pub running: RunningObservation,
    events: Vec<Event>,
    next_seq: u64,
    closed: bool,
}

impl Recording {
    /// As it lies on the disk: `next_seq` is beyond every row there is.
    pub const fn new(running: RunningObservation, events: Vec<Event>, next_seq: u64) -> Self {
        Self { running, events, next_seq, closed: false }
    }

    /// What has happened.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The row that a tap at this time adds, with its number. `None`: nothing, as on a button that can't be used now, or
    /// once the recording is closed.
    pub fn next(&self, target: Option<u8>, tap: &Tap, at_ms: u32) -> Option<(u64, Event)> {
        if self.closed {
            return None;
        }
        let (target, what) = meaning(&self.events, &self.running.sheet, target, tap, at_ms)?;
        let last = self.events.last().map_or(0, |last| last.at_ms);
        Some((self.next_seq, Event { at_ms: at_ms.max(last), target, what }))
    }

    /// The row is on the disk: its event counts. Gives its place in the list.
    pub fn kept(&mut self, event: Event) -> u32 {
        push(&mut self.events, event.at_ms, event.target, event.what);
        self.next_seq += 1;
        self.events.len() as u32 - 1
    }

    /// Who has to be paused before the casebook is locked; nobody once it has ended.
    pub fn to_pause(&self) -> Vec<Option<u8>> {
        if ended_at(&self.events).is_some() { Vec::new() } else { to_pause(&self.events, &self.running) }
    }

    /// Takes nothing more: the page is about to go.
    pub const fn close(&mut self) {
        self.closed = true;
    }
}

/// The interval that has just been watched from its first to its last instant, and counts though nothing was scored in it.
///
/// `since_ms`: since when the screen could be seen and recording did not pause; `before_ms`: the tick before this one. A
/// tick that comes late means that the tablet slept.
pub fn watched(sheet: &Sheet, since_ms: Option<u32>, before_ms: u32, now_ms: u32) -> Option<u32> {
    let ended = sheet.ended(now_ms);
    if !sheet.blank_is_data() || ended != sheet.ended(before_ms) + 1 {
        return None;
    }
    let until = ended * sheet.interval_ms();
    let from = until - sheet.interval_ms();
    let whole = since_ms.is_some_and(|since| since <= from + LATE_MS) && now_ms - until <= LATE_MS;
    whole.then_some(ended - 1)
}

/// Since when the screen has been watched without a gap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Vigil {
    since_ms: Option<u32>,
    last_ms: u32,
}

impl Vigil {
    /// The clock was looked at. `watching`: the screen can be seen and recording does not pause.
    pub fn look(&mut self, now_ms: u32, watching: bool) {
        self.since_ms = watching.then(|| self.since_at(now_ms).unwrap_or(now_ms));
        self.last_ms = now_ms;
    }

    /// Since when, at this time; `None`: not until now. Looks are a second apart: after a longer gap the tablet slept.
    pub fn since_at(&self, now_ms: u32) -> Option<u32> {
        self.since_ms.filter(|_| now_ms.saturating_sub(self.last_ms) <= 1_000 + LATE_MS)
    }
}

/// Whether an interval ended between two looks at the clock, and if so, whether just now: a moment that passed while the
/// tablet slept is called no more.
pub fn turned(sheet: &Sheet, before_ms: u32, now_ms: u32) -> Option<bool> {
    let ended = sheet.ended(now_ms);
    (ended > sheet.ended(before_ms)).then(|| now_ms - ended * sheet.interval_ms() <= LATE_MS)
}

/// Who has to be paused before the casebook is locked: everybody at once, or those who do not pause yet. Who pauses for
/// another reason keeps pausing for it.
pub fn to_pause(events: &[Event], running: &RunningObservation) -> Vec<Option<u8>> {
    chosen(events, running, |paused| paused.is_none())
}

/// Who paused because the casebook was locked, and continues now.
pub fn to_resume(events: &[Event], running: &RunningObservation) -> Vec<Option<u8>> {
    chosen(events, running, |paused| paused == Some(PauseReason::Locked))
}

fn chosen(
    events: &[Event],
    running: &RunningObservation,
    wanted: impl Fn(Option<PauseReason>) -> bool,
) -> Vec<Option<u8>> {
    let all = running.observed.len() as u8;
    let some: Vec<u8> = (0..all).filter(|&target| wanted(events::paused(&of_target(events, target)))).collect();
    if some.len() == usize::from(all) { vec![None] } else { some.into_iter().map(Some).collect() }
}

/// The intervals of one target at this time, for correcting them.
pub fn ended_intervals(events: &[Event], sheet: &Sheet, target: u8, elapsed_ms: u32) -> Vec<Interval> {
    let mut all = intervals(&of_target(events, target), sheet, elapsed_ms);
    all.truncate(sheet.ended(elapsed_ms) as usize);
    all
}

/// What a tap on a code means when a past interval is corrected: a code that is alone in it is taken off, another is
/// put on.
pub fn correction(events: &[Event], sheet: &Sheet, target: u8, code: u8, interval: u32) -> EventKind {
    let mark = marks(&of_target(events, target), sheet).get(interval as usize).copied().unwrap_or_default();
    if mark.has(code) && !mark.not_seen {
        EventKind::Cleared { code, interval }
    } else {
        EventKind::Scored { code, interval }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Colour, Lesson, Observed, Starter, starters};
    use super::*;
    use crate::calendar::Moment;

    const ENGAGEMENT: Starter = Starter::Engagement;

    fn sheet(starter: Starter) -> Sheet {
        starters::sheet(starter)
    }

    fn tapped(events: &mut Vec<Event>, sheet: &Sheet, target: u8, tap: Tap, at: u32) -> bool {
        let Some((target, what)) = meaning(events, sheet, Some(target), &tap, at) else { return false };
        push(events, at, target, what);
        true
    }

    fn recording(starter: Starter) -> Recording {
        let one = |colour| Observed { file: None, colour, label: String::new() };
        let running = RunningObservation {
            began: Moment { utc_ms: 0, offset_min: 0 },
            sheet: sheet(starter),
            lesson: Lesson::default(),
            observed: vec![one(Colour::Blue), one(Colour::Orange)],
        };
        Recording::new(running, Vec::new(), 2)
    }

    #[test]
    fn taps_and_the_pause_before_a_lock_share_one_counter_and_nothing_comes_after_it() {
        let mut recording = recording(Starter::Disruption);
        let mut rows = Vec::new();
        let mut put = |recording: &mut Recording, target, tap: &Tap, at| {
            let Some((seq, event)) = recording.next(target, tap, at) else { return false };
            rows.push(seq);
            recording.kept(event);
            true
        };
        assert!(put(&mut recording, Some(0), &Tap::Code(0), 1_000));
        for target in recording.to_pause() {
            let pause = EventKind::Paused { reason: PauseReason::Locked, words: String::new() };
            assert!(put(&mut recording, target, &Tap::Is(pause), 2_000));
        }
        // A tap, a note and a "resume" before the page goes: none of them gets a row, least of all the pause's.
        recording.close();
        assert!(!put(&mut recording, Some(0), &Tap::Code(0), 2_001));
        assert!(!put(&mut recording, None, &Tap::Is(EventKind::Noted("late".into())), 2_002));
        assert!(!put(&mut recording, None, &Tap::Is(EventKind::Resumed), 2_003));
        assert_eq!(rows, [2, 3]);
        assert_eq!(recording.events().len(), 2);
    }

    #[test]
    fn an_event_is_never_before_the_last_one_and_rows_that_cannot_be_read_keep_their_numbers() {
        let mut recording = recording(Starter::Disruption);
        let first = Event { at_ms: 5_000, target: Some(0), what: EventKind::Counted { code: 0 } };
        recording = Recording::new(recording.running, vec![first], 9);
        let (seq, event) = recording.next(Some(0), &Tap::Code(1), 4_000).expect("it counts");
        assert_eq!((seq, event.at_ms), (9, 5_000));
        assert_eq!(recording.kept(event), 1);
        assert_eq!(
            recording.next(None, &Tap::Undo, 6_000).map(|(seq, event)| (seq, event.what)),
            Some((10, EventKind::Undone { event: 1 }))
        );
    }

    #[test]
    fn an_interval_counts_as_watched_only_through_and_through() {
        let sheet = sheet(Starter::TargetAndPeer); // 15 s
        assert_eq!(watched(&sheet, Some(0), 14_000, 15_005), Some(0));
        assert_eq!(watched(&sheet, Some(900), 14_000, 15_005), Some(0), "the screen needs a moment to come up");
        assert_eq!(watched(&sheet, Some(4_000), 14_000, 15_005), None, "blank until then");
        assert_eq!(watched(&sheet, None, 14_000, 15_005), None, "paused or blank");
        assert_eq!(watched(&sheet, Some(0), 14_000, 17_000), None, "the tick came late: the tablet slept");
        assert_eq!(watched(&sheet, Some(0), 14_000, 30_005), None, "it slept through one");
        assert_eq!(watched(&sheet, Some(0), 15_005, 16_000), None, "nothing ended");
        assert_eq!(watched(&self::sheet(ENGAGEMENT), Some(0), 19_000, 20_005), None, "momentary codes alone");
    }

    #[test]
    fn after_a_blank_screen_or_a_sleep_watching_begins_anew() {
        let mut vigil = Vigil::default();
        vigil.look(200, true);
        vigil.look(1_000, true);
        assert_eq!(vigil.since_at(2_005), Some(200));
        vigil.look(2_005, true);
        assert_eq!(vigil.since_at(9_000), None, "slept, though the screen was never hidden");
        vigil.look(9_000, true);
        assert_eq!(vigil.since_at(10_000), Some(9_000));
        vigil.look(10_000, false);
        assert_eq!(vigil.since_at(11_000), None, "blank");
        vigil.look(70_000, true);
        assert_eq!(vigil.since_at(71_000), Some(70_000));
    }

    #[test]
    fn a_moment_slept_through_is_not_called() {
        let sheet = sheet(ENGAGEMENT);
        assert_eq!(turned(&sheet, 19_000, 20_005), Some(true));
        assert_eq!(turned(&sheet, 19_000, 25_000), Some(false));
        assert_eq!(turned(&sheet, 20_005, 25_000), None);
    }

    #[test]
    fn a_lock_pauses_who_does_not_pause_and_unlocking_resumes_those_alone() {
        let one = |colour| Observed { file: None, colour, label: String::new() };
        let running = RunningObservation {
            began: Moment { utc_ms: 0, offset_min: 0 },
            sheet: sheet(Starter::Disruption),
            lesson: Lesson::default(),
            observed: vec![one(Colour::Blue), one(Colour::Orange)],
        };
        let pause = |reason| EventKind::Paused { reason, words: String::new() };
        let mut events = Vec::new();
        assert_eq!(to_pause(&events, &running), [None]);
        push(&mut events, 1_000, Some(0), pause(PauseReason::OutOfRoom));
        assert_eq!(to_pause(&events, &running), [Some(1)]);
        push(&mut events, 2_000, Some(1), pause(PauseReason::Locked));
        assert!(to_pause(&events, &running).is_empty());
        assert_eq!(to_resume(&events, &running), [Some(1)]);
        push(&mut events, 3_000, None, EventKind::Resumed);
        push(&mut events, 4_000, None, pause(PauseReason::Locked));
        assert_eq!(to_resume(&events, &running), [None]);
    }

    #[test]
    fn a_past_interval_is_corrected_by_putting_on_and_taking_off() {
        let sheet = sheet(ENGAGEMENT);
        let mut events = Vec::new();
        tapped(&mut events, &sheet, 0, Tap::Code(0), 21_000);
        assert_eq!(correction(&events, &sheet, 0, 1, 0), EventKind::Scored { code: 1, interval: 0 });
        assert_eq!(correction(&events, &sheet, 0, 0, 0), EventKind::Cleared { code: 0, interval: 0 });
        assert_eq!(correction(&events, &sheet, 1, 0, 0), EventKind::Scored { code: 0, interval: 0 });
        tapped(&mut events, &sheet, 0, Tap::NotSeen, 22_000);
        assert_eq!(correction(&events, &sheet, 0, 0, 0), EventKind::Scored { code: 0, interval: 0 }, "seen after all");
    }
}
