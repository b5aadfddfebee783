//! Everything is sealed again in a real browser's database: it stops in the middle, continues, and leaves no row of the old data
//! key.

use casebook::browser::clock;
use casebook::browser::db::Db;
use casebook_demo as demo;
use casebook_domain::content::Content;
use casebook_domain::decide::Command;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::preparation::Audience;
use casebook_domain::session::Note;
use casebook_domain::settings::Settings;
use casebook_records::SETTINGS_FILE;
use casebook_repository::ids;
use casebook_repository::resealing::{SEALED, SomeAnew};
use casebook_repository::rows::{Batch, DbError, StoreName};
use casebook_repository::{Repository, RepositoryError};
use casebook_vault::{self as vault, Area, Derived, Key, Keys, Params, SealedAnew, VaultHeader, random_salt};
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

const MENTOR: &str = "Marmaduke Mentorson";
const DRAFT: &[u8] = b"half a sentence";

fn derived() -> Derived {
    Derived { key: Key::random(), salt: random_salt(), params: Params::DEFAULT }
}

/// A casebook with rows in every store, and a colleague who is to be removed.
struct World {
    name: String,
    db: Db,
    repository: Repository,
    settings: Settings,
    header: VaultHeader,
    unlocked: vault::Unlocked,
    mentor: Derived,
    gone: Derived,
    files: Vec<FileId>,
    note: RecordId,
}

impl World {
    async fn new(pupils: u32) -> World {
        let name = format!("test-{}", ids::file_id());
        let db = Db::open(&name).await.expect("opens");
        db.take_epoch().await.expect("taken");
        let (mentor, gone) = (derived(), derived());
        let created = vault::create(&mentor, MENTOR);
        let header =
            vault::add_passphrase(&created.header, &created.unlocked, &gone, "Colin Coverdale").expect("room for one");
        let repository =
            Repository::new(db.clone(), created.unlocked.keys.clone(), header.actor(), casebook::browser::clock::now);
        let settings = Settings::new(MENTOR.into(), "Dunderwick Academy".into());
        let save = Command::Save { id: ids::record_id(), content: Content::Settings(settings.clone()) };
        repository.dispatch(&repository.blank(SETTINGS_FILE), &settings, &save, None).await.expect("saved");
        let files = demo::files(pupils, &settings, clock::now(), clock::today());
        repository.write_files(&files, &settings).await.expect("written");
        let files: Vec<FileId> = files.iter().map(|file| file.case.id).collect();
        let mut world = World {
            name,
            db,
            repository,
            settings,
            header,
            unlocked: created.unlocked,
            mentor,
            gone,
            files,
            note: ids::record_id(),
        };
        world.write("first words").await;
        world.write("other words").await;
        world.repository.keep_draft(world.files[0], ids::draft_id(), 0, DRAFT).await.expect("kept");
        let (blob, file) = (ids::blob_id(), world.files[0]);
        let sealed = vault::seal(world.repository.keys(), Area::Blobs, &file, blob.as_bytes(), &[7; 5000]);
        let mut batch = Batch::default();
        batch.put(StoreName::Blobs, [*file.as_bytes(), *blob.as_bytes()].concat(), sealed);
        world.repository.put_device_row(&mut batch, b"keys", &[5; 64]);
        world.db.write(batch).await.expect("written");
        world
    }

    /// Writes the note, so that what it said before goes to the history.
    async fn write(&mut self, text: &str) {
        let note = Note { date: clock::today(), text: text.into(), audience: Audience::MentorOnly };
        let loaded = self.repository.load(self.files[0]).await.expect("read");
        let save = Command::Save { id: self.note, content: Content::Note(note) };
        self.repository.dispatch(&loaded, &self.settings, &save, None).await.expect("saved");
    }

    /// The colleague is removed: the first of the three steps.
    async fn remove(&mut self) {
        let ids: Vec<_> = self.header.passphrase_slots().map(|(id, ..)| id).collect();
        let own = Some((ids[0], &self.mentor));
        let SealedAnew { header, unlocked } =
            vault::seal_anew(&self.header, &self.unlocked, own, Some(ids[1])).expect("removes");
        self.header = header;
        self.unlocked = unlocked;
        self.repository.keys().change_to(&self.unlocked.keys);
    }

    /// As after the tablet was killed: nothing is known but what lies on the disk.
    async fn open_again(&mut self) {
        let header = VaultHeader::parse(&self.header.to_json()).expect("its own header");
        let slot = header.passphrase_slots().next().expect("the mentor's").0;
        self.unlocked = vault::unlock_with_key(&header, slot, &self.mentor.key).expect("unlocks");
        self.repository =
            Repository::new(self.db.clone(), self.unlocked.keys.clone(), header.actor(), casebook::browser::clock::now);
        self.header = header;
    }

    /// Everything is there and adds up, whichever data key it is under.
    async fn is_whole(&self, text: &str) {
        for file in &self.files {
            let loaded = self.repository.load(*file).await.expect("adds up");
            assert_eq!(loaded.damaged(), 0);
        }
        let loaded = self.repository.load(self.files[0]).await.expect("adds up");
        assert!(format!("{:?}", loaded.case).contains(text));
        assert_eq!(self.repository.headers(&self.settings).await.expect("open").len(), self.files.len());
        assert!(self.repository.settings().await.expect("read").is_some());
        assert_eq!(self.repository.device_row(b"keys").await.expect("opens").as_deref(), Some(&[5; 64][..]));
    }

    /// Rows that open with these keys alone: every store, by the keys of the stores.
    async fn opened_by(&self, keys: &Keys) -> usize {
        let repository =
            Repository::new(self.db.clone(), keys.clone(), self.header.actor(), casebook::browser::clock::now);
        let mut opened = 0;
        for store in SEALED {
            for (key, sealed) in self.db.range(store, &[]).await.expect("read") {
                opened += usize::from(opens(keys, store, &key, &sealed));
            }
        }
        assert_eq!(repository.headers(&self.settings).await.is_ok(), opened > 0);
        opened
    }

    async fn rows(&self) -> usize {
        let mut rows = 0;
        for store in SEALED {
            rows += self.db.keys(store, &[]).await.expect("read").len();
        }
        rows
    }

    async fn end(self) {
        let World { name, db, repository, .. } = self;
        drop((db, repository));
        Db::destroy(&name).await.expect("removed");
    }
}

/// Written out once more, so that the test does not ask the code under test where a row belongs.
fn opens(keys: &Keys, store: StoreName, key: &[u8], sealed: &[u8]) -> bool {
    let file = |key: &[u8]| FileId::from_bytes(key[..16].try_into().expect("a file"));
    let open = |area, file: FileId, row: &[u8], sealed: &[u8]| vault::open(keys, area, &file, row, sealed).is_ok();
    match store {
        StoreName::Headers => open(Area::Headers, file(key), &[], sealed),
        StoreName::Records => {
            let heads = vault::unpack(sealed).expect("packed");
            heads.iter().all(|head| open(Area::Records, file(key), &key[16..], head))
        }
        StoreName::History => open(Area::Records, file(key), &key[16..32], sealed),
        StoreName::Drafts => open(Area::Drafts, file(key), &key[16..], sealed),
        StoreName::Blobs => open(Area::Blobs, file(key), &key[16..], sealed),
        StoreName::Device => open(Area::Settings, FileId::from_bytes([0; 16]), &[b"device ", key].concat(), sealed),
        StoreName::Vault => false,
    }
}

#[wasm_bindgen_test]
async fn it_stops_after_any_transaction_and_goes_on_and_no_row_of_the_old_data_key_is_left() {
    let mut world = World::new(25).await;
    let stores = SEALED.len();
    for store in SEALED {
        assert!(!world.db.keys(store, &[]).await.expect("read").is_empty(), "{store:?} holds something");
    }
    let ids: Vec<_> = world.header.passphrase_slots().map(|(id, ..)| id).collect();
    let theirs = vault::unlock_with_key(&world.header, ids[1], &world.gone.key).expect("still in").keys;
    let all = world.rows().await;
    assert_eq!(world.opened_by(&theirs).await, all);
    world.remove().await;
    world.is_whole("other words").await;

    // One transaction more each time, then it is killed.
    let mut done = 0;
    for allowed in [1, 2, 3, 5, 8, 13] {
        let mut left = allowed;
        'run: for store in SEALED {
            let mut after: Option<Vec<u8>> = None;
            loop {
                if left == 0 {
                    break 'run;
                }
                let SomeAnew { came_to, anew } =
                    world.repository.seal_some_anew(store, after.as_deref()).await.expect("seals");
                left -= 1;
                done += anew;
                if came_to.is_none() {
                    break;
                }
                after = came_to;
            }
        }
        world.open_again().await;
        world.is_whole("other words").await;
        assert!(world.unlocked.keys.has_earlier());
        assert_eq!(world.opened_by(&theirs).await, all - done, "rows that were sealed anew open to nobody who left");
    }
    assert!(done > 0 && done < all, "it was in the middle: {done} of {all} rows, {stores} stores");

    // Written in the middle, by an app that has both.
    world.write("words in the middle").await;
    world.open_again().await;
    let rest = world.repository.seal_rest_anew().await.expect("seals");
    assert!(rest > 0);
    assert_eq!(world.repository.seal_rest_anew().await.expect("seals"), 0, "nothing is left");
    world.header = vault::done_sealing(&world.header);
    world.open_again().await;
    assert!(!world.unlocked.keys.has_earlier());
    world.is_whole("words in the middle").await;
    assert_eq!(world.opened_by(&theirs).await, 0);
    assert_eq!(world.opened_by(&world.unlocked.keys).await, world.rows().await);
    world.end().await;
}

#[wasm_bindgen_test]
async fn a_file_that_did_not_add_up_does_not_add_up_afterwards() {
    let mut world = World::new(2).await;
    let (sound, robbed) = (world.files[0], world.files[1]);
    let victim = world.db.keys(StoreName::Records, robbed.as_bytes()).await.expect("read").remove(0);
    let mut batch = Batch::default();
    batch.delete(StoreName::Records, victim);
    world.db.write(batch).await.expect("taken out");
    assert!(matches!(world.repository.load(robbed).await, Err(RepositoryError::SumMismatch(_))));
    world.remove().await;
    world.repository.seal_rest_anew().await.expect("seals");
    world.header = vault::done_sealing(&world.header);
    world.open_again().await;
    assert!(matches!(world.repository.load(robbed).await, Err(RepositoryError::SumMismatch(_))));
    assert!(world.repository.load(sound).await.is_ok());
    world.end().await;
}

/// A damaged row is passed over, and everything else is done all the same.
#[wasm_bindgen_test]
async fn a_damaged_row_stays_and_stops_nothing() {
    let mut world = World::new(2).await;
    let file = world.files[1];
    let (key, mut sealed) = world.db.range(StoreName::Records, file.as_bytes()).await.expect("read").remove(0);
    let last = sealed.len() - 1;
    sealed[last] ^= 1;
    let mut batch = Batch::default();
    batch.put(StoreName::Records, key.clone(), sealed.clone());
    world.db.write(batch).await.expect("damaged");
    world.remove().await;
    world.repository.seal_rest_anew().await.expect("seals");
    assert_eq!(world.repository.seal_rest_anew().await.expect("seals"), 0);
    assert_eq!(world.db.get(StoreName::Records, &key).await.expect("read"), Some(sealed));
    world.end().await;
}

/// A worker that was started before writes under the old data key, and must not.
#[wasm_bindgen_test]
async fn whoever_has_the_epoch_of_before_can_write_no_more() {
    let mut world = World::new(1).await;
    let worker = Db::open(&world.name).await.expect("opens");
    worker.adopt_epoch(world.db.epoch().expect("taken"));
    let theirs = Keys::from_bytes(&world.repository.keys().to_bytes()).expect("its own bytes");
    let repository = Repository::new(worker.clone(), theirs, world.header.actor(), casebook::browser::clock::now);
    repository.keep_draft(world.files[0], ids::draft_id(), 0, DRAFT).await.expect("kept before");
    world.db.take_epoch().await.expect("taken");
    world.remove().await;
    let refused = repository.keep_draft(world.files[0], ids::draft_id(), 0, DRAFT).await;
    assert_eq!(refused, Err(RepositoryError::Db(DbError::Stolen)));
    assert_eq!(repository.seal_rest_anew().await, Err(RepositoryError::Db(DbError::Stolen)));
    drop((worker, repository));
    world.end().await;
}

#[wasm_bindgen_test]
async fn ten_thousand_rows_are_sealed_anew_in_well_under_a_minute() {
    let mut world = World::new(300).await;
    let (rows, began) = (world.rows().await, clock::now().utc_ms);
    world.remove().await;
    let anew = world.repository.seal_rest_anew().await.expect("seals");
    let took = clock::now().utc_ms - began;
    console_log!("{anew} of {rows} rows sealed anew in {took} ms");
    assert_eq!(anew, rows);
    // Ten thousand in half a minute, on a slow machine and without optimising.
    assert!(took < 3 * i64::try_from(rows).expect("a count"), "{rows} rows took {took} ms");
    world.end().await;
}
