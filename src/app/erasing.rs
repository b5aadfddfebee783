//! Erasing: which files are due, erasing a file with its certificate, and the certificates of erased files.

use super::casebook::Casebook;
use std::rc::Rc;
use std::sync::Arc;

use super::store::Store;
use crate::browser::clock;
use casebook_domain::backup::KeptBackup;
use casebook_domain::calendar::{Date, Datelike};
use casebook_domain::ids::FileId;
use casebook_domain::order;
use casebook_domain::retention::{Certificate, ErasingState, erasing, held_elsewhere, retention, school_keeps_until};
use casebook_present::keeping::{certificate_initials, pile};
use casebook_repository::{Loaded, RepositoryError};

/// A file in the list of those due for erasing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Falling {
    /// The file.
    pub file: FileId,
    /// The state of its erasing; `None`: the file did not open.
    pub state: Option<ErasingState>,
    /// Until when the school keeps its own record.
    pub school_keeps_until: Option<Date>,
}

impl Casebook {
    /// The state of the erasing of the open file.
    pub fn erasing(self, file: FileId) -> ErasingState {
        let Some(loaded) = self.held().filter(|held| held.files().contains(&file)) else { return ErasingState::Kept };
        self.settings.with_untracked(|settings| erasing(&loaded.united(), settings, clock::today()))
    }

    /// The files that are due for erasing, held back or soon due; `step` hears how many of how many were looked at.
    pub async fn falling_due(self, step: impl Fn(usize, usize)) -> Result<Vec<Falling>, RepositoryError> {
        let repository = self.session.repository()?;
        let headers = self.headers.get_untracked();
        let mut found = Vec::new();
        for (at, header) in headers.iter().enumerate() {
            step(at, headers.len());
            let settings = self.settings.get_untracked();
            let one = match self.loaded(&repository, header.file).await {
                Ok(loaded) => {
                    let case = loaded.united();
                    let state = erasing(&case, &settings, clock::today());
                    let until = case.pupil().and_then(|pupil| school_keeps_until(pupil, &settings));
                    pile(&state, clock::today()).map(|_| (Some(state), until))
                }
                Err(RepositoryError::Locked) => return Err(RepositoryError::Locked),
                Err(_) => Some((None, None)),
            };
            if let Some((state, school_keeps_until)) = one {
                found.push(Falling { file: header.file, state, school_keeps_until });
            }
        }
        order::by_key(&mut found, |one| one.state.as_ref().and_then(ErasingState::over).map(|over| over.erase_on));
        Ok(found)
    }

    /// The backups that were confirmed to be off this tablet.
    pub fn kept_backups(self) -> Vec<KeptBackup> {
        self.backups.with_untracked(|log| log.as_ref().map(|log| log.kept.clone()).unwrap_or_default())
    }

    /// The certificates of erased files, the newest first.
    pub async fn certificates(self) -> Result<Vec<(FileId, Certificate)>, RepositoryError> {
        self.session.repository()?.certificates().await
    }

    /// Lets go of files that are erased: no list, no page and no undo holds anything of them.
    fn forget_files(self, files: &[FileId]) {
        self.forget_undo();
        self.forget_loaded(files);
        self.headers.update(|headers| Arc::make_mut(headers).retain(|header| !files.contains(&header.file)));
        if self.file.with_untracked(|open| open.as_ref().is_some_and(|open| files.contains(&open.id))) {
            self.file.set(None);
        }
    }
}

impl Store {
    /// Erases a file that is due, in its turn. `archived_as` names the sealed copy that was made for the school's archive.
    pub async fn erase_file(self, file: FileId, archived_as: String) -> Result<Certificate, RepositoryError> {
        self.session.flush();
        let done = self.session.enqueue(async move {
            let repository = self.session.repository()?;
            let settings = self.casebook.settings.get_untracked();
            let loaded: Rc<Loaded> = self.casebook.loaded(&repository, file).await?;
            let (case, files) = (&loaded.united(), loaded.files());
            let ErasingState::Due(over) = erasing(case, &settings, clock::today()) else {
                return Err(RepositoryError::NotDue);
            };
            let pupil = case.pupil();
            let certificate = Certificate {
                initials: certificate_initials(case),
                birth_year: pupil.and_then(|pupil| pupil.born).map(|born| born.year()),
                at: clock::now(),
                by: repository.author(&settings),
                why: over.why,
                due_since: over.erase_on,
                filed_on: retention(case).filed_on,
                school_keeps_until: pupil.and_then(|pupil| school_keeps_until(pupil, &settings)),
                archived_as,
                records: u32::try_from(loaded.count_records()).unwrap_or(u32::MAX),
                elsewhere: held_elsewhere(case, &self.casebook.kept_backups()),
            };
            let files: Vec<FileId> = files.into_iter().collect();
            repository.erase_files(&files, &certificate).await?;
            self.casebook.forget_files(&files);
            self.casebook.count_change();
            Ok(certificate)
        });
        let erased = done.await.unwrap_or(Err(RepositoryError::Locked));
        if erased.is_ok() {
            // A bundle that is open may hold the file too.
            self.transfers.close_bundle();
        }
        erased
    }
}
