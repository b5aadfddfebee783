//! Drafts: half-filled forms, and the running observation, whose events are appended one row a tap so that nothing is
//! lost when the tablet dies in the middle.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::wire::{Code, Id, Instant, Stored};
use super::{RecordError, to_json, v1};
use crate::domain::calendar::Moment;
use crate::domain::content::Kind;
use crate::domain::ids::{FileId, RecordId};
use crate::domain::observation::Event;

/// A half-filled form as typed, or the set-up of a running observation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    /// Which form.
    pub kind: Kind,
    /// The pupil's file; `None` before there is one.
    pub file: Option<FileId>,
    /// The record that is being changed; `None` for a new one.
    pub record: Option<RecordId>,
    /// When it was last saved.
    pub saved: Moment,
    /// The fields by name, as typed.
    pub values: BTreeMap<String, String>,
}

/// One event of a running observation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// Its place, from 1; the set-up is row 0. The same as in the row's key.
    pub seq: u64,
    /// What happened.
    pub event: Event,
}

/// The schema of drafts and events that is written and read. Drafts never leave the device.
const DRAFT_SCHEMA: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftWire {
    schema: u32,
    kind: Code<Kind>,
    file: Option<Id<FileId>>,
    record: Option<Id<RecordId>>,
    saved: Instant,
    values: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EventWire {
    schema: u32,
    seq: u64,
    event: v1::Event,
}

/// The plaintext of a draft.
pub fn encode_draft(draft: &DraftRow) -> Vec<u8> {
    let DraftRow { kind, file, record, saved, values } = draft;
    to_json(&DraftWire {
        schema: DRAFT_SCHEMA,
        kind: Code(*kind),
        file: Option::store(file),
        record: Option::store(record),
        saved: Instant::store(saved),
        values: values.clone(),
    })
}

/// Reads a draft.
///
/// # Errors
/// [`RecordError::Row`].
pub fn decode_draft(bytes: &[u8]) -> Result<DraftRow, RecordError> {
    let text = core::str::from_utf8(bytes).map_err(|_| RecordError::Row)?;
    let wire: DraftWire = serde_json::from_str(text).map_err(|_| RecordError::Row)?;
    let DraftWire { schema, kind, file, record, saved, values } = wire;
    if schema != DRAFT_SCHEMA {
        return Err(RecordError::Row);
    }
    Ok(DraftRow { kind: kind.load(), file: file.load(), record: record.load(), saved: saved.load(), values })
}

/// The plaintext of an event's row.
pub fn encode_event(row: &EventRow) -> Vec<u8> {
    let EventRow { seq, event } = row;
    to_json(&EventWire { schema: DRAFT_SCHEMA, seq: *seq, event: v1::Event::store(event) })
}

/// Reads an event's row.
///
/// # Errors
/// [`RecordError::Row`].
pub fn decode_event(bytes: &[u8]) -> Result<EventRow, RecordError> {
    let text = core::str::from_utf8(bytes).map_err(|_| RecordError::Row)?;
    let EventWire { schema, seq, event } = serde_json::from_str(text).map_err(|_| RecordError::Row)?;
    if schema != DRAFT_SCHEMA {
        return Err(RecordError::Row);
    }
    Ok(EventRow { seq, event: event.load() })
}
