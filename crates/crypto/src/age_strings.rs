//! X25519 keys in the text form that age programs read, without the age crate (the app's binary does not carry it).

use bech32::{Bech32, Hrp};
use x25519_dalek::{X25519_BASEPOINT_BYTES, x25519};
use zeroize::Zeroizing;

use crate::keys::Key;

const IDENTITY: Hrp = Hrp::parse_unchecked("age-secret-key-");
const RECIPIENT: Hrp = Hrp::parse_unchecked("age");

/// `AGE-SECRET-KEY-1…`, upper case as age writes it.
pub(crate) fn identity(secret: &Key) -> Zeroizing<String> {
    Zeroizing::new(
        bech32::encode_upper::<Bech32>(IDENTITY, secret.as_bytes()).expect("32 bytes are within Bech32's length"),
    )
}

/// `age1…`, the public half.
pub(crate) fn recipient(secret: &Key) -> String {
    // By the ladder and not `PublicKey::from`: that would put dalek's 30 kB of tables into the app's binary.
    let public = x25519(*secret.as_bytes(), X25519_BASEPOINT_BYTES);
    bech32::encode_lower::<Bech32>(RECIPIENT, &public).expect("32 bytes are within Bech32's length")
}

/// Whether a public key protects what is sealed for it: any secret times a point of small order is nothing.
pub(crate) fn protects(public: &[u8; 32]) -> bool {
    x25519([1; 32], *public) != [0; 32]
}

/// Whether a text is an `age1…` recipient of an X25519 key.
pub(crate) fn recipient_bytes(text: &str) -> Option<[u8; 32]> {
    // Longer than any recipient; Bech32's own bound is far above.
    if text.len() > 90 {
        return None;
    }
    let checked = bech32::primitives::decode::CheckedHrpstring::new::<Bech32>(text).ok()?;
    // age's HRP is lower case; Hrp compares regardless of case and Bech32 itself allows an all-upper-case text (a QR code).
    if checked.hrp() != RECIPIENT {
        return None;
    }
    let mut bytes = checked.byte_iter();
    let mut out = [0; 32];
    for byte in &mut out {
        *byte = bytes.next()?;
    }
    bytes.next().is_none().then_some(out)
}
