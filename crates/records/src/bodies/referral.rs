//! Referrals and their authorisation.

use crate::wire::{Code, Day, Id, stored};
use casebook_domain::ids::RecordId;
use casebook_domain::referral;

stored! {
    CriterionEvidence = referral::CriterionEvidence {
        criterion: Code<referral::Criterion>,
        evidence: String,
    }
}
stored! {
    Referral = referral::Referral {
        date: Day,
        referrer: String,
        referrer_kind: Code<referral::ReferrerKind>,
        criteria: Vec<CriterionEvidence>,
        how_long: String,
        strengths: String,
        tried: String,
        changes_wanted: String,
        attendance_tenths: Option<u16>,
        punctuality_only: bool,
        attendance_chronic: bool,
        attendance_override: String,
        pupil_knows: bool,
    }
}
stored! {
    Authorisation = referral::Authorisation {
        referral: Id<RecordId>,
        date: Day,
        decision: Code<referral::AuthorisationDecision>,
        by: String,
        route: Code<referral::DecisionRoute>,
        why: String,
        targets: String,
        referrer_told: Option<Day>,
    }
}
