//! Opening a bundle, saying what it would do, and doing it in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use super::{Step, WorkError, number};
use crate::app::core::{Core, CoreError, Loaded, id_at, key, key3, settings_in};
use crate::browser::db::{Batch, StoreName};
use crate::browser::{clock, random};
use crate::bundle::{
    BundleKind, FileFate, FilePlan, Identity, Incoming, LocalFile, LocalIndex, LocalRecord, Merged, OpenBy, Trouble,
    envelope, merge_record, plan,
};
use crate::domain::content::{Content, Entry, Kind};
use crate::domain::header::Header;
use crate::domain::ids::{FileId, RecordId, VersionId};
use crate::domain::settings::Settings;
use crate::protocol::{Found, FoundFile, OpenAsk, Progress, SettingsFate};
use crate::records::{self, NO_FILE, SETTINGS_FILE, SETTINGS_RECORD, What, is_register};
use crate::revision::{self, Head, Version};
use crate::vault::{self, Area};

/// Rows between two words about how far it is.
const STEP: usize = 250;

/// What an import wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Files that changed.
    pub files: usize,
    /// Records that changed.
    pub records: usize,
    /// Files that did not add up before, or had rows that could not be read.
    pub mended: usize,
    /// What became of the settings.
    pub settings: SettingsFate,
}

/// Opens a bundle, verifies all of it, and says what it would do here. Writes nothing.
///
/// # Errors
/// [`WorkError`].
pub async fn inspect(
    core: &Core,
    bytes: Vec<u8>,
    by: &OpenAsk,
    step: Step<'_>,
) -> Result<(Incoming, Found), WorkError> {
    let incoming = open(bytes, by, step)?;
    if !matches!(incoming.opening.kind, BundleKind::Backup | BundleKind::HandOver) {
        // There is no page for receipts yet: a later Casebook has one.
        let pack = incoming.opening.kind == BundleKind::ResourcePack;
        return Err(if pack { Trouble::IsAPack } else { Trouble::Newer }.into());
    }
    let local = index(core, &incoming).await?;
    let planned = plan(&local, &incoming);
    let opening = &planned.opening;
    let found = Found {
        backup: opening.kind == BundleKind::Backup,
        author: opening.author.clone(),
        made: (opening.time.utc_ms, opening.time.offset_min),
        files: planned.files.iter().map(found).collect(),
    };
    Ok((incoming, found))
}

/// Opens a file and verifies all of it. Writes nothing.
///
/// # Errors
/// [`WorkError`].
pub fn open(bytes: Vec<u8>, by: &OpenAsk, step: Step<'_>) -> Result<Incoming, WorkError> {
    let mut read = |rows: usize| {
        if rows.is_multiple_of(STEP) {
            step(Progress { done: number(rows), total: 0 });
        }
    };
    Ok(match by {
        OpenAsk::Words(words) => envelope::open(bytes, OpenBy::Words(words), &mut read)?,
        OpenAsk::Secret(typed) if typed.trim().to_ascii_uppercase().starts_with("AGE-SECRET-KEY-") => {
            envelope::open(bytes, OpenBy::Identity(&typed.trim().to_ascii_uppercase()), &mut read)?
        }
        OpenAsk::Secret(typed) => {
            let identity = vault::recovery_identity(typed).map_err(|_| Trouble::NotAKey)?;
            envelope::open(bytes, OpenBy::Identity(&identity), &mut read)?
        }
    })
}

fn found(file: &FilePlan) -> FoundFile {
    let totals = file.totals();
    FoundFile {
        file: file.file.to_string(),
        name: file.name.clone(),
        alike: file.duplicates.iter().map(|alike| alike.name.clone()).collect(),
        here: !matches!(file.fate, FileFate::New | FileFate::ErasedHere),
        new: number(totals.new),
        changed: number(totals.changed + totals.two_versions),
        same: number(totals.same),
        refused: number(totals.refused),
    }
}

/// What is here of the bundle's files, and by which names the other pupils are known.
async fn index(core: &Core, incoming: &Incoming) -> Result<LocalIndex, WorkError> {
    let mut local = LocalIndex::default();
    for file in incoming.rows.iter().map(|row| row.file).collect::<BTreeSet<_>>() {
        let loaded = core.load_unchecked(file).await?;
        if !loaded.is_empty() {
            local.files.insert(file, here(core, &loaded).await?);
        }
    }
    for header in core.headers(&settings(core).await?).await? {
        local
            .files
            .entry(header.file)
            .or_insert_with(|| LocalFile { pupil: Some(identity(&header)), ..LocalFile::default() });
    }
    Ok(local)
}

async fn settings(core: &Core) -> Result<Settings, WorkError> {
    let held = core.settings().await?;
    Ok(held.unwrap_or_else(|| Settings::new(String::new(), String::new())))
}

async fn here(core: &Core, loaded: &Loaded) -> Result<LocalFile, WorkError> {
    let mut records: BTreeMap<RecordId, LocalRecord> = BTreeMap::new();
    for (record, heads) in &loaded.heads {
        let heads = heads.iter().map(|head| head.version.clone()).collect();
        let kind = loaded.case.get(*record).map(|item| item.entry.content.kind());
        let safeguarding = kind == Some(Kind::Worry);
        records.insert(*record, LocalRecord { heads, safeguarding, ..LocalRecord::default() });
    }
    for key in core.db().keys(StoreName::History, loaded.case.id.as_bytes()).await? {
        let (Some(record), Some(version)) = (id_at(&key, 16), id_at(&key, 32)) else { continue };
        // Of a record that has no readable version left, an earlier one may come back from the bundle.
        if let Some(local) = records.get_mut(&RecordId::from_bytes(record)) {
            local.history.insert(VersionId::from_bytes(version));
        }
    }
    Ok(LocalFile { pupil: loaded.case.pupil().map(Identity::of), records, ..LocalFile::default() })
}

/// As the header knows the pupil: without the number, which no list shows.
fn identity(header: &Header) -> Identity {
    Identity {
        first_names: header.first_names.clone(),
        known_as: header.known_as.clone(),
        surname: header.surname.clone(),
        born: header.born,
        upn: String::new(),
    }
}

/// Merges the chosen files of an opened bundle into what is here now, in one transaction.
///
/// # Errors
/// [`WorkError`]; nothing was written then.
pub async fn apply(core: &Core, incoming: &Incoming, chosen: &[FileId], step: Step<'_>) -> Result<Applied, WorkError> {
    // Planned again: what was saved since the preview counts.
    let planned = plan(&index(core, incoming).await?, incoming);
    let mut files: Vec<&FilePlan> = planned.files.iter().filter(|file| chosen.contains(&file.file)).collect();
    // The settings first: what is due in the other files depends on them.
    crate::domain::order::by_key(&mut files, |file| file.file != SETTINGS_FILE);
    let total = number(files.iter().map(|file| file.rows.len()).sum());
    let mut progress = Progress { done: 0, total };
    let mut import = Import {
        core,
        incoming,
        settings: settings(core).await?,
        batch: Batch::default(),
        applied: Applied::default(),
    };
    for file in files {
        import.file(file).await?;
        progress.done += number(file.rows.len());
        step(progress);
    }
    let Import { batch, applied, .. } = import;
    if !batch.is_empty() {
        core.db().write(batch).await?;
    }
    Ok(applied)
}

struct Import<'a> {
    core: &'a Core,
    incoming: &'a Incoming,
    settings: Settings,
    batch: Batch,
    applied: Applied,
}

impl Import<'_> {
    async fn file(&mut self, planned: &FilePlan) -> Result<(), WorkError> {
        let file = planned.file;
        let mut loaded = self.core.load_unchecked(file).await?;
        let sound = self.core.adds_up(&loaded).await? && loaded.damaged.is_empty();
        let mut rows: BTreeMap<RecordId, Vec<Head>> = BTreeMap::new();
        for row in planned.accepted() {
            let (Some(version), Some(came)) = (&row.version, self.incoming.rows.get(row.index)) else { continue };
            let head = Head { version: version.clone(), row: came.row.clone() };
            rows.entry(row.record).or_default().push(head);
        }
        let mut changed = 0;
        for (record, rows) in rows {
            changed += usize::from(self.record(&mut loaded, record, rows)?);
        }
        let blobs = self.blobs(planned).await?;
        if changed > 0 && is_register(file) {
            if let Some(settings) = settings_in(&loaded.case) {
                self.settings = settings;
            }
        } else if changed > 0 {
            self.core.put_counted_header(&mut self.batch, &mut loaded, &self.settings);
        }
        if changed > 0 || blobs {
            self.applied.files += 1;
            self.applied.records += changed;
            self.applied.mended += usize::from(changed > 0 && !sound);
        }
        Ok(())
    }

    /// Merges rows into one record; whether its heads changed.
    fn record(&mut self, loaded: &mut Loaded, record: RecordId, rows: Vec<Head>) -> Result<bool, WorkError> {
        let file = loaded.case.id;
        let lost = loaded.damaged.remove(&record);
        let before = loaded.heads.remove(&record).unwrap_or_default();
        let Merged { mut heads, mut history, erase_history } = merge_record(before.clone(), rows);
        if (file, record) == (SETTINGS_FILE, SETTINGS_RECORD) {
            self.join_settings(&before, &mut heads, &mut history);
        }
        if erase_history {
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
        loaded.show(record).map_err(CoreError::from)?;
        Ok(changed)
    }

    /// Of two settings one goes on: a version that supersedes both. The bundle's, where nothing had been set here yet but
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
            let version = revision::next(&parents, self.core.actor(), random::version_id(), clock::now(), &kept.mentor);
            let row = records::encode(&version, &Entry { episode: None, content: Content::Settings(kept) });
            history.append(heads);
            heads.push(Head { version, row });
        }
    }

    async fn blobs(&mut self, planned: &FilePlan) -> Result<bool, WorkError> {
        if planned.blobs.is_empty() || planned.file == NO_FILE {
            return Ok(false);
        }
        let here: BTreeSet<Vec<u8>> =
            self.core.db().keys(StoreName::Blobs, planned.file.as_bytes()).await?.into_iter().collect();
        let mut any = false;
        for blob in planned.blobs.iter().filter_map(|index| self.incoming.blobs.get(*index)) {
            let key = key(blob.file, blob.blob.as_bytes());
            // A blob never changes: what is here stays.
            if !here.contains(&key) {
                let sealed = vault::seal(self.core.keys(), Area::Blobs, &blob.file, blob.blob.as_bytes(), &blob.bytes);
                self.batch.put(StoreName::Blobs, key, sealed);
                any = true;
            }
        }
        Ok(any)
    }

    fn seal(&self, file: FileId, record: RecordId, row: &[u8]) -> Vec<u8> {
        vault::seal(self.core.keys(), Area::Records, &file, record.as_bytes(), row)
    }
}

fn same(before: &[Head], after: &[Head]) -> bool {
    before.len() == after.len()
        && before.iter().all(|head| after.iter().any(|other| other.version.id == head.version.id))
}

/// The settings that the shown one of these heads says.
fn said<'a>(heads: impl Iterator<Item = &'a Head>) -> Option<Settings> {
    let heads: Vec<Head> = heads.cloned().collect();
    let decoded = records::decode(&revision::shown(&heads)?.row).ok()?;
    match decoded.what {
        What::Entry(Entry { content: Content::Settings(settings), .. }) => Some(settings),
        _ => None,
    }
}
