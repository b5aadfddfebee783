//! The events and the intervals of an observation as CSV, for a school's own spreadsheet. No name is in it.

use crate::csv::Sheet;
use crate::numbers::{push_number, whole};
use crate::observation::clock_moved;
use casebook_domain::calendar::{Moment, iso};
use casebook_domain::observation::events::ended_at;
use casebook_domain::observation::intervals::intervals;
use casebook_domain::observation::{Abc, EventKind, Observation, State};

fn two(text: &mut String, value: u64) {
    if value < 10 {
        text.push('0');
    }
    push_number(text, value);
}

fn thousandths(text: &mut String, value: u64) {
    text.push('.');
    if value < 100 {
        text.push('0');
    }
    two(text, value);
}

/// "2026-11-23T09:15:02.250+00:00": local time with its offset.
fn moment(began: Moment, at_ms: u32) -> String {
    let moment = Moment { utc_ms: began.utc_ms.saturating_add(i64::from(at_ms)), ..began };
    let (hours, minutes, seconds) = moment.local_time();
    let mut text = iso(moment.date());
    for (sign, part) in [('T', hours), (':', minutes), (':', seconds)] {
        text.push(sign);
        two(&mut text, u64::from(part));
    }
    thousandths(&mut text, moment.utc_ms.rem_euclid(1000) as u64);
    text.push(if began.offset_min < 0 { '-' } else { '+' });
    let offset = u64::from(began.offset_min.unsigned_abs());
    two(&mut text, offset / 60);
    text.push(':');
    two(&mut text, offset % 60);
    text
}

/// Seconds with three places: "75.250".
fn seconds(ms: u32) -> String {
    let mut text = whole(u64::from(ms / 1000));
    thousandths(&mut text, u64::from(ms % 1000));
    text
}

const EVENTS: [&str; 12] = [
    "event",
    "time",
    "elapsed_s",
    "what",
    "behaviour",
    "recorded_as",
    "interval",
    "level",
    "note",
    "antecedent",
    "did",
    "consequence",
];

/// The events, a row each, in order of time. Intervals are numbered from 1.
pub fn events(observation: &Observation) -> String {
    let Observation { began, sheet, events, .. } = observation;
    let mut rows = Sheet::default();
    rows.row(EVENTS);
    for (place, event) in events.iter().enumerate() {
        let code = event.what.code().and_then(|code| sheet.codes.get(usize::from(code)));
        let interval = event.what.interval().map_or_else(String::new, |interval| whole(u64::from(interval) + 1));
        let none = Abc::default();
        let (mut level, mut note, mut abc) = (String::new(), String::new(), &none);
        let what = match &event.what {
            EventKind::Scored { .. } => "scored",
            EventKind::Cleared { .. } => "cleared",
            EventKind::NotSeen { .. } => "not seen",
            EventKind::Unmarked { .. } => "mark cleared",
            EventKind::Watched { .. } => "watched",
            EventKind::Counted { .. } => "counted",
            EventKind::Began { .. } => "began",
            EventKind::Stopped { .. } => "stopped",
            EventKind::Cued { .. } => "cue",
            EventKind::Responded { .. } => "response",
            EventKind::Rated { level: rated, .. } => {
                level = whole(u64::from(*rated));
                "level"
            }
            EventKind::Abc(noted) => {
                abc = noted;
                "abc"
            }
            EventKind::Noted(text) => {
                note.clone_from(text);
                "note"
            }
            EventKind::Paused { reason, words } => {
                note = if words.trim().is_empty() {
                    reason.label().to_owned()
                } else {
                    [reason.label(), ": ", words].concat()
                };
                "paused"
            }
            EventKind::Resumed => "resumed",
            EventKind::Undone { .. } => "undone",
            EventKind::Redone { .. } => "redone",
            EventKind::ClockMoved { by_ms } => {
                note = clock_moved(*by_ms);
                "clock corrected"
            }
            EventKind::Ended => "ended",
        };
        rows.row([
            whole(place as u64 + 1).as_str(),
            &moment(*began, event.at_ms),
            &seconds(event.at_ms),
            what,
            code.map_or("", |code| &code.name),
            code.map_or("", |code| code.method.label()),
            &interval,
            &level,
            &note,
            &abc.antecedent,
            &abc.behaviour,
            &abc.consequence,
        ]);
    }
    rows.text()
}

/// The intervals, a row each; under each behaviour that is recorded by intervals 1 or 0, nothing where the interval does
/// not count. `None` where the sheet has no intervals.
pub fn by_interval(observation: &Observation) -> Option<String> {
    let Observation { began, sheet, events, .. } = observation;
    let end = ended_at(events).unwrap_or_else(|| observation.length_ms());
    let all = intervals(events, sheet, end);
    let codes: Vec<(usize, &str)> = sheet
        .codes
        .iter()
        .enumerate()
        .filter(|(_, code)| code.method.by_interval())
        .map(|(place, code)| (place, code.name.as_str()))
        .collect();
    if all.is_empty() || codes.is_empty() {
        return None;
    }
    let mut rows = Sheet::default();
    let head = ["interval", "time", "from_s", "until_s", "watched", "state"];
    rows.row(head.into_iter().chain(codes.iter().map(|(_, name)| *name)));
    for interval in &all {
        let state = match interval.state {
            State::Observed => "observed",
            State::NotSeen => "not seen",
            State::Missed => "missed",
            State::Open => "not reached",
        };
        let known = [
            whole(u64::from(interval.index) + 1),
            moment(*began, interval.from_ms),
            seconds(interval.from_ms),
            seconds(interval.until_ms),
            if interval.peer { "comparison peer" } else { "pupil" }.to_owned(),
            state.to_owned(),
        ];
        let scored = codes.iter().map(|(place, _)| match interval.state {
            State::Observed if interval.scored.has(*place as u8) => "1",
            State::Observed => "0",
            _ => "",
        });
        rows.row(known.iter().map(String::as_str).chain(scored));
    }
    Some(rows.text())
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::observation::starters::sheet;
    use casebook_domain::observation::{Event, Lesson, Starter};
    use proptest::prelude::*;

    /// Reads CSV as RFC 4180 says it.
    fn read(text: &str) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
        let mut chars = text.chars().peekable();
        while let Some(char) = chars.next() {
            match (char, quoted) {
                ('"', true) if chars.peek() == Some(&'"') => {
                    chars.next();
                    cell.push('"');
                }
                ('"', _) => quoted = !quoted,
                (',', false) => row.push(core::mem::take(&mut cell)),
                ('\r', false) if chars.peek() == Some(&'\n') => {
                    chars.next();
                    row.push(core::mem::take(&mut cell));
                    rows.push(core::mem::take(&mut row));
                }
                (char, _) => cell.push(char),
            }
        }
        assert!(!quoted && cell.is_empty() && row.is_empty(), "every row ends");
        rows
    }

    fn observation(starter: Starter, whats: Vec<(u32, EventKind)>) -> Observation {
        let events = whats.into_iter().map(|(at_ms, what)| Event { at_ms, target: None, what }).collect();
        Observation {
            began: Moment { utc_ms: 1_782_862_215_250, offset_min: 60 },
            sheet: sheet(starter),
            lesson: Lesson::default(),
            events,
            comment: String::new(),
            uses: Vec::new(),
        }
    }

    #[test]
    fn p16_each_event_is_a_row_with_its_local_time_and_offset() {
        let abc =
            Abc { antecedent: "Told \"no\", twice".into(), behaviour: "Cries".into(), consequence: "\nHelped".into() };
        let whats =
            vec![(75_250, EventKind::Counted { code: 0 }), (80_000, EventKind::Abc(abc)), (90_000, EventKind::Ended)];
        let rows = read(&events(&observation(Starter::Disruption, whats)));
        assert!(rows.iter().all(|row| row.len() == EVENTS.len()));
        assert_eq!(rows[0], EVENTS);
        assert_eq!(
            rows[1],
            ["1", "2026-07-01T00:31:30.500+01:00", "75.250", "counted", "Calls out", "Count", "", "", "", "", "", ""]
        );
        assert_eq!(&rows[2][9..], ["Told \"no\", twice", "Cries", "'\nHelped"]);
    }

    #[test]
    fn p16_an_interval_that_does_not_count_has_no_figure() {
        let whats = vec![
            (20_500, EventKind::Scored { code: 0, interval: 0 }),
            (40_500, EventKind::NotSeen { interval: 1 }),
            (81_000, EventKind::Scored { code: 1, interval: 3 }),
            (82_000, EventKind::Ended),
        ];
        let rows = read(&by_interval(&observation(Starter::Engagement, whats)).unwrap());
        let cells = |row: usize| rows[row][5..].join("|");
        assert_eq!(rows[0], ["interval", "time", "from_s", "until_s", "watched", "state", "On task", "Off task"]);
        assert_eq!((cells(1).as_str(), cells(2).as_str()), ("observed|1|0", "not seen||"));
        assert_eq!(
            (cells(3).as_str(), cells(4).as_str(), cells(5).as_str()),
            ("missed||", "observed|0|1", "not reached||")
        );
        assert_eq!(rows.len(), 61, "every planned interval");
        assert_eq!(by_interval(&observation(Starter::Disruption, Vec::new())), None);
    }

    #[test]
    fn p16_an_offset_behind_utc_and_one_of_half_hours_are_written_out() {
        let at = |offset_min| moment(Moment { utc_ms: 1_782_862_215_007, offset_min }, 0);
        assert_eq!(at(-210), "2026-06-30T20:00:15.007-03:30");
        assert_eq!(at(0), "2026-06-30T23:30:15.007+00:00");
    }

    proptest! {
        #[test]
        fn whatever_is_noted_is_one_cell_that_no_spreadsheet_calculates(text in "[ =+@,\"'\r\na\tb\u{ff1d}-]{0,12}") {
            let rows = read(&events(&observation(Starter::Abc, vec![(0, EventKind::Noted(text.clone())), (1, EventKind::Ended)])));
            prop_assert_eq!(rows.len(), 3);
            let cell = &rows[1][8];
            let guarded = ["'", &text].concat();
            prop_assert!(*cell == text || *cell == guarded);
            let first = cell.trim_start_matches(' ').chars().next();
            prop_assert!(!first.is_some_and(|first| "=+-@\t\r\n\u{ff1d}".contains(first)), "{:?}", cell);
        }
    }
}
