//! The key of a device to seal for, as it comes from outside: scanned, pasted, typed.

use casebook_crypto::device;
use casebook_crypto::words::{self, FINGERPRINT_WORDS};
use serde::{Deserialize, Serialize};

/// What is looked at; far more than a key has.
const MAX_BYTES: usize = 400;
/// Characters of an `age1…` key of X25519.
const KEY_CHARS: usize = 62;

/// A device's public key, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Recipient {
    text: String,
    bytes: [u8; 32],
}

/// Why a text is no such key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotARecipient {
    /// There is nothing.
    Empty,
    /// It is longer than any key.
    TooLong,
    /// It is a secret key, which nobody should show.
    Secret,
    /// It is a key for the age program, of a kind that Casebook does not seal for.
    OtherKind,
    /// It begins as a key and ends too early.
    CutOff,
    /// It begins as a key and its check sum is wrong: mistyped, or parts are missing.
    Mistyped,
    /// It is an address on the web.
    Web,
    /// It is something else.
    Foreign,
}

impl TryFrom<String> for Recipient {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|_| "not a key")
    }
}

impl From<Recipient> for String {
    fn from(recipient: Recipient) -> Self {
        recipient.text
    }
}

impl Recipient {
    /// Reads a scanned, pasted or typed key. White space in it is left out: messages break long words. Either all lower or
    /// all upper case.
    ///
    /// # Errors
    /// What it was instead.
    pub fn parse(text: &str) -> Result<Self, NotARecipient> {
        if text.len() > MAX_BYTES {
            return Err(NotARecipient::TooLong);
        }
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(bytes) = device::parse_recipient(&text) {
            return Ok(Self { text: text.to_ascii_lowercase(), bytes });
        }
        let lower = text.to_lowercase();
        Err(match () {
            () if lower.is_empty() => NotARecipient::Empty,
            () if lower.starts_with("age-secret-key-") || lower.starts_with("age-plugin-") => NotARecipient::Secret,
            // Recipients of plugins have a name after `age1`, which ends in another 1; the alphabet of keys has no 1.
            () if lower.starts_with("age1") && lower[4..].contains('1') => NotARecipient::OtherKind,
            () if ["ssh-", "pgp", "-----begin"].iter().any(|start| lower.starts_with(start)) => {
                NotARecipient::OtherKind
            }
            () if lower.starts_with("age1") && lower.chars().count() < KEY_CHARS => NotARecipient::CutOff,
            () if lower.starts_with("age1") => NotARecipient::Mistyped,
            () if ["http:", "https:", "www."].iter().any(|start| lower.starts_with(start)) => NotARecipient::Web,
            () => NotARecipient::Foreign,
        })
    }

    /// The key as text, `age1…` in lower case.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Six words for it, to be read out and compared.
    pub fn fingerprint(&self) -> [&'static str; FINGERPRINT_WORDS] {
        words::fingerprint(&self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Key;

    fn key() -> String {
        device::recipient(&Key::from_bytes([7; 32]))
    }

    #[test]
    fn a_key_is_taken_however_it_was_written() {
        let lower = key();
        assert_eq!(lower.len(), KEY_CHARS);
        let expected = Recipient::parse(&lower).expect("a key");
        assert_eq!(expected.text(), lower);
        let (begin, end) = lower.split_at(30);
        for written in
            [lower.to_uppercase(), format!("  {lower}\n"), format!("{begin}\r\n {end}"), format!("{begin}\u{a0}{end}")]
        {
            assert_eq!(Recipient::parse(&written), Ok(expected.clone()), "{written:?}");
        }
    }

    #[test]
    fn the_six_words_are_those_of_the_keys_bytes() {
        let bytes = device::parse_recipient(&key()).expect("a key");
        assert_eq!(Recipient::parse(&key()).expect("a key").fingerprint(), words::fingerprint(&bytes));
    }

    #[test]
    fn what_is_no_key_says_what_it_is() {
        use NotARecipient::*;
        let key = key();
        let mistyped = key.replacen(&key[10..11], if &key[10..11] == "q" { "p" } else { "q" }, 1);
        let mixed = format!("{}{}", key[..20].to_uppercase(), &key[20..]);
        let secret = device::identity(&Key::from_bytes([7; 32]));
        for (text, expected) in [
            ("", Empty),
            (" \n", Empty),
            (&"age1".repeat(101), TooLong),
            (&secret, Secret),
            (&secret.to_lowercase(), Secret),
            ("AGE-PLUGIN-YUBIKEY-1QQQQ", Secret),
            ("age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t", OtherKind),
            ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA", OtherKind),
            (&key[..40], CutOff),
            (&key[..61], CutOff),
            (&mistyped, Mistyped),
            (&mixed, Mistyped),
            (&format!("{key}q"), Mistyped),
            ("https://example.org/age1", Web),
            ("www.example.org", Web),
            ("Robin Sample", Foreign),
            ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", Foreign),
            ("age", Foreign),
            ("𝕒ge1é", Foreign),
        ] {
            assert_eq!(Recipient::parse(text), Err(expected), "{text}");
        }
    }

    /// Points of small order: whatever is sealed for them, everybody can open.
    #[test]
    fn a_key_that_protects_nothing_is_none() {
        let (zero, mut one) = ([0; 32], [0; 32]);
        one[0] = 1;
        // A point of order eight on Curve25519.
        let eighth = [
            0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4, 0x6a, 0xda, 0x09,
            0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8, 0x00,
        ];
        for weak in [zero, one, eighth] {
            assert_eq!(Recipient::parse(&bech32_of(&weak)), Err(NotARecipient::Mistyped), "{weak:?}");
        }
    }

    /// `age1…` of any bytes, also of such as no key has.
    fn bech32_of(bytes: &[u8; 32]) -> String {
        const ALPHABET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
        let mut fives = Vec::new();
        let (mut held, mut bits) = (0_u32, 0);
        for &byte in bytes {
            held = (held << 8) | u32::from(byte);
            bits += 8;
            while bits >= 5 {
                bits -= 5;
                fives.push((held >> bits) as u8 & 31);
            }
        }
        fives.push((held << (5 - bits)) as u8 & 31);
        let check = |values: &mut dyn Iterator<Item = u8>| {
            values.fold(1_u32, |sum, value| {
                let top = sum >> 25;
                let sum = ((sum & 0x1ff_ffff) << 5) ^ u32::from(value);
                [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]
                    .iter()
                    .enumerate()
                    .fold(sum, |sum, (bit, mask)| if (top >> bit) & 1 == 1 { sum ^ mask } else { sum })
            })
        };
        let prefix = b"age".iter().map(|c| c >> 5).chain([0]).chain(b"age".iter().map(|c| c & 31));
        let sum = check(&mut prefix.chain(fives.iter().copied()).chain([0; 6])) ^ 1;
        let sums = (0..6).map(|place| (sum >> (5 * (5 - place))) as u8 & 31);
        let data = fives.iter().copied().chain(sums).map(|five| char::from(ALPHABET[usize::from(five)]));
        format!("age1{}", data.collect::<String>())
    }

    #[test]
    fn the_tests_own_encoding_is_right() {
        let bytes = device::parse_recipient(&key()).expect("a key");
        assert_eq!(bech32_of(&bytes), key());
    }
}
