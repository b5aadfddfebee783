//! How long an observation may stay without a pupil: a term, after which it is attached or erased.

use super::super::calendar::{Date, add_weeks};
use super::super::settings::Term;

/// Weeks that it stays where the school's terms are not known.
pub const KEPT_WEEKS: u16 = 13;
/// It never stays longer than this, whatever terms were entered.
const MOST_WEEKS: u16 = 26;

/// The last day on which an observation of this day may be without a pupil: the end of the half-term after the one it lies
/// in, so that there is always at least half a term to attach it. A day of the holidays belongs to the half-term that comes
/// next. Where two half-terms from there on are not known: thirteen weeks.
pub fn erase_by(on: Date, terms: &[Term]) -> Date {
    let following = |after: Date| terms.iter().filter(move |term| term.last >= after).min_by_key(|term| term.last);
    let next = following(on).and_then(|own| own.last.next_day()).and_then(following);
    next.map_or(add_weeks(on, KEPT_WEEKS), |next| next.last.min(add_weeks(on, MOST_WEEKS)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::parse_iso;

    fn day(text: &str) -> Date {
        parse_iso(text).unwrap()
    }

    fn terms(list: &[(&str, &str)]) -> Vec<Term> {
        let term = |&(first, last): &(&str, &str)| Term { name: String::new(), first: day(first), last: day(last) };
        list.iter().map(term).collect()
    }

    #[test]
    fn it_stays_to_the_end_of_the_half_term_after_its_own() {
        let year = terms(&[("2026-09-02", "2026-10-23"), ("2026-11-02", "2026-12-18"), ("2027-01-05", "2027-02-12")]);
        let erased = |on| erase_by(day(on), &year);
        assert_eq!(erased("2026-09-02"), day("2026-12-18"), "its first day");
        assert_eq!(erased("2026-10-23"), day("2026-12-18"), "its last day");
        assert_eq!(erased("2026-10-26"), day("2027-02-12"), "the holidays: the half-term that comes");
        assert_eq!(erased("2026-11-23"), day("2027-02-12"));
        // The order in which they were entered does not matter.
        let turned: Vec<Term> = year.iter().rev().cloned().collect();
        assert_eq!(erase_by(day("2026-11-23"), &turned), day("2027-02-12"));
    }

    #[test]
    fn where_the_next_half_term_is_not_known_it_stays_thirteen_weeks() {
        assert_eq!(erase_by(day("2026-11-23"), &[]), day("2027-02-22"));
        let last = terms(&[("2026-11-02", "2026-12-18")]);
        assert_eq!(erase_by(day("2026-11-23"), &last), day("2027-02-22"));
        let past = terms(&[("2025-09-02", "2025-10-23"), ("2025-11-02", "2025-12-18")]);
        assert_eq!(erase_by(day("2026-11-23"), &past), day("2027-02-22"));
    }

    #[test]
    fn a_term_entered_wrongly_keeps_it_no_longer_than_half_a_year() {
        let odd = terms(&[("2026-11-02", "2026-12-18"), ("2062-01-05", "2062-02-12")]);
        assert_eq!(erase_by(day("2026-11-23"), &odd), day("2027-05-24"));
    }

    #[test]
    fn it_always_has_at_least_some_weeks() {
        let year = terms(&[("2026-11-02", "2026-12-18"), ("2027-01-05", "2027-02-12")]);
        assert!(erase_by(day("2026-12-18"), &year) > add_weeks(day("2026-12-18"), 4));
    }
}
