//! A tablet that is updated: the database and the bundles of a release before are read as they are.

use std::collections::BTreeMap;

use casebook_bundle::{Incoming, OpenWith, envelope};
use casebook_crypto::kdf;
use casebook_crypto::recovery::Recovery;
use casebook_domain::calendar::Moment;
use casebook_domain::ids::FileId;
use casebook_repository::rows::{Rows as _, StoreName};
use casebook_repository::{Loaded, Repository, id_at};
use casebook_testing::memory::{MemoryRows, run};
use casebook_testing::released::{BACKUP, COLLEAGUE, HAND_OVER, PASSPHRASE, RECOVERY, WORDS, rows};
use casebook_vault::{Unlocked, VaultHeader, unlock_with_key, unlock_with_words};

/// The day after it was made.
fn now() -> Moment {
    Moment { utc_ms: 1_796_200_000_000, offset_min: 0 }
}

fn database() -> (MemoryRows, VaultHeader) {
    let db = MemoryRows::default();
    run(db.write(rows())).expect("written");
    let header = run(db.get(StoreName::Vault, b"header")).expect("read").expect("a header");
    (db, VaultHeader::parse(&String::from_utf8(header).expect("text")).expect("a header"))
}

/// As the lock screen does: every slot in turn.
fn unlock(header: &VaultHeader, passphrase: &str) -> Unlocked {
    let mut tried = header.passphrase_slots().filter_map(|(slot, salt, params)| {
        let key = kdf::derive(passphrase, &salt, params).expect("derived");
        unlock_with_key(header, slot, &key).ok()
    });
    tried.next().expect("one slot opens")
}

fn opened(db: &MemoryRows, header: &VaultHeader, unlocked: Unlocked) -> Repository {
    Repository::new(db.clone(), unlocked.keys, header.actor(), now)
}

fn files(db: &MemoryRows) -> Vec<FileId> {
    let headers = run(db.range(StoreName::Headers, &[])).expect("read");
    headers.iter().map(|(key, _)| FileId::from_bytes(id_at(key, 0).expect("a file"))).collect()
}

/// Every file, opened.
fn all(db: &MemoryRows, repository: &Repository) -> BTreeMap<FileId, Loaded> {
    files(db).into_iter().map(|file| (file, run(repository.load(file)).expect("opens"))).collect()
}

fn hand_over() -> Incoming {
    envelope::open(HAND_OVER.to_vec(), OpenWith::Words(WORDS), &mut |_| {}).expect("opens")
}

#[test]
fn everybody_who_could_open_it_opens_all_of_it() {
    let (db, header) = database();
    let whole: Vec<Repository> = [PASSPHRASE, COLLEAGUE]
        .map(|words| unlock(&header, words))
        .into_iter()
        .chain([unlock_with_words(&header, RECOVERY).expect("the sheet opens it")])
        .map(|unlocked| opened(&db, &header, unlocked))
        .collect();
    for repository in &whole {
        let settings = run(repository.settings()).expect("read").expect("settings");
        assert_eq!((&settings.mentor[..], &settings.school[..]), ("Sam Mentor", "Example Primary School"));
        let headers = run(repository.headers(&settings)).expect("read");
        assert_eq!(headers.len(), 13);
        for file in files(&db) {
            let loaded = run(repository.load(file)).expect("opens");
            assert_eq!(loaded.damaged(), 0);
            assert!(
                run(repository.adds_up(&loaded)).expect("counted"),
                "{file}: the rows are those that its header counts"
            );
        }
    }
    assert_eq!(db.writes(), 1, "nothing was upgraded on the way");
}

#[test]
fn every_record_says_what_it_said() {
    let (db, header) = database();
    let repository = opened(&db, &header, unlock(&header, PASSPHRASE));
    let all = all(&db, &repository);
    let mut seen = BTreeMap::new();
    for row in hand_over().rows {
        let loaded = &all[&row.file];
        let heads = &loaded.heads[&row.record];
        assert_eq!(heads.len(), 1);
        assert_eq!(heads[0].row, row.row, "the record as it was handed over");
        assert!(loaded.case.items().any(|item| item.id == row.record), "it is shown");
        *seen.entry(row.file).or_insert(0) += 1;
    }
    assert_eq!((seen.len(), seen.values().sum::<usize>()), (12, 176));
}

#[test]
fn what_was_half_typed_and_under_way_is_there() {
    let (db, header) = database();
    let repository = opened(&db, &header, unlock(&header, PASSPHRASE));
    let mut texts = Vec::new();
    for (key, sealed) in run(db.range(StoreName::Drafts, &[])).expect("read") {
        let file = FileId::from_bytes(id_at(&key, 0).expect("a file"));
        let plain = repository.open(casebook_vault::Area::Drafts, file, &key[16..], &sealed).expect("opens");
        texts.push(String::from_utf8(plain).expect("text"));
    }
    assert_eq!(texts.len(), 6);
    assert_eq!(texts.iter().filter(|text| text.contains("Half typed, when the release")).count(), 1);
    run(repository.drafts()).expect("each is read by its schema");
}

#[test]
fn its_backup_opens_with_the_sheet_and_holds_what_the_database_holds() {
    let identity = Recovery::parse(RECOVERY).expect("twelve words").identity();
    let backup = envelope::open(BACKUP.to_vec(), OpenWith::Identity(&identity), &mut |_| {}).expect("opens");
    let (db, header) = database();
    let repository = opened(&db, &header, unlock(&header, PASSPHRASE));
    // The register of settings is a file without a header.
    let mut all = all(&db, &repository);
    let mut found = 0;
    for row in &backup.rows {
        let loaded = all.entry(row.file).or_insert_with(|| run(repository.load(row.file)).expect("opens"));
        assert!(loaded.heads[&row.record].iter().any(|head| head.row == row.row));
        found += 1;
    }
    assert!(found > 176, "{found} rows");
}
