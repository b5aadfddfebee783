//! A telephone number within "reach" as somebody typed it.

/// The number to dial in a text such as "Room 4, ext. 01234 567 890": the first
/// run of at least three digits, with the blanks, brackets and hyphens that
/// people put between them left out. `None` when there is none.
pub fn dial(text: &str) -> Option<String> {
    let mut number = String::new();
    for character in text.chars().chain([';']) {
        match character {
            '0'..='9' => number.push(character),
            '+' if number.is_empty() => number.push('+'),
            ' ' | '(' | ')' | '-' | '\u{a0}' | '/' if !number.is_empty() => {}
            _ if number.bytes().filter(u8::is_ascii_digit).count() >= 3 => break,
            _ => number.clear(),
        }
    }
    (number.bytes().filter(u8::is_ascii_digit).count() >= 3).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_found_among_words() {
        for (text, number) in [
            ("01234 567 890", Some("01234567890")),
            ("ext. 204", Some("204")),
            ("Room 4, (01234) 567-890", Some("01234567890")),
            ("+44 20 7946 0000 until six", Some("+442079460000")),
            ("Office 12", None),
            ("lead@school.example", None),
            ("", None),
            ("call 01632 960 001 or 01632 960 002", Some("01632960001")),
        ] {
            assert_eq!(dial(text).as_deref(), number, "{text}");
        }
    }
}
