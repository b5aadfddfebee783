//! Keeping, and requests for access.

use crate::wire::{Code, Day, stored};
use casebook_domain::retention;

stored! {
    Retention = retention::Retention {
        filed_on: Option<Day>,
        filed_by: String,
        hold_since: Option<Day>,
        hold_reason: String,
    }
}
stored! {
    Clarification = retention::Clarification {
        asked: Day,
        about: String,
        got: Option<Day>,
    }
}
stored! {
    AccessRequest = retention::AccessRequest {
        date: Day,
        route: Code<retention::AccessRoute>,
        by: String,
        identity: String,
        identity_on: Option<Day>,
        scope: String,
        clarifications: Vec<Clarification>,
        extended_on: Option<Day>,
        extended_why: String,
        typed_due: Option<Day>,
        due_reason: String,
        officer_told: Option<Day>,
        answered: Option<Day>,
        answer: String,
    }
}
