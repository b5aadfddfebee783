//! The recovery sheet: what it says around its words, and the sheet as a text to be saved.

use casebook_domain::calendar::Date;

use super::dates;

/// The words that are asked for to make sure that the sheet is kept, counted from 1.
pub const ASKED: [usize; 3] = [3, 7, 11];

/// What the sheet is for.
pub const WHAT_FOR: &str = "These twelve words open this casebook and its backups if the passphrase is lost. Anybody who has them can read everything: keep them in the school's safe, never with the tablet. They are shown once.";
/// What is over the key.
pub const FOR_IT: &str = "For IT staff: key for the \"age\" program, which opens a backup without Casebook";

/// Whose casebook it opens.
pub fn whose(mentor: &str, school: &str, made: Date) -> String {
    ["The casebook of ", mentor, ", ", school, ". Made on ", &dates::long(made), "."].concat()
}

/// The sheet as a text.
pub fn text(words: &[&str], age_key: &str, whose: &str) -> String {
    let mut text = ["Casebook: recovery sheet\n\n", whose, "\n\n", WHAT_FOR, "\n\n"].concat();
    for (at, word) in words.iter().enumerate() {
        for part in [&(at + 1).to_string(), ". ", *word, "\n"] {
            text.push_str(part);
        }
    }
    for part in ["\n", FOR_IT, ":\n", age_key, "\n"] {
        text.push_str(part);
    }
    text
}

/// What is wrong with the words that were asked for, where something is. `typed`: the words as understood, or the place
/// (from 1) of the first that is none of Casebook's; no place where nothing was typed.
pub fn check(typed: Result<Vec<&str>, Option<usize>>, words: &[&str]) -> Result<(), String> {
    let asked = |at: usize| ASKED.get(at).map_or_else(String::new, |number| number.to_string());
    let found = match typed {
        Ok(found) => found,
        Err(Some(position)) if position <= ASKED.len() => {
            return Err(
                ["Word ", &asked(position - 1), " isn't on Casebook's word list. Look at the sheet again."].concat()
            );
        }
        Err(_) => return Err(THREE_WORDS.to_owned()),
    };
    if found.len() != ASKED.len() {
        return Err(THREE_WORDS.to_owned());
    }
    match found.iter().zip(ASKED).position(|(word, number)| words.get(number - 1) != Some(word)) {
        Some(at) => Err(["Word ", &asked(at), " is not the one on the sheet. Look again."].concat()),
        None => Ok(()),
    }
}

const THREE_WORDS: &str = "Type three words from the sheet: numbers 3, 7 and 11.";

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::parse_iso;

    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    #[test]
    fn the_text_holds_every_word_with_its_number_and_the_key() {
        let day = parse_iso("2026-11-30").expect("a day");
        let text = text(&WORDS, "AGE-SECRET-KEY-1TEST", &whose("A. Example", "Made-up School", day));
        assert!(text.contains("\n1. one\n") && text.contains("\n12. twelve\n"), "{text}");
        assert!(text.contains("AGE-SECRET-KEY-1TEST") && text.contains("A. Example, Made-up School"), "{text}");
    }

    #[test]
    fn a_wrong_word_is_named_by_its_number_on_the_sheet() {
        assert_eq!(check(Ok(vec!["three", "seven", "eleven"]), &WORDS), Ok(()));
        assert_eq!(
            check(Ok(vec!["three", "six", "eleven"]), &WORDS),
            Err("Word 7 is not the one on the sheet. Look again.".into())
        );
        assert!(check(Err(Some(3)), &WORDS).is_err_and(|words| words.starts_with("Word 11 isn't")));
        for other in [Ok(vec!["three", "seven"]), Ok(vec![]), Err(None), Err(Some(4))] {
            assert_eq!(check(other, &WORDS), Err(THREE_WORDS.to_owned()));
        }
    }
}
