//! Attendance by year. A CTF writes a year as one number, and producers differ whether the school year begins or ends in it.

use casebook_domain::calendar::{Date, add_days, days_between, parse_iso, school_year};
use casebook_domain::measure::Sessions;

use super::xml::Element;
use crate::incoming::{Incoming, Note, Period, YearOfAttendance};
use crate::marks;

/// More years than a pupil is at school, some of them at two.
const MAX_YEARS: usize = 40;

pub(super) fn read(pupil: &mut Incoming, attendance: &Element, made: Option<Date>) {
    for data in attendance.children("YearData") {
        if pupil.years.len() == MAX_YEARS {
            pupil.notes.push(Note::TooMany);
            return;
        }
        let Ok(year) = data.said("Year").parse::<u16>() else { continue };
        if let Some((sessions, late_known)) = sessions(pupil, data, year)
            && sessions.possible() > 0
        {
            let started = parse_iso(data.said("AttendanceStartDate"));
            match period(year, started, made, sessions.possible()) {
                Some(period) => {
                    let school = data.said("SchoolName").to_owned();
                    pupil.years.push(YearOfAttendance { year, period, school, sessions, late_known });
                }
                None => pupil.notes.push(Note::DoesNotAddUp { year: Some(year) }),
            }
        }
    }
}

/// The counts, or what the codes add up to where there are no counts; `None` where they contradict each other.
fn sessions(pupil: &mut Incoming, data: &Element, year: u16) -> Option<(Sessions, bool)> {
    let number = |name: &str| data.said(name).parse::<u16>().ok();
    let marks = Some(data.said("AttendanceMarks")).filter(|text| !text.is_empty()).and_then(marks::count);
    if let Some(marks) = &marks {
        let codes = |codes: &std::collections::BTreeSet<String>| codes.iter().cloned().collect::<Vec<_>>();
        if !marks.old.is_empty() {
            pupil.notes.push(Note::OldCodes(codes(&marks.old)));
        }
        if !marks.unknown.is_empty() {
            pupil.notes.push(Note::UnknownCodes(codes(&marks.unknown)));
        }
    }
    let marks = marks.filter(|marks| marks.unknown.is_empty());
    let (possible, attended) = (number("SessionsPossible"), number("SessionsAttended"));
    let (authorised, unauthorised) = (number("SessionsAuthorised"), number("SessionsUnauthorised"));
    if possible.is_none() && attended.is_none() {
        return marks.map(|marks| (marks.sessions, true));
    }
    // Absences of one sort are left out where there were none.
    let (authorised, unauthorised) = (authorised.unwrap_or(0), unauthorised.unwrap_or(0));
    let rest = possible.and_then(|possible| possible.checked_sub(authorised)?.checked_sub(unauthorised));
    let late = marks.as_ref().map(|marks| marks.sessions.late);
    let sessions = attended.or(rest).map(|attended| {
        let late = late.unwrap_or_default();
        Sessions { attended, authorised, unauthorised, late }
    });
    let agrees = |sessions: &Sessions| possible.is_none_or(|possible| u32::from(possible) == sessions.possible());
    match sessions.filter(agrees) {
        Some(sessions) => Some((sessions, late.is_some())),
        None => {
            pupil.notes.push(Note::DoesNotAddUp { year: Some(year) });
            None
        }
    }
}

/// When a year was: from its first day where the file says one, otherwise whichever reading of the number can be true. A
/// reading can't be true if it begins after the file was made, or has fewer weekday sessions than were possible.
fn period(year: u16, started: Option<Date>, made: Option<Date>, possible: u32) -> Option<Period> {
    let whole = |begins: i32| {
        let from = Date::from_ymd_opt(begins, 9, 1)?;
        let last = Date::from_ymd_opt(begins + 1, 8, 31)?;
        let until = made.map_or(last, |made| made.min(last));
        can_be(from, until, possible).then_some((from, until))
    };
    if let Some(from) = started {
        let last = Date::from_ymd_opt(school_year(from) + 1, 8, 31)?;
        let until = made.map_or(last, |made| made.min(last));
        return can_be(from, until, possible).then_some(Period::Known(from, until));
    }
    let year = i32::from(year);
    match (whole(year), whole(year - 1)) {
        (Some(begins), Some(ends)) => Some(Period::Asked { begins, ends }),
        (Some((from, until)), None) | (None, Some((from, until))) => Some(Period::Known(from, until)),
        (None, None) => None,
    }
}

/// Two sessions on each of at most five days a week.
fn can_be(from: Date, until: Date, possible: u32) -> bool {
    let days = u32::try_from(days_between(add_days(from, -1), until)).unwrap_or(0);
    days > 0 && possible <= (days / 7 + 1) * 10
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        parse_iso(text).unwrap()
    }

    #[test]
    fn a_year_that_can_be_read_in_one_way_only_is_read_so() {
        let known = |from: &str, until: &str| Some(Period::Known(day(from), day(until)));
        // A whole year's sessions, a week into September: it is the year before.
        assert_eq!(period(2025, None, Some(day("2025-09-08")), 380), known("2024-09-01", "2025-08-31"));
        assert_eq!(period(2025, None, Some(day("2025-08-31")), 8), known("2024-09-01", "2025-08-31"));
        let started = period(2025, Some(day("2025-09-03")), Some(day("2025-12-01")), 120);
        assert_eq!(started, known("2025-09-03", "2025-12-01"));
        assert_eq!(period(2025, None, Some(day("2020-01-01")), 8), None);
        let asked = period(2023, None, Some(day("2025-09-08")), 380);
        assert!(matches!(asked, Some(Period::Asked { .. })), "{asked:?}");
        assert_eq!(period(u16::MAX, None, Some(day("2025-09-08")), 380), None);
    }
}
