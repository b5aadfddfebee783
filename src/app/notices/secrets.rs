//! Words, passphrases, names and keys that were typed and will not do, in words.

use casebook_domain::people::NameFault;
use casebook_vault::{self as vault, MnemonicError, NotARecipient, WeakPassphrase, WordError};

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
