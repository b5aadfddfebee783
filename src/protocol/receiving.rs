//! What app and bundle worker say about a bundle that came in.

use serde::{Deserialize, Serialize};

use super::SettingsFate;

/// How a file is sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sealed {
    /// By words.
    Words,
    /// For keys: this tablet's, another's, a recovery key.
    Key,
}

/// Who vouches for a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FoundSender {
    /// Nobody.
    Unsigned,
    /// A signature is there and is false.
    Forged,
    /// This tablet.
    Own,
    /// A colleague who is known here.
    Known {
        /// Their signing key.
        signer: [u8; 32],
        /// The six words.
        words: String,
        /// Their name here.
        name: String,
    },
    /// Somebody whose key is not known here.
    New {
        /// The signing key.
        signer: [u8; 32],
        /// The six words.
        words: String,
    },
}

/// What an opened bundle is and would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Found {
    /// Code of its kind.
    pub kind: String,
    /// Code of the purpose of a hand-over; else empty.
    pub purpose: String,
    /// Until when, as an ISO date; else empty.
    pub until: String,
    /// Code of what the sender's safeguarding lead said; empty: the file does not say.
    pub lead: String,
    /// Who made it, as they say.
    pub author: String,
    /// When, UTC milliseconds and minutes of offset.
    pub made: (i64, i16),
    /// Who vouches for it.
    pub sender: FoundSender,
    /// The `age1…` of the tablet that made it; empty: it does not say.
    pub reply: String,
    /// In how many parts it was made.
    pub parts: u32,
    /// Numbers of the parts that are not there.
    pub missing: Vec<u32>,
    /// Pairs of files that it says are one pupil's, not known here.
    pub aliases: Vec<FoundAlias>,
    /// How many more of these, and of records that were removed, there are than a casebook ever has. Left out.
    pub beyond: u32,
    /// File by file.
    pub files: Vec<FoundFile>,
    /// Of a receipt: what it confirms.
    pub receipt: Vec<FoundArrival>,
}

/// Two files that a bundle says are one pupil's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FoundAlias {
    /// The files, as hex.
    pub files: (String, String),
    /// The pupils' names; empty: neither here nor in the bundle.
    pub names: (String, String),
    /// Which of them are here.
    pub here: (bool, bool),
    /// Whether it is kept unless the mentor says otherwise.
    pub chosen: bool,
}

/// One file of an opened bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FoundFile {
    /// The file, as hex.
    pub file: String,
    /// The pupil's name; empty for a register.
    pub name: String,
    /// Pupils here, in other files, who may be the same.
    pub alike: Vec<FoundAlike>,
    /// Whether the file is here already.
    pub here: bool,
    /// It was erased here.
    pub erased: bool,
    /// This very hand-over was received here before.
    pub before: bool,
    /// What the sender wants to be known first.
    pub first: String,
    /// Records that are not here.
    pub new: u32,
    /// Records that are newer there.
    pub changed: u32,
    /// Records that both sides changed.
    pub two: u32,
    /// Records that are here already.
    pub same: u32,
    /// Records made by a newer Casebook, among the others.
    pub newer: u32,
    /// Records that are removed from the file.
    pub moved: u32,
    /// Those of them, as hex, that go only where the mentor says so: written here, or newer here.
    pub doubtful: Vec<String>,
    /// Records that stay though the bundle says they were removed: its sender is not known here.
    pub kept: u32,
    /// Attachments.
    pub blobs: u32,
    /// Rows that are not taken.
    pub refused: u32,
    /// Codes of the kinds of what would be taken, with how many records; an empty code: kinds that only a newer Casebook knows.
    pub kinds: Vec<(String, u32)>,
}

/// A pupil here who may be the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FoundAlike {
    /// The file here, as hex.
    pub file: String,
    /// The name here.
    pub name: String,
    /// How alike.
    pub likeness: FoundLikeness,
}

/// How alike two pupils are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FoundLikeness {
    /// The same unique pupil number.
    SameUpn,
    /// The same names and birth date.
    SameNameAndBirth,
    /// The same names; a birth date is missing.
    SameName,
    /// The same surname and birth date: may be twins. Never to be joined.
    PerhapsTwins,
}

/// One record of a file, without what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FoundRecord {
    /// The record, as hex.
    pub record: String,
    /// Code of its kind; empty where it can't be read.
    pub kind: String,
    /// Its day, as an ISO date; else empty.
    pub day: String,
    /// Who wrote it.
    pub author: String,
    /// What would become of it.
    pub fate: FoundFate,
    /// Made by a newer Casebook.
    pub newer: bool,
}

/// What would become of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FoundFate {
    /// It is not here.
    New,
    /// It is newer there.
    NewerThere,
    /// Both sides changed it.
    TwoVersions,
    /// What is here is newer.
    NewerHere,
    /// It is here already.
    Same,
    /// It goes: it was removed from the file elsewhere.
    Goes,
    /// It stays though the bundle says that it was removed: its sender is not known here.
    Kept,
    /// It would end a safeguarding entry that is open here, and its sender is not known here.
    EndsAnEntry,
    /// Its record has more versions than a casebook ever has.
    TooMany,
    /// It can't be read.
    Unreadable,
    /// A safeguarding entry.
    Safeguarding,
    /// It would delete a safeguarding entry of which nobody was told.
    Untold,
    /// Settings, registers, logs: another device's.
    Settings,
    /// A version that can't be.
    Impossible,
    /// Not where its kind may stand.
    Misplaced,
    /// It was removed from this file.
    Moved,
    /// Another version of the same identifier is here.
    Other,
}

/// What a receipt says about one file that went out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FoundArrival {
    /// The file, as hex.
    pub file: String,
    /// The pupil's name.
    pub name: String,
    /// To whom it went, as was written down here.
    pub to: String,
    /// When it went, UTC milliseconds and minutes of offset.
    pub sent: (i64, i16),
    /// It was for good: this copy becomes read-only.
    pub transfer: bool,
    /// How many rows are missing; `None`: the file was left out.
    pub missing: Option<u32>,
    /// A receipt was entered before.
    pub before: bool,
}

/// What is known of a pupil, to be compared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FoundPupil {
    /// The name in full.
    pub name: String,
    /// Birth date, as an ISO date; else empty.
    pub born: String,
    /// Unique pupil number.
    pub upn: String,
    /// Form.
    pub form: String,
    /// School.
    pub school: String,
    /// The people at home, by name and relationship.
    pub contacts: Vec<String>,
    /// How many records.
    pub records: u32,
    /// Code of the kind of the newest record that has a day, and the day.
    pub last: Option<(String, String)>,
}

/// A file that is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChosenFile {
    /// The file, as hex.
    pub file: String,
    /// Codes of kinds that are left out.
    pub without: Vec<String>,
    /// Records that are left out, as hex.
    pub without_records: Vec<String>,
}

/// What the mentor decided about an opened bundle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choices {
    /// What is to come in.
    pub files: Vec<ChosenFile>,
    /// Pairs of the bundle's, as hex, that are kept.
    pub aliases: Vec<(String, String)>,
    /// Pairs of files, as hex, that are one pupil's, as the mentor says.
    pub join: Vec<(String, String)>,
    /// Pairs of files, as hex, that are two pupils'.
    pub apart: Vec<(String, String)>,
    /// Code of the answer whether the sender's safeguarding lead has sent anything separately; else empty.
    pub lead: String,
    /// Words for the receipt, where it can't be sealed for the sender's tablet.
    pub words: String,
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppliedHere {
    /// Files that changed.
    pub files: u32,
    /// Records that changed.
    pub records: u32,
    /// Files that did not add up before, or had rows that could not be read.
    pub mended: u32,
    /// What became of the settings.
    pub settings: SettingsFate,
    /// Name of the receipt's file, which comes as the bytes beside this; empty: there is none.
    pub receipt: String,
    /// The receipt is sealed by the words.
    pub by_words: bool,
}

/// An import that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastImport {
    /// When, UTC milliseconds and minutes of offset.
    pub at: (i64, i16),
    /// From whom.
    pub from: String,
    /// It was a backup.
    pub backup: bool,
    /// How many records changed.
    pub records: u32,
}
