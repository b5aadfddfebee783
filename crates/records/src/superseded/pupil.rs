//! The pupil before schema 2.

use super::{frozen, frozen_terms};
use crate::wire::Day;
use casebook_domain::pupil;

frozen_terms! {
    /// Special educational provision.
    SenV1 => pupil::SenProvision {
        None = "n",
        Support = "k",
        Plan = "e",
    }
}
frozen! {
    /// A school or class of schema 1.
    SchoolingV1 {
        school: String,
        form: String,
        from: Option<Day>,
    }
}
frozen! {
    /// Who looks after a looked-after pupil of schema 1.
    LookedAfterV1 {
        social_worker: String,
        carer: String,
        virtual_school: String,
    }
}
frozen! {
    /// A pupil of schema 1.
    PupilV1 {
        first_names: String,
        surname: String,
        known_as: String,
        letter_name: String,
        upn: String,
        born: Option<Day>,
        year_as_taught: Option<u8>,
        schooling: Vec<SchoolingV1>,
        sen: SenV1,
        pupil_premium: bool,
        eal: bool,
        gifted: bool,
        looked_after: Option<LookedAfterV1>,
        ask_lead_first: Option<String>,
        limits_explained: Option<Day>,
        remarks: String,
    }
}

impl From<PupilV1> for pupil::Pupil {
    /// Nobody asked for pronouns, nor why two have one number.
    fn from(old: PupilV1) -> Self {
        let PupilV1 {
            first_names,
            surname,
            known_as,
            letter_name,
            upn,
            born,
            year_as_taught,
            schooling,
            sen,
            pupil_premium,
            eal,
            gifted,
            looked_after,
            ask_lead_first,
            limits_explained,
            remarks,
        } = old;
        Self {
            first_names,
            surname,
            known_as,
            letter_name,
            pronouns: String::new(),
            upn,
            upn_reason: String::new(),
            born,
            year_as_taught,
            schooling: schooling.into_iter().map(Into::into).collect(),
            sen: sen.into(),
            pupil_premium,
            eal,
            gifted,
            looked_after: looked_after.map(Into::into),
            ask_lead_first,
            limits_explained,
            remarks,
        }
    }
}

impl From<SchoolingV1> for pupil::Schooling {
    fn from(old: SchoolingV1) -> Self {
        let SchoolingV1 { school, form, from } = old;
        Self { school, form, from }
    }
}

impl From<LookedAfterV1> for pupil::LookedAfter {
    fn from(old: LookedAfterV1) -> Self {
        let LookedAfterV1 { social_worker, carer, virtual_school } = old;
        Self { social_worker, carer, virtual_school }
    }
}
