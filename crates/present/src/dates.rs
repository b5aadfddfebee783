//! Dates and times as people in a school write and say them.

use casebook_domain::calendar::{Date, Datelike, Weekday};

use casebook_domain::calendar::{Moment, days_between, key_stage, school_days_between};
use casebook_domain::settings::Term;

use super::numbers::{counted, push_number};

const fn month_name(month: u32) -> &'static str {
    match month {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

const fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

fn number(value: u32) -> String {
    let mut text = String::new();
    push_number(&mut text, u64::from(value));
    text
}

/// "23 November 2026".
pub fn long(date: Date) -> String {
    let mut text = number(date.day());
    text.push(' ');
    text.push_str(month_name(date.month()));
    text.push(' ');
    push_number(&mut text, u64::from(date.year().unsigned_abs()));
    text
}

/// "Monday 23 November 2026".
pub fn full(date: Date) -> String {
    let mut text = String::from(weekday_name(date.weekday()));
    text.push(' ');
    text.push_str(&long(date));
    text
}

/// "Mon 23 Nov"; with the year where it is not the present one: "Mon 24 Nov 2025".
pub fn short(date: Date, today: Date) -> String {
    let mut text = String::from(&weekday_name(date.weekday())[..3]);
    text.push(' ');
    push_number(&mut text, u64::from(date.day()));
    text.push(' ');
    text.push_str(&month_name(date.month())[..3]);
    if date.year() != today.year() {
        text.push(' ');
        push_number(&mut text, u64::from(date.year().unsigned_abs()));
    }
    text
}

/// "Nov 2026", for axes and groups.
pub fn month_year(date: Date) -> String {
    let mut text = String::from(&month_name(date.month())[..3]);
    text.push(' ');
    push_number(&mut text, u64::from(date.year().unsigned_abs()));
    text
}

/// How far a date is off: "today", "tomorrow", "in 3 days", "yesterday", "3 days ago", "5 weeks ago".
pub fn relative(date: Date, today: Date) -> String {
    let days = days_between(today, date);
    let span = |days: u32| match days {
        0..=20 => counted(u64::from(days), "day", "days"),
        21..=83 => counted(u64::from((days + 3) / 7), "week", "weeks"),
        84..=699 => counted(u64::from((days + 15) / 30), "month", "months"),
        _ => counted(u64::from((days + 182) / 365), "year", "years"),
    };
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        2.. => {
            let mut text = String::from("in ");
            text.push_str(&span(days.unsigned_abs()));
            text
        }
        _ => {
            let mut text = span(days.unsigned_abs());
            text.push_str(" ago");
            text
        }
    }
}

/// When something falls due: "2 school days overdue", "due today", "due tomorrow",
/// "due Wed 25 Nov". One that fell due in a holiday is "overdue" until school days pass.
pub fn due(by: Date, today: Date, terms: &[Term]) -> String {
    let days = days_between(today, by);
    match days {
        0 => "due today".to_owned(),
        1 => "due tomorrow".to_owned(),
        2.. => {
            let mut text = String::from("due ");
            text.push_str(&short(by, today));
            text
        }
        _ => match school_days_between(by, today, terms).unsigned_abs() {
            0 => "overdue".to_owned(),
            late => {
                let mut text = counted(u64::from(late), "school day", "school days");
                text.push_str(" overdue");
                text
            }
        },
    }
}

fn two_digits(text: &mut String, value: u32) {
    if value < 10 {
        text.push('0');
    }
    push_number(text, u64::from(value));
}

/// Local time of day, "14:05".
pub fn time_of_day(moment: Moment) -> String {
    let (hour, minute, _) = moment.local_time();
    let mut text = String::new();
    two_digits(&mut text, u32::from(hour));
    text.push(':');
    two_digits(&mut text, u32::from(minute));
    text
}

/// "23 November 2026 at 14:05".
pub fn moment(moment: Moment) -> String {
    let mut text = long(moment.date());
    text.push_str(" at ");
    text.push_str(&time_of_day(moment));
    text
}

/// A length of time on a running clock, "12:05"; hours only where there are some, "1:02:05".
pub fn clock(ms: u32) -> String {
    let seconds = ms / 1000;
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    let mut text = String::new();
    if hours > 0 {
        push_number(&mut text, u64::from(hours));
        text.push(':');
        two_digits(&mut text, minutes);
    } else {
        push_number(&mut text, u64::from(minutes));
    }
    text.push(':');
    two_digits(&mut text, seconds % 60);
    text
}

/// "45 minutes", "1 hour 30 minutes".
pub fn duration(minutes: u32) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    if hours == 0 {
        return counted(u64::from(rest), "minute", "minutes");
    }
    let mut text = counted(u64::from(hours), "hour", "hours");
    if rest > 0 {
        text.push(' ');
        text.push_str(&counted(u64::from(rest), "minute", "minutes"));
    }
    text
}

/// "Year 7", "Reception", "Nursery".
pub fn year_group(year: i8) -> String {
    match year {
        i8::MIN..=-1 => "Nursery".to_owned(),
        0 => "Reception".to_owned(),
        _ => {
            let mut text = String::from("Year ");
            push_number(&mut text, u64::from(year.unsigned_abs()));
            text
        }
    }
}

/// "Year 7, key stage 3".
pub fn year_and_stage(year: i8) -> String {
    let mut text = year_group(year);
    text.push_str(", ");
    text.push_str(&key_stage(year).label().to_ascii_lowercase());
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::{add_days, parse_iso};

    fn day(text: &str) -> Date {
        parse_iso(text).unwrap()
    }

    #[test]
    fn dates_read_as_people_write_them() {
        let today = day("2026-11-23");
        assert_eq!(long(today), "23 November 2026");
        assert_eq!(full(today), "Monday 23 November 2026");
        assert_eq!(short(today, today), "Mon 23 Nov");
        assert_eq!(short(day("2025-09-01"), today), "Mon 1 Sep 2025");
        assert_eq!(month_year(today), "Nov 2026");
    }

    #[test]
    fn how_far_off_a_date_is_reads_as_people_say_it() {
        let today = day("2026-11-23");
        for (days, words) in [
            (0, "today"),
            (1, "tomorrow"),
            (-1, "yesterday"),
            (3, "in 3 days"),
            (-3, "3 days ago"),
            (-35, "5 weeks ago"),
            (-365, "12 months ago"),
            (-1100, "3 years ago"),
        ] {
            assert_eq!(relative(add_days(today, days), today), words);
        }
    }

    #[test]
    fn overdue_counts_school_days() {
        let today = day("2026-11-23");
        let terms = [Term { name: String::new(), first: day("2026-11-02"), last: day("2026-12-18") }];
        for (by, words) in [
            ("2026-11-23", "due today"),
            ("2026-11-24", "due tomorrow"),
            ("2026-11-25", "due Wed 25 Nov"),
            ("2026-11-20", "1 school day overdue"),
            ("2026-11-19", "2 school days overdue"),
        ] {
            assert_eq!(due(day(by), today, &terms), words);
        }
        assert_eq!(due(day("2026-11-20"), day("2026-11-22"), &terms), "overdue");
    }

    #[test]
    fn times_and_lengths_of_time() {
        let early = Moment { utc_ms: 1_782_862_215_000, offset_min: 60 };
        assert_eq!(moment(early), "1 July 2026 at 00:30");
        assert_eq!(
            (clock(0), clock(725_999), clock(3_725_000)),
            ("0:00".to_owned(), "12:05".to_owned(), "1:02:05".to_owned())
        );
        assert_eq!(
            (duration(1), duration(60), duration(90)),
            ("1 minute".to_owned(), "1 hour".to_owned(), "1 hour 30 minutes".to_owned())
        );
    }

    #[test]
    fn year_groups_have_names() {
        assert_eq!(year_and_stage(7), "Year 7, key stage 3");
        assert_eq!(year_and_stage(0), "Reception, early years");
        assert_eq!(year_group(-1), "Nursery");
    }
}
