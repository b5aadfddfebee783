//! Letters home: built-in templates in our own words, filled from the file.
//!
//! A template is plain text with placeholders in braces. `{review_date}` must
//! have a value; a line with `{review_date?}` is left out where there is none.
//! There is no placeholder for the pupil's number, for attendance codes, for
//! "parents condone absences" or for anything that is mentor-only, so a letter
//! cannot say them; what is typed by hand is looked through before it is sent.

mod filling;
mod recipients;
mod templates;

use super::timeline::newest_first;
use casebook_domain::calendar::Date;
use casebook_domain::case::{CaseFile, Item};
use casebook_domain::content::Content;
use casebook_domain::ids::{EpisodeId, RecordId};
use casebook_domain::preparation::LetterKind;
use casebook_domain::pupil::Pupil;
use casebook_domain::referral::ReferrerKind;
use casebook_domain::settings::{SchoolPhase, Settings};

use filling::Facts;
use recipients::refusal;
use templates::{Piece, pieces};

pub use filling::{Filled, fill};
pub use recipients::{LetterRecipient, LetterRefusal, home_reasons, home_words, recipients};
pub use templates::{Fault, FilledBy, Placeholder, built_in, check_template, template};

/// The referrer's role in one word: a school that teaches this year says one or the other.
fn referrer(kind: ReferrerKind, phase: SchoolPhase, year: Option<i8>) -> &'static str {
    let secondary = match phase {
        SchoolPhase::Primary => false,
        SchoolPhase::Secondary => true,
        SchoolPhase::AllThrough => year.is_some_and(|year| year >= 7),
    };
    match kind {
        ReferrerKind::ClassTeacher if secondary => "by the form tutor",
        ReferrerKind::ClassTeacher => "by the class teacher",
        ReferrerKind::HeadOfYear if secondary => "by the head of year",
        ReferrerKind::HeadOfYear => "by the phase leader",
        ReferrerKind::OtherStaff => "by a member of staff",
        ReferrerKind::Parent => "by a parent or carer",
        ReferrerKind::Pupil => "at their own request",
        ReferrerKind::Agency => "by a service that works with the school",
        ReferrerKind::Audit => "by the school, after looking at how pupils are getting on",
    }
}
/// The newest record of an episode that `pick` takes, by its day and when it was saved.
fn newest<'a, T>(case: &'a CaseFile, episode: Option<EpisodeId>, pick: impl Fn(&'a Content) -> Option<T>) -> Option<T> {
    let of_episode = |item: &&Item| item.entry.episode == episode && item.entry.content.day().is_some();
    let picked =
        case.items().filter(of_episode).filter_map(|item| Some((newest_first(item), pick(&item.entry.content)?)));
    picked.min_by_key(|(key, _)| *key).map(|(_, picked)| picked)
}
/// Drafts a letter from the template to one contact. Refused where nothing may be sent.
pub fn draft(
    kind: LetterKind,
    case: &CaseFile,
    episode: Option<EpisodeId>,
    contact: RecordId,
    settings: &Settings,
    today: Date,
) -> Result<Filled, LetterRefusal> {
    let (Some(pupil), Some(Content::Contact(to))) = (case.pupil(), case.get(contact).map(|item| &item.entry.content))
    else {
        return Err(LetterRefusal::NoLetters);
    };
    if let Some(refused) = refusal(case, to, today) {
        return Err(refused);
    }
    let facts = Facts { case, episode, pupil, contact: to, settings, today };
    let mut filled = fill(&template(kind, settings), |placeholder| facts.value(placeholder));
    filled.faults.extend(never_home(&filled.text, pupil));
    Ok(filled)
}
fn never_home(text: &str, pupil: &Pupil) -> Vec<Fault> {
    let mut faults = Vec::new();
    let upn = pupil.upn.trim();
    if upn.len() >= 13 && text.to_ascii_uppercase().contains(&upn.to_ascii_uppercase()) {
        faults.push(Fault::PupilNumber);
    }
    if text.to_lowercase().contains("condon") {
        faults.push(Fault::Condoned);
    }
    faults
}
/// What is to be put right in a letter as the mentor has edited it, before it is sent.
pub fn faults(text: &str, pupil: &Pupil) -> Vec<Fault> {
    let mut faults = never_home(text, pupil);
    for piece in text.lines().flat_map(pieces) {
        faults.push(match piece {
            Piece::Text(_) => continue,
            Piece::Known { placeholder, .. } => Fault::Empty(placeholder),
            Piece::Unknown { name, .. } => Fault::Unknown(name.to_owned()),
        });
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::{Moment, parse_iso};
    use casebook_domain::contact::Contact;
    use casebook_domain::contact::PersonName;
    use casebook_domain::contact::{Responsibility, SafeToPhone};
    use casebook_domain::content::Entry;
    use casebook_domain::home::Closed;
    use casebook_domain::home::Why;
    use casebook_domain::ids::FileId;
    use casebook_domain::pupil::{Schooling, SenProvision};
    use casebook_domain::referral::CriterionEvidence;
    use casebook_domain::referral::{Criterion, Referral};

    const EPISODE: EpisodeId = EpisodeId::from_bytes([1; 16]);
    const CONTACT: RecordId = RecordId::from_bytes([2; 16]);

    fn pupil() -> Pupil {
        Pupil {
            first_names: "Roberta".to_owned(),
            surname: "Sample".to_owned(),
            known_as: "Robin".to_owned(),
            letter_name: "Roberta".to_owned(),
            pronouns: String::new(),
            upn: "Z883999925001".to_owned(),
            upn_reason: String::new(),
            born: None,
            year_as_taught: None,
            schooling: vec![Schooling { school: String::new(), form: "7B".to_owned(), from: None }],
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

    fn contact(name: &str) -> Contact {
        Contact {
            name: PersonName::entered(name),
            relationship: "Mother".to_owned(),
            responsibility: Responsibility::Yes,
            letters: true,
            phone_safe: SafeToPhone::Yes,
            restriction: None,
            phone: String::new(),
            email: String::new(),
            address: "1 Example Road\nSampleton".to_owned(),
            language: String::new(),
            interpreter: String::new(),
        }
    }

    fn referral() -> Referral {
        let ticked = |criterion| CriterionEvidence { criterion, evidence: "seen by the tutor".to_owned() };
        Referral {
            date: parse_iso("2026-11-02").unwrap(),
            referrer: "T. Tutor".to_owned(),
            referrer_kind: ReferrerKind::ClassTeacher,
            criteria: vec![
                ticked(Criterion::LacksEngagement),
                ticked(Criterion::LowSelfEsteem),
                ticked(Criterion::CondonedAbsence),
            ],
            how_long: String::new(),
            strengths: "Draws well and is kind to younger pupils".to_owned(),
            tried: String::new(),
            changes_wanted: String::new(),
            attendance_tenths: Some(823),
            punctuality_only: false,
            attendance_chronic: false,
            attendance_override: String::new(),
            pupil_knows: true,
        }
    }

    fn settings() -> Settings {
        Settings::new("A. Mentor".to_owned(), "Made-up School".to_owned())
    }

    fn put(case: &mut CaseFile, id: RecordId, content: Content) {
        let episode = Some(EPISODE);
        case.put(Item { id, saved: Moment { utc_ms: 0, offset_min: 0 }, entry: Entry { episode, content } });
    }

    fn case(pupil: Pupil, contact: Contact) -> CaseFile {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        put(&mut case, RecordId::from_bytes([9; 16]), Content::Pupil(pupil));
        put(&mut case, CONTACT, Content::Contact(contact));
        put(&mut case, EPISODE, Content::Referral(referral()));
        case
    }

    fn drafted(kind: LetterKind, case: &CaseFile) -> Result<Filled, LetterRefusal> {
        draft(kind, case, Some(EPISODE), CONTACT, &settings(), parse_iso("2026-11-23").unwrap())
    }

    #[test]
    fn p15_the_first_letter_says_what_it_should_and_nothing_that_never_goes_home() {
        let filled = drafted(LetterKind::Referral, &case(pupil(), contact("Jo Sample"))).unwrap();
        assert_eq!(filled.faults, []);
        for said in [
            "Dear Jo Sample,",
            "23 November 2026",
            "About Roberta Sample, 7B",
            "take a fuller part in lessons and grow in confidence.",
            "Draws well and is kind to younger pupils.",
            "referred to me by the class teacher.",
            "A. Mentor",
        ] {
            assert!(filled.text.contains(said), "{said}\n{}", filled.text);
        }
        for unsaid in ["Z883999925001", "condone", "82.3", "seen by the tutor", "Robin", "T. Tutor", "{", "interpreter"]
        {
            assert!(!filled.text.contains(unsaid), "{unsaid}\n{}", filled.text);
        }
        assert!(
            !filled.text.contains("\n\n\nWe can send this letter"),
            "a paragraph left out takes its empty line along"
        );
    }

    #[test]
    fn p15_a_letter_is_addressed_by_the_whole_name_and_greets_by_the_surname() {
        let name = PersonName {
            title: "Mrs".to_owned(),
            first_names: "Olga".to_owned(),
            surname: "Garcia Marquez".to_owned(),
            apart: true,
        };
        let to = Contact { name, ..contact("") };
        let text = drafted(LetterKind::Referral, &case(pupil(), to)).unwrap().text;
        assert!(
            text.contains("\nMrs Olga Garcia Marquez\n1 Example Road") && text.contains("\nDear Mrs Garcia Marquez,\n"),
            "{text}"
        );
    }

    #[test]
    fn p15_every_built_in_letter_has_no_unknown_placeholder_and_uses_the_name_for_home() {
        for &kind in LetterKind::ALL {
            assert_eq!(check_template(&built_in(kind)), [], "{kind:?}");
            let filled = drafted(kind, &case(pupil(), contact("Jo Sample"))).unwrap();
            let review_has_no_date = kind == LetterKind::ReviewInvitation;
            assert_eq!(
                filled.faults,
                if review_has_no_date { vec![Fault::Empty(Placeholder::ReviewDate)] } else { vec![] },
                "{kind:?}"
            );
            assert!(filled.text.contains("Roberta") && !filled.text.contains("Robin"), "{kind:?}");
        }
    }

    #[test]
    fn ux_14_the_referrer_is_named_by_one_role_that_fits_the_school() {
        let role = |kind, year| referrer(kind, SchoolPhase::AllThrough, year);
        assert_eq!(role(ReferrerKind::ClassTeacher, Some(5)), "by the class teacher");
        assert_eq!(role(ReferrerKind::ClassTeacher, Some(7)), "by the form tutor");
        assert_eq!(role(ReferrerKind::HeadOfYear, Some(9)), "by the head of year");
        assert_eq!(role(ReferrerKind::HeadOfYear, Some(2)), "by the phase leader");
        // What the settings say goes before the year.
        let of = |phase| referrer(ReferrerKind::ClassTeacher, phase, None);
        assert_eq!(
            (of(SchoolPhase::Primary), of(SchoolPhase::Secondary)),
            ("by the class teacher", "by the form tutor")
        );
        for &kind in ReferrerKind::ALL {
            for year in [None, Some(3), Some(10)] {
                assert!(!role(kind, year).contains(" or form") && !role(kind, year).contains("year or"));
            }
        }
    }

    #[test]
    fn p12_condoned_absence_alone_gives_a_neutral_reason() {
        let mut alone = referral();
        alone.criteria.retain(|ticked| ticked.criterion == Criterion::CondonedAbsence);
        assert_eq!(home_reasons(&alone), "get on well at school");
        for &criterion in Criterion::ALL {
            assert_eq!(home_words(criterion).is_some(), criterion.prints_for_home());
        }
    }

    #[test]
    fn p15_nothing_is_drafted_for_who_may_not_get_it() {
        let mut restricted = contact("Jo Sample");
        restricted.restriction = Some("Court order".to_owned());
        assert_eq!(drafted(LetterKind::Referral, &case(pupil(), restricted)), Err(LetterRefusal::Restricted));
        let mut none = contact("Jo Sample");
        none.letters = false;
        assert_eq!(drafted(LetterKind::Referral, &case(pupil(), none)), Err(LetterRefusal::NoLetters));
        let mut ask = pupil();
        ask.ask_lead_first = Some("The lead said so".to_owned());
        let closed = Closed { why: Why::AskLead, until: None, lead: None };
        assert_eq!(drafted(LetterKind::Referral, &case(ask, contact("Jo Sample"))), Err(LetterRefusal::Home(closed)));
    }

    #[test]
    fn p15_letters_stop_when_the_pupil_has_left_or_died() {
        use casebook_domain::standing::{Standing, StandingKind};
        for kind in [StandingKind::Left, StandingKind::Died] {
            let mut case = case(pupil(), contact("Jo Sample"));
            let standing =
                Standing { date: parse_iso("2026-11-20").unwrap(), kind, reason: String::new(), until: None };
            put(&mut case, RecordId::from_bytes([5; 16]), Content::Standing(standing));
            let refused = drafted(LetterKind::Exit, &case).unwrap_err();
            assert!(matches!(refused, LetterRefusal::Home(Closed { why: Why::Stopped(_), .. })), "{refused:?}");
            let today = parse_iso("2026-11-23").unwrap();
            assert!(recipients(&case, today).iter().all(|to| to.refused.is_some()));
        }
    }

    #[test]
    fn p15_everybody_who_may_get_letters_is_listed_first() {
        let mut case = case(pupil(), contact("Zed Sample"));
        let mut restricted = contact("Al Sample");
        restricted.restriction = Some(String::new());
        put(&mut case, RecordId::from_bytes([3; 16]), Content::Contact(restricted));
        put(&mut case, RecordId::from_bytes([4; 16]), Content::Contact(contact("Bo Sample")));
        let today = parse_iso("2026-11-23").unwrap();
        let names: Vec<_> = recipients(&case, today).into_iter().map(|to| (to.name, to.refused)).collect();
        assert_eq!(
            names,
            [
                ("Bo Sample".to_owned(), None),
                ("Zed Sample".to_owned(), None),
                ("Al Sample".to_owned(), Some(LetterRefusal::Restricted))
            ]
        );
    }

    #[test]
    fn an_unknown_placeholder_is_an_error_and_stays_to_be_seen() {
        let filled = fill("Dear {contact},\n{upn} {Pupil} {} { open", |_| "Jo {date}".to_owned());
        assert_eq!(filled.text, "Dear Jo {date},\n{upn} {Pupil} {} { open\n");
        let unknown = |name: &str| Fault::Unknown(name.to_owned());
        assert_eq!(filled.faults, [unknown("upn"), unknown("Pupil"), unknown("")]);
    }

    #[test]
    fn a_line_with_an_empty_optional_placeholder_is_left_out_with_its_gap() {
        let filled = fill("One\n\nSee {review_date?}.\n\nTwo {pupil}\n", |_| String::new());
        assert_eq!(filled.text, "One\n\nTwo {pupil}\n");
        assert_eq!(filled.faults, [Fault::Empty(Placeholder::Pupil)]);
    }

    #[test]
    fn p15_what_was_typed_by_hand_is_looked_through_too() {
        let pupil = pupil();
        assert_eq!(faults("About z883999925001", &pupil), [Fault::PupilNumber]);
        assert_eq!(faults("You condone absences", &pupil), [Fault::Condoned]);
        assert_eq!(
            faults("On {review_date} at {time}", &pupil),
            [Fault::Empty(Placeholder::ReviewDate), Fault::Unknown("time".to_owned())]
        );
        assert_eq!(faults("Dear Jo", &pupil), []);
    }

    #[test]
    fn the_schools_own_template_goes_before_the_built_in_one() {
        let mut settings = settings();
        settings.letter_templates =
            vec![("exit".to_owned(), "Goodbye {pupil}".to_owned()), ("plan".to_owned(), "  ".to_owned())];
        assert_eq!(template(LetterKind::Exit, &settings), "Goodbye {pupil}");
        assert_eq!(template(LetterKind::PlanEnclosed, &settings), built_in(LetterKind::PlanEnclosed));
    }
}
