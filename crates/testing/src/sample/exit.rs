//! Exit and what follows, standings, worries.

use super::Sample;
use super::{on, text, written_at};
use crate::any::Any;
use casebook_domain::exit::{
    Consent, CriterionJudgement, CriterionOutcome, Exit, ExitComponent, ExitProgrammePart, FollowUp, FollowUpResult,
    Onward,
};
use casebook_domain::referral::Criterion;
use casebook_domain::safety::{Told, Withdrawn, Worry};
use casebook_domain::standing::{Standing, StandingKind};

impl Sample for Exit {
    fn sample() -> Self {
        Exit {
            date: on("2027-02-12"),
            outcomes: vec![CriterionOutcome {
                criterion: Criterion::Isolated,
                judgement: CriterionJudgement::Met,
                evidence: text("Plays daily"),
            }],
            programme: vec![ExitProgrammePart {
                component: ExitComponent::Clubs,
                what: text("Chess club"),
                until: Some(on("2027-04-01")),
            }],
            follow_ups: vec![on("2027-03-12"), on("2027-05-14")],
            decided_with: text("All four"),
            summary: text("Well done"),
        }
    }

    fn any(any: &mut Any) -> Self {
        Exit {
            date: any.day(),
            outcomes: any.some(|any| CriterionOutcome {
                criterion: any.of(Criterion::ALL),
                judgement: any.of(CriterionJudgement::ALL),
                evidence: any.text(),
            }),
            programme: any.some(|any| ExitProgrammePart {
                component: any.of(ExitComponent::ALL),
                what: any.text(),
                until: any.maybe(Any::day),
            }),
            follow_ups: any.some(Any::day),
            decided_with: any.text(),
            summary: any.text(),
        }
    }
}

impl Sample for FollowUp {
    fn sample() -> Self {
        FollowUp { date: on("2027-03-12"), result: FollowUpResult::Well, notes: text("Still plays"), last: true }
    }

    fn any(any: &mut Any) -> Self {
        FollowUp { date: any.day(), result: any.of(FollowUpResult::ALL), notes: any.text(), last: any.flag() }
    }
}

impl Sample for Onward {
    fn sample() -> Self {
        Onward {
            date: on("2026-12-01"),
            inside: true,
            agency: text("Invented Service"),
            reason: text("Needs more"),
            discussed_on: Some(on("2026-11-30")),
            discussed_with: text("Dr Sample"),
            shared: text("The plan"),
            consent: Consent::Parents,
            chase_on: Some(on("2027-01-08")),
            outcome: text(""),
        }
    }

    fn any(any: &mut Any) -> Self {
        Onward {
            date: any.day(),
            inside: any.flag(),
            agency: any.text(),
            reason: any.text(),
            discussed_on: any.maybe(Any::day),
            discussed_with: any.text(),
            shared: any.text(),
            consent: any.of(Consent::ALL),
            chase_on: any.maybe(Any::day),
            outcome: any.text(),
        }
    }
}

impl Sample for Standing {
    fn sample() -> Self {
        Standing {
            date: on("2026-12-02"),
            kind: StandingKind::OnHold,
            reason: text("In hospital"),
            until: Some(on("2027-01-08")),
        }
    }

    fn any(any: &mut Any) -> Self {
        Standing { date: any.day(), kind: any.of(StandingKind::ALL), reason: any.text(), until: any.maybe(Any::day) }
    }
}

impl Sample for Worry {
    fn sample() -> Self {
        Worry {
            at: written_at(),
            words: text("(made-up words)"),
            told: Some(Told { name: text("L. Ead"), at: written_at(), how: text("in person") }),
            held_by_lead: false,
            withdrawn: Some(Withdrawn { reason: text("Another child's"), lead: text("L. Ead"), at: written_at() }),
        }
    }

    fn any(any: &mut Any) -> Self {
        Worry {
            at: any.moment(),
            words: any.text(),
            told: any.maybe(|any| Told { name: any.text(), at: any.moment(), how: any.text() }),
            held_by_lead: any.flag(),
            withdrawn: any.maybe(|any| Withdrawn { reason: any.text(), lead: any.text(), at: any.moment() }),
        }
    }
}
