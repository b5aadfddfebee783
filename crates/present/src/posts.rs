//! The school's own words in Casebook's sentences: its titles of posts, and what primary and secondary schools call things.
//!
//! Sentences are written with the policy's titles and for every school. If the settings say otherwise, that is used instead.

use casebook_domain::settings::{Post, SchoolPhase, Settings};

/// What differs between primary and secondary schools: as sentences have it, in a primary, in a secondary school. Of words
/// that begin alike the longer first.
const BY_PHASE: [(&str, &str, &str); 5] = [
    ("class teacher or form tutor", "class teacher", "form tutor"),
    ("class teacher", "class teacher", "form tutor"),
    ("head of year or phase", "phase leader", "head of year"),
    ("form, tutor group or class", "class", "form or tutor group"),
    ("form and school", "class and school", "form and school"),
];

/// The words of the policy for each post; of words that begin alike the longer first.
fn posts(settings: &Settings) -> [(&'static str, &Post); 6] {
    [
        ("head of student performance", &settings.student_performance),
        ("line manager", &settings.line_manager),
        ("headteacher", &settings.head),
        ("designated safeguarding lead", &settings.safeguarding_lead),
        ("safeguarding lead", &settings.safeguarding_lead),
        ("data-protection officer", &settings.data_protection_officer),
    ]
}

/// A sentence or label of Casebook's with the school's own titles.
pub fn titled(text: &str, settings: &Settings) -> String {
    let plain = Settings::new(String::new(), String::new());
    let usual = posts(&plain);
    let own = posts(settings);
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let posts = own.iter().zip(&usual).find_map(|((words, post), (_, usual))| {
            let title = post.title.trim();
            let is = begins_with(rest, words) && !title.is_empty() && !title.eq_ignore_ascii_case(&usual.title);
            is.then_some((*words, title))
        });
        let found = posts.or_else(|| by_phase(rest, settings.phase));
        match found {
            Some((words, title)) => {
                let begins = title.chars().next().unwrap_or(first);
                // At the beginning of a sentence or label the title begins with a capital too.
                if first.is_uppercase() {
                    said.extend(begins.to_uppercase());
                    said.push_str(&title[begins.len_utf8()..]);
                } else {
                    said.push_str(title);
                }
                rest = &rest[words.len()..];
            }
            None => {
                said.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    said
}

/// The words of the phase that a text begins with, and what the school says.
fn by_phase(text: &str, phase: SchoolPhase) -> Option<(&'static str, &'static str)> {
    let (words, primary, secondary) = BY_PHASE.iter().find(|(words, ..)| begins_with(text, words))?;
    match phase {
        SchoolPhase::Primary => Some((words, primary)),
        SchoolPhase::Secondary => Some((words, secondary)),
        SchoolPhase::AllThrough => None,
    }
}

fn begins_with(text: &str, words: &str) -> bool {
    text.as_bytes().get(..words.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(words.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings::new("A. Mentor".to_owned(), "Made-up School".to_owned())
    }

    #[test]
    fn p47_the_schools_own_titles_stand_in_every_sentence() {
        let mut own = settings();
        own.line_manager.title = "deputy head (pastoral)".to_owned();
        own.student_performance.title = "Head of Key Stage 3".to_owned();
        own.safeguarding_lead.title = "DSL".to_owned();
        for (usual, said) in [
            ("The line manager's decision", "The deputy head (pastoral)'s decision"),
            ("Line manager consulted", "Deputy head (pastoral) consulted"),
            ("Discussed with the Head of Student Performance?", "Discussed with the Head of Key Stage 3?"),
            ("Ask the safeguarding lead.", "Ask the DSL."),
            ("The designated safeguarding lead: ünlike", "The DSL: ünlike"),
            ("Nobody is named.", "Nobody is named."),
        ] {
            assert_eq!(titled(usual, &own), said);
        }
    }

    #[test]
    fn words_fit_a_primary_or_a_secondary_school_and_an_all_through_school_reads_both() {
        let of = |phase| Settings { phase, ..settings() };
        for (usual, primary, secondary) in [
            ("Class teacher or form tutor", "Class teacher", "Form tutor"),
            (
                "You have not talked with the class teacher.",
                "You have not talked with the class teacher.",
                "You have not talked with the form tutor.",
            ),
            ("Head of year or phase", "Phase leader", "Head of year"),
            ("Form, tutor group or class", "Class", "Form or tutor group"),
        ] {
            assert_eq!(titled(usual, &of(SchoolPhase::Primary)), primary);
            assert_eq!(titled(usual, &of(SchoolPhase::Secondary)), secondary);
            assert_eq!(titled(usual, &of(SchoolPhase::AllThrough)), usual);
        }
    }

    #[test]
    fn p47_the_usual_titles_change_nothing() {
        let mut blank = settings();
        blank.head.title = "  ".to_owned();
        for text in ["The line manager has decided.", "The safeguarding lead", "Headteacher", ""] {
            assert_eq!(titled(text, &settings()), text);
            assert_eq!(titled(text, &blank), text);
        }
    }
}
