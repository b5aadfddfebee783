//! How a letter greets: "Dear Mrs O'Neill" and not "Dear Mrs Olga O'Neill".

/// Titles that stand before a surname alone. "Sir" and "Dame" go with the first name and are left as they are.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "miss",
    "ms",
    "mx",
    "master",
    "dr",
    "doctor",
    "prof",
    "professor",
    "rev",
    "revd",
    "reverend",
    "fr",
    "father",
    "sr",
    "sister",
    "pastor",
    "rabbi",
    "imam",
];

/// Words that a surname of several words begins with, written small.
const PARTICLES: &[&str] = &[
    "af", "av", "d'", "da", "das", "de", "degli", "del", "della", "den", "der", "des", "di", "do", "dos", "du", "la",
    "le", "mac", "ten", "ter", "van", "von", "zu", "zum", "zur",
];

fn is_title(word: &str) -> bool {
    TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str())
}

fn is_initial(word: &str) -> bool {
    word.trim_end_matches('.').chars().count() == 1
}

/// The name to greet by. With a title the first names go, where it is certain which they are: the surname begins with a
/// particle, is the pupil's too, or is the one word after one name or after initials. Where it is not certain
/// (a middle name and a double surname look alike) the name stays whole: stiff, and never wrong.
pub fn salutation(name: &str, pupil_surname: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let titles = words.iter().take_while(|word| is_title(word)).count();
    let (title, names) = words.split_at(titles);
    if titles == 0 || names.len() < 2 {
        return words.join(" ");
    }
    let same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
    let shared: Vec<&str> = pupil_surname.split_whitespace().collect();
    let as_pupil = names.len().checked_sub(shared.len()).filter(|&from| {
        from > 0 && !shared.is_empty() && names[from..].iter().zip(&shared).all(|(one, other)| same(one, other))
    });
    let particle = || (1..names.len() - 1).find(|&at| PARTICLES.contains(&names[at]));
    let last = names.len() - 1;
    let after_one_name =
        || (last == 1 || (last > 1 && names[1..last].iter().all(|word| is_initial(word)))).then_some(last);
    let after_initials = || names[..last].iter().all(|word| is_initial(word)).then_some(last);
    // "Mr de Souza" has no first name to leave out; "Mr and Mrs O'Neill" is no name of one person.
    let joined = names.iter().any(|word| matches!(*word, "and" | "&"));
    let from = if joined || PARTICLES.contains(&names[0]) {
        0
    } else {
        particle().or(as_pupil).or_else(after_one_name).or_else(after_initials).unwrap_or(0)
    };
    [title, &names[from..]].concat().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_a_title_a_letter_greets_by_the_surname() {
        for (name, pupil, greets) in [
            ("Mrs Olga O'Neill", "O'Neill", "Mrs O'Neill"),
            ("Mrs Olga O'Neill", "Sample", "Mrs O'Neill"),
            ("  mr.  jo   SAMPLE ", "Sample", "mr. SAMPLE"),
            ("Dr Ana Smith-Jones", "", "Dr Smith-Jones"),
            ("Mr J. R. Sample", "", "Mr Sample"),
            ("Mr J Sample", "", "Mr Sample"),
            ("Ms Olga M. Sample", "", "Ms Sample"),
            ("Prof Dr Jo Sample", "", "Prof Dr Sample"),
        ] {
            assert_eq!(salutation(name, pupil), greets, "{name}");
        }
    }

    #[test]
    fn a_surname_of_several_words_stays_together() {
        for (name, pupil, greets) in [
            ("Mr Jan van der Example", "", "Mr van der Example"),
            ("Ms Maria de la Muestra", "", "Ms de la Muestra"),
            ("Ms Maria de la Muestra", "Muestra", "Ms de la Muestra"),
            ("Mr de Muestra", "", "Mr de Muestra"),
            ("Ms Ana Garc\u{ed}a Muestra", "Garc\u{ed}a Muestra", "Ms Garc\u{ed}a Muestra"),
            ("Mr Dick Van Example", "Van Example", "Mr Van Example"),
        ] {
            assert_eq!(salutation(name, pupil), greets, "{name}");
        }
    }

    #[test]
    fn what_is_not_certain_is_left_whole() {
        for name in [
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
            assert_eq!(salutation(name, "Sample"), name, "{name}");
        }
    }
}
