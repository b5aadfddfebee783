//! Contacts before schema 2.

use super::{frozen, frozen_terms};
use casebook_domain::contact;

frozen_terms! {
    /// Parental responsibility.
    ResponsibilityV1 => contact::Responsibility {
        Yes = "yes",
        No = "no",
        Unknown = "unknown",
    }
}
frozen_terms! {
    /// Whether a call is safe.
    SafeToPhoneV1 => contact::SafeToPhone {
        Yes = "yes",
        No = "no",
        Unknown = "unknown",
    }
}
frozen! {
    /// A contact of schema 1.
    ContactV1 {
        name: String,
        relationship: String,
        responsibility: ResponsibilityV1,
        letters: bool,
        phone_safe: SafeToPhoneV1,
        restriction: Option<String>,
        phone: String,
        email: String,
        address: String,
        language: String,
        interpreter: String,
    }
}

impl From<ContactV1> for contact::Contact {
    /// The name was entered in one piece, and is taken as every name is that is.
    fn from(old: ContactV1) -> Self {
        let ContactV1 {
            name,
            relationship,
            responsibility,
            letters,
            phone_safe,
            restriction,
            phone,
            email,
            address,
            language,
            interpreter,
        } = old;
        Self {
            name: contact::PersonName::entered(&name),
            relationship,
            responsibility: responsibility.into(),
            letters,
            phone_safe: phone_safe.into(),
            restriction,
            phone,
            email,
            address,
            language,
            interpreter,
        }
    }
}
