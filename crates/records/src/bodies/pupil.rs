//! The pupil.

use crate::wire::{Code, Day, stored};
use casebook_domain::pupil;

stored! {
    Schooling = pupil::Schooling {
        school: String,
        form: String,
        from: Option<Day>,
    }
}
stored! {
    LookedAfter = pupil::LookedAfter {
        social_worker: String,
        carer: String,
        virtual_school: String,
    }
}
stored! {
    Pupil = pupil::Pupil {
        first_names: String,
        surname: String,
        known_as: String,
        letter_name: String,
        pronouns: String,
        upn: String,
        upn_reason: String,
        born: Option<Day>,
        year_as_taught: Option<u8>,
        schooling: Vec<Schooling>,
        sen: Code<pupil::SenProvision>,
        pupil_premium: bool,
        eal: bool,
        gifted: bool,
        looked_after: Option<LookedAfter>,
        ask_lead_first: Option<String>,
        limits_explained: Option<Day>,
        remarks: String,
    }
}
