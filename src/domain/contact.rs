//! The pupil's people at home and what may be done with each (design section 7).

use super::terms::terms;

terms! {
    /// Parental responsibility.
    Responsibility {
        Yes = "yes", "Has parental responsibility";
        No = "no", "No parental responsibility";
        Unknown = "unknown", "Not known";
    }
}
terms! {
    /// Whether it is safe to phone this person.
    SafeToPhone {
        Yes = "yes", "Safe to phone";
        No = "no", "Do not phone";
        Unknown = "unknown", "Not known: ask first";
    }
}

/// A parent, carer or other person at home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Full name, as on an envelope.
    pub name: String,
    /// Mother, foster carer, grandfather …
    pub relationship: String,
    /// Parental responsibility.
    pub responsibility: Responsibility,
    /// May get letters.
    pub letters: bool,
    /// Whether a call is safe.
    pub phone_safe: SafeToPhone,
    /// A court order or other restriction, in words. A restricted contact is
    /// refused everywhere: no letter, no call, no circulation.
    pub restriction: Option<String>,
    /// Telephone number.
    pub phone: String,
    /// E-mail address.
    pub email: String,
    /// Postal address.
    pub address: String,
    /// Language spoken at home, if not English.
    pub language: String,
    /// Interpreter: an adult's name or service. Never a child.
    pub interpreter: String,
}

impl Contact {
    /// Nothing may be sent to a restricted contact.
    pub fn restricted(&self) -> bool {
        self.restriction.is_some()
    }

    /// Whether both have the same address, as far as it was entered.
    pub fn lives_with(&self, other: &Self) -> bool {
        same_words(&self.address, &other.address)
    }

    /// Whether a letter may be addressed to this person.
    pub fn may_get_letters(&self) -> bool {
        self.letters && !self.restricted()
    }
}

/// Whether two texts have the same letters and digits; an empty one is like no other.
pub(super) fn same_words(one: &str, other: &str) -> bool {
    let plain =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    !plain(one).is_empty() && plain(one) == plain(other)
}
