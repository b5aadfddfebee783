//! Receipts: the receiver of a hand-over tells its sender which of its records arrived. A receipt names no pupil: it
//! has the bundle's check sum, which the sender kept, and identifiers of files with counts. Who and when are in the
//! first line of the bundle that carries it, and its last line is signed like any other.

use std::collections::{BTreeMap, BTreeSet};

use super::format::{BundleKind, Opening};
use super::plan::{ImportPlan, RowFate};
use casebook_domain::calendar::Moment;
use casebook_domain::hex;
use casebook_domain::ids::{ActorId, FileId};

/// What was received of a hand-over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// The check sum of each part that was opened ([`Closing::sha256`](super::Closing)).
    pub bundles: Vec<[u8; 32]>,
    /// The files that were taken, by their identifiers.
    pub files: Vec<ReceivedFile>,
}

/// What was received of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceivedFile {
    /// The file.
    pub file: FileId,
    /// Records of it in the bundle that are there now.
    pub records: u32,
    /// Versions of them: rows of the bundle that are there now, those included that were there before.
    pub rows: u32,
    /// Rows that were not kept.
    pub refused: u32,
}

/// What a sender finds in a receipt about one file that went out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrived {
    /// All of it.
    Whole,
    /// Fewer rows than were sent.
    Partly {
        /// How many are missing.
        missing: u32,
    },
    /// It was left out.
    NotTaken,
}

impl Opening {
    /// The opening of a receipt: who received, and when.
    pub fn receipt(actor: ActorId, author: &str, time: Moment) -> Self {
        Self { kind: BundleKind::Receipt, ..Self::backup(actor, author, time) }
    }
}

impl Receipt {
    /// The receipt of an import that was applied: its plan and the files of it that were chosen. `bundles` are the check
    /// sums of its parts. `None` where there is nothing to confirm: a backup is nobody's hand-over, and nothing was taken.
    pub fn of(bundles: &[[u8; 32]], plan: &ImportPlan, chosen: impl Fn(FileId) -> bool) -> Option<Self> {
        let files: Vec<ReceivedFile> = plan
            .files
            .iter()
            .filter(|file| chosen(file.file) && !file.rows.is_empty())
            .map(|file| {
                let kept = || file.rows.iter().filter(|row| !matches!(row.fate, RowFate::Refused(_)));
                let records: BTreeSet<_> = kept().map(|row| row.record).collect();
                ReceivedFile {
                    file: file.file,
                    records: count(records.len()),
                    rows: count(kept().count()),
                    refused: count(file.rows.len() - kept().count()),
                }
            })
            .collect();
        let confirms = plan.opening.kind == BundleKind::HandOver && !bundles.is_empty() && !files.is_empty();
        confirms.then(|| Self { bundles: bundles.to_vec(), files })
    }

    /// What a sender learns who sent a bundle of this check sum with this many rows of each file; `None` where the receipt is
    /// of another bundle.
    pub fn confirms(&self, bundle: &[u8; 32], sent: &[(FileId, u32)]) -> Option<Vec<(FileId, Arrived)>> {
        self.bundles.contains(bundle).then_some(())?;
        let rows: BTreeMap<FileId, u32> = self.files.iter().map(|file| (file.file, file.rows)).collect();
        let arrived = |(file, sent): &(FileId, u32)| {
            let arrived = match rows.get(file) {
                None => Arrived::NotTaken,
                Some(rows) if rows >= sent => Arrived::Whole,
                Some(rows) => Arrived::Partly { missing: sent - rows },
            };
            (*file, arrived)
        };
        Some(sent.iter().map(arrived).collect())
    }
}

impl Receipt {
    /// What a sender learns about one file, who kept the check sums of its bundle's parts in hex; `None` where the receipt is
    /// of another bundle. An unreadable check sum is nobody's.
    pub fn confirms_one_of(&self, bundles: &[String], file: FileId, rows: u32) -> Option<Arrived> {
        let mut sums = bundles.iter().filter_map(|sum| hex::decode_array::<32>(sum));
        let told = sums.find_map(|sum| self.confirms(&sum, &[(file, rows)]))?;
        told.first().map(|(_, arrived)| *arrived)
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
