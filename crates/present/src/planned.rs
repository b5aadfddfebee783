//! Planned sessions in words.

use casebook_domain::calendar::{Date, Datelike, Weekday};

use casebook_domain::planned::{DayChanged, Period, PlannedSession, SessionTime, TimeOfDay};

use super::dates;

/// "9:05" or "13:40", as a school writes times.
pub fn time(time: TimeOfDay) -> String {
    let text = time.to_string();
    text.strip_prefix('0').map(str::to_owned).unwrap_or(text)
}

/// A period with its times: "Period 3, 10:45 to 11:45".
pub fn period(period: &Period) -> String {
    [&period.name, ", ", &time(period.begins), " to ", &time(period.ends)].concat()
}

/// When on its day: "Period 3", "10:45", "any time".
pub fn slot(slot: &SessionTime) -> String {
    match slot {
        SessionTime::Period(name) => name.clone(),
        SessionTime::At(at) => time(*at),
        SessionTime::AnyTime => "any time".to_owned(),
    }
}

/// The whole plan in a line: "Tuesdays, Period 3, until Fri 18 Dec 2026".
pub fn when(plan: &PlannedSession) -> String {
    let slot = slot(&plan.slot);
    match plan.weekly_until {
        Some(until) => [weekdays(plan.date), ", ", &slot, ", until ", &dates::long(until)].concat(),
        None => [&dates::long(plan.date), ", ", &slot].concat(),
    }
}

/// The changes of single days, one a line.
pub fn changes(plan: &PlannedSession) -> String {
    let line = |change: &casebook_domain::planned::DayChange| match &change.what {
        DayChanged::Off(reason) => [&dates::long(change.day), ": did not happen (", reason.label(), ")"].concat(),
        DayChanged::Moved { to, slot: at } => {
            [&dates::long(change.day), ": moved to ", &dates::long(*to), ", ", &slot(at)].concat()
        }
    };
    plan.changes.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn weekdays(day: Date) -> &'static str {
    match day.weekday() {
        Weekday::Mon => "Mondays",
        Weekday::Tue => "Tuesdays",
        Weekday::Wed => "Wednesdays",
        Weekday::Thu => "Thursdays",
        Weekday::Fri => "Fridays",
        Weekday::Sat => "Saturdays",
        Weekday::Sun => "Sundays",
    }
}
