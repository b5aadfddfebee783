//! The lines of format 1. Frozen: a change is a new format, in a module of its own, with a step from here.
//! `tests/fixtures/bundle` holds a golden bundle.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use casebook_crypto::device;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::format::{
    BLOB_PART, BundleKind, Closing, FORMAT, LeadSays, MAX_PARTS, Opening, Parts, Place, Purpose, Signed,
};
use super::read::{IncomingMoved, LineError};
use super::receipt::ReceivedFile;
use casebook_domain::alias::Alias;
use casebook_domain::calendar::{self, Moment};
use casebook_domain::hex;
use casebook_domain::ids::{ActorId, BlobId, FileId, RecordId};
use casebook_domain::observation::Sheet;
use casebook_domain::resource::{Resource, is_web_address};
use casebook_domain::text::clean;
use casebook_records as records;
use casebook_records::revision::Vector;
use casebook_records::template_file::{self, TemplateFileError, readable};

/// Longest author and recipient, bytes.
const MAX_NAME: usize = 400;
/// Longest title of a resource and longest tag, characters.
const MAX_TITLE: usize = 200;
/// Longest text of a resource, characters.
const MAX_TEXT: usize = 20_000;
/// Most tags of a resource.
const MAX_TAGS: usize = 50;
/// Bytes of a row's line beside the row itself, line feed included; never fewer than there are.
pub(super) const ROW_FRAME: u64 = 128;
/// Bytes of a blob's line beside its data, line feed included; never fewer than there are.
pub(super) const BLOB_FRAME: u64 = 144;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OpeningLine {
    format: u32,
    kind: String,
    purpose: Option<String>,
    until: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lead: Option<String>,
    actor: String,
    author: String,
    time: i64,
    offset: i16,
    to: String,
    part: u32,
    parts: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reply: Option<String>,
}

#[derive(Serialize)]
struct BlobLine {
    file: String,
    blob: String,
    part: u32,
    parts: u32,
    data: String,
}

#[derive(Serialize)]
struct AliasLine {
    file: String,
    alias: String,
}

#[derive(Serialize)]
struct MovedLine {
    file: String,
    record: String,
    moved: Box<RawValue>,
}

/// A line between the first and the last as it is read: the fields of a row, of a part of a blob, of an alias or of the
/// trace of a moved record, never of two of them.
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
    alias: Option<String>,
    moved: Option<Box<RawValue>>,
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

/// A receipt's line: a part that was opened, or a file that was taken.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReceiptLine {
    #[serde(skip_serializing_if = "Option::is_none")]
    bundle: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    records: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<u32>,
}

/// A resource pack's line: a resource or a template. There is no other field, and no place for one.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PackLine {
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<ResourceFields>,
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<Box<RawValue>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ResourceFields {
    title: String,
    text: String,
    link: String,
    tags: Vec<String>,
}

/// A line of a receipt.
pub(super) enum OfReceipt {
    Bundle([u8; 32]),
    File(ReceivedFile),
}

/// A line of a resource pack.
pub(super) enum OfPack {
    Resource(Resource),
    Template(Sheet),
    NewerTemplate,
}

/// A line between the first and the last.
pub(super) enum Middle {
    Row { file: FileId, record: RecordId, row: Vec<u8>, history: bool },
    BlobPart { file: FileId, blob: BlobId, part: u32, parts: u32, bytes: Vec<u8> },
    Alias(Alias),
    Moved(IncomingMoved),
}

pub(super) fn opening_line(opening: &Opening) -> Vec<u8> {
    let Opening {
        kind,
        purpose,
        until,
        scope,
        history: _,
        lead,
        actor,
        author,
        time: Moment { utc_ms, offset_min },
        to,
        part,
        parts,
        reply,
    } = opening;
    json(&OpeningLine {
        format: FORMAT,
        kind: kind.code().to_owned(),
        purpose: purpose.map(|purpose| purpose.code().to_owned()),
        until: until.map(calendar::iso),
        scope: (*scope != Parts::Whole).then(|| scope.code().to_owned()),
        lead: lead.map(|lead| lead.code().to_owned()),
        actor: actor.to_string(),
        author: shortened(author),
        time: *utc_ms,
        offset: *offset_min,
        to: shortened(to),
        part: *part,
        parts: *parts,
        reply: reply.clone(),
    })
}

/// `None` where it is no first line; `None` inside where it is one, of a kind that this Casebook doesn't know.
pub(super) fn opening(line: &[u8]) -> Option<Option<Opening>> {
    let line: OpeningLine = serde_json::from_slice(line).ok()?;
    let OpeningLine {
        format: FORMAT,
        kind,
        purpose,
        until,
        scope,
        lead,
        actor,
        author,
        time,
        offset,
        to,
        part,
        parts,
        reply,
    } = line
    else {
        return None;
    };
    let Some(kind) = BundleKind::from_code(&kind) else { return Some(None) };
    let purpose = known(purpose, Purpose::from_code)?;
    let scope = known(scope, Parts::from_code)?.unwrap_or(Parts::Whole);
    let sound = (kind == BundleKind::HandOver) == purpose.is_some()
        && (kind == BundleKind::HandOver || (scope == Parts::Whole && lead.is_none()))
        && (-840..=840).contains(&offset)
        && author.len() <= MAX_NAME
        && to.len() <= MAX_NAME
        && (1..=parts).contains(&part)
        && parts <= MAX_PARTS
        && reply.as_ref().is_none_or(|reply| device::parse_recipient(reply).is_some());
    sound.then_some(())?;
    Some(Some(Opening {
        kind,
        purpose,
        until: known(until, calendar::parse_iso)?,
        scope,
        history: purpose.is_none_or(|purpose| purpose.takes_history(Place::Here)),
        lead: known(lead, LeadSays::from_code)?,
        actor: ActorId::parse(&actor)?,
        author: clean(&author, false),
        time: Moment { utc_ms: time, offset_min: offset },
        to: clean(&to, false),
        part,
        parts,
        reply,
    }))
}

/// `row` is a stored row, seen to be JSON without a line feed. It is in the line byte for byte, so it is put there, not
/// read once more: most lines of a bundle are of this kind.
pub(super) fn row_line(file: FileId, record: RecordId, row: &[u8], history: bool) -> Vec<u8> {
    let head = format!(r#"{{"file":"{file}","record":"{record}","row":"#);
    let tail = format!(r#","history":{history}}}"#);
    [head.as_bytes(), row, tail.as_bytes()].concat()
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
            alias: None,
            moved: None,
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
            alias: None,
            moved: None,
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
        MiddleLine {
            file,
            record: None,
            row: None,
            history: None,
            blob: None,
            part: None,
            parts: None,
            data: None,
            alias: Some(alias),
            moved: None,
        } => {
            let both = FileId::parse(&file).zip(FileId::parse(&alias));
            // One way to write it: the greater first.
            let alias = both.and_then(|(file, other)| Alias::of_two(file, other).filter(|it| it.greater() == file));
            alias.map(Middle::Alias).ok_or(LineError::Malformed)
        }
        MiddleLine {
            file,
            record: Some(record),
            row: None,
            history: None,
            blob: None,
            part: None,
            parts: None,
            data: None,
            alias: None,
            moved: Some(moved),
        } => Ok(Middle::Moved(IncomingMoved {
            file: FileId::parse(&file).ok_or(LineError::Malformed)?,
            record: RecordId::parse(&record).ok_or(LineError::Malformed)?,
            seen: records::decode_vector(moved.get().as_bytes()).ok_or(LineError::Malformed)?,
        })),
        _ => Err(LineError::Malformed),
    }
}

pub(super) fn alias_line(alias: Alias) -> Vec<u8> {
    json(&AliasLine { file: alias.greater().to_string(), alias: alias.smaller().to_string() })
}

pub(super) fn moved_line(file: FileId, record: RecordId, seen: &Vector) -> Vec<u8> {
    let moved = String::from_utf8(records::encode_vector(seen)).expect("JSON is text");
    let moved = RawValue::from_string(moved).expect("a vector is JSON");
    json(&MovedLine { file: file.to_string(), record: record.to_string(), moved })
}

pub(super) fn received_bundle_line(sha256: &[u8; 32]) -> Vec<u8> {
    json(&ReceiptLine { bundle: Some(hex::encode(sha256)), file: None, records: None, rows: None, refused: None })
}

pub(super) fn received_line(received: &ReceivedFile) -> Vec<u8> {
    let ReceivedFile { file, records, rows, refused } = *received;
    json(&ReceiptLine {
        bundle: None,
        file: Some(file.to_string()),
        records: Some(records),
        rows: Some(rows),
        refused: Some(refused),
    })
}

pub(super) fn of_receipt(line: &[u8]) -> Result<OfReceipt, LineError> {
    let line: ReceiptLine = serde_json::from_slice(line).map_err(|_| LineError::Malformed)?;
    match line {
        ReceiptLine { bundle: Some(bundle), file: None, records: None, rows: None, refused: None } => {
            hex::decode_array(&bundle).map(OfReceipt::Bundle).ok_or(LineError::Malformed)
        }
        ReceiptLine {
            bundle: None,
            file: Some(file),
            records: Some(records),
            rows: Some(rows),
            refused: Some(refused),
        } => {
            let file = FileId::parse(&file).ok_or(LineError::Malformed)?;
            Ok(OfReceipt::File(ReceivedFile { file, records, rows, refused }))
        }
        _ => Err(LineError::Malformed),
    }
}

/// `None` where no reader would take it.
pub(super) fn resource_line(resource: &Resource) -> Option<Vec<u8>> {
    sound(resource).then(|| {
        let Resource { title, text, link, tags } = resource.clone();
        json(&PackLine { resource: Some(ResourceFields { title, text, link, tags }), template: None })
    })
}

/// As `template_file` holds a template's texts: nothing too long, nothing that misleads.
fn sound(resource: &Resource) -> bool {
    let Resource { title, text, link, tags } = resource;
    !title.trim().is_empty()
        && readable(title, MAX_TITLE, false)
        && readable(text, MAX_TEXT, true)
        && (link.is_empty() || is_web_address(link))
        && tags.len() <= MAX_TAGS
        && tags.iter().all(|tag| readable(tag, MAX_TITLE, false))
}

/// As the template's own file has it. `None` where no reader would take it.
pub(super) fn template_line(sheet: &Sheet) -> Option<Vec<u8>> {
    let template = String::from_utf8(template_file::encode(sheet).ok()?).ok()?;
    Some(json(&PackLine { resource: None, template: Some(RawValue::from_string(template).ok()?) }))
}

pub(super) fn of_pack(line: &[u8]) -> Result<OfPack, LineError> {
    let line: PackLine = serde_json::from_slice(line).map_err(|_| LineError::Malformed)?;
    match line {
        PackLine { resource: Some(ResourceFields { title, text, link, tags }), template: None } => {
            let resource = Resource { title, text, link, tags };
            if sound(&resource) { Ok(OfPack::Resource(resource)) } else { Err(LineError::Unfit) }
        }
        PackLine { resource: None, template: Some(template) } => {
            match template_file::decode(template.get().as_bytes()) {
                Ok(sheet) => Ok(OfPack::Template(sheet)),
                Err(TemplateFileError::Newer { .. }) => Ok(OfPack::NewerTemplate),
                Err(TemplateFileError::NotATemplate | TemplateFileError::Damaged) => Err(LineError::Malformed),
                Err(TemplateFileError::TooLarge { .. } | TemplateFileError::Text | TemplateFileError::Faulty(_)) => {
                    Err(LineError::Unfit)
                }
            }
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
