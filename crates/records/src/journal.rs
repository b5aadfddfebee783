//! Rows of the device's own that an import leaves: how to take it back, the pairs of pupils that are not to be asked about
//! again, the actor in force. They go into no bundle.
//!
//! A journal is one row that says what was imported, and numbered rows with the keys that the import touched: the sealed value
//! that stood there before, byte for byte, and how the one begins that the import put in its place. A sealed value begins
//! with its random nonce, so that is enough to see whether somebody has written there since.

use super::wire::{Fields, Instant, Loaded, Tree};
use super::{fields, to_json};
use casebook_domain::alias::Alias;
use casebook_domain::calendar::Moment;
use casebook_domain::ids::{ActorId, FileId};

/// How the names of all rows of a journal begin.
pub const JOURNAL: &[u8] = b"journal";
/// The row that says what was imported.
pub const JOURNAL_HEAD: &[u8] = b"journal";
/// The actor in force instead of the header's.
pub const ACTOR: &[u8] = b"actor";
/// How the names of pairs that are kept apart begin.
pub const APART: &[u8] = b"apart ";

/// The schema of the journal that is written and read.
const SCHEMA: u32 = 1;
/// How many bytes of a value tell it from every other: past the lengths of a pack, a nonce.
pub const MARK: usize = 48;
/// Longest key and value that are read: nothing of ours is near it.
const MOST: usize = 64 * 1024 * 1024;

/// What was imported last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalHead {
    /// When.
    pub at: Moment,
    /// From whom, as the bundle says.
    pub from: String,
    /// It was a backup.
    pub backup: bool,
    /// How many files changed.
    pub files: u32,
    /// How many records changed.
    pub records: u32,
    /// How many rows of the journal follow.
    pub chunks: u32,
}

/// One key that an import touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// Number of the store.
    pub store: u8,
    /// The key.
    pub key: Vec<u8>,
    /// What stood there before.
    pub before: Option<Vec<u8>>,
    /// The beginning of the value that is there since then; `None`: nothing does.
    pub after: Option<Vec<u8>>,
}

/// What of a value goes into [`Touched::after`].
pub fn mark(value: &[u8]) -> Vec<u8> {
    value[..value.len().min(MARK)].to_vec()
}

/// The name of a numbered row.
pub fn chunk_name(number: u32) -> Vec<u8> {
    [JOURNAL, b" ", &number.to_be_bytes()].concat()
}

/// What is in the first row of a journal.
pub fn encode_head(head: &JournalHead) -> Vec<u8> {
    let JournalHead { at, from, backup, files, records, chunks } = head;
    let mut fields = Fields::default();
    fields.store::<u32>("schema", &SCHEMA);
    fields.store::<Instant>("at", at);
    fields.store::<String>("from", from);
    fields.store::<bool>("backup", backup);
    fields.store::<u32>("files", files);
    fields.store::<u32>("records", records);
    fields.store::<u32>("chunks", chunks);
    to_json(&Tree::Map(fields))
}

/// Reads [`encode_head`]; `None` where it is not that.
pub fn decode_head(bytes: &[u8]) -> Option<JournalHead> {
    let mut fields = fields(bytes, SCHEMA)?;
    let head = JournalHead {
        at: Instant::load(fields.take("at")?)?,
        from: fields.load::<String>("from")?,
        backup: fields.load::<bool>("backup")?,
        files: fields.load::<u32>("files")?,
        records: fields.load::<u32>("records")?,
        chunks: fields.load::<u32>("chunks")?,
    };
    fields.end()?;
    Some(head)
}

/// A numbered row: for each key the store's number, the key, the value before and how the value after begins, each with its
/// length in four bytes and a byte that says whether there is one.
pub fn encode_chunk(touched: &[Touched]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut put = |part: Option<&[u8]>| {
        bytes.push(u8::from(part.is_some()));
        if let Some(part) = part {
            bytes.extend((part.len() as u32).to_be_bytes());
            bytes.extend(part);
        }
    };
    for Touched { store, key, before, after } in touched {
        put(Some(&[*store]));
        put(Some(key));
        put(before.as_deref());
        put(after.as_deref());
    }
    bytes
}

/// Reads [`encode_chunk`]; `None` where it is not that.
pub fn decode_chunk(mut bytes: &[u8]) -> Option<Vec<Touched>> {
    let mut touched = Vec::new();
    while !bytes.is_empty() {
        let store = part(&mut bytes)??;
        let [store] = store[..] else { return None };
        touched.push(Touched { store, key: part(&mut bytes)??, before: part(&mut bytes)?, after: part(&mut bytes)? });
    }
    Some(touched)
}

fn part(bytes: &mut &[u8]) -> Option<Option<Vec<u8>>> {
    let (there, rest) = bytes.split_first()?;
    *bytes = rest;
    match there {
        0 => Some(None),
        1 => {
            let (length, rest) = bytes.split_first_chunk::<4>()?;
            let length = usize::try_from(u32::from_be_bytes(*length)).ok().filter(|length| *length <= MOST)?;
            let (part, rest) = rest.split_at_checked(length)?;
            *bytes = rest;
            Some(Some(part.to_vec()))
        }
        _ => None,
    }
}

/// The actor in the device's row; `None` where there is none in it.
pub fn decode_actor(bytes: &[u8]) -> Option<ActorId> {
    bytes.try_into().ok().map(ActorId::from_bytes)
}

/// The name of a pair that is kept apart; nothing is in it.
pub fn apart_name(pair: Alias) -> Vec<u8> {
    [APART, pair.greater().as_bytes(), pair.smaller().as_bytes()].concat()
}

/// The pair of a row's name; `None` where it is none.
pub fn read_apart_name(name: &[u8]) -> Option<Alias> {
    let (ids, []) = name.strip_prefix(APART)?.as_chunks::<16>() else { return None };
    let [one, other] = <[_; 2]>::try_from(ids).ok()?;
    Alias::of_two(FileId::from_bytes(one), FileId::from_bytes(other)).filter(|pair| apart_name(*pair) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> JournalHead {
        let at = Moment { utc_ms: 1_795_446_000_000, offset_min: 60 };
        JournalHead { at, from: "S. Ender".into(), backup: false, files: 2, records: 30, chunks: 1 }
    }

    fn touched() -> Vec<Touched> {
        let one = Touched { store: 2, key: vec![1; 32], before: Some(vec![2; 300]), after: Some(vec![3; MARK]) };
        let new = Touched { before: None, ..one.clone() };
        let gone = Touched { before: Some(Vec::new()), after: None, ..one.clone() };
        vec![one, new, gone]
    }

    #[test]
    fn a_journal_reads_back_and_is_written_for_ever_as_now() {
        let written = encode_head(&head());
        assert_eq!(decode_head(&written), Some(head()));
        assert_eq!(
            String::from_utf8(written).expect("JSON"),
            r#"{"schema":1,"at":{"ms":1795446000000,"offset":60},"from":"S. Ender","backup":false,"files":2,"records":30,"chunks":1}"#
        );
        let chunk = encode_chunk(&touched());
        assert_eq!(decode_chunk(&chunk), Some(touched()));
        assert_eq!(chunk[..12], [1, 0, 0, 0, 1, 2, 1, 0, 0, 0, 32, 1]);
        assert_eq!(decode_chunk(&[]), Some(Vec::new()));
    }

    #[test]
    fn what_is_cut_or_says_more_is_no_journal_and_nothing_panics() {
        let chunk = encode_chunk(&touched());
        let ends = [0, chunk.len()].into_iter().chain((1..=3).map(|n| encode_chunk(&touched()[..n]).len()));
        let whole: Vec<usize> = ends.collect();
        for length in 0..chunk.len() {
            assert_eq!(decode_chunk(&chunk[..length]).is_some(), whole.contains(&length), "{length}");
        }
        assert_eq!(decode_chunk(&[1, 0xff, 0xff, 0xff, 0xff, 0]), None, "a length that lies");
        assert_eq!(decode_chunk(&[2]), None);
        let text = String::from_utf8(encode_head(&head())).expect("JSON");
        let newer = text.replace("\"schema\":1", "\"schema\":2");
        let more = text.replace('{', "{\"more\":1,");
        for wrong in [&text[..text.len() - 1], &newer, &more, "", "null"] {
            assert_eq!(decode_head(wrong.as_bytes()), None, "{wrong}");
        }
    }

    #[test]
    fn names_read_back_and_nothing_else_does() {
        let pair = Alias::of_two(FileId::from_bytes([1; 16]), FileId::from_bytes([2; 16])).expect("two");
        assert_eq!(read_apart_name(&apart_name(pair)), Some(pair));
        let turned = [APART, &[1; 16], &[2; 16]].concat();
        for name in [&turned[..], b"apart ", b"apart", b"", &[APART, &[7; 31][..]].concat()] {
            assert_eq!(read_apart_name(name), None, "{name:?}");
        }
        assert_eq!(decode_actor(&[5; 16]), Some(ActorId::from_bytes([5; 16])));
        assert_eq!(decode_actor(&[5; 17]), None);
        assert!(chunk_name(0) < chunk_name(1) && chunk_name(255) < chunk_name(256), "in order");
    }
}
