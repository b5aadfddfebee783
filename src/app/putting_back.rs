//! What an import removed from a pupil's file, as the page shows it.

use super::casebook::Casebook;

use casebook_domain::ids::{FileId, RecordId};
use casebook_repository::CoreError;

pub use casebook_repository::putting_back::TakenOut;

impl Casebook {
    /// What imports removed from pupils' files and can be put back, the newest first.
    pub async fn taken_out(self) -> Result<Vec<TakenOut>, CoreError> {
        self.session.core()?.taken_out().await
    }

    /// Puts back what an import removed from a pupil's file (`back`), or lets go of it for good.
    pub async fn settle_taken_out(self, file: FileId, record: RecordId, back: bool) -> Result<(), CoreError> {
        let done = self.session.in_turn(async move {
            let core = self.session.core()?;
            if back {
                core.put_back(file, record, &self.settings.get_untracked()).await?;
                self.count_change();
            } else {
                core.let_go_of_taken(file, record).await?;
            }
            Ok(())
        });
        done.await.unwrap_or(Err(CoreError::Locked))?;
        self.reread().await;
        Ok(())
    }
}
