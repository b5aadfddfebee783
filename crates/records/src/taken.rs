//! Rows of the device's own with what an import removed from a pupil's file, so that it can be put back. They go into no
//! bundle, and end when somebody says that it was right, puts it back, or erases the file.

use super::wire::{Fields, Instant, Tree};
use super::{fields, to_json};
use casebook_domain::calendar::Moment;
use casebook_domain::ids::{FileId, RecordId};

/// How the names of these rows begin; those of one file continue with it.
pub const TAKEN: &[u8] = b"taken ";

/// The schema that is written and read.
const SCHEMA: u32 = 1;

/// What was removed: stored rows, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenRow {
    /// When.
    pub at: Moment,
    /// By whose bundle, as it says.
    pub from: String,
    /// What was shown.
    pub heads: Vec<Vec<u8>>,
    /// Earlier versions.
    pub earlier: Vec<Vec<u8>>,
}

/// The name of a record's row.
pub fn taken_name(file: FileId, record: RecordId) -> Vec<u8> {
    [TAKEN, file.as_bytes(), record.as_bytes()].concat()
}

/// File and record of a row's name; `None` where it is none.
pub fn read_taken_name(name: &[u8]) -> Option<(FileId, RecordId)> {
    let (ids, []) = name.strip_prefix(TAKEN)?.as_chunks::<16>() else { return None };
    let [file, record] = <[_; 2]>::try_from(ids).ok()?;
    Some((FileId::from_bytes(file), RecordId::from_bytes(record)))
}

/// What is in such a row.
pub fn encode_taken(taken: &TakenRow) -> Vec<u8> {
    let TakenRow { at, from, heads, earlier } = taken;
    // Rows are JSON, so they are text; one that is not was never taken in.
    let texts = |rows: &[Vec<u8>]| -> Vec<String> {
        rows.iter().map(|row| String::from_utf8_lossy(row).into_owned()).collect()
    };
    let (heads, earlier) = (texts(heads), texts(earlier));
    let mut fields = Fields::default();
    fields.store::<u32>("schema", &SCHEMA);
    fields.store::<Instant>("at", at);
    fields.store::<String>("from", from);
    fields.store::<Vec<String>>("heads", &heads);
    fields.store::<Vec<String>>("earlier", &earlier);
    to_json(&Tree::Map(fields))
}

/// Reads [`encode_taken`]; `None` where it is not that.
pub fn decode_taken(bytes: &[u8]) -> Option<TakenRow> {
    let mut fields = fields(bytes, SCHEMA)?;
    let rows = |texts: Vec<String>| texts.into_iter().map(String::into_bytes).collect();
    let taken = TakenRow {
        at: fields.load::<Instant>("at")?,
        from: fields.load::<String>("from")?,
        heads: rows(fields.load::<Vec<String>>("heads")?),
        earlier: rows(fields.load::<Vec<String>>("earlier")?),
    };
    fields.end()?;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_out_reads_back_byte_for_byte_and_nothing_else_does() {
        let at = Moment { utc_ms: 1_795_446_000_000, offset_min: 60 };
        let row = |text: &str| text.as_bytes().to_vec();
        let taken = TakenRow {
            at,
            from: "S. Ender".into(),
            heads: vec![row(r#"{"kind":"note","body":"«é»"}"#)],
            earlier: vec![row("{}"), row("{ }")],
        };
        let bytes = encode_taken(&taken);
        assert_eq!(decode_taken(&bytes), Some(taken));
        assert_eq!(decode_taken(&bytes[..bytes.len() - 1]), None);
        assert_eq!(decode_taken(b""), None);
        let place = (FileId::from_bytes([1; 16]), RecordId::from_bytes([2; 16]));
        assert_eq!(read_taken_name(&taken_name(place.0, place.1)), Some(place));
        assert_eq!(read_taken_name(b"taken "), None);
    }
}
