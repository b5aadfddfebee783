//! Keeping, requests for access, resources.

use super::Sample;
use super::{on, text};
use crate::any::Any;
use casebook_domain::resource::Resource;
use casebook_domain::retention::{AccessRequest, AccessRoute, Clarification, Retention};

impl Sample for Retention {
    fn sample() -> Self {
        Retention {
            filed_on: Some(on("2027-07-20")),
            filed_by: text("Office, paper file"),
            hold_since: Some(on("2027-07-21")),
            hold_reason: text("Complaint"),
        }
    }

    fn any(any: &mut Any) -> Self {
        Retention {
            filed_on: any.maybe(Any::day),
            filed_by: any.text(),
            hold_since: any.maybe(Any::day),
            hold_reason: any.text(),
        }
    }
}

impl Sample for AccessRequest {
    fn sample() -> Self {
        AccessRequest {
            date: on("2026-11-26"),
            route: AccessRoute::Subject,
            by: text("Ms Fictional-Sample for Zeb"),
            identity: text("Known to the office"),
            identity_on: Some(on("2026-11-27")),
            scope: text("Everything"),
            clarifications: vec![Clarification {
                asked: on("2026-11-30"),
                about: text("Which years"),
                got: Some(on("2026-12-02")),
            }],
            extended_on: Some(on("2026-12-10")),
            extended_why: text("Four schools"),
            typed_due: Some(on("2027-02-26")),
            due_reason: text("Half-term"),
            officer_told: Some(on("2026-11-26")),
            answered: Some(on("2026-12-10")),
            answer: text("Copy given"),
        }
    }

    fn any(any: &mut Any) -> Self {
        AccessRequest {
            date: any.day(),
            route: any.of(AccessRoute::ALL),
            by: any.text(),
            identity: any.text(),
            identity_on: any.maybe(Any::day),
            scope: any.text(),
            clarifications: any.some(|any| Clarification {
                asked: any.day(),
                about: any.text(),
                got: any.maybe(Any::day),
            }),
            extended_on: any.maybe(Any::day),
            extended_why: any.text(),
            typed_due: any.maybe(Any::day),
            due_reason: any.text(),
            officer_told: any.maybe(Any::day),
            answered: any.maybe(Any::day),
            answer: any.text(),
        }
    }
}

impl Sample for Resource {
    fn sample() -> Self {
        Resource {
            title: text("Feelings thermometer"),
            text: text("Point to how hot it is."),
            link: text("https://example.org/thermometer"),
            tags: vec![text("anger"), text("year 7")],
        }
    }

    fn any(any: &mut Any) -> Self {
        Resource { title: any.text(), text: any.text(), link: any.text(), tags: any.some(Any::text) }
    }
}
