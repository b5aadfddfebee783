//! No field of the casebook is the browser's to remember: each that takes words or a choice says so itself.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// The tags of fields in a view, each up to its end: a `>` outside quotes and braces that is part of no arrow.
fn fields(source: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for begin in ["<input", "<textarea", "<select"] {
        for (at, _) in source.match_indices(begin) {
            let (mut depth, mut quoted, mut before) = (0i32, false, ' ');
            let rest = &source[at..];
            let end = rest.char_indices().find(|&(_, c)| {
                match c {
                    '"' => quoted = !quoted,
                    '{' | '(' | '[' if !quoted => depth += 1,
                    '}' | ')' | ']' if !quoted => depth -= 1,
                    _ => {}
                }
                let ends = c == '>' && !quoted && depth <= 0 && before != '-' && before != '=';
                before = c;
                ends
            });
            let Some((end, _)) = end else { panic!("a tag without an end: {}", &rest[..rest.len().min(80)]) };
            found.push(&rest[..=end]);
        }
    }
    found
}

#[test]
fn every_field_that_takes_words_or_a_choice_has_autocomplete_off() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui"), &mut files);
    let mut count = 0;
    for file in files {
        let source = fs::read_to_string(&file).expect("a source");
        for tag in fields(&source) {
            let words =
                ["radio", "checkbox", "file", "range"].iter().all(|kind| !tag.contains(&format!("type=\"{kind}\"")));
            if words {
                count += 1;
                assert!(tag.contains("autocomplete=\"off\""), "{}: {tag}", file.display());
            }
        }
    }
    assert!(count > 30, "{count} fields");
}
