//! Taking words out of a text: whatever their case, accents, apostrophes and blanks, and whatever invisible characters stand
//! between the letters. Every place is filled by the same mark, so that its length tells nothing.

/// What stands where words were taken out.
pub const MARK: &str = "[redacted]";

/// Words to be taken out.
#[derive(Clone, Debug)]
pub struct Pattern {
    folded: Vec<char>,
    /// Only where they stand as whole words: a name is not found within another word.
    whole: bool,
}

impl Pattern {
    /// A name: found as whole words. `None` where nothing is left to look for.
    pub fn name(text: &str) -> Option<Self> {
        Self::new(text, true)
    }

    /// A passage: found wherever it stands.
    pub fn passage(text: &str) -> Option<Self> {
        Self::new(text, false)
    }

    fn new(text: &str, whole: bool) -> Option<Self> {
        let folded: Vec<char> = fold(text.trim()).into_iter().map(|letter| letter.char).collect();
        (!folded.is_empty()).then_some(Self { folded, whole })
    }
}

/// A letter as it is compared, and the bytes of the text that it stands for.
struct Letter {
    char: char,
    from: usize,
    to: usize,
}

/// The form by which names are told to be the same.
pub fn key(text: &str) -> String {
    fold(text.trim()).into_iter().map(|letter| letter.char).collect()
}

/// How often the words stand in a text.
pub fn count(text: &str, pattern: &Pattern) -> usize {
    ranges(&fold(text), pattern).len()
}

/// The text without these words, and how often each stood in it.
pub fn redact(text: &str, patterns: &[Pattern], counts: &mut [usize]) -> String {
    let letters = fold(text);
    let mut out = vec![false; text.len()];
    for (pattern, count) in patterns.iter().zip(counts) {
        for (from, to) in ranges(&letters, pattern) {
            *count += 1;
            out[from..to].iter_mut().for_each(|byte| *byte = true);
        }
    }
    let mut left = String::with_capacity(text.len());
    let mut blank = String::new();
    let mut marked = false;
    for (at, char) in text.char_indices() {
        if out[at] {
            // Two with nothing but blanks between them are one: else the number of words would be told.
            if !marked {
                left.push_str(&blank);
                left.push_str(MARK);
            }
            blank.clear();
            marked = true;
        } else if char.is_whitespace() {
            blank.push(char);
        } else {
            left.push_str(&blank);
            blank.clear();
            left.push(char);
            marked = false;
        }
    }
    left.push_str(&blank);
    left
}

fn ranges(letters: &[Letter], pattern: &Pattern) -> Vec<(usize, usize)> {
    let Pattern { folded, whole } = pattern;
    let mut found = Vec::new();
    let mut at = 0;
    while at + folded.len() <= letters.len() {
        let here = &letters[at..at + folded.len()];
        let joined = |place: Option<&Letter>| place.is_some_and(|letter| letter.char.is_alphanumeric());
        let alone = !whole || !(at > 0 && joined(letters.get(at - 1)) || joined(letters.get(at + folded.len())));
        if alone && here.iter().zip(folded).all(|(letter, char)| letter.char == *char) {
            found.push((here[0].from, here[folded.len() - 1].to));
            at += folded.len();
        } else {
            at += 1;
        }
    }
    found
}

/// Letters without case, accents and what nobody can see; a run of blanks is one.
fn fold(text: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::with_capacity(text.len());
    for (from, char) in text.char_indices() {
        let to = from + char.len_utf8();
        if invisible(char) || accent(char) {
            // It goes with the letter before it.
            if let Some(last) = letters.last_mut() {
                last.to = to;
            }
            continue;
        }
        if char.is_whitespace() {
            match letters.last_mut() {
                Some(last) if last.char == ' ' => last.to = to,
                _ => letters.push(Letter { char: ' ', from, to }),
            }
            continue;
        }
        for lower in char.to_lowercase().filter(|lower| !accent(*lower)) {
            letters.push(Letter { char: plain(lower), from, to });
        }
    }
    letters
}

/// Takes no room and may stand between letters.
pub(super) const fn invisible(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        || matches!(char, '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}')
}

/// An accent that stands by itself after its letter.
const fn accent(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}')
}

/// Lower-case letters with accents as the letter beneath, apostrophes and dashes as the plain ones.
const fn plain(char: char) -> char {
    match char {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ǒ' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ŧ' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ǔ' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        '\u{2018}' | '\u{2019}' | '\u{2bc}' | '`' | '´' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn out(text: &str, names: &[&str]) -> String {
        let patterns: Vec<_> = names.iter().filter_map(|name| Pattern::name(name)).collect();
        redact(text, &patterns, &mut vec![0; patterns.len()])
    }

    #[test]
    fn a_name_goes_whatever_its_case_accents_and_apostrophes() {
        for text in ["José", "jose", "JOSÉ", "Jose\u{301}", "J\u{200b}osé", "Jo\u{ad}se\u{301}", "\u{202e}José"] {
            let left = out(&format!("Then {text} left."), &["José"]);
            assert!(left.ends_with(&[MARK, " left."].concat()) && !left.to_lowercase().contains("jos"), "{left}");
        }
        assert_eq!(out("O’Neill and o'neill", &["O'Neill"]), "[redacted] and [redacted]");
        assert_eq!(out("Mary-Jane, Mary\u{2011}jane", &["Mary-Jane"]), "[redacted], [redacted]");
        assert_eq!(out("İlker and ilker", &["İlker"]), "[redacted] and [redacted]");
    }

    #[test]
    fn a_name_is_not_found_within_another_word() {
        assert_eq!(out("Sam and the sample; Sam's bag", &["Sam"]), "[redacted] and the sample; [redacted]'s bag");
        let passage = Pattern::passage("ampl").expect("letters");
        assert_eq!(redact("the sample", &[passage], &mut [0]), "the s[redacted]e");
    }

    #[test]
    fn the_mark_tells_neither_length_nor_number_of_words() {
        assert_eq!(out("Met Al", &["Al"]).len(), out("Met Alexandrina-Victoria", &["Alexandrina-Victoria"]).len());
        assert_eq!(out("Met Alex  Sample.", &["Alex", "Sample"]), "Met [redacted].");
        assert_eq!(out("Met Alex\nSample.", &["Alex Sample"]), "Met [redacted].");
    }

    #[test]
    fn each_is_counted_and_nothing_to_look_for_finds_nothing() {
        let patterns = [Pattern::name("Alex").unwrap(), Pattern::name("Jo").unwrap()];
        let mut counts = [0, 0];
        redact("Alex, Alex and Jo", &patterns, &mut counts);
        assert_eq!(counts, [2, 1]);
        assert!(Pattern::name(" \u{200b} ").is_none());
        assert_eq!(out("", &["Alex"]), "");
        assert_eq!(count("Alex alex ALEXA", &patterns[0]), 2);
    }
}
