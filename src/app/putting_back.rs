//! What an import removed from a pupil's file, as the page shows it.

use super::casebook::Casebook;

use casebook_domain::ids::{FileId, RecordId};
use casebook_repository::RepositoryError;

pub use casebook_repository::putting_back::TakenOut;

impl Casebook {
    /// What imports removed from pupils' files and can be put back, the newest first.
    pub async fn taken_out(self) -> Result<Vec<TakenOut>, RepositoryError> {
        self.session.repository()?.taken_out().await
    }

    /// Puts back what an import removed from a pupil's file (`back`), or lets go of it for good.
    pub async fn settle_taken_out(self, file: FileId, record: RecordId, back: bool) -> Result<(), RepositoryError> {
        let done = self.session.enqueue(async move {
            let repository = self.session.repository()?;
            if back {
                repository.put_back(file, record, &self.settings.get_untracked()).await?;
                self.count_change();
            } else {
                repository.let_go_of_taken(file, record).await?;
            }
            Ok(())
        });
        done.await.unwrap_or(Err(RepositoryError::Locked))?;
        self.reread().await;
        Ok(())
    }
}
