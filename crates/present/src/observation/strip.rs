//! An observation along its time: what was scored, counted, timed and noted when (p16). Places only; a view draws them.
//!
//! Long observations are broken into rows, so that an interval has room for its letter: colour is never the only sign.

use crate::dates;
use casebook_domain::observation::events::ended_at;
use casebook_domain::observation::figures::bouts;
use casebook_domain::observation::intervals::{intervals, pauses};
use casebook_domain::observation::{Colour, EventKind, Method, Observation, Sheet, State};

/// The width of a row's plot; places are from 0 to this.
pub const WIDTH: u32 = 720;
/// The most intervals in a row.
const MOST_IN_ROW: u32 = 40;
/// Lengths of a row in minutes, longest first.
const SPANS_MIN: [u32; 7] = [30, 20, 15, 10, 5, 3, 2];
/// The most rows: beyond what the longest observation needs, so that one from elsewhere costs no more.
const MOST_ROWS: u32 = 60;
/// What is left of an observation after its last whole row and is shorter is at that row's end.
const REST_MS: u32 = 10_000;

/// How a mark is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An interval that is scored.
    Interval,
    /// Something that lasts.
    Bar,
    /// Something at an instant.
    Tick,
    /// A number at an instant: a level, the number of a note.
    Number,
}

/// A mark in a lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StripMark {
    /// How it is drawn.
    pub shape: Shape,
    /// Where it begins.
    pub from: u32,
    /// Where it ends; the same for an instant.
    pub until: u32,
    /// Its colour; none for notes.
    pub colour: Option<Colour>,
    /// What is in it; may be empty.
    pub text: String,
}

/// What belongs together: a code, the codes of which one holds at a moment, the notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StripLane {
    /// What it is.
    pub label: String,
    /// Its marks.
    pub marks: Vec<StripMark>,
}

/// Why a part of a row is set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A comparison peer was watched.
    Peer,
    /// The pupil was not seen.
    NotSeen,
    /// Nobody looked.
    Missed,
    /// Recording paused.
    Paused,
}

impl Why {
    /// The sign that is over it.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Peer => "◇",
            Self::NotSeen => "–",
            Self::Missed => "?",
            Self::Paused => "II",
        }
    }

    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Peer => "comparison peer",
            Self::NotSeen => "pupil not seen",
            Self::Missed => "missed",
            Self::Paused => "paused",
        }
    }
}

/// A part of a row that is set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// Why.
    pub why: Why,
    /// Where it begins.
    pub from: u32,
    /// Where it ends.
    pub until: u32,
}

/// A row of the drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StripRow {
    /// Marks of the time axis: where, and "5:00".
    pub ticks: Vec<(u32, String)>,
    /// What is set apart.
    pub bands: Vec<Band>,
    /// The lanes, alike in all rows.
    pub lanes: Vec<StripLane>,
    /// Where the observation ends in this row.
    pub end: u32,
}

/// The whole drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strip {
    /// Its rows.
    pub rows: Vec<StripRow>,
    /// What the letters stand for: the letter, its colour, the code's name.
    pub letters: Vec<(String, Colour, String)>,
    /// What the signs over the bands stand for.
    pub signs: Vec<Why>,
}

/// A letter for each code, no two alike: the first of its name's that is free, else its number.
pub fn letters(sheet: &Sheet) -> Vec<String> {
    let mut taken: Vec<String> = Vec::with_capacity(sheet.codes.len());
    for (place, code) in sheet.codes.iter().enumerate() {
        let free = code
            .name
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .map(|letter| letter.to_uppercase().collect::<String>())
            .find(|letter| !taken.contains(letter));
        taken.push(free.unwrap_or_else(|| crate::numbers::whole(place as u64 + 1)));
    }
    taken
}

fn span_ms(sheet: &Sheet, length_ms: u32) -> u32 {
    let interval = sheet.interval_ms();
    let fits = |minutes: &&u32| match interval {
        0 => **minutes <= 15 || length_ms > 31 * 60_000,
        interval => **minutes * 60_000 / interval <= MOST_IN_ROW,
    };
    SPANS_MIN.iter().find(fits).map_or(60_000, |minutes| minutes * 60_000)
}

/// A lane before it is broken into rows: label, and marks in milliseconds.
type Long = (String, Vec<(Shape, u32, u32, Option<Colour>, String)>);

/// What happened when, drawn; `notes`: with the numbers of the notes.
pub fn strip(observation: &Observation, notes: bool) -> Strip {
    let Observation { sheet, events, .. } = observation;
    let end = ended_at(events).unwrap_or_else(|| observation.length_ms());
    let letters = letters(sheet);
    let mut lanes: Vec<Long> = Vec::new();
    let mut bands: Vec<(Why, u32, u32)> = Vec::new();
    let all = intervals(events, sheet, end);
    let by_interval = sheet.codes.iter().any(|code| code.method.by_interval());
    if by_interval {
        for interval in &all {
            let mut band = |why| bands.push((why, interval.from_ms, interval.until_ms));
            match interval.state {
                State::NotSeen => band(Why::NotSeen),
                State::Missed => band(Why::Missed),
                State::Observed if interval.peer => band(Why::Peer),
                State::Observed | State::Open => {}
            }
        }
    }
    for pause in pauses(events, end) {
        bands.push((Why::Paused, pause.from_ms, pause.until_ms));
    }
    let scored = |code: usize| {
        let seen = all.iter().filter(move |it| it.state == State::Observed && it.scored.has(code as u8));
        let (colour, letter) = (Some(sheet.codes[code].colour), letters[code].clone());
        seen.map(move |it| (Shape::Interval, it.from_ms, it.until_ms, colour, letter.clone()))
    };
    let moments: Vec<_> = sheet.codes_by(Method::Momentary).flat_map(scored).collect();
    if sheet.codes_by(Method::Momentary).next().is_some() {
        lanes.push(("At the moment".to_owned(), moments));
    }
    for (place, code) in sheet.codes.iter().enumerate() {
        let index = place as u8;
        let colour = Some(code.colour);
        let mut marks = Vec::new();
        match code.method {
            Method::Momentary => continue,
            Method::PartialInterval | Method::WholeInterval => marks.extend(scored(place)),
            Method::Duration => {
                for bout in bouts(events, index, end) {
                    marks.push((Shape::Bar, bout.from_ms, bout.until_ms, colour, letters[place].clone()));
                }
            }
            Method::Count | Method::Latency | Method::Level => {
                for event in events {
                    let (shape, text) = match event.what {
                        EventKind::Counted { code } | EventKind::Cued { code } if code == index => {
                            (Shape::Tick, String::new())
                        }
                        EventKind::Responded { code } if code == index => (Shape::Number, "✓".to_owned()),
                        EventKind::Rated { code, level } if code == index => {
                            (Shape::Number, crate::numbers::whole(u64::from(level)))
                        }
                        _ => continue,
                    };
                    marks.push((shape, event.at_ms, event.at_ms, colour, text));
                }
            }
        }
        lanes.push((code.name.clone(), marks));
    }
    let noted: Vec<_> = remarks(observation)
        .iter()
        .enumerate()
        .map(|(place, remark)| {
            let number = crate::numbers::whole(place as u64 + 1);
            (Shape::Number, remark.at_ms, remark.at_ms, None, number)
        })
        .collect();
    if notes && !noted.is_empty() {
        lanes.push(("Notes".to_owned(), noted));
    }
    let span = span_ms(sheet, end);
    let count = (end / span + u32::from(end % span > REST_MS)).clamp(1, MOST_ROWS);
    let rows = (0..count).map(|number| row(&lanes, &bands, number * span, span, end, number + 1 == count)).collect();
    let mut signs = Vec::new();
    for why in [Why::Peer, Why::NotSeen, Why::Missed, Why::Paused] {
        if bands.iter().any(|(other, ..)| *other == why) {
            signs.push(why);
        }
    }
    let named = sheet.codes.iter().zip(letters).map(|(code, letter)| (letter, code.colour, code.name.clone()));
    Strip { rows, letters: named.collect(), signs }
}

fn row(lanes: &[Long], bands: &[(Why, u32, u32)], from_ms: u32, span: u32, end: u32, last: bool) -> StripRow {
    let until_ms = from_ms + span;
    let place = |ms: u32| {
        let within = u64::from(ms.clamp(from_ms, until_ms) - from_ms);
        (within * u64::from(WIDTH) / u64::from(span)) as u32
    };
    // The last row takes in what came a moment after its end.
    let instant = |at: u32| from_ms <= at && (at < until_ms || last);
    let lasting = |from: u32, until: u32| from < until_ms && from_ms < until;
    let lanes = lanes
        .iter()
        .map(|(label, marks)| StripLane {
            label: label.clone(),
            marks: marks
                .iter()
                .filter(|(_, from, until, ..)| if from == until { instant(*from) } else { lasting(*from, *until) })
                .map(|(shape, from, until, colour, text)| StripMark {
                    shape: *shape,
                    from: place(*from),
                    until: place(*until),
                    colour: *colour,
                    text: text.clone(),
                })
                .collect(),
        })
        .collect();
    let bands = bands
        .iter()
        .filter(|(_, from, until)| lasting(*from, *until))
        .map(|(why, from, until)| Band { why: *why, from: place(*from), until: place(*until) })
        .collect();
    let step = if span <= 5 * 60_000 { 60_000 } else { 5 * 60_000 };
    let ticks = (0..=span / step).map(|n| (place(from_ms + n * step), dates::clock(from_ms + n * step))).collect();
    StripRow { ticks, bands, lanes, end: place(end) }
}

/// Something that was written down with its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark<'a> {
    /// Milliseconds from the beginning.
    pub at_ms: u32,
    /// What was written.
    pub text: Text<'a>,
}

/// What was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text<'a> {
    /// A note.
    Note(&'a str),
    /// Antecedent, behaviour, consequence.
    Abc(&'a casebook_domain::observation::Abc),
    /// Why recording paused: the reason, and the words for it.
    Pause(&'static str, &'a str),
}

/// Notes, ABC notes and pauses in order of time; the drawing numbers them so.
pub fn remarks(observation: &Observation) -> Vec<Remark<'_>> {
    let mut all = Vec::new();
    for event in &observation.events {
        let text = match &event.what {
            EventKind::Noted(text) => Text::Note(text),
            EventKind::Abc(abc) => Text::Abc(abc),
            EventKind::Paused { reason, words } => Text::Pause(reason.label(), words),
            _ => continue,
        };
        all.push(Remark { at_ms: event.at_ms, text });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::Moment;
    use casebook_domain::observation::starters::sheet;
    use casebook_domain::observation::{Event, Lesson, PauseReason, Starter};

    fn observation(starter: Starter, whats: Vec<(u32, EventKind)>) -> Observation {
        let events = whats.into_iter().map(|(at_ms, what)| Event { at_ms, target: None, what }).collect();
        Observation {
            began: Moment { utc_ms: 0, offset_min: 0 },
            sheet: sheet(starter),
            lesson: Lesson::default(),
            events,
            comment: String::new(),
            uses: Vec::new(),
        }
    }

    #[test]
    fn no_two_codes_have_the_same_letter() {
        for starter in Starter::ALL {
            let letters = letters(&sheet(*starter));
            for (place, letter) in letters.iter().enumerate() {
                assert!(!letters[..place].contains(letter), "{starter:?}: {letters:?}");
            }
        }
    }

    #[test]
    fn a_long_observation_is_broken_into_rows_with_every_scored_interval_in_one() {
        // 15 minutes of 15 seconds: rows of ten minutes and 40 intervals.
        let mut whats: Vec<_> =
            (0..60).map(|interval| (interval * 15_000 + 500, EventKind::Scored { code: 0, interval })).collect();
        whats.push((900_000, EventKind::Ended));
        let strip = strip(&observation(Starter::TargetAndPeer, whats), true);
        let boxes: Vec<usize> = strip.rows.iter().map(|row| row.lanes[0].marks.len()).collect();
        assert_eq!(boxes, [40, 20]);
        assert_eq!((strip.rows[0].end, strip.rows[1].end), (WIDTH, WIDTH / 2));
        assert_eq!(strip.rows[0].bands.len() + strip.rows[1].bands.len(), 12, "every fifth is the peer's");
        assert_eq!(strip.signs, [Why::Peer]);
        assert_eq!(strip.rows[1].ticks[0], (0, "10:00".to_owned()));
    }

    #[test]
    fn a_bar_that_crosses_rows_is_in_both_and_late_taps_are_not_lost() {
        let whats = vec![
            (14 * 60_000, EventKind::Began { code: 4 }),
            (16 * 60_000, EventKind::Stopped { code: 4 }),
            (20 * 60_000, EventKind::Paused { reason: PauseReason::Interrupted, words: String::new() }),
            (21 * 60_000, EventKind::Resumed),
            (30 * 60_000 + 2_000, EventKind::Counted { code: 0 }),
            (30 * 60_000 + 3_000, EventKind::Ended),
        ];
        let strip = strip(&observation(Starter::Disruption, whats), true);
        assert_eq!(strip.rows.len(), 2);
        let bar = |row: usize| strip.rows[row].lanes[4].marks.clone();
        assert_eq!((bar(0)[0].from, bar(0)[0].until), (672, WIDTH));
        assert_eq!((bar(1)[0].from, bar(1)[0].until), (0, 48));
        let counted = &strip.rows[1].lanes[0].marks;
        assert_eq!((counted.len(), counted[0].from), (1, WIDTH));
        assert_eq!(strip.signs, [Why::Paused]);
        assert_eq!(strip.rows[1].lanes.last().map(|lane| lane.label.as_str()), Some("Notes"));
    }

    #[test]
    fn whatever_the_events_the_drawing_stays_within_its_width() {
        for end in [0, 1, 59_999, 5_400_000, u32::MAX / 2] {
            let strip = strip(
                &observation(Starter::Abc, vec![(0, EventKind::Began { code: 0 }), (end, EventKind::Ended)]),
                true,
            );
            for row in &strip.rows {
                assert!(row.end <= WIDTH && row.ticks.iter().all(|(at, _)| *at <= WIDTH));
                let marks = row.lanes.iter().flat_map(|lane| &lane.marks);
                assert!(marks.clone().all(|mark| mark.from <= mark.until && mark.until <= WIDTH), "{end}");
            }
        }
    }

    #[test]
    fn a_page_without_the_notes_has_no_row_for_them() {
        let noted = observation(
            Starter::Disruption,
            vec![(5_000, EventKind::Noted("Only mine".into())), (60_000, EventKind::Ended)],
        );
        let has =
            |notes| strip(&noted, notes).rows.iter().any(|row| row.lanes.iter().any(|lane| lane.label == "Notes"));
        assert!(has(true) && !has(false));
    }
}
