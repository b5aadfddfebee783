//! Casebook's cryptography: plain functions, bytes in and bytes out. Nothing here knows what a pupil is.
//!
//! | module | what for | who links it |
//! |---|---|---|
//! | [`keys`] | the data key and its subkeys, one per purpose | app, bundle worker |
//! | [`kdf`] | passphrase to slot key, Argon2id | KDF worker alone |
//! | [`seal`](mod@seal) | one row: padded, XChaCha20-Poly1305; the data key wrapped in a slot | app, bundle worker |
//! | [`integrity`] | a file's row count and check sum, against rows lost, added or put back | app, bundle worker |
//! | [`keybox`] | a data key wrapped for a slot whose passphrase is not at hand | app |
//! | [`words`] | word lists: passphrases, completion, fingerprints, the recovery mnemonic | app |
//! | [`recovery`] | twelve words to slot key and age identity | app |
//! | [`device`] | a device's receiving key (age X25519) and signing key (Ed25519) | app, bundle worker |
//! | [`passphrase_check`](mod@passphrase_check) | refuses weak passphrases of one's own | app |
//! | [`bundle`] | age and gzip around lines, every limit kept while reading | bundle worker alone |
//! | [`stages`] | where the time of a bundle goes, for the benchmark | bundle worker |
//!
//! ```
//! use casebook_crypto::keys::Key;
//! use casebook_crypto::seal::{open, seal};
//!
//! let key = Key::random();
//! // The second argument says where the bytes belong: there they open, and nowhere else.
//! let sealed = seal(&key, b"a vault, a file, a row", b"a note");
//! let opened = open(&key, b"a vault, a file, a row", &sealed.nonce, &sealed.ciphertext)?;
//! assert_eq!(opened[..], b"a note"[..]);
//! assert!(open(&key, b"another row", &sealed.nonce, &sealed.ciphertext).is_err());
//! // The length tells little: it is padded.
//! assert_eq!(sealed.ciphertext.len(), seal(&key, b"", b"a somewhat longer note").ciphertext.len());
//! # Ok::<(), casebook_crypto::seal::OpenError>(())
//! ```
//! The design and its reasons are in docs/security.md. Rules that hold throughout:
//!
//! - No primitive is written here; all come from RustCrypto, dalek and age.
//! - Whatever comes from outside has a bound, checked before the work it would cause.
//! - Errors are situations, never sentences; the app has the words.
//! - Key material is wiped on drop and never shown by `Debug`.
//!
//! Deliberately absent: a lock-out counter, a stored password hash, an error that tells a wrong key from a changed row.

pub mod bundle;
pub mod device;
pub mod integrity;
pub mod kdf;
pub mod keybox;
pub mod keys;
pub mod passphrase_check;
pub mod recovery;
pub mod seal;
pub mod stages;
pub mod words;

mod age_strings;
mod random;

pub use zeroize::Zeroizing;
