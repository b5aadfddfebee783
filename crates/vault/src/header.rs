//! The vault's header: JSON in clear in the `vault` store. No personal data; what names somebody is sealed inside it.
//!
//! It comes from outside like everything stored in clear, so format, sizes and work factors are checked while parsing,
//! before any of the work they ask for. What its slots say is bound into their seals: a changed salt, parameter or id
//! makes a slot that does not open.

mod v1;

use casebook_crypto::kdf::{KdfError, Params, SALT_LEN};
use serde::{Deserialize, Serialize};

use casebook_domain::hex;
use casebook_domain::ids::ActorId;

/// The format of the header that is written, and the newest that is read.
///
/// - 1: a slot wraps the data key, and that is all.
/// - 2: a slot has a key pair, so that a new data key can be left for its person; while rows are sealed again, the header
///   has the key before.
pub const FORMAT: u32 = 2;
/// Stands in every seal of slots and rows, which have not changed since the first format.
pub(super) const SEALS: u32 = 1;

/// Longest header accepted, bytes. Eight slots take about 12 kB.
const MAX_BYTES: usize = 16 * 1024;
/// Most slots: each is a person or a printed sheet.
const MAX_SLOTS: usize = 8;
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
pub struct KeySlot {
    /// Which slot.
    pub id: SlotId,
    /// What opens it.
    pub kind: SlotKind,
    /// The data key.
    pub(super) held: Held,
    /// The slot's key pair; `None` for the recovery slot, whose pair comes from its words, and for a passphrase of format 1.
    pub(super) lock: Option<Lock>,
    /// Whose passphrase it is, sealed; empty for the recovery slot.
    pub(super) name: Vec<u8>,
}

/// How a slot has the data key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// Wrapped under the slot's key.
    Wrapped(Vec<u8>),
    /// Left for the slot's key pair by somebody else, who sealed everything again.
    Boxed(Vec<u8>),
}

/// A slot's key pair, for what is left for its person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lock {
    /// The secret, wrapped under the slot's key.
    pub(super) secret: Vec<u8>,
    /// The public half, wrapped under the data key: nobody without it can put another in its place.
    pub(super) public: Vec<u8>,
}

/// The header of a vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultHeader {
    pub(super) vault: [u8; 16],
    pub(super) slots: Vec<KeySlot>,
    /// The recovery key's recipient, sealed.
    pub(super) recipient: Vec<u8>,
    /// The data key before this one, wrapped under this one, while rows of it are left.
    pub(super) earlier: Option<Vec<u8>>,
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
        if format == 0 {
            return Err(HeaderError::Damaged);
        }
        let header = match format {
            1 => v1::parse(text)?,
            _ => parse_newest(text)?,
        };
        let slots = &header.slots;
        if slots.is_empty() || slots.len() > MAX_SLOTS {
            return Err(HeaderError::Damaged);
        }
        let repeated =
            slots.iter().enumerate().any(|(index, slot)| slots[..index].iter().any(|before| before.id == slot.id));
        if repeated { Err(HeaderError::Damaged) } else { Ok(header) }
    }

    /// The header as it is stored.
    pub fn to_json(&self) -> String {
        let Self { vault, slots, recipient, earlier } = self;
        let wire = HeaderWire {
            format: FORMAT,
            vault: hex::encode(vault),
            slots: slots.iter().map(SlotWire::store).collect(),
            recipient: hex::encode(recipient),
            earlier: earlier.as_deref().map(hex::encode),
        };
        serde_json::to_string(&wire).expect("strings and numbers are always JSON")
    }

    /// Every slot, in the order they were made.
    pub fn slots(&self) -> &[KeySlot] {
        &self.slots
    }

    /// The slots that a passphrase opens. Names are sealed, so a lock screen tries them in turn.
    pub fn passphrase_slots(&self) -> impl Iterator<Item = (SlotId, [u8; SALT_LEN], Params)> + '_ {
        self.slots.iter().filter_map(|slot| match slot.kind {
            SlotKind::Passphrase { salt, params } => Some((slot.id, salt, params)),
            SlotKind::Recovery => None,
        })
    }

    /// Whether one more person can have a slot.
    pub fn has_room(&self) -> bool {
        self.slots.len() < MAX_SLOTS
    }

    /// Whether rows of an earlier data key are left, to be sealed again.
    pub fn is_being_sealed_anew(&self) -> bool {
        self.earlier.is_some()
    }

    /// This vault as an author of versions. It is made again with every vault, also after a restore, so that the counts
    /// of a version vector never go back; and as every seal is bound to it, it can't be changed unnoticed.
    pub fn actor(&self) -> ActorId {
        ActorId::from_bytes(self.vault)
    }

    pub(super) fn slot(&self, id: SlotId) -> Option<&KeySlot> {
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

fn parse_newest(text: &str) -> Result<VaultHeader, HeaderError> {
    let wire: HeaderWire = serde_json::from_str(text).map_err(|_| HeaderError::Damaged)?;
    let HeaderWire { format: _, vault, slots, recipient, earlier } = wire;
    if slots.len() > MAX_SLOTS {
        return Err(HeaderError::Damaged);
    }
    Ok(VaultHeader {
        vault: hex::decode_array(&vault).ok_or(HeaderError::Damaged)?,
        slots: slots.into_iter().map(SlotWire::load).collect::<Result<_, _>>()?,
        recipient: sealed(&recipient)?,
        earlier: earlier.as_deref().map(sealed).transpose()?,
    })
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderWire {
    format: u32,
    vault: String,
    slots: Vec<SlotWire>,
    recipient: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    earlier: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SlotWire {
    id: String,
    how: HowWire,
    held: HeldWire,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lock: Option<LockWire>,
    name: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum HowWire {
    Passphrase { salt: String, memory_kib: u32, iterations: u32, parallelism: u32 },
    Recovery,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum HeldWire {
    Wrapped(String),
    Boxed(String),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LockWire {
    secret: String,
    public: String,
}

impl HowWire {
    fn store(kind: &SlotKind) -> Self {
        match kind {
            SlotKind::Passphrase { salt, params: Params { memory_kib, iterations, parallelism } } => Self::Passphrase {
                salt: hex::encode(salt),
                memory_kib: *memory_kib,
                iterations: *iterations,
                parallelism: *parallelism,
            },
            SlotKind::Recovery => Self::Recovery,
        }
    }

    fn load(self) -> Result<SlotKind, HeaderError> {
        Ok(match self {
            Self::Passphrase { salt, memory_kib, iterations, parallelism } => {
                let params = Params { memory_kib, iterations, parallelism };
                params.check().map_err(HeaderError::Work)?;
                SlotKind::Passphrase { salt: hex::decode_array(&salt).ok_or(HeaderError::Damaged)?, params }
            }
            Self::Recovery => SlotKind::Recovery,
        })
    }
}

impl SlotWire {
    fn store(slot: &KeySlot) -> Self {
        let KeySlot { id, kind, held, lock, name } = slot;
        Self {
            id: hex::encode(&id.0),
            how: HowWire::store(kind),
            held: match held {
                Held::Wrapped(bytes) => HeldWire::Wrapped(hex::encode(bytes)),
                Held::Boxed(bytes) => HeldWire::Boxed(hex::encode(bytes)),
            },
            lock: lock
                .as_ref()
                .map(|Lock { secret, public }| LockWire { secret: hex::encode(secret), public: hex::encode(public) }),
            name: hex::encode(name),
        }
    }

    fn load(self) -> Result<KeySlot, HeaderError> {
        let Self { id, how, held, lock, name } = self;
        Ok(KeySlot {
            id: SlotId(hex::decode_array(&id).ok_or(HeaderError::Damaged)?),
            kind: how.load()?,
            held: match held {
                HeldWire::Wrapped(bytes) => Held::Wrapped(sealed(&bytes)?),
                HeldWire::Boxed(bytes) => Held::Boxed(sealed(&bytes)?),
            },
            lock: lock
                .map(|LockWire { secret, public }| Ok(Lock { secret: sealed(&secret)?, public: sealed(&public)? }))
                .transpose()?,
            name: sealed(&name)?,
        })
    }
}
