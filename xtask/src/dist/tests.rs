//! Names, integrity and the order of making, on small sources.

use super::sources::{WANTS_PARTS, with_parts};
use super::*;

fn sources(files: &[(&str, &str)]) -> Sources {
    let mut sources = Sources::default();
    for (name, text) in files {
        sources.add(name, text.as_bytes().to_vec()).expect("distinct names");
    }
    sources
}

fn text<'a>(dist: &'a Dist, name: &str) -> &'a str {
    std::str::from_utf8(&dist.files[name]).expect("text")
}

fn named<'a>(dist: &'a Dist, start: &str) -> &'a str {
    dist.files.keys().find(|name| name.starts_with(start)).expect("such a file")
}

#[test]
fn a_file_is_named_by_its_content_and_so_is_who_names_it() {
    let with = |leaf: &str| {
        assemble(sources(&[("boot.js", "import '__CASEBOOK_LEAF_JS__'"), ("leaf.js", leaf)])).expect("assembled")
    };
    let (one, two) = (with("1"), with("2"));
    assert_ne!(named(&one, "leaf."), named(&two, "leaf."));
    assert_ne!(named(&one, "boot."), named(&two, "boot."));
    assert_eq!(text(&one, named(&one, "boot.")), format!("import './{}'", named(&one, "leaf.")));
    assert_ne!(one.build, two.build);
}

#[test]
fn integrity_is_that_of_the_filled_file() {
    let dist =
        assemble(sources(&[("index.html", "__CASEBOOK_BOOT_JS_INTEGRITY__"), ("boot.js", "'__CASEBOOK_BUILD__'")]))
            .expect("assembled");
    assert_eq!(text(&dist, "index.html"), integrity(format!("'{}'", dist.build).as_bytes()));
}

#[test]
fn the_service_worker_lists_all_but_itself_and_the_hosting_files() {
    let files =
        [("index.html", "<!doctype html>"), ("sw.js", "__CASEBOOK_PRECACHE__"), ("boot.js", "1"), ("icons/a.png", "")];
    let dist = assemble(sources(&files)).expect("assembled");
    let list: Vec<[String; 2]> = serde_json::from_str(text(&dist, "sw.js")).expect("JSON");
    let paths: Vec<_> = list.iter().map(|[path, _]| path.as_str()).collect();
    assert_eq!(paths, [&format!("./{}", named(&dist, "boot.")), "./icons/a.png", "./"]);
    assert_eq!(list[2][1], integrity(b"<!doctype html>"));
}

#[test]
fn a_script_and_its_second_part_go_together() {
    let asks = format!("{WANTS_PARTS}\nfunction initSync(module) {{}}");
    let both = with_parts(&asks, true).expect("both");
    assert!(both.contains("__CASEBOOK_INSIDE_WASM_INTEGRITY__") && !both.contains("import *"), "{both}");
    assert_eq!(with_parts("let wasm;", false).as_deref(), Some("let wasm;"));
    // As many ways of a splitter or a wasm-bindgen that has changed.
    assert_eq!(with_parts(&asks, false), None);
    assert_eq!(with_parts("let wasm;", true), None);
    assert_eq!(with_parts(WANTS_PARTS, true), None);
    assert_eq!(with_parts(&format!("{asks}{asks}"), true), None);
}

#[test]
fn a_placeholder_that_nothing_fills_fails_the_build() {
    for left in ["__CASEBOOK_NONE__", "__CASEBOOK_BOOT_JS", "__CASEBOOK_PRECACHE__", "__CASEBOOK_NONE_JS_INTEGRITY__"] {
        let failed = assemble(sources(&[("boot.js", left)]));
        assert!(matches!(failed, Err(DistError::LeftOver { .. })), "{left}");
    }
}

#[test]
fn a_file_that_does_not_exist_fails_the_build() {
    for (by, reference) in
        [("index.html", "<link href=\"none.css\">"), ("manifest.webmanifest", "{\"icons\":[{\"src\":\"none.png\"}]}")]
    {
        assert!(matches!(assemble(sources(&[(by, reference)])), Err(DistError::Missing { .. })), "{by}");
    }
}

#[test]
fn files_that_name_each_other_fail_the_build() {
    let failed = assemble(sources(&[("a.js", "__CASEBOOK_B_JS__"), ("b.js", "__CASEBOOK_A_JS__")]));
    assert!(matches!(failed, Err(DistError::Circle(_))));
}
