//! The running observation: its rows on the disk, and what becomes of them.
//!
//! There is at most one, and [`session`] holds it while it runs. Its rows are in `drafts` under no pupil's file: row 0 says that
//! there is one and holds the comment typed afterwards, row 1 the set-up, and each tap is a row after that. A tap counts when
//! its row is on the disk.

mod recording;
pub mod session;

use super::casebook::Casebook;
use super::device::Device;
use super::published::Published;
use super::session::Session;
use casebook_domain::content::Content;
use casebook_domain::decide::{Command, Warning};
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::observation::events::ended_at;
use casebook_domain::observation::{Observation, RunningObservation};
use casebook_records::{self as records, DraftRow, EventRow, NO_FILE, UNATTACHED_FILE};
use casebook_repository::observing::{self, observation_draft};
use casebook_repository::{DraftSlot, RepositoryError};
use leptos::prelude::{GetValue, LocalStorage, StoredValue};

pub use casebook_repository::observing::{BEGAN, COMMENT, Resumed};

/// The observation that runs.
#[derive(Clone, Copy)]
pub struct Observing {
    pub(super) device: Device,
    pub(super) session: Session,
    pub(super) casebook: Casebook,
    /// An observation runs: idle and hidden blank the screen instead of locking.
    pub running: Published<bool>,
    /// In this lesson the tablet's clock was put right by this many milliseconds, and that is still to be read.
    pub clock_moved: Published<Option<i32>>,
    held: StoredValue<session::Held, LocalStorage>,
}

impl Observing {
    /// None runs.
    pub(super) fn new(casebook: Casebook) -> Self {
        Self {
            device: casebook.device,
            session: casebook.session,
            casebook,
            running: Published::new(false),
            clock_moved: Published::new(None),
            held: StoredValue::new_local(session::Held::default()),
        }
    }

    /// That the clock was put right was read.
    pub fn clock_change_read(self) {
        self.clock_moved.set(None);
    }

    fn held(self) -> session::Held {
        self.held.get_value()
    }
}

impl Observing {
    /// The observation that was begun and neither saved nor thrown away. From here on it is held in memory
    /// ([`session`]).
    pub async fn running_observation(self) -> Result<Option<Resumed>, RepositoryError> {
        let done = self.session.enqueue(async move {
            let repository = self.session.repository()?;
            let mut found = observing::resumed(&repository.draft_rows(NO_FILE, observation_draft()).await?)?;
            if found.is_none() && observing::adopt_schema_1(&repository).await? {
                found = observing::resumed(&repository.draft_rows(NO_FILE, observation_draft()).await?)?;
            }
            let moved = self.hold_observation(found.as_ref());
            self.running.set(found.as_ref().is_some_and(|found| ended_at(&found.events).is_none()));
            Ok((found, moved))
        });
        let (found, moved) = done.await.unwrap_or(Err(RepositoryError::Locked))?;
        if let Some(by_ms) = moved {
            self.note_clock(by_ms);
        }
        Ok(found)
    }

    /// Begins an observation: from now on it is found again.
    pub async fn begin_observation(self, running: &RunningObservation) -> Result<(), RepositoryError> {
        let rows = [records::encode_draft(&observing::begun(running)), records::encode_set_up(running)];
        let repository = self.session.repository()?;
        let done = self
            .session
            .enqueue(async move { repository.begin_draft(NO_FILE, observation_draft(), &rows, None).await });
        done.await.unwrap_or(Err(RepositoryError::Locked))
    }

    /// Writes row 0 again, with the comments typed so far.
    pub async fn keep_observation_row(self, row: DraftRow) -> Result<(), RepositoryError> {
        let repository = self.session.repository()?;
        let plain = records::encode_draft(&row);
        let done =
            self.session.enqueue(async move { repository.keep_draft(NO_FILE, observation_draft(), 0, &plain).await });
        done.await.unwrap_or(Err(RepositoryError::Locked))
    }

    /// Saves what was observed, each in the file of its pupil or, without one, in the register for those, and ends the
    /// running observation, all in one transaction.
    pub async fn save_observations(
        self,
        observations: Vec<(Option<FileId>, RecordId, Observation)>,
    ) -> Result<Vec<Warning>, RepositoryError> {
        let done = self.session.enqueue(async move {
            let repository = self.session.repository()?;
            let settings = self.casebook.settings.get_untracked();
            let mut commands = Vec::with_capacity(observations.len());
            for (file, id, observation) in observations {
                let before = self.casebook.loaded(&repository, file.unwrap_or(UNATTACHED_FILE)).await?;
                commands.push(((*before).clone(), Command::Save { id, content: Content::Observation(observation) }));
            }
            let saved = repository
                .dispatch_all(&commands, &settings, Some(&DraftSlot::new(NO_FILE, observation_draft())))
                .await?;
            self.running.set(false);
            self.hold_observation(None);
            Ok(self.casebook.after_all(saved))
        });
        done.await.unwrap_or(Err(RepositoryError::Locked))
    }

    /// Throws the running observation away.
    pub async fn drop_observation(self) -> Result<(), RepositoryError> {
        self.casebook.drop_draft(NO_FILE, observation_draft()).await?;
        self.running.set(false);
        self.hold_observation(None);
        Ok(())
    }

    /// Gives an observation without a pupil to a pupil: there it keeps its record, and here nothing is left of it.
    pub async fn attach_observation(self, record: RecordId, file: FileId) -> Result<Vec<Warning>, RepositoryError> {
        let done = self.session.enqueue(async move {
            let repository = self.session.repository()?;
            let settings = self.casebook.settings.get_untracked();
            let from = self.casebook.loaded(&repository, UNATTACHED_FILE).await?;
            let item = from.case.get(record).ok_or(RepositoryError::Missing)?;
            let command = Command::Save { id: record, content: item.entry.content.clone() };
            let to = self.casebook.loaded(&repository, file).await?;
            let (left, saved) = repository.carry_over(&from, record, &to, &settings, &command).await?;
            self.casebook.unattached.set(left.case);
            let warnings = self.casebook.after(file, saved);
            // Taking it back would leave it with nobody at all.
            self.casebook.forget_undo();
            Ok(warnings)
        });
        done.await.unwrap_or(Err(RepositoryError::Locked))
    }

    /// Erases an observation without a pupil: nothing is left of it on this tablet.
    pub async fn erase_unattached(self, record: RecordId) -> Result<(), RepositoryError> {
        let done = self.session.enqueue(async move {
            let repository = self.session.repository()?;
            let from = self.casebook.loaded(&repository, UNATTACHED_FILE).await?;
            let left = repository.erase(&from, record).await?;
            self.casebook.unattached.set(left.case);
            self.casebook.forget_undo();
            self.casebook.count_change();
            Ok(())
        });
        done.await.unwrap_or(Err(RepositoryError::Locked))
    }
}
