//! How long this tablet's copy of a file is kept, what stops its erasing, and requests for access (design section 2,
//! domain facts section 7). The tablet holds a working copy: the school's record is elsewhere and has dates of its own.

use time::Date;

use super::calendar::{add_months, add_school_days, next_school_day};
use super::settings::Term;
use super::terms::terms;

/// What is known about keeping a file: one record of each file at most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    /// Since when what the school's record needs has been filed there. Without it nothing falls due for erasing.
    pub filed_on: Option<Date>,
    /// By whom, and where.
    pub filed_by: String,
    /// Since when a hold stops erasing.
    pub hold_since: Option<Date>,
    /// Why there is a hold: a complaint, a court, an inquiry.
    pub hold_reason: String,
}

terms! {
    /// By which right somebody asks for a file.
    AccessRoute {
        Subject = "subject", "Subject access request (one calendar month)";
        Educational = "educational", "Parent's right to the educational record (15 school days, maintained schools)";
    }
}

/// When a request is to be answered (domain facts section 7): a calendar month after it arrived, or 15 school days for the
/// educational record. A month that ends at a weekend goes on to Monday; bank holidays are not known here, so it may be due a
/// day early.
pub fn answer_due(route: AccessRoute, arrived: Date, terms: &[Term]) -> Date {
    match route {
        AccessRoute::Subject => next_school_day(add_months(arrived, 1), &[]),
        AccessRoute::Educational => add_school_days(arrived, 15, terms),
    }
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
    /// How it was made sure who they are.
    pub identity: String,
    /// What they ask for; empty: everything.
    pub scope: String,
    /// When the answer is due.
    pub due: Date,
    /// Day on which the data-protection officer was told.
    pub officer_told: Option<Date>,
    /// Day of the answer.
    pub answered: Option<Date>,
    /// What was answered.
    pub answer: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::parse_iso;

    #[test]
    fn a_request_is_answered_within_a_month_or_fifteen_school_days() {
        let due = |route, arrived| answer_due(route, parse_iso(arrived).unwrap(), &[]);
        let day = |text| parse_iso(text).unwrap();
        assert_eq!(due(AccessRoute::Subject, "2027-01-31"), day("2027-03-01"), "28 February is a Sunday");
        assert_eq!(due(AccessRoute::Subject, "2028-01-31"), day("2028-02-29"));
        assert_eq!(due(AccessRoute::Subject, "2026-11-26"), day("2026-12-28"), "26 December is a Saturday");
        assert_eq!(due(AccessRoute::Subject, "2026-12-07"), day("2027-01-07"));
        assert_eq!(due(AccessRoute::Educational, "2026-11-26"), day("2026-12-17"));
    }
}
