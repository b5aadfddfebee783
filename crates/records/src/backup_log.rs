//! The device's row about its backups. Schema 1, frozen: whatever changes what is written is schema 2, with a step from here.

use super::wire::{Code, Day, Fields, Instant, Tree, stored};
use super::{RecordError, fields, to_json};
use casebook_domain::backup;

/// The name of the row among the device's own.
pub const BACKUP_ROW: &[u8] = b"backup";

const SCHEMA: u32 = 1;
/// More than are remembered; a row with more was not written here.
const MOST_KEPT: usize = 100;

stored! {
    MadeBackup = backup::MadeBackup {
        made: Instant,
        file: String,
        parts: u16,
        sealed: Code<backup::SealedBy>,
        changes: u32,
    }
}
stored! {
    KeptBackup = backup::KeptBackup {
        backup: MadeBackup,
        confirmed: Instant,
        place: String,
    }
}
stored! {
    BackupLog = backup::BackupLog {
        changes: u32,
        kept: Vec<KeptBackup>,
        waiting: Option<MadeBackup>,
        later: Option<Day>,
        device: String,
    }
}

/// The plaintext of the row.
pub fn encode_backup_log(log: &backup::BackupLog) -> Vec<u8> {
    let mut row = Fields::default();
    row.store::<u32>("schema", &SCHEMA);
    row.store::<BackupLog>("log", log);
    to_json(&Tree::Map(row))
}

/// Reads the row.
///
/// # Errors
/// [`RecordError::Row`].
pub fn decode_backup_log(bytes: &[u8]) -> Result<backup::BackupLog, RecordError> {
    let read = || {
        let mut row = fields(bytes, SCHEMA)?;
        let log = row.load::<BackupLog>("log")?;
        row.end()?;
        (log.kept.len() <= MOST_KEPT).then_some(log)
    };
    read().ok_or(RecordError::Row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::backup::{MadeBackup, SealedBy};
    use casebook_domain::calendar::{Moment, parse_iso};

    /// As it was written once; it must be read for ever.
    const GOLDEN: &str = r#"{"schema":1,"log":{"changes":3,"kept":[{"backup":{"made":{"ms":1795435200000,"offset":60},"file":"2026-11-23 backup 4F2K.casebook","parts":2,"sealed":"recovery","changes":57},"confirmed":{"ms":1795438800000,"offset":60},"place":"School's drive"}],"waiting":{"made":{"ms":1795521600000,"offset":0},"file":"2026-11-24 backup 7QWE.casebook","parts":1,"sealed":"words","changes":3},"later":"2026-11-25","device":"Mentor tablet 2"}}"#;

    fn log() -> backup::BackupLog {
        let made = |utc_ms, offset_min, file: &str, parts, sealed, changes| MadeBackup {
            made: Moment { utc_ms, offset_min },
            file: file.to_owned(),
            parts,
            sealed,
            changes,
        };
        backup::BackupLog {
            changes: 3,
            kept: vec![backup::KeptBackup {
                backup: made(1_795_435_200_000, 60, "2026-11-23 backup 4F2K.casebook", 2, SealedBy::Recovery, 57),
                confirmed: Moment { utc_ms: 1_795_438_800_000, offset_min: 60 },
                place: "School's drive".to_owned(),
            }],
            waiting: Some(made(1_795_521_600_000, 0, "2026-11-24 backup 7QWE.casebook", 1, SealedBy::Words, 3)),
            later: parse_iso("2026-11-25"),
            device: "Mentor tablet 2".to_owned(),
        }
    }

    #[test]
    fn the_row_is_written_as_it_was_and_reads_back() {
        assert_eq!(String::from_utf8(encode_backup_log(&log())).unwrap(), GOLDEN);
        assert_eq!(decode_backup_log(GOLDEN.as_bytes()), Ok(log()));
        let none = backup::BackupLog::default();
        assert_eq!(decode_backup_log(&encode_backup_log(&none)), Ok(none));
    }

    #[test]
    fn what_is_no_such_row_is_an_error() {
        let newer = GOLDEN.replace(r#""schema":1"#, r#""schema":2"#);
        let unknown = GOLDEN.replace(r#""device""#, r#""more":1,"device""#);
        let negative = GOLDEN.replace(r#""changes":3,"kept""#, r#""changes":-3,"kept""#);
        let many = GOLDEN.replace(
            r#""kept":["#,
            &[r#""kept":["#, &[r#"{"backup":{"made":{"ms":0,"offset":0},"file":"","parts":1,"sealed":"words","changes":0},"confirmed":{"ms":0,"offset":0},"place":""},"#; 101].concat()].concat(),
        );
        for wrong in [&newer, &unknown, &negative, &many, &GOLDEN.replace("words", "wax"), &GOLDEN[..50].to_owned()] {
            assert_eq!(decode_backup_log(wrong.as_bytes()), Err(RecordError::Row), "{wrong}");
        }
    }
}
