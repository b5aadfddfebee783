//! A key left for somebody who is not there: the person who knows the public half of a slot can wrap a new data key for it, and
//! only the slot's own secret takes it out again.
//!
//! Needed when a person is removed from a vault. Everything gets a new data key then, and those who stay are not asked for
//! their passphrases: each slot has an X25519 secret, wrapped under what the passphrase derives, and the recovery sheet has
//! one in its words.
//!
//! ```text
//! box = ephemeral public key, 32 bytes | nonce, 24 bytes | the key wrapped by `seal::wrap`
//! wrapping key = HKDF-SHA-256(X25519(ephemeral, public), salt = ephemeral public | public, info below)
//! ```
//!
//! This is age's X25519 recipient with XChaCha20 and a label of its own, so a recovery key may serve for both.

use x25519_dalek::{X25519_BASEPOINT_BYTES, x25519};
use zeroize::Zeroizing;

use crate::keys::{self, Key};
use crate::seal::{self, NONCE_LEN, TAG_LEN};

/// Length of a public half, bytes.
pub const PUBLIC_LEN: usize = 32;
/// Length of a box, bytes.
pub const BOX_LEN: usize = PUBLIC_LEN + NONCE_LEN + Key::LEN + TAG_LEN;

const INFO: &[u8] = b"casebook/v1/key-box/x25519";

/// The public half of a secret.
pub fn public(secret: &Key) -> [u8; PUBLIC_LEN] {
    // By the ladder, as in `age_strings`.
    x25519(*secret.as_bytes(), X25519_BASEPOINT_BYTES)
}

/// Wraps `key` for the person who holds the secret of `public`. `aad` says which box it is; [`take`] needs the same. `None`: that
/// is no public key of anybody (a point of small order, whose shared secret everybody knows).
///
/// # Panics
/// Where the platform has no source of randomness.
pub fn put(public: &[u8; PUBLIC_LEN], aad: &[u8], key: &Key) -> Option<Vec<u8>> {
    let ephemeral = Key::random();
    let sender = self::public(&ephemeral);
    let wrapped = seal::wrap(&wrapping_key(&ephemeral, public, &sender, public)?, aad, key);
    Some([&sender[..], &wrapped.nonce, &wrapped.ciphertext].concat())
}

/// Takes the key out of a box. `None`: it was left for another secret or under another `aad`, or it was changed.
pub fn take(secret: &Key, aad: &[u8], boxed: &[u8]) -> Option<Key> {
    if boxed.len() != BOX_LEN {
        return None;
    }
    let (sender, rest) = boxed.split_first_chunk::<PUBLIC_LEN>()?;
    let (nonce, wrapped) = rest.split_first_chunk::<NONCE_LEN>()?;
    seal::unwrap(&wrapping_key(secret, sender, sender, &public(secret))?, aad, nonce, wrapped).ok()
}

fn wrapping_key(
    mine: &Key,
    theirs: &[u8; PUBLIC_LEN],
    sender: &[u8; PUBLIC_LEN],
    receiver: &[u8; PUBLIC_LEN],
) -> Option<Key> {
    let shared = Zeroizing::new(x25519(*mine.as_bytes(), *theirs));
    // RFC 7748, section 6.1: all zeroes whatever the secret is.
    if *shared == [0; PUBLIC_LEN] {
        return None;
    }
    Some(keys::derive(&shared[..], Some(&[&sender[..], receiver].concat()), INFO))
}
