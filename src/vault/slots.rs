//! Making a vault, unlocking it, and changing who can.
//!
//! Deriving a key from a passphrase is not here: it takes 64 MiB and a worker of its own. What comes from that worker is
//! a [`Derived`] key. Changing a passphrase rewrites one slot; copies of the database taken before still open with the
//! old one, because the data key is the same.

use casebook_crypto::kdf::{self, Params, SALT_LEN};
use casebook_crypto::keys::Key;
use casebook_crypto::recovery::Recovery;
use casebook_crypto::words::{MnemonicError, RECOVERY_WORDS};
use casebook_crypto::{Zeroizing, seal};

use super::header::{FORMAT, Slot, SlotId, SlotKind, VaultHeader};
use super::rows::{self, Area, Keys};
use crate::domain::ids::FileId;

/// Rows of the vault itself stand under no file.
const NO_FILE: FileId = FileId::from_bytes([0; 16]);
const RECIPIENT_ROW: &[u8] = b"recovery recipient";

/// The key that wraps all others; needed only to change slots. Wiped when dropped.
pub struct DataKey(Key);

/// An unlocked vault.
pub struct Unlocked {
    /// For changing slots; drop it when no slot is being changed, and ask for the passphrase again when one is.
    pub data_key: DataKey,
    /// For rows.
    pub keys: Keys,
}

/// A key that the KDF worker derived from a passphrase, with what it was derived by.
pub struct Derived {
    /// The key.
    pub key: Key,
    /// The salt.
    pub salt: [u8; SALT_LEN],
    /// The parameters.
    pub params: Params,
}

/// What is shown once, printed and kept in the school's safe.
pub struct RecoverySheet {
    /// Twelve words.
    pub words: [&'static str; RECOVERY_WORDS],
    /// `AGE-SECRET-KEY-…`: opens backups with any age program.
    pub age_secret: Zeroizing<String>,
}

/// A new vault.
pub struct Created {
    /// To be stored.
    pub header: VaultHeader,
    /// It is unlocked at once.
    pub unlocked: Unlocked,
    /// To be printed.
    pub sheet: RecoverySheet,
}

/// Why a vault was not unlocked or a slot not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnlockError {
    /// Not the passphrase or the recovery words of this vault, or the slot was changed: nobody can tell which.
    WrongKey,
    /// The recovery words as typed are no recovery key.
    Words(MnemonicError),
    /// The header has no such slot.
    NoSuchSlot,
    /// The last way in by passphrase can't be removed.
    LastPassphrase,
    /// No room for another slot.
    TooManySlots,
}

/// A new vault with one passphrase slot, for the person called `name`, and one recovery slot.
pub fn create(passphrase: &Derived, name: &str) -> Created {
    let vault = kdf::random_salt();
    let data = Key::random();
    let keys = Keys::derive(vault, &data);
    let recovery = Recovery::generate();
    let header = VaultHeader {
        vault,
        slots: vec![
            passphrase_slot(vault, fresh_id(), passphrase, &data, &keys, name),
            recovery_slot(vault, &recovery, &data),
        ],
        recipient: sealed_recipient(&keys, &recovery),
    };
    Created { header, unlocked: Unlocked { data_key: DataKey(data), keys }, sheet: sheet(&recovery) }
}

/// Unlocks with a key that was derived by the slot's salt and parameters.
///
/// # Errors
/// [`UnlockError::WrongKey`] and [`UnlockError::NoSuchSlot`].
pub fn unlock_with_key(header: &VaultHeader, slot: SlotId, key: &Key) -> Result<Unlocked, UnlockError> {
    let slot = header.slot(slot).ok_or(UnlockError::NoSuchSlot)?;
    unwrap(header, slot, key)
}

/// Unlocks with the twelve words as typed.
///
/// # Errors
/// [`UnlockError::Words`] where they are no recovery key at all, [`UnlockError::WrongKey`] where they are another's.
pub fn unlock_with_words(header: &VaultHeader, typed: &str) -> Result<Unlocked, UnlockError> {
    let key = Recovery::parse(typed).map_err(UnlockError::Words)?.slot_key();
    let mut slots = header.slots.iter().filter(|slot| slot.kind == SlotKind::Recovery).peekable();
    if slots.peek().is_none() {
        return Err(UnlockError::NoSuchSlot);
    }
    slots.find_map(|slot| unwrap(header, slot, &key).ok()).ok_or(UnlockError::WrongKey)
}

/// The header with another passphrase in a passphrase slot; its person stays.
///
/// # Errors
/// [`UnlockError::NoSuchSlot`] where it is no passphrase slot of this vault.
pub fn change_passphrase(
    header: &VaultHeader,
    data_key: &DataKey,
    slot: SlotId,
    new: &Derived,
) -> Result<VaultHeader, UnlockError> {
    let mut header = header.clone();
    let vault = header.vault;
    let old = header
        .slots
        .iter_mut()
        .find(|old| old.id == slot && old.kind != SlotKind::Recovery)
        .ok_or(UnlockError::NoSuchSlot)?;
    let kind = SlotKind::Passphrase { salt: new.salt, params: new.params };
    *old = Slot {
        id: slot,
        kind,
        wrapped: wrap(vault, slot, &kind, &new.key, &data_key.0),
        name: std::mem::take(&mut old.name),
    };
    Ok(header)
}

/// The header with a slot for one more person.
///
/// # Errors
/// [`UnlockError::TooManySlots`].
pub fn add_passphrase(
    header: &VaultHeader,
    unlocked: &Unlocked,
    new: &Derived,
    name: &str,
) -> Result<VaultHeader, UnlockError> {
    let mut header = header.clone();
    if header.slots.len() >= super::header::MAX_SLOTS {
        return Err(UnlockError::TooManySlots);
    }
    let slot = passphrase_slot(header.vault, fresh_id(), new, &unlocked.data_key.0, &unlocked.keys, name);
    header.slots.push(slot);
    Ok(header)
}

/// The header without a person's slot. Their copies of the database, if they have any, still open.
///
/// # Errors
/// [`UnlockError::NoSuchSlot`]; [`UnlockError::LastPassphrase`].
pub fn remove_slot(header: &VaultHeader, slot: SlotId) -> Result<VaultHeader, UnlockError> {
    if header.slot(slot).is_none_or(|slot| slot.kind == SlotKind::Recovery) {
        return Err(UnlockError::NoSuchSlot);
    }
    if header.passphrase_slots().count() < 2 {
        return Err(UnlockError::LastPassphrase);
    }
    let mut header = header.clone();
    header.slots.retain(|kept| kept.id != slot);
    Ok(header)
}

/// The header with a new recovery key in place of the old one, which opens this vault no more. Backups made before still
/// open with the old one: say so.
pub fn replace_recovery(header: &VaultHeader, unlocked: &Unlocked) -> (VaultHeader, RecoverySheet) {
    let recovery = Recovery::generate();
    let mut header = header.clone();
    header.slots.retain(|slot| slot.kind != SlotKind::Recovery);
    header.slots.push(recovery_slot(header.vault, &recovery, &unlocked.data_key.0));
    header.recipient = sealed_recipient(&unlocked.keys, &recovery);
    (header, sheet(&recovery))
}

/// The recovery key's `age1…`, for which backups are sealed. `None` where the header was changed.
pub fn recovery_recipient(header: &VaultHeader, keys: &Keys) -> Option<String> {
    let plain = rows::open(keys, Area::Settings, &NO_FILE, RECIPIENT_ROW, &header.recipient).ok()?;
    String::from_utf8(plain.to_vec()).ok()
}

/// `AGE-SECRET-KEY-…` from the twelve words as typed: opens the backups that were sealed for this recovery key, whichever
/// vault it belongs to.
///
/// # Errors
/// They are no recovery key.
pub fn recovery_identity(typed: &str) -> Result<Zeroizing<String>, MnemonicError> {
    Recovery::parse(typed).map(|recovery| recovery.identity())
}

/// Whose passphrase a slot is for. `None` for the recovery slot or where the header was changed.
pub fn slot_name(keys: &Keys, slot: &Slot) -> Option<String> {
    let plain = rows::open(keys, Area::Settings, &NO_FILE, &name_row(slot.id), &slot.name).ok()?;
    String::from_utf8(plain.to_vec()).ok()
}

fn fresh_id() -> SlotId {
    SlotId(kdf::random_salt())
}

fn passphrase_slot(vault: [u8; 16], id: SlotId, derived: &Derived, data: &Key, keys: &Keys, name: &str) -> Slot {
    let kind = SlotKind::Passphrase { salt: derived.salt, params: derived.params };
    Slot {
        id,
        kind,
        wrapped: wrap(vault, id, &kind, &derived.key, data),
        name: rows::seal(keys, Area::Settings, &NO_FILE, &name_row(id), shortened(name).as_bytes()),
    }
}

fn recovery_slot(vault: [u8; 16], recovery: &Recovery, data: &Key) -> Slot {
    let (id, kind) = (fresh_id(), SlotKind::Recovery);
    Slot { id, kind, wrapped: wrap(vault, id, &kind, &recovery.slot_key(), data), name: Vec::new() }
}

fn sealed_recipient(keys: &Keys, recovery: &Recovery) -> Vec<u8> {
    rows::seal(keys, Area::Settings, &NO_FILE, RECIPIENT_ROW, recovery.recipient().as_bytes())
}

fn sheet(recovery: &Recovery) -> RecoverySheet {
    RecoverySheet { words: recovery.words(), age_secret: recovery.identity() }
}

fn name_row(id: SlotId) -> Vec<u8> {
    [b"slot name ", &id.0[..]].concat()
}

/// A sealed name stays within the header's bounds.
fn shortened(name: &str) -> &str {
    &name[..name.floor_char_boundary(120)]
}

fn wrap(vault: [u8; 16], id: SlotId, kind: &SlotKind, key: &Key, data: &Key) -> Vec<u8> {
    rows::joined(&seal::wrap(key, &slot_aad(vault, id, kind), data))
}

fn unwrap(header: &VaultHeader, slot: &Slot, key: &Key) -> Result<Unlocked, UnlockError> {
    let (nonce, wrapped) = rows::split(&slot.wrapped).ok_or(UnlockError::WrongKey)?;
    let data = seal::unwrap(key, &slot_aad(header.vault, slot.id, &slot.kind), nonce, wrapped)
        .map_err(|_| UnlockError::WrongKey)?;
    Ok(Unlocked { keys: Keys::derive(header.vault, &data), data_key: DataKey(data) })
}

/// Vault, slot and parameters, so that none of them can be swapped. All of fixed length but the last.
fn slot_aad(vault: [u8; 16], id: SlotId, kind: &SlotKind) -> Vec<u8> {
    let mut aad = FORMAT.to_le_bytes().to_vec();
    aad.extend_from_slice(&vault);
    aad.extend_from_slice(&id.0);
    match kind {
        SlotKind::Passphrase { salt, params: Params { memory_kib, iterations, parallelism } } => {
            aad.push(1);
            aad.extend_from_slice(salt);
            for number in [memory_kib, iterations, parallelism] {
                aad.extend_from_slice(&number.to_le_bytes());
            }
        }
        SlotKind::Recovery => aad.push(2),
    }
    aad
}
