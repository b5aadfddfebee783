//! One file as it is held in memory.

use casebook_domain::case::{CaseFile, Item};
use casebook_domain::ids::{FileId, RecordId};
use casebook_records::revision::{Head, Vector};
use casebook_records::{self as records, Decoded, RecordError, RowContent, is_register};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

/// A file as held in memory.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The undominated versions of every record.
    pub heads: BTreeMap<RecordId, Vec<Head>>,
    /// What the rules and views see.
    pub case: Arc<CaseFile>,
    /// Records made by a newer Casebook: carried along, not shown.
    newer: BTreeSet<RecordId>,
    /// Records with a version that can't be opened or read. The others are shown all the same.
    pub damaged: BTreeSet<RecordId>,
    /// What was removed from the file because it is about another pupil: which versions that were.
    pub(crate) moved: BTreeMap<RecordId, Vector>,
    /// The other files of the same pupil, where files were joined: the rules see all of them.
    pub beside: Vec<Rc<Loaded>>,
}

impl Loaded {
    pub(crate) fn new(file: FileId) -> Self {
        Self {
            heads: BTreeMap::new(),
            case: Arc::new(CaseFile::new(file)),
            newer: BTreeSet::new(),
            damaged: BTreeSet::new(),
            moved: BTreeMap::new(),
            beside: Vec::new(),
        }
    }

    /// How many records have a version that can't be opened or read.
    pub fn damaged(&self) -> usize {
        self.damaged.len() + self.beside.iter().map(|other| other.damaged.len()).sum::<usize>()
    }

    /// The pupil as the rules and views see them: with the records of the files that were joined.
    pub fn united(&self) -> Arc<CaseFile> {
        if self.beside.is_empty() {
            return self.case.clone();
        }
        let mut cases = vec![&*self.case];
        cases.extend(self.beside.iter().map(|other| &*other.case));
        Arc::new(CaseFile::united(cases))
    }

    /// Whether the database holds nothing of this file.
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty() && self.damaged.is_empty()
    }

    /// Shared with the views until something in it changes.
    fn case_mut(&mut self) -> &mut CaseFile {
        Arc::make_mut(&mut self.case)
    }

    /// Shows for a record what its heads say.
    pub fn show(&mut self, record: RecordId) -> Result<(), RecordError> {
        self.newer.remove(&record);
        self.case_mut().remove(record);
        self.case_mut().two_versions.remove(&record);
        if self.has_two_versions(record) {
            self.case_mut().two_versions.insert(record);
        }
        self.case_mut().moved_away.remove(&record);
        if self.is_moved_away(record) {
            self.case_mut().moved_away.insert(record);
        }
        if let Some(head) = self.heads.get(&record).and_then(|heads| records::shown(heads)) {
            let decoded = records::decode(&head.row)?;
            self.show_decoded(record, decoded);
        }
        self.case_mut().newer = self.newer.len();
        Ok(())
    }

    /// Whether somebody has to choose: versions that say the same count as one for the reader. Those of a register are
    /// not asked about: its page shows one, and the next change supersedes all.
    fn has_two_versions(&self, record: RecordId) -> bool {
        let Some([first, others @ ..]) = self.heads.get(&record).map(Vec::as_slice) else { return false };
        if others.is_empty() || is_register(self.case.id) {
            return false;
        }
        let said = |head: &Head| records::decode(&head.row).map(|decoded| decoded.what);
        let first = said(first);
        others.iter().any(|head| matches!(first, Ok(RowContent::Newer) | Err(_)) || said(head) != first)
    }

    /// Whether somebody who did not know that the record had been moved wrote on it.
    fn is_moved_away(&self, record: RecordId) -> bool {
        let (Some(seen), Some(heads)) = (self.moved.get(&record), self.heads.get(&record)) else { return false };
        let said = |head: &Head| records::decode(&head.row).is_ok_and(|decoded| decoded.what != RowContent::Deleted);
        heads.iter().any(|head| !head.version.vector.covers(seen) && said(head))
    }

    /// What is known here of a record's having been removed from the file.
    pub fn known_of(&self, record: RecordId) -> Vector {
        self.moved.get(&record).cloned().unwrap_or_default()
    }

    /// Keeps in mind that a record was removed from the file, with the versions that `seen` has seen.
    pub fn trace(&mut self, record: RecordId, seen: &Vector) -> Result<(), RecordError> {
        self.moved.entry(record).or_default().join(seen);
        self.show(record)
    }

    pub(crate) fn show_decoded(&mut self, record: RecordId, Decoded { version, what, .. }: Decoded) {
        match what {
            RowContent::Entry(entry) => {
                self.case_mut().put_by(Item { id: record, saved: version.time, entry }, version.author);
            }
            RowContent::Deleted => {}
            RowContent::Newer => {
                self.newer.insert(record);
                self.case_mut().newer = self.newer.len();
            }
        }
    }
}

/// Files of one pupil that were joined.
impl Loaded {
    /// The loaded file with this record as the one that is written to, if one of those joined holds it.
    pub fn holding(self: &Rc<Self>, record: RecordId) -> Rc<Self> {
        if self.beside.is_empty() || self.heads.contains_key(&record) {
            return self.clone();
        }
        match self.beside.iter().find(|other| other.heads.contains_key(&record)) {
            Some(other) => Rc::new(self.arranged(other.case.id)),
            None => self.clone(),
        }
    }

    /// The same files with this one as the one that is written to.
    pub fn arranged(&self, file: FileId) -> Self {
        let Some(place) = self.beside.iter().position(|other| other.case.id == file) else { return self.clone() };
        let mut beside = self.beside.clone();
        let mut chosen = (*beside.remove(place)).clone();
        let mut own = self.clone();
        own.beside = Vec::new();
        beside.push(Rc::new(own));
        chosen.beside = beside;
        chosen
    }

    /// How many records the files hold, as a certificate says it: safeguarding entries are in no count (p40).
    pub fn count_records(&self) -> usize {
        let counted = |one: &Self| one.heads.values().filter(|heads| records::counts(heads)).count();
        counted(self) + self.beside.iter().map(|other| counted(other)).sum::<usize>()
    }

    /// The files in it.
    pub fn files(&self) -> BTreeSet<FileId> {
        let mut files = BTreeSet::from([self.case.id]);
        for other in &self.beside {
            files.insert(other.case.id);
        }
        files
    }
}
