//! The service worker keeps the same bounds on what other apps send as the app does; it can't ask the app for them.

use casebook_bundle::format::{MAX_FILE, MAX_FILES, MAX_WAITING};

/// What a constant of the service worker comes to: a product of numbers and of constants before it.
fn constant(script: &str, name: &str) -> u64 {
    let start = format!("const {name} = ");
    let value = script.lines().find_map(|line| line.strip_prefix(&start)).expect("such a constant");
    value
        .trim_end_matches(';')
        .split(" * ")
        .map(|factor| factor.parse().unwrap_or_else(|_| constant(script, factor)))
        .product()
}

#[test]
fn the_service_workers_bounds_are_the_apps() {
    let script = include_str!("../public/sw.js");
    assert_eq!(constant(script, "MOST_OF_ONE"), MAX_FILE);
    assert_eq!(constant(script, "MOST_OF_ALL"), MAX_FILES);
    assert_eq!(constant(script, "MOST_FILES"), MAX_WAITING as u64);
}
