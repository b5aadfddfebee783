//! The open casebook: reading files, headers and settings, and writing.

use crate::error::RepositoryError;
use crate::ids;
use crate::keys::{id_at, key};
use crate::loaded::Loaded;
use crate::rows::{Batch, DbError, Rows, StoreName};
use casebook_demo::DemoFile;
use casebook_domain::calendar::{Date, Moment};
use casebook_domain::case::CaseFile;
use casebook_domain::content::Content;
use casebook_domain::header::{Header, header};
use casebook_domain::ids::{ActorId, FileId, RecordId};
use casebook_domain::observation::kit::Kit;
use casebook_domain::settings::Settings;
use casebook_records::revision::{self, Head};
use casebook_records::{self as records, Decoded, SETTINGS_FILE, StoredHeader, device, is_register, journal};
use casebook_vault::{self as vault, Area, Keys, RowSum, Under};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What tells the time: the device's clock, or a test's.
pub type Clock = fn() -> Moment;

/// An unlocked casebook.
pub struct Repository {
    db: Rc<dyn Rows>,
    keys: Keys,
    actor: Cell<ActorId>,
    /// An import can still be taken back. The next change ends that, in its own transaction.
    journal: Cell<bool>,
    author: RefCell<Option<String>>,
    clock: Clock,
}

impl Repository {
    /// An unlocked casebook over an open database.
    pub fn new(db: impl Rows + 'static, keys: Keys, actor: ActorId, clock: Clock) -> Self {
        let (actor, journal, author) = (Cell::new(actor), Cell::new(false), RefCell::default());
        Self { db: Rc::new(db), keys, actor, journal, author, clock }
    }

    /// This moment.
    pub fn now(&self) -> Moment {
        (self.clock)()
    }

    /// Today.
    pub fn today(&self) -> Date {
        self.now().date()
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
    pub fn db(&self) -> &dyn Rows {
        &*self.db
    }

    /// In whose name is written.
    pub fn actor(&self) -> ActorId {
        self.actor.get()
    }

    /// From now on in this name.
    pub fn adopt_actor(&self, actor: ActorId) {
        self.actor.set(actor);
    }

    /// Takes up what an import left: the actor in force, and whether it can be taken back.
    pub async fn take_up(&self) -> Result<(), RepositoryError> {
        if let Some(actor) = self.device_row(journal::ACTOR).await?.as_deref().and_then(journal::decode_actor) {
            self.actor.set(actor);
        }
        self.journal.set(!self.db().keys(StoreName::Device, journal::JOURNAL).await?.is_empty());
        Ok(())
    }

    /// Writes a change. The last import can't be taken back any more after it.
    pub async fn write(&self, mut batch: Batch) -> Result<(), DbError> {
        let ends = self.journal.get();
        if ends {
            batch.delete_prefix(StoreName::Device, journal::JOURNAL);
        }
        self.db().write(batch).await?;
        if ends {
            self.journal.set(false);
        }
        Ok(())
    }

    /// The last import can't be taken back any more: something of it is about to leave.
    pub async fn end_journal(&self) -> Result<(), RepositoryError> {
        if self.journal.get() { Ok(self.write(Batch::default()).await?) } else { Ok(()) }
    }

    /// The last import can be taken back from now on, or not any more.
    pub fn set_journal(&self, there: bool) {
        self.journal.set(there);
    }

    /// The keys, for the bundle worker.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Opens a sealed row.
    ///
    /// # Errors
    /// [`RepositoryError::Damaged`]: it is not what was sealed for this place.
    pub fn open(&self, area: Area, file: FileId, row: &[u8], sealed: &[u8]) -> Result<Vec<u8>, RepositoryError> {
        vault::open(self.keys(), area, &file, row, sealed)
            .map(|plain| plain.to_vec())
            .map_err(|_| RepositoryError::Damaged)
    }

    /// All headers: what unlocking reads. One that can't be opened or read is derived from its file again; opening that
    /// file then says what is wrong. So is one that a day has made out of date.
    pub async fn headers(&self, settings: &Settings) -> Result<Vec<Header>, RepositoryError> {
        let rows = self.db().range(StoreName::Headers, &[]).await?;
        let (mut headers, mut lost) = (Vec::with_capacity(rows.len()), Vec::new());
        for (key, sealed) in &rows {
            let file = FileId::from_bytes(id_at(key, 0).ok_or(RepositoryError::Damaged)?);
            match self.read_header(file, sealed) {
                Ok(stored) if !stored.header.outdated(self.today()) => headers.push(stored.header),
                Ok(_) | Err(_) => lost.push(file),
            }
        }
        let mut opened = !headers.is_empty();
        for file in &lost {
            let loaded = self.load_unchecked(*file).await?;
            opened |= !loaded.heads.is_empty();
            headers.push(header(&loaded.case, settings, self.today()));
        }
        // Where nothing at all opens, the keys are another casebook's.
        if opened || lost.is_empty() || !self.load_unchecked(SETTINGS_FILE).await?.heads.is_empty() {
            Ok(headers)
        } else {
            Err(RepositoryError::Damaged)
        }
    }

    fn read_header(&self, file: FileId, sealed: &[u8]) -> Result<StoredHeader, RepositoryError> {
        Ok(records::decode_header(&self.open(Area::Headers, file, &[], sealed)?)?)
    }

    /// Whether the rows that are there are those that the file's header counts.
    pub async fn adds_up(&self, loaded: &Loaded) -> Result<bool, RepositoryError> {
        let file = loaded.case.id;
        if is_register(file) {
            return Ok(loaded.damaged.is_empty());
        }
        let Some(sealed) = self.db().get(StoreName::Headers, file.as_bytes()).await? else {
            return Ok(loaded.is_empty());
        };
        // Its sum is under the data key that it is sealed under itself.
        let Ok((plain, under)) = vault::open_telling(self.keys(), Area::Headers, &file, &[], &sealed) else {
            return Ok(false);
        };
        let stored = records::decode_header(&plain);
        Ok(stored.is_ok_and(|header| (header.rows, header.sum) == parts(self.sum(loaded, under))))
    }

    /// The check sum over a file's heads.
    pub fn sum(&self, loaded: &Loaded, under: Under) -> RowSum {
        let heads =
            loaded.heads.iter().flat_map(|(record, heads)| heads.iter().map(move |head| (record, &head.version.id)));
        vault::sum(self.keys(), under, heads).unwrap_or_default()
    }

    /// Reads one file and checks that it adds up.
    pub async fn load(&self, file: FileId) -> Result<Loaded, RepositoryError> {
        let loaded = self.load_unchecked(file).await?;
        // A register has no header to count its rows. It is read as far as it goes.
        if !is_register(file) {
            if loaded.is_empty() && self.db().get(StoreName::Headers, file.as_bytes()).await?.is_none() {
                return Err(RepositoryError::Missing);
            }
            if !self.adds_up(&loaded).await? {
                return Err(RepositoryError::SumMismatch(file));
            }
        }
        Ok(loaded)
    }

    /// Reads the files of one pupil that were joined; the first is the one that is written to.
    pub async fn load_together(&self, files: &[FileId]) -> Result<Loaded, RepositoryError> {
        let (first, others) = files.split_first().ok_or(RepositoryError::Missing)?;
        let mut loaded = self.load(*first).await?;
        for other in others {
            loaded.beside.push(Rc::new(self.load(*other).await?));
        }
        Ok(loaded)
    }

    /// Reads what can be read of a file.
    pub async fn load_unchecked(&self, file: FileId) -> Result<Loaded, RepositoryError> {
        let mut loaded = Loaded::new(file);
        for (name, row) in self.device_rows(&[device::MOVED, file.as_bytes()].concat()).await? {
            if let (Some((_, record)), Some(row)) = (device::read_moved_name(&name), device::decode_moved(&row)) {
                loaded.moved.insert(record, row.seen);
            }
        }
        for (key, packed) in self.db().range(StoreName::Records, file.as_bytes()).await? {
            let record = RecordId::from_bytes(id_at(&key, 16).ok_or(RepositoryError::Damaged)?);
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

    fn open_row(&self, file: FileId, record: RecordId, sealed: &[u8]) -> Result<(Head, Decoded), RepositoryError> {
        let row = self.open(Area::Records, file, record.as_bytes(), sealed)?;
        let decoded = records::decode(&row)?;
        Ok((Head { version: decoded.version.clone(), row }, decoded))
    }

    /// Opens one version of a record.
    ///
    /// # Errors
    /// [`RepositoryError::Damaged`], [`RepositoryError::Unreadable`].
    pub fn open_head(&self, file: FileId, record: RecordId, sealed: &[u8]) -> Result<Head, RepositoryError> {
        Ok(self.open_row(file, record, sealed)?.0)
    }

    /// The superseded versions of a record, as far as they can be read.
    pub(crate) async fn history(&self, file: FileId, record: RecordId) -> Result<Vec<Head>, RepositoryError> {
        let rows = self.db().range(StoreName::History, &key(file, record.as_bytes())).await?;
        Ok(rows.iter().filter_map(|(_, sealed)| self.open_head(file, record, sealed).ok()).collect())
    }

    /// The settings, if any were saved.
    pub async fn settings(&self) -> Result<Option<Settings>, RepositoryError> {
        Ok(settings_in(&self.load(SETTINGS_FILE).await?.case))
    }

    /// The settings, or those of a casebook in which none were saved.
    pub async fn settings_or_new(&self) -> Result<Settings, RepositoryError> {
        Ok(self.settings().await?.unwrap_or_else(|| Settings::new(String::new(), String::new())))
    }

    /// The settings, if any were saved, and what is kept ready for observing.
    pub async fn settings_and_kit(&self) -> Result<(Option<Settings>, Kit), RepositoryError> {
        let register = self.load(SETTINGS_FILE).await?;
        Ok((settings_in(&register.case), kit_in(&register.case)))
    }

    /// Writes whole new files in one transaction: the demo's.
    pub async fn write_files(&self, files: &[DemoFile], settings: &Settings) -> Result<(), RepositoryError> {
        let mut batch = Batch::default();
        for file in files {
            let id = file.case.id;
            let mut written = Vec::with_capacity(file.records.len());
            for record in &file.records {
                let version = revision::next(&[], self.actor(), ids::version_id(), record.at, &settings.mentor);
                let row = records::encode(&version, &record.entry);
                let sealed = vault::seal(self.keys(), Area::Records, &id, record.id.as_bytes(), &row);
                batch.put(StoreName::Records, key(id, record.id.as_bytes()), vault::pack(&[sealed]));
                written.push((record.id, version.id));
            }
            let header = header(&file.case, settings, self.today());
            let sum = vault::sum(self.keys(), Under::Now, written.iter().map(|(record, version)| (record, version)));
            let plain = encode_header(&header, sum.unwrap_or_default());
            let sealed = vault::seal(self.keys(), Area::Headers, &id, &[], &plain);
            batch.put(StoreName::Headers, id.as_bytes().as_slice(), sealed);
        }
        Ok(self.write(batch).await?)
    }

    /// A file that does not exist yet.
    pub fn blank(&self, file: FileId) -> Loaded {
        Loaded::new(file)
    }

    /// Makes the header of a file again from its rows, after a mismatch was shown.
    pub async fn rebuild(&self, file: FileId, settings: &Settings) -> Result<(Loaded, Header), RepositoryError> {
        let loaded = self.load_unchecked(file).await?;
        let mut batch = Batch::default();
        let header = self.put_header(&mut batch, &loaded, settings);
        self.write(batch).await?;
        Ok((loaded, header))
    }

    /// Derives a file's header and adds it, with the sum over the file's rows, to what is written.
    pub fn put_header(&self, batch: &mut Batch, loaded: &Loaded, settings: &Settings) -> Header {
        let file = loaded.case.id;
        let header = header(&loaded.case, settings, self.today());
        let sealed =
            vault::seal(self.keys(), Area::Headers, &file, &[], &encode_header(&header, self.sum(loaded, Under::Now)));
        batch.put(StoreName::Headers, *file.as_bytes(), sealed);
        header
    }
}

/// A sum from what a header keeps of it.
pub fn sum_of_parts(rows: u32, check: [u8; 32]) -> RowSum {
    let mut bytes = [0; RowSum::LEN];
    bytes[..8].copy_from_slice(&u64::from(rows).to_le_bytes());
    bytes[RowSum::LEN - 32..].copy_from_slice(&check);
    RowSum::from_bytes(&bytes)
}

/// Row count and check sum as a header keeps them.
pub fn parts(sum: RowSum) -> (u32, [u8; 32]) {
    let bytes = sum.to_bytes();
    let mut check = [0; 32];
    check.copy_from_slice(&bytes[RowSum::LEN - 32..]);
    (u32::try_from(sum.count()).unwrap_or(u32::MAX), check)
}

pub(crate) fn encode_header(header: &Header, sum: RowSum) -> Vec<u8> {
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
