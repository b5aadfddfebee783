//! Bundles that were made once and must open for ever: sealed by words and for a key, a backup and a hand-over, signed
//! and not. Beside each lie the lines that it holds.
//!
//! `CASEBOOK_WRITE_GOLDEN=1` makes one that is missing, and none again: for a new format add a bundle, and leave these.

use std::fs;
use std::path::PathBuf;

use casebook_bundle::{
    EnvelopeError, FileFate, Incoming, LocalIndex, OpenWith, Opening, Outgoing, Purpose, RowFate, SealBy, Sender,
    envelope, plan, write_lines,
};
use casebook_crypto::bundle::{BundleReader, BundleWriter, Limits, SealFor};
use casebook_crypto::keys::Key;
use casebook_crypto::{device, words};
use casebook_domain::calendar::{Moment, parse_iso};
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::ids::{ActorId, BlobId, FileId, RecordId, VersionId};
use casebook_domain::preparation::Audience;
use casebook_domain::pupil::{Pupil, SenProvision};
use casebook_domain::session::Note;
use casebook_records::revision::{Version, next};
use casebook_records::{RowContent, decode, encode};
use casebook_testing::lines::Lines;

/// Made up for these files, and opens nothing else.
const WORDS: &str = "museum ocean pencil river silver tunnel window";
const NOW: Moment = Moment { utc_ms: 1_795_446_000_000, offset_min: 60 };
const ACTOR: ActorId = ActorId::from_bytes([0x0a; 16]);

fn receiving() -> Key {
    Key::from_bytes(*b"made-up receiving key of a test.")
}

fn signing() -> Key {
    Key::from_bytes(*b"made-up signing key of a test...")
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bundles").join(name)
}

fn file(n: u8) -> FileId {
    FileId::from_bytes([n; 16])
}

fn record(n: u8) -> RecordId {
    RecordId::from_bytes([n; 16])
}

fn version(n: u8, parents: &[&Version]) -> Version {
    next(parents, ACTOR, VersionId::from_bytes([n; 16]), NOW, "Morgan Madeup")
}

fn pupil(first_names: &str, surname: &str) -> Content {
    Content::Pupil(Pupil {
        first_names: first_names.to_owned(),
        surname: surname.to_owned(),
        known_as: String::new(),
        letter_name: String::new(),
        pronouns: String::new(),
        upn: String::new(),
        upn_reason: String::new(),
        born: parse_iso("2016-02-29"),
        year_as_taught: None,
        schooling: Vec::new(),
        sen: SenProvision::None,
        pupil_premium: false,
        eal: true,
        gifted: false,
        looked_after: None,
        ask_lead_first: None,
        limits_explained: None,
        remarks: "Żółw – made up".to_owned(),
    })
}

fn note(text: &str) -> Content {
    let date = parse_iso("2026-11-19").expect("a day");
    Content::Note(Note { date, text: text.to_owned(), audience: Audience::Staff })
}

fn row(n: u8, version: &Version, content: Content, history: bool) -> Outgoing {
    let entry = Entry { episode: None, content };
    Outgoing::Row { file: file(1), record: record(n), row: encode(version, &entry), history }
}

/// The pupil's row as the first schema wrote it: a bundle carries what it is given, whatever schema is written today.
fn pupil_of_schema_1() -> Vec<u8> {
    let entry = Entry { episode: None, content: pupil("Zoë Imaginary", "Madeup-O'Neill") };
    let row = String::from_utf8(encode(&version(1, &[]), &entry)).expect("JSON");
    let row = row.replacen("\"schema\":2", "\"schema\":1", 1);
    row.replace("\"pronouns\":\"\",", "").replace("\"upn_reason\":\"\",", "").into_bytes()
}

/// A row as only some later Casebook writes it: of a schema that is not known, with white space, numbers and fields that
/// no Casebook of today would write.
fn of_a_later_casebook() -> Vec<u8> {
    let row = encode(&version(4, &[]), &Entry { episode: None, content: note("") });
    let row = String::from_utf8(row).expect("JSON").replacen("\"schema\":1", "\"schema\":7", 1);
    let body = row.find("\"body\"").expect("a body");
    format!("{}\"body\": {{ \"mood\" : [1e5, 1.0, \"\\u00e9\"], \"mood\":null }} }}", &row[..body]).into_bytes()
}

fn items() -> Vec<Outgoing> {
    let first = version(2, &[]);
    let second = version(3, &[&first]);
    let later = Outgoing::Row { file: file(2), record: record(4), row: of_a_later_casebook(), history: false };
    vec![
        Outgoing::Row { file: file(1), record: record(1), row: pupil_of_schema_1(), history: false },
        row(2, &first, note("As it was first written"), true),
        row(2, &second, note("As it was put right"), false),
        later,
        Outgoing::Blob { file: file(1), blob: BlobId::from_bytes([5; 16]), bytes: vec![0xa5; 1_000] },
    ]
}

/// A golden bundle, how it is sealed, and what its first line and its sender are.
struct Golden {
    name: &'static str,
    by_words: bool,
    opening: Opening,
    signed: bool,
}

fn goldens() -> Vec<Golden> {
    let backup = Opening::backup(ACTOR, "Morgan Madeup", NOW);
    let cover = Opening {
        until: parse_iso("2027-02-12"),
        to: "Robin Invented".to_owned(),
        ..Opening::hand_over(Purpose::Shared, ACTOR, "Morgan Madeup", NOW)
    };
    vec![
        Golden { name: "v1-backup-by-words", by_words: true, opening: backup.clone(), signed: false },
        Golden { name: "v1-backup-for-a-key", by_words: false, opening: backup, signed: true },
        Golden { name: "v1-hand-over-by-words", by_words: true, opening: cover.clone(), signed: true },
        Golden { name: "v1-hand-over-for-a-key", by_words: false, opening: cover, signed: false },
    ]
}

impl Golden {
    fn lines(&self) -> Lines {
        let mut lines = Lines::default();
        let signing = signing();
        write_lines(&mut lines, &self.opening, self.signed.then_some(&signing), items()).expect("written");
        lines
    }

    /// The file and its lines as they were committed.
    fn committed(&self) -> (Vec<u8>, String) {
        let (sealed, clear) = (path(&format!("{}.casebook", self.name)), path(&format!("{}.ndjson", self.name)));
        if std::env::var_os("CASEBOOK_WRITE_GOLDEN").is_some() && !sealed.exists() {
            let recipient = device::recipient(&receiving());
            let by = if self.by_words { &SealBy::Words(WORDS.into()) } else { &SealBy::Recipient(recipient.clone()) };
            let signing = signing();
            let made = envelope::make(by, &self.opening, self.signed.then_some(&signing), items()).expect("made");
            fs::write(&sealed, made.bytes).expect("written");
            fs::write(&clear, self.lines().text()).expect("written");
        }
        let read = |path: &PathBuf| fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (read(&sealed), String::from_utf8(read(&clear)).expect("text"))
    }

    fn open(&self) -> Incoming {
        let identity = device::identity(&receiving());
        let by = if self.by_words { OpenWith::Words(WORDS) } else { OpenWith::Identity(&identity) };
        envelope::open(self.committed().0, by, &mut |_| {})
            .unwrap_or_else(|trouble| panic!("{}: {trouble:?}", self.name))
    }
}

#[test]
fn every_golden_bundle_opens_and_holds_what_it_held() {
    for golden in goldens() {
        let incoming = golden.open();
        assert_eq!(incoming.opening, golden.opening, "{}", golden.name);
        assert_eq!((incoming.closing.files, incoming.closing.rows, incoming.closing.blobs), (2, 4, 1));
        let signer = device::signer(&signing());
        let expected = Sender::Signed { signer, fingerprint: words::fingerprint(&signer) };
        let expected = if golden.signed { expected } else { Sender::Unsigned };
        assert_eq!(incoming.closing.sender(), expected, "{}", golden.name);
        let planned = plan(&LocalIndex::default(), &incoming);
        let fates: Vec<(FileFate, &str)> = planned.files.iter().map(|file| (file.fate, &file.name[..])).collect();
        assert_eq!(fates, [(FileFate::New, "Zoë Madeup-O'Neill"), (FileFate::New, "")]);
        assert!(planned.files.iter().flat_map(|file| &file.rows).all(|row| row.fate == RowFate::New));
        let said: Vec<RowContent> = incoming.rows.iter().map(|row| decode(&row.row).expect("a row").what).collect();
        let text = |what: &RowContent| match what {
            RowContent::Entry(Entry { content: Content::Note(note), .. }) => note.text.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!((&text(&said[1])[..], &text(&said[2])[..]), ("As it was first written", "As it was put right"));
        assert_eq!(said[3], RowContent::Newer);
        assert_eq!(incoming.blobs[0].bytes, vec![0xa5; 1_000]);
    }
}

#[test]
fn the_lines_within_are_those_beside_it_byte_for_byte() {
    for golden in goldens() {
        let (sealed, clear) = golden.committed();
        let identity = device::identity(&receiving());
        let with = if golden.by_words { OpenWith::Words(WORDS) } else { OpenWith::Identity(&identity) };
        let mut reader = BundleReader::open(sealed, with, Limits::CASEBOOK).unwrap_or_else(|error| panic!("{error:?}"));
        let mut lines = Lines::default();
        while let Some(line) = reader.next_line().expect("a line") {
            lines.lines.push(line);
        }
        assert_eq!(lines.text(), clear, "{}", golden.name);
        assert_eq!(golden.lines().text(), clear, "{}: what is written today is what was written then", golden.name);
    }
}

#[test]
fn what_a_later_casebook_wrote_goes_on_byte_for_byte_when_it_is_handed_on() {
    for golden in goldens() {
        let incoming = golden.open();
        let planned = plan(&LocalIndex::default(), &incoming);
        let later = &planned.files[1].rows[0];
        assert_eq!((later.newer_casebook, later.kind), (true, Some(Kind::Note)));
        let row = incoming.rows[later.index].row.clone();
        assert_eq!(row, of_a_later_casebook());
        let item = Outgoing::Row { file: file(2), record: record(4), row, history: false };
        let opening = Opening::hand_over(Purpose::Transfer, ACTOR, "Robin Invented", NOW);
        let made = envelope::make(&SealBy::Recipient(device::recipient(&receiving())), &opening, None, [item]);
        let made = made.expect("made").bytes;
        let identity = device::identity(&receiving());
        let again = envelope::open(made, OpenWith::Identity(&identity), &mut |_| {}).expect("opens");
        assert_eq!(again.rows[0].row, of_a_later_casebook());
    }
}

/// What a Casebook of format 2 might write: the first line says so, and the rest is beyond us.
#[test]
fn a_bundle_of_a_later_format_is_refused_as_newer_and_not_as_damaged() {
    let path = path("v2-of-some-day.casebook");
    if std::env::var_os("CASEBOOK_WRITE_GOLDEN").is_some() && !path.exists() {
        let mut writer = BundleWriter::new(SealFor::Recipients(vec![device::recipient(&receiving())])).expect("starts");
        for line in ["{\"format\":2,\"shelves\":{\"of\":[\"something\",\"else\"]}}", "not even an object", "{}"] {
            writer.write_line(line.as_bytes()).expect("taken");
        }
        fs::write(&path, writer.finish().expect("made")).expect("written");
    }
    let bytes = fs::read(&path).expect("committed");
    let identity = device::identity(&receiving());
    assert_eq!(envelope::open(bytes, OpenWith::Identity(&identity), &mut |_| {}), Err(EnvelopeError::Newer));
}
