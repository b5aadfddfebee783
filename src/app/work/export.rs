//! Making a bundle: rows are read sealed, opened one at a time on their way into it, and none is held in clear twice.

use std::cell::Cell;

use super::{Step, WorkError};
use crate::app::core::{Core, id_at};
use crate::browser::db::StoreName;
use crate::browser::{clock, random};
use crate::bundle::{Made, Opening, Outgoing, Purpose, SealBy, envelope};
use crate::domain::calendar;
use crate::domain::ids::{BlobId, FileId, RecordId, VersionId};
use crate::protocol::Progress;
use crate::records;
use crate::vault::{self, Area};

/// Rows between two words about how far it is.
const STEP: u32 = 250;

/// What is to go out.
#[derive(Clone, Copy)]
pub enum What<'a> {
    /// These files, for this. What a hand-over must not hold is left out by the writer of the lines.
    HandOver(&'a [FileId], Purpose),
    /// Everything.
    Backup,
}

/// A bundle that was made and checked.
pub struct Export {
    /// Its name; nobody's name is in it.
    pub file_name: String,
    /// The sealed file.
    pub bytes: Vec<u8>,
    /// Rows that are not in it because they are damaged here.
    pub damaged: usize,
}

/// A row as it lies in the database.
struct Sealed {
    store: StoreName,
    key: Vec<u8>,
    value: Vec<u8>,
}

/// Makes a bundle, opens it again and compares.
///
/// # Errors
/// [`WorkError`]; there is no bundle then.
pub async fn export(core: &Core, what: What<'_>, by: SealBy<'_>, step: Step<'_>) -> Result<Export, WorkError> {
    let author = core.settings().await?.map(|settings| settings.mentor).unwrap_or_default();
    let now = clock::now();
    let (opening, kind) = match what {
        What::Backup => (Opening::backup(core.actor(), &author, now), "backup"),
        What::HandOver(_, purpose) => (Opening::hand_over(purpose, core.actor(), &author, now), "hand-over"),
    };
    let rows = read(core, what).await?;
    let total = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let (done, damaged) = (Cell::new(0_u32), Cell::new(0_usize));
    let items = rows.into_iter().flat_map(|row| {
        done.set(done.get() + 1);
        if done.get().is_multiple_of(STEP) {
            step(Progress { done: done.get(), total });
        }
        let (items, lost) = opened(core, &row);
        damaged.set(damaged.get() + lost);
        items
    });
    let Made { bytes, written } = envelope::make(by, &opening, None, items)?;
    let file_name = format!("{} {kind} {}.casebook", calendar::iso(now.date()), mark(random::id()));
    Ok(Export { file_name, bytes, damaged: damaged.get() + written.damaged.len() })
}

/// Heads before history: a change meanwhile moves a version from the one to the other, so it may come twice, which is
/// nothing, but is never missed.
async fn read(core: &Core, what: What<'_>) -> Result<Vec<Sealed>, WorkError> {
    let prefixes: Vec<&[u8]> = match what {
        What::Backup => vec![&[]],
        What::HandOver(files, _) => files.iter().map(|file| &file.as_bytes()[..]).collect(),
    };
    let mut rows = Vec::new();
    for store in [StoreName::Records, StoreName::History, StoreName::Blobs] {
        for prefix in &prefixes {
            let found = core.db().range(store, prefix).await?;
            rows.extend(found.into_iter().map(|(key, value)| Sealed { store, key, value }));
        }
    }
    Ok(rows)
}

/// What goes out of a row, and how much of it is damaged.
fn opened(core: &Core, Sealed { store, key, value }: &Sealed) -> (Vec<Outgoing>, usize) {
    let (Some(file), Some(second)) = (id_at(key, 0).map(FileId::from_bytes), id_at(key, 16)) else {
        return (Vec::new(), 1);
    };
    let record = RecordId::from_bytes(second);
    match store {
        StoreName::Blobs => match core.open(Area::Blobs, file, &second, value) {
            Ok(bytes) => (vec![Outgoing::Blob { file, blob: BlobId::from_bytes(second), bytes }], 0),
            Err(_) => (Vec::new(), 1),
        },
        StoreName::History => {
            let version = id_at(key, 32).map(VersionId::from_bytes);
            match core.open_head(file, record, value) {
                // The seal says which record it is of; which version stands inside.
                Ok(head) if Some(head.version.id) == version => {
                    (vec![Outgoing::Row { file, record, row: head.row, history: true }], 0)
                }
                _ => (Vec::new(), 1),
            }
        }
        _ => {
            let Ok(heads) = vault::unpack(value) else { return (Vec::new(), 1) };
            let mut lost = usize::from(heads.is_empty());
            let mut items = Vec::with_capacity(heads.len());
            for sealed in heads {
                match core.open(Area::Records, file, record.as_bytes(), sealed) {
                    // One that can't be read goes along: whoever opens the bundle may know how to read it.
                    Ok(row) => {
                        lost += usize::from(records::decode(&row).is_err());
                        items.push(Outgoing::Row { file, record, row, history: false });
                    }
                    Err(_) => lost += 1,
                }
            }
            (items, lost)
        }
    }
}

/// Four letters and digits that are not mistaken for each other, to tell two bundles of a day apart.
fn mark(random: [u8; 16]) -> String {
    const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    random[..4].iter().map(|byte| char::from(SIGNS[usize::from(byte % 32)])).collect()
}
