//! A device's own keys: one to receive bundles by, one to sign them with. Kept as one sealed row, in no bundle ever; a
//! restored casebook makes new ones, and what was sealed for the old ones does not open there (docs/security.md#bundles).

use casebook_crypto::Zeroizing;
use casebook_crypto::device;
use casebook_crypto::keys::Key;
use casebook_crypto::words::{self, FINGERPRINT_WORDS};

/// The keys of this device. Wiped when dropped.
#[derive(Clone)]
pub struct DeviceKeys {
    receiving: Key,
    signing: Key,
}

impl DeviceKeys {
    /// New ones.
    pub fn random() -> Self {
        Self { receiving: Key::random(), signing: Key::random() }
    }

    /// As they are sealed: first the receiving key, then the signing key.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([self.receiving.as_bytes().as_slice(), self.signing.as_bytes()].concat())
    }

    /// Reads [`DeviceKeys::to_bytes`]; `None` where the length is another.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (keys, []) = bytes.as_chunks::<{ Key::LEN }>() else { return None };
        let [receiving, signing] = <&[_; 2]>::try_from(keys).ok()?;
        Some(Self { receiving: Key::from_bytes(*receiving), signing: Key::from_bytes(*signing) })
    }

    /// `age1…`, which others seal for: shown as a QR code.
    pub fn recipient(&self) -> String {
        device::recipient(&self.receiving)
    }

    /// `AGE-SECRET-KEY-1…`, which opens what was sealed for this device.
    pub fn identity(&self) -> Zeroizing<String> {
        device::identity(&self.receiving)
    }

    /// The key that bundles are signed with.
    pub fn signing(&self) -> &Key {
        &self.signing
    }

    /// The public half of the signing key, which others pin.
    pub fn signer(&self) -> [u8; device::SIGNER_LEN] {
        device::signer(&self.signing)
    }

    /// Six words that stand for the signing key: what the two at a meeting read to each other.
    pub fn fingerprint(&self) -> [&'static str; FINGERPRINT_WORDS] {
        words::fingerprint(&self.signer())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back_and_nothing_of_another_length_does() {
        let keys = DeviceKeys::random();
        let bytes = keys.to_bytes();
        let read = DeviceKeys::from_bytes(&bytes).expect("64 bytes");
        assert_eq!((read.recipient(), read.signer()), (keys.recipient(), keys.signer()));
        for wrong in [0, 32, 63, 65, 96] {
            assert!(DeviceKeys::from_bytes(&vec![7; wrong]).is_none(), "{wrong}");
        }
    }
}
