//! Erasing a pupil's files: nothing is left of them but a certificate (docs/policy.md).

use casebook_domain::ids::FileId;
use casebook_domain::observation::Observed;
use casebook_domain::order;
use casebook_domain::retention::Certificate;
use casebook_records::erased::{ERASED, decode_erased, encode_erased, erased_name, read_erased_name};
use casebook_records::journal::JOURNAL;
use casebook_records::{NO_FILE, is_register};

use super::observing::{observation_draft, resumed};
use super::rows::{Batch, StoreName};
use super::{Repository, RepositoryError, key};

impl Repository {
    /// Erases the files of a pupil, mostly one: of their records, history, drafts and attachments, of their headers and of
    /// what the device keeps about them nothing is left but the certificate. One transaction; nothing brings it back.
    ///
    /// # Errors
    /// [`RepositoryError::Observed`] while an observation names one; [`RepositoryError::Missing`] for a register.
    pub async fn erase_files(&self, files: &[FileId], certificate: &Certificate) -> Result<(), RepositoryError> {
        if files.is_empty() || files.iter().any(|file| is_register(*file) || *file == NO_FILE) {
            return Err(RepositoryError::Missing);
        }
        let running = resumed(&self.draft_rows(NO_FILE, observation_draft()).await?)?;
        let observes = |one: &Observed| one.file.is_some_and(|file| files.contains(&file));
        if running.is_some_and(|found| found.running.observed.iter().any(observes)) {
            return Err(RepositoryError::Observed);
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
        for (home, draft, row) in self.drafts().await? {
            let names = row.file.is_some_and(|file| files.contains(&file))
                || row.values.values().any(|value| own.iter().any(|own| value.contains(own)));
            if !files.contains(&home) && names {
                batch.delete_prefix(StoreName::Drafts, key(home, draft.as_bytes()));
            }
        }
        // Aliases, traces of moved records, an earlier certificate: whatever has a file in its name.
        for name in self.db().keys(StoreName::Device, &[]).await? {
            if files.iter().any(|file| name.windows(16).any(|part| part == file.as_bytes())) {
                batch.delete(StoreName::Device, name);
            }
        }
        // What undoes the last import holds what stood here before it.
        batch.delete_prefix(StoreName::Device, JOURNAL);
        for file in files {
            self.put_device_row(&mut batch, &erased_name(*file), &encode_erased(certificate));
        }
        // Also what an import would be taken back by: it may hold what stood in these files before.
        Ok(self.write(batch).await?)
    }

    /// The certificates of erased files, the newest first.
    pub async fn certificates(&self) -> Result<Vec<(FileId, Certificate)>, RepositoryError> {
        let read = |(name, row): (Vec<u8>, Vec<u8>)| Some((read_erased_name(&name)?, decode_erased(&row)?));
        let mut all: Vec<_> = self.device_rows(ERASED).await?.into_iter().filter_map(read).collect();
        order::by_key(&mut all, |(file, certificate)| (core::cmp::Reverse(certificate.at.utc_ms), *file));
        Ok(all)
    }
}
