//! Planned sessions: which pupil the mentor plans to see, on which day, in which period and where; once, or weekly
//! until a day.
//!
//! A plan is one record with a rule and its exceptions for single days. The days themselves are never stored: they follow from
//! the rule, from the school's terms, and from what stops the case (exit, hold, objection, a pupil who left, a hand-over).
//! Times are those of the school's clock and no instants, so that nine o'clock stays nine o'clock when the clocks change.

use crate::calendar::Date;

use super::calendar::Term;
use super::calendar::{add_days, add_weeks, days_between, is_school_day};
use super::case::{CaseFile, Recorded};
use super::custody;
use super::hand_over::{Purpose, Received};
use super::ids::RecordId;
use super::order;
use super::referral::AuthorisationDecision;
use super::session::{Session, SessionKind};
use super::settings::Settings;
use super::standing::StandingKind;
use super::terms::terms;

pub use super::school_day::{Period, TimeOfDay};

/// For how many days after it a planned session that nobody recorded is asked about.
pub const ASKED_DAYS: i32 = 14;

/// When on its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionTime {
    /// In a period, by its name.
    Period(String),
    /// At a time.
    At(TimeOfDay),
    /// Some time that day.
    AnyTime,
}

impl SessionTime {
    /// Where it comes in the order of the day: a period that is not in the settings any more, and any time, come last.
    pub fn begins(&self, periods: &[Period]) -> Option<TimeOfDay> {
        match self {
            Self::Period(name) => periods.iter().find(|period| period.name == *name).map(|period| period.begins),
            Self::At(time) => Some(*time),
            Self::AnyTime => None,
        }
    }

    /// When it is over; at the end of the school day where nothing else is known.
    pub fn ends(&self, minutes: u16, periods: &[Period]) -> TimeOfDay {
        let known = match self {
            Self::Period(name) => periods.iter().find(|period| period.name == *name).map(|period| period.ends),
            Self::At(time) => Some(time.later(minutes)),
            Self::AnyTime => None,
        };
        known.unwrap_or_else(|| periods.iter().map(|period| period.ends).max().unwrap_or(TimeOfDay::AFTER_SCHOOL))
    }
}

terms! {
    /// Why a planned session did not happen.
    OffReason {
        Pupil = "pupil", "The pupil was away";
        Mentor = "mentor", "I was away";
        School = "school", "Something else was on in school";
        Other = "other", "Another reason";
    }
}

/// What became of one day of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayChanged {
    /// Moved to another day or another time of the same day.
    Moved {
        /// The day.
        to: Date,
        /// When on that day.
        slot: SessionTime,
    },
    /// Did not happen, or will not.
    Off(OffReason),
}

/// An exception for one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayChange {
    /// The day by the rule.
    pub day: Date,
    /// What became of it.
    pub what: DayChanged,
}

/// A planned session, or a weekly row of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedSession {
    /// The day, of a row the first.
    pub date: Date,
    /// When on the day.
    pub slot: SessionTime,
    /// Length in minutes.
    pub minutes: u16,
    /// Where.
    pub place: String,
    /// Kind of session.
    pub kind: SessionKind,
    /// Each week until this day; `None`: once.
    pub weekly_until: Option<Date>,
    /// What it is for.
    pub about: String,
    /// Exceptions, one for each day at most.
    pub changes: Vec<DayChange>,
}

impl PlannedSession {
    /// The plan with another outcome for one day; `None` takes the exception away.
    pub fn with_change(&self, day: Date, what: Option<DayChanged>) -> Self {
        let mut changed = self.clone();
        changed.changes.retain(|change| change.day != day);
        changed.changes.extend(what.map(|what| DayChange { day, what }));
        order::by_key(&mut changed.changes, |change| change.day);
        changed
    }

    /// The last day that the rule or an exception names.
    pub fn last_day(&self) -> Date {
        let rule = self.weekly_until.map_or(self.date, |until| until.max(self.date));
        let moved = self.changes.iter().filter_map(|change| match change.what {
            DayChanged::Moved { to, .. } => Some(to),
            DayChanged::Off(_) => None,
        });
        moved.chain([rule]).max().unwrap_or(rule)
    }

    /// Whether the rule names this day. One of a weekly row falls out on a day without school; one by itself was meant so.
    fn names(&self, day: Date, terms: &[Term]) -> bool {
        match self.weekly_until {
            None => day == self.date,
            Some(until) => {
                day >= self.date && day <= until && days_between(self.date, day) % 7 == 0 && is_school_day(day, terms)
            }
        }
    }

    fn change(&self, day: Date) -> Option<&DayChanged> {
        self.changes.iter().find(|change| change.day == day).map(|change| &change.what)
    }
}

/// Days on which nothing of the plan happens, from the first until the day before the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// First day.
    pub from: Date,
    /// The day on which it continues; `None`: not again.
    pub until: Option<Date>,
}

impl Stop {
    fn holds(self, day: Date) -> bool {
        day >= self.from && self.until.is_none_or(|until| day < until)
    }
}

/// A plan as a header has it: with what stops it and which of its days have their session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The record.
    pub record: RecordId,
    /// The plan.
    pub plan: PlannedSession,
    /// What stops it.
    pub stops: Vec<Stop>,
    /// Days by the rule whose session is recorded.
    pub done: Vec<Date>,
}

/// One session of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence<'a> {
    /// The day by the rule, by which an exception names it.
    pub by_rule: Date,
    /// The day on which it is.
    pub day: Date,
    /// When on that day.
    pub slot: &'a SessionTime,
}

/// The sessions of a plan from one day to another, both counted, in order of their days.
pub fn occurrences<'a>(
    plan: &'a PlannedSession,
    stops: &[Stop],
    terms: &[Term],
    from: Date,
    until: Date,
) -> Vec<Occurrence<'a>> {
    let mut found = Vec::new();
    let first = match plan.weekly_until {
        Some(_) => {
            add_weeks(plan.date, u16::try_from((days_between(plan.date, from) + 6).max(0) / 7).unwrap_or(u16::MAX))
        }
        None => plan.date,
    };
    let mut day = first;
    let last = until.min(plan.weekly_until.unwrap_or(plan.date));
    while day <= last {
        if day >= from && plan.names(day, terms) && plan.change(day).is_none() {
            found.push(Occurrence { by_rule: day, day, slot: &plan.slot });
        }
        let next = add_weeks(day, 1);
        if plan.weekly_until.is_none() || next == day {
            break;
        }
        day = next;
    }
    for change in &plan.changes {
        if let DayChanged::Moved { to, slot } = &change.what
            && (from..=until).contains(to)
            && plan.names(change.day, &[])
        {
            found.push(Occurrence { by_rule: change.day, day: *to, slot });
        }
    }
    found.retain(|one| !stops.iter().any(|stop| stop.holds(one.day)));
    order::by_key(&mut found, |one| (one.day, one.by_rule));
    found
}

/// Whether it is to be asked what became of a session: it is over, and nobody recorded it or said that it did not happen.
pub fn is_over(one: &Occurrence<'_>, minutes: u16, today: Date, now: TimeOfDay, periods: &[Period]) -> bool {
    one.day < today || (one.day == today && one.slot.ends(minutes, periods) <= now)
}

/// The plans of a file that still have days ahead or days to ask about, as the header keeps them.
pub fn planned(case: &CaseFile, settings: &Settings, today: Date) -> Vec<Planned> {
    let since = add_days(today, -ASKED_DAYS);
    let mut plans: Vec<Planned> = case
        .all::<PlannedSession>()
        .into_iter()
        .filter(|plan| plan.last_day() >= since)
        .map(|plan| Planned { record: plan.id, plan: plan.body.clone(), stops: stops(case, &plan), done: Vec::new() })
        .collect();
    match_sessions(case, settings, since, today, &mut plans);
    plans
}

/// What stops a plan: a hold until the case is resumed, an objection, leaving, death; the exit of its episode, and a referral
/// that came to nothing, from the next day on; a hand-over for good, on either side: the person who takes a case on makes their own plan.
fn stops(case: &CaseFile, plan: &Recorded<'_, PlannedSession>) -> Vec<Stop> {
    let mut stops: Vec<Stop> = Vec::new();
    for standing in case.standings() {
        match standing.kind {
            StandingKind::Resumed => {
                for stop in stops.iter_mut().filter(|stop| stop.until.is_none()) {
                    stop.until = Some(standing.date);
                }
            }
            StandingKind::OnHold | StandingKind::Objected | StandingKind::Left | StandingKind::Died => {
                stops.push(Stop { from: standing.date, until: None });
            }
        }
    }
    let mut after = |day: Date| {
        // What was planned later was planned in the knowledge of it: a drop-in of the exit programme.
        if plan.date <= day {
            stops.push(Stop { from: add_days(day, 1), until: None });
        }
    };
    if let Some(episode) = plan.episode {
        if let Some(exit) = case.exit(episode) {
            after(exit.date);
        }
        if let Some(decision) = case.latest_authorisation(episode)
            && matches!(decision.decision, AuthorisationDecision::Declined | AuthorisationDecision::Redirected)
        {
            after(decision.date);
        }
    }
    if let Some(gone) = custody::read_only(case) {
        stops.push(Stop { from: gone.at.date(), until: None });
    }
    for came in case.all::<Received>() {
        if came.purpose == Purpose::Transfer && !custody::is_taken_back(came.body) && plan.saved < came.at {
            stops.push(Stop { from: came.at.date(), until: None });
        }
    }
    stops
}

/// Each recorded session answers one planned for its day, of its own kind before others. A drop-in answers nothing but a drop-in,
/// and what was planned on the day itself, once, is not answered by a session that was already recorded then.
fn match_sessions(case: &CaseFile, settings: &Settings, since: Date, today: Date, plans: &mut [Planned]) {
    let sessions: Vec<Recorded<'_, Session>> =
        case.sessions().into_iter().filter(|session| session.date >= since).collect();
    let late = |planned: &Planned, day: Date| {
        let plan = case.find::<PlannedSession>(planned.record)?;
        (plan.weekly_until.is_none() && plan.saved.date() == day).then_some(plan.saved)
    };
    let last = sessions.iter().map(|session| session.date).max().unwrap_or(today);
    // (day, begins, plan, day by the rule), in the order of the day: what has no time comes after what has one.
    let mut open: Vec<(Date, Option<TimeOfDay>, usize, Date)> = Vec::new();
    for (at, planned) in plans.iter().enumerate() {
        for one in occurrences(&planned.plan, &planned.stops, &settings.terms, since, last) {
            open.push((one.day, one.slot.begins(&settings.periods), at, one.by_rule));
        }
    }
    order::by_key(&mut open, |&(day, begins, at, by_rule)| (day, begins.is_none(), begins, at, by_rule));
    let mut taken: Vec<RecordId> = Vec::new();
    for same_kind in [true, false] {
        let mut left = Vec::new();
        for (day, begins, at, by_rule) in open {
            let kind = plans[at].plan.kind;
            let late = late(&plans[at], day);
            let fits = |session: &&Recorded<'_, Session>| {
                let drop_in = |kind| kind == SessionKind::DropIn;
                session.date == day
                    && !taken.contains(&session.id)
                    && late.is_none_or(|planned| planned <= session.saved)
                    && if same_kind { session.kind == kind } else { drop_in(session.kind) == drop_in(kind) }
            };
            match sessions.iter().find(fits) {
                Some(session) => {
                    taken.push(session.id);
                    plans[at].done.push(by_rule);
                }
                None => left.push((day, begins, at, by_rule)),
            }
        }
        open = left;
    }
    for planned in plans {
        order::plain(&mut planned.done);
    }
}
