//! Versions of records: choosing of two, the history of one.

use super::casebook::Casebook;
use std::collections::BTreeMap;
use std::sync::Arc;

use casebook_domain::case::CaseFile;
use casebook_domain::content::{Content, Entry};
use casebook_domain::decide::{self, Command, Warning};
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::written::Written;
use casebook_records::revision::Head;
use casebook_repository::{RepositoryError, VersionChoice};

impl Casebook {
    /// Of a record that has two versions, makes one that supersedes them all. Gives the warnings.
    pub async fn choose(
        self,
        file: FileId,
        record: RecordId,
        choice: VersionChoice,
    ) -> Result<Vec<Warning>, RepositoryError> {
        let done = self.session.enqueue(async move {
            let repository = self.session.repository()?;
            let settings = self.settings.get_untracked();
            let before = self.loaded_for(&repository, file, record).await?;
            let saved = repository.choose(&before, &settings, record, &choice).await?;
            Ok(self.after(file, saved))
        });
        done.await.unwrap_or(Err(RepositoryError::Locked))
    }

    /// Writes a version that says again what an earlier one said. Gives the warnings.
    pub async fn restore(self, file: FileId, record: RecordId, entry: Entry) -> Result<Vec<Warning>, RepositoryError> {
        self.run(file, Command::Restore { id: record, entry }, None).await
    }

    /// Another file than the open one, to look at.
    pub async fn look_at(self, file: FileId) -> Result<Arc<CaseFile>, RepositoryError> {
        let repository = self.session.repository()?;
        let done = self.session.enqueue(async move { Ok(self.loaded(&repository, file).await?.united()) });
        done.await.unwrap_or(Err(RepositoryError::Locked))
    }

    /// Moves a record to the right pupil. It is taken back by moving it again, so there is no undo.
    pub async fn move_record(
        self,
        (from, record): (FileId, RecordId),
        to: FileId,
        new: (RecordId, Content),
    ) -> Result<Vec<Warning>, RepositoryError> {
        let done = self.session.enqueue(async move {
            let repository = self.session.repository()?;
            let settings = self.settings.get_untracked();
            let (before, there) =
                (self.loaded_for(&repository, from, record).await?, self.loaded(&repository, to).await?);
            let moved = repository.move_record(&before, record, &there, &settings, new).await?;
            self.publish(moved.left, Some(moved.header));
            let warnings = self.after(to, moved.saved);
            self.forget_undo();
            Ok(warnings)
        });
        done.await.unwrap_or(Err(RepositoryError::Locked))
    }

    /// Takes a way out of what is out of order. Gives the warnings.
    pub async fn set_right(
        self,
        file: FileId,
        changes: Vec<(RecordId, Option<Entry>)>,
    ) -> Result<Vec<Warning>, RepositoryError> {
        let done = self.session.enqueue(async move {
            let repository = self.session.repository()?;
            let settings = self.settings.get_untracked();
            let before = self.loaded(&repository, file).await?;
            let whole = Command::SetRight { changes: changes.clone() };
            if before.beside.is_empty() {
                return Ok(self.after(file, repository.dispatch(&before, &settings, &whole, None).await?));
            }
            // Decided for the pupil, written into each of the joined files.
            let decided = decide::decide(&before.united(), &settings, &whole, &self.decide_ctx());
            decided.map_err(RepositoryError::Rejected)?;
            let mut parts: BTreeMap<FileId, Vec<(RecordId, Option<Entry>)>> = BTreeMap::new();
            for (record, entry) in changes {
                parts.entry(before.holding(record).case.id).or_default().push((record, entry));
            }
            let part = |(file, changes)| (before.arranged(file), Command::SetBack { changes });
            let commands: Vec<_> = parts.into_iter().map(part).collect();
            Ok(self.after_all(repository.dispatch_all(&commands, &settings, None).await?))
        });
        done.await.unwrap_or(Err(RepositoryError::Locked))
    }

    /// Takes a choice back.
    pub(super) async fn reopen(
        self,
        file: FileId,
        record: RecordId,
        versions: Vec<Head>,
    ) -> Result<(), RepositoryError> {
        let done = self.session.enqueue(async move {
            let repository = self.session.repository()?;
            let settings = self.settings.get_untracked();
            let before = self.loaded_for(&repository, file, record).await?;
            let saved = repository.reopen(&before, &settings, record, &versions).await?;
            self.after(file, saved);
            Ok(())
        });
        done.await.unwrap_or(Err(RepositoryError::Locked))
    }

    /// Every version of a record that is here, newest first.
    pub async fn written(self, file: FileId, record: RecordId) -> Result<Vec<Written>, RepositoryError> {
        let done = self.session.enqueue(async move {
            let repository = self.session.repository()?;
            let loaded = self.loaded_for(&repository, file, record).await?;
            repository.written(&loaded, record).await
        });
        done.await.unwrap_or(Err(RepositoryError::Locked))
    }

    /// The records of a file that are deleted, each with all its versions, newest first.
    pub async fn deleted(self, file: FileId) -> Result<Vec<(RecordId, Vec<Written>)>, RepositoryError> {
        let done = self.session.enqueue(async move {
            let repository = self.session.repository()?;
            let loaded = self.loaded(&repository, file).await?;
            let mut gone = repository.deleted(&loaded).await?;
            for other in &loaded.beside {
                gone.extend(repository.deleted(other).await?);
            }
            Ok(gone)
        });
        done.await.unwrap_or(Err(RepositoryError::Locked))
    }
}
