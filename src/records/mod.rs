//! The stored form of records: JSON, because a school must be able to read it in ten years.
//!
//! A row says which version of a record it is and carries the body of its kind:
//!
//! ```json
//! {"kind":"note","schema":1,"version":"…","actor":"…","author":"…","time":0,"offset":0,"vector":{"…":1},
//!  "episode":null,"body":{…}}
//! ```
//!
//! A body of `null` is a deletion. Stored structs are not the domain's ([`v1`]); conversions take both apart field by
//! field. Whoever keeps or sends rows keeps these bytes: a row of a kind or schema that this Casebook does not know is
//! [`What::Newer`], carried along unchanged and read-only.
//!
//! Reading is strict: unknown fields in a known schema, fields twice, terms and days that are none, and trailing bytes are
//! errors, never panics.

mod draft;
mod header;
mod v1;
mod wire;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

pub use draft::{DraftRow, EventRow, decode_draft, decode_event, encode_draft, encode_event};
pub use header::{StoredHeader, decode_header, encode_header};

use crate::domain::calendar::Moment;
use crate::domain::content::{Content, Entry, Kind};
use crate::domain::ids::{ActorId, EpisodeId, FileId, RecordId, VersionId};
use crate::revision::Version;
use wire::{Counts, Episode, Id, Stored};

/// The register that holds the settings. Fixed, so that it is found before anything else is known.
pub const SETTINGS_FILE: FileId = FileId::from_bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);

/// Where drafts stand that belong to no pupil yet. No file.
pub const NO_FILE: FileId = FileId::from_bytes([0; 16]);

/// The one record in [`SETTINGS_FILE`]. Fixed, so that the settings of two devices are versions of one record.
pub const SETTINGS_RECORD: RecordId = RecordId::from_bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);

/// The schema that is written, of every kind. 1: the first.
pub const SCHEMA: u32 = 1;

/// A row that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// Which version of the record.
    pub version: Version,
    /// The code of its kind, also where this Casebook does not know it.
    pub kind: String,
    /// The episode that it belongs to.
    pub episode: Option<EpisodeId>,
    /// What it says.
    pub what: What,
}

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)]
pub enum What {
    /// A record of a kind and schema that this Casebook knows.
    Entry(Entry),
    /// The record is deleted.
    Deleted,
    /// Made by a newer Casebook: to be kept and carried along as it is, not to be changed.
    Newer,
}

/// Why a row was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordError {
    /// Not a row: no JSON, fields that are missing, unknown or there twice, something after its end.
    Row,
    /// Its version can't be: it has not counted its own actor.
    Version,
    /// The body is not what its kind and schema say.
    Body(Kind),
}

/// The row of a version that says `entry`.
pub fn encode(version: &Version, entry: &Entry) -> Vec<u8> {
    let Entry { episode, content } = entry;
    row(version, content.kind(), *episode, Some(body(content)))
}

/// The row of a version that deletes a record of this kind.
pub fn encode_deleted(version: &Version, kind: Kind, episode: Option<EpisodeId>) -> Vec<u8> {
    row(version, kind, episode, None)
}

/// Reads a row.
///
/// # Errors
/// [`RecordError`].
pub fn decode(bytes: &[u8]) -> Result<Decoded, RecordError> {
    let text = core::str::from_utf8(bytes).map_err(|_| RecordError::Row)?;
    let row: Row = serde_json::from_str(text).map_err(|_| RecordError::Row)?;
    let Row { kind, schema, version, actor, author, time, offset, vector, episode, body } = row;
    if schema == 0 {
        return Err(RecordError::Row);
    }
    let version = Version {
        id: version.0,
        actor: actor.0,
        author,
        time: Moment { utc_ms: time, offset_min: offset },
        vector: vector.0,
    };
    if version.vector.count(version.actor) == 0 {
        return Err(RecordError::Version);
    }
    let episode = episode.load();
    let what = match (Kind::from_code(&kind), body) {
        (Some(_), None) => What::Deleted,
        (Some(known), Some(body)) if schema <= SCHEMA => {
            let content = content(known, body.get()).ok_or(RecordError::Body(known))?;
            What::Entry(Entry { episode, content })
        }
        (Some(_), Some(_)) | (None, _) => What::Newer,
    };
    Ok(Decoded { version, kind, episode, what })
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    kind: String,
    schema: u32,
    version: Id<VersionId>,
    actor: Id<ActorId>,
    author: String,
    time: i64,
    #[serde(deserialize_with = "wire::offset")]
    offset: i16,
    vector: Counts,
    #[serde(deserialize_with = "required")]
    episode: Option<Episode>,
    #[serde(deserialize_with = "required")]
    body: Option<Box<RawValue>>,
}

/// An option whose field must be there: without it serde takes a missing field for `null`, and a row without a body
/// would delete its record.
fn required<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}

fn row(version: &Version, kind: Kind, episode: Option<EpisodeId>, body: Option<Box<RawValue>>) -> Vec<u8> {
    let Version { id, actor, author, time: Moment { utc_ms, offset_min }, vector } = version;
    to_json(&Row {
        kind: kind.code().to_owned(),
        schema: SCHEMA,
        version: Id(*id),
        actor: Id(*actor),
        author: author.clone(),
        time: *utc_ms,
        offset: *offset_min,
        vector: Counts(vector.clone()),
        episode: Option::store(&episode),
        body,
    })
}

fn to_json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("stored structs are always JSON: text keys, no numbers beyond it")
}

fn body(content: &Content) -> Box<RawValue> {
    fn raw<S: Stored + Serialize>(domain: &S::Domain) -> Box<RawValue> {
        serde_json::value::to_raw_value(&S::store(domain)).expect("stored structs are always JSON")
    }
    match content {
        Content::Pupil(it) => raw::<v1::Pupil>(it),
        Content::Contact(it) => raw::<v1::Contact>(it),
        Content::Referral(it) => raw::<v1::Referral>(it),
        Content::Authorisation(it) => raw::<v1::Authorisation>(it),
        Content::Liaison(it) => raw::<v1::Liaison>(it),
        Content::Measure(it) => raw::<v1::Measure>(it),
        Content::Letter(it) => raw::<v1::Letter>(it),
        Content::LetterWithheld(it) => raw::<v1::LetterWithheld>(it),
        Content::FamilyContact(it) => raw::<v1::FamilyContact>(it),
        Content::Observation(it) => raw::<v1::Observation>(it),
        Content::Waiver(it) => raw::<v1::Waiver>(it),
        Content::Start(it) => raw::<v1::Start>(it),
        Content::Assessment(it) => raw::<v1::Assessment>(it),
        Content::Plan(it) => raw::<v1::Plan>(it),
        Content::Circulation(it) => raw::<v1::Circulation>(it),
        Content::Signature(it) => raw::<v1::Signature>(it),
        Content::Session(it) => raw::<v1::Session>(it),
        Content::Achievement(it) => raw::<v1::Achievement>(it),
        Content::Note(it) => raw::<v1::Note>(it),
        Content::Review(it) => raw::<v1::Review>(it),
        Content::Exit(it) => raw::<v1::Exit>(it),
        Content::FollowUp(it) => raw::<v1::FollowUp>(it),
        Content::Onward(it) => raw::<v1::Onward>(it),
        Content::Standing(it) => raw::<v1::Standing>(it),
        Content::Worry(it) => raw::<v1::Worry>(it),
        Content::Settings(it) => raw::<v1::Settings>(it),
    }
}

fn content(kind: Kind, body: &str) -> Option<Content> {
    fn read<S: Stored + DeserializeOwned>(body: &str) -> Option<S::Domain> {
        serde_json::from_str::<S>(body).ok().map(S::load)
    }
    Some(match kind {
        Kind::Pupil => Content::Pupil(read::<v1::Pupil>(body)?),
        Kind::Contact => Content::Contact(read::<v1::Contact>(body)?),
        Kind::Referral => Content::Referral(read::<v1::Referral>(body)?),
        Kind::Authorisation => Content::Authorisation(read::<v1::Authorisation>(body)?),
        Kind::Liaison => Content::Liaison(read::<v1::Liaison>(body)?),
        Kind::Measure => Content::Measure(read::<v1::Measure>(body)?),
        Kind::Letter => Content::Letter(read::<v1::Letter>(body)?),
        Kind::LetterWithheld => Content::LetterWithheld(read::<v1::LetterWithheld>(body)?),
        Kind::FamilyContact => Content::FamilyContact(read::<v1::FamilyContact>(body)?),
        Kind::Observation => Content::Observation(read::<v1::Observation>(body)?),
        Kind::Waiver => Content::Waiver(read::<v1::Waiver>(body)?),
        Kind::Start => Content::Start(read::<v1::Start>(body)?),
        Kind::Assessment => Content::Assessment(read::<v1::Assessment>(body)?),
        Kind::Plan => Content::Plan(read::<v1::Plan>(body)?),
        Kind::Circulation => Content::Circulation(read::<v1::Circulation>(body)?),
        Kind::Signature => Content::Signature(read::<v1::Signature>(body)?),
        Kind::Session => Content::Session(read::<v1::Session>(body)?),
        Kind::Achievement => Content::Achievement(read::<v1::Achievement>(body)?),
        Kind::Note => Content::Note(read::<v1::Note>(body)?),
        Kind::Review => Content::Review(read::<v1::Review>(body)?),
        Kind::Exit => Content::Exit(read::<v1::Exit>(body)?),
        Kind::FollowUp => Content::FollowUp(read::<v1::FollowUp>(body)?),
        Kind::Onward => Content::Onward(read::<v1::Onward>(body)?),
        Kind::Standing => Content::Standing(read::<v1::Standing>(body)?),
        Kind::Worry => Content::Worry(read::<v1::Worry>(body)?),
        Kind::Settings => Content::Settings(read::<v1::Settings>(body)?),
    })
}
