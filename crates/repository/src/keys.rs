//! The keys of rows, and the places that they are sealed for.

use casebook_domain::ids::{DraftId, FileId, RecordId, VersionId};

/// The key of a row of a file: the file, then what the row is about.
pub fn key(file: FileId, rest: &[u8]) -> Vec<u8> {
    [file.as_bytes().as_slice(), rest].concat()
}

/// The key of a version in the history.
pub fn key3(file: FileId, record: RecordId, version: VersionId) -> Vec<u8> {
    key(file, &[record.as_bytes().as_slice(), version.as_bytes()].concat())
}

/// What comes after the file in the key of a draft's row, and the place that it is sealed for.
pub fn draft_row(draft: DraftId, seq: u64) -> [u8; 24] {
    let mut row = [0; 24];
    row[..16].copy_from_slice(draft.as_bytes());
    row[16..].copy_from_slice(&seq.to_be_bytes());
    row
}

/// The identifier at this place of a key.
pub fn id_at(bytes: &[u8], at: usize) -> Option<[u8; 16]> {
    bytes.get(at..at + 16)?.try_into().ok()
}

/// The place of a row of the device in its seal, separate from what the vault's header seals under the same key.
pub fn device_place(name: &[u8]) -> Vec<u8> {
    [b"device ", name].concat()
}
