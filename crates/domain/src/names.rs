//! Names as they are compared: whatever their case, accents, apostrophes and hyphens, composed or not.
//!
//! Search, taking a name out of a copy, recognising a pupil who is here already and the warning about another pupil's name
//! all compare by this one folding, so that a name that one of them finds is found by all.

/// A character of a text as it is compared, and the bytes of the text that it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoldedLetter {
    /// A lower-case letter without accent, a digit, `'` for any apostrophe, or a blank for anything else.
    pub char: char,
    /// Where it begins in the text, in bytes.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
}

/// The text as letters. A run of blanks and marks is one blank; what nobody sees goes with the letter before it.
pub fn letters(text: &str) -> Vec<FoldedLetter> {
    let mut letters: Vec<FoldedLetter> = Vec::with_capacity(text.len());
    for (from, char) in text.char_indices() {
        let to = from + char.len_utf8();
        if unseen(char) {
            if let Some(last) = letters.last_mut() {
                last.to = to;
            }
            continue;
        }
        for lower in char.to_lowercase().filter(|lower| !unseen(*lower)) {
            match plain(lower) {
                Plain::As(char) => letters.push(FoldedLetter { char, from, to }),
                Plain::Two(one, other) => {
                    letters.push(FoldedLetter { char: one, from, to });
                    letters.push(FoldedLetter { char: other, from, to });
                }
                Plain::Blank => match letters.last_mut() {
                    Some(last) if last.char == ' ' => last.to = to,
                    _ => letters.push(FoldedLetter { char: ' ', from, to }),
                },
            }
        }
    }
    letters
}

/// Folds a text for comparing: lower case, no accents, no apostrophes, hyphens and other marks as blanks, one blank
/// between words.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in letters(text) {
        match letter.char {
            '\'' => {}
            ' ' if folded.is_empty() || folded.ends_with(' ') => {}
            char => folded.push(char),
        }
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

/// The same without any blank: "Mary-Jane" and "Maryjane" are one name.
pub fn squeezed(text: &str) -> String {
    fold(text).chars().filter(|char| *char != ' ').collect()
}

/// Whether two names are the same, however they are written. No name is the same as nothing.
pub fn same(one: &str, other: &str) -> bool {
    let one = squeezed(one);
    !one.is_empty() && one == squeezed(other)
}

/// Takes no room, or is an accent written as a character of its own after its letter.
pub const fn unseen(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}') || invisible(char)
}

/// Takes no room and may be between letters.
pub const fn invisible(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(char, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}')
}

/// What a lower-case character is compared as.
enum Plain {
    As(char),
    Two(char, char),
    Blank,
}

/// The letter beneath an accent. Latin letters of all of Europe, of Vietnamese and of the usual transcriptions.
fn plain(char: char) -> Plain {
    Plain::As(match char {
        'a'..='z' | '0'..='9' => char,
        '\'' | '\u{2019}' | '\u{2018}' | 'ʼ' | '`' | '´' | '′' | 'ʹ' => '\'',
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ǟ' | 'ǡ' | 'ǻ' | 'ȁ' | 'ȃ' | 'ȧ' | 'ḁ' | 'ạ'..='ặ' => {
            'a'
        }
        'ḃ' | 'ḅ' | 'ḇ' => 'b',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' | 'ḉ' => 'c',
        'ď' | 'đ' | 'ð' | 'ḋ'..='ḓ' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ȅ' | 'ȇ' | 'ȩ' | 'ə' | 'ǝ' | 'ḕ'..='ḝ' | 'ẹ'..='ệ' => {
            'e'
        }
        'ḟ' => 'f',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' | 'ǥ' | 'ǧ' | 'ǵ' | 'ḡ' => 'g',
        'ĥ' | 'ħ' | 'ȟ' | 'ḣ'..='ḫ' | 'ẖ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' | 'ȉ' | 'ȋ' | 'ḭ' | 'ḯ' | 'ỉ' | 'ị' => 'i',
        'ĵ' | 'ǰ' => 'j',
        'ķ' | 'ĸ' | 'ǩ' | 'ḱ'..='ḵ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' | 'ḷ'..='ḽ' => 'l',
        'ḿ' | 'ṁ' | 'ṃ' => 'm',
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ŉ' | 'ŋ' | 'ǹ' | 'ṅ'..='ṋ' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ǒ' | 'ǫ' | 'ǭ' | 'ǿ' => 'o',
        'ȍ' | 'ȏ' | 'ȫ' | 'ȭ' | 'ȯ' | 'ȱ' | 'ṍ'..='ṓ' | 'ọ'..='ợ' => 'o',
        'ṕ' | 'ṗ' => 'p',
        'ŕ' | 'ŗ' | 'ř' | 'ȑ' | 'ȓ' | 'ṙ'..='ṟ' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ſ' | 'ṡ'..='ṩ' => 's',
        'ţ' | 'ť' | 'ŧ' | 'ț' | 'ṫ'..='ṱ' | 'ẗ' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ǔ' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => 'u',
        'ȕ' | 'ȗ' | 'ṳ'..='ṻ' | 'ụ'..='ự' => 'u',
        'ṽ' | 'ṿ' => 'v',
        'ŵ' | 'ẁ'..='ẉ' | 'ẘ' => 'w',
        'ẋ' | 'ẍ' => 'x',
        'ý' | 'ÿ' | 'ŷ' | 'ȳ' | 'ẏ' | 'ẙ' | 'ỳ'..='ỹ' => 'y',
        'ź' | 'ż' | 'ž' | 'ẑ'..='ẕ' => 'z',
        'æ' | 'ǣ' | 'ǽ' => return Plain::Two('a', 'e'),
        'œ' => return Plain::Two('o', 'e'),
        'ß' => return Plain::Two('s', 's'),
        'þ' => return Plain::Two('t', 'h'),
        other if other.is_alphanumeric() => other,
        _ => return Plain::Blank,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_the_same_however_it_is_written() {
        for (one, other) in [
            ("O'Neill", "O\u{2019}NEILL"),
            ("O'Neill", "ONeill"),
            ("Nguyễn", "Nguyen"),
            ("Weiß", "WEISS"),
            ("WEIẞ", "weiss"),
            ("José", "Jose\u{301}"),
            ("Mary-Jane", "Mary Jane"),
            ("Mary-Jane", "Maryjane"),
            ("Łukasz", "lukasz"),
            ("İlker", "ilker"),
            ("Zoë", "Zo\u{200b}e\u{308}"),
            ("Kḥalīl", "Khalil"),
            ("محمد", "محمد"),
        ] {
            assert!(same(one, other), "{one} {other}");
        }
        for (one, other) in [("", ""), ("-", "."), ("Sam", "Sami"), ("Ana", "Anna")] {
            assert!(!same(one, other), "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn folding_is_idempotent(text in "\\PC{0,40}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn letters_stand_for_bytes_of_the_text(text in "\\PC{0,40}") {
            for letter in letters(&text) {
                prop_assert!(text.get(letter.from..letter.to).is_some_and(|part| !part.is_empty()));
            }
        }
    }
}
