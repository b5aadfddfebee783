//! How long this tablet's copy of a file is kept, what prevents its erasing, and requests for access (docs/design.md#erasing,
//! docs/policy.md#keeping-and-access). The tablet holds a working copy: the school's record is elsewhere and has dates of its own.

mod certificate;
mod request;

use super::calendar::{add_days, add_months, birthday};
use super::case::{CaseFile, Recorded};
use super::custody::{gives_back, read_only};
use super::observation::unattached::erase_by;
use super::pupil::{Pupil, SenProvision};
use super::settings::Settings;
use super::standing::{Standing, StandingKind};
use super::states::{Overlay, State, overlay};
use super::terms::terms;
use crate::calendar::{Date, EARLIEST};

pub use certificate::{Certificate, HeldElsewhere, held_elsewhere};
pub use request::{AccessClock, AccessRequest, AccessRoute, Clarification, open_requests};

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
    /// Why a file's time on this tablet is over, or will be.
    Ended {
        Exited = "exited", "The mentoring ended";
        Transferred = "transferred", "Handed over for good, and received there";
        Unused = "unused", "The referral was declined or redirected";
        NeverReferred = "never_referred", "The pupil was never referred";
        Left = "left", "The pupil left the school";
        Died = "died", "The pupil has died";
    }
}
terms! {
    /// What stops the erasing of a file whose time is over.
    Hold {
        Hold = "hold", "There is a hold on this file";
        Request = "request", "A request for access is not answered yet";
        Untold = "untold", "Something else has to be finished first";
        Worry = "worry", "Something else has to be finished first";
        TwoVersions = "two_versions", "Two tablets changed the same record: choose first";
        Newer = "newer", "Some of it was written by a newer Casebook and can't be read here";
    }
}
/// When and why a file's time here is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Over {
    /// Why.
    pub why: Ended,
    /// The day on which the work ended: the exit, the decision, the receipt.
    pub ended: Date,
    /// The day from which this tablet's copy is to be erased.
    pub erase_on: Date,
}
/// The state of the erasing of a file on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErasingState {
    /// Work on the case continues, so that nothing falls due.
    Kept,
    /// It falls due on a day to come.
    Later(Over),
    /// Its time is over, and something stops the erasing.
    Held(Over, Vec<Hold>),
    /// Its time is over; first the school's record has to have what it needs.
    NotFiled(Over),
    /// It is to be erased.
    Due(Over),
}
impl ErasingState {
    /// When its time is over, if that is known.
    pub const fn over(&self) -> Option<Over> {
        match self {
            Self::Kept => None,
            Self::Later(over) | Self::Held(over, _) | Self::NotFiled(over) | Self::Due(over) => Some(*over),
        }
    }
}
/// The state of the erasing of a file.
pub fn erasing(case: &CaseFile, settings: &Settings, today: Date) -> ErasingState {
    let Some(over) = over(case, settings, today) else { return ErasingState::Kept };
    if today < over.erase_on {
        return ErasingState::Later(over);
    }
    let holds = holds(case);
    if !holds.is_empty() {
        return ErasingState::Held(over, holds);
    }
    if filed(case, &over) { ErasingState::Due(over) } else { ErasingState::NotFiled(over) }
}
/// When a file's time here is over; `None` while work on it continues.
///
/// A transfer that was received counts at once, also for an open case: it continues elsewhere. A pupil who left or died has no
/// open case any more. Of several episodes the one that keeps the file longest counts.
pub fn over(case: &CaseFile, settings: &Settings, today: Date) -> Option<Over> {
    if let Some(receipt) = read_only(case).and_then(|gone| gone.body.receipt.as_ref()) {
        let day = receipt.at.date();
        return Some(Over { why: Ended::Transferred, ended: day, erase_on: day });
    }
    let after_exit = |why, ended| Over { why, ended, erase_on: add_months(ended, settings.keep_after_exit_months) };
    let unused = |why, ended| {
        let last = erase_by(ended, &settings.terms, settings.keep_unused_half_terms);
        Over { why, ended, erase_on: add_days(last, 1) }
    };
    let overlay = overlay(case, today);
    let begun = |standing: &Recorded<'_, Standing>| standing.kind == StandingKind::Died || standing.date <= today;
    let gone = |kind| case.standings().iter().rfind(|one| one.kind == kind && begun(one)).map(|standing| standing.date);
    if overlay == Overlay::Died {
        return gone(StandingKind::Died).map(|day| after_exit(Ended::Died, day));
    }
    let left = if overlay == Overlay::Left { gone(StandingKind::Left) } else { None };
    let episodes = case.episodes();
    if episodes.is_empty() {
        let days = case.items().filter_map(|item| item.entry.content.day()).max();
        let ended = days.or_else(|| case.items().map(|item| item.saved.date()).max())?;
        return Some(left.map_or_else(|| unused(Ended::NeverReferred, ended), |day| after_exit(Ended::Left, day)));
    }
    if case.exit_programme().is_some() || episodes.iter().any(|episode| episode.open()) {
        return left.map(|day| after_exit(Ended::Left, day));
    }
    let of_episode = |episode: &super::case::Episode<'_>| match episode.state {
        State::Declined | State::Redirected => {
            let decided = case.latest_authorisation(episode.id).map_or(episode.opened, |decision| decision.date);
            Some(unused(Ended::Unused, decided))
        }
        _ => episode.exit.map(|exit| after_exit(Ended::Exited, exit.date)),
    };
    episodes.iter().filter_map(of_episode).max_by_key(|over| over.erase_on)
}
/// Whether what the school's record needs was filed there after the work had ended; for a transfer, since the newest referral.
pub fn filed(case: &CaseFile, over: &Over) -> bool {
    // Of a case that was given back the school's record is kept where it belongs.
    if over.why == Ended::Transferred && read_only(case).is_some_and(|gone| gives_back(case, gone.body)) {
        return true;
    }
    let since = match over.why {
        Ended::Transferred => case.current().map_or(EARLIEST, |current| current.opened),
        _ => over.ended,
    };
    retention(case).filed_on.is_some_and(|day| day >= since)
}
/// What stops erasing, whether or not the file's time is over.
pub fn holds(case: &CaseFile) -> Vec<Hold> {
    let worries = case.worries();
    let stands = [
        (Hold::Hold, retention(case).hold_since.is_some()),
        (Hold::Request, open_requests(case).next().is_some()),
        (Hold::Untold, worries.iter().any(|worry| worry.insists())),
        (Hold::Worry, worries.iter().any(|worry| worry.unconfirmed())),
        (Hold::TwoVersions, !case.two_versions.is_empty() || !case.moved_away.is_empty()),
        (Hold::Newer, case.newer > 0),
    ];
    stands.into_iter().filter_map(|(hold, stands)| stands.then_some(hold)).collect()
}
/// What is known about keeping this file. Should several devices have made a record each, the newest filing and any hold
/// count: never early.
pub fn retention(case: &CaseFile) -> Retention {
    let mut all = Retention::default();
    for one in case.all::<Retention>() {
        if one.filed_on >= all.filed_on {
            all.filed_on = one.filed_on;
            all.filed_by = one.filed_by.clone();
        }
        if one.hold_since.is_some() {
            all.hold_since = one.hold_since;
            all.hold_reason = one.hold_reason.clone();
        }
    }
    all
}
/// Until when the school keeps its record of the pupil: to the birthday that the settings name, a later one with special
/// educational needs. Born on 29 February: 1 March, never early. `None` without a birth date.
pub fn school_keeps_until(pupil: &Pupil, settings: &Settings) -> Option<Date> {
    let years = match pupil.sen {
        SenProvision::None => settings.school_keeps_years,
        SenProvision::Support | SenProvision::Plan => settings.school_keeps_sen_years,
    };
    birthday(pupil.born?, u16::from(years))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_iso;

    fn day(text: &str) -> Date {
        parse_iso(text).unwrap()
    }

    fn asked(route: AccessRoute, arrived: &str) -> AccessRequest {
        AccessRequest {
            date: day(arrived),
            route,
            by: String::new(),
            identity: String::new(),
            identity_on: parse_iso(arrived),
            scope: String::new(),
            clarifications: Vec::new(),
            extended_on: None,
            extended_why: String::new(),
            typed_due: None,
            due_reason: String::new(),
            officer_told: None,
            answered: None,
            answer: String::new(),
        }
    }

    fn clarified(on: &str, got: &str) -> Clarification {
        Clarification { asked: day(on), about: "Which years".to_owned(), got: parse_iso(got) }
    }

    #[test]
    fn a_request_is_answered_within_a_month_or_fifteen_school_days() {
        let due = |route, arrived| asked(route, arrived).due(&[]).unwrap();
        assert_eq!(due(AccessRoute::Subject, "2027-01-31"), day("2027-03-01"), "28 February is a Sunday");
        assert_eq!(due(AccessRoute::Subject, "2028-01-31"), day("2028-02-29"));
        assert_eq!(due(AccessRoute::Subject, "2026-11-26"), day("2026-12-28"), "26 December is a Saturday");
        assert_eq!(due(AccessRoute::Subject, "2026-12-07"), day("2027-01-07"));
        assert_eq!(due(AccessRoute::Educational, "2026-11-26"), day("2026-12-17"));
    }

    #[test]
    fn the_month_begins_when_identity_and_authority_are_there() {
        let mut request = asked(AccessRoute::Subject, "2026-11-02");
        request.identity_on = None;
        assert_eq!(request.clock(&[]), AccessClock::Identity);
        request.identity_on = Some(day("2026-11-10"));
        assert_eq!(request.clock(&[]), AccessClock::Due(day("2026-12-10")));
        let before = AccessRequest { date: day("2026-02-04"), identity_on: None, ..request.clone() };
        assert_eq!(before.due(&[]), Some(day("2026-03-04")), "before 5 February 2026 arrival counted");
        let first = AccessRequest { date: day("2026-02-05"), identity_on: None, ..request };
        assert_eq!(first.due(&[]), None);
        let record = AccessRequest { identity_on: None, ..asked(AccessRoute::Educational, "2026-11-26") };
        assert_eq!(record.due(&[]), Some(day("2026-12-17")), "the educational record has no such rule");
    }

    #[test]
    fn the_month_stops_while_clarification_is_awaited() {
        let mut request = asked(AccessRoute::Subject, "2026-11-02");
        request.clarifications = vec![clarified("2026-11-09", "")];
        assert_eq!(request.clock(&[]), AccessClock::Clarification(day("2026-11-09")));
        request.clarifications = vec![clarified("2026-11-09", "2026-11-16")];
        assert_eq!(request.due(&[]), Some(day("2026-12-09")), "seven days later than 2 December");
        request.clarifications.push(clarified("2026-11-12", "2026-11-19"));
        assert_eq!(
            request.due(&[]),
            Some(day("2026-12-14")),
            "days that both waited count once; 12 December is a Saturday"
        );
        request.clarifications = vec![clarified("2026-11-09", "2026-11-09")];
        assert_eq!(request.due(&[]), Some(day("2026-12-02")));
    }

    #[test]
    fn an_extension_counts_when_it_was_told_within_the_first_month() {
        let mut request = asked(AccessRoute::Subject, "2026-11-02");
        assert_eq!(request.tell_of_extension_by(), Some(day("2026-12-02")));
        request.extended_on = Some(day("2026-12-02"));
        assert_eq!(request.due(&[]), Some(day("2027-02-02")));
        request.extended_on = Some(day("2026-12-03"));
        assert_eq!(request.due(&[]), Some(day("2026-12-02")), "too late");
        request.typed_due = Some(day("2027-01-15"));
        assert_eq!(request.due(&[]), Some(day("2027-01-15")));
    }
}
