//! The pupil and a contact.

use super::Sample;
use super::{on, text};
use crate::any::Any;
use casebook_domain::contact::{Contact, PersonName, Responsibility, SafeToPhone};
use casebook_domain::pupil::{LookedAfter, Pupil, Schooling, SenProvision};

impl Sample for Pupil {
    fn sample() -> Self {
        Pupil {
            first_names: text("Zébulon Aurelius"),
            surname: text("Fictional-Sample"),
            known_as: text("Zeb"),
            letter_name: text("Zébulon"),
            pronouns: text("they/them"),
            upn: text("A000000000000"),
            upn_reason: text("A cousin; the office corrects it"),
            born: Some(on("2015-02-28")),
            year_as_taught: Some(0),
            schooling: vec![
                Schooling { school: text(""), form: text("6 Made-up"), from: Some(on("2026-09-02")) },
                Schooling { school: text("Invented Infants"), form: text("Acorns"), from: None },
            ],
            sen: SenProvision::Support,
            pupil_premium: true,
            eal: true,
            gifted: false,
            looked_after: Some(LookedAfter {
                social_worker: text("S. Worker, 01632 960001"),
                carer: text("C. Arer"),
                virtual_school: text("Invented Virtual School"),
            }),
            ask_lead_first: Some(text("Said L. Ead")),
            limits_explained: Some(on("2026-11-02")),
            remarks: text("Sits at the front.\n\"Hearing aid\" on the left."),
        }
    }

    fn any(any: &mut Any) -> Self {
        Pupil {
            first_names: any.text(),
            surname: any.text(),
            known_as: any.text(),
            letter_name: any.text(),
            pronouns: any.text(),
            upn: any.text(),
            upn_reason: any.text(),
            born: any.maybe(Any::day),
            year_as_taught: any.maybe(|any| any.number(14) as u8),
            schooling: any.some(|any| Schooling { school: any.text(), form: any.text(), from: any.maybe(Any::day) }),
            sen: any.of(SenProvision::ALL),
            pupil_premium: any.flag(),
            eal: any.flag(),
            gifted: any.flag(),
            looked_after: any.maybe(|any| LookedAfter {
                social_worker: any.text(),
                carer: any.text(),
                virtual_school: any.text(),
            }),
            ask_lead_first: any.maybe(Any::text),
            limits_explained: any.maybe(Any::day),
            remarks: any.text(),
        }
    }
}

impl Sample for Contact {
    fn sample() -> Self {
        Contact {
            name: PersonName {
                title: text("Ms"),
                first_names: text("Ana Maria"),
                surname: text("Fictional-Sample"),
                apart: true,
            },
            relationship: text("Mother"),
            responsibility: Responsibility::Yes,
            letters: true,
            phone_safe: SafeToPhone::Unknown,
            restriction: None,
            phone: text("01632 960002"),
            email: text("nobody@example.org"),
            address: text("1 Nowhere Road\nNotown"),
            language: text("Esperanto"),
            interpreter: text("Invented Interpreters"),
        }
    }

    fn any(any: &mut Any) -> Self {
        Contact {
            name: PersonName {
                title: any.text(),
                first_names: any.text(),
                surname: any.text(),
                apart: any.number(2) == 1,
            },
            relationship: any.text(),
            responsibility: any.of(Responsibility::ALL),
            letters: any.flag(),
            phone_safe: any.of(SafeToPhone::ALL),
            restriction: any.maybe(Any::text),
            phone: any.text(),
            email: any.text(),
            address: any.text(),
            language: any.text(),
            interpreter: any.text(),
        }
    }
}
