//! How long a file is kept here, what stops its erasing, and certificates, in words.

use casebook_domain::calendar::Date;

use casebook_domain::case::CaseFile;
use casebook_domain::retention::{
    AccessClock, AccessRequest, Certificate, Ended, ErasingState, HeldElsewhere, Hold, Over,
};

use casebook_domain::settings::Term;

use super::numbers::counted;
use super::{dates, initials};

/// The part of the list of files due for erasing that a file is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErasingPile {
    /// To be erased.
    Due,
    /// To be filed in the school's record first.
    NotFiled,
    /// Something stops it.
    Held,
    /// Due within the next months.
    Soon,
}

impl ErasingPile {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Due, Self::NotFiled, Self::Held, Self::Soon];

    /// Its heading.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Due => "To be erased",
            Self::NotFiled => "To be filed in the school's record first",
            Self::Held => "Not to be erased yet",
            Self::Soon => "Due in the next three months",
        }
    }
}

/// Days ahead that the list looks.
const AHEAD_DAYS: i32 = 92;

/// The place of a file in the list; `None`: nothing is due of it for a while.
pub fn pile(state: &ErasingState, today: Date) -> Option<ErasingPile> {
    match state {
        ErasingState::Kept => None,
        ErasingState::Later(over) => {
            let ahead = casebook_domain::calendar::days_between(today, over.erase_on);
            (ahead <= AHEAD_DAYS).then_some(ErasingPile::Soon)
        }
        ErasingState::Held(..) => Some(ErasingPile::Held),
        ErasingState::NotFiled(_) => Some(ErasingPile::NotFiled),
        ErasingState::Due(_) => Some(ErasingPile::Due),
    }
}

/// Why a file's time here is over, with the day: "The mentoring ended on 26 October 2026".
pub fn why(over: &Over) -> String {
    match over.why {
        Ended::NeverReferred => [over.why.label(), "; the last entry was on ", &dates::long(over.ended)].concat(),
        why => [why.label(), " (", &dates::long(over.ended), ")"].concat(),
    }
}

/// The state of the erasing of a file, in a sentence or two.
pub fn standing(state: &ErasingState, today: Date) -> String {
    let since = |over: &Over| {
        let when = if over.erase_on == today { "today".to_owned() } else { dates::long(over.erase_on) };
        [&why(over), ". This tablet's copy has been due for erasing since ", &when, "."].concat()
    };
    match state {
        ErasingState::Kept => "The case is still open, so nothing is erased.".to_owned(),
        ErasingState::Later(over) if over.why == Ended::NeverReferred => [
            "There is no referral yet. If none is made, check this copy again after ",
            &dates::long(over.erase_on),
            ".",
        ]
        .concat(),
        ErasingState::Later(over) => {
            [&why(over), ". This tablet's copy is to be erased on ", &dates::long(over.erase_on), "."].concat()
        }
        ErasingState::Held(over, _) => [&since(over), " Something prevents it:"].concat(),
        ErasingState::NotFiled(over) => {
            [&since(over), " The school's record must be complete first. Enter the date when it was filed."].concat()
        }
        ErasingState::Due(over) => since(over),
    }
}

/// What to do about a hold.
pub const fn what_to_do(hold: Hold) -> &'static str {
    match hold {
        Hold::Hold => "The person who asked for the hold says when it ends. Then remove it here.",
        Hold::Request => "Answer it first, and enter the day of the answer.",
        // Only the pages meant for it say what it is: this one may lie open before anybody.
        Hold::Untold | Hold::Worry => "See Today for what it is.",
        Hold::TwoVersions => "Open the pupil, compare the two versions and choose one.",
        Hold::Newer => "Update Casebook on this tablet, then look again.",
    }
}

/// The state of the time for the answer to a request.
pub fn clock_words(request: &AccessRequest, terms: &[Term]) -> String {
    if let Some(day) = request.answered {
        return ["Answered ", &dates::long(day)].concat();
    }
    match request.clock(terms) {
        AccessClock::Due(due) => ["Answer due ", &dates::long(due)].concat(),
        AccessClock::Identity => {
            "The month has not started: check who is asking and that they have the right to".to_owned()
        }
        AccessClock::Clarification(since) => {
            ["The month is paused since ", &dates::long(since), ": waiting for clarification"].concat()
        }
    }
}

/// The initials that a certificate names the pupil by, with the birth year. The others may be gone by the time it is read.
pub fn certificate_initials(case: &CaseFile) -> String {
    case.pupil().map(initials::alone).unwrap_or_default()
}

/// Where a copy is still held, in words.
pub fn elsewhere(held: &HeldElsewhere) -> String {
    let day = dates::long(held.at.date());
    let mut words = match (held.backup, held.to.trim()) {
        (true, "") => ["Backup of ", &day].concat(),
        (true, place) => ["Backup of ", &day, ", kept: ", place].concat(),
        (false, to) => ["Handed over to ", to, " on ", &day].concat(),
    };
    if !held.file_name.is_empty() {
        words += &[" (", &held.file_name, ")"].concat();
    }
    if held.received {
        words.push_str(", received");
    }
    words
}

/// The lines of a certificate; the file's own number last.
pub fn certificate(certificate: &Certificate, number: &str) -> Vec<(String, String)> {
    let Certificate {
        initials,
        birth_year,
        at,
        by,
        why,
        due_since,
        filed_on,
        school_keeps_until,
        archived_as,
        records,
        elsewhere,
    } = certificate;
    let day = |day: &Option<Date>| day.map(dates::long).unwrap_or_default();
    let line = |label: &str, text: String| (label.to_owned(), text);
    let pupil = match birth_year {
        Some(year) => [initials, ", born ", &year.to_string()].concat(),
        None => initials.clone(),
    };
    let archived = match archived_as.as_str() {
        "" => "None made here".to_owned(),
        name => name.to_owned(),
    };
    let held: Vec<String> = elsewhere.iter().map(self::elsewhere).collect();
    let held = if held.is_empty() { "Nowhere, as far as this tablet knows".to_owned() } else { held.join("\n") };
    vec![
        line("Pupil", pupil),
        line("Erased", dates::moment(*at)),
        line("By", by.clone()),
        line("Why", [why.label(), "; due since ", &dates::long(*due_since)].concat()),
        line("What", [&counted(u64::from(*records), "record", "records"), " with all earlier versions"].concat()),
        line("School's record filed", day(filed_on)),
        line("School keeps its record until", day(school_keeps_until)),
        line("Encrypted copy for the archive", archived),
        line("Copies still held", held),
        line("File number", number.to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::{Moment, parse_iso};

    fn day(text: &str) -> Date {
        parse_iso(text).unwrap()
    }

    fn over() -> Over {
        Over { why: Ended::Exited, ended: day("2026-07-20"), erase_on: day("2027-07-20") }
    }

    #[test]
    fn every_state_says_why_and_since_when() {
        let on = |state: &ErasingState, today: &str| standing(state, day(today));
        let later = ErasingState::Later(over());
        assert_eq!(
            on(&later, "2027-01-01"),
            "The mentoring ended (20 July 2026). This tablet's copy is to be erased on 20 July 2027."
        );
        let due = ErasingState::Due(over());
        assert_eq!(
            on(&due, "2027-08-01"),
            "The mentoring ended (20 July 2026). This tablet's copy has been due for erasing since 20 July 2027."
        );
        assert!(on(&due, "2027-07-20").ends_with("since today."));
        assert!(on(&ErasingState::NotFiled(over()), "2027-08-01").contains("Enter the date when it was filed"));
        let never = Over { why: Ended::NeverReferred, ..over() };
        let waits = on(&ErasingState::Later(never), "2027-01-01");
        assert!(waits.starts_with("There is no referral yet.") && !waits.contains("erased"), "{waits}");
        assert_eq!(why(&never), "The pupil was never referred; the last entry was on 20 July 2026");
    }

    #[test]
    fn the_list_looks_three_months_ahead() {
        let later = ErasingState::Later(over());
        assert_eq!(pile(&later, day("2027-04-18")), None);
        assert_eq!(pile(&later, day("2027-04-19")), Some(ErasingPile::Soon));
        assert_eq!(pile(&ErasingState::Kept, day("2027-04-19")), None);
        assert_eq!(pile(&ErasingState::Held(over(), vec![Hold::Hold]), day("2028-01-01")), Some(ErasingPile::Held));
        assert_eq!(pile(&ErasingState::Due(over()), day("2028-01-01")), Some(ErasingPile::Due));
    }

    #[test]
    fn a_certificate_says_who_when_what_and_who_still_holds_it() {
        let at = Moment { utc_ms: 1_795_446_000_000, offset_min: 0 };
        let held = |to: &str, file_name: &str, received| HeldElsewhere {
            backup: to.is_empty(),
            to: to.to_owned(),
            at,
            file_name: file_name.to_owned(),
            received,
        };
        let one = Certificate {
            initials: "RS".to_owned(),
            birth_year: Some(2016),
            at,
            by: "Sam Mentor".to_owned(),
            why: Ended::Transferred,
            due_since: day("2026-11-20"),
            filed_on: Some(day("2026-11-19")),
            school_keeps_until: None,
            archived_as: String::new(),
            records: 1,
            elsewhere: vec![held("Mo", "a.casebook", true), held("Jo", "", false), held("", "b.casebook", false)],
        };
        let lines = certificate(&one, "07");
        let text = |label: &str| lines.iter().find(|(known, _)| known == label).unwrap().1.clone();
        assert_eq!(text("Pupil"), "RS, born 2016");
        assert_eq!(text("Why"), "Handed over for good, and received there; due since 20 November 2026");
        assert_eq!(text("What"), "1 record with all earlier versions");
        assert_eq!(text("Encrypted copy for the archive"), "None made here");
        assert_eq!(
            text("Copies still held"),
            "Handed over to Mo on 23 November 2026 (a.casebook), received\nHanded over to Jo on 23 November 2026\n\
             Backup of 23 November 2026 (b.casebook)"
        );
        assert_eq!(text("School keeps its record until"), "", "facts without an answer are not shown");
    }
}
