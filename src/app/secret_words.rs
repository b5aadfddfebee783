//! Words that lock and open: offered, completed, and checked as typed.

use super::device::Device;
use super::notices::secrets::{mistyped, no_sheet};
use casebook_present::recovery_sheet;
use casebook_vault::{WordError, words};

impl Device {
    /// Whether these are the words of the recovery sheet that are asked for, however they were typed; else what is wrong.
    pub fn check_asked_words(self, typed: &str, sheet: &[&str]) -> Result<(), String> {
        let found = words::parse_words(typed).map_err(|error| match error {
            WordError::Unknown { position } => Some(position),
            WordError::Nothing | WordError::TooLong => None,
        });
        recovery_sheet::check(found, sheet)
    }

    /// Seven words to seal a bundle by (docs/security.md#bundles).
    pub fn offer_seven_words(self) -> String {
        words::passphrase(7).join(" ")
    }

    /// The words that begin so.
    pub fn complete_word(self, begun: &str) -> Vec<&'static str> {
        words::complete(begun)
    }

    /// The seven words as they were made, however they were typed; else what is wrong.
    pub fn seven_words(self, typed: &str) -> Result<String, String> {
        match words::parse_words(typed) {
            Ok(found) if found.len() == words::BUNDLE_WORDS => Ok(found.join(" ")),
            Ok(found) => Err(["There should be seven words. You typed ", &found.len().to_string(), "."].concat()),
            Err(error) => Err(mistyped(error)),
        }
    }

    /// What is wrong with the twelve words of a recovery sheet, or its key, as typed.
    pub fn sheet_words(self, typed: &str) -> Result<(), String> {
        if typed.trim().to_ascii_uppercase().starts_with("AGE-SECRET-KEY-") {
            return Ok(());
        }
        words::parse_mnemonic(typed).map(drop).map_err(|error| no_sheet(&error))
    }

    /// Six words for a passphrase.
    pub fn offer_passphrase(self) -> String {
        words::passphrase(6).join(" ")
    }
}
