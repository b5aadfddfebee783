//! The name of a file from outside, as it may be shown.

/// Longest that is shown, in characters.
const LONGEST: usize = 120;

/// A name that can't pretend to be another: what nobody sees, what turns the direction of writing and what breaks the line is
/// marked, and a long one is shortened in the middle, so that its end stays.
pub fn shown(name: &str) -> String {
    let plain: Vec<char> = name.chars().map(|c| if is_hidden(c) { '\u{fffd}' } else { c }).collect();
    if plain.len() <= LONGEST {
        return plain.into_iter().collect();
    }
    let half = LONGEST / 2;
    plain[..half].iter().chain(&['…']).chain(&plain[plain.len() - half..]).collect()
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shown_as_it_is() {
        for name in ["2026-11-23 hand-over 4F2K.casebook", "Übergabe (2).casebook.txt", ""] {
            assert_eq!(shown(name), name);
        }
    }

    #[test]
    fn a_name_can_not_pretend_to_be_another() {
        assert_eq!(shown("gpj\u{202e}.casebook"), "gpj\u{fffd}.casebook");
        assert_eq!(shown("a\nb\u{200b}c"), "a\u{fffd}b\u{fffd}c");
        let long = shown(&["a".repeat(500), ".exe".to_owned()].concat());
        assert!(long.ends_with(".exe") && long.chars().count() == LONGEST + 1);
    }
}
