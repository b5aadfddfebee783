//! Transitions and hand-overs.

use super::Sample;
use super::{on, text, written_at};
use crate::any::Any;
use casebook_domain::exit::Consent;
use casebook_domain::hand_over::{
    Carried, HandOverReceipt, HandedOver, LeadHas, LeadSays, Parts, Purpose, Received, Transition, TransitionStage,
    TransitionStep,
};

impl Sample for Transition {
    fn sample() -> Self {
        Transition {
            date: on("2027-06-14"),
            from: text("Example Primary School"),
            to: text("Invented Academy"),
            stage: TransitionStage::Year6To7,
            due: Some(on("2027-09-02")),
            receiving: text("R. Eceiver"),
            met: text("R. Eceiver, 10 June"),
            consent: Consent::Parents,
            consent_by: text("Ms Fictional-Sample, 9 June"),
            first: text("Likes to know the way"),
            done: vec![TransitionStep::Visit, TransitionStep::Plan],
        }
    }

    fn any(any: &mut Any) -> Self {
        Transition {
            date: any.day(),
            from: any.text(),
            to: any.text(),
            stage: any.of(TransitionStage::ALL),
            due: any.maybe(Any::day),
            receiving: any.text(),
            met: any.text(),
            consent: any.of(Consent::ALL),
            consent_by: any.text(),
            first: any.text(),
            done: any.some(|any| any.of(TransitionStep::ALL)),
        }
    }
}

impl Sample for HandedOver {
    fn sample() -> Self {
        HandedOver {
            at: written_at(),
            to: text("R. Eceiver"),
            purpose: Purpose::Transfer,
            until: None,
            parts: Parts::WithoutSessions,
            carried: Carried::Recipient,
            lead: text("L. Ead sends it separately"),
            file_name: text("2026-11-23 hand-over 4F2K.casebook"),
            bundles: vec!["ab".repeat(32)],
            rows: 12,
            receipt: Some(HandOverReceipt { by: text("R. Eceiver"), at: written_at(), missing: 1 }),
        }
    }

    fn any(any: &mut Any) -> Self {
        HandedOver {
            at: any.moment(),
            to: any.text(),
            purpose: any.of(Purpose::ALL),
            until: any.maybe(Any::day),
            parts: any.of(Parts::ALL),
            carried: any.of(Carried::ALL),
            lead: any.text(),
            file_name: any.text(),
            bundles: any.some(Any::text),
            rows: any.number(1 << 31) as u32,
            receipt: any.maybe(|any| HandOverReceipt {
                by: any.text(),
                at: any.moment(),
                missing: any.number(1 << 31) as u32,
            }),
        }
    }
}

impl Sample for Received {
    fn sample() -> Self {
        Received {
            at: written_at(),
            from: text("S. Ender"),
            fingerprint: text("zoo zone zero youth young you"),
            known: true,
            purpose: Purpose::Cover,
            until: Some(on("2026-12-18")),
            lead_says: Some(LeadSays::WillSend),
            lead_has: Some(LeadHas::ToAsk),
            lead: text("L. Ead has sent it separately"),
        }
    }

    fn any(any: &mut Any) -> Self {
        Received {
            at: any.moment(),
            from: any.text(),
            fingerprint: any.text(),
            known: any.flag(),
            purpose: any.of(Purpose::ALL),
            until: any.maybe(Any::day),
            lead_says: any.maybe(|any| any.of(LeadSays::ALL)),
            lead_has: any.maybe(|any| any.of(LeadHas::ALL)),
            lead: any.text(),
        }
    }
}
