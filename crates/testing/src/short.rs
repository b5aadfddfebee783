//! A day, a time and an identifier in few letters.

use casebook_domain::calendar::{Date, parse_iso};
use casebook_domain::ids::RecordId;
use casebook_domain::planned::TimeOfDay;

/// The day that is written so (ISO 8601).
pub fn on(text: &str) -> Date {
    parse_iso(text).expect("a day")
}

/// A time of day.
pub fn clock(hours: u8, minutes: u8) -> TimeOfDay {
    TimeOfDay::new(hours, minutes).expect("a time")
}

/// The identifier whose bytes are all this number.
pub fn record(n: u8) -> RecordId {
    RecordId::from_bytes([n; 16])
}
