//! Names in full or as initials only, for a screen that others can see.

use std::collections::BTreeMap;

use crate::domain::header::Header;
use crate::domain::pupil::Pupil;

/// Initials of a name's words: "Mary-Jane" "O'Neill" is "MJO". A name of blanks has none.
pub fn initials(first: &str, surname: &str) -> String {
    let words = |name: &str, most: usize| -> String {
        name.split([' ', '-', '\u{a0}'])
            .filter_map(|word| word.chars().find(|char| char.is_alphabetic()))
            .take(most)
            .flat_map(char::to_uppercase)
            .collect()
    };
    words(first, 2) + &words(surname, 2)
}

fn call_name<'a>(first: &'a str, known_as: &'a str) -> &'a str {
    match known_as.trim() {
        "" => first.trim(),
        name => name,
    }
}

fn joined(first: &str, surname: &str) -> String {
    let surname = surname.trim();
    let mut name = String::with_capacity(first.len() + surname.len() + 1);
    name.push_str(first);
    if !first.is_empty() && !surname.is_empty() {
        name.push(' ');
    }
    name.push_str(surname);
    if name.is_empty() { "Pupil without a name".to_owned() } else { name }
}

/// The name the pupil goes by and the surname: "Rob Sample".
pub fn full_name(pupil: &Pupil) -> String {
    joined(pupil.call_name(), &pupil.surname)
}

/// The name used in letters home and the surname.
pub fn home_name(pupil: &Pupil) -> String {
    joined(pupil.home_name(), &pupil.surname)
}

/// The name in a list.
pub fn header_name(header: &Header) -> String {
    joined(call_name(&header.first_names, &header.known_as), &header.surname)
}

/// The names of a whole list in its order, in full or as initials. Twins share
/// initials: those that are alike are told apart by form, and where that does
/// not do it by a number that stays with the file.
pub fn list_names(headers: &[Header], initials_only: bool) -> Vec<String> {
    if !initials_only {
        return headers.iter().map(header_name).collect();
    }
    let short = |header: &Header| {
        let text = initials(call_name(&header.first_names, &header.known_as), &header.surname);
        if text.is_empty() { "?".to_owned() } else { text }
    };
    let mut names: Vec<String> = headers.iter().map(short).collect();
    tell_apart(headers, &mut names, |header, _| header.form.trim().to_owned());
    tell_apart(headers, &mut names, |header, alike| {
        let before = alike.iter().filter(|&&other| headers[other].file < header.file).count();
        super::numbers::whole(before as u64 + 1)
    });
    names
}

fn tell_apart(headers: &[Header], names: &mut [String], by: impl Fn(&Header, &[usize]) -> String) {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        groups.entry(name).or_default().push(index);
    }
    let alike: Vec<Vec<usize>> = groups.into_values().filter(|group| group.len() > 1).collect();
    for group in alike {
        for &index in &group {
            let mark = by(&headers[index], &group);
            if !mark.is_empty() {
                names[index].push(' ');
                names[index].push_str(&mark);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::FileId;
    use crate::domain::states::{Overlay, State};

    fn header(id: u8, first: &str, surname: &str, form: &str) -> Header {
        Header {
            file: FileId::from_bytes([id; 16]),
            first_names: first.to_owned(),
            surname: surname.to_owned(),
            known_as: String::new(),
            upn: String::new(),
            form: form.to_owned(),
            born: None,
            year_as_taught: None,
            state: State::None,
            overlay: Overlay::None,
            due: Vec::new(),
            last_session: None,
            episodes: 0,
        }
    }

    #[test]
    fn initials_come_from_every_part_of_a_name() {
        assert_eq!(initials("Mary-Jane", "O'Neill"), "MJO");
        assert_eq!(initials("élodie", "van Sample"), "ÉVS");
        assert_eq!(initials(" ", ""), "");
    }

    #[test]
    fn twins_who_share_initials_are_told_apart() {
        let list = [
            header(3, "Ana", "Sample", "7B"),
            header(1, "Ada", "Sample", "7B"),
            header(2, "Amir", "Sample", "8C"),
            header(4, "Bo", "Sample", "7B"),
        ];
        assert_eq!(list_names(&list, true), ["AS 7B 2", "AS 7B 1", "AS 8C", "BS"]);
        assert_eq!(list_names(&list, false)[0], "Ana Sample");
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
