//! Makes the hostile files. They are random where age is, so they were made once and are read ever after.

use std::io::Write;

use age::secrecy::SecretString;
use casebook_bundle::{Opening, Outgoing, Purpose, write_lines};
use casebook_crypto::device;
use casebook_crypto::keys::Key;
use casebook_domain::calendar::{Moment, parse_iso};
use casebook_domain::content::{Content, Entry};
use casebook_domain::ids::{ActorId, BlobId, FileId, RecordId, VersionId};
use casebook_domain::preparation::Audience;
use casebook_domain::pupil::{Pupil, SenProvision};
use casebook_domain::safety::Worry;
use casebook_domain::session::Note;
use casebook_domain::settings::Settings;
use casebook_records::encode;
use casebook_records::revision::{Version, next};
use flate2::{Compression, write::GzEncoder};

use casebook_testing::lines::Lines;

/// What the files by words are sealed by.
pub const WORDS: &str = "abandon ability able about above absent absorb";
const NOW: Moment = Moment { utc_ms: 1_795_446_000_000, offset_min: 0 };
/// Names that would do something if anybody took them for more than text: markup, a turn of the writing direction, a
/// joined emoji, a zero-width space.
pub const ODD_NAME: &str =
    "<img src=x onerror=alert(1)> \u{202e}dlihC\u{202c} \u{1f469}\u{200d}\u{1f3eb} O\u{200b}'Neill &amp; \"so\"";

const RESOURCE: &str = r#"{"resource":{"title":"Cards","text":"","link":"https://example.org","tags":[]}}"#;

/// The key that the files are sealed for.
pub fn key() -> Key {
    Key::from_bytes(*b"a made-up key of a hostile file!")
}

fn version(n: u8) -> Version {
    next(&[], ActorId::from_bytes([1; 16]), VersionId::from_bytes([n; 16]), NOW, "Morgan Madeup")
}

fn row(n: u8, content: Content) -> String {
    String::from_utf8(encode(&version(n), &Entry { episode: None, content })).expect("JSON")
}

fn note(n: u8) -> String {
    let date = parse_iso("2026-11-19").expect("a day");
    row(n, Content::Note(Note { date, text: format!("Made-up note {n}"), audience: Audience::Staff }))
}

fn items() -> Vec<Outgoing> {
    let item = |n: u8| Outgoing::Row {
        file: FileId::from_bytes([n; 16]),
        record: RecordId::from_bytes([n; 16]),
        row: note(n).into_bytes(),
        history: false,
    };
    vec![item(1), item(2)]
}

/// A sound bundle: first line, two rows, last line.
pub fn sound() -> Lines {
    of(&Opening::backup(ActorId::from_bytes([1; 16]), "Morgan Madeup", NOW), None, items())
}

fn of(opening: &Opening, signing: Option<&Key>, items: Vec<Outgoing>) -> Lines {
    let mut lines = Lines::default();
    write_lines(&mut lines, opening, signing, items).expect("written");
    lines
}

fn blob() -> Lines {
    let blob = Outgoing::Blob {
        file: FileId::from_bytes([1; 16]),
        blob: BlobId::from_bytes([1; 16]),
        bytes: vec![0; 900_000],
    };
    of(&Opening::backup(ActorId::from_bytes([1; 16]), "Morgan Madeup", NOW), None, vec![blob])
}

/// For [`key`] alone.
pub fn age(payload: &[u8]) -> Vec<u8> {
    let recipient: age::x25519::Recipient = device::recipient(&key()).parse().expect("a recipient");
    written(age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)), payload)
}

fn by_words(payload: &[u8]) -> Vec<u8> {
    let mut recipient = age::scrypt::Recipient::new(SecretString::from(WORDS));
    recipient.set_work_factor(2);
    written(age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)), payload)
}

fn written(encryptor: Result<age::Encryptor, age::EncryptError>, payload: &[u8]) -> Vec<u8> {
    let mut writer = encryptor.expect("an encryptor").wrap_output(Vec::new()).expect("written");
    writer.write_all(payload).expect("written");
    writer.finish().expect("written")
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("written");
    encoder.finish().expect("written")
}

fn packed() -> Vec<u8> {
    gzip(sound().text().as_bytes())
}

pub fn sealed(lines: &Lines) -> Vec<u8> {
    let mut bytes = Vec::new();
    for line in &lines.lines {
        bytes.extend_from_slice(line);
        bytes.push(b'\n');
    }
    age(&gzip(&bytes))
}

/// Where the parts of an age file for one key begin: stanza, its body, the MAC's line, the nonce, the payload.
pub struct Places {
    pub stanza: usize,
    pub body: usize,
    pub mac: usize,
    pub nonce: usize,
    pub payload: usize,
}

pub fn places(file: &[u8]) -> Places {
    let after = |from: usize| from + file[from..].iter().position(|byte| *byte == b'\n').expect("a line") + 1;
    let stanza = after(0);
    let body = after(stanza);
    // Between them stands a stanza of nonsense that age adds, so that readers learn to skip what they don't know.
    let mac = file.windows(4).position(|four| four == b"\n---").expect("a MAC") + 1;
    let nonce = after(mac);
    Places { stanza, body, mac, nonce, payload: nonce + 16 }
}

fn cut(at: impl Fn(&Places, usize) -> usize) -> Vec<u8> {
    let mut file = age(&packed());
    let at = at(&places(&file), file.len());
    file.truncate(at);
    file
}

fn flipped(at: impl Fn(&Places, usize) -> usize) -> Vec<u8> {
    flip(age(&packed()), at)
}

fn flip(mut file: Vec<u8>, at: impl Fn(&Places, usize) -> usize) -> Vec<u8> {
    let at = at(&places(&file), file.len());
    if at > places(&file).stanza + 10 && at < places(&file).nonce {
        // The other case of a letter: one bit, and still a header that can be read.
        let letter = at + file[at..].iter().position(u8::is_ascii_alphabetic).expect("a letter");
        file[letter] ^= 0x20;
    } else {
        file[at] ^= 1;
    }
    file
}

fn work_factor(log_n: &str) -> Vec<u8> {
    let file = by_words(&packed());
    let feed = places(&file).body - 1;
    assert!(file[..feed].ends_with(b" 2"));
    [&file[..feed - 1], log_n.as_bytes(), &file[feed..]].concat()
}

/// The sound bundle with one line changed, and the check sum put right: what somebody with the words can do.
fn line(number: usize, from: &str, to: &str) -> Vec<u8> {
    let lines = sound().with(number, |line| {
        assert!(line.contains(from), "{from} is not in {line}");
        line.replacen(from, to, 1)
    });
    sealed(&lines.forged())
}

/// The sound bundle with another row in the place of its first.
fn with_row(row: &str) -> Vec<u8> {
    line(1, &note(1), row)
}

fn noted(from: &str, to: &str) -> Vec<u8> {
    let row = note(1);
    assert!(row.contains(from), "{from} is not in {row}");
    with_row(&row.replacen(from, to, 1))
}

fn hand_over(row: &str) -> Vec<u8> {
    let lines = sound()
        .with(0, |line| line.replacen("\"backup\",\"purpose\":null", "\"hand-over\",\"purpose\":\"transfer\"", 1))
        .with(1, |line| line.replacen(&note(1), row, 1));
    sealed(&lines.forged())
}

fn lines(change: impl Fn(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    let mut lines = sound();
    change(&mut lines.lines);
    sealed(&lines)
}

fn signed(signer: &Key, by: &Key) -> Vec<u8> {
    let opening = Opening::hand_over(Purpose::Cover, ActorId::from_bytes([1; 16]), "Morgan Madeup", NOW);
    let hex = |key: &Key| device::signer(key).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let lines = of(&opening, Some(by), items()).with(3, |line| line.replacen(&hex(by), &hex(signer), 1));
    sealed(&lines)
}

fn signature_of_other_lines() -> Vec<u8> {
    let opening = Opening::hand_over(Purpose::Cover, ActorId::from_bytes([1; 16]), "Morgan Madeup", NOW);
    sealed(&of(&opening, Some(&key()), items()).with(1, |line| line.replacen("note 1", "note I", 1)).forged())
}

/// The file of this name.
pub fn file(name: &str) -> Vec<u8> {
    let nested = |depth: usize| format!("\"row\":{}{},\"old\":", "[".repeat(depth), "]".repeat(depth));
    match name {
        "empty" => Vec::new(),
        "cut_within_magic" => cut(|_, _| 10),
        "cut_after_magic" => cut(|at, _| at.stanza),
        "cut_within_recipient" => cut(|at, _| at.stanza + 20),
        "cut_after_recipient" => cut(|at, _| at.body),
        "cut_within_file_key" => cut(|at, _| at.body + 9),
        "cut_before_mac" => cut(|at, _| at.mac),
        "cut_within_mac" => cut(|at, _| at.nonce - 7),
        "cut_after_header" => cut(|at, _| at.nonce),
        "cut_within_nonce" => cut(|at, _| at.nonce + 5),
        "cut_after_nonce" => cut(|at, _| at.payload),
        "cut_within_tag" => cut(|at, _| at.payload + 7),
        "cut_within_payload" => cut(|at, length| usize::midpoint(at.payload, length)),
        "cut_one_byte_short" => cut(|_, length| length - 1),
        "flipped_in_magic" => flipped(|_, _| 3),
        "flipped_in_version" => flipped(|at, _| at.stanza - 2),
        "flipped_in_stanza_type" => flipped(|at, _| at.stanza + 3),
        "flipped_in_share" => flipped(|at, _| at.stanza + 15),
        "flipped_in_file_key" => flipped(|at, _| at.body + 4),
        "flipped_in_mac" => flipped(|at, _| at.mac + 8),
        "flipped_out_of_base64" => {
            let mut file = age(&packed());
            let at = places(&file).mac + 8;
            file[at] = b'%';
            file
        }
        "flipped_in_nonce" => flipped(|at, _| at.nonce),
        "flipped_in_payload" => flipped(|at, _| at.payload + 30),
        "flipped_in_last_byte" => flipped(|_, length| length - 1),
        "flipped_in_header_by_words" => flip(by_words(&packed()), |at, _| at.mac + 8),
        "flipped_in_salt_by_words" => flip(by_words(&packed()), |at, _| at.stanza + 12),
        "flipped_in_payload_by_words" => flip(by_words(&packed()), |at, _| at.payload + 30),
        "wrong_words" | "key_given_for_words" => by_words(&packed()),
        "words_given_for_a_key" | "sealed_for_another_key" | "no_key_at_all" => age(&packed()),
        "work_factor_20" => work_factor("20"),
        "work_factor_22" => work_factor("22"),
        "work_factor_255" => work_factor("255"),
        "work_factor_of_20_digits" => work_factor("99999999999999999999"),
        "header_without_end" => {
            [b"age-encryption.org/v1\n".to_vec(), b"-> X25519 ".to_vec(), vec![b'A'; 20_000]].concat()
        }
        "header_of_400_recipients" => {
            let file = age(&packed());
            let at = places(&file);
            [&file[..at.stanza], &file[at.stanza..at.mac].repeat(400), &file[at.mac..]].concat()
        }
        "later_age" => [b"age-encryption.org/v2\n".to_vec(), age(&packed())[22..].to_vec()].concat(),
        "zip" => b"PK\x03\x04\x14\0\0\0\x08\0 a zip file that somebody renamed".to_vec(),
        "web_page" => b"<!DOCTYPE html><title>Sign in</title>You must sign in to download this file.".to_vec(),
        "lines_in_clear" => sound().text().into_bytes(),
        "gzip_in_clear" => packed(),
        "age_in_armour" => {
            b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3YxCg==\n-----END AGE ENCRYPTED FILE-----\n"
                .to_vec()
        }
        "foreign_text" => age(b"Dear colleague, the minutes are attached."),
        "foreign_archive" => age(&gzip(&[b"minutes.txt\0".to_vec(), vec![0; 500]].concat())),
        "foreign_nothing" => age(b""),
        "trailing_bytes" => [age(&packed()), b"more".to_vec()].concat(),
        "two_files_in_one" => [age(&packed()), age(&packed())].concat(),
        "gzip_cut_off" => age(&packed()[..packed().len() - 12]),
        "gzip_of_another_sum" => {
            let mut bytes = packed();
            let at = bytes.len() - 8;
            bytes[at] ^= 1;
            age(&bytes)
        }
        "gzip_and_trailing_bytes" => age(&[packed(), b"more".to_vec()].concat()),
        "gzip_twice" => age(&[packed(), packed()].concat()),
        "last_line_feed_missing" => age(&gzip(sound().text().trim_end().as_bytes())),
        "no_lines" => age(&gzip(b"")),
        "first_line_alone" => lines(|lines| lines.truncate(1)),
        "first_line_missing" => lines(|lines| drop(lines.remove(0))),
        "first_line_twice" => lines(|lines| lines.insert(1, lines[0].clone())),
        "first_line_not_utf_8" => lines(|lines| lines[0] = vec![0xff, 0xfe]),
        "first_line_empty" => lines(|lines| lines[0].clear()),
        "first_line_with_a_field_twice" => line(0, "\"format\":1", "\"format\":1,\"format\":1"),
        "first_line_with_an_unknown_field" => line(0, "\"format\":1", "\"format\":1,\"more\":1"),
        "first_line_nested" => {
            line(0, "\"to\":\"\"", &format!("\"to\":{}{}", "[".repeat(100_000), "]".repeat(100_000)))
        }
        "format_0" => line(0, "\"format\":1", "\"format\":0"),
        "format_of_text" => line(0, "\"format\":1", "\"format\":\"1\""),
        "newer_envelope" => line(0, "\"format\":1", "\"format\":2,\"something\":\"else\""),
        "newer_envelope_of_4_billion" => line(0, "\"format\":1", "\"format\":4294967295"),
        "unknown_kind" => line(0, "\"backup\"", "\"timetable\""),
        "purpose_of_a_backup" => line(0, "\"purpose\":null", "\"purpose\":\"cover\""),
        "unknown_purpose" => line(0, "\"backup\",\"purpose\":null", "\"hand-over\",\"purpose\":\"sale\""),
        "part_2_of_1" => line(0, "\"part\":1", "\"part\":2"),
        "part_of_4_billion" => line(0, "\"parts\":1", "\"parts\":4294967295"),
        "sender_of_a_thousand_letters" => line(0, "Morgan Madeup", &"M".repeat(1_000)),
        "last_line_missing" => lines(|lines| drop(lines.pop())),
        "last_line_cut" => lines(|lines| lines[3].truncate(40)),
        "last_line_flipped" => lines(|lines| {
            let text = String::from_utf8(lines[3].clone()).expect("JSON");
            let sum = text.find("\"sha256\":\"").expect("a sum") + 10;
            let digit = text[sum..].find(|c: char| c.is_ascii_digit()).expect("a digit");
            lines[3][sum + digit] ^= 1;
        }),
        "last_line_of_another_sum" => lines(|lines| {
            let text = String::from_utf8(lines[3].clone()).expect("JSON");
            let at = text.find("\"sha256\":\"").expect("a sum") + 10;
            lines[3] = format!("{}{}{}", &text[..at], "0".repeat(64), &text[at + 64..]).into_bytes();
        }),
        "last_line_first" => lines(|lines| lines.rotate_right(1)),
        "two_last_lines" => lines(|lines| lines.push(lines[3].clone())),
        "a_row_after_the_last_line" => lines(|lines| lines.push(lines[1].clone())),
        "an_empty_line_at_the_end" => lines(|lines| lines.push(Vec::new())),
        "signer_without_a_signature" => line(3, "\"signer\":null", &format!("\"signer\":\"{}\"", "0".repeat(64))),
        "counts_a_row_too_many" => line(3, "\"rows\":2", "\"rows\":3"),
        "counts_a_row_too_few" => line(3, "\"rows\":2", "\"rows\":1"),
        "counts_other_files" => line(3, "\"files\":2", "\"files\":9"),
        "counts_a_blob" => line(3, "\"blobs\":0", "\"blobs\":1"),
        "counts_beyond_all" => line(3, "\"rows\":2", "\"rows\":18446744073709551615"),
        "a_row_taken_out" => sealed(&{
            let mut lines = sound();
            lines.lines.remove(1);
            lines.forged()
        }),
        "rows_swapped" => lines(|lines| lines.swap(1, 2)),
        "a_word_changed" => lines(|lines| {
            lines[1] = String::from_utf8(lines[1].clone()).expect("JSON").replacen("note 1", "note I", 1).into_bytes();
        }),
        "nested_33_deep" => line(1, "\"row\":", &nested(33)),
        "nested_half_a_million_deep" => line(1, "\"row\":", &nested(500_000)),
        "line_too_long" => line(1, "Made-up", &"x".repeat(1024 * 1024 + 1)),
        "line_without_end" => age(&gzip(&vec![b'x'; 2 * 1024 * 1024])),
        "line_with_a_field_twice" => line(1, "\"history\":false", "\"history\":false,\"history\":true"),
        "line_with_an_unknown_field" => line(1, "\"history\":false", "\"history\":false,\"more\":1"),
        "line_without_a_field" => line(1, ",\"history\":false", ""),
        "line_of_a_list" => lines(|lines| lines[1] = b"[]".to_vec()),
        "line_with_two_values" => line(1, "\"history\":false}", "\"history\":false} {}"),
        "line_of_a_row_and_a_blob" => line(1, "\"history\":false", "\"history\":false,\"part\":0"),
        "line_not_utf_8" => lines(|lines| lines[1] = vec![0xff, 0xfe]),
        "line_of_nothing" => lines(|lines| lines[1].clear()),
        "id_in_upper_case" => line(1, "\"file\":\"01", "\"file\":\"AB"),
        "id_too_short" => line(1, "\"record\":\"01", "\"record\":\""),
        "blob_in_another_order" => sealed(&{
            let mut lines = blob();
            lines.lines.swap(1, 2);
            lines.forged()
        }),
        "blob_without_its_end" => sealed(&{
            let mut lines = blob();
            lines.lines.remove(3);
            lines.forged()
        }),
        "blob_of_4_billion_parts" => {
            sealed(&blob().with(1, |line| line.replacen("\"parts\":3", "\"parts\":4294967295", 1)).forged())
        }
        "blob_not_in_base64" => sealed(&blob().with(1, |line| line.replacen("AAAA", "?AAA", 1)).forged()),
        "signature_of_another_device" => signed(&Key::from_bytes([7; 32]), &key()),
        "signature_of_other_lines" => signature_of_other_lines(),
        "signature_by_a_key_of_nobody" => {
            let hex = |byte: &str, count: usize| byte.repeat(count);
            let signed = format!("\"signer\":\"01{}\",\"signature\":\"01{}\"", hex("00", 31), hex("00", 63));
            line(3, "\"signer\":null,\"signature\":null", &signed)
        }
        "pupil_in_a_resource_pack" => line(0, "\"backup\"", "\"resource-pack\""),
        "pupil_in_a_receipt" => line(0, "\"backup\"", "\"receipt\""),
        "resource_in_a_backup" => sealed(&sound().with(1, |_| RESOURCE.to_owned()).forged()),
        "resource_with_a_script_for_a_link" => sealed(
            &sound()
                .with(0, |line| line.replacen("\"backup\"", "\"resource-pack\"", 1))
                .with(1, |_| RESOURCE.replacen("https://example.org", "javascript:alert(1)", 1))
                .forged(),
        ),
        "alias_of_itself" => {
            let id = "01".repeat(16);
            sealed(&sound().with(1, |_| format!("{{\"file\":\"{id}\",\"alias\":\"{id}\"}}")).forged())
        }
        "alias_and_a_row_in_one_line" => {
            line(1, "\"history\":false", &format!("\"history\":false,\"alias\":\"{}\"", "00".repeat(16)))
        }
        "moved_without_a_vector" => {
            let id = "01".repeat(16);
            sealed(&sound().with(1, |_| format!("{{\"file\":\"{id}\",\"record\":\"{id}\",\"moved\":true}}")).forged())
        }
        "row_of_nothing" => with_row("{}"),
        "row_of_a_number" => with_row("17"),
        "row_with_a_field_twice" => noted("\"schema\":1", "\"schema\":1,\"schema\":1"),
        "row_with_an_unknown_field" => noted("\"schema\":1", "\"schema\":1,\"more\":1"),
        "row_without_a_body" => {
            let row = note(1);
            with_row(&format!("{}}}", &row[..row.find(",\"body\"").expect("a body")]))
        }
        "row_of_another_kinds_body" => noted("\"kind\":\"note\"", "\"kind\":\"plan\""),
        "row_of_an_unknown_kind" => noted("\"kind\":\"note\"", "\"kind\":\"hologram\""),
        "row_of_a_newer_schema" => noted("\"schema\":1", "\"schema\":9"),
        "row_that_counts_to_4_billion" => noted(":1},\"episode\"", ":4294967295},\"episode\""),
        "row_that_has_not_counted_itself" => {
            noted(&format!("\"{}\":1", "01".repeat(16)), &format!("\"{}\":1", "02".repeat(16)))
        }
        "row_of_the_year_9999" => noted("\"time\":1795446000000", "\"time\":253370764800000"),
        "row_before_all_time" => noted("\"time\":1795446000000", "\"time\":-9223372036854775808"),
        "row_by_a_thousand_letters" => noted("Morgan Madeup", &"M".repeat(1_000)),
        "row_of_5000_actors" => {
            let actors: String = (0..5_000).map(|n| format!("\"{n:032x}\":1,")).collect();
            noted("\"vector\":{", &format!("\"vector\":{{{actors}"))
        }
        "row_among_no_files" => {
            line(1, &format!("\"file\":\"{}\"", "01".repeat(16)), &format!("\"file\":\"{}\"", "00".repeat(16)))
        }
        "row_over_the_settings" => {
            let (one, register) = ("01".repeat(16), format!("{}01", "00".repeat(15)));
            line(
                1,
                &format!("\"file\":\"{one}\",\"record\":\"{one}\""),
                &format!("\"file\":\"{register}\",\"record\":\"{register}\""),
            )
        }
        "row_of_the_same_version_saying_something_else" => {
            let lines = sound().with(2, |_| {
                let id = "01".repeat(16);
                let row = note(1).replacen("note 1", "note I", 1);
                format!("{{\"file\":\"{id}\",\"record\":\"{id}\",\"row\":{row},\"history\":false}}")
            });
            sealed(&lines.with(3, |line| line.replacen("\"files\":2", "\"files\":1", 1)).forged())
        }
        "safeguarding_in_a_hand_over" => {
            let worry =
                Worry { at: NOW, words: "(made-up words)".into(), told: None, held_by_lead: false, withdrawn: None };
            hand_over(&row(1, Content::Worry(worry)))
        }
        "settings_in_a_hand_over" => {
            hand_over(&row(1, Content::Settings(Settings::new("Morgan Madeup".into(), "Invented Primary".into()))))
        }
        "names_of_markup_and_bidi" => {
            let pupil = Pupil {
                first_names: ODD_NAME.into(),
                surname: "Fictional".into(),
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
                eal: false,
                gifted: false,
                looked_after: None,
                ask_lead_first: None,
                limits_explained: None,
                remarks: ODD_NAME.into(),
            };
            with_row(&row(1, Content::Pupil(pupil)))
        }
        other => panic!("no file is called {other}"),
    }
}
