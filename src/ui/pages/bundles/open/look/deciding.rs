//! What the mentor decides while looking at a bundle.

use leptos::prelude::*;

use crate::app::receiving::{Choices, LeftOut, Preview, PreviewFile, PreviewKind};
use casebook_domain::alias::Alias;
use casebook_domain::content::Kind;
use casebook_domain::hand_over::LeadHas;
use casebook_domain::ids::{FileId, RecordId};

/// What the mentor decides while looking.
#[derive(Clone, Copy)]
pub(super) struct Deciding {
    /// Files that are not to come in.
    pub(super) out: RwSignal<Vec<FileId>>,
    /// What is left out of files that are.
    pub(super) left: RwSignal<Vec<(FileId, LeftOut)>>,
    /// Who is whom.
    pub(super) pairs: RwSignal<Vec<Decision>>,
    /// Pairs of the file's that are kept.
    pub(super) aliases: RwSignal<Vec<Alias>>,
    /// The safeguarding lead's question.
    pub(super) lead: RwSignal<Option<LeadHas>>,
}

impl Deciding {
    /// As it is proposed.
    pub(super) fn begin(found: &Preview) -> Self {
        Self {
            out: RwSignal::new(
                found
                    .files
                    .iter()
                    .filter(|file| file.erased || !useful(found.kind, file))
                    .map(|file| file.file)
                    .collect(),
            ),
            // What was written here, or is newer here, goes only where the mentor says so.
            left: RwSignal::new(
                found
                    .files
                    .iter()
                    .filter(|file| !file.doubtful.is_empty())
                    .map(|file| (file.file, LeftOut { records: file.doubtful.clone(), ..LeftOut::default() }))
                    .collect(),
            ),
            pairs: RwSignal::new(Vec::new()),
            aliases: RwSignal::new(found.aliases.iter().filter(|pair| pair.chosen).map(|pair| pair.alias).collect()),
            lead: RwSignal::new(None),
        }
    }

    /// The files that come in.
    pub(super) fn taken(self, found: &Preview) -> Vec<FileId> {
        self.out.with(|out| found.files.iter().map(|file| file.file).filter(|file| !out.contains(file)).collect())
    }
}

/// What the mentor says about two files.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PupilChoice {
    /// One pupil: from now on both are shown as one.
    Join,
    /// Two pupils: not asked again.
    Apart,
}

/// What was decided about two files.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Decision {
    /// The file in the bundle.
    pub there: FileId,
    /// The file here.
    pub here: FileId,
    /// The decision.
    pub choice: PupilChoice,
}

/// Whether a file can be chosen: something of it would change, or the hand-over itself is to be acknowledged.
pub(super) fn useful(kind: PreviewKind, file: &PreviewFile) -> bool {
    file.changes() || (matches!(kind, PreviewKind::HandOver(_)) && file.of_pupil() && !file.before)
}

/// What is asked of the worker.
pub(super) fn decided(deciding: Deciding, files: &[FileId], words: &str) -> Choices {
    let left = deciding.left.get_untracked();
    let left_of = |file: FileId| left.iter().find(|(other, _)| *other == file).map(|(_, left)| left.clone());
    let pairs = deciding.pairs.get_untracked();
    // Who did not come in is not joined with anybody.
    let made = |choice: PupilChoice| {
        let of = pairs.iter().filter(|pair| pair.choice == choice && files.contains(&pair.there));
        // A file is no alias of itself.
        of.filter_map(|pair| Alias::of_two(pair.there, pair.here)).collect()
    };
    Choices {
        files: files.iter().map(|file| (*file, left_of(*file).unwrap_or_default())).collect(),
        aliases: deciding.aliases.get_untracked(),
        joins: made(PupilChoice::Join),
        apart: made(PupilChoice::Apart),
        lead: deciding.lead.get_untracked(),
        words: words.to_owned(),
    }
}

/// Whether a kind of record is left out of a file.
pub(super) fn is_left(deciding: Deciding, file: FileId, kind: Option<Kind>) -> bool {
    deciding.left.with(|left| left.iter().any(|(other, left)| *other == file && left.kinds.contains(&kind)))
}

/// Leaves a kind of record out of a file, or takes it in again.
pub(super) fn leave_kind(deciding: Deciding, file: FileId, kind: Option<Kind>, out: bool) {
    of_file(deciding, file, |left| {
        left.kinds.retain(|other| *other != kind);
        if out {
            left.kinds.push(kind);
        }
    });
}

/// Leaves a record out of a file, or takes it in again.
pub(super) fn leave_record(deciding: Deciding, file: FileId, record: RecordId, out: bool) {
    of_file(deciding, file, |left| {
        left.records.retain(|other| *other != record);
        if out {
            left.records.push(record);
        }
    });
}

fn of_file(deciding: Deciding, file: FileId, change: impl FnOnce(&mut LeftOut)) {
    deciding.left.update(|left| {
        let place = left.iter().position(|(other, _)| *other == file).unwrap_or_else(|| {
            left.push((file, LeftOut::default()));
            left.len() - 1
        });
        change(&mut left[place].1);
    });
}
