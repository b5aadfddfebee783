//! Who may get a letter, and why not.

use crate::timeline::listed;
use crate::words;
use casebook_domain::calendar::Date;
use casebook_domain::case::CaseFile;
use casebook_domain::contact::Contact;
use casebook_domain::content::Content;
use casebook_domain::home::{self, Closed};
use casebook_domain::ids::RecordId;
use casebook_domain::order;
use casebook_domain::referral::{Criterion, Referral};

/// Why nobody may write to a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterRefusal {
    /// Home may not be contacted.
    Home(Closed),
    /// The contact is restricted.
    Restricted,
    /// The contact does not get letters.
    NoLetters,
}

impl LetterRefusal {
    /// What prevents it and what to do.
    pub fn words(&self) -> String {
        match self {
            Self::Home(closed) => words::home_closed(closed),
            Self::Restricted => "This contact is restricted: do not send anything.".to_owned(),
            Self::NoLetters => "Letters to this contact are switched off.".to_owned(),
        }
    }
}

/// A contact with whether a letter may go there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterRecipient {
    /// The contact.
    pub contact: RecordId,
    /// Name.
    pub name: String,
    /// Mother, foster carer …
    pub relationship: String,
    /// Why not, if not.
    pub refused: Option<LetterRefusal>,
}

pub(super) fn refusal(case: &CaseFile, contact: &Contact, today: Date) -> Option<LetterRefusal> {
    if contact.restricted() {
        Some(LetterRefusal::Restricted)
    } else if let Err(closed) = home::contact(case, today) {
        Some(LetterRefusal::Home(closed))
    } else if contact.letters {
        None
    } else {
        Some(LetterRefusal::NoLetters)
    }
}

/// Everybody a letter could be addressed to: one letter for each who may get it,
/// the others with the reason why not. Those who may come first, by name.
pub fn recipients(case: &CaseFile, today: Date) -> Vec<LetterRecipient> {
    let mut all: Vec<LetterRecipient> = case
        .items()
        .filter_map(|item| match &item.entry.content {
            Content::Contact(contact) => Some(LetterRecipient {
                contact: item.id,
                name: contact.name.whole(),
                relationship: contact.relationship.clone(),
                refused: refusal(case, contact, today),
            }),
            _ => None,
        })
        .collect();
    order::by(&mut all, |one, other| (one.refused.is_some(), &one.name).cmp(&(other.refused.is_some(), &other.name)));
    all
}

/// A criterion as something to help with, in words for home; `None` where it never prints for home (p12).
pub const fn home_words(criterion: Criterion) -> Option<&'static str> {
    Some(match criterion {
        Criterion::UnderAchieving => "do as well in lessons as we believe is possible",
        Criterion::Declining => "get back to earlier results",
        Criterion::LacksEngagement => "take a fuller part in lessons",
        Criterion::Isolated => "make and keep friends",
        Criterion::Bullied => "feel safe and at ease with other pupils",
        Criterion::LowSelfEsteem => "grow in confidence",
        Criterion::Bereavement => "cope with a hard time or a big change",
        Criterion::ChallengingBehaviour => "find better ways to behave in school",
        Criterion::PoorAttendance => "be in school regularly and on time",
        Criterion::AttendanceRisk => "keep up good attendance",
        Criterion::CondonedAbsence => return None,
    })
}

/// The reasons of a referral in words for home: never the evidence, never a code or score.
pub fn home_reasons(referral: &Referral) -> String {
    let reasons = listed(referral.criteria.iter().filter_map(|ticked| home_words(ticked.criterion)));
    if reasons.is_empty() { "get on well at school".to_owned() } else { reasons }
}
