//! How long an observation without a pupil or a declined referral is kept: for a term, then it is due for erasing.

use super::super::calendar::Term;
use super::super::calendar::{Date, add_weeks, following_day};

/// Weeks of two half-terms, where the school's terms are not known.
const TERM_WEEKS: u16 = 13;

/// The last day on which something of this day that came to nothing is kept: an observation without a pupil, a declined
/// referral. That is the end of the last of this many half-terms (`settings.keep_unused_half_terms`, two by default: a
/// term), its own among them, so that with two there is always at least half a term to attach it. A day of the holidays
/// belongs to the half-term that comes next. Where fewer are known: six and a half weeks for each. It never stays
/// longer than twice that, whatever terms were entered.
pub fn erase_by(on: Date, terms: &[Term], half_terms: u8) -> Date {
    let half_terms = u16::from(half_terms.max(1));
    let following = |after: Date| terms.iter().filter(move |term| term.last >= after).min_by_key(|term| term.last);
    let mut last = following(on);
    for _ in 1..half_terms {
        last = last.and_then(|own| following_day(own.last)).and_then(following);
    }
    let weeks = (TERM_WEEKS * half_terms).div_ceil(2);
    last.map_or(add_weeks(on, weeks), |last| last.last.min(add_weeks(on, TERM_WEEKS * half_terms)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_iso;

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
        let erased = |on| erase_by(day(on), &year, 2);
        assert_eq!(erased("2026-09-02"), day("2026-12-18"), "its first day");
        assert_eq!(erased("2026-10-23"), day("2026-12-18"), "its last day");
        assert_eq!(erased("2026-10-26"), day("2027-02-12"), "the holidays: the half-term that comes");
        assert_eq!(erased("2026-11-23"), day("2027-02-12"));
        // The order in which they were entered does not matter.
        let turned: Vec<Term> = year.iter().rev().cloned().collect();
        assert_eq!(erase_by(day("2026-11-23"), &turned, 2), day("2027-02-12"));
    }

    #[test]
    fn where_the_next_half_term_is_not_known_it_stays_thirteen_weeks() {
        assert_eq!(erase_by(day("2026-11-23"), &[], 2), day("2027-02-22"));
        let last = terms(&[("2026-11-02", "2026-12-18")]);
        assert_eq!(erase_by(day("2026-11-23"), &last, 2), day("2027-02-22"));
        let past = terms(&[("2025-09-02", "2025-10-23"), ("2025-11-02", "2025-12-18")]);
        assert_eq!(erase_by(day("2026-11-23"), &past, 2), day("2027-02-22"));
    }

    #[test]
    fn a_term_entered_wrongly_keeps_it_no_longer_than_half_a_year() {
        let odd = terms(&[("2026-11-02", "2026-12-18"), ("2062-01-05", "2062-02-12")]);
        assert_eq!(erase_by(day("2026-11-23"), &odd, 2), day("2027-05-24"));
    }

    #[test]
    fn it_always_has_at_least_some_weeks() {
        let year = terms(&[("2026-11-02", "2026-12-18"), ("2027-01-05", "2027-02-12")]);
        assert!(erase_by(day("2026-12-18"), &year, 2) > add_weeks(day("2026-12-18"), 4));
    }

    #[test]
    fn the_number_of_half_terms_is_a_setting() {
        let year = terms(&[("2026-09-02", "2026-10-23"), ("2026-11-02", "2026-12-18"), ("2027-01-05", "2027-02-12")]);
        let erased = |half_terms| erase_by(day("2026-09-10"), &year, half_terms);
        assert_eq!([erased(1), erased(2), erased(3)], [day("2026-10-23"), day("2026-12-18"), day("2027-02-12")]);
        assert_eq!(erased(0), erased(1), "none at all is not to be set");
        assert_eq!(erased(4), add_weeks(day("2026-09-10"), 26), "not known so far ahead");
        assert_eq!(erase_by(day("2026-09-10"), &[], 1), add_weeks(day("2026-09-10"), 7));
    }
}
