//! Worries.

use crate::wire::{Instant, stored};
use casebook_domain::safety;

stored! {
    Told = safety::Told {
        name: String,
        at: Instant,
        how: String,
    }
}
stored! {
    Withdrawn = safety::Withdrawn {
        reason: String,
        lead: String,
        at: Instant,
    }
}
stored! {
    Worry = safety::Worry {
        at: Instant,
        words: String,
        told: Option<Told>,
        held_by_lead: bool,
        withdrawn: Option<Withdrawn>,
    }
}
