//! Opening bundles: what the pages see. The bundle worker does the work.

use super::casebook::Casebook;
use super::transfer::Transfers;
use super::transfer::{EnvelopeError, OpenBy, TransferError};
use crate::browser::bundle_worker::BundleWorker;
use crate::browser::clock;
use crate::browser::files::FileContent;
use crate::protocol::bundle::{Apply, Compare, Details, Look, Question, Read, SealedByWords, Undo};
use casebook_domain::calendar::Moment;
use casebook_domain::ids::FileId;
use casebook_records::device::{ColleagueRow, colleague_name, decode_colleague, encode_colleague, read_colleague_name};
use casebook_repository::RepositoryError;
use casebook_repository::rows::{Batch, StoreName};
use casebook_transfer::journal;
use casebook_vault::{DeviceKeys, Recipient};

pub use casebook_domain::identity::Likeness;
pub use casebook_transfer::preview::{
    Alike, Applied, Arrival, Choices, Fate, Known, LeftOut, Preview, PreviewAlias, PreviewFile, PreviewKind,
    PreviewRecord, PreviewRecords, ReceiptFile, SettingsFate, Signer, Vouched,
};

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

impl Transfers {
    /// Whether a file is sealed by words; else it is for keys. The worker is kept for [`Transfers::inspect`].
    pub async fn sealed_by_words(self, file: &FileContent) -> Result<bool, TransferError> {
        let mut worker = self.ready_worker().await?;
        let (by_words, _) = self.ask(&mut worker, SealedByWords {}, Some(file.attached())).await?;
        *self.inner().opened.borrow_mut() = Some(worker);
        Ok(by_words)
    }

    /// Opens a bundle, with as many of its parts as there are, and says what it would do here. Writes nothing; what was opened
    /// is kept for [`Transfers::apply`].
    pub async fn inspect(self, files: Vec<FileContent>, by: OpenBy) -> Result<Preview, TransferError> {
        let mut worker = self.ready_worker().await?;
        // What was saved before this is what it is compared with.
        self.session.enqueue(async {}).await;
        for (place, file) in files.iter().enumerate() {
            self.ask(&mut worker, Read { by: by.clone(), more: place > 0 }, Some(file.attached())).await?;
        }
        let (preview, _) = self.ask(&mut worker, Look {}, None).await?;
        *self.inner().opened.borrow_mut() = Some(worker);
        Ok(preview)
    }

    /// The worker that looked at a file last, or a new one. What it had opened is kept no longer.
    async fn ready_worker(self) -> Result<BundleWorker, TransferError> {
        let ready = self.inner().opened.take();
        match ready {
            Some(worker) => Ok(worker),
            None => self.worker().await,
        }
    }

    /// Asks something more about the bundle that was inspected.
    async fn ask_more<Q: Question + 'static>(self, ask: Q) -> Result<(Q::Answer, Option<Vec<u8>>), TransferError> {
        let mut worker = self.inner().opened.take().ok_or(TransferError::Bundle(EnvelopeError::NothingOpen))?;
        let answer = self.ask(&mut worker, ask, None).await;
        // After a refusal it may be asked again.
        if !matches!(answer, Err(TransferError::Worker | TransferError::Cancelled)) {
            *self.inner().opened.borrow_mut() = Some(worker);
        }
        answer
    }

    /// The same in the queue, one question at a time, like everything that needs the worker.
    async fn ask_in_turn<Q: Question + 'static>(self, ask: Q) -> Result<Q::Answer, TransferError> {
        let answer = self.session.enqueue(self.ask_more(ask)).await.unwrap_or(Err(TransferError::Worker));
        answer.map(|(answer, _)| answer)
    }

    /// The records of a file of the inspected bundle, each with what would become of it.
    pub async fn bundle_records(self, file: FileId) -> Result<PreviewRecords, TransferError> {
        self.ask_in_turn(Details { file }).await
    }

    /// What is known of a pupil in the inspected bundle, and of one here.
    pub async fn compare_pupils(self, there: FileId, here: FileId) -> Result<(Known, Known), TransferError> {
        self.ask_in_turn(Compare { file: there, here }).await
    }

    /// Writes what was chosen of the inspected bundle in one transaction, then reads everything again.
    pub async fn apply(self, choices: Choices) -> Result<Applied, TransferError> {
        self.session.flush();
        // The receipt is signed; the worker makes no keys.
        self.session.device_keys().await?;
        let job = async move {
            let answer = self.ask_more(Apply { choices }).await;
            if answer.is_ok() {
                // The worker ends, and what it held in clear with it.
                self.close_bundle();
            }
            // Also after an error: a job that was cancelled may have ended before.
            self.take_up().await;
            let (mut applied, bytes) = answer?;
            if applied.records > 0 {
                self.casebook.count_change();
            }
            if let (Some(receipt), Some(bytes)) = (&mut applied.receipt, bytes) {
                receipt.file.bytes = bytes;
            }
            Ok(applied)
        };
        // In the queue, so that no change is decided on what stood here before.
        self.session.enqueue(job).await.unwrap_or(Err(TransferError::Worker))
    }

    /// Reads everything again that a worker may have changed.
    async fn take_up(self) {
        if let Ok(repository) = self.session.repository() {
            // What can't be read now is read at the next unlocking; until then the old actor writes on, as before the import.
            let _ = repository.take_up().await;
        }
        self.casebook.reread().await;
    }

    /// The last import, if it can still be taken back.
    pub async fn last_import(self) -> Option<LastImport> {
        let head = journal::last(&*self.session.repository().ok()?).await.ok()??;
        Some(LastImport { at: head.at, from: head.from, backup: head.backup, records: head.records })
    }

    /// Takes the last import back, then reads everything again.
    pub async fn undo_import(self) -> Result<(), TransferError> {
        self.session.flush();
        let job = async move {
            let mut worker = self.worker().await?;
            let answer = self.ask(&mut worker, Undo {}, None).await;
            self.take_up().await;
            answer.map(|_| ())
        };
        self.session.enqueue(job).await.unwrap_or(Err(TransferError::Worker))
    }

    /// Looks once more at the bundle that is open: who signed it may be known by now.
    pub async fn inspect_again(self) -> Result<Preview, TransferError> {
        self.ask_in_turn(Look {}).await
    }

    /// Lets go of the bundle that was inspected: the preview was left.
    pub fn close_bundle(self) {
        self.inner().opened.take();
    }
}

impl Casebook {
    /// Remembers whose key this is: the two have compared the six words. `key`: what their signed bundle says to seal for.
    pub async fn pin(self, signer: Signer, name: String, key: Option<Recipient>) -> Result<(), RepositoryError> {
        let job = async move {
            let repository = self.session.repository()?;
            let row = colleague_name(&signer.key);
            // What was known to seal for is not forgotten.
            let before = repository.device_row(&row).await?.as_deref().and_then(decode_colleague);
            let said = key.map(|key| key.text().to_owned());
            let recipient = said.or_else(|| before.and_then(|before| before.recipient));
            let mut batch = Batch::default();
            let colleague = ColleagueRow { name, since: clock::now(), recipient };
            repository.put_device_row(&mut batch, &row, &encode_colleague(&colleague));
            Ok(repository.db().write(batch).await?)
        };
        self.session.enqueue(job).await.unwrap_or(Err(RepositoryError::Locked))
    }

    /// Everybody whose key is known here, by name.
    pub async fn colleagues(self) -> Result<Vec<Colleague>, RepositoryError> {
        let rows = self.session.repository()?.device_rows(casebook_records::device::COLLEAGUES).await?;
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
    pub async fn forget_colleague(self, signer: Signer) -> Result<(), RepositoryError> {
        let job = async move {
            let mut batch = Batch::default();
            batch.delete(StoreName::Device, colleague_name(&signer.key));
            Ok(self.session.repository()?.db().write(batch).await?)
        };
        self.session.enqueue(job).await.unwrap_or(Err(RepositoryError::Locked))
    }

    /// What others scan and compare.
    pub async fn tablet_key(self) -> Result<TabletKey, RepositoryError> {
        let keys: DeviceKeys = self.session.device_keys().await?;
        let recipient = keys.recipient();
        let key_words = Recipient::parse(&recipient).map(|key| key.fingerprint().join(" ")).unwrap_or_default();
        Ok(TabletKey { recipient, key_words, signature_words: keys.fingerprint().join(" ") })
    }
}
