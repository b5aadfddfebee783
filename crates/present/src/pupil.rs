//! What a pupil's page says in short: year, family contact, lessons missed.

use casebook_domain::calendar::Date;

use casebook_domain::calendar;
use casebook_domain::case::CaseFile;
use casebook_domain::ids::EpisodeId;
use casebook_domain::order;
use casebook_domain::preparation::{FamilyContact, Reached};
use casebook_domain::pupil::Pupil;
use casebook_domain::session::Session;

use super::dates;
use super::numbers::{counted, whole};

/// The year with its key stage; where the school teaches another year than the
/// birth date's, both: "Year 8, key stage 3 (Year 9 by birth date)".
pub fn year_words(pupil: &Pupil, today: Date) -> Option<String> {
    let mut text = dates::year_and_stage(pupil.year_on(today)?);
    let by_birth = pupil.born.and_then(|born| calendar::year_group(born, today));
    if by_birth.is_some() && by_birth != pupil.year_on(today) {
        let by_birth = by_birth.map(dates::year_group).unwrap_or_default();
        text += &[" (", &by_birth, " by birth date)"].concat();
    }
    Some(text)
}

/// How long the family has not been spoken with (p36): "Last spoke with the
/// family 12 days ago; 2 attempts since."
pub fn family_words(case: &CaseFile, today: Date) -> String {
    let contacts = case.all::<FamilyContact>();
    let spoke = contacts.iter().rposition(|contact| contact.reached == Reached::Spoke);
    let since = spoke.map_or(0, |place| place + 1);
    let attempts = contacts.len() - since;
    let mut text = match spoke {
        Some(place) => ["Last spoke with the family ", &dates::relative(contacts[place].date, today)].concat(),
        None => "No contact with the family yet".to_owned(),
    };
    if attempts > 0 {
        text += &["; ", &counted(attempts as u64, "attempt", "attempts")].concat();
        text += if spoke.is_some() { " since" } else { "" };
    }
    text + "."
}

/// Lessons missed for sessions of an episode, the most missed first, so that no subject always pays.
pub fn lessons_missed(case: &CaseFile, episode: EpisodeId) -> Vec<(String, u32)> {
    let mut tally: Vec<(String, u32)> = Vec::new();
    for session in case.of::<Session>(episode) {
        let lesson = session.lesson_missed.trim();
        if lesson.is_empty() {
            continue;
        }
        let known = tally.iter_mut().find(|(known, _)| known.to_lowercase() == lesson.to_lowercase());
        match known {
            Some((_, count)) => *count += 1,
            None => tally.push((lesson.to_owned(), 1)),
        }
    }
    order::by(&mut tally, |(one, few), (other, many)| many.cmp(few).then_with(|| one.cmp(other)));
    tally
}

/// The same as a line to read before the next session; `None` where no lesson was missed.
pub fn missed_words(case: &CaseFile, episode: Option<EpisodeId>) -> Option<String> {
    let tally = lessons_missed(case, episode?);
    let parts: Vec<String> =
        tally.iter().map(|(lesson, times)| [lesson, " ", &whole(u64::from(*times))].concat()).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::{Moment, parse_iso};
    use casebook_domain::case::Item;
    use casebook_domain::content::{Content, Entry};
    use casebook_domain::ids::{FileId, RecordId};
    use casebook_domain::preparation::{Audience, ContactWay};
    use casebook_domain::pupil::SenProvision;
    use casebook_domain::session::{Attended, SessionKind};

    const EPISODE: EpisodeId = EpisodeId::from_bytes([1; 16]);

    fn day(text: &str) -> Date {
        parse_iso(text).unwrap()
    }

    fn put(case: &mut CaseFile, id: u8, content: Content) {
        let saved = Moment { utc_ms: 0, offset_min: 0 };
        case.put(Item { id: RecordId::from_bytes([id; 16]), saved, entry: Entry { episode: Some(EPISODE), content } });
    }

    fn pupil(year_as_taught: Option<u8>) -> Pupil {
        Pupil {
            first_names: "Robin".to_owned(),
            surname: "Sample".to_owned(),
            known_as: String::new(),
            letter_name: String::new(),
            pronouns: String::new(),
            upn: String::new(),
            upn_reason: String::new(),
            born: Some(day("2014-08-31")),
            year_as_taught,
            schooling: Vec::new(),
            sen: SenProvision::None,
            pupil_premium: false,
            eal: false,
            gifted: false,
            looked_after: None,
            ask_lead_first: None,
            limits_explained: None,
            remarks: String::new(),
        }
    }

    #[test]
    fn the_year_as_taught_goes_before_the_birth_dates_and_both_are_shown_where_they_differ() {
        let words = |taught| year_words(&pupil(taught), day("2025-09-01")).unwrap();
        assert_eq!(words(None), "Year 7, key stage 3");
        assert_eq!(words(Some(7)), "Year 7, key stage 3");
        assert_eq!(words(Some(6)), "Year 6, key stage 2 (Year 7 by birth date)");
        assert_eq!(year_words(&Pupil { born: None, ..pupil(None) }, day("2025-09-01")), None);
    }

    #[test]
    fn p36_the_days_since_the_family_was_spoken_with_are_shown() {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        let today = day("2026-11-23");
        let contact = |date, reached| {
            Content::FamilyContact(FamilyContact {
                date: day(date),
                contact: RecordId::from_bytes([9; 16]),
                way: ContactWay::Phone,
                reached,
                about: String::new(),
                meeting_offered: false,
                audience: Audience::MentorOnly,
            })
        };
        assert_eq!(family_words(&case, today), "No contact with the family yet.");
        put(&mut case, 2, contact("2026-11-05", Reached::NoAnswer));
        assert_eq!(family_words(&case, today), "No contact with the family yet; 1 attempt.");
        put(&mut case, 3, contact("2026-11-11", Reached::Spoke));
        assert_eq!(family_words(&case, today), "Last spoke with the family 12 days ago.");
        put(&mut case, 4, contact("2026-11-20", Reached::LeftMessage));
        assert_eq!(family_words(&case, today), "Last spoke with the family 12 days ago; 1 attempt since.");
    }

    #[test]
    fn lessons_missed_are_counted_by_subject() {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        for (id, lesson) in [(2, "Maths"), (3, "Art"), (4, " maths "), (5, "")] {
            let session = Session {
                date: day("2026-11-02"),
                kind: SessionKind::OneToOne,
                minutes: 30,
                attended: Attended::Yes,
                lesson_missed: lesson.to_owned(),
                notes: String::new(),
                next_step: String::new(),
                audience: Audience::MentorOnly,
                ratings: Vec::new(),
                gifted: false,
                resources: Vec::new(),
            };
            put(&mut case, id, Content::Session(session));
        }
        assert_eq!(lessons_missed(&case, EPISODE), [("Maths".to_owned(), 2), ("Art".to_owned(), 1)]);
        assert_eq!(missed_words(&case, Some(EPISODE)).as_deref(), Some("Maths 2, Art 1"));
        assert_eq!(missed_words(&CaseFile::new(FileId::from_bytes([0; 16])), Some(EPISODE)), None);
    }
}
