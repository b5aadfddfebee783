//! Hand-overs that came in before schema 2.

use super::{frozen, frozen_terms};
use crate::wire::{Day, Instant};
use casebook_domain::hand_over;

frozen_terms! {
    /// What a hand-over is for.
    PurposeV1 => hand_over::Purpose {
        Transfer = "transfer",
        Cover = "cover",
        Shared = "shared",
    }
}
frozen! {
    /// A hand-over that came in, of schema 1: the receiver's answer about the safeguarding lead is one text.
    ReceivedV1 {
        at: Instant,
        from: String,
        fingerprint: String,
        known: bool,
        purpose: PurposeV1,
        until: Option<Day>,
        lead: String,
    }
}

impl From<ReceivedV1> for hand_over::Received {
    /// The answer was one of three texts; another text stays as it is.
    fn from(old: ReceivedV1) -> Self {
        let ReceivedV1 { at, from, fingerprint, known, purpose, until, lead } = old;
        let lead_has = match &*lead {
            "Yes, our safeguarding lead has it" => Some(hand_over::LeadHas::Yes),
            "No, nothing is to come" => Some(hand_over::LeadHas::Nothing),
            "Not known yet: I will ask our safeguarding lead" => Some(hand_over::LeadHas::ToAsk),
            _ => None,
        };
        let lead = if lead_has.is_some() { String::new() } else { lead };
        Self { at, from, fingerprint, known, purpose: purpose.into(), until, lead_says: None, lead_has, lead }
    }
}
