//! A telephone number within "reach" as somebody typed it.

/// Fewer digits than a telephone number has: a room or an extension, which must not become a link (112 would call the
/// emergency services).
const SHORTEST: usize = 7;

/// The number to dial in a text such as "Room 4, ext. 01234 567 890": the first
/// run of as many digits as a number has, with the blanks, brackets and hyphens that
/// people put between them left out. `None` when there is none.
pub fn dial(text: &str) -> Option<String> {
    let mut number = String::new();
    for character in text.chars().chain([';']) {
        match character {
            '0'..='9' => number.push(character),
            '+' if number.is_empty() => number.push('+'),
            ' ' | '(' | ')' | '-' | '\u{a0}' | '/' if !number.is_empty() => {}
            _ if number.bytes().filter(u8::is_ascii_digit).count() >= SHORTEST => break,
            _ => number.clear(),
        }
    }
    (number.bytes().filter(u8::is_ascii_digit).count() >= SHORTEST).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_found_among_words() {
        for (text, number) in [
            ("01234 567 890", Some("01234567890")),
            ("ext. 204", None),
            ("Room 3, ext. 112", None),
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
