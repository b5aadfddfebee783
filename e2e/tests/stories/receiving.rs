//! An import under bad conditions: the plug pulled in the middle, many times; a full disk; taken back afterwards. The bundle
//! is made on the host, of made-up pupils.

use std::time::Duration;

use casebook_bundle::{Opening, Outgoing, Purpose, SealBy, envelope};
use casebook_demo as demo;
use casebook_domain::calendar::{Moment, parse_iso};
use casebook_domain::ids::{ActorId, VersionId};
use casebook_domain::settings::Settings;
use casebook_records::{self as records, revision};
use serde_json::json;

use super::mentor::Mentor;
use super::*;

const WORDS: &str = "abandon ability able about above absent absorb";
/// How many records one import is to have.
const RECORDS: usize = 2_000;

/// The moments at which the plug is pulled, in milliseconds: from at once to after the end. WebKit has no cache of compiled
/// programs, so that a round costs three times as much there as in the others; it has fewer.
fn moments(engine: Engine) -> Vec<u64> {
    let all = (0..10_u64).map(|round| round * round * 40);
    if engine == Engine::WebKit { all.step_by(3).collect() } else { all.collect() }
}

/// A hand-over of at least this many records; gives its file and how many pupils are in it.
fn bundle(dir: &Path) -> (PathBuf, usize) {
    let settings = Settings::new("Mx Sender".to_owned(), "Made-up School".to_owned());
    let now = Moment { utc_ms: 1_795_446_000_000, offset_min: 0 };
    let actor = ActorId::from_bytes([7; 16]);
    let mut items = Vec::new();
    let mut version = 0_u128;
    let mut pupils = 0;
    for file in demo::files(400, &settings, now, parse_iso("2026-11-23").expect("a day")) {
        if items.len() >= RECORDS {
            break;
        }
        pupils += 1;
        for record in file.records {
            version += 1;
            let id = VersionId::from_bytes(version.to_be_bytes());
            let version = revision::next(&[], actor, id, record.at, "Mx Sender");
            let row = records::encode(&version, &record.entry);
            items.push(Outgoing::Row { file: file.case.id, record: record.id, row, history: false });
        }
    }
    assert!(items.len() >= RECORDS, "{} records", items.len());
    let opening = Opening::hand_over(Purpose::Cover, actor, "Mx Sender", now);
    let made = envelope::make(&SealBy::Words(WORDS.into()), &opening, None, items).expect("made");
    let path = dir.join("2026-11-23 hand-over MANY.casebook");
    fs::write(&path, made.bytes).expect("written");
    (path, pupils)
}

/// As far as the button that writes.
fn opened(mentor: &Mentor, file: &Path) {
    mentor.session.go_to("#/open");
    mentor.session.give_file("File", file);
    mentor.session.fill("The seven words", WORDS);
    mentor.session.click("See what's in it");
    mentor.session.wait_for("Add to my casebook");
    mentor.session.tick("No, nothing is to come");
}

/// How many rows of each store there are, without the device's own and the vault.
fn rows(session: &Session) -> Vec<u64> {
    let counts = session.run_async(
        "const open = indexedDB.open('casebook');
         const db = await new Promise((done, lost) => { open.onsuccess = () => done(open.result); open.onerror = lost; });
         const counts = [];
         for (const name of ['headers', 'records', 'history', 'blobs']) {
             const asked = db.transaction(name).objectStore(name).count();
             counts.push(await new Promise((done, lost) => { asked.onsuccess = () => done(asked.result); asked.onerror = lost; }));
         }
         db.close();
         return counts;",
        json!([]),
    );
    counts.as_array().expect("counts").iter().map(|count| count.as_u64().unwrap_or_default()).collect()
}

/// Killed at many moments of the writing: all of it is there, or nothing; and what is there can be taken back.
pub fn killed_in_the_middle_it_is_all_or_nothing(engine: Engine) {
    let mut server = app();
    let (file, pupils) = bundle(&scratch(engine, "receiving-bundle"));
    let mut mentor = Mentor::install(engine, "receiving-killed", &server);
    mentor.session.set_patience(Duration::from_secs(60));
    mentor.first_run();
    server.stop();
    server.forget();
    let before = rows(&mentor.session);
    let (mut all, mut nothing) = (0, 0);
    for moment in moments(engine) {
        opened(&mentor, &file);
        mentor.session.click("Add to my casebook");
        std::thread::sleep(Duration::from_millis(moment));
        mentor.pull_the_plug();
        let now = rows(&mentor.session);
        if now == before {
            nothing += 1;
            continue;
        }
        all += 1;
        assert_eq!(now[0], pupils as u64, "after {moment} ms: every pupil");
        assert!(now[1] >= before[1] + RECORDS as u64, "after {moment} ms: every record, {now:?}");
        mentor.session.go_to("#/pupils");
        mentor.session.wait_for(&format!("{pupils} pupils"));
        mentor.session.go_to("#/settings/storage");
        mentor.session.wait_for("Undo the import");
        mentor.session.click("Undo the import");
        mentor.session.click("Yes, undo it");
        mentor.session.wait_for("Everything is as it was before the import.");
        assert_eq!(rows(&mentor.session), before, "after {moment} ms");
    }
    eprintln!("{engine}: {nothing} rounds nothing, {all} rounds all of it");
    assert!(nothing > 0, "no round was early enough");
    // Undisturbed it comes in.
    opened(&mentor, &file);
    mentor.session.click("Add to my casebook");
    mentor.session.wait_for("Done.");
    mentor.session.go_to("#/pupils");
    mentor.session.wait_for(&format!("{pupils} pupils"));
    assert_eq!(server.seen(), Vec::<Seen>::new());
}

/// The disk is full in the middle: clear words, nothing half, and the casebook continues. Chromium alone lets a test limit it.
pub fn a_full_disk_leaves_nothing_half(engine: Engine) {
    if engine != Engine::Chromium {
        return;
    }
    let mut server = app();
    let (file, _) = bundle(&scratch(engine, "receiving-full-bundle"));
    let mut mentor = Mentor::install(engine, "receiving-full", &server);
    mentor.session.set_patience(Duration::from_secs(60));
    let taken = mentor.session.stored();
    // A limit holds from a browser's first write on.
    mentor.session.quit();
    mentor.session.reopen();
    mentor.session.set_quota(server.url().trim_end_matches('/'), taken + 1_200_000);
    mentor.session.go(&server.url());
    mentor.session.wait_until_ready();
    mentor.first_run();
    server.stop();
    let before = rows(&mentor.session);
    opened(&mentor, &file);
    mentor.session.click("Add to my casebook");
    mentor.session.wait_for("Nothing was written.");
    mentor.session.wait_for("The tablet's storage is full.");
    assert_eq!(rows(&mentor.session), before);
    mentor.pull_the_plug();
    assert_eq!(rows(&mentor.session), before);
    mentor.add_pupil();
}
