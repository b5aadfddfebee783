//! How a letter greets: "Dear Mrs O'Neill" and not "Dear Mrs Olga O'Neill".

use casebook_domain::contact::PersonName;
use casebook_domain::names::same;

/// Words that a surname of several words begins with, written small.
const PARTICLES: &[&str] = &[
    "af", "av", "d'", "da", "das", "de", "degli", "del", "della", "den", "der", "des", "di", "do", "dos", "du", "la",
    "le", "mac", "ten", "ter", "van", "von", "zu", "zum", "zur",
];

fn is_initial(word: &str) -> bool {
    word.trim_end_matches('.').chars().count() == 1
}

/// The name to greet by: title and surname, however many words it has. Of a name that was entered in one piece the first names
/// go only where it is certain which they are: the surname begins with a particle, is the pupil's too, or comes after
/// initials. Where it is not certain ("Mrs Garcia Marquez") the name stays whole: stiff, and never wrong.
pub fn salutation(name: &PersonName, pupil_surname: &str) -> String {
    let PersonName { title, first_names, surname, apart } = name;
    let (title, surname) = (title.trim(), surname.trim());
    if title.is_empty() || (surname.is_empty() && !first_names.trim().is_empty()) || with_first_name(title) {
        return name.whole();
    }
    let rest = if *apart { surname.to_owned() } else { certain_surname(surname, pupil_surname) };
    [title, " ", &rest].concat().trim().to_owned()
}

/// "Sir John", "Dame Ann": never with the surname alone.
fn with_first_name(title: &str) -> bool {
    ["sir", "dame"].contains(&title.to_lowercase().as_str())
}

/// What of a name without its title is the surname for certain; else all of it.
fn certain_surname(name: &str, pupil_surname: &str) -> String {
    let names: Vec<&str> = name.split_whitespace().collect();
    // "Mr and Mrs O'Neill" is no name of one person; "Mr de Souza" has no first name to leave out.
    let joined = names.iter().any(|word| matches!(*word, "and" | "&"));
    if names.len() < 2 || joined || PARTICLES.contains(&names[0]) {
        return names.join(" ");
    }
    let shared: Vec<&str> = pupil_surname.split_whitespace().collect();
    let as_pupil = names.len().checked_sub(shared.len()).filter(|&from| {
        from > 0 && !shared.is_empty() && names[from..].iter().zip(&shared).all(|(one, other)| same(one, other))
    });
    let particle = || (1..names.len() - 1).find(|&at| PARTICLES.contains(&names[at]));
    let last = names.len() - 1;
    let after_initials = || names[..last].iter().all(|word| is_initial(word)).then_some(last);
    names[particle().or(as_pupil).or_else(after_initials).unwrap_or(0)..].join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn greeted(name: &str, pupil: &str) -> String {
        salutation(&PersonName::entered(name), pupil)
    }

    #[test]
    fn a_letter_greets_by_title_and_the_whole_surname() {
        for (title, first, surname, greets) in [
            ("Mrs", "Ana", "Garcia Marquez", "Mrs Garcia Marquez"),
            ("Mrs", "", "De Souza", "Mrs De Souza"),
            ("Dr", "Olga Maria", "O'Neill", "Dr O'Neill"),
            ("", "Olga", "O'Neill", "Olga O'Neill"),
            ("Ms", "Ramani", "", "Ms Ramani"),
            ("", "", "Ramani", "Ramani"),
            ("Sir", "John", "Sample", "Sir John Sample"),
            ("Mr and Mrs", "", "Sample", "Mr and Mrs Sample"),
        ] {
            let name = PersonName {
                title: title.to_owned(),
                first_names: first.to_owned(),
                surname: surname.to_owned(),
                apart: true,
            };
            assert_eq!(salutation(&name, "Sample"), greets);
        }
    }

    #[test]
    fn of_a_name_in_one_piece_first_names_go_only_where_it_is_certain() {
        for (name, pupil, greets) in [
            ("Mrs Olga O'Neill", "O\u{2019}Neill", "Mrs O'Neill"),
            ("  mr.  jo   SAMPLE ", "Sample", "mr. SAMPLE"),
            ("Mr J. R. Sample", "", "Mr Sample"),
            ("Mr J Sample", "", "Mr Sample"),
            ("Prof Dr J Sample", "", "Prof Dr Sample"),
            ("Mr Jan van der Example", "", "Mr van der Example"),
            ("Ms Maria de la Muestra", "Muestra", "Ms de la Muestra"),
            ("Mr de Muestra", "", "Mr de Muestra"),
            ("Ms Ana Garc\u{ed}a Muestra", "Garc\u{ed}a Muestra", "Ms Garc\u{ed}a Muestra"),
            ("Mr Dick Van Example", "Van Example", "Mr Van Example"),
        ] {
            assert_eq!(greeted(name, pupil), greets, "{name}");
        }
    }

    #[test]
    fn what_is_not_certain_is_left_whole() {
        for name in [
            "Mrs Garcia Marquez",
            "Mrs De Souza",
            "Mrs Olga Example",
            "Olga O'Neill",
            "Olga",
            "Mrs O'Neill",
            "Mrs Olga Maria O'Neill",
            "Ms Ana Garc\u{ed}a Muestra",
            "Sir John Sample",
            "Mr and Mrs Sample",
            "Mr & Mrs Jo Sample",
            "The carers of Robin",
            "Mrs",
            "",
        ] {
            assert_eq!(greeted(name, "Sample"), name, "{name}");
            assert_eq!(PersonName::entered(name).whole(), name);
        }
        assert!(PersonName::entered("Mrs Garcia Marquez").to_be_asked());
        assert!(!PersonName::entered("Mrs O'Neill").to_be_asked());
    }
}
