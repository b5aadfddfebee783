//! What a row must not say.

use crate::{sample_entry, version};
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::session::Note;
use casebook_records::{RecordError, RowContent, decode, encode};
use casebook_testing::sample::sample;

#[test]
fn what_turns_the_direction_of_text_is_not_read_from_a_row() {
    let Content::Note(note) = sample(Kind::Note) else { panic!("a note") };
    let turned = Content::Note(Note { text: "a\u{202e}b\u{7}\nc".to_owned(), ..note.clone() });
    let row = encode(&version(), &Entry { episode: None, content: turned });
    let raw = String::from_utf8(row).expect("JSON").replacen("\"ab\\nc\"", "\"a\\u202eb\\u0007\\nc\"", 1);
    assert!(raw.contains("u202e"), "{raw}");
    let RowContent::Entry(read) = decode(raw.as_bytes()).expect("a row").what else { panic!("an entry") };
    assert_eq!(read.content, Content::Note(Note { text: "ab\nc".to_owned(), ..note }));
}

pub fn note() -> String {
    String::from_utf8(encode(&version(), &sample_entry(Kind::Note))).expect("JSON")
}

fn changed(from: &str, to: &str) -> Result<RowContent, RecordError> {
    let text = note();
    assert!(text.contains(from), "{from} is not in {text}");
    decode(text.replacen(from, to, 1).as_bytes()).map(|decoded| decoded.what)
}

#[test]
fn unknown_kinds_and_newer_schemas_are_newer_and_not_read() {
    for (from, to) in [
        ("\"kind\":\"note\"", "\"kind\":\"hologram\""),
        ("\"schema\":1", "\"schema\":2"),
        ("\"schema\":1", "\"schema\":4294967295"),
        ("\"schema\":1,\"version\"", "\"schema\":2,\"version\""),
    ] {
        assert_eq!(changed(from, to), Ok(RowContent::Newer), "{to}");
    }
    let odd = note().replacen("\"schema\":1", "\"schema\":2", 1);
    let start = odd.find("\"body\":").expect("a body");
    let odd = format!("{}\"body\":[1,{{\"a\":1,\"a\":2}}]}}", &odd[..start]);
    assert_eq!(
        decode(odd.as_bytes()).map(|decoded| decoded.what),
        Ok(RowContent::Newer),
        "any JSON will do for a body"
    );
}

#[test]
fn what_is_not_as_the_schema_says_is_an_error() {
    let body = Err(RecordError::Body(Kind::Note));
    let row = Err(RecordError::Row);
    for (from, to, expected) in [
        ("\"audience\":\"mentor\"", "\"audience\":\"everyone\"", &body),
        ("\"audience\":\"mentor\"", "\"audience\":\"mentor\",\"audience\":\"mentor\"", &body),
        ("\"audience\":\"mentor\"", "\"audience\":\"mentor\",\"more\":1", &body),
        (",\"audience\":\"mentor\"", "", &body),
        ("\"date\":\"2026-11-19\"", "\"date\":\"2026-02-30\"", &body),
        ("\"date\":\"2026-11-19\"", "\"date\":\"19/11/2026\"", &body),
        ("\"date\":\"2026-11-19\"", "\"date\":20261119", &body),
        ("\"author\"", "\"more\":1,\"author\"", &row),
        ("\"schema\":1", "\"schema\":1,\"schema\":1", &row),
        ("\"schema\":1", "\"schema\":0", &row),
        ("\"offset\":60", "\"offset\":900", &row),
        ("\"episode\":", "\"episode\":\"1\",\"no\":", &row),
        ("\"vector\":{", "\"vector\":{\"x\":1,", &row),
        ("\"vector\":{", "\"vector\":{\"a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1\":1,", &row),
        ("\"vector\":{", "\"vector\":{\"00000000000000000000000000000000\":0,", &row),
        ("\"actor\":\"a1", "\"actor\":\"a0", &Err(RecordError::Version)),
    ] {
        assert_eq!(&changed(from, to), expected, "{to}");
    }
    assert_eq!(decode(format!("{} {{}}", note()).as_bytes()), Err(RecordError::Row), "trailing bytes");
    let start = note().find(",\"body\"").expect("a body");
    let cut = format!("{}}}", &note()[..start]);
    assert_eq!(decode(cut.as_bytes()), Err(RecordError::Row), "a missing body is no deletion");
}

#[test]
fn a_signature_is_path_data_and_nothing_else() {
    let row = String::from_utf8(encode(&version(), &sample_entry(Kind::Signature))).expect("JSON");
    for strokes in ["M 1 2\\\"/><script>", "m 1 2", "M 1 2 Z url(x)", "M\\u00e9"] {
        let hostile = row.replacen("M 10 20 L 30 40 L 50 60", strokes, 1);
        let expected = RecordError::Body(Kind::Signature);
        assert_eq!(decode(hostile.as_bytes()).err(), Some(expected), "{strokes}");
    }
}

#[test]
fn too_many_actors_are_refused() {
    let many: String = (0..300u128).map(|n| format!("\"{n:032x}\":1,")).collect();
    assert_eq!(changed("\"vector\":{", &format!("\"vector\":{{{many}")), Err(RecordError::Row));
}
