//! Sealed rows. A row opens only in the vault, area, file and place it was sealed for.

use casebook_crypto::Zeroizing;
use casebook_crypto::keys::{Key, Purpose};
use casebook_crypto::seal::{self, NONCE_LEN, OpenError};

use super::header::FORMAT;
use crate::domain::ids::FileId;

/// What a row is for. Each area has a key of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Files' headers; the row is empty, as a file has one.
    Headers,
    /// Records and their history alike, so that a version moves to the history without being sealed anew. The row is
    /// the record id; which version it is stands inside and is compared with the history's key by whoever opens it.
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
#[derive(Clone)]
pub struct Keys {
    vault: [u8; 16],
    headers: Key,
    records: Key,
    drafts: Key,
    blobs: Key,
    settings: Key,
    pub(super) integrity: Key,
}

impl Keys {
    /// Length of [`Keys::to_bytes`].
    pub const LEN: usize = 16 + 6 * Key::LEN;

    pub(super) fn derive(vault: [u8; 16], data: &Key) -> Self {
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

    /// The keys as bytes, to hand to a worker. Whoever copies them wipes the copy.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let Self { vault, headers, records, drafts, blobs, settings, integrity } = self;
        let mut bytes = Zeroizing::new(Vec::with_capacity(Self::LEN));
        bytes.extend_from_slice(vault);
        for key in [headers, records, drafts, blobs, settings, integrity] {
            bytes.extend_from_slice(key.as_bytes());
        }
        bytes
    }

    /// Reads [`Keys::to_bytes`]; `None` where the length is another.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
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
        place.extend_from_slice(&FORMAT.to_le_bytes());
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
    let sealed = seal::seal(keys.key(area), &keys.place(area, file, row), plain);
    joined(&sealed)
}

/// Opens what [`seal`] made for the same place.
///
/// # Errors
/// [`RowError`]; nothing of the content is given out then.
pub fn open(keys: &Keys, area: Area, file: &FileId, row: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, RowError> {
    let (nonce, ciphertext) = split(sealed).ok_or(RowError::Changed)?;
    seal::open(keys.key(area), &keys.place(area, file, row), nonce, ciphertext).map_err(|error| match error {
        OpenError::WrongKeyOrChanged => RowError::Changed,
        OpenError::Padding => RowError::Malformed,
    })
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
