//! The individual action plan with its eight parts (p19 to p22), goal
//! attainment (domain facts section 4).

use time::Date;

use super::ids::RecordId;
use super::terms::terms;

terms! {
    /// The five outcomes of policy section 2 (p01).
    Outcome {
        Healthy = "healthy", "Be healthy";
        Safe = "safe", "Stay safe";
        Achieve = "achieve", "Enjoy and achieve";
        Contribute = "contribute", "Make a positive contribution";
        Economic = "economic", "Achieve economic well-being";
    }
}

/// A long-term objective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objective {
    /// In words.
    pub text: String,
    /// The outcomes it serves.
    pub outcomes: Vec<Outcome>,
}

/// A short-term objective made SMART (p21). Empty fields are gaps that
/// [`Target::missing`] names; they warn, they do not block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Stays the same from version to version of the plan, so that ratings can follow it: 1, 2, 3 …
    pub number: u16,
    /// What the pupil will do.
    pub what: String,
    /// How it is measured.
    pub measure: String,
    /// Unit of the measure.
    pub unit: String,
    /// Where the pupil is now, as typed.
    pub baseline: String,
    /// Where the pupil wants to be, as typed.
    pub aim: String,
    /// By when.
    pub by: Option<Date>,
    /// Who helps.
    pub helper: String,
    /// The outcomes it serves.
    pub outcomes: Vec<Outcome>,
    /// Weight for the goal attainment score, 1 to 9.
    pub weight: u8,
}

terms! {
    /// What a target lacks to be SMART, as far as a machine can tell (p21).
    SmartGap {
        What = "what", "What the pupil will do";
        Measure = "measure", "How it is measured";
        Unit = "unit", "The unit of the measure";
        Baseline = "baseline", "Where the pupil is now";
        Aim = "aim", "Where the pupil wants to be";
        AimIsBaseline = "aim_is_baseline", "The aim is the same as the baseline";
        By = "by", "By when";
        ByTooEarly = "by_too_early", "The date is not after the day of the plan";
        ByAfterReview = "by_after_review", "The date is after the review";
        Helper = "helper", "Who helps";
    }
}

fn blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// "2" and "2.0", "Twice" and "twice" are the same value.
fn same_value(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim(), other.trim());
    match (one.parse::<f64>(), other.parse::<f64>()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one.to_lowercase() == other.to_lowercase(),
    }
}

impl Target {
    /// What the target by itself lacks to be SMART, in the order of the form.
    /// The dates that need the plan are judged by [`Plan::gaps`].
    pub fn missing(&self) -> Vec<SmartGap> {
        let mut gaps = Vec::new();
        let mut need = |lacks: bool, gap| {
            if lacks {
                gaps.push(gap);
            }
        };
        need(blank(&self.what), SmartGap::What);
        need(blank(&self.measure), SmartGap::Measure);
        need(blank(&self.unit), SmartGap::Unit);
        need(blank(&self.baseline), SmartGap::Baseline);
        need(blank(&self.aim), SmartGap::Aim);
        need(!blank(&self.aim) && same_value(&self.baseline, &self.aim), SmartGap::AimIsBaseline);
        need(self.by.is_none(), SmartGap::By);
        need(blank(&self.helper), SmartGap::Helper);
        gaps
    }
}

/// Part of the plan that may be not appropriate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParentsPart {
    /// What is arranged; empty is missing.
    Arranged(String),
    /// Not appropriate, as policy section 4.3.1 allows for this part alone.
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

/// Goal attainment, -2 much less than expected to +2 much more; 0 is the expected outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attainment(i8);

impl Attainment {
    /// A rating from -2 to +2.
    pub fn new(value: i8) -> Option<Self> {
        (-2..=2).contains(&value).then_some(Self(value))
    }

    /// The number.
    pub const fn value(self) -> i8 {
        self.0
    }
}

/// A rating of one target at a session or review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetRating {
    /// The target's number.
    pub target: u16,
    /// The rating.
    pub attainment: Attainment,
    /// What was seen.
    pub remark: String,
}

terms! {
    /// Whom a plan is for (p23).
    CirculationTo {
        Pupil = "pupil", "Pupil";
        Parents = "parents", "Parents and carers";
        Staff = "staff", "Staff";
    }
}
terms! {
    /// In what form the plan went.
    CirculationForm {
        Full = "full", "Full plan";
        Summary = "summary", "Summary in plain words";
    }
}

/// The plan or a summary went to somebody (p23).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circulation {
    /// Day.
    pub date: Date,
    /// The version of the plan.
    pub plan: RecordId,
    /// To whom.
    pub to: CirculationTo,
    /// The contact, when it went to a parent or carer.
    pub contact: Option<RecordId>,
    /// Names, when it went to staff.
    pub names: String,
    /// Whole or summary.
    pub form: CirculationForm,
    /// How.
    pub method: super::preparation::SendMethod,
}

/// A signature made with pen or finger on the shown plan (p19).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Day.
    pub date: Date,
    /// The plan that was shown.
    pub plan: RecordId,
    /// Who signed, in words ("the pupil", a contact's name).
    pub by: String,
    /// The strokes as SVG path data in a box 600 wide and 200 high: `M`, `L`, digits, blanks only.
    pub strokes: String,
}
