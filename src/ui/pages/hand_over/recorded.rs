//! After a hand-over was recorded on each pupil, or was not.

use leptos::prelude::*;

use super::wizard::Wizard;
use crate::app::notice::Notice;
use casebook_domain::decide::Warning;
use casebook_repository::RepositoryError;

/// What came of noting it.
pub(super) fn recorded(wizard: Wizard, done: RwSignal<bool>, noted: Result<Vec<Warning>, RepositoryError>) {
    match noted {
        Ok(warnings) => {
            // There is nothing left to be kept.
            wizard.autosave.mark(false);
            let _ = done.try_set(true);
            wizard.store.casebook.say_saved("Hand-over: recorded on each pupil.", &warnings);
            wizard.store.device.focus("hand-over-done");
        }
        Err(error) => wizard.store.device.say(Notice::error(&error)),
    }
}
