//! An observation, a template, lists.

use super::Sample;
use super::{every_event, lesson, sheet, text, written_at};
use crate::any::Any;
use casebook_domain::measure::Occasion;
use casebook_domain::observation::{Event, Lesson, Lists, Observation, PartOfDay, Starter, Template, Use};

impl Sample for Observation {
    fn sample() -> Self {
        Observation {
            began: written_at(),
            sheet: sheet(),
            lesson: lesson(),
            events: every_event().into_iter().map(|event| Event { target: None, ..event }).collect(),
            comment: text("Calm"),
            uses: vec![Use { target: 2, code: 0, occasion: Occasion::Baseline }],
        }
    }

    fn any(any: &mut Any) -> Self {
        Observation {
            began: any.moment(),
            sheet: any.sheet(),
            lesson: Lesson {
                subject: any.text(),
                activity: any.text(),
                seating: any.text(),
                part_of_day: any.flag().then(|| any.of(PartOfDay::ALL)),
            },
            events: any.some(Any::event),
            comment: any.text(),
            uses: any.some(Any::serves),
        }
    }
}

impl Sample for Template {
    fn sample() -> Self {
        Template { sheet: sheet(), starter: Some(Starter::TargetAndPeer), hidden: true }
    }

    fn any(any: &mut Any) -> Self {
        Template { sheet: any.sheet(), starter: any.flag().then(|| any.of(Starter::ALL)), hidden: any.flag() }
    }
}

impl Sample for Lists {
    fn sample() -> Self {
        Lists {
            antecedents: vec![text("Asked to start")],
            behaviours: vec![text("Refuses"), text("Hides")],
            consequences: vec![text("Helped")],
            phrases: vec![text("Group work")],
            subjects: vec![text("Mathematics")],
            activities: vec![text("In pairs")],
            seatings: vec![text("Back row")],
        }
    }

    fn any(any: &mut Any) -> Self {
        Lists {
            antecedents: any.some(Any::text),
            behaviours: any.some(Any::text),
            consequences: any.some(Any::text),
            phrases: any.some(Any::text),
            subjects: any.some(Any::text),
            activities: any.some(Any::text),
            seatings: any.some(Any::text),
        }
    }
}
