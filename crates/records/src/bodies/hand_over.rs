//! Transitions, and hand-overs out and in.

use crate::wire::{Code, Day, Instant, stored};
use casebook_domain::{exit, hand_over};

stored! {
    Transition = hand_over::Transition {
        date: Day,
        from: String,
        to: String,
        stage: Code<hand_over::TransitionStage>,
        due: Option<Day>,
        receiving: String,
        met: String,
        consent: Code<exit::Consent>,
        consent_by: String,
        first: String,
        done: Vec<Code<hand_over::TransitionStep>>,
    }
}
stored! {
    HandOverReceipt = hand_over::HandOverReceipt {
        by: String,
        at: Instant,
        missing: u32,
    }
}
stored! {
    HandedOver = hand_over::HandedOver {
        at: Instant,
        to: String,
        purpose: Code<hand_over::Purpose>,
        until: Option<Day>,
        parts: Code<hand_over::Parts>,
        carried: Code<hand_over::Carried>,
        lead: String,
        file_name: String,
        bundles: Vec<String>,
        rows: u32,
        receipt: Option<HandOverReceipt>,
    }
}
stored! {
    Received = hand_over::Received {
        at: Instant,
        from: String,
        fingerprint: String,
        known: bool,
        purpose: Code<hand_over::Purpose>,
        until: Option<Day>,
        lead_says: Option<Code<hand_over::LeadSays>>,
        lead_has: Option<Code<hand_over::LeadHas>>,
        lead: String,
    }
}
