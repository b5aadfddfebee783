//! What rows of superseded schemas are read as.

use crate::{fixture, golden, older};
use casebook_domain::contact::{Contact, PersonName};
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::exit::Onward;
use casebook_domain::hand_over::{LeadHas, Received};
use casebook_domain::ids::FileId;
use casebook_domain::observation::{Event, EventKind as Happened, Instant, Intervals};
use casebook_domain::plan::Circulation;
use casebook_domain::pupil::Pupil;
use casebook_domain::retention::AccessRequest;
use casebook_domain::safety::Worry;
use casebook_domain::session::Session;
use casebook_domain::settings::Settings;
use casebook_records::{
    Decoded, DraftRow, EventRow, RecordError, RowContent, decode, decode_event, encode, schema, set_up_of_schema_1,
};
use casebook_testing::sample::{on, sample, text, written_at};

/// What a superseded row says, written under the schema of today: a change of the domain must not change it.
#[test]
fn every_superseded_schema_of_every_kind_has_a_golden_row_that_keeps_its_meaning() {
    for kind in Kind::ALL {
        for old in first_schema(*kind)..schema(*kind) {
            let name = format!("{}-{old}", kind.code());
            let row = std::fs::read(fixture(&name)).unwrap_or_else(|error| panic!("{name}: {error}"));
            let Decoded { version, what: RowContent::Entry(entry), .. } = decode(row.trim_ascii_end()).expect("a row")
            else {
                panic!("{name} is no entry")
            };
            let written = encode(&version, &entry);
            let kept = golden(&format!("{name}.today"), &written);
            assert_eq!(String::from_utf8_lossy(&written), String::from_utf8_lossy(&kept), "{name}");
        }
    }
}

/// The schema that a kind was born with.
fn first_schema(kind: Kind) -> u32 {
    match kind {
        Kind::Template | Kind::Lists => 2,
        _ => 1,
    }
}

#[test]
fn settings_of_schema_1_are_read_with_what_a_new_casebook_has_of_the_rest() {
    let bytes = std::fs::read(fixture("settings-1")).expect("the row as the first schema wrote it");
    let decoded = decode(bytes.trim_ascii_end()).expect("a row");
    let RowContent::Entry(Entry { content: Content::Settings(read), .. }) = decoded.what else { panic!("settings") };
    let Content::Settings(now) = sample(Kind::Settings) else { panic!("settings") };
    let new = Settings::new(String::new(), String::new());
    let expected = Settings {
        phase: new.phase,
        periods: new.periods,
        backup_days: new.backup_days,
        backup_changes: new.backup_changes,
        data_protection_officer: new.data_protection_officer,
        it_support: new.it_support,
        follow_up_half_terms: new.follow_up_half_terms,
        keep_after_exit_months: new.keep_after_exit_months,
        keep_unused_half_terms: new.keep_unused_half_terms,
        school_keeps_years: new.school_keeps_years,
        school_keeps_sen_years: new.school_keeps_sen_years,
        ..now
    };
    assert_eq!(read, expected);
}

#[test]
fn settings_of_schema_2_are_read_without_periods_and_hold_nothing_of_schema_3() {
    let bytes = std::fs::read(fixture("settings-2")).expect("the row as the second schema wrote it");
    let decoded = decode(bytes.trim_ascii_end()).expect("a row");
    let RowContent::Entry(Entry { content: Content::Settings(read), .. }) = decoded.what else { panic!("settings") };
    let Content::Settings(now) = sample(Kind::Settings) else { panic!("settings") };
    let new = Settings::new(String::new(), String::new());
    assert_eq!(
        read,
        Settings { phase: new.phase, periods: new.periods, follow_up_half_terms: new.follow_up_half_terms, ..now }
    );
    let forged = String::from_utf8(bytes).expect("text").replace("\"terms\":", "\"periods\":[],\"terms\":");
    assert_eq!(decode(forged.trim().as_bytes()), Err(RecordError::Body(Kind::Settings)));
}

#[test]
fn a_session_of_schema_1_is_read_as_one_without_resources() {
    let bytes = std::fs::read(fixture("session-1")).expect("the row as the first schema wrote it");
    let RowContent::Entry(Entry { content: Content::Session(session), .. }) =
        decode(bytes.trim_ascii_end()).expect("it reads").what
    else {
        panic!("a session");
    };
    let Content::Session(now) = sample(Kind::Session) else { panic!("a session") };
    assert_eq!(session, Session { resources: Vec::new(), ..now });
}

#[test]
fn a_plan_of_schema_1_is_read_with_targets_that_nobody_put_in_the_pupils_words() {
    let bytes = std::fs::read(fixture("plan-1")).expect("the row as the first schema wrote it");
    let decoded = decode(bytes.trim_ascii_end()).expect("a row");
    let RowContent::Entry(Entry { content: Content::Plan(read), .. }) = decoded.what else { panic!("a plan") };
    let Content::Plan(mut now) = sample(Kind::Plan) else { panic!("a plan") };
    now.targets.iter_mut().for_each(|target| target.own_words.clear());
    assert_eq!(read, now);
}

#[test]
fn a_circulation_of_schema_1_is_read_as_one_of_which_nobody_kept_what_went_out() {
    let bytes = std::fs::read(fixture("circulation-1")).expect("the row as the first schema wrote it");
    let RowContent::Entry(Entry { content: Content::Circulation(circulation), .. }) =
        decode(bytes.trim_ascii_end()).expect("it reads").what
    else {
        panic!("a circulation");
    };
    let Content::Circulation(now) = sample(Kind::Circulation) else { panic!("a circulation") };
    assert_eq!(circulation, Circulation { sent: Vec::new(), ..now });
}

#[test]
fn an_onward_referral_of_schema_1_is_read_as_one_to_an_agency() {
    let bytes = std::fs::read(fixture("onward-1")).expect("the row as the first schema wrote it");
    let RowContent::Entry(Entry { content: Content::Onward(onward), .. }) =
        decode(bytes.trim_ascii_end()).expect("it reads").what
    else {
        panic!("an onward referral");
    };
    let Content::Onward(now) = sample(Kind::Onward) else { panic!("an onward referral") };
    assert_eq!(onward, Onward { inside: false, ..now });
}

#[test]
fn a_worry_of_schema_1_is_read_as_one_that_was_not_withdrawn() {
    let bytes = std::fs::read(fixture("worry-1")).expect("the row as the first schema wrote it");
    let RowContent::Entry(Entry { content: Content::Worry(worry), .. }) =
        decode(bytes.trim_ascii_end()).expect("it reads").what
    else {
        panic!("a worry");
    };
    let Content::Worry(now) = sample(Kind::Worry) else { panic!("a worry") };
    assert_eq!(worry, Worry { withdrawn: None, ..now });
}

#[test]
fn a_withheld_letter_of_schema_1_is_read_as_the_leads_decision() {
    let bytes = std::fs::read(fixture("letter_withheld-1")).expect("the row as the first schema wrote it");
    let RowContent::Entry(Entry { content, .. }) = decode(bytes.trim_ascii_end()).expect("it reads").what else {
        panic!("a decision");
    };
    assert_eq!(content, sample(Kind::LeadDecision));
}

#[test]
fn what_came_in_under_schema_1_keeps_the_answer_or_its_words() {
    let bytes = std::fs::read_to_string(fixture("received-1")).expect("the row as the first schema wrote it");
    let read = |row: &str| match decode(row.trim_ascii_end().as_bytes()).expect("it reads").what {
        RowContent::Entry(Entry { content: Content::Received(received), .. }) => received,
        other => panic!("{other:?}"),
    };
    let Content::Received(now) = sample(Kind::Received) else { panic!("received") };
    assert_eq!(read(&bytes), Received { lead_says: None, lead_has: None, ..now.clone() });
    let asked = bytes.replace("L. Ead has sent it separately", LeadHas::ToAsk.label());
    assert_eq!(read(&asked), Received { lead_says: None, lead: String::new(), ..now });
}

#[test]
fn an_observation_of_schema_1_is_read_as_one_of_a_sheet_with_two_codes() {
    let bytes = std::fs::read(fixture("observation-1")).expect("the row as the first schema wrote it");
    let decoded = decode(bytes.trim_ascii_end()).expect("a row");
    let RowContent::Entry(Entry { content: Content::Observation(read), .. }) = decoded.what else {
        panic!("an observation")
    };
    let intervals = Intervals { length_s: 30, instant: Instant::End, peer_every: None };
    assert_eq!((read.began, read.sheet.intervals, read.sheet.planned_min), (written_at(), Some(intervals), 20));
    assert_eq!(read.sheet.codes.iter().map(|code| code.name.as_str()).collect::<Vec<_>>(), ["On task", "Off task"]);
    assert_eq!((read.lesson.subject.as_str(), read.lesson.activity.as_str()), ("Mathematics", "Back row"));
    let events = [
        (30_200, Happened::Scored { code: 0, interval: 0 }),
        (60_100, Happened::NotSeen { interval: 1 }),
        (61_000, Happened::Unmarked { interval: 1 }),
        (70_000, Happened::Noted(text("Helps a neighbour"))),
        (90_000, Happened::Ended),
    ];
    assert_eq!(read.events, events.map(|(at_ms, what)| Event { at_ms, target: None, what }));
    let figures = read.figures();
    assert_eq!((figures.observed, figures.not_seen, figures.missed), (1, 0, 2));
    assert_eq!(read.comment, "Calm");
}

#[test]
fn an_observation_of_schema_2_is_read_as_it_is_and_knows_of_no_clock_that_was_put_right() {
    let bytes = std::fs::read(fixture("observation-2")).expect("the row as the second schema wrote it");
    let bytes = bytes.trim_ascii_end();
    let RowContent::Entry(Entry { content: Content::Observation(read), .. }) = decode(bytes).expect("a row").what
    else {
        panic!("an observation")
    };
    let Content::Observation(mut now) = sample(Kind::Observation) else { panic!("an observation") };
    now.events.retain(|event| !matches!(event.what, Happened::ClockMoved { .. }));
    now.events.last_mut().expect("it ended").at_ms = 17_000;
    assert_eq!(read, now);
    let newer = String::from_utf8_lossy(bytes).replace(r#""resumed""#, r#"{"clock_moved":{"by_ms":1}}"#);
    assert_eq!(decode(newer.as_bytes()), Err(RecordError::Body(Kind::Observation)));
    let event = br#"{"schema":2,"seq":3,"event":{"at_ms":5,"target":1,"what":{"counted":{"code":2}}}}"#;
    let counted = Event { at_ms: 5, target: Some(1), what: Happened::Counted { code: 2 } };
    assert_eq!(decode_event(event), Ok(EventRow { seq: 3, event: counted }), "one that ran meanwhile goes on");
}

#[test]
fn an_observation_that_ran_under_schema_1_goes_on() {
    let event = br#"{"schema":1,"seq":3,"event":{"at_ms":30200,"what":{"marked":{"interval":0,"mark":"off"}}}}"#;
    let scored = Happened::Scored { code: 1, interval: 0 };
    let row = EventRow { seq: 3, event: Event { at_ms: 30_200, target: None, what: scored } };
    assert_eq!(decode_event(event), Ok(row));
    let values = [
        ("began", "1795446000000"),
        ("began.offset", "60"),
        ("interval_s", "30"),
        ("planned_min", "20"),
        ("lesson", "Mathematics"),
        ("setting", "Back row"),
    ];
    let file = Some(FileId::from_bytes([5; 16]));
    let values = values.map(|(name, value)| (text(name), text(value))).into();
    let mut draft = DraftRow { kind: Kind::Observation, file, record: None, saved: written_at(), values };
    let running = set_up_of_schema_1(&draft).expect("it was begun");
    assert_eq!((running.began, running.sheet.interval_ms()), (written_at(), 30_000));
    assert_eq!((running.lesson.subject.as_str(), running.observed[0].file), ("Mathematics", file));
    draft.values.remove("began");
    assert_eq!(set_up_of_schema_1(&draft), None, "it was being set up");
}

#[test]
fn a_pupil_of_schema_1_is_read_without_pronouns() {
    let Content::Pupil(now) = sample(Kind::Pupil) else { panic!("a pupil") };
    let then = Pupil { pronouns: String::new(), upn_reason: String::new(), ..now };
    assert_eq!(older("pupil-1"), Content::Pupil(then));
}

#[test]
fn a_contact_of_schema_1_has_a_name_in_one_piece() {
    let Content::Contact(now) = sample(Kind::Contact) else { panic!("a contact") };
    let name = PersonName { title: text("Ms"), first_names: text(""), surname: text("Fictional-Sample"), apart: false };
    assert_eq!(older("contact-1"), Content::Contact(Contact { name, ..now }));
}

#[test]
fn a_request_of_schema_1_keeps_its_due_date() {
    let Content::AccessRequest(now) = sample(Kind::AccessRequest) else { panic!("a request") };
    let then = AccessRequest {
        identity_on: None,
        clarifications: Vec::new(),
        extended_on: None,
        extended_why: String::new(),
        typed_due: Some(on("2026-12-28")),
        due_reason: String::new(),
        ..now
    };
    assert_eq!(older("access_request-1"), Content::AccessRequest(then));
}
