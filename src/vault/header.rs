//! The vault's header: JSON in clear in the `vault` store. No personal data; what names somebody is sealed inside it.
//!
//! It comes from outside like everything stored in clear, so format, sizes and work factors are checked while parsing,
//! before any of the work they ask for. What its slots say is bound into their seals: a changed salt, parameter or id
//! makes a slot that does not open.

use casebook_crypto::kdf::{KdfError, Params, SALT_LEN};
use serde::{Deserialize, Serialize};

use crate::domain::ids::ActorId;
use crate::hex;

/// The format of the header, the slots and the rows, in one number. 1: the first.
pub const FORMAT: u32 = 1;

/// Longest header accepted, bytes. Eight slots take about 4 kB.
const MAX_BYTES: usize = 16 * 1024;
/// Most slots: each is a person or a printed sheet.
pub(super) const MAX_SLOTS: usize = 8;
/// Longest sealed value within the header, bytes.
const MAX_SEALED: usize = 1024;

/// A slot's identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotId(pub(super) [u8; 16]);

/// What opens a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotKind {
    /// A passphrase through Argon2id.
    Passphrase {
        /// The salt.
        salt: [u8; SALT_LEN],
        /// What one try costs; within the crypto crate's bounds.
        params: Params,
    },
    /// The twelve recovery words.
    Recovery,
}

/// One way to the data key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Which slot.
    pub id: SlotId,
    /// What opens it.
    pub kind: SlotKind,
    /// The data key, wrapped under the slot's key.
    pub(super) wrapped: Vec<u8>,
    /// Whose passphrase it is, sealed; empty for the recovery slot.
    pub(super) name: Vec<u8>,
}

/// The header of a vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultHeader {
    pub(super) vault: [u8; 16],
    pub(super) slots: Vec<Slot>,
    /// The recovery key's recipient, sealed.
    pub(super) recipient: Vec<u8>,
}

/// Why a header can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderError {
    /// Made by a newer Casebook.
    Newer {
        /// Its format.
        format: u32,
    },
    /// Not a header that any Casebook writes: damaged or changed.
    Damaged,
    /// A slot asks for too little or too much work: it was changed. Refused before the work.
    Work(KdfError),
}

impl VaultHeader {
    /// Reads a header.
    ///
    /// # Errors
    /// [`HeaderError`]; nothing has been derived then.
    pub fn parse(text: &str) -> Result<Self, HeaderError> {
        if text.len() > MAX_BYTES {
            return Err(HeaderError::Damaged);
        }
        let Probe { format } = serde_json::from_str(text).map_err(|_| HeaderError::Damaged)?;
        if format > FORMAT {
            return Err(HeaderError::Newer { format });
        }
        if format < FORMAT {
            return Err(HeaderError::Damaged);
        }
        let wire: HeaderWire = serde_json::from_str(text).map_err(|_| HeaderError::Damaged)?;
        let HeaderWire { format: _, vault, slots, recipient } = wire;
        if slots.is_empty() || slots.len() > MAX_SLOTS {
            return Err(HeaderError::Damaged);
        }
        let slots = slots.into_iter().map(SlotWire::load).collect::<Result<Vec<_>, _>>()?;
        let repeated =
            slots.iter().enumerate().any(|(index, slot)| slots[..index].iter().any(|before| before.id == slot.id));
        if repeated {
            return Err(HeaderError::Damaged);
        }
        Ok(Self {
            vault: hex::decode_array(&vault).ok_or(HeaderError::Damaged)?,
            slots,
            recipient: sealed(&recipient)?,
        })
    }

    /// The header as it is stored.
    pub fn to_json(&self) -> String {
        let Self { vault, slots, recipient } = self;
        let wire = HeaderWire {
            format: FORMAT,
            vault: hex::encode(vault),
            slots: slots.iter().map(SlotWire::store).collect(),
            recipient: hex::encode(recipient),
        };
        serde_json::to_string(&wire).expect("strings and numbers are always JSON")
    }

    /// Every slot, in the order they were made.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The slots that a passphrase opens. Names are sealed, so a lock screen tries them in turn.
    pub fn passphrase_slots(&self) -> impl Iterator<Item = (SlotId, [u8; SALT_LEN], Params)> + '_ {
        self.slots.iter().filter_map(|slot| match slot.kind {
            SlotKind::Passphrase { salt, params } => Some((slot.id, salt, params)),
            SlotKind::Recovery => None,
        })
    }

    /// This vault as an author of versions. It is made anew with every vault, also after a restore, so that the counts
    /// of a version vector never go back; and as every seal is bound to it, it can't be changed unnoticed.
    pub fn actor(&self) -> ActorId {
        ActorId::from_bytes(self.vault)
    }

    pub(super) fn slot(&self, id: SlotId) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.id == id)
    }
}

fn sealed(text: &str) -> Result<Vec<u8>, HeaderError> {
    hex::decode(text).filter(|bytes| bytes.len() <= MAX_SEALED).ok_or(HeaderError::Damaged)
}

#[derive(Deserialize)]
struct Probe {
    format: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderWire {
    format: u32,
    vault: String,
    slots: Vec<SlotWire>,
    recipient: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SlotWire {
    id: String,
    how: HowWire,
    wrapped: String,
    name: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum HowWire {
    Passphrase { salt: String, memory_kib: u32, iterations: u32, parallelism: u32 },
    Recovery,
}

impl SlotWire {
    fn store(slot: &Slot) -> Self {
        let Slot { id, kind, wrapped, name } = slot;
        let how = match kind {
            SlotKind::Passphrase { salt, params: Params { memory_kib, iterations, parallelism } } => {
                HowWire::Passphrase {
                    salt: hex::encode(salt),
                    memory_kib: *memory_kib,
                    iterations: *iterations,
                    parallelism: *parallelism,
                }
            }
            SlotKind::Recovery => HowWire::Recovery,
        };
        Self { id: hex::encode(&id.0), how, wrapped: hex::encode(wrapped), name: hex::encode(name) }
    }

    fn load(self) -> Result<Slot, HeaderError> {
        let Self { id, how, wrapped, name } = self;
        let kind = match how {
            HowWire::Passphrase { salt, memory_kib, iterations, parallelism } => {
                let params = Params { memory_kib, iterations, parallelism };
                params.check().map_err(HeaderError::Work)?;
                SlotKind::Passphrase { salt: hex::decode_array(&salt).ok_or(HeaderError::Damaged)?, params }
            }
            HowWire::Recovery => SlotKind::Recovery,
        };
        Ok(Slot {
            id: SlotId(hex::decode_array(&id).ok_or(HeaderError::Damaged)?),
            kind,
            wrapped: sealed(&wrapped)?,
            name: sealed(&name)?,
        })
    }
}
