//! The app. On a host it is nothing: the browser is its only place.
fn main() {}
