//! A referral and its authorisation.

use super::Sample;
use super::{on, record, text};
use crate::any::Any;
use casebook_domain::referral::{
    Authorisation, AuthorisationDecision, Criterion, CriterionEvidence, DecisionRoute, Referral, ReferrerKind,
};

impl Sample for Referral {
    fn sample() -> Self {
        Referral {
            date: on("2026-11-02"),
            referrer: text("Mr Invented"),
            referrer_kind: ReferrerKind::ClassTeacher,
            criteria: vec![
                CriterionEvidence {
                    criterion: Criterion::Isolated,
                    evidence: text("Alone at break, five days of five."),
                },
                CriterionEvidence { criterion: Criterion::AttendanceRisk, evidence: text("") },
            ],
            how_long: text("Since September"),
            strengths: text("Draws well"),
            tried: text("Seat changed"),
            changes_wanted: text("Joins in at break"),
            attendance_tenths: Some(875),
            punctuality_only: false,
            attendance_chronic: true,
            attendance_override: text("Long illness"),
            pupil_knows: true,
        }
    }

    fn any(any: &mut Any) -> Self {
        Referral {
            date: any.day(),
            referrer: any.text(),
            referrer_kind: any.of(ReferrerKind::ALL),
            criteria: any.some(|any| CriterionEvidence { criterion: any.of(Criterion::ALL), evidence: any.text() }),
            how_long: any.text(),
            strengths: any.text(),
            tried: any.text(),
            changes_wanted: any.text(),
            attendance_tenths: any.maybe(Any::small),
            punctuality_only: any.flag(),
            attendance_chronic: any.flag(),
            attendance_override: any.text(),
            pupil_knows: any.flag(),
        }
    }
}

impl Sample for Authorisation {
    fn sample() -> Self {
        Authorisation {
            referral: record(1),
            date: on("2026-11-04"),
            decision: AuthorisationDecision::Authorised,
            by: text("Mrs Made-Up"),
            route: DecisionRoute::SignedHere,
            why: text(""),
            targets: text("A friend by spring"),
            referrer_told: Some(on("2026-11-05")),
        }
    }

    fn any(any: &mut Any) -> Self {
        Authorisation {
            referral: any.record(),
            date: any.day(),
            decision: any.of(AuthorisationDecision::ALL),
            by: any.text(),
            route: any.of(DecisionRoute::ALL),
            why: any.text(),
            targets: any.text(),
            referrer_told: any.maybe(Any::day),
        }
    }
}
