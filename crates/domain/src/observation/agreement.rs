//! How far two observers of one lesson agree (p16; docs/policy.md#observation: Reed & Azulay 2011 for the per cents, Cohen 1960
//! for kappa, Landis & Koch 1977 for its bands).
//!
//! Intervals are paired by their index, shifted by whole intervals where the two did not begin together. Only intervals that
//! both observed count. All sums are of whole numbers; what is shown is rounded once, at the end.

use super::super::calendar::Moment;
use super::events::{EventKind, ended_at};
use super::figures::{Share, bouts};
use super::intervals::{Interval, State, intervals, pauses};
use super::sheet::Method;
use super::{Code, Observation};

/// A fraction of whole numbers; the divisor is never 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    over: i128,
    under: i128,
}

impl Ratio {
    /// In thousandths, rounded half away from 0: 412 is 0.412.
    pub fn thousandths(self) -> i64 {
        self.scaled(1_000)
    }

    /// In ten-thousandths, rounded likewise.
    pub fn ten_thousandths(self) -> i64 {
        self.scaled(10_000)
    }

    fn scaled(self, by: i128) -> i64 {
        let (over, under) = (self.over.abs() * by, self.under);
        let size = (2 * over + under) / (2 * under);
        i64::try_from(if self.over < 0 { -size } else { size }).unwrap_or(i64::MAX)
    }
}

/// Cohen's kappa of a square table: a row for what the first scored, a column for what the second did. `None`, "not
/// computable", where nothing was paired and where both used one category throughout: chance alone would agree always then.
pub fn kappa(table: &[Vec<u32>]) -> Option<Ratio> {
    let row = |row: usize| -> i128 { table[row].iter().map(|&count| i128::from(count)).sum() };
    let column = |column: usize| -> i128 { table.iter().map(|row| i128::from(row[column])).sum() };
    let places = 0..table.len();
    let all: i128 = places.clone().map(row).sum();
    let agreed: i128 = places.clone().map(|place| i128::from(table[place][place])).sum();
    let chance: i128 = places.map(|place| row(place) * column(place)).sum();
    // (agreed/all - chance/all²) / (1 - chance/all²), times all².
    let under = all * all - chance;
    (under > 0).then(|| Ratio { over: agreed * all - chance, under })
}

/// What a kappa is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Band {
    /// Below 0: less than chance.
    Poor,
    /// Up to 0.20.
    Slight,
    /// Up to 0.40.
    Fair,
    /// Up to 0.60.
    Moderate,
    /// Up to 0.80.
    Substantial,
    /// Above.
    AlmostPerfect,
}

impl Band {
    /// The band of a kappa, as it reads to two places (Landis & Koch 1977).
    pub fn of(kappa: Ratio) -> Self {
        if kappa.over < 0 {
            return Self::Poor;
        }
        match kappa.scaled(100) {
            ..=20 => Self::Slight,
            21..=40 => Self::Fair,
            41..=60 => Self::Moderate,
            61..=80 => Self::Substantial,
            _ => Self::AlmostPerfect,
        }
    }

    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Poor => "less than chance",
            Self::Slight => "slight",
            Self::Fair => "fair",
            Self::Moderate => "moderate",
            Self::Substantial => "substantial",
            Self::AlmostPerfect => "almost perfect",
        }
    }
}

/// Agreement on whether a code was scored, over the intervals that both observed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scored {
    /// Both scored it or both did not, of all paired intervals.
    pub by_interval: Share,
    /// Both scored it, of those that either scored.
    pub scored: Share,
    /// Both left it blank, of those that either left blank.
    pub unscored: Share,
    /// The smaller number of scored intervals, of the larger.
    pub total: Share,
    /// Cohen's kappa; `None`: not computable.
    pub kappa: Option<Ratio>,
}

/// Agreement of two lists of the same intervals: whether a code was scored.
pub fn scored(pairs: &[(bool, bool)]) -> Scored {
    let count =
        |wanted: &dyn Fn(bool, bool) -> bool| pairs.iter().filter(|(one, other)| wanted(*one, *other)).count() as u32;
    let both = count(&|one, other| one && other);
    let first = count(&|one, other| one && !other);
    let second = count(&|one, other| !one && other);
    let neither = count(&|one, other| !one && !other);
    let of = pairs.len() as u32;
    Scored {
        by_interval: Share { scored: both + neither, of },
        scored: Share { scored: both, of: both + first + second },
        unscored: Share { scored: neither, of: neither + first + second },
        total: smaller_of_larger(both + first, both + second),
        kappa: kappa(&[vec![both, first], vec![second, neither]]),
    }
}

/// The smaller of the larger: of two equal numbers all, of two noughts nothing of nothing.
fn smaller_of_larger(one: u32, other: u32) -> Share {
    Share { scored: one.min(other), of: one.max(other) }
}

/// Agreement on one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agreed {
    /// Recorded by intervals.
    Intervals(Scored),
    /// Counted, in the time that both watched: how often each, the smaller of the larger.
    Counts(Share),
    /// Timed, in the time that both watched: milliseconds of each, the shorter of the longer.
    Times(Share),
}

/// Two observations of one lesson beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Intervals that both observed.
    pub paired: u32,
    /// Each code that both recorded alike: its place on the first's sheet, and how far they agree.
    pub codes: Vec<(usize, Agreed)>,
    /// The momentary codes together: the same one in this many of the paired intervals.
    pub moments: Option<(Share, Option<Ratio>)>,
}

/// Which of the second's codes each of the first's is: recorded alike under the same name.
fn alike(one: &Observation, other: &Observation) -> Vec<Option<usize>> {
    one.sheet.codes.iter().map(|code| other.sheet.same_code(code)).collect()
}

/// Whether two observations record something alike, with the same intervals if by intervals.
pub fn comparable(one: &Observation, other: &Observation) -> bool {
    let same_intervals = one.sheet.interval_ms() == other.sheet.interval_ms();
    let shared = |code: &Code| {
        let fits = if code.method.by_interval() {
            same_intervals
        } else {
            matches!(code.method, Method::Count | Method::Duration)
        };
        fits && other.sheet.same_code(code).is_some()
    };
    one.sheet.codes.iter().any(shared)
}

/// How much later the second began than the first, in milliseconds, as the two tablets' clocks say.
pub fn offset_ms(one: Moment, other: Moment) -> i64 {
    other.utc_ms.saturating_sub(one.utc_ms)
}

/// Whether two observations overlap in time, as the two tablets' clocks say.
pub fn overlap(one: &Observation, other: &Observation) -> bool {
    let offset = offset_ms(one.began, other.began);
    offset < i64::from(one.length_ms()) && offset.saturating_neg() < i64::from(other.length_ms())
}

/// An offset in whole intervals of the first's sheet, the nearest; where it has none, in whole seconds.
pub fn steps(one: &Observation, offset_ms: i64) -> i64 {
    let step = step_ms(one);
    offset_ms.saturating_mul(2).saturating_add(step).div_euclid(2 * step)
}

/// The step in which the offset is changed: an interval, or a second.
pub fn step_ms(one: &Observation) -> i64 {
    match one.sheet.interval_ms() {
        0 => 1_000,
        length => i64::from(length),
    }
}

/// Compares two observations of one lesson. `shift`: the second began this many steps ([`step_ms`]) after the first.
pub fn agreement(one: &Observation, other: &Observation, shift: i64) -> Agreement {
    let same = alike(one, other);
    let pairs =
        if one.sheet.interval_ms() == other.sheet.interval_ms() { paired(one, other, shift) } else { Vec::new() };
    let offset = shift.saturating_mul(step_ms(one));
    let mut codes = Vec::new();
    for (place, code) in one.sheet.codes.iter().enumerate() {
        let Some(second) = same[place] else { continue };
        let (first, second) = (place as u8, second as u8);
        let agreed = match code.method {
            _ if code.method.by_interval() => {
                let own: Vec<(bool, bool)> =
                    pairs.iter().map(|(one, other)| (one.scored.has(first), other.scored.has(second))).collect();
                Agreed::Intervals(scored(&own))
            }
            Method::Count => Agreed::Counts(smaller_of_larger(
                counted(one, first, watched_by_both(one, other, offset)),
                counted(other, second, watched_by_both(other, one, offset.saturating_neg())),
            )),
            Method::Duration => Agreed::Times(smaller_of_larger(
                timed(one, first, watched_by_both(one, other, offset)),
                timed(other, second, watched_by_both(other, one, offset.saturating_neg())),
            )),
            _ => continue,
        };
        codes.push((place, agreed));
    }
    Agreement { paired: pairs.len() as u32, moments: moments(one, &same, &pairs), codes }
}

/// The intervals that both observed, of the same kind of pupil.
fn paired(one: &Observation, other: &Observation, shift: i64) -> Vec<(Interval, Interval)> {
    let all = |observation: &Observation| intervals(&observation.events, &observation.sheet, observation.length_ms());
    let (first, second) = (all(one), all(other));
    let mut pairs = Vec::new();
    for interval in first {
        let index = i64::from(interval.index).checked_sub(shift).and_then(|index| usize::try_from(index).ok());
        let Some(twin) = index.and_then(|index| second.get(index)) else { continue };
        if interval.state == State::Observed && twin.state == State::Observed && interval.peer == twin.peer {
            pairs.push((interval, *twin));
        }
    }
    pairs
}

/// The momentary codes as one choice; a choice that only one of the two sheets offers is a category too.
fn moments(
    one: &Observation,
    same: &[Option<usize>],
    pairs: &[(Interval, Interval)],
) -> Option<(Share, Option<Ratio>)> {
    let own: Vec<usize> = one.sheet.codes_by(Method::Momentary).collect();
    if own.len() < 2 || !own.iter().any(|&place| same[place].is_some()) {
        return None;
    }
    // The last category: another code, or none.
    let none = own.len();
    let mut table = vec![vec![0u32; none + 1]; none + 1];
    for (first, second) in pairs {
        let chosen = own.iter().position(|&place| first.scored.has(place as u8)).unwrap_or(none);
        let twin = own.iter().position(|&place| same[place].is_some_and(|code| second.scored.has(code as u8)));
        table[chosen][twin.unwrap_or(none)] += 1;
    }
    let agreed = (0..=none).map(|place| table[place][place]).sum();
    Some((Share { scored: agreed, of: pairs.len() as u32 }, kappa(&table)))
}

/// The stretches of `one`, in its own milliseconds, in which `other`, who began `offset` later, watched too.
fn watched_by_both(one: &Observation, other: &Observation, offset: i64) -> Vec<(u32, u32)> {
    let clamp = |ms: i64| ms.clamp(0, i64::from(one.length_ms())) as u32;
    let mut watched = Vec::new();
    let mut from = clamp(offset);
    let until = clamp(offset.saturating_add(i64::from(other.length_ms())));
    let mut breaks: Vec<(u32, u32)> =
        pauses(&one.events, one.length_ms()).iter().map(|pause| (pause.from_ms, pause.until_ms)).collect();
    for pause in pauses(&other.events, other.length_ms()) {
        let shifted = |ms: u32| clamp(i64::from(ms).saturating_add(offset));
        breaks.push((shifted(pause.from_ms), shifted(pause.until_ms)));
    }
    super::super::order::plain(&mut breaks);
    for (starts, ends) in breaks {
        if from < starts.min(until) {
            watched.push((from, starts.min(until)));
        }
        from = from.max(ends);
    }
    if from < until {
        watched.push((from, until));
    }
    watched
}

fn counted(observation: &Observation, code: u8, watched: Vec<(u32, u32)>) -> u32 {
    let end = ended_at(&observation.events);
    let within = |at: u32| watched.iter().any(|&(from, until)| from <= at && (at < until || Some(at) == end));
    let counts =
        observation.events.iter().filter(|event| event.what == EventKind::Counted { code } && within(event.at_ms));
    counts.count() as u32
}

fn timed(observation: &Observation, code: u8, watched: Vec<(u32, u32)>) -> u32 {
    let mut total = 0;
    for bout in bouts(&observation.events, code, observation.length_ms()) {
        for &(from, until) in &watched {
            total += bout.until_ms.min(until).saturating_sub(bout.from_ms.max(from));
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::super::starters::sheet;
    use super::super::{Event, Lesson, PauseReason, Starter};
    use super::*;

    fn table(rows: &[&[u32]]) -> Vec<Vec<u32>> {
        rows.iter().map(|row| row.to_vec()).collect()
    }

    fn per_cent(share: Share) -> Option<u32> {
        share.hundredths()
    }

    #[test]
    fn kappa_is_that_of_the_published_tables() {
        let rounded = |rows: &[&[u32]]| kappa(&table(rows)).map(Ratio::ten_thousandths);
        assert_eq!(rounded(&[&[20, 5], &[10, 15]]), Some(4_000));
        assert_eq!(rounded(&[&[20, 20], &[10, 50]]), Some(3_478));
        assert_eq!(rounded(&[&[46, 0, 0], &[6, 32, 6], &[0, 0, 10]]), Some(8_013));
        assert_eq!(rounded(&[&[45, 15], &[25, 15]]), Some(1_304));
        assert_eq!(rounded(&[&[25, 35], &[5, 35]]), Some(2_593));
        assert_eq!(kappa(&table(&[&[15, 5], &[10, 70]])).map(Ratio::thousandths), Some(571));
        assert_eq!(kappa(&table(&[&[20, 20], &[10, 50]])).map(Ratio::thousandths), Some(348));
        assert_eq!(rounded(&[&[0, 10], &[10, 0]]), Some(-10_000));
    }

    #[test]
    fn kappa_of_one_category_throughout_and_of_nothing_is_not_computable() {
        for rows in [[[10, 0], [0, 0]], [[0, 0], [0, 7]], [[0, 0], [0, 0]]] {
            assert_eq!(kappa(&table(&[&rows[0], &rows[1]])), None);
        }
        assert_eq!(kappa(&[]), None);
        // One used one category throughout, the other did not: chance is less than certain.
        assert_eq!(kappa(&table(&[&[9, 1], &[0, 0]])).map(Ratio::thousandths), Some(0));
    }

    #[test]
    fn seven_intervals_of_reed_and_azulay() {
        // Disagree on the first and seventh, both blank on 2 to 4, both scored on 5 and 6.
        let bits = |text: &str| text.bytes().map(|byte| byte == b'1').collect::<Vec<_>>();
        let pairs: Vec<(bool, bool)> = bits("1000110").into_iter().zip(bits("0000111")).collect();
        let agreed = scored(&pairs);
        assert_eq!(agreed.by_interval, Share { scored: 5, of: 7 });
        assert_eq!(agreed.scored, Share { scored: 2, of: 4 });
        assert_eq!(agreed.unscored, Share { scored: 3, of: 5 });
        assert_eq!(
            [agreed.by_interval, agreed.scored, agreed.unscored, agreed.total].map(per_cent),
            [Some(7_143), Some(5_000), Some(6_000), Some(10_000)]
        );
        assert_eq!(agreed.kappa.map(Ratio::ten_thousandths), Some(4_167));
    }

    #[test]
    fn bands_are_those_of_landis_and_koch() {
        let band = |over: i128| Band::of(Ratio { over, under: 1_000 });
        assert_eq!(
            [-1, 0, 200, 210, 400, 410, 600, 610, 800, 810, 1_000].map(band),
            [
                Band::Poor,
                Band::Slight,
                Band::Slight,
                Band::Fair,
                Band::Fair,
                Band::Moderate,
                Band::Moderate,
                Band::Substantial,
                Band::Substantial,
                Band::AlmostPerfect,
                Band::AlmostPerfect
            ]
        );
    }

    fn observation(starter: Starter, began_ms: i64, whats: Vec<(u32, EventKind)>) -> Observation {
        let events = whats.into_iter().map(|(at_ms, what)| Event { at_ms, target: None, what }).collect();
        Observation {
            began: Moment { utc_ms: 1_795_428_000_000 + began_ms, offset_min: 0 },
            sheet: sheet(starter),
            lesson: Lesson::default(),
            events,
            comment: String::new(),
            uses: Vec::new(),
        }
    }

    /// `+` on task, `-` off task, `?` not seen, a blank: no mark.
    fn engagement(began_ms: i64, pattern: &str) -> Observation {
        let mut whats = Vec::new();
        for (at, mark) in pattern.bytes().enumerate() {
            let interval = at as u32;
            let what = match mark {
                b'+' => EventKind::Scored { code: 0, interval },
                b'-' => EventKind::Scored { code: 1, interval },
                b'?' => EventKind::NotSeen { interval },
                _ => continue,
            };
            whats.push(((interval + 1) * 20_000 + 500, what));
        }
        whats.push((pattern.len() as u32 * 20_000 + 25_000, EventKind::Ended));
        observation(Starter::Engagement, began_ms, whats)
    }

    #[test]
    fn only_intervals_that_both_observed_are_paired() {
        let agreement = agreement(&engagement(0, "++-?- +"), &engagement(0, "+--+?-+"), 0);
        // Paired: 1, 2, 3 and 7.
        assert_eq!(agreement.paired, 4);
        let (together, kappa) = agreement.moments.unwrap();
        assert_eq!(together, Share { scored: 3, of: 4 });
        assert_eq!(kappa.map(Ratio::thousandths), Some(500));
        let [(0, Agreed::Intervals(on)), (1, Agreed::Intervals(off))] = &agreement.codes[..] else { panic!() };
        assert_eq!((on.by_interval, on.scored), (Share { scored: 3, of: 4 }, Share { scored: 2, of: 3 }));
        assert_eq!((off.scored, off.total), (Share { scored: 1, of: 2 }, Share { scored: 1, of: 2 }));
    }

    #[test]
    fn one_who_began_two_intervals_later_is_shifted_by_the_nearest_whole_interval() {
        let (one, other) = (engagement(0, "+-+--+"), engagement(41_700, "+--+"));
        let shift = steps(&one, offset_ms(one.began, other.began));
        assert_eq!(shift, 2);
        let shifted = agreement(&one, &other, shift);
        assert_eq!((shifted.paired, shifted.moments.unwrap().0), (4, Share { scored: 4, of: 4 }));
        // The other way round the same.
        let back = steps(&other, offset_ms(other.began, one.began));
        assert_eq!((back, agreement(&other, &one, back).paired), (-2, 4));
        assert!(overlap(&one, &other) && !overlap(&one, &engagement(3_600_000, "+")));
        for (ms, intervals) in [(9_999, 0), (10_000, 1), (-9_999, 0), (-10_001, -1), (i64::from(u32::MAX), 214_748)] {
            assert_eq!(steps(&one, ms), intervals, "{ms}");
        }
    }

    #[test]
    fn counts_and_times_are_compared_in_the_time_that_both_watched() {
        let one = observation(
            Starter::Disruption,
            0,
            vec![
                (5_000, EventKind::Counted { code: 0 }),
                (70_000, EventKind::Counted { code: 0 }),
                (80_000, EventKind::Began { code: 4 }),
                (110_000, EventKind::Stopped { code: 4 }),
                (120_000, EventKind::Counted { code: 0 }),
                (300_000, EventKind::Ended),
            ],
        );
        // Began a minute later and was called away for the last count.
        let other = observation(
            Starter::Disruption,
            60_000,
            vec![
                (10_000, EventKind::Counted { code: 0 }),
                (25_000, EventKind::Began { code: 4 }),
                (45_000, EventKind::Stopped { code: 4 }),
                (55_000, EventKind::Paused { reason: PauseReason::Interrupted, words: String::new() }),
                (100_000, EventKind::Resumed),
                (240_000, EventKind::Ended),
            ],
        );
        let agreement = agreement(&one, &other, steps(&one, offset_ms(one.began, other.began)));
        assert_eq!(agreement.codes[0], (0, Agreed::Counts(Share { scored: 1, of: 1 })));
        assert_eq!(agreement.codes[4], (4, Agreed::Times(Share { scored: 20_000, of: 30_000 })));
        assert_eq!((agreement.paired, agreement.moments), (0, None));
    }

    #[test]
    fn observations_of_other_intervals_or_codes_are_not_comparable() {
        let one = engagement(0, "++");
        let mut longer = engagement(0, "++");
        longer.sheet.intervals = longer.sheet.intervals.map(|it| super::super::Intervals { length_s: 30, ..it });
        assert!(comparable(&one, &engagement(5, "-")) && !comparable(&one, &longer));
        assert!(!comparable(&one, &observation(Starter::Disruption, 0, Vec::new())));
        assert_eq!(agreement(&one, &longer, 0).paired, 0);
    }

    #[test]
    fn no_shift_however_far_is_more_than_nothing_in_common() {
        let (one, other) = (engagement(0, "++"), engagement(0, "++"));
        for shift in [i64::MIN, -3, 3, i64::MAX] {
            assert_eq!(agreement(&one, &other, shift).paired, 0, "{shift}");
        }
    }
}
