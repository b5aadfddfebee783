//! One made-up caseload for all tests: a case that is moved on by commands ([`World`]), the content that it needs, a sample of
//! every kind of record in which every field says something ([`sample`]), random content ([`any`]), a bundle's lines and a
//! database in memory. The demo's caseload is `casebook-demo`.
//! ```
//! use casebook_domain::content::Content;
//! use casebook_domain::review::ReviewDecision;
//! use casebook_domain::states::State;
//! use casebook_testing::{World, note};
//!
//! // Days are counted from a Monday, day 0. A case is told up to the step that a test is about, by the rules themselves.
//! let (mut world, _plan) = World::reviewed(ReviewDecision::Exit);
//! assert_ne!(world.state(), State::None);
//! // `must` panics with what is missing where the rules refuse; `refused` wants to be refused and gives what is missing.
//! world.must(Content::Note(note()));
//! ```
#![allow(clippy::new_without_default)]

pub mod any;
mod content;
pub mod lines;
pub mod memory;
pub mod released;
pub mod sample;
pub mod short;
mod world;

use casebook_domain::calendar::{Date, Moment, add_days, julian_day, parse_iso};
use casebook_domain::ids::RecordId;

pub use content::*;
pub use world::{World, active};

/// 2026-09-07 is a Monday; days are counted from it.
pub fn day(number: i32) -> Date {
    add_days(parse_iso("2026-09-07").expect("a date"), number)
}

/// A minute of a day.
pub fn moment(number: i32, minute: i64) -> Moment {
    let midnight = i64::from(julian_day(day(number)) - 2_440_588) * 86_400_000;
    Moment { utc_ms: midnight + minute * 60_000, offset_min: 0 }
}

/// An identifier from a number.
pub fn id(number: u32) -> RecordId {
    let mut bytes = [0; 16];
    bytes[12..].copy_from_slice(&number.to_be_bytes());
    RecordId::from_bytes(bytes)
}
