//! The individual action plan with its eight parts (p19 to p22), goal
//! attainment (docs/policy.md#goal-attainment).

mod attainment;
mod circulation;
mod target;

use super::ids::RecordId;
use super::terms::terms;
use crate::calendar::{Date, julian_day};

use target::blank;

pub use attainment::{ATTAINMENT_LABELS, Attainment, TargetRating, goal_attainment};
pub use circulation::{Circulation, CirculationForm, CirculationTo, Signature};
pub use target::{Objective, SmartGap, Target};

terms! {
    /// The five outcomes that the work serves (p01).
    Outcome {
        Healthy = "healthy", "Be healthy";
        Safe = "safe", "Stay safe";
        Achieve = "achieve", "Enjoy and achieve";
        Contribute = "contribute", "Make a positive contribution";
        Economic = "economic", "Achieve economic well-being";
    }
}
/// Part of the plan that may be not appropriate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParentsPart {
    /// What is arranged; empty is missing.
    Arranged(String),
    /// Not appropriate, which the policy allows for this part alone (p22).
    NotAppropriate,
}
/// One version of the action plan. A revised plan is a new record; the old one is frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Day it was made.
    pub date: Date,
    /// The plan this one revises.
    pub revises: Option<RecordId>,
    /// Part 1: long-term objectives (p20).
    pub objectives: Vec<Objective>,
    /// Part 2: short-term objectives and SMART targets (p21).
    pub targets: Vec<Target>,
    /// Part 3: strategies for the child.
    pub strategies: String,
    /// Part 4: arrangements of the school.
    pub school: String,
    /// Part 5: arrangements for the parents, where appropriate.
    pub parents: ParentsPart,
    /// Part 6: review date.
    pub review_on: Option<Date>,
    /// Part 7: success criteria.
    pub success: String,
    /// Part 8: sanctions and rewards, from school or home.
    pub rewards: String,
    /// Who took part and agreed (p19).
    pub agreed_with: String,
    /// The pupil's voice in their own words (p19).
    pub pupil_voice: String,
}
terms! {
    /// The eight parts of the plan, in the policy's order (p22).
    PlanPart {
        Objectives = "objectives", "Long-term objectives";
        Targets = "targets", "Short-term objectives and SMART targets";
        Strategies = "strategies", "Strategies for the pupil";
        School = "school", "Arrangements by the school";
        Parents = "parents", "Arrangements for parents and carers";
        ReviewDate = "review_date", "Review date";
        Success = "success", "Success criteria";
        Rewards = "rewards", "Sanctions and rewards";
    }
}
terms! {
    /// The state of a part of the plan.
    PartState {
        Filled = "filled", "Filled";
        NotAppropriate = "not_appropriate", "Not appropriate";
        Missing = "missing", "Missing";
    }
}
impl Plan {
    /// A mark of what each part says, in an order that only grows at its end. A mark holds no word: a circulation keeps what
    /// went out, and travels to other schools, which get no earlier wording.
    pub fn marks(&self) -> Vec<u32> {
        self.said().into_iter().map(|(_, said)| mark(&said)).collect()
    }

    /// Which parts say something else than they did when these marks were made.
    pub fn changed_since(&self, marks: &[u32]) -> Vec<&'static str> {
        let pairs = self.said().into_iter().zip(marks);
        pairs.filter(|((_, said), before)| mark(said) != **before).map(|((label, _), _)| label).collect()
    }

    /// Each part and what it says, as one text.
    fn said(&self) -> [(&'static str, String); 11] {
        const END: &str = "\u{1f}";
        let day = |day: Option<Date>| day.map(|day| julian_day(day).to_string()).unwrap_or_default();
        let outcomes = |outcomes: &[Outcome]| outcomes.iter().map(|one| one.code()).collect::<Vec<_>>().join(",");
        let objective = |one: &Objective| [one.text.as_str(), &outcomes(&one.outcomes)].join(END);
        let target = |one: &Target| {
            let numbers = [one.number.to_string(), one.weight.to_string()].join(",");
            let texts = [&one.what, &one.own_words, &one.measure, &one.unit, &one.baseline, &one.aim, &one.helper];
            let texts = texts.map(String::as_str).join(END);
            [numbers, texts, day(one.by), outcomes(&one.outcomes)].join(END)
        };
        let parents = match &self.parents {
            ParentsPart::Arranged(text) => text.clone(),
            ParentsPart::NotAppropriate => END.to_owned(),
        };
        [
            (PlanPart::Objectives.label(), self.objectives.iter().map(objective).collect::<Vec<_>>().join(END)),
            (PlanPart::Targets.label(), self.targets.iter().map(target).collect::<Vec<_>>().join(END)),
            (PlanPart::Strategies.label(), self.strategies.clone()),
            (PlanPart::School.label(), self.school.clone()),
            (PlanPart::Parents.label(), parents),
            (PlanPart::ReviewDate.label(), day(self.review_on)),
            (PlanPart::Success.label(), self.success.clone()),
            (PlanPart::Rewards.label(), self.rewards.clone()),
            ("Who agreed", self.agreed_with.clone()),
            ("In the pupil's words", self.pupil_voice.clone()),
            ("Day of the plan", day(Some(self.date))),
        ]
    }

    /// The state of each of the eight parts (p22). Only the parents' part can be not appropriate.
    pub fn parts(&self) -> [(PlanPart, PartState); 8] {
        let filled = |yes: bool| if yes { PartState::Filled } else { PartState::Missing };
        let parents = match &self.parents {
            ParentsPart::NotAppropriate => PartState::NotAppropriate,
            ParentsPart::Arranged(text) => filled(!blank(text)),
        };
        [
            (PlanPart::Objectives, filled(self.objectives.iter().any(|objective| !blank(&objective.text)))),
            (PlanPart::Targets, filled(self.targets.iter().any(|target| !blank(&target.what)))),
            (PlanPart::Strategies, filled(!blank(&self.strategies))),
            (PlanPart::School, filled(!blank(&self.school))),
            (PlanPart::Parents, parents),
            (PlanPart::ReviewDate, filled(self.review_on.is_some())),
            (PlanPart::Success, filled(!blank(&self.success))),
            (PlanPart::Rewards, filled(!blank(&self.rewards))),
        ]
    }

    /// Whether nothing was written: a date and a tick alone are no plan.
    pub fn is_empty(&self) -> bool {
        let written = self.parts().into_iter().any(|(part, state)| {
            part != PlanPart::ReviewDate && !matches!(state, PartState::Missing | PartState::NotAppropriate)
        });
        !written && blank(&self.pupil_voice)
    }

    /// The parts that are missing.
    pub fn missing_parts(&self) -> impl Iterator<Item = PlanPart> {
        self.parts().into_iter().filter(|(_, state)| *state == PartState::Missing).map(|(part, _)| part)
    }

    /// Everything that one of this plan's targets lacks to be SMART, the dates
    /// judged against the plan's day and its review (p21).
    pub fn target_gaps(&self, target: &Target) -> Vec<SmartGap> {
        let mut gaps = target.missing();
        if let Some(by) = target.by {
            if by <= self.date {
                gaps.push(SmartGap::ByTooEarly);
            }
            if self.review_on.is_some_and(|review| by > review) {
                gaps.push(SmartGap::ByAfterReview);
            }
        }
        gaps
    }

    /// Every target with a gap, by its number (p21).
    pub fn gaps(&self) -> Vec<(u16, Vec<SmartGap>)> {
        let with_gaps = self.targets.iter().map(|target| (target.number, self.target_gaps(target)));
        with_gaps.filter(|(_, gaps)| !gaps.is_empty()).collect()
    }

    /// The target with this number.
    pub fn target(&self, number: u16) -> Option<&Target> {
        self.targets.iter().find(|target| target.number == number)
    }

    /// The number for a new target, never one that this plan has.
    pub fn next_number(&self) -> u16 {
        self.targets.iter().map(|target| target.number).max().unwrap_or(0).saturating_add(1)
    }

    /// The goal attainment score of ratings of this plan's targets. A target
    /// without a rating is left out; the last rating of a target counts.
    pub fn score(&self, ratings: &[TargetRating]) -> Option<u16> {
        let rated = self.targets.iter().filter_map(|target| {
            let last = ratings.iter().rev().find(|rating| rating.target == target.number)?;
            Some((target.weight, last.attainment))
        });
        goal_attainment(&rated.collect::<Vec<_>>())
    }
}
/// FNV-1a: enough to tell one wording from another.
fn mark(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |mark, byte| (mark ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::super::calendar::parse_iso;
    use super::*;

    fn goals(scores: &[i8], weights: &[u8]) -> Vec<(u8, Attainment)> {
        weights.iter().copied().zip(scores.iter().filter_map(|&score| Attainment::new(score))).collect()
    }

    #[test]
    fn the_score_is_the_published_vectors() {
        assert_eq!(goal_attainment(&goals(&[-2, 0, -1, 2, 0, 1], &[3, 5, 1, 4, 2, 6])), Some(5500));
        assert_eq!(goal_attainment(&goals(&[1, 1, 1], &[1, 1, 1])), Some(6369));
        assert_eq!(goal_attainment(&goals(&[0, 1, -1], &[2, 3, 1])), Some(5441));
        assert_eq!(goal_attainment(&goals(&[-1, -1, -1], &[2, 3, 1])), Some(3678));
        assert_eq!(goal_attainment(&goals(&[-1, -1, -2, -1], &[1, 2, 3, 4])), Some(3180));
        assert_eq!(goal_attainment(&goals(&[-1, 0, 0], &[1, 1, 1])), Some(4544));
    }

    #[test]
    fn the_score_of_equal_weights_is_the_table_of_domain_facts() {
        let table: [&[u16]; 5] =
            [&[6000], &[5620, 6240], &[5456, 5913, 6369], &[5363, 5725, 6088, 6451], &[5302, 5603, 5905, 6206, 6508]];
        for (index, row) in table.iter().enumerate() {
            for (better, expected) in row.iter().enumerate() {
                let scores: Vec<i8> = (0..=index).map(|goal| i8::from(goal <= better)).collect();
                assert_eq!(
                    goal_attainment(&goals(&scores, &[4; 5])),
                    Some(*expected),
                    "{} of {}",
                    better + 1,
                    index + 1
                );
            }
        }
        for (score, row) in [
            (-1, [4000, 3760, 3631, 3549, 3492]),
            (-2, [3000, 2519, 2261, 2098, 1985]),
            (2, [7000, 7481, 7739, 7902, 8015]),
        ] {
            for (index, expected) in row.into_iter().enumerate() {
                assert_eq!(
                    goal_attainment(&goals(&vec![score; index + 1], &[1; 5])),
                    Some(expected),
                    "{score} x {}",
                    index + 1
                );
            }
        }
    }

    #[test]
    fn the_score_of_no_goal_is_none_and_weights_of_nought_are_equal() {
        assert_eq!(goal_attainment(&[]), None);
        assert_eq!(goal_attainment(&goals(&[1, 0, 0], &[0, 0, 0])), Some(5456));
        assert_eq!(goal_attainment(&goals(&[0, 0], &[9, 1])), Some(5000));
    }

    fn target() -> Target {
        Target {
            number: 1,
            what: "Puts a hand up before speaking".to_owned(),
            measure: "Times a lesson, counted by the class teacher".to_owned(),
            unit: "times a lesson".to_owned(),
            baseline: "2".to_owned(),
            aim: "5".to_owned(),
            by: parse_iso("2026-12-11"),
            helper: "Class teacher".to_owned(),
            outcomes: vec![Outcome::Achieve],
            weight: 1,
            own_words: String::new(),
        }
    }

    fn plan() -> Plan {
        Plan {
            date: parse_iso("2026-11-02").unwrap(),
            revises: None,
            objectives: vec![Objective { text: "Enjoys lessons again".to_owned(), outcomes: vec![Outcome::Achieve] }],
            targets: vec![target()],
            strategies: "A card on the desk".to_owned(),
            school: "A seat at the front".to_owned(),
            parents: ParentsPart::Arranged("Reading for ten minutes".to_owned()),
            review_on: parse_iso("2026-12-14"),
            success: "Five times a lesson for two weeks".to_owned(),
            rewards: "A postcard home".to_owned(),
            agreed_with: String::new(),
            pupil_voice: String::new(),
        }
    }

    #[test]
    fn p21_a_target_that_says_everything_has_no_gap() {
        assert_eq!(target().missing(), []);
        assert_eq!(plan().gaps(), []);
    }

    #[test]
    fn p21_an_empty_target_names_each_gap_once() {
        let empty = Target {
            number: 1,
            what: " ".to_owned(),
            measure: String::new(),
            unit: String::new(),
            baseline: String::new(),
            aim: String::new(),
            by: None,
            helper: String::new(),
            outcomes: Vec::new(),
            weight: 1,
            own_words: String::new(),
        };
        let gaps = [
            SmartGap::What,
            SmartGap::Measure,
            SmartGap::Unit,
            SmartGap::Baseline,
            SmartGap::Aim,
            SmartGap::By,
            SmartGap::Helper,
        ];
        assert_eq!(empty.missing(), gaps);
    }

    #[test]
    fn p21_the_aim_differs_from_the_baseline() {
        for (baseline, aim, same) in [
            ("2", "2.0", true),
            ("0.50", ".5", true),
            ("0", "00.0", true),
            ("20", "2", false),
            ("Twice", " twice ", true),
            ("2", "3", false),
            ("", "3", false),
        ] {
            let target = Target { baseline: baseline.to_owned(), aim: aim.to_owned(), ..target() };
            assert_eq!(target.missing().contains(&SmartGap::AimIsBaseline), same, "{baseline} {aim}");
        }
    }

    #[test]
    fn p21_the_date_is_after_the_plan_and_not_after_the_review() {
        let plan = plan();
        for (by, gaps) in [
            ("2026-11-02", &[SmartGap::ByTooEarly][..]),
            ("2026-11-03", &[]),
            ("2026-12-14", &[]),
            ("2026-12-15", &[SmartGap::ByAfterReview]),
        ] {
            assert_eq!(plan.target_gaps(&Target { by: parse_iso(by), ..target() }), gaps, "{by}");
        }
    }

    #[test]
    fn p22_all_eight_parts_are_filled_or_missing() {
        assert!(plan().parts().iter().all(|(_, state)| *state == PartState::Filled));
        let empty = Plan {
            objectives: vec![Objective { text: String::new(), outcomes: Vec::new() }],
            targets: Vec::new(),
            strategies: " ".to_owned(),
            school: String::new(),
            parents: ParentsPart::Arranged(String::new()),
            review_on: None,
            success: String::new(),
            rewards: String::new(),
            ..plan()
        };
        assert_eq!(empty.missing_parts().collect::<Vec<_>>(), PlanPart::ALL);
    }

    #[test]
    fn p22_a_plan_with_nothing_but_dates_and_ticks_is_empty() {
        let empty = Plan {
            objectives: vec![Objective { text: " ".to_owned(), outcomes: vec![Outcome::Safe] }],
            targets: Vec::new(),
            strategies: String::new(),
            school: String::new(),
            parents: ParentsPart::NotAppropriate,
            success: String::new(),
            rewards: String::new(),
            ..plan()
        };
        assert!(empty.is_empty() && !plan().is_empty());
        let said = "I want it to be quieter".to_owned();
        assert!(!Plan { pupil_voice: said.clone(), ..empty.clone() }.is_empty());
        assert!(!Plan { school: said.clone(), ..empty.clone() }.is_empty());
        assert!(!Plan { parents: ParentsPart::Arranged(said), ..empty }.is_empty());
    }

    #[test]
    fn p22_only_the_parents_part_can_be_not_appropriate() {
        let plan = Plan { parents: ParentsPart::NotAppropriate, ..plan() };
        let not: Vec<_> = plan.parts().into_iter().filter(|(_, state)| *state == PartState::NotAppropriate).collect();
        assert_eq!(not, [(PlanPart::Parents, PartState::NotAppropriate)]);
    }

    #[test]
    fn p21_the_last_rating_of_a_target_counts_and_unrated_targets_do_not() {
        let mut plan = plan();
        plan.targets.push(Target { number: 2, ..target() });
        let rating =
            |target, value| TargetRating { target, attainment: Attainment::new(value).unwrap(), remark: String::new() };
        assert_eq!(plan.score(&[rating(1, -1), rating(1, 1)]), Some(6000));
        assert_eq!(plan.score(&[rating(1, 1), rating(2, 1), rating(7, -2)]), Some(6240));
        assert_eq!(plan.score(&[]), None);
        assert_eq!(plan.next_number(), 3);
    }
}
