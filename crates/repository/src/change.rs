//! The path of one change: decide, make versions, seal, write in one transaction.

use crate::drafts::DraftSlot;
use crate::error::RepositoryError;
use crate::ids;
use crate::keys::{key, key3};
use crate::loaded::Loaded;
use crate::repository::Repository;
use crate::rows::{Batch, StoreName};
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::decide::{self, Change, Command, Ctx, Decision, Warning};
use casebook_domain::header::Header;
use casebook_domain::ids::{EpisodeId, FileId, RecordId, VersionId};
use casebook_domain::settings::Settings;
use casebook_records::revision::{self, Head, Version};
use casebook_records::{self as records, UNATTACHED_FILE, device, is_register};
use casebook_vault::{self as vault, Area};
use std::rc::Rc;

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
pub enum VersionChoice {
    /// One of them is kept as it is.
    Version(VersionId),
    /// What was combined from them.
    Together(Entry),
}

impl Repository {
    /// Decides a command and writes what follows from it. `ends` names the draft
    /// that ends with this change, in the same transaction.
    pub async fn dispatch(
        &self,
        before: &Loaded,
        settings: &Settings,
        command: &Command,
        ends: Option<&DraftSlot>,
    ) -> Result<Saved, RepositoryError> {
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
        ends: Option<&DraftSlot>,
    ) -> Result<Vec<Saved>, RepositoryError> {
        let mut batch = Batch::default();
        let mut all = Vec::with_capacity(commands.len());
        for (before, command) in commands {
            // What the ones before wrote, into the same file or into one joined to it, is in it already.
            let before = caught_up(before, &all);
            let saved = self.compose(&before, settings, command, &mut batch).await?;
            all.push(saved);
        }
        self.write_ending(batch, ends).await?;
        Ok(all)
    }

    /// Writes a change, and with it ends the draft that it was made from: nothing writes that one again.
    pub(crate) async fn write_ending(&self, mut batch: Batch, ends: Option<&DraftSlot>) -> Result<(), RepositoryError> {
        if let Some((file, draft)) = ends.map(DraftSlot::at) {
            batch.delete_prefixes.push((StoreName::Drafts, key(file, draft.as_bytes())));
        }
        self.write(batch).await?;
        if let Some(slot) = ends {
            slot.close();
        }
        Ok(())
    }

    /// Writes a record of one file into another and removes it from the first with every version of it, in one transaction:
    /// from a register to the pupil that it belongs to.
    pub async fn carry_over(
        &self,
        from: &Loaded,
        record: RecordId,
        to: &Loaded,
        settings: &Settings,
        command: &Command,
    ) -> Result<(Loaded, Saved), RepositoryError> {
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
    ) -> Result<Moved, RepositoryError> {
        let kind = from.case.get(record).ok_or(RepositoryError::Missing)?.entry.content.kind();
        let file = from.case.id;
        let mut batch = Batch::default();
        let (id, content) = new;
        let saved = self.compose(to, settings, &Command::Save { id, content }, &mut batch).await?;
        let history = self.history(file, record).await?;
        let versions = from.heads.get(&record).into_iter().flatten().chain(&history).map(|head| &head.version);
        let seen = revision::taken_out(&from.known_of(record), versions, self.actor());
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
    pub async fn erase(&self, from: &Loaded, record: RecordId) -> Result<Loaded, RepositoryError> {
        if !is_register(from.case.id) {
            return Err(RepositoryError::Missing);
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
    ) -> Result<Saved, RepositoryError> {
        let case = before.united();
        let ctx = Ctx { today: self.today(), now: self.now() };
        let Decision { changes, warnings } =
            decide::decide(&case, settings, command, &ctx).map_err(RepositoryError::Rejected)?;
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
            let (id, now) = (ids::version_id(), self.now());
            let version = revision::next_knowing(&seen, &parents, self.actor(), id, now, &author);
            let row = match entry {
                Some(entry) => records::encode(&version, entry),
                None => {
                    let (kind, episode) = kind_in(before, record).ok_or(RepositoryError::Missing)?;
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
    pub fn replace(
        &self,
        batch: &mut Batch,
        loaded: &mut Loaded,
        record: RecordId,
        heads: Vec<Head>,
    ) -> Result<(), RepositoryError> {
        let file = loaded.case.id;
        let seal = |row: &[u8]| vault::seal(self.keys(), Area::Records, &file, record.as_bytes(), row);
        for head in loaded.heads.remove(&record).unwrap_or_default() {
            batch.put(StoreName::History, key3(file, record, head.version.id), seal(&head.row));
        }
        let sealed: Vec<Vec<u8>> = heads.iter().map(|head| seal(&head.row)).collect();
        batch.put(StoreName::Records, key(file, record.as_bytes()), vault::pack(&sealed));
        loaded.heads.insert(record, heads);
        Ok(loaded.show(record)?)
    }
}

/// A file with what was written since it was read, into it or into one joined to it.
fn caught_up(read: &Loaded, all: &[Saved]) -> Loaded {
    let latest = |file: FileId| all.iter().rev().map(|saved| &saved.loaded).find(|later| later.case.id == file);
    let mut now = latest(read.case.id).unwrap_or(read).clone();
    let beside = read.beside.iter().map(|other| match latest(other.case.id) {
        Some(later) => {
            let mut alone = later.clone();
            alone.beside.clear();
            Rc::new(alone)
        }
        None => other.clone(),
    });
    now.beside = beside.collect();
    now
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
fn take_out(from: &Loaded, record: RecordId, batch: &mut Batch) -> Result<Loaded, RepositoryError> {
    let mut left = from.clone();
    left.heads.remove(&record);
    left.damaged.remove(&record);
    left.show(record)?;
    let at = key(from.case.id, record.as_bytes());
    batch.deletes.push((StoreName::Records, at.clone()));
    batch.delete_prefixes.push((StoreName::History, at));
    Ok(left)
}
