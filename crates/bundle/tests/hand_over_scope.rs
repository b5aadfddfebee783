//! What leaves with a hand-over and what never does (p30, p40): every kind of record, under every scope and purpose, and
//! random files read back from what was written.

use std::collections::{BTreeMap, BTreeSet};

use casebook_bundle::{
    Incoming, LeadSays, OpenWith, Opening, Outgoing, Parts, Place, Purpose, SealBy, Sender, Size, envelope, join,
    write_lines,
};
use casebook_crypto::device;
use casebook_crypto::keys::Key;
use casebook_crypto::recovery::Recovery;
use casebook_domain::alias::Alias;
use casebook_domain::calendar::{Moment, parse_iso};
use casebook_domain::content::Kind;
use casebook_domain::ids::{ActorId, BlobId, FileId, RecordId, VersionId};
use casebook_records::revision::{Vector, next};
use casebook_records::{RESOURCES_FILE, RowContent, SETTINGS_FILE, UNATTACHED_FILE, decode, encode_deleted};
use casebook_testing::lines::Lines;
use proptest::prelude::*;

const NOW: Moment = Moment { utc_ms: 1_795_446_000_000, offset_min: 0 };
const ACTOR: ActorId = ActorId::from_bytes([7; 16]);

/// Whether a kind goes with the whole case, without session notes, with plan and reviews only.
const TABLE: &[(Kind, [bool; 3])] = &[
    (Kind::Pupil, [true, true, true]),
    (Kind::Contact, [true, true, false]),
    (Kind::Referral, [true, true, true]),
    (Kind::Authorisation, [true, true, true]),
    (Kind::Liaison, [true, true, false]),
    (Kind::Measure, [true, true, false]),
    (Kind::Letter, [true, true, false]),
    (Kind::LeadDecision, [true, true, false]),
    (Kind::FamilyContact, [true, true, false]),
    (Kind::Observation, [true, true, false]),
    (Kind::Waiver, [true, true, false]),
    (Kind::Start, [true, true, true]),
    (Kind::Assessment, [true, true, false]),
    (Kind::Plan, [true, true, true]),
    (Kind::Circulation, [true, true, false]),
    (Kind::Signature, [true, true, false]),
    (Kind::Session, [true, false, false]),
    (Kind::Achievement, [true, true, false]),
    (Kind::Note, [true, false, false]),
    (Kind::Review, [true, true, true]),
    (Kind::Exit, [true, true, false]),
    (Kind::FollowUp, [true, true, false]),
    (Kind::Onward, [true, true, false]),
    (Kind::Standing, [true, true, false]),
    (Kind::Worry, [false, false, false]),
    (Kind::Settings, [false, false, false]),
    (Kind::Template, [false, false, false]),
    (Kind::Lists, [false, false, false]),
    (Kind::Transition, [true, true, true]),
    (Kind::HandedOver, [false, false, false]),
    (Kind::Received, [false, false, false]),
    (Kind::Retention, [false, false, false]),
    (Kind::AccessRequest, [false, false, false]),
    (Kind::Resource, [false, false, false]),
    (Kind::PlannedSession, [true, true, false]),
];

fn in_table(kind: Kind, parts: Parts) -> bool {
    let line = TABLE.iter().find(|(of, _)| *of == kind).unwrap_or_else(|| panic!("{kind:?} is not in the table"));
    line.1[parts as usize]
}

fn file(n: u8) -> FileId {
    FileId::from_bytes([n; 16])
}

fn record(n: u8) -> RecordId {
    RecordId::from_bytes([n; 16])
}

/// A real row of the kind, as the fixtures have it.
fn row(kind: Kind) -> Vec<u8> {
    let path = format!("{}/../records/tests/fixtures/records/{}.json", env!("CARGO_MANIFEST_DIR"), kind.code());
    std::fs::read(path).expect("a golden row of each kind").trim_ascii_end().to_vec()
}

fn deleted(kind: Kind) -> Vec<u8> {
    encode_deleted(&next(&[], ACTOR, VersionId::from_bytes([1; 16]), NOW, "M"), kind, None)
}

fn newer_row() -> Vec<u8> {
    let note = String::from_utf8(row(Kind::Note)).expect("JSON");
    note.replacen("\"kind\":\"note\"", "\"kind\":\"of_a_newer_casebook\"", 1).into_bytes()
}

fn hand_over(purpose: Purpose, scope: Parts) -> Opening {
    Opening { scope, ..Opening::hand_over(purpose, ACTOR, "Morgan Madeup", NOW) }
}

fn read(opening: &Opening, signing: Option<&Key>, items: Vec<Outgoing>) -> Incoming {
    let mut lines = Lines::default();
    write_lines(&mut lines, opening, signing, items).expect("written");
    lines.read().expect("own bundle")
}

fn leaves(opening: &Opening, file: FileId, row: &[u8], history: bool) -> bool {
    let item = Outgoing::Row { file, record: record(1), row: row.to_vec(), history };
    let incoming = read(opening, None, vec![item]);
    assert_eq!(incoming.closing.rows, incoming.rows.len() as u64);
    assert_eq!(incoming.closing.files, incoming.rows.len() as u64, "not counted either");
    incoming.rows.len() == 1
}

/// The kind's row as it is for the mentor alone.
fn mentor_only(kind: Kind) -> Vec<u8> {
    let row = String::from_utf8(row(kind)).expect("JSON");
    let said = ["staff", "family", "mentor"].map(|code| format!("\"audience\":\"{code}\""));
    assert!(said.iter().any(|said| row.contains(said)), "{kind:?} says whom it is for");
    said.iter().fold(row, |row, said| row.replace(said, "\"audience\":\"mentor\"")).into_bytes()
}

fn openings() -> Vec<Opening> {
    let of = |purpose: &Purpose| Parts::ALL.iter().map(|scope| hand_over(*purpose, *scope)).collect::<Vec<_>>();
    Purpose::ALL.iter().flat_map(of).collect()
}

#[test]
fn p30_every_kind_leaves_by_scope_and_purpose_and_no_other_way() {
    assert_eq!(TABLE.len(), Kind::ALL.len());
    for opening in openings() {
        for &kind in Kind::ALL {
            let goes = in_table(kind, opening.scope);
            let marked = matches!(kind, Kind::Liaison | Kind::FamilyContact) && opening.scope != Parts::Whole;
            let earlier = goes && opening.purpose != Some(Purpose::Transfer);
            for row in [row(kind), deleted(kind)] {
                let what = format!("{kind:?} {:?} {:?}", opening.scope, opening.purpose);
                assert_eq!(leaves(&opening, file(1), &row, false), goes, "{what}");
                if !marked {
                    assert_eq!(leaves(&opening, file(1), &row, true), earlier, "{what}, an earlier version");
                }
                for register in [SETTINGS_FILE, UNATTACHED_FILE, RESOURCES_FILE] {
                    assert!(!leaves(&opening, register, &row, false), "{what} of a register");
                }
            }
        }
    }
}

#[test]
fn p30_what_is_for_the_mentor_alone_goes_with_the_whole_case_only() {
    for opening in openings() {
        for kind in [Kind::Liaison, Kind::FamilyContact, Kind::Session, Kind::Note] {
            let goes = opening.scope == Parts::Whole;
            let what = format!("{kind:?} {:?} {:?}", opening.scope, opening.purpose);
            assert_eq!(leaves(&opening, file(1), &mentor_only(kind), false), goes, "{what}");
            // What was for staff once may be the mentor's own since.
            let earlier = goes && opening.history;
            assert_eq!(leaves(&opening, file(1), &mentor_only(kind), true), earlier, "{what}, earlier");
            assert_eq!(leaves(&opening, file(1), &row(kind), true), earlier, "{what}, as it was for staff");
        }
    }
}

#[test]
fn p30_to_another_school_goes_no_history_whatever_the_purpose() {
    for opening in openings() {
        let purpose = opening.purpose.expect("a hand-over");
        let there = Opening { history: purpose.takes_history(Place::Elsewhere), ..opening.clone() };
        for &kind in Kind::ALL {
            assert!(!leaves(&there, file(1), &row(kind), true), "{kind:?} {purpose:?}");
            let same = leaves(&there, file(1), &row(kind), false) == leaves(&opening, file(1), &row(kind), false);
            assert!(same, "{kind:?} {purpose:?}: as it stands it goes");
        }
        let for_good = Opening { history: true, purpose: Some(Purpose::Transfer), ..opening };
        assert!(!leaves(&for_good, file(1), &row(Kind::Plan), true), "whatever the caller says");
    }
}

#[test]
fn p40_what_the_lead_said_stands_in_the_first_line_and_in_no_backup() {
    for lead in LeadSays::ALL.iter().map(|lead| Some(*lead)).chain([None]) {
        let opening = Opening { lead, ..hand_over(Purpose::Shared, Parts::Whole) };
        let mut lines = Lines::default();
        write_lines(&mut lines, &opening, None, []).expect("written");
        assert_eq!(lines.read().expect("reads").opening.lead, lead);
        let unknown = lines.with(0, |line| line.replace("will_send", "of_some_day"));
        assert_eq!(unknown.forged().read().is_err(), lead == Some(LeadSays::WillSend));
    }
    let mut lines = Lines::default();
    write_lines(&mut lines, &Opening::backup(ACTOR, "M", NOW), None, []).expect("written");
    let lying = lines.with(0, |line| line.replace("\"until\":null", "\"until\":null,\"lead\":\"sent\""));
    assert!(lying.forged().read().is_err(), "of a backup nobody was asked");
}

#[test]
fn what_a_newer_casebook_made_goes_with_the_whole_case_alone() {
    for opening in openings() {
        assert_eq!(
            leaves(&opening, file(1), &newer_row(), false),
            opening.scope == Parts::Whole,
            "{:?}",
            opening.scope
        );
        let blob = Outgoing::Blob { file: file(1), blob: BlobId::from_bytes([1; 16]), bytes: vec![1] };
        let blobs = read(&opening, None, vec![blob]).blobs.len();
        assert_eq!(blobs == 1, opening.scope == Parts::Whole, "an attachment, of whatever it is");
    }
}

#[test]
fn a_backup_holds_every_kind_and_all_history() {
    let backup = Opening::backup(ACTOR, "M", NOW);
    for &kind in Kind::ALL {
        for history in [false, true] {
            assert!(leaves(&backup, file(1), &row(kind), history), "{kind:?}");
        }
    }
}

#[test]
fn the_scope_stands_in_the_first_line_where_not_all_goes() {
    for opening in openings() {
        let mut lines = Lines::default();
        let opening = Opening { until: parse_iso("2026-12-18"), to: "Mo Colleague".to_owned(), ..opening };
        write_lines(&mut lines, &opening, None, []).expect("written");
        let first = String::from_utf8(lines.lines[0].clone()).expect("JSON");
        assert_eq!(first.contains("\"scope\""), opening.scope != Parts::Whole, "{first}");
        assert_eq!(lines.read().expect("reads").opening, opening);
    }
    let mut lines = Lines::default();
    write_lines(&mut lines, &Opening::backup(ACTOR, "M", NOW), None, []).expect("written");
    let lying = lines.with(0, |line| line.replace("\"until\":null", "\"until\":null,\"scope\":\"plan_and_reviews\""));
    assert!(lying.forged().read().is_err(), "a backup has no scope");
}

#[test]
fn a_trace_goes_whatever_the_scope_and_never_of_what_stays() {
    for opening in openings() {
        for &kind in Kind::ALL {
            let trace = |kind| Outgoing::Moved { file: file(1), record: record(1), seen: Vector::default(), kind };
            let seen = read(&opening, None, vec![trace(Some(kind))]).moved.len();
            assert_eq!(seen == 1, in_table(kind, Parts::Whole), "{kind:?} {:?}", opening.scope);
            assert!(read(&opening, None, vec![trace(None)]).moved.is_empty(), "of what is unknown here");
        }
    }
}

#[test]
fn rows_are_counted_by_file_as_a_receipt_counts_them() {
    let of = |n, at, kind| Outgoing::Row { file: file(n), record: record(at), row: row(kind), history: false };
    let items = vec![of(1, 1, Kind::Pupil), of(1, 2, Kind::Note), of(1, 3, Kind::Worry), of(2, 4, Kind::Pupil)];
    let alias = Outgoing::Alias(Alias::of_two(file(1), file(2)).expect("two"));
    let mut lines = Lines::default();
    let written =
        write_lines(&mut lines, &hand_over(Purpose::Cover, Parts::Whole), None, [alias].into_iter().chain(items))
            .expect("written");
    assert_eq!(written.rows, BTreeMap::from([(file(1), 2), (file(2), 1)]));
}

/// Any item, by small numbers: file, record, which kind (one more is a newer one), deleted, history.
fn items() -> impl Strategy<Value = Vec<(u8, u8, usize, bool, bool)>> {
    prop::collection::vec((0..4u8, 0..40u8, 0..=Kind::ALL.len(), any::<bool>(), any::<bool>()), 0..60)
}

fn outgoing((of, at, kind, gone, history): (u8, u8, usize, bool, bool)) -> Outgoing {
    let row = match (Kind::ALL.get(kind), gone) {
        (None, _) => newer_row(),
        (Some(kind), true) => deleted(*kind),
        (Some(kind), false) => row(*kind),
    };
    let file = if of == 0 { UNATTACHED_FILE } else { file(of) };
    Outgoing::Row { file, record: record(at), row, history }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn of_a_random_file_nothing_leaves_that_may_not_and_nothing_stays_that_may_go(
        items in items(), scope in 0..Parts::ALL.len(), purpose in 0..Purpose::ALL.len(), signed in any::<bool>(),
    ) {
        let opening = hand_over(Purpose::ALL[purpose], Parts::ALL[scope]);
        let key = Key::from_bytes([3; 32]);
        let given: Vec<Outgoing> = items.into_iter().map(outgoing).collect();
        let incoming = read(&opening, signed.then_some(&key), given.clone());
        let kind_of = |row: &[u8]| Kind::from_code(&decode(row).expect("a row").kind);
        let marked = |row: &[u8]| {
            let marks = matches!(kind_of(row), Some(Kind::Liaison | Kind::FamilyContact));
            marks && opening.scope != Parts::Whole && decode(row).is_ok_and(|row| row.what != RowContent::Deleted)
        };
        for row in &incoming.rows {
            let taken = kind_of(&row.row).map_or(opening.scope == Parts::Whole, |kind| in_table(kind, opening.scope));
            prop_assert!(taken && row.file != UNATTACHED_FILE);
            prop_assert!(!row.history || opening.purpose != Some(Purpose::Transfer));
            prop_assert!(!row.history || !marked(&row.row));
        }
        let expected = given.iter().filter(|item| {
            let Outgoing::Row { file, row, history, .. } = item else { return false };
            if *history && marked(row) {
                return false;
            }
            let taken = kind_of(row).map_or(opening.scope == Parts::Whole, |kind| in_table(kind, opening.scope));
            taken && *file != UNATTACHED_FILE && (!history || opening.purpose != Some(Purpose::Transfer))
        });
        prop_assert_eq!(expected.count(), incoming.rows.len());
        let files: BTreeSet<_> = incoming.rows.iter().map(|row| row.file).collect();
        prop_assert_eq!(incoming.closing.files, files.len() as u64);
        match incoming.closing.sender() {
            Sender::Signed { signer, .. } => prop_assert!(signed && signer == device::signer(&key)),
            Sender::Unsigned => prop_assert!(!signed),
            Sender::BadSignature => prop_assert!(false, "its own signature does not verify"),
        }
    }
}

#[test]
fn numbered_parts_are_signed_each_and_come_together_again() {
    let recovery = Recovery::generate();
    let by = recovery.recipient();
    let key = Key::from_bytes([3; 32]);
    // Two files that no part holds together.
    let long = "made up ".repeat(100_000);
    let note = |of, at| {
        let text = String::from_utf8(row(Kind::Note)).expect("JSON");
        let (start, rest) = text.split_once("\"text\":\"").expect("a text");
        let row = format!("{start}\"text\":\"{at} {long}{rest}").into_bytes();
        Outgoing::Row { file: file(of), record: record(at), row, history: false }
    };
    let items: Vec<Outgoing> = (1..=50).map(|at| note(1, at)).chain((51..=100).map(|at| note(2, at))).collect();
    let sizes: Vec<Size> = items.iter().map(Size::of).collect();
    let pick = |places: &[usize]| places.iter().map(|place| items[*place].clone()).collect::<Vec<_>>();
    let opening = hand_over(Purpose::Cover, Parts::Whole);
    let made = envelope::make_parts(&SealBy::Recipient(by.clone()), &opening, Some(&key), &sizes, pick).expect("made");
    assert!(made.len() > 1, "{}", made.len());
    let identity = recovery.identity();
    let parts: Vec<Incoming> = made
        .iter()
        .map(|made| envelope::open(made.bytes.clone(), OpenWith::Identity(&identity), &mut |_| {}).expect("opens"))
        .collect();
    for part in &parts {
        assert!(matches!(part.closing.sender(), Sender::Signed { signer, .. } if signer == device::signer(&key)));
    }
    let joined = join(parts).expect("of one bundle");
    assert_eq!((joined.missing(), joined.rows.len()), (vec![], 100));
    let rows: u32 = made.iter().flat_map(|made| made.written.rows.values()).sum();
    assert_eq!(rows, 100);
}
