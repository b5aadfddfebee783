//! What a bundle may do here beyond adding to it, by who vouches for it: joining pupils, taking records out, ending
//! safeguarding entries; and the bounds on all of these.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;

use casebook_bundle::{
    ImportPlan, Incoming, LocalFile, LocalIndex, LocalRecord, MAX_ALIASES, MAX_TRACES, MAX_VERSIONS, Opening, Outgoing,
    Purpose, RowFate, RowRefusal, Trust, plan, write_lines,
};
use casebook_domain::alias::Alias;
use casebook_domain::calendar::{Moment, parse_iso};
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::identity::Identity;
use casebook_domain::ids::{ActorId, FileId, RecordId, VersionId};
use casebook_domain::preparation::Audience;
use casebook_domain::safety::{Told, Worry};
use casebook_domain::session::Note;
use casebook_records::revision::{Vector, Version};
use casebook_records::{encode, encode_deleted};
use casebook_testing::lines::Lines;

const NOW: Moment = Moment { utc_ms: 1_795_446_000_000, offset_min: 0 };
const OWN: ActorId = ActorId::from_bytes([1; 16]);
const THEIRS: ActorId = ActorId::from_bytes([2; 16]);

fn file(n: u8) -> FileId {
    FileId::from_bytes([n; 16])
}

fn record(n: u8) -> RecordId {
    RecordId::from_bytes([n; 16])
}

fn version(id: u128, by: ActorId, counts: &[(ActorId, u32)]) -> Version {
    Version {
        id: VersionId::from_bytes(id.to_be_bytes()),
        actor: by,
        author: "Morgan Madeup".to_owned(),
        time: Moment { utc_ms: NOW.utc_ms + id as i64, ..NOW },
        vector: Vector::from_counts(counts.iter().copied()),
    }
}

fn row(version: &Version, content: Content) -> Vec<u8> {
    encode(version, &Entry { episode: None, content })
}

fn note() -> Content {
    let date = parse_iso("2026-11-19").expect("a day");
    Content::Note(Note { date, text: "made up".to_owned(), audience: Audience::MentorOnly })
}

fn worry(held_by_lead: bool) -> Content {
    let told = held_by_lead.then(|| Told { name: "L. Ead".to_owned(), at: NOW, how: String::new() });
    let words = if held_by_lead { String::new() } else { "made-up words".to_owned() };
    Content::Worry(Worry { at: NOW, words, told, held_by_lead, withdrawn: None })
}

fn out(of: FileId, at: RecordId, row: Vec<u8>) -> Outgoing {
    Outgoing::Row { file: of, record: at, row, history: false }
}

fn backup() -> Opening {
    Opening::backup(THEIRS, "Morgan Madeup", NOW)
}

fn hand_over() -> Opening {
    Opening::hand_over(Purpose::Shared, THEIRS, "Morgan Madeup", NOW)
}

fn read(opening: &Opening, items: Vec<Outgoing>) -> Incoming {
    let mut lines = Lines::default();
    write_lines(&mut lines, opening, None, items).expect("written");
    lines.read().expect("reads")
}

/// A device that holds these pupils, one note each, written there.
fn here(trust: Trust, pupils: &[u8]) -> LocalIndex {
    let named = |n: u8| Identity {
        first_names: format!("Pupil{n}"),
        known_as: String::new(),
        surname: "Sample".to_owned(),
        born: None,
        upn: String::new(),
    };
    let one = |n: u8| {
        let heads = vec![version(1, OWN, &[(OWN, 1)])];
        let local = LocalRecord { heads, kind: Some(Kind::Note), ..LocalRecord::default() };
        let records = BTreeMap::from([(record(1), local)]);
        (file(n), LocalFile { pupil: Some(named(n)), records, ..LocalFile::default() })
    };
    let files = pupils.iter().map(|n| one(*n)).collect();
    LocalIndex { trust, actor: Some(OWN), files, ..LocalIndex::default() }
}

fn alias(one: u8, other: u8) -> Outgoing {
    Outgoing::Alias(Alias::of_two(file(one), file(other)).expect("two"))
}

fn chosen(planned: &ImportPlan) -> Vec<bool> {
    planned.aliases.iter().map(|pair| pair.chosen_at_first).collect()
}

#[test]
fn a_stranger_joins_no_two_pupils_of_ours_whichever_way_the_pairs_lead() {
    let known = version(9, THEIRS, &[(THEIRS, 1)]);
    let new = || out(file(7), record(7), row(&known, note()));
    for pairs in [
        vec![new(), alias(3, 4)],
        // Both are named in rows too, which costs nothing.
        vec![
            new(),
            out(file(3), record(8), row(&known, note())),
            out(file(4), record(9), row(&known, note())),
            alias(3, 4),
        ],
        // By way of a new pupil.
        vec![
            new(),
            out(file(3), record(8), row(&known, note())),
            out(file(4), record(9), row(&known, note())),
            alias(3, 7),
            alias(4, 7),
        ],
    ] {
        let incoming = read(&hand_over(), pairs);
        let planned = plan(&here(Trust::Stranger, &[3, 4]), &incoming);
        assert_eq!(chosen(&planned).last(), Some(&false), "{planned:?}");
        let planned = plan(&here(Trust::Known, &[3, 4]), &incoming);
        assert!(chosen(&planned).iter().all(|chosen| *chosen), "somebody who is known may say so");
    }
    // On an empty tablet a backup brings its own pairs.
    let both = vec![new(), out(file(3), record(8), row(&known, note())), alias(3, 7)];
    assert_eq!(chosen(&plan(&LocalIndex::default(), &read(&backup(), both))), [true]);
    let one_unknown = vec![new(), alias(5, 7)];
    assert_eq!(chosen(&plan(&LocalIndex::default(), &read(&hand_over(), one_unknown))), [false], "whose is file 5?");
}

fn trace(at: RecordId, counts: &[(ActorId, u32)]) -> Outgoing {
    let seen = Vector::from_counts(counts.iter().copied());
    Outgoing::Moved { file: file(3), record: at, seen, kind: Some(Kind::Note) }
}

#[test]
fn a_stranger_takes_no_record_out_of_a_file_that_is_here() {
    let incoming =
        read(&hand_over(), vec![trace(record(1), &[(OWN, 9), (THEIRS, 9)]), trace(record(5), &[(THEIRS, 1)])]);
    let planned = &plan(&here(Trust::Stranger, &[3]), &incoming).files[0];
    assert_eq!((&planned.moved[..], &planned.kept[..]), (&[][..], &[record(1)][..]));
    // Nor does it keep out what may come from somebody else.
    let both = vec![
        trace(record(5), &[(THEIRS, 9)]),
        out(file(3), record(5), row(&version(2, THEIRS, &[(THEIRS, 1)]), note())),
    ];
    let planned = &plan(&here(Trust::Stranger, &[3]), &read(&hand_over(), both)).files[0];
    assert_eq!(planned.rows[0].fate, RowFate::New);
    // Of a file that is new, its own traces count.
    let planned = &plan(&LocalIndex::default(), &incoming).files[0];
    assert_eq!((planned.moved.len(), planned.kept.len()), (2, 0));
}

#[test]
fn what_was_written_here_or_is_newer_here_goes_only_when_somebody_says_so() {
    let at_first = |heads: Vec<Version>, seen: &[(ActorId, u32)]| {
        let mut index = here(Trust::Known, &[3]);
        let local = LocalRecord { heads, kind: Some(Kind::Note), ..LocalRecord::default() };
        index.files.get_mut(&file(3)).expect("here").records.insert(record(1), local);
        let planned = plan(&index, &read(&hand_over(), vec![trace(record(1), seen)]));
        planned.files[0].moved[0].chosen_at_first()
    };
    assert!(at_first(vec![version(1, THEIRS, &[(THEIRS, 1)])], &[(THEIRS, 2)]), "their own, as they last had it");
    assert!(!at_first(vec![version(1, OWN, &[(OWN, 1)])], &[(OWN, 1), (THEIRS, 1)]), "written here");
    let newer = version(1, OWN, &[(OWN, 1), (THEIRS, 1)]);
    assert!(!at_first(vec![newer], &[(THEIRS, 1)]), "newer here");
    // Left out, nothing of it is planned.
    let incoming = read(&hand_over(), vec![trace(record(1), &[(OWN, 1), (THEIRS, 1)])]);
    let mut planned = plan(&here(Trust::Known, &[3]), &incoming).files.remove(0);
    planned.leave_out(|left, _| left == record(1));
    assert!(planned.moved.is_empty());
}

#[test]
fn p40_a_strangers_backup_ends_no_safeguarding_entry() {
    let open = version(1, OWN, &[(OWN, 1)]);
    let after = version(2, THEIRS, &[(OWN, 1), (THEIRS, 1)]);
    let index = |trust| {
        let mut index = here(trust, &[3]);
        let kind = Some(Kind::Worry);
        let local = LocalRecord { heads: vec![open.clone()], safeguarding: true, kind, ..LocalRecord::default() };
        index.files.get_mut(&file(3)).expect("here").records.insert(record(2), local);
        index
    };
    let deleted = encode_deleted(&after, Kind::Worry, None);
    for ends in [row(&after, worry(true)), row(&after, worry(false)), deleted, row(&after, note())] {
        let incoming = read(&backup(), vec![out(file(3), record(2), ends)]);
        let fate = |trust| plan(&index(trust), &incoming).files[0].rows[0].fate;
        assert_eq!(fate(Trust::Stranger), RowFate::Refused(RowRefusal::EndsAnEntry));
        assert_eq!(fate(Trust::Known), RowFate::NewerThere);
    }
    let new = read(&backup(), vec![out(file(3), record(9), row(&after, worry(true)))]);
    assert_eq!(plan(&index(Trust::Stranger), &new).files[0].rows[0].fate, RowFate::New, "one that is not here adds");
}

#[test]
fn a_record_of_a_hundred_thousand_versions_is_cut_to_its_heads_and_the_latest() {
    let count = MAX_VERSIONS as u128 + 500;
    let items: Vec<Outgoing> = (1..=count)
        .map(|n| {
            let row = row(&version(n, THEIRS, &[(THEIRS, n as u32)]), note());
            Outgoing::Row { file: file(3), record: record(2), row, history: n < count }
        })
        .collect();
    let planned = plan(&LocalIndex::default(), &read(&backup(), items)).files.remove(0);
    assert_eq!(planned.accepted().count(), MAX_VERSIONS);
    assert_eq!(planned.count(RowFate::Refused(RowRefusal::TooMany)), 500);
    let newest = planned
        .rows
        .iter()
        .find(|row| row.version.as_ref().is_some_and(|it| it.id.as_bytes()[14..] == (count as u16).to_be_bytes()));
    assert_eq!(newest.map(|row| row.fate), Some(RowFate::New), "what it says now comes in");
}

#[test]
fn pairs_and_traces_beyond_all_measure_are_not_looked_at() {
    let id = |n: usize| FileId::from_bytes((n as u128 + 1_000).to_be_bytes());
    let pairs = (0..MAX_ALIASES + 40).map(|n| Outgoing::Alias(Alias::of_two(id(n), id(n + 1)).expect("two")));
    let planned = plan(&LocalIndex::default(), &read(&backup(), pairs.collect()));
    assert_eq!((planned.aliases.len(), planned.beyond), (MAX_ALIASES, 40));
    let traces = (0..MAX_TRACES + 7).map(|n| trace(RecordId::from_bytes((n as u128).to_be_bytes()), &[(THEIRS, 1)]));
    let planned = plan(&LocalIndex::default(), &read(&backup(), traces.collect()));
    assert_eq!((planned.files[0].moved.len(), planned.beyond), (MAX_TRACES, 7));
}
