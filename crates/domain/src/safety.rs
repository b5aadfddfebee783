//! A worry about a child's safety (p40; docs/design.md#safeguarding). Casebook helps to
//! hand it over and never becomes the child-protection file.

use super::calendar::Moment;

/// Somebody who must act was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Name of the designated lead or deputy.
    pub name: String,
    /// When.
    pub at: Moment,
    /// How: in person, by phone.
    pub how: String,
}

/// The entry was a mistake, or is no matter of safety after all: a safeguarding lead agreed. The entry stays, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// Why.
    pub reason: String,
    /// The safeguarding lead who agreed.
    pub lead: String,
    /// When.
    pub at: Moment,
}

/// A worry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worry {
    /// When it was seen or heard.
    pub at: Moment,
    /// The child's exact words and what was seen. Empty once [`Worry::held_by_lead`].
    pub words: String,
    /// Who was told; `None`: NOBODY HAS BEEN TOLD.
    pub told: Option<Told>,
    /// The lead confirmed that they hold the words; they are erased here.
    pub held_by_lead: bool,
    /// It was withdrawn, with the agreement of a lead.
    pub withdrawn: Option<Withdrawn>,
}

impl Worry {
    /// Somebody was told, by name.
    pub fn somebody_told(&self) -> bool {
        self.told.as_ref().is_some_and(|told| !told.name.trim().is_empty())
    }

    /// It was withdrawn, with a reason and a lead's name.
    pub fn is_withdrawn(&self) -> bool {
        let complete = |one: &Withdrawn| !one.reason.trim().is_empty() && !one.lead.trim().is_empty();
        self.withdrawn.as_ref().is_some_and(complete)
    }

    /// NOBODY HAS BEEN TOLD. Nothing ends this but telling somebody, or withdrawing it with a lead's agreement.
    pub fn insists(&self) -> bool {
        !self.somebody_told() && !self.is_withdrawn()
    }

    /// The lead has not confirmed yet that they hold the words.
    pub fn unconfirmed(&self) -> bool {
        self.somebody_told() && !self.is_withdrawn() && !self.held_by_lead
    }
}
