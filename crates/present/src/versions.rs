//! Two versions of a record, field by field: what differs, in words, and what is combined from them.
//!
//! Works on a form's own data, so that it knows every kind of record. A row of a table is compared with the row that has
//! its key (a target's number, a criterion), else with one that says the same, else with the next one left over; it is
//! chosen as a whole.

mod comparing;
mod together;

use super::word_diff::WordPiece;
use super::{dates, words};
use casebook_domain::content::Content;
use casebook_domain::ids::ActorId;

pub use comparing::{called, changes, compare};
pub use together::{NotTogether, Take, together};

/// What can be done about a difference beside taking one version's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Also {
    /// Nothing.
    Nothing,
    /// A text is written from both.
    Write {
        /// It may have several lines.
        lines: bool,
    },
    /// Both rows are kept.
    Both,
}
/// What one version answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// In words; empty: see [`Difference::nothing`].
    pub text: String,
    /// The same in pieces, the words that differ marked.
    pub pieces: Vec<WordPiece>,
}
/// One thing in which versions differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which one it is, among the differences of these versions.
    pub id: String,
    /// The heading of the form under which it stands; may be empty.
    pub section: &'static str,
    /// What is asked.
    pub label: String,
    /// What each version answers, in their order.
    pub answers: Vec<Answer>,
    /// What an empty answer means.
    pub nothing: &'static str,
    /// What else can be done.
    pub also: Also,
}
/// What differs and what is the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// The differences, in the order of the form.
    pub different: Vec<Difference>,
    /// (What is asked, what all answer).
    pub same: Vec<(String, String)>,
}
/// "this tablet", or a short mark that tells other tablets apart.
pub fn device(here: bool, actor: ActorId) -> String {
    if here {
        return "this tablet".to_owned();
    }
    let mark: String = actor.to_string().chars().take(4).collect();
    ["another tablet (", &mark.to_uppercase(), ")"].concat()
}
/// A record within a sentence: "the note of 3 November 2026".
pub fn the_record(content: &Content) -> String {
    let mut text = words::the_kind(content.kind());
    if let Some(day) = content.day() {
        text.push_str(" of ");
        text.push_str(&dates::long(day));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::forms::{self, FormCtx};
    use super::*;
    use casebook_domain::case::CaseFile;
    use casebook_domain::content::Entry;
    use std::collections::BTreeMap;

    #[test]
    fn versions_are_called_by_whose_they_are() {
        assert_eq!(
            called(&[("Gwen Invented", false), ("Sam Mentor", true)], "Sam Mentor"),
            ["Gwen Invented's", "Yours"]
        );
        let tablets = called(&[("Sam Mentor", false), (" Sam Mentor", true)], "Sam Mentor");
        assert_eq!(tablets, ["Yours (another tablet)", "Yours (this tablet)"]);
        let many = called(&[("", false), ("", false), ("Mo", true)], "Sam");
        assert_eq!(many, ["Somebody's (another tablet) 1", "Somebody's (another tablet) 2", "Mo's"]);
    }
    use casebook_domain::calendar::{Date, Moment, parse_iso};
    use casebook_domain::exit::{Exit, ExitComponent, ExitProgrammePart};
    use casebook_domain::ids::{FileId, RecordId};
    use casebook_domain::plan::{Attainment, ParentsPart, Plan, Target, TargetRating};
    use casebook_domain::preparation::{Audience, ContactWay, FamilyContact, Reached};
    use casebook_domain::referral::{Criterion, CriterionEvidence, Referral, ReferrerKind};
    use casebook_domain::session::{Attended, Note, Session, SessionKind};
    use casebook_domain::settings::Settings;

    fn day(text: &str) -> Date {
        parse_iso(text).unwrap()
    }

    fn case() -> CaseFile {
        CaseFile::new(FileId::from_bytes([1; 16]))
    }

    fn ctx() -> FormCtx {
        let now = Moment { utc_ms: 1_795_446_000_000, offset_min: 0 };
        forms::form_ctx(&case(), &Settings::new("M".into(), "S".into()), day("2026-11-23"), now)
    }

    fn entry(content: Content) -> Entry {
        Entry { episode: None, content }
    }

    fn note(text: &str, audience: Audience) -> Entry {
        entry(Content::Note(Note { date: day("2026-11-02"), text: text.to_owned(), audience }))
    }

    fn target(number: u16, what: &str) -> Target {
        Target {
            number,
            what: what.to_owned(),
            measure: "Tally".to_owned(),
            unit: "a lesson".to_owned(),
            baseline: "6".to_owned(),
            aim: "2".to_owned(),
            by: None,
            helper: String::new(),
            outcomes: Vec::new(),
            weight: 1,
            own_words: String::new(),
        }
    }

    fn plan(targets: Vec<Target>, rewards: &str) -> Entry {
        entry(Content::Plan(Plan {
            date: day("2026-11-02"),
            revises: None,
            objectives: Vec::new(),
            targets,
            strategies: "Desk card".to_owned(),
            school: String::new(),
            parents: ParentsPart::Arranged(String::new()),
            review_on: None,
            success: String::new(),
            rewards: rewards.to_owned(),
            agreed_with: String::new(),
            pupil_voice: String::new(),
        }))
    }

    fn differences(entries: &[&Entry]) -> Vec<(String, Vec<String>)> {
        let compared = compare(entries, &case(), &ctx()).unwrap();
        let told = |difference: Difference| {
            (difference.label, difference.answers.into_iter().map(|answer| answer.text).collect())
        };
        compared.different.into_iter().map(told).collect()
    }

    fn takes(list: &[(&str, Take)]) -> BTreeMap<String, Take> {
        let mut takes = BTreeMap::new();
        for (id, take) in list {
            takes.insert((*id).to_owned(), take.clone());
        }
        takes
    }

    #[test]
    fn what_differs_is_told_by_field_and_what_is_the_same_apart() {
        let (one, other) = (note("He sat still.", Audience::Staff), note("He sat very still.", Audience::Staff));
        let compared = compare(&[&one, &other], &case(), &ctx()).unwrap();
        assert_eq!(compared.different.len(), 1);
        let difference = &compared.different[0];
        assert_eq!((difference.label.as_str(), difference.also), ("Note", Also::Write { lines: true }));
        let marked: Vec<&str> = difference.answers[1]
            .pieces
            .iter()
            .filter(|piece| piece.differs)
            .map(|piece| piece.text.as_str())
            .collect();
        assert_eq!(marked, ["very "]);
        assert_eq!(compared.same.len(), 2, "{:?}", compared.same);
        assert_eq!(differences(&[&one, &one]), []);
    }

    #[test]
    fn a_target_is_compared_with_the_one_of_its_number_wherever_it_stands() {
        let one = plan(vec![target(1, "Sits"), target(2, "Asks for help")], "");
        let other = plan(vec![target(2, "Asks for help"), target(1, "Sits on time"), target(3, "Reads")], "");
        let found = differences(&[&one, &other]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].1[0].contains("Sits") && found[0].1[1].contains("Sits on time"));
        assert!(found[1].1[0].is_empty() && found[1].1[1].contains("Reads"));
    }

    #[test]
    fn rows_without_a_key_are_compared_by_what_they_say_then_by_what_is_left() {
        let part =
            |what: &str| ExitProgrammePart { component: ExitComponent::Clubs, what: what.to_owned(), until: None };
        let exit = |parts: Vec<ExitProgrammePart>| {
            entry(Content::Exit(Exit {
                date: day("2026-11-02"),
                outcomes: Vec::new(),
                programme: parts,
                follow_ups: Vec::new(),
                decided_with: String::new(),
                summary: String::new(),
            }))
        };
        let one = exit(vec![part("Chess"), part("Football")]);
        let other = exit(vec![part("Football"), part("Drama")]);
        let found = differences(&[&one, &other]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].1[0].contains("Chess") && found[0].1[1].contains("Drama"));
    }

    #[test]
    fn each_field_can_come_from_another_version() {
        let one = plan(vec![target(1, "Sits"), target(2, "Asks")], "A sticker");
        let other = plan(vec![target(1, "Sits on time"), target(2, "Asks for help")], "A call home");
        let chosen = takes(&[
            ("targets.key.1.1", Take::Of(0)),
            ("targets.key.2.1", Take::Of(1)),
            ("rewards", Take::Text("A sticker, and a call home".to_owned())),
        ]);
        let Entry { content: Content::Plan(made), .. } = together(&[&one, &other], &chosen, &case(), &ctx()).unwrap()
        else {
            panic!("a plan")
        };
        let targets: Vec<(u16, &str)> =
            made.targets.iter().map(|target| (target.number, target.what.as_str())).collect();
        assert_eq!(targets, [(1, "Sits"), (2, "Asks for help")]);
        assert_eq!((made.rewards.as_str(), made.strategies.as_str()), ("A sticker, and a call home", "Desk card"));
    }

    #[test]
    fn two_new_targets_of_one_number_can_both_be_kept_and_get_numbers_of_their_own() {
        let one = plan(vec![target(1, "Sits")], "");
        let other = plan(vec![target(1, "Reads aloud")], "");
        let compared = compare(&[&one, &other], &case(), &ctx()).unwrap();
        assert_eq!(compared.different[0].also, Also::Both);
        let made = together(&[&one, &other], &takes(&[("targets.key.1.1", Take::Both)]), &case(), &ctx()).unwrap();
        let Content::Plan(made) = made.content else { panic!("a plan") };
        let numbers: Vec<u16> = made.targets.iter().map(|target| target.number).collect();
        assert_eq!(made.targets.len(), 2);
        assert!(numbers[0] != numbers[1], "{numbers:?}");
    }

    #[test]
    fn nothing_is_put_together_before_everything_is_chosen() {
        let (one, other) = (note("One", Audience::Staff), note("Other", Audience::Family));
        let some = takes(&[("text", Take::Of(1)), ("audience", Take::Both)]);
        let open = together(&[&one, &other], &some, &case(), &ctx());
        assert_eq!(open, Err(NotTogether::Open(vec!["audience".to_owned()])));
        let empty = takes(&[("text", Take::Text("  ".to_owned())), ("audience", Take::Of(0))]);
        assert!(matches!(together(&[&one, &other], &empty, &case(), &ctx()), Err(NotTogether::Fields(_))));
    }

    #[test]
    fn taking_all_of_one_version_gives_that_version_whatever_its_kind() {
        let rated = |remark: &str, minutes| {
            let rating = TargetRating { target: 2, attainment: Attainment::new(1).unwrap(), remark: remark.to_owned() };
            entry(Content::Session(Session {
                date: day("2026-11-02"),
                kind: SessionKind::OneToOne,
                minutes,
                attended: Attended::Yes,
                lesson_missed: String::new(),
                notes: "Notes".to_owned(),
                next_step: String::new(),
                audience: Audience::Staff,
                ratings: vec![rating],
                gifted: false,
                resources: Vec::new(),
            }))
        };
        let pairs = [
            (note("One", Audience::Staff), note("Other", Audience::Family)),
            (plan(vec![target(1, "Sits")], "x"), plan(vec![target(2, "Reads"), target(1, "Stands")], "")),
            (rated("Twice", 30), rated("", 45)),
        ];
        for (one, other) in &pairs {
            for place in 0..2 {
                let entries = [one, other];
                let compared = compare(&entries, &case(), &ctx()).unwrap();
                let mut chosen = BTreeMap::new();
                for difference in compared.different {
                    chosen.insert(difference.id, Take::Of(place));
                }
                let made = together(&entries, &chosen, &case(), &ctx()).unwrap();
                let again = compare(&[&made, entries[place]], &case(), &ctx()).unwrap();
                assert_eq!(again.different, [], "place {place}");
            }
        }
    }

    #[test]
    fn evidence_is_chosen_tick_by_tick() {
        let referral = |criteria: &[(Criterion, &str)]| {
            let ticked = |(criterion, evidence): &(Criterion, &str)| CriterionEvidence {
                criterion: *criterion,
                evidence: (*evidence).to_owned(),
            };
            let criteria = criteria.iter().map(ticked).collect();
            entry(Content::Referral(Referral {
                date: day("2026-11-02"),
                referrer: "Ms Example".to_owned(),
                referrer_kind: ReferrerKind::ClassTeacher,
                criteria,
                how_long: String::new(),
                strengths: String::new(),
                tried: String::new(),
                changes_wanted: String::new(),
                attendance_tenths: None,
                punctuality_only: false,
                attendance_chronic: false,
                attendance_override: String::new(),
                pupil_knows: true,
            }))
        };
        let one = referral(&[(Criterion::Isolated, "Alone at break")]);
        let other =
            referral(&[(Criterion::Isolated, "Alone at lunch"), (Criterion::LowSelfEsteem, "Says \"I can't\"")]);
        let compared = compare(&[&one, &other], &case(), &ctx()).unwrap();
        let ids: Vec<&str> = compared.different.iter().map(|difference| difference.id.as_str()).collect();
        assert_eq!(ids.len(), 2, "{ids:?}");
        let chosen = takes(&[(ids[0], Take::Of(0)), (ids[1], Take::Of(1))]);
        let made = together(&[&one, &other], &chosen, &case(), &ctx()).unwrap();
        let Content::Referral(made) = made.content else { panic!("a referral") };
        let told: Vec<(Criterion, &str)> =
            made.criteria.iter().map(|ticked| (ticked.criterion, ticked.evidence.as_str())).collect();
        assert!(told.contains(&(Criterion::Isolated, "Alone at break")), "{told:?}");
        assert!(told.contains(&(Criterion::LowSelfEsteem, "Says \"I can't\"")), "{told:?}");
    }

    #[test]
    fn whom_a_talk_was_with_differs_even_where_both_have_gone_from_the_file() {
        let talk = |contact: u8| {
            entry(Content::FamilyContact(FamilyContact {
                date: day("2026-11-02"),
                contact: RecordId::from_bytes([contact; 16]),
                way: ContactWay::Phone,
                reached: Reached::Spoke,
                about: "Homework".to_owned(),
                meeting_offered: false,
                audience: Audience::Staff,
            }))
        };
        let found = differences(&[&talk(1), &talk(2)]);
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn versions_of_different_kinds_have_no_form_in_common() {
        let (one, other) = (note("One", Audience::Staff), plan(Vec::new(), "x"));
        assert_eq!(compare(&[&one, &other], &case(), &ctx()), None);
    }

    #[test]
    fn three_versions_are_compared_together() {
        let three = [note("One", Audience::Staff), note("Two", Audience::Staff), note("Three", Audience::Family)];
        let entries: Vec<&Entry> = three.iter().collect();
        let found = differences(&entries);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|(_, answers)| answers.len() == 3));
        let made = together(&entries, &takes(&[("text", Take::Of(2)), ("audience", Take::Of(0))]), &case(), &ctx());
        assert_eq!(made, Ok(note("Three", Audience::Staff)));
    }
}
