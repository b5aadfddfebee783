//! The bundle worker's side: work that is too heavy for the screen's thread. It answers one question at a time and
//! keeps what it made or opened between questions.

use std::cell::Cell;
use std::rc::Rc;

use super::notices::storage::repository_words;
use crate::browser::clock;
use crate::browser::db::Db;
use crate::browser::worker::{Beside, Outbox, own_build, serve_pairs};
use crate::protocol::bundle::{BundleAsk, FromBundle, Open, Question, ToBundle};
use crate::qr;
use casebook_bundle::stages::{self, Stage};
use casebook_bundle::{EnvelopeError, ImportPlan, Incoming, LocalIndex, envelope};
use casebook_demo as demo;
use casebook_repository::{Repository, RepositoryError};
use casebook_transfer::export::{Exported, export};
use casebook_transfer::import;
use casebook_transfer::opened::{self, Opened};
use casebook_transfer::{JobError, Progress, Step, check, journal, look, pack};
use casebook_vault::Keys;

/// A bundle that is being looked at.
struct Looked {
    opened: Opened,
    /// What was here then.
    local: LocalIndex,
    /// What it would do, as it was told. Applying plans again.
    planned: ImportPlan,
}

/// What the worker keeps between two questions.
#[derive(Default)]
enum Kept {
    #[default]
    Nothing,
    /// Files that were made and are asked for one by one.
    Made(Vec<Vec<u8>>),
    /// Parts of a bundle that were opened, to be looked at or checked together.
    Parts(Vec<Incoming>),
    /// A bundle that was looked at.
    Looked(Box<Looked>),
}

/// The worker: a casebook, once it was opened, and what is kept.
#[derive(Default)]
struct Worker {
    repository: Option<Rc<Repository>>,
    kept: Kept,
}

/// An answer as it travels, and the bytes beside it.
type Reply = (String, Option<Vec<u8>>);

/// Answers questions for as long as the worker lives.
pub fn serve() {
    let worker = Rc::new(Cell::new(Worker::default()));
    serve_pairs(move |outbox, question, beside| {
        let worker = worker.clone();
        async move {
            let (text, bytes) = match serde_json::from_str::<ToBundle<BundleAsk>>(&question) {
                Err(_) => (text(&FromBundle::<()>::Garbled), None),
                Ok(asked) if asked.build != own_build() => (text(&FromBundle::<()>::WrongBuild), None),
                Ok(asked) => {
                    // One question at a time: nobody else asks for it meanwhile.
                    let mut asked_now = worker.take();
                    let reply = asked_now.timed(&outbox, asked.ask, beside).await;
                    worker.set(asked_now);
                    reply
                }
            };
            outbox.post(&text, bytes.as_deref());
        }
    });
}

fn text<A: serde::Serialize>(said: &FromBundle<A>) -> String {
    // Nothing that is said has a key that is no text.
    serde_json::to_string(said).unwrap_or_default()
}

/// The answer to a question of type `Q`.
fn reply<Q: Question>(_: &Q, answer: Q::Answer) -> Reply {
    (text(&FromBundle::Answer(answer)), None)
}

impl Worker {
    /// Answers one question, and says what it took.
    async fn timed(&mut self, outbox: &Outbox, ask: BundleAsk, beside: Beside) -> Reply {
        stages::start(clock::monotonic_ms);
        let running = stages::begin(Stage::Json);
        let reply = match beside.read().await {
            None => (text(&FromBundle::<()>::NoFile), None),
            Some(bytes) => match self.answer(outbox, ask, bytes).await {
                Ok(reply) => reply,
                Err(JobError::Bundle(trouble)) => (text(&FromBundle::<()>::Refused(trouble)), None),
                Err(JobError::Core(error)) => (text(&FromBundle::<()>::Failed(repository_words(&error))), None),
            },
        };
        drop(running);
        let took = Stage::ALL.iter().zip(stages::spent());
        let took = took.map(|(stage, ms)| (stage.name().to_owned(), ms.round() as u32));
        let took = took.chain([("memory-kb".to_owned(), memory_kb())]).collect();
        outbox.post(&text(&FromBundle::<()>::Took(took)), None);
        reply
    }

    async fn answer(&mut self, outbox: &Outbox, ask: BundleAsk, bytes: Vec<u8>) -> Result<Reply, JobError> {
        let mut step = |progress: Progress| outbox.post(&text(&FromBundle::<()>::Step(progress)), None);
        Ok(match ask {
            BundleAsk::Open(ask) => {
                let keys = Keys::from_bytes(&bytes).ok_or(RepositoryError::Locked)?;
                *self = Self { repository: Some(open(&ask, keys).await?), kept: Kept::Nothing };
                reply(&ask, ())
            }
            BundleAsk::ReadCode(ask) => {
                // Whatever is in a picture, no key of this casebook is beside it.
                *self = Self::default();
                let code = qr::read(ask.width, ask.height, &bytes);
                reply(&ask, code)
            }
            BundleAsk::MakeDemo(ask) => {
                make_demo(&*self.repository()?, &mut step, ask.count).await?;
                reply(&ask, ())
            }
            BundleAsk::Export(ask) => {
                let repository = self.repository()?;
                // What leaves may hold what was imported: it is too late to take that back.
                repository.end_journal().await?;
                let exported = self.keep(export(&repository, &ask.of, &ask.seal, &mut step).await?);
                reply(&ask, exported)
            }
            BundleAsk::MakePack(ask) => {
                let made = pack::make(&*self.repository()?, &ask.resources, &ask.templates, &ask.words).await?;
                let exported = Exported { files: vec![made], ..Exported::default() };
                let exported = self.keep(exported);
                reply(&ask, exported)
            }
            BundleAsk::Take(ask) => {
                let Kept::Made(made) = &mut self.kept else { return Err(EnvelopeError::NothingOpen.into()) };
                let bytes = made.get_mut(ask.place).map(std::mem::take);
                (reply(&ask, ()).0, bytes)
            }
            BundleAsk::ReadPack(ask) => {
                let incoming = opened::open(&*self.repository()?, bytes, &ask.by, &mut step).await?;
                reply(&ask, pack::found(incoming)?)
            }
            BundleAsk::ReadPart(ask) => {
                let part = opened::open(&*self.repository()?, bytes, &ask.by, &mut step).await?;
                self.keep_part(part);
                reply(&ask, ())
            }
            BundleAsk::Check(ask) => {
                let Kept::Parts(parts) = std::mem::take(&mut self.kept) else {
                    return Err(EnvelopeError::NothingOpen.into());
                };
                reply(&ask, check::check(&*self.repository()?, parts).await?)
            }
            BundleAsk::SealedByWords(ask) => reply(&ask, envelope::by_words(bytes)?),
            BundleAsk::Read(ask) => {
                if !ask.more {
                    self.kept = Kept::Nothing;
                }
                let part = opened::open(&*self.repository()?, bytes, &ask.by, &mut step).await?;
                self.keep_part(part);
                reply(&ask, ())
            }
            BundleAsk::Look(ask) => {
                let repository = self.repository()?;
                // Asked again, what was opened before is looked at once more: its sender may be known by now.
                let opened = match std::mem::take(&mut self.kept) {
                    Kept::Looked(looked) => looked.opened,
                    Kept::Parts(parts) => opened::together(parts)?,
                    Kept::Nothing | Kept::Made(_) => return Err(EnvelopeError::NothingOpen.into()),
                };
                let (preview, local, planned) = look::look(&repository, &opened).await?;
                self.kept = Kept::Looked(Box::new(Looked { opened, local, planned }));
                reply(&ask, preview)
            }
            BundleAsk::Details(ask) => {
                let Looked { opened, local, planned } = self.looked()?;
                reply(&ask, look::details(opened, local, planned, ask.file))
            }
            BundleAsk::Compare(ask) => {
                let repository = self.repository()?;
                let Looked { opened, planned, .. } = self.looked()?;
                reply(&ask, look::compare(&repository, opened, planned, (ask.file, ask.here)).await?)
            }
            BundleAsk::Apply(ask) => {
                let repository = self.repository()?;
                // What was opened is kept, also after an error: it may be tried again.
                let mut applied = import::apply(&repository, &self.looked()?.opened, &ask.choices, &mut step).await?;
                let bytes = applied.receipt.as_mut().map(|receipt| std::mem::take(&mut receipt.file.bytes));
                (reply(&ask, applied).0, bytes)
            }
            BundleAsk::Undo(ask) => {
                journal::undo(&*self.repository()?).await?;
                reply(&ask, ())
            }
        })
    }

    fn repository(&self) -> Result<Rc<Repository>, RepositoryError> {
        self.repository.clone().ok_or(RepositoryError::Locked)
    }

    /// Keeps a part beside those that were opened before it. What was kept of another kind goes.
    fn keep_part(&mut self, part: Incoming) {
        match &mut self.kept {
            Kept::Parts(parts) => parts.push(part),
            _ => self.kept = Kept::Parts(vec![part]),
        }
    }

    fn looked(&self) -> Result<&Looked, EnvelopeError> {
        match &self.kept {
            Kept::Looked(looked) => Ok(looked),
            _ => Err(EnvelopeError::NothingOpen),
        }
    }

    /// Keeps the bytes of what was made, to be asked for one by one.
    fn keep(&mut self, mut exported: Exported) -> Exported {
        let bytes = exported.files.iter_mut().map(|file| std::mem::take(&mut file.bytes));
        self.kept = Kept::Made(bytes.collect());
        exported
    }
}

/// Opens the casebook in the name of the tab that asks.
async fn open(ask: &Open, keys: Keys) -> Result<Rc<Repository>, JobError> {
    let db = Db::open(&ask.db).await?;
    db.adopt_epoch(ask.epoch);
    let repository = Repository::new(db, keys, ask.actor, clock::now);
    repository.write_as(ask.author.clone());
    repository.take_up().await?;
    Ok(Rc::new(repository))
}

/// How much memory this program has taken. It never gives any back.
fn memory_kb() -> u32 {
    u32::try_from(core::arch::wasm32::memory_size(0) * 64).unwrap_or(u32::MAX)
}

async fn make_demo(repository: &Repository, step: Step<'_>, count: u32) -> Result<(), RepositoryError> {
    let settings = repository.settings().await?.ok_or(RepositoryError::Missing)?;
    let mut done = 0;
    let mut files = demo::files(count, &settings, repository.now(), repository.today()).into_iter();
    while files.len() > 0 {
        let some: Vec<_> = files.by_ref().take(100).collect();
        done += some.len() as u32;
        repository.write_files(&some, &settings).await?;
        step(Progress { done, total: count });
    }
    Ok(())
}
