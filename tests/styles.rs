//! The style sheets: each is listed once, and each class that they style is named in the markup.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, end: &str, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("readable") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, end, into);
        } else if path.extension().is_some_and(|have| have == end) {
            into.push(path);
        }
    }
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("readable")
}

fn all(folder: &str, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(&root().join(folder), end, &mut found);
    assert!(!found.is_empty(), "{folder} has no .{end}");
    found
}

/// The sheets in their order: those of the lock screen, then those of an open casebook.
fn listed() -> Vec<String> {
    let lists = ["style/app.css", "style/inside.css"].map(|list| text(&root().join(list)));
    let import = |line: &str| Some(line.strip_prefix("@import \"")?.strip_suffix("\";")?.to_owned());
    lists.iter().flat_map(|list| list.lines().filter_map(import)).collect()
}

#[test]
fn every_sheet_is_listed_once() {
    let mut listed = listed();
    listed.sort();
    let style = root().join("style");
    let mut there: Vec<String> = all("style", "css")
        .iter()
        .map(|path| path.strip_prefix(&style).expect("below style").to_string_lossy().replace('\\', "/"))
        .filter(|name| name != "app.css" && name != "inside.css")
        .collect();
    there.sort();
    assert_eq!(listed, there);
}

/// The classes of a sheet, outside comments and strings.
fn classes(sheet: &str) -> BTreeSet<String> {
    let mut plain = String::new();
    let mut rest = sheet;
    while let Some(at) = rest.find("/*") {
        plain.push_str(&rest[..at]);
        rest = rest[at..].split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let mut found = BTreeSet::new();
    // What is before a brace is a selector; what is before a semicolon is a declaration.
    for part in plain.split_inclusive(['{', '}', ';']) {
        let Some(selector) = part.strip_suffix('{') else { continue };
        for class in selector.split('.').skip(1) {
            let name: String = class.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect();
            if name.starts_with(|c: char| c.is_alphabetic()) {
                found.insert(name);
            }
        }
    }
    found
}

/// Every word in quotation marks and every `class:name`.
fn named() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut sources = all("src", "rs");
    sources.push(root().join("index.html"));
    for path in sources.iter().chain(&all("public", "js")).chain(&all("crates/present/src", "rs")) {
        let source = text(path);
        for word in source.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | ':'))) {
            let word = word.rsplit(':').next().unwrap_or(word);
            found.insert(word.to_owned());
        }
    }
    found
}

#[test]
fn no_class_is_styled_that_no_markup_names() {
    let named = named();
    let mut dead: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for name in listed() {
        let unknown: BTreeSet<String> = classes(&text(&root().join("style").join(&name)))
            .into_iter()
            .filter(|class| !named.contains(class))
            .collect();
        if !unknown.is_empty() {
            dead.insert(name, unknown);
        }
    }
    assert!(dead.is_empty(), "{dead:?}");
}
