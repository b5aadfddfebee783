//! Backups in words.

use crate::domain::backup::{BackupLog, KeptBackup, MadeBackup, Reason, Reminder};
use crate::domain::calendar::Date;

use super::dates;
use super::numbers::counted;

/// Why a backup is due: what happened, then what it means.
pub fn reminder(reminder: Reminder) -> (&'static str, String) {
    let title = if reminder.overdue { "A backup is overdue. " } else { "A backup is due. " };
    let words = match reminder.reason {
        Reason::Never => {
            "None has been brought off this tablet yet: if it is lost or breaks, everything in it is lost.".to_owned()
        }
        Reason::Age { days } => ["The last one is ", &counted(days.into(), "day", "days"), " old."].concat(),
        Reason::Changes { changes } => {
            [&counted(changes.into(), "change is", "changes are"), " in no backup yet."].concat()
        }
    };
    (title, words)
}

/// How many changes no backup has.
pub fn since(changes: u32) -> String {
    match changes {
        0 => "Nothing was saved since.".to_owned(),
        changes => [&counted(changes.into(), "change was", "changes were"), " saved since."].concat(),
    }
}

/// Where the log stands, in a line: "Last backup: 23 November 2026, 14:05. 3 changes were saved since." `None`: there was
/// none yet.
pub fn last(log: &BackupLog) -> Option<String> {
    log.last().map(|kept| ["Last backup: ", &dates::moment(kept.backup.made), ". ", &since(log.changes)].concat())
}

/// What a backup is called: its file, or what can be said of one that an older Casebook made.
pub fn file(made: &MadeBackup) -> String {
    match (made.file.as_str(), made.parts) {
        ("", _) => "Backup".to_owned(),
        (file, 0 | 1) => file.to_owned(),
        (file, parts) => [file, ", and ", &counted(u64::from(parts) - 1, "part more", "parts more")].concat(),
    }
}

/// Where a confirmed backup is.
pub fn place(kept: &KeptBackup) -> &str {
    if kept.place.is_empty() { "Place not written down" } else { &kept.place }
}

/// A backup that waits for the mentor's word: "made today", "made on Mon 23 Nov".
pub fn waiting(made: &MadeBackup, today: Date) -> String {
    if made.made.date() == today {
        ["A backup was made today at ", &dates::time_of_day(made.made), "."].concat()
    } else {
        ["A backup was made on ", &dates::short(made.made.date(), today), "."].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::backup::SealedBy;
    use crate::domain::calendar::{Moment, parse_iso};

    #[test]
    fn a_reminder_says_why() {
        let said = |reason, overdue| {
            let (title, words) = reminder(Reminder { reason, overdue });
            [title, &words].concat()
        };
        assert!(said(Reason::Never, false).starts_with("A backup is due. None has been brought off"));
        assert_eq!(said(Reason::Age { days: 8 }, false), "A backup is due. The last one is 8 days old.");
        assert_eq!(said(Reason::Age { days: 1 }, false), "A backup is due. The last one is 1 day old.");
        assert_eq!(
            said(Reason::Changes { changes: 120 }, true),
            "A backup is overdue. 120 changes are in no backup yet."
        );
        assert_eq!(since(0), "Nothing was saved since.");
        assert_eq!(since(1), "1 change was saved since.");
        assert_eq!(since(2), "2 changes were saved since.");
    }

    #[test]
    fn a_backup_says_what_it_is_called_and_when_it_was_made() {
        let mut made = MadeBackup {
            made: Moment { utc_ms: 1_795_435_200_000, offset_min: 0 },
            file: "2026-11-23 backup 4F2K.casebook".into(),
            parts: 1,
            sealed: SealedBy::Recovery,
            changes: 0,
        };
        assert_eq!(file(&made), "2026-11-23 backup 4F2K.casebook");
        assert_eq!(waiting(&made, parse_iso("2026-11-23").unwrap()), "A backup was made today at 12:00.");
        assert_eq!(waiting(&made, parse_iso("2026-11-25").unwrap()), "A backup was made on Mon 23 Nov.");
        made.parts = 3;
        assert_eq!(file(&made), "2026-11-23 backup 4F2K.casebook, and 2 parts more");
        made.file.clear();
        assert_eq!(file(&made), "Backup");
    }
}
