//! Bundles that were made, opened, or came in by themselves, in words.

use super::storage::repository_words;
use crate::app::device::UNREADABLE_FILE;
use crate::app::receiving::{Applied, SettingsFate};
use crate::app::transfer::{EnvelopeError, TransferError};
use crate::browser::inbox::NotKept;
use casebook_present::numbers;

/// Why a bundle was not made or not opened, in words. Nothing was written.
pub fn transfer_words(error: &TransferError) -> String {
    match error {
        TransferError::Bundle(trouble) => trouble_words(*trouble).into(),
        TransferError::Cancelled => "Cancelled.".into(),
        TransferError::Worker => {
            "The part of Casebook that encrypts and opens files did not start. Close other apps, reload the page and try again."
                .into()
        }
        TransferError::NoFile => UNREADABLE_FILE.into(),
        TransferError::Failed(words) => words.clone(),
        TransferError::Core(error) => repository_words(error),
    }
}

fn trouble_words(trouble: EnvelopeError) -> &'static str {
    match trouble {
        EnvelopeError::NotABundle => "This is not a Casebook file. Choose a file that ends in .casebook.",
        EnvelopeError::Newer => {
            "This file was made by a newer Casebook. Connect to the network and reload the page to update Casebook, then open the file again."
        }
        EnvelopeError::WrongWordsOrDamaged => {
            "Wrong words, or a damaged file. Check every word; if they are right, ask for the file again."
        }
        EnvelopeError::OtherKey => {
            "It was not encrypted for this tablet or for that recovery sheet. A backup opens with the sheet of the casebook that made it; for a hand-over, show the sender this tablet's key and ask for it again."
        }
        EnvelopeError::NeedsWords => {
            "This file is locked with seven words, not with a recovery key. Type the seven words."
        }
        EnvelopeError::NeedsKey => {
            "This file is not locked with words. It opens with this tablet's key, or with the recovery sheet: type its twelve words."
        }
        EnvelopeError::NotAKey => {
            "These are not twelve recovery words and not an AGE-SECRET-KEY. Check them against the sheet."
        }
        EnvelopeError::TooCostly => {
            "Casebook did not open this file: it was not made the way Casebook makes files. Ask the sender to make it again with Casebook."
        }
        EnvelopeError::CutOff => "The file is incomplete: it was not fully copied or downloaded. Copy it again.",
        EnvelopeError::CutOffOrAltered => {
            "The end of the file is missing or damaged. Copy it again; if that does not help, ask for it again."
        }
        EnvelopeError::Altered => {
            "The file was changed after it was made, so nothing in it is used. It may have been damaged on the way. Ask for it again."
        }
        EnvelopeError::Mangled => {
            "A mail program or an editor has changed this file on the way. Nothing in it is used. Ask for it again as an attachment that ends in .casebook, not pasted into a message."
        }
        EnvelopeError::BadlyMade => {
            "The file is not in Casebook's own format, so nothing in it is used. Ask the sender to make it again with Casebook."
        }
        EnvelopeError::TooLarge => {
            "The file is larger than Casebook can open. Nothing was read. Ask the sender to split it."
        }
        EnvelopeError::BadWords => {
            "These words can't lock a file: one is not on the list. Go back and use the words that are offered."
        }
        EnvelopeError::NoRecovery => {
            "This casebook's recovery key can't be read. Make a new recovery sheet under Settings, Security, or lock the backup with seven words."
        }
        EnvelopeError::TooLargeToMake => "This is too much for one file. Choose fewer at a time.",
        EnvelopeError::RecordTooLong => "One record is too long for a file. Shorten it, then try again.",
        EnvelopeError::NotAsMade => {
            "The file failed its check, so it was discarded. Close other apps, reload the page and try again."
        }
        EnvelopeError::NotAPack => {
            "This is a hand-over or a backup, not a resource pack. Open it under Settings, Storage and backups."
        }
        EnvelopeError::IsAPack => "This is a resource pack. Open it under Resources, \"Open a pack\".",
        EnvelopeError::NothingOpen => "The file is not open any more. Open it again.",
        EnvelopeError::OfAnother => "These files do not belong together. Open them one after the other.",
        EnvelopeError::PartsDiffer => {
            "Two of these files are the same part but hold different things. Ask for all parts again."
        }
        EnvelopeError::NotAlone => "Open this file on its own, not together with others.",
        EnvelopeError::Forged => {
            "The signature in this file is false: somebody changed the file after it was made, or put another name on it. Nothing in it is used. Ask the sender, in person, for a new one."
        }
        EnvelopeError::NoUndo => {
            "The import can't be undone any more: something has been saved or exported since. Delete or restore single records instead."
        }
    }
}

/// Why a file that came in by itself is not kept, in words.
pub fn not_kept_words(why: NotKept) -> &'static str {
    match why {
        NotKept::TooLarge => "The file is larger than any file Casebook makes, so it was not accepted.",
        NotKept::NotSealed => {
            "That file was not accepted: it is not encrypted, so it is not a hand-over or a backup. Choose one that ends in .casebook or .casebook.txt."
        }
        NotKept::Full => {
            "The file was not accepted: other files are waiting already, or the tablet's storage is full. Open or remove those first, then try again."
        }
        NotKept::Unreadable => UNREADABLE_FILE,
        NotKept::Nothing => "There was no file in what was shared. Share the .casebook file itself.",
        NotKept::NotHere => {
            "This browser does not let Casebook store files, as in some private windows. Choose the file on this page instead."
        }
    }
}

/// What an import did, in words.
pub fn applied_words(applied: &Applied) -> String {
    let count = |number: usize, one, many| numbers::counted(number as u64, one, many);
    let mut words = match applied.records {
        0 => "Nothing had to be changed: everything was here already.".to_owned(),
        records => {
            [&count(records, "record", "records"), " in ", &count(applied.files, "file", "files"), " came in."].concat()
        }
    };
    words.push_str(match applied.settings {
        SettingsFate::Untouched => "",
        SettingsFate::Restored => " The settings are those of the backup.",
        SettingsFate::Kept => " The settings on this tablet were kept, because they had been filled in here.",
    });
    if applied.mended > 0 {
        words.push_str(" Damaged or missing records were restored where the backup had them: check those files.");
    }
    words
}
