//! The one place that turns errors into words: what happened, what to do next.

use super::incoming_files::NotKept;
use super::people::PeopleError;
use super::receiving::{Applied, SettingsFate};
use super::scanning::{CameraError, ScanError};
use super::store::StartError;
use super::transfer::{EnvelopeError, TransferError};
use casebook_domain::people::NameFault;
use casebook_present::{numbers, words};
use casebook_records::template_file::TemplateFileError;
use casebook_repository::RepositoryError;
use casebook_repository::rows::DbError;
use casebook_vault::{self as vault, MnemonicError, NotARecipient, UnlockError, WeakPassphrase, WordError};

/// How a notice sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// All is well.
    Good,
    /// Done, and there is something to know.
    Warn,
    /// Not done.
    Bad,
}

/// A short message at the foot of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How it sounds.
    pub tone: Tone,
    /// The words.
    pub text: String,
    /// Offers to take the last change back.
    pub undo: bool,
}

impl Notice {
    /// Something was done.
    pub fn good(text: impl Into<String>) -> Self {
        Self { tone: Tone::Good, text: text.into(), undo: false }
    }

    /// Something was not done, in words.
    pub fn bad(text: impl Into<String>) -> Self {
        Self { tone: Tone::Bad, text: text.into(), undo: false }
    }

    /// Something was not done.
    pub fn error(error: &RepositoryError) -> Self {
        Self { tone: Tone::Bad, text: repository_words(error), undo: false }
    }
}

/// The settings can't be read.
pub const SETTINGS_LOST: &str = "The settings of this casebook could not be read. Restore your newest backup, or fill them in again under Settings: the school, the safeguarding lead, the terms.";
/// A file was opened and not all of it could be read.
pub const RECORDS_LOST: &str =
    "Part of this file could not be read and is not shown. Restore your newest backup to get it back.";

/// Which typed word is wrong.
pub fn mistyped(error: WordError) -> String {
    match error {
        WordError::Nothing => "Type the words.".to_owned(),
        WordError::TooLong => "This is much longer than the words can be.".to_owned(),
        WordError::Unknown { position } => {
            let place = position.to_string();
            ["Word ", &place, " isn't on Casebook's word list. Check it; the first four letters are enough."].concat()
        }
    }
}

/// Why typed words are no recovery sheet's.
pub fn no_sheet(error: &MnemonicError) -> String {
    match error {
        MnemonicError::Word(error) => mistyped(*error),
        MnemonicError::Count { found } => {
            ["There should be twelve words. You typed ", &found.to_string(), "."].concat()
        }
        MnemonicError::Checksum => {
            "These twelve words don't belong together: one is mistyped, or two are swapped.".to_owned()
        }
    }
}

/// A failed change or reading, in words.
pub fn repository_words(error: &RepositoryError) -> String {
    match error {
        RepositoryError::Rejected(rejection) => words::rejection(rejection),
        RepositoryError::Db(error) => db_words(error),
        RepositoryError::Damaged => "A record could not be opened: it is damaged. Nothing was changed. Restore your newest backup on the backups page.".into(),
        RepositoryError::Unreadable(_) => "A record could not be read. Nothing was changed. Update Casebook, or restore your newest backup.".into(),
        RepositoryError::SumMismatch(_) => "This file is not complete: a record is missing or damaged, or an old one was put in its place. You can restore your newest backup, or continue with what is here.".into(),
        RepositoryError::Missing => "It is no longer in this casebook.".into(),
        RepositoryError::Locked => "Casebook is locked. Unlock it and try again: what you typed is kept.".into(),
        RepositoryError::NotDue => "This file is no longer due for erasing. See under About what prevents it.".into(),
        RepositoryError::Observed => "An observation of this pupil is not saved yet. Save or discard it, then erase the file.".into(),
    }
}

/// A failed database, in words.
pub fn db_words(error: &DbError) -> String {
    match error {
        DbError::Blocked => "Another window has the casebook open. Close it and try again.".into(),
        DbError::Newer => "This casebook was made by a newer Casebook. Reload the page with a connection to get it.".into(),
        DbError::Quota => "The tablet's storage is full. Nothing was changed, and this page holds what you typed. Free some space (photos, downloads), then save again.".into(),
        DbError::Missing => "This browser does not let Casebook store anything, as in some private windows. Open it in an ordinary window.".into(),
        DbError::Closed => "This tablet's storage does not answer. Keep this page open: it holds what you typed, and Casebook keeps trying.".into(),
        DbError::Removed => "The browser has removed Casebook's storage from this tablet. Reload the page and restore your newest backup.".into(),
        DbError::Stolen => "Casebook was opened in another tab, and this one can no longer save. Continue there.".into(),
        DbError::Other(_) => "The browser could not save. Nothing was changed. Try again.".into(),
    }
}

/// A passphrase of the mentor's own is too long.
pub const TOO_LONG_A_PASSPHRASE: &str = "That is longer than 200 characters. Choose a shorter one.";

/// Why a passphrase of the mentor's own will not do, in words.
pub fn weak_words(weak: &WeakPassphrase) -> String {
    match weak {
        WeakPassphrase::TooShort { chars } => format!("It has {chars} characters; {} are needed.", vault::MIN_CHARS),
        WeakPassphrase::Repetitive => "It repeats itself too much. Add different words.".into(),
        WeakPassphrase::MadeOfNames => {
            "It is made of names from this page, which are easily guessed. Add other words.".into()
        }
        WeakPassphrase::Common => "It is too common. Use words that do not belong together.".into(),
    }
}

/// Why a casebook did not open, in words.
pub fn start_words(error: &StartError) -> String {
    match error {
        StartError::Core(error) => repository_words(error),
        other => gate_words(other),
    }
}

/// The same for the screens before it is open, without the words of the rules, which lie behind the lock.
pub fn gate_words(error: &StartError) -> String {
    match error {
        StartError::Weak(words) => words.clone(),
        StartError::Words(error) => no_sheet(error),
        StartError::Wrong => "That does not open this casebook. Check the spelling and try again.".into(),
        StartError::TooLong => "That is much longer than a passphrase or the recovery words, so it was not tried.".into(),
        StartError::Worker => {
            "The passphrase could not be checked on this tablet just now. Close other apps and try again.".into()
        }
        StartError::Db(error) => db_words(error),
        StartError::NotThere => "Part of Casebook did not load completely. What is saved on this tablet is not affected. Connect to the network and try again.".into(),
        StartError::Core(_) => "The casebook could not be read. Reload the page and try again.".into(),
    }
}

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

/// Why a person can't be called so, in words.
pub fn name_words(fault: NameFault) -> &'static str {
    match fault {
        NameFault::Missing => "Enter their name as it should appear under what they write.",
        NameFault::TooLong => "That is longer than a name. Sixty characters are enough.",
        NameFault::Taken => {
            "Somebody with that name can open the casebook already. Add a surname or initial to tell them apart."
        }
    }
}

/// Why a bundle was not made or not opened, in words. Nothing was written.
pub fn transfer_words(error: &TransferError) -> String {
    match error {
        TransferError::Bundle(trouble) => trouble_words(*trouble).into(),
        TransferError::Cancelled => "Cancelled.".into(),
        TransferError::Worker => {
            "The part of Casebook that encrypts and opens files did not start. Close other apps, reload the page and try again."
                .into()
        }
        TransferError::NoFile => super::device::UNREADABLE_FILE.into(),
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
        NotKept::Unreadable => super::device::UNREADABLE_FILE,
        NotKept::Nothing => "There was no file in what was shared. Share the .casebook file itself.",
        NotKept::NotHere => {
            "This browser does not let Casebook store files, as in some private windows. Choose the file on this page instead."
        }
    }
}

/// Why nothing can be scanned, in words.
pub fn scan_words(error: ScanError) -> &'static str {
    match error {
        ScanError::Camera(CameraError::NotHere) => {
            "This browser gives Casebook no camera. Paste the key below instead."
        }
        ScanError::Camera(CameraError::Denied) => {
            "Casebook is not allowed to use the camera. Allow it for this page in the browser's settings and try again, or paste the key below."
        }
        ScanError::Camera(CameraError::NoCamera) => "No camera was found on this device. Paste the key below instead.",
        ScanError::Camera(CameraError::InUse) => {
            "The camera did not start. Close other apps that may be using it and try again, or paste the key below."
        }
        ScanError::Camera(CameraError::Gone) => "The camera was closed. Try again, or paste the key below.",
        ScanError::Reader => "The part of Casebook that reads codes stopped. Try again, or paste the key below.",
    }
}

/// Why a text is not the key of a tablet, in words.
pub fn recipient_words(other: NotARecipient) -> &'static str {
    match other {
        NotARecipient::Empty => "Scan or paste the key of your colleague's tablet. It begins with age1.",
        NotARecipient::TooLong => "This is longer than any key. A key begins with age1 and has 62 letters and digits.",
        NotARecipient::Secret => {
            "This is a secret key, as on a recovery sheet: it opens backups. Put it away. Ask for the key that the other tablet shows; it begins with age1."
        }
        NotARecipient::OtherKind => {
            "This is a key of another kind, which Casebook can't encrypt for. Ask for the key that the other tablet shows in Casebook."
        }
        NotARecipient::CutOff => "The end of this key is missing. Copy all 62 letters and digits of it.",
        NotARecipient::Mistyped => {
            "There is a mistake in this key: it does not match its own check letters. Scan it, or copy it again."
        }
        NotARecipient::Web => "This is a web address, not the key of a tablet. A key begins with age1.",
        NotARecipient::Foreign => "This is not the key of a tablet. A key begins with age1.",
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

/// A template's file that was not written or read, in words.
pub fn template_file_words(error: &TemplateFileError) -> String {
    match error {
        TemplateFileError::TooLarge { .. } => {
            "This is larger than a template can be (64 kB). Choose a file that was saved here as a template."
        }
        TemplateFileError::NotATemplate => {
            "This is not an observation template. Choose a file whose name begins with observation-template."
        }
        TemplateFileError::Newer { .. } => {
            "This template was made with a newer Casebook. Update Casebook on this tablet, then add it again."
        }
        TemplateFileError::Damaged => {
            "This template is damaged or was changed by hand, so nothing in it was used. Ask for it again."
        }
        TemplateFileError::Text => {
            "A text in this template is too long or contains hidden characters. Ask for it to be saved again."
        }
        TemplateFileError::Faulty(fault) => {
            return ["This template can't be used. ", casebook_present::forms::fault_words(*fault).1].concat();
        }
    }
    .to_owned()
}
