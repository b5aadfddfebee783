//! People of a casebook who were not changed, in words.

use super::secrets::name_words;
use super::start::start_words;
use crate::app::people::PeopleError;
use crate::app::phase::StartError;
use casebook_vault::UnlockError;

/// Why the people of a casebook were not changed, in words.
pub fn people_words(error: &PeopleError) -> String {
    match error {
        PeopleError::Start(StartError::Wrong) => {
            "That doesn't open this casebook. Type the passphrase that opens the casebook for you, or the twelve recovery words.".into()
        }
        PeopleError::Start(error) => start_words(error),
        PeopleError::Name(fault) => name_words(*fault).into(),
        PeopleError::OldPassphrase { name } => [
            "The passphrase of ",
            name,
            " was made with an older Casebook. Ask them to change their passphrase first, then try again. Nothing was changed.",
        ]
        .concat(),
        PeopleError::Vault(error) => match error {
            UnlockError::LastPassphrase => "This is the only passphrase. Add somebody else first.",
            UnlockError::TooManySlots => "There is no room for one more person. Remove somebody first.",
            UnlockError::UnderWay => {
                "Everything is being re-encrypted just now. Wait until that is done, then try again. Nothing was changed."
            }
            UnlockError::NoRecipient => {
                "The recovery sheet of this casebook can't be updated, because its entry is damaged. Make a new recovery sheet first, then try again. Nothing was changed."
            }
            UnlockError::NoSuchSlot => "This person can't open the casebook any more. Reload the page to see who can.",
            UnlockError::WrongKey | UnlockError::Words(_) | UnlockError::NoLock(_) => {
                "The lock of this casebook could not be changed. Nothing was changed; reload the page and try again."
            }
        }
        .into(),
    }
}
