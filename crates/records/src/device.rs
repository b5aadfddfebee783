//! Rows of this device about files and people: which files are of the same pupil, what was moved out of a file, whose
//! keys are known. They are never in a bundle as rows; a bundle has its own lines for what it may say about them.
//!
//! A row's name is a word, a blank and raw bytes. The name says what the row is about; the row says what is known of
//! it.

use super::wire::{Code, Counts, Fields, Instant, Loaded, Tree};
use super::{fields, to_json};
use crate::revision::Vector;
use casebook_domain::alias::Alias;
use casebook_domain::calendar::Moment;
use casebook_domain::content::Kind;
use casebook_domain::ids::{FileId, RecordId};

/// How the names of aliases begin.
pub const ALIASES: &[u8] = b"alias ";
/// How the names of traces of moved records begin; those of one file continue with it.
pub const MOVED: &[u8] = b"moved ";
/// How the names of colleagues begin.
pub const COLLEAGUES: &[u8] = b"colleague ";

/// The schema of these rows that is written and read.
const SCHEMA: u32 = 1;

/// A record that was removed from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedRow {
    /// What it was; `None` where the trace came in for a record that was never here.
    pub kind: Option<Kind>,
    /// Which versions of it were removed: those that this has seen.
    pub seen: Vector,
}

/// Somebody whose signing key is known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColleagueRow {
    /// The name they are known by.
    pub name: String,
    /// Since when.
    pub since: Moment,
    /// Their tablet's `age1…`, if it was ever given.
    pub recipient: Option<String>,
}

/// The name of an alias' row.
pub fn alias_name(alias: Alias) -> Vec<u8> {
    named(ALIASES, &[alias.greater().as_bytes(), alias.smaller().as_bytes()])
}

/// What is in an alias' row: when the files were joined here.
pub fn encode_joined(at: Moment) -> Vec<u8> {
    let mut fields = Fields::default();
    fields.store::<u32>("schema", &SCHEMA);
    fields.store::<Instant>("at", &at);
    to_json(&Tree::Map(fields))
}

/// Reads [`encode_joined`]; `None` where it is not known when.
pub fn decode_joined(bytes: &[u8]) -> Option<Moment> {
    let mut fields = fields(bytes, SCHEMA)?;
    let at = fields.load::<Instant>("at")?;
    fields.end()?;
    Some(at)
}

/// The alias of a row's name; `None` where it is none.
pub fn read_alias_name(name: &[u8]) -> Option<Alias> {
    let (greater, smaller) = two_ids(name.strip_prefix(ALIASES)?)?;
    Alias::of_two(FileId::from_bytes(greater), FileId::from_bytes(smaller)).filter(|alias| alias_name(*alias) == name)
}

/// The name of the trace of a moved record.
pub fn moved_name(file: FileId, record: RecordId) -> Vec<u8> {
    named(MOVED, &[file.as_bytes(), record.as_bytes()])
}

/// File and record of a trace's name; `None` where it is none.
pub fn read_moved_name(name: &[u8]) -> Option<(FileId, RecordId)> {
    let (file, record) = two_ids(name.strip_prefix(MOVED)?)?;
    Some((FileId::from_bytes(file), RecordId::from_bytes(record)))
}

/// What is in the trace of a moved record.
pub fn encode_moved(row: &MovedRow) -> Vec<u8> {
    let MovedRow { kind, seen } = row;
    let mut fields = Fields::default();
    fields.store::<u32>("schema", &SCHEMA);
    fields.store::<Option<Code<Kind>>>("kind", kind);
    fields.store::<Counts>("seen", seen);
    to_json(&Tree::Map(fields))
}

/// Reads [`encode_moved`]; `None` where it is not that.
pub fn decode_moved(bytes: &[u8]) -> Option<MovedRow> {
    let mut fields = fields(bytes, SCHEMA)?;
    let row = MovedRow { kind: fields.load::<Option<Code<Kind>>>("kind")?, seen: Counts::load(fields.take("seen")?)? };
    fields.end()?;
    Some(row)
}

/// The name of a colleague's row, by the public half of their signing key.
pub fn colleague_name(signer: &[u8; 32]) -> Vec<u8> {
    named(COLLEAGUES, &[signer])
}

/// The signing key of a colleague's name; `None` where it is none.
pub fn read_colleague_name(name: &[u8]) -> Option<[u8; 32]> {
    name.strip_prefix(COLLEAGUES)?.try_into().ok()
}

/// What is in a colleague's row.
pub fn encode_colleague(row: &ColleagueRow) -> Vec<u8> {
    let ColleagueRow { name, since, recipient } = row;
    let mut fields = Fields::default();
    fields.store::<u32>("schema", &SCHEMA);
    fields.store::<String>("name", name);
    fields.store::<Instant>("since", since);
    fields.store::<Option<String>>("recipient", recipient);
    to_json(&Tree::Map(fields))
}

/// Reads [`encode_colleague`]; `None` where it is not that.
pub fn decode_colleague(bytes: &[u8]) -> Option<ColleagueRow> {
    let mut fields = fields(bytes, SCHEMA)?;
    let row = ColleagueRow {
        name: fields.load::<String>("name")?,
        since: fields.load::<Instant>("since")?,
        recipient: fields.load::<Option<String>>("recipient")?,
    };
    fields.end()?;
    Some(row)
}

fn named(word: &[u8], about: &[&[u8]]) -> Vec<u8> {
    [word, &about.concat()].concat()
}

fn two_ids(bytes: &[u8]) -> Option<([u8; 16], [u8; 16])> {
    let (ids, []) = bytes.as_chunks::<16>() else { return None };
    let [one, other] = <[_; 2]>::try_from(ids).ok()?;
    Some((one, other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(n: u8) -> FileId {
        FileId::from_bytes([n; 16])
    }

    #[test]
    fn names_read_back_and_nothing_else_does() {
        let alias = Alias::of_two(file(1), file(2)).expect("two");
        assert_eq!(read_alias_name(&alias_name(alias)), Some(alias));
        let at = Moment { utc_ms: 1, offset_min: 0 };
        assert_eq!((decode_joined(&encode_joined(at)), decode_joined(b"")), (Some(at), None));
        let moved = (file(3), RecordId::from_bytes([4; 16]));
        assert_eq!(read_moved_name(&moved_name(moved.0, moved.1)), Some(moved));
        assert_eq!(read_colleague_name(&colleague_name(&[5; 32])), Some([5; 32]));
        let turned = [ALIASES, file(1).as_bytes(), file(2).as_bytes()].concat();
        for name in
            [&turned[..], b"alias ", b"alias", b"", &[ALIASES, &[7; 31][..]].concat(), &[MOVED, &[7; 33]].concat()]
        {
            assert_eq!(read_alias_name(name), None, "{name:?}");
            assert_eq!(read_moved_name(name), None, "{name:?}");
            assert_eq!(read_colleague_name(name), None, "{name:?}");
        }
        let same = [ALIASES, file(1).as_bytes(), file(1).as_bytes()].concat();
        assert_eq!(read_alias_name(&same), None, "one file is no pair");
    }

    #[test]
    fn rows_that_are_cut_of_another_schema_or_say_more_are_none() {
        let moved = encode_moved(&MovedRow { kind: Some(Kind::Note), seen: Vector::default() });
        let since = Moment { utc_ms: 1, offset_min: 0 };
        let colleague = encode_colleague(&ColleagueRow { name: "M".into(), since, recipient: None });
        for bytes in [moved, colleague] {
            let text = String::from_utf8(bytes).expect("JSON");
            let newer = text.replace("\"schema\":1", "\"schema\":2");
            let more = text.replace('{', "{\"more\":1,");
            for wrong in [&text[..text.len() - 1], &newer, &more, "", "null", "[]"] {
                assert_eq!(decode_moved(wrong.as_bytes()), None, "{wrong}");
                assert_eq!(decode_colleague(wrong.as_bytes()), None, "{wrong}");
            }
        }
    }
}
