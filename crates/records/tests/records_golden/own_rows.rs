//! Rows of the device's own: headers, drafts, certificates, and what is known of other devices.

use crate::{fixture, golden, version};
use casebook_domain::content::{Content, Kind};
use casebook_domain::due::{Due, DueKind, WaitsFor};
use casebook_domain::header::Header;
use casebook_domain::ids::FileId;
use casebook_domain::observation::{Colour, Observed, RunningObservation};
use casebook_domain::planned::{Planned, Stop};
use casebook_domain::retention::{Certificate, Ended, HeldElsewhere};
use casebook_domain::states::{Overlay, State};
use casebook_records::device::{
    ColleagueRow, MovedRow, decode_colleague, decode_moved, encode_colleague, encode_moved,
};
use casebook_records::erased::{decode_erased, encode_erased};
use casebook_records::{
    DraftRow, EventRow, RecordError, decode_draft, decode_event, decode_header, decode_set_up, encode_draft,
    encode_event, encode_header, encode_set_up,
};
use casebook_testing::sample::{every_event, lesson, on, record, sample, sheet, text, written_at};
use std::collections::BTreeMap;

#[test]
fn rows_of_the_devices_own_read_their_golden_rows_and_write_the_same_bytes() {
    let moved = MovedRow { kind: Some(Kind::Note), seen: version().vector };
    assert_eq!(decode_moved(&golden("device_moved", &encode_moved(&moved))), Some(moved.clone()));
    let unseen = MovedRow { kind: None, ..moved };
    assert_eq!(decode_moved(&encode_moved(&unseen)), Some(unseen));
    let colleague =
        ColleagueRow { name: text("Mo Colleague"), since: written_at(), recipient: Some(text("age1madeup")) };
    assert_eq!(decode_colleague(&golden("device_colleague", &encode_colleague(&colleague))), Some(colleague.clone()));
    let unknown = ColleagueRow { recipient: None, ..colleague };
    assert_eq!(decode_colleague(&encode_colleague(&unknown)), Some(unknown));
}

#[test]
fn the_certificate_of_an_erased_file_has_a_golden_row() {
    let held = |to: &str, file_name: &str, received: bool| HeldElsewhere {
        backup: !received,
        to: text(to),
        at: written_at(),
        file_name: text(file_name),
        received,
    };
    let certificate = Certificate {
        initials: text("RS"),
        birth_year: Some(2016),
        at: written_at(),
        by: text("Sam Mentor"),
        why: Ended::Exited,
        due_since: on("2027-07-21"),
        filed_on: Some(on("2026-07-24")),
        school_keeps_until: Some(on("2047-05-04")),
        archived_as: text("2027-07-21 hand-over 4F2K.casebook"),
        records: 120,
        elsewhere: vec![
            held("Mo Colleague", "2026-06-01 hand-over K7QX.casebook", true),
            held("Safe in the office", "2027-07-01 backup Q2ZZ.casebook", false),
        ],
    };
    assert_eq!(decode_erased(&golden("device_erased", &encode_erased(&certificate))), Some(certificate.clone()));
    let bare =
        Certificate { birth_year: None, filed_on: None, school_keeps_until: None, elsewhere: vec![], ..certificate };
    assert_eq!(decode_erased(&encode_erased(&bare)), Some(bare));
}

fn header() -> Header {
    Header {
        file: FileId::from_bytes([5; 16]),
        first_names: text("Zébulon Aurelius"),
        surname: text("Fictional-Sample"),
        known_as: text("Zeb"),
        letter_name: text("Zébulon"),
        upn: text("A123456789012"),
        form: text("6 Made-up"),
        born: Some(on("2015-02-28")),
        year_as_taught: None,
        state: State::Preparing,
        overlay: Overlay::OnHold,
        due: vec![
            Due { kind: DueKind::LetterHome, by: Some(on("2026-11-09")), waits_for: WaitsFor::Mentor, record: None },
            Due { kind: DueKind::NobodyTold, by: None, waits_for: WaitsFor::Others, record: Some(record(9)) },
        ],
        last_session: Some(on("2026-11-17")),
        planned: vec![Planned {
            record: record(8),
            plan: match sample(Kind::PlannedSession) {
                Content::PlannedSession(plan) => plan,
                _ => panic!("a planned session"),
            },
            stops: vec![Stop { from: on("2026-12-10"), until: Some(on("2026-12-14")) }],
            done: vec![on("2026-11-24")],
        }],
        episodes: 1,
    }
}

#[test]
fn a_header_reads_back_and_another_schema_is_rebuilt() {
    let bytes = encode_header(&header(), 7, [0xd4; 32]);
    assert_eq!(golden("header", &bytes), bytes);
    let stored = decode_header(&bytes).expect("own row");
    assert_eq!((stored.header, stored.rows, stored.sum), (header(), 7, [0xd4; 32]));
    let other = String::from_utf8(bytes).expect("JSON").replacen("\"schema\":3", "\"schema\":9", 1);
    assert_eq!(decode_header(other.as_bytes()), Err(RecordError::Row));
}

#[test]
fn a_header_of_schema_1_is_read_without_the_pupil_number() {
    let bytes = std::fs::read(fixture("header-1")).expect("as the first schema wrote it");
    let stored = decode_header(bytes.trim_ascii_end()).expect("an older row");
    let older = Header { upn: String::new(), letter_name: String::new(), planned: Vec::new(), ..header() };
    assert_eq!((stored.header, stored.rows), (older, 7));
}

#[test]
fn a_header_of_schema_2_is_read_without_the_name_in_letters_home_and_planned_sessions() {
    let bytes = std::fs::read(fixture("header-2")).expect("as the second schema wrote it");
    let stored = decode_header(bytes.trim_ascii_end()).expect("an older row");
    let older = Header { letter_name: String::new(), planned: Vec::new(), ..header() };
    assert_eq!((stored.header, stored.rows), (older, 7));
}

#[test]
fn drafts_and_events_read_back() {
    let draft = DraftRow {
        kind: Kind::Session,
        file: Some(FileId::from_bytes([5; 16])),
        record: None,
        saved: written_at(),
        values: BTreeMap::from([(text("date"), text("2026-11-")), (text("notes"), text("Half a sen"))]),
    };
    let bytes = encode_draft(&draft);
    assert_eq!(golden("draft", &bytes), bytes);
    assert_eq!(decode_draft(&bytes), Ok(draft));

    for (place, event) in every_event().into_iter().enumerate() {
        let row = EventRow { seq: u64::MAX - place as u64, event };
        assert_eq!(decode_event(&encode_event(&row)), Ok(row));
    }

    let running = RunningObservation {
        began: written_at(),
        sheet: sheet(),
        lesson: lesson(),
        observed: vec![
            Observed { file: Some(FileId::from_bytes([5; 16])), colour: Colour::Blue, label: text("By the door") },
            Observed { file: None, colour: Colour::Orange, label: String::new() },
        ],
    };
    let bytes = encode_set_up(&running);
    assert_eq!(golden("set_up", &bytes), bytes);
    assert_eq!(decode_set_up(&bytes), Ok(running));
}
