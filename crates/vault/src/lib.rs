//! The vault: key slots, sealed rows, the recovery key, the check over a file's rows.
//!
//! - [`header`]: what is in clear in the database, parsed and bounded before any work.
//! - [`slots`]: making a vault, unlocking it, changing who can.
//! - [`recipient`]: the key of another device, as it comes from outside.
//! - [`rows`]: sealing and opening rows for one place each.
//! - [`device`]: keys of this device for receiving and signing.
//! - [`integrity`]: whether rows were lost, added or put back behind our back.
//!
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
