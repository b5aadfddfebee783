//! Apostrophes and quotation marks are straight everywhere, so that no screen and no print mixes two kinds.

use std::fs;
use std::path::{Path, PathBuf};

/// What is read: everything that can put words on a screen or on paper.
const PLACES: [&str; 10] = [
    "src",
    "crates/bundle/src",
    "crates/demo/src",
    "crates/domain/src",
    "crates/present/src",
    "crates/records/src",
    "crates/vault/src",
    "public",
    "style",
    "index.html",
];
const TEXT: [&str; 5] = ["rs", "js", "css", "html", "webmanifest"];
/// A curly mark as an escape. Only code that treats typed marks as equal, and its tests, need one.
const ESCAPES: [&str; 6] = ["\\u{2018}", "\\u{2019}", "\\u{201c}", "\\u{201d}", "\\u{201C}", "\\u{201D}"];
const TYPED: [&str; 8] = [
    "domain/src/advice.rs",
    "domain/src/identity.rs",
    "domain/src/names.rs",
    "present/src/access/redact.rs",
    "present/src/disclosure.rs",
    "present/src/forms/tests.rs",
    "present/src/salutation.rs",
    "present/src/search.rs",
];

fn texts(place: &Path, found: &mut Vec<PathBuf>) {
    if place.is_dir() {
        for entry in fs::read_dir(place).expect("a folder").flatten() {
            texts(&entry.path(), found);
        }
    } else if place.extension().is_some_and(|end| TEXT.iter().any(|text| end == *text)) {
        found.push(place.to_owned());
    }
}

#[test]
fn apostrophes_and_quotation_marks_are_straight() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    PLACES.iter().for_each(|place| texts(&root.join(place), &mut files));
    assert!(files.len() > 100, "{} files", files.len());
    for file in files {
        let typed = TYPED.iter().any(|end| file.ends_with(end));
        for (number, line) in fs::read_to_string(&file).expect("text").lines().enumerate() {
            let curly = line.contains(['\u{2018}', '\u{2019}', '\u{201C}', '\u{201D}'])
                || !typed && ESCAPES.iter().any(|escape| line.contains(escape));
            assert!(!curly, "{}:{}: {line}", file.display(), number + 1);
        }
    }
}
