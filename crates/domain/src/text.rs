//! Text as it comes in: typed, pasted, or in a file from elsewhere. One way for every edge.
//!
//! Characters that nobody can have meant are removed silently: control characters, and the invisible ones that turn the
//! direction of what follows or hide inside a name (a name could be made to read as another, or to turn the sentence
//! around it). The marks that Arabic, Hebrew or Indian scripts and emoji need stay.

use std::borrow::Cow;

/// Embeddings, overrides and isolates of direction; blanks without width; control characters but line ends and tabs.
pub const fn misleads(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
        || matches!(character, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{84}' | '\u{86}'..='\u{9F}')
}

/// The text without what misleads; line ends, tabs and blanks stay as they are.
pub fn strip(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.chars().any(misleads) { Cow::Owned(text.chars().filter(|char| !misleads(*char)).collect()) } else { text }
}

/// The text as it is kept when it is typed: without what misleads, ends trimmed, line ends one way, a tab a blank.
pub fn clean(raw: &str, lines: bool) -> String {
    let mut clean = String::with_capacity(raw.len().min(40_000));
    let mut characters = raw.chars().peekable();
    while let Some(character) = characters.next() {
        let newline = match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                true
            }
            '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => true,
            _ => false,
        };
        if newline {
            clean.push(if lines { '\n' } else { ' ' });
        } else if character == '\t' {
            clean.push(' ');
        } else if !misleads(character) {
            clean.push(character);
        }
    }
    let trimmed = clean.trim();
    if trimmed.len() == clean.len() { clean } else { trimmed.to_owned() }
}

/// Whether a character is written from right to left: Hebrew, Arabic and their neighbours.
const fn right_to_left(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}')
        || matches!(character, '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// A name for within a sentence: one that is written from right to left does not turn the words around it. For what is
/// shown; nothing like it is ever kept ([`misleads`]).
pub fn isolated(name: String) -> String {
    if name.chars().any(right_to_left) { ["\u{2068}", &name, "\u{2069}"].concat() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_from_right_to_left_is_isolated_in_a_sentence_and_kept_as_it_was() {
        assert_eq!(isolated("Ana Sample".to_owned()), "Ana Sample");
        let shown = isolated("مريم".to_owned());
        assert_eq!(shown, "\u{2068}مريم\u{2069}");
        assert_eq!(clean(&shown, false), "مريم");
    }

    #[test]
    fn a_name_cannot_turn_the_sentence_around_it() {
        assert_eq!(clean("\u{202e}Medea Mallory", false), "Medea Mallory");
        assert_eq!(strip("Anna\u{2067} \u{7}Sample\n\tx".into()), "Anna Sample\n\tx");
        assert!(matches!(strip("plain".into()), Cow::Borrowed(_)));
        assert_eq!(clean("\u{5e2}\u{200f}", false), "\u{5e2}\u{200f}", "marks that a script needs stay");
    }

    proptest! {
        #[test]
        fn what_is_clean_stays_as_it_is(text in "\\PC{0,30}[\u{200b}\u{202e}\u{2066}\t\r\n\u{7}]{0,3}\\PC{0,10}") {
            for lines in [false, true] {
                let once = clean(&text, lines);
                prop_assert!(!once.chars().any(misleads));
                prop_assert_eq!(clean(&once, lines), once);
            }
        }
    }
}
