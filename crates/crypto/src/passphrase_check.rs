//! Refuses passphrases of one's own that are guessed first.
//!
//! Deliberately small: a strength estimator such as zxcvbn is 742 kB of wasm. The rule is what is left after everything
//! guessable (common passwords, names entered, runs along the keyboard, repetitions, years) is taken out: it must still
//! be a few characters. Generated words are offered first; this only keeps the worst out.

use std::collections::HashSet;

/// The least length, characters.
pub const MIN_CHARS: usize = 14;

/// What must be left, characters, when everything guessable is taken out.
const MIN_LEFT: usize = 6;
/// The least number of different characters.
const MIN_DISTINCT: usize = 6;
/// Names shorter than this are too often part of other words.
const SHORTEST_NAME: usize = 3;
/// A run along a row of keys or the alphabet counts from this length on.
const SHORTEST_RUN: usize = 4;

/// Stems of the common passwords that people lengthen to fourteen characters, and of what a school makes obvious. In
/// lower case, longest first where one holds another.
#[rustfmt::skip]
const COMMON: [&str; 72] = [
    "correcthorsebatterystaple", "nevergonnagiveyouup", "maytheforcebewithyou", "tobeornottobe",
    "learningmentor", "trustno1", "iloveyou", "password", "passwort", "passphrase", "passw0rd",
    "p@ssw0rd", "p@ssword", "pa55word", "letmein", "welcome", "changeme", "administrator",
    "superman", "spiderman", "batman", "football", "baseball", "basketball", "princess", "sunshine",
    "dragon", "monkey", "shadow", "master", "michael", "jennifer", "charlie", "liverpool",
    "arsenal", "chelsea", "manchester", "united", "everton", "tottenham", "rangers", "celtic",
    "england", "london", "blink182", "computer", "internet", "whatever", "starwars", "pokemon",
    "minecraft", "hello", "secret", "casebook", "teacher", "school", "mentor", "learning",
    "education", "primary", "secondary", "academy", "pupil", "student", "january", "september",
    "summer", "winter", "autumn", "spring", "monday", "admin",
];

/// Rows along which fingers run, both ways. Letters, digits, and the two together.
#[rustfmt::skip]
const ROWS: [&str; 8] = [
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujm",
];

/// Why a passphrase is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeakPassphrase {
    /// Fewer than [`MIN_CHARS`] characters.
    TooShort {
        /// How many it has.
        chars: usize,
    },
    /// One short piece again and again, or hardly any different characters.
    Repetitive,
    /// Hardly more than names that were entered.
    MadeOfNames,
    /// Hardly more than a common password, a run along the keyboard or a year.
    Common,
}

/// Checks a passphrase somebody made up. `names` are the names that were entered: the mentor's, the school's.
///
/// # Errors
/// The first reason against it.
pub fn passphrase_check(own: &str, names: &[&str]) -> Result<(), WeakPassphrase> {
    let text: Vec<char> = own.trim().chars().flat_map(char::to_lowercase).collect();
    if text.len() < MIN_CHARS {
        return Err(WeakPassphrase::TooShort { chars: own.trim().chars().count() });
    }
    if is_repetitive(&text) {
        return Err(WeakPassphrase::Repetitive);
    }

    let mut left: String = text.iter().filter(|c| c.is_alphanumeric() || matches!(c, '@' | '$')).collect();
    let before = left.chars().count();
    for name in name_parts(names) {
        left = left.replace(&name, " ");
    }
    let nameless = counted(&left) < before;
    for stem in COMMON {
        left = left.replace(stem, " ");
    }
    left = without_runs(&left);
    // Digits that are left are a year, a birthday or "123" after the word: a guesser tries them first.
    let letters = left.chars().filter(|c| c.is_alphabetic()).count();
    let digits = left.chars().filter(char::is_ascii_digit).count();
    if letters + digits / 4 >= MIN_LEFT || digits >= 2 * MIN_LEFT {
        Ok(())
    } else if nameless {
        Err(WeakPassphrase::MadeOfNames)
    } else {
        Err(WeakPassphrase::Common)
    }
}

/// The names' parts, longest first, so that "Annabel" goes before "Ann".
fn name_parts(names: &[&str]) -> Vec<String> {
    let mut parts: Vec<String> = names
        .iter()
        .flat_map(|name| name.split(|c: char| !c.is_alphanumeric()))
        .map(str::to_lowercase)
        .filter(|part| part.chars().count() >= SHORTEST_NAME)
        .collect();
    parts.sort_by_key(|part| core::cmp::Reverse(part.len()));
    parts
}

fn counted(text: &str) -> usize {
    text.chars().filter(|c| *c != ' ').count()
}

fn is_repetitive(text: &[char]) -> bool {
    let distinct: HashSet<&char> = text.iter().collect();
    let letters: Vec<char> = text.iter().copied().filter(|c| c.is_alphabetic()).collect();
    distinct.len() < MIN_DISTINCT
        || is_one_piece_repeated(text)
        || (letters.len() >= MIN_CHARS / 2 && is_one_piece_repeated(&letters))
}

fn is_one_piece_repeated(text: &[char]) -> bool {
    let repeats = |piece: usize| text.iter().zip(&text[piece..]).all(|(a, b)| a == b);
    (1..=text.len() / 2).any(repeats)
}

/// The text with runs along a row, either way, and single characters held down replaced by a space.
fn without_runs(text: &str) -> String {
    let text: Vec<char> = text.chars().collect();
    let mut left = String::new();
    let mut at = 0;
    while at < text.len() {
        let run = run_length(&text[at..]);
        if run >= SHORTEST_RUN {
            left.push(' ');
            at += run;
        } else {
            left.push(text[at]);
            at += 1;
        }
    }
    left
}

fn run_length(text: &[char]) -> usize {
    let held = text.iter().take_while(|c| **c == text[0]).count();
    ROWS.iter()
        .flat_map(|row| {
            let forth: Vec<char> = row.chars().collect();
            let back = forth.iter().rev().copied().collect();
            [forth, back]
        })
        .flat_map(|row: Vec<char>| {
            (0..row.len())
                .map(|start| row[start..].iter().zip(text).take_while(|(a, b)| a == b).count())
                .collect::<Vec<_>>()
        })
        .fold(held, usize::max)
}

#[cfg(test)]
mod tests {
    use super::{WeakPassphrase::*, *};

    #[test]
    fn a_passphrase_under_14_characters_is_refused() {
        assert_eq!(passphrase_check("  zebra lamp wi  ", &[]), Err(TooShort { chars: 13 }));
        assert_eq!(passphrase_check("zebra lamp win", &[]), Ok(()));
        assert_eq!(
            passphrase_check("é".repeat(13).as_str(), &[]),
            Err(TooShort { chars: 13 }),
            "characters, not bytes"
        );
    }

    #[test]
    fn one_piece_again_and_again_is_refused() {
        for text in [
            "aaaaaaaaaaaaaaaa",
            "abcabcabcabcabc",
            "zebra9zebra9zebra9",
            "1111222211112222",
            "abababababababa",
            "Annabel_Annabel_99",
        ] {
            assert_eq!(passphrase_check(text, &[]), Err(Repetitive), "{text}");
        }
    }

    #[test]
    fn common_passwords_are_refused_however_lengthened() {
        for text in [
            "passwordpassword1",
            "Password123456!",
            "qwertyuiop1234",
            "correct horse battery staple",
            "iloveyou20232024",
            "Welcome2School!",
            "asdfghjklzxcvbnm",
            "1qaz2wsx3edc4rfv",
            "LiverpoolFC2024!!",
            "letmein!letmein?1",
            "abcdefghijklmnop",
            "09876543210987",
            "learningmentor1",
            "September2026!!",
            "P@ssw0rd P@ssw0rd1",
        ] {
            let refused = passphrase_check(text, &[]);
            assert!(matches!(refused, Err(Common | Repetitive)), "{text}: {refused:?}");
        }
    }

    #[test]
    fn names_entered_with_trimmings_are_refused() {
        let names = ["Annabel O'Connor-Smith", "Highfield Primary"];
        for text in ["AnnabelSmith2024", "highfield-annabel-1", "Smith Connor Smith!"] {
            assert_eq!(passphrase_check(text, &names), Err(MadeOfNames), "{text}");
            assert_eq!(passphrase_check(text, &["Jo Li"]), Ok(()), "{text}");
        }
    }

    #[test]
    fn names_within_something_longer_are_accepted() {
        assert_eq!(passphrase_check("annabel paints purple walruses", &["Annabel"]), Ok(()));
    }

    #[test]
    fn sentences_and_generated_words_are_accepted() {
        for text in [
            "the kettle sings at dawn",
            "abandon ability able about above absent",
            "Vlk běží přes zmrzlé pole",
            "мой кот любит огурцы",
            "tR9#kw2!mZ5$qa",
            "zoo zoom zone zebra youth young",
        ] {
            assert_eq!(passphrase_check(text, &["Annabel Smith"]), Ok(()), "{text}");
        }
    }
}
