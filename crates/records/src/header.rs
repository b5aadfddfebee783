//! The stored header of a file. It is derived, so one that can't be read (written by another version of Casebook) is
//! rebuilt from the file and is no loss.

use super::bodies::PlannedSession;
use super::wire::{Code, Day, Fields, Id, Loaded, Tree, stored};
use super::{RecordError, fields, to_json};
use casebook_domain::hex;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::{due, header, planned, states};

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

/// The schema of headers that is written. 2: the pupil number. 3: the name in letters home, planned sessions. An older one is
/// read without them until its file changes.
const HEADER_SCHEMA: u32 = 3;

stored! {
    Due = due::Due {
        kind: Code<due::DueKind>,
        by: Option<Day>,
        waits_for: Code<due::WaitsFor>,
        record: Option<Id<RecordId>>,
    }
}
stored! {
    Stop = planned::Stop {
        from: Day,
        until: Option<Day>,
    }
}
stored! {
    Planned = planned::Planned {
        record: Id<RecordId>,
        plan: PlannedSession,
        stops: Vec<Stop>,
        done: Vec<Day>,
    }
}
stored! {
    Header = header::Header {
        file: Id<FileId>,
        first_names: String,
        surname: String,
        known_as: String,
        letter_name: String,
        upn: String,
        form: String,
        born: Option<Day>,
        year_as_taught: Option<u8>,
        state: Code<states::State>,
        overlay: Code<states::Overlay>,
        due: Vec<Due>,
        last_session: Option<Day>,
        planned: Vec<Planned>,
        episodes: u16,
    }
}

/// The plaintext of a header row.
pub fn encode_header(header: &header::Header, rows: u32, sum: [u8; 32]) -> Vec<u8> {
    let sum = hex::encode(&sum);
    let mut fields = Fields::default();
    fields.store::<u32>("schema", &HEADER_SCHEMA);
    fields.store::<u32>("rows", &rows);
    fields.store::<String>("sum", &sum);
    fields.store::<Header>("header", header);
    to_json(&Tree::Map(fields))
}

/// Reads a header row.
///
/// # Errors
/// [`RecordError::Row`]: rebuild it.
pub fn decode_header(bytes: &[u8]) -> Result<StoredHeader, RecordError> {
    read(bytes).ok_or(RecordError::Row)
}

fn read(bytes: &[u8]) -> Option<StoredHeader> {
    let (mut fields, schema) = (1..=HEADER_SCHEMA).rev().find_map(|schema| Some((fields(bytes, schema)?, schema)))?;
    let rows = fields.load::<u32>("rows")?;
    let sum = hex::decode_array(&fields.take("sum")?.text()?)?;
    let mut header = fields.take("header")?;
    if let Tree::Map(header) = &mut header {
        for (field, since) in [("upn", 2), ("letter_name", 3)] {
            if schema < since {
                header.put(field, Tree::Text("".into()));
            }
        }
        if schema < 3 {
            header.put("planned", Tree::List(Vec::new()));
        }
    }
    let header = Header::load(header)?;
    fields.end()?;
    Some(StoredHeader { header, rows, sum })
}
