//! Erasing: which files are due, erasing a file with its certificate, and the certificates of erased files.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::{GetUntracked, Set, Update, WithUntracked};

use super::observing::resumed;
use super::store::Store;
use crate::browser::clock;
use casebook_domain::backup::KeptBackup;
use casebook_domain::calendar::{Date, Datelike};
use casebook_domain::content::Kind;
use casebook_domain::ids::FileId;
use casebook_domain::observation::Observed;
use casebook_domain::order;
use casebook_domain::retention::{Certificate, ErasingState, erasing, held_elsewhere, retention, school_keeps_until};
use casebook_present::keeping::{certificate_initials, pile};
use casebook_records::erased::{ERASED, decode_erased, encode_erased, erased_name, read_erased_name};
use casebook_records::journal::JOURNAL;
use casebook_records::{NO_FILE, is_register};
use casebook_repository::rows::{Batch, StoreName};
use casebook_repository::{Core, CoreError, Loaded};

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

/// Erases the files of a pupil, mostly one: of their records, history, drafts and attachments, of their headers and of
/// what the device keeps about them nothing is left but the certificate. One transaction; nothing brings it back.
///
/// # Errors
/// [`CoreError::Observed`] while an observation names one; [`CoreError::Missing`] for a register.
pub async fn erase_files(core: &Core, files: &[FileId], certificate: &Certificate) -> Result<(), CoreError> {
    if files.is_empty() || files.iter().any(|file| is_register(*file) || *file == NO_FILE) {
        return Err(CoreError::Missing);
    }
    let running = resumed(&core.draft_rows(NO_FILE, Store::draft_id(Kind::Observation, None)).await?)?;
    let observes = |one: &Observed| one.file.is_some_and(|file| files.contains(&file));
    if running.is_some_and(|found| found.running.observed.iter().any(observes)) {
        return Err(CoreError::Observed);
    }
    let mut batch = Batch::default();
    for file in files {
        for store in [StoreName::Records, StoreName::History, StoreName::Drafts, StoreName::Blobs] {
            batch.delete_prefix(store, *file.as_bytes());
        }
        batch.delete(StoreName::Headers, *file.as_bytes());
    }
    // A form that belongs to no file yet may name one of these: a quick note, an observation that is being set up.
    let own: Vec<String> = files.iter().map(FileId::to_string).collect();
    for (home, draft, row) in core.drafts().await? {
        let names = row.file.is_some_and(|file| files.contains(&file))
            || row.values.values().any(|value| own.iter().any(|own| value.contains(own)));
        if !files.contains(&home) && names {
            batch.delete_prefix(StoreName::Drafts, casebook_repository::key(home, draft.as_bytes()));
        }
    }
    // Aliases, traces of moved records, an earlier certificate: whatever has a file in its name.
    for name in core.db().keys(StoreName::Device, &[]).await? {
        if files.iter().any(|file| name.windows(16).any(|part| part == file.as_bytes())) {
            batch.delete(StoreName::Device, name);
        }
    }
    // What undoes the last import holds what stood here before it.
    batch.delete_prefix(StoreName::Device, JOURNAL);
    for file in files {
        core.put_device_row(&mut batch, &erased_name(*file), &encode_erased(certificate));
    }
    // Also what an import would be taken back by: it may hold what stood in these files before.
    Ok(core.write(batch).await?)
}

/// The certificates of erased files, the newest first.
pub async fn certificates(core: &Core) -> Result<Vec<(FileId, Certificate)>, CoreError> {
    let read = |(name, row): (Vec<u8>, Vec<u8>)| Some((read_erased_name(&name)?, decode_erased(&row)?));
    let mut all: Vec<_> = core.device_rows(ERASED).await?.into_iter().filter_map(read).collect();
    order::by_key(&mut all, |(file, certificate)| (core::cmp::Reverse(certificate.at.utc_ms), *file));
    Ok(all)
}

impl Store {
    /// The state of the erasing of the open file.
    pub fn erasing(self, file: FileId) -> ErasingState {
        let Some(loaded) = self.held().filter(|held| held.files().contains(&file)) else { return ErasingState::Kept };
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
            let (case, files) = (&loaded.united(), loaded.files());
            let ErasingState::Due(over) = erasing(case, &settings, clock::today()) else {
                return Err(CoreError::NotDue);
            };
            let pupil = case.pupil();
            let certificate = Certificate {
                initials: certificate_initials(case),
                birth_year: pupil.and_then(|pupil| pupil.born).map(|born| born.year()),
                at: clock::now(),
                by: core.author(&settings),
                why: over.why,
                due_since: over.erase_on,
                filed_on: retention(case).filed_on,
                school_keeps_until: pupil.and_then(|pupil| school_keeps_until(pupil, &settings)),
                archived_as,
                records: u32::try_from(loaded.count_records()).unwrap_or(u32::MAX),
                elsewhere: held_elsewhere(case, &self.kept_backups()),
            };
            let files: Vec<FileId> = files.into_iter().collect();
            erase_files(&core, &files, &certificate).await?;
            self.forget_files(&files);
            self.count_change();
            Ok(certificate)
        });
        let erased = done.await.unwrap_or(Err(CoreError::Locked));
        if erased.is_ok() {
            // A bundle that is open may hold the file too.
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
        certificates(&*self.core()?).await
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
