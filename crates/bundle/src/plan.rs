//! The dry run of an import: what each file and row would do here, as plain data. The mentor sees it in words and may
//! leave files out; only then is anything written.
//!
//! An import is never refused because records contradict each other: contradictions are shown, not prevented. A row is
//! refused only if keeping it would break a promise.

use std::collections::{BTreeMap, BTreeSet};

use super::format::{BundleKind, Opening};
use super::read::{Incoming, IncomingBlob, IncomingMoved, IncomingRow};
use super::trust::{self, AliasPlan, MAX_TRACES, Trust};
use super::write::stays_here;
use casebook_domain::alias::{Alias, Aliases};
use casebook_domain::calendar::Date;
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::identity::{Identity, Likeness};
use casebook_domain::ids::{ActorId, FileId, RecordId, VersionId};
use casebook_domain::pupil::whole_name;
use casebook_domain::safety::Worry;
use casebook_records::revision::{Fate, Head, Order, Vector, Version, compare, merge};
use casebook_records::{self as records, RecordError, RowContent};

/// Beyond this count somebody lies: it would be a write a second for half a year. Keeps the counts of this device, which
/// continue from there, far from their end.
const MAX_COUNT: u32 = 1 << 24;
/// 2200-01-01: later times are no clock that is merely wrong, and would keep a version on top for ever.
const LATEST_MS: i64 = 7_258_118_400_000;
/// Longest author, bytes.
const MAX_AUTHOR: usize = 400;

/// First name and surname, as the pupil is called.
pub fn name_of(identity: &Identity) -> String {
    let Identity { first_names, known_as, surname, .. } = identity;
    whole_name(first_names, known_as, surname)
}

/// What this device holds of one record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LocalRecord {
    /// Its heads.
    pub heads: Vec<Version>,
    /// Its superseded versions.
    pub history: BTreeSet<VersionId>,
    /// It is a safeguarding entry: no hand-over takes it away.
    pub safeguarding: bool,
    /// It is one that nobody was told of: nothing from elsewhere deletes it or takes it out (p40).
    pub untold: bool,
    /// What it is, where that can be read.
    pub kind: Option<Kind>,
    /// The day of what it tells, if it has one.
    pub day: Option<Date>,
}

/// What this device holds of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LocalFile {
    /// The pupil, where the file has one.
    pub pupil: Option<Identity>,
    /// Its records.
    pub records: BTreeMap<RecordId, LocalRecord>,
    /// Traces of records that were removed from it: which versions are not to come back.
    pub moved: BTreeMap<RecordId, Vector>,
}

/// What this device holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LocalIndex {
    /// Who vouches for the bundle, as far as they are known here.
    pub trust: Trust,
    /// Under which actor this device writes.
    pub actor: Option<ActorId>,
    /// By file.
    pub files: BTreeMap<FileId, LocalFile>,
    /// Files that were erased here and do not come back unless chosen.
    pub erased: BTreeSet<FileId>,
    /// Files that are one pupil's.
    pub aliases: Aliases,
    /// Pairs that somebody looked at and that are two pupils: not to be asked about again.
    pub apart: BTreeSet<Alias>,
}

/// What a row would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFate {
    /// A record that is not here.
    New,
    /// This version is here; nothing to do.
    Same,
    /// What is here is newer; the row goes to the history.
    NewerHere,
    /// The row is newer and replaces what is here; that goes to the history.
    NewerThere,
    /// Both sides changed the record: two versions, to be picked from.
    TwoVersions,
    /// Not kept.
    Refused(RowRefusal),
}

/// Why a row is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowRefusal {
    /// It can't be read.
    Unreadable(RecordError),
    /// A safeguarding entry in a hand-over.
    Safeguarding,
    /// It would delete a safeguarding entry of which nobody was told.
    Untold,
    /// Another device's settings, templates or lists in a hand-over, or what belongs to no pupil there.
    Settings,
    /// Its version has a time, a count or an author that can't be.
    ImpossibleVersion,
    /// Not where its kind may stand: only drafts are beside no file, and the settings are the one record of theirs. A
    /// version of them that can't be read here would leave this casebook without any.
    Misplaced,
    /// It was removed from this file, here or there: it is about another pupil.
    Moved,
    /// A version of the same identifier says something else: one of the two is forged or damaged.
    SameVersionOtherContent,
    /// It would end a safeguarding entry that is open here, and nobody who is known here vouches for it.
    EndsAnEntry,
    /// Its record has more versions in the bundle than a casebook ever has.
    TooMany,
    /// The mentor does not want it: see [`FilePlan::leave_out`].
    LeftOut,
}

/// One row of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPlan {
    /// Its place in [`Incoming::rows`].
    pub index: usize,
    /// The record.
    pub record: RecordId,
    /// The kind, where it could be read and is known.
    pub kind: Option<Kind>,
    /// The version, where it could be read.
    pub version: Option<Version>,
    /// Made by a newer Casebook: it is kept and carried along, and can't be read here.
    pub newer_casebook: bool,
    /// What it would do.
    pub fate: RowFate,
}

/// A record that was removed from its file elsewhere, because it is about another pupil.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedPlan {
    /// The record.
    pub record: RecordId,
    /// What is to be kept as its trace: every version that this has seen goes, from the heads and from the history.
    pub seen: Vector,
    /// How many heads here go.
    pub heads: usize,
    /// How many heads here stay, because they were written by somebody who did not know. To be decided by hand.
    pub stay: usize,
    /// One of the heads that would go was written on this device.
    pub written_here: bool,
}

impl MovedPlan {
    /// Whether it is followed unless the mentor says otherwise: not where what goes was written here, or something newer
    /// is here.
    pub const fn chosen_at_first(&self) -> bool {
        !self.written_here && self.stay == 0
    }
}

/// What importing a file would do on the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFate {
    /// The file is not here.
    New,
    /// Something would change.
    Changed,
    /// Nothing that shows would change.
    Same,
    /// It was erased here: left out unless chosen.
    ErasedHere,
}

/// A pupil here who may be the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The file here.
    pub file: FileId,
    /// The name here.
    pub name: String,
    /// How alike.
    pub likeness: Likeness,
}

/// One file of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePlan {
    /// The file.
    pub file: FileId,
    /// The pupil's name, as it comes or as it is here; empty for registers.
    pub name: String,
    /// On the whole.
    pub fate: FileFate,
    /// Other pupils here who may be the same.
    pub duplicates: Vec<Duplicate>,
    /// It holds versions of this device's own that are not here: this device was put back behind Casebook's back, or
    /// erased what it wrote.
    pub own_ahead: bool,
    /// Records that are removed from the file.
    pub moved: Vec<MovedPlan>,
    /// Records that stay though the bundle says they were removed: nobody who is known here vouches for it.
    pub kept: Vec<RecordId>,
    /// Row by row, in the order of the bundle.
    pub rows: Vec<RowPlan>,
    /// Places in [`Incoming::blobs`].
    pub blobs: Vec<usize>,
}

impl FilePlan {
    /// How many rows have this fate.
    pub fn count(&self, fate: RowFate) -> usize {
        self.rows.iter().filter(|row| row.fate == fate).count()
    }

    /// How many records are new, changed and so on.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        let mut records: BTreeMap<RecordId, RowFate> = BTreeMap::new();
        let mut newer_casebook = BTreeSet::new();
        for row in &self.rows {
            if let RowFate::Refused(_) = row.fate {
                totals.refused += 1;
                continue;
            }
            if row.newer_casebook {
                newer_casebook.insert(row.record);
            }
            let fate = records.entry(row.record).or_insert(row.fate);
            if weight(row.fate) > weight(*fate) {
                *fate = row.fate;
            }
        }
        for fate in records.values() {
            match fate {
                RowFate::New => totals.new += 1,
                RowFate::NewerThere => totals.changed += 1,
                RowFate::TwoVersions => totals.two_versions += 1,
                RowFate::Same | RowFate::NewerHere => totals.same += 1,
                RowFate::Refused(_) => {}
            }
        }
        totals.newer_casebook = newer_casebook.len();
        totals
    }

    /// Whether it is brought in unless the mentor says otherwise: something would change, and it was not erased here.
    pub fn chosen_at_first(&self) -> bool {
        matches!(self.fate, FileFate::New | FileFate::Changed)
    }

    /// Leaves out what the mentor does not want, record by record: a row that is left out is not merged, and nothing else of
    /// it is different from a bundle that never held it. The pupil's own record of a file that is not here stays: without it
    /// nobody would know whose the file is.
    pub fn leave_out(&mut self, unwanted: impl Fn(RecordId, Option<Kind>) -> bool) {
        let new = matches!(self.fate, FileFate::New | FileFate::ErasedHere);
        for row in &mut self.rows {
            let needed = new && row.kind == Some(Kind::Pupil);
            if !needed && !matches!(row.fate, RowFate::Refused(_)) && unwanted(row.record, row.kind) {
                row.fate = RowFate::Refused(RowRefusal::LeftOut);
            }
        }
        self.moved.retain(|moved| !unwanted(moved.record, None));
    }

    /// The rows that are to be merged.
    pub fn accepted(&self) -> impl Iterator<Item = &RowPlan> {
        self.rows.iter().filter(|row| !matches!(row.fate, RowFate::Same | RowFate::Refused(_)))
    }
}

/// What a file's rows come to, counted by record; a record with several versions counts once, by what matters most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Records that are not here.
    pub new: usize,
    /// Records that are newer there.
    pub changed: usize,
    /// Records that both sides changed.
    pub two_versions: usize,
    /// Records of which nothing shown changes.
    pub same: usize,
    /// Records made by a newer Casebook, among the others.
    pub newer_casebook: usize,
    /// Rows that are not kept.
    pub refused: usize,
}

const fn weight(fate: RowFate) -> u8 {
    match fate {
        RowFate::Refused(_) | RowFate::Same => 0,
        RowFate::NewerHere => 1,
        RowFate::New => 2,
        RowFate::NewerThere => 3,
        RowFate::TwoVersions => 4,
    }
}

/// The plan of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportPlan {
    /// What is being imported.
    pub opening: Opening,
    /// File by file.
    pub files: Vec<FilePlan>,
    /// Pairs of files that are not known here to be one pupil's.
    pub aliases: Vec<AliasPlan>,
    /// How many more of these, and of records that were removed, there are than a casebook ever has. Not looked at.
    pub beyond: usize,
}

impl ImportPlan {
    /// Whether the device has to take a new actor before these files are written. It has written versions that are not
    /// here any more, so it doesn't know how far it had counted, and a count used twice would let one version pass for
    /// the other.
    pub fn needs_new_actor(&self, chosen: impl Fn(FileId) -> bool) -> bool {
        self.files.iter().any(|file| chosen(file.file) && (file.own_ahead || file.fate == FileFate::ErasedHere))
    }
}

/// Plans an import. Nothing is changed; the same index and bundle give the same plan.
pub fn plan(local: &LocalIndex, incoming: &Incoming) -> ImportPlan {
    let Incoming { opening, rows, blobs, aliases, moved, .. } = incoming;
    let examined = examine_all(opening, rows);
    plan_parcel(local, Parcel { opening, rows, examined: &examined, blobs, aliases, moved })
}

/// What a row says of itself, whatever is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Examined {
    version: Version,
    kind: Option<Kind>,
    newer_casebook: bool,
    /// It is a deletion.
    deletes: bool,
    /// Whose file it is, if it is the pupil's own record.
    pupil: Option<Identity>,
}

/// Reads the rows of a parcel, in their order. Once, however often an import is planned: reading is most of planning.
pub(super) fn examine_all(opening: &Opening, rows: &[IncomingRow]) -> Vec<Result<Examined, RowRefusal>> {
    rows.iter().map(|row| examine(opening, row)).collect()
}

/// What came in one bundle, or in the parts of one.
#[derive(Clone, Copy)]
pub(super) struct Parcel<'a> {
    pub opening: &'a Opening,
    pub rows: &'a [IncomingRow],
    /// What [`examine_all`] says of them.
    pub examined: &'a [Result<Examined, RowRefusal>],
    pub blobs: &'a [IncomingBlob],
    pub aliases: &'a [Alias],
    pub moved: &'a [IncomingMoved],
}

/// The places of what belongs to one file, in the parcel's lists.
#[derive(Default)]
struct Places {
    rows: Vec<usize>,
    blobs: Vec<usize>,
    moved: Vec<usize>,
}

/// As [`plan`].
pub(super) fn plan_parcel(local: &LocalIndex, parcel: Parcel<'_>) -> ImportPlan {
    let mut by_file: BTreeMap<FileId, Places> = BTreeMap::new();
    for (index, row) in parcel.rows.iter().enumerate() {
        by_file.entry(row.file).or_default().rows.push(index);
    }
    for (index, blob) in parcel.blobs.iter().enumerate() {
        by_file.entry(blob.file).or_default().blobs.push(index);
    }
    for (index, moved) in parcel.moved.iter().enumerate().take(MAX_TRACES) {
        by_file.entry(moved.file).or_default().moved.push(index);
    }
    let (aliases, more) = trust::aliases(local, parcel.aliases, &by_file.keys().copied().collect());
    let mut known = local.aliases.clone();
    for pair in aliases.iter().filter(|pair| pair.chosen_at_first) {
        known.join(pair.alias);
    }
    let files = by_file.into_iter().map(|(file, places)| plan_file(local, &known, parcel, file, places)).collect();
    let beyond = more + parcel.moved.len().saturating_sub(MAX_TRACES);
    ImportPlan { opening: parcel.opening.clone(), files, aliases, beyond }
}

fn plan_file(
    local: &LocalIndex,
    aliases: &Aliases,
    Parcel { opening, rows: incoming, examined, moved, .. }: Parcel<'_>,
    file: FileId,
    Places { rows: indices, blobs, moved: traces }: Places,
) -> FilePlan {
    let here = local.files.get(&file);
    let before = here.map(|here| here.moved.clone()).unwrap_or_default();
    let mut seen = before.clone();
    let (followed, kept) = trust::traces(local, opening, file, traces.iter().map(|index| &moved[*index]));
    for trace in followed {
        seen.entry(trace.record).or_default().join(&trace.seen);
    }
    let mut met: BTreeMap<(RecordId, VersionId), usize> = BTreeMap::new();
    let mut pupil: Option<(i64, Identity)> = None;
    let mut rows = Vec::with_capacity(indices.len());
    let mut own_ahead = false;
    for index in indices {
        let row = &incoming[index];
        let mut planned = RowPlan {
            index,
            record: row.record,
            kind: None,
            version: None,
            newer_casebook: false,
            fate: RowFate::Same,
        };
        match &examined[index] {
            Ok(Examined { version, kind, newer_casebook, deletes, pupil: named }) => {
                let earlier = met.insert((row.record, version.id), index);
                let twin = earlier.map(|earlier| incoming[earlier].row == row.row);
                let record = here.and_then(|here| here.records.get(&row.record));
                let gone = seen.get(&row.record).is_some_and(|seen| seen.covers(&version.vector));
                let known = before.get(&row.record);
                own_ahead |= !gone && local.actor.is_some_and(|actor| is_ahead(actor, record, known, version));
                planned.kind = *kind;
                planned.newer_casebook = *newer_casebook;
                planned.fate = match twin {
                    _ if gone => RowFate::Refused(RowRefusal::Moved),
                    _ if *deletes && record.is_some_and(|record| record.untold) => RowFate::Refused(RowRefusal::Untold),
                    Some(true) => RowFate::Same,
                    Some(false) => RowFate::Refused(RowRefusal::SameVersionOtherContent),
                    None => match fate(record, seen.get(&row.record), version) {
                        fate if trust::ends_an_entry(local, record, *kind, fate) => {
                            RowFate::Refused(RowRefusal::EndsAnEntry)
                        }
                        fate => fate,
                    },
                };
                if let Some(named) = named
                    && pupil.as_ref().is_none_or(|(time, _)| *time <= version.time.utc_ms)
                {
                    pupil = Some((version.time.utc_ms, named.clone()));
                }
                planned.version = Some(version.clone());
            }
            Err(refusal) => planned.fate = RowFate::Refused(*refusal),
        }
        rows.push(planned);
    }
    for place in trust::too_many(&rows, |index| incoming[index].history) {
        rows[place].fate = RowFate::Refused(RowRefusal::TooMany);
    }
    let identity = pupil.map(|(_, identity)| identity);
    let duplicates = match &identity {
        Some(identity) if here.is_none() => duplicates(local, aliases, file, identity),
        _ => Vec::new(),
    };
    let identity = identity.or_else(|| here.and_then(|here| here.pupil.clone()));
    let moved = moves(local.actor, here, &before, seen);
    let changes = !moved.is_empty()
        || rows.iter().any(|row| matches!(row.fate, RowFate::New | RowFate::NewerThere | RowFate::TwoVersions));
    let fate = match here {
        None if local.erased.contains(&file) => FileFate::ErasedHere,
        None => FileFate::New,
        Some(_) if changes => FileFate::Changed,
        Some(_) => FileFate::Same,
    };
    FilePlan {
        file,
        name: identity.as_ref().map(name_of).unwrap_or_default(),
        fate,
        duplicates,
        own_ahead,
        moved,
        kept,
        rows,
        blobs,
    }
}

/// Whether a version has seen more of this device's own writes than the heads here have, or the trace of what was taken
/// out. They have seen all of the history.
fn is_ahead(actor: ActorId, record: Option<&LocalRecord>, trace: Option<&Vector>, version: &Version) -> bool {
    let heads = record.map(|record| &record.heads[..]).unwrap_or_default();
    let vectors = heads.iter().map(|head| &head.vector).chain(trace);
    version.vector.count(actor) > vectors.map(|vector| vector.count(actor)).max().unwrap_or(0)
}

fn examine(opening: &Opening, row: &IncomingRow) -> Result<Examined, RowRefusal> {
    let decoded = records::decode(&row.row).map_err(RowRefusal::Unreadable)?;
    if opening.kind == BundleKind::HandOver && stays_here(row.file, &decoded.kind) {
        let worry = decoded.kind == Kind::Worry.code();
        return Err(if worry { RowRefusal::Safeguarding } else { RowRefusal::Settings });
    }
    if !well_placed(row, &decoded) {
        return Err(RowRefusal::Misplaced);
    }
    let version = &decoded.version;
    let possible = (0..LATEST_MS).contains(&version.time.utc_ms)
        && plausible(&version.vector)
        && version.author.len() <= MAX_AUTHOR;
    if !possible {
        return Err(RowRefusal::ImpossibleVersion);
    }
    let pupil = match &decoded.what {
        RowContent::Entry(Entry { content: Content::Pupil(pupil), .. }) => Some(Identity::of(pupil)),
        _ => None,
    };
    let (kind, newer_casebook) = (Kind::from_code(&decoded.kind), decoded.what == RowContent::Newer);
    let deletes = decoded.what == RowContent::Deleted;
    Ok(Examined { version: decoded.version, kind, newer_casebook, deletes, pupil })
}

fn well_placed(row: &IncomingRow, decoded: &records::Decoded) -> bool {
    let newer = decoded.what == RowContent::Newer;
    match (row.file, row.record) {
        (records::NO_FILE, _) => false,
        (records::SETTINGS_FILE, records::SETTINGS_RECORD) => !newer && decoded.kind == Kind::Settings.code(),
        (records::SETTINGS_FILE, records::LISTS_RECORD) => !newer && decoded.kind == Kind::Lists.code(),
        (records::SETTINGS_FILE, _) => newer || decoded.kind == Kind::Template.code(),
        (records::UNATTACHED_FILE, _) => newer || decoded.kind == Kind::Observation.code(),
        (records::RESOURCES_FILE, _) => newer || decoded.kind == Kind::Resource.code(),
        _ => {
            let of_registers = [Kind::Settings, Kind::Template, Kind::Lists, Kind::Resource];
            newer || !of_registers.iter().any(|kind| kind.code() == decoded.kind)
        }
    }
}

/// The traces that say more than those that are here already.
fn moves(
    actor: Option<ActorId>,
    here: Option<&LocalFile>,
    before: &BTreeMap<RecordId, Vector>,
    seen: BTreeMap<RecordId, Vector>,
) -> Vec<MovedPlan> {
    let news = seen.into_iter().filter(|(record, seen)| before.get(record) != Some(seen));
    news.map(|(record, seen)| {
        let heads = here.and_then(|here| here.records.get(&record)).map(|record| &record.heads[..]).unwrap_or_default();
        let going = || heads.iter().filter(|head| seen.covers(&head.vector));
        let (go, written_here) = (going().count(), going().any(|head| Some(head.actor) == actor));
        MovedPlan { record, seen, heads: go, stay: heads.len() - go, written_here }
    })
    .collect()
}

/// Versions of a record, heads or history, that stay where a record was removed from a file: those that the trace has
/// not seen. The heads among them stay heads.
pub fn left_after_move(versions: Vec<Head>, seen: &Vector) -> Vec<Head> {
    versions.into_iter().filter(|head| !seen.covers(&head.version.vector)).collect()
}

pub(super) fn plausible(vector: &Vector) -> bool {
    vector.counts().all(|(_, count)| count <= MAX_COUNT)
}

/// `gone` are the versions that a trace removes: heads that it has seen do not count.
fn fate(record: Option<&LocalRecord>, gone: Option<&Vector>, version: &Version) -> RowFate {
    let Some(LocalRecord { heads, history, .. }) = record else { return RowFate::New };
    let stays = |head: &&Version| !gone.is_some_and(|gone| gone.covers(&head.vector));
    let heads: Vec<&Version> = heads.iter().filter(stays).collect();
    if let Some(head) = heads.iter().find(|head| head.id == version.id) {
        return if *head == version { RowFate::Same } else { RowFate::Refused(RowRefusal::SameVersionOtherContent) };
    }
    if history.contains(&version.id) {
        return RowFate::Same;
    }
    let orders = || heads.iter().map(|head| compare(&version.vector, &head.vector));
    if heads.is_empty() {
        RowFate::New
    } else if orders().any(|order| order == Order::Before) {
        RowFate::NewerHere
    } else if orders().all(|order| order == Order::After) {
        RowFate::NewerThere
    } else {
        RowFate::TwoVersions
    }
}

/// Others than those that are known to be this pupil's.
fn duplicates(local: &LocalIndex, aliases: &Aliases, file: FileId, identity: &Identity) -> Vec<Duplicate> {
    let joined = aliases.members(file);
    local
        .files
        .iter()
        .filter(|(other, _)| !joined.contains(other))
        .filter(|(other, _)| !Alias::of_two(file, **other).is_some_and(|pair| local.apart.contains(&pair)))
        .filter_map(|(other, here)| {
            let pupil = here.pupil.as_ref()?;
            let likeness = identity.likeness(pupil)?;
            Some(Duplicate { file: *other, name: name_of(pupil), likeness })
        })
        .collect()
}

/// A record after an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// Its heads.
    pub heads: Vec<Head>,
    /// What is to be added to the history.
    pub history: Vec<Head>,
    /// The history that is here is to be erased: the safeguarding lead holds the words of this entry, and no import
    /// brings them back.
    pub erase_history: bool,
}

/// Merges accepted rows of one record into the heads that are here. Any order gives the same heads and history.
pub fn merge_record(mut heads: Vec<Head>, rows: impl IntoIterator<Item = Head>) -> Merged {
    let mut history = Vec::new();
    for row in rows {
        match merge(&mut heads, row) {
            Fate::Same => {}
            Fate::Added { superseded } => history.extend(superseded),
            Fate::Superseded(row) => history.push(row),
        }
    }
    history.sort_by_key(|head| head.version.id);
    history.dedup_by_key(|head| head.version.id);
    let erase_history = !heads.is_empty() && heads.iter().all(held_by_lead);
    if erase_history {
        history.clear();
    }
    Merged { heads, history, erase_history }
}

fn held_by_lead(head: &Head) -> bool {
    if records::peek(&head.row).is_ok_and(|(_, kind)| kind != Kind::Worry.code()) {
        return false;
    }
    let what = records::decode(&head.row).map(|decoded| decoded.what);
    matches!(what, Ok(RowContent::Entry(Entry { content: Content::Worry(Worry { held_by_lead: true, .. }), .. })))
}
