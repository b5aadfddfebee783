//! Contacts.

use crate::wire::{Code, stored};
use casebook_domain::contact;

stored! {
    PersonName = contact::PersonName {
        title: String,
        first_names: String,
        surname: String,
        apart: bool,
    }
}
stored! {
    Contact = contact::Contact {
        name: PersonName,
        relationship: String,
        responsibility: Code<contact::Responsibility>,
        letters: bool,
        phone_safe: Code<contact::SafeToPhone>,
        restriction: Option<String>,
        phone: String,
        email: String,
        address: String,
        language: String,
        interpreter: String,
    }
}
