//! Half-filled forms as the app holds them: the slots of the forms that are open, and words that are carried over into a
//! safeguarding entry.

use super::casebook::Casebook;
use std::collections::BTreeMap;

use crate::browser::clock;
use casebook_domain::content::Kind;
use casebook_domain::ids::{DraftId, FileId};
use casebook_present::disclosure;
use casebook_records::{self as records, DraftRow, NO_FILE};
use casebook_repository::drafts::form_draft;
use casebook_repository::rows::{Batch, StoreName};
use casebook_repository::{DraftSlot, Repository, RepositoryError, key};

/// The field of a safeguarding entry that takes the words.
const WORDS: &str = "words";

/// Words that are carried over into a safeguarding entry.
#[derive(Clone, Debug)]
pub struct Carried {
    /// Whom they are about, if that is known.
    pub about: Option<FileId>,
    /// The words.
    pub words: String,
    /// The draft that they came from, and what is left of it; `None`: it ends.
    pub from: Option<((FileId, DraftId), Option<DraftRow>)>,
}

async fn carry_to_safety(
    repository: &Repository,
    to: &DraftSlot,
    carried: Carried,
    fresh: BTreeMap<String, String>,
) -> Result<bool, RepositoryError> {
    let ((home, draft), Carried { about, words, from }) = (to.at(), carried);
    let kept = repository.draft(home, draft).await?;
    let kept = kept.first().and_then(|row| records::decode_draft(row).ok());
    let written = kept.as_ref().and_then(|row| row.values.get(WORDS)).filter(|words| !words.trim().is_empty());
    let other = kept.as_ref().and_then(|row| row.file).zip(about).is_some_and(|(kept, about)| kept != about);
    if other && written.is_some() {
        return Ok(false);
    }
    let joined = disclosure::joined(written.map_or("", String::as_str), &words);
    let mut values = kept.as_ref().filter(|_| written.is_some()).map_or(fresh, |row| row.values.clone());
    values.insert(WORDS.to_owned(), joined);
    let file = about.or_else(|| kept.and_then(|row| row.file));
    let row = DraftRow { kind: Kind::Worry, file, record: None, saved: clock::now(), values };
    let mut batch = Batch::default();
    repository.put_draft(&mut batch, (home, draft), &row);
    match from {
        Some((at, Some(left))) => repository.put_draft(&mut batch, at, &left),
        Some(((file, draft), None)) => {
            batch.delete_prefix(StoreName::Drafts, key(file, draft.as_bytes()));
        }
        None => {}
    }
    repository.db().write(batch).await?;
    Ok(true)
}

impl Casebook {
    /// Puts words into the form of a new safeguarding entry, after what is there, and removes them from the draft that
    /// they came from, in one transaction. `false`: an entry about another child is half written there, and nothing was done.
    pub async fn carry_to_safety(
        self,
        carried: Carried,
        fresh: BTreeMap<String, String>,
    ) -> Result<bool, RepositoryError> {
        let repository = self.session.repository()?;
        let slot = self.slot(NO_FILE, form_draft(Kind::Worry, None));
        if let Some(((home, draft), None)) = &carried.from {
            self.slot(*home, *draft).close();
        }
        self.session
            .enqueue(async move { carry_to_safety(&repository, &slot, carried, fresh).await })
            .await
            .unwrap_or(Err(RepositoryError::Locked))
    }

    /// A form is opened whose draft lies here.
    pub fn open_slot(self, file: FileId, draft: DraftId) -> DraftSlot {
        let slot = DraftSlot::new(file, draft);
        let slots = self.slots();
        slots.borrow_mut().retain(|other| other.at() != slot.at());
        slots.borrow_mut().push(slot.clone());
        slot
    }

    /// The slot of the form that is open here, if one is.
    pub(super) fn slot(self, file: FileId, draft: DraftId) -> DraftSlot {
        let open = self.slots().borrow().iter().find(|slot| slot.at() == (file, draft)).cloned();
        open.unwrap_or_else(|| DraftSlot::new(file, draft))
    }

    /// Drops a draft. A form that is open on it keeps nothing more there.
    pub async fn drop_draft(self, file: FileId, draft: DraftId) -> Result<(), RepositoryError> {
        let repository = self.session.repository()?;
        self.slot(file, draft).close();
        self.hold_no_more(file, draft);
        self.session
            .enqueue(async move { repository.drop_draft(file, draft).await })
            .await
            .unwrap_or(Err(RepositoryError::Locked))
    }

    /// A draft's values, if one is kept.
    pub async fn kept_draft(self, file: FileId, draft: DraftId) -> Option<DraftRow> {
        let rows = self.session.repository().ok()?.draft(file, draft).await.ok()?;
        records::decode_draft(rows.first()?).ok()
    }

    /// Every form left unfinished.
    pub async fn drafts(self) -> Result<Vec<(FileId, DraftId, DraftRow)>, RepositoryError> {
        self.session.repository()?.drafts().await
    }
}
