//! Bundles in several parts, receipts, resource packs.

use casebook_bundle::{
    Arrived, EnvelopeError, FileFate, Incoming, Joined, LineError, LocalIndex, OpenWith, Opening, Outgoing, Pack,
    PackError, PartsError, Purpose, ReadError, Receipt, ReceivedFile, Room, RowFate, SealBy, Sender, Size,
    TooManyParts, envelope, join, plan, split, write_lines, write_pack, write_receipt,
};
use casebook_crypto::device;
use casebook_crypto::keys::Key;
use casebook_crypto::recovery::Recovery;
use casebook_domain::calendar::{Moment, parse_iso};
use casebook_domain::content::{Content, Entry};
use casebook_domain::ids::{ActorId, BlobId, FileId, RecordId, VersionId};
use casebook_domain::observation::{Starter, starters};
use casebook_domain::preparation::Audience;
use casebook_domain::resource::Resource;
use casebook_domain::session::Note;
use casebook_records::encode;
use casebook_records::revision::next;
use casebook_testing::lines::Lines;
use proptest::prelude::*;

const NOW: Moment = Moment { utc_ms: 1_795_446_000_000, offset_min: 0 };
const ACTOR: ActorId = ActorId::from_bytes([7; 16]);

fn file(n: u8) -> FileId {
    FileId::from_bytes([n; 16])
}

fn note(of: u8, n: u8, text: &str) -> Outgoing {
    let version = next(&[], ACTOR, VersionId::from_bytes([n; 16]), NOW, "Morgan Madeup");
    let date = parse_iso("2026-11-19").expect("a day");
    let content = Content::Note(Note { date, text: text.to_owned(), audience: Audience::Staff });
    let row = encode(&version, &Entry { episode: None, content });
    Outgoing::Row { file: file(of), record: RecordId::from_bytes([n; 16]), row, history: false }
}

fn backup() -> Opening {
    Opening::backup(ACTOR, "Morgan Madeup", NOW)
}

fn hand_over() -> Opening {
    Opening::hand_over(Purpose::Cover, ACTOR, "Morgan Madeup", NOW)
}

fn read(opening: &Opening, signing: Option<&Key>, items: Vec<Outgoing>) -> Incoming {
    let mut lines = Lines::default();
    write_lines(&mut lines, opening, signing, items).expect("written");
    lines.read().expect("own bundle")
}

// The reply address.

#[test]
fn a_reply_address_travels_in_the_first_line_only_where_there_is_one_and_must_be_a_key() {
    let key = Recovery::generate().recipient();
    let opening = Opening { reply: Some(key.clone()), ..hand_over() };
    assert_eq!(read(&opening, None, vec![note(1, 1, "")]).opening, opening);
    let mut without = Lines::default();
    write_lines(&mut without, &hand_over(), None, vec![]).expect("written");
    assert!(!String::from_utf8_lossy(&without.lines[0]).contains("reply"), "older bundles read the same");
    for other in ["", "age1", &key.replace('1', "2"), "AGE-SECRET-KEY-1", &key[..key.len() - 1]] {
        let mut lines = Lines::default();
        let opening = Opening { reply: Some(other.to_owned()), ..hand_over() };
        write_lines(&mut lines, &opening, None, vec![]).expect("written");
        assert!(lines.read().is_err(), "{other}");
    }
}

// Parts.

#[test]
fn an_items_size_is_never_less_than_what_it_takes_of_a_bundle() {
    let empty = Lines::default();
    let blob = |length| Outgoing::Blob { file: file(1), blob: BlobId::from_bytes([1; 16]), bytes: vec![0; length] };
    let items = [note(1, 1, ""), note(1, 2, &"ä\n\"".repeat(5_000)), blob(0), blob(1), blob(393_217), blob(5_000_000)];
    for item in items {
        let size = Size::of(&item);
        let mut lines = empty.clone();
        write_lines(&mut lines, &backup(), None, [item]).expect("written");
        let middle = &lines.lines[1..lines.lines.len() - 1];
        let bytes: usize = middle.iter().map(|line| line.len() + 1).sum();
        assert_eq!(size.lines, middle.len() as u64);
        assert!(size.bytes >= bytes as u64, "{size:?} is less than {bytes}");
        assert!(size.bytes <= bytes as u64 + 64 * size.lines, "{size:?} is far more than {bytes}");
    }
}

fn sizes() -> impl Strategy<Value = Vec<Size>> {
    prop::collection::vec((0..6u8, 1..4u64, 1..40u64), 0..60)
        .prop_map(|sizes| sizes.into_iter().map(|(of, lines, bytes)| Size { file: file(of), lines, bytes }).collect())
}

proptest! {
    #[test]
    fn every_item_goes_into_one_part_and_no_part_is_too_large(sizes in sizes(), lines in 4..40u64, bytes in 40..200u64) {
        let room = Room { lines, bytes };
        let parts = split(&sizes, room).expect("few enough");
        let mut places: Vec<usize> = parts.iter().flatten().copied().collect();
        places.sort_unstable();
        prop_assert_eq!(places, (0..sizes.len()).collect::<Vec<_>>());
        let total = |places: &[usize], of: fn(&Size) -> u64| places.iter().map(|at| of(&sizes[*at])).sum::<u64>();
        for part in &parts {
            prop_assert!(total(part, |size| size.lines) <= lines && total(part, |size| size.bytes) <= bytes);
            prop_assert!(!part.is_empty() || parts.len() == 1);
        }
        for of in 0..6 {
            let its: Vec<usize> = (0..sizes.len()).filter(|at| sizes[*at].file == file(of)).collect();
            let whole = total(&its, |size| size.lines) <= lines && total(&its, |size| size.bytes) <= bytes;
            let within = parts.iter().filter(|part| part.iter().any(|at| its.contains(at))).count();
            prop_assert!(!whole || within <= 1, "a file that a part holds is in one");
        }
    }
}

#[test]
fn more_parts_than_a_bundle_may_have_are_refused_before_any_is_made() {
    let sizes: Vec<Size> = (0..513).map(|_| Size { file: file(1), lines: 1, bytes: 10 }).collect();
    assert_eq!(split(&sizes, Room { lines: 1, bytes: 10 }), Err(TooManyParts));
    assert_eq!(split(&sizes[..512], Room { lines: 1, bytes: 10 }).map(|parts| parts.len()), Ok(512));
    assert_eq!(split(&[], Room::PART), Ok(vec![vec![]]), "an empty casebook has a backup too");
}

/// Three parts: two files in the first, a third file spread over the others.
fn in_parts(signing: Option<&Key>) -> Vec<Incoming> {
    let items = [vec![note(1, 1, "a"), note(2, 2, "b")], vec![note(3, 3, "c")], vec![note(3, 4, "d")]];
    let opening = |part| Opening { parts: 3, ..backup().in_part(part) };
    (1..).zip(items).map(|(part, items)| read(&opening(part), signing, items)).collect()
}

#[test]
fn parts_in_any_order_and_twice_make_one_import() {
    let [first, second, third] = &in_parts(None)[..] else { panic!("three") };
    let whole = join(vec![third.clone(), first.clone(), second.clone(), first.clone()]).expect("of one bundle");
    assert!(whole.missing().is_empty());
    assert_eq!(whole.opening, first.opening);
    let at_once = read(&backup(), None, vec![note(1, 1, "a"), note(2, 2, "b"), note(3, 3, "c"), note(3, 4, "d")]);
    assert_eq!(whole.rows, at_once.rows);
    let index = LocalIndex::default();
    assert_eq!(whole.plan(&index).files, plan(&index, &at_once).files);
}

#[test]
fn a_part_that_is_lost_takes_away_its_own_and_is_named() {
    let parts = in_parts(None);
    let Joined { rows, .. } = join(vec![parts[2].clone()]).expect("a part");
    assert_eq!(rows.len(), 1);
    let some = join(vec![parts[2].clone(), parts[0].clone()]).expect("parts");
    assert_eq!(some.missing(), [2]);
    let planned = some.plan(&LocalIndex::default());
    assert_eq!(planned.files.iter().map(|file| file.rows.len()).collect::<Vec<_>>(), [1, 1, 1]);
    assert!(planned.files.iter().all(|file| file.fate == FileFate::New));
}

#[test]
fn parts_of_another_bundle_are_not_put_in() {
    let parts = in_parts(None);
    assert_eq!(join(Vec::new()), Err(PartsError::Nothing));
    let made = |opening: Opening, items| read(&Opening { parts: 3, ..opening.in_part(2) }, None, items);
    for stranger in [
        made(Opening { time: Moment { utc_ms: NOW.utc_ms + 1, ..NOW }, ..backup() }, vec![]),
        made(Opening { actor: ActorId::from_bytes([8; 16]), ..backup() }, vec![]),
        made(hand_over(), vec![]),
        read(&backup(), None, vec![]),
        in_parts(Some(&Key::from_bytes([1; 32])))[1].clone(),
    ] {
        assert_eq!(join(vec![parts[0].clone(), stranger]), Err(PartsError::OfAnother { place: 1 }));
    }
    let forged = made(backup(), vec![note(3, 9, "something else")]);
    assert_eq!(join(vec![parts[1].clone(), forged]), Err(PartsError::NotTheSame { part: 2 }));
}

#[test]
fn what_repeats_itself_so_much_that_it_looks_like_a_bomb_goes_out_in_smaller_parts() {
    let items: Vec<Outgoing> = (0..36).map(|n| note(n / 18, n, &"made up ".repeat(62_500))).collect();
    let sizes: Vec<Size> = items.iter().map(Size::of).collect();
    let recovery = Recovery::generate();
    let by = recovery.recipient();
    assert_eq!(
        envelope::make(&SealBy::Recipient(by.clone()), &backup(), None, items.clone()),
        Err(EnvelopeError::TooLargeToMake),
        "in one part it can't be made"
    );
    let pick = |places: &[usize]| places.iter().map(|at| items[*at].clone()).collect::<Vec<_>>();
    let made = envelope::make_parts(&SealBy::Recipient(by.clone()), &backup(), None, &sizes, pick).expect("made");
    let opened: Vec<Incoming> = made
        .into_iter()
        .map(|part| envelope::open(part.bytes, OpenWith::Identity(&recovery.identity()), &mut |_| {}).expect("opens"))
        .collect();
    assert_eq!(opened.iter().map(|part| (part.opening.part, part.opening.parts)).collect::<Vec<_>>(), [(1, 2), (2, 2)]);
    let whole = join(opened).expect("of one bundle");
    assert_eq!((whole.missing(), whole.rows.len()), (vec![], 36));
}

#[test]
fn what_one_bundle_holds_is_one_part() {
    let items = [note(1, 1, "a"), note(2, 2, "b")];
    let sizes: Vec<Size> = items.iter().map(Size::of).collect();
    let by = Recovery::generate().recipient();
    let pick = |places: &[usize]| places.iter().map(|at| items[*at].clone()).collect::<Vec<_>>();
    let made = envelope::make_parts(&SealBy::Recipient(by.clone()), &backup(), None, &sizes, pick).expect("made");
    assert_eq!(made.iter().map(|part| part.written.closing.rows).collect::<Vec<_>>(), [2]);
}

// Receipts.

#[test]
fn a_receipt_says_what_was_taken_of_which_bundle_and_who_signed_it() {
    let incoming =
        read(&hand_over(), None, vec![note(1, 1, "a"), note(1, 2, "b"), note(2, 3, "c"), note(2, 3, "forged")]);
    let planned = plan(&LocalIndex::default(), &incoming);
    let sum = incoming.closing.sha256;
    let receipt = Receipt::of(&[sum], &planned, |file| file != self::file(9)).expect("a receipt");
    let of = |file, rows, refused| ReceivedFile { file, records: rows, rows, refused };
    assert_eq!(receipt.files, [of(file(1), 2, 0), of(file(2), 1, 1)]);

    let (key, mentor) = (Key::from_bytes([3; 32]), "Robin Invented");
    let recovery = Recovery::generate();
    let opening = Opening::receipt(ActorId::from_bytes([8; 16]), mentor, NOW);
    let made = envelope::make_receipt(&SealBy::Recipient(recovery.recipient()), &opening, Some(&key), &receipt);
    let back =
        envelope::open(made.expect("made"), OpenWith::Identity(&recovery.identity()), &mut |_| {}).expect("opens");
    assert_eq!((&back.opening, &back.receipt), (&opening, &receipt));
    assert!(matches!(back.closing.sender(), Sender::Signed { signer, .. } if signer == device::signer(&key)));
    assert_eq!((back.rows.len(), back.closing.files), (0, 2));

    let sent = [(file(1), 2), (file(2), 2), (file(3), 5)];
    let expected = [(file(1), Arrived::Whole), (file(2), Arrived::Partly { missing: 1 }), (file(3), Arrived::NotTaken)];
    assert_eq!(back.receipt.confirms(&sum, &sent), Some(expected.to_vec()));
    assert_eq!(back.receipt.confirms(&[0; 32], &sent), None, "it is of another bundle");
}

#[test]
fn what_was_here_already_counts_as_received() {
    let incoming = read(&hand_over(), None, vec![note(1, 1, "a"), note(1, 1, "a")]);
    let planned = plan(&LocalIndex::default(), &incoming);
    assert_eq!(planned.files[0].rows[1].fate, RowFate::Same);
    let receipt = Receipt::of(&[[1; 32]], &planned, |_| true).expect("a receipt");
    assert_eq!(receipt.files, [ReceivedFile { file: file(1), records: 1, rows: 2, refused: 0 }]);
}

#[test]
fn there_is_no_receipt_of_a_backup_or_of_nothing() {
    let taken = |opening: &Opening, bundles: &[[u8; 32]], chosen: bool| {
        let incoming = read(opening, None, vec![note(1, 1, "a")]);
        Receipt::of(bundles, &plan(&LocalIndex::default(), &incoming), |_| chosen)
    };
    assert!(taken(&hand_over(), &[[1; 32]], true).is_some());
    assert_eq!(taken(&backup(), &[[1; 32]], true), None);
    assert_eq!(taken(&hand_over(), &[], true), None);
    assert_eq!(taken(&hand_over(), &[[1; 32]], false), None);
}

fn receipt_lines() -> Lines {
    let received = ReceivedFile { file: file(1), records: 1, rows: 2, refused: 3 };
    let receipt = Receipt { bundles: vec![[0xab; 32]], files: vec![received] };
    let mut lines = Lines::default();
    write_receipt(&mut lines, &Opening::receipt(ACTOR, "M", NOW), None, &receipt).expect("written");
    lines
}

#[test]
fn a_receipts_lines_hold_nothing_but_sums_and_counts() {
    let malformed = |number| Err(ReadError::Line { number, why: LineError::Malformed });
    assert_eq!(receipt_lines().read().expect("own").receipt.files.len(), 1);
    for (line, from, to) in [
        (1, "abab", "ABAB"),
        (1, "}", ",\"file\":null,\"name\":\"Zoë\"}"),
        (1, "}", ",\"rows\":1}"),
        (2, "\"rows\":2,", ""),
        (2, "\"rows\":2", "\"rows\":-2"),
        (2, "\"rows\":2", "\"rows\":2,\"rows\":2"),
        (2, "\"rows\":2", "\"rows\":2,\"name\":\"Zoë\""),
    ] {
        let lines = receipt_lines().with(line, |line| {
            assert!(line.contains(from), "{from} is not in {line}");
            line.replacen(from, to, 1)
        });
        assert_eq!(lines.forged().read(), malformed(line as u64 + 1), "{to}");
    }
    let row = String::from_utf8(with_rows().lines[1].clone()).expect("JSON");
    assert_eq!(receipt_lines().with(1, |_| row.clone()).forged().read(), malformed(2));
}

fn with_rows() -> Lines {
    let mut lines = Lines::default();
    write_lines(&mut lines, &backup(), None, [note(1, 1, "about a pupil")]).expect("written");
    lines
}

// Resource packs.

fn pack() -> Pack {
    let resource = Resource {
        title: "Feelings cards".to_owned(),
        text: "Pick one.\nSay when you last felt so.".to_owned(),
        link: "https://example.org/cards".to_owned(),
        tags: vec!["feelings".to_owned(), "Y3–Y6".to_owned()],
    };
    let templates = Starter::ALL.iter().map(|starter| starters::sheet(*starter));
    Pack {
        resources: vec![resource, Resource { title: "Calm corner".into(), ..Resource::default() }],
        templates: templates.collect(),
        newer: 0,
    }
}

fn pack_lines() -> Lines {
    let mut lines = Lines::default();
    write_pack(&mut lines, &Opening::resource_pack(ACTOR, "M", NOW), None, &pack()).expect("written");
    lines
}

#[test]
fn a_pack_brings_back_what_went_into_it() {
    let recovery = Recovery::generate();
    let opening = Opening::resource_pack(ACTOR, "Morgan Madeup", NOW);
    let made = envelope::make_pack(&SealBy::Recipient(recovery.recipient()), &opening, None, &pack()).expect("made");
    let back = envelope::open(made, OpenWith::Identity(&recovery.identity()), &mut |_| {}).expect("opens");
    assert_eq!((back.pack, back.opening), (pack(), opening));
    assert_eq!((back.rows.len(), back.blobs.len(), back.closing.files), (0, 0, 0));
}

#[test]
fn nothing_about_a_pupil_fits_into_a_pack() {
    let mut lines = Lines::default();
    let rows = [note(1, 1, "about a pupil")];
    let written = write_lines(&mut lines, &Opening::resource_pack(ACTOR, "M", NOW), None, rows).expect("written");
    assert_eq!((written.closing.rows, written.closing.files), (0, 0), "no writer puts a row in");

    let row = String::from_utf8(with_rows().lines[1].clone()).expect("JSON");
    let malformed = |number| Err(ReadError::Line { number, why: LineError::Malformed });
    assert_eq!(pack_lines().with(1, |_| row.clone()).forged().read(), malformed(2), "no reader takes one out");
    let template = 3;
    for (line, from, to) in [
        (1, "\"tags\":", "\"pupil\":\"Zoë\",\"tags\":"),
        (1, "{\"resource\":", "{\"file\":\"01\",\"resource\":"),
        (1, "\"title\":", "\"title\":\"twice\",\"title\":"),
        (template, "\"planned_min\":", "\"pupil\":\"Zoë\",\"planned_min\":"),
        (template, "\"sheet\":", "\"record\":\"01\",\"sheet\":"),
        (template, "\"casebook_template\":1", "\"casebook_template\":0"),
    ] {
        let lines = pack_lines().with(line, |line| {
            assert!(line.contains(from), "{from} is not in {line}");
            line.replacen(from, to, 1)
        });
        assert_eq!(lines.forged().read(), malformed(line as u64 + 1), "{to}");
    }
}

#[test]
fn a_resource_is_bounded_and_links_to_the_web_alone() {
    for (from, to) in [
        ("Feelings cards", ""),
        ("Feelings cards", " "),
        ("Feelings cards", &"x".repeat(201)),
        ("Pick one.", "Pick \u{202e}one."),
        ("Pick one.", &"x".repeat(20_000)),
        ("https://example.org/cards", "javascript:alert(1)"),
        ("https://example.org/cards", "https://example.org/\u{202e}sdrac"),
        ("\"feelings\"", &vec!["\"x\""; 50].join(",")),
        ("feelings", &"x".repeat(201)),
    ] {
        let lines = pack_lines().with(1, |line| line.replacen(from, to, 1));
        assert_eq!(lines.forged().read(), Err(ReadError::Line { number: 2, why: LineError::Unfit }), "{to}");
    }
    let hidden = pack_lines().with(3, |line| line.replacen("\"name\":\"", "\"name\":\"\u{200b}", 1));
    let read = hidden.forged().read().expect("a pack");
    assert_eq!(read.pack.templates, pack().templates, "what misleads is not read");
}

#[test]
fn what_no_reader_would_take_is_not_written() {
    let mut unfit = pack();
    unfit.resources[1].link = "javascript:alert(1)".to_owned();
    let mut lines = Lines::default();
    let written = write_pack(&mut lines, &Opening::resource_pack(ACTOR, "M", NOW), None, &unfit);
    assert_eq!((written, lines.lines.len()), (Err(PackError::Unfit { place: 1 }), 0));
    let by = Recovery::generate().recipient();
    let made =
        envelope::make_pack(&SealBy::Recipient(by.clone()), &Opening::resource_pack(ACTOR, "M", NOW), None, &unfit);
    assert_eq!(made, Err(EnvelopeError::NotAsMade));
}

#[test]
fn a_template_of_a_newer_casebook_is_counted_and_left_out() {
    let lines = pack_lines().with(3, |_| "{\"template\":{\"casebook_template\":2,\"anything\":[]}}".to_owned());
    let read = lines.forged().read().expect("a pack");
    assert_eq!((read.pack.newer, read.pack.templates.len()), (1, Starter::ALL.len() - 1));
}
