//! The lead's decision before schema 2.

use super::frozen;
use crate::wire::Day;
use casebook_domain::preparation;

frozen! {
    /// The letter home is withheld, as schema 1 had it.
    LetterWithheldV1 {
        date: Day,
        lead: String,
        review_on: Day,
    }
}

impl From<LetterWithheldV1> for preparation::LeadDecision {
    /// The letter is withheld until a day.
    fn from(old: LetterWithheldV1) -> Self {
        let LetterWithheldV1 { date, lead, review_on } = old;
        Self { date, lead, ruling: preparation::HomeRuling::Withhold, until: Some(review_on) }
    }
}
