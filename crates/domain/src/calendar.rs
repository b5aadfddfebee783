//! Dates, moments, school years and school days (docs/design.md#time; docs/policy.md#calendar).

pub use chrono::{Datelike, NaiveDate as Date, Weekday};
use chrono::{Days, Months};

use super::terms::terms;

/// A moment: UTC with the local offset kept, for things that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Moment {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub utc_ms: i64,
    /// Minutes that local time was ahead of UTC, -840 to 840.
    pub offset_min: i16,
}

/// The first day that Casebook knows; chrono's own is 262,000 years earlier.
pub const EARLIEST: Date = Date::from_ymd_opt(-9999, 1, 1).unwrap();
/// The last day that Casebook knows.
pub const LATEST: Date = Date::from_ymd_opt(9999, 12, 31).unwrap();

const DAY_MS: i64 = 86_400_000;
/// Julian day of 1970-01-01.
const EPOCH_JULIAN: i64 = 2_440_588;
/// Julian day of the day before 1 January of the year 1, which chrono counts from.
const COMMON_ERA_JULIAN: i32 = 1_721_425;

impl Moment {
    fn local_ms(self) -> i64 {
        self.utc_ms.saturating_add(i64::from(self.offset_min) * 60_000)
    }

    /// The local calendar day; a moment beyond the calendar is its first or last day.
    pub fn date(self) -> Date {
        let julian = self.local_ms().div_euclid(DAY_MS).saturating_add(EPOCH_JULIAN);
        let bound = if julian < 0 { EARLIEST } else { LATEST };
        let day = i32::try_from(julian).ok().and_then(|day| day.checked_sub(COMMON_ERA_JULIAN));
        day.and_then(Date::from_num_days_from_ce_opt).unwrap_or(bound).clamp(EARLIEST, LATEST)
    }

    /// Local hours, minutes and seconds of the day.
    pub fn local_time(self) -> (u8, u8, u8) {
        let seconds = self.local_ms().rem_euclid(DAY_MS) / 1000;
        ((seconds / 3600) as u8, (seconds / 60 % 60) as u8, (seconds % 60) as u8)
    }
}

/// So long a casebook may lie unused before its tablet's clock is doubted: longer than any holiday.
const UNUSED_MS: i64 = 92 * DAY_MS;

/// Whether the tablet's clock is to be doubted: it is a day before the casebook was last used or this version of Casebook was
/// made, or far after both.
pub fn doubtful(now: Moment, last_used: Option<Moment>, built_ms: Option<i64>) -> bool {
    let known = [last_used.map(|last| last.utc_ms), built_ms].into_iter().flatten();
    let before = known.max().is_some_and(|known| now.utc_ms < known.saturating_sub(DAY_MS));
    let after = last_used.is_some_and(|last| now.utc_ms.saturating_sub(last.utc_ms) > UNUSED_MS);
    before || after
}

/// Reads exactly `YYYY-MM-DD` of the years 1900 to 2199, as date inputs and stored rows write it.
pub fn parse_iso(text: &str) -> Option<Date> {
    let digits = text.as_bytes();
    if digits.len() != 10 || digits[4] != b'-' || digits[7] != b'-' {
        return None;
    }
    let number = |part: &[u8]| {
        part.iter().try_fold(0u16, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u16::from(digit - b'0')))
    };
    let (year, month, day) = (number(&digits[..4])?, number(&digits[5..7])?, number(&digits[8..])?);
    if !(1900..2200).contains(&year) {
        return None;
    }
    Date::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
}

/// Writes `YYYY-MM-DD`.
pub fn iso(date: Date) -> String {
    let mut text = String::with_capacity(10);
    let mut push = |number: u32, width: u32| {
        for place in (0..width).rev() {
            text.push(char::from(b'0' + (number / 10u32.pow(place) % 10) as u8));
        }
        if width == 2 && text.len() == 10 {
            return;
        }
        text.push('-');
    };
    push(date.year().unsigned_abs(), 4);
    push(date.month(), 2);
    push(date.day(), 2);
    text
}

/// A date some days later, or earlier when negative; stays within the calendar.
pub fn add_days(date: Date, days: i32) -> Date {
    let far = Days::new(u64::from(days.unsigned_abs()));
    let (moved, bound) =
        if days < 0 { (date.checked_sub_days(far), EARLIEST) } else { (date.checked_add_days(far), LATEST) };
    moved.unwrap_or(bound).clamp(EARLIEST, LATEST)
}

/// The next day; none after the last day that Casebook knows.
pub fn following_day(date: Date) -> Option<Date> {
    date.succ_opt().filter(|next| *next <= LATEST)
}

/// The Julian day number: days since noon of 1 January 4713 BC; 1970-01-01 is 2,440,588.
pub fn julian_day(date: Date) -> i32 {
    date.num_days_from_ce() + COMMON_ERA_JULIAN
}

/// A date some weeks later.
pub fn add_weeks(date: Date, weeks: u16) -> Date {
    add_days(date, i32::from(weeks) * 7)
}

/// The same day some months later, or that month's last day where it has none (31 January, 28 February).
pub fn add_months(date: Date, months: u8) -> Date {
    date.checked_add_months(Months::new(u32::from(months))).unwrap_or(LATEST).min(LATEST)
}

/// Days from one date to another; negative when the other is earlier.
pub fn days_between(from: Date, until: Date) -> i32 {
    julian_day(until) - julian_day(from)
}

/// The year in which the school year of this day began; it turns on 1 September.
pub fn school_year(on: Date) -> i32 {
    on.year() - i32::from(on.month() < 9)
}

/// Year group by birth date on a day: 0 is reception, -1 and -2 nursery; `None`
/// before nursery and after year 13. The year as taught, where set, goes before it.
pub fn year_group(born: Date, on: Date) -> Option<i8> {
    i8::try_from(school_year(on) - school_year(born) - 5).ok().filter(|year| (-2..=13).contains(year))
}

/// The birthday on which a child is this many years old. Born on 29 February: 1 March, never early.
pub fn birthday(born: Date, years: u16) -> Option<Date> {
    let year = born.year().checked_add(i32::from(years))?;
    born.with_year(year).or_else(|| Date::from_ymd_opt(year, 3, 1))
}

terms! {
    /// Key stages.
    KeyStage {
        EarlyYears = "eyfs", "Early years";
        One = "ks1", "Key stage 1";
        Two = "ks2", "Key stage 2";
        Three = "ks3", "Key stage 3";
        Four = "ks4", "Key stage 4";
        Five = "ks5", "Key stage 5";
    }
}

/// The key stage of a year group.
pub const fn key_stage(year: i8) -> KeyStage {
    match year {
        i8::MIN..=0 => KeyStage::EarlyYears,
        1..=2 => KeyStage::One,
        3..=6 => KeyStage::Two,
        7..=9 => KeyStage::Three,
        10..=11 => KeyStage::Four,
        12.. => KeyStage::Five,
    }
}

fn weekday(date: Date) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// A school term or half-term, first to last school day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Name, such as "Autumn 1".
    pub name: String,
    /// First school day.
    pub first: Date,
    /// Last school day.
    pub last: Date,
}

/// First and last day that the terms speak of.
fn known(terms: &[Term]) -> Option<(Date, Date)> {
    Some((terms.iter().map(|term| term.first).min()?, terms.iter().map(|term| term.last).max()?))
}

/// Whether school is held: Monday to Friday within a term. Before the first and
/// after the last term that was entered every weekday counts, so that nothing
/// is never due because next year's terms are not in yet.
pub fn is_school_day(date: Date, terms: &[Term]) -> bool {
    weekday(date)
        && known(terms).is_none_or(|(first, last)| {
            date < first || date > last || terms.iter().any(|term| (term.first..=term.last).contains(&date))
        })
}

/// The first school day from a date on.
pub fn next_school_day(date: Date, terms: &[Term]) -> Date {
    if is_school_day(date, terms) { date } else { add_school_days(date, 1, terms) }
}

/// Whether nobody may be in school then: a weekend, or a day in none of the terms, where terms were entered.
pub fn outside_terms(date: Date, terms: &[Term]) -> bool {
    let within = terms.is_empty() || terms.iter().any(|term| (term.first..=term.last).contains(&date));
    !(weekday(date) && within)
}

/// The day that is `days` school days after a date; 0 is the date itself.
pub fn add_school_days(date: Date, days: u16, terms: &[Term]) -> Date {
    let (mut date, mut left) = (date, days);
    while left > 0 {
        let Some(next) = following_day(date) else { break };
        date = next;
        left -= u16::from(is_school_day(date, terms));
    }
    date
}

/// Weekdays from first to last, both counted.
fn weekdays(first: Date, last: Date) -> i32 {
    // Weekdays since a Monday long ago, the day itself counted.
    let until = |julian: i32| {
        let days = julian + 1; // Julian day 0 was a Monday.
        days.div_euclid(7) * 5 + days.rem_euclid(7).min(5)
    };
    if first > last { 0 } else { until(julian_day(last)) - until(julian_day(first) - 1) }
}

/// School days after `from` up to and including `until`; negative when `until` is earlier.
/// Terms are in order of time, as settings keep them.
pub fn school_days_between(from: Date, until: Date, terms: &[Term]) -> i32 {
    if until < from {
        return -school_days_between(until, from, terms);
    }
    let Some(start) = following_day(from) else { return 0 };
    let Some((known_first, known_last)) = known(terms) else { return weekdays(start, until) };
    let mut days = weekdays(start, until.min(add_days(known_first, -1)));
    let mut next = start;
    for term in terms {
        let (first, last) = (term.first.max(next), term.last.min(until));
        if first <= last {
            days += weekdays(first, last);
            next = add_days(last, 1);
        }
    }
    days + weekdays(start.max(add_days(known_last, 1)), until)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        parse_iso(text).unwrap_or_else(|| panic!("{text}"))
    }

    fn terms() -> Vec<Term> {
        let term = |name: &str, first, last| Term { name: name.to_owned(), first: day(first), last: day(last) };
        vec![term("Autumn 1", "2026-09-02", "2026-10-23"), term("Autumn 2", "2026-11-02", "2026-12-18")]
    }

    #[test]
    fn a_clock_is_doubted_far_from_the_last_use_and_before_this_casebook_was_made() {
        let at = |days: i64| Moment { utc_ms: days * DAY_MS, offset_min: 0 };
        let built = Some(20_000 * DAY_MS);
        assert!(!doubtful(at(20_300), None, built), "a new casebook");
        assert!(doubtful(at(0), None, built), "1970");
        assert!(!doubtful(at(0), None, None), "nothing is known");
        for (days, doubted) in [(0, false), (1, false), (50, false), (92, false), (365, true), (-1, false), (-2, true)]
        {
            assert_eq!(doubtful(at(20_300 + days), Some(at(20_300)), built), doubted, "{days} days after the last use");
        }
        assert!(!doubtful(Moment { utc_ms: i64::MAX, offset_min: 0 }, None, built));
    }

    #[test]
    fn a_date_reads_back_what_it_writes() {
        for text in ["2026-11-23", "1999-01-01", "2012-02-29", "2026-12-31"] {
            assert_eq!(iso(day(text)), text);
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "2026-2-3",
            "2026-02-30",
            "23/11/2026",
            "2026-13-01",
            "2025-02-29",
            "0026-01-01",
            "2026-11-23 ",
            "+026-11-23",
            "2026‐1-2",
        ] {
            assert_eq!(parse_iso(text), None, "{text}");
        }
    }

    #[test]
    fn the_year_group_turns_on_1_september() {
        for (born, august, september, next_august) in [
            ("2014-08-31", 6, 7, 7),
            ("2014-09-01", 5, 6, 6),
            ("2013-09-01", 6, 7, 7),
            ("2009-09-01", 10, 11, 11),
            ("2009-08-31", 11, 12, 12),
            ("2020-08-31", 0, 1, 1),
            ("2012-02-29", 8, 9, 9),
            ("2007-09-01", 12, 13, 13),
        ] {
            let on = |text| year_group(day(born), day(text));
            assert_eq!(
                (on("2025-08-31"), on("2025-09-01"), on("2026-08-31")),
                (Some(august), Some(september), Some(next_august)),
                "{born}"
            );
        }
        assert_eq!(year_group(day("1990-01-01"), day("2026-01-01")), None);
        assert_eq!(year_group(day("2026-01-01"), day("2026-02-01")), None);
    }

    #[test]
    fn key_stages_follow_the_year_groups() {
        let stages: Vec<_> =
            [-1, 0, 1, 2, 3, 6, 7, 9, 10, 11, 12, 13].into_iter().map(|year| key_stage(year).code()).collect();
        assert_eq!(stages, ["eyfs", "eyfs", "ks1", "ks1", "ks2", "ks2", "ks3", "ks3", "ks4", "ks4", "ks5", "ks5"]);
    }

    #[test]
    fn a_child_born_on_29_february_has_no_early_birthday() {
        assert_eq!(birthday(day("2012-02-29"), 25), Some(day("2037-03-01")));
        assert_eq!(birthday(day("2012-02-29"), 24), Some(day("2036-02-29")));
    }

    #[test]
    fn school_days_leave_out_weekends_and_holidays() {
        let terms = terms();
        assert!(is_school_day(day("2026-10-23"), &terms));
        assert!(!is_school_day(day("2026-10-26"), &terms), "half-term");
        assert!(!is_school_day(day("2026-09-05"), &terms), "Saturday");
        assert_eq!(add_school_days(day("2026-10-22"), 3, &terms), day("2026-11-03"));
        assert_eq!(add_school_days(day("2026-10-22"), 0, &terms), day("2026-10-22"));
        assert_eq!(add_school_days(day("2026-11-20"), 5, &[]), day("2026-11-27"));
    }

    #[test]
    fn weekdays_count_where_no_terms_were_entered() {
        let terms = terms();
        assert!(is_school_day(day("2027-03-01"), &terms));
        assert_eq!(add_school_days(day("2026-12-18"), 1, &terms), day("2026-12-21"));
        assert!(is_school_day(day("2026-08-03"), &[]));
    }

    #[test]
    fn a_day_without_school_moves_to_the_next_one_with() {
        let terms = terms();
        for (proposed, day_of_school, outside) in [
            ("2026-10-23", "2026-10-23", false),
            ("2026-10-28", "2026-11-02", true),
            ("2026-11-08", "2026-11-09", true),
            // Beyond the terms that were entered nobody knows.
            ("2027-01-04", "2027-01-04", true),
            ("2027-01-03", "2027-01-04", true),
        ] {
            assert_eq!(next_school_day(day(proposed), &terms), day(day_of_school), "{proposed}");
            assert_eq!(outside_terms(day(proposed), &terms), outside, "{proposed}");
        }
        assert!(!outside_terms(day("2026-10-28"), &[]) && outside_terms(day("2026-11-08"), &[]));
    }

    #[test]
    fn school_days_between_counts_what_adding_adds() {
        let terms = terms();
        for terms in [&terms[..], &[]] {
            for start in ["2026-08-29", "2026-10-21", "2026-10-28", "2026-12-17", "2027-01-03"] {
                let from = day(start);
                for ahead in 0..150 {
                    let until = add_days(from, ahead);
                    let walked = (1..=ahead).filter(|&step| is_school_day(add_days(from, step), terms)).count() as i32;
                    assert_eq!(school_days_between(from, until, terms), walked, "{start} + {ahead}");
                    assert_eq!(school_days_between(until, from, terms), -walked);
                }
            }
        }
    }

    #[test]
    fn a_moment_keeps_its_local_day_and_time() {
        // 2026-06-30T23:30:15Z is half past midnight of 1 July in British Summer Time.
        let late = Moment { utc_ms: 1_782_862_215_000, offset_min: 60 };
        assert_eq!((late.date(), late.local_time()), (day("2026-07-01"), (0, 30, 15)));
        let before_1970 = Moment { utc_ms: -1, offset_min: 0 };
        assert_eq!((iso(before_1970.date()).as_str(), before_1970.local_time()), ("1969-12-31", (23, 59, 59)));
        assert_eq!(Moment { utc_ms: i64::MAX, offset_min: 840 }.date(), LATEST);
        assert_eq!(Moment { utc_ms: i64::MIN, offset_min: -840 }.date(), EARLIEST);
    }
}
