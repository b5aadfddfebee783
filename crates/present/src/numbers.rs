//! Numbers as people read and type them: tenths and hundredths are whole
//! numbers inside, so that sums are exact.

use casebook_domain::measure::Hundredths;

/// Appends a whole number.
pub fn push_number(text: &mut String, value: u64) {
    if value >= 10 {
        push_number(text, value / 10);
    }
    text.push(char::from(b'0' + (value % 10) as u8));
}

/// A whole number.
pub fn whole(value: u64) -> String {
    let mut text = String::new();
    push_number(&mut text, value);
    text
}

/// A count with its noun: "1 day", "3 days".
pub fn counted(count: u64, one: &str, many: &str) -> String {
    let mut text = whole(count);
    text.push(' ');
    text.push_str(if count == 1 { one } else { many });
    text
}

/// Tenths, always with one place: 875 is "87.5".
pub fn tenths(value: u16) -> String {
    let mut text = whole(u64::from(value / 10));
    text.push('.');
    push_number(&mut text, u64::from(value % 10));
    text
}

/// Tenths of a per cent: 875 is "87.5%".
pub fn percent(tenths_of_percent: u16) -> String {
    let mut text = tenths(tenths_of_percent);
    text.push('%');
    text
}

/// Hundredths without trailing noughts: 750 is "7.5", -300 is "-3".
pub fn hundredths(value: Hundredths) -> String {
    let mut text = String::new();
    if value < 0 {
        text.push('-');
    }
    let size = value.unsigned_abs();
    push_number(&mut text, size / 100);
    let (tenth, hundredth) = (size / 10 % 10, size % 10);
    if tenth + hundredth > 0 {
        text.push('.');
        push_number(&mut text, tenth);
        if hundredth > 0 {
            push_number(&mut text, hundredth);
        }
    }
    text
}

/// A score in hundredths to one place, as a standard score is read: 5456 is "54.6".
pub fn score(hundredths: u16) -> String {
    tenths(hundredths / 10 + u16::from(hundredths % 10 >= 5))
}

/// Reads a number with at most two decimal places, "." or "," between; blanks
/// around it, "+" and "%" after it are let pass. `None` for anything else and beyond a thousand million.
pub fn parse_hundredths(text: &str) -> Option<Hundredths> {
    let text = text.trim();
    let text = text.strip_suffix('%').map_or(text, str::trim_end);
    let (negative, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let places = whole.bytes().chain(part.bytes());
    if whole.len() > 9
        || part.len() > 2
        || whole.len() + part.len() == 0
        || !places.clone().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let missing = [100, 10, 1][part.len()];
    let value = places.fold(0i64, |sum, digit| sum * 10 + i64::from(digit - b'0')) * missing;
    Some(if negative { -value } else { value })
}

/// Reads a per cent of 0 to 100 with at most one decimal place, in tenths.
pub fn parse_percent(text: &str) -> Option<u16> {
    let value = parse_hundredths(text)?;
    ((0..=10_000).contains(&value) && value % 10 == 0).then_some((value / 10) as u16)
}

/// A rating of a target with its sign.
pub const fn rating(value: i8) -> &'static str {
    match value {
        i8::MIN..=-2 => "\u{2212}2",
        -1 => "\u{2212}1",
        0 => "0",
        1 => "+1",
        2.. => "+2",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!((tenths(875), tenths(5), tenths(1000)), ("87.5".to_owned(), "0.5".to_owned(), "100.0".to_owned()));
        assert_eq!(percent(800), "80.0%");
        for (value, text) in [(750, "7.5"), (-300, "-3"), (1205, "12.05"), (0, "0"), (-5, "-0.05"), (100, "1")] {
            assert_eq!(hundredths(value), text);
            assert_eq!(parse_hundredths(text), Some(value));
        }
        assert_eq!((score(5456), score(5500), score(5454)), ("54.6".to_owned(), "55.0".to_owned(), "54.5".to_owned()));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", ".", "-", "1.234", "1.2.3", "seven", "1 000", "12345678901", "1e3", "٣"] {
            assert_eq!(parse_hundredths(text), None, "{text}");
        }
        assert_eq!(parse_hundredths(" 87,5 % "), Some(8750));
        assert_eq!(parse_percent("87.5"), Some(875));
        assert_eq!((parse_percent("100.1"), parse_percent("-1"), parse_percent("87.55")), (None, None, None));
    }
}
