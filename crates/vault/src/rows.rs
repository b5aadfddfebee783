//! Sealed rows. A row opens only in the vault, area, file and place it was sealed for.
//!
//! After a person was removed, everything is sealed again under a new data key, which takes a while and may be
//! interrupted. Until it is done [`Keys`] hold both: what is written is sealed under the new one, and a row of either
//! opens, so that code that reads or writes rows need not know about it.

use std::cell::RefCell;
use std::rc::Rc;

use casebook_crypto::Zeroizing;
use casebook_crypto::keys::{Key, Purpose};
use casebook_crypto::seal::{self, NONCE_LEN, OpenError};

use super::header::SEALS;
use casebook_domain::ids::FileId;

/// What a row is for. Each area has a key of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Files' headers; the row is empty, as a file has one.
    Headers,
    /// Records and their history alike, so that a version moves to the history without being sealed again. The row is
    /// the record id; the version is inside and is compared with the history's key when the row is opened.
    Records,
    /// Drafts and events of a running observation; the row is draft id and sequence number.
    Drafts,
    /// Attachments; the row is the blob id.
    Blobs,
    /// What belongs to the vault and is no record; the row is its name.
    Settings,
}

impl Area {
    /// Stands in the seal; part of the stored format.
    const fn code(self) -> u8 {
        match self {
            Self::Headers => 1,
            Self::Records => 2,
            Self::Drafts => 3,
            Self::Blobs => 4,
            Self::Settings => 5,
        }
    }
}

/// The keys that seal and open rows: all that the app and the bundle worker need while unlocked. Wiped when dropped.
///
/// A handle: a clone is the same keys, also after [`Keys::change_to`], so that nobody keeps sealing under a data key that
/// was given up.
#[derive(Clone)]
pub struct Keys(Rc<RefCell<Ring>>);

struct Ring {
    now: Subkeys,
    /// Of the data key before, while rows of it are left.
    earlier: Option<Subkeys>,
}

/// What comes of one data key.
#[derive(Clone)]
struct Subkeys {
    vault: [u8; 16],
    headers: Key,
    records: Key,
    drafts: Key,
    blobs: Key,
    settings: Key,
    integrity: Key,
}

/// Of which data key a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Under {
    /// The one that is sealed under.
    Now,
    /// The one before, which is being given up.
    Earlier,
}

/// What becomes of a row when everything is sealed again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resealed {
    /// It is under the new data key already.
    Already,
    /// It was under the one before; here it is under the new one.
    Anew(Vec<u8>),
    /// It opens under neither: damaged, and left as it is.
    Damaged,
}

impl Keys {
    /// Length of [`Keys::to_bytes`] where there is one data key; twice that, where there are two.
    pub const LEN: usize = 16 + 6 * Key::LEN;

    pub(super) fn derive(vault: [u8; 16], data: &Key, earlier: Option<&Key>) -> Self {
        let ring =
            Ring { now: Subkeys::derive(vault, data), earlier: earlier.map(|earlier| Subkeys::derive(vault, earlier)) };
        Self(Rc::new(RefCell::new(ring)))
    }

    /// The keys as bytes, to hand to a worker. The caller that copies them must wipe the copy.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let Ring { now, earlier } = &*self.0.borrow();
        let mut bytes = Zeroizing::new(Vec::with_capacity(2 * Self::LEN));
        now.push_to(&mut bytes);
        if let Some(earlier) = earlier {
            earlier.push_to(&mut bytes);
        }
        bytes
    }

    /// Reads [`Keys::to_bytes`]; `None` where the length is another.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (now, earlier) = bytes.split_at_checked(Self::LEN)?;
        let earlier = match earlier {
            [] => None,
            bytes => Some(Subkeys::from_bytes(bytes)?),
        };
        Some(Self(Rc::new(RefCell::new(Ring { now: Subkeys::from_bytes(now)?, earlier }))))
    }

    /// From now on these are the other's keys, for everybody who holds a clone.
    pub fn change_to(&self, other: &Keys) {
        let Ring { now, earlier } = &*other.0.borrow();
        let ring = Ring { now: now.clone(), earlier: earlier.clone() };
        self.0.replace(ring);
    }

    /// Rows of the data key before do not open any more.
    pub fn forget_earlier(&self) {
        self.0.borrow_mut().earlier = None;
    }

    /// Whether rows of the data key before open too.
    pub fn has_earlier(&self) -> bool {
        self.0.borrow().earlier.is_some()
    }

    /// For the check sums over a file's rows; `None` where there is no earlier data key.
    pub(super) fn integrity(&self, under: Under) -> Option<Key> {
        let Ring { now, earlier } = &*self.0.borrow();
        match under {
            Under::Now => Some(now.integrity.clone()),
            Under::Earlier => earlier.as_ref().map(|earlier| earlier.integrity.clone()),
        }
    }

    /// Wraps what is kept in the vault's header beside its rows.
    pub(super) fn wrap(&self, file: &FileId, row: &[u8], key: &Key) -> Vec<u8> {
        let now = &self.0.borrow().now;
        joined(&seal::wrap(&now.settings, &now.place(Area::Settings, file, row), key))
    }

    pub(super) fn unwrap(&self, file: &FileId, row: &[u8], wrapped: &[u8]) -> Option<Key> {
        let now = &self.0.borrow().now;
        let (nonce, wrapped) = split(wrapped)?;
        seal::unwrap(&now.settings, &now.place(Area::Settings, file, row), nonce, wrapped).ok()
    }
}

impl Subkeys {
    fn derive(vault: [u8; 16], data: &Key) -> Self {
        let subkey = |purpose| data.subkey(&vault, purpose);
        Self {
            headers: subkey(Purpose::Headers),
            records: subkey(Purpose::Records),
            drafts: subkey(Purpose::Drafts),
            blobs: subkey(Purpose::Blobs),
            settings: subkey(Purpose::Settings),
            integrity: subkey(Purpose::Integrity),
            vault,
        }
    }

    fn push_to(&self, bytes: &mut Vec<u8>) {
        let Self { vault, headers, records, drafts, blobs, settings, integrity } = self;
        bytes.extend_from_slice(vault);
        for key in [headers, records, drafts, blobs, settings, integrity] {
            bytes.extend_from_slice(key.as_bytes());
        }
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (vault, rest) = bytes.split_first_chunk::<16>()?;
        let (keys, []) = rest.as_chunks::<{ Key::LEN }>() else { return None };
        let [headers, records, drafts, blobs, settings, integrity] = <&[_; 6]>::try_from(keys).ok()?;
        let key = |bytes: &[u8; Key::LEN]| Key::from_bytes(*bytes);
        Some(Self {
            vault: *vault,
            headers: key(headers),
            records: key(records),
            drafts: key(drafts),
            blobs: key(blobs),
            settings: key(settings),
            integrity: key(integrity),
        })
    }

    const fn key(&self, area: Area) -> &Key {
        match area {
            Area::Headers => &self.headers,
            Area::Records => &self.records,
            Area::Drafts => &self.drafts,
            Area::Blobs => &self.blobs,
            Area::Settings => &self.settings,
        }
    }

    /// Format, vault, area, file, row: all but the last of fixed length, so that no two places read alike.
    fn place(&self, area: Area, file: &FileId, row: &[u8]) -> Vec<u8> {
        let mut place = Vec::with_capacity(4 + 16 + 1 + 16 + row.len());
        place.extend_from_slice(&SEALS.to_le_bytes());
        place.extend_from_slice(&self.vault);
        place.push(area.code());
        place.extend_from_slice(file.as_bytes());
        place.extend_from_slice(row);
        place
    }
}

/// Why a row did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowError {
    /// Damaged, swapped with another row, or from another vault: nobody can tell which.
    Changed,
    /// It opened and is not as Casebook writes it: made by a faulty program.
    Malformed,
}

/// Seals `plain` for one place. The result is nonce and ciphertext in one.
pub fn seal(keys: &Keys, area: Area, file: &FileId, row: &[u8], plain: &[u8]) -> Vec<u8> {
    let now = &keys.0.borrow().now;
    joined(&seal::seal(now.key(area), &now.place(area, file, row), plain))
}

/// Opens what [`seal()`] made for the same place.
///
/// # Errors
/// [`RowError`]; nothing of the content is given out then.
pub fn open(keys: &Keys, area: Area, file: &FileId, row: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, RowError> {
    open_telling(keys, area, file, row, sealed).map(|(plain, _)| plain)
}

/// The same, with the data key that it is under.
///
/// # Errors
/// [`RowError`].
pub fn open_telling(
    keys: &Keys,
    area: Area,
    file: &FileId,
    row: &[u8],
    sealed: &[u8],
) -> Result<(Zeroizing<Vec<u8>>, Under), RowError> {
    let (nonce, ciphertext) = split(sealed).ok_or(RowError::Changed)?;
    let open = |keys: &Subkeys| seal::open(keys.key(area), &keys.place(area, file, row), nonce, ciphertext);
    let Ring { now, earlier } = &*keys.0.borrow();
    let opened = match (open(now), earlier) {
        (Err(OpenError::WrongKeyOrChanged), Some(earlier)) => open(earlier).map(|plain| (plain, Under::Earlier)),
        (opened, _) => opened.map(|plain| (plain, Under::Now)),
    };
    opened.map_err(|error| match error {
        OpenError::WrongKeyOrChanged => RowError::Changed,
        OpenError::Padding => RowError::Malformed,
    })
}

/// A row under the new data key, if it was under the one before.
pub fn reseal(keys: &Keys, area: Area, file: &FileId, row: &[u8], sealed: &[u8]) -> Resealed {
    match open_telling(keys, area, file, row, sealed) {
        Ok((_, Under::Now)) => Resealed::Already,
        Ok((plain, Under::Earlier)) => Resealed::Anew(seal(keys, area, file, row, &plain)),
        Err(_) => Resealed::Damaged,
    }
}

pub(super) fn joined(sealed: &seal::Sealed) -> Vec<u8> {
    [&sealed.nonce[..], &sealed.ciphertext].concat()
}

pub(super) fn split(sealed: &[u8]) -> Option<(&[u8; NONCE_LEN], &[u8])> {
    sealed.split_first_chunk()
}

/// Several sealed heads of one record as the one value of the `records` store, each behind its length (u32 little
/// endian). A head stays as it was sealed, so it moves to the history by copying its bytes.
pub fn pack(heads: &[Vec<u8>]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(heads.iter().map(|head| 4 + head.len()).sum());
    for head in heads {
        let length = u32::try_from(head.len()).expect("rows are far below 4 GiB");
        packed.extend_from_slice(&length.to_le_bytes());
        packed.extend_from_slice(head);
    }
    packed
}

/// Reads [`pack`].
///
/// # Errors
/// [`RowError::Changed`] where lengths and bytes don't fit: the value is not what was written.
pub fn unpack(mut packed: &[u8]) -> Result<Vec<&[u8]>, RowError> {
    let mut heads = Vec::new();
    while let Some((length, rest)) = packed.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| RowError::Changed)?;
        let (head, rest) = rest.split_at_checked(length).ok_or(RowError::Changed)?;
        heads.push(head);
        packed = rest;
    }
    if packed.is_empty() { Ok(heads) } else { Err(RowError::Changed) }
}

/// The heads of one record under the new data key. One that opens under neither stays where it is among them.
pub fn reseal_packed(keys: &Keys, file: &FileId, row: &[u8], packed: &[u8]) -> Resealed {
    let Ok(heads) = unpack(packed) else { return Resealed::Damaged };
    let resealed: Vec<_> = heads.iter().map(|head| reseal(keys, Area::Records, file, row, head)).collect();
    if !resealed.iter().any(|head| matches!(head, Resealed::Anew(_))) {
        let sound = resealed.iter().all(|head| *head == Resealed::Already);
        return if sound { Resealed::Already } else { Resealed::Damaged };
    }
    let heads: Vec<Vec<u8>> = resealed
        .into_iter()
        .zip(heads)
        .map(|(resealed, head)| match resealed {
            Resealed::Anew(sealed) => sealed,
            Resealed::Already | Resealed::Damaged => head.to_vec(),
        })
        .collect();
    Resealed::Anew(pack(&heads))
}
