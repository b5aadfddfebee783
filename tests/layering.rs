//! Who may use whom within the app, and what pure code may not name: held against every source file. The arrows between
//! the crates in `crates/` are in their manifests.
//!
//! A new arrow between modules is the rarest change, and is argued in docs/design.md#decisions before it is added here.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A module with the modules and the crates that it may name. `std` needs no mention, see [`NOT_PURE`].
struct Layer {
    name: &'static str,
    modules: &'static [&'static str],
    crates: &'static [&'static str],
}

const fn layer(name: &'static str, modules: &'static [&'static str], crates: &'static [&'static str]) -> Layer {
    Layer { name, modules, crates }
}

/// The app, from the inside out. Who may use whom among the crates in `crates/`, their manifests say.
const LAYERS: &[Layer] = &[
    // What goes between app and workers: keys, rows, plans.
    layer(
        "protocol",
        &[],
        &["casebook_bundle", "casebook_domain", "casebook_transfer", "casebook_vault", "serde", "serde_json"],
    ),
    layer("qr", &[], &["qrcodegen", "rqrr"]),
    layer("route", &[], &["casebook_domain"]),
    layer(
        "browser",
        &["protocol"],
        &[
            "casebook_bundle",
            "casebook_crypto",
            "casebook_domain",
            "casebook_records",
            "casebook_repository",
            "casebook_transfer",
            "casebook_vault",
            "futures_channel",
            "futures_util",
            "getrandom",
            "gloo_storage",
            "gloo_timers",
            "idb",
            "rexie",
            "js_sys",
            "send_wrapper",
            "serde",
            "serde_json",
            "wasm_bindgen",
            "wasm_bindgen_futures",
            "web_sys",
        ],
    ),
    // Signals, and futures to run; no browser types: those stay in browser.
    layer(
        "app",
        &["browser", "protocol", "qr", "route"],
        &[
            "casebook_bundle",
            "casebook_demo",
            "casebook_domain",
            "casebook_present",
            "casebook_records",
            "casebook_repository",
            "casebook_transfer",
            "casebook_vault",
            "futures_channel",
            "futures_util",
            "leptos",
            "serde",
            "serde_json",
            "wasm_bindgen_futures",
        ],
    ),
    // Of records and vault only what a page shows or keeps: a draft's row, the recovery sheet, words to complete.
    layer(
        "ui",
        &["app", "qr", "route"],
        &["casebook_domain", "casebook_present", "casebook_records", "casebook_repository", "casebook_vault", "leptos"],
    ),
    layer("main", &["app", "ui"], &["leptos", "console_error_panic_hook"]),
    layer("bin", &["app", "browser", "protocol"], &["casebook_crypto", "casebook_vault", "console_error_panic_hook"]),
];

/// What the pure layers may not name of the standard library: clock, files, network, environment, threads.
const NOT_PURE: &[&str] = &["SystemTime", "Instant", "fs", "net", "env", "process", "thread", "io"];
const PURE: &[&str] = &["protocol", "qr", "route"];
/// Crates that are as pure: the same everywhere, whatever runs them.
const PURE_CRATES: &[&str] =
    &["domain", "records", "vault", "bundle", "demo", "imports", "present", "repository", "transfer"];

#[test]
fn arrows_between_modules_run_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let crates = dependencies(&fs::read_to_string(root.join("Cargo.toml")).expect("Cargo.toml"));
    assert!(crates.contains("leptos") && crates.contains("serde_json") && crates.contains("casebook_vault"));
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for path in sources(&root.join("src")) {
        let inside = path.strip_prefix(root.join("src")).expect("inside src").to_path_buf();
        let Some(module) = module_of(&inside) else { continue };
        seen.insert(module.clone());
        let source = fs::read_to_string(&path).expect("readable");
        found.extend(
            check(&module, depth_of(&inside), &source, &crates)
                .into_iter()
                .map(|(line, what)| format!("src/{}:{line}: {module} may not use {what}", inside.display())),
        );
    }
    assert!(found.is_empty(), "{} arrows run the wrong way:\n{}", found.len(), found.join("\n"));
    for layer in LAYERS {
        assert!(seen.contains(layer.name), "{} is in the table and not in src", layer.name);
    }
}

#[test]
fn pure_crates_name_no_clock_no_file_and_no_network() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates");
    let mut found = Vec::new();
    for name in PURE_CRATES {
        let files = sources(&root.join(name).join("src"));
        assert!(!files.is_empty(), "{name} has no source");
        for path in files {
            let tokens = tokens(&without_tests(&code_only(&fs::read_to_string(&path).expect("readable"))));
            found.extend(impure(&tokens).into_iter().map(|(line, what)| format!("{}:{line}: {what}", path.display())));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_table_itself_has_no_circle() {
    for (place, layer) in LAYERS.iter().enumerate() {
        for used in layer.modules {
            let below = LAYERS[..place].iter().any(|lower| lower.name == *used);
            assert!(below, "{} uses {used}, which does not stand above it in the table", layer.name);
        }
    }
}

/// The check has to find what it looks for, or it would hold everything.
#[test]
fn the_check_finds_every_way_of_naming_a_module() {
    let crates = BTreeSet::from(["web_sys".to_owned(), "casebook_domain".to_owned()]);
    // Module, depth of the file, source, what is found in which line.
    type Case = (&'static str, usize, &'static str, &'static [(usize, &'static str)]);
    let cases: &[Case] = &[
        ("route", 2, "use crate::browser::db::Db;", &[(1, "browser")]),
        ("route", 2, "\nfn a() { crate::ui::b() }", &[(2, "ui")]),
        ("route", 2, "use crate::{route::ids, app::Store, protocol};", &[(1, "app"), (1, "protocol")]),
        ("route", 2, "use crate::{\n  route::{browser, ui},\n  qr,\n};", &[(3, "qr")]),
        ("route", 2, "use super::super::browser::Db;", &[(1, "browser")]),
        ("route", 2, "use super::{super::protocol, plan};", &[(1, "protocol")]),
        ("route", 2, "use super::plan::Plan; use casebook_domain::ids::FileId;", &[]),
        ("route", 1, "use super::browser;", &[(1, "browser")]),
        ("route", 2, "let x = web_sys::window();", &[(1, "web_sys")]),
        ("route", 2, "use web_sys as w;", &[(1, "web_sys")]),
        ("route", 2, "use ::web_sys::Window;", &[(1, "web_sys")]),
        ("route", 2, "// crate::app\n/* web_sys::x /* y */ crate::ui */ let a = \"crate::app\"; let b = 'c';", &[]),
        ("route", 2, "let a = r#\"\"crate::app\"#; let b = '\"'; crate::app::c();", &[(1, "app")]),
        ("route", 2, "let a = \"\\\"\"; crate::app::c();", &[(1, "app")]),
        ("route", 2, "fn a<'a>(b: &'a str) {} crate::app::c();", &[(1, "app")]),
        ("route", 2, "use std::time::SystemTime;", &[(1, "std::time::SystemTime")]),
        ("route", 2, "let a = std::fs::read(b);", &[(1, "std::fs")]),
        ("route", 2, "use std::collections::BTreeMap; use core::fmt;", &[]),
        ("route", 2, "#[cfg(test)]\nmod tests {\n use super::*; use web_sys::a;\n}", &[]),
        ("bin", 2, "use casebook::ui::App;", &[(1, "ui")]),
        ("ui", 2, "use crate::browser::db::Db;", &[(1, "browser")]),
    ];
    for (module, depth, source, expected) in cases {
        let found = check(module, *depth, source, &crates);
        let found: Vec<(usize, &str)> = found.iter().map(|(line, what)| (*line, what.as_str())).collect();
        assert_eq!(&found[..], *expected, "{source}");
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The top-level module of a file; `None` for lib.rs, which only lists them.
fn module_of(inside: &Path) -> Option<String> {
    let first = inside.iter().next()?.to_str()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (name != "lib").then(|| name.to_owned())
}

/// How many modules deep a file stands: 1 for `route.rs` and `vault/mod.rs`, 2 for `vault/rows.rs`.
fn depth_of(inside: &Path) -> usize {
    let parts = inside.iter().count();
    if inside.ends_with("mod.rs") { parts - 1 } else { parts }
}

/// The crates named in any table of dependencies but those for tests.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let mut within = false;
    let mut names = BTreeSet::new();
    for line in manifest.lines() {
        if let Some(table) = line.strip_prefix('[') {
            within = table.trim_end().trim_end_matches(']').rsplit('.').next() == Some("dependencies");
        } else if within && let Some((name, _)) = line.split_once('=') {
            let name = name.trim().trim_end_matches(".workspace");
            if !name.is_empty() && !name.starts_with('#') {
                names.insert(name.replace('-', "_"));
            }
        }
    }
    names
}

/// What a file of `module` names and may not, with its line.
fn check(module: &str, depth: usize, source: &str, crates: &BTreeSet<String>) -> Vec<(usize, String)> {
    let Some(layer) = LAYERS.iter().find(|layer| layer.name == module) else {
        return vec![(1, "anything: it is not in the table of tests/layering.rs".to_owned())];
    };
    let tokens = tokens(&without_tests(&code_only(source)));
    let mut found = Vec::new();
    let mut judge = |line: usize, name: &str| {
        let known = LAYERS.iter().any(|layer| layer.name == name);
        if known && name != module && !layer.modules.contains(&name) {
            found.push((line, name.to_owned()));
        }
    };
    for (place, (_, token)) in tokens.iter().enumerate() {
        match token.as_str() {
            "crate" | "casebook" if after(&tokens, place) == Some("::") => {
                roots(&tokens, place + 2).into_iter().for_each(|(line, name)| judge(line, &name));
            }
            // The start of a chain of `super` that reaches the crate's root.
            "super" if tokens.get(place.wrapping_sub(2)).is_none_or(|(_, before)| before != "super") => {
                let mut length = 1;
                let mut end = place;
                while after(&tokens, end) == Some("::") && after(&tokens, end + 1) == Some("super") {
                    length += 1;
                    end += 2;
                }
                // Inside `super::{super::x}` the outer one counts too.
                let outer = usize::from(
                    place >= 3
                        && tokens[place - 3].1 == "super"
                        && tokens[place - 2].1 == "::"
                        && tokens[place - 1].1 == "{",
                );
                if length + outer == depth && after(&tokens, end) == Some("::") {
                    roots(&tokens, end + 2).into_iter().for_each(|(line, name)| judge(line, &name));
                }
            }
            _ => {}
        }
    }
    for (place, (line, token)) in tokens.iter().enumerate() {
        let before = place.checked_sub(1).map_or("", |before| tokens[before].1.as_str());
        let starts = before != "::" && before != "." || before == "::" && path_starts_at_root(&tokens, place);
        let path = after(&tokens, place) == Some("::") || before == "use";
        if starts && path && crates.contains(token.as_str()) && !layer.crates.contains(&token.as_str()) {
            found.push((*line, token.clone()));
        }
    }
    if PURE.contains(&module) {
        found.extend(impure(&tokens));
    }
    found.sort();
    found.dedup();
    found
}

/// What is named of the standard library and is not the same everywhere.
fn impure(tokens: &[(usize, String)]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (place, (line, token)) in tokens.iter().enumerate() {
        if token != "std" || after(tokens, place) != Some("::") {
            continue;
        }
        let mut names: Vec<&str> = vec!["std"];
        let mut at = place;
        while after(tokens, at) == Some("::") {
            let Some(name) = after(tokens, at + 1) else { break };
            names.push(name);
            at += 2;
            if NOT_PURE.contains(&name) {
                found.push((*line, names.join("::")));
                break;
            }
        }
    }
    found
}

fn after(tokens: &[(usize, String)], place: usize) -> Option<&str> {
    tokens.get(place + 1).map(|(_, token)| token.as_str())
}

/// `::name` at the start of a path, as in `use ::name`.
fn path_starts_at_root(tokens: &[(usize, String)], place: usize) -> bool {
    let before = place.checked_sub(2).map_or("", |before| tokens[before].1.as_str());
    let named = before.starts_with(|c: char| c.is_alphanumeric() || c == '_') || before == ">";
    !named || before == "use"
}

/// The names that follow a root: one, or those of a group, each the first of its path.
fn roots(tokens: &[(usize, String)], place: usize) -> Vec<(usize, String)> {
    let Some((line, token)) = tokens.get(place) else { return Vec::new() };
    if token != "{" {
        return vec![(*line, token.clone())];
    }
    let mut names = Vec::new();
    let mut depth = 0;
    let mut first = true;
    for (line, token) in &tokens[place..] {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            "," if depth == 1 => {
                first = true;
                continue;
            }
            name if depth == 1 && first => {
                names.push((*line, name.to_owned()));
                first = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

/// Names, `::` and single other characters, each with its line.
fn tokens(code: &str) -> Vec<(usize, String)> {
    let mut tokens: Vec<(usize, String)> = Vec::new();
    let mut line = 1;
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let length = if c.is_alphanumeric() || c == '_' {
            rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            c.len_utf8()
        };
        if !c.is_whitespace() {
            tokens.push((line, rest[..length].to_owned()));
        }
        line += usize::from(c == '\n');
        rest = &rest[length..];
    }
    tokens
}

/// Unit tests are at a file's end and may use what they like.
fn without_tests(code: &str) -> String {
    match code.find("#[cfg(test)]\nmod ") {
        Some(at) => code[..at].to_owned(),
        None => code.to_owned(),
    }
}

/// The source with comments, text and characters blanked out, line for line.
fn code_only(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if c == '"' {
            text(rest)
        } else if rest.starts_with("r\"") || rest.starts_with("r#") && !code.ends_with(is_name) {
            raw_text(rest)
        } else if c == '\'' {
            character(rest)
        } else {
            0
        };
        if skipped == 0 {
            code.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            code.extend(rest[..skipped].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = &rest[skipped..];
        }
    }
    code
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn text(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Nothing for a raw name such as `r#type`.
fn raw_text(rest: &str) -> usize {
    let hashes = rest[1..].bytes().take_while(|byte| *byte == b'#').count();
    if !rest[1 + hashes..].starts_with('"') {
        return 0;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let start = 2 + hashes;
    rest[start..].find(&end).map_or(rest.len(), |at| start + at + end.len())
}

/// Nothing for a lifetime.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some(_)) => rest[3..].find('\'').map_or(0, |at| at + 4),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 0,
    }
}
