//! A casebook that did not open, in words.

use super::secrets::no_sheet;
use super::storage::{db_words, repository_words};
use crate::app::phase::StartError;

/// Why a casebook did not open, in words.
pub fn start_words(error: &StartError) -> String {
    match error {
        StartError::Core(error) => repository_words(error),
        other => gate_words(other),
    }
}

/// The same for the screens before it is open, without the words of the rules, which lie behind the lock.
pub fn gate_words(error: &StartError) -> String {
    match error {
        StartError::Weak(words) => words.clone(),
        StartError::Words(error) => no_sheet(error),
        StartError::Wrong => "That does not open this casebook. Check the spelling and try again.".into(),
        StartError::TooLong => "That is much longer than a passphrase or the recovery words, so it was not tried.".into(),
        StartError::Worker => {
            "The passphrase could not be checked on this tablet just now. Close other apps and try again.".into()
        }
        StartError::Db(error) => db_words(error),
        StartError::NotThere => "Part of Casebook did not load completely. What is saved on this tablet is not affected. Connect to the network and try again.".into(),
        StartError::Core(_) => "The casebook could not be read. Reload the page and try again.".into(),
    }
}
