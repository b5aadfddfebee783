//! A hand-over in the making: kept as a sealed draft at every step, and recorded on each pupil when it has been passed
//! on.

use super::casebook::Casebook;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::transfer::Exported;
use crate::browser::clock;
use casebook_domain::case::CaseFile;
use casebook_domain::content::{Content, Kind};
use casebook_domain::decide::{Command, Warning};
use casebook_domain::hand_over::{Carried, HandedOver, Purpose, Received};
use casebook_domain::ids::{DraftId, FileId, RecordId};
use casebook_present::hand_over::HandOverDraft;
use casebook_records::{DraftRow, NO_FILE};
use casebook_repository::DraftSlot;
use casebook_repository::RepositoryError;
use casebook_repository::drafts::form_draft;

impl Casebook {
    /// Reads the hand-over that was left in the middle, if it is not at hand already.
    pub async fn open_hand_over(self) {
        if self.hand_over.with_untracked(Option::is_some) {
            return;
        }
        // After what was written before.
        self.session.enqueue(async {}).await;
        let kept = self.kept_draft(NO_FILE, draft_of()).await;
        let choice = kept.map(|row| HandOverDraft::of_values(&row.values)).unwrap_or_default();
        self.hand_over.set(Some(choice));
    }

    /// Begins a hand-over of these pupils, in place of one that was left in the middle.
    pub fn begin_hand_over(self, files: impl IntoIterator<Item = FileId>) {
        self.keep_hand_over(HandOverDraft { files: files.into_iter().collect(), ..HandOverDraft::default() });
    }

    /// Begins to give a case back to its owner; where their tablet is known, it is encrypted for that.
    pub async fn begin_giving_back(self, file: FileId, come: &Received) {
        let known = self.colleagues().await.unwrap_or_default();
        let tablet = known.into_iter().find(|one| !come.fingerprint.is_empty() && one.signer.words == come.fingerprint);
        let key = tablet.and_then(|one| one.recipient);
        let carried = key.as_ref().map(|_| Carried::Recipient);
        let choice = HandOverDraft::giving_back(file, &come.from);
        self.keep_hand_over(HandOverDraft { key: key.unwrap_or_default(), carried, ..choice });
    }

    /// What was chosen so far: shown, and kept.
    pub fn keep_hand_over(self, choice: HandOverDraft) {
        let (values, saved) = (choice.values(), clock::now());
        self.hand_over.set(Some(choice));
        let row = DraftRow { kind: Kind::HandedOver, file: None, record: None, saved, values };
        self.keep_draft(DraftSlot::new(NO_FILE, draft_of()), row, Box::new(|| {}));
    }

    /// The hand-over in the making is given up.
    pub async fn drop_hand_over(self) -> Result<(), RepositoryError> {
        self.drop_draft(NO_FILE, draft_of()).await?;
        self.hand_over.set(None);
        Ok(())
    }

    /// These pupils as the rules see them, each once, in the order of the list; who is gone from this tablet is left out.
    pub async fn cases(self, files: Vec<FileId>) -> Result<Vec<Arc<CaseFile>>, RepositoryError> {
        let repository = self.session.repository()?;
        let wanted: BTreeSet<FileId> = files.into_iter().map(|file| self.stands_for(file)).collect();
        let listed: Vec<FileId> =
            self.headers.with_untracked(|headers| headers.iter().map(|header| header.file).collect());
        let mut cases = Vec::with_capacity(wanted.len());
        for file in listed.into_iter().filter(|file| wanted.contains(file)) {
            cases.push(self.load_joined(&repository, file).await?.united());
        }
        Ok(cases)
    }

    /// Saves records of several files in one transaction; one "Undo" takes all of them back.
    pub async fn save_in_files(
        self,
        contents: Vec<(FileId, RecordId, Content)>,
        draft: Option<(FileId, DraftId)>,
    ) -> Result<Vec<Warning>, RepositoryError> {
        let slot = draft.map(|(home, draft)| self.slot(home, draft));
        let done = self.session.enqueue(async move {
            let repository = self.session.repository()?;
            let settings = self.settings.get_untracked();
            let mut commands = Vec::with_capacity(contents.len());
            for (file, id, content) in contents {
                let before = self.loaded_for(&repository, file, id).await?;
                commands.push(((*before).clone(), Command::Save { id, content }));
            }
            Ok(self.after_all(repository.dispatch_all(&commands, &settings, slot.as_ref()).await?))
        });
        done.await.unwrap_or(Err(RepositoryError::Locked))
    }

    /// The hand-over is on its way: noted on each pupil in one transaction, with which it is no longer in the making.
    pub async fn hand_over_sent(self, choice: &HandOverDraft, sent: Sent<'_>) -> Result<Vec<Warning>, RepositoryError> {
        let (rows, bundles, file_name) = match sent {
            Sent::Sealed(made) => {
                let sums = made.files.iter().filter_map(|file| file.sha256.as_ref());
                let bundles: Vec<String> = sums.map(|sum| casebook_domain::hex::encode(sum)).collect();
                let rows: Vec<(FileId, u32)> = made.rows.iter().map(|(file, rows)| (*file, *rows)).collect();
                (rows, bundles, made.files.first().map(|file| file.name.clone()).unwrap_or_default())
            }
            Sent::Paper(records) => (records, Vec::new(), String::new()),
        };
        let noted = |(file, rows)| {
            let handed_over = HandedOver {
                at: clock::now(),
                to: choice.to.trim().to_owned(),
                purpose: choice.purpose.unwrap_or(Purpose::Transfer),
                until: choice.until(),
                parts: choice.parts,
                carried: choice.carried.unwrap_or(Carried::Paper),
                lead: choice.lead_words(),
                file_name: file_name.clone(),
                bundles: bundles.clone(),
                rows,
                receipt: None,
            };
            (file, casebook_repository::ids::record_id(), Content::HandedOver(handed_over))
        };
        // Once for each pupil: where files are joined, in the one that stands for all.
        let contents = rows.into_iter().filter(|(file, _)| self.stands_for(*file) == *file).map(noted).collect();
        let warnings = self.save_in_files(contents, Some((NO_FILE, draft_of()))).await?;
        self.hand_over.set(None);
        Ok(warnings)
    }
}

/// What was given to somebody.
pub enum Sent<'a> {
    /// A bundle that was made.
    Sealed(&'a Exported),
    /// Paper, with this many records of each pupil.
    Paper(Vec<(FileId, u32)>),
}

/// The one draft of a hand-over.
fn draft_of() -> DraftId {
    form_draft(Kind::HandedOver, None)
}
