//! The stored form of every kind of record: one golden row each under `fixtures/records` (made-up data), a round trip
//! over random content, and hostile input.
//!
//! A golden file that changes is a change of the format. Before the first release write them again with
//! `CASEBOOK_WRITE_GOLDEN=1`; afterwards add a schema instead.

mod own_rows;
mod random;
mod strict;
mod superseded;

use casebook_domain::calendar::Moment;
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::ids::{ActorId, VersionId};
use casebook_domain::preparation::Audience;
use casebook_domain::session::Note;
use casebook_records::revision::{Vector, Version};
use casebook_records::{RowContent, decode, encode, encode_again, encode_deleted, schema};
use casebook_testing::sample::{on, record, sample, written_at};
use std::path::PathBuf;

fn version() -> Version {
    let (own, other) = (ActorId::from_bytes([0xa1; 16]), ActorId::from_bytes([0xb2; 16]));
    Version {
        id: VersionId::from_bytes([0xc3; 16]),
        actor: own,
        author: "Morgan Madeup".to_owned(),
        time: written_at(),
        vector: Vector::from_counts([(own, 2), (other, 1)]),
    }
}

fn sample_entry(kind: Kind) -> Entry {
    let outside = matches!(
        kind,
        Kind::Pupil
            | Kind::Contact
            | Kind::Worry
            | Kind::Standing
            | Kind::Settings
            | Kind::Template
            | Kind::Lists
            | Kind::Transition
            | Kind::HandedOver
            | Kind::Received
            | Kind::Retention
            | Kind::AccessRequest
            | Kind::Resource
    );
    Entry { episode: (!outside).then(|| record(1)), content: sample(kind) }
}

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/records").join(format!("{name}.json"))
}

/// The golden bytes, without the line feed that ends the file.
fn golden(name: &str, now: &[u8]) -> Vec<u8> {
    let path = fixture(name);
    if std::env::var_os("CASEBOOK_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, [now, b"\n"].concat()).expect("written");
    }
    let mut bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(bytes.pop(), Some(b'\n'));
    bytes
}

#[test]
fn every_kind_reads_its_golden_row_and_writes_the_same_bytes() {
    for kind in Kind::ALL {
        let entry = sample_entry(*kind);
        let bytes = golden(kind.code(), &encode(&version(), &entry));
        let decoded = decode(&bytes).unwrap_or_else(|error| panic!("{kind:?}: {error:?}"));
        assert_eq!(decoded.version, version(), "{kind:?}");
        assert_eq!(decoded.kind, kind.code());
        assert_eq!(decoded.what, RowContent::Entry(entry.clone()), "{kind:?}");
        let written = encode(&version(), &entry);
        assert_eq!(String::from_utf8_lossy(&written), String::from_utf8_lossy(&bytes), "{kind:?}");
    }
}

#[test]
fn a_deletion_keeps_kind_and_episode_and_no_words() {
    let bytes = encode_deleted(&version(), Kind::Worry, Some(record(1)));
    assert_eq!(golden("deleted", &bytes), bytes);
    let decoded = decode(&bytes).expect("own row");
    assert_eq!((decoded.kind.as_str(), decoded.episode, decoded.what), ("worry", Some(record(1)), RowContent::Deleted));
    let older = String::from_utf8(bytes).expect("JSON").replace("\"schema\":2", "\"schema\":1");
    assert_eq!(decode(older.as_bytes()).map(|decoded| decoded.what), Ok(RowContent::Deleted));
}

/// What a row of an older schema says.
fn older(name: &str) -> Content {
    let bytes = std::fs::read(fixture(name)).expect("the row as the older schema wrote it");
    match decode(bytes.trim_ascii_end()).expect("a row").what {
        RowContent::Entry(entry) => entry.content,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_schema_is_said_in_every_row() {
    for kind in Kind::ALL {
        let row = String::from_utf8(encode(&version(), &sample_entry(*kind))).expect("JSON");
        assert!(row.contains(&format!("\"schema\":{},", schema(*kind))), "{kind:?}");
    }
}

#[test]
fn a_row_is_said_again_byte_for_byte_under_another_version_also_what_this_casebook_cannot_read() {
    let old = br#"{"kind":"hologram","schema":7,"version":"01010101010101010101010101010101","actor":"02020202020202020202020202020202","author":"A","time":1,"offset":0,"vector":{"02020202020202020202020202020202":1},"episode":null,"body":{"z": [1,  2.50, {"a":null}],"a":"\u0041"}}"#;
    let version = Version {
        id: VersionId::from_bytes([3; 16]),
        actor: ActorId::from_bytes([4; 16]),
        author: "B".to_owned(),
        time: Moment { utc_ms: 9, offset_min: 60 },
        vector: Vector::from_counts([(ActorId::from_bytes([4; 16]), 2)]),
    };
    let again = encode_again(&version, old).expect("a row");
    let body = |row: &[u8]| {
        let text = String::from_utf8(row.to_vec()).expect("text");
        text[text.find("\"body\":").expect("has one")..].to_owned()
    };
    assert_eq!(body(&again), body(old));
    let decoded = decode(&again).expect("a row");
    assert_eq!(
        (decoded.version, decoded.kind.as_str(), decoded.what),
        (version.clone(), "hologram", RowContent::Newer)
    );
    // What this Casebook writes itself comes out as it writes it.
    let entry = Entry {
        episode: None,
        content: Content::Note(Note { date: on("2026-11-19"), text: "made up".to_owned(), audience: Audience::Staff }),
    };
    let mut first = version.clone();
    first.id = VersionId::from_bytes([5; 16]);
    assert_eq!(encode_again(&version, &encode(&first, &entry)), Some(encode(&version, &entry)));
    let gone = encode_deleted(&first, Kind::Note, None);
    assert_eq!(encode_again(&version, &gone), Some(encode_deleted(&version, Kind::Note, None)));
    assert_eq!(encode_again(&version, b"{}"), None);
}
