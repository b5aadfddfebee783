//! Bundles: what was written is read, and nothing else is.

use std::io::Write;

use age::secrecy::SecretString;
use casebook_crypto::{
    bundle::{
        BundleError, BundleReader, BundleWriter, Limit, Limits, OpenWith, SealError, SealFor, SealedBy, WORK_FACTOR,
        sealed_by,
    },
    device,
    keys::Key,
    words,
};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

const LIMITS: Limits = Limits::CASEBOOK;

fn for_key(key: &Key) -> SealFor {
    SealFor::Recipients(vec![device::recipient(key)])
}

fn bundle(seal_for: SealFor, lines: &[&[u8]]) -> Vec<u8> {
    let mut writer = BundleWriter::new(seal_for).unwrap();
    lines.iter().for_each(|line| writer.write_line(line).unwrap());
    writer.finish().unwrap()
}

fn open_for(key: &Key, file: Vec<u8>) -> Result<BundleReader, BundleError> {
    BundleReader::open(file, OpenWith::Identity(&device::identity(key)), LIMITS)
}

fn drain(reader: &mut BundleReader) -> Result<Vec<Vec<u8>>, BundleError> {
    std::iter::from_fn(|| reader.next_line().transpose()).collect()
}

fn read(key: &Key, file: &[u8]) -> Result<Vec<Vec<u8>>, BundleError> {
    drain(&mut open_for(key, file.to_vec())?)
}

/// An age file for `key` with any payload: what somebody hostile, or some other program, would send.
fn age_file(key: &Key, payload: &[u8]) -> Vec<u8> {
    let recipient: age::x25519::Recipient = device::recipient(key).parse().unwrap();
    let mut writer = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
        .unwrap()
        .wrap_output(Vec::new())
        .unwrap();
    writer.write_all(payload).unwrap();
    writer.finish().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Bytes without line feeds that don't compress.
fn noise(length: usize, seed: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    while bytes.len() < length {
        let mut block = Sha256::digest([&[seed][..], &bytes.len().to_le_bytes()].concat());
        block.iter_mut().filter(|byte| **byte == b'\n').for_each(|byte| *byte = 0);
        bytes.extend_from_slice(&block);
    }
    bytes.truncate(length);
    bytes
}

fn header_len(file: &[u8]) -> usize {
    let mac = file.windows(4).position(|four| four == b"\n---").unwrap() + 1;
    mac + file[mac..].iter().position(|byte| *byte == b'\n').unwrap() + 1
}

fn too_large(what: Limit, limit: u64) -> BundleError {
    BundleError::TooLarge { what, limit }
}

// What was written is read.

#[test]
fn a_bundle_by_words_opens_with_the_words_however_typed() {
    let drawn = words::passphrase(words::BUNDLE_WORDS);
    let file = bundle(SealFor::Words(drawn.join("-").to_uppercase()), &[b"first", b"", b"last"]);
    assert_eq!(sealed_by(&file, LIMITS), Ok(SealedBy::Words));
    for typed in [drawn.join(" "), format!("  {} ", drawn.join("  ").to_uppercase())] {
        let mut reader = BundleReader::open(file.clone(), OpenWith::Words(&typed), LIMITS).unwrap();
        assert_eq!(drain(&mut reader).unwrap(), [&b"first"[..], b"", b"last"]);
    }
    let wrong = BundleReader::open(file.clone(), OpenWith::Words("zoo zoo zoo zoo zoo zoo zoo"), LIMITS);
    assert_eq!(wrong.err(), Some(BundleError::WrongWordsOrDamaged));

    let stanza = String::from_utf8_lossy(&file).lines().nth(1).unwrap().to_owned();
    assert!(stanza.ends_with(&format!(" {WORK_FACTOR}")), "the work factor is ours, not the machine's: {stanza}");
}

#[test]
fn a_bundle_for_several_recipients_opens_for_each_and_nobody_else() {
    let keys = [Key::random(), Key::random(), Key::random()];
    let file = bundle(SealFor::Recipients(keys.iter().map(device::recipient).collect()), &[b"line"]);
    assert_eq!(sealed_by(&file, LIMITS), Ok(SealedBy::Recipients));
    for key in &keys {
        assert_eq!(read(key, &file).unwrap(), [b"line"]);
    }
    assert_eq!(read(&Key::random(), &file), Err(BundleError::SealedForAnotherKey));
}

#[test]
fn lines_of_every_size_up_to_the_limit_come_back() {
    let key = Key::random();
    let lines: Vec<Vec<u8>> =
        [0, 1, 32_767, 32_768, 65_535, 65_536, 65_537, 1 << 20].iter().map(|length| noise(*length, 1)).collect();
    let file = bundle(for_key(&key), &lines.iter().map(|line| &line[..]).collect::<Vec<_>>());
    assert_eq!(read(&key, &file).unwrap(), lines);
}

#[test]
fn a_bundle_without_lines_is_empty() {
    let key = Key::random();
    assert!(read(&key, &bundle(for_key(&key), &[])).unwrap().is_empty());
}

#[test]
fn the_last_line_can_carry_the_digest_of_all_lines_before_it() {
    let key = Key::random();
    let mut writer = BundleWriter::new(for_key(&key)).unwrap();
    writer.write_line(b"one").unwrap();
    writer.write_line(b"two").unwrap();
    let digest = writer.digest_so_far();
    assert_eq!(digest[..], Sha256::digest(b"one\ntwo\n")[..]);
    writer.write_line(&digest.map(|byte| byte | 0x80)).unwrap();

    let mut reader = open_for(&key, writer.finish().unwrap()).unwrap();
    drain(&mut reader).unwrap();
    assert_eq!(reader.digest_before_line(), digest);
    assert_eq!((reader.rows_read(), reader.bytes_inflated()), (3, 41));
}

#[test]
fn a_bundle_can_be_read_again_without_opening_it_again() {
    let key = Key::random();
    let lines = [&noise(100_000, 1)[..], &noise(100_000, 2), b"end"];
    let mut reader = open_for(&key, bundle(for_key(&key), &lines)).unwrap();
    assert_eq!(drain(&mut reader).unwrap(), lines);
    let digest = reader.digest_before_line();
    let mut again = reader.rewind().unwrap();
    assert_eq!((again.rows_read(), again.bytes_inflated()), (0, 0));
    assert_eq!(again.next_line().unwrap().unwrap(), lines[0]);
    let mut again = again.rewind().unwrap();
    assert_eq!(drain(&mut again).unwrap(), lines);
    assert_eq!(again.digest_before_line(), digest);
}

// Writing refuses what reading would refuse.

#[test]
fn a_bundle_for_nobody_or_for_something_else_is_refused() {
    let refused = |seal_for| BundleWriter::new(seal_for).err();
    let good = device::recipient(&Key::random());
    assert_eq!(refused(SealFor::Recipients(vec![])), Some(SealError::NoRecipients));
    assert_eq!(refused(SealFor::Recipients(vec![good.clone(); 65])), Some(SealError::TooManyRecipients));
    assert_eq!(
        refused(SealFor::Recipients(vec![good, "age1qqqq".into()])),
        Some(SealError::BadRecipient { position: 2 })
    );
    assert!(matches!(refused(SealFor::Words("hunter2".into())), Some(SealError::Words(_))));
}

#[test]
fn as_many_recipients_as_can_be_written_can_be_read() {
    let keys: Vec<Key> = (0..64).map(|_| Key::random()).collect();
    let file = bundle(SealFor::Recipients(keys.iter().map(device::recipient).collect()), &[b"line"]);
    assert_eq!(read(&keys[63], &file).unwrap(), [b"line"]);
}

#[test]
fn a_line_feed_within_a_line_is_refused_and_the_bundle_goes_on() {
    let key = Key::random();
    let mut writer = BundleWriter::new(for_key(&key)).unwrap();
    assert_eq!(writer.write_line(b"a\nb"), Err(SealError::LineFeedInLine));
    assert_eq!(
        writer.write_line(&vec![b'x'; (1 << 20) + 1]),
        Err(SealError::TooLarge { what: Limit::Line, limit: 1 << 20 })
    );
    writer.write_line(b"a").unwrap();
    assert_eq!((writer.lines(), writer.expanded_bytes()), (1, 2));
    assert_eq!(read(&key, &writer.finish().unwrap()).unwrap(), [b"a"]);
}

#[test]
fn writing_keeps_every_limit_that_reading_keeps() {
    let key = Key::random();
    let small = Limits { file: 20_000, expanded: 40_000, ratio: 5, ratio_from: 30_000, line: 10_000, rows: 10 };
    let write = |lines: &[Vec<u8>]| {
        let mut writer = BundleWriter::with_limits(for_key(&key), small).unwrap();
        lines.iter().try_for_each(|line| writer.write_line(line))?;
        writer.finish()
    };
    let refused = |what, limit| Err(SealError::TooLarge { what, limit });
    assert!(write(&vec![b"x".to_vec(); 12]).is_ok(), "ten rows, a first and a last line");
    assert_eq!(write(&vec![b"x".to_vec(); 13]), refused(Limit::Rows, 10));
    assert_eq!(write(&vec![vec![b'x'; 10_000]; 4]), refused(Limit::Expanded, 40_000));
    assert_eq!(write(&vec![vec![b'x'; 10_000]; 3]), refused(Limit::Ratio, 5));
    assert_eq!(write(&[noise(10_000, 1), noise(10_000, 2)]), refused(Limit::File, 20_000));
}

// Reading refuses everything else.

#[test]
fn a_bundle_cut_off_anywhere_is_never_read_to_its_end() {
    let key = Key::random();
    let file = bundle(for_key(&key), &[b"first", b"second", b"last"]);
    let header = header_len(&file);
    for end in 0..file.len() {
        let outcome = read(&key, &file[..end]);
        if end <= header + 16 {
            assert_eq!(outcome, Err(BundleError::CutOff), "{end}");
        } else {
            assert_eq!(outcome, Err(BundleError::CutOffOrAltered), "{end}");
        }
    }
}

#[test]
fn a_large_bundle_cut_off_around_any_chunk_is_never_read_to_its_end() {
    let key = Key::random();
    let line = noise(200_000, 1);
    let file = bundle(for_key(&key), &[&line, b"last"]);
    let payload = header_len(&file) + 16;
    let chunk = 65_536 + 16;
    assert!(file.len() > payload + 3 * chunk);
    for boundary in (0..=3).map(|n| payload + n * chunk) {
        for end in boundary.saturating_sub(20)..(boundary + 20).min(file.len()) {
            let outcome = read(&key, &file[..end]);
            let want = if end <= boundary { BundleError::CutOff } else { BundleError::CutOffOrAltered };
            // Within a chunk nobody can tell; at its end, and before the payload, it is certain.
            if end == boundary || end < payload {
                assert_eq!(outcome, Err(want), "{end}");
            } else {
                assert_eq!(outcome, Err(BundleError::CutOffOrAltered), "{end}");
            }
        }
    }
}

#[test]
fn a_bundle_with_any_bit_flipped_is_never_read_to_its_end() {
    let key = Key::random();
    let file = bundle(for_key(&key), &[b"first", b"last"]);
    for bit in 0..file.len() * 8 {
        let mut changed = file.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(read(&key, &changed).is_err(), "bit {bit}");
    }
}

#[test]
fn a_change_before_the_last_chunk_is_told_from_one_cut_off() {
    let key = Key::random();
    let file = bundle(for_key(&key), &[&noise(200_000, 1), b"last"]);
    let payload = header_len(&file) + 16;
    for (at, want) in [
        (payload + 5, BundleError::Altered),
        (payload + 65_552 + 70, BundleError::Altered),
        (file.len() - 1, BundleError::CutOffOrAltered),
    ] {
        let mut changed = file.clone();
        changed[at] ^= 1;
        assert_eq!(read(&key, &changed), Err(want), "{at}");
    }
    let mut swapped = file.clone();
    let (one, two) = swapped[payload..].split_at_mut(65_552);
    one.swap_with_slice(&mut two[..65_552]);
    assert_eq!(read(&key, &swapped), Err(BundleError::Altered), "chunks swapped");
}

#[test]
fn bytes_after_the_bundle_are_refused() {
    let key = Key::random();
    // The second one's payload is a whole number of chunks, where age has no shorter last chunk to notice by.
    let whole_chunks = (0..200)
        .map(|less| age_file(&key, &gzip(&noise(65_536 - less, 1))))
        .find(|file| (file.len() - header_len(file) - 16).is_multiple_of(65_552))
        .expect("one of these lengths comes to whole chunks");
    let small = bundle(for_key(&key), &[b"line"]);
    for file in [small, whole_chunks] {
        for tail in [&b"x"[..], b"\n", &[0; 16], &[0; 70_000]] {
            let longer = [&file[..], tail].concat();
            assert!(matches!(read(&key, &longer), Err(BundleError::CutOffOrAltered | BundleError::Altered)));
        }
    }
}

#[test]
fn bytes_after_the_compressed_lines_are_refused() {
    let key = Key::random();
    let lines = gzip(b"first\nlast\n");
    for tail in [&b"x"[..], &[0; 8], &lines, &vec![0; 100_000]] {
        let file = age_file(&key, &[&lines[..], tail].concat());
        assert_eq!(read(&key, &file), Err(BundleError::TrailingData));
    }
}

#[test]
fn other_files_are_not_bundles() {
    let key = Key::random();
    for file in [
        &b"PK\x03\x04 a spreadsheet"[..],
        b"{\"json\":true}",
        &gzip(b"lines\n"),
        b"-----BEGIN AGE ENCRYPTED FILE-----\n",
        b"age-encryption",
        b"age-encryption.orx/v1\n",
        &[0; 1000],
    ] {
        let want = if file == b"age-encryption" { BundleError::CutOff } else { BundleError::NotABundle };
        assert_eq!(read(&key, file), Err(want));
        assert_eq!(sealed_by(file, LIMITS), Err(want));
    }
    for payload in [&b"some other age file, longer than a gzip header"[..], &[0; 100_000], b"PK\x03\x04 and some more"]
    {
        assert_eq!(read(&key, &age_file(&key, payload)), Err(BundleError::NotABundle));
    }
}

#[test]
fn a_later_age_format_is_too_new() {
    for file in [&b"age-encryption.org/v2\n-> X\n\n--- x\n"[..], b"age-encryption.org/v10\n"] {
        assert_eq!(read(&Key::random(), file), Err(BundleError::TooNew));
    }
}

#[test]
fn compressed_lines_that_break_off_are_malformed() {
    let key = Key::random();
    let lines = gzip(b"first\nlast\n");
    for end in 1..lines.len() {
        let outcome = read(&key, &age_file(&key, &lines[..end]));
        assert_eq!(outcome, Err(BundleError::Malformed), "{end}");
    }
    let mut wrong_sum = lines.clone();
    let at = lines.len() - 8;
    wrong_sum[at] ^= 1;
    assert_eq!(read(&key, &age_file(&key, &wrong_sum)), Err(BundleError::Malformed));
    assert_eq!(read(&key, &age_file(&key, b"")), Err(BundleError::Malformed));
    assert_eq!(read(&key, &age_file(&key, &gzip(b"first\nno end"))), Err(BundleError::Malformed));
}

#[test]
fn the_wrong_way_to_open_says_which_is_the_right_one() {
    let key = Key::random();
    let file = bundle(for_key(&key), &[b"line"]);
    assert_eq!(BundleReader::open(file.clone(), OpenWith::Words("zoo zoo"), LIMITS).err(), Some(BundleError::NeedsKey));
    assert_eq!(
        BundleReader::open(file, OpenWith::Identity("AGE-SECRET-KEY-1QQQ"), LIMITS).err(),
        Some(BundleError::NotAKey)
    );
    let by_words = by_work_factor("10");
    assert_eq!(open_for(&key, by_words).err(), Some(BundleError::NeedsWords));
}

#[test]
fn after_an_error_the_same_error_comes_again() {
    let key = Key::random();
    let mut reader = open_for(&key, age_file(&key, &gzip(b"first\nno end"))).unwrap();
    assert_eq!(reader.next_line(), Ok(Some(b"first".to_vec())));
    for _ in 0..3 {
        assert_eq!(reader.next_line(), Err(BundleError::Malformed));
    }
}

#[test]
fn after_the_end_there_are_no_more_lines() {
    let key = Key::random();
    let mut reader = open_for(&key, bundle(for_key(&key), &[b"line"])).unwrap();
    assert!(reader.next_line().unwrap().is_some());
    for _ in 0..3 {
        assert_eq!(reader.next_line(), Ok(None));
    }
}

// Bounds: counted, never timed.

/// A file that asks for this work factor. Its key is not real: it must be refused before that is found out.
fn by_work_factor(log_n: &str) -> Vec<u8> {
    let mut recipient = age::scrypt::Recipient::new(SecretString::from("zoo"));
    recipient.set_work_factor(1);
    let mut writer = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
        .unwrap()
        .wrap_output(Vec::new())
        .unwrap();
    writer.write_all(&gzip(b"line\n")).unwrap();
    let file = writer.finish().unwrap();
    let feed = 22 + file[22..].iter().position(|byte| *byte == b'\n').unwrap();
    assert!(file[..feed].ends_with(b" 1"));
    [&file[..feed - 1], log_n.as_bytes(), &file[feed..]].concat()
}

#[test]
fn work_factors_above_19_are_refused_before_the_work() {
    // 2^40 would be a petabyte: that the test ends shows that nothing was begun.
    for required in [20, 21, 30, 40, 63, 64, 255] {
        let file = by_work_factor(&required.to_string());
        let opened = BundleReader::open(file, OpenWith::Words("zoo"), LIMITS);
        assert_eq!(opened.err(), Some(BundleError::WorkFactorTooHigh { required, most: 19 }));
    }
    for odd in ["256", "0", "-1", "+18", "018", "0x12", "1e1", "99999999999999999999", ""] {
        let opened = BundleReader::open(by_work_factor(odd), OpenWith::Words("zoo"), LIMITS);
        assert!(opened.is_err(), "{odd}");
    }
}

#[test]
fn a_work_factor_of_18_is_read_as_other_age_programs_write_it() {
    let mut recipient = age::scrypt::Recipient::new(SecretString::from("Some own phrase, 1 of them"));
    recipient.set_work_factor(18);
    let mut writer = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
        .unwrap()
        .wrap_output(Vec::new())
        .unwrap();
    writer.write_all(&gzip(b"line\n")).unwrap();
    let file = writer.finish().unwrap();
    let mut reader = BundleReader::open(file, OpenWith::Words(" Some own phrase, 1 of them"), LIMITS).unwrap();
    assert_eq!(drain(&mut reader).unwrap(), [b"line"]);
}

#[test]
fn a_gzip_bomb_stops_at_fifty_times_its_size() {
    let key = Key::random();
    // 600 MB of short lines in some 600 kB: fifty times that is the bound.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let block = b"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd\n".repeat(16_384);
    for _ in 0..600 {
        encoder.write_all(&block).unwrap();
    }
    let file = age_file(&key, &encoder.finish().unwrap());
    let bound = (50 * file.len() as u64).max(16 << 20);
    assert!(bound < 200_000_000, "{bound}");
    let mut reader = open_for(&key, file).unwrap();
    let error = loop {
        match reader.next_line() {
            Ok(line) => assert!(line.is_some(), "the bomb was read to its end"),
            Err(error) => break error,
        }
    };
    // Rows come first here when lines are short; whichever, the bytes are bounded.
    assert!([too_large(Limit::Ratio, 50), too_large(Limit::Rows, 100_000)].contains(&error), "{error:?}");
    assert!(reader.bytes_inflated() <= bound + 1, "{}", reader.bytes_inflated());
}

#[test]
fn a_gzip_bomb_of_long_lines_stops_at_fifty_times_its_size() {
    let key = Key::random();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let line = [&vec![b'0'; 1_000_000][..], b"\n"].concat();
    for _ in 0..200 {
        encoder.write_all(&line).unwrap();
    }
    let file = age_file(&key, &encoder.finish().unwrap());
    let bound = (50 * file.len() as u64).max(16 << 20);
    let mut reader = open_for(&key, file).unwrap();
    assert_eq!(drain(&mut reader), Err(too_large(Limit::Ratio, 50)));
    assert_eq!(reader.bytes_inflated(), bound + 1);
}

#[test]
fn a_line_without_end_stops_at_the_line_limit() {
    let key = Key::random();
    let file = age_file(&key, &gzip(&vec![b'x'; 10 << 20]));
    let mut reader = open_for(&key, file).unwrap();
    assert_eq!(reader.next_line(), Err(too_large(Limit::Line, 1 << 20)));
    assert!(reader.bytes_inflated() <= (1 << 20) + 32 * 1024, "{}", reader.bytes_inflated());
    assert_eq!(reader.rows_read(), 0);
}

#[test]
fn more_rows_than_the_limit_are_not_read() {
    let key = Key::random();
    let file = age_file(&key, &gzip(&b"\n".repeat(1_000_000)));
    let mut reader = open_for(&key, file).unwrap();
    assert_eq!(drain(&mut reader), Err(too_large(Limit::Rows, 100_000)));
    assert_eq!(reader.rows_read(), 100_002);
}

#[test]
fn the_expanded_limit_holds_for_files_that_compress_little() {
    let key = Key::random();
    let lines: Vec<u8> = (0..40).flat_map(|n| [noise(1000, n), b"\n".to_vec()].concat()).collect();
    let limits = Limits { expanded: 20_000, ..LIMITS };
    let identity = device::identity(&key);
    let mut reader = BundleReader::open(age_file(&key, &gzip(&lines)), OpenWith::Identity(&identity), limits).unwrap();
    assert_eq!(drain(&mut reader), Err(too_large(Limit::Expanded, 20_000)));
    assert_eq!(reader.bytes_inflated(), 20_001);
}

#[test]
fn a_file_beyond_the_limit_is_refused_unread() {
    let file = vec![b'a'; (64 << 20) + 1];
    assert_eq!(read(&Key::random(), &file), Err(too_large(Limit::File, 64 << 20)));
}

#[test]
fn a_header_without_end_is_refused_unparsed() {
    let mut file = b"age-encryption.org/v1\n".to_vec();
    while file.len() < 1 << 20 {
        file.extend_from_slice(
            b"-> X25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        );
    }
    assert_eq!(read(&Key::random(), &file), Err(too_large(Limit::Header, 16 * 1024)));
}
