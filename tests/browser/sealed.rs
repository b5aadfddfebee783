//! What lies in a real browser's database: no plain text but the vault's header, which says nothing about anybody.

use std::collections::BTreeSet;

use casebook::browser::clock;
use casebook::browser::db::Db;
use casebook_demo as demo;
use casebook_domain::content::Content;
use casebook_domain::decide::Command;
use casebook_domain::preparation::Audience;
use casebook_domain::session::Note;
use casebook_domain::settings::Settings;
use casebook_records::SETTINGS_FILE;
use casebook_repository::DraftSlot;
use casebook_repository::Repository;
use casebook_repository::ids;
use casebook_repository::rows::{Batch, StoreName};
use casebook_vault::{self as vault, Area, Derived, Key, Params, random_salt};
use wasm_bindgen_test::wasm_bindgen_test;

const NOTE: &str = "Grandmother Quillfeather rang about Tuesday";
const CHANGED: &str = "Uncle Bramblethwaite rang about Wednesday";
const HALF: &str = "half a sentence about Aunt Figglesworth";
const EVENT: &str = "tap at the Wobblecombe window";
const MENTOR: &str = "Marmaduke Mentorson";
const SCHOOL: &str = "Dunderwick Academy";

/// Every word of five letters or more.
fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() >= 5).map(str::to_owned).collect()
}

fn contains(bytes: &[u8], word: &str) -> bool {
    let (upper, lower) = (word.to_uppercase(), word.to_lowercase());
    let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [word.as_bytes(), upper.as_bytes(), lower.as_bytes(), &wide]
        .iter()
        .any(|needle| bytes.windows(needle.len()).any(|window| window == *needle))
}

async fn raw(db: &Db, store: StoreName) -> Vec<u8> {
    let rows = db.range(store, &[]).await.expect("read");
    rows.into_iter().flat_map(|(key, value)| [key, value].concat()).collect()
}

#[wasm_bindgen_test]
async fn no_name_and_no_note_lies_in_plain_text_in_the_database() {
    let name = format!("test-{}", ids::file_id());
    let db = Db::open(&name).await.expect("opens");
    db.take_epoch().await.expect("taken");

    let passphrase = Derived { key: Key::random(), salt: random_salt(), params: Params::DEFAULT };
    let created = vault::create(&passphrase, MENTOR);
    let sheet = created.sheet.words.join(" ");
    let mut header = Batch::default();
    header.put(StoreName::Vault, *b"header", created.header.to_json());
    db.write(header).await.expect("written");
    let repository =
        Repository::new(db.clone(), created.unlocked.keys, created.header.actor(), casebook::browser::clock::now);

    let settings = Settings::new(MENTOR.into(), SCHOOL.into());
    let save = Command::Save { id: ids::record_id(), content: Content::Settings(settings.clone()) };
    repository.dispatch(&repository.blank(SETTINGS_FILE), &settings, &save, None).await.expect("settings saved");
    let files = demo::files(12, &settings, clock::now(), clock::today());
    repository.write_files(&files, &settings).await.expect("demo written");

    // A note that is changed (so that its first version moves to the history), a half-filled form and an event.
    let file = files[0].case.id;
    let id = ids::record_id();
    let mut loaded = repository.load(file).await.expect("read");
    for text in [NOTE, CHANGED] {
        let note = Note { date: clock::today(), text: text.into(), audience: Audience::MentorOnly };
        let saved =
            repository.dispatch(&loaded, &settings, &Command::Save { id, content: Content::Note(note) }, None).await;
        loaded = saved.expect("note saved").loaded;
    }
    let draft = ids::draft_id();
    repository.keep_draft(file, draft, 0, HALF.as_bytes()).await.expect("draft kept");
    repository.keep_draft(file, draft, 1, EVENT.as_bytes()).await.expect("event kept");
    let blob = ids::blob_id();
    let sealed = vault::seal(repository.keys(), Area::Blobs, &file, blob.as_bytes(), NOTE.as_bytes());
    let mut batch = Batch::default();
    batch.put(StoreName::Blobs, [*file.as_bytes(), *blob.as_bytes()].concat(), sealed);
    db.write(batch).await.expect("written");

    let mut telling = words(&[NOTE, CHANGED, HALF, EVENT, MENTOR, SCHOOL].join(" "));
    for file in &files {
        let pupil = file.case.pupil().expect("the demo has pupils");
        telling.extend(words(&[&pupil.first_names, &pupil.surname, &pupil.known_as].map(String::as_str).join(" ")));
    }
    // Names of fields and kinds too: not even what sort of record a row is may show.
    let mut all = telling.clone();
    all.extend(files.iter().flat_map(|file| words(&format!("{:?}", file.case))));
    assert!(all.len() > 300, "the demo says enough to search for: {}", all.len());

    for store in [StoreName::Headers, StoreName::Records, StoreName::History, StoreName::Drafts, StoreName::Blobs] {
        let bytes = raw(&db, store).await;
        assert!(!bytes.is_empty(), "{store:?} holds something");
        let found: Vec<_> = all.iter().filter(|word| contains(&bytes, word)).collect();
        assert!(found.is_empty(), "{store:?} holds {found:?} in clear");
    }
    let vault = raw(&db, StoreName::Vault).await;
    let secret: BTreeSet<String> = telling.iter().cloned().chain([sheet]).collect();
    let found: Vec<_> = secret.iter().filter(|word| contains(&vault, word)).collect();
    assert!(found.is_empty(), "the vault's header holds {found:?}");

    // The search finds what is there: the same words show once the rows are opened.
    let opened = repository.load(file).await.expect("opens with the keys");
    assert!(format!("{:?}", opened.case).contains(CHANGED));
    let kept = repository.draft(file, draft).await.expect("opens with the keys");
    assert_eq!(kept, [HALF.as_bytes().to_vec(), EVENT.as_bytes().to_vec()]);

    drop((repository, db));
    Db::destroy(&name).await.expect("removed");
}

/// From now on the page counts the transactions that may write, by the durability they ask for.
const COUNT: &str = "
    globalThis.asked = [];
    const real = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
        if (mode === 'readwrite') globalThis.asked.push(options?.durability ?? 'default');
        return real.apply(this, arguments);
    };";

#[wasm_bindgen_test]
async fn a_change_with_its_history_header_and_draft_is_one_strict_transaction() {
    let name = format!("test-{}", ids::file_id());
    let db = Db::open(&name).await.expect("opens");
    let created = vault::create(&Derived { key: Key::random(), salt: random_salt(), params: Params::DEFAULT }, MENTOR);
    let settings = Settings::new(MENTOR.into(), SCHOOL.into());
    let repository =
        Repository::new(db.clone(), created.unlocked.keys, created.header.actor(), casebook::browser::clock::now);
    let files = demo::files(1, &settings, clock::now(), clock::today());
    repository.write_files(&files, &settings).await.expect("written");
    let file = files[0].case.id;
    let (id, draft) = (ids::record_id(), ids::draft_id());
    let note = |text: &str| {
        let note = Note { date: clock::today(), text: text.into(), audience: Audience::MentorOnly };
        Command::Save { id, content: Content::Note(note) }
    };
    let loaded = repository.load(file).await.expect("read");
    let loaded = repository.dispatch(&loaded, &settings, &note(NOTE), None).await.expect("saved").loaded;
    repository.keep_draft(file, draft, 0, HALF.as_bytes()).await.expect("kept");

    js_sys::eval(COUNT).expect("counts");
    repository.dispatch(&loaded, &settings, &note(CHANGED), Some(&DraftSlot::new(file, draft))).await.expect("saved");
    let asked = js_sys::eval("globalThis.asked.join()").expect("counted").as_string();
    assert_eq!(asked.as_deref(), Some("strict"));
    assert_eq!(db.keys(StoreName::History, file.as_bytes()).await.expect("read").len(), 1);
    assert!(repository.draft(file, draft).await.expect("read").is_empty());

    drop((repository, db));
    Db::destroy(&name).await.expect("removed");
}

#[wasm_bindgen_test]
async fn another_vault_s_keys_open_nothing() {
    let name = format!("test-{}", ids::file_id());
    let db = Db::open(&name).await.expect("opens");
    let vault = || vault::create(&Derived { key: Key::random(), salt: random_salt(), params: Params::DEFAULT }, MENTOR);
    let (ours, theirs) = (vault(), vault());
    let settings = Settings::new(MENTOR.into(), SCHOOL.into());
    let repository =
        Repository::new(db.clone(), ours.unlocked.keys, ours.header.actor(), casebook::browser::clock::now);
    let files = demo::files(1, &settings, clock::now(), clock::today());
    repository.write_files(&files, &settings).await.expect("written");
    let other = Repository::new(db.clone(), theirs.unlocked.keys, theirs.header.actor(), casebook::browser::clock::now);
    assert!(repository.load(files[0].case.id).await.is_ok());
    assert!(other.load(files[0].case.id).await.is_err());
    assert!(other.headers(&settings).await.is_err());
    drop((repository, other, db));
    Db::destroy(&name).await.expect("removed");
}
