//! Whether a file's rows are those that were written: their count and a keyed check sum over them, kept in the file's
//! sealed header and compared when the file is opened.
//!
//! Counted are the heads of every record. The history is not: it is not read when a file is opened. A mismatch is
//! reported with a way on (rebuild, restore), never hidden and never in the way of reading what is there.

use casebook_crypto::integrity::tag;

pub use casebook_crypto::integrity::RowSum;

use super::rows::Keys;
use crate::domain::ids::{RecordId, VersionId};

/// The rows found are not the rows that were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tampered {
    /// Rows that the header counts.
    pub expected: u64,
    /// Rows that are there.
    pub found: u64,
}

/// Counts a head in.
pub fn sum_add(keys: &Keys, sum: &mut RowSum, record: &RecordId, version: &VersionId) {
    sum.add(&tag(&keys.integrity, record.as_bytes(), version.as_bytes()));
}

/// Counts a head out.
///
/// # Errors
/// [`Tampered`] where the sum is over no rows: the header was wrong before.
pub fn sum_remove(keys: &Keys, sum: &mut RowSum, record: &RecordId, version: &VersionId) -> Result<(), Tampered> {
    sum.remove(&tag(&keys.integrity, record.as_bytes(), version.as_bytes()))
        .map_err(|_| Tampered { expected: 0, found: 1 })
}

/// Compares the heads that are there with the header's sum.
///
/// # Errors
/// [`Tampered`], with both counts; they may be equal where a row was put back or exchanged.
pub fn check<'a>(
    keys: &Keys,
    expected: &RowSum,
    rows: impl IntoIterator<Item = (&'a RecordId, &'a VersionId)>,
) -> Result<(), Tampered> {
    let mut found = RowSum::new();
    for (record, version) in rows {
        sum_add(keys, &mut found, record, version);
    }
    if found == *expected { Ok(()) } else { Err(Tampered { expected: expected.count(), found: found.count() }) }
}
