//! An observation in words and figures (p16). Every figure is beside what it is of.
//!
//! - [`agreement`]: two observers.
//! - [`compare`]: several observations beside each other.
//! - [`csv`]: events and intervals for a spreadsheet.
//! - [`mod@print`]: one page for the class teacher.
//! - [`strip`]: what happened when, as a drawing.
//! - [`uses`]: figures that serve a target of the plan.

pub mod agreement;
pub mod compare;
pub mod csv;
pub mod print;
pub mod strip;
pub mod uses;

use casebook_domain::measure::Hundredths;
use casebook_domain::observation::figures::{FEWEST_RATINGS, figures_between, median_halves, modes, rate_hundredths};
use casebook_domain::observation::lesson_clock::moves;
use casebook_domain::observation::{
    Code, Event, Figures, Lesson, Measured, Method, Observation, Share, Sheet, Watching,
};

use super::dates;
use super::numbers::{counted, hundredths, percent, whole};

/// What was measured of one code, ready to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureLine {
    /// The code's name.
    pub name: String,
    /// The figure: "66.7%", "1.5 a minute", "Level 3".
    pub value: String,
    /// What it is of: "12 of 18 intervals".
    pub detail: String,
    /// Nothing was recorded with it: no level, no cue. Other figures say nought themselves.
    pub nothing: bool,
    /// Both are of the comparison intervals, as for the teacher's instruction.
    pub in_comparison: bool,
    /// The same of the comparison peer, where one was watched.
    pub peer: Option<(String, String)>,
}

/// A per cent to one place; a dash of nothing.
pub fn share(share: Share) -> String {
    share.hundredths().map_or_else(|| "–".to_owned(), |value| percent(((value + 5) / 10) as u16))
}

fn of_intervals(share: Share) -> String {
    if share.of == 0 {
        return "no interval was seen".to_owned();
    }
    [&whole(u64::from(share.scored)), " of ", &counted(u64::from(share.of), "interval", "intervals")].concat()
}

/// The unit of levels.
const LEVEL: &str = "level, 1 to 5";

/// The figure of a code that is drawn and compared, with its unit; `None` where nothing was measured.
///
/// A per cent of intervals, a rate per minute, a per cent of the time watched, the median number of seconds, the median
/// level where there are enough ratings for one.
pub fn figure(code: &Code, measured: &Measured, watched_ms: u32) -> Option<(Hundredths, &'static str)> {
    let value = match measured {
        Measured::Intervals { target, peer } => {
            let share = if code.watching == Watching::PeerIntervals { *peer } else { *target };
            // The three ways are no measure of the same thing, and are never drawn in one line.
            let unit = match code.method {
                Method::PartialInterval => "% of intervals, at any time in them",
                Method::WholeInterval => "% of intervals, all through them",
                _ => "% of intervals seen",
            };
            (share.hundredths()?, unit)
        }
        Measured::Count { times } => (rate_hundredths(*times, watched_ms)?, "a minute"),
        Measured::Duration { total_ms, .. } => {
            (Share { scored: *total_ms, of: watched_ms }.hundredths()?, "% of the time")
        }
        Measured::Latency { answers_ms, .. } => (median_ms(answers_ms)? / 10, "seconds"),
        Measured::Level { levels } => (u32::from(level_median(levels)?) * 50, LEVEL),
    };
    Some((i64::from(value.0), value.1))
}

/// The median of levels in halves; `None` of too few.
fn level_median(levels: &[u8]) -> Option<u8> {
    median_halves(levels).filter(|_| levels.len() >= FEWEST_RATINGS)
}

/// Too few levels for a median, as they are: "4", "3 and 5".
fn each_level(levels: &[u8]) -> String {
    levels.iter().map(|level| whole(u64::from(*level))).collect::<Vec<_>>().join(" and ")
}

/// The middle of times in milliseconds; between two, the mean of them.
fn median_ms(times: &[u32]) -> Option<u32> {
    let mut times = times.to_vec();
    casebook_domain::order::plain(&mut times);
    let last = times.len().checked_sub(1)?;
    let (low, high) = (u64::from(times[last / 2]), u64::from(times[times.len() / 2]));
    Some(((low + high) / 2) as u32)
}

/// The lines of a sheet's figures, a line a code.
pub fn lines(sheet: &Sheet, figures: &Figures) -> Vec<FigureLine> {
    let mut lines = Vec::new();
    for (code, measured) in sheet.codes.iter().zip(&figures.codes) {
        lines.push(line(code, measured, figures.watched_ms));
    }
    lines
}

fn line(code: &Code, measured: &Measured, watched_ms: u32) -> FigureLine {
    let mut peer_part = None;
    let (value, detail) = match measured {
        Measured::Intervals { target, peer } => {
            if code.watching == Watching::PeerIntervals {
                (share(*peer), of_intervals(*peer))
            } else {
                peer_part = (peer.of > 0).then(|| (share(*peer), of_intervals(*peer)));
                (share(*target), of_intervals(*target))
            }
        }
        Measured::Count { times } => {
            let rate =
                rate_hundredths(*times, watched_ms).map_or_else(|| "–".to_owned(), |rate| hundredths(rate.into()));
            (
                rate + " a minute",
                [&counted(u64::from(*times), "time", "times"), " in ", &dates::clock(watched_ms)].concat(),
            )
        }
        Measured::Duration { total_ms, bouts, open } => {
            let part = share(Share { scored: *total_ms, of: watched_ms });
            let mean = total_ms.checked_div(*bouts).unwrap_or(0);
            let mut detail = [&dates::clock(*total_ms), " in ", &counted(u64::from(*bouts), "bout", "bouts")].concat();
            if *bouts > 0 {
                detail += &[", ", &hundredths(i64::from((mean + 50) / 100 * 10)), " s each on average"].concat();
            }
            if *open {
                detail += "; still happening at the end";
            }
            (part + " of the time", detail)
        }
        Measured::Latency { answers_ms, unanswered } => {
            let value = median_ms(answers_ms).map_or_else(
                || "No response".to_owned(),
                |median| hundredths(i64::from((median + 50) / 100 * 10)) + " s",
            );
            let mut detail = ["median of ", &counted(answers_ms.len() as u64, "response", "responses")].concat();
            if *unanswered > 0 {
                detail += &[", ", &whole(u64::from(*unanswered)), " without one"].concat();
            }
            (value, detail)
        }
        Measured::Level { levels } => {
            let ratings = counted(levels.len() as u64, "rating", "ratings");
            match level_median(levels) {
                Some(halves) => {
                    let most = modes(levels).into_iter().map(|level| whole(u64::from(level))).collect::<Vec<_>>();
                    let detail = ["median of ", &ratings, "; most often ", &most.join(" and ")].concat();
                    ("Level ".to_owned() + &hundredths(i64::from(halves) * 50), detail)
                }
                None if levels.is_empty() => ("–".to_owned(), ratings),
                None => ("Level ".to_owned() + &each_level(levels), ratings + ", too few for a median"),
            }
        }
    };
    let in_comparison = code.method.by_interval() && code.watching == Watching::PeerIntervals;
    let nothing = match measured {
        Measured::Level { levels } => levels.is_empty(),
        Measured::Latency { answers_ms, unanswered } => answers_ms.is_empty() && *unanswered == 0,
        _ => false,
    };
    FigureLine { name: code.name.clone(), value, detail, nothing, in_comparison, peer: peer_part }
}

/// The intervals that leave every denominator, and how many there were: "18 of 20 intervals seen; pupil not seen in 1; 1
/// missed". Empty where the sheet has no intervals.
pub fn intervals_words(figures: &Figures) -> String {
    if figures.planned == 0 {
        return String::new();
    }
    let number = |value: u32| whole(u64::from(value));
    let seen = figures.observed + figures.peer_observed;
    let mut text = [&number(seen), " of ", &number(figures.planned), " intervals seen"].concat();
    if figures.peer_observed > 0 {
        text += &[" (", &number(figures.peer_observed), " of them of a comparison peer)"].concat();
    }
    if figures.not_seen > 0 {
        text += &["; pupil not seen in ", &number(figures.not_seen)].concat();
    }
    if figures.missed > 0 {
        text += &["; ", &number(figures.missed), " missed"].concat();
    }
    let rest = figures.planned.saturating_sub(seen + figures.not_seen + figures.missed);
    if rest > 0 {
        text += &["; ", &number(rest), " not reached"].concat();
    }
    text
}

/// By how much the tablet's clock was put right, in words: "forward by 1 hour", "back by 1 minute 30 seconds".
pub fn clock_moved(by_ms: i32) -> String {
    let seconds = by_ms.unsigned_abs().saturating_add(500) / 1_000;
    let parts = [
        (seconds / 86_400, "day", "days"),
        (seconds / 3_600 % 24, "hour", "hours"),
        (seconds / 60 % 60, "minute", "minutes"),
        (seconds % 60, "second", "seconds"),
    ];
    let mut words = vec![if by_ms < 0 { "back by".to_owned() } else { "forward by".to_owned() }];
    for (value, one, many) in parts.into_iter().filter(|(value, ..)| *value > 0).take(2) {
        words.push(counted(u64::from(value), one, many));
    }
    words.join(" ")
}

/// What is said of a clock that was put right in the lesson: nothing where none was.
pub fn clock_words(events: &[Event]) -> Option<String> {
    let one = |(at_ms, by_ms): (u32, i32)| [&clock_moved(by_ms), " at ", &dates::clock(at_ms)].concat();
    let all: Vec<String> = moves(events).into_iter().map(one).collect();
    (!all.is_empty())
        .then(|| ["The tablet's clock was put ", &all.join(" and "), ". The times here ignore this change."].concat())
}

/// An observation in a sentence: "On task 66.7% (12 of 18 intervals); 18 of 20 intervals seen; …".
pub fn sentence(sheet: &Sheet, figures: &Figures) -> String {
    let mut parts = Vec::new();
    for line in lines(sheet, figures) {
        if line.nothing {
            continue;
        }
        let of = if line.in_comparison { " of comparison)" } else { ")" };
        parts.push([&line.name, " ", &line.value, " (", &line.detail, of].concat());
    }
    if figures.abc > 0 {
        parts.push(counted(u64::from(figures.abc), "ABC note", "ABC notes"));
    }
    let intervals = intervals_words(figures);
    if !intervals.is_empty() {
        parts.push(intervals);
    }
    parts.join("; ")
}

/// What matters of the lesson in a line: "Mathematics, working in pairs, by the window, morning".
pub fn lesson(lesson: &Lesson) -> String {
    let Lesson { subject, activity, seating, part_of_day } = lesson;
    let parts = [subject.trim(), activity.trim(), seating.trim(), part_of_day.map_or("", |part| part.label())];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A part of an observation, as a row of the table by five minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// "0:00 to 5:00".
    pub time: String,
    /// What was measured of each code in it, in the sheet's order.
    pub cells: Vec<String>,
}

/// Minutes of a part.
const PART_MS: u32 = 5 * 60_000;
/// A rest shorter than this belongs to the part before it.
const REST_MS: u32 = 60_000;
/// The most parts: beyond the longest observation.
const MOST_PARTS: u32 = 36;

/// The observation by five minutes. What began in a part is counted in it, so that the parts add up to the whole.
pub fn by_five(observation: &Observation) -> Vec<Part> {
    let length = observation.length_ms();
    let count = (length / PART_MS + u32::from(length % PART_MS >= REST_MS)).clamp(1, MOST_PARTS);
    let part = |number: u32| {
        let (from, last) = (number * PART_MS, number + 1 == count);
        let until = if last { u32::MAX } else { from + PART_MS };
        let figures = figures_between(&observation.events, &observation.sheet, length, from, until);
        let cells = observation.sheet.codes.iter().zip(&figures.codes);
        Part {
            time: [&dates::clock(from), " to ", &dates::clock(if last { length } else { until })].concat(),
            cells: cells.map(|(code, measured)| short(code, measured)).collect(),
        }
    };
    (0..count).map(part).collect()
}

/// What was measured, for a cell of a table: "60.0%, 9 of 15", "3", "1:20", "–" where there was nothing to see.
pub fn short(code: &Code, measured: &Measured) -> String {
    let number = |value: u32| whole(u64::from(value));
    match measured {
        Measured::Intervals { target, peer } => {
            let of = if code.watching == Watching::PeerIntervals { *peer } else { *target };
            if of.of == 0 {
                return "–".to_owned();
            }
            [&share(of), ", ", &number(of.scored), " of ", &number(of.of)].concat()
        }
        Measured::Count { times } => number(*times),
        Measured::Duration { total_ms, open, .. } => {
            dates::clock(*total_ms) + if *open { ", still happening at the end" } else { "" }
        }
        Measured::Latency { answers_ms, .. } => median_ms(answers_ms)
            .map_or_else(|| "–".to_owned(), |median| hundredths(i64::from((median + 50) / 100 * 10)) + " s"),
        Measured::Level { levels } if levels.is_empty() => "–".to_owned(),
        Measured::Level { levels } => {
            level_median(levels).map_or_else(|| each_level(levels), |halves| hundredths(i64::from(halves) * 50))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::Moment;
    use casebook_domain::observation::starters::sheet;
    use casebook_domain::observation::{Event, EventKind, Starter, events};

    fn observation(starter: Starter, whats: impl IntoIterator<Item = (u32, EventKind)>) -> Observation {
        let mut all: Vec<Event> = Vec::new();
        for (at_ms, what) in whats {
            events::push(&mut all, at_ms, None, what);
        }
        Observation {
            began: Moment { utc_ms: 0, offset_min: 0 },
            sheet: sheet(starter),
            lesson: Lesson::default(),
            events: all,
            comment: String::new(),
            uses: Vec::new(),
        }
    }

    /// docs/policy.md#observation: 48 intervals of the pupil, 12 of a comparison peer. Codes are scored in this many of the
    /// pupil's and of the peer's intervals.
    fn worked_example() -> Observation {
        let scored: [(u32, u32); 6] = [(18, 6), (12, 4), (9, 1), (6, 2), (10, 1), (0, 7)];
        let mut whats = Vec::new();
        for interval in 0..60_u32 {
            let (own, peer) = (interval - interval / 5, interval / 5);
            for (code, (of_pupil, of_peer)) in scored.iter().enumerate() {
                // Passive after active: a moment has one of them.
                let (from, nth) = match (code, interval % 5 == 4) {
                    (1, false) => (18, own),
                    (1, true) => (6, peer),
                    (_, false) => (0, own),
                    (_, true) => (0, peer),
                };
                let many = if interval % 5 == 4 { *of_peer } else { *of_pupil };
                if (from..from + many).contains(&nth) {
                    whats.push((interval * 15_000 + 500, EventKind::Scored { code: code as u8, interval }));
                }
            }
            whats.push((interval * 15_000 + 14_990, EventKind::Watched { interval }));
        }
        whats.push((900_000, EventKind::Ended));
        observation(Starter::TargetAndPeer, whats)
    }

    #[test]
    fn p16_target_and_peer_read_over_their_own_denominators() {
        let observation = worked_example();
        let figures = observation.figures();
        let lines = lines(&observation.sheet, &figures);
        let pupil: Vec<(&str, &str)> = lines.iter().map(|line| (line.value.as_str(), line.detail.as_str())).collect();
        assert_eq!(
            pupil,
            [
                ("37.5%", "18 of 48 intervals"),
                ("25.0%", "12 of 48 intervals"),
                ("18.8%", "9 of 48 intervals"),
                ("12.5%", "6 of 48 intervals"),
                ("20.8%", "10 of 48 intervals"),
                ("58.3%", "7 of 12 intervals"),
            ]
        );
        let peer: Vec<Option<&str>> =
            lines.iter().map(|line| line.peer.as_ref().map(|(value, _)| value.as_str())).collect();
        assert_eq!(peer, [Some("50.0%"), Some("33.3%"), Some("8.3%"), Some("16.7%"), Some("8.3%"), None]);
        assert!(lines[5].in_comparison);
        // 58.33 % exactly, and never 18 of 60.
        let exact = |code: usize| {
            figure(&observation.sheet.codes[code], &figures.codes[code], figures.watched_ms).map(|(value, _)| value)
        };
        assert_eq!((exact(5), exact(0)), (Some(5_833), Some(3_750)));
        assert!(sentence(&observation.sheet, &figures).contains("Instruction 58.3% (7 of 12 intervals of comparison)"));
        assert_eq!(intervals_words(&figures), "60 of 60 intervals seen (12 of them of a comparison peer)");
    }

    #[test]
    fn p16_the_parts_of_five_minutes_add_up_to_the_whole() {
        let observation = worked_example();
        let parts = by_five(&observation);
        assert_eq!(
            parts.iter().map(|part| part.time.as_str()).collect::<Vec<_>>(),
            ["0:00 to 5:00", "5:00 to 10:00", "10:00 to 15:00"]
        );
        let active: Vec<&str> = parts.iter().map(|part| part.cells[0].as_str()).collect();
        assert_eq!(active, ["100.0%, 16 of 16", "12.5%, 2 of 16", "0.0%, 0 of 16"]);
    }

    #[test]
    fn p16_a_rest_of_less_than_a_minute_belongs_to_the_part_before_it() {
        let late = [
            (1_000, EventKind::Counted { code: 0 }),
            (302_000, EventKind::Counted { code: 0 }),
            (330_000, EventKind::Ended),
        ];
        let [part] = &by_five(&observation(Starter::Disruption, late))[..] else { panic!("one part") };
        assert_eq!((part.time.as_str(), part.cells[0].as_str()), ("0:00 to 5:30", "2"));
        let none = by_five(&observation(Starter::Disruption, []));
        assert_eq!(none[0].cells, ["0", "0", "0", "0", "0:00"]);
    }

    #[test]
    fn p16_what_was_never_recorded_is_not_read_out() {
        let on = [(21_000, EventKind::Scored { code: 0, interval: 0 }), (40_000, EventKind::Ended)];
        let observation = observation(Starter::Engagement, on);
        let words = sentence(&observation.sheet, &observation.figures());
        assert!(words.starts_with("On task 100.0% (1 of 1 interval); Off task 0.0% (0 of 1 interval)"), "{words}");
        assert!(!words.contains("Engagement"), "{words}");
        assert!(words.ends_with("1 of 60 intervals seen; 1 missed; 58 not reached"), "{words}");
    }

    #[test]
    fn p16_the_lesson_reads_in_a_line_without_its_gaps() {
        let part = casebook_domain::observation::PartOfDay::Morning;
        let context =
            Lesson { subject: "Science".into(), activity: " ".into(), part_of_day: Some(part), ..Lesson::default() };
        assert_eq!(lesson(&context), "Science, Morning");
        assert_eq!(lesson(&Lesson::default()), "");
    }
}
