//! Whether words may be what a child disclosed: one check for every free text. It prevents nothing and decides nothing;
//! it asks the mentor. It may ask once too often, but stays quiet about ordinary notes.

use std::collections::BTreeMap;

use casebook_domain::content::Kind;

use crate::forms::Draft;

/// What is said of harm wherever it stands. A word that ends in `*` stands for all that begin so.
const ALWAYS: &[&str] = &[
    "suicid*",
    "selfharm*",
    "self harm*",
    "overdos*",
    "kill myself",
    "kill herself",
    "kill himself",
    "kill themsel*",
    "kill me",
    "kill her",
    "kill him",
    "end my life",
    "end her life",
    "end his life",
    "end it all",
    "want to die",
    "wants to die",
    "wanted to die",
    "wish i was dead",
    "wishes she was dead",
    "wishes he was dead",
    "better off dead",
    "hurt myself",
    "hurts myself",
    "hurting myself",
    "hurt herself on purpose",
    "hurt himself on purpose",
    "hurting herself",
    "hurting himself",
    "cut myself",
    "cuts myself",
    "cutting myself",
    "cuts herself",
    "cutting herself",
    "cuts himself",
    "cutting himself",
    "cuts on her",
    "cuts on his",
    "cuts on my",
    "abus*",
    "molest*",
    "rape*",
    "raping",
    "groom*",
    "sext*",
    "nude*",
    "naked",
    "private parts",
    "bruis*",
    "black eye",
    "cigarette burn*",
    "burn mark*",
    "burns on",
    "strangl*",
    "beaten",
    "neglect*",
    "starv*",
    "no food",
    "nothing to eat",
    "touched me",
    "touches me",
    "touching me",
    "touched her",
    "touches her",
    "touching her",
    "touched him",
    "touches him",
    "touching him",
    "hits me",
    "hit me",
    "beats me",
    "beat me",
    "kicks me",
    "kicked me",
    "slaps me",
    "slapped me",
    "punches me",
    "punched me",
    "hurts me",
    "hurt me",
    "locks me",
    "locked me",
    "locks her",
    "locked her",
    "locks him",
    "locked him",
    "scared to go home",
    "afraid to go home",
    "frightened to go home",
    "want to go home",
    "wants to go home",
    "wanted to go home",
    "won t go home",
    "wont go home",
    "scared of going home",
    "home alone",
    "alone at home",
    "alone all night",
    "don t tell",
    "dont tell",
    "promise not to tell",
    "promised not to tell",
    "told not to tell",
    "not to tell anyone",
    "keep it secret",
    "our secret",
    "domestic violence",
    "violent at home",
    "forced marriage",
    "fgm",
    "county lines",
    "traffick*",
    "knife",
    "knives",
    "machete",
    "weapon*",
    "drunk",
    "cocaine",
    "cannabis",
    "weed",
    "vodka",
    "pregnan*",
    "ran away",
    "runs away",
    "running away",
    "run away",
    "radicalis*",
    "extremis*",
    "met online",
    "stranger online",
];

/// What hurts or frightens, if it is said near somebody at home or an adult.
const DONE: &[&str] = &[
    "hit",
    "hits",
    "hitting",
    "hurt",
    "hurts",
    "hurting",
    "beat",
    "beats",
    "beating",
    "slap*",
    "punch*",
    "kick*",
    "smack*",
    "pinch*",
    "belt*",
    "choke*",
    "choking",
    "burn*",
    "grab*",
    "drag*",
    "touched",
    "touches",
    "touching",
    "kissed",
    "kisses",
    "kissing",
    "threaten*",
    "frighten*",
    "scared",
    "scares",
    "afraid",
    "terrified",
    "lock*",
    "shook",
    "shakes",
    "throws",
    "threw",
];

/// Who, and where.
const NEAR: &[&str] = &[
    "dad*",
    "father*",
    "stepdad*",
    "stepfather*",
    "mum*",
    "mam",
    "mother*",
    "stepmum*",
    "stepmother*",
    "parent*",
    "uncle*",
    "aunt*",
    "nan",
    "nana",
    "gran*",
    "brother*",
    "stepbrother*",
    "cousin*",
    "boyfriend*",
    "girlfriend*",
    "partner*",
    "carer*",
    "foster*",
    "teacher*",
    "coach*",
    "staff",
    "home",
    "weekend*",
];

/// Words between what is done and by whom.
const REACH: usize = 6;

/// Whether the words may be about a child's safety.
pub fn may_be_about_safety(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let stands = |phrase: &&str| {
        let wanted = phrase.split(' ').count();
        words.windows(wanted).any(|window| window.iter().zip(phrase.split(' ')).all(|(word, wanted)| is(word, wanted)))
    };
    if ALWAYS.iter().any(stands) {
        return true;
    }
    let at = |list: &[&str]| -> Vec<usize> {
        let found = words.iter().enumerate().filter(|(_, word)| list.iter().any(|wanted| is(word, wanted)));
        found.map(|(at, _)| at).collect()
    };
    let near = at(NEAR);
    at(DONE).into_iter().any(|done| near.iter().any(|near| near.abs_diff(done) <= REACH))
}

fn is(word: &str, wanted: &str) -> bool {
    match wanted.strip_suffix('*') {
        Some(begin) => word.starts_with(begin),
        None => word == wanted,
    }
}

/// The fields of a form whose words may be about a child's safety, in order. Codes and dates say nothing.
pub fn fields<'a>(values: impl IntoIterator<Item = (&'a String, &'a String)>) -> Vec<&'a str> {
    let said = |(_, value): &(&'a String, &'a String)| value.contains(' ') && may_be_about_safety(value);
    values.into_iter().filter(said).map(|(key, _)| key.as_str()).collect()
}

/// Whether a child's disclosure could be written into a record of this kind, where it does not belong.
pub const fn may_hold_a_worry(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Worry | Kind::Contact | Kind::LeadDecision | Kind::AccessRequest | Kind::Retention | Kind::Resource
    )
}

/// The fields of a form of this kind whose words may be about a child's safety. What says whom the lead has kept out is
/// not asked about.
pub fn fields_of(kind: Kind, values: &BTreeMap<String, String>) -> Vec<&str> {
    if !may_hold_a_worry(kind) {
        return Vec::new();
    }
    let mut found = fields(values);
    found.retain(|key| !key.starts_with("ask_lead"));
    found
}

/// The values of a form without these fields; `None` where nothing is left that the form did not bring itself.
pub fn left_of(values: &BTreeMap<String, String>, taken: &[&str], blank: &Draft) -> Option<BTreeMap<String, String>> {
    let mut left = values.clone();
    for key in taken {
        left.remove(*key);
    }
    let typed = left.iter().any(|(key, value)| !value.is_empty() && blank.get(key) != value);
    typed.then_some(left)
}

/// Words that were carried into a safeguarding entry, after what stood there already.
pub fn joined(before: &str, words: &str) -> String {
    match before.trim() {
        "" => words.trim().to_owned(),
        before if before.contains(words.trim()) => before.to_owned(),
        before => [before, "\n\n", words.trim()].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_asked_about_where_a_disclosure_does_not_belong_and_nowhere_else() {
        let typed =
            |key: &str| BTreeMap::from([(key.to_owned(), "He said that he hurt himself on purpose".to_owned())]);
        assert_eq!(fields_of(Kind::Note, &typed("text")), ["text"]);
        assert!(fields_of(Kind::Worry, &typed("words")).is_empty());
        assert!(fields_of(Kind::Note, &typed("ask_lead_why")).is_empty());
    }

    #[test]
    fn what_is_left_of_a_form_is_kept_only_if_somebody_typed_it() {
        let values = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect::<BTreeMap<_, _>>()
        };
        let blank = Draft { values: values(&[("date", "2026-11-23")]) };
        let all = values(&[("date", "2026-11-23"), ("text", "words"), ("place", "library")]);
        assert_eq!(left_of(&all, &["text"], &blank), Some(values(&[("date", "2026-11-23"), ("place", "library")])));
        assert_eq!(left_of(&all, &["text", "place"], &blank), None);
    }
    use crate::letters::built_in;
    use casebook_domain::preparation::LetterKind;

    #[test]
    fn p40_a_disclosure_is_asked_about_wherever_it_is_written() {
        for said in [
            "Said her dad's mate hits her at weekends",
            "She has bruises on both arms",
            "\u{201C}I don\u{2019}t want to go home on Friday.\u{201D}",
            "He says his stepfather locks the fridge and there is nothing to eat",
            "Mum was drunk again when she collected him",
            "wrote that she wants to die",
            "cutting herself, long sleeves in PE",
            "My uncle touched me",
            "A man she met online asks for pictures; told her: our secret",
            "showed a knife in his bag",
            "Afraid of what Dad will do",
            "HE HIT ME",
        ] {
            assert!(may_be_about_safety(said), "{said}");
        }
    }

    #[test]
    fn ordinary_notes_are_left_alone() {
        for said in [
            "Sat with the reading group and finished a page.",
            "Kicked the ball over the fence at break; fetched it himself.",
            "Mum rang: dentist on Tuesday.",
            "Keep in touch with the class teacher about spelling.",
            "Beat his own record in the mile.",
            "Touched on fractions, then a game.",
            "Attendance 86.4 %, late twice.",
            "Would like a card to leave the room.",
            "Homework is done at his gran's on Mondays.",
            "",
        ] {
            assert!(!may_be_about_safety(said), "{said}");
        }
        for kind in LetterKind::ALL {
            assert!(!may_be_about_safety(&built_in(*kind)), "{kind:?}");
        }
    }

    #[test]
    fn only_the_fields_that_say_it_are_carried_over_and_nothing_is_lost() {
        let values: std::collections::BTreeMap<String, String> =
            [("date", "2026-11-23"), ("notes", "He says dad hits him"), ("next", "Reading on Friday")]
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .into();
        assert_eq!(fields(&values), ["notes"]);
        assert_eq!(joined("", " a "), "a");
        assert_eq!(joined("a", "b"), "a\n\nb");
        assert_eq!(joined("a\n\nb", "b"), "a\n\nb", "what was carried over is not carried twice");
    }
}
