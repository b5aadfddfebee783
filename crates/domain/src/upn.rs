//! Unique pupil numbers (docs/policy.md#pupil-numbers; DfE guide to UPNs, annex A).
//!
//! A doubtful number is a verdict to be shown, never a refusal: what the
//! school's system holds is what it holds.

/// The check letters by remainder; I, O and S are never used.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

/// What can be said of a number as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upn {
    /// Nothing was typed: the number is optional.
    Missing,
    /// Thirteen characters with the right check letter.
    Valid {
        /// Whether the local authority's number is in a range that was ever given out; a hint only.
        la_known: bool,
    },
    /// A temporary number (ends in a letter), to be replaced once the real one is known.
    Temporary {
        /// As for [`Upn::Valid`].
        la_known: bool,
    },
    /// The check letter does not fit the digits: probably a slip in typing.
    BadCheckLetter {
        /// The letter that would fit.
        expected: char,
    },
    /// Not a letter and twelve digits, the last of which may be a letter.
    BadFormat,
    /// `UN1` to `UN5`: the school's system says that there is no number.
    Placeholder,
}

impl Upn {
    /// Whether it should be looked at again (a temporary number too).
    pub const fn doubtful(self) -> bool {
        !matches!(self, Self::Missing | Self::Valid { la_known: true })
    }
}

fn letter_value(letter: u8) -> Option<u32> {
    LETTERS.iter().position(|&other| other == letter).map(|index| index as u32)
}

/// Judges a number as typed; blanks around it and case do not matter.
pub fn check(text: &str) -> Upn {
    let text = text.trim().to_ascii_uppercase();
    let chars = text.as_bytes();
    if chars.is_empty() {
        return Upn::Missing;
    }
    if chars.len() == 3 && chars.starts_with(b"UN") && (b'1'..=b'5').contains(&chars[2]) {
        return Upn::Placeholder;
    }
    if chars.len() != 13 || letter_value(chars[0]).is_none() {
        return Upn::BadFormat;
    }
    let mut sum = 0;
    for (index, &char) in chars.iter().enumerate().skip(1) {
        let value = match char {
            b'0'..=b'9' => u32::from(char - b'0'),
            _ if index == 12 => match letter_value(char) {
                Some(value) => value,
                None => return Upn::BadFormat,
            },
            _ => return Upn::BadFormat,
        };
        sum += value * (index as u32 + 1);
    }
    let expected = LETTERS[(sum % 23) as usize];
    if chars[0] != expected {
        return Upn::BadCheckLetter { expected: char::from(expected) };
    }
    let la_known = la_known(&chars[1..4]);
    if chars[12].is_ascii_digit() { Upn::Valid { la_known } } else { Upn::Temporary { la_known } }
}

/// Ranges, not a list: lists lag behind new authorities, and old numbers stay with their pupils.
fn la_known(digits: &[u8]) -> bool {
    let number = digits.iter().fold(0u32, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    matches!(number, 201..=213 | 301..=396 | 420 | 660..=708 | 800..=899 | 901..=946)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALID: Upn = Upn::Valid { la_known: true };

    #[test]
    fn a_upn_gets_the_verdict_of_the_table() {
        for (upn, verdict) in [
            ("H801200001001", VALID),
            ("B801200005001", VALID),
            ("A801200005001", Upn::BadCheckLetter { expected: 'B' }),
            ("X00180001701A", Upn::Temporary { la_known: false }),
            ("X00180001701B", Upn::BadCheckLetter { expected: 'L' }),
            ("X80120000A001", Upn::BadFormat),
            ("R674123101121", VALID),
            ("Z883999925001", VALID),
            ("N883999925002", VALID),
            ("K88399992500A", Upn::Temporary { la_known: true }),
            ("B207000016049", Upn::BadCheckLetter { expected: 'P' }),
            ("P207000016049", VALID),
            ("A123456789012", Upn::Valid { la_known: false }),
            ("H801200001010", Upn::BadCheckLetter { expected: 'G' }),
            ("I801200001001", Upn::BadFormat),
            ("", Upn::Missing),
            ("  h801200001001 ", VALID),
            ("H80120000100", Upn::BadFormat),
            ("H8012000010011", Upn::BadFormat),
            ("K88399992500S", Upn::BadFormat),
            ("Hé01200001001", Upn::BadFormat),
            ("UN3", Upn::Placeholder),
            ("UN6", Upn::BadFormat),
        ] {
            assert_eq!(check(upn), verdict, "{upn}");
        }
    }

    #[test]
    fn every_slip_in_one_digit_is_caught() {
        let right = b"H801200001001";
        for place in 1..13 {
            for digit in b'0'..=b'9' {
                let mut slip = *right;
                slip[place] = digit;
                let text = String::from_utf8_lossy(&slip);
                assert_eq!(check(&text) == VALID, digit == right[place], "{text}");
            }
        }
    }

    #[test]
    fn an_unknown_authority_is_a_doubt_and_nothing_more() {
        assert!(check("A123456789012").doubtful());
        assert!(!check("H801200001001").doubtful());
        assert!(!check("").doubtful());
    }
}
