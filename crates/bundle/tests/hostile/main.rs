//! Hostile and broken files, each with a name, each with what is to be said of it, and with how much of it was read.
//!
//! The small ones lie under `fixtures/hostile`, named as their tests. One that is missing is written with
//! `CASEBOOK_WRITE_GOLDEN=1`; otherwise they are only read. The large ones are made here.
//!
//! Work is counted in bytes inflated and lines read, never timed.

// Files are made with crates that only the host's tests have.
#![cfg(not(target_arch = "wasm32"))]

mod make;

use std::fs;
use std::path::PathBuf;

use casebook_bundle::{
    EnvelopeError, Incoming, LineError, LocalIndex, OpenWith, ReadError, RowFate, RowRefusal, Sender, collect,
    envelope, plan,
};
use casebook_crypto::bundle::{BundleError, BundleReader, Limit, Limits, SealedBy, sealed_by};
use casebook_crypto::device;
use casebook_crypto::keys::Key;
use casebook_domain::content::{Content, Kind};
use casebook_domain::text::misleads;
use casebook_records::{self as records, RecordError, RowContent};

type Read = Result<Incoming, ReadError<BundleError>>;

/// What is to be said of a file.
enum Said {
    /// Nothing of it is opened.
    Sealed(BundleError, EnvelopeError),
    /// It opens, and this is wrong inside, found after this many lines.
    Inside(ReadError<BundleError>, u64, EnvelopeError),
    /// It is a bundle, and this becomes of its first row.
    First(RowFate),
    /// It is a bundle, and this is its sender.
    By(Sender),
}
use Said::{By, First, Inside, Sealed};

/// How a file is opened: as it asks for, unless its name says that something else is tried.
fn with_of(name: &str, bytes: &[u8], then: impl FnOnce(OpenWith<'_>, OpenWith<'_>)) {
    let words = "abandon ability able about above absent zoo";
    let identity = device::identity(&make::key());
    let other = device::identity(&Key::from_bytes([9; 32]));
    match name {
        "wrong_words" | "words_given_for_a_key" => then(OpenWith::Words(words), OpenWith::Words(words)),
        "sealed_for_another_key" => then(OpenWith::Identity(&other), OpenWith::Identity(&other)),
        "no_key_at_all" => then(OpenWith::Identity("AGE-SECRET-KEY-1"), OpenWith::Identity("AGE-SECRET-KEY-1")),
        "key_given_for_words" => then(OpenWith::Identity(&identity), OpenWith::Identity(&identity)),
        _ if sealed_by(bytes, Limits::CASEBOOK) == Ok(SealedBy::Words) || name.starts_with("work_factor") => {
            then(OpenWith::Words(make::WORDS), OpenWith::Words(make::WORDS));
        }
        _ => then(OpenWith::Identity(&identity), OpenWith::Identity(&identity)),
    }
}

/// What reading a file comes to, the bytes that were inflated for it and the lines that were read.
fn read(bytes: Vec<u8>, with: OpenWith<'_>) -> (Read, u64, u64) {
    let mut reader = match BundleReader::open(bytes, with, Limits::CASEBOOK) {
        Ok(reader) => reader,
        Err(error) => return (Err(ReadError::Source(error)), 0, 0),
    };
    let read = collect(&mut reader);
    (read, reader.bytes_inflated(), reader.rows_read())
}

fn read_by_key(bytes: Vec<u8>) -> (Read, u64, u64) {
    read(bytes, OpenWith::Identity(&device::identity(&make::key())))
}

fn first_fate(incoming: &Incoming) -> RowFate {
    let planned = plan(&LocalIndex::default(), incoming);
    let mut rows: Vec<_> = planned.files.iter().flat_map(|file| &file.rows).collect();
    rows.sort_by_key(|row| row.index);
    if let Some(second) = rows.get(1)
        && !matches!(second.fate, RowFate::Refused(RowRefusal::SameVersionOtherContent))
    {
        assert_eq!(second.fate, RowFate::New, "the other row is taken all the same");
        return rows[0].fate;
    }
    rows.last().expect("a row").fate
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hostile").join(format!("{name}.casebook"))
}

fn check(name: &str, said: &Said) {
    if std::env::var_os("CASEBOOK_WRITE_GOLDEN").is_some() && !path(name).exists() {
        fs::write(path(name), make::file(name)).expect("written");
    }
    let bytes = fs::read(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    with_of(name, &bytes.clone(), |with, by| {
        let (found, inflated, lines) = read(bytes.clone(), with);
        let opened = envelope::open(bytes, by, &mut |_| {});
        match said {
            Sealed(error, trouble) => {
                assert_eq!((found, opened), (Err(ReadError::Source(*error)), Err(*trouble)), "{name}");
                assert_eq!((inflated, lines), (0, 0), "{name}: nothing of it is read");
            }
            Inside(error, after, trouble) => {
                assert_eq!((found, opened), (Err(*error), Err(*trouble)), "{name}");
                assert_eq!(lines, *after, "{name}: lines read");
                assert!(inflated < 1024 * 1024 + 64 * 1024, "{name}: {inflated} bytes inflated, a line at most");
            }
            First(fate) => assert_eq!(first_fate(&opened.expect(name)), *fate, "{name}"),
            By(sender) => assert_eq!(opened.expect(name).closing.sender(), *sender, "{name}"),
        }
    });
}

const fn line(number: u64, why: LineError) -> ReadError<BundleError> {
    ReadError::Line { number, why }
}

const fn source(error: BundleError) -> ReadError<BundleError> {
    ReadError::Source(error)
}

const fn refused(why: RowRefusal) -> RowFate {
    RowFate::Refused(why)
}

const fn too_costly(required: u8) -> Said {
    Sealed(BundleError::WorkFactorTooHigh { required, most: 19 }, EnvelopeError::TooCostly)
}

const UNREADABLE: RowFate = refused(RowRefusal::Unreadable(RecordError::Row));
const HEADER: BundleError = BundleError::TooLarge { what: Limit::Header, limit: 16 * 1024 };
const LINE: BundleError = BundleError::TooLarge { what: Limit::Line, limit: 1024 * 1024 };

macro_rules! files {
    ($($name:ident => $said:expr;)+) => {
        $(#[test] fn $name() { check(stringify!($name), &$said) })+

        const NAMES: &[&str] = &[$(stringify!($name),)+];
    };
}

files! {
    // Cut off: at every boundary of the file.
    empty => Sealed(BundleError::CutOff, EnvelopeError::CutOff);
    cut_within_magic => Sealed(BundleError::CutOff, EnvelopeError::CutOff);
    cut_after_magic => Sealed(BundleError::CutOff, EnvelopeError::CutOff);
    cut_within_recipient => Sealed(BundleError::CutOff, EnvelopeError::CutOff);
    cut_after_recipient => Sealed(BundleError::CutOff, EnvelopeError::CutOff);
    cut_within_file_key => Sealed(BundleError::CutOff, EnvelopeError::CutOff);
    cut_before_mac => Sealed(BundleError::CutOff, EnvelopeError::CutOff);
    cut_within_mac => Sealed(BundleError::CutOff, EnvelopeError::CutOff);
    cut_after_header => Sealed(BundleError::CutOff, EnvelopeError::CutOff);
    cut_within_nonce => Sealed(BundleError::CutOff, EnvelopeError::CutOff);
    cut_after_nonce => Sealed(BundleError::CutOff, EnvelopeError::CutOff);
    cut_within_tag => Inside(source(BundleError::CutOffOrAltered), 0, EnvelopeError::CutOffOrAltered);
    cut_within_payload => Inside(source(BundleError::CutOffOrAltered), 0, EnvelopeError::CutOffOrAltered);
    cut_one_byte_short => Inside(source(BundleError::CutOffOrAltered), 0, EnvelopeError::CutOffOrAltered);

    // One bit flipped in every part of the file.
    flipped_in_magic => Sealed(BundleError::NotABundle, EnvelopeError::NotABundle);
    flipped_in_version => Sealed(BundleError::TooNew, EnvelopeError::Newer);
    flipped_in_stanza_type => Sealed(BundleError::SealedForAnotherKey, EnvelopeError::OtherKey);
    flipped_in_share => Sealed(BundleError::SealedForAnotherKey, EnvelopeError::OtherKey);
    flipped_in_file_key => Sealed(BundleError::SealedForAnotherKey, EnvelopeError::OtherKey);
    flipped_in_mac => Sealed(BundleError::Altered, EnvelopeError::Altered);
    flipped_out_of_base64 => Sealed(BundleError::Altered, EnvelopeError::Altered);
    flipped_in_nonce => Inside(source(BundleError::CutOffOrAltered), 0, EnvelopeError::CutOffOrAltered);
    flipped_in_payload => Inside(source(BundleError::CutOffOrAltered), 0, EnvelopeError::CutOffOrAltered);
    flipped_in_last_byte => Inside(source(BundleError::CutOffOrAltered), 0, EnvelopeError::CutOffOrAltered);
    flipped_in_header_by_words => Sealed(BundleError::WrongWordsOrDamaged, EnvelopeError::WrongWordsOrDamaged);
    flipped_in_salt_by_words => Sealed(BundleError::WrongWordsOrDamaged, EnvelopeError::WrongWordsOrDamaged);
    flipped_in_payload_by_words => Inside(source(BundleError::CutOffOrAltered), 0, EnvelopeError::CutOffOrAltered);

    // Sound, and not for who opens it.
    wrong_words => Sealed(BundleError::WrongWordsOrDamaged, EnvelopeError::WrongWordsOrDamaged);
    words_given_for_a_key => Sealed(BundleError::NeedsKey, EnvelopeError::NeedsKey);
    key_given_for_words => Sealed(BundleError::NeedsWords, EnvelopeError::NeedsWords);
    sealed_for_another_key => Sealed(BundleError::SealedForAnotherKey, EnvelopeError::OtherKey);
    no_key_at_all => Sealed(BundleError::NotAKey, EnvelopeError::NotAKey);

    // Asking for more work than any Casebook does.
    work_factor_20 => too_costly(20);
    work_factor_22 => too_costly(22);
    work_factor_255 => too_costly(255);
    work_factor_of_20_digits => Sealed(BundleError::WrongWordsOrDamaged, EnvelopeError::WrongWordsOrDamaged);
    header_without_end => Sealed(HEADER, EnvelopeError::TooLarge);
    header_of_400_recipients => Sealed(HEADER, EnvelopeError::TooLarge);

    // Something else.
    later_age => Sealed(BundleError::TooNew, EnvelopeError::Newer);
    zip => Sealed(BundleError::NotABundle, EnvelopeError::NotABundle);
    web_page => Sealed(BundleError::NotABundle, EnvelopeError::NotABundle);
    lines_in_clear => Sealed(BundleError::NotABundle, EnvelopeError::NotABundle);
    gzip_in_clear => Sealed(BundleError::NotABundle, EnvelopeError::NotABundle);
    // Removed of its text it is the first line of an age file and nothing more.
    age_in_armour => Sealed(BundleError::NotABundle, EnvelopeError::CutOff);
    foreign_text => Inside(source(BundleError::NotABundle), 0, EnvelopeError::NotABundle);
    foreign_archive => Inside(source(BundleError::Malformed), 0, EnvelopeError::BadlyMade);
    foreign_nothing => Inside(source(BundleError::Malformed), 0, EnvelopeError::BadlyMade);

    // The envelope wrongly made.
    trailing_bytes => Inside(source(BundleError::CutOffOrAltered), 0, EnvelopeError::CutOffOrAltered);
    two_files_in_one => Inside(source(BundleError::CutOffOrAltered), 0, EnvelopeError::CutOffOrAltered);
    gzip_cut_off => Inside(source(BundleError::Malformed), 3, EnvelopeError::BadlyMade);
    gzip_of_another_sum => Inside(source(BundleError::Malformed), 4, EnvelopeError::BadlyMade);
    gzip_and_trailing_bytes => Inside(source(BundleError::TrailingData), 4, EnvelopeError::BadlyMade);
    gzip_twice => Inside(source(BundleError::TrailingData), 4, EnvelopeError::BadlyMade);
    last_line_feed_missing => Inside(source(BundleError::Malformed), 3, EnvelopeError::BadlyMade);

    // The first line.
    no_lines => Inside(ReadError::NotABundle, 0, EnvelopeError::NotABundle);
    first_line_alone => Inside(ReadError::NoEnd, 1, EnvelopeError::BadlyMade);
    first_line_missing => Inside(ReadError::NotABundle, 1, EnvelopeError::NotABundle);
    first_line_twice => Inside(line(2, LineError::Malformed), 3, EnvelopeError::BadlyMade);
    first_line_not_utf_8 => Inside(ReadError::NotABundle, 1, EnvelopeError::NotABundle);
    first_line_empty => Inside(ReadError::NotABundle, 1, EnvelopeError::NotABundle);
    first_line_with_a_field_twice => Inside(ReadError::NotABundle, 1, EnvelopeError::NotABundle);
    first_line_with_an_unknown_field => Inside(ReadError::NotABundle, 1, EnvelopeError::NotABundle);
    first_line_nested => Inside(ReadError::NotABundle, 1, EnvelopeError::NotABundle);
    format_0 => Inside(ReadError::NotABundle, 1, EnvelopeError::NotABundle);
    format_of_text => Inside(ReadError::NotABundle, 1, EnvelopeError::NotABundle);
    newer_envelope => Inside(ReadError::NewerFormat { format: 2 }, 1, EnvelopeError::Newer);
    newer_envelope_of_4_billion => Inside(ReadError::NewerFormat { format: u32::MAX }, 1, EnvelopeError::Newer);
    unknown_kind => Inside(ReadError::NewerKind, 1, EnvelopeError::Newer);
    purpose_of_a_backup => Inside(ReadError::NotABundle, 1, EnvelopeError::NotABundle);
    unknown_purpose => Inside(ReadError::NotABundle, 1, EnvelopeError::NotABundle);
    part_2_of_1 => Inside(ReadError::NotABundle, 1, EnvelopeError::NotABundle);
    part_of_4_billion => Inside(ReadError::NotABundle, 1, EnvelopeError::NotABundle);
    sender_of_a_thousand_letters => Inside(ReadError::NotABundle, 1, EnvelopeError::NotABundle);

    // The last line.
    last_line_missing => Inside(ReadError::NoEnd, 3, EnvelopeError::BadlyMade);
    last_line_cut => Inside(ReadError::NoEnd, 4, EnvelopeError::BadlyMade);
    last_line_flipped => Inside(ReadError::CheckSum, 4, EnvelopeError::BadlyMade);
    last_line_of_another_sum => Inside(ReadError::CheckSum, 4, EnvelopeError::BadlyMade);
    last_line_first => Inside(ReadError::NotABundle, 1, EnvelopeError::NotABundle);
    two_last_lines => Inside(line(4, LineError::Malformed), 5, EnvelopeError::BadlyMade);
    a_row_after_the_last_line => Inside(line(4, LineError::Malformed), 5, EnvelopeError::BadlyMade);
    an_empty_line_at_the_end => Inside(line(4, LineError::Malformed), 5, EnvelopeError::BadlyMade);
    signer_without_a_signature => Inside(ReadError::NoEnd, 4, EnvelopeError::BadlyMade);
    counts_a_row_too_many => Inside(ReadError::Counts, 4, EnvelopeError::BadlyMade);
    counts_a_row_too_few => Inside(ReadError::Counts, 4, EnvelopeError::BadlyMade);
    counts_other_files => Inside(ReadError::Counts, 4, EnvelopeError::BadlyMade);
    counts_a_blob => Inside(ReadError::Counts, 4, EnvelopeError::BadlyMade);
    counts_beyond_all => Inside(ReadError::Counts, 4, EnvelopeError::BadlyMade);
    a_row_taken_out => Inside(ReadError::Counts, 3, EnvelopeError::BadlyMade);
    rows_swapped => Inside(ReadError::CheckSum, 4, EnvelopeError::BadlyMade);
    a_word_changed => Inside(ReadError::CheckSum, 4, EnvelopeError::BadlyMade);

    // The lines between.
    nested_33_deep => Inside(line(2, LineError::TooDeep), 3, EnvelopeError::BadlyMade);
    nested_half_a_million_deep => Inside(line(2, LineError::TooDeep), 3, EnvelopeError::BadlyMade);
    line_too_long => Inside(source(LINE), 1, EnvelopeError::TooLarge);
    line_without_end => Inside(source(LINE), 0, EnvelopeError::TooLarge);
    line_with_a_field_twice => Inside(line(2, LineError::Malformed), 3, EnvelopeError::BadlyMade);
    line_with_an_unknown_field => Inside(line(2, LineError::Malformed), 3, EnvelopeError::BadlyMade);
    line_without_a_field => Inside(line(2, LineError::Malformed), 3, EnvelopeError::BadlyMade);
    line_of_a_list => Inside(line(2, LineError::Malformed), 3, EnvelopeError::BadlyMade);
    line_with_two_values => Inside(line(2, LineError::Malformed), 3, EnvelopeError::BadlyMade);
    line_of_a_row_and_a_blob => Inside(line(2, LineError::Malformed), 3, EnvelopeError::BadlyMade);
    line_not_utf_8 => Inside(line(2, LineError::Malformed), 3, EnvelopeError::BadlyMade);
    line_of_nothing => Inside(line(2, LineError::Malformed), 3, EnvelopeError::BadlyMade);
    id_in_upper_case => Inside(line(2, LineError::Malformed), 3, EnvelopeError::BadlyMade);
    id_too_short => Inside(line(2, LineError::Malformed), 3, EnvelopeError::BadlyMade);
    blob_in_another_order => Inside(line(2, LineError::Blob), 3, EnvelopeError::BadlyMade);
    blob_without_its_end => Inside(line(3, LineError::Blob), 4, EnvelopeError::BadlyMade);
    blob_of_4_billion_parts => Inside(line(2, LineError::Blob), 3, EnvelopeError::BadlyMade);
    blob_not_in_base64 => Inside(line(2, LineError::Blob), 3, EnvelopeError::BadlyMade);

    // Who vouches for it.
    signature_of_another_device => By(Sender::BadSignature);
    signature_of_other_lines => By(Sender::BadSignature);
    signature_by_a_key_of_nobody => By(Sender::BadSignature);

    // What belongs into another kind of bundle, or nowhere.
    pupil_in_a_resource_pack => Inside(line(2, LineError::Malformed), 3, EnvelopeError::BadlyMade);
    pupil_in_a_receipt => Inside(line(2, LineError::Malformed), 3, EnvelopeError::BadlyMade);
    resource_in_a_backup => Inside(line(2, LineError::Malformed), 3, EnvelopeError::BadlyMade);
    resource_with_a_script_for_a_link => Inside(line(2, LineError::Unfit), 3, EnvelopeError::BadlyMade);
    alias_of_itself => Inside(line(2, LineError::Malformed), 3, EnvelopeError::BadlyMade);
    alias_and_a_row_in_one_line => Inside(line(2, LineError::Malformed), 3, EnvelopeError::BadlyMade);
    moved_without_a_vector => Inside(line(2, LineError::Malformed), 3, EnvelopeError::BadlyMade);

    // One row of a sound bundle.
    row_of_nothing => First(UNREADABLE);
    row_of_a_number => First(UNREADABLE);
    row_with_a_field_twice => First(UNREADABLE);
    row_with_an_unknown_field => First(UNREADABLE);
    row_without_a_body => First(UNREADABLE);
    row_of_5000_actors => First(UNREADABLE);
    row_of_another_kinds_body => First(refused(RowRefusal::Unreadable(RecordError::Body(Kind::Plan))));
    row_that_has_not_counted_itself => First(refused(RowRefusal::Unreadable(RecordError::Version)));
    row_of_an_unknown_kind => First(RowFate::New);
    row_of_a_newer_schema => First(RowFate::New);
    row_that_counts_to_4_billion => First(refused(RowRefusal::ImpossibleVersion));
    row_of_the_year_9999 => First(refused(RowRefusal::ImpossibleVersion));
    row_before_all_time => First(refused(RowRefusal::ImpossibleVersion));
    row_by_a_thousand_letters => First(refused(RowRefusal::ImpossibleVersion));
    row_among_no_files => First(refused(RowRefusal::Misplaced));
    row_over_the_settings => First(refused(RowRefusal::Misplaced));
    row_of_the_same_version_saying_something_else => First(refused(RowRefusal::SameVersionOtherContent));
    safeguarding_in_a_hand_over => First(refused(RowRefusal::Safeguarding));
    settings_in_a_hand_over => First(refused(RowRefusal::Settings));
    names_of_markup_and_bidi => First(RowFate::New);
}

#[test]
fn every_file_has_its_test_and_every_test_its_file() {
    let folder = path("any");
    let mut files: Vec<String> = fs::read_dir(folder.parent().expect("a folder"))
        .expect("files")
        .map(|file| file.expect("a file").path().file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    files.sort();
    let mut names: Vec<&str> = NAMES.to_vec();
    names.sort_unstable();
    assert_eq!(files, names);
    assert!(names.len() >= 60);
}

#[test]
fn odd_names_are_read_as_text_without_what_turns_its_direction() {
    let bytes = fs::read(path("names_of_markup_and_bidi")).expect("a file");
    let incoming = read_by_key(bytes).0.expect("a bundle");
    let RowContent::Entry(entry) = records::decode(&incoming.rows[0].row).expect("a row").what else {
        panic!("a pupil")
    };
    let Content::Pupil(pupil) = entry.content else { panic!("a pupil") };
    let plain: String = make::ODD_NAME.chars().filter(|char| !misleads(*char)).collect();
    assert_eq!((pupil.first_names.as_str(), pupil.surname.as_str()), (plain.as_str(), "Fictional"));
    assert!(plain.len() < make::ODD_NAME.len() && plain.starts_with("<img src=x"), "{plain}");
    let planned = plan(&LocalIndex::default(), &incoming);
    assert_eq!(planned.files[0].name, "<img Fictional", "the first of the names, as text");
}

#[test]
fn rows_of_newer_casebooks_are_marked_as_such() {
    for name in ["row_of_an_unknown_kind", "row_of_a_newer_schema"] {
        let incoming = read_by_key(fs::read(path(name)).expect("a file")).0.expect("a bundle");
        let planned = plan(&LocalIndex::default(), &incoming);
        let newer: Vec<bool> = planned.files.iter().map(|file| file.rows[0].newer_casebook).collect();
        assert_eq!(newer, [true, false], "{name}");
    }
}

// The large ones.

#[test]
fn cut_at_every_byte() {
    let whole = make::sealed(&make::sound());
    assert!(read_by_key(whole.clone()).0.is_ok());
    for at in 0..whole.len() {
        let (found, _, lines) = read_by_key(whole[..at].to_vec());
        let expected = |error| matches!(error, BundleError::CutOff | BundleError::CutOffOrAltered);
        assert!(matches!(found, Err(ReadError::Source(error)) if expected(error)), "{at}: {found:?}");
        assert_eq!(lines, 0, "cut at {at}: the only chunk does not verify, so nothing of it is given out");
    }
}

#[test]
fn flipped_at_every_byte() {
    let whole = make::sealed(&make::sound());
    for at in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 8);
        let (found, _, lines) = read_by_key(flipped);
        assert!(matches!(found, Err(ReadError::Source(_))), "{at}: {found:?}");
        assert_eq!(lines, 0, "flipped at {at}");
    }
}

/// Lines that do not compress, in three chunks of age.
fn in_three_chunks() -> Vec<u8> {
    let mut lines = make::sound();
    let mut state = 7u64;
    for _ in 0..220 {
        let noise: String = (0..1_000)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                char::from(b'0' + (state >> 60) as u8 % 10 + (state >> 50) as u8 % 2 * 49)
            })
            .collect();
        let line = String::from_utf8(lines.lines[1].clone()).expect("JSON").replacen("Made-up note 1", &noise, 1);
        lines.lines.insert(2, line.into_bytes());
    }
    make::sealed(&lines.with(223, |line| line.replacen("\"rows\":2", "\"rows\":222", 1)).forged())
}

#[test]
fn cut_between_chunks() {
    let whole = in_three_chunks();
    assert!(read_by_key(whole.clone()).0.is_ok());
    let payload = make::places(&whole).payload;
    for chunk in 1..=2 {
        let (found, _, _) = read_by_key(whole[..payload + chunk * (64 * 1024 + 16)].to_vec());
        assert!(matches!(found, Err(ReadError::Source(BundleError::CutOff | BundleError::CutOffOrAltered))), "{chunk}");
    }
}

#[test]
fn flipped_before_the_last_chunk() {
    let mut whole = in_three_chunks();
    let payload = make::places(&whole).payload;
    whole[payload + 70_000] ^= 1;
    assert_eq!(read_by_key(whole).0, Err(ReadError::Source(BundleError::Altered)));
}

#[test]
fn chunks_swapped() {
    let mut whole = in_three_chunks();
    let payload = make::places(&whole).payload;
    let (first, rest) = whole[payload..].split_at_mut(64 * 1024 + 16);
    first.swap_with_slice(&mut rest[..64 * 1024 + 16]);
    assert_eq!(read_by_key(whole).0, Err(ReadError::Source(BundleError::Altered)));
}

#[test]
fn gzip_bomb() {
    let opening = make::sound().lines[0].clone();
    let mut bomb = [opening, b"\n".to_vec()].concat();
    let line = [vec![b' '; 1_000_000], b"{}\n".to_vec()].concat();
    for _ in 0..64 {
        bomb.extend_from_slice(&line);
    }
    let sealed = make::age(&make::gzip(&bomb));
    assert!(sealed.len() < 100_000);
    let with = device::identity(&make::key());
    let mut reader =
        BundleReader::open(sealed, OpenWith::Identity(&with), Limits::CASEBOOK).unwrap_or_else(|_| panic!());
    let error = loop {
        match reader.next_line() {
            Ok(line) => assert!(line.is_some(), "it has an end"),
            Err(error) => break error,
        }
    };
    assert_eq!(error, BundleError::TooLarge { what: Limit::Ratio, limit: 50 });
    assert_eq!(reader.bytes_inflated(), 16 * 1024 * 1024 + 1, "and not one byte more");
}

#[test]
fn a_million_rows() {
    let id = "01".repeat(16);
    let row = format!("{{\"file\":\"{id}\",\"record\":\"{id}\",\"row\":0,\"history\":false}}\n");
    let mut text = String::from_utf8([make::sound().lines[0].clone(), b"\n".to_vec()].concat()).expect("JSON");
    text.push_str(&row.repeat(1_000_000));
    let (found, inflated, lines) = read_by_key(make::age(&make::gzip(text.as_bytes())));
    assert_eq!(found, Err(ReadError::Source(BundleError::TooLarge { what: Limit::Rows, limit: 100_000 })));
    assert_eq!(lines, 100_002, "rows, and what may be the first and the last line");
    assert!(inflated < 100_003 * row.len() as u64 + 64 * 1024, "{inflated}");
}

#[test]
fn a_pack_of_more_resources_than_a_page_shows() {
    let opening = make::sound().with(0, |line| line.replacen("\"backup\"", "\"resource-pack\"", 1)).lines[0].clone();
    let mut text = String::from_utf8([opening, b"\n".to_vec()].concat()).expect("JSON");
    let link = format!("https://example.org/{}", "a@b:".repeat(490));
    let line = format!("{{\"resource\":{{\"title\":\"Cards\",\"text\":\"\",\"link\":\"{link}\",\"tags\":[]}}}}\n");
    text.push_str(&line.repeat(2_000));
    let (found, _, lines) = read_by_key(make::age(&make::gzip(text.as_bytes())));
    assert_eq!(found, Err(ReadError::TooManyRows));
    assert_eq!(lines, 1_003, "no more is read");
}

#[test]
fn a_file_of_a_gigabyte_is_not_even_looked_at() {
    let beyond = vec![0; 64 * 1024 * 1024 + 1];
    let limit = BundleError::TooLarge { what: Limit::File, limit: 64 * 1024 * 1024 };
    let (found, inflated, lines) = read_by_key(beyond);
    assert_eq!((found, inflated, lines), (Err(ReadError::Source(limit)), 0, 0));
}
