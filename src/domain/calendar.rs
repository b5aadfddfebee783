//! Dates, moments, school years and school days (design section 5; domain facts section 8).

pub use time::Date;

/// A moment: UTC with the local offset kept, for things that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub utc_ms: i64,
    /// Minutes that local time was ahead of UTC, -840 to 840.
    pub offset_min: i16,
}
