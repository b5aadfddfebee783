//! A half-filled form in a real browser's database, through the write queue: no draft outlives the save that it was for.

use casebook::app::queue::Queue;
use casebook::browser::clock;
use casebook::browser::db::Db;
use casebook_demo as demo;
use casebook_domain::calendar::Moment;
use casebook_domain::content::{Content, Kind};
use casebook_domain::decide::Command;
use casebook_domain::ids::FileId;
use casebook_domain::safety::{Told, Worry};
use casebook_domain::settings::Settings;
use casebook_records::{DraftRow, NO_FILE};
use casebook_repository::DraftSlot;
use casebook_repository::ids;
use casebook_repository::{Repository, RepositoryError};
use casebook_vault::{self as vault, Derived, Key, Params, random_salt};
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;

struct Book {
    name: String,
    db: Db,
    repository: Rc<Repository>,
    queue: Queue,
    settings: Settings,
    file: FileId,
}

impl Book {
    async fn open() -> Self {
        let name = format!("test-{}", ids::file_id());
        let db = Db::open(&name).await.expect("opens");
        db.take_epoch().await.expect("taken");
        let passphrase = Derived { key: Key::random(), salt: random_salt(), params: Params::DEFAULT };
        let created = vault::create(&passphrase, "Mentor");
        let repository = Rc::new(Repository::new(
            db.clone(),
            created.unlocked.keys,
            created.header.actor(),
            casebook::browser::clock::now,
        ));
        let settings = Settings::new("Made-Up Mentor".into(), "Made-Up School".into());
        let files = demo::files(1, &settings, clock::now(), clock::today());
        repository.write_files(&files, &settings).await.expect("written");
        Self { name, db, repository, queue: Queue::start(), settings, file: files[0].case.id }
    }

    async fn close(self) {
        let Self { name, db, repository, queue, .. } = self;
        drop((repository, queue, db));
        Db::destroy(&name).await.expect("removed");
    }

    /// What a timer, a lock or a view that goes away asks for.
    fn keep(
        &self,
        slot: &DraftSlot,
        words: &str,
    ) -> impl Future<Output = Option<Result<bool, RepositoryError>>> + use<> {
        let (repository, slot) = (self.repository.clone(), slot.clone());
        let values = [("words".to_owned(), words.to_owned())].into();
        let row = DraftRow { kind: Kind::Worry, file: Some(self.file), record: None, saved: clock::now(), values };
        self.queue.run(async move { repository.keep_form(&slot, &row).await })
    }

    /// What "Save" asks for.
    fn save(
        &self,
        slot: &DraftSlot,
        worry: Worry,
    ) -> impl Future<Output = Option<Result<(), RepositoryError>>> + use<> {
        let (repository, slot, settings, file) =
            (self.repository.clone(), slot.clone(), self.settings.clone(), self.file);
        self.queue.run(async move {
            let before = repository.load(file).await?;
            let command = Command::Save { id: ids::record_id(), content: Content::Worry(worry) };
            repository.dispatch(&before, &settings, &command, Some(&slot)).await.map(drop)
        })
    }

    async fn kept(&self) -> Vec<String> {
        let drafts = self.repository.drafts().await.expect("read");
        drafts.into_iter().filter_map(|(.., row)| row.values.get("words").cloned()).collect()
    }
}

fn worry(told: Option<Told>) -> Worry {
    let at = Moment { utc_ms: clock::now().utc_ms, offset_min: 0 };
    Worry { at, words: "made up".into(), told, held_by_lead: false, withdrawn: None }
}

#[wasm_bindgen_test]
async fn p40_a_draft_is_gone_with_its_save_however_late_its_timer_runs() {
    let book = Book::open().await;
    // Beside no file, as the form of a new entry keeps it.
    let slot = DraftSlot::new(NO_FILE, ids::draft_id());
    assert_eq!(book.keep(&slot, "half").await, Some(Ok(true)));
    // The mentor taps "Save" within a second of the last key: timer, lock and closing view ask while the save is on its way.
    let saved = book.save(&slot, worry(None));
    let (timer, view) = (book.keep(&slot, "half of it"), book.keep(&slot, "half of it"));
    assert_eq!(saved.await, Some(Ok(())));
    assert_eq!((timer.await, view.await), (Some(Ok(false)), Some(Ok(false))));
    assert_eq!(book.keep(&slot, "later still").await, Some(Ok(false)));
    assert_eq!(book.kept().await, Vec::<String>::new(), "nothing is left unfinished");
    // The form is opened again: a slot of its own.
    let again = DraftSlot::new(NO_FILE, slot.at().1);
    assert_eq!(book.keep(&again, "another").await, Some(Ok(true)));
    assert_eq!(book.kept().await, ["another"]);
    book.close().await;
}

#[wasm_bindgen_test]
async fn a_save_that_is_refused_ends_no_draft() {
    let book = Book::open().await;
    let slot = DraftSlot::new(NO_FILE, ids::draft_id());
    assert_eq!(book.keep(&slot, "half").await, Some(Ok(true)));
    let nobody = Told { name: " ".into(), at: clock::now(), how: String::new() };
    let saved = book.save(&slot, worry(Some(nobody)));
    let timer = book.keep(&slot, "all of it");
    assert!(matches!(saved.await, Some(Err(RepositoryError::Rejected(_)))));
    assert_eq!(timer.await, Some(Ok(true)));
    assert_eq!(book.kept().await, ["all of it"]);
    book.close().await;
}
