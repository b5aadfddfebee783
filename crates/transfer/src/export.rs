//! Making a bundle: rows are read sealed, opened one at a time on their way into it, and none is held in clear twice.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use super::{JobError, MadeFile, Progress, Step, mark};
use casebook_bundle::{LeadSays, Made, Opening, Outgoing, Parts, Place, Purpose, SealBy, Size, envelope};
use casebook_domain::calendar::{self, Date};
use casebook_domain::ids::{BlobId, FileId, RecordId, VersionId};
use casebook_records::device::{MOVED, decode_moved, read_moved_name};
use casebook_records::{self as records, is_register};
use casebook_repository::rows::StoreName;
use casebook_repository::{Repository, id_at};
use casebook_vault::{self as vault, Area};
use serde::{Deserialize, Serialize};

/// Rows between two words about how far it is.
const STEP: u32 = 250;

/// What is to go out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExportOf {
    /// Pupils, to somebody else.
    HandOver(HandOver),
    /// Everything.
    Backup,
}

/// A hand-over: what it takes along and to whom. What it must not hold is left out by the writer of the lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// The pupils' files. What is joined with one of them goes along.
    pub files: Vec<FileId>,
    /// What for.
    pub purpose: Purpose,
    /// Until when.
    pub until: Option<Date>,
    /// To whom, as the sender calls them.
    pub to: String,
    /// Where they work.
    pub place: Place,
    /// How much of the files.
    pub parts: Parts,
    /// What the safeguarding lead said; `None`: it goes to nobody who would ask.
    pub lead: Option<LeadSays>,
}

/// A bundle that was made and checked: it was opened again and is what was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exported {
    /// Its files: one, or its numbered parts.
    pub files: Vec<MadeFile>,
    /// How many versions of records of each pupil are in it.
    pub rows: BTreeMap<FileId, u32>,
    /// Rows that are damaged here, so that they are not in it or can't be read. To be told.
    pub damaged: usize,
}

/// Something that goes out: a row as it lies in the database, or what is no row.
enum Source {
    Sealed { store: StoreName, key: Vec<u8>, value: Vec<u8> },
    Item(Outgoing),
}

/// Makes a bundle, signed by the device's key where it has one, in as many files as it takes; opens each again and
/// compares.
///
/// # Errors
/// [`JobError`]; there is no bundle then.
pub async fn export(repository: &Repository, of: &ExportOf, by: &SealBy, step: Step<'_>) -> Result<Exported, JobError> {
    let author = repository.settings().await?.map(|settings| repository.author(&settings)).unwrap_or_default();
    let keys = repository.device_keys().await?;
    let now = repository.now();
    let (opening, kind) = match of {
        ExportOf::Backup => (Opening::backup(repository.actor(), &author, now), "backup"),
        ExportOf::HandOver(HandOver { purpose, until, to, place, parts, lead, .. }) => {
            let opening = Opening::hand_over(*purpose, repository.actor(), &author, now);
            let reply = keys.as_ref().map(|keys| keys.recipient());
            let history = purpose.takes_history(*place);
            let opening = Opening { until: *until, to: to.clone(), scope: *parts, history, lead: *lead, ..opening };
            (Opening { reply, ..opening }, "hand-over")
        }
    };
    let sources = read(repository, of).await?;
    let sizes: Vec<Size> = sources.iter().map(size).collect();
    let total = u32::try_from(sources.len()).unwrap_or(u32::MAX);
    let (done, step, damaged) = (Cell::new(0_u32), RefCell::new(step), RefCell::new(BTreeMap::new()));
    let (repository, sources, done, step, lost) = (repository, &sources, &done, &step, &damaged);
    let items = |places: &[usize]| {
        // Owned: the places are gone when their items are asked for.
        let places: Vec<usize> = places.to_vec();
        places.into_iter().flat_map(move |place| {
            done.set(done.get() + 1);
            if done.get().is_multiple_of(STEP) {
                (step.borrow_mut())(Progress { done: done.get().min(total), total });
            }
            match &sources[place] {
                Source::Sealed { store, key, value } => {
                    let (items, missing) = opened(repository, *store, key, value);
                    lost.borrow_mut().insert(place, missing);
                    items
                }
                Source::Item(item) => vec![item.clone()],
            }
        })
    };
    let signing = keys.as_ref().map(|keys| keys.signing());
    let made = envelope::make_parts(by, &opening, signing, &sizes, items)?;
    let (mark, count) = (mark(), made.len());
    let mut export =
        Exported { files: Vec::with_capacity(count), rows: BTreeMap::new(), damaged: damaged.borrow().values().sum() };
    for (number, Made { bytes, written }) in (1..).zip(made) {
        let part = if count == 1 { String::new() } else { format!(" {number} of {count}") };
        let name = format!("{} {kind} {mark}{part}.casebook", calendar::iso(now.date()));
        export.files.push(MadeFile { name, sha256: Some(written.closing.sha256), bytes });
        export.damaged += written.damaged.len();
        for (file, rows) in written.rows {
            *export.rows.entry(file).or_default() += rows;
        }
    }
    Ok(export)
}

/// What is beside the rows of a bundle comes first. Heads come before history: a change in the meantime moves a version from
/// the one to the other, so it may come twice, which is nothing, but is never missed.
async fn read(repository: &Repository, of: &ExportOf) -> Result<Vec<Source>, JobError> {
    let aliases = repository.aliases().await?;
    let files = match of {
        ExportOf::Backup => None,
        ExportOf::HandOver(hand_over) => {
            let whole = hand_over.files.iter().flat_map(|file| aliases.members(*file));
            Some(whole.filter(|file| !is_register(*file)).collect::<BTreeSet<_>>())
        }
    };
    let mut sources: Vec<Source> = match &files {
        None => aliases.all().map(|alias| Source::Item(Outgoing::Alias(alias))).collect(),
        Some(files) => aliases.of_files(files).into_iter().map(|alias| Source::Item(Outgoing::Alias(alias))).collect(),
    };
    for (name, row) in repository.device_rows(MOVED).await? {
        let (Some((file, record)), Some(row)) = (read_moved_name(&name), decode_moved(&row)) else { continue };
        if files.as_ref().is_none_or(|files| files.contains(&file)) {
            sources.push(Source::Item(Outgoing::Moved { file, record, seen: row.seen, kind: row.kind }));
        }
    }
    let prefixes: Vec<&[u8]> = match &files {
        None => vec![&[]],
        Some(files) => files.iter().map(|file| &file.as_bytes()[..]).collect(),
    };
    for store in [StoreName::Records, StoreName::History, StoreName::Blobs] {
        for prefix in &prefixes {
            let found = repository.db().range(store, prefix).await?;
            sources.extend(found.into_iter().map(|(key, value)| Source::Sealed { store, key, value }));
        }
    }
    Ok(sources)
}

/// What it takes of a bundle, from what it takes here: sealed and padded it is never less.
fn size(source: &Source) -> Size {
    let (store, key, value) = match source {
        Source::Item(item) => return Size::of(item),
        Source::Sealed { store, key, value } => (store, key, value),
    };
    let file = id_at(key, 0).map_or(records::NO_FILE, FileId::from_bytes);
    match store {
        StoreName::Blobs => Size::blob(file, value.len()),
        StoreName::Records => {
            let heads = vault::unpack(value).unwrap_or_default();
            let sizes = heads.iter().map(|head| Size::row(file, head.len()));
            sizes.fold(Size { file, lines: 0, bytes: 0 }, |all, one| Size {
                lines: all.lines + one.lines,
                bytes: all.bytes + one.bytes,
                ..all
            })
        }
        _ => Size::row(file, value.len()),
    }
}

/// What goes out of a row, and how much of it is damaged.
fn opened(repository: &Repository, store: StoreName, key: &[u8], value: &[u8]) -> (Vec<Outgoing>, usize) {
    let (Some(file), Some(second)) = (id_at(key, 0).map(FileId::from_bytes), id_at(key, 16)) else {
        return (Vec::new(), 1);
    };
    let record = RecordId::from_bytes(second);
    match store {
        StoreName::Blobs => match repository.open(Area::Blobs, file, &second, value) {
            Ok(bytes) => (vec![Outgoing::Blob { file, blob: BlobId::from_bytes(second), bytes }], 0),
            Err(_) => (Vec::new(), 1),
        },
        StoreName::History => {
            let version = id_at(key, 32).map(VersionId::from_bytes);
            let Ok(row) = repository.open(Area::Records, file, record.as_bytes(), value) else {
                return (Vec::new(), 1);
            };
            match records::peek(&row) {
                // The seal says which record it is of; the version is inside.
                Ok((there, _)) if Some(there.id) == version => {
                    (vec![Outgoing::Row { file, record, row, history: true }], 0)
                }
                _ => (Vec::new(), 1),
            }
        }
        _ => {
            let Ok(heads) = vault::unpack(value) else { return (Vec::new(), 1) };
            let mut lost = usize::from(heads.is_empty());
            let mut items = Vec::with_capacity(heads.len());
            for sealed in heads {
                match repository.open(Area::Records, file, record.as_bytes(), sealed) {
                    // One that can't be read goes along: the person who opens the bundle may know how to read it.
                    Ok(row) => {
                        lost += usize::from(records::peek(&row).is_err());
                        items.push(Outgoing::Row { file, record, row, history: false });
                    }
                    Err(_) => lost += 1,
                }
            }
            (items, lost)
        }
    }
}
