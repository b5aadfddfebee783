//! What to know about what was done, in words.

use crate::numbers::{counted, percent, whole};
use casebook_domain::decide::Warning;
use casebook_domain::plan::{PlanPart, SmartGap};
use casebook_domain::preparation::Gate;
use casebook_domain::referral::AttendanceWarning;
use casebook_domain::review::Participant;
use casebook_domain::upn::Upn;

/// Something the mentor should know; it holds nothing up.
pub fn warning(warning: &Warning) -> String {
    let text = match warning {
        Warning::Upn(verdict) => return upn(*verdict).unwrap_or_default(),
        Warning::Attendance(warning) => return attendance(*warning),
        Warning::AuthorisedByMentor => "You are authorising your own referral. The line manager should decide.",
        Warning::Smart { target, gap } => {
            return ["Target ", &whole(u64::from(*target)), ": ", smart_gap(*gap)].concat();
        }
        Warning::PlanPart(part) => plan_part(*part),
        Warning::ReviewDateTooEarly => "The review date is not after the day of the plan.",
        Warning::ReviewOutsideTerms => {
            "There may be no school on the review date: it is at a weekend, or outside the terms in Settings."
        }
        Warning::NobodyAgreed => "The plan does not say who made it with you: the pupil, parents, staff.",
        Warning::Absent(Participant::Pupil) => "The pupil did not take part in the review.",
        Warning::Absent(Participant::Parents) => "Parents or carers did not take part in the review.",
        Warning::Absent(Participant::Staff) => "No member of staff took part in the review.",
        Warning::LineManagerNotConsulted => "The line manager was not consulted. Ask before the decision is acted on.",
        Warning::NotRated { target } => {
            return ["Target ", &whole(u64::from(*target)), " has no result yet."].concat();
        }
        Warning::GateLeftOpen(gate) => return gate_left_open(*gate),
        Warning::GateReopened(gate) => return gate_reopened(*gate),
        Warning::ConsiderOnward => {
            "There was little or no progress, or a deterioration. Think about referring on, and discuss it first."
        }
        Warning::ExitAtDeterioration => {
            "Something got worse. An exit is for a pupil who made good progress: is it the right time?"
        }
        Warning::ReferAgain => "The pupil should be referred again: Today has a link to the referral.",
        Warning::RestrictedContact => "This contact is restricted. Tell the safeguarding lead that there was contact.",
        Warning::NotSafeToPhone => "It is not safe to phone this contact.",
        Warning::PhoneSafetyUnknown => "Nobody has said whether it is safe to phone this contact. Ask first.",
        Warning::AskLeadFirst => "Ask the safeguarding lead before contacting home. Tell them of this contact.",
        Warning::LeftOut(name) => {
            return ["No letter has gone to ", name, ", who has parental responsibility."].concat();
        }
        Warning::NobodyTold => "NOBODY HAS BEEN TOLD. Tell the safeguarding lead now; saving is not reporting.",
        Warning::LimitsNotExplained => {
            "The limits of confidentiality have not been explained to the pupil. Do it at the next session and note the day."
        }
        Warning::OutsideIntervention => "No intervention is running. You can save the session all the same.",
        Warning::NotDiscussed => {
            "The onward referral has not been discussed with the Head of Student Performance yet. Enter when it was, and with whom."
        }
        Warning::SharedWithoutConsent => {
            "Consent was refused, yet something was shared. Say under \"What was shared\" why this was necessary."
        }
        Warning::InFuture => "This day is in the future. Is the date right?",
        Warning::BeforeReferral => "This day is before the referral. Is the date right?",
        Warning::ReachesRestricted(name) => {
            return [
                name,
                " is restricted and has the same address, telephone or e-mail. Could they read it? Ask the safeguarding lead first.",
            ]
            .concat();
        }
        Warning::OtherPupilNamed(name) => {
            return ["The text names another pupil: ", name, ". Leave the name out if it is not needed."].concat();
        }
        Warning::StillNamed { count } => {
            let named = counted(u64::from(*count), "other record still names it.", "other records still name it.");
            return named;
        }
        Warning::Disagrees => {
            "Other records of this pupil do not agree with it. Today shows this and takes you to the choice."
        }
    };
    text.to_owned()
}

pub(super) fn attendance(warning: AttendanceWarning) -> String {
    const ELSEWHERE: &str = "Speak to the education welfare service, or say why mentoring is still right.";
    match warning {
        AttendanceWarning::BelowFloor { tenths, floor } => {
            ["Attendance of ", &percent(tenths), " is below the ", &percent(floor), " for mentoring. ", ELSEWHERE]
                .concat()
        }
        AttendanceWarning::NoFigure => {
            "Enter the attendance figure: if it is below the school's limit, the education welfare service comes first."
                .to_owned()
        }
        AttendanceWarning::Chronic => {
            ["The absence is persistent or severe, and mentoring alone will not solve that. ", ELSEWHERE].concat()
        }
    }
}

/// Somebody's name or post inside a sentence: "the line manager", "Chris Example".
pub fn within(who: &str) -> String {
    let who = who.trim();
    for (begins, inside) in [("The ", "the "), ("A ", "a "), ("An ", "an ")] {
        if let Some(rest) = who.strip_prefix(begins) {
            return [inside, rest].concat();
        }
    }
    who.to_owned()
}

/// What is doubtful about a pupil's number; `None` when nothing is.
pub fn upn(verdict: Upn) -> Option<String> {
    const LA: &str =
        "The three digits after the first letter are not a local authority that Casebook knows. Check the number.";
    Some(match verdict {
        Upn::Missing | Upn::Valid { la_known: true } => return None,
        Upn::Valid { la_known: false } => LA.to_owned(),
        Upn::Temporary { .. } => {
            "This is a temporary number. Replace it once the school has the permanent one.".to_owned()
        }
        Upn::BadCheckLetter { expected } => {
            let mut text = String::from("The number does not add up: with these digits it would begin with ");
            text.push(expected);
            text.push_str(". Check it for a mistake.");
            text
        }
        Upn::BadFormat => "A pupil's number is a letter and twelve digits. Check it.".to_owned(),
        Upn::Placeholder => "This means \"no number\" in the school's system. Leave the field empty.".to_owned(),
    })
}

/// What a target lacks to be SMART, and what to do.
pub const fn smart_gap(gap: SmartGap) -> &'static str {
    match gap {
        SmartGap::What => "say what the pupil will do.",
        SmartGap::Measure => "say how you will measure it.",
        SmartGap::Unit => "give the unit, such as \"times a lesson\".",
        SmartGap::Baseline => "say where the pupil is now.",
        SmartGap::Aim => "say where the pupil wants to be.",
        SmartGap::AimIsBaseline => "the aim is the same as where the pupil is now.",
        SmartGap::By => "say by when.",
        SmartGap::ByTooEarly => "the date is not after the day of the plan.",
        SmartGap::ByAfterReview => "the date is after the review. Change one of the dates.",
        SmartGap::Helper => "say who helps.",
    }
}

/// What is missing from a plan, and what to do.
pub const fn plan_part(part: PlanPart) -> &'static str {
    match part {
        PlanPart::Objectives => "The plan has no long-term objective.",
        PlanPart::Targets => "The plan has no target.",
        PlanPart::Strategies => "The plan has no strategies for the pupil.",
        PlanPart::School => "The plan does not say what the school will do.",
        PlanPart::Parents => {
            "The plan does not say what parents or carers will do. If nothing is asked of them, mark it as not appropriate."
        }
        PlanPart::ReviewDate => "The plan has no review date.",
        PlanPart::Success => "The plan does not say how you will know that it worked.",
        PlanPart::Rewards => "The plan names no sanctions or rewards.",
    }
}

pub(super) fn gate_left_open(gate: Gate) -> String {
    let what = match gate {
        Gate::Liaison => "The conversations with staff and agencies are",
        Gate::Baseline => "The baseline figures are",
        Gate::Parents => "The letter home and a conversation with the family are",
        Gate::Observation => "A classroom observation is",
    };
    [what, " still to be done after the urgent start. Today will remind you."].concat()
}

pub(super) fn gate_reopened(gate: Gate) -> String {
    let what = match gate {
        Gate::Liaison => "The conversations with staff and agencies are",
        Gate::Baseline => "The baseline figures are",
        Gate::Parents => "The letter home or the conversation with the family is",
        Gate::Observation => "The classroom observation is",
    };
    [what, " missing again, though the intervention has started. Today will remind you."].concat()
}
