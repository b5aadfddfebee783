//! Why the repository did not do as asked.

use crate::rows::DbError;
use casebook_domain::decide::Rejection;
use casebook_domain::ids::FileId;
use casebook_records::RecordError;

/// Why a change was not made or a file could not be read. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RepositoryError {
    /// The rules forbid it; what is missing is named.
    Rejected(Rejection),
    /// The database failed.
    Db(DbError),
    /// A row could not be opened: damaged or swapped.
    Damaged,
    /// A row was opened and could not be read.
    Unreadable(RecordError),
    /// The file does not add up: rows are missing or were put back (docs/security.md#at-rest).
    SumMismatch(FileId),
    /// There is no such file or record.
    Missing,
    /// No casebook is open.
    Locked,
    /// The file is not due for erasing, or something stops it.
    NotDue,
    /// An observation that is not saved yet names the file.
    Observed,
}

impl From<DbError> for RepositoryError {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

impl From<RecordError> for RepositoryError {
    fn from(error: RecordError) -> Self {
        Self::Unreadable(error)
    }
}
