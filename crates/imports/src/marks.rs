//! Attendance codes to sessions (docs/policy.md#attendance): the statistical classes of the codes in force from August 2024.
//!
//! Codes that were retired are counted as they were when they were given, and named.

use std::collections::BTreeSet;

use casebook_domain::measure::Sessions;

/// What a code counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// In school.
    Present,
    /// In school, late before the register closed.
    Late,
    /// At an approved educational activity: counts as attended.
    Approved,
    /// Absent with leave.
    Authorised,
    /// Absent without leave.
    Unauthorised,
    /// Came after the register had closed: unauthorised, and late.
    LateAfterClosing,
    /// No session that was possible for the pupil.
    NotPossible,
    /// Not counted at all: no mark, school closed, not yet a pupil.
    NotCounted,
}

/// A code's class, and whether the code was retired.
pub fn class(code: &str) -> Option<(Class, bool)> {
    Some(match code {
        "/" | "\\" => (Class::Present, false),
        "L" => (Class::Late, false),
        "B" | "K" | "P" | "V" | "W" => (Class::Approved, false),
        "C" | "C1" | "C2" | "E" | "I" | "J1" | "M" | "R" | "S" | "T" => (Class::Authorised, false),
        "F" | "H" | "J" => (Class::Authorised, true),
        "G" | "N" | "O" => (Class::Unauthorised, false),
        "U" => (Class::LateAfterClosing, false),
        "D" | "Q" | "X" | "Y1" | "Y2" | "Y3" | "Y4" | "Y5" | "Y6" | "Y7" => (Class::NotPossible, false),
        "Y" => (Class::NotPossible, true),
        "Z" | "#" | "-" => (Class::NotCounted, false),
        _ => return None,
    })
}

/// What a string of codes adds up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    /// The sums.
    pub sessions: Sessions,
    /// Sessions that were not possible for the pupil; in none of the sums.
    pub not_possible: u16,
    /// Sessions without a mark, or that are not collected.
    pub not_counted: u16,
    /// Retired codes that were found.
    pub old: BTreeSet<String>,
    /// Codes that nobody knows: in none of the sums. While there are any, the sums are not to be used.
    pub unknown: BTreeSet<String>,
}

/// More codes than a pupil has in all years of school.
pub const MAX_MARKS: usize = 10_000;

/// Adds up a string of codes, one for each session: letters with the digit after them; blanks, commas and ends of line do
/// not count. `None` if it is longer than [`MAX_MARKS`].
///
/// ```
/// let marks = casebook_imports::marks::count("/\\L I C1 Y3 H").unwrap();
/// assert_eq!((marks.sessions.attended, marks.sessions.authorised, marks.not_possible), (3, 3, 1));
/// assert_eq!(marks.old.first().map(String::as_str), Some("H"));
/// ```
pub fn count(text: &str) -> Option<Marks> {
    if text.len() > MAX_MARKS {
        return None;
    }
    let sessions = Sessions { attended: 0, authorised: 0, unauthorised: 0, late: 0 };
    let (old, unknown) = (BTreeSet::new(), BTreeSet::new());
    let mut marks = Marks { sessions, not_possible: 0, not_counted: 0, old, unknown };
    let mut chars = text.chars().filter(|char| !char.is_whitespace() && !matches!(char, ',' | ';')).peekable();
    while let Some(first) = chars.next() {
        let mut code = String::from(first.to_ascii_uppercase());
        if first.is_ascii_alphabetic() {
            code.extend(chars.next_if(char::is_ascii_digit));
        }
        marks.add(code);
    }
    Some(marks)
}

impl Marks {
    fn add(&mut self, code: String) {
        let Some((class, old)) = class(&code) else {
            self.unknown.insert(code);
            return;
        };
        let Sessions { attended, authorised, unauthorised, late } = &mut self.sessions;
        let (sum, is_late) = match class {
            Class::Present | Class::Approved => (attended, false),
            Class::Late => (attended, true),
            Class::Authorised => (authorised, false),
            Class::Unauthorised => (unauthorised, false),
            Class::LateAfterClosing => (unauthorised, true),
            Class::NotPossible => (&mut self.not_possible, false),
            Class::NotCounted => (&mut self.not_counted, false),
        };
        *sum += 1;
        *late += u16::from(is_late);
        if old {
            self.old.insert(code);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn p14_half_a_term_of_codes_gives_the_known_sums() {
        let codes = ["/\\".repeat(26), "LLL BBV IIII M UU O".to_owned(), "Y3Y3 DD".to_owned()].concat();
        let marks = count(&codes).unwrap();
        assert_eq!(marks.sessions, Sessions { attended: 58, authorised: 5, unauthorised: 3, late: 5 });
        assert_eq!((marks.sessions.possible(), marks.not_possible), (66, 4));
        assert!(marks.old.is_empty() && marks.unknown.is_empty());
    }

    #[test]
    fn every_code_of_the_table_has_its_class() {
        let all = |class: Class| {
            let codes = ('!'..='~').flat_map(|char| {
                [char.to_string()].into_iter().chain(('1'..='9').map(move |digit| format!("{char}{digit}")))
            });
            codes.filter(|code| super::class(code).is_some_and(|it| it.0 == class)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(all(Class::Present), "/ \\");
        assert_eq!((all(Class::Late), all(Class::LateAfterClosing)), ("L".to_owned(), "U".to_owned()));
        assert_eq!(all(Class::Approved), "B K P V W");
        assert_eq!(all(Class::Authorised), "C C1 C2 E F H I J J1 M R S T");
        assert_eq!(all(Class::Unauthorised), "G N O");
        assert_eq!(all(Class::NotPossible), "D Q X Y Y1 Y2 Y3 Y4 Y5 Y6 Y7");
        assert_eq!(all(Class::NotCounted), "# - Z");
    }

    #[test]
    fn old_codes_are_named_and_unknown_ones_count_nowhere() {
        let marks = count("HJFY J1 * C9 é").unwrap();
        assert_eq!(marks.old.into_iter().collect::<Vec<_>>(), ["F", "H", "J", "Y"]);
        assert_eq!(marks.unknown.into_iter().collect::<Vec<_>>(), ["*", "C9", "é"]);
        assert_eq!((marks.sessions.authorised, marks.not_possible), (4, 1));
        assert_eq!(count(&"/".repeat(MAX_MARKS + 1)), None);
    }

    proptest! {
        #[test]
        fn every_code_is_counted_once(codes in proptest::collection::vec("[LBKPVWCEIJMRSTGNOUDQXZ#/-]|C1|Y[1-7]", 0..200)) {
            let marks = count(&codes.concat()).unwrap();
            let sum = marks.sessions.possible() + u32::from(marks.not_possible) + u32::from(marks.not_counted);
            prop_assert_eq!(sum as usize, codes.len());
        }
    }
}
