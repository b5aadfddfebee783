//! Merging a bundle's files into what is here, row by row, into one batch that is written at the end.

use std::collections::{BTreeMap, BTreeSet};

use super::index::traces;
use super::{arrival, known};
use crate::opened::Opened;
use crate::preview::{Applied, SettingsFate};
use crate::{JobError, journal, number};
use casebook_bundle::{BundleKind, FilePlan, Merged, MovedPlan, Sender, left_after_move, merge_record};
use casebook_domain::alias::Alias;
use casebook_domain::calendar::Moment;
use casebook_domain::content::{Content, Entry};
use casebook_domain::hand_over::{LeadHas, Purpose, Received};
use casebook_domain::ids::{ActorId, FileId, RecordId};
use casebook_domain::settings::Settings;
use casebook_records::device::{MovedRow, alias_name, encode_joined, encode_moved, moved_name};
use casebook_records::journal::{ACTOR, JOURNAL, JournalHead, apart_name};
use casebook_records::revision::{self, Head, Version};
use casebook_records::taken::{TakenRow, encode_taken, taken_name};
use casebook_records::{self as records, NO_FILE, RowContent, SETTINGS_FILE, SETTINGS_RECORD, is_register};
use casebook_repository::rows::{Batch, StoreName};
use casebook_repository::{Loaded, Repository, RepositoryError, ids, key, key3, settings_in};
use casebook_vault::{self as vault, Area};

/// An import on its way: what it will write, and what it has counted.
pub(super) struct Merge<'a> {
    repository: &'a Repository,
    opened: &'a Opened,
    lead: Option<LeadHas>,
    known: bool,
    actor: ActorId,
    settings: Settings,
    batch: Batch,
    applied: Applied,
    /// Words went because the safeguarding lead holds them: this can't be taken back.
    lead_holds: bool,
}

impl<'a> Merge<'a> {
    /// Nothing is merged yet. It writes as `actor`.
    pub(super) async fn new(
        repository: &'a Repository,
        opened: &'a Opened,
        lead: Option<LeadHas>,
        actor: ActorId,
    ) -> Result<Self, JobError> {
        Ok(Self {
            repository,
            opened,
            lead,
            known: known(repository, &opened.sender).await?,
            actor,
            settings: repository.settings_or_new().await?,
            batch: Batch::default(),
            applied: Applied::default(),
            lead_holds: false,
        })
    }

    /// Writes all of it in one transaction, with which files are one pupil's and which are not, and what would take it back.
    pub(super) async fn write(self, joined: &[Alias], apart: &[Alias]) -> Result<Applied, JobError> {
        let Self { repository, opened, mut batch, applied, actor, lead_holds, .. } = self;
        for alias in joined {
            repository.put_device_row(&mut batch, &alias_name(*alias), &encode_joined(repository.now()));
        }
        for pair in apart {
            repository.put_device_row(&mut batch, &apart_name(*pair), &[]);
        }
        if batch.is_empty() {
            return Ok(applied);
        }
        if actor != repository.actor() {
            repository.put_device_row(&mut batch, ACTOR, actor.as_bytes());
        }
        if lead_holds {
            // Words that the safeguarding lead holds are nowhere here any more, in a journal neither.
            batch.delete_prefix(StoreName::Device, JOURNAL);
        } else {
            let opening = &opened.joined.opening;
            let head = JournalHead {
                at: repository.now(),
                from: opening.author.clone(),
                backup: opening.kind == BundleKind::Backup,
                files: number(applied.files),
                records: number(applied.records),
                chunks: 0,
            };
            journal::add(repository, &mut batch, head).await?;
        }
        repository.db().write(batch).await?;
        repository.adopt_actor(actor);
        repository.set_journal(!lead_holds);
        Ok(applied)
    }

    /// Merges one file.
    pub(super) async fn file(&mut self, planned: &FilePlan) -> Result<(), JobError> {
        let file = planned.file;
        let mut loaded = self.repository.load_unchecked(file).await?;
        let sound = self.repository.adds_up(&loaded).await? && loaded.damaged.is_empty();
        let mut rows: BTreeMap<RecordId, Vec<Head>> = BTreeMap::new();
        for row in planned.accepted() {
            let (Some(version), Some(came)) = (&row.version, self.opened.joined.rows.get(row.index)) else { continue };
            let head = Head { version: version.clone(), row: came.row.clone() };
            rows.entry(row.record).or_default().push(head);
        }
        let mut changed = 0;
        for (record, rows) in rows {
            changed += usize::from(self.record(&mut loaded, record, rows)?);
        }
        if !planned.moved.is_empty() {
            let mut before = traces(self.repository, file).await?;
            for moved in &planned.moved {
                changed += usize::from(self.take_out(&mut loaded, before.remove(&moved.record), moved).await?);
            }
        }
        let blobs = self.blobs(planned).await?;
        // Of what was new or not here, nothing may have been taken: then there is no file to write it down in.
        let came = !is_register(file) && loaded.case.pupil().is_some() && self.write_down(&mut loaded)?;
        if changed > 0 && is_register(file) {
            if let Some(settings) = settings_in(&loaded.case) {
                self.settings = settings;
            }
        } else if changed > 0 || came {
            if loaded.is_empty() {
                self.batch.delete(StoreName::Headers, *file.as_bytes());
            } else {
                self.repository.put_header(&mut self.batch, &loaded, &self.settings);
            }
        }
        if changed > 0 || blobs {
            self.applied.files += 1;
            self.applied.records += changed;
            self.applied.mended += usize::from(changed > 0 && !sound);
        }
        Ok(())
    }

    /// Takes the versions that a trace has seen out of a record, and keeps the trace; whether its heads changed.
    async fn take_out(
        &mut self,
        loaded: &mut Loaded,
        trace: Option<MovedRow>,
        moved: &MovedPlan,
    ) -> Result<bool, JobError> {
        let (file, record) = (loaded.case.id, moved.record);
        let known = trace.and_then(|row| row.kind);
        let kind_here = loaded.case.get(record).map(|item| item.entry.content.kind());
        let row = MovedRow { kind: kind_here.or(known), seen: moved.seen.clone() };
        self.repository.put_device_row(&mut self.batch, &moved_name(file, record), &encode_moved(&row));
        let history = key(file, record.as_bytes());
        let from = self.opened.joined.opening.author.clone();
        let mut taken = TakenRow { at: self.repository.now(), from, heads: Vec::new(), earlier: Vec::new() };
        for (at, sealed) in self.repository.db().range(StoreName::History, &history).await? {
            let Ok(head) = self.repository.open_head(file, record, &sealed) else { continue };
            if moved.seen.covers(&head.version.vector) {
                self.batch.delete(StoreName::History, at);
                taken.earlier.push(head.row);
            }
        }
        let before = loaded.heads.remove(&record).unwrap_or_default();
        let count = before.len();
        let going = before.iter().filter(|head| moved.seen.covers(&head.version.vector));
        taken.heads = going.map(|head| head.row.clone()).collect();
        let left = left_after_move(before, &moved.seen);
        let changed = left.len() != count;
        if changed {
            // It may have gone by mistake: what goes can be put back.
            self.repository.put_device_row(&mut self.batch, &taken_name(file, record), &encode_taken(&taken));
        }
        if changed && left.is_empty() {
            self.batch.puts.retain(|(store, at, _)| (*store, at) != (StoreName::Records, &history));
            self.batch.delete(StoreName::Records, history.clone());
            // What was typed about it is in the wrong file too.
            self.batch.delete_prefix(StoreName::Drafts, history);
        } else if changed {
            let sealed: Vec<Vec<u8>> = left.iter().map(|head| self.seal(file, record, &head.row)).collect();
            self.batch.put(StoreName::Records, history, vault::pack(&sealed));
        }
        if !left.is_empty() {
            loaded.heads.insert(record, left);
        }
        loaded.trace(record, &moved.seen).map_err(RepositoryError::from)?;
        Ok(changed)
    }

    /// Writes down in the pupil's file that a hand-over came in; whether that was not there yet.
    fn write_down(&mut self, loaded: &mut Loaded) -> Result<bool, JobError> {
        let joined = &self.opened.joined;
        let (file, record) = (loaded.case.id, arrival(joined, loaded.case.id));
        if joined.opening.kind != BundleKind::HandOver || loaded.heads.contains_key(&record) {
            return Ok(false);
        }
        let fingerprint = match &self.opened.sender {
            Sender::Signed { fingerprint, .. } => fingerprint.join(" "),
            Sender::Unsigned | Sender::BadSignature => String::new(),
        };
        let received = Received {
            at: self.now(loaded),
            from: joined.opening.author.clone(),
            fingerprint,
            known: self.known,
            purpose: joined.opening.purpose.unwrap_or(Purpose::Shared),
            until: joined.opening.until,
            lead_says: joined.opening.lead,
            lead_has: self.lead,
            lead: String::new(),
        };
        let entry = Entry { episode: None, content: Content::Received(received) };
        let author = self.repository.author(&self.settings);
        let version = revision::next(&[], self.actor, ids::version_id(), self.repository.now(), &author);
        let row = records::encode(&version, &entry);
        let sealed = self.seal(file, record, &row);
        self.batch.put(StoreName::Records, key(file, record.as_bytes()), vault::pack(&[sealed]));
        loaded.heads.insert(record, vec![Head { version, row }]);
        loaded.show(record).map_err(RepositoryError::from)?;
        Ok(true)
    }

    /// Now, and after everything that was written down here about this file coming and going, whatever the clock says.
    fn now(&self, loaded: &Loaded) -> Moment {
        let mut now = self.repository.now();
        for item in loaded.case.items() {
            let at = match &item.entry.content {
                Content::HandedOver(handed_over) => handed_over.at,
                Content::Received(received) => received.at,
                _ => continue,
            };
            now.utc_ms = now.utc_ms.max(at.utc_ms.saturating_add(1));
        }
        now
    }

    /// Merges rows into one record; whether its heads changed.
    fn record(&mut self, loaded: &mut Loaded, record: RecordId, rows: Vec<Head>) -> Result<bool, JobError> {
        let file = loaded.case.id;
        let lost = loaded.damaged.remove(&record);
        let before = loaded.heads.remove(&record).unwrap_or_default();
        let Merged { mut heads, mut history, erase_history } = merge_record(before.clone(), rows);
        if (file, record) == (SETTINGS_FILE, SETTINGS_RECORD) {
            self.join_settings(&before, &mut heads, &mut history);
        }
        if erase_history {
            self.lead_holds = true;
            self.batch.delete_prefix(StoreName::History, key(file, record.as_bytes()));
        } else if lost {
            // A version that was history is a head again.
            for head in &heads {
                self.batch.delete(StoreName::History, key3(file, record, head.version.id));
            }
        }
        for head in &history {
            let sealed = self.seal(file, record, &head.row);
            self.batch.put(StoreName::History, key3(file, record, head.version.id), sealed);
        }
        let changed = lost || !same(&before, &heads);
        if changed {
            let sealed: Vec<Vec<u8>> = heads.iter().map(|head| self.seal(file, record, &head.row)).collect();
            self.batch.put(StoreName::Records, key(file, record.as_bytes()), vault::pack(&sealed));
        }
        loaded.heads.insert(record, heads);
        loaded.show(record).map_err(RepositoryError::from)?;
        Ok(changed)
    }

    /// Of two settings one continues: a version that supersedes both. The bundle's, where nothing had been set here yet but
    /// the names asked for at set-up; otherwise the ones here, and the bundle's stay in the history.
    fn join_settings(&mut self, before: &[Head], heads: &mut Vec<Head>, history: &mut Vec<Head>) {
        let is_here = |head: &Head| before.iter().any(|here| here.version.id == head.version.id);
        if heads.iter().all(is_here) {
            return;
        }
        let here = said(before.iter());
        let theirs = said(heads.iter().filter(|head| !is_here(head)));
        let superseded = !heads.iter().any(is_here);
        let (kept, fate) = match (here, &theirs) {
            (None, None) => return,
            (Some(here), Some(theirs)) if superseded || here == *theirs || here.as_made() => {
                (theirs.clone(), SettingsFate::Restored)
            }
            (Some(here), _) => (here, SettingsFate::Kept),
            (None, Some(theirs)) => (theirs.clone(), SettingsFate::Restored),
        };
        self.applied.settings = fate;
        if heads.len() > 1 || theirs.is_none() {
            let parents: Vec<&Version> = heads.iter().map(|head| &head.version).collect();
            let author = self.repository.author(&kept);
            let version = revision::next(&parents, self.actor, ids::version_id(), self.repository.now(), &author);
            let row = records::encode(&version, &Entry { episode: None, content: Content::Settings(kept) });
            history.append(heads);
            heads.push(Head { version, row });
        }
    }

    async fn blobs(&mut self, planned: &FilePlan) -> Result<bool, JobError> {
        if planned.blobs.is_empty() || planned.file == NO_FILE {
            return Ok(false);
        }
        let here: BTreeSet<Vec<u8>> =
            self.repository.db().keys(StoreName::Blobs, planned.file.as_bytes()).await?.into_iter().collect();
        let mut any = false;
        for blob in planned.blobs.iter().filter_map(|index| self.opened.joined.blobs.get(*index)) {
            let key = key(blob.file, blob.blob.as_bytes());
            // A blob never changes: what is here stays.
            if !here.contains(&key) {
                let sealed =
                    vault::seal(self.repository.keys(), Area::Blobs, &blob.file, blob.blob.as_bytes(), &blob.bytes);
                self.batch.put(StoreName::Blobs, key, sealed);
                any = true;
            }
        }
        Ok(any)
    }

    fn seal(&self, file: FileId, record: RecordId, row: &[u8]) -> Vec<u8> {
        vault::seal(self.repository.keys(), Area::Records, &file, record.as_bytes(), row)
    }
}

fn same(before: &[Head], after: &[Head]) -> bool {
    before.len() == after.len()
        && before.iter().all(|head| after.iter().any(|other| other.version.id == head.version.id))
}

/// The settings that the shown one of these heads says.
fn said<'a>(heads: impl Iterator<Item = &'a Head>) -> Option<Settings> {
    let heads: Vec<Head> = heads.cloned().collect();
    let decoded = records::decode(&records::shown(&heads)?.row).ok()?;
    match decoded.what {
        RowContent::Entry(Entry { content: Content::Settings(settings), .. }) => Some(settings),
        _ => None,
    }
}
