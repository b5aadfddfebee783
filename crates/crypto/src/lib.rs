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
