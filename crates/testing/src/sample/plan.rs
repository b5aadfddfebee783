//! A plan, its circulation and a signature.

use super::Sample;
use super::{on, record, text};
use crate::any::Any;
use casebook_domain::plan::{
    Circulation, CirculationForm, CirculationTo, Objective, Outcome, ParentsPart, Plan, Signature, Target,
};
use casebook_domain::preparation::SendMethod;

impl Sample for Plan {
    fn sample() -> Self {
        Plan {
            date: on("2026-11-12"),
            revises: Some(record(3)),
            objectives: vec![Objective { text: text("Belongs"), outcomes: vec![Outcome::Safe, Outcome::Contribute] }],
            targets: vec![Target {
                number: 1,
                what: text("Asks to join a game"),
                measure: text("Times"),
                unit: text("a week"),
                baseline: text("0"),
                aim: text("3"),
                by: Some(on("2026-12-11")),
                helper: text("Playground leader"),
                outcomes: vec![Outcome::Achieve],
                weight: 2,
                own_words: text("I put my hand up first"),
            }],
            strategies: text("Role play"),
            school: text("Buddy bench"),
            parents: ParentsPart::Arranged(text("One friend to tea")),
            review_on: Some(on("2026-12-18")),
            success: text("Two games a week"),
            rewards: text("Praise postcard"),
            agreed_with: text("Zeb, his mother"),
            pupil_voice: text("OK"),
        }
    }

    fn any(any: &mut Any) -> Self {
        Plan {
            date: any.day(),
            revises: any.maybe(Any::record),
            objectives: any.some(|any| Objective { text: any.text(), outcomes: any.outcomes() }),
            targets: any.some(|any| Target {
                number: any.small(),
                what: any.text(),
                measure: any.text(),
                unit: any.text(),
                baseline: any.text(),
                aim: any.text(),
                by: any.maybe(Any::day),
                helper: any.text(),
                outcomes: any.outcomes(),
                weight: any.number(256) as u8,
                own_words: any.text(),
            }),
            strategies: any.text(),
            school: any.text(),
            parents: if any.flag() { ParentsPart::NotAppropriate } else { ParentsPart::Arranged(any.text()) },
            review_on: any.maybe(Any::day),
            success: any.text(),
            rewards: any.text(),
            agreed_with: any.text(),
            pupil_voice: any.text(),
        }
    }
}

impl Sample for Circulation {
    fn sample() -> Self {
        Circulation {
            date: on("2026-11-13"),
            plan: Some(record(4)),
            sent: vec![7, 4_294_967_295],
            to: CirculationTo::Parents,
            contact: Some(record(2)),
            names: text(""),
            form: CirculationForm::Summary,
            method: SendMethod::ByHand,
        }
    }

    fn any(any: &mut Any) -> Self {
        Circulation {
            date: any.day(),
            plan: any.maybe(Any::record),
            sent: any.some(|any| any.number(1 << 32) as u32),
            to: any.of(CirculationTo::ALL),
            contact: any.maybe(Any::record),
            names: any.text(),
            form: any.of(CirculationForm::ALL),
            method: any.of(SendMethod::ALL),
        }
    }
}

impl Sample for Signature {
    fn sample() -> Self {
        Signature {
            date: on("2026-11-13"),
            plan: record(4),
            by: text("The pupil"),
            strokes: text("M 10 20 L 30 40 L 50 60"),
        }
    }

    fn any(any: &mut Any) -> Self {
        Signature {
            date: any.day(),
            plan: any.record(),
            by: any.text(),
            strokes: any.some(|any| format!("M {} {} L 0 7", any.small(), any.small())).join(" "),
        }
    }
}
