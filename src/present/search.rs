//! Search over any part of any name. Names are folded once, when the list
//! changes; a keystroke only looks for the query in them.

use crate::domain::header::Header;

/// Folds a text for comparing: lower case, no diacritics, no apostrophes,
/// hyphens and other marks as blanks, one blank between words.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_ascii() {
            push_folded(&mut folded, char.to_ascii_lowercase());
        } else {
            char.to_lowercase().for_each(|lower| push_folded(&mut folded, lower));
        }
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

fn push_folded(folded: &mut String, char: char) {
    let plain = match char {
        'a'..='z' | '0'..='9' => {
            folded.push(char);
            return;
        }
        // Apostrophes and marks that combine with the letter before.
        '\'' | '’' | '‘' | 'ʼ' | '`' | '\u{300}'..='\u{36f}' => "",
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ'..='ặ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ỉ' | 'ị' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ọ'..='ợ' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ụ'..='ự' => "u",
        'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' => "w",
        'ý' | 'ÿ' | 'ŷ' | 'ỳ'..='ỹ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        other if other.is_alphanumeric() => {
            folded.push(other);
            return;
        }
        _ => {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
            return;
        }
    };
    folded.push_str(plain);
}

/// One file's names, folded: each name's words, and hyphenated names also in one word.
pub fn key(header: &Header) -> String {
    let mut key = String::new();
    for name in [&header.known_as, &header.first_names, &header.surname] {
        for word in name.split_whitespace() {
            let folded = fold(word);
            if folded.is_empty() {
                continue;
            }
            key.push(' ');
            key.push_str(&folded);
            if folded.contains(' ') {
                key.push(' ');
                key.extend(folded.chars().filter(|char| *char != ' '));
            }
        }
    }
    key
}

/// The folded names of a list, kept beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    keys: Vec<String>,
}

impl Index {
    /// Folds the names of a list; results are places in it.
    pub fn new(headers: &[Header]) -> Self {
        Self { keys: headers.iter().map(key).collect() }
    }

    /// The places in the list where every word of the query is part of a name:
    /// first those where each begins a name, then the others, both in the
    /// list's order. A query of blanks finds everything.
    pub fn find(&self, query: &str) -> Vec<usize> {
        let folded = fold(query);
        if folded.is_empty() {
            return (0..self.keys.len()).collect();
        }
        // A key begins every word with a blank, so "begins a name" is one search.
        let begins: Vec<String> = folded.split(' ').map(|word| String::from(" ") + word).collect();
        let (mut first, mut others) = (Vec::new(), Vec::new());
        for (place, key) in self.keys.iter().enumerate() {
            if begins.iter().all(|word| key.contains(word.as_str())) {
                first.push(place);
            } else if begins.iter().all(|word| key.contains(&word[1..])) {
                others.push(place);
            }
        }
        first.append(&mut others);
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::FileId;
    use crate::domain::states::{Overlay, State};

    fn header(first: &str, known_as: &str, surname: &str) -> Header {
        Header {
            file: FileId::from_bytes([0; 16]),
            first_names: first.to_owned(),
            surname: surname.to_owned(),
            known_as: known_as.to_owned(),
            upn: String::new(),
            form: String::new(),
            born: None,
            year_as_taught: None,
            state: State::None,
            overlay: Overlay::None,
            due: Vec::new(),
            last_session: None,
            episodes: 0,
        }
    }

    fn index() -> Index {
        Index::new(&[
            header("Anne-Marie", "", "O'Sample"),
            header("Łukasz", "Luke", "Żółty-Sample"),
            header("Zoë", "", "Müller"),
            header("Marina", "", "D’Example"),
        ])
    }

    #[test]
    fn any_part_of_any_name_is_found_whatever_its_case_and_marks() {
        for (query, places) in [
            ("sample", &[1, 0][..]),
            ("MARI", &[0, 3]),
            ("annemarie", &[0]),
            ("anne marie", &[0]),
            ("anne-marie o'sam", &[0]),
            ("osample", &[0]),
            ("lukasz", &[1]),
            ("luke zolty", &[1]),
            ("zoe", &[2]),
            ("Zoe\u{308}", &[2]),
            ("ller", &[2]),
            ("d'ex", &[3]),
            ("mari sample", &[0]),
            ("nobody", &[]),
            (" ", &[0, 1, 2, 3]),
        ] {
            assert_eq!(index().find(query), places, "{query}");
        }
    }

    #[test]
    fn words_are_looked_for_each_by_itself() {
        assert_eq!(index().find("sample anne"), [0]);
        assert_eq!(index().find("sampleanne"), [] as [usize; 0]);
    }

    #[test]
    fn two_thousand_names_are_searched_well_within_a_frame() {
        let headers: Vec<_> =
            (0..2000).map(|number| header(&format!("Pupil{number}"), "", "Surname-Example")).collect();
        let index = Index::new(&headers);
        let begun = std::time::Instant::now();
        assert_eq!(index.find("1999 exam").len(), 1);
        // The unoptimised host build; the release build in wasm is far faster.
        assert!(begun.elapsed().as_millis() < 100, "{:?}", begun.elapsed());
    }
}
