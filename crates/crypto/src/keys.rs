//! The data key and the subkeys made from it.
//!
//! A vault has one random data key. It is never used itself: each [`Purpose`] has a subkey, so that a row sealed for one
//! purpose can't be passed off as another's, and a worker gets only the subkeys that it needs.

use core::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::random;

/// A 256-bit secret key. Wiped when dropped; `Debug` hides it; compared in constant time.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Key([u8; Key::LEN]);

impl Key {
    /// Bytes in a key.
    pub const LEN: usize = 32;

    /// A new random key.
    ///
    /// # Panics
    /// Where the platform has no source of randomness.
    pub fn random() -> Self {
        Key(random::bytes())
    }

    /// Takes a key's bytes. The caller wipes its own copy.
    pub fn from_bytes(bytes: [u8; Key::LEN]) -> Self {
        Key(bytes)
    }

    /// The key's bytes, to hand to a worker. The caller that copies them must wipe the copy.
    pub fn as_bytes(&self) -> &[u8; Key::LEN] {
        &self.0
    }

    /// The subkey for one purpose in one vault: HKDF-SHA-256 (RFC 5869) with the vault id as salt and the versioned
    /// purpose as info.
    pub fn subkey(&self, vault_id: &[u8; 16], purpose: Purpose) -> Key {
        derive(&self.0, Some(vault_id), purpose.info())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(hidden)")
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        subtle::ConstantTimeEq::ct_eq(&self.0[..], &other.0[..]).into()
    }
}

impl Eq for Key {}

/// What a subkey is for. The info strings are part of the stored format: a change makes every row unreadable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Derived headers, what lists and search show.
    Headers,
    /// Records and their history: one key, so that a row can move to the history without being sealed again.
    Records,
    /// Half-filled forms and the running observation.
    Drafts,
    /// Attachments and signatures.
    Blobs,
    /// The check sum over a file's rows, see [`crate::integrity`].
    Integrity,
    /// Settings of this vault that are no record.
    Settings,
    /// This device's own keys, in no bundle ever.
    Devices,
    /// The journal that undoes an import.
    Journal,
    /// The data key before this one, while rows are being sealed again.
    EarlierKey,
}

impl Purpose {
    /// Every purpose, in the order of declaration.
    pub const ALL: [Purpose; 9] = [
        Purpose::Headers,
        Purpose::Records,
        Purpose::Drafts,
        Purpose::Blobs,
        Purpose::Integrity,
        Purpose::Settings,
        Purpose::Devices,
        Purpose::Journal,
        Purpose::EarlierKey,
    ];

    fn info(self) -> &'static [u8] {
        match self {
            Purpose::Headers => b"casebook/v1/headers",
            Purpose::Records => b"casebook/v1/records",
            Purpose::Drafts => b"casebook/v1/drafts",
            Purpose::Blobs => b"casebook/v1/blobs",
            Purpose::Integrity => b"casebook/v1/integrity",
            Purpose::Settings => b"casebook/v1/settings",
            Purpose::Devices => b"casebook/v1/devices",
            Purpose::Journal => b"casebook/v1/journal",
            Purpose::EarlierKey => b"casebook/v1/earlier-key",
        }
    }
}

/// HKDF-SHA-256 to one key.
pub(crate) fn derive(secret: &[u8], salt: Option<&[u8]>, info: &[u8]) -> Key {
    let mut out = Key([0; Key::LEN]);
    Hkdf::<Sha256>::new(salt, secret).expand(info, &mut out.0).expect("32 bytes are within what HKDF-SHA-256 gives");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
    }

    #[test]
    fn hkdf_gives_the_first_32_bytes_of_rfc_5869_case_1() {
        let key = derive(&[0x0b; 22], Some(&hex("000102030405060708090a0b0c")), &hex("f0f1f2f3f4f5f6f7f8f9"));
        assert_eq!(key.as_bytes()[..], hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"));
    }

    #[test]
    fn hkdf_without_a_salt_gives_the_first_32_bytes_of_rfc_5869_case_3() {
        let key = derive(&[0x0b; 22], None, b"");
        assert_eq!(key.as_bytes()[..], hex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"));
    }
}
