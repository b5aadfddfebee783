//! The bank of resources. Read when a page first asks for it: unlocking does not wait for what only some days need.

use super::casebook::Casebook;
use super::transfer::Transfers;
use std::sync::Arc;

use super::notice::Notice;
use super::transfer::{Exported, TransferError};
use crate::protocol::bundle::MakePack;
use casebook_domain::case::CaseFile;
use casebook_domain::ids::RecordId;
use casebook_domain::resource::Uses;
use casebook_records::RESOURCES_FILE;
use casebook_repository::RepositoryError;

impl Casebook {
    /// Reads the register of resources, if it was not read yet.
    pub async fn load_resources(self) {
        if self.resources.with_untracked(Option::is_some) {
            return;
        }
        let Ok(repository) = self.session.repository() else { return };
        match repository.load(RESOURCES_FILE).await {
            Ok(loaded) => {
                if loaded.damaged() > 0 {
                    self.device.say(Notice::bad(super::notices::storage::RECORDS_LOST));
                }
                self.resources.set(Some(loaded.case));
            }
            Err(error) => self.device.say(Notice::error(&error)),
        }
    }

    /// The resources, as far as they were read.
    pub fn resources_now(self) -> Arc<CaseFile> {
        self.resources.get_untracked().unwrap_or_else(|| Arc::new(CaseFile::new(RESOURCES_FILE)))
    }

    /// After an import they are read again when a page next asks for them, or at once if one shows them.
    pub(super) async fn reread_resources(self) {
        if self.resources.get_untracked().is_some() {
            self.resources.set(None);
            self.load_resources().await;
        }
    }

    /// How often a resource was used: every pupil's file is read for it, one after the other, so that the screen stays free.
    pub async fn resource_uses(self, resource: RecordId) -> Result<Uses, RepositoryError> {
        let repository = self.session.repository()?;
        let files: Vec<_> = self.headers.with_untracked(|headers| headers.iter().map(|header| header.file).collect());
        let mut uses = Uses::default();
        for file in files {
            // A file that does not open says so on its own page.
            if let Ok(loaded) = self.load_joined(&repository, file).await {
                uses.count(&loaded.united(), resource);
            }
        }
        Ok(uses)
    }
}

impl Transfers {
    /// Makes a resource pack of these, sealed by words.
    ///
    /// # Errors
    /// [`TransferError`]; there is none then.
    pub async fn make_pack(
        self,
        resources: Vec<RecordId>,
        templates: Vec<RecordId>,
        words: String,
    ) -> Result<Exported, TransferError> {
        // The worker reads the keys; it makes none.
        self.session.device_keys().await?;
        self.made(MakePack { resources, templates, words }).await
    }
}
