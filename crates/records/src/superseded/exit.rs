//! Onward referrals before schema 2.

use super::{frozen, frozen_terms};
use crate::wire::Day;
use casebook_domain::exit;

frozen_terms! {
    /// Who agreed.
    ConsentV1 => exit::Consent {
        Parents = "parents",
        Pupil = "pupil",
        NotNeeded = "not_needed",
        Refused = "refused",
    }
}
frozen! {
    /// An onward referral of schema 1.
    OnwardV1 {
        date: Day,
        agency: String,
        reason: String,
        discussed_on: Option<Day>,
        discussed_with: String,
        shared: String,
        consent: ConsentV1,
        chase_on: Option<Day>,
        outcome: String,
    }
}

impl From<OnwardV1> for exit::Onward {
    /// It went to an agency.
    fn from(old: OnwardV1) -> Self {
        let OnwardV1 { date, agency, reason, discussed_on, discussed_with, shared, consent, chase_on, outcome } = old;
        let consent = consent.into();
        Self { date, inside: false, agency, reason, discussed_on, discussed_with, shared, consent, chase_on, outcome }
    }
}
