//! What goes to people on paper: the whole plan, the plan in plain words for
//! each audience (p23), and the page for staff (p04). Never anything that is
//! mentor-only, no worry, and no "parents condone absences".

mod page;
mod plan_pages;
mod staff;

use super::timeline::listed;
use super::{dates, initials, words};
use casebook_domain::calendar::Date;
use casebook_domain::case::{CaseFile, Recorded};
use casebook_domain::home::{self, Closed};
use casebook_domain::ids::RecordId;
use casebook_domain::plan::{CirculationTo, Outcome, Plan};
use casebook_domain::pupil::Pupil;

pub(crate) use page::foot;
pub use page::{Block, Page, Sign, SummarySection, head};
pub use plan_pages::{full_plan, not_in_own_words, plan_summary};
pub use staff::{clip, staff_page};

/// The name on a page for an audience. Some children are known at school by a
/// name that is not used at home, and a pupil's copy is read at home too: it then carries no name.
fn name_for(to: CirculationTo, pupil: &Pupil) -> Option<String> {
    match to {
        CirculationTo::Staff => Some(initials::full_name(pupil)),
        CirculationTo::Parents => Some(initials::home_name(pupil)),
        CirculationTo::Pupil if pupil.home_name() == pupil.call_name() => Some(initials::full_name(pupil)),
        CirculationTo::Pupil => None,
    }
}
fn facts(pupil: &Pupil, plan: &Plan, to: CirculationTo) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    if let Some(name) = name_for(to, pupil) {
        facts.push(("Name", name));
    }
    if !pupil.form().is_empty() {
        facts.push(("Form", pupil.form().to_owned()));
    }
    facts.push(("Made on", dates::long(plan.date)));
    if let Some(review) = plan.review_on {
        facts.push(("Review date", dates::long(review)));
    }
    facts
}
fn listed_with(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
fn outcomes(outcomes: &[Outcome]) -> String {
    listed(outcomes.iter().map(|outcome| outcome.label()))
}
/// What is to be known before a plan goes on paper: the parts that nobody wrote; `None` when all are there.
pub fn unwritten(case: &CaseFile, plan: RecordId, full: bool) -> Option<String> {
    let plan = case.find::<Plan>(plan)?;
    if plan.is_empty() {
        return Some("This plan is empty. Write it before you give it to anybody.".to_owned());
    }
    let missing: Vec<String> = plan.missing_parts().map(|part| part.label().to_lowercase()).collect();
    let there =
        if full { ". The print says so and leaves room to write." } else { ". The summary leaves these parts out." };
    let named = || ["Not written yet: ", &listed(missing.iter().map(String::as_str)), there].concat();
    (!missing.is_empty()).then(named)
}
/// Why there is no page of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPage {
    /// The plan or the pupil is not in the file.
    Gone,
    /// It is for home, and home may not be contacted.
    Home(Closed),
}
/// To whom a plan may go now (p23): to parents only while home may be contacted.
pub fn audiences(case: &CaseFile, today: Date) -> Vec<CirculationTo> {
    let home = home::contact(case, today).is_ok();
    CirculationTo::ALL.iter().copied().filter(|&to| to != CirculationTo::Parents || home).collect()
}
/// What to say of the pupil's own copy while home may not be contacted: it is read at home too.
pub fn stays_in_school(case: &CaseFile, to: CirculationTo, today: Date) -> Option<String> {
    let closed = home::contact(case, today).err().filter(home::Closed::by_lead)?;
    let words = || ["Keep this copy in school. ", &words::home_closed(&closed)].concat();
    (to == CirculationTo::Pupil).then(words)
}
fn plan_for<'a>(
    case: &'a CaseFile,
    plan: RecordId,
    to: CirculationTo,
    today: Date,
) -> Result<(Recorded<'a, Plan>, &'a Pupil), NoPage> {
    if to == CirculationTo::Parents {
        home::contact(case, today).map_err(NoPage::Home)?;
    }
    case.find::<Plan>(plan).zip(case.pupil()).ok_or(NoPage::Gone)
}

#[cfg(test)]
mod tests {
    use super::staff::{SHEET, lines_of};
    use super::*;
    use casebook_domain::calendar::{Moment, parse_iso};
    use casebook_domain::case::Item;
    use casebook_domain::content::{Content, Entry};
    use casebook_domain::ids::EpisodeId;
    use casebook_domain::ids::FileId;
    use casebook_domain::plan::Objective;
    use casebook_domain::plan::{ParentsPart, Target};
    use casebook_domain::preparation::Audience;
    use casebook_domain::pupil::SenProvision;
    use casebook_domain::referral::{Criterion, CriterionEvidence, Referral, ReferrerKind};
    use casebook_domain::safety::Worry;
    use casebook_domain::session::{Achievement, Note};
    use casebook_domain::settings::Settings;

    const EPISODE: EpisodeId = EpisodeId::from_bytes([1; 16]);
    const PLAN: RecordId = RecordId::from_bytes([2; 16]);

    fn day(text: &str) -> Date {
        parse_iso(text).unwrap()
    }

    fn today() -> Date {
        day("2026-11-23")
    }

    fn put(case: &mut CaseFile, id: RecordId, episode: Option<EpisodeId>, content: Content) {
        case.put(Item { id, saved: Moment { utc_ms: 0, offset_min: 0 }, entry: Entry { episode, content } });
    }

    fn plan() -> Plan {
        let target = |number, what: &str| Target {
            number,
            what: what.to_owned(),
            measure: "Tally".to_owned(),
            unit: "times a lesson".to_owned(),
            baseline: "2".to_owned(),
            aim: "5".to_owned(),
            by: Some(day("2026-12-11")),
            helper: "Class teacher".to_owned(),
            outcomes: vec![Outcome::Achieve],
            weight: 1,
            own_words: String::new(),
        };
        Plan {
            date: day("2026-11-02"),
            revises: None,
            objectives: vec![Objective {
                text: "Enjoys lessons again".to_owned(),
                outcomes: vec![Outcome::Achieve, Outcome::Contribute],
            }],
            targets: vec![target(1, "Puts a hand up before speaking"), target(2, "")],
            strategies: "A card on the desk".to_owned(),
            school: "A seat at the front".to_owned(),
            parents: ParentsPart::NotAppropriate,
            review_on: Some(day("2026-12-14")),
            success: String::new(),
            rewards: "A postcard home".to_owned(),
            agreed_with: "Robin, class teacher".to_owned(),
            pupil_voice: "I want it to be quieter".to_owned(),
        }
    }

    fn case() -> CaseFile {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        let pupil = Pupil {
            first_names: "Roberta".to_owned(),
            surname: "Sample".to_owned(),
            known_as: "Robin".to_owned(),
            letter_name: "Roberta".to_owned(),
            pronouns: String::new(),
            upn: "Z883999925001".to_owned(),
            upn_reason: String::new(),
            born: Some(day("2014-08-31")),
            year_as_taught: None,
            schooling: Vec::new(),
            sen: SenProvision::None,
            pupil_premium: false,
            eal: false,
            gifted: false,
            looked_after: None,
            ask_lead_first: None,
            limits_explained: None,
            remarks: "Allergic to nuts".to_owned(),
        };
        let ticked = |criterion| CriterionEvidence { criterion, evidence: "evidence-secret".to_owned() };
        let referral = Referral {
            date: day("2026-10-01"),
            referrer: String::new(),
            referrer_kind: ReferrerKind::ClassTeacher,
            criteria: vec![ticked(Criterion::Isolated), ticked(Criterion::CondonedAbsence)],
            how_long: String::new(),
            strengths: String::new(),
            tried: String::new(),
            changes_wanted: String::new(),
            attendance_tenths: None,
            punctuality_only: false,
            attendance_chronic: false,
            attendance_override: String::new(),
            pupil_knows: true,
        };
        let note =
            |text: &str, audience| Content::Note(Note { date: day("2026-11-10"), text: text.to_owned(), audience });
        let id = |byte| RecordId::from_bytes([byte; 16]);
        put(&mut case, id(9), None, Content::Pupil(pupil));
        put(&mut case, EPISODE, Some(EPISODE), Content::Referral(referral));
        put(&mut case, PLAN, Some(EPISODE), Content::Plan(plan()));
        put(&mut case, id(10), Some(EPISODE), note("note-secret", Audience::MentorOnly));
        put(&mut case, id(11), Some(EPISODE), note("Sits well beside Al", Audience::Staff));
        let at = Moment { utc_ms: 0, offset_min: 0 };
        let worry = Worry { at, words: "worry-secret".to_owned(), told: None, held_by_lead: false, withdrawn: None };
        put(&mut case, id(12), Some(EPISODE), Content::Worry(worry));
        let what = "Read aloud in assembly".to_owned();
        let achievement = Achievement { date: day("2026-11-11"), what, told_pupil: true, told_parents: false };
        put(&mut case, id(13), Some(EPISODE), Content::Achievement(achievement));
        case
    }

    fn settings() -> Settings {
        Settings::new("A. Mentor".to_owned(), "Made-up School".to_owned())
    }

    #[test]
    fn p22_the_whole_plan_shows_all_eight_parts_filled_not_appropriate_or_missing() {
        let page = full_plan(&case(), PLAN, CirculationTo::Staff, &settings(), today()).unwrap();
        let headings: Vec<_> = page.sections.iter().take(8).map(|section| section.heading.as_str()).collect();
        let parts: Vec<_> = casebook_domain::plan::PlanPart::ALL.iter().map(|part| part.label()).collect();
        assert_eq!(headings, parts);
        assert_eq!(page.sections[4].block, Block::Text("Not appropriate for this plan.".to_owned()));
        assert!(matches!(page.sections[6].block, Block::Gap(_)), "success criteria are missing");
        let Block::Table { head, rows } = &page.sections[1].block else { panic!("a table of targets") };
        assert!(rows.len() == 1 && rows.iter().all(|row| row.len() == head.len()));
    }

    #[test]
    fn p22_what_nobody_wrote_is_said_before_printing_and_no_instruction_goes_on_paper() {
        let case = case();
        let said = "Not written yet: success criteria. The print says so and leaves room to write.";
        assert_eq!(unwritten(&case, PLAN, true).as_deref(), Some(said));
        let page = full_plan(&case, PLAN, CirculationTo::Parents, &settings(), today()).unwrap();
        assert_eq!(page.sections[6].block, Block::Gap("Not written yet"));
        let mut whole = case.clone();
        let plan = Plan { success: "Five times a lesson".to_owned(), ..plan() };
        put(&mut whole, PLAN, Some(EPISODE), Content::Plan(plan));
        assert_eq!(unwritten(&whole, PLAN, true), None);
    }

    #[test]
    fn p19_a_plan_on_paper_has_the_schools_head_and_lines_to_sign_on() {
        let mut settings = settings();
        settings.school_address = "1 Example Road \n\nSampleton\n01632 960000".to_owned();
        let page = full_plan(&case(), PLAN, CirculationTo::Staff, &settings, today()).unwrap();
        assert_eq!(page.head, ["Made-up School", "1 Example Road", "Sampleton", "01632 960000"]);
        let sign = page.sign.as_ref().unwrap();
        assert_eq!(sign.who, ["Pupil", "Parent or carer", "Learning mentor"]);
        assert_eq!(sign.words, "We made the plan of 2 November 2026 together and agree to it.");
        let summary = |to| plan_summary(&case(), PLAN, to, &settings, today()).unwrap();
        assert!(summary(CirculationTo::Staff).sign.is_none(), "staff have nothing to agree to");
        assert_eq!(summary(CirculationTo::Pupil).head, page.head);
    }

    #[test]
    fn p23_each_audience_gets_the_plan_in_its_own_words_and_with_its_own_name() {
        let page = |to| plan_summary(&case(), PLAN, to, &settings(), today()).unwrap().text();
        let (pupil, parents, staff) =
            (page(CirculationTo::Pupil), page(CirculationTo::Parents), page(CirculationTo::Staff));
        assert!(
            pupil.contains("\nMy plan\n")
                && pupil.contains("What I will do")
                && pupil.contains("I want it to be quieter")
        );
        assert!(!pupil.contains("Robin") && !pupil.contains("Roberta"), "a copy that is read at home too");
        assert!(parents.contains("Roberta Sample") && !parents.contains("Robin"));
        assert!(staff.contains("Robin Sample") && staff.contains("What helps in lessons"));
        for text in [&pupil, &parents, &staff] {
            assert!(text.contains("Puts a hand up before speaking") && text.contains("14 December 2026"));
            assert!(!text.contains("secret") && !text.contains("Z8839") && !text.contains("condone"));
            assert!(!text.contains("Allergic"), "a plan goes further than who must know");
        }
    }

    #[test]
    fn p23_the_pupils_copy_has_the_pupils_own_words_and_no_figures() {
        let mut case = case();
        let mut plan = plan();
        assert_eq!(
            not_in_own_words(&case, PLAN).as_deref(),
            Some("Not in the pupil's own words yet: Puts a hand up before speaking.")
        );
        plan.targets[0].own_words = "I put my hand up before I speak.".to_owned();
        put(&mut case, PLAN, Some(EPISODE), Content::Plan(plan));
        assert_eq!(not_in_own_words(&case, PLAN), None);
        let page = |to| plan_summary(&case, PLAN, to, &settings(), today()).unwrap();
        let pupil = page(CirculationTo::Pupil);
        assert_eq!(pupil.sections[0].heading, "In my own words");
        assert_eq!(
            pupil.sections[1].block,
            Block::List(vec!["I put my hand up before I speak, by 11 December 2026.".to_owned()])
        );
        assert!(!pupil.text().contains("times a lesson") && !pupil.text().contains("from 2 to 5"));
        assert!(page(CirculationTo::Parents).text().contains("from 2 to 5 times a lesson"));
    }

    #[test]
    fn p29_while_a_new_referral_has_no_plan_the_page_for_staff_says_what_helped_before() {
        let mut case = case();
        let again = EpisodeId::from_bytes([77; 16]);
        let mut referral = case.referrals(EPISODE)[0].body.clone();
        referral.date = day("2027-03-01");
        put(&mut case, RecordId::from_bytes([77; 16]), Some(again), Content::Referral(referral));
        let page = staff_page(&case, again, &settings(), day("2027-03-02")).unwrap().text();
        assert!(page.contains("What helped before (plan of 2 November 2026)") && page.contains("A card on the desk"));
        assert!(!page.contains("Targets"), "they were of the earlier plan");
    }

    #[test]
    fn p04_the_page_for_staff_holds_what_is_for_staff_and_nothing_else() {
        let page = staff_page(&case(), EPISODE, &settings(), day("2026-11-23")).unwrap().text();
        for said in [
            "Robin Sample",
            "Year 8",
            "Allergic to nuts",
            "Is socially isolated",
            "Sits well beside Al",
            "Read aloud in assembly",
            "A card on the desk",
        ] {
            assert!(page.contains(said), "{said}\n{page}");
        }
        for unsaid in ["secret", "Z8839", "condone", "Roberta"] {
            assert!(!page.contains(unsaid), "{unsaid}\n{page}");
        }
    }

    #[test]
    fn p04_the_page_for_staff_stays_one_page_whatever_there_is_much_of() {
        let long = |many: usize| "A long word about a long day. ".repeat(many);
        for (targets, notes, achievements, criteria, text) in
            [(1, 40, 1, 2, 40), (30, 0, 0, 2, 1), (30, 40, 40, 11, 40), (12, 3, 3, 11, 10), (3, 2, 1, 2, 100)]
        {
            let mut case = case();
            let one = plan().targets[0].clone();
            let targets: Vec<Target> =
                (1..=targets).map(|number| Target { number, what: long((text / 10).max(1)), ..one.clone() }).collect();
            let many = targets.len();
            let (strategies, school, rewards) = (long(text), long(text), long(text));
            let plan = Plan { targets, strategies, school, rewards, ..plan() };
            put(&mut case, PLAN, Some(EPISODE), Content::Plan(plan));
            for number in 0..notes {
                let note = Note { date: day("2026-11-12"), text: long(text), audience: Audience::Staff };
                put(&mut case, RecordId::from_bytes([20 + number; 16]), Some(EPISODE), Content::Note(note));
            }
            for number in 0..achievements {
                let what = long(text);
                let done = Achievement { date: day("2026-11-12"), what, told_pupil: true, told_parents: true };
                put(&mut case, RecordId::from_bytes([80 + number; 16]), Some(EPISODE), Content::Achievement(done));
            }
            let ticked = |&criterion: &Criterion| CriterionEvidence { criterion, evidence: String::new() };
            let criteria = Criterion::ALL.iter().take(criteria).map(ticked).collect();
            let Some(Content::Referral(first)) = case.get(EPISODE).map(|item| item.entry.content.clone()) else {
                panic!("a referral")
            };
            put(&mut case, EPISODE, Some(EPISODE), Content::Referral(Referral { criteria, ..first }));
            let page = staff_page(&case, EPISODE, &settings(), day("2026-11-23")).unwrap();
            assert!(lines_of(&page) <= SHEET, "{} lines\n{}", lines_of(&page), page.text());
            let shown = page.sections.iter().find(|section| section.heading == "Targets").unwrap();
            let Block::List(list) = &shown.block else { panic!("a list") };
            match list.last().filter(|last| last.contains("in the action plan")) {
                Some(said) => assert!(said.starts_with(&(many + 1 - list.len()).to_string()), "{said}"),
                None => assert_eq!(list.len(), many),
            }
        }
        assert_eq!(clip("One two three", 9), "One two …");
        assert_eq!(clip(" short ", 9), "short");
    }
}
