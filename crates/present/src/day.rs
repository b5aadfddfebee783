//! The planned sessions of a day and of the week, in words and in their order. From the headers alone.

use casebook_domain::calendar::{Date, Datelike, Weekday};

use casebook_domain::calendar::{Moment, add_days, days_between, is_school_day};
use casebook_domain::header::Header;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::order;
use casebook_domain::planned::{ASKED_DAYS, Occurrence, Planned, SessionTime, TimeOfDay, is_over, occurrences};
use casebook_domain::settings::Settings;
use casebook_domain::terms::terms;

use super::{initials, planned};

terms! {
    /// How far a planned session is.
    Turn {
        Done = "done", "Recorded";
        Over = "over", "Did it happen?";
        Now = "now", "Now";
        Ahead = "ahead", "Planned";
    }
}

/// One planned session on its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLine {
    /// The pupil's file.
    pub file: FileId,
    /// The plan.
    pub record: RecordId,
    /// The day by the rule, by which a change names it.
    pub by_rule: Date,
    /// The day on which it is.
    pub day: Date,
    /// When on that day.
    pub slot: SessionTime,
    /// The pupil, in full or as initials.
    pub pupil: String,
    /// "Period 3", "10:45", "any time".
    pub when: String,
    /// "10:45 to 11:45" for a period; empty where `when` says it.
    pub times: String,
    /// Kind, place and what for.
    pub what: String,
    /// How far it is.
    pub turn: Turn,
}

/// A moment on the school's clock.
pub fn clock(now: Moment) -> TimeOfDay {
    let (hours, minutes, _) = now.local_time();
    TimeOfDay::new(hours, minutes).unwrap_or(TimeOfDay::AFTER_SCHOOL)
}

/// The planned sessions from one day to another, in order of day and time.
fn between(headers: &[Header], settings: &Settings, now: Moment, from: Date, until: Date) -> Vec<SessionLine> {
    let names = initials::list_names(headers, settings.initials_only);
    let mut lines: Vec<(Option<TimeOfDay>, SessionLine)> = Vec::new();
    for (header, name) in headers.iter().zip(&names) {
        for of in &header.planned {
            for one in occurrences(&of.plan, &of.stops, &settings.terms, from, until) {
                lines.push((one.slot.begins(&settings.periods), session_line(header, name, of, &one, settings, now)));
            }
        }
    }
    // What has no time comes after what has one.
    order::by_key(&mut lines, |(begins, line)| (line.day, begins.is_none(), *begins, line.pupil.clone()));
    lines.into_iter().map(|(_, line)| line).collect()
}

fn session_line(
    header: &Header,
    name: &str,
    of: &Planned,
    one: &Occurrence<'_>,
    settings: &Settings,
    now: Moment,
) -> SessionLine {
    let (today, time) = (now.date(), clock(now));
    let turn = if of.done.contains(&one.by_rule) {
        Turn::Done
    } else if is_over(one, of.plan.minutes, today, time, &settings.periods) {
        Turn::Over
    } else if one.day == today && one.slot.begins(&settings.periods).is_some_and(|begins| begins <= time) {
        Turn::Now
    } else {
        Turn::Ahead
    };
    let times = match one.slot {
        SessionTime::Period(period) => {
            let known = settings.periods.iter().find(|known| known.name == *period);
            known.map(|known| [&planned::time(known.begins), " to ", &planned::time(known.ends)].concat())
        }
        SessionTime::At(_) | SessionTime::AnyTime => None,
    };
    let parts = [of.plan.kind.label(), of.plan.place.as_str(), of.plan.about.as_str()];
    SessionLine {
        file: header.file,
        record: of.record,
        by_rule: one.by_rule,
        day: one.day,
        slot: one.slot.clone(),
        pupil: name.to_owned(),
        when: planned::slot(one.slot),
        times: times.unwrap_or_default(),
        what: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        turn,
    }
}

/// Today's planned sessions, in the order of the day.
pub fn sessions(headers: &[Header], settings: &Settings, now: Moment) -> Vec<SessionLine> {
    between(headers, settings, now, now.date(), now.date())
}

/// Planned sessions of earlier days of which nobody has said what became of them.
pub fn unanswered(headers: &[Header], settings: &Settings, now: Moment) -> Vec<SessionLine> {
    let today = now.date();
    let mut lines = between(headers, settings, now, add_days(today, -ASKED_DAYS), add_days(today, -1));
    lines.retain(|line| line.turn == Turn::Over);
    lines
}

/// The sessions of the rest of the week, by day; at a weekend those of the next.
pub fn week(headers: &[Header], settings: &Settings, now: Moment) -> Vec<(Date, Vec<SessionLine>)> {
    let tomorrow = add_days(now.date(), 1);
    let first = match now.date().weekday() {
        Weekday::Fri => add_days(tomorrow, 2),
        Weekday::Sat => add_days(tomorrow, 1),
        _ => tomorrow,
    };
    let last = add_days(first, 4 - first.weekday().num_days_from_monday() as i32);
    let mut days: Vec<(Date, Vec<SessionLine>)> = Vec::new();
    for line in between(headers, settings, now, first, last) {
        match days.last_mut() {
            Some((day, lines)) if *day == line.day => lines.push(line),
            _ => days.push((line.day, vec![line])),
        }
    }
    days
}

/// A place in the week to move a session to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionPlace {
    /// When on that day.
    pub slot: SessionTime,
    /// "Period 4", "10:45".
    pub words: String,
    /// Whom the mentor sees then already.
    pub with: String,
}

/// Where a session can be moved with one tap: today and the next four school days, in the periods of the settings, or at the
/// same time where there are none.
pub fn places(
    headers: &[Header],
    settings: &Settings,
    now: Moment,
    moving: &SessionLine,
) -> Vec<(Date, Vec<SessionPlace>)> {
    let (today, time) = (now.date(), clock(now));
    let mut days: Vec<Date> = Vec::new();
    let mut day = today;
    while days.len() < 5 && days_between(today, day) < 60 {
        if is_school_day(day, &settings.terms) {
            days.push(day);
        }
        day = add_days(day, 1);
    }
    let taken = between(headers, settings, now, today, day);
    let slots: Vec<SessionTime> = if settings.periods.is_empty() {
        vec![moving.slot.clone()]
    } else {
        settings.periods.iter().map(|period| SessionTime::Period(period.name.clone())).collect()
    };
    let of_day = |&day: &Date| {
        let free = |slot: &&SessionTime| {
            let same = day == moving.day && **slot == moving.slot;
            !(same || day == today && slot.ends(0, &settings.periods) <= time)
        };
        let place = |slot: &SessionTime| {
            let there = taken.iter().filter(|line| line.day == day && line.slot == *slot);
            let with = there.map(|line| line.pupil.as_str()).collect::<Vec<_>>().join(", ");
            SessionPlace { slot: slot.clone(), words: planned::slot(slot), with }
        };
        (day, slots.iter().filter(free).map(place).collect::<Vec<_>>())
    };
    let mut places: Vec<_> = days.iter().map(of_day).collect();
    places.retain(|(_, slots)| !slots.is_empty());
    places
}
