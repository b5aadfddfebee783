//! Backups in words.

use casebook_domain::backup::{BackupLog, KeptBackup, MadeBackup, Reason, Reminder};
use casebook_domain::calendar::{Date, Moment};

use super::dates;
use super::numbers::counted;

/// Why a backup is due: what happened, then what it means.
pub fn reminder(reminder: Reminder) -> (&'static str, String) {
    let title = if reminder.overdue { "A backup is overdue. " } else { "A backup is due. " };
    let words = match reminder.reason {
        Reason::Never => {
            "No backup has been copied off this tablet yet. If the tablet is lost or breaks, everything in the casebook is lost.".to_owned()
        }
        Reason::Age { days } => ["The last one is ", &counted(days.into(), "day", "days"), " old."].concat(),
        Reason::Changes { changes } => {
            [&counted(changes.into(), "change is", "changes are"), " not in any backup yet."].concat()
        }
    };
    (title, words)
}

/// How many changes no backup has.
pub fn since(changes: u32) -> String {
    match changes {
        0 => "Nothing has been saved since.".to_owned(),
        changes => [&counted(changes.into(), "change has been", "changes have been"), " saved since."].concat(),
    }
}

/// The state of the log, in a line: "Last backup: 23 November 2026, 14:05. 3 changes have been saved since." `None`: there was
/// none yet.
pub fn last(log: &BackupLog) -> Option<String> {
    log.last().map(|kept| ["Last backup: ", &dates::moment(kept.backup.made), ". ", &since(log.changes)].concat())
}

/// What a backup is called: its file, or what can be said of one that an older Casebook made.
pub fn file(made: &MadeBackup) -> String {
    match (made.file.as_str(), made.parts) {
        ("", _) => "Backup".to_owned(),
        (file, 0 | 1) => file.to_owned(),
        (file, parts) => [file, ", and ", &counted(u64::from(parts) - 1, "more part", "more parts")].concat(),
    }
}

/// Where a confirmed backup is.
pub fn place(kept: &KeptBackup) -> &str {
    if kept.place.is_empty() { "Place not recorded" } else { &kept.place }
}

/// A backup that waits for the mentor's word: "made today", "made on Mon 23 Nov".
pub fn waiting(made: &MadeBackup, today: Date) -> String {
    if made.made.date() == today {
        ["A backup was made today at ", &dates::time_of_day(made.made), "."].concat()
    } else {
        ["A backup was made on ", &dates::short(made.made.date(), today), "."].concat()
    }
}

/// What a bundle holds that was read from end to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// A backup; else a hand-over or something else.
    pub backup: bool,
    /// Who made it, as they say.
    pub author: String,
    /// When.
    pub made: Moment,
    /// In how many parts.
    pub parts: u32,
    /// Numbers of the parts that are not there.
    pub missing: Vec<u32>,
    /// Pupils.
    pub pupils: u32,
    /// Records.
    pub records: u32,
    /// Versions of them.
    pub rows: u32,
    /// Versions that can't be read.
    pub unreadable: u32,
    /// Versions that only a newer Casebook reads.
    pub newer: u32,
    /// Records here that it does not have as they are.
    pub lacking: u32,
    /// Pupils whom they are about.
    pub lacking_pupils: u32,
    /// This very casebook made it.
    pub own: bool,
}

/// What is said of a bundle that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// It can be relied on as far as it goes.
    pub good: bool,
    /// In a sentence.
    pub title: String,
    /// What there is to know.
    pub lines: Vec<String>,
}

/// What is said of a bundle that opened and was read.
pub fn checked(found: &Contents) -> Verdict {
    let whole = found.missing.is_empty();
    let good = found.backup && whole && found.unreadable == 0;
    let title = if !found.backup {
        "It opens, but it is not a backup: it holds only what was handed over.".to_owned()
    } else if !whole {
        let numbers: Vec<String> = found.missing.iter().take(10).map(u32::to_string).collect();
        let more = if found.missing.len() > 10 { " and more" } else { "" };
        [
            "It is not complete. Of ",
            &found.parts.to_string(),
            " parts these are missing: ",
            &numbers.join(", "),
            more,
            ".",
        ]
        .concat()
    } else if found.unreadable > 0 {
        "It opens and is complete, but some of it can't be read.".to_owned()
    } else {
        "It opens, it is complete, and all of it can be read.".to_owned()
    };
    let by = match (found.own, found.author.trim()) {
        (true, _) => "by this casebook",
        (false, "") => "by somebody who gave no name",
        (false, author) => &["by ", author].concat(),
    };
    let mut lines = vec![
        ["Made on ", &dates::moment(found.made), ", ", by, "."].concat(),
        [
            "It holds ",
            &counted(found.pupils.into(), "pupil", "pupils"),
            " and ",
            &counted(found.records.into(), "record", "records"),
            ", with earlier versions ",
            &counted(found.rows.into(), "version", "versions"),
            ".",
        ]
        .concat(),
    ];
    if found.parts > 1 && whole {
        lines.push(["All ", &found.parts.to_string(), " parts are here."].concat());
    }
    if found.unreadable > 0 {
        let rows = counted(found.unreadable.into(), "version", "versions");
        lines.push([&rows, " can't be read. Keep older backups: they may be complete."].concat());
    }
    if found.newer > 0 {
        let rows = counted(found.newer.into(), "version was", "versions were");
        lines.push([&rows, " made by a newer Casebook. Update Casebook on this tablet to see everything."].concat());
    }
    lines.push(match (found.lacking, found.lacking_pupils) {
        (0, _) => "Everything that is on this tablet now is in it.".to_owned(),
        (lacking, 0) => [
            "Missing or out of date in it: ",
            &counted(lacking.into(), "record", "records"),
            " of this tablet (settings, templates or lists). Make a new backup.",
        ]
        .concat(),
        (lacking, pupils) => [
            "Missing or out of date in it: ",
            &counted(lacking.into(), "record", "records"),
            " of this tablet, about ",
            &counted(pupils.into(), "pupil", "pupils"),
            ". Make a new backup.",
        ]
        .concat(),
    });
    Verdict { good, title, lines }
}

/// What is said of files that are not one backup: this one is of another, or two say they are the same part.
pub fn not_together(other: Option<&str>, part: u32) -> Verdict {
    let line = match other {
        Some(name) => [name, " belongs to another backup. Check it on its own."].concat(),
        None => {
            ["Two of the files are both part ", &part.to_string(), " but hold different things. Remove one of them."]
                .concat()
        }
    };
    Verdict { good: false, title: "These files do not belong to one backup.".to_owned(), lines: vec![line] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::backup::SealedBy;
    use casebook_domain::calendar::parse_iso;

    #[test]
    fn a_reminder_says_why() {
        let said = |reason, overdue| {
            let (title, words) = reminder(Reminder { reason, overdue });
            [title, &words].concat()
        };
        assert!(said(Reason::Never, false).starts_with("A backup is due. No backup has been copied off"));
        assert_eq!(said(Reason::Age { days: 8 }, false), "A backup is due. The last one is 8 days old.");
        assert_eq!(said(Reason::Age { days: 1 }, false), "A backup is due. The last one is 1 day old.");
        assert_eq!(
            said(Reason::Changes { changes: 120 }, true),
            "A backup is overdue. 120 changes are not in any backup yet."
        );
        assert_eq!(since(0), "Nothing has been saved since.");
        assert_eq!(since(1), "1 change has been saved since.");
        assert_eq!(since(2), "2 changes have been saved since.");
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
        assert_eq!(file(&made), "2026-11-23 backup 4F2K.casebook, and 2 more parts");
        made.file.clear();
        assert_eq!(file(&made), "Backup");
    }

    #[test]
    fn a_checked_backup_is_good_only_when_it_is_whole_and_readable() {
        let found = Contents {
            backup: true,
            author: "Sam Mentor".into(),
            made: Moment { utc_ms: 1_795_435_200_000, offset_min: 0 },
            parts: 1,
            missing: Vec::new(),
            pupils: 12,
            records: 340,
            rows: 500,
            unreadable: 0,
            newer: 0,
            lacking: 0,
            lacking_pupils: 0,
            own: true,
        };
        let verdict = checked(&found);
        assert!(verdict.good);
        assert_eq!(verdict.title, "It opens, it is complete, and all of it can be read.");
        let said = verdict.lines.join(" ");
        assert!(
            said.contains("12 pupils") && said.contains("340 records") && said.contains("by this casebook"),
            "{said}"
        );
        assert!(said.contains("Everything that is on this tablet now is in it."), "{said}");

        let lacks = checked(&Contents { lacking: 3, lacking_pupils: 2, own: false, ..found.clone() });
        assert!(lacks.good, "an older backup is a good one of its day");
        assert!(lacks.lines.join(" ").contains("3 records of this tablet, about 2 pupils"), "{:?}", lacks.lines);
        assert!(lacks.lines[0].contains("by Sam Mentor"));

        let parts = checked(&Contents { parts: 3, missing: vec![2], ..found.clone() });
        assert!(!parts.good && parts.title.contains("Of 3 parts these are missing: 2"), "{}", parts.title);
        assert!(!checked(&Contents { unreadable: 1, ..found.clone() }).good);
        assert!(!checked(&Contents { backup: false, ..found }).good);
        assert!(!not_together(Some("a.casebook"), 0).good);
    }
}
