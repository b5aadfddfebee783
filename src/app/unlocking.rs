//! What is typed to open the casebook, tried against its slots.

use super::phase::StartError;
use super::session::{LONGEST_SECRET, Opened, Session};
use crate::browser::kdf;
use casebook_vault::{self as vault, Derived, UnlockError, Unlocked};

impl Session {
    /// The lock screen's worker and keys are the browser's matter; here is what a passphrase derives.
    pub(super) async fn derive(
        self,
        passphrase: &str,
        salt: [u8; vault::SALT_LEN],
        params: vault::Params,
    ) -> Result<Derived, StartError> {
        if passphrase.len() > LONGEST_SECRET {
            return Err(StartError::TooLong);
        }
        let key = kdf::derive(passphrase, &salt, params).await.map_err(|_| StartError::Worker)?;
        Ok(Derived { key, salt, params })
    }

    pub(super) async fn try_passphrase(self, passphrase: &str) -> Result<Opened, StartError> {
        let header = self.header().ok_or(StartError::Wrong)?;
        for (slot, salt, params) in header.passphrase_slots() {
            let derived = self.derive(passphrase, salt, params).await?;
            let unlocked = match vault::unlock_wrapped(&header, slot, &derived.key) {
                Ok(None) => (self.fetch_inside().await?.unlock_boxed)(&header, slot, &derived.key),
                Ok(Some(unlocked)) => Ok(unlocked),
                Err(error) => Err(error),
            };
            match unlocked {
                Ok(unlocked) => return Ok(Opened { slot, derived, unlocked }),
                Err(UnlockError::WrongKey) => {}
                Err(_) => return Err(StartError::Wrong),
            }
        }
        Err(StartError::Wrong)
    }

    pub(super) async fn try_words(self, words: &str) -> Result<Unlocked, StartError> {
        let header = self.header().ok_or(StartError::Wrong)?;
        if words.len() > LONGEST_SECRET {
            return Err(StartError::TooLong);
        }
        (self.fetch_inside().await?.unlock_with_words)(&header, words).map_err(|error| match error {
            UnlockError::Words(error) => StartError::Words(error),
            _ => StartError::Wrong,
        })
    }

    /// The recovery words that just opened the casebook; asked for once.
    pub fn take_recovery_words(self) -> Option<String> {
        self.inner().recovery_words.borrow_mut().take()
    }

    /// Whether this is the passphrase: for leaving "show and sign".
    pub async fn check_passphrase_now(self, passphrase: &str) -> bool {
        self.try_passphrase(passphrase).await.is_ok()
    }

    /// What a passphrase derives with a fresh salt, for a slot.
    pub(super) async fn derive_new(self, passphrase: &str) -> Result<Derived, StartError> {
        self.derive(passphrase, vault::random_salt(), vault::Params::DEFAULT).await
    }
}
