//! Opening a bundle, saying what it would do, and doing it in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use super::{Step, WorkError, journal, number};
use crate::browser::clock;
use crate::protocol::{OpenAsk, Progress, SettingsFate};
use casebook_bundle::{
    BundleKind, FilePlan, Incoming, Joined, LocalFile, LocalIndex, LocalRecord, Merged, MovedPlan, OpenBy, PartsError,
    Receipt, Sender, Trouble, Trust, envelope, join, left_after_move, merge_record,
};
use casebook_domain::alias::Alias;
use casebook_domain::calendar::Moment;
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::hand_over::{LeadHas, Purpose, Received};
use casebook_domain::identity::Identity;
use casebook_domain::ids::{ActorId, FileId, RecordId, VersionId};
use casebook_domain::safety::Worry;
use casebook_domain::settings::Settings;
use casebook_records::device::{
    MOVED, MovedRow, alias_name, decode_moved, encode_joined, encode_moved, moved_name, read_moved_name,
};
use casebook_records::erased::{ERASED, read_erased_name};
use casebook_records::journal::{ACTOR, APART, JOURNAL, JournalHead, apart_name, read_apart_name};
use casebook_records::revision::{self, Head, Version};
use casebook_records::taken::{Taken, encode_taken, taken_name};
use casebook_records::{self as records, NO_FILE, SETTINGS_FILE, SETTINGS_RECORD, What, is_register};
use casebook_repository::ids;
use casebook_repository::rows::{Batch, StoreName};
use casebook_repository::{Core, CoreError, Loaded, id_at, key, key3, settings_in};
use casebook_vault::{self as vault, Area};

/// Rows between two words about how far it is.
const STEP: usize = 250;

/// A bundle that was opened and verified, with all of its parts that are there.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its rows and what else is in it; of a receipt nothing.
    pub joined: Joined,
    /// What a receipt says; empty in every other kind.
    pub receipt: Receipt,
    /// Who vouches for it.
    pub sender: Sender,
}

/// What the mentor decided.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    /// The files that are to come in, each with what of it is left out.
    pub files: BTreeMap<FileId, Without>,
    /// Pairs of the bundle's that are kept.
    pub aliases: Vec<Alias>,
    /// Pairs of files that are one pupil's, as the mentor says.
    pub joins: Vec<Alias>,
    /// Pairs of files that are two pupils'.
    pub apart: Vec<Alias>,
    /// Whether the sender's safeguarding lead has sent anything separately, as answered.
    pub lead: Option<LeadHas>,
}

/// What is left out of a file.
#[derive(Clone, Debug, Default)]
pub struct Without {
    /// Codes of kinds; the empty one stands for kinds that only a newer Casebook knows.
    pub kinds: Vec<String>,
    /// Records.
    pub records: Vec<RecordId>,
}

impl Chosen {
    /// These files, whole.
    pub fn whole(files: impl IntoIterator<Item = FileId>) -> Self {
        Self { files: files.into_iter().map(|file| (file, Without::default())).collect(), ..Self::default() }
    }
}

/// What an import wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Files that changed.
    pub files: usize,
    /// Records that changed.
    pub records: usize,
    /// Files that did not add up before, or had rows that could not be read.
    pub mended: usize,
    /// What became of the settings.
    pub settings: SettingsFate,
    /// What is confirmed to the sender of a hand-over.
    pub receipt: Option<Receipt>,
}

/// Opens a file and verifies all of it. Writes nothing.
///
/// # Errors
/// [`WorkError`].
pub async fn open(core: &Core, bytes: Vec<u8>, by: &OpenAsk, step: Step<'_>) -> Result<Incoming, WorkError> {
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
        OpenAsk::Device => {
            // A device without a key was never given anything to open by it.
            let keys = core.device_keys().await?.ok_or(Trouble::OtherKey)?;
            envelope::open(bytes, OpenBy::Identity(&keys.identity()), &mut read)?
        }
    })
}

/// Puts together what was opened.
///
/// # Errors
/// [`Trouble`], where the files do not belong together.
pub fn together(parts: Vec<Incoming>) -> Result<Opened, Trouble> {
    let kind = parts.first().map(|first| first.opening.kind).ok_or(Trouble::NothingOpen)?;
    let (receipt, sender) = match (&parts[..], kind) {
        ([only], BundleKind::Receipt) => (only.receipt.clone(), only.closing.sender()),
        (_, BundleKind::ResourcePack) => return Err(Trouble::IsAPack),
        (_, BundleKind::Receipt) => return Err(Trouble::NotAlone),
        (parts, _) => {
            // The parts have one signer, else they are not joined; one false signature makes all of them doubtful.
            let senders = || parts.iter().map(|part| part.closing.sender());
            let forged = senders().find(|sender| *sender == Sender::BadSignature);
            (Receipt::default(), forged.or_else(|| senders().next()).unwrap_or(Sender::Unsigned))
        }
    };
    let joined = join(parts).map_err(|error| match error {
        PartsError::Nothing => Trouble::NothingOpen,
        PartsError::OfAnother { .. } => Trouble::OfAnother,
        PartsError::NotTheSame { .. } => Trouble::PartsDiffer,
    })?;
    Ok(Opened { joined, receipt, sender })
}

/// What is here of the bundle's files, by which names the other pupils are known, and what this device remembers.
///
/// # Errors
/// [`WorkError`].
pub async fn index(core: &Core, joined: &Joined, sender: &Sender) -> Result<LocalIndex, WorkError> {
    let trust = if known(core, sender).await? { Trust::Known } else { Trust::Stranger };
    let aliases = core.aliases().await?;
    let mut local = LocalIndex { trust, actor: Some(core.actor()), aliases, ..LocalIndex::default() };
    local.erased = names(core, ERASED).await?.iter().filter_map(|name| read_erased_name(name)).collect();
    local.apart = names(core, APART).await?.iter().filter_map(|name| read_apart_name(name)).collect();
    let rows = joined.rows.iter().map(|row| row.file);
    let others = joined.moved.iter().map(|moved| moved.file).chain(joined.blobs.iter().map(|blob| blob.file));
    for file in rows.chain(others).collect::<BTreeSet<_>>() {
        let loaded = core.load_unchecked(file).await?;
        let moved = traces(core, file).await?;
        if !loaded.is_empty() || !moved.is_empty() {
            let here = here(core, &loaded).await?;
            let moved = moved.into_iter().map(|(record, row)| (record, row.seen)).collect();
            local.files.insert(file, LocalFile { moved, ..here });
        }
    }
    for header in core.headers(&settings(core).await?).await? {
        local
            .files
            .entry(header.file)
            .or_insert_with(|| LocalFile { pupil: Some(Identity::of_header(&header)), ..LocalFile::default() });
    }
    Ok(local)
}

async fn names(core: &Core, prefix: &[u8]) -> Result<Vec<Vec<u8>>, WorkError> {
    Ok(core.db().keys(StoreName::Device, prefix).await?)
}

/// The traces of records that were removed from a file.
async fn traces(core: &Core, file: FileId) -> Result<BTreeMap<RecordId, MovedRow>, WorkError> {
    let rows = core.device_rows(&[MOVED, file.as_bytes()].concat()).await?;
    let read = |(name, row): (Vec<u8>, Vec<u8>)| Some((read_moved_name(&name)?.1, decode_moved(&row)?));
    Ok(rows.into_iter().filter_map(read).collect())
}

pub(super) async fn settings(core: &Core) -> Result<Settings, WorkError> {
    let held = core.settings().await?;
    Ok(held.unwrap_or_else(|| Settings::new(String::new(), String::new())))
}

async fn here(core: &Core, loaded: &Loaded) -> Result<LocalFile, WorkError> {
    let mut records: BTreeMap<RecordId, LocalRecord> = BTreeMap::new();
    for (record, heads) in &loaded.heads {
        let item = loaded.case.get(*record);
        let day = item.and_then(|item| item.entry.content.day());
        let kind = match item {
            Some(item) => Some(item.entry.content.kind()),
            // A deleted one says its kind too.
            None => heads.first().and_then(|head| Kind::from_code(&records::decode(&head.row).ok()?.kind)),
        };
        let heads = heads.iter().map(|head| head.version.clone()).collect();
        let safeguarding = kind == Some(Kind::Worry);
        let untold = loaded.case.find::<Worry>(*record).is_some_and(|worry| worry.insists());
        records.insert(*record, LocalRecord { heads, safeguarding, untold, kind, day, ..LocalRecord::default() });
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

/// The record that says in a pupil's file that this hand-over came in: the same for the same bundle, so that opening it a
/// second time adds nothing.
pub(super) fn arrival(joined: &Joined, file: FileId) -> RecordId {
    let mut id = *file.as_bytes();
    for closing in joined.closings.values() {
        id.iter_mut().zip(closing.sha256).for_each(|(id, sum)| *id ^= sum);
    }
    RecordId::from_bytes(id)
}

/// Merges what was chosen of an opened bundle into what is here now, in one transaction, with what would take it back.
///
/// # Errors
/// [`WorkError`]; nothing was written then.
pub async fn apply(core: &Core, opened: &Opened, chosen: &Chosen, step: Step<'_>) -> Result<Applied, WorkError> {
    if opened.sender == Sender::BadSignature {
        return Err(Trouble::Forged.into());
    }
    let joined = &opened.joined;
    // Planned again: what was saved since the preview counts.
    let mut planned = joined.plan(&index(core, joined, &opened.sender).await?);
    for file in &mut planned.files {
        if let Some(without) = chosen.files.get(&file.file) {
            let traces: BTreeSet<RecordId> = file.moved.iter().map(|moved| moved.record).collect();
            file.leave_out(|record, kind| {
                let of_kind = |kind: Option<Kind>| without.kinds.iter().any(|left| left == kind.map_or("", Kind::code));
                without.records.contains(&record) || (!traces.contains(&record) && of_kind(kind))
            });
        }
    }
    let wanted = |file: FileId| chosen.files.contains_key(&file);
    let mut files: Vec<&FilePlan> = planned.files.iter().filter(|file| wanted(file.file)).collect();
    // The settings first: what is due in the other files depends on them.
    casebook_domain::order::by_key(&mut files, |file| file.file != SETTINGS_FILE);
    let total = number(files.iter().map(|file| file.rows.len()).sum());
    let mut progress = Progress { done: 0, total };
    let mut import = Import {
        core,
        opened,
        lead: chosen.lead,
        known: known(core, &opened.sender).await?,
        actor: if planned.needs_new_actor(wanted) { ids::actor_id() } else { core.actor() },
        settings: settings(core).await?,
        batch: Batch::default(),
        applied: Applied::default(),
        lead_holds: false,
    };
    for file in files {
        import.file(file).await?;
        progress.done += number(file.rows.len());
        step(progress);
    }
    let sums: Vec<[u8; 32]> = joined.closings.values().map(|closing| closing.sha256).collect();
    import.applied.receipt = Receipt::of(&sums, &planned, wanted);
    let Import { mut batch, applied, actor, lead_holds, .. } = import;
    let kept = planned.aliases.iter().map(|pair| &pair.alias).filter(|alias| chosen.aliases.contains(alias));
    for alias in kept.chain(&chosen.joins) {
        core.put_device_row(&mut batch, &alias_name(*alias), &encode_joined(clock::now()));
    }
    for pair in &chosen.apart {
        core.put_device_row(&mut batch, &apart_name(*pair), &[]);
    }
    if batch.is_empty() {
        return Ok(applied);
    }
    if actor != core.actor() {
        core.put_device_row(&mut batch, ACTOR, actor.as_bytes());
    }
    let head = JournalHead {
        at: clock::now(),
        from: joined.opening.author.clone(),
        backup: joined.opening.kind == BundleKind::Backup,
        files: number(applied.files),
        records: number(applied.records),
        chunks: 0,
    };
    if lead_holds {
        // Words that the safeguarding lead holds are nowhere here any more, in a journal neither.
        batch.delete_prefix(StoreName::Device, JOURNAL);
    } else {
        journal::add(core, &mut batch, head).await?;
    }
    core.db().write(batch).await?;
    core.adopt_actor(actor);
    core.set_journal(!lead_holds);
    Ok(applied)
}

/// Whether the sender's key is pinned here, or this device's own.
async fn known(core: &Core, sender: &Sender) -> Result<bool, WorkError> {
    let Sender::Signed { signer, .. } = sender else { return Ok(false) };
    let own = core.device_keys().await?.is_some_and(|keys| keys.signer() == *signer);
    Ok(own || core.device_row(&records::device::colleague_name(signer)).await?.is_some())
}

struct Import<'a> {
    core: &'a Core,
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

impl Import<'_> {
    async fn file(&mut self, planned: &FilePlan) -> Result<(), WorkError> {
        let file = planned.file;
        let mut loaded = self.core.load_unchecked(file).await?;
        let sound = self.core.adds_up(&loaded).await? && loaded.damaged.is_empty();
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
            let mut before = traces(self.core, file).await?;
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
                self.core.put_header(&mut self.batch, &loaded, &self.settings);
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
    ) -> Result<bool, WorkError> {
        let (file, record) = (loaded.case.id, moved.record);
        let known = trace.and_then(|row| row.kind);
        let kind_here = loaded.case.get(record).map(|item| item.entry.content.kind());
        let row = MovedRow { kind: kind_here.or(known), seen: moved.seen.clone() };
        self.core.put_device_row(&mut self.batch, &moved_name(file, record), &encode_moved(&row));
        let history = key(file, record.as_bytes());
        let from = self.opened.joined.opening.author.clone();
        let mut taken = Taken { at: clock::now(), from, heads: Vec::new(), earlier: Vec::new() };
        for (at, sealed) in self.core.db().range(StoreName::History, &history).await? {
            let Ok(head) = self.core.open_head(file, record, &sealed) else { continue };
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
            self.core.put_device_row(&mut self.batch, &taken_name(file, record), &encode_taken(&taken));
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
        loaded.trace(record, &moved.seen).map_err(CoreError::from)?;
        Ok(changed)
    }

    /// Writes down in the pupil's file that a hand-over came in; whether that was not there yet.
    fn write_down(&mut self, loaded: &mut Loaded) -> Result<bool, WorkError> {
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
        let author = self.core.author(&self.settings);
        let version = revision::next(&[], self.actor, ids::version_id(), clock::now(), &author);
        let row = records::encode(&version, &entry);
        let sealed = self.seal(file, record, &row);
        self.batch.put(StoreName::Records, key(file, record.as_bytes()), vault::pack(&[sealed]));
        loaded.heads.insert(record, vec![Head { version, row }]);
        loaded.show(record).map_err(CoreError::from)?;
        Ok(true)
    }

    /// Now, and after everything that was written down here about this file coming and going, whatever the clock says.
    fn now(&self, loaded: &Loaded) -> Moment {
        let mut now = clock::now();
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
    fn record(&mut self, loaded: &mut Loaded, record: RecordId, rows: Vec<Head>) -> Result<bool, WorkError> {
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
        loaded.show(record).map_err(CoreError::from)?;
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
            let author = self.core.author(&kept);
            let version = revision::next(&parents, self.actor, ids::version_id(), clock::now(), &author);
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
        for blob in planned.blobs.iter().filter_map(|index| self.opened.joined.blobs.get(*index)) {
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
    let decoded = records::decode(&records::shown(&heads)?.row).ok()?;
    match decoded.what {
        What::Entry(Entry { content: Content::Settings(settings), .. }) => Some(settings),
        _ => None,
    }
}
