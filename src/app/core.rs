//! The path of one change, below the signals: decide, make versions, seal, write in one transaction, then show.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use super::drafts::Slot;
use crate::browser::db::{Batch, Db, DbError, StoreName};
use crate::browser::{clock, random};
use casebook_demo::DemoFile;
use casebook_domain::alias::Aliases;
use casebook_domain::case::{CaseFile, Item};
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::decide::{self, Change, Command, Ctx, Decision, Rejection, Warning};
use casebook_domain::header::{Header, header};
use casebook_domain::ids::{ActorId, DraftId, EpisodeId, FileId, RecordId, VersionId};
use casebook_domain::observation::kit::Kit;
use casebook_domain::settings::Settings;
use casebook_domain::written::{Said, Written};
use casebook_records::revision::{self, Head, Order, Vector, Version};
use casebook_records::{
    self as records, Decoded, DraftRow, NO_FILE, RecordError, SETTINGS_FILE, StoredHeader, UNATTACHED_FILE, What,
    device, is_register, journal,
};
use casebook_vault::{self as vault, Area, DeviceKeys, Keys, RowSum, Under};

/// The device row of its keys.
const DEVICE_KEYS: &[u8] = b"keys";

/// Versions of one record that are told of, the newest: more is no history that anybody reads.
const MOST_TOLD: usize = 400;

/// Why a change was not made or a file could not be read. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CoreError {
    /// The rules forbid it; what is missing is named.
    Rejected(Rejection),
    /// The database failed.
    Db(DbError),
    /// A row could not be opened: damaged or swapped.
    Damaged,
    /// A row was opened and could not be read.
    Unreadable(RecordError),
    /// The file does not add up: rows are missing or were put back (security section 1).
    SumMismatch(FileId),
    /// There is no such file or record.
    Missing,
    /// No casebook is open.
    Locked,
    /// The file is not due for erasing, or something stops it.
    NotDue,
    /// An observation that is not saved yet names the file.
    Observed,
}

impl From<DbError> for CoreError {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

impl From<RecordError> for CoreError {
    fn from(error: RecordError) -> Self {
        Self::Unreadable(error)
    }
}

/// A file as held in memory.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The undominated versions of every record.
    pub(super) heads: BTreeMap<RecordId, Vec<Head>>,
    /// What the rules and views see.
    pub case: Arc<CaseFile>,
    /// Records made by a newer Casebook: carried along, not shown.
    newer: BTreeSet<RecordId>,
    /// Records with a version that can't be opened or read. The others are shown all the same.
    pub(super) damaged: BTreeSet<RecordId>,
    /// What was removed from the file because it is about another pupil: which versions that were.
    moved: BTreeMap<RecordId, Vector>,
    /// The other files of the same pupil, where files were joined: the rules see all of them.
    pub(super) beside: Vec<Rc<Loaded>>,
}

impl Loaded {
    fn new(file: FileId) -> Self {
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
    pub(super) fn is_empty(&self) -> bool {
        self.heads.is_empty() && self.damaged.is_empty()
    }

    /// The same with what was written since, file by file.
    fn caught_up(&self, all: &[Saved]) -> Self {
        let latest = |file: FileId| all.iter().rev().map(|saved| &saved.loaded).find(|later| later.case.id == file);
        let mut now = latest(self.case.id).unwrap_or(self).clone();
        let beside = self.beside.iter().map(|other| match latest(other.case.id) {
            Some(later) => Rc::new(Self { beside: Vec::new(), ..later.clone() }),
            None => other.clone(),
        });
        now.beside = beside.collect();
        now
    }

    /// Shared with the views until something in it changes.
    fn case_mut(&mut self) -> &mut CaseFile {
        Arc::make_mut(&mut self.case)
    }

    /// Shows for a record what its heads say.
    pub(super) fn show(&mut self, record: RecordId) -> Result<(), RecordError> {
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
        others.iter().any(|head| matches!(first, Ok(What::Newer) | Err(_)) || said(head) != first)
    }

    /// Whether somebody who did not know that the record had been moved wrote on it.
    fn is_moved_away(&self, record: RecordId) -> bool {
        let (Some(seen), Some(heads)) = (self.moved.get(&record), self.heads.get(&record)) else { return false };
        let said = |head: &Head| records::decode(&head.row).is_ok_and(|decoded| decoded.what != What::Deleted);
        heads.iter().any(|head| !head.version.vector.covers(seen) && said(head))
    }

    /// What is known here of a record's having been removed from the file.
    pub(super) fn known_of(&self, record: RecordId) -> Vector {
        self.moved.get(&record).cloned().unwrap_or_default()
    }

    /// Keeps in mind that a record was removed from the file, with the versions that `seen` has seen.
    pub(super) fn trace(&mut self, record: RecordId, seen: &Vector) -> Result<(), RecordError> {
        self.moved.entry(record).or_default().join(seen);
        self.show(record)
    }

    fn show_decoded(&mut self, record: RecordId, Decoded { version, what, .. }: Decoded) {
        match what {
            What::Entry(entry) => {
                self.case_mut().put_by(Item { id: record, saved: version.time, entry }, version.author);
            }
            What::Deleted => {}
            What::Newer => {
                self.newer.insert(record);
                self.case_mut().newer = self.newer.len();
            }
        }
    }
}

/// What a save did.
#[derive(Clone, Debug)]
pub struct Saved {
    /// The file after the change.
    pub loaded: Loaded,
    /// Its new header; `None` for a register.
    pub header: Option<Header>,
    /// What the mentor should know, though it did not stop the change.
    pub warnings: Vec<Warning>,
    /// What brings back the state before.
    pub undo: Vec<Back>,
}

/// What moving a record did.
#[derive(Clone, Debug)]
pub struct Moved {
    /// The file that the record left.
    pub left: Loaded,
    /// Its new header.
    pub header: Header,
    /// What was written into the other file.
    pub saved: Saved,
}

/// One step back.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)]
pub enum Back {
    /// By a command.
    Command(Command),
    /// A record had these versions beside each other: they stand again.
    Versions(RecordId, Vec<Head>),
}

/// What becomes of a record that has two versions.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)]
pub enum Choice {
    /// One of them is kept as it is.
    Version(VersionId),
    /// What was combined from them.
    Together(Entry),
}

/// An unlocked casebook.
pub struct Core {
    db: Db,
    keys: Keys,
    actor: Cell<ActorId>,
    /// An import can still be taken back. The next change ends that, in its own transaction.
    journal: Cell<bool>,
    author: RefCell<Option<String>>,
}

pub(super) fn key(file: FileId, rest: &[u8]) -> Vec<u8> {
    [file.as_bytes().as_slice(), rest].concat()
}

pub(super) fn key3(file: FileId, record: RecordId, version: VersionId) -> Vec<u8> {
    key(file, &[record.as_bytes().as_slice(), version.as_bytes()].concat())
}

pub(super) fn draft_row(draft: DraftId, seq: u64) -> [u8; 24] {
    let mut row = [0; 24];
    row[..16].copy_from_slice(draft.as_bytes());
    row[16..].copy_from_slice(&seq.to_be_bytes());
    row
}

pub(super) fn id_at(bytes: &[u8], at: usize) -> Option<[u8; 16]> {
    bytes.get(at..at + 16)?.try_into().ok()
}

impl Core {
    /// An unlocked casebook over an open database.
    pub fn new(db: Db, keys: Keys, actor: ActorId) -> Self {
        Self { db, keys, actor: Cell::new(actor), journal: Cell::new(false), author: RefCell::default() }
    }

    /// Names the person who opened the casebook: versions are theirs from now on. Without it they are the mentor's.
    pub fn write_as(&self, author: Option<String>) {
        self.author.replace(author);
    }

    /// The person who opened the casebook by name; `None` for the mentor, with the recovery words.
    pub fn named_author(&self) -> Option<String> {
        self.author.borrow().clone()
    }

    /// Whose versions are written.
    pub fn author(&self, settings: &Settings) -> String {
        self.author.borrow().clone().unwrap_or_else(|| settings.mentor.clone())
    }

    /// The database, for what is beside the records.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// In whose name is written.
    pub fn actor(&self) -> ActorId {
        self.actor.get()
    }

    /// From now on in this name.
    pub(super) fn adopt_actor(&self, actor: ActorId) {
        self.actor.set(actor);
    }

    /// Takes up what an import left: the actor in force, and whether it can be taken back.
    pub async fn take_up(&self) -> Result<(), CoreError> {
        if let Some(actor) = self.device_row(journal::ACTOR).await?.as_deref().and_then(journal::decode_actor) {
            self.actor.set(actor);
        }
        self.journal.set(!self.db.keys(StoreName::Device, journal::JOURNAL).await?.is_empty());
        Ok(())
    }

    /// Writes a change. The last import can't be taken back any more after it.
    pub(super) async fn write(&self, mut batch: Batch) -> Result<(), DbError> {
        let ends = self.journal.get();
        if ends {
            batch.delete_prefix(StoreName::Device, journal::JOURNAL);
        }
        self.db.write(batch).await?;
        if ends {
            self.journal.set(false);
        }
        Ok(())
    }

    /// The last import can't be taken back any more: something of it is about to leave.
    pub(super) async fn end_journal(&self) -> Result<(), CoreError> {
        if self.journal.get() { Ok(self.write(Batch::default()).await?) } else { Ok(()) }
    }

    /// The last import can be taken back from now on, or not any more.
    pub(super) fn set_journal(&self, there: bool) {
        self.journal.set(there);
    }

    /// The keys, for the bundle worker.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    pub(super) fn open(&self, area: Area, file: FileId, row: &[u8], sealed: &[u8]) -> Result<Vec<u8>, CoreError> {
        vault::open(&self.keys, area, &file, row, sealed).map(|plain| plain.to_vec()).map_err(|_| CoreError::Damaged)
    }

    /// All headers: what unlocking reads. One that can't be opened or read is derived from its file again; opening that
    /// file then says what is wrong. So is one that a day has made out of date.
    pub async fn headers(&self, settings: &Settings) -> Result<Vec<Header>, CoreError> {
        let rows = self.db.range(StoreName::Headers, &[]).await?;
        let (mut headers, mut lost) = (Vec::with_capacity(rows.len()), Vec::new());
        for (key, sealed) in &rows {
            let file = FileId::from_bytes(id_at(key, 0).ok_or(CoreError::Damaged)?);
            match self.read_header(file, sealed) {
                Ok(stored) if !stored.header.outdated(clock::today()) => headers.push(stored.header),
                Ok(_) | Err(_) => lost.push(file),
            }
        }
        let mut opened = !headers.is_empty();
        for file in &lost {
            let loaded = self.load_unchecked(*file).await?;
            opened |= !loaded.heads.is_empty();
            headers.push(header(&loaded.case, settings, clock::today()));
        }
        // Where nothing at all opens, the keys are another casebook's.
        if opened || lost.is_empty() || !self.load_unchecked(SETTINGS_FILE).await?.heads.is_empty() {
            Ok(headers)
        } else {
            Err(CoreError::Damaged)
        }
    }

    fn read_header(&self, file: FileId, sealed: &[u8]) -> Result<StoredHeader, CoreError> {
        Ok(records::decode_header(&self.open(Area::Headers, file, &[], sealed)?)?)
    }

    /// Whether the rows that are there are those that the file's header counts.
    pub(super) async fn adds_up(&self, loaded: &Loaded) -> Result<bool, CoreError> {
        let file = loaded.case.id;
        if is_register(file) {
            return Ok(loaded.damaged.is_empty());
        }
        let Some(sealed) = self.db.get(StoreName::Headers, file.as_bytes()).await? else {
            return Ok(loaded.is_empty());
        };
        // Its sum is under the data key that it is sealed under itself.
        let Ok((plain, under)) = vault::open_telling(&self.keys, Area::Headers, &file, &[], &sealed) else {
            return Ok(false);
        };
        let stored = records::decode_header(&plain);
        Ok(stored.is_ok_and(|header| (header.rows, header.sum) == parts(self.sum(loaded, under))))
    }

    /// The check sum over a file's heads.
    pub(super) fn sum(&self, loaded: &Loaded, under: Under) -> RowSum {
        let heads =
            loaded.heads.iter().flat_map(|(record, heads)| heads.iter().map(move |head| (record, &head.version.id)));
        vault::sum(&self.keys, under, heads).unwrap_or_default()
    }

    /// Reads one file and checks that it adds up.
    pub async fn load(&self, file: FileId) -> Result<Loaded, CoreError> {
        let loaded = self.load_unchecked(file).await?;
        // A register has no header to count its rows. It is read as far as it goes.
        if !is_register(file) {
            if loaded.is_empty() && self.db.get(StoreName::Headers, file.as_bytes()).await?.is_none() {
                return Err(CoreError::Missing);
            }
            if !self.adds_up(&loaded).await? {
                return Err(CoreError::SumMismatch(file));
            }
        }
        Ok(loaded)
    }

    /// Reads the files of one pupil that were joined; the first is the one that is written to.
    pub async fn load_together(&self, files: &[FileId]) -> Result<Loaded, CoreError> {
        let (first, others) = files.split_first().ok_or(CoreError::Missing)?;
        let mut loaded = self.load(*first).await?;
        for other in others {
            loaded.beside.push(Rc::new(self.load(*other).await?));
        }
        Ok(loaded)
    }

    /// Reads what can be read of a file.
    pub(super) async fn load_unchecked(&self, file: FileId) -> Result<Loaded, CoreError> {
        let mut loaded = Loaded::new(file);
        for (name, row) in self.device_rows(&[device::MOVED, file.as_bytes()].concat()).await? {
            if let (Some((_, record)), Some(row)) = (device::read_moved_name(&name), device::decode_moved(&row)) {
                loaded.moved.insert(record, row.seen);
            }
        }
        for (key, packed) in self.db.range(StoreName::Records, file.as_bytes()).await? {
            let record = RecordId::from_bytes(id_at(&key, 16).ok_or(CoreError::Damaged)?);
            let mut heads = Vec::new();
            let mut last = None;
            let sealed = vault::unpack(&packed).unwrap_or_default();
            for sealed in &sealed {
                match self.open_row(file, record, sealed) {
                    Ok((head, decoded)) => {
                        heads.push(head);
                        last = Some(decoded);
                    }
                    Err(_) => drop(loaded.damaged.insert(record)),
                }
            }
            if sealed.is_empty() {
                loaded.damaged.insert(record);
            }
            if let Some(decoded) = last {
                let only = heads.len() == 1 && !loaded.moved.contains_key(&record);
                loaded.heads.insert(record, heads);
                if only {
                    loaded.show_decoded(record, decoded);
                } else {
                    loaded.show(record)?;
                }
            }
        }
        Ok(loaded)
    }

    fn open_row(&self, file: FileId, record: RecordId, sealed: &[u8]) -> Result<(Head, Decoded), CoreError> {
        let row = self.open(Area::Records, file, record.as_bytes(), sealed)?;
        let decoded = records::decode(&row)?;
        Ok((Head { version: decoded.version.clone(), row }, decoded))
    }

    pub(super) fn open_head(&self, file: FileId, record: RecordId, sealed: &[u8]) -> Result<Head, CoreError> {
        Ok(self.open_row(file, record, sealed)?.0)
    }

    /// The superseded versions of a record, as far as they can be read.
    async fn history(&self, file: FileId, record: RecordId) -> Result<Vec<Head>, CoreError> {
        let rows = self.db.range(StoreName::History, &key(file, record.as_bytes())).await?;
        Ok(rows.iter().filter_map(|(_, sealed)| self.open_head(file, record, sealed).ok()).collect())
    }

    /// The settings, if any were saved.
    pub async fn settings(&self) -> Result<Option<Settings>, CoreError> {
        Ok(settings_in(&self.load(SETTINGS_FILE).await?.case))
    }

    /// The settings, if any were saved, and what is kept ready for observing.
    pub async fn settings_and_kit(&self) -> Result<(Option<Settings>, Kit), CoreError> {
        let register = self.load(SETTINGS_FILE).await?;
        Ok((settings_in(&register.case), kit_in(&register.case)))
    }

    /// Decides a command and writes what follows from it. `ends` names the draft
    /// that ends with this change, in the same transaction.
    pub async fn dispatch(
        &self,
        before: &Loaded,
        settings: &Settings,
        command: &Command,
        ends: Option<&Slot>,
    ) -> Result<Saved, CoreError> {
        let mut batch = Batch::default();
        let saved = self.compose(before, settings, command, &mut batch).await?;
        self.write_ending(batch, ends).await?;
        Ok(saved)
    }

    /// The same for a command in each of several files, in one transaction.
    pub async fn dispatch_all(
        &self,
        commands: &[(Loaded, Command)],
        settings: &Settings,
        ends: Option<&Slot>,
    ) -> Result<Vec<Saved>, CoreError> {
        let mut batch = Batch::default();
        let mut all = Vec::with_capacity(commands.len());
        for (before, command) in commands {
            // What the ones before wrote, into the same file or into one joined to it, is in it already.
            let before = before.caught_up(&all);
            let saved = self.compose(&before, settings, command, &mut batch).await?;
            all.push(saved);
        }
        self.write_ending(batch, ends).await?;
        Ok(all)
    }

    /// Writes a change, and with it ends the draft that it was made from: nothing writes that one again.
    async fn write_ending(&self, mut batch: Batch, ends: Option<&Slot>) -> Result<(), CoreError> {
        if let Some((file, draft)) = ends.map(Slot::at) {
            batch.delete_prefixes.push((StoreName::Drafts, key(file, draft.as_bytes())));
        }
        self.write(batch).await?;
        if let Some(slot) = ends {
            slot.close();
        }
        Ok(())
    }

    /// Writes a record of one file into another and removes it from the first with every version of it, in one transaction:
    /// from a register, where it stood by itself, to the pupil it belongs to.
    pub async fn carry_over(
        &self,
        from: &Loaded,
        record: RecordId,
        to: &Loaded,
        settings: &Settings,
        command: &Command,
    ) -> Result<(Loaded, Saved), CoreError> {
        let mut batch = Batch::default();
        let saved = self.compose(to, settings, command, &mut batch).await?;
        let left = take_out(from, record, &mut batch)?;
        self.write(batch).await?;
        Ok((left, saved))
    }

    /// Moves a record to the right pupil, in one transaction: what it says becomes a new record there, by the rules there;
    /// here every version of it goes, its draft with it, and a trace keeps bundles from bringing it back.
    pub async fn move_record(
        &self,
        from: &Loaded,
        record: RecordId,
        to: &Loaded,
        settings: &Settings,
        new: (RecordId, Content),
    ) -> Result<Moved, CoreError> {
        let kind = from.case.get(record).ok_or(CoreError::Missing)?.entry.content.kind();
        let file = from.case.id;
        let mut batch = Batch::default();
        let (id, content) = new;
        let saved = self.compose(to, settings, &Command::Save { id, content }, &mut batch).await?;
        let history = self.history(file, record).await?;
        let versions = from.heads.get(&record).into_iter().flatten().chain(&history).map(|head| &head.version);
        let seen = revision::taken_out(&from.known_of(record), versions, self.actor.get());
        let mut left = take_out(from, record, &mut batch)?;
        left.trace(record, &seen)?;
        batch.delete_prefixes.push((StoreName::Drafts, key(file, record.as_bytes())));
        let row = device::encode_moved(&device::MovedRow { kind: Some(kind), seen });
        self.put_device_row(&mut batch, &device::moved_name(file, record), &row);
        let header = self.put_header(&mut batch, &left, settings);
        self.write(batch).await?;
        Ok(Moved { left, header, saved })
    }

    /// Erases a record with every version of it: of it nothing is left here. Only for a register; a file's record is
    /// deleted by a command and stays in its history.
    pub async fn erase(&self, from: &Loaded, record: RecordId) -> Result<Loaded, CoreError> {
        if !is_register(from.case.id) {
            return Err(CoreError::Missing);
        }
        let mut batch = Batch::default();
        let left = take_out(from, record, &mut batch)?;
        self.write(batch).await?;
        Ok(left)
    }

    /// Adds to a batch what follows from a command.
    async fn compose(
        &self,
        before: &Loaded,
        settings: &Settings,
        command: &Command,
        batch: &mut Batch,
    ) -> Result<Saved, CoreError> {
        let case = before.united();
        let ctx = Ctx { today: clock::today(), now: clock::now() };
        let Decision { changes, warnings } =
            decide::decide(&case, settings, command, &ctx).map_err(CoreError::Rejected)?;
        let file = before.case.id;
        let mut loaded = before.clone();
        let mut undo = Vec::new();
        let author = self.author(settings);
        for change in &changes {
            let (record, entry) = match change {
                Change::Put { id, entry } => (*id, Some(entry)),
                Change::Remove { id } => (*id, None),
                Change::EraseHistory { id } => {
                    erase_history(batch, file, *id);
                    undo.clear();
                    continue;
                }
            };
            let old = loaded.heads.get(&record).cloned().unwrap_or_default();
            undo.push(match case.get(record) {
                _ if old.len() > 1 => Back::Versions(record, old.clone()),
                Some(item) => Back::Command(Command::Restore { id: record, entry: item.entry.clone() }),
                None => Back::Command(Command::Delete { id: record }),
            });
            // What was here can't be read: the counts of its earlier versions continue, so that none is used twice.
            let lost = if loaded.damaged.remove(&record) { self.history(file, record).await? } else { Vec::new() };
            let parents: Vec<&Version> = old.iter().chain(&lost).map(|head| &head.version).collect();
            let seen = loaded.known_of(record);
            let (id, now) = (random::version_id(), clock::now());
            let version = revision::next_knowing(&seen, &parents, self.actor.get(), id, now, &author);
            let row = match entry {
                Some(entry) => records::encode(&version, entry),
                None => {
                    let (kind, episode) = kind_in(before, record).ok_or(CoreError::Missing)?;
                    records::encode_deleted(&version, kind, episode)
                }
            };
            self.replace(batch, &mut loaded, record, vec![Head { version, row }])?;
            if entry.is_none() && file == UNATTACHED_FILE {
                // Nobody finds an earlier version there again: it would stay for good.
                erase_history(batch, file, record);
                undo.clear();
            }
        }
        if let Command::SetRight { changes } | Command::SetBack { changes } = command {
            // One step: what stood there was out of order, and would be refused record by record.
            let was = |id: RecordId| case.get(id).map(|item| item.entry.clone());
            undo = vec![Back::Command(Command::SetBack {
                changes: changes.iter().map(|(id, _)| (*id, was(*id))).collect(),
            })];
        }
        let header = (!is_register(file)).then(|| self.put_header(batch, &loaded, settings));
        Ok(Saved { loaded, header, warnings, undo })
    }

    /// Puts new heads in the place of a record's old ones, which go to the history.
    pub(super) fn replace(
        &self,
        batch: &mut Batch,
        loaded: &mut Loaded,
        record: RecordId,
        heads: Vec<Head>,
    ) -> Result<(), CoreError> {
        let file = loaded.case.id;
        let seal = |row: &[u8]| vault::seal(&self.keys, Area::Records, &file, record.as_bytes(), row);
        for head in loaded.heads.remove(&record).unwrap_or_default() {
            batch.put(StoreName::History, key3(file, record, head.version.id), seal(&head.row));
        }
        let sealed: Vec<Vec<u8>> = heads.iter().map(|head| seal(&head.row)).collect();
        batch.put(StoreName::Records, key(file, record.as_bytes()), vault::pack(&sealed));
        loaded.heads.insert(record, heads);
        Ok(loaded.show(record)?)
    }

    /// Of a record that has two versions, makes one that supersedes them all.
    pub async fn choose(
        &self,
        before: &Loaded,
        settings: &Settings,
        record: RecordId,
        choice: &Choice,
    ) -> Result<Saved, CoreError> {
        let heads = before.heads.get(&record).filter(|heads| heads.len() > 1).ok_or(CoreError::Missing)?;
        let entry = match choice {
            Choice::Together(entry) => Some(entry.clone()),
            Choice::Version(id) => {
                let head = heads.iter().find(|head| head.version.id == *id).ok_or(CoreError::Missing)?;
                match records::decode(&head.row)?.what {
                    What::Entry(entry) => Some(entry),
                    What::Deleted => None,
                    What::Newer => return self.keep_unread(before, settings, record, heads, head).await,
                }
            }
        };
        let mut versions = Vec::with_capacity(heads.len());
        for head in heads {
            if let What::Entry(entry) = records::decode(&head.row)?.what {
                versions.push(Item { id: record, saved: head.version.time, entry });
            }
        }
        let command = Command::Choose { id: record, entry, versions };
        self.dispatch(before, settings, &command, None).await
    }

    /// Keeps the version that only a newer Casebook can read: what it says is passed on byte for byte.
    async fn keep_unread(
        &self,
        before: &Loaded,
        settings: &Settings,
        record: RecordId,
        heads: &[Head],
        kept: &Head,
    ) -> Result<Saved, CoreError> {
        let parents: Vec<&Version> = heads.iter().map(|head| &head.version).collect();
        let (id, now) = (random::version_id(), clock::now());
        let seen = before.known_of(record);
        let version = revision::next_knowing(&seen, &parents, self.actor.get(), id, now, &self.author(settings));
        let row = records::encode_again(&version, &kept.row).ok_or(RecordError::Row)?;
        let undo = vec![Back::Versions(record, heads.to_vec())];
        self.write_heads(before, settings, record, vec![Head { version, row }], undo).await
    }

    /// Takes a choice back: the versions are side by side again.
    pub async fn reopen(
        &self,
        before: &Loaded,
        settings: &Settings,
        record: RecordId,
        versions: &[Head],
    ) -> Result<Saved, CoreError> {
        let parents: Vec<&Version> =
            before.heads.get(&record).into_iter().flatten().map(|head| &head.version).collect();
        let old: Vec<&Version> = versions.iter().map(|head| &head.version).collect();
        let ids = core::iter::repeat_with(random::version_id);
        let again = revision::reopened(&before.known_of(record), &parents, &old, self.actor.get(), ids, clock::now());
        let mut heads = Vec::with_capacity(again.len());
        for (version, head) in again.into_iter().zip(versions) {
            let row = records::encode_again(&version, &head.row).ok_or(RecordError::Row)?;
            heads.push(Head { version, row });
        }
        // As an import leaves them: equal sets are equal lists.
        casebook_domain::order::by_key(&mut heads, |head| head.version.id);
        self.write_heads(before, settings, record, heads, Vec::new()).await
    }

    async fn write_heads(
        &self,
        before: &Loaded,
        settings: &Settings,
        record: RecordId,
        heads: Vec<Head>,
        undo: Vec<Back>,
    ) -> Result<Saved, CoreError> {
        let mut loaded = before.clone();
        let mut batch = Batch::default();
        self.replace(&mut batch, &mut loaded, record, heads)?;
        let header = (!is_register(loaded.case.id)).then(|| self.put_header(&mut batch, &loaded, settings));
        self.write(batch).await?;
        Ok(Saved { loaded, header, warnings: Vec::new(), undo })
    }

    /// Every version of a record that is here, as people look at them: newest first.
    pub async fn written(&self, loaded: &Loaded, record: RecordId) -> Result<Vec<Written>, CoreError> {
        let heads = loaded.heads.get(&record).cloned().unwrap_or_default();
        Ok(self.told(&heads, &self.history(loaded.case.id, record).await?))
    }

    /// The records of a file that are deleted, each with all its versions.
    pub async fn deleted(&self, loaded: &Loaded) -> Result<Vec<(RecordId, Vec<Written>)>, CoreError> {
        let mut found = Vec::new();
        for (record, heads) in &loaded.heads {
            let shown = records::shown(heads).and_then(|head| records::decode(&head.row).ok());
            if shown.is_some_and(|decoded| decoded.what == What::Deleted) {
                found.push((*record, self.written(loaded, *record).await?));
            }
        }
        Ok(found)
    }

    fn told(&self, heads: &[Head], history: &[Head]) -> Vec<Written> {
        let mut all: Vec<(&Head, bool)> = heads.iter().map(|head| (head, true)).collect();
        all.extend(history.iter().map(|head| (head, false)));
        casebook_domain::order::by_key(&mut all, |(head, _)| core::cmp::Reverse(head.version.time.utc_ms));
        all.truncate(MOST_TOLD);
        let versions: Vec<&Version> = all.iter().map(|(head, _)| &head.version).collect();
        let placed = revision::latest_first(&versions);
        let all: Vec<(&Head, bool, bool)> =
            placed.into_iter().map(|it| (all[it.place].0, all[it.place].1, it.wrong_clock)).collect();
        let is_before = |one: &Version, other: &Version| revision::compare(&one.vector, &other.vector) == Order::Before;
        // What a version was made from comes later in the list.
        let before = |version: &Version| {
            let mut right_before: Vec<&Version> = Vec::new();
            for (other, ..) in &all {
                let other = &other.version;
                if is_before(other, version) && !right_before.iter().any(|known| is_before(other, known)) {
                    right_before.push(other);
                }
            }
            right_before
        };
        let now = clock::now().utc_ms;
        let told = all.iter().filter_map(|(head, stands, wrong_clock)| {
            let decoded = records::decode(&head.row).ok()?;
            let parents = before(&head.version);
            Some(Written {
                id: head.version.id,
                actor: head.version.actor,
                here: head.version.actor == self.actor.get(),
                author: head.version.author.clone(),
                time: head.version.time,
                wrong_clock: *wrong_clock || head.version.time.utc_ms.saturating_sub(now) > revision::FOLLOWED_MS,
                kind: Kind::from_code(&decoded.kind),
                said: match decoded.what {
                    What::Entry(entry) => Said::Entry(entry),
                    What::Deleted => Said::Deleted,
                    What::Newer => Said::Newer,
                },
                stands: *stands,
                after: parents.first().map(|version| version.id),
                chosen: parents.len() > 1,
            })
        });
        told.collect()
    }

    /// Writes whole new files in one transaction: the demo's.
    pub async fn write_files(&self, files: &[DemoFile], settings: &Settings) -> Result<(), CoreError> {
        let mut batch = Batch::default();
        for file in files {
            let id = file.case.id;
            let mut written = Vec::with_capacity(file.records.len());
            for record in &file.records {
                let version = revision::next(&[], self.actor.get(), random::version_id(), record.at, &settings.mentor);
                let row = records::encode(&version, &record.entry);
                let sealed = vault::seal(&self.keys, Area::Records, &id, record.id.as_bytes(), &row);
                batch.put(StoreName::Records, key(id, record.id.as_bytes()), vault::pack(&[sealed]));
                written.push((record.id, version.id));
            }
            let header = header(&file.case, settings, clock::today());
            let sum = vault::sum(&self.keys, Under::Now, written.iter().map(|(record, version)| (record, version)));
            let plain = encode_header(&header, sum.unwrap_or_default());
            let sealed = vault::seal(&self.keys, Area::Headers, &id, &[], &plain);
            batch.put(StoreName::Headers, id.as_bytes().as_slice(), sealed);
        }
        Ok(self.write(batch).await?)
    }

    /// A file that does not exist yet.
    pub fn blank(&self, file: FileId) -> Loaded {
        Loaded::new(file)
    }

    /// Makes the header of a file again from its rows, after a mismatch was shown.
    pub async fn rebuild(&self, file: FileId, settings: &Settings) -> Result<(Loaded, Header), CoreError> {
        let loaded = self.load_unchecked(file).await?;
        let mut batch = Batch::default();
        let header = self.put_header(&mut batch, &loaded, settings);
        self.write(batch).await?;
        Ok((loaded, header))
    }

    /// Derives a file's header and adds it, with the sum over the file's rows, to what is written.
    fn put_header(&self, batch: &mut Batch, loaded: &Loaded, settings: &Settings) -> Header {
        let file = loaded.case.id;
        let header = header(&loaded.case, settings, clock::today());
        let sealed =
            vault::seal(&self.keys, Area::Headers, &file, &[], &encode_header(&header, self.sum(loaded, Under::Now)));
        batch.put(StoreName::Headers, *file.as_bytes(), sealed);
        header
    }

    /// Adds the header of a file whose records were changed together.
    pub(super) fn put_counted_header(&self, batch: &mut Batch, loaded: &mut Loaded, settings: &Settings) {
        self.put_header(batch, loaded, settings);
    }

    /// Keeps a row of a draft: a half-filled form at 0; of a running observation the set-up at 1, then its events.
    pub async fn keep_draft(&self, file: FileId, draft: DraftId, seq: u64, plain: &[u8]) -> Result<(), CoreError> {
        let row = draft_row(draft, seq);
        let sealed = vault::seal(&self.keys, Area::Drafts, &file, &row, plain);
        let mut batch = Batch::default();
        batch.puts.push((StoreName::Drafts, key(file, &row), sealed));
        Ok(self.db.write(batch).await?)
    }

    /// Begins a draft of several rows in one transaction, from 0; `instead_of` names one that ends with it.
    pub async fn begin_draft(
        &self,
        file: FileId,
        draft: DraftId,
        rows: &[Vec<u8>],
        instead_of: Option<(FileId, DraftId)>,
    ) -> Result<(), CoreError> {
        let mut batch = Batch::default();
        if let Some((file, draft)) = instead_of {
            batch.delete_prefixes.push((StoreName::Drafts, key(file, draft.as_bytes())));
        }
        for (seq, plain) in rows.iter().enumerate() {
            let row = draft_row(draft, seq as u64);
            batch.puts.push((
                StoreName::Drafts,
                key(file, &row),
                vault::seal(&self.keys, Area::Drafts, &file, &row, plain),
            ));
        }
        Ok(self.db.write(batch).await?)
    }

    /// The rows of a draft in order.
    pub async fn draft(&self, file: FileId, draft: DraftId) -> Result<Vec<Vec<u8>>, CoreError> {
        let rows = self.draft_rows(file, draft).await?;
        rows.into_iter().map(|(_, plain)| plain.ok_or(CoreError::Damaged)).collect()
    }

    /// The rows of a draft in order, each with its place; `None` for one that can't be opened.
    pub async fn draft_rows(&self, file: FileId, draft: DraftId) -> Result<Vec<(u64, Option<Vec<u8>>)>, CoreError> {
        let rows = self.db.range(StoreName::Drafts, &key(file, draft.as_bytes())).await?;
        let place = |key: &[u8]| key.get(32..40)?.try_into().ok().map(u64::from_be_bytes);
        let open = |(key, sealed): &(Vec<u8>, Vec<u8>)| {
            Some((place(key)?, self.open(Area::Drafts, file, &key[16..], sealed).ok()))
        };
        Ok(rows.iter().filter_map(open).collect())
    }

    /// Every kept form, for "left unfinished".
    pub async fn drafts(&self) -> Result<Vec<(FileId, DraftId, DraftRow)>, CoreError> {
        let mut found = Vec::new();
        for (key, sealed) in self.db.range(StoreName::Drafts, &[]).await? {
            let (Some(file), Some(draft), Some(seq)) = (id_at(&key, 0), id_at(&key, 16), key.get(32..40)) else {
                return Err(CoreError::Damaged);
            };
            if seq != [0; 8] {
                continue;
            }
            let file = FileId::from_bytes(file);
            let plain = self.open(Area::Drafts, file, &key[16..], &sealed)?;
            found.push((file, DraftId::from_bytes(draft), records::decode_draft(&plain)?));
        }
        Ok(found)
    }

    /// A row of this device's own: its name is a word for what it is, followed by what it is about.
    pub async fn device_row(&self, name: &[u8]) -> Result<Option<Vec<u8>>, CoreError> {
        let sealed = self.db.get(StoreName::Device, name).await?;
        sealed.map(|sealed| self.open(Area::Settings, NO_FILE, &device_place(name), &sealed)).transpose()
    }

    /// The rows of this device's own whose names begin so, by name, as far as they can be opened.
    pub async fn device_rows(&self, prefix: &[u8]) -> Result<Vec<(Vec<u8>, Vec<u8>)>, CoreError> {
        let rows = self.db.range(StoreName::Device, prefix).await?;
        let open = |(name, sealed): (Vec<u8>, Vec<u8>)| {
            let plain = self.open(Area::Settings, NO_FILE, &device_place(&name), &sealed).ok()?;
            Some((name, plain))
        };
        Ok(rows.into_iter().filter_map(open).collect())
    }

    /// All pairs of files that are known to be one pupil's.
    pub async fn aliases(&self) -> Result<Aliases, CoreError> {
        let mut aliases = Aliases::default();
        for (name, _) in self.device_rows(records::device::ALIASES).await? {
            if let Some(alias) = records::device::read_alias_name(&name) {
                aliases.join(alias);
            }
        }
        Ok(aliases)
    }

    /// Adds a row of this device's own to what is written.
    pub fn put_device_row(&self, batch: &mut Batch, name: &[u8], plain: &[u8]) {
        let sealed = vault::seal(&self.keys, Area::Settings, &NO_FILE, &device_place(name), plain);
        batch.put(StoreName::Device, name, sealed);
    }

    /// The keys of this device, if it has any yet.
    pub async fn device_keys(&self) -> Result<Option<DeviceKeys>, CoreError> {
        let row = self.device_row(DEVICE_KEYS).await?;
        row.map(|bytes| DeviceKeys::from_bytes(&bytes).ok_or(CoreError::Damaged)).transpose()
    }

    /// The keys of this device, made at first need. For the page alone, in the queue: two at once would make two.
    pub async fn own_device_keys(&self) -> Result<DeviceKeys, CoreError> {
        if let Some(keys) = self.device_keys().await? {
            return Ok(keys);
        }
        let keys = DeviceKeys::random();
        let mut batch = Batch::default();
        self.put_device_row(&mut batch, DEVICE_KEYS, &keys.to_bytes());
        self.db.write(batch).await?;
        Ok(keys)
    }

    /// Drops a draft.
    pub async fn drop_draft(&self, file: FileId, draft: DraftId) -> Result<(), CoreError> {
        let mut batch = Batch::default();
        batch.delete_prefixes.push((StoreName::Drafts, key(file, draft.as_bytes())));
        Ok(self.db.write(batch).await?)
    }
}

/// The place of a row of the device in its seal, separate from what the vault's header seals under the same key.
pub(super) fn device_place(name: &[u8]) -> Vec<u8> {
    [b"device ", name].concat()
}

/// Kind and episode of a record that is to be deleted, also where the version that is shown is a deletion already.
fn kind_in(before: &Loaded, record: RecordId) -> Option<(Kind, Option<EpisodeId>)> {
    if let Some(item) = before.case.get(record) {
        return Some((item.entry.content.kind(), item.entry.episode));
    }
    let decoded = records::decode(&records::shown(before.heads.get(&record)?)?.row).ok()?;
    Some((Kind::from_code(&decoded.kind)?, decoded.episode))
}

/// Takes every earlier version of a record away with the batch, also those that it was to write.
fn erase_history(batch: &mut Batch, file: FileId, record: RecordId) {
    let history = key(file, record.as_bytes());
    batch.puts.retain(|(store, at, _)| *store != StoreName::History || !at.starts_with(&history));
    batch.delete_prefixes.push((StoreName::History, history));
}

/// The register without a record; every version of it goes with the batch.
fn take_out(from: &Loaded, record: RecordId, batch: &mut Batch) -> Result<Loaded, CoreError> {
    let mut left = from.clone();
    left.heads.remove(&record);
    left.damaged.remove(&record);
    left.show(record)?;
    let at = key(from.case.id, record.as_bytes());
    batch.deletes.push((StoreName::Records, at.clone()));
    batch.delete_prefixes.push((StoreName::History, at));
    Ok(left)
}

/// A sum from what a header keeps of it.
pub(super) fn sum_of_parts(rows: u32, check: [u8; 32]) -> RowSum {
    let mut bytes = [0; RowSum::LEN];
    bytes[..8].copy_from_slice(&u64::from(rows).to_le_bytes());
    bytes[RowSum::LEN - 32..].copy_from_slice(&check);
    RowSum::from_bytes(&bytes)
}

/// Row count and check sum as a header keeps them.
pub(super) fn parts(sum: RowSum) -> (u32, [u8; 32]) {
    let bytes = sum.to_bytes();
    let mut check = [0; 32];
    check.copy_from_slice(&bytes[RowSum::LEN - 32..]);
    (u32::try_from(sum.count()).unwrap_or(u32::MAX), check)
}

fn encode_header(header: &Header, sum: RowSum) -> Vec<u8> {
    let (rows, check) = parts(sum);
    records::encode_header(header, rows, check)
}

/// The templates and lists that the register holds, a template under its record.
pub fn kit_in(register: &CaseFile) -> Kit {
    let mut kit = Kit::default();
    for item in register.items() {
        match &item.entry.content {
            Content::Template(template) => kit.templates.push((item.id, template.clone())),
            Content::Lists(lists) => kit.lists = Some(lists.clone()),
            _ => {}
        }
    }
    kit
}

/// The settings that a register holds.
pub fn settings_in(register: &CaseFile) -> Option<Settings> {
    register.items().find_map(|item| match &item.entry.content {
        Content::Settings(settings) => Some(settings.clone()),
        _ => None,
    })
}
