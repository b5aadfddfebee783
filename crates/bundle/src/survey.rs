//! What a bundle holds, counted without writing anything: whether a backup can be relied on before the day it is needed.

use std::collections::{BTreeMap, BTreeSet};

use super::read::IncomingRow;
use casebook_domain::ids::{FileId, RecordId, VersionId};
use casebook_records::{self as records, RowContent, is_register};

/// What is in a bundle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// Pupils' files.
    pub pupils: usize,
    /// Records that are not deleted, registers' among them.
    pub records: usize,
    /// Rows: versions of records, earlier ones and deletions among them.
    pub rows: usize,
    /// Rows that can't be read.
    pub unreadable: usize,
    /// Rows that only a newer Casebook reads; they are whole.
    pub newer: usize,
}

/// What is here and not in a bundle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lacking {
    /// Records of which a version that is here is in it nowhere.
    pub records: usize,
    /// Pupils whose files have such records.
    pub pupils: usize,
}

/// The versions that are here, by file and record.
pub type Standing = BTreeMap<(FileId, RecordId), Vec<VersionId>>;

/// Reads every row of a bundle.
pub fn survey(rows: &[IncomingRow]) -> Survey {
    let mut survey = Survey { rows: rows.len(), ..Survey::default() };
    let mut pupils = BTreeSet::new();
    let mut living = BTreeSet::new();
    for IncomingRow { file, record, row, history } in rows {
        let Ok(decoded) = records::decode(row) else {
            survey.unreadable += 1;
            continue;
        };
        survey.newer += usize::from(decoded.what == RowContent::Newer);
        if !history && decoded.what != RowContent::Deleted {
            living.insert((*file, *record));
            if !is_register(*file) {
                pupils.insert(*file);
            }
        }
    }
    (survey.pupils, survey.records) = (pupils.len(), living.len());
    survey
}

/// What is here and is in none of a bundle's rows: what was saved after it was made.
pub fn lacking(rows: &[IncomingRow], standing: &Standing) -> Lacking {
    let held: BTreeSet<VersionId> =
        rows.iter().filter_map(|row| records::decode(&row.row).ok()).map(|decoded| decoded.version.id).collect();
    let mut pupils = BTreeSet::new();
    let mut lacking = Lacking::default();
    for ((file, _), versions) in standing {
        if versions.iter().any(|version| !held.contains(version)) {
            lacking.records += 1;
            if !is_register(*file) {
                pupils.insert(*file);
            }
        }
    }
    lacking.pupils = pupils.len();
    lacking
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::{Moment, parse_iso};
    use casebook_domain::content::{Content, Entry, Kind};
    use casebook_domain::ids::ActorId;
    use casebook_domain::preparation::Audience;
    use casebook_domain::session::Note;
    use casebook_records::SETTINGS_FILE;
    use casebook_records::revision::{Version, next};

    fn file(id: u8) -> FileId {
        FileId::from_bytes([id; 16])
    }

    fn version(id: u8) -> Version {
        let actor = ActorId::from_bytes([9; 16]);
        next(&[], actor, VersionId::from_bytes([id; 16]), Moment { utc_ms: 0, offset_min: 0 }, "M")
    }

    fn row(of: FileId, record: u8, id: u8, history: bool, deleted: bool) -> IncomingRow {
        let note = Note { date: parse_iso("2026-11-23").unwrap(), text: "made up".into(), audience: Audience::Staff };
        let row = if deleted {
            records::encode_deleted(&version(id), Kind::Note, None)
        } else {
            records::encode(&version(id), &Entry { episode: None, content: Content::Note(note) })
        };
        IncomingRow { file: of, record: RecordId::from_bytes([record; 16]), row, history }
    }

    fn rows() -> Vec<IncomingRow> {
        let mut newer = row(file(2), 4, 4, false, false);
        newer.row = String::from_utf8(newer.row).unwrap().replace(r#""schema":1"#, r#""schema":99"#).into_bytes();
        let mut broken = row(file(2), 5, 5, false, false);
        broken.row.truncate(20);
        vec![
            row(file(1), 1, 1, false, false),
            row(file(1), 1, 11, true, false),
            row(file(1), 2, 2, false, true),
            row(SETTINGS_FILE, 3, 3, false, false),
            newer,
            broken,
        ]
    }

    #[test]
    fn everything_in_a_bundle_is_counted_and_read() {
        let all = rows();
        assert_eq!(survey(&all), Survey { pupils: 2, records: 3, rows: 6, unreadable: 1, newer: 1 });
        assert_eq!(survey(&[]), Survey::default());
    }

    #[test]
    fn what_was_saved_after_it_is_what_it_lacks() {
        let mut here: Standing = BTreeMap::new();
        let mut stands = |of: FileId, record: u8, ids: &[u8]| {
            let versions = ids.iter().map(|id| VersionId::from_bytes([*id; 16])).collect();
            here.insert((of, RecordId::from_bytes([record; 16])), versions);
        };
        stands(file(1), 1, &[1]);
        stands(file(1), 2, &[2]);
        stands(SETTINGS_FILE, 3, &[3]);
        assert_eq!(lacking(&rows(), &here), Lacking::default());
        let mut stands = |of: FileId, record: u8, ids: &[u8]| {
            let versions = ids.iter().map(|id| VersionId::from_bytes([*id; 16])).collect();
            here.insert((of, RecordId::from_bytes([record; 16])), versions);
        };
        // Changed since, two versions of which one is not in it, new, and settings changed.
        stands(file(1), 1, &[21]);
        stands(file(1), 6, &[1, 22]);
        stands(file(3), 7, &[23]);
        stands(SETTINGS_FILE, 3, &[24]);
        assert_eq!(lacking(&rows(), &here), Lacking { records: 4, pupils: 2 });
    }
}
