//! Whole bundles: what is made is what was checked, and each thing that can be wrong has its own name.

use casebook_bundle::{
    EnvelopeError, Incoming, OpenWith, Opening, Outgoing, Purpose, RowFate, RowRefusal, SealBy, envelope, plan,
};
use casebook_crypto::bundle::{BundleWriter, SealFor};
use casebook_crypto::recovery::Recovery;
use casebook_domain::calendar::Moment;
use casebook_domain::content::{Content, Entry};
use casebook_domain::ids::{ActorId, FileId, RecordId, VersionId};
use casebook_domain::preparation::Audience;
use casebook_domain::session::Note;
use casebook_domain::settings::Settings;
use casebook_records::revision::next;
use casebook_records::{NO_FILE, SETTINGS_FILE, SETTINGS_RECORD, encode};

const NOW: Moment = Moment { utc_ms: 1_790_000_000_000, offset_min: 0 };
const ACTOR: ActorId = ActorId::from_bytes([7; 16]);
const WORDS: &str = "abandon ability able about above absent absorb";

fn row(file: FileId, record: RecordId, number: u8, content: Content) -> Outgoing {
    let version = next(&[], ACTOR, VersionId::from_bytes([number; 16]), NOW, "Made-up Mentor");
    Outgoing::Row { file, record, row: encode(&version, &Entry { episode: None, content }), history: false }
}

fn note(file: FileId, number: u8) -> Outgoing {
    let content = Note { date: NOW.date(), text: format!("note {number}"), audience: Audience::Staff };
    row(file, RecordId::from_bytes([number; 16]), number, Content::Note(content))
}

fn file() -> FileId {
    FileId::from_bytes([9; 16])
}

fn opened(bytes: &[u8], by: OpenWith<'_>) -> Result<Incoming, EnvelopeError> {
    envelope::open(bytes.to_vec(), by, &mut |_| {})
}

fn sealed_lines(recovery: &Recovery, lines: &[&str]) -> Vec<u8> {
    let mut writer = BundleWriter::new(SealFor::Recipients(vec![recovery.recipient()])).expect("starts");
    for line in lines {
        writer.write_line(line.as_bytes()).expect("taken");
    }
    writer.finish().expect("made")
}

#[test]
fn a_bundle_for_the_recovery_key_opens_with_its_key_alone_though_it_was_checked_when_made() {
    let recovery = Recovery::generate();
    let by = recovery.recipient();
    let made =
        envelope::make(&SealBy::Recipient(by.clone()), &Opening::backup(ACTOR, "M", NOW), None, [note(file(), 1)]);
    let bytes = made.expect("made").bytes;
    let mut rows = 0;
    let incoming = envelope::open(bytes.clone(), OpenWith::Identity(&recovery.identity()), &mut |read| rows = read);
    assert_eq!((incoming.expect("opens").rows.len(), rows), (1, 1));
    let other = Recovery::generate().identity();
    assert_eq!(opened(&bytes, OpenWith::Identity(&other)), Err(EnvelopeError::OtherKey));
    assert_eq!(opened(&bytes, OpenWith::Identity("nonsense")), Err(EnvelopeError::NotAKey));
    assert_eq!(opened(&bytes, OpenWith::Words(WORDS)), Err(EnvelopeError::NeedsKey));
}

#[test]
fn a_bundle_by_words_opens_with_them_however_they_are_typed() {
    let opening = Opening::hand_over(Purpose::Transfer, ACTOR, "M", NOW);
    let bytes = envelope::make(&SealBy::Words(WORDS.into()), &opening, None, [note(file(), 1)]).expect("made").bytes;
    let typed = WORDS.to_uppercase().replace(' ', "-");
    assert_eq!(opened(&bytes, OpenWith::Words(&typed)).expect("opens").opening, opening);
    assert_eq!(opened(&bytes, OpenWith::Words("zoo zone zero")), Err(EnvelopeError::WrongWordsOrDamaged));
    assert_eq!(opened(&bytes, OpenWith::Identity(&Recovery::generate().identity())), Err(EnvelopeError::NeedsWords));
}

#[test]
fn nothing_is_sealed_by_words_off_the_list_or_for_no_key() {
    let opening = Opening::backup(ACTOR, "M", NOW);
    assert_eq!(envelope::make(&SealBy::Words("qwertz".into()), &opening, None, []), Err(EnvelopeError::BadWords));
    assert_eq!(
        envelope::make(&SealBy::Recipient("age1nobody".into()), &opening, None, []),
        Err(EnvelopeError::NoRecovery)
    );
}

#[test]
fn a_record_that_no_bundle_takes_is_said_when_it_is_made() {
    let content = Note { date: NOW.date(), text: "x".repeat(1024 * 1024), audience: Audience::Staff };
    let long = row(file(), RecordId::from_bytes([1; 16]), 1, Content::Note(content));
    let recovery = Recovery::generate().recipient();
    let made = envelope::make(&SealBy::Recipient(recovery.clone()), &Opening::backup(ACTOR, "M", NOW), None, [long]);
    assert_eq!(made, Err(EnvelopeError::RecordTooLong));
}

#[test]
fn a_file_cut_off_anywhere_is_cut_off_or_altered_and_never_opens() {
    let recovery = Recovery::generate();
    let identity = recovery.identity();
    let rows = (1..60).map(|number| note(file(), number));
    let made = envelope::make(&SealBy::Recipient(recovery.recipient()), &Opening::backup(ACTOR, "M", NOW), None, rows);
    let bytes = made.expect("made").bytes;
    for at in (0..bytes.len()).step_by(bytes.len() / 60) {
        let trouble = opened(&bytes[..at], OpenWith::Identity(&identity)).expect_err("it is not whole");
        assert!(matches!(trouble, EnvelopeError::CutOff | EnvelopeError::CutOffOrAltered), "at {at}: {trouble:?}");
    }
}

#[test]
fn a_single_flipped_bit_anywhere_is_noticed() {
    let recovery = Recovery::generate();
    let identity = recovery.identity();
    let rows = (1..60).map(|number| note(file(), number));
    let made = envelope::make(&SealBy::Recipient(recovery.recipient()), &Opening::backup(ACTOR, "M", NOW), None, rows);
    let bytes = made.expect("made").bytes;
    for at in (0..bytes.len()).step_by(bytes.len() / 60) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1;
        assert!(opened(&flipped, OpenWith::Identity(&identity)).is_err(), "at {at}");
    }
}

#[test]
fn what_is_inside_is_judged_only_as_a_whole() {
    let recovery = Recovery::generate();
    let identity = recovery.identity();
    let opening = r#"{"format":1,"kind":"backup","purpose":null,"until":null,"actor":"07070707070707070707070707070707","author":"M","time":0,"offset":0,"to":"","part":1,"parts":1}"#;
    let wrong_sum =
        format!(r#"{{"files":0,"rows":0,"blobs":0,"sha256":"{}","signer":null,"signature":null}}"#, "0".repeat(64));
    for (lines, expected) in [
        (&["hello"][..], EnvelopeError::NotABundle),
        (&[r#"{"format":2}"#, "{}"], EnvelopeError::Newer),
        (&[opening], EnvelopeError::BadlyMade),
        (&[opening, "not a last line"], EnvelopeError::BadlyMade),
        (&[opening, "{}", &wrong_sum], EnvelopeError::BadlyMade),
        (&[opening, &wrong_sum], EnvelopeError::BadlyMade),
    ] {
        assert_eq!(opened(&sealed_lines(&recovery, lines), OpenWith::Identity(&identity)), Err(expected), "{lines:?}");
    }
    assert_eq!(opened(b"PK\x03\x04 a zip file", OpenWith::Identity(&identity)), Err(EnvelopeError::NotABundle));
    let too_large = vec![0; 64 * 1024 * 1024 + 1];
    assert_eq!(opened(&too_large, OpenWith::Identity(&identity)), Err(EnvelopeError::TooLarge));
}

/// A file that asks for 2^21 rounds of scrypt would hang the tablet; it is refused before.
#[test]
fn a_file_that_asks_for_too_much_work_is_refused_before_the_work() {
    let opening = Opening::backup(ACTOR, "M", NOW);
    let bytes = envelope::make(&SealBy::Words(WORDS.into()), &opening, None, []).expect("made").bytes;
    let place = bytes.windows(4).position(|window| window == b" 17\n").expect("log N in the header");
    let mut costly = bytes;
    costly[place + 1..place + 3].copy_from_slice(b"21");
    assert_eq!(opened(&costly, OpenWith::Words(WORDS)), Err(EnvelopeError::TooCostly));
}

#[test]
fn rows_where_they_may_not_stand_are_refused_and_the_others_taken() {
    let settings =
        |record, number| row(SETTINGS_FILE, record, number, Content::Settings(Settings::new("M".into(), "S".into())));
    let items =
        [note(NO_FILE, 1), settings(RecordId::from_bytes([5; 16]), 2), settings(SETTINGS_RECORD, 3), note(file(), 4)];
    let recovery = Recovery::generate();
    let made = envelope::make(&SealBy::Recipient(recovery.recipient()), &Opening::backup(ACTOR, "M", NOW), None, items);
    let incoming = opened(&made.expect("made").bytes, OpenWith::Identity(&recovery.identity())).expect("opens");
    let planned = plan(&Default::default(), &incoming);
    let fates: Vec<RowFate> = planned.files.iter().flat_map(|file| &file.rows).map(|row| row.fate).collect();
    let misplaced = RowFate::Refused(RowRefusal::Misplaced);
    assert_eq!(fates, [misplaced, misplaced, RowFate::New, RowFate::New]);
}

#[test]
fn settings_are_as_made_until_something_but_the_names_was_set() {
    let mut settings = Settings::new("M".into(), "S".into());
    assert!(settings.as_made());
    settings.school_address = "1 Made-up Street".into();
    assert!(!settings.as_made());
}
