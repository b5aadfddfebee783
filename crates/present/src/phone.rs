//! Telephone numbers within words as somebody typed them: "Room 4, 01632 960001 ext 12".

/// A piece of such words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhonePiece {
    /// Words, or digits that are no number for certain.
    Words(String),
    /// A whole number.
    Number {
        /// As it was typed.
        words: String,
        /// What is dialled: digits, after a `+` where the country is named.
        dial: String,
    },
}

/// A run of digits with its place in the text, in bytes.
#[derive(Clone, Copy)]
struct Group<'a> {
    digits: &'a str,
    from: usize,
    to: usize,
    plus: bool,
    /// Whether only blanks, brackets, hyphens, dots or slashes lie between it and the group before.
    joined: bool,
    /// Whether a letter touches it: "A01632" is no number.
    touched: bool,
    /// Whether it is "(0)".
    bracketed_zero: bool,
}

/// Cuts the words into pieces. A number is one only where that is certain: a national one of ten or eleven digits from its 0
/// on, or one with its country. An extension after it is not dialled, a room before it is not either.
pub fn pieces(text: &str) -> Vec<PhonePiece> {
    let groups = groups(text);
    let mut pieces = Vec::new();
    let (mut at, mut done) = (0, 0);
    while at < groups.len() {
        match number(&groups[at..]) {
            None => at += 1,
            Some((dial, used)) => {
                let last = groups[at + used - 1];
                let from = start(text, groups[at]);
                if !text[done..from].is_empty() {
                    pieces.push(PhonePiece::Words(text[done..from].to_owned()));
                }
                pieces.push(PhonePiece::Number { words: text[from..last.to].to_owned(), dial });
                done = last.to;
                at += used;
            }
        }
    }
    if !text[done..].is_empty() {
        pieces.push(PhonePiece::Words(text[done..].to_owned()));
    }
    pieces
}

/// Where what belongs to a group begins: its plus or its bracket.
fn start(text: &str, group: Group<'_>) -> usize {
    let before = &text[..group.from];
    let back = if group.plus || before.ends_with('(') { 1 } else { 0 };
    if group.plus && before[..before.len() - 1].ends_with('(') { group.from - 2 } else { group.from - back }
}

fn groups(text: &str) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut rest = 0;
    while let Some(offset) = text[rest..].find(|char: char| char.is_ascii_digit()) {
        let from = rest + offset;
        let to = text[from..].find(|char: char| !char.is_ascii_digit()).map_or(text.len(), |length| from + length);
        let between = &text[groups.last().map_or(0, |last| last.to)..from];
        let plus = between.ends_with('+');
        let joined = !groups.is_empty()
            && between
                .chars()
                .all(|char| matches!(char, ' ' | '(' | ')' | '-' | '.' | '/' | '\u{a0}' | '\u{2010}'..='\u{2013}'));
        let letter = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
        let touched = letter(text[..from].chars().next_back()) || letter(text[to..].chars().next());
        let bracketed_zero = &text[from..to] == "0" && between.ends_with('(') && text[to..].starts_with(')');
        groups.push(Group { digits: &text[from..to], from, to, plus, joined, touched, bracketed_zero });
        rest = to;
    }
    groups
}

/// The number that begins with the first of these groups, and how many of them it has.
fn number(groups: &[Group<'_>]) -> Option<(String, usize)> {
    let first = groups.first()?;
    if first.plus || first.digits.starts_with("00") { international(groups) } else { national(groups) }
}

/// A British number: ten or eleven digits, the first a 0; Childline's has eight.
fn national(groups: &[Group<'_>]) -> Option<(String, usize)> {
    if !groups[0].digits.starts_with('0') {
        return None;
    }
    let mut dial = String::new();
    for (at, group) in groups.iter().enumerate() {
        if group.touched || (at > 0 && (!group.joined || group.plus)) {
            break;
        }
        dial.push_str(group.digits);
        let next = groups.get(at + 1).filter(|next| next.joined && !next.plus);
        let whole = match dial.len() {
            11 => true,
            // Not the beginning of one of eleven.
            10 => next.is_none_or(|next| next.digits.len() != 1),
            8 => dial == "08001111" && next.is_none(),
            _ => false,
        };
        if whole {
            return Some((dial, at + 1));
        }
        if dial.len() > 11 {
            break;
        }
    }
    None
}

/// A number with its country. Of +44 it is known how long it is, and that the 0 goes; of others all that stands together.
fn international(groups: &[Group<'_>]) -> Option<(String, usize)> {
    let mut digits = String::new();
    for (at, group) in groups.iter().enumerate() {
        if group.touched || (at > 0 && (!group.joined || group.plus)) {
            break;
        }
        if !group.bracketed_zero {
            digits.push_str(group.digits);
        }
        let bare = if groups[0].plus { &digits[..] } else { digits.strip_prefix("00")? };
        let next = groups.get(at + 1).filter(|next| next.joined && !next.plus);
        if let Some(british) = bare.strip_prefix("44") {
            let british = british.strip_prefix('0').unwrap_or(british);
            let whole = british.len() == 10 || (british.len() == 9 && next.is_none_or(|next| next.digits.len() != 1));
            if whole {
                return Some((["+44", british].concat(), at + 1));
            }
        } else if next.is_none() && (8..=15).contains(&bare.len()) {
            return Some((["+", bare].concat(), at + 1));
        }
        if bare.len() > 15 {
            break;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dialled(text: &str) -> Vec<String> {
        let pieces = pieces(text);
        let whole: String = pieces
            .iter()
            .map(|piece| match piece {
                PhonePiece::Words(words) | PhonePiece::Number { words, .. } => words.as_str(),
            })
            .collect();
        assert_eq!(whole, text, "nothing of the words is lost");
        let numbers = pieces.into_iter().filter_map(|piece| match piece {
            PhonePiece::Number { dial, .. } => Some(dial),
            PhonePiece::Words(_) => None,
        });
        numbers.collect()
    }

    #[test]
    fn only_a_whole_number_is_dialled() {
        for (text, numbers) in [
            ("01234 567 890", &["01234567890"][..]),
            ("+44 (0)1632 960001", &["+441632960001"]),
            ("+44 01632 960001", &["+441632960001"]),
            ("+441632960001", &["+441632960001"]),
            ("0044 1632 960001", &["+441632960001"]),
            ("Room 4 01632 960001", &["01632960001"]),
            ("Room 4, (01632) 960-001", &["01632960001"]),
            ("01632 960001 ext 204", &["01632960001"]),
            ("01632 960001 x204", &["01632960001"]),
            ("01632 960001 204", &["01632960001"]),
            ("01632 960001/2", &["01632960001"]),
            ("call 01632 960 001 or 07000 000000", &["01632960001", "07000000000"]),
            ("01632 960001 07000 000000", &["01632960001", "07000000000"]),
            ("01632 960001, 07000 000000", &["01632960001", "07000000000"]),
            ("01632 96000", &["0163296000"]),
            ("020 7946 0000 until six", &["02079460000"]),
            ("Childline 0800 1111", &["08001111"]),
            ("+33 1 23 45 67 89", &["+33123456789"]),
            ("(+44) 1632 960001", &["+441632960001"]),
        ] {
            assert_eq!(dialled(text), numbers, "{text}");
        }
    }

    #[test]
    fn what_is_not_certain_is_no_link() {
        for text in [
            "",
            "ext. 204",
            "Room 3, ext. 112",
            "999",
            "Office 12",
            "lead@school.example",
            "O1632 960001",
            "A01632 960001",
            "960001",
            "01632960001204",
            "01632 9600",
            "+44 1632",
            "٠١٦٣٢ ٩٦٠٠٠١",
            "1 Example Street 01632",
        ] {
            assert_eq!(dialled(text), [""; 0], "{text}");
        }
    }
}
