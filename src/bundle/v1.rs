//! The lines of format 1. Frozen: a change is a new format, in a module of its own, with a step from here.
//! `tests/fixtures/bundle` holds a golden bundle.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::format::{BLOB_PART, BundleKind, Closing, FORMAT, MAX_PARTS, Opening, Purpose, Signed};
use super::read::LineError;
use crate::domain::calendar::{self, Moment};
use crate::domain::ids::{ActorId, BlobId, FileId, RecordId};
use crate::hex;

/// Longest author and recipient, bytes.
const MAX_NAME: usize = 400;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OpeningLine {
    format: u32,
    kind: String,
    purpose: Option<String>,
    until: Option<String>,
    actor: String,
    author: String,
    time: i64,
    offset: i16,
    to: String,
    part: u32,
    parts: u32,
}

#[derive(Serialize)]
struct RowLine<'a> {
    file: String,
    record: String,
    row: &'a RawValue,
    history: bool,
}

#[derive(Serialize)]
struct BlobLine {
    file: String,
    blob: String,
    part: u32,
    parts: u32,
    data: String,
}

/// A line between the first and the last as it is read: the fields of a row or of a part of a blob, never of both.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MiddleLine {
    file: String,
    record: Option<String>,
    row: Option<Box<RawValue>>,
    history: Option<bool>,
    blob: Option<String>,
    part: Option<u32>,
    parts: Option<u32>,
    data: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClosingLine {
    files: u64,
    rows: u64,
    blobs: u64,
    sha256: String,
    signer: Option<String>,
    signature: Option<String>,
}

/// A line between the first and the last.
pub(super) enum Middle {
    Row { file: FileId, record: RecordId, row: Vec<u8>, history: bool },
    BlobPart { file: FileId, blob: BlobId, part: u32, parts: u32, bytes: Vec<u8> },
}

pub(super) fn opening_line(opening: &Opening) -> Vec<u8> {
    let Opening { kind, purpose, until, actor, author, time: Moment { utc_ms, offset_min }, to, part, parts } = opening;
    json(&OpeningLine {
        format: FORMAT,
        kind: kind.code().to_owned(),
        purpose: purpose.map(|purpose| purpose.code().to_owned()),
        until: until.map(calendar::iso),
        actor: actor.to_string(),
        author: shortened(author),
        time: *utc_ms,
        offset: *offset_min,
        to: shortened(to),
        part: *part,
        parts: *parts,
    })
}

/// `None` where it is no first line; `None` inside where it is one, of a kind that this Casebook doesn't know.
pub(super) fn opening(line: &[u8]) -> Option<Option<Opening>> {
    let line: OpeningLine = serde_json::from_slice(line).ok()?;
    let OpeningLine { format: FORMAT, kind, purpose, until, actor, author, time, offset, to, part, parts } = line
    else {
        return None;
    };
    let Some(kind) = BundleKind::from_code(&kind) else { return Some(None) };
    let purpose = known(purpose, Purpose::from_code)?;
    let sound = (kind == BundleKind::HandOver) == purpose.is_some()
        && (-840..=840).contains(&offset)
        && author.len() <= MAX_NAME
        && to.len() <= MAX_NAME
        && (1..=parts).contains(&part)
        && parts <= MAX_PARTS;
    sound.then_some(())?;
    Some(Some(Opening {
        kind,
        purpose,
        until: known(until, calendar::parse_iso)?,
        actor: ActorId::parse(&actor)?,
        author,
        time: Moment { utc_ms: time, offset_min: offset },
        to,
        part,
        parts,
    }))
}

/// `row` is a stored row: JSON without a line feed. `None` where it is not.
pub(super) fn row_line(file: FileId, record: RecordId, row: &[u8], history: bool) -> Option<Vec<u8>> {
    let row: &RawValue = serde_json::from_slice(row).ok()?;
    Some(json(&RowLine { file: file.to_string(), record: record.to_string(), row, history }))
}

pub(super) fn blob_lines(file: FileId, blob: BlobId, bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    let parts = bytes.len().div_ceil(BLOB_PART).max(1);
    (0..parts).map(move |part| {
        let piece = &bytes[part * BLOB_PART..bytes.len().min((part + 1) * BLOB_PART)];
        json(&BlobLine {
            file: file.to_string(),
            blob: blob.to_string(),
            part: part as u32,
            parts: parts as u32,
            data: STANDARD.encode(piece),
        })
    })
}

pub(super) fn middle(line: &[u8]) -> Result<Middle, LineError> {
    let line: MiddleLine = serde_json::from_slice(line).map_err(|_| LineError::Malformed)?;
    match line {
        MiddleLine {
            file,
            record: Some(record),
            row: Some(row),
            history: Some(history),
            blob: None,
            part: None,
            parts: None,
            data: None,
        } => Ok(Middle::Row {
            file: FileId::parse(&file).ok_or(LineError::Malformed)?,
            record: RecordId::parse(&record).ok_or(LineError::Malformed)?,
            row: row.get().as_bytes().to_vec(),
            history,
        }),
        MiddleLine {
            file,
            record: None,
            row: None,
            history: None,
            blob: Some(blob),
            part: Some(part),
            parts: Some(parts),
            data: Some(data),
        } => {
            if part >= parts || parts > MAX_PARTS {
                return Err(LineError::Blob);
            }
            let bytes = STANDARD.decode(&data).ok().filter(|bytes| bytes.len() <= BLOB_PART).ok_or(LineError::Blob)?;
            Ok(Middle::BlobPart {
                file: FileId::parse(&file).ok_or(LineError::Malformed)?,
                blob: BlobId::parse(&blob).ok_or(LineError::Malformed)?,
                part,
                parts,
                bytes,
            })
        }
        _ => Err(LineError::Malformed),
    }
}

pub(super) fn closing_line(closing: &Closing) -> Vec<u8> {
    let Closing { files, rows, blobs, sha256, signed } = closing;
    json(&ClosingLine {
        files: *files,
        rows: *rows,
        blobs: *blobs,
        sha256: hex::encode(sha256),
        signer: signed.map(|signed| hex::encode(&signed.signer)),
        signature: signed.map(|signed| hex::encode(&signed.signature)),
    })
}

pub(super) fn closing(line: &[u8]) -> Option<Closing> {
    let ClosingLine { files, rows, blobs, sha256, signer, signature } = serde_json::from_slice(line).ok()?;
    let signed = match (signer, signature) {
        (None, None) => None,
        (Some(signer), Some(signature)) => {
            Some(Signed { signer: hex::decode_array(&signer)?, signature: hex::decode_array(&signature)? })
        }
        _ => return None,
    };
    Some(Closing { files, rows, blobs, sha256: hex::decode_array(&sha256)?, signed })
}

/// `None` inside where the field is `null`; `None` outside where it says something that we don't know.
fn known<T>(text: Option<String>, parse: fn(&str) -> Option<T>) -> Option<Option<T>> {
    match text {
        None => Some(None),
        Some(text) => parse(&text).map(Some),
    }
}

fn shortened(name: &str) -> String {
    name[..name.floor_char_boundary(MAX_NAME)].to_owned()
}

fn json(line: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(line).expect("lines are always JSON: text keys, no numbers beyond it")
}
