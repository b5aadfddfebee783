//! Worries before schema 2.

use super::frozen;
use crate::wire::Instant;
use casebook_domain::safety;

frozen! {
    /// Who was told, as schema 1 had it.
    ToldV1 {
        name: String,
        at: Instant,
        how: String,
    }
}
frozen! {
    /// A worry of schema 1.
    WorryV1 {
        at: Instant,
        words: String,
        told: Option<ToldV1>,
        held_by_lead: bool,
    }
}

impl From<WorryV1> for safety::Worry {
    /// None was withdrawn.
    fn from(old: WorryV1) -> Self {
        let WorryV1 { at, words, told, held_by_lead } = old;
        Self { at, words, told: told.map(Into::into), held_by_lead, withdrawn: None }
    }
}

impl From<ToldV1> for safety::Told {
    fn from(old: ToldV1) -> Self {
        let ToldV1 { name, at, how } = old;
        Self { name, at, how }
    }
}
