//! A device's own keys: X25519 to receive bundles, Ed25519 (RFC 8032) to sign their last line.
//!
//! Both are random, kept as sealed rows, and in no bundle ever; restoring a backup makes new ones.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use zeroize::Zeroizing;

use crate::{age_strings, keys::Key};

/// Length of a signature, bytes.
pub const SIGNATURE_LEN: usize = 64;
/// Length of the public half of a signing key, bytes.
pub const SIGNER_LEN: usize = 32;

/// `AGE-SECRET-KEY-1…` of a receiving key, to open a bundle with.
pub fn identity(receiving: &Key) -> Zeroizing<String> {
    age_strings::identity(receiving)
}

/// `age1…` of a receiving key: what the other device scans, and what its fingerprint is made of.
pub fn recipient(receiving: &Key) -> String {
    age_strings::recipient(receiving)
}

/// The public key in a scanned or typed `age1…`; `None` where it is none (X25519 alone, no plugins), or one of the few
/// points for which everybody can open what is sealed. White space around it and all upper case, as in a dense QR code,
/// are accepted.
pub fn parse_recipient(text: &str) -> Option<[u8; 32]> {
    age_strings::recipient_bytes(text.trim()).filter(age_strings::protects)
}

/// The public half of a signing key, pinned by those who receive.
pub fn signer(signing: &Key) -> [u8; SIGNER_LEN] {
    SigningKey::from_bytes(signing.as_bytes()).verifying_key().to_bytes()
}

/// Signs `message`. `context` says what is signed and keeps a signature from being used elsewhere; both go in with
/// their lengths.
pub fn sign(signing: &Key, context: &str, message: &[u8]) -> [u8; SIGNATURE_LEN] {
    SigningKey::from_bytes(signing.as_bytes()).sign(&signed_bytes(context, message)).to_bytes()
}

/// Whether `signature` is by `signer` over `message` in `context`. Strict: weak keys and malleable signatures are
/// refused.
pub fn verify(signer: &[u8; SIGNER_LEN], context: &str, message: &[u8], signature: &[u8; SIGNATURE_LEN]) -> bool {
    VerifyingKey::from_bytes(signer)
        .is_ok_and(|key| key.verify_strict(&signed_bytes(context, message), &Signature::from_bytes(signature)).is_ok())
}

fn signed_bytes(context: &str, message: &[u8]) -> Vec<u8> {
    let mut bytes = b"casebook/v1/signature\0".to_vec();
    bytes.extend_from_slice(&(context.len() as u64).to_le_bytes());
    bytes.extend_from_slice(context.as_bytes());
    bytes.extend_from_slice(message);
    bytes
}
