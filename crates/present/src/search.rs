//! Search over any part of any name, the form and the year. All is folded once, when the list
//! changes; a keystroke only looks for the query in it.

use casebook_domain::calendar::Date;

use super::dates;
use casebook_domain::header::Header;
pub use casebook_domain::names::fold;

/// What one file is found by, folded: each word of each name, hyphenated names also in one word; the form; the year, in
/// words and as "y7".
fn key(header: &Header, today: Date) -> String {
    let mut key = String::new();
    let mut put = |word: &str| {
        let folded = fold(word);
        if folded.is_empty() {
            return;
        }
        key.push(' ');
        key.push_str(&folded);
        if folded.contains(' ') {
            key.push(' ');
            key.extend(folded.chars().filter(|char| *char != ' '));
        }
    };
    for name in [&header.known_as, &header.first_names, &header.letter_name, &header.surname, &header.form] {
        name.split_whitespace().for_each(&mut put);
    }
    if let Some(year) = header.year_on(today) {
        put(&dates::year_group(year));
        if year > 0 {
            put(&["y", &super::numbers::whole(u64::from(year.unsigned_abs()))].concat());
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
    /// Folds what a list is found by; results are places in it.
    pub fn new(headers: &[Header], today: Date) -> Self {
        Self { keys: headers.iter().map(|header| key(header, today)).collect() }
    }

    /// The places in the list where every word of the query is part of what it is found by:
    /// first those where each begins a word, then the others, both in the
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
    use casebook_domain::calendar::parse_iso;
    use casebook_domain::ids::FileId;
    use casebook_domain::states::{Overlay, State};

    fn header(first: &str, known_as: &str, surname: &str) -> Header {
        Header {
            file: FileId::from_bytes([0; 16]),
            first_names: first.to_owned(),
            surname: surname.to_owned(),
            known_as: known_as.to_owned(),
            letter_name: String::new(),
            upn: String::new(),
            form: String::new(),
            born: None,
            year_as_taught: None,
            state: State::None,
            overlay: Overlay::None,
            due: Vec::new(),
            last_session: None,
            planned: Vec::new(),
            episodes: 0,
        }
    }

    fn today() -> Date {
        parse_iso("2026-11-23").unwrap()
    }

    fn index() -> Index {
        let list = [
            header("Anne-Marie", "", "O'Sample"),
            header("Łukasz", "Luke", "Żółty-Sample"),
            header("Zoë", "", "Müller"),
            header("Marina", "", "D\u{2019}Example"),
        ];
        Index::new(&list, today())
    }

    #[test]
    fn the_name_in_letters_home_the_form_and_the_year_are_found() {
        let list = [
            Header { letter_name: "Alexandra".to_owned(), form: "9B".to_owned(), ..header("Sasha", "", "Sample") },
            Header { born: parse_iso("2014-08-31"), form: "8 Oak".to_owned(), ..header("Robin", "", "Example") },
            Header { year_as_taught: Some(0), ..header("Jo", "", "Sample") },
        ];
        let index = Index::new(&list, today());
        for (query, places) in [
            ("alexandra", &[0][..]),
            ("9b", &[0]),
            ("year 8", &[1]),
            ("Y8", &[1]),
            ("8 oak", &[1]),
            ("reception", &[2]),
            ("robin year 8", &[1]),
            ("year", &[1]),
        ] {
            assert_eq!(index.find(query), places, "{query}");
        }
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
        let index = Index::new(&headers, today());
        let begun = std::time::Instant::now();
        assert_eq!(index.find("1999 exam").len(), 1);
        // The unoptimised host build; the release build in wasm is far faster.
        assert!(begun.elapsed().as_millis() < 100, "{:?}", begun.elapsed());
    }
}
