//! Exit, follow-ups and onward referrals.

use crate::wire::{Code, Day, stored};
use casebook_domain::{exit, referral};

stored! {
    CriterionOutcome = exit::CriterionOutcome {
        criterion: Code<referral::Criterion>,
        judgement: Code<exit::CriterionJudgement>,
        evidence: String,
    }
}
stored! {
    ExitProgrammePart = exit::ExitProgrammePart {
        component: Code<exit::ExitComponent>,
        what: String,
        until: Option<Day>,
    }
}
stored! {
    Exit = exit::Exit {
        date: Day,
        outcomes: Vec<CriterionOutcome>,
        programme: Vec<ExitProgrammePart>,
        follow_ups: Vec<Day>,
        decided_with: String,
        summary: String,
    }
}
stored! {
    FollowUp = exit::FollowUp {
        date: Day,
        result: Code<exit::FollowUpResult>,
        notes: String,
        last: bool,
    }
}
stored! {
    Onward = exit::Onward {
        date: Day,
        inside: bool,
        agency: String,
        reason: String,
        discussed_on: Option<Day>,
        discussed_with: String,
        shared: String,
        consent: Code<exit::Consent>,
        chase_on: Option<Day>,
        outcome: String,
    }
}
