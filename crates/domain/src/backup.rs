//! When a backup is due, and what is known of those that were made.
//!
//! A backup counts once the mentor has confirmed that it is off the tablet: until then it is lost with the tablet. What was
//! changed between making and confirming it is not in it, and keeps counting.

use super::calendar::{Date, Moment, add_days, days_between};
use super::settings::Settings;
use super::terms::terms;

/// How many confirmed backups are remembered.
const REMEMBERED: usize = 12;

terms! {
    /// What opens a backup.
    SealedBy {
        Recovery = "recovery", "The recovery sheet";
        Words = "words", "Seven words";
    }
}

impl SealedBy {
    /// What opens it, as a sentence.
    pub const fn opens(self) -> &'static str {
        match self {
            Self::Recovery => "The recovery sheet opens it.",
            Self::Words => "Its seven words open it.",
        }
    }
}

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeBackup {
    /// When.
    pub made: Moment,
    /// The file's name; of several parts that of the first.
    pub file: String,
    /// In how many files.
    pub parts: u16,
    /// What opens it.
    pub sealed: SealedBy,
    /// How many changes had been saved by then since the last confirmed one.
    pub changes: u32,
}

/// A backup of which the mentor has said that it is off the tablet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptBackup {
    /// What was made.
    pub backup: MadeBackup,
    /// When it was confirmed.
    pub confirmed: Moment,
    /// Where it is, in the mentor's words; may be empty.
    pub place: String,
}

/// What this device knows of its backups. Belongs to the device and is in no bundle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackupLog {
    /// Changes saved since what the last confirmed backup holds, as far as they were written here: never fewer.
    pub changes: u32,
    /// Confirmed ones, the oldest first, the newest `REMEMBERED` of them.
    pub kept: Vec<KeptBackup>,
    /// Made and saved, and not confirmed yet.
    pub waiting: Option<MadeBackup>,
    /// Until when nobody is to be reminded, that day not among it.
    pub later: Option<Date>,
    /// What the mentor calls this tablet, on the sheet for the day it is lost.
    pub device: String,
}

impl BackupLog {
    /// The last confirmed backup.
    pub fn last(&self) -> Option<&KeptBackup> {
        self.kept.last()
    }

    /// A change was saved.
    pub fn changed(&mut self) {
        self.changes = self.changes.saturating_add(1);
    }

    /// A backup was made and handed out. It waits to be confirmed; one that waited before is forgotten.
    pub fn made(&mut self, backup: MadeBackup) {
        self.waiting = Some(backup);
    }

    /// The mentor says that the backup that waits is off the tablet. `None`: none waits.
    pub fn confirm(&mut self, place: &str, now: Moment) -> Option<()> {
        let backup = self.waiting.take()?;
        self.changes = self.changes.saturating_sub(backup.changes);
        self.later = None;
        self.kept.push(KeptBackup { backup, confirmed: now, place: place.trim().to_owned() });
        let over = self.kept.len().saturating_sub(REMEMBERED);
        self.kept.drain(..over);
        Some(())
    }

    /// The backup that waits did not leave the tablet and does not count.
    pub fn not_kept(&mut self) {
        self.waiting = None;
    }

    /// Not today: reminded again tomorrow, never later.
    pub fn remind_tomorrow(&mut self, today: Date) {
        self.later = Some(add_days(today, 1));
    }
}

/// Why a backup is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Something was saved and no backup was ever confirmed.
    Never,
    /// The last one is this many days old, and something was saved since.
    Age {
        /// Days.
        days: u32,
    },
    /// This many changes are in no backup.
    Changes {
        /// How many.
        changes: u32,
    },
}

/// A backup is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Why.
    pub reason: Reason,
    /// Long due: twice what the school has set, or as many changes as it has set and never a backup.
    pub overdue: bool,
}

/// Whether a backup is due: at this many changes, at such an age if anything was changed, and with the first change of all.
/// Put off until tomorrow at most, whatever day is there: a clock may have been wrong.
pub fn due(log: &BackupLog, settings: &Settings, today: Date) -> Option<Reminder> {
    let put_off = log.later.is_some_and(|later| today < later && later <= add_days(today, 1));
    if log.changes == 0 || put_off {
        return None;
    }
    let (most_days, most_changes) = (u32::from(settings.backup_days.max(1)), u32::from(settings.backup_changes.max(1)));
    let Some(last) = log.last() else {
        return Some(Reminder { reason: Reason::Never, overdue: log.changes >= most_changes });
    };
    // A backup of a day to come says that a clock was wrong, not that it is new: its age is counted as none, and the
    // changes still make one due.
    let days = u32::try_from(days_between(last.backup.made.date(), today)).unwrap_or(0);
    let overdue = days >= 2 * most_days || log.changes >= 2 * most_changes;
    let reason = if days >= most_days {
        Reason::Age { days }
    } else if log.changes >= most_changes {
        Reason::Changes { changes: log.changes }
    } else {
        return None;
    };
    Some(Reminder { reason, overdue })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_iso;

    fn day(text: &str) -> Date {
        parse_iso(text).unwrap()
    }

    /// Noon of a day this many days after 23 November 2026.
    fn noon(days: i64) -> Moment {
        Moment { utc_ms: (1_795_435_200 + days * 86_400) * 1000, offset_min: 0 }
    }

    fn made(at: Moment, changes: u32) -> MadeBackup {
        MadeBackup {
            made: at,
            file: "2026-11-23 backup 4F2K.casebook".into(),
            parts: 1,
            sealed: SealedBy::Recovery,
            changes,
        }
    }

    fn log(last: Option<i64>, changes: u32) -> BackupLog {
        let kept =
            last.map(|days| KeptBackup { backup: made(noon(days), 0), confirmed: noon(days), place: String::new() });
        BackupLog { changes, kept: kept.into_iter().collect(), ..BackupLog::default() }
    }

    #[test]
    fn a_backup_is_due_by_age_by_changes_and_with_the_first_change() {
        let settings = Settings::new(String::new(), String::new());
        assert_eq!((settings.backup_days, settings.backup_changes), (7, 50));
        let reminder = |reason, overdue| Some(Reminder { reason, overdue });
        let never = |overdue| reminder(Reason::Never, overdue);
        let age = |days, overdue| reminder(Reason::Age { days }, overdue);
        let many = |changes, overdue| reminder(Reason::Changes { changes }, overdue);
        // Days since the last confirmed backup, changes since, what is said on 23 November.
        let cases = [
            (None, 0, None),
            (None, 1, never(false)),
            (None, 49, never(false)),
            (None, 50, never(true)),
            (Some(0), 0, None),
            (Some(0), 49, None),
            (Some(0), 50, many(50, false)),
            (Some(0), 99, many(99, false)),
            (Some(0), 100, many(100, true)),
            (Some(6), 1, None),
            (Some(7), 0, None),
            (Some(7), 1, age(7, false)),
            (Some(7), 50, age(7, false)),
            (Some(13), 1, age(13, false)),
            (Some(14), 1, age(14, true)),
            (Some(7), 100, age(7, true)),
            (Some(400), 0, None),
            // Made on a day to come, by a wrong clock.
            (Some(-30), 1, None),
            (Some(-30), 50, many(50, false)),
        ];
        for (since, changes, expected) in cases {
            let log = log(since.map(|days| -days), changes);
            assert_eq!(due(&log, &settings, day("2026-11-23")), expected, "{since:?} days, {changes} changes");
        }
    }

    #[test]
    fn a_school_sets_its_own_limits_and_none_is_endless_noise() {
        let mut settings = Settings::new(String::new(), String::new());
        (settings.backup_days, settings.backup_changes) = (1, 5);
        assert_eq!(due(&log(Some(0), 4), &settings, day("2026-11-23")), None);
        assert!(due(&log(Some(0), 5), &settings, day("2026-11-23")).is_some());
        assert!(due(&log(Some(-1), 1), &settings, day("2026-11-23")).is_some());
        (settings.backup_days, settings.backup_changes) = (0, 0);
        assert_eq!(due(&log(Some(0), 0), &settings, day("2026-11-23")), None, "nothing changed");
    }

    #[test]
    fn it_is_put_off_until_tomorrow_at_most() {
        let settings = Settings::new(String::new(), String::new());
        let mut log = log(None, 80);
        log.remind_tomorrow(day("2026-11-23"));
        assert_eq!(due(&log, &settings, day("2026-11-23")), None);
        assert!(due(&log, &settings, day("2026-11-24")).is_some());
        // The clock was a year ahead when it was put off.
        log.remind_tomorrow(day("2027-11-23"));
        assert!(due(&log, &settings, day("2026-11-23")).is_some());
    }

    #[test]
    fn only_a_confirmed_backup_counts_and_what_was_changed_meanwhile_goes_on_counting() {
        let settings = Settings::new(String::new(), String::new());
        let mut log = log(Some(-20), 60);
        log.made(made(noon(0), 60));
        assert!(due(&log, &settings, day("2026-11-23")).is_some(), "made is not kept");
        log.changed();
        log.changed();
        assert_eq!(log.confirm(" the school's drive ", noon(0)), Some(()));
        assert_eq!((log.changes, log.kept.len(), log.waiting.is_none()), (2, 2, true));
        assert_eq!(log.last().map(|kept| kept.place.as_str()), Some("the school's drive"));
        assert_eq!(due(&log, &settings, day("2026-11-23")), None);
        assert_eq!(log.confirm("again", noon(0)), None, "none waits");
        log.made(made(noon(1), 2));
        log.not_kept();
        assert_eq!((log.changes, log.kept.len()), (2, 2));
    }

    #[test]
    fn the_last_twelve_are_remembered() {
        let mut log = BackupLog::default();
        for days in 0..20 {
            log.made(made(noon(days), 0));
            log.confirm("", noon(days));
        }
        assert_eq!(log.kept.len(), REMEMBERED);
        assert_eq!(log.last().map(|kept| kept.confirmed), Some(noon(19)));
    }
}
