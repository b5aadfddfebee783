//! A request for access to what is held of a pupil, and its clock.

use crate::calendar::Date;
use crate::calendar::Term;
use crate::calendar::{add_days, add_months, add_school_days, days_between, next_school_day};
use crate::case::{CaseFile, Recorded};
use crate::terms::terms;

terms! {
    /// By which right somebody asks for a file.
    AccessRoute {
        Subject = "subject", "Subject access request (one calendar month)";
        Educational = "educational", "Parent's right to the educational record (15 school days, maintained schools)";
    }
}

/// Since this day the month of a subject access request begins when identity and authority are there, and stops while
/// clarification is awaited (Data (Use and Access) Act 2025).
pub(super) fn clock_stops_since() -> Option<Date> {
    Date::from_ymd_opt(2026, 2, 5)
}

/// What was asked back about a request, and when it was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clarification {
    /// Day on which it was asked.
    pub asked: Date,
    /// What was asked.
    pub about: String,
    /// Day on which the answer came; until then the month does not run.
    pub got: Option<Date>,
}

/// Somebody asked to see what is kept about a pupil. Until it is answered nothing is erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRequest {
    /// Day on which it arrived.
    pub date: Date,
    /// By which right.
    pub route: AccessRoute,
    /// Who asks, and for whom.
    pub by: String,
    /// How it was made sure who they are, and that they may ask.
    pub identity: String,
    /// Day on which that was there.
    pub identity_on: Option<Date>,
    /// What they ask for; empty: everything.
    pub scope: String,
    /// What was asked back.
    pub clarifications: Vec<Clarification>,
    /// Day on which the requester was told that it takes two months more.
    pub extended_on: Option<Date>,
    /// Why it takes longer.
    pub extended_why: String,
    /// Another due date than the usual one, typed by hand.
    pub typed_due: Option<Date>,
    /// Why another.
    pub due_reason: String,
    /// Day on which the data-protection officer was told.
    pub officer_told: Option<Date>,
    /// Day of the answer.
    pub answered: Option<Date>,
    /// What was answered.
    pub answer: String,
}

/// The state of the time for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessClock {
    /// It has not begun: identity and authority are not there yet.
    Identity,
    /// It is paused: clarification was asked on this day, and is awaited.
    Clarification(Date),
    /// The answer is due on this day.
    Due(Date),
}

impl AccessRequest {
    /// The state of the time for an answer (docs/policy.md#keeping-and-access): a calendar month, two more when it was extended, or 15
    /// school days for the educational record. A month that ends at a weekend continues to Monday; bank holidays are not known
    /// here, so it may be due a day early.
    pub fn clock(&self, terms: &[Term]) -> AccessClock {
        if let Some(typed) = self.typed_due {
            return AccessClock::Due(typed);
        }
        if self.route == AccessRoute::Educational {
            return AccessClock::Due(add_school_days(self.date, 15, terms));
        }
        let Some(begun) = self.begun() else { return AccessClock::Identity };
        let awaited = self.clarifications.iter().filter(|one| one.got.is_none()).map(|one| one.asked).min();
        match awaited.filter(|_| self.stops()) {
            Some(since) => AccessClock::Clarification(since.max(begun)),
            None => AccessClock::Due(self.end(begun, if self.extended() { 3 } else { 1 })),
        }
    }

    /// The day the answer is due, where that is known.
    pub fn due(&self, terms: &[Term]) -> Option<Date> {
        match self.clock(terms) {
            AccessClock::Due(due) => Some(due),
            AccessClock::Identity | AccessClock::Clarification(_) => None,
        }
    }

    /// The last day on which the requester can be told of an extension: the end of the first month.
    pub fn tell_of_extension_by(&self) -> Option<Date> {
        (self.route == AccessRoute::Subject).then_some(())?;
        Some(self.end(self.begun()?, 1))
    }

    pub(super) fn stops(&self) -> bool {
        clock_stops_since().is_some_and(|since| self.date >= since)
    }

    pub(super) fn begun(&self) -> Option<Date> {
        if self.stops() { self.identity_on.map(|day| day.max(self.date)) } else { Some(self.date) }
    }

    pub(super) fn extended(&self) -> bool {
        self.extended_on.zip(self.tell_of_extension_by()).is_some_and(|(told, by)| told <= by)
    }

    pub(super) fn end(&self, begun: Date, months: u8) -> Date {
        next_school_day(add_days(add_months(begun, months), self.stood_still(begun)), &[])
    }

    /// Days on which clarification was awaited, each once.
    pub(super) fn stood_still(&self, begun: Date) -> i32 {
        if !self.stops() {
            return 0;
        }
        let mut spans: Vec<(Date, Date)> =
            self.clarifications.iter().filter_map(|one| Some((one.asked.max(begun), one.got?))).collect();
        crate::order::plain(&mut spans);
        let (mut days, mut until) = (0, begun);
        for (from, to) in spans {
            let from = from.max(until);
            if to > from {
                days += days_between(from, to);
                until = to;
            }
        }
        days
    }
}

/// Requests for access that are not answered, the oldest first.
pub fn open_requests(case: &CaseFile) -> impl Iterator<Item = Recorded<'_, AccessRequest>> {
    case.all::<AccessRequest>().into_iter().filter(|request| request.answered.is_none())
}
