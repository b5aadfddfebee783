//! The vault: key slots, sealed rows, the recovery key, the check over a file's rows.
//!
//! - [`header`]: what is in clear in the database, parsed and bounded before any work.
//! - [`slots`]: making a vault, unlocking it, changing who can.
//! - [`recipient`]: the key of another device, as it comes from outside.
//! - [`rows`]: sealing and opening rows for one place each.
//! - [`device`]: keys of this device for receiving and signing.
//! - [`integrity`]: whether rows were lost, added or put back behind our back.
//!
//! ```
//! use casebook_domain::ids::FileId;
//! use casebook_vault::{self as vault, Area, Derived, Key, Params, random_salt};
//!
//! // The KDF worker derives the key from a passphrase (Argon2id); here one is made up.
//! let passphrase = Derived { key: Key::random(), salt: random_salt(), params: Params::DEFAULT };
//! let made = vault::create(&passphrase, "Made-Up Mentor");
//!
//! // A row opens for the place that it was sealed for, and for no other.
//! let (file, other) = (FileId::from_bytes([1; 16]), FileId::from_bytes([2; 16]));
//! let sealed = vault::seal(&made.unlocked.keys, Area::Records, &file, b"a record", b"a note");
//! assert_eq!(vault::open(&made.unlocked.keys, Area::Records, &file, b"a record", &sealed)?[..], b"a note"[..]);
//! assert!(vault::open(&made.unlocked.keys, Area::Records, &other, b"a record", &sealed).is_err());
//!
//! // The header is in clear in the database. Either way in gives the same keys.
//! let (slot, ..) = made.header.passphrase_slots().next().expect("the mentor's");
//! let unlocked = vault::unlock_with_key(&made.header, slot, &passphrase.key).expect("the right passphrase");
//! assert!(vault::open(&unlocked.keys, Area::Records, &file, b"a record", &sealed).is_ok());
//! assert!(vault::unlock_with_words(&made.header, &made.sheet.words.join(" ")).is_ok());
//! assert!(vault::unlock_with_key(&made.header, slot, &Key::random()).is_err());
//! # Ok::<(), casebook_vault::RowError>(())
//! ```
//! A random data key seals everything. Each slot of the header wraps it under a key of its own, made from a passphrase
//! (Argon2id, in the KDF worker) or from the twelve recovery words. The right passphrase is the one whose slot opens:
//! there is no stored hash and no lock-out counter.
//!
//! Removing a person takes a new data key: see [`slots`] for how everybody else gets it, and [`rows`] for the time in which
//! rows of both are there.
//!
//! Locking is not here: the app reloads the page, because freed wasm memory keeps what it held.

pub mod device;
pub mod header;
pub mod integrity;
pub mod recipient;
pub mod rows;
pub mod slots;

pub use casebook_crypto::Zeroizing;
pub use casebook_crypto::kdf::{KdfError, Params, SALT_LEN, random_salt};
pub use casebook_crypto::keys::Key;
pub use casebook_crypto::passphrase_check::{MIN_CHARS, WeakPassphrase, passphrase_check};
pub use casebook_crypto::words::{self, MnemonicError, WordError};

pub use device::DeviceKeys;
pub use header::{HeaderError, KeySlot, SlotId, SlotKind, VaultHeader};
pub use integrity::{RowSum, Tampered, carried_over, check, sum};
pub use recipient::{NotARecipient, Recipient};
pub use rows::{Area, Keys, Resealed, RowError, Under, open, open_telling, pack, reseal, reseal_packed, seal, unpack};
pub use slots::{
    Created, DataKey, Derived, RecoverySheet, SealedAnew, UnlockError, Unlocked, add_passphrase, change_passphrase,
    create, done_sealing, recovery_identity, recovery_recipient, rename, replace_recovery, seal_anew, slot_name,
    unlock_with_key, unlock_with_words, unlock_wrapped,
};
