//! Making a vault, unlocking it, and changing who can.
//!
//! Deriving a key from a passphrase is not here: it takes 64 MiB and a worker of its own. What comes from that worker is
//! a [`Derived`] key. Changing a passphrase rewrites one slot; copies of the database taken before still open with the
//! old one, because the data key is the same.
//!
//! **Removing a person** takes a new data key ([`seal_anew`]), since they may have kept the old one. Nobody else is there to
//! type a passphrase or the recovery words, so each slot has a key pair and the new data key is left in a box that only its
//! secret opens: the secret of a passphrase slot is wrapped under what the passphrase derives, that of the recovery slot is
//! in its words. The person who knows the old data key and has an old copy of the header knows public halves, and no more. The same
//! passphrases and the same printed sheet open the vault before, during and after.
//!
//! While rows of the old data key are left, the header has it, wrapped under the new one: the new one leads to the old, never
//! the other way. [`done_sealing`] drops it.

use casebook_crypto::kdf::{self, Params, SALT_LEN};
use casebook_crypto::keys::{Key, Purpose};
use casebook_crypto::recovery::Recovery;
use casebook_crypto::words::{MnemonicError, RECOVERY_WORDS};
use casebook_crypto::{Zeroizing, device, keybox, seal};

use super::header::{Held, KeySlot, Lock, SEALS, SlotId, SlotKind, VaultHeader};
use super::rows::{self, Area, Keys};
use casebook_domain::ids::FileId;

/// Rows of the vault itself are under no file.
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
    /// Everything is being sealed again already; that has to be done first.
    UnderWay,
    /// The slot was made by a Casebook that left nobody anything: its person has to give a new passphrase first.
    NoLock(SlotId),
    /// The recovery key's recipient can't be read, so nothing can be left for it: a new recovery sheet has to be made first.
    NoRecipient,
}

/// A new vault with one passphrase slot, for the person called `name`, and one recovery slot.
pub fn create(passphrase: &Derived, name: &str) -> Created {
    let vault = kdf::random_salt();
    let data = Key::random();
    let keys = Keys::derive(vault, &data, None);
    let recovery = Recovery::generate();
    let header = VaultHeader {
        vault,
        slots: vec![
            passphrase_slot(vault, fresh_id(), passphrase, &data, &keys, name),
            recovery_slot(vault, &recovery, &data),
        ],
        recipient: sealed_recipient(&keys, recovery.recipient().as_bytes()),
        earlier: None,
    };
    Created { header, unlocked: Unlocked { data_key: DataKey(data), keys }, sheet: sheet(&recovery) }
}

/// Unlocks with a key that was derived by the slot's salt and parameters.
///
/// # Errors
/// [`UnlockError::WrongKey`] and [`UnlockError::NoSuchSlot`].
pub fn unlock_with_key(header: &VaultHeader, slot: SlotId, key: &Key) -> Result<Unlocked, UnlockError> {
    let slot = header.slot(slot).ok_or(UnlockError::NoSuchSlot)?;
    let secret = || {
        let (nonce, wrapped) = rows::split(&slot.lock.as_ref()?.secret)?;
        seal::unwrap(key, &aad(header.vault, slot, SECRET), nonce, wrapped).ok()
    };
    let data = match &slot.held {
        Held::Wrapped(wrapped) => unwrap(header, slot, key, wrapped),
        Held::Boxed(boxed) => secret().and_then(|secret| keybox::take(&secret, &aad(header.vault, slot, BOX), boxed)),
    };
    unlocked(header, data)
}

/// The same for a slot that wraps the data key itself; `None`: it is in a box, for [`unlock_with_key`]. The lock screen asks
/// this first, so that the arithmetic of boxes, which few ever need, is not in its way.
///
/// # Errors
/// As [`unlock_with_key`].
pub fn unlock_wrapped(header: &VaultHeader, slot: SlotId, key: &Key) -> Result<Option<Unlocked>, UnlockError> {
    let slot = header.slot(slot).ok_or(UnlockError::NoSuchSlot)?;
    match &slot.held {
        Held::Wrapped(wrapped) => unlocked(header, unwrap(header, slot, key, wrapped)).map(Some),
        Held::Boxed(_) => Ok(None),
    }
}

/// Unlocks with the twelve words as typed.
///
/// # Errors
/// [`UnlockError::Words`] where they are no recovery key at all, [`UnlockError::WrongKey`] where they are another's.
pub fn unlock_with_words(header: &VaultHeader, typed: &str) -> Result<Unlocked, UnlockError> {
    let recovery = Recovery::parse(typed).map_err(UnlockError::Words)?;
    let key = recovery.slot_key();
    let mut slots = header.slots.iter().filter(|slot| slot.kind == SlotKind::Recovery).peekable();
    if slots.peek().is_none() {
        return Err(UnlockError::NoSuchSlot);
    }
    let data = slots.find_map(|slot| match &slot.held {
        Held::Wrapped(wrapped) => unwrap(header, slot, &key, wrapped),
        Held::Boxed(boxed) => recovery.take(&aad(header.vault, slot, BOX), boxed),
    });
    unlocked(header, data)
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
    let keys = Keys::derive(vault, &data_key.0, None);
    let name = std::mem::take(&mut old.name);
    *old = KeySlot { name, ..passphrase_slot(vault, slot, new, &data_key.0, &keys, "") };
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
    if !header.has_room() {
        return Err(UnlockError::TooManySlots);
    }
    let slot = passphrase_slot(header.vault, fresh_id(), new, &unlocked.data_key.0, &unlocked.keys, name);
    header.slots.push(slot);
    Ok(header)
}

/// The header with another name for a person.
///
/// # Errors
/// [`UnlockError::NoSuchSlot`] where it is no passphrase slot of this vault.
pub fn rename(header: &VaultHeader, keys: &Keys, slot: SlotId, name: &str) -> Result<VaultHeader, UnlockError> {
    let mut header = header.clone();
    let named = header.slots.iter_mut().find(|named| named.id == slot && named.kind != SlotKind::Recovery);
    named.ok_or(UnlockError::NoSuchSlot)?.name = sealed_name(keys, slot, name);
    Ok(header)
}

/// A new data key, with the header to be stored, in one write, before anything is sealed under it.
pub struct SealedAnew {
    /// To be stored.
    pub header: VaultHeader,
    /// Seals under the new data key and opens rows of both.
    pub unlocked: Unlocked,
}

/// A new data key for everybody but `without`, whose slot is gone. `own` is the slot of the person who asks, where they typed their
/// passphrase and not the recovery words, with what was derived from it.
///
/// The rows are sealed again by the code that has them, see [`rows::reseal`]; [`done_sealing`] comes last.
///
/// # Errors
/// [`UnlockError::UnderWay`]; [`UnlockError::NoSuchSlot`]; [`UnlockError::LastPassphrase`]; [`UnlockError::NoLock`];
/// [`UnlockError::NoRecipient`].
pub fn seal_anew(
    header: &VaultHeader,
    unlocked: &Unlocked,
    own: Option<(SlotId, &Derived)>,
    without: Option<SlotId>,
) -> Result<SealedAnew, UnlockError> {
    if header.is_being_sealed_anew() {
        return Err(UnlockError::UnderWay);
    }
    if let Some(gone) = without {
        if header.slot(gone).is_none_or(|slot| slot.kind == SlotKind::Recovery) {
            return Err(UnlockError::NoSuchSlot);
        }
        if header.passphrase_slots().count() < 2 {
            return Err(UnlockError::LastPassphrase);
        }
    }
    let vault = header.vault;
    let data = Key::random();
    let earlier = &unlocked.data_key.0;
    let keys = Keys::derive(vault, &data, Some(earlier));
    let recipient = recovery_recipient(header, &unlocked.keys);
    let kept = header.slots.iter().filter(|slot| Some(slot.id) != without);
    let slots = kept
        .map(|slot| {
            let name = slot_name(&unlocked.keys, slot).unwrap_or_default();
            if let Some((_, derived)) = own.filter(|(own, _)| *own == slot.id) {
                return Ok(passphrase_slot(vault, slot.id, derived, &data, &keys, &name));
            }
            let public = match slot.kind {
                SlotKind::Recovery => recipient.as_deref().and_then(device::parse_recipient),
                SlotKind::Passphrase { .. } => public_half(&unlocked.keys, slot),
            };
            let boxed = public.and_then(|public| keybox::put(&public, &aad(vault, slot, BOX), &data));
            let mut slot = slot.clone();
            slot.held = Held::Boxed(boxed.ok_or(match slot.kind {
                SlotKind::Recovery => UnlockError::NoRecipient,
                SlotKind::Passphrase { .. } => UnlockError::NoLock(slot.id),
            })?);
            if let (Some(lock), Some(public)) = (&mut slot.lock, public) {
                lock.public = wrapped_public(&keys, slot.id, public);
                slot.name = sealed_name(&keys, slot.id, &name);
            }
            Ok(slot)
        })
        .collect::<Result<_, UnlockError>>()?;
    let recipient = sealed_recipient(&keys, recipient.unwrap_or_default().as_bytes());
    let wrapped = seal::wrap(&data.subkey(&vault, Purpose::EarlierKey), &earlier_aad(vault), earlier);
    let header = VaultHeader { vault, slots, recipient, earlier: Some(rows::joined(&wrapped)) };
    Ok(SealedAnew { header, unlocked: Unlocked { data_key: DataKey(data), keys } })
}

/// The header without the data key before. Only when no row of it is left: none of them opens any more.
pub fn done_sealing(header: &VaultHeader) -> VaultHeader {
    VaultHeader { earlier: None, ..header.clone() }
}

/// The header with a new recovery key in place of the old one, which opens this vault no more. Backups made before still
/// open with the old one: say so.
pub fn replace_recovery(header: &VaultHeader, unlocked: &Unlocked) -> (VaultHeader, RecoverySheet) {
    let recovery = Recovery::generate();
    let mut header = header.clone();
    header.slots.retain(|slot| slot.kind != SlotKind::Recovery);
    header.slots.push(recovery_slot(header.vault, &recovery, &unlocked.data_key.0));
    header.recipient = sealed_recipient(&unlocked.keys, recovery.recipient().as_bytes());
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
pub fn slot_name(keys: &Keys, slot: &KeySlot) -> Option<String> {
    let plain = rows::open(keys, Area::Settings, &NO_FILE, &name_row(slot.id), &slot.name).ok()?;
    String::from_utf8(plain.to_vec()).ok()
}

fn fresh_id() -> SlotId {
    SlotId(kdf::random_salt())
}

/// With a key pair of its own.
fn passphrase_slot(vault: [u8; 16], id: SlotId, derived: &Derived, data: &Key, keys: &Keys, name: &str) -> KeySlot {
    let kind = SlotKind::Passphrase { salt: derived.salt, params: derived.params };
    let mut slot = KeySlot { id, kind, held: Held::Wrapped(Vec::new()), lock: None, name: sealed_name(keys, id, name) };
    let secret = Key::random();
    slot.held = Held::Wrapped(wrap(&derived.key, &aad(vault, &slot, HELD), data));
    slot.lock = Some(Lock {
        secret: wrap(&derived.key, &aad(vault, &slot, SECRET), &secret),
        public: wrapped_public(keys, id, keybox::public(&secret)),
    });
    slot
}

fn recovery_slot(vault: [u8; 16], recovery: &Recovery, data: &Key) -> KeySlot {
    let held = Held::Wrapped(Vec::new());
    let mut slot = KeySlot { id: fresh_id(), kind: SlotKind::Recovery, held, lock: None, name: Vec::new() };
    slot.held = Held::Wrapped(wrap(&recovery.slot_key(), &aad(vault, &slot, HELD), data));
    slot
}

fn sealed_recipient(keys: &Keys, recipient: &[u8]) -> Vec<u8> {
    rows::seal(keys, Area::Settings, &NO_FILE, RECIPIENT_ROW, recipient)
}

fn sealed_name(keys: &Keys, slot: SlotId, name: &str) -> Vec<u8> {
    rows::seal(keys, Area::Settings, &NO_FILE, &name_row(slot), shortened(name).as_bytes())
}

fn sheet(recovery: &Recovery) -> RecoverySheet {
    RecoverySheet { words: recovery.words(), age_secret: recovery.identity() }
}

fn name_row(id: SlotId) -> Vec<u8> {
    [b"slot name ", &id.0[..]].concat()
}

fn public_row(id: SlotId) -> Vec<u8> {
    [b"slot public half ", &id.0[..]].concat()
}

/// A public half is as long as a key and is kept like one, so that nobody without the data key can exchange it.
fn wrapped_public(keys: &Keys, id: SlotId, public: [u8; keybox::PUBLIC_LEN]) -> Vec<u8> {
    keys.wrap(&NO_FILE, &public_row(id), &Key::from_bytes(public))
}

fn public_half(keys: &Keys, slot: &KeySlot) -> Option<[u8; keybox::PUBLIC_LEN]> {
    let public = keys.unwrap(&NO_FILE, &public_row(slot.id), &slot.lock.as_ref()?.public)?;
    Some(*public.as_bytes())
}

/// A sealed name stays within the header's bounds.
fn shortened(name: &str) -> &str {
    &name[..name.floor_char_boundary(120)]
}

fn wrap(under: &Key, aad: &[u8], key: &Key) -> Vec<u8> {
    rows::joined(&seal::wrap(under, aad, key))
}

fn unwrap(header: &VaultHeader, slot: &KeySlot, key: &Key, wrapped: &[u8]) -> Option<Key> {
    let (nonce, wrapped) = rows::split(wrapped)?;
    seal::unwrap(key, &aad(header.vault, slot, HELD), nonce, wrapped).ok()
}

/// What a data key opens: with the one before, if the header has it.
fn unlocked(header: &VaultHeader, data: Option<Key>) -> Result<Unlocked, UnlockError> {
    let (vault, data) = (header.vault, data.ok_or(UnlockError::WrongKey)?);
    let earlier = header.earlier.as_deref().map(|wrapped| {
        let (nonce, wrapped) = rows::split(wrapped)?;
        seal::unwrap(&data.subkey(&vault, Purpose::EarlierKey), &earlier_aad(vault), nonce, wrapped).ok()
    });
    let earlier = match earlier {
        // Rows would be taken for damaged, and the key for them be dropped.
        Some(None) => return Err(UnlockError::WrongKey),
        earlier => earlier.flatten(),
    };
    Ok(Unlocked { keys: Keys::derive(vault, &data, earlier.as_ref()), data_key: DataKey(data) })
}

/// What of a slot is sealed: the data key itself, as in format 1.
const HELD: &[u8] = b"";
const BOX: &[u8] = b"box";
const SECRET: &[u8] = b"secret";

/// Vault, slot and parameters, so that none of them can be swapped. All of fixed length but the last.
fn aad(vault: [u8; 16], slot: &KeySlot, what: &[u8]) -> Vec<u8> {
    let mut aad = SEALS.to_le_bytes().to_vec();
    aad.extend_from_slice(&vault);
    aad.extend_from_slice(&slot.id.0);
    match &slot.kind {
        SlotKind::Passphrase { salt, params: Params { memory_kib, iterations, parallelism } } => {
            aad.push(1);
            aad.extend_from_slice(salt);
            for number in [memory_kib, iterations, parallelism] {
                aad.extend_from_slice(&number.to_le_bytes());
            }
        }
        SlotKind::Recovery => aad.push(2),
    }
    aad.extend_from_slice(what);
    aad
}

fn earlier_aad(vault: [u8; 16]) -> Vec<u8> {
    [&SEALS.to_le_bytes()[..], &vault, b"earlier data key"].concat()
}
