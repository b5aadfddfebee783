//! Plans, circulations and signatures.

use crate::wire::{Code, Day, Id, Loaded, Rating, Stored, Strokes, Tree, stored};
use casebook_domain::ids::RecordId;
use casebook_domain::{plan, preparation};

stored! {
    Objective = plan::Objective {
        text: String,
        outcomes: Vec<Code<plan::Outcome>>,
    }
}

/// Arrangements for the parents: `{"arranged": "…"}` or `"not_appropriate"`.
pub(crate) struct ParentsPart;

impl Loaded for ParentsPart {
    type Domain = plan::ParentsPart;

    fn load(tree: Tree<'_>) -> Option<plan::ParentsPart> {
        let (name, value) = tree.chosen()?;
        match (&*name, value) {
            ("arranged", Some(text)) => Some(plan::ParentsPart::Arranged(String::load(text)?)),
            ("not_appropriate", None) => Some(plan::ParentsPart::NotAppropriate),
            _ => None,
        }
    }
}

impl Stored for ParentsPart {
    fn store(domain: &plan::ParentsPart) -> Tree<'_> {
        match domain {
            plan::ParentsPart::Arranged(text) => Tree::variant("arranged", String::store(text)),
            plan::ParentsPart::NotAppropriate => Tree::Text("not_appropriate".into()),
        }
    }
}
stored! {
    TargetRating = plan::TargetRating {
        target: u16,
        attainment: Rating,
        remark: String,
    }
}
stored! {
    Signature = plan::Signature {
        date: Day,
        plan: Id<RecordId>,
        by: String,
        strokes: Strokes,
    }
}
stored! {
    Target = plan::Target {
        number: u16,
        what: String,
        measure: String,
        unit: String,
        baseline: String,
        aim: String,
        by: Option<Day>,
        helper: String,
        outcomes: Vec<Code<plan::Outcome>>,
        weight: u8,
        own_words: String,
    }
}
stored! {
    Plan = plan::Plan {
        date: Day,
        revises: Option<Id<RecordId>>,
        objectives: Vec<Objective>,
        targets: Vec<Target>,
        strategies: String,
        school: String,
        parents: ParentsPart,
        review_on: Option<Day>,
        success: String,
        rewards: String,
        agreed_with: String,
        pupil_voice: String,
    }
}
stored! {
    Circulation = plan::Circulation {
        date: Day,
        plan: Option<Id<RecordId>>,
        sent: Vec<u32>,
        to: Code<plan::CirculationTo>,
        contact: Option<Id<RecordId>>,
        names: String,
        form: Code<plan::CirculationForm>,
        method: Code<preparation::SendMethod>,
    }
}
