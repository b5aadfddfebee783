//! Assessments.

use crate::wire::{Code, Day, stored};
use casebook_domain::assessment;

stored! {
    AreaFinding = assessment::AreaFinding {
        area: Code<assessment::Area>,
        strengths: String,
        needs: String,
        barriers: String,
    }
}
stored! {
    Assessment = assessment::Assessment {
        date: Day,
        occasion: Code<assessment::AssessmentOccasion>,
        findings: Vec<AreaFinding>,
        pupil_view: String,
    }
}
