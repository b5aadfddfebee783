//! Opening bundles: what the pages see. The bundle worker does the work.

use super::store::Store;
use super::transfer::{OpenBy, TransferError, Trouble};
use super::work::journal;
use crate::browser::clock;
use crate::protocol::{
    BundleAnswer, BundleAsk, Choices, ChosenFile, Found, FoundAlias, FoundAlike, FoundArrival, FoundFile, FoundRecord,
    FoundSender,
};
use casebook_bundle::BundleKind;
use casebook_domain::calendar::{Date, Moment, parse_iso};
use casebook_domain::content::Kind;
use casebook_domain::hand_over::{LeadHas, LeadSays, Purpose};
use casebook_domain::ids::{FileId, RecordId};
use casebook_records::device::{ColleagueRow, colleague_name, decode_colleague, encode_colleague, read_colleague_name};
use casebook_records::{RESOURCES_FILE, SETTINGS_FILE, UNATTACHED_FILE};
use casebook_repository::CoreError;
use casebook_repository::rows::{Batch, StoreName};
use casebook_vault::{DeviceKeys, Recipient};

pub use crate::protocol::{FoundFate as Fate, FoundLikeness as Likeness, FoundPupil as Known, SettingsFate};

/// What a bundle is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreviewKind {
    /// Pupils handed over.
    HandOver(Purpose),
    /// Everything of a casebook.
    Backup,
    /// What became of a hand-over of ours.
    Receipt,
}

/// Who vouches for a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Vouched {
    /// Nobody.
    Unsigned,
    /// The signature is false.
    Forged,
    /// This tablet made it.
    Own,
    /// Somebody who is known here by this name.
    Known(String, Signer),
    /// Somebody whose key is not known here yet.
    New(Signer),
}

/// A signing key with its six words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    key: [u8; 32],
    /// The six words.
    pub words: String,
}

/// A pupil here who may be the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The file here.
    pub file: FileId,
    /// The name here.
    pub name: String,
    /// How alike.
    pub likeness: Likeness,
}

/// One file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewFile {
    /// The file.
    pub file: FileId,
    /// The pupil's name, or what the file is.
    pub name: String,
    /// Pupils here, in other files, who may be the same.
    pub alike: Vec<Alike>,
    /// Whether the file is here already.
    pub here: bool,
    /// It was erased here.
    pub erased: bool,
    /// This very hand-over was received here before.
    pub before: bool,
    /// It belongs to a pupil, not to the casebook itself.
    pub of_pupil: bool,
    /// What the sender wants to be known first.
    pub first: String,
    /// Records that are not here.
    pub new: u32,
    /// Records that are newer there.
    pub changed: u32,
    /// Records that both sides changed.
    pub two: u32,
    /// Records that are here already.
    pub same: u32,
    /// Records made by a newer Casebook, among the others.
    pub newer: u32,
    /// Records that are removed from the file.
    pub moved: u32,
    /// Those of them that go only where the mentor says so: written here, or newer here.
    pub doubtful: Vec<RecordId>,
    /// Records that stay though the bundle says they were removed: its sender is not known here.
    pub kept: u32,
    /// Rows that are not taken.
    pub refused: u32,
    /// Kinds of what would be taken, with how many records; `None`: kinds that only a newer Casebook knows.
    pub kinds: Vec<(Option<Kind>, u32)>,
}

impl PreviewFile {
    /// Whether taking it would change anything.
    pub fn changes(&self) -> bool {
        !self.here || self.new + self.changed + self.two + self.moved > 0
    }
}

/// Two files that a bundle says are one pupil's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewAlias {
    /// The files.
    pub files: (FileId, FileId),
    /// The pupils' names; empty: neither here nor in the bundle.
    pub names: (String, String),
    /// Which of them are here.
    pub here: (bool, bool),
    /// Whether it is kept unless the mentor says otherwise.
    pub chosen: bool,
}

/// What a receipt says about one pupil who went out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// The file.
    pub file: FileId,
    /// The pupil's name.
    pub name: String,
    /// To whom it went.
    pub to: String,
    /// When.
    pub sent: Moment,
    /// It was for good.
    pub transfer: bool,
    /// How many rows are missing; `None`: left out.
    pub missing: Option<u32>,
    /// A receipt was entered before.
    pub before: bool,
}

/// What a bundle holds, before anything is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// What it is.
    pub kind: PreviewKind,
    /// Until when.
    pub until: Option<Date>,
    /// What the sender's safeguarding lead said.
    pub lead_says: Option<LeadSays>,
    /// Who made it, as they say.
    pub author: String,
    /// When.
    pub made: Moment,
    /// Who vouches for it.
    pub sender: Vouched,
    /// The key of the tablet that made it, as it says.
    pub reply: Option<Recipient>,
    /// In how many parts it was made.
    pub parts: u32,
    /// Numbers of the parts that are not there.
    pub missing: Vec<u32>,
    /// Pairs of files that it says are one pupil's.
    pub aliases: Vec<PreviewAlias>,
    /// How much more of these, and of records that were removed, there is than a casebook ever has. Left out.
    pub beyond: u32,
    /// Its files.
    pub files: Vec<PreviewFile>,
    /// Of a receipt: what it confirms.
    pub arrivals: Vec<Arrival>,
}

/// One record of a file, without what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewRecord {
    /// The record.
    pub record: RecordId,
    /// Its kind; `None` where it can't be read or is a newer Casebook's.
    pub kind: Option<Kind>,
    /// Its day.
    pub day: Option<Date>,
    /// Who wrote it.
    pub author: String,
    /// What would become of it.
    pub fate: Fate,
    /// Made by a newer Casebook.
    pub newer: bool,
}

/// A file that is chosen, with what of it is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Kinds; `None`: those that only a newer Casebook knows.
    pub kinds: Vec<Option<Kind>>,
    /// Records.
    pub records: Vec<RecordId>,
}

/// What the mentor decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// The files that come in.
    pub files: Vec<(FileId, Left)>,
    /// Pairs of the bundle's that are kept.
    pub aliases: Vec<(FileId, FileId)>,
    /// Pairs that are one pupil, as the mentor says.
    pub join: Vec<(FileId, FileId)>,
    /// Pairs that are two pupils.
    pub apart: Vec<(FileId, FileId)>,
    /// Whether the sender's safeguarding lead has sent anything separately.
    pub lead: Option<LeadHas>,
    /// Words for the receipt, where it needs some.
    pub words: String,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Files.
    pub files: usize,
    /// Records.
    pub records: usize,
    /// Files that did not add up before or had rows that could not be read: they are as the bundle has them.
    pub mended: usize,
    /// What became of the settings.
    pub settings: SettingsFate,
    /// The receipt for the sender.
    pub receipt: Option<ReceiptFile>,
}

/// A receipt to be given to the sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptFile {
    /// Its name; nobody's name is in it.
    pub name: String,
    /// The sealed file.
    pub bytes: Vec<u8>,
    /// It opens by the words.
    pub by_words: bool,
}

/// An import that can still be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastImport {
    /// When.
    pub at: Moment,
    /// From whom.
    pub from: String,
    /// It was a backup.
    pub backup: bool,
    /// How many records changed.
    pub records: u32,
}

/// A colleague whose key is known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// The key.
    pub signer: Signer,
    /// The name.
    pub name: String,
    /// Since when.
    pub since: Moment,
    /// Their tablet's `age1…`, if it was ever given.
    pub recipient: Option<String>,
    /// A newer tablet is known under the same name: theirs was set up again.
    pub replaced: bool,
}

/// What this tablet shows at a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TabletKey {
    /// `age1…`, to seal for.
    pub recipient: String,
    /// Six words that stand for it: the person who scanned it sees them.
    pub key_words: String,
    /// Six words that stand for the signing key: the person who opens a file of this tablet's sees them.
    pub signature_words: String,
}

impl Store {
    /// Whether a file is sealed by words; else it is for keys.
    pub async fn sealed_by_words(self, bytes: &[u8]) -> Result<bool, TransferError> {
        let mut worker = self.worker().await?;
        match self.ask(&mut worker, BundleAsk::SealedBy, Some(bytes.to_vec())).await? {
            (BundleAnswer::Sealed(sealed), _) => Ok(sealed == crate::protocol::Sealed::Words),
            _ => Err(TransferError::Worker),
        }
    }

    /// Opens a bundle, with as many of its parts as there are, and says what it would do here. Writes nothing; what was opened
    /// is kept for [`Store::apply`].
    pub async fn inspect(self, files: Vec<Vec<u8>>, by: OpenBy) -> Result<Preview, TransferError> {
        self.transfer().opened.take();
        self.in_turn(async {}).await;
        let by = by.asked();
        let mut worker = self.worker().await?;
        for (place, bytes) in files.into_iter().enumerate() {
            self.ask(&mut worker, BundleAsk::Read { by: by.clone(), more: place > 0 }, Some(bytes)).await?;
        }
        let answer = self.ask(&mut worker, BundleAsk::Look, None).await?;
        let (BundleAnswer::Found(found), _) = answer else { return Err(TransferError::Worker) };
        *self.transfer().opened.borrow_mut() = Some(worker);
        preview(found).ok_or(TransferError::Worker)
    }

    /// Asks something more about the bundle that was inspected.
    async fn ask_more(self, ask: BundleAsk) -> Result<BundleAnswer, TransferError> {
        let job = async move {
            let mut worker = self.transfer().opened.take().ok_or(TransferError::Bundle(Trouble::NothingOpen))?;
            let answer = self.ask(&mut worker, ask, None).await;
            if !matches!(answer, Err(TransferError::Worker | TransferError::Cancelled)) {
                *self.transfer().opened.borrow_mut() = Some(worker);
            }
            answer.map(|(answer, _)| answer)
        };
        // One question at a time, in the queue like everything that needs the worker.
        self.in_turn(job).await.unwrap_or(Err(TransferError::Worker))
    }

    /// The records of a file of the inspected bundle, each with what would become of it, and how many there are: of very many
    /// only the first come.
    pub async fn bundle_records(self, file: FileId) -> Result<(Vec<PreviewRecord>, u32), TransferError> {
        let BundleAnswer::Details(records, of) = self.ask_more(BundleAsk::Details { file: file.to_string() }).await?
        else {
            return Err(TransferError::Worker);
        };
        let records: Option<_> = records.into_iter().map(preview_record).collect();
        Ok((records.ok_or(TransferError::Worker)?, of))
    }

    /// What is known of a pupil in the inspected bundle, and of one here.
    pub async fn compare_pupils(self, there: FileId, here: FileId) -> Result<(Known, Known), TransferError> {
        let ask = BundleAsk::Compare { file: there.to_string(), here: here.to_string() };
        match self.ask_more(ask).await? {
            BundleAnswer::Compared(there, here) => Ok((there, here)),
            _ => Err(TransferError::Worker),
        }
    }

    /// Writes what was chosen of the inspected bundle in one transaction, then reads everything again.
    pub async fn apply(self, decided: Decided) -> Result<Applied, TransferError> {
        self.flush();
        // The receipt is signed; the worker makes no keys.
        self.device_keys().await?;
        let job = async move {
            let mut worker = self.transfer().opened.take().ok_or(TransferError::Bundle(Trouble::NothingOpen))?;
            let answer = self.ask(&mut worker, BundleAsk::Apply(choices(decided)), None).await;
            // After a refusal it may be tried again; after success the worker ends and what it held in clear with it.
            if !matches!(answer, Ok(_) | Err(TransferError::Worker | TransferError::Cancelled)) {
                *self.transfer().opened.borrow_mut() = Some(worker);
            }
            // Also after an error: a job that was cancelled may have ended before.
            self.take_up().await;
            match answer? {
                (BundleAnswer::Applied(applied), bytes) => {
                    if applied.records > 0 {
                        self.count_change();
                    }
                    let count = |number| usize::try_from(number).unwrap_or(usize::MAX);
                    let (name, by_words) = (applied.receipt, applied.by_words);
                    Ok(Applied {
                        files: count(applied.files),
                        records: count(applied.records),
                        mended: count(applied.mended),
                        settings: applied.settings,
                        receipt: bytes.map(|bytes| ReceiptFile { name, bytes, by_words }),
                    })
                }
                _ => Err(TransferError::Worker),
            }
        };
        // In the queue, so that no change is decided on what stood here before.
        self.in_turn(job).await.unwrap_or(Err(TransferError::Worker))
    }

    /// Reads everything again that a worker may have changed.
    async fn take_up(self) {
        if let Ok(core) = self.core() {
            // What can't be read now is read at the next unlocking; until then the old actor writes on, as before the import.
            let _ = core.take_up().await;
        }
        self.reread().await;
    }

    /// The last import, if it can still be taken back.
    pub async fn last_import(self) -> Option<LastImport> {
        let head = journal::last(&*self.core().ok()?).await.ok()??;
        Some(LastImport { at: head.at, from: head.from, backup: head.backup, records: head.records })
    }

    /// Takes the last import back, then reads everything again.
    pub async fn undo_import(self) -> Result<(), TransferError> {
        self.flush();
        let job = async move {
            let mut worker = self.worker().await?;
            let answer = self.ask(&mut worker, BundleAsk::Undo, None).await;
            self.take_up().await;
            match answer? {
                (BundleAnswer::Undone(_), _) => Ok(()),
                _ => Err(TransferError::Worker),
            }
        };
        self.in_turn(job).await.unwrap_or(Err(TransferError::Worker))
    }

    /// Looks once more at the bundle that is open: who signed it may be known by now.
    pub async fn inspect_again(self) -> Result<Preview, TransferError> {
        let BundleAnswer::Found(found) = self.ask_more(BundleAsk::Look).await? else {
            return Err(TransferError::Worker);
        };
        preview(found).ok_or(TransferError::Worker)
    }

    /// Lets go of the bundle that was inspected: the preview was left.
    pub fn close_bundle(self) {
        self.transfer().opened.take();
    }

    /// Remembers whose key this is: the two have compared the six words. `key`: what their signed bundle says to seal for.
    pub async fn pin(self, signer: Signer, name: String, key: Option<Recipient>) -> Result<(), CoreError> {
        let job = async move {
            let core = self.core()?;
            let row = colleague_name(&signer.key);
            // What was known to seal for is not forgotten.
            let before = core.device_row(&row).await?.as_deref().and_then(decode_colleague);
            let said = key.map(|key| key.text().to_owned());
            let recipient = said.or_else(|| before.and_then(|before| before.recipient));
            let mut batch = Batch::default();
            let colleague = ColleagueRow { name, since: clock::now(), recipient };
            core.put_device_row(&mut batch, &row, &encode_colleague(&colleague));
            Ok(core.db().write(batch).await?)
        };
        self.in_turn(job).await.unwrap_or(Err(CoreError::Locked))
    }

    /// Everybody whose key is known here, by name.
    pub async fn colleagues(self) -> Result<Vec<Colleague>, CoreError> {
        let rows = self.core()?.device_rows(casebook_records::device::COLLEAGUES).await?;
        let mut all: Vec<Colleague> = rows
            .iter()
            .filter_map(|(name, row)| {
                let (key, row) = (read_colleague_name(name)?, decode_colleague(row)?);
                let words = casebook_vault::words::fingerprint(&key).join(" ");
                Some(Colleague {
                    signer: Signer { key, words },
                    name: row.name,
                    since: row.since,
                    recipient: row.recipient,
                    replaced: false,
                })
            })
            .collect();
        // The newest of a name comes first; the others were replaced by it.
        let key =
            |one: &Colleague| (casebook_domain::names::fold(one.name.trim()), core::cmp::Reverse(one.since.utc_ms));
        casebook_domain::order::by_key(&mut all, key);
        for at in 1..all.len() {
            all[at].replaced = key(&all[at]).0 == key(&all[at - 1]).0;
        }
        Ok(all)
    }

    /// Forgets a colleague's key.
    pub async fn forget_colleague(self, signer: Signer) -> Result<(), CoreError> {
        let job = async move {
            let mut batch = Batch::default();
            batch.delete(StoreName::Device, colleague_name(&signer.key));
            Ok(self.core()?.db().write(batch).await?)
        };
        self.in_turn(job).await.unwrap_or(Err(CoreError::Locked))
    }

    /// What others scan and compare.
    pub async fn tablet_key(self) -> Result<TabletKey, CoreError> {
        let keys: DeviceKeys = self.device_keys().await?;
        let recipient = keys.recipient();
        let key_words = Recipient::parse(&recipient).map(|key| key.fingerprint().join(" ")).unwrap_or_default();
        Ok(TabletKey { recipient, key_words, signature_words: keys.fingerprint().join(" ") })
    }
}

fn choices(decided: Decided) -> Choices {
    let pairs = |pairs: Vec<(FileId, FileId)>| {
        pairs.into_iter().map(|(one, other)| (one.to_string(), other.to_string())).collect()
    };
    let file = |(file, left): (FileId, Left)| ChosenFile {
        file: file.to_string(),
        without: left.kinds.iter().map(|kind| kind.map_or("", Kind::code).to_owned()).collect(),
        without_records: left.records.iter().map(RecordId::to_string).collect(),
    };
    Choices {
        files: decided.files.into_iter().map(file).collect(),
        aliases: pairs(decided.aliases),
        join: pairs(decided.join),
        apart: pairs(decided.apart),
        lead: decided.lead.map_or("", LeadHas::code).to_owned(),
        words: decided.words,
    }
}

fn moment((utc_ms, offset_min): (i64, i16)) -> Moment {
    Moment { utc_ms, offset_min }
}

fn preview(found: Found) -> Option<Preview> {
    let kind = match BundleKind::from_code(&found.kind)? {
        BundleKind::Backup => PreviewKind::Backup,
        BundleKind::HandOver => PreviewKind::HandOver(Purpose::from_code(&found.purpose)?),
        BundleKind::Receipt => PreviewKind::Receipt,
        BundleKind::ResourcePack => return None,
    };
    let sender = match found.sender {
        FoundSender::Unsigned => Vouched::Unsigned,
        FoundSender::Forged => Vouched::Forged,
        FoundSender::Own => Vouched::Own,
        FoundSender::Known { signer: key, words, name } => Vouched::Known(name, Signer { key, words }),
        FoundSender::New { signer: key, words } => Vouched::New(Signer { key, words }),
    };
    Some(Preview {
        kind,
        until: parse_iso(&found.until),
        lead_says: LeadSays::from_code(&found.lead),
        author: found.author,
        made: moment(found.made),
        sender,
        reply: Recipient::parse(&found.reply).ok(),
        parts: found.parts,
        missing: found.missing,
        aliases: found.aliases.into_iter().map(preview_alias).collect::<Option<_>>()?,
        beyond: found.beyond,
        files: found.files.into_iter().map(preview_file).collect::<Option<_>>()?,
        arrivals: found.receipt.into_iter().map(arrival).collect::<Option<_>>()?,
    })
}

fn preview_alias(found: FoundAlias) -> Option<PreviewAlias> {
    let FoundAlias { files: (one, other), names, here, chosen } = found;
    Some(PreviewAlias { files: (FileId::parse(&one)?, FileId::parse(&other)?), names, here, chosen })
}

fn preview_file(found: FoundFile) -> Option<PreviewFile> {
    let FoundFile {
        file,
        name,
        alike,
        here,
        erased,
        before,
        first,
        new,
        changed,
        two,
        same,
        newer,
        moved,
        doubtful,
        kept,
        blobs: _,
        refused,
        kinds,
    } = found;
    let file = FileId::parse(&file)?;
    let of_register = match file {
        SETTINGS_FILE => Some("The school and other settings"),
        UNATTACHED_FILE => Some("Observations without a pupil"),
        RESOURCES_FILE => Some("Resources"),
        _ => None,
    };
    let name = match of_register {
        Some(register) => register.to_owned(),
        None if name.is_empty() => "A file without a name".to_owned(),
        None => name,
    };
    let alike = alike
        .into_iter()
        .map(|FoundAlike { file, name, likeness }| Some(Alike { file: FileId::parse(&file)?, name, likeness }));
    Some(PreviewFile {
        file,
        name,
        alike: alike.collect::<Option<_>>()?,
        here,
        erased,
        before,
        of_pupil: of_register.is_none(),
        first,
        new,
        changed,
        two,
        same,
        newer,
        moved,
        doubtful: doubtful.iter().filter_map(|record| RecordId::parse(record)).collect(),
        kept,
        refused,
        kinds: kinds.into_iter().map(|(code, count)| (Kind::from_code(&code), count)).collect(),
    })
}

fn preview_record(found: FoundRecord) -> Option<PreviewRecord> {
    let FoundRecord { record, kind, day, author, fate, newer } = found;
    let record = RecordId::parse(&record)?;
    Some(PreviewRecord { record, kind: Kind::from_code(&kind), day: parse_iso(&day), author, fate, newer })
}

fn arrival(found: FoundArrival) -> Option<Arrival> {
    let FoundArrival { file, name, to, sent, transfer, missing, before } = found;
    Some(Arrival { file: FileId::parse(&file)?, name, to, sent: moment(sent), transfer, missing, before })
}
