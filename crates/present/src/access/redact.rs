//! Taking words out of a text: whatever their case, accents, apostrophes, hyphens and blanks, and whatever invisible
//! characters are between the letters. Names are compared as search does ([`names::letters`]), so that what search
//! finds is removed. Every removed place gets the same mark, so that its length tells nothing.

use casebook_domain::names::{self, FoldedLetter, letters};
use casebook_domain::order;

/// What is where words were removed.
pub const MARK: &str = "[redacted]";

/// Words to be removed.
#[derive(Clone, Debug)]
pub struct Pattern {
    folded: Vec<char>,
    /// Only as whole words: a name is not found within another word.
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
        let folded: Vec<char> = names::fold(text).chars().collect();
        (!folded.is_empty()).then_some(Self { folded, whole })
    }
}

/// The form by which names are told to be the same.
pub fn key(text: &str) -> String {
    names::fold(text)
}

/// How often the words are in a text.
pub fn count(text: &str, pattern: &Pattern) -> usize {
    ranges(&letters(text), pattern).len()
}

/// The text without these words, and how often each stood in it.
pub fn redact(text: &str, patterns: &[Pattern], counts: &mut [usize]) -> String {
    let letters = letters(text);
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

fn ranges(letters: &[FoldedLetter], pattern: &Pattern) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        match end_of(letters, at, pattern) {
            Some(end) => {
                found.push((letters[at].from, letters[end - 1].to));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// Where a match that begins at this letter ends. Apostrophes in the text count as nothing, and so does a blank in the
/// pattern where the text has none: "Mary-Jane" is "Maryjane" too.
fn end_of(letters: &[FoldedLetter], start: usize, pattern: &Pattern) -> Option<usize> {
    let joined = |place: Option<&FoldedLetter>| place.is_some_and(|letter| letter.char.is_alphanumeric());
    if pattern.whole && start > 0 && joined(letters.get(start - 1)) {
        return None;
    }
    let mut at = start;
    for (index, char) in pattern.folded.iter().enumerate() {
        while index > 0 && letters.get(at).is_some_and(|letter| letter.char == '\'') {
            at += 1;
        }
        match letters.get(at) {
            Some(letter) if letter.char == *char => at += 1,
            Some(_) if *char == ' ' => {}
            _ => return None,
        }
    }
    (!(pattern.whole && joined(letters.get(at)))).then_some(at)
}

/// Words of a text that are like a name and not removed by it: spelt a little differently, or short for it. Only words that
/// are written with a capital, or in a script that has none.
pub fn like(text: &str, name: &str) -> Vec<String> {
    let wanted: Vec<String> = name
        .split(|char: char| char.is_whitespace() || char == '-')
        .map(names::squeezed)
        .filter(|word| word.chars().count() >= 4)
        .collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<String> = Vec::new();
    for word in
        text.split(|char: char| !(char.is_alphanumeric() || names::unseen(char) || char == '\'' || char == '\u{2019}'))
    {
        let word = word.trim_matches(['\'', '\u{2019}']);
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("\u{2019}s")).unwrap_or(word);
        if word.chars().next().is_none_or(char::is_lowercase) {
            continue;
        }
        let folded = names::squeezed(word);
        let near = wanted.iter().any(|wanted| *wanted != folded && near(wanted, &folded));
        if near && !found.iter().any(|other| other == word) {
            found.push(word.to_owned());
        }
    }
    order::plain(&mut found);
    found
}

/// One letter more, less, or another; two neighbours swapped; or one the beginning of the other, four letters at least.
fn near(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.len() < 3 {
        return false;
    }
    let same = short.iter().zip(&long).take_while(|(one, other)| one == other).count();
    if same == short.len() {
        return long.len() - short.len() <= 1 || short.len() >= 4;
    }
    let (rest, other) = (&short[same..], &long[same..]);
    match long.len() - short.len() {
        0 => {
            rest[1..] == other[1..]
                || (rest.len() > 1 && rest[0] == other[1] && rest[1] == other[0] && rest[2..] == other[2..])
        }
        1 => *rest == other[1..],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
        assert_eq!(out("O\u{2019}Neill and o'neill", &["O'Neill"]), "[redacted] and [redacted]");
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

    #[test]
    fn a_name_goes_in_every_form_that_search_finds_it_by() {
        for (name, texts) in [
            ("Nguyễn", &["Nguyen", "NGUYỄN", "Nguye\u{302}\u{303}n"][..]),
            ("Weiß", &["Weiss", "WEISS", "WEIẞ"]),
            ("O'Neill", &["ONeill", "O\u{2019}Neill"]),
            ("Mary-Jane", &["Mary Jane", "Maryjane", "MARY-JANE"]),
        ] {
            for text in texts {
                assert_eq!(out(&["Then ", text, "'s turn."].concat(), &[name]), "Then [redacted]'s turn.", "{text}");
            }
        }
    }

    #[test]
    fn what_is_like_a_name_is_offered() {
        let text = "Nguyn came with Nguyenn's brother Alexander; marks were good, Mark was not. Ngo left.";
        assert_eq!(like(text, "Nguyễn"), ["Nguyenn", "Nguyn"]);
        assert_eq!(like(text, "Alex Sample"), ["Alexander"]);
        assert_eq!(like(text, "Marks"), ["Mark"]);
        assert_eq!(like("Mueller and Muller", "Müller"), ["Mueller"], "what is taken out already is not offered");
        assert_eq!(like(text, "Al"), [""; 0]);
    }

    proptest! {
        /// Each letter of a name in any of its forms, with apostrophes and invisible characters anywhere.
        #[test]
        fn a_taken_out_name_is_never_left_in_any_form(
            picks in proptest::collection::vec((0usize..9, 0usize..4, 0usize..3), 2..9),
        ) {
            const FORMS: [[&str; 4]; 9] = [
                ["a", "A", "\u{e1}", "a\u{301}"],
                ["e", "E", "\u{1ec5}", "e\u{302}\u{303}"],
                ["n", "N", "\u{f1}", "n\u{303}"],
                ["o", "O", "\u{f8}", "\u{151}"],
                ["s", "S", "\u{161}", "s\u{30c}"],
                ["u", "U", "\u{1b0}", "u\u{308}"],
                ["l", "L", "\u{142}", "\u{13e}"],
                ["z", "Z", "\u{17c}", "z\u{307}"],
                ["ss", "SS", "\u{df}", "\u{1e9e}"],
            ];
            let plain: String = picks.iter().map(|(letter, ..)| FORMS[*letter][0]).collect();
            let mut written = String::new();
            for (place, (letter, form, between)) in picks.iter().enumerate() {
                written.push_str(FORMS[*letter][*form]);
                if place + 1 < picks.len() {
                    written.push_str(["", "'", "\u{200b}"][*between]);
                }
            }
            for (name, text) in [(&plain, &written), (&written, &plain), (&written, &written)] {
                let left = out(&["Sat by ", text.as_str(), ", quietly."].concat(), &[name.as_str()]);
                prop_assert_eq!(left, "Sat by [redacted], quietly.");
            }
        }
    }
}
