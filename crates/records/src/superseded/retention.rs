//! Requests for access before schema 2.

use super::{frozen, frozen_terms};
use crate::wire::Day;
use casebook_domain::retention;

frozen_terms! {
    /// The right that is used.
    AccessRouteV1 => retention::AccessRoute {
        Subject = "subject",
        Educational = "educational",
    }
}
frozen! {
    /// A request for access of schema 1.
    AccessRequestV1 {
        date: Day,
        route: AccessRouteV1,
        by: String,
        identity: String,
        scope: String,
        due: Day,
        officer_told: Option<Day>,
        answered: Option<Day>,
        answer: String,
    }
}

impl From<AccessRequestV1> for retention::AccessRequest {
    /// Its due date was worked out or typed, nobody kept which, so it stays as it was.
    fn from(old: AccessRequestV1) -> Self {
        let AccessRequestV1 { date, route, by, identity, scope, due, officer_told, answered, answer } = old;
        Self {
            date,
            route: route.into(),
            by,
            identity,
            identity_on: None,
            scope,
            clarifications: Vec::new(),
            extended_on: None,
            extended_why: String::new(),
            typed_due: Some(due),
            due_reason: String::new(),
            officer_told,
            answered,
            answer,
        }
    }
}
