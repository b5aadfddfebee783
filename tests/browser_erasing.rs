//! Erasing in a real browser: nothing of the file is left in any store, and nothing made afterwards brings it.
#![cfg(target_arch = "wasm32")]

use std::collections::BTreeMap;

use casebook::app::store::Store;
use casebook::app::work::export::{What, export};
use casebook::app::work::import::open;
use casebook::browser::clock;
use casebook::browser::db::Db;
use casebook::protocol::OpenAsk;
use casebook_bundle::SealBy;
use casebook_demo as demo;
use casebook_domain::alias::Alias;
use casebook_domain::calendar::parse_iso;
use casebook_domain::content::{Content, Kind};
use casebook_domain::decide::Command;
use casebook_domain::ids::{DraftId, FileId};
use casebook_domain::observation::{Colour, Lesson, Observed, Running, Starter, starters};
use casebook_domain::preparation::Audience;
use casebook_domain::retention::{Certificate, Ended};
use casebook_domain::session::Note;
use casebook_domain::settings::Settings;
use casebook_records::device::{MovedRow, alias_name, encode_moved, moved_name};
use casebook_records::revision::Vector;
use casebook_records::{self as records, DraftRow, NO_FILE, SETTINGS_FILE};
use casebook_repository::ids;
use casebook_repository::rows::{Batch, StoreName};
use casebook_repository::{Core, CoreError};
use casebook_vault::{self as vault, Area, Created, Derived, Key, Keys, Params, random_salt};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const SECRET: &str = "said in confidence";

struct Casebook {
    name: String,
    db: Db,
    core: Core,
    keys: Keys,
    settings: Settings,
    recipient: String,
    secret: String,
}

impl Casebook {
    /// Three pupils; about the first everything there can be.
    async fn filled() -> (Self, FileId, FileId) {
        let name = format!("test-{}", ids::file_id());
        let db = Db::open(&name).await.expect("opens");
        db.take_epoch().await.expect("taken");
        let derived = Derived { key: Key::random(), salt: random_salt(), params: Params::DEFAULT };
        let Created { header, unlocked, sheet } = vault::create(&derived, "Sam Mentor");
        let recipient = vault::recovery_recipient(&header, &unlocked.keys).expect("its own");
        let keys = unlocked.keys.clone();
        let core = Core::new(db.clone(), unlocked.keys, header.actor(), casebook::browser::clock::now);
        let settings = Settings::new("Sam Mentor".into(), "Example School".into());
        let secret = sheet.age_secret.to_string();
        let casebook = Self { name, db, core, keys, settings, recipient, secret };
        let files = demo::files(3, &casebook.settings, clock::now(), clock::today());
        casebook.core.write_files(&files, &casebook.settings).await.expect("written");
        let (file, other) = (files[0].case.id, files[1].case.id);
        casebook.fill(file, other).await;
        (casebook, file, other)
    }

    async fn fill(&self, file: FileId, other: FileId) {
        let note = ids::record_id();
        for text in ["first words", SECRET] {
            let before = self.core.load(file).await.expect("opens");
            let content =
                Content::Note(Note { date: clock::today(), text: text.into(), audience: Audience::MentorOnly });
            let command = Command::Save { id: note, content };
            self.core.dispatch(&before, &self.settings, &command, None).await.expect("saved");
        }
        let half = |named: Option<FileId>, values: &[(&str, String)]| {
            let values: BTreeMap<_, _> = values.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
            records::encode_draft(&DraftRow {
                kind: Kind::Note,
                file: named,
                record: None,
                saved: clock::now(),
                values,
            })
        };
        let draft = |n| DraftId::from_bytes([n; 16]);
        for (home, id, row) in [
            (file, draft(1), half(Some(file), &[("text", SECRET.into())])),
            (NO_FILE, draft(2), half(Some(file), &[("text", SECRET.into())])),
            (NO_FILE, draft(3), half(None, &[("observed.1.file", file.to_string())])),
            (NO_FILE, draft(4), half(Some(other), &[("text", "about somebody else".into())])),
        ] {
            self.core.keep_draft(home, id, 0, &row).await.expect("kept");
        }
        let mut batch = Batch::default();
        let blob = ids::id();
        let sealed = vault::seal(&self.keys, Area::Blobs, &file, &blob, b"a drawing");
        batch.put(StoreName::Blobs, [file.as_bytes().as_slice(), &blob].concat(), sealed);
        let third = FileId::from_bytes([0x77; 16]);
        let row = |named| encode_moved(&MovedRow { kind: named, seen: Vector::default() });
        self.core.put_device_row(&mut batch, &alias_name(Alias::of_two(file, third).expect("two")), b"");
        self.core.put_device_row(&mut batch, &alias_name(Alias::of_two(other, third).expect("two")), b"");
        self.core.put_device_row(&mut batch, &moved_name(file, note), &row(Some(Kind::Note)));
        self.core.put_device_row(&mut batch, &moved_name(other, note), &row(None));
        self.core.put_device_row(&mut batch, b"journal 1", SECRET.as_bytes());
        self.db.write(batch).await.expect("written");
    }

    /// The rows of every store whose keys name the file, and those of no file that open to something that does.
    async fn traces(&self, file: FileId) -> Vec<(StoreName, Vec<u8>)> {
        let (bytes, text) = (file.as_bytes().as_slice(), file.to_string());
        let within = |long: &[u8], short: &[u8]| long.windows(short.len()).any(|window| window == short);
        let mut found = Vec::new();
        for store in StoreName::ALL.into_iter().filter(|store| *store != StoreName::Vault) {
            for (key, value) in self.db.range(store, &[]).await.expect("read") {
                let home = key.get(..16).and_then(|id| id.try_into().ok()).map(FileId::from_bytes);
                let plain = match (store, home) {
                    (StoreName::Drafts, Some(home)) => {
                        vault::open(&self.keys, Area::Drafts, &home, &key[16..], &value).expect("opens").to_vec()
                    }
                    (StoreName::Device, _) => self.core.device_row(&key).await.expect("read").expect("there"),
                    _ => Vec::new(),
                };
                let tells = within(&plain, text.as_bytes()) || within(&plain, SECRET.as_bytes());
                if within(&key, bytes) || within(&value, bytes) || tells {
                    found.push((store, key));
                }
            }
        }
        found
    }

    async fn end(self) {
        let Self { name, db, core, .. } = self;
        drop((db, core));
        Db::destroy(&name).await.expect("removed");
    }
}

fn certificate() -> Certificate {
    Certificate {
        initials: "RS".into(),
        birth_year: Some(2016),
        at: clock::now(),
        by: "Sam Mentor".into(),
        why: Ended::Exited,
        due_since: parse_iso("2026-07-20").expect("a day"),
        filed_on: parse_iso("2025-07-21"),
        school_keeps_until: parse_iso("2041-05-04"),
        archived_as: String::new(),
        records: 3,
        elsewhere: Vec::new(),
    }
}

#[wasm_bindgen_test]
async fn of_an_erased_file_no_store_holds_a_row_and_no_backup_brings_it() {
    let (casebook, file, other) = Casebook::filled().await;
    let before = casebook.core.load(other).await.expect("opens").case.as_ref().clone();
    let stores: Vec<_> = casebook.traces(file).await.into_iter().map(|(store, _)| store).collect();
    for store in StoreName::ALL.into_iter().filter(|store| *store != StoreName::Vault) {
        assert!(stores.contains(&store), "there is something to be erased in {store:?}");
    }

    let certificate = certificate();
    casebook::app::erasing::erase_files(&casebook.core, &[file], &certificate).await.expect("erased");
    let left = casebook.traces(file).await;
    let name = [b"erased ".as_slice(), file.as_bytes()].concat();
    assert_eq!(left, [(StoreName::Device, name)], "the certificate alone");
    assert_eq!(casebook::app::erasing::certificates(&casebook.core).await.expect("read"), [(file, certificate)]);
    assert!(matches!(casebook.core.load(file).await, Err(CoreError::Missing)));
    let headers = casebook.core.headers(&casebook.settings).await.expect("read");
    assert!(headers.len() == 2 && headers.iter().all(|header| header.file != file));

    // What belongs to the others is as it was.
    assert_eq!(*casebook.core.load(other).await.expect("opens and adds up").case, before);
    assert_eq!(casebook.core.drafts().await.expect("read").len(), 1);
    assert_eq!(casebook.core.device_rows(b"alias ").await.expect("read").len(), 1);
    assert_eq!(casebook.core.device_rows(b"moved ").await.expect("read").len(), 1);

    // A backup made afterwards holds nothing of it.
    let by = SealBy::Recipient(&casebook.recipient);
    let made = export(&casebook.core, &What::Backup, by, &mut |_| {}).await.expect("made");
    assert_eq!(made.files.len(), 1);
    let key = OpenAsk::Secret(casebook.secret.clone());
    let incoming = open(&casebook.core, made.files[0].bytes.clone(), &key, &mut |_| {}).await.expect("opens");
    assert!(!incoming.rows.is_empty() && incoming.rows.iter().all(|row| row.file != file));
    assert!(incoming.blobs.iter().all(|blob| blob.file != file));
    assert!(incoming.rows.iter().all(|row| !String::from_utf8_lossy(&row.row).contains(SECRET)));
    casebook.end().await;
}

#[wasm_bindgen_test]
async fn while_an_observation_names_the_file_and_for_a_register_nothing_is_erased() {
    let (casebook, file, other) = Casebook::filled().await;
    let running = Running {
        began: clock::now(),
        sheet: starters::sheet(Starter::Engagement),
        lesson: Lesson::default(),
        observed: vec![Observed { file: Some(file), colour: Colour::Blue, label: String::new() }],
    };
    let row = DraftRow {
        kind: Kind::Observation,
        file: None,
        record: None,
        saved: clock::now(),
        values: [("began".to_owned(), "1".to_owned())].into(),
    };
    let rows = [records::encode_draft(&row), records::encode_set_up(&running)];
    let draft = Store::draft_id(Kind::Observation, None);
    casebook.core.begin_draft(NO_FILE, draft, &rows, None).await.expect("begun");
    let before = casebook.traces(file).await;
    assert_eq!(
        casebook::app::erasing::erase_files(&casebook.core, &[file], &certificate()).await,
        Err(CoreError::Observed)
    );
    assert_eq!(
        casebook::app::erasing::erase_files(&casebook.core, &[SETTINGS_FILE], &certificate()).await,
        Err(CoreError::Missing)
    );
    assert_eq!(
        casebook::app::erasing::erase_files(&casebook.core, &[NO_FILE], &certificate()).await,
        Err(CoreError::Missing)
    );
    assert_eq!(casebook.traces(file).await, before);
    // Another pupil's file goes all the same.
    casebook::app::erasing::erase_files(&casebook.core, &[other], &certificate()).await.expect("erased");
    assert!(casebook.core.draft_rows(NO_FILE, draft).await.expect("read").len() == 2, "the observation goes on");
    casebook.end().await;
}

#[wasm_bindgen_test]
async fn joined_files_of_one_pupil_go_together() {
    let (casebook, file, other) = Casebook::filled().await;
    casebook::app::erasing::erase_files(&casebook.core, &[file, other], &certificate()).await.expect("erased");
    let name = |file: FileId| [b"erased ".as_slice(), file.as_bytes()].concat();
    for one in [file, other] {
        assert_eq!(casebook.traces(one).await, [(StoreName::Device, name(one))]);
    }
    assert_eq!(casebook::app::erasing::certificates(&casebook.core).await.expect("read").len(), 2);
    assert_eq!(casebook.core.headers(&casebook.settings).await.expect("read").len(), 1);
    casebook.end().await;
}
