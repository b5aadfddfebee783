//! The stored header of a file. It is derived, so one that can't be read (written by another version of Casebook) is
//! rebuilt from the file and is no loss.

use serde::{Deserialize, Serialize};

use super::wire::{Code, Day, Id, Stored, stored};
use super::{RecordError, to_json};
use crate::domain::ids::{FileId, RecordId};
use crate::domain::{due, header, states};
use crate::hex;

/// A header with what its file is checked against when it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredHeader {
    /// What lists, search and Today show.
    pub header: header::Header,
    /// How many heads the file's records have.
    pub rows: u32,
    /// The check sum over them, see `vault::integrity`.
    pub sum: [u8; 32],
}

/// The schema of headers that is written and read.
const HEADER_SCHEMA: u32 = 1;

stored! {
    Due = due::Due {
        kind: Code<due::DueKind>,
        by: Option<Day>,
        waits_for: Code<due::WaitsFor>,
        record: Option<Id<RecordId>>,
    }
}
stored! {
    Header = header::Header {
        file: Id<FileId>,
        first_names: String,
        surname: String,
        known_as: String,
        form: String,
        born: Option<Day>,
        year_as_taught: Option<u8>,
        state: Code<states::State>,
        overlay: Code<states::Overlay>,
        due: Vec<Due>,
        last_session: Option<Day>,
        episodes: u16,
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderRow {
    schema: u32,
    rows: u32,
    sum: String,
    header: Header,
}

/// The plaintext of a header row.
pub fn encode_header(header: &header::Header, rows: u32, sum: [u8; 32]) -> Vec<u8> {
    to_json(&HeaderRow { schema: HEADER_SCHEMA, rows, sum: hex::encode(&sum), header: Header::store(header) })
}

/// Reads a header row.
///
/// # Errors
/// [`RecordError::Row`]: rebuild it.
pub fn decode_header(bytes: &[u8]) -> Result<StoredHeader, RecordError> {
    let text = core::str::from_utf8(bytes).map_err(|_| RecordError::Row)?;
    let HeaderRow { schema, rows, sum, header } = serde_json::from_str(text).map_err(|_| RecordError::Row)?;
    if schema != HEADER_SCHEMA {
        return Err(RecordError::Row);
    }
    let sum = hex::decode_array(&sum).ok_or(RecordError::Row)?;
    Ok(StoredHeader { header: header.load(), rows, sum })
}
