//! The finished app in real browsers: what the stories and the benchmark drive it by.
//!
//! - [`browser`]: a real browser driven by accessible names.
//! - [`casebook`]: set-up and unlocking, as a mentor does them.

pub mod browser;
pub mod casebook;
