//! What this device knows of its backups. A sealed row of the device is the authority. The marks in localStorage beside
//! it show, before anything is unlocked, that there was a backup, and count changes so that a save needs no extra
//! write. The greater of the two counts is used, so a lost count asks for a backup too early and never too late.

use super::casebook::Casebook;
use super::transfer::Transfers;

use super::transfer::{ExportOf, Exported, SealBy, TransferError};
use crate::browser::{clock, marker};
use casebook_domain::backup::{self, BackupLog, KeptBackup, MadeBackup, Reminder, SealedBy};
use casebook_records::{BACKUP_ROW, decode_backup_log, encode_backup_log};
use casebook_repository::rows::Batch;
use casebook_repository::{Repository, RepositoryError};

/// After this many changes the row is rewritten: if the browser empties localStorage, no more than these are forgotten.
const WRITE_EVERY: u32 = 10;

/// A backup that was made and is not handed out yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreshBackup {
    /// Its files.
    pub exported: Exported,
    /// What to remember of it.
    pub made: MadeBackup,
}

impl Casebook {
    /// Reads what is known of the backups. Not before the casebook is open: unlocking does not wait for it.
    pub(super) fn read_backups(self) {
        self.device.task(async move {
            let Ok(repository) = self.session.repository() else { return };
            let (log, known) = self.known(&repository).await;
            let count = log.changes;
            self.backups.set(Some(log));
            if count != known {
                // Off the way of any save: what the marks counted while the row was not written.
                let _ = self.change_backups(|_| ()).await;
            }
        });
    }

    /// The row and the marks together, and the count that the row had.
    async fn known(self, repository: &Repository) -> (BackupLog, u32) {
        let row = repository.device_row(BACKUP_ROW).await.ok().flatten();
        let mut log = row.and_then(|row| decode_backup_log(&row).ok());
        let known = log.as_ref().map_or(0, |log| log.changes);
        if !self.session.demo.get_untracked() {
            let log = log.get_or_insert_with(of_marks);
            log.changes = log.changes.max(marker::changes_since_backup());
        }
        (log.unwrap_or_default(), known)
    }

    /// Changes what is known, on the disk first.
    async fn change_backups<T: 'static>(
        self,
        change: impl FnOnce(&mut BackupLog) -> T + 'static,
    ) -> Result<T, RepositoryError> {
        let done = self.session.enqueue(async move {
            let repository = self.session.repository()?;
            let mut log = match self.backups.get_untracked() {
                Some(log) => log,
                None => self.known(&repository).await.0,
            };
            let result = change(&mut log);
            let mut batch = Batch::default();
            repository.put_device_row(&mut batch, BACKUP_ROW, &encode_backup_log(&log));
            repository.db().write(batch).await?;
            if !self.session.demo.get_untracked() {
                marker::set_backup(log.last().map(|kept| kept.backup.made), log.changes);
            }
            self.backups.set(Some(log));
            Ok(result)
        });
        done.await.unwrap_or(Err(RepositoryError::Locked))
    }

    /// Counts a change that was saved. Nothing is written for it; now and then the row is, after the save.
    pub(super) fn count_change(self) {
        if !self.session.demo.get_untracked() {
            marker::count_change();
        }
        let mut write = false;
        self.backups.update(|log| {
            if let Some(log) = log {
                log.changed();
                write = log.changes.is_multiple_of(WRITE_EVERY);
            }
        });
        if write {
            self.device.task(async move {
                // Not written: the marks have the count.
                let _ = self.change_backups(|_| ()).await;
            });
        }
    }

    /// Whether a backup is due, and why. In the demo none is.
    pub fn backup_reminder(self) -> Option<Reminder> {
        let settings = self.settings.get();
        let today = self.device.today();
        self.backups
            .with(|log| log.as_ref().and_then(|log| backup::due(log, &settings, today)))
            .filter(|_| !self.session.demo.get())
    }

    /// A backup was handed out; it waits until the mentor says that it is off the tablet, also after a lock.
    pub async fn backup_made(self, made: MadeBackup) -> Result<(), RepositoryError> {
        self.change_backups(|log| log.made(made)).await
    }

    /// The mentor says where the backup that waits is now: from here on it counts.
    pub async fn backup_kept(self, place: String) -> Result<(), RepositoryError> {
        let now = clock::now();
        self.change_backups(move |log| log.confirm(&place, now)).await.map(|_| ())
    }

    /// The backup that waits does not count.
    pub async fn backup_not_kept(self) -> Result<(), RepositoryError> {
        self.change_backups(BackupLog::not_kept).await
    }

    /// Reminded again tomorrow.
    pub async fn remind_of_backup_tomorrow(self) -> Result<(), RepositoryError> {
        let today = self.device.today();
        self.change_backups(move |log| log.remind_tomorrow(today)).await
    }

    /// What the mentor calls this tablet.
    pub async fn name_device(self, name: String) -> Result<(), RepositoryError> {
        self.change_backups(move |log| name.trim().clone_into(&mut log.device)).await
    }

    /// One tap: the page for backups begins to make one as soon as it opens.
    pub fn back_up_now(self) {
        self.backing_up.set(true);
        self.navigation.go(crate::route::Route::Backup);
    }

    /// Whether the page was opened to make one at once; asked for once.
    pub fn take_back_up_now(self) -> bool {
        let asked = self.backing_up.get_untracked();
        if asked {
            self.backing_up.set(false);
        }
        asked
    }
}

impl Transfers {
    /// Makes a backup of everything, and opens it again.
    ///
    /// # Errors
    /// [`TransferError`]; there is none then.
    pub async fn make_backup(self, seal: SealBy) -> Result<FreshBackup, TransferError> {
        let sealed = match seal {
            SealBy::Recipient(_) => SealedBy::Recovery,
            SealBy::Words(_) => SealedBy::Words,
        };
        // What was typed and saved before this goes along; what is saved while it is made may not.
        self.session.flush();
        self.session.enqueue(async {}).await;
        let changes = self.casebook.backups.with_untracked(|log| log.as_ref().map_or(0, |log| log.changes));
        let made = clock::now();
        let exported = self.export(ExportOf::Backup, seal).await?;
        let file = exported.files.first().map(|file| file.name.clone()).unwrap_or_default();
        let parts = u16::try_from(exported.files.len()).unwrap_or(u16::MAX);
        Ok(FreshBackup { exported, made: MadeBackup { made, file, parts, sealed, changes } })
    }
}

/// What an older Casebook, which had no row, knew.
fn of_marks() -> BackupLog {
    let kept = marker::last_backup().map(|at| KeptBackup {
        backup: MadeBackup { made: at, file: String::new(), parts: 1, sealed: SealedBy::Recovery, changes: 0 },
        confirmed: at,
        place: String::new(),
    });
    BackupLog { kept: kept.into_iter().collect(), ..BackupLog::default() }
}
