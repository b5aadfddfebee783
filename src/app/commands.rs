//! The way of a change: a command is decided, written in one transaction in its turn, and only then shown, with the way to take it
//! back.

use super::casebook::{Casebook, Undo};
use super::notice::{Notice, NoticeTone};
use crate::browser::page;
use casebook_domain::content::Content;
use casebook_domain::decide::{Command, Warning};
use casebook_domain::ids::{DraftId, FileId, RecordId};
use casebook_records::{RESOURCES_FILE, SETTINGS_FILE, UNATTACHED_FILE};
use casebook_repository::{Back, RepositoryError, Saved};
use std::sync::Arc;

impl Casebook {
    /// Saves a record. The draft that lies beside the named file ends with it, in its transaction. Gives the warnings.
    pub async fn save(
        self,
        file: FileId,
        id: RecordId,
        content: Content,
        draft: Option<(FileId, DraftId)>,
    ) -> Result<Vec<Warning>, RepositoryError> {
        self.run(file, Command::Save { id, content }, draft).await
    }

    /// Saves a record that belongs with the change just made, such as the second of two letters: one "Undo" takes both
    /// back. `draft` ends with it. Gives the warnings.
    pub async fn save_with_last(
        self,
        file: FileId,
        id: RecordId,
        content: Content,
        draft: Option<(FileId, DraftId)>,
    ) -> Result<Vec<Warning>, RepositoryError> {
        let last = self.inner().undo.borrow_mut().take();
        let saved = self.save(file, id, content, draft).await;
        let inner = self.inner();
        let now = inner.undo.borrow_mut().take();
        let both = match (last, now) {
            (Some(mut last), Some(now)) if saved.is_ok() => {
                last.steps.extend(now.steps);
                Some(last)
            }
            (last, now) => now.or(last),
        };
        *inner.undo.borrow_mut() = both;
        saved
    }

    /// Deletes a record; it stays in history and the notice offers to undo.
    pub async fn delete(self, file: FileId, id: RecordId) -> Result<Vec<Warning>, RepositoryError> {
        self.run(file, Command::Delete { id }, None).await
    }

    /// Takes the last change back by writing what was there before.
    pub fn undo_last(self) {
        let Some(undo) = self.inner().undo.borrow_mut().take() else { return self.device.notice.set(None) };
        self.device.task(async move {
            for (file, step) in undo.steps.into_iter().rev() {
                if let Err(error) = self.step_back(file, step).await {
                    return self.device.say(Notice::error(&error));
                }
            }
            self.device.say(Notice::good("Undone."));
        });
    }

    async fn step_back(self, file: FileId, step: Back) -> Result<(), RepositoryError> {
        match step {
            Back::Command(command) => drop(self.run(file, command, None).await?),
            Back::Versions(record, versions) => self.reopen(file, record, versions).await?,
        }
        Ok(())
    }

    pub(super) async fn run(
        self,
        file: FileId,
        command: Command,
        draft: Option<(FileId, DraftId)>,
    ) -> Result<Vec<Warning>, RepositoryError> {
        let slot = draft.map(|(home, draft)| self.slot(home, draft));
        let done = self.session.inner().queue.run(async move {
            let repository = self.session.repository()?;
            let settings = self.settings.get_untracked();
            let before = self.loaded(&repository, file).await?;
            let before = command.records().first().map_or_else(|| before.clone(), |record| before.holding(*record));
            page::mark("save:start");
            let saved = repository.dispatch(&before, &settings, &command, slot.as_ref()).await?;
            page::mark("save:end");
            if let Some((home, draft)) = draft {
                self.hold_no_more(home, draft);
            }
            Ok(self.after(file, saved))
        });
        done.await.unwrap_or(Err(RepositoryError::Locked))
    }

    /// Publishes what several commands of one transaction made; they are undone together.
    pub(super) fn after_all(self, all: Vec<Saved>) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let mut steps = Vec::new();
        for saved in all {
            warnings.extend(self.after(saved.loaded.case.id, saved));
            steps.extend(self.inner().undo.borrow_mut().take().into_iter().flat_map(|undo| undo.steps));
        }
        *self.inner().undo.borrow_mut() = (!steps.is_empty()).then_some(Undo { steps });
        warnings
    }

    /// Saves several records of one file in one transaction.
    pub async fn save_all(
        self,
        file: FileId,
        contents: Vec<(RecordId, Content)>,
    ) -> Result<Vec<Warning>, RepositoryError> {
        let done = self.session.enqueue(async move {
            let repository = self.session.repository()?;
            let settings = self.settings.get_untracked();
            let before = self.loaded(&repository, file).await?;
            let command = |(id, content)| ((*before.holding(id)).clone(), Command::Save { id, content });
            let commands: Vec<_> = contents.into_iter().map(command).collect();
            Ok(self.after_all(repository.dispatch_all(&commands, &settings, None).await?))
        });
        done.await.unwrap_or(Err(RepositoryError::Locked))
    }

    pub(super) fn after(self, file: FileId, saved: Saved) -> Vec<Warning> {
        let Saved { loaded, header, warnings, undo } = saved;
        let steps: Vec<_> = undo.into_iter().map(|step| (file, step)).collect();
        *self.inner().undo.borrow_mut() = (!steps.is_empty()).then_some(Undo { steps });
        match file {
            SETTINGS_FILE => {
                if let Some(settings) = casebook_repository::settings_in(&loaded.case) {
                    self.follow_mentor(&settings.mentor);
                    self.settings.set(Arc::new(settings));
                }
                self.kit.set(Arc::new(casebook_repository::kit_in(&loaded.case)));
            }
            UNATTACHED_FILE => self.unattached.set(loaded.case),
            RESOURCES_FILE => self.resources.set(Some(loaded.case)),
            _ => self.publish(loaded, header),
        }
        self.count_change();
        warnings
    }

    /// The last change is not to be taken back.
    pub(super) fn forget_undo(self) {
        self.inner().undo.borrow_mut().take();
    }

    /// Says that a change was saved, with the way to undo it, and what to know about it.
    pub fn say_saved(self, what: &str, warnings: &[Warning]) {
        let mut notice = Notice::good(what);
        notice.undo = true;
        if let Some(first) = warnings.first() {
            notice.tone = NoticeTone::Warn;
            notice.text.push(' ');
            notice.text.push_str(&self.titled(&casebook_present::words::warning(first)));
        }
        self.device.say(notice);
    }
}
