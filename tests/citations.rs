//! Every citation has a target: a document of `docs/` with its heading, and a row of docs/policy.md.
//!
//! A comment or a document cites `docs/NAME.md#heading`, or a row of the policy as `p15`; a test that proves a row begins
//! with its number.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const PLACES: [&str; 11] =
    ["src", "crates", "tests", "xtask", "e2e", "public", "style", "scripts", "docs", "README.md", "ARCHITECTURE.md"];
const TEXT: [&str; 7] = ["rs", "js", "css", "html", "md", "toml", "sh"];
/// Their `p95` is a percentile, and this file makes up rows.
const NO_ROWS: [&str; 3] = ["e2e/src/bin/bench", "docs/figures.md", "tests/citations.rs"];

/// A document, and the heading in it.
#[derive(Debug, PartialEq, Eq)]
struct Cited {
    document: String,
    heading: Option<String>,
}

fn of_a_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// The documents that a text cites: `docs/NAME.md` anywhere, and the links of a document to others beside it or to itself.
fn cited(text: &str, within: Option<&str>) -> Vec<Cited> {
    let mut found = Vec::new();
    let mut name_then_heading = |rest: &str| {
        let name: String = rest.chars().take_while(|c| of_a_name(*c)).collect();
        let Some(after) = rest[name.len()..].strip_prefix(".md") else { return };
        let heading = after.strip_prefix('#').map(|rest| rest.chars().take_while(|c| of_a_name(*c)).collect());
        if !name.is_empty() {
            found.push(Cited { document: format!("{name}.md"), heading });
        }
    };
    text.match_indices("docs/").for_each(|(at, start)| name_then_heading(&text[at + start.len()..]));
    if let Some(own) = within {
        for (at, start) in text.match_indices("](") {
            match text[at + start.len()..].strip_prefix('#') {
                Some(_) => name_then_heading(&format!("{own}{}", &text[at + start.len()..])),
                None => name_then_heading(&text[at + start.len()..]),
            }
        }
    }
    found
}

/// The rows of the policy that a text names: `p15` as a word, or at the start of a test's name.
fn rows(text: &str) -> Vec<&str> {
    let of_a_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices('p')
        .filter_map(|(at, _)| {
            let row = text.get(at..at + 3)?;
            let before = &text[..at];
            let digits = row[1..].chars().all(|c| c.is_ascii_digit());
            let begins = !before.ends_with(of_a_word);
            let ends = match text[at + 3..].chars().next() {
                Some('_') => before.ends_with("fn "),
                Some(next) => !of_a_word(next),
                None => true,
            };
            (digits && begins && ends).then_some(row)
        })
        .collect()
}

/// The headings of a document, as GitHub links to them.
fn headings(document: &str) -> BTreeSet<String> {
    let mut code = false;
    let mut found = BTreeSet::new();
    for line in document.lines() {
        code ^= line.starts_with("```");
        let title = line.trim_start_matches('#');
        if code || title.len() == line.len() || !title.starts_with(' ') {
            continue;
        }
        let kept = title.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        found.insert(kept.collect::<String>().to_lowercase().replace(' ', "-"));
    }
    found
}

fn texts(place: &Path, found: &mut Vec<PathBuf>) {
    let name = place.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if place.is_dir() {
        if !matches!(name, "fixtures" | "node_modules" | "target") {
            fs::read_dir(place).expect("a folder").flatten().for_each(|entry| texts(&entry.path(), found));
        }
    } else if TEXT.iter().any(|end| name.ends_with(&format!(".{end}"))) || !name.contains('.') {
        found.push(place.to_owned());
    }
}

/// What is wrong with the citations of one text, a line for each.
fn faults(file: &str, text: &str, documents: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let within = file.strip_prefix("docs/");
    let mut wrong = Vec::new();
    for Cited { document, heading } in cited(text, within) {
        match (documents.get(&document), heading) {
            (None, _) => wrong.push(format!("{file}: there is no docs/{document}")),
            (Some(known), Some(heading)) if !known.contains(&heading) => {
                wrong.push(format!("{file}: docs/{document} has no heading #{heading}"));
            }
            _ => {}
        }
    }
    if !NO_ROWS.iter().any(|place| file.starts_with(place)) {
        let policy = documents.get("policy.md").cloned().unwrap_or_default();
        let unknown = rows(text).into_iter().filter(|row| !policy.contains(*row));
        wrong.extend(unknown.map(|row| format!("{file}: docs/policy.md has no row {row}")));
    }
    wrong
}

fn documents() -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let entries = fs::read_dir(folder).expect("the documents").flatten();
    let pages = entries.filter(|entry| entry.path().extension().is_some_and(|end| end == "md"));
    pages
        .map(|page| {
            let text = fs::read_to_string(page.path()).expect("text");
            (page.file_name().to_string_lossy().into_owned(), headings(&text))
        })
        .collect()
}

#[test]
fn every_citation_has_a_target() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let documents = documents();
    let mut files = Vec::new();
    PLACES.iter().for_each(|place| texts(&root.join(place), &mut files));
    let (mut wrong, mut found) = (Vec::new(), 0);
    for file in files {
        let name = file.strip_prefix(root).expect("within").to_string_lossy().replace('\\', "/");
        // The examples below are made up.
        if name == "tests/citations.rs" {
            continue;
        }
        let Ok(text) = fs::read_to_string(&file) else { continue };
        found += cited(&text, None).len() + rows(&text).len();
        wrong.extend(faults(&name, &text, &documents));
    }
    assert!(found > 400, "{found} citations");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_policy_has_every_row_once() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/policy.md");
    let text = fs::read_to_string(path).expect("the policy");
    for number in 1..=50 {
        let title = format!("## p{number:02}");
        assert_eq!(text.lines().filter(|line| *line == title).count(), 1, "{title}");
    }
}

#[test]
fn an_invented_citation_is_found() {
    let documents = documents();
    let wrong = |text: &str| faults("src/made_up.rs", text, &documents);
    assert_eq!(wrong("//! As the policy says (p15; docs/policy.md#p15, docs/security.md)."), [""; 0]);
    assert_eq!(wrong("/// (p51)"), ["src/made_up.rs: docs/policy.md has no row p51"]);
    assert_eq!(wrong("fn p77_holds() {}"), ["src/made_up.rs: docs/policy.md has no row p77"]);
    assert_eq!(wrong("/// docs/nowhere.md"), ["src/made_up.rs: there is no docs/nowhere.md"]);
    assert_eq!(
        wrong("/// docs/policy.md#p99"),
        ["src/made_up.rs: docs/policy.md has no heading #p99", "src/made_up.rs: docs/policy.md has no row p99",]
    );
    let own =
        faults("docs/made_up.md", "[a](policy.md#p15) [b](policy.md#nothing) [c](https://example.org/x)", &documents);
    assert_eq!(own, ["docs/made_up.md: docs/policy.md has no heading #nothing"]);
}

#[test]
fn rows_are_words_and_beginnings_of_tests() {
    assert_eq!(rows("p12, (p13) fn p14_a() \"p15\" p16 to p17"), ["p12", "p13", "p14", "p15", "p16", "p17"]);
    assert_eq!(rows("map12 p123 p12_not p1 http2 xp12 p12a"), [""; 0]);
}

#[test]
fn headings_are_linked_as_github_links_them() {
    let found = headings("# The policy, row by row\n## p15\n```\n# no heading\n```\n### Keeping `and` access\n#none\n");
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["keeping-and-access", "p15", "the-policy-row-by-row"]);
}
