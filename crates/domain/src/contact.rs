//! The pupil's people at home and what may be done with each (docs/design.md#people-at-home).

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

/// Titles that are before a surname. "Sir" and "Dame" go with the first name.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "miss",
    "ms",
    "mx",
    "master",
    "dr",
    "doctor",
    "prof",
    "professor",
    "rev",
    "revd",
    "reverend",
    "fr",
    "father",
    "sr",
    "sister",
    "pastor",
    "rabbi",
    "imam",
];

fn is_title(word: &str) -> bool {
    TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str())
}

/// A person's name in its parts. One of first names and surname is enough.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PersonName {
    /// Mrs, Dr; may be empty.
    pub title: String,
    /// First names; may be empty.
    pub first_names: String,
    /// The whole surname, of however many words.
    pub surname: String,
    /// Whether somebody said which is the first name and which the surname. Not yet of a name that was entered in one piece:
    /// all of it but the title is in `surname`, and a letter greets by all of it until somebody was asked.
    pub apart: bool,
}

impl PersonName {
    /// A name that was entered in one piece.
    pub fn entered(whole: &str) -> Self {
        let words: Vec<&str> = whole.split_whitespace().collect();
        let titles = words.iter().take_while(|word| is_title(word)).count();
        let (title, rest) = if titles < words.len() { words.split_at(titles) } else { (&[][..], &words[..]) };
        Self { title: title.join(" "), first_names: String::new(), surname: rest.join(" "), apart: false }
    }

    /// All of it, as on an envelope.
    pub fn whole(&self) -> String {
        let parts = [self.title.trim(), self.first_names.trim(), self.surname.trim()];
        let mut whole = String::new();
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            if !whole.is_empty() {
                whole.push(' ');
            }
            whole.push_str(part);
        }
        whole
    }

    /// Whether it is to be asked which is the first name: not of one word, which can only be one thing.
    pub fn to_be_asked(&self) -> bool {
        !self.apart && self.surname.split_whitespace().count() > 1
    }
}

/// A parent, carer or other person at home.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Contact {
    /// Name.
    pub name: PersonName,
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
