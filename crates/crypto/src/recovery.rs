//! The recovery key: twelve words, printed once and kept in the school's safe.
//!
//! The words hold 128 random bits, so no slow KDF is needed. Two keys come from them by HKDF-SHA-256: the key of the
//! recovery slot, and an X25519 age identity. Backups are sealed for that identity's recipient, and because the printed
//! sheet carries the identity too, any age program opens a backup without Casebook.

use core::fmt;

use zeroize::Zeroizing;

use crate::{
    age_strings, keybox,
    keys::{self, Key},
    random,
    words::{self, MnemonicError, RECOVERY_WORDS},
};

/// A recovery key and all that is made from it.
pub struct Recovery {
    entropy: Zeroizing<[u8; 16]>,
    secret: Key,
}

impl Recovery {
    /// A new one.
    ///
    /// # Panics
    /// Where the platform has no source of randomness.
    pub fn generate() -> Self {
        Self::from_entropy(Zeroizing::new(random::bytes()))
    }

    /// From the words as somebody types them off the sheet.
    ///
    /// # Errors
    /// [`MnemonicError`]: an unknown word, not twelve, or a check sum that does not fit.
    pub fn parse(text: &str) -> Result<Self, MnemonicError> {
        words::parse_mnemonic(text).map(Self::from_entropy)
    }

    /// The twelve words, for the printed sheet.
    pub fn words(&self) -> [&'static str; RECOVERY_WORDS] {
        words::mnemonic(&self.entropy)
    }

    /// The key of the vault's recovery slot.
    pub fn slot_key(&self) -> Key {
        keys::derive(&self.entropy[..], None, b"casebook/v1/recovery/slot")
    }

    /// Takes out a data key that was left for this recovery key, see [`crate::keybox`].
    pub fn take(&self, aad: &[u8], boxed: &[u8]) -> Option<Key> {
        keybox::take(&self.secret, aad, boxed)
    }

    /// `AGE-SECRET-KEY-1…`, for the printed sheet and for opening backups.
    pub fn identity(&self) -> Zeroizing<String> {
        age_strings::identity(&self.secret)
    }

    /// `age1…`, what backups are sealed for. Kept sealed in the vault, so that a backup needs no words.
    pub fn recipient(&self) -> String {
        age_strings::recipient(&self.secret)
    }

    fn from_entropy(entropy: Zeroizing<[u8; 16]>) -> Self {
        let secret = keys::derive(&entropy[..], None, b"casebook/v1/recovery/age-x25519");
        Recovery { entropy, secret }
    }
}

impl fmt::Debug for Recovery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recovery(hidden)")
    }
}
