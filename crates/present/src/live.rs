//! The live screen of an observation as data: what is called out, what each button shows, when the next timer has to
//! fire. [`casebook_domain::observation::recording`] decides what a tap means; [`casebook_domain::observation`] counts.

mod call;
mod lane;
mod preferences;

use super::numbers::whole;
use casebook_domain::observation::events::{Event, EventKind, to_redo, to_undo};
use casebook_domain::observation::intervals::{Interval, State};
use casebook_domain::observation::sheet::Sheet;

pub use call::{Awake, CALL_MS, Call, call, next_wake_ms};
pub use lane::{Key, Lane, Shown, button_words, lane, lit, sign};
pub use preferences::{Labels, Preferences};

/// So much of a note is on "undo".
const NOTE_CHARS: usize = 24;
/// How many intervals are in the strip of the last ones.
pub const RECENT: usize = 6;
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

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::observation::events::PauseReason;
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
