//! Erasing: nothing of the file is left in any store, and nothing made afterwards brings it.

use std::collections::BTreeMap;

use casebook_bundle::SealBy;
use casebook_demo as demo;
use casebook_domain::alias::Alias;
use casebook_domain::calendar::{Date, Moment, parse_iso};
use casebook_domain::content::{Content, Kind};
use casebook_domain::decide::Command;
use casebook_domain::ids::{DraftId, FileId};
use casebook_domain::observation::{Colour, Lesson, Observed, RunningObservation, Starter, starters};
use casebook_domain::preparation::Audience;
use casebook_domain::retention::{Certificate, Ended};
use casebook_domain::session::Note;
use casebook_domain::settings::Settings;
use casebook_records::device::{MovedRow, alias_name, encode_moved, moved_name};
use casebook_records::revision::Vector;
use casebook_records::{self as records, DraftRow, NO_FILE, SETTINGS_FILE};
use casebook_repository::ids;
use casebook_repository::observing::observation_draft;
use casebook_repository::rows::Rows as _;
use casebook_repository::rows::{Batch, StoreName};
use casebook_repository::{Repository, RepositoryError};
use casebook_testing::memory::{MemoryRows, run};
use casebook_transfer::OpenBy;
use casebook_transfer::export::{ExportOf, export};
use casebook_transfer::opened::open;
use casebook_vault::{self as vault, Area, Created, Derived, Key, Keys, Params, random_salt};

fn now() -> Moment {
    Moment { utc_ms: 1_795_000_000_000, offset_min: 0 }
}

fn today() -> Date {
    now().date()
}

const SECRET: &str = "said in confidence";

struct Casebook {
    db: MemoryRows,
    repository: Repository,
    keys: Keys,
    settings: Settings,
    recipient: String,
    secret: String,
}

impl Casebook {
    /// Three pupils; about the first everything there can be.
    async fn filled() -> (Self, FileId, FileId) {
        let db = MemoryRows::default();
        let derived = Derived { key: Key::random(), salt: random_salt(), params: Params::DEFAULT };
        let Created { header, unlocked, sheet } = vault::create(&derived, "Sam Mentor");
        let recipient = vault::recovery_recipient(&header, &unlocked.keys).expect("its own");
        let keys = unlocked.keys.clone();
        let repository = Repository::new(db.clone(), unlocked.keys, header.actor(), now);
        let settings = Settings::new("Sam Mentor".into(), "Example School".into());
        let secret = sheet.age_secret.to_string();
        let casebook = Self { db, repository, keys, settings, recipient, secret };
        let files = demo::files(3, &casebook.settings, now(), today());
        casebook.repository.write_files(&files, &casebook.settings).await.expect("written");
        let (file, other) = (files[0].case.id, files[1].case.id);
        casebook.fill(file, other).await;
        (casebook, file, other)
    }

    async fn fill(&self, file: FileId, other: FileId) {
        let note = ids::record_id();
        for text in ["first words", SECRET] {
            let before = self.repository.load(file).await.expect("opens");
            let content = Content::Note(Note { date: today(), text: text.into(), audience: Audience::MentorOnly });
            let command = Command::Save { id: note, content };
            self.repository.dispatch(&before, &self.settings, &command, None).await.expect("saved");
        }
        let half = |named: Option<FileId>, values: &[(&str, String)]| {
            let values: BTreeMap<_, _> = values.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
            records::encode_draft(&DraftRow { kind: Kind::Note, file: named, record: None, saved: now(), values })
        };
        let draft = |n| DraftId::from_bytes([n; 16]);
        for (home, id, row) in [
            (file, draft(1), half(Some(file), &[("text", SECRET.into())])),
            (NO_FILE, draft(2), half(Some(file), &[("text", SECRET.into())])),
            (NO_FILE, draft(3), half(None, &[("observed.1.file", file.to_string())])),
            (NO_FILE, draft(4), half(Some(other), &[("text", "about somebody else".into())])),
        ] {
            self.repository.keep_draft(home, id, 0, &row).await.expect("kept");
        }
        let mut batch = Batch::default();
        let blob = ids::id();
        let sealed = vault::seal(&self.keys, Area::Blobs, &file, &blob, b"a drawing");
        batch.put(StoreName::Blobs, [file.as_bytes().as_slice(), &blob].concat(), sealed);
        let third = FileId::from_bytes([0x77; 16]);
        let row = |named| encode_moved(&MovedRow { kind: named, seen: Vector::default() });
        self.repository.put_device_row(&mut batch, &alias_name(Alias::of_two(file, third).expect("two")), b"");
        self.repository.put_device_row(&mut batch, &alias_name(Alias::of_two(other, third).expect("two")), b"");
        self.repository.put_device_row(&mut batch, &moved_name(file, note), &row(Some(Kind::Note)));
        self.repository.put_device_row(&mut batch, &moved_name(other, note), &row(None));
        self.repository.put_device_row(&mut batch, b"journal 1", SECRET.as_bytes());
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
                    (StoreName::Device, _) => self.repository.device_row(&key).await.expect("read").expect("there"),
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
}

fn certificate() -> Certificate {
    Certificate {
        initials: "RS".into(),
        birth_year: Some(2016),
        at: now(),
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

#[test]
fn of_an_erased_file_no_store_holds_a_row_and_no_backup_brings_it() {
    run(async {
        let (casebook, file, other) = Casebook::filled().await;
        let before = casebook.repository.load(other).await.expect("opens").case.as_ref().clone();
        let stores: Vec<_> = casebook.traces(file).await.into_iter().map(|(store, _)| store).collect();
        for store in StoreName::ALL.into_iter().filter(|store| *store != StoreName::Vault) {
            assert!(stores.contains(&store), "there is something to be erased in {store:?}");
        }

        let certificate = certificate();
        casebook.repository.erase_files(&[file], &certificate).await.expect("erased");
        let left = casebook.traces(file).await;
        let name = [b"erased ".as_slice(), file.as_bytes()].concat();
        assert_eq!(left, [(StoreName::Device, name)], "the certificate alone");
        assert_eq!(casebook.repository.certificates().await.expect("read"), [(file, certificate)]);
        assert!(matches!(casebook.repository.load(file).await, Err(RepositoryError::Missing)));
        let headers = casebook.repository.headers(&casebook.settings).await.expect("read");
        assert!(headers.len() == 2 && headers.iter().all(|header| header.file != file));

        // What belongs to the others is as it was.
        assert_eq!(*casebook.repository.load(other).await.expect("opens and adds up").case, before);
        assert_eq!(casebook.repository.drafts().await.expect("read").len(), 1);
        assert_eq!(casebook.repository.device_rows(b"alias ").await.expect("read").len(), 1);
        assert_eq!(casebook.repository.device_rows(b"moved ").await.expect("read").len(), 1);

        // A backup made afterwards holds nothing of it.
        let by = &SealBy::Recipient(casebook.recipient.clone());
        let made = export(&casebook.repository, &ExportOf::Backup, by, &mut |_| {}).await.expect("made");
        assert_eq!(made.files.len(), 1);
        let key = OpenBy::Secret(casebook.secret.clone());
        let incoming = open(&casebook.repository, made.files[0].bytes.clone(), &key, &mut |_| {}).await.expect("opens");
        assert!(!incoming.rows.is_empty() && incoming.rows.iter().all(|row| row.file != file));
        assert!(incoming.blobs.iter().all(|blob| blob.file != file));
        assert!(incoming.rows.iter().all(|row| !String::from_utf8_lossy(&row.row).contains(SECRET)));
    });
}

#[test]
fn while_an_observation_names_the_file_and_for_a_register_nothing_is_erased() {
    run(async {
        let (casebook, file, other) = Casebook::filled().await;
        let running = RunningObservation {
            began: now(),
            sheet: starters::sheet(Starter::Engagement),
            lesson: Lesson::default(),
            observed: vec![Observed { file: Some(file), colour: Colour::Blue, label: String::new() }],
        };
        let row = DraftRow {
            kind: Kind::Observation,
            file: None,
            record: None,
            saved: now(),
            values: [("began".to_owned(), "1".to_owned())].into(),
        };
        let rows = [records::encode_draft(&row), records::encode_set_up(&running)];
        let draft = observation_draft();
        casebook.repository.begin_draft(NO_FILE, draft, &rows, None).await.expect("begun");
        let before = casebook.traces(file).await;
        assert_eq!(casebook.repository.erase_files(&[file], &certificate()).await, Err(RepositoryError::Observed));
        assert_eq!(
            casebook.repository.erase_files(&[SETTINGS_FILE], &certificate()).await,
            Err(RepositoryError::Missing)
        );
        assert_eq!(casebook.repository.erase_files(&[NO_FILE], &certificate()).await, Err(RepositoryError::Missing));
        assert_eq!(casebook.traces(file).await, before);
        // Another pupil's file goes all the same.
        casebook.repository.erase_files(&[other], &certificate()).await.expect("erased");
        assert!(
            casebook.repository.draft_rows(NO_FILE, draft).await.expect("read").len() == 2,
            "the observation goes on"
        );
    });
}

#[test]
fn joined_files_of_one_pupil_go_together() {
    run(async {
        let (casebook, file, other) = Casebook::filled().await;
        casebook.repository.erase_files(&[file, other], &certificate()).await.expect("erased");
        let name = |file: FileId| [b"erased ".as_slice(), file.as_bytes()].concat();
        for one in [file, other] {
            assert_eq!(casebook.traces(one).await, [(StoreName::Device, name(one))]);
        }
        assert_eq!(casebook.repository.certificates().await.expect("read").len(), 2);
        assert_eq!(casebook.repository.headers(&casebook.settings).await.expect("read").len(), 1);
    });
}
