//! What only a browser can tell of an import and of an undo: that each is one strict transaction of IndexedDB, and none where
//! another tab has the casebook. What they do is tested over rows in memory, in `casebook-transfer`.

use casebook::browser::clock;
use casebook::browser::db::Db;
use casebook_bundle::SealBy;
use casebook_demo as demo;
use casebook_domain::settings::Settings;
use casebook_repository::rows::{Row, StoreName};
use casebook_repository::{Repository, RepositoryError, ids};
use casebook_transfer::export::{ExportOf, export};
use casebook_transfer::import::apply;
use casebook_transfer::opened::{open, together};
use casebook_transfer::preview::Choices;
use casebook_transfer::{JobError, OpenBy, journal};
use casebook_vault::{self as vault, Derived, Key, Params, random_salt};
use wasm_bindgen_test::wasm_bindgen_test;

/// A casebook in a database of its own.
struct Casebook {
    name: String,
    db: Db,
    repository: Repository,
    recipient: String,
    secret: OpenBy,
}

impl Casebook {
    async fn new(mentor: &str) -> Self {
        let name = format!("test-{}", ids::file_id());
        let db = Db::open(&name).await.expect("opens");
        db.take_epoch().await.expect("taken");
        let derived = Derived { key: Key::random(), salt: random_salt(), params: Params::DEFAULT };
        let created = vault::create(&derived, mentor);
        let recipient = vault::recovery_recipient(&created.header, &created.unlocked.keys).expect("its own");
        let repository = Repository::new(db.clone(), created.unlocked.keys, created.header.actor(), clock::now);
        Self { name, db, repository, recipient, secret: OpenBy::Secret(created.sheet.words.join(" ")) }
    }

    async fn raw(&self) -> Vec<Row> {
        let mut all = Vec::new();
        for store in StoreName::ALL.into_iter().filter(|store| *store != StoreName::Vault) {
            all.extend(self.db.range(store, &[]).await.expect("read"));
        }
        all
    }

    async fn end(self) {
        let Self { name, db, repository, .. } = self;
        drop((db, repository));
        Db::destroy(&name).await.expect("removed");
    }
}

/// From now on the page counts the transactions that may write, by the durability they ask for, until it is asked for them.
const COUNT: &str = "
    globalThis.asked = [];
    (() => {
        const real = IDBDatabase.prototype.transaction;
        globalThis.counted = () => { IDBDatabase.prototype.transaction = real; return globalThis.asked.join(); };
        IDBDatabase.prototype.transaction = function (stores, mode, options) {
            if (mode === 'readwrite') globalThis.asked.push(options?.durability ?? 'default');
            return real.apply(this, arguments);
        };
    })();";

fn counted() -> String {
    js_sys::eval("globalThis.counted()").expect("counted").as_string().expect("a text")
}

#[wasm_bindgen_test]
async fn an_import_and_its_undo_are_one_strict_transaction_each_and_none_where_another_tab_has_the_casebook() {
    let (here, there) = (Casebook::new("Mentor").await, Casebook::new("Colleague").await);
    let settings = Settings::new("Mentor".into(), "Made-up School".into());
    let files = demo::files(3, &settings, clock::now(), clock::today());
    here.repository.write_files(&files, &settings).await.expect("written");
    let by = SealBy::Recipient(here.recipient.clone());
    let backup =
        export(&here.repository, &ExportOf::Backup, &by, &mut |_| {}).await.expect("made").files.remove(0).bytes;
    let part = open(&there.repository, backup, &here.secret, &mut |_| {}).await.expect("opens");
    let opened = together(vec![part]).expect("whole");
    let all = Choices::whole(files.iter().map(|file| file.case.id));

    let thief = Db::open(&there.name).await.expect("opens");
    thief.take_epoch().await.expect("taken");
    let before = there.raw().await;
    let stolen = apply(&there.repository, &opened, &all, &mut |_| {}).await;
    assert!(matches!(stolen, Err(JobError::Core(RepositoryError::Db(_)))), "{stolen:?}");
    assert_eq!(there.raw().await, before);
    there.db.adopt_epoch(thief.epoch().expect("has one"));

    js_sys::eval(COUNT).expect("counts");
    let applied = apply(&there.repository, &opened, &all, &mut |_| {}).await.expect("applied");
    assert_eq!(counted(), "strict");
    assert_eq!(applied.files, 3);
    js_sys::eval(COUNT).expect("counts");
    journal::undo(&there.repository).await.expect("taken back");
    assert_eq!(counted(), "strict");
    assert_eq!(there.raw().await, before, "byte for byte");
    drop(thief);
    here.end().await;
    there.end().await;
}
