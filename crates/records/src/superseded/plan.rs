//! Plans and circulations before schema 2.

use super::{frozen, frozen_terms};
use crate::wire::{Day, Id, Loaded, Rating, Tree};
use casebook_domain::ids::RecordId;
use casebook_domain::{plan, preparation};

frozen_terms! {
    /// The outcomes for children that a target serves.
    OutcomeV1 => plan::Outcome {
        Healthy = "healthy",
        Safe = "safe",
        Achieve = "achieve",
        Contribute = "contribute",
        Economic = "economic",
    }
}
frozen! {
    /// How far a target was reached, as schema 1 had it.
    TargetRatingV1 {
        target: u16,
        attainment: Rating,
        remark: String,
    }
}
frozen! {
    /// A long-term objective of schema 1.
    ObjectiveV1 {
        text: String,
        outcomes: Vec<OutcomeV1>,
    }
}
frozen! {
    /// A target of schema 1.
    TargetV1 {
        number: u16,
        what: String,
        measure: String,
        unit: String,
        baseline: String,
        aim: String,
        by: Option<Day>,
        helper: String,
        outcomes: Vec<OutcomeV1>,
        weight: u8,
    }
}

/// Arrangements for the parents of schema 1: `{"arranged": "…"}` or `"not_appropriate"`.
pub(crate) enum ParentsPartV1 {
    Arranged(String),
    NotAppropriate,
}

impl Loaded for ParentsPartV1 {
    type Domain = Self;

    fn load(tree: Tree<'_>) -> Option<Self> {
        let (name, value) = tree.chosen()?;
        match (&*name, value) {
            ("arranged", Some(text)) => Some(Self::Arranged(String::load(text)?)),
            ("not_appropriate", None) => Some(Self::NotAppropriate),
            _ => None,
        }
    }
}

frozen! {
    /// A plan of schema 1.
    PlanV1 {
        date: Day,
        revises: Option<Id<RecordId>>,
        objectives: Vec<ObjectiveV1>,
        targets: Vec<TargetV1>,
        strategies: String,
        school: String,
        parents: ParentsPartV1,
        review_on: Option<Day>,
        success: String,
        rewards: String,
        agreed_with: String,
        pupil_voice: String,
    }
}

impl From<PlanV1> for plan::Plan {
    fn from(old: PlanV1) -> Self {
        let PlanV1 {
            date,
            revises,
            objectives,
            targets,
            strategies,
            school,
            parents,
            review_on,
            success,
            rewards,
            agreed_with,
            pupil_voice,
        } = old;
        Self {
            date,
            revises,
            objectives: objectives.into_iter().map(Into::into).collect(),
            targets: targets.into_iter().map(Into::into).collect(),
            strategies,
            school,
            parents: parents.into(),
            review_on,
            success,
            rewards,
            agreed_with,
            pupil_voice,
        }
    }
}

impl From<TargetV1> for plan::Target {
    /// Nobody wrote down how the pupil says a target.
    fn from(old: TargetV1) -> Self {
        let TargetV1 { number, what, measure, unit, baseline, aim, by, helper, outcomes, weight } = old;
        let outcomes = outcomes.into_iter().map(Into::into).collect();
        Self { number, what, measure, unit, baseline, aim, by, helper, outcomes, weight, own_words: String::new() }
    }
}

impl From<ObjectiveV1> for plan::Objective {
    fn from(old: ObjectiveV1) -> Self {
        let ObjectiveV1 { text, outcomes } = old;
        Self { text, outcomes: outcomes.into_iter().map(Into::into).collect() }
    }
}

impl From<ParentsPartV1> for plan::ParentsPart {
    fn from(old: ParentsPartV1) -> Self {
        match old {
            ParentsPartV1::Arranged(text) => Self::Arranged(text),
            ParentsPartV1::NotAppropriate => Self::NotAppropriate,
        }
    }
}

impl From<TargetRatingV1> for plan::TargetRating {
    fn from(old: TargetRatingV1) -> Self {
        let TargetRatingV1 { target, attainment, remark } = old;
        Self { target, attainment, remark }
    }
}

frozen_terms! {
    /// Who gets a plan.
    CirculationToV1 => plan::CirculationTo {
        Pupil = "pupil",
        Parents = "parents",
        Staff = "staff",
    }
}
frozen_terms! {
    /// The form in which it goes out.
    CirculationFormV1 => plan::CirculationForm {
        Full = "full",
        Summary = "summary",
        StaffPage = "staff_page",
    }
}
frozen_terms! {
    /// How it is sent.
    SendMethodV1 => preparation::SendMethod {
        Post = "post",
        ByHand = "hand",
        Pupil = "pupil",
        Email = "email",
        Meeting = "meeting",
    }
}
frozen! {
    /// A circulation of schema 1.
    CirculationV1 {
        date: Day,
        plan: Option<Id<RecordId>>,
        to: CirculationToV1,
        contact: Option<Id<RecordId>>,
        names: String,
        form: CirculationFormV1,
        method: SendMethodV1,
    }
}

impl From<CirculationV1> for plan::Circulation {
    /// Nobody kept what the plan said.
    fn from(old: CirculationV1) -> Self {
        let CirculationV1 { date, plan, to, contact, names, form, method } = old;
        let (to, form, method) = (to.into(), form.into(), method.into());
        Self { date, plan, sent: Vec::new(), to, contact, names, form, method }
    }
}
