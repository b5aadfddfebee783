//! The database in a real browser.

use casebook::browser::clock;
use casebook::browser::db::{Db, Lost};
use casebook_repository::ids;
use casebook_repository::rows::{Batch, DbError, StoreName};
use idb::DatabaseEvent as _;
use wasm_bindgen_test::wasm_bindgen_test;

/// A database of its own for each test.
fn fresh_name() -> String {
    format!("test-{}", ids::file_id())
}

fn one(store: StoreName, key: &[u8], value: &[u8]) -> Batch {
    let mut batch = Batch::default();
    batch.put(store, key, value);
    batch
}

#[wasm_bindgen_test]
async fn what_is_written_is_read_back_from_every_store_after_reopening() {
    let name = fresh_name();
    let db = Db::open(&name).await.expect("opens");
    db.take_epoch().await.expect("taken");
    let mut batch = Batch::default();
    for store in StoreName::ALL {
        batch.put(store, *b"key", *b"{\"value\":1}");
    }
    db.write(batch).await.expect("written");
    drop(db);

    let db = Db::open(&name).await.expect("opens again");
    for store in StoreName::ALL {
        assert_eq!(db.get(store, b"key").await, Ok(Some(b"{\"value\":1}".to_vec())), "{store:?}");
        assert_eq!(db.get(store, b"other").await, Ok(None), "{store:?}");
    }
    drop(db);
    Db::destroy(&name).await.expect("removed");
}

/// A database of the first schema with one row, held open by somebody who lets nobody upgrade it.
async fn of_the_first_schema(name: &str) -> idb::Database {
    let factory = idb::Factory::new().expect("IndexedDB");
    let mut request = factory.open(name, Some(1)).expect("asked");
    request.on_upgrade_needed(|event| {
        let database = event.database().expect("a database");
        for store in StoreName::ALL.into_iter().filter(|store| *store != StoreName::Device) {
            database.create_object_store(store.name(), idb::ObjectStoreParams::new()).expect("made");
        }
    });
    let database = request.await.expect("opened");
    let writing = database.transaction(&[StoreName::Vault.name()], idb::TransactionMode::ReadWrite).expect("begun");
    let vault = writing.object_store(StoreName::Vault.name()).expect("a store");
    vault.put(&"kept".into(), Some(&"header".into())).expect("asked").await.expect("put");
    writing.await.expect("written");
    database
}

#[wasm_bindgen_test]
async fn an_upgrade_that_another_window_holds_up_is_blocked_and_then_keeps_what_is_there() {
    let name = fresh_name();
    let held = of_the_first_schema(&name).await;
    assert_eq!(Db::open(&name).await.map(drop), Err(DbError::Blocked));
    held.close();

    let db = Db::open(&name).await.expect("opens now");
    assert_eq!(db.get(StoreName::Vault, b"header").await, Ok(Some(b"kept".to_vec())));
    db.take_epoch().await.expect("taken");
    db.write(one(StoreName::Device, b"key", b"new")).await.expect("the store of the second schema is there");
    drop(db);
    Db::destroy(&name).await.expect("removed");
}

#[wasm_bindgen_test]
async fn a_database_of_a_newer_casebook_is_left_alone() {
    let name = fresh_name();
    let factory = idb::Factory::new().expect("IndexedDB");
    factory.open(&name, Some(99)).expect("asked").await.expect("opened").close();
    assert_eq!(Db::open(&name).await.map(drop), Err(DbError::Newer));
    Db::destroy(&name).await.expect("removed");
}

#[wasm_bindgen_test]
async fn a_range_is_what_begins_with_the_prefix_and_nothing_else() {
    let name = fresh_name();
    let db = Db::open(&name).await.expect("opens");
    let mut batch = Batch::default();
    for key in [&[1, 255][..], &[1, 255, 0], &[1, 255, 255], &[2], &[255, 255], &[255, 255, 7], &[1, 254, 9]] {
        batch.put(StoreName::Records, key, [7]);
    }
    db.write(batch).await.expect("written");
    let keys = |rows: Vec<(Vec<u8>, Vec<u8>)>| rows.into_iter().map(|row| row.0).collect::<Vec<_>>();
    let found = keys(db.range(StoreName::Records, &[1, 255]).await.expect("read"));
    assert_eq!(found, [vec![1, 255], vec![1, 255, 0], vec![1, 255, 255]]);
    let last = keys(db.range(StoreName::Records, &[255, 255]).await.expect("read"));
    assert_eq!(last, [vec![255, 255], vec![255, 255, 7]]);
    assert_eq!(db.range(StoreName::Records, &[]).await.expect("read").len(), 7);
    assert_eq!(db.keys(StoreName::Records, &[2]).await, Ok(vec![vec![2]]));

    let mut batch = Batch::default();
    batch.delete_prefix(StoreName::Records, [1, 255]).put(StoreName::Records, [1, 255, 1], [8]);
    db.write(batch).await.expect("written");
    let found = db.range(StoreName::Records, &[1]).await.expect("read");
    assert_eq!(found, [(vec![1, 254, 9], vec![7]), (vec![1, 255, 1], vec![8])], "deletions run before puts");
    drop(db);
    Db::destroy(&name).await.expect("removed");
}

#[wasm_bindgen_test]
async fn a_change_that_fails_in_the_middle_leaves_nothing() {
    let name = fresh_name();
    let db = Db::open(&name).await.expect("opens");
    let mut batch = Batch::default();
    batch.put(StoreName::Records, [1], [1]).put(StoreName::Headers, [1], [1]);
    // The epoch can't be written by a batch: found out when the rows before it have been put.
    batch.put(StoreName::Vault, *b"epoch", *b"9");
    assert!(matches!(db.write(batch).await, Err(DbError::Other(_))));
    assert_eq!(db.get(StoreName::Records, &[1]).await, Ok(None));
    assert_eq!(db.get(StoreName::Headers, &[1]).await, Ok(None));
    db.write(one(StoreName::Records, &[2], &[2])).await.expect("the next change goes through");
    drop(db);
    Db::destroy(&name).await.expect("removed");
}

#[wasm_bindgen_test]
async fn the_epoch_stops_writes_of_a_tab_that_the_casebook_was_taken_from() {
    let name = fresh_name();
    let first = Db::open(&name).await.expect("opens");
    first.take_epoch().await.expect("taken");
    first.write(one(StoreName::Records, &[1], &[1])).await.expect("the owner writes");

    let second = Db::open(&name).await.expect("a second tab opens");
    assert_eq!(
        second.write(one(StoreName::Records, &[1], &[2])).await,
        Err(DbError::Stolen),
        "it has not taken it yet"
    );
    second.take_epoch().await.expect("taken");
    assert_eq!(first.write(one(StoreName::Records, &[1], &[3])).await, Err(DbError::Stolen));
    second.write(one(StoreName::Records, &[1], &[4])).await.expect("the new owner writes");
    assert_eq!(second.get(StoreName::Records, &[1]).await, Ok(Some(vec![4])));

    let worker = Db::open(&name).await.expect("a worker opens");
    worker.adopt_epoch(second.epoch().expect("has one"));
    worker.write(one(StoreName::Records, &[1], &[5])).await.expect("the owner's worker writes");
    drop((first, second, worker));
    Db::destroy(&name).await.expect("removed");
}

#[wasm_bindgen_test]
async fn writes_issued_before_the_casebook_was_taken_end_whole_or_not_at_all() {
    let name = fresh_name();
    let (first, second) = (Db::open(&name).await.expect("opens"), Db::open(&name).await.expect("opens"));
    first.take_epoch().await.expect("taken");
    let mut batch = Batch::default();
    for key in 0..200_u8 {
        batch.put(StoreName::Records, [key], vec![key; 2000]);
    }
    // Polled together: the write is under way when the other tab takes over.
    let (written, taken) = both(first.write(batch), second.take_epoch()).await;
    taken.expect("taken");
    let rows = second.keys(StoreName::Records, &[]).await.expect("read").len();
    assert_eq!(rows, if written.is_ok() { 200 } else { 0 });
    assert!(matches!(written, Ok(()) | Err(DbError::Stolen)));
    assert_eq!(first.write(one(StoreName::Records, &[1], &[3])).await, Err(DbError::Stolen));
    drop((first, second));
    Db::destroy(&name).await.expect("removed");
}

#[wasm_bindgen_test]
async fn a_write_whose_caller_stopped_waiting_is_still_done() {
    let name = fresh_name();
    let db = Db::open(&name).await.expect("opens");
    {
        let mut write = Box::pin(db.write(one(StoreName::Drafts, &[1], &[1])));
        let mut context = core::task::Context::from_waker(core::task::Waker::noop());
        assert!(core::future::Future::poll(write.as_mut(), &mut context).is_pending());
    }
    db.write(one(StoreName::Drafts, &[2], &[2])).await.expect("the next one comes after it");
    assert_eq!(db.get(StoreName::Drafts, &[1]).await, Ok(Some(vec![1])));
    drop(db);
    Db::destroy(&name).await.expect("removed");
}

#[wasm_bindgen_test]
async fn a_database_that_is_removed_elsewhere_is_lost_and_says_so() {
    let name = fresh_name();
    let db = Db::open(&name).await.expect("opens");
    let lost = std::rc::Rc::new(core::cell::Cell::new(None));
    let told = lost.clone();
    db.on_lost(move |how| told.set(Some(how)));
    Db::destroy(&name).await.expect("an open handle lets go");
    assert_eq!(lost.get(), Some(Lost::Replaced));
    assert_eq!(db.write(one(StoreName::Records, &[1], &[1])).await, Err(DbError::Closed));
    assert_eq!(db.get(StoreName::Records, &[1]).await, Err(DbError::Closed));
}

/// Has the browser do something to every database at the next time that a transaction is opened in it, `times` times.
fn when_used_next(times: i32, what: &str) {
    let patch = [
        "const own = IDBDatabase.prototype.transaction; let times = ",
        &times.to_string(),
        "; IDBDatabase.prototype.transaction = function (...given) { \
           if (times === 0) { IDBDatabase.prototype.transaction = own; return own.apply(this, given); } \
           times -= 1; ",
        what,
        " return own.apply(this, given); }",
    ]
    .concat();
    js_sys::eval(&patch).expect("patched");
}

#[wasm_bindgen_test]
async fn a_database_that_the_browser_closed_is_opened_again_and_written() {
    let name = fresh_name();
    let db = Db::open(&name).await.expect("opens");
    db.take_epoch().await.expect("taken");
    when_used_next(1, "this.close();");
    db.write(one(StoreName::Drafts, &[1], &[1])).await.expect("opened again and written");
    when_used_next(1, "this.close();");
    assert_eq!(db.get(StoreName::Drafts, &[1]).await, Ok(Some(vec![1])), "opened again and read");
    // What the browser says where the disk failed in the middle.
    when_used_next(1, "throw new DOMException('no more', 'UnknownError');");
    db.write(one(StoreName::Drafts, &[2], &[2])).await.expect("opened again and written");
    drop(db);
    Db::destroy(&name).await.expect("removed");
}

#[wasm_bindgen_test]
async fn a_database_that_does_not_open_again_says_so_and_goes_on_once_it_does() {
    let name = fresh_name();
    let db = Db::open(&name).await.expect("opens");
    db.take_epoch().await.expect("taken");
    // Four attempts at the first use, and one more for the same write; then one for each use.
    when_used_next(6, "this.close();");
    assert_eq!(db.write(one(StoreName::Drafts, &[1], &[1])).await, Err(DbError::Closed));
    assert_eq!(db.get(StoreName::Drafts, &[1]).await, Err(DbError::Closed));
    assert_eq!(db.get(StoreName::Drafts, &[1]).await, Ok(None), "nothing was written");
    db.write(one(StoreName::Drafts, &[1], &[3])).await.expect("it writes again");
    assert_eq!(db.get(StoreName::Drafts, &[1]).await, Ok(Some(vec![3])));
    drop(db);
    Db::destroy(&name).await.expect("removed");
}

#[wasm_bindgen_test]
async fn a_database_that_was_removed_is_not_made_again_empty() {
    let name = fresh_name();
    let db = Db::open(&name).await.expect("opens");
    db.take_epoch().await.expect("taken");
    let lost = std::rc::Rc::new(core::cell::Cell::new(None));
    let told = lost.clone();
    db.on_lost(move |how| told.set(Some(how)));
    when_used_next(1, "this.close(); indexedDB.deleteDatabase(this.name);");
    assert_eq!(db.write(one(StoreName::Drafts, &[1], &[1])).await, Err(DbError::Removed));
    assert_eq!(lost.get(), Some(Lost::Removed));
    assert_eq!(db.write(one(StoreName::Drafts, &[1], &[1])).await, Err(DbError::Closed));
    let made = Db::open(&name).await.expect("made");
    assert_eq!(made.get(StoreName::Vault, b"epoch").await, Ok(None), "an empty one was left behind");
    drop((db, made));
    Db::destroy(&name).await.expect("removed");
}

#[wasm_bindgen_test]
async fn two_thousand_rows_are_read_in_one_go() {
    let name = fresh_name();
    let db = Db::open(&name).await.expect("opens");
    let mut batch = Batch::default();
    for number in 0..2_000_u32 {
        batch.put(StoreName::Headers, [[0; 12].as_slice(), &number.to_be_bytes()].concat(), vec![number as u8; 552]);
    }
    let start = clock::monotonic_ms();
    db.write(batch).await.expect("written");
    let written = clock::monotonic_ms();
    let rows = db.range(StoreName::Headers, &[]).await.expect("read");
    let read = clock::monotonic_ms();
    assert_eq!(rows.len(), 2_000);
    assert!(rows.is_sorted());
    wasm_bindgen_test::console_log!(
        "2,000 rows: written in {:.0} ms, read in {:.0} ms",
        written - start,
        read - written
    );
    drop(db);
    Db::destroy(&name).await.expect("removed");
}

/// Polls both until both are ready.
async fn both<A, B>(
    left: impl core::future::Future<Output = A>,
    right: impl core::future::Future<Output = B>,
) -> (A, B) {
    let (mut left, mut right) = (Box::pin(left), Box::pin(right));
    let (mut a, mut b) = (None, None);
    core::future::poll_fn(move |context| {
        if a.is_none()
            && let core::task::Poll::Ready(value) = left.as_mut().poll(context)
        {
            a = Some(value);
        }
        if b.is_none()
            && let core::task::Poll::Ready(value) = right.as_mut().poll(context)
        {
            b = Some(value);
        }
        match (a.take(), b.take()) {
            (Some(a), Some(b)) => core::task::Poll::Ready((a, b)),
            (left, right) => {
                (a, b) = (left, right);
                core::task::Poll::Pending
            }
        }
    })
    .await
}
