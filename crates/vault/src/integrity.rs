//! Whether a file's rows are those that were written: their count and a keyed check sum over them, kept in the file's
//! sealed header and compared when the file is opened.
//!
//! Counted are the heads of every record. The history is not: it is not read when a file is opened. A mismatch is
//! reported with a way on (rebuild, restore), never hidden and never in the way of reading what is there.

use casebook_crypto::integrity::tag;

pub use casebook_crypto::integrity::RowSum;

use super::rows::{Keys, Under};
use casebook_domain::ids::{RecordId, VersionId};

/// The rows found are not the rows that were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tampered {
    /// Rows that the header counts.
    pub expected: u64,
    /// Rows that are there.
    pub found: u64,
}

/// The sum over the heads that are there. `None`: it is asked for under an earlier data key, and there is none.
pub fn sum<'a>(
    keys: &Keys,
    under: Under,
    rows: impl IntoIterator<Item = (&'a RecordId, &'a VersionId)>,
) -> Option<RowSum> {
    let key = keys.integrity(under)?;
    let mut sum = RowSum::new();
    for (record, version) in rows {
        sum.add(&tag(&key, record.as_bytes(), version.as_bytes()));
    }
    Some(sum)
}

/// The sum that a header has to say under the new data key. `said` is what it said under the one before; `earlier` and `now`
/// are over the rows that are there, under the one and the other. If they were not those that it counted, the new sum does
/// not fit them either: sealing again hides nothing.
pub fn carried_over(said: RowSum, earlier: RowSum, now: RowSum) -> RowSum {
    let mut bytes = said.to_bytes();
    for (byte, (earlier, now)) in bytes.iter_mut().zip(earlier.to_bytes().into_iter().zip(now.to_bytes())).skip(8) {
        *byte ^= earlier ^ now;
    }
    RowSum::from_bytes(&bytes)
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
    let found = sum(keys, Under::Now, rows).unwrap_or_default();
    if found == *expected { Ok(()) } else { Err(Tampered { expected: expected.count(), found: found.count() }) }
}
