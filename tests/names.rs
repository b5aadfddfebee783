//! A public type's name means one thing in a crate: no type, trait or alias has the name of another one beside it. A function is
//! named together with its module, and a component with its page.

use std::collections::BTreeMap;
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

/// The public types that a text declares at its top level.
fn declared(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let (kind, rest) = line.strip_prefix("pub ")?.split_once(' ')?;
        let name = rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next()?;
        matches!(kind, "struct" | "enum" | "trait" | "type" | "union").then_some(name)
    })
}

#[test]
fn a_declaration_is_found_whatever_follows_the_name() {
    let text = "pub struct One;\npub enum Two<T> {}\n    pub struct Inner;\npub(crate) struct Own;\npub fn three() {}\npub trait Four: Copy {}";
    assert_eq!(declared(text).collect::<Vec<_>>(), ["One", "Two", "Four"]);
}

#[test]
fn no_public_type_has_the_name_of_another_in_its_crate() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut crates: Vec<PathBuf> =
        fs::read_dir(root.join("crates")).expect("crates").flatten().map(|entry| entry.path()).collect();
    crates.push(root.to_owned());
    assert!(crates.len() > 10, "{crates:?}");
    let mut twice = Vec::new();
    for home in crates {
        let mut files = Vec::new();
        sources(&home.join("src"), &mut files);
        let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for file in files {
            let text = fs::read_to_string(&file).expect("UTF-8");
            let place = file.strip_prefix(root).unwrap_or(&file).display().to_string();
            for name in declared(&text) {
                places.entry(name.to_owned()).or_default().push(place.clone());
            }
        }
        twice.extend(places.into_iter().filter(|(_, places)| places.len() > 1));
    }
    assert!(twice.is_empty(), "{twice:#?}");
}
