//! Names in full or as initials only, for a screen that others can see.

use std::collections::BTreeMap;

use casebook_domain::header::Header;
use casebook_domain::ids::FileId;
use casebook_domain::pupil::{Pupil, usual_name, whole_name};
use casebook_domain::text::isolated;

/// Initials of a name's words: "Mary-Jane" "O'Neill" is "MJO". A name of blanks has none.
fn initials(first: &str, surname: &str) -> String {
    let words = |name: &str| -> String {
        name.split([' ', '-', '\u{a0}'])
            .filter_map(|word| word.chars().find(|char| char.is_alphabetic()))
            .take(2)
            .flat_map(char::to_uppercase)
            .collect()
    };
    let text = if first == surname.trim() { words(first) } else { words(first) + &words(surname) };
    if text.is_empty() { "?".to_owned() } else { text }
}

/// The initials of one pupil, which another pupil may have too. A list uses [`short_names`].
pub fn alone(pupil: &Pupil) -> String {
    initials(pupil.call_name(), &pupil.surname)
}

/// The name the pupil goes by and the surname: "Rob Sample".
pub fn full_name(pupil: &Pupil) -> String {
    whole_name(&pupil.first_names, &pupil.known_as, &pupil.surname)
}

/// The name used in letters home and the surname.
pub fn home_name(pupil: &Pupil) -> String {
    match pupil.letter_name.trim() {
        "" => full_name(pupil),
        name => whole_name(&pupil.first_names, name, &pupil.surname),
    }
}

/// The name in a list.
pub fn header_name(header: &Header) -> String {
    whole_name(&header.first_names, &header.known_as, &header.surname)
}

/// Everything a pupil is called by, for taking it out of a copy.
pub fn all_names(header: &Header) -> Vec<String> {
    let Header { first_names, known_as, letter_name, surname, .. } = header;
    let with = |first: &str| [first.trim(), surname.trim()].join(" ").trim().to_owned();
    let mut names: Vec<String> = Vec::new();
    for name in [with(first_names), with(known_as), with(letter_name), header_name(header)] {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The pupils of a casebook by initials, in the order of the headers. Those that are alike are told apart by a number: AS 1,
/// AS 2. Always of all headers, so that a pupil is called the same on every page and on paper.
pub fn short_names(headers: &[Header]) -> Vec<String> {
    let short =
        |header: &Header| initials(usual_name(&header.first_names, &header.known_as, &header.surname), &header.surname);
    let mut names: Vec<String> = headers.iter().map(short).collect();
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        groups.entry(name).or_default().push(index);
    }
    let alike: Vec<Vec<usize>> = groups.into_values().filter(|group| group.len() > 1).collect();
    for mut group in alike {
        casebook_domain::order::by_key(&mut group, |index| headers[*index].file);
        for (place, index) in group.into_iter().enumerate() {
            names[index].push(' ');
            names[index].push_str(&super::numbers::whole(place as u64 + 1));
        }
    }
    names
}

/// The names of all pupils in the order of the headers, in full or as initials.
pub fn list_names(headers: &[Header], initials_only: bool) -> Vec<String> {
    if initials_only {
        return short_names(headers);
    }
    headers.iter().map(|header| isolated(header_name(header))).collect()
}

/// One of them as initials, told apart from the others.
pub fn short_name(headers: &[Header], file: FileId) -> Option<String> {
    let place = headers.iter().position(|header| header.file == file)?;
    short_names(headers).into_iter().nth(place)
}

/// One of them, in full or as initials.
pub fn shown_name(headers: &[Header], file: FileId, initials_only: bool) -> Option<String> {
    if initials_only {
        return short_name(headers, file);
    }
    headers.iter().find(|header| header.file == file).map(|header| isolated(header_name(header)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::ids::FileId;
    use casebook_domain::states::{Overlay, State};
    use proptest::prelude::*;

    fn header(id: u8, first: &str, surname: &str, form: &str) -> Header {
        Header {
            file: FileId::from_bytes([id; 16]),
            first_names: first.to_owned(),
            surname: surname.to_owned(),
            known_as: String::new(),
            letter_name: String::new(),
            upn: String::new(),
            form: form.to_owned(),
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

    #[test]
    fn initials_come_from_every_part_of_a_name() {
        assert_eq!(initials("Mary-Jane", "O'Neill"), "MJO");
        assert_eq!(initials("élodie", "van Sample"), "ÉVS");
        assert_eq!(initials("Ramani", ""), "R");
        assert_eq!(initials("Ramani", "."), "R");
        assert_eq!(initials(" ", ""), "?");
    }

    #[test]
    fn the_first_of_several_names_is_the_usual_one_unless_another_is_given() {
        let mut one = header(1, "Robin James", "Sample", "7B");
        assert_eq!(header_name(&one), "Robin Sample");
        one.known_as = "Jamie".to_owned();
        assert_eq!(header_name(&one), "Jamie Sample");
        assert_eq!(short_names(&[one]), ["JS"]);
        let sasha = Header { known_as: "Sasha".to_owned(), ..header(2, "Alexander", "Petrov", "7B") };
        assert_eq!(short_names(&[sasha]), ["SP"]);
    }

    #[test]
    fn one_name_is_enough() {
        for (first, surname) in [("Ramani", ""), ("Ramani", "."), ("", "Ramani"), ("Ramani", " ")] {
            let one = header(1, first, surname, "");
            assert_eq!((header_name(&one), short_names(&[one])), ("Ramani".to_owned(), vec!["R".to_owned()]));
        }
        assert_eq!(header_name(&header(1, "James", "James", "")), "James James");
    }

    #[test]
    fn pupils_who_share_initials_are_told_apart_the_same_everywhere() {
        let list = [
            header(3, "Ana", "Sample", "7B"),
            header(1, "Ada", "Sample", "7B"),
            header(2, "Amir", "Sample", "8C"),
            header(4, "Bo", "Sample", "7B"),
        ];
        assert_eq!(list_names(&list, true), ["AS 3", "AS 1", "AS 2", "BS"]);
        assert_eq!(list_names(&list, false)[0], "Ana Sample");
        for (place, header) in list.iter().enumerate() {
            assert_eq!(shown_name(&list, header.file, true).as_ref(), list_names(&list, true).get(place));
        }
        assert_eq!(short_name(&list, FileId::from_bytes([9; 16])), None);
    }

    proptest! {
        #[test]
        fn no_two_pupils_have_equal_initials(names in proptest::collection::vec(("[A-Ca-c ]{0,4}", "[A-C .-]{0,4}"), 0..12)) {
            let list: Vec<Header> =
                (0u8..).zip(&names).map(|(id, (first, surname))| header(id, first, surname, "7B")).collect();
            let short = short_names(&list);
            let distinct: std::collections::BTreeSet<_> = short.iter().collect();
            prop_assert_eq!(distinct.len(), list.len(), "{:?}", short);
        }
    }

    #[test]
    fn a_pupil_without_a_name_is_still_in_the_list() {
        let list = [header(1, "", "", "")];
        assert_eq!(
            (list_names(&list, true), list_names(&list, false)),
            (vec!["?".to_owned()], vec!["Pupil without a name".to_owned()])
        );
    }
}
