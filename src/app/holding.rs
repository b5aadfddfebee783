//! Half-filled forms that can't be written because the tablet's storage does not answer. They stay in this page's
//! memory and are written as soon as possible; until then they can be copied or saved as a file.

use super::casebook::Casebook;
use super::held::{Held, Holding};
use super::notice::Notice;
use crate::browser::timer;
use casebook_domain::ids::{DraftId, FileId};
use casebook_present::forms::typed_text;
use casebook_records::DraftRow;
use casebook_repository::DraftSlot;
use casebook_repository::RepositoryError;
use casebook_repository::rows::DbError;

/// How long until it is tried again.
const AGAIN_MS: u32 = 2_000;
/// How often it is tried before a lock all the same.
const TRIES_BEFORE_A_LOCK: u32 = 15;

impl Casebook {
    /// Keeps a half-filled form; `kept` runs when it is on the disk, not before.
    pub fn keep_draft(self, slot: DraftSlot, row: DraftRow, kept: Box<dyn FnOnce()>) {
        drop(self.session.enqueue(self.put_draft(Held { slot, row, kept })));
    }

    async fn put_draft(self, held: Held) {
        let Ok(repository) = self.session.repository() else { return };
        let (file, draft) = held.slot.at();
        match repository.keep_form(&held.slot, &held.row).await {
            Ok(written) => {
                self.hold_no_more(file, draft);
                if written {
                    (held.kept)();
                }
            }
            Err(RepositoryError::Db(DbError::Stolen)) => {
                self.device.say(Notice::error(&RepositoryError::Db(DbError::Stolen)))
            }
            Err(RepositoryError::Db(_)) => self.hold(held),
            Err(error) => self.device.say(Notice::error(&error)),
        }
    }

    fn hold(self, held: Held) {
        let all = self.held_drafts();
        all.borrow_mut().retain(|other| other.slot.at() != held.slot.at());
        all.borrow_mut().push(held);
        if self.holding.get_untracked() != Holding::Nothing {
            return;
        }
        self.holding.set(Holding::Typing);
        self.device.task(async move {
            while self.holding.get_untracked() == Holding::Typing {
                timer::wait_ms(AGAIN_MS).await;
                self.write_held().await;
            }
        });
    }

    /// The draft was written, or is not wanted any more.
    pub(super) fn hold_no_more(self, file: FileId, draft: DraftId) {
        self.held_drafts().borrow_mut().retain(|other| other.slot.at() != (file, draft));
    }

    /// Tries once to write what is held. Says whether nothing is held any more.
    pub async fn write_held(self) -> bool {
        let turn = self.session.enqueue(async move {
            let waiting: Vec<Held> = self.held_drafts().borrow_mut().drain(..).collect();
            for held in waiting {
                self.put_draft(held).await;
            }
        });
        turn.await;
        let over = self.held_drafts().borrow().is_empty();
        if over && self.holding.get_untracked() == Holding::Typing {
            self.holding.set(Holding::Nothing);
            self.device.say(Notice::good("This tablet's storage works again, and what you typed is kept."));
        }
        over
    }

    /// Tries to write what is held before a lock takes the page away; not for ever.
    pub async fn write_held_before_a_lock(self) {
        for _ in 0..TRIES_BEFORE_A_LOCK {
            if self.holding.get_untracked() != Holding::Typing || self.write_held().await {
                return;
            }
            timer::wait_ms(AGAIN_MS).await;
        }
    }

    /// What is held, to be read by anybody: each form with its fields.
    pub fn held_text(self) -> String {
        let all = self.held_drafts();
        let texts: Vec<String> =
            all.borrow().iter().map(|held| typed_text(held.row.kind, &held.row.values, held.row.saved)).collect();
        texts.join("\n\n")
    }
}
