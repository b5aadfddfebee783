//! The live screen of an observation as data: what is called out, what each button shows, when the next timer has to
//! fire. [`casebook_domain::observation::recording`] decides what a tap means; [`casebook_domain::observation`] counts.

use casebook_domain::observation::events::{self, Event, EventKind, PauseReason, to_redo, to_undo};
use casebook_domain::observation::figures::{Measured, bouts, figures, goes_on, waiting_since};
use casebook_domain::observation::intervals::{Interval, State, intervals, marks};
use casebook_domain::observation::of_target;
use casebook_domain::observation::recording::{interval_now, usable};
use casebook_domain::observation::sheet::{Instant, Method, Sheet};

use super::dates;
use super::numbers::{counted, whole};
use super::observation::strip;

/// How long "look now" is shown after a moment, in milliseconds.
pub const CALL_MS: u32 = 4_000;
/// So much of a note is on "undo".
const NOTE_CHARS: usize = 24;
/// How many intervals are in the strip of the last ones.
pub const RECENT: usize = 6;

/// What the screen calls out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// Nothing has to be looked at by the clock.
    Free,
    /// The first moment is still to come.
    First,
    /// This is the moment.
    Look {
        /// The comparison peer is meant.
        peer: bool,
    },
    /// The moment has passed without a mark.
    Mark {
        /// The comparison peer is meant.
        peer: bool,
    },
    /// The moment has its mark.
    Marked {
        /// The next moment is the comparison peer's.
        next_peer: bool,
    },
    /// The running interval is watched to its end.
    Watch {
        /// The comparison peer is meant.
        peer: bool,
    },
    /// The last moment has passed without a mark.
    Last,
    /// All intervals are over.
    Over,
    /// The planned time is over; there are no intervals.
    TimeUp,
}

impl Call {
    /// The comparison peer is meant.
    pub const fn peer(self) -> bool {
        matches!(self, Self::Look { peer: true } | Self::Mark { peer: true } | Self::Watch { peer: true })
    }

    /// There is nothing more to record: to stop is what comes next.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Over | Self::TimeUp)
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Free => "",
            Self::First => "Wait for the first signal",
            Self::Look { peer: false } => "Look now!",
            Self::Look { peer: true } => "Look at the comparison peer now!",
            Self::Mark { peer: false } => "What did you see?",
            Self::Mark { peer: true } => "What did the comparison peer do?",
            Self::Marked { next_peer: false } => "Marked",
            Self::Marked { next_peer: true } => "Marked. Next: the comparison peer",
            Self::Watch { peer: false } => "Keep watching",
            Self::Watch { peer: true } => "Watch the comparison peer",
            Self::Last => "That was the last signal. Mark it, then stop.",
            Self::Over => "All intervals are over. Stop when you are ready.",
            Self::TimeUp => "The planned time is over. Stop when you are ready.",
        }
    }
}

/// What is called out after this many milliseconds; `marked`: the moment that can be marked now has its mark for everybody
/// who is observed.
pub fn call(sheet: &Sheet, elapsed_ms: u32, marked: bool) -> Call {
    let Some(intervals) = sheet.intervals else {
        return if elapsed_ms >= u32::from(sheet.planned_min) * 60_000 { Call::TimeUp } else { Call::Free };
    };
    let ended = sheet.ended(elapsed_ms);
    let since = elapsed_ms.saturating_sub(ended * sheet.interval_ms());
    let over = sheet.current(elapsed_ms).is_none();
    let peer = sheet.is_peer(ended) && !over;
    let momentary = sheet.codes_by(Method::Momentary).next().is_some();
    if momentary && intervals.instant == Instant::End {
        let Some(moment) = ended.checked_sub(1) else { return Call::First };
        return match (marked, over) {
            (true, true) => Call::Over,
            (false, true) => Call::Last,
            (true, false) => Call::Marked { next_peer: peer },
            (false, false) if since < CALL_MS => Call::Look { peer: sheet.is_peer(moment) },
            (false, false) => Call::Mark { peer: sheet.is_peer(moment) },
        };
    }
    if over {
        return Call::Over;
    }
    match (momentary && !marked, sheet.blank_is_data()) {
        (true, _) if since < CALL_MS => Call::Look { peer },
        (true, _) => Call::Mark { peer },
        (false, false) if momentary => Call::Marked { next_peer: sheet.is_peer(ended + 1) },
        (false, _) => Call::Watch { peer },
    }
}

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
const LIT_MS: u32 = 20_000;

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

/// An interval in words: "On task", "Not seen", "Missed".
pub fn interval_words(interval: &Interval, sheet: &Sheet) -> String {
    match interval.state {
        State::NotSeen => "Not seen".to_owned(),
        State::Missed => "Missed".to_owned(),
        State::Open => "No mark yet".to_owned(),
        State::Observed => {
            let scored = |(place, _): &(usize, _)| interval.scored.has(*place as u8);
            let names: Vec<&str> =
                sheet.codes.iter().enumerate().filter(scored).map(|(_, code)| code.name.as_str()).collect();
            if names.is_empty() { "Nothing shown".to_owned() } else { names.join(", ") }
        }
    }
}

/// The last tap, and whether one can be put back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// What "undo" takes back, in words.
    pub last: Option<String>,
    /// Whom it was about, where that is one of those observed.
    pub target: Option<u8>,
    /// There is something for "redo" to put back.
    pub redo: bool,
}

/// What can be taken back and put back after these events.
pub fn history(events: &[Event], sheet: &Sheet) -> History {
    let last = to_undo(events).and_then(|place| events.get(place as usize));
    History {
        last: last.map(|event| tap_words(&event.what, sheet)),
        target: last.and_then(|event| event.target),
        redo: to_redo(events).is_some(),
    }
}

fn tap_words(what: &EventKind, sheet: &Sheet) -> String {
    let name = || {
        let code = what.code().and_then(|code| sheet.codes.get(usize::from(code)));
        code.map_or_else(String::new, |code| code.name.clone())
    };
    match what {
        EventKind::Cleared { .. } => name() + " off",
        EventKind::Began { .. } => name() + " began",
        EventKind::Stopped { .. } => name() + " stopped",
        EventKind::Cued { .. } => name() + ": cue",
        EventKind::Responded { .. } => name() + ": response",
        EventKind::Rated { level, .. } => [&name(), " ", &whole(u64::from(*level))].concat(),
        EventKind::NotSeen { .. } => "Not seen".to_owned(),
        EventKind::Unmarked { .. } => "Mark cleared".to_owned(),
        EventKind::Abc(_) => "ABC note".to_owned(),
        EventKind::Noted(text) => note_words(text),
        _ => name(),
    }
}

/// A note in a few words, for a button.
fn note_words(text: &str) -> String {
    let mut words: String = text.chars().take(NOTE_CHARS).collect();
    if words.len() < text.len() {
        words.push('…');
    }
    ["Note \"", &words, "\""].concat()
}

/// What the screen is doing, as far as timers matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awake {
    /// The countdown can be seen.
    Counting,
    /// It can be seen, and recording pauses for everybody: nothing counts down.
    Paused,
    /// Blank or hidden.
    Dark,
}

/// What wakes the CPU next, in milliseconds from now; `None`: nothing.
///
/// - While the countdown or a time on a button can be seen: once a second, as its figure turns.
/// - While recording pauses: at the end of each interval, for its number.
/// - Blank or hidden: at the end of each interval, and only if that is buzzed or sounded (`cued`).
/// - After the last interval: only for a time that runs on a button (`runs`).
pub fn next_wake_ms(sheet: &Sheet, elapsed_ms: u32, awake: Awake, cued: bool, runs: bool) -> Option<u32> {
    let moment = sheet.until_next_ms(elapsed_ms);
    match awake {
        Awake::Dark => moment.filter(|_| cued),
        Awake::Paused => moment,
        Awake::Counting if moment.is_some() || runs || sheet.intervals.is_none() => Some(1000 - elapsed_ms % 1000),
        Awake::Counting => None,
    }
}

/// What stands for those observed on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Labels {
    /// The colour alone.
    Colour,
    /// The seat.
    #[default]
    Seat,
    /// The initials; twins share theirs.
    Initials,
}

/// How this tablet's live screen is set; names nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// The tablet is held in the left hand; the buttons are there.
    pub left: bool,
    /// The screen flashes at each moment.
    pub flash: bool,
    /// The tablet buzzes at each moment.
    pub vibration: bool,
    /// A soft tone sounds at each moment.
    pub tone: bool,
    /// The live screen is dark, whatever the rest is.
    pub dark: bool,
    /// The buttons show letters instead of words.
    pub letters: bool,
    /// What stands for those observed.
    pub labels: Labels,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            left: false,
            flash: true,
            vibration: false,
            tone: false,
            dark: false,
            letters: false,
            labels: Labels::default(),
        }
    }
}

impl Preferences {
    /// As words with spaces between them, to be kept on the device.
    pub fn code(self) -> String {
        let Self { left, flash, vibration, tone, dark, letters, labels } = self;
        let labels = match labels {
            Labels::Colour => "colour",
            Labels::Seat => "seat",
            Labels::Initials => "initials",
        };
        let mut words = vec![labels];
        for (on, word) in [
            (left, "left"),
            (!flash, "no-flash"),
            (vibration, "vibration"),
            (tone, "tone"),
            (dark, "dark"),
            (letters, "letters"),
        ] {
            if on {
                words.push(word);
            }
        }
        words.join(" ")
    }

    /// Reads them; what is missing or unknown is as if it had never been chosen.
    pub fn from_code(code: &str) -> Self {
        let has = |word: &str| code.split(' ').any(|other| other == word);
        let labels = match () {
            () if has("colour") => Labels::Colour,
            () if has("initials") => Labels::Initials,
            () => Labels::Seat,
        };
        Self {
            left: has("left"),
            flash: !has("no-flash"),
            vibration: has("vibration"),
            tone: has("tone"),
            dark: has("dark"),
            letters: has("letters"),
            labels,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::observation::events::push;
    use casebook_domain::observation::recording::meaning;
    use casebook_domain::observation::{Starter, Tap, starters};

    const ENGAGEMENT: Starter = Starter::Engagement;

    fn sheet(starter: Starter) -> Sheet {
        starters::sheet(starter)
    }

    fn tapped(events: &mut Vec<Event>, sheet: &Sheet, target: u8, tap: Tap, at: u32) -> bool {
        let Some((target, what)) = meaning(events, sheet, Some(target), &tap, at) else { return false };
        push(events, at, target, what);
        true
    }

    #[test]
    fn the_moment_at_the_end_of_an_interval_is_called_and_then_asked_for() {
        let sheet = sheet(ENGAGEMENT); // every 20 s, looked at at the end
        assert_eq!(call(&sheet, 19_999, false), Call::First);
        assert_eq!(call(&sheet, 20_000, false), Call::Look { peer: false });
        assert_eq!(call(&sheet, 24_000, false), Call::Mark { peer: false });
        assert_eq!(call(&sheet, 24_000, true), Call::Marked { next_peer: false });
        assert_eq!(call(&sheet, 20 * 60_000, false), Call::Last);
        assert_eq!(call(&sheet, 20 * 60_000, true), Call::Over);
    }

    #[test]
    fn the_comparison_peer_is_called_in_every_fifth_interval_from_its_first_instant() {
        let sheet = sheet(Starter::TargetAndPeer); // 15 s, looked at at the start, partial intervals besides
        assert_eq!(call(&sheet, 0, false), Call::Look { peer: false });
        assert_eq!(call(&sheet, 59_999, true), Call::Watch { peer: false });
        assert_eq!(call(&sheet, 60_000, false), Call::Look { peer: true });
        assert_eq!(call(&sheet, 70_000, true), Call::Watch { peer: true });
        assert_eq!(call(&sheet, 75_000, false), Call::Look { peer: false });
        assert_eq!(call(&sheet, 15 * 60_000, false), Call::Over);
    }

    #[test]
    fn a_sheet_without_intervals_calls_nothing_until_the_planned_time_is_over() {
        let sheet = sheet(Starter::Disruption);
        assert_eq!(call(&sheet, 20 * 60_000 - 1, false), Call::Free);
        assert_eq!(call(&sheet, 20 * 60_000, false), Call::TimeUp);
    }

    #[test]
    fn the_peers_own_codes_can_be_used_in_comparison_intervals_alone() {
        let sheet = sheet(Starter::TargetAndPeer);
        let instruction = 5;
        let key = |at| lane(&[], &sheet, 0, at).keys[instruction];
        assert!(!key(59_999).enabled);
        assert!(key(60_000).enabled);
        assert!(!key(75_000).enabled);
        let mut events = Vec::new();
        assert!(!tapped(&mut events, &sheet, 0, Tap::Code(instruction as u8), 30_000));
        assert!(tapped(&mut events, &sheet, 0, Tap::Code(instruction as u8), 61_000));
    }

    #[test]
    fn before_the_first_moment_nothing_of_it_can_be_marked() {
        let sheet = sheet(ENGAGEMENT);
        let early = lane(&[], &sheet, 0, 19_999);
        assert!(!early.keys[0].enabled && !early.can_mark);
        assert!(early.keys[2].enabled, "a level needs no moment");
        assert!(!tapped(&mut Vec::new(), &sheet, 0, Tap::NotSeen, 19_999));
        assert!(lane(&[], &sheet, 0, 20_000).can_mark);
    }

    #[test]
    fn a_momentary_mark_stands_until_the_next_moment_and_another_takes_its_place() {
        let sheet = sheet(ENGAGEMENT);
        let mut events = Vec::new();
        assert!(tapped(&mut events, &sheet, 0, Tap::Code(0), 21_000));
        assert!(tapped(&mut events, &sheet, 0, Tap::Code(1), 22_000));
        let now = lane(&events, &sheet, 0, 23_000);
        assert!(!now.keys[0].pressed && now.keys[1].pressed && now.marked);
        assert!(!lane(&events, &sheet, 1, 23_000).marked, "the other pupil has no mark");
        let next = lane(&events, &sheet, 0, 40_000);
        assert!(!next.keys[1].pressed && !next.marked);
        assert_eq!(next.recent.len(), 2);
        assert_eq!((next.recent[1].index, next.recent[1].state), (0, State::Observed));
    }

    #[test]
    fn not_seen_is_taken_back_by_a_second_touch() {
        let sheet = sheet(ENGAGEMENT);
        let mut events = Vec::new();
        tapped(&mut events, &sheet, 0, Tap::NotSeen, 21_000);
        assert!(lane(&events, &sheet, 0, 21_000).not_seen);
        tapped(&mut events, &sheet, 0, Tap::NotSeen, 22_000);
        assert!(!lane(&events, &sheet, 0, 22_000).not_seen);
    }

    #[test]
    fn a_running_time_shows_itself_and_what_was_before() {
        let sheet = sheet(Starter::Disruption);
        let out_of_seat = 4;
        let mut events = Vec::new();
        for at in [10_000, 70_000, 100_000] {
            tapped(&mut events, &sheet, 0, Tap::Code(out_of_seat), at);
        }
        let key = lane(&events, &sheet, 0, 105_000).keys[usize::from(out_of_seat)];
        assert!(key.pressed && key.shown.runs());
        assert_eq!(key.shown.words(105_000), "0:05 now, 1:00 before");
        tapped(&mut events, &sheet, 0, Tap::Code(out_of_seat), 110_000);
        let key = lane(&events, &sheet, 0, 200_000).keys[usize::from(out_of_seat)];
        assert!(!key.pressed && !key.shown.runs());
        assert_eq!(key.shown.words(0), "1:10 in 2");
    }

    #[test]
    fn nothing_can_be_tapped_while_recording_pauses_and_the_other_lane_goes_on() {
        let sheet = sheet(Starter::Disruption);
        let paused = EventKind::Paused { reason: PauseReason::OutOfRoom, words: String::new() };
        let mut events = Vec::new();
        assert!(tapped(&mut events, &sheet, 0, Tap::Is(paused), 5_000));
        assert!(!tapped(&mut events, &sheet, 0, Tap::Code(0), 6_000));
        assert!(tapped(&mut events, &sheet, 1, Tap::Code(0), 6_000));
        assert!(lane(&events, &sheet, 0, 7_000).keys.iter().all(|key| !key.enabled));
        assert_eq!(lane(&events, &sheet, 1, 7_000).paused, None);
    }

    #[test]
    fn undo_takes_back_the_last_tap_of_whomever_and_stays_with_that_pupil() {
        let sheet = sheet(Starter::Disruption);
        let mut events = Vec::new();
        tapped(&mut events, &sheet, 0, Tap::Code(0), 1_000);
        tapped(&mut events, &sheet, 1, Tap::Code(1), 2_000);
        let last = history(&events, &sheet);
        assert_eq!((last.last.as_deref(), last.target, last.redo), (Some("Leaves seat"), Some(1), false));
        assert_eq!(meaning(&events, &sheet, None, &Tap::Undo, 3_000), Some((Some(1), EventKind::Undone { event: 1 })));
        push(&mut events, 3_000, Some(1), EventKind::Undone { event: 1 });
        assert!(history(&events, &sheet).redo);
        assert_eq!(lane(&events, &sheet, 1, 4_000).keys[1].shown, Shown::Nothing);
        assert_eq!(lane(&events, &sheet, 0, 4_000).keys[0].shown, Shown::Times(1));
    }

    #[test]
    fn no_timer_is_faster_than_it_must_be() {
        let (looks, counts) = (sheet(ENGAGEMENT), sheet(Starter::Disruption));
        let over = 20 * 60_000;
        assert_eq!(next_wake_ms(&looks, 4_300, Awake::Counting, false, false), Some(700), "as the figure turns");
        assert_eq!(next_wake_ms(&looks, 4_300, Awake::Dark, false, false), None);
        assert_eq!(next_wake_ms(&looks, 4_300, Awake::Dark, true, true), Some(15_700), "the buzz");
        assert_eq!(next_wake_ms(&looks, 4_300, Awake::Paused, false, false), Some(15_700));
        assert_eq!(next_wake_ms(&looks, over, Awake::Counting, true, false), None, "nothing to wait for");
        assert_eq!(next_wake_ms(&looks, over, Awake::Counting, true, true), Some(1_000));
        assert_eq!(next_wake_ms(&counts, 4_300, Awake::Counting, false, false), Some(700));
        assert_eq!(next_wake_ms(&counts, 4_300, Awake::Dark, true, true), None);
        assert_eq!(next_wake_ms(&counts, 4_300, Awake::Paused, true, false), None);
    }

    #[test]
    fn a_level_is_lit_until_the_next_signal() {
        let sheet = sheet(ENGAGEMENT); // 20 s
        assert!(lit(&sheet, 21_000, 39_999));
        assert!(!lit(&sheet, 21_000, 40_000));
        let free = Sheet { intervals: None, ..sheet };
        assert!(lit(&free, 21_000, 40_999) && !lit(&free, 21_000, 41_000));
    }

    #[test]
    fn what_stands_on_a_button_says_little_to_others() {
        let sheet = sheet(ENGAGEMENT);
        let on = |place| button_words(&sheet, place, false);
        assert_eq!((on(0), on(1)), ("On".to_owned(), "Off".to_owned()));
        assert!(button_words(&sheet, 1, true).chars().count() <= 2);
        assert_eq!(button_words(&sheet, 200, true), "");
    }

    #[test]
    fn undo_says_which_note_it_takes_back() {
        let sheet = sheet(ENGAGEMENT);
        let mut events = Vec::new();
        push(&mut events, 1_000, None, EventKind::Noted("Teacher talks to the whole class".into()));
        assert_eq!(history(&events, &sheet).last.as_deref(), Some("Note \"Teacher talks to the who…\""));
    }

    #[test]
    fn preferences_come_back_and_what_is_unknown_is_as_if_never_chosen() {
        for bits in 0..64_u8 {
            for labels in [Labels::Colour, Labels::Seat, Labels::Initials] {
                let on = |bit: u8| bits & (1 << bit) != 0;
                let chosen = Preferences {
                    left: on(0),
                    flash: on(1),
                    vibration: on(2),
                    tone: on(3),
                    dark: on(4),
                    letters: on(5),
                    labels,
                };
                assert_eq!(Preferences::from_code(&chosen.code()), chosen);
            }
        }
        assert_eq!(Preferences::from_code("\"nonsense"), Preferences::default());
        assert!(!Preferences::default().tone && !Preferences::default().vibration, "silent unless chosen");
    }
}
