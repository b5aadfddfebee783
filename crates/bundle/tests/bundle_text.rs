//! A bundle as text is the same bundle: Casebook opens it, and so does the age program, both ways.
//!
//! Without age the tests say so and pass; with `CASEBOOK_REQUIRE_INTEROP=1` they fail.

#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use casebook_bundle::{EnvelopeError, OpenWith, Opening, Outgoing, SealBy, armor, envelope};
use casebook_crypto::recovery::Recovery;
use casebook_domain::calendar::Moment;
use casebook_domain::content::{Content, Entry};
use casebook_domain::ids::{ActorId, FileId, RecordId, VersionId};
use casebook_domain::preparation::Audience;
use casebook_domain::session::Note;
use casebook_records::encode;
use casebook_records::revision::next;

const NOW: Moment = Moment { utc_ms: 1_790_000_000_000, offset_min: 0 };
const ACTOR: ActorId = ActorId::from_bytes([7; 16]);

fn bundle(recovery: &Recovery) -> Vec<u8> {
    let rows = (1..60).map(|number| {
        let version = next(&[], ACTOR, VersionId::from_bytes([number; 16]), NOW, "Made-up Mentor");
        let note = Note { date: NOW.date(), text: format!("note {number}"), audience: Audience::Staff };
        let row = encode(&version, &Entry { episode: None, content: Content::Note(note) });
        let (file, record) = (FileId::from_bytes([9; 16]), RecordId::from_bytes([number; 16]));
        Outgoing::Row { file, record, row, history: false }
    });
    let by = recovery.recipient();
    envelope::make(&SealBy::Recipient(by.clone()), &Opening::backup(ACTOR, "M", NOW), None, rows).expect("made").bytes
}

fn rows(file: Vec<u8>, recovery: &Recovery) -> Result<usize, EnvelopeError> {
    envelope::open(file, OpenWith::Identity(&recovery.identity()), &mut |_| {}).map(|incoming| incoming.rows.len())
}

#[test]
fn a_bundle_as_text_opens_as_itself() {
    let recovery = Recovery::generate();
    let bytes = bundle(&recovery);
    let text = armor::text(&bytes);
    assert_eq!(rows(text.clone().into_bytes(), &recovery), Ok(59));
    assert_eq!(rows(text.replace('\n', "\r\n").into_bytes(), &recovery), Ok(59));
    // Cut off on its way, and changed on its way.
    assert_eq!(rows(text.as_bytes()[..text.len() / 2].to_vec(), &recovery), Err(EnvelopeError::CutOff));
    let at = text.len() / 3;
    let other = if text.as_bytes()[at] == b'A' { "B" } else { "A" };
    let changed = format!("{}{other}{}", &text[..at], &text[at + 1..]);
    assert!(rows(changed.into_bytes(), &recovery).is_err());
}

/// A folder of the test's own, or nothing where age is not installed.
fn folder(name: &str) -> Option<PathBuf> {
    let there = Command::new("age").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !there {
        assert!(std::env::var_os("CASEBOOK_REQUIRE_INTEROP").is_none(), "age is not installed");
        let _ = writeln!(std::io::stderr(), "SKIPPED: an interop test, as age is not installed");
        return None;
    }
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("a folder");
    Some(folder)
}

fn age(folder: &PathBuf, arguments: &[&str]) {
    let ran = Command::new("age").args(arguments).current_dir(folder).output().expect("age runs");
    assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
}

#[test]
fn age_opens_the_text_and_finds_what_the_file_holds() {
    let Some(folder) = folder("text-out") else { return };
    let recovery = Recovery::generate();
    let bytes = bundle(&recovery);
    fs::write(folder.join("key"), recovery.identity().as_bytes()).expect("written");
    fs::write(folder.join("file"), &bytes).expect("written");
    fs::write(folder.join("text"), armor::text(&bytes)).expect("written");
    age(&folder, &["-d", "-i", "key", "-o", "of-file", "file"]);
    age(&folder, &["-d", "-i", "key", "-o", "of-text", "text"]);
    assert_eq!(fs::read(folder.join("of-file")).expect("read"), fs::read(folder.join("of-text")).expect("read"));
}

#[test]
fn what_age_writes_as_text_opens_here() {
    let Some(folder) = folder("text-in") else { return };
    let recovery = Recovery::generate();
    fs::write(folder.join("key"), recovery.identity().as_bytes()).expect("written");
    fs::write(folder.join("file"), bundle(&recovery)).expect("written");
    age(&folder, &["-d", "-i", "key", "-o", "gz", "file"]);
    age(&folder, &["-a", "-r", &recovery.recipient(), "-o", "text", "gz"]);
    let text = fs::read(folder.join("text")).expect("read");
    assert!(armor::looks_sealed(&text) && text.starts_with(b"-----BEGIN"));
    assert_eq!(rows(text, &recovery), Ok(59));
}
