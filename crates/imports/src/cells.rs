//! What one cell says, by what its column means. What can't be read is `None`, and said; it is never guessed.

use casebook_domain::pupil::SenProvision;

use crate::incoming::Year;

/// A cell as text: without what misleads, and without what spreadsheets put around text to keep its leading zeros, the
/// formula `="0123"` or an apostrophe before it. `None`: a formula that does something else.
pub(crate) fn text(raw: &str) -> Option<String> {
    let text = casebook_domain::text::clean(raw, false);
    if let Some(quoted) = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        return (!quoted.contains('"')).then(|| quoted.trim().to_owned());
    }
    if text.starts_with('=') {
        return None;
    }
    match text.strip_prefix('\'') {
        Some(guarded) if guarded.starts_with(['=', '+', '-', '@']) => Some(guarded.to_owned()),
        Some(number) if number.starts_with(|char: char| char.is_ascii_digit()) => Some(number.to_owned()),
        _ => Some(text),
    }
}

/// Yes or no, in the words that systems use for a flag.
pub(crate) fn flag(text: &str) -> Option<bool> {
    match casebook_domain::names::squeezed(text).as_str() {
        "y" | "yes" | "t" | "true" | "1" | "x" | "pp" | "ppi" | "fsm" | "ever6" | "eal" | "lac" | "cla" | "incare"
        | "eligible" => Some(true),
        "n" | "no" | "f" | "false" | "0" | "none" | "noteligible" => Some(false),
        _ => None,
    }
}

/// English as an additional language: a flag, or the first language by name or code.
pub(crate) fn additional_language(text: &str) -> Option<bool> {
    let known = flag(text);
    match casebook_domain::names::squeezed(text).as_str() {
        _ if known.is_some() => known,
        "eng" | "enb" | "english" | "believedtobeenglish" => Some(false),
        // Not said, refused, not known, another than English that nobody named.
        "" | "nobt" | "nobtained" | "refu" | "refused" | "zzz" | "unknown" => None,
        "oth" | "otb" => Some(true),
        language => (language.len() > 2 && language.chars().all(char::is_alphabetic)).then_some(true),
    }
}

/// Provision for special educational needs: codes of the CTF, of before 2014 (A and P: school action; S: a statement), words.
pub(crate) fn sen(text: &str) -> Option<SenProvision> {
    match casebook_domain::names::squeezed(text).as_str() {
        "n" | "no" | "none" | "nosen" | "nospecialeducationalneed" | "nospecialeducationalneeds" => {
            Some(SenProvision::None)
        }
        "k" | "a" | "p" | "sensupport" | "support" | "schoolaction" | "schoolactionplus" => Some(SenProvision::Support),
        "e" | "s" | "ehcp" | "ehc" | "ehcplan" | "statement" | "educationhealthandcareplan" => Some(SenProvision::Plan),
        _ => None,
    }
}

/// "Year 7", "7", "Yr 7", "Y7", "07", "R", "Reception", "N1", "X".
pub(crate) fn year(text: &str) -> Option<Year> {
    let key = casebook_domain::names::squeezed(text);
    let bare = ["ncyear", "year", "yr", "y"].iter().find_map(|word| key.strip_prefix(word)).unwrap_or(&key);
    match bare {
        "r" | "rec" | "reception" | "0" => Some(Year::Taught(0)),
        "n1" | "n2" | "n" | "nursery" | "e1" | "e2" | "x" => Some(Year::Other),
        digits if digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            digits.parse().ok().filter(|year| (1..=13).contains(year)).map(Year::Taught)
        }
        _ => None,
    }
}

/// A count; "12.0" is twelve.
pub(crate) fn count(text: &str) -> Option<u16> {
    let whole = match text.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => whole,
        _ => text,
    };
    digits(whole)?.try_into().ok()
}

/// Behaviour points, which some systems write below zero.
pub(crate) fn points(text: &str) -> Option<i32> {
    let (negative, rest) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let points = i32::from(count(rest)?);
    Some(if negative { -points } else { points })
}

/// A number that is not below zero, in ten-thousandths: "87.5 %", "87,5" and "0.875" as they stand.
pub(crate) fn decimal(text: &str) -> Option<u32> {
    let bare = text.trim_end_matches(['%', ' ']);
    let (whole, part) = bare.split_once(['.', ',']).unwrap_or((bare, ""));
    let places = part.bytes().all(|byte| byte.is_ascii_digit());
    if !places || (whole.is_empty() && part.is_empty()) {
        return None;
    }
    let whole = if whole.is_empty() { 0 } else { digits(whole)? };
    // What is below a ten-thousandth is rounded half up.
    let kept: String = part.chars().chain("0000".chars()).take(4).collect();
    let up = part.as_bytes().get(4).is_some_and(|next| *next >= b'5');
    whole.checked_mul(10_000)?.checked_add(kept.parse().ok()?)?.checked_add(u32::from(up))
}

fn digits(text: &str) -> Option<u32> {
    let digits = (1..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// A pupil's number as it is kept: upper case, no blanks within; empty for what says that there is none.
pub(crate) fn upn(text: &str) -> String {
    use casebook_domain::upn::{Upn, check};
    let upn: String = text.chars().filter(|char| !char.is_whitespace()).collect::<String>().to_ascii_uppercase();
    if check(&upn) == Upn::Placeholder { String::new() } else { upn }
}

/// A name that is written in capitals alone, as some systems export them, in the usual way: "O'NEILL" is "O'Neill". `None`
/// where it is not, or is so short that it may be initials.
pub(crate) fn from_capitals(name: &str) -> Option<String> {
    let letters = name.chars().filter(|char| char.is_alphabetic()).count();
    if letters < 3 || name.chars().any(char::is_lowercase) || !name.chars().any(char::is_uppercase) {
        return None;
    }
    let mut usual = String::with_capacity(name.len());
    let mut within = false;
    for char in name.chars() {
        if within {
            usual.extend(char.to_lowercase());
        } else {
            usual.push(char);
        }
        within = char.is_alphabetic();
    }
    Some(usual)
}

/// A whole name as surname and first names: "Sample, Robin James" or "Robin Sample". `None` where it is not clear which word
/// is which.
pub(crate) fn split_name(whole: &str) -> Option<(String, String)> {
    if let Some((surname, first)) = whole.split_once(',') {
        let (surname, first) = (surname.trim(), first.trim());
        return (!surname.is_empty() && !first.is_empty() && !first.contains(','))
            .then(|| (surname.to_owned(), first.to_owned()));
    }
    let mut words = whole.split_whitespace();
    match (words.next(), words.next(), words.next()) {
        (Some(first), Some(surname), None) => Some((surname.to_owned(), first.to_owned())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_zeros_are_kept_and_formulas_are_not_taken() {
        for (raw, read) in [
            ("00123", Some("00123")),
            ("=\"00123\"", Some("00123")),
            ("'00123", Some("00123")),
            ("'=1+1", Some("=1+1")),
            ("'Aulani", Some("'Aulani")),
            ("=1+1", None),
            ("=HYPERLINK(\"x\",\"y\")", None),
            ("=\"a\"&\"b\"", None),
            (" Rob\u{200b}in\t", Some("Robin")),
        ] {
            assert_eq!(text(raw).as_deref(), read, "{raw}");
        }
    }

    #[test]
    fn year_groups_are_read_in_every_way() {
        for (text, read) in [
            ("Year 7", Some(Year::Taught(7))),
            ("7", Some(Year::Taught(7))),
            ("07", Some(Year::Taught(7))),
            ("Yr 13", Some(Year::Taught(13))),
            ("Y1", Some(Year::Taught(1))),
            ("Reception", Some(Year::Taught(0))),
            ("R", Some(Year::Taught(0))),
            ("N2", Some(Year::Other)),
            ("X", Some(Year::Other)),
            ("14", None),
            ("7A", None),
            ("", None),
        ] {
            assert_eq!(year(text), read, "{text}");
        }
    }

    #[test]
    fn numbers_are_read_exactly() {
        for (text, read) in [
            ("87.5", Some(875_000)),
            ("87,5 %", Some(875_000)),
            ("0.8751", Some(8_751)),
            (".5", Some(5_000)),
            ("99.99995", Some(1_000_000)),
            ("100%", Some(1_000_000)),
            ("", None),
            ("%", None),
            ("-5", None),
            ("1.2.3", None),
            ("n/a", None),
            ("9999999999", None),
        ] {
            assert_eq!(decimal(text), read, "{text}");
        }
        assert_eq!((count("12.0"), count("12.5"), count("-1"), count("70000")), (Some(12), None, None, None));
        assert_eq!((points("-12"), points("+3"), points("x")), (Some(-12), Some(3), None));
    }

    #[test]
    fn flags_and_provision_are_read_by_their_words() {
        assert_eq!((flag("Yes"), flag("N"), flag("T"), flag("perhaps")), (Some(true), Some(false), Some(true), None));
        for (text, read) in [("English", Some(false)), ("Polish", Some(true)), ("Y", Some(true)), ("REFU", None)] {
            assert_eq!(additional_language(text), read, "{text}");
        }
        assert_eq!(
            (sen("K"), sen("EHCP"), sen("No SEN")),
            (Some(SenProvision::Support), Some(SenProvision::Plan), Some(SenProvision::None),)
        );
        assert_eq!(sen("Q"), None);
    }

    #[test]
    fn names_in_capitals_are_written_in_the_usual_way() {
        for (name, usual) in [
            ("SAMPLE", Some("Sample")),
            ("O'NEILL", Some("O'Neill")),
            ("MARY-JANE ÉVA", Some("Mary-Jane Éva")),
            ("Sample", None),
            ("AJ", None),
            ("محمد", None),
        ] {
            assert_eq!(from_capitals(name).as_deref(), usual, "{name}");
        }
        assert_eq!(split_name("Sample, Robin James"), Some(("Sample".to_owned(), "Robin James".to_owned())));
        assert_eq!(split_name("Robin Sample"), Some(("Sample".to_owned(), "Robin".to_owned())));
        assert_eq!((split_name("Robin James Sample"), split_name("Robin"), split_name(", ")), (None, None, None));
        assert_eq!((upn(" h801 200001001"), upn("UN3")), ("H801200001001".to_owned(), String::new()));
    }
}
