//! Drafts: half-filled forms, and the running observation, whose events are appended one row a tap so that nothing is
//! lost when the tablet dies in the middle.

use std::collections::BTreeMap;

use super::wire::{Code, Fields, Id, Instant, Tree, Values};
use super::{RecordError, bodies, fields, superseded, to_json};
use casebook_domain::calendar::Moment;
use casebook_domain::content::Kind;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::observation::{Colour, Event, Observation, Observed, RunningObservation};

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
    /// Its place, from 2: row 0 says that there is one, row 1 holds the set-up. The same as in the row's key.
    pub seq: u64,
    /// What happened.
    pub event: Event,
}

/// The schema of drafts that is written and read. Drafts never leave the device.
const DRAFT_SCHEMA: u32 = 1;
/// The schema of a running observation's set-up.
const RUNNING_SCHEMA: u32 = 2;
/// The schema of a running observation's events.
const EVENT_SCHEMA: u32 = 3;

/// The plaintext of a draft.
pub fn encode_draft(draft: &DraftRow) -> Vec<u8> {
    let DraftRow { kind, file, record, saved, values } = draft;
    let mut fields = Fields::default();
    fields.store::<u32>("schema", &DRAFT_SCHEMA);
    fields.store::<Code<_>>("kind", kind);
    fields.store::<Option<Id<FileId>>>("file", file);
    fields.store::<Option<Id<RecordId>>>("record", record);
    fields.store::<Instant>("saved", saved);
    fields.store::<Values>("values", values);
    to_json(&Tree::Map(fields))
}

/// Reads a draft.
///
/// # Errors
/// [`RecordError::Row`].
pub fn decode_draft(bytes: &[u8]) -> Result<DraftRow, RecordError> {
    read_draft(bytes).ok_or(RecordError::Row)
}

fn read_draft(bytes: &[u8]) -> Option<DraftRow> {
    let mut fields = fields(bytes, DRAFT_SCHEMA)?;
    let draft = DraftRow {
        kind: fields.load::<Code<_>>("kind")?,
        file: fields.load::<Option<Id<FileId>>>("file")?,
        record: fields.load::<Option<Id<RecordId>>>("record")?,
        saved: fields.load::<Instant>("saved")?,
        values: fields.load::<Values>("values")?,
    };
    fields.end()?;
    Some(draft)
}

/// The plaintext of an event's row.
pub fn encode_event(row: &EventRow) -> Vec<u8> {
    let EventRow { seq, event } = row;
    let mut fields = Fields::default();
    fields.store::<u32>("schema", &EVENT_SCHEMA);
    fields.store::<u64>("seq", seq);
    fields.store::<bodies::Event>("event", event);
    to_json(&Tree::Map(fields))
}

/// Reads an event's row, of the older schemas too: an observation may have been running when Casebook was updated.
///
/// # Errors
/// [`RecordError::Row`].
pub fn decode_event(bytes: &[u8]) -> Result<EventRow, RecordError> {
    read_event(bytes).ok_or(RecordError::Row)
}

fn read_event(bytes: &[u8]) -> Option<EventRow> {
    if let Some(mut old) = fields(bytes, DRAFT_SCHEMA) {
        let seq = old.load::<u64>("seq")?;
        let event = superseded::EventV2::from(old.load::<superseded::EventV1>("event")?).into();
        old.end()?;
        return Some(EventRow { seq, event });
    }
    if let Some(mut old) = fields(bytes, RUNNING_SCHEMA) {
        let seq = old.load::<u64>("seq")?;
        let event = old.load::<superseded::EventV2>("event")?.into();
        old.end()?;
        return Some(EventRow { seq, event });
    }
    let mut fields = fields(bytes, EVENT_SCHEMA)?;
    let seq = fields.load::<u64>("seq")?;
    let event = fields.load::<bodies::Event>("event")?;
    fields.end()?;
    Some(EventRow { seq, event })
}

/// The plaintext of a running observation's set-up.
pub fn encode_set_up(running: &RunningObservation) -> Vec<u8> {
    let mut fields = Fields::default();
    fields.store::<u32>("schema", &RUNNING_SCHEMA);
    fields.store::<bodies::SetUp>("set_up", running);
    to_json(&Tree::Map(fields))
}

/// Reads a running observation's set-up.
///
/// # Errors
/// [`RecordError::Row`].
pub fn decode_set_up(bytes: &[u8]) -> Result<RunningObservation, RecordError> {
    let read = || {
        let mut fields = fields(bytes, RUNNING_SCHEMA)?;
        let running = fields.load::<bodies::SetUp>("set_up")?;
        fields.end()?;
        Some(running)
    };
    read().ok_or(RecordError::Row)
}

/// The set-up of an observation that was begun under schema 1, which kept it among the values of row 0 in the pupil's file.
pub fn set_up_of_schema_1(row: &DraftRow) -> Option<RunningObservation> {
    let value = |name: &str| row.values.get(name).map(String::as_str).unwrap_or_default();
    let began = Moment { utc_ms: value("began").parse().ok()?, offset_min: value("began.offset").parse().ok()? };
    let old = superseded::ObservationV1 {
        began,
        interval_s: value("interval_s").parse().ok()?,
        planned_min: value("planned_min").parse().ok()?,
        lesson: value("lesson").to_owned(),
        setting: value("setting").to_owned(),
        events: Vec::new(),
        comment: String::new(),
    };
    let Observation { began, sheet, lesson, .. } = superseded::ObservationV2::from(old).into();
    let observed = vec![Observed { file: row.file, colour: Colour::Blue, label: String::new() }];
    Some(RunningObservation { began, sheet, lesson, observed })
}
