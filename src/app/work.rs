//! The bundle worker's side: what is too heavy for the screen. One question at a time; what was opened is kept between
//! two of them.

use std::cell::RefCell;
use std::rc::Rc;

use super::core::{Core, CoreError};
use super::notices::core_words;
use crate::browser::db::Db;
use crate::browser::worker::{Outbox, own_build, serve_pairs};
use crate::browser::clock;
use crate::demo;
use crate::domain::ids::ActorId;
use crate::protocol::{BundleAnswer, BundleAsk, FromBundle, Progress, ToBundle};
use crate::vault::Keys;

/// Answers questions for as long as the worker lives.
pub fn serve() {
    let core = Rc::new(RefCell::new(None::<Rc<Core>>));
    serve_pairs(move |outbox, question, bytes| {
        let core = core.clone();
        async move {
            let reply = match serde_json::from_str::<ToBundle<BundleAsk>>(&question) {
                Err(_) => FromBundle::Garbled,
                Ok(asked) if asked.build != own_build() => FromBundle::WrongBuild,
                Ok(asked) => FromBundle::Answer(
                    answer(&core, &outbox, asked.ask, bytes)
                        .await
                        .unwrap_or_else(|error| BundleAnswer::Failed(core_words(&error))),
                ),
            };
            say(&outbox, &reply, None);
        }
    });
}

fn say(outbox: &Outbox, reply: &FromBundle<BundleAnswer>, bytes: Option<&[u8]>) {
    if let Ok(text) = serde_json::to_string(reply) {
        outbox.post(&text, bytes);
    }
}

async fn answer(
    held: &RefCell<Option<Rc<Core>>>,
    outbox: &Outbox,
    ask: BundleAsk,
    bytes: Option<Vec<u8>>,
) -> Result<BundleAnswer, CoreError> {
    if let BundleAsk::Open { db, epoch, actor } = &ask {
        let keys = bytes.as_deref().and_then(Keys::from_bytes).ok_or(CoreError::Locked)?;
        let actor = ActorId::parse(actor).ok_or(CoreError::Locked)?;
        let db = Db::open(db).await?;
        db.adopt_epoch(*epoch);
        *held.borrow_mut() = Some(Rc::new(Core::new(db, keys, actor)));
        return Ok(BundleAnswer::Done);
    }
    let core = held.borrow().clone().ok_or(CoreError::Locked)?;
    match ask {
        BundleAsk::Open { .. } => {}
        BundleAsk::MakeDemo { count } => make_demo(&core, outbox, count).await?,
    }
    Ok(BundleAnswer::Done)
}

async fn make_demo(core: &Core, outbox: &Outbox, count: u32) -> Result<(), CoreError> {
    let settings = core.settings().await?.ok_or(CoreError::Missing)?;
    let (now, today) = (clock::now(), clock::today());
    let mut done = 0;
    let mut files = demo::files(count, &settings, now, today).into_iter();
    while files.len() > 0 {
        let some: Vec<_> = files.by_ref().take(100).collect();
        done += some.len() as u32;
        core.write_files(&some, &settings).await?;
        say(outbox, &FromBundle::Step(Progress { done, total: count }), None);
    }
    Ok(())
}
