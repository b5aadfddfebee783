//! A worry about a child's safety (p40; design section 7). Casebook helps to
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
}
