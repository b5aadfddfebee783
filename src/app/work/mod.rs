//! The bundle worker's side: work that is too heavy for the screen's thread. It answers one question at a time and
//! keeps the opened bundle between questions.
//!
//! [`export`] and [`import`] need no worker to run in: they are given an open casebook and somebody to tell how far they
//! are.

pub mod check;
pub mod export;
pub mod import;
pub mod journal;
pub mod look;
pub mod pack;
pub mod receipt;

use std::cell::RefCell;
use std::rc::Rc;

use super::notices::core_words;
use crate::browser::clock;
use crate::browser::db::Db;
use crate::browser::worker::{Outbox, own_build, serve_pairs};
use crate::protocol::{
    AppliedHere, BundleAnswer, BundleAsk, Choices, FromBundle, HandOverAsk, LastImport, MadeFile, Progress, SealAsk,
    Sealed, SettingsFate, ToBundle,
};
use crate::qr;
use casebook_bundle::stages::{self, Stage};
use casebook_bundle::{
    BundleKind, ImportPlan, Incoming, LeadSays, LocalIndex, Parts, Place, Purpose, SealBy, Trouble, envelope,
};
use casebook_demo as demo;
use casebook_domain::alias::Alias;
use casebook_domain::calendar;
use casebook_domain::hand_over::LeadHas;
use casebook_domain::ids::{ActorId, FileId, RecordId};
use casebook_records::journal::JournalHead;
use casebook_repository::rows::DbError;
use casebook_repository::{Core, CoreError};
use casebook_vault::Keys;

/// Told how far a job is.
pub type Step<'a> = &'a mut dyn FnMut(Progress);

/// Why a bundle was not made, opened or applied. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkError {
    /// The bundle itself.
    Bundle(Trouble),
    /// The casebook.
    Core(CoreError),
}

impl From<Trouble> for WorkError {
    fn from(trouble: Trouble) -> Self {
        Self::Bundle(trouble)
    }
}

impl From<CoreError> for WorkError {
    fn from(error: CoreError) -> Self {
        Self::Core(error)
    }
}

impl From<DbError> for WorkError {
    fn from(error: DbError) -> Self {
        Self::Core(error.into())
    }
}

/// A bundle that is being looked at.
struct Looked {
    opened: import::Opened,
    /// What was here then.
    local: LocalIndex,
    /// What it would do, as it was told. Applying plans again.
    planned: ImportPlan,
}

/// What the worker holds between two questions.
#[derive(Default)]
struct Held {
    core: Option<Rc<Core>>,
    parts: Vec<Incoming>,
    opened: Option<Rc<Looked>>,
    made: Vec<Vec<u8>>,
    checking: Vec<Incoming>,
}

type Answer = (BundleAnswer, Option<Vec<u8>>);

/// Answers questions for as long as the worker lives.
pub fn serve() {
    let held = Rc::new(RefCell::new(Held::default()));
    serve_pairs(move |outbox, question, bytes| {
        let held = held.clone();
        async move {
            let (reply, bytes) = match serde_json::from_str::<ToBundle<BundleAsk>>(&question) {
                Err(_) => (FromBundle::Garbled, None),
                Ok(asked) if asked.build != own_build() => (FromBundle::WrongBuild, None),
                Ok(asked) => {
                    stages::start(clock::monotonic_ms);
                    let running = stages::begin(Stage::Json);
                    let (answer, bytes) = match answer(&held, &outbox, asked.ask, bytes).await {
                        Ok(answer) => answer,
                        Err(WorkError::Bundle(trouble)) => (BundleAnswer::Refused(trouble), None),
                        Err(WorkError::Core(error)) => (BundleAnswer::Failed(core_words(&error)), None),
                    };
                    drop(running);
                    let took = Stage::ALL.iter().zip(stages::spent());
                    let took = took.map(|(stage, ms)| (stage.name().to_owned(), ms.round() as u32));
                    let took = took.chain([("memory-kb".to_owned(), memory_kb())]).collect();
                    say(&outbox, &FromBundle::Took(took), None);
                    (FromBundle::Answer(answer), bytes)
                }
            };
            say(&outbox, &reply, bytes.as_deref());
        }
    });
}

/// How much memory this program has taken. It never gives any back.
fn memory_kb() -> u32 {
    number(core::arch::wasm32::memory_size(0) * 64)
}

fn say(outbox: &Outbox, reply: &FromBundle<BundleAnswer>, bytes: Option<&[u8]>) {
    if let Ok(text) = serde_json::to_string(reply) {
        outbox.post(&text, bytes);
    }
}

async fn answer(
    held: &RefCell<Held>,
    outbox: &Outbox,
    ask: BundleAsk,
    bytes: Option<Vec<u8>>,
) -> Result<Answer, WorkError> {
    if let BundleAsk::Open { db, epoch, actor, author } = &ask {
        let keys = bytes.as_deref().and_then(Keys::from_bytes).ok_or(CoreError::Locked)?;
        let actor = ActorId::parse(actor).ok_or(CoreError::Locked)?;
        let db = Db::open(db).await?;
        db.adopt_epoch(*epoch);
        let core = Rc::new(Core::new(db, keys, actor, crate::browser::clock::now));
        core.write_as(author.clone());
        core.take_up().await?;
        *held.borrow_mut() = Held { core: Some(core), ..Held::default() };
        return Ok((BundleAnswer::Done, None));
    }
    if let BundleAsk::ReadCode { width, height } = ask {
        // Whatever is in a picture, no key of this casebook is beside it.
        *held.borrow_mut() = Held::default();
        return Ok((BundleAnswer::Code(qr::read(width, height, &bytes.unwrap_or_default())), None));
    }
    let core = held.borrow().core.clone().ok_or(CoreError::Locked)?;
    let mut step = |progress| say(outbox, &FromBundle::Step(progress), None);
    match ask {
        BundleAsk::Open { .. } | BundleAsk::ReadCode { .. } => Ok((BundleAnswer::Done, None)),
        BundleAsk::MakeDemo { count } => {
            make_demo(&core, &mut step, count).await?;
            Ok((BundleAnswer::Done, None))
        }
        BundleAsk::Export { hand_over, seal } => {
            let what = hand_over.map_or(export::What::Backup, |ask| export::What::HandOver(going(ask)));
            // What leaves may hold what was imported: it is too late to take that back.
            core.end_journal().await?;
            let by = match &seal {
                SealAsk::Words(words) => SealBy::Words(words),
                SealAsk::Recipient(recipient) => SealBy::Recipient(recipient),
            };
            let export::Export { files, rows, damaged } = export::export(&core, &what, by, &mut step).await?;
            let (made, bytes) =
                files.into_iter().map(|file| (MadeFile::new(file.name, &file.sha256), file.bytes)).unzip();
            held.borrow_mut().made = bytes;
            let rows = rows.into_iter().map(|(file, rows)| (file.to_string(), rows)).collect();
            Ok((BundleAnswer::Made { files: made, rows, damaged: number(damaged) }, None))
        }
        BundleAsk::MakePack { resources, templates, words } => {
            let chosen = |all: &[String]| all.iter().filter_map(|id| RecordId::parse(id)).collect::<Vec<_>>();
            let made = pack::make(&core, &chosen(&resources), &chosen(&templates), &words).await?;
            // A receipt is for hand-overs: a pack needs no check sum to be named by.
            let files = vec![MadeFile { name: made.name, sha256: String::new() }];
            held.borrow_mut().made = vec![made.bytes];
            Ok((BundleAnswer::Made { files, rows: Vec::new(), damaged: 0 }, None))
        }
        BundleAsk::ReadPack { by } => {
            let incoming = import::open(&core, bytes.unwrap_or_default(), &by, &mut step).await?;
            Ok((BundleAnswer::Pack(pack::found(incoming)?), None))
        }
        BundleAsk::ReadPart { by } => {
            let part = import::open(&core, bytes.unwrap_or_default(), &by, &mut step).await?;
            held.borrow_mut().checking.push(part);
            Ok((BundleAnswer::Done, None))
        }
        BundleAsk::Check => {
            let parts = std::mem::take(&mut held.borrow_mut().checking);
            let answer = match check::check(&core, parts).await? {
                Ok(checked) => BundleAnswer::Checked(checked),
                Err(apart) => BundleAnswer::NotTogether(apart),
            };
            Ok((answer, None))
        }
        BundleAsk::Take { place } => {
            let place = usize::try_from(place).unwrap_or(usize::MAX);
            let bytes = held.borrow_mut().made.get_mut(place).map(std::mem::take);
            Ok((BundleAnswer::Done, bytes))
        }
        BundleAsk::SealedBy => {
            let by_words = envelope::by_words(bytes.unwrap_or_default())?;
            Ok((BundleAnswer::Sealed(if by_words { Sealed::Words } else { Sealed::Key }), None))
        }
        BundleAsk::Read { by, more } => {
            let mut parts = std::mem::take(&mut held.borrow_mut().parts);
            held.borrow_mut().opened = None;
            if !more {
                parts.clear();
            }
            let part = import::open(&core, bytes.unwrap_or_default(), &by, &mut step).await?;
            parts.push(part);
            held.borrow_mut().parts = parts;
            Ok((BundleAnswer::Done, None))
        }
        BundleAsk::Look => {
            // Asked again, what was opened before is looked at once more: its sender may be known by now.
            let parts = std::mem::take(&mut held.borrow_mut().parts);
            let again = held.borrow().opened.as_ref().map(|looked| looked.opened.clone());
            let opened = match again {
                Some(opened) if parts.is_empty() => opened,
                _ => import::together(parts)?,
            };
            let (found, local, planned) = look::look(&core, &opened).await?;
            held.borrow_mut().opened = Some(Rc::new(Looked { opened, local, planned }));
            Ok((BundleAnswer::Found(found), None))
        }
        BundleAsk::Details { file } => {
            let looked = looked(held)?;
            let file = FileId::parse(&file).ok_or(Trouble::NothingOpen)?;
            let (records, of) = look::details(&looked.opened, &looked.local, &looked.planned, file);
            Ok((BundleAnswer::Details(records, of), None))
        }
        BundleAsk::Compare { file, here } => {
            let looked = looked(held)?;
            let pair = FileId::parse(&file).zip(FileId::parse(&here)).ok_or(Trouble::NothingOpen)?;
            let (there, here) = look::compare(&core, &looked.opened, &looked.planned, pair).await?;
            Ok((BundleAnswer::Compared(there, here), None))
        }
        BundleAsk::Apply(choices) => {
            // Kept also after an error: it may be tried again.
            let looked = looked(held)?;
            apply(&core, &looked.opened, choices, &mut step).await
        }
        BundleAsk::Undo => {
            let JournalHead { at, from, backup, records, .. } = journal::undo(&core).await?;
            let at = (at.utc_ms, at.offset_min);
            Ok((BundleAnswer::Undone(LastImport { at, from, backup, records }), None))
        }
    }
}

/// What can't be read is what takes least along.
fn going(ask: HandOverAsk) -> export::HandOver {
    let HandOverAsk { files, purpose, until, to, place, parts, lead } = ask;
    export::HandOver {
        files: ids(&files),
        purpose: Purpose::from_code(&purpose).unwrap_or(Purpose::Transfer),
        until: until.as_deref().and_then(calendar::parse_iso),
        to,
        place: Place::from_code(&place).unwrap_or(Place::Elsewhere),
        parts: Parts::from_code(&parts).unwrap_or(Parts::PlanAndReviews),
        lead: LeadSays::from_code(&lead),
    }
}

fn looked(held: &RefCell<Held>) -> Result<Rc<Looked>, Trouble> {
    held.borrow().opened.clone().ok_or(Trouble::NothingOpen)
}

async fn apply(core: &Core, opened: &import::Opened, choices: Choices, step: Step<'_>) -> Result<Answer, WorkError> {
    if opened.joined.opening.kind == BundleKind::Receipt {
        let entered = number(receipt::enter(core, opened).await?);
        let applied = AppliedHere {
            files: entered,
            records: entered,
            mended: 0,
            settings: SettingsFate::Untouched,
            receipt: String::new(),
            by_words: false,
        };
        return Ok((BundleAnswer::Applied(applied), None));
    }
    let words = choices.words.clone();
    let import::Applied { files, records, mended, settings, receipt } =
        import::apply(core, opened, &chosen(choices), step).await?;
    let made = match &receipt {
        // Without a receipt the import stands all the same; the sender can be told by word of mouth.
        Some(confirmed) => receipt::make(core, opened, confirmed, &words).await.ok(),
        None => None,
    };
    let (name, by_words, bytes) = match made {
        Some(receipt::MadeReceipt { file_name, bytes, by_words }) => (file_name, by_words, Some(bytes)),
        None => (String::new(), false, None),
    };
    let applied = AppliedHere {
        files: number(files),
        records: number(records),
        mended: number(mended),
        settings,
        receipt: name,
        by_words,
    };
    Ok((BundleAnswer::Applied(applied), bytes))
}

fn chosen(choices: Choices) -> import::Chosen {
    let pair = |(one, other): &(String, String)| Alias::of_two(FileId::parse(one)?, FileId::parse(other)?);
    let files = choices.files.into_iter().filter_map(|file| {
        let records = file.without_records.iter().filter_map(|record| RecordId::parse(record)).collect();
        Some((FileId::parse(&file.file)?, import::Without { kinds: file.without, records }))
    });
    import::Chosen {
        files: files.collect(),
        aliases: choices.aliases.iter().filter_map(pair).collect(),
        joins: choices.join.iter().filter_map(pair).collect(),
        apart: choices.apart.iter().filter_map(pair).collect(),
        lead: LeadHas::from_code(&choices.lead),
    }
}

/// Four letters and digits that are not mistaken for each other, to tell two files of a day apart.
fn mark(random: [u8; 16]) -> String {
    const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    random[..4].iter().map(|byte| char::from(SIGNS[usize::from(byte % 32)])).collect()
}

fn ids(files: &[String]) -> Vec<FileId> {
    files.iter().filter_map(|file| FileId::parse(file)).collect()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

async fn make_demo(core: &Core, step: Step<'_>, count: u32) -> Result<(), CoreError> {
    let settings = core.settings().await?.ok_or(CoreError::Missing)?;
    let (now, today) = (clock::now(), clock::today());
    let mut done = 0;
    let mut files = demo::files(count, &settings, now, today).into_iter();
    while files.len() > 0 {
        let some: Vec<_> = files.by_ref().take(100).collect();
        done += some.len() as u32;
        core.write_files(&some, &settings).await?;
        step(Progress { done, total: count });
    }
    Ok(())
}
