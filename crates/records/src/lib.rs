//! The stored form of records: JSON, because a school must be able to read it in ten years.
//!
//! A row says which version of a record it is and carries the body of its kind:
//!
//! ```json
//! {"kind":"note","schema":1,"version":"…","actor":"…","author":"…","time":0,"offset":0,"vector":{"…":1},
//!  "episode":null,"body":{…}}
//! ```
//!
//! A body of `null` is a deletion. Stored structs are not the domain's (`bodies`); conversions take both apart field by
//! field. Code that stores or sends rows keeps these bytes: a row of a kind or schema that this Casebook does not know
//! is [`RowContent::Newer`], carried along unchanged and read-only.
//!
//! ```
//! use casebook_domain::content::{Content, Entry, Kind};
//! use casebook_domain::ids::{ActorId, VersionId};
//! use casebook_records::revision::{Order, compare, next};
//! use casebook_records::{RowContent, decode, encode};
//! use casebook_testing::sample::{sample, written_at};
//!
//! let (here, there) = (ActorId::from_bytes([1; 16]), ActorId::from_bytes([2; 16]));
//! let entry = Entry { episode: None, content: sample(Kind::Note) };
//!
//! // A version says who wrote it and what it had seen; its row is what is sealed and stored.
//! let first = next(&[], here, VersionId::from_bytes([1; 16]), written_at(), "Made-Up Mentor");
//! let row = encode(&first, &entry);
//! assert_eq!(decode(&row)?.what, RowContent::Entry(entry));
//!
//! // Two tablets change the first version without knowing of each other: both versions stand until somebody chooses.
//! let ours = next(&[&first], here, VersionId::from_bytes([2; 16]), written_at(), "Made-Up Mentor");
//! let theirs = next(&[&first], there, VersionId::from_bytes([3; 16]), written_at(), "Made-Up Colleague");
//! assert_eq!(compare(&first.vector, &ours.vector), Order::Before);
//! assert_eq!(compare(&ours.vector, &theirs.vector), Order::Concurrent);
//! # Ok::<(), casebook_records::RecordError>(())
//! ```
//! Reading is strict: unknown fields in a known schema, fields twice, terms and days that are none, and trailing bytes are
//! errors, never panics.

mod backup_log;
mod bodies;
pub mod device;
mod draft;
pub mod erased;
mod header;
pub mod journal;
pub mod revision;
mod superseded;
pub mod taken;
pub mod template_file;
mod wire;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

pub use backup_log::{BACKUP_ROW, decode_backup_log, encode_backup_log};
pub use draft::{
    DraftRow, EventRow, decode_draft, decode_event, decode_set_up, encode_draft, encode_event, encode_set_up,
    set_up_of_schema_1,
};
pub use header::{StoredHeader, decode_header, encode_header};

use crate::revision::{Head, Vector, Version};
use casebook_domain::calendar::Moment;
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::ids::{ActorId, EpisodeId, FileId, RecordId, VersionId};
use wire::{Counts, Episode, Fields, Id, Loaded, Offset, Stored, Tree};

/// The register that holds the settings. Fixed, so that it is found before anything else is known.
pub const SETTINGS_FILE: FileId = FileId::from_bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);

/// Where drafts stand that belong to no pupil yet. No file.
pub const NO_FILE: FileId = FileId::from_bytes([0; 16]);

/// The one record in [`SETTINGS_FILE`]. Fixed, so that the settings of two devices are versions of one record.
pub const SETTINGS_RECORD: RecordId = RecordId::from_bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);

/// The one record of lists for observing in [`SETTINGS_FILE`].
pub const LISTS_RECORD: RecordId = RecordId::from_bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]);

/// The register of observations that belong to no pupil yet (p16).
pub const UNATTACHED_FILE: FileId = FileId::from_bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]);

/// The register of resources (p37).
pub const RESOURCES_FILE: FileId = FileId::from_bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3]);

/// Whether the file is a register of the casebook's own and not a pupil's: it has no header and is in no list.
pub fn is_register(file: FileId) -> bool {
    file == SETTINGS_FILE || file == UNATTACHED_FILE || file == RESOURCES_FILE
}

/// The schema that is written of a kind, the newest there is. 1: the first. 2: observations with a sheet, what belongs to
/// them; settings that know about backups and keeping; sessions that name resources; targets in the pupil's own words;
/// pupils with pronouns; contacts with a name in its parts; requests for access with a clock that stops;
/// circulations that keep what went out; onward referrals inside the school; worries that can be withdrawn; what the lead
/// decided about home; hand-overs that came in with what either lead said. 3: observations that say when the tablet's clock
/// was put right; settings with the periods of the day and the kind of school.
pub const fn schema(kind: Kind) -> u32 {
    match kind {
        Kind::Observation | Kind::Settings => 3,
        Kind::Template
        | Kind::Lists
        | Kind::Session
        | Kind::Plan
        | Kind::Circulation
        | Kind::LeadDecision
        | Kind::Onward
        | Kind::Worry
        | Kind::Received
        | Kind::Pupil
        | Kind::Contact
        | Kind::AccessRequest => 2,
        _ => 1,
    }
}

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
    pub what: RowContent,
}

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)]
pub enum RowContent {
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

/// The row of a version that says what another row says, byte for byte, also where this Casebook can't read it; `None`
/// where that is no row.
pub fn encode_again(version: &Version, of: &[u8]) -> Option<Vec<u8>> {
    let row: Row<'_> = serde_json::from_str(core::str::from_utf8(of).ok()?).ok()?;
    let (kind, episode, _, schema, body) = row.parts()?;
    let mut head = to_json(&head(version, &kind, schema, &episode, Tree::Null));
    // The body comes last, so that it can be put there as it is.
    head.truncate(head.len().checked_sub("null}".len())?);
    head.extend_from_slice(body.map_or("null", RawValue::get).as_bytes());
    head.push(b'}');
    Some(head)
}

/// A vector by itself, as the trace of a moved record carries it.
pub fn encode_vector(vector: &Vector) -> Vec<u8> {
    to_json(&Counts::store(vector))
}

/// Reads a vector by itself; `None` where it is none.
pub fn decode_vector(bytes: &[u8]) -> Option<Vector> {
    Counts::load(serde_json::from_slice::<Tree<'_>>(bytes).ok()?)
}

/// Reads a row.
///
/// # Errors
/// [`RecordError`].
pub fn decode(bytes: &[u8]) -> Result<Decoded, RecordError> {
    let (kind, episode, version, schema, body) = parts(bytes)?;
    let what = match (Kind::from_code(&kind), body) {
        (Some(_), None) => RowContent::Deleted,
        (Some(known), Some(body)) if schema <= self::schema(known) => {
            let content = content(known, schema, body.get()).ok_or(RecordError::Body(known))?;
            RowContent::Entry(Entry { episode, content })
        }
        (Some(_), Some(_)) | (None, _) => RowContent::Newer,
    };
    Ok(Decoded { version, kind, episode, what })
}

/// The head of a record that is shown: of a safeguarding entry the one that nobody was told of, so that no deletion and no
/// answer from elsewhere silences it unseen (p40); else the latest.
pub fn shown(heads: &[Head]) -> Option<&Head> {
    let insists = |head: &&Head| match decode(&head.row).map(|decoded| decoded.what) {
        Ok(RowContent::Entry(Entry { content: Content::Worry(worry), .. })) => worry.insists(),
        _ => false,
    };
    let insisting = if heads.len() > 1 { heads.iter().find(insists) } else { None };
    insisting.or_else(|| revision::shown(heads))
}

/// Whether a record is in the counts that anybody may read: safeguarding entries, deleted ones too, are in none.
pub fn counts(heads: &[Head]) -> bool {
    !heads.iter().any(|head| peek(&head.row).is_ok_and(|(_, kind)| kind == Kind::Worry.code()))
}

/// Which version a row is and the code of its kind, without reading what it says: much cheaper.
///
/// # Errors
/// [`RecordError::Row`] and [`RecordError::Version`].
pub fn peek(bytes: &[u8]) -> Result<(Version, String), RecordError> {
    let (kind, _, version, _, _) = parts(bytes)?;
    Ok((version, kind))
}

fn parts(bytes: &[u8]) -> Result<Parts<'_>, RecordError> {
    let text = core::str::from_utf8(bytes).map_err(|_| RecordError::Row)?;
    let row: Row<'_> = serde_json::from_str(text).map_err(|_| RecordError::Row)?;
    let parts = row.parts().ok_or(RecordError::Row)?;
    let version = &parts.2;
    if version.vector.count(version.actor) == 0 { Err(RecordError::Version) } else { Ok(parts) }
}

/// A row's body as it is in it, since one of a newer Casebook may hold anything, and its head.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row<'a> {
    #[serde(borrow)]
    kind: Tree<'a>,
    schema: u32,
    #[serde(borrow)]
    version: Tree<'a>,
    #[serde(borrow)]
    actor: Tree<'a>,
    #[serde(borrow)]
    author: Tree<'a>,
    time: i64,
    #[serde(borrow)]
    offset: Tree<'a>,
    #[serde(borrow)]
    vector: Tree<'a>,
    #[serde(borrow)]
    episode: Tree<'a>,
    #[serde(borrow, deserialize_with = "required")]
    body: Option<&'a RawValue>,
}

/// Kind, episode, version, and schema with the raw body.
type Parts<'a> = (String, Option<EpisodeId>, Version, u32, Option<&'a RawValue>);

impl<'a> Row<'a> {
    /// `None` where one of the parts is none.
    fn parts(self) -> Option<Parts<'a>> {
        let Self { kind, schema, version, actor, author, time, offset, vector, episode, body } = self;
        let version = Version {
            id: Id::<VersionId>::load(version)?,
            actor: Id::<ActorId>::load(actor)?,
            author: String::load(author)?,
            time: Moment { utc_ms: time, offset_min: Offset::load(offset)? },
            vector: Counts::load(vector)?,
        };
        (schema > 0).then_some(())?;
        Some((String::load(kind)?, Option::<Episode>::load(episode)?, version, schema, body))
    }
}

/// An option whose field must be there: without it serde takes a missing field for `null`, and a row without a body
/// would delete its record.
fn required<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}

fn row(version: &Version, kind: Kind, episode: Option<EpisodeId>, body: Option<Tree<'_>>) -> Vec<u8> {
    to_json(&head(version, kind.code(), schema(kind), &episode, body.unwrap_or(Tree::Null)))
}

fn head<'a>(
    version: &'a Version,
    kind: &'a str,
    schema: u32,
    episode: &'a Option<EpisodeId>,
    body: Tree<'a>,
) -> Tree<'a> {
    let Version { id, actor, author, time: Moment { utc_ms, offset_min }, vector } = version;
    let mut fields = Fields::default();
    fields.put("kind", Tree::Text(kind.into()));
    fields.put("schema", Tree::Number(schema.into()));
    fields.store::<Id<VersionId>>("version", id);
    fields.store::<Id<ActorId>>("actor", actor);
    fields.store::<String>("author", author);
    fields.store::<i64>("time", utc_ms);
    fields.store::<Offset>("offset", offset_min);
    fields.store::<Counts>("vector", vector);
    fields.store::<Option<Episode>>("episode", episode);
    fields.put("body", body);
    Tree::Map(fields)
}

fn to_json(tree: &Tree<'_>) -> Vec<u8> {
    serde_json::to_vec(tree).expect("a tree is always JSON")
}

/// The fields of a row of ours, if its schema is this one.
fn fields(bytes: &[u8], schema: u32) -> Option<Fields<'_>> {
    let mut fields = serde_json::from_slice::<Tree<'_>>(bytes).ok()?.fields()?;
    (fields.load::<u32>("schema")? == schema).then_some(fields)
}

fn body(content: &Content) -> Tree<'_> {
    macro_rules! store {
        ($($kind:ident $row:tt)+) => {
            match content { $(Content::$kind(it) => bodies::$kind::store(it),)+ }
        };
    }
    casebook_domain::for_each_kind!(store)
}

fn content(kind: Kind, schema: u32, body: &str) -> Option<Content> {
    let body = serde_json::from_str::<Tree<'_>>(body).ok()?;
    if schema < self::schema(kind) {
        return superseded::content(kind, schema, body);
    }
    macro_rules! load {
        ($($kind:ident $row:tt)+) => {
            match kind { $(Kind::$kind => Content::$kind(bodies::$kind::load(body)?),)+ }
        };
    }
    Some(casebook_domain::for_each_kind!(load))
}
