//! Erasing: what is due, a file erased with its certificate, what is left of those that were.

use std::collections::BTreeSet;
use std::rc::Rc;

use leptos::prelude::{GetUntracked, Set, Update, WithUntracked};

use super::core::{Core, CoreError, Loaded};
use super::observing::resumed;
use super::store::Store;
use crate::browser::clock;
use crate::browser::db::{Batch, StoreName};
use crate::domain::backup::KeptBackup;
use crate::domain::calendar::Date;
use crate::domain::content::Kind;
use crate::domain::ids::FileId;
use crate::domain::order;
use crate::domain::retention::{Certificate, ErasingState, erasing, held_elsewhere, retention, school_keeps_until};
use crate::present::keeping::{certificate_initials, pile};
use crate::records::device::{ALIASES, MOVED, read_alias_name};
use crate::records::erased::{ERASED, decode_erased, encode_erased, erased_name, read_erased_name};
use crate::records::{NO_FILE, is_register};

/// How the names of the rows begin that undo the last import: they hold what stood here before it.
const JOURNAL: &[u8] = b"journal";

/// A file in the list of those due for erasing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Falling {
    /// The file.
    pub file: FileId,
    /// Where its erasing stands; `None`: the file did not open.
    pub state: Option<ErasingState>,
    /// Until when the school keeps its own record.
    pub school_keeps_until: Option<Date>,
}

impl Core {
    /// Erases a file: of its records, their history, drafts and attachments, of its header and of what the device keeps
    /// about it nothing is left but the certificate. One transaction; nothing brings it back.
    ///
    /// # Errors
    /// [`CoreError::Observed`] while an observation names the file; [`CoreError::Missing`] for a register.
    pub async fn erase_file(&self, file: FileId, certificate: &Certificate) -> Result<(), CoreError> {
        self.erase_files(&BTreeSet::from([file]), certificate).await
    }

    /// The same for the files of one pupil that were joined, together.
    ///
    /// # Errors
    /// As [`Core::erase_file`].
    pub async fn erase_files(&self, files: &BTreeSet<FileId>, certificate: &Certificate) -> Result<(), CoreError> {
        if files.iter().any(|file| is_register(*file) || *file == NO_FILE) {
            return Err(CoreError::Missing);
        }
        let running = resumed(&self.draft_rows(NO_FILE, Store::draft_id(Kind::Observation, None)).await?)?;
        let observed = |file: Option<FileId>| file.is_some_and(|file| files.contains(&file));
        if running.is_some_and(|found| found.running.observed.iter().any(|one| observed(one.file))) {
            return Err(CoreError::Observed);
        }
        let mut batch = Batch::default();
        for file in files {
            self.erase_into(&mut batch, *file, certificate).await?;
        }
        Ok(self.db().write(batch).await?)
    }

    async fn erase_into(&self, batch: &mut Batch, file: FileId, certificate: &Certificate) -> Result<(), CoreError> {
        for store in [StoreName::Records, StoreName::History, StoreName::Drafts, StoreName::Blobs] {
            batch.delete_prefix(store, *file.as_bytes());
        }
        batch.delete(StoreName::Headers, *file.as_bytes());
        // A form that belongs to no file yet may name this one: a quick note, an observation that is being set up.
        let own = file.to_string();
        for (home, draft, row) in self.drafts().await? {
            let names = row.file == Some(file) || row.values.values().any(|value| value.contains(&own));
            if home != file && names {
                batch.delete_prefix(StoreName::Drafts, super::core::key(home, draft.as_bytes()));
            }
        }
        for name in self.db().keys(StoreName::Device, ALIASES).await? {
            if read_alias_name(&name).is_some_and(|alias| alias.greater() == file || alias.smaller() == file) {
                batch.delete(StoreName::Device, name);
            }
        }
        batch.delete_prefix(StoreName::Device, [MOVED, file.as_bytes()].concat());
        batch.delete_prefix(StoreName::Device, JOURNAL);
        self.put_device_row(batch, &erased_name(file), &encode_erased(certificate));
        Ok(())
    }

    /// The certificates of erased files, the newest first.
    pub async fn certificates(&self) -> Result<Vec<(FileId, Certificate)>, CoreError> {
        let read = |(name, row): (Vec<u8>, Vec<u8>)| Some((read_erased_name(&name)?, decode_erased(&row)?));
        let mut all: Vec<_> = self.device_rows(ERASED).await?.into_iter().filter_map(read).collect();
        order::by_key(&mut all, |(file, certificate)| (core::cmp::Reverse(certificate.at.utc_ms), *file));
        // Files that were joined were erased together: one certificate tells of both.
        all.dedup_by(|(_, later), (_, earlier)| later == earlier);
        Ok(all)
    }
}

impl Store {
    /// Where the erasing of the open file stands.
    pub fn erasing(self, file: FileId) -> ErasingState {
        let Some(loaded) = self.held().filter(|held| held.case.id == file) else { return ErasingState::Kept };
        self.settings.with_untracked(|settings| erasing(&loaded.united(), settings, clock::today()))
    }

    /// The files that are due for erasing, held back or soon due; `step` hears how many of how many were looked at.
    pub async fn falling_due(self, step: impl Fn(usize, usize)) -> Result<Vec<Falling>, CoreError> {
        let core = self.core()?;
        let headers = self.headers.get_untracked();
        let mut found = Vec::new();
        for (at, header) in headers.iter().enumerate() {
            step(at, headers.len());
            let settings = self.settings.get_untracked();
            let one = match self.loaded(&core, header.file).await {
                Ok(loaded) => {
                    let case = loaded.united();
                    let state = erasing(&case, &settings, clock::today());
                    let until = case.pupil().and_then(|pupil| school_keeps_until(pupil, &settings));
                    pile(&state, clock::today()).map(|_| (Some(state), until))
                }
                Err(CoreError::Locked) => return Err(CoreError::Locked),
                Err(_) => Some((None, None)),
            };
            if let Some((state, school_keeps_until)) = one {
                found.push(Falling { file: header.file, state, school_keeps_until });
            }
        }
        order::by_key(&mut found, |one| one.state.as_ref().and_then(ErasingState::over).map(|over| over.erase_on));
        Ok(found)
    }

    /// Erases a file that is due, in its turn. `archived_as` names the sealed copy that was made for the school's archive.
    pub async fn erase_file(self, file: FileId, archived_as: String) -> Result<Certificate, CoreError> {
        self.flush();
        let done = self.in_turn(async move {
            let core = self.core()?;
            let settings = self.settings.get_untracked();
            let loaded: Rc<Loaded> = self.loaded(&core, file).await?;
            let case = &loaded.united();
            let ErasingState::Due(over) = erasing(case, &settings, clock::today()) else {
                return Err(CoreError::NotDue);
            };
            let pupil = case.pupil();
            let certificate = Certificate {
                initials: certificate_initials(case),
                birth_year: pupil.and_then(|pupil| pupil.born).map(Date::year),
                at: clock::now(),
                by: settings.mentor.clone(),
                why: over.why,
                due_since: over.erase_on,
                filed_on: retention(case).filed_on,
                school_keeps_until: pupil.and_then(|pupil| school_keeps_until(pupil, &settings)),
                archived_as,
                records: u32::try_from(loaded.count_records()).unwrap_or(u32::MAX),
                elsewhere: held_elsewhere(case, &self.kept_backups()),
            };
            let files = loaded.files();
            core.erase_files(&files, &certificate).await?;
            for file in files {
                self.forget_file(file);
            }
            self.count_change();
            Ok(certificate)
        });
        let erased = done.await.unwrap_or(Err(CoreError::Locked));
        if erased.is_ok() {
            // A bundle that stands open may hold the file too.
            self.close_bundle();
        }
        erased
    }

    /// The backups that were confirmed to be off this tablet.
    pub fn kept_backups(self) -> Vec<KeptBackup> {
        self.backups.with_untracked(|log| log.as_ref().map(|log| log.kept.clone()).unwrap_or_default())
    }

    /// The certificates of erased files, the newest first.
    pub async fn certificates(self) -> Result<Vec<(FileId, Certificate)>, CoreError> {
        self.core()?.certificates().await
    }

    /// Lets go of a file that is erased: no list, no page and no undo holds anything of it.
    fn forget_file(self, file: FileId) {
        self.forget_undo();
        self.forget_loaded(file);
        self.headers.update(|headers| std::sync::Arc::make_mut(headers).retain(|header| header.file != file));
        if self.file.with_untracked(|open| open.as_ref().is_some_and(|open| open.id == file)) {
            self.file.set(None);
        }
    }
}
