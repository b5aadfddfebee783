//! Words instead of random characters: passphrases, the words of a bundle, the recovery mnemonic, fingerprints.
//!
//! The list is BIP-39's English one: 2048 common words, 11 bits each, no two alike in their first four letters. That is
//! what makes abbreviations and completion safe.

use bip39::{Language, Mnemonic};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::random;

/// Words of a generated passphrase: 66 bits behind a slow KDF.
pub const PASSPHRASE_WORDS: usize = 6;
/// Words of a bundle: 77 bits, as a bundle may be copied and tried at leisure.
pub const BUNDLE_WORDS: usize = 7;
/// Words of a recovery key: 128 bits and four of check sum.
pub const RECOVERY_WORDS: usize = 12;
/// Words of a fingerprint.
pub const FINGERPRINT_WORDS: usize = 6;

const BITS_A_WORD: usize = 11;
/// In the list no two words share their first four letters.
const TELLING_LETTERS: usize = 4;
/// Longest text that is looked at for words, bytes; more can't be any of ours.
const LONGEST_TEXT: usize = 1024;

/// All words, in alphabetical order.
pub fn list() -> &'static [&'static str; 2048] {
    Language::English.word_list()
}

/// `count` words drawn at random, each equally likely (11 bits a word, no check sum).
///
/// # Panics
/// Where the platform has no source of randomness.
pub fn passphrase(count: usize) -> Vec<&'static str> {
    // 2048 divides 65536: the low eleven bits of two random bytes are uniform.
    (0..count).map(|_| list()[usize::from(u16::from_le_bytes(random::bytes())) % list().len()]).collect()
}

/// The words that begin with `prefix`, for completion while typing. Case does not matter; an empty prefix gives none.
pub fn complete(prefix: &str) -> Vec<&'static str> {
    let prefix = prefix.trim().to_lowercase();
    if prefix.is_empty() {
        return Vec::new();
    }
    let start = list().partition_point(|word| *word < &prefix[..]);
    list()[start..].iter().take_while(|word| word.starts_with(&prefix)).copied().collect()
}

/// Which typed word is none of ours. Its text stays with the caller: it is part of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordError {
    /// No words at all.
    Nothing,
    /// The text is far longer than any words of ours.
    TooLong,
    /// The word at this place, counted from 1, is not on the list.
    Unknown {
        /// Counted from 1.
        position: usize,
    },
}

/// Reads words as people type them, whether six, seven or twelve: any case, and anything between them that is no letter
/// (blanks, lines, commas, hyphens, the full stops that a tablet makes of two blanks, the numbers of a list); four letters
/// or more instead of the whole word.
///
/// # Errors
/// [`WordError`], with the first word that is not on the list.
pub fn parse_words(text: &str) -> Result<Vec<&'static str>, WordError> {
    split_words(text, |c| !c.is_alphabetic())
}

/// The place of the only word that is not on the list, counted from 1, where all others are: what to look at again.
pub fn odd_one(text: &str) -> Option<usize> {
    let mut unknown = None;
    let mut known = 0;
    for (index, typed) in text.split(|c: char| !c.is_alphabetic()).filter(|typed| !typed.is_empty()).enumerate() {
        match find(typed) {
            Some(_) => known += 1,
            None if unknown.is_some() => return None,
            None => unknown = Some(index + 1),
        }
    }
    unknown.filter(|_| known + 1 >= PASSPHRASE_WORDS)
}

fn split_words(text: &str, between: fn(char) -> bool) -> Result<Vec<&'static str>, WordError> {
    if text.len() > LONGEST_TEXT {
        return Err(WordError::TooLong);
    }
    let words = text
        .split(between)
        .filter(|typed| !typed.is_empty())
        .enumerate()
        .map(|(index, typed)| find(typed).ok_or(WordError::Unknown { position: index + 1 }))
        .collect::<Result<Vec<_>, _>>()?;
    if words.is_empty() { Err(WordError::Nothing) } else { Ok(words) }
}

/// The one text that a passphrase is derived from: words of ours in full, lower case and with single spaces, however
/// they were typed; anything else as it is, without the white space around it. Apply it when a passphrase is chosen and
/// each time it is entered. Dots and digits between words count as nothing only where there are as many words as are ever
/// drawn: in somebody's own passphrase they mean something.
pub fn canonical(text: &str) -> Zeroizing<String> {
    let plainly = split_words(text, |c| c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2014}' | ','));
    let drawn = || {
        let counts = [PASSPHRASE_WORDS, BUNDLE_WORDS, RECOVERY_WORDS];
        parse_words(text).ok().filter(|words| counts.contains(&words.len()))
    };
    Zeroizing::new(match plainly.ok().or_else(drawn) {
        Some(words) => words.join(" "),
        None => text.trim().to_owned(),
    })
}

/// Six words that stand for a public key or another public value, to be read out and compared: the first 66 bits of a
/// SHA-256 under a prefix of our own.
pub fn fingerprint(bytes: &[u8]) -> [&'static str; FINGERPRINT_WORDS] {
    let hash = Sha256::new_with_prefix(b"casebook/v1/fingerprint\0").chain_update(bytes).finalize();
    core::array::from_fn(|word| list()[take_bits(&hash, word * BITS_A_WORD)])
}

/// Why typed words are no recovery key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MnemonicError {
    /// A word is not on the list.
    Word(WordError),
    /// There are not twelve.
    Count {
        /// How many there are.
        found: usize,
    },
    /// All words exist and they don't belong together: one is mistaken, or two are swapped.
    Checksum,
}

/// The twelve words for 128 bits, the last one with a check sum (BIP-39).
pub fn mnemonic(entropy: &[u8; 16]) -> [&'static str; RECOVERY_WORDS] {
    let mnemonic = Mnemonic::from_entropy(entropy).expect("128 bits are a length that BIP-39 has");
    let mut words = mnemonic.words();
    core::array::from_fn(|_| words.next().expect("128 bits make twelve words"))
}

/// The 128 bits that twelve words stand for, typed as tolerantly as in [`parse_words`].
///
/// # Errors
/// [`MnemonicError`].
pub fn parse_mnemonic(text: &str) -> Result<Zeroizing<[u8; 16]>, MnemonicError> {
    let words = parse_words(text).map_err(MnemonicError::Word)?;
    if words.len() != RECOVERY_WORDS {
        return Err(MnemonicError::Count { found: words.len() });
    }
    let text = Zeroizing::new(words.join(" "));
    let mnemonic = Mnemonic::parse_in_normalized(Language::English, &text).map_err(|_| MnemonicError::Checksum)?;
    let (bytes, _) = mnemonic.to_entropy_array();
    let bytes = Zeroizing::new(bytes);
    let mut entropy = Zeroizing::new([0; 16]);
    entropy.copy_from_slice(&bytes[..16]);
    Ok(entropy)
}

fn find(typed: &str) -> Option<&'static str> {
    let typed = typed.to_lowercase();
    let start = list().partition_point(|word| *word < &typed[..]);
    let word = list().get(start)?;
    let whole = *word == typed;
    let abbreviated = typed.len() >= TELLING_LETTERS && word.starts_with(&typed);
    (whole || abbreviated).then_some(*word)
}

/// Eleven bits from bit `start` on, the most significant first.
fn take_bits(bytes: &[u8], start: usize) -> usize {
    (start..start + BITS_A_WORD).fold(0, |value, bit| value << 1 | usize::from(bytes[bit / 8] >> (7 - bit % 8) & 1))
}
