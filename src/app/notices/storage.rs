//! A change or a reading of the casebook that failed, in words.

use casebook_present::words;
use casebook_repository::RepositoryError;
use casebook_repository::rows::DbError;

/// The settings can't be read.
pub const SETTINGS_LOST: &str = "The settings of this casebook could not be read. Restore your newest backup, or fill them in again under Settings: the school, the safeguarding lead, the terms.";
/// A file was opened and not all of it could be read.
pub const RECORDS_LOST: &str =
    "Part of this file could not be read and is not shown. Restore your newest backup to get it back.";

/// A failed change or reading, in words.
pub fn repository_words(error: &RepositoryError) -> String {
    match error {
        RepositoryError::Rejected(rejection) => words::rejection(rejection),
        RepositoryError::Db(error) => db_words(error),
        RepositoryError::Damaged => "A record could not be opened: it is damaged. Nothing was changed. Restore your newest backup on the backups page.".into(),
        RepositoryError::Unreadable(_) => "A record could not be read. Nothing was changed. Update Casebook, or restore your newest backup.".into(),
        RepositoryError::SumMismatch(_) => "This file is not complete: a record is missing or damaged, or an old one was put in its place. You can restore your newest backup, or continue with what is here.".into(),
        RepositoryError::Missing => "It is no longer in this casebook.".into(),
        RepositoryError::Locked => "Casebook is locked. Unlock it and try again: what you typed is kept.".into(),
        RepositoryError::NotDue => "This file is no longer due for erasing. See under About what prevents it.".into(),
        RepositoryError::Observed => "An observation of this pupil is not saved yet. Save or discard it, then erase the file.".into(),
    }
}

/// A failed database, in words.
pub fn db_words(error: &DbError) -> String {
    match error {
        DbError::Blocked => "Another window has the casebook open. Close it and try again.".into(),
        DbError::Newer => "This casebook was made by a newer Casebook. Reload the page with a connection to get it.".into(),
        DbError::Quota => "The tablet's storage is full. Nothing was changed, and this page holds what you typed. Free some space (photos, downloads), then save again.".into(),
        DbError::Missing => "This browser does not let Casebook store anything, as in some private windows. Open it in an ordinary window.".into(),
        DbError::Closed => "This tablet's storage does not answer. Keep this page open: it holds what you typed, and Casebook keeps trying.".into(),
        DbError::Removed => "The browser has removed Casebook's storage from this tablet. Reload the page and restore your newest backup.".into(),
        DbError::Stolen => "Casebook was opened in another tab, and this one can no longer save. Continue there.".into(),
        DbError::Other(_) => "The browser could not save. Nothing was changed. Try again.".into(),
    }
}
