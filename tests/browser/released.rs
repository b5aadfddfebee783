//! The database that a release before left on a tablet, in the IndexedDB of this one.

use casebook::browser::clock;
use casebook::browser::db::Db;
use casebook_repository::rows::StoreName;
use casebook_repository::{Repository, id_at, ids};
use casebook_testing::released;
use casebook_vault::{VaultHeader, unlock_with_words};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn the_database_of_a_release_before_opens() {
    let name = format!("test-{}", ids::file_id());
    let db = Db::open(&name).await.expect("opens");
    db.take_epoch().await.expect("taken");
    let mut rows = released::rows();
    // The epoch is this tab's.
    rows.puts.retain(|(_, key, _)| key != b"epoch");
    db.write(rows).await.expect("written");
    drop(db);

    let db = Db::open(&name).await.expect("opens again");
    let header = db.get(StoreName::Vault, b"header").await.expect("read").expect("a header");
    let header = VaultHeader::parse(&String::from_utf8(header).expect("text")).expect("a header");
    let keys = unlock_with_words(&header, released::RECOVERY).expect("the sheet opens it").keys;
    db.take_epoch().await.expect("taken");
    let repository = Repository::new(db.clone(), keys, header.actor(), clock::now);
    let settings = repository.settings().await.expect("read").expect("settings");
    assert_eq!(repository.headers(&settings).await.expect("read").len(), 13);
    let mut records = 0;
    for (key, _) in db.range(StoreName::Headers, &[]).await.expect("read") {
        let file = casebook_domain::ids::FileId::from_bytes(id_at(&key, 0).expect("a file"));
        let loaded = repository.load(file).await.expect("opens");
        assert_eq!(loaded.damaged(), 0);
        assert!(repository.adds_up(&loaded).await.expect("counted"));
        records += loaded.heads.len();
    }
    assert!(records > 176, "{records} records");
    repository.drafts().await.expect("each is read by its schema");
}
