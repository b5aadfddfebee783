//! The bank of resources: in order, found by any word, by what they are good for.

use casebook_domain::calendar::Date;
use casebook_domain::case::{CaseFile, Recorded};
use casebook_domain::order;
use casebook_domain::resource::{Resource, Uses};

use super::dates;
use super::numbers::counted;
use super::search::fold;

/// All resources of the register, by title.
pub fn by_title(register: &CaseFile) -> Vec<Recorded<'_, Resource>> {
    let mut all = register.all::<Resource>();
    order::by_key(&mut all, |one| (fold(&one.body.title), one.id));
    all
}

/// Those that hold every word that was typed, anywhere, and are good for this, if anything is chosen.
pub fn find<'a>(register: &'a CaseFile, typed: &str, tag: &str) -> Vec<Recorded<'a, Resource>> {
    let typed = fold(typed);
    let words: Vec<&str> = typed.split_whitespace().collect();
    let tag = fold(tag);
    let mut all = by_title(register);
    all.retain(|one| {
        let Resource { title, text, link, tags } = one.body;
        let held = fold(&[title.as_str(), text, link, &tags.join(" ")].join(" "));
        words.iter().all(|word| held.contains(word)) && (tag.is_empty() || tags.iter().any(|own| fold(own) == tag))
    });
    all
}

/// What the resources are good for, each once, by name, with how many there are.
pub fn tags(register: &CaseFile) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    for one in by_title(register) {
        for tag in &one.body.tags {
            match found.iter_mut().find(|(known, _)| fold(known) == fold(tag)) {
                Some((_, count)) => *count += 1,
                None => found.push((tag.clone(), 1)),
            }
        }
    }
    order::by_key(&mut found, |(tag, _)| fold(tag));
    found
}

/// Whether the register has this one already: the same title and text, whatever else was changed here.
pub fn is_here(register: &CaseFile, resource: &Resource) -> bool {
    register
        .all::<Resource>()
        .iter()
        .any(|one| one.body.title.trim() == resource.title.trim() && one.body.text.trim() == resource.text.trim())
}

/// How often one was used: "Used in 3 sessions with 2 pupils, last on Mon 9 Nov."
pub fn uses(uses: &Uses, today: Date) -> String {
    match uses.last {
        None => "Not used in a session yet.".to_owned(),
        Some(last) => [
            "Used in ",
            &counted(uses.sessions.into(), "session", "sessions"),
            " with ",
            &counted(uses.pupils.into(), "pupil", "pupils"),
            ", last on ",
            &dates::short(last, today),
            ".",
        ]
        .concat(),
    }
}

/// The first words of a text, in one line.
pub fn beginning(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    super::summary::clip(line, 120)
}

/// The site that a link leads to, for the person who is about to leave: "example.org".
pub fn site(link: &str) -> &str {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let host = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    // What is before an @ is no site, however much it looks like one.
    host.rsplit('@').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::{Moment, parse_iso};
    use casebook_domain::case::Item;
    use casebook_domain::content::{Content, Entry};
    use casebook_domain::ids::{FileId, RecordId};

    fn register() -> CaseFile {
        let mut register = CaseFile::new(FileId::from_bytes([3; 16]));
        let all = [
            (
                "Zones of feeling",
                "Four colours.\nAsk which one.",
                "https://example.org/zones",
                &["Anger", "year 7"][..],
            ),
            ("breathing cards", "Breathe with the square.", "", &["anger"][..]),
            ("Émile's game", "Taking turns", "", &["Turn-taking"][..]),
        ];
        for (at, (title, text, link, tags)) in (1..).zip(all) {
            let content = Content::Resource(Resource {
                title: title.into(),
                text: text.into(),
                link: link.into(),
                tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            });
            let saved = Moment { utc_ms: 0, offset_min: 0 };
            register.put(Item { id: RecordId::from_bytes([at; 16]), saved, entry: Entry { episode: None, content } });
        }
        register
    }

    #[test]
    fn every_word_is_found_anywhere_and_in_any_order() {
        let register = register();
        let found =
            |typed, tag| find(&register, typed, tag).iter().map(|one| one.body.title.as_str()).collect::<Vec<_>>();
        assert_eq!(found("", ""), ["breathing cards", "Émile's game", "Zones of feeling"]);
        assert_eq!(found("colours zones", ""), ["Zones of feeling"]);
        assert_eq!(found("ANGER", ""), ["breathing cards", "Zones of feeling"]);
        assert_eq!(found("emile", ""), ["Émile's game"]);
        assert_eq!(found("example.org", ""), ["Zones of feeling"]);
        assert_eq!(found("zones square", ""), Vec::<&str>::new());
        assert_eq!(found("", "anger"), ["breathing cards", "Zones of feeling"]);
        assert_eq!(found("cards", "Anger"), ["breathing cards"]);
        assert_eq!(found("", "angers"), Vec::<&str>::new(), "a tag is a whole word");
    }

    #[test]
    fn a_tag_stands_once_however_it_is_written() {
        let tags: Vec<_> = tags(&register()).into_iter().map(|(tag, count)| (tag.to_lowercase(), count)).collect();
        assert_eq!(tags, [("anger".to_owned(), 2), ("turn-taking".to_owned(), 1), ("year 7".to_owned(), 1)]);
    }

    #[test]
    fn the_same_title_and_text_are_the_same_resource() {
        let register = register();
        let mut resource = Resource {
            title: " breathing cards".into(),
            text: "Breathe with the square.".into(),
            ..Resource::default()
        };
        assert!(is_here(&register, &resource));
        resource.text.push_str(" Slowly.");
        assert!(!is_here(&register, &resource));
    }

    #[test]
    fn uses_and_sites_are_said_in_words() {
        let today = parse_iso("2026-11-23").unwrap();
        assert_eq!(uses(&Uses::default(), today), "Not used in a session yet.");
        let some = Uses { sessions: 3, pupils: 1, last: parse_iso("2026-11-09") };
        assert_eq!(uses(&some, today), "Used in 3 sessions with 1 pupil, last on Mon 9 Nov.");
        assert_eq!(site("https://example.org/a?b"), "example.org");
        assert_eq!(site("https://school.example@evil.example/a"), "evil.example");
        assert_eq!(beginning("\n  First line \nsecond"), "First line");
    }
}
