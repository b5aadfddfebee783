//! What a bundle is and would do here, as the page shows it, and what the mentor decides about it.

use std::collections::BTreeMap;

use casebook_bundle::BundleKind;
use casebook_domain::alias::Alias;
use casebook_domain::calendar::{Date, Moment};
use casebook_domain::content::Kind;
use casebook_domain::hand_over::{LeadHas, LeadSays, Purpose};
use casebook_domain::identity::Likeness;
use casebook_domain::ids::{FileId, RecordId};
use casebook_records::is_register;
use casebook_vault::Recipient;
use serde::{Deserialize, Serialize};

use super::MadeFile;

/// What a bundle is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PreviewKind {
    /// Pupils handed over.
    HandOver(Purpose),
    /// Everything of a casebook.
    Backup,
    /// What became of a hand-over of ours.
    Receipt,
}

/// Who vouches for a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Vouched {
    /// Nobody.
    Unsigned,
    /// The signature is false.
    Forged,
    /// This tablet made it.
    Own,
    /// Somebody who is known here by this name.
    Known(String, Signer),
    /// Somebody whose key is not known here yet.
    New(Signer),
}

/// A signing key with its six words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// The key.
    pub key: [u8; 32],
    /// The six words.
    pub words: String,
}

/// A pupil here who may be the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alike {
    /// The file here.
    pub file: FileId,
    /// The name here.
    pub name: String,
    /// How alike.
    pub likeness: Likeness,
}

/// One file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviewFile {
    /// The file.
    pub file: FileId,
    /// The pupil's name; empty for a register, and where nobody knows it.
    pub name: String,
    /// Pupils here, in other files, who may be the same.
    pub alike: Vec<Alike>,
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
    /// Those of them that go only where the mentor says so: written here, or newer here.
    pub doubtful: Vec<RecordId>,
    /// Records that stay though the bundle says they were removed: its sender is not known here.
    pub kept: u32,
    /// Rows that are not taken.
    pub refused: u32,
    /// Kinds of what would be taken, with how many records; `None`: kinds that only a newer Casebook knows.
    pub kinds: Vec<(Option<Kind>, u32)>,
}

impl PreviewFile {
    /// Whether taking it would change anything.
    pub fn changes(&self) -> bool {
        !self.here || self.new + self.changed + self.two + self.moved > 0
    }

    /// Whether it belongs to a pupil, not to the casebook itself.
    pub fn of_pupil(&self) -> bool {
        !is_register(self.file)
    }
}

/// Two files that a bundle says are one pupil's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviewAlias {
    /// The files.
    pub alias: Alias,
    /// The pupils' names, of the greater and of the smaller file; empty: neither here nor in the bundle.
    pub names: (String, String),
    /// Which of them are here.
    pub here: (bool, bool),
    /// Whether it is kept unless the mentor says otherwise.
    pub chosen: bool,
}

/// What a receipt says about one pupil who went out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arrival {
    /// The file.
    pub file: FileId,
    /// The pupil's name.
    pub name: String,
    /// To whom it went, as was written down here.
    pub to: String,
    /// When.
    pub sent: Moment,
    /// It was for good: this copy becomes read-only.
    pub transfer: bool,
    /// How many rows are missing; `None`: the file was left out.
    pub missing: Option<u32>,
    /// A receipt was entered before.
    pub before: bool,
}

/// What a bundle holds, before anything is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preview {
    /// What it is.
    pub kind: PreviewKind,
    /// Until when.
    pub until: Option<Date>,
    /// What the sender's safeguarding lead said.
    pub lead_says: Option<LeadSays>,
    /// Who made it, as they say.
    pub author: String,
    /// When.
    pub made: Moment,
    /// Who vouches for it.
    pub sender: Vouched,
    /// The key of the tablet that made it, as it says.
    pub reply: Option<Recipient>,
    /// In how many parts it was made.
    pub parts: u32,
    /// Numbers of the parts that are not there.
    pub missing: Vec<u32>,
    /// Pairs of files that it says are one pupil's, not known here.
    pub aliases: Vec<PreviewAlias>,
    /// How many more of these, and of records that were removed, there are than a casebook ever has. Left out.
    pub beyond: u32,
    /// Its files.
    pub files: Vec<PreviewFile>,
    /// Of a receipt: what it confirms.
    pub arrivals: Vec<Arrival>,
}

/// What would become of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Fate {
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

/// One record of a file, without what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviewRecord {
    /// The record.
    pub record: RecordId,
    /// Its kind; `None` where it can't be read or is a newer Casebook's.
    pub kind: Option<Kind>,
    /// Its day.
    pub day: Option<Date>,
    /// Who wrote it.
    pub author: String,
    /// What would become of it.
    pub fate: Fate,
    /// Made by a newer Casebook.
    pub newer: bool,
}

/// The records of a file: the first of them where they are many.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviewRecords {
    /// What matters most comes first.
    pub first: Vec<PreviewRecord>,
    /// How many there are.
    pub count: u32,
}

/// What is known of a pupil, to be compared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The name in full.
    pub name: String,
    /// Birth date.
    pub born: Option<Date>,
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
    /// Kind and day of the newest record that has a day.
    pub last: Option<(Kind, Date)>,
}

/// What the mentor decided about an opened bundle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choices {
    /// The files that are to come in, each with what of it is left out.
    pub files: BTreeMap<FileId, LeftOut>,
    /// Pairs of the bundle's that are kept.
    pub aliases: Vec<Alias>,
    /// Pairs of files that are one pupil's, as the mentor says.
    pub joins: Vec<Alias>,
    /// Pairs of files that are two pupils'.
    pub apart: Vec<Alias>,
    /// Whether the sender's safeguarding lead has sent anything separately, as answered.
    pub lead: Option<LeadHas>,
    /// Words for the receipt, where it can't be sealed for the sender's tablet.
    pub words: String,
}

impl Choices {
    /// These files, whole.
    pub fn whole(files: impl IntoIterator<Item = FileId>) -> Self {
        Self { files: files.into_iter().map(|file| (file, LeftOut::default())).collect(), ..Self::default() }
    }
}

/// What is left out of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// Kinds; `None`: those that only a newer Casebook knows.
    pub kinds: Vec<Option<Kind>>,
    /// Records.
    pub records: Vec<RecordId>,
}

/// What an import did with the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SettingsFate {
    /// Nothing.
    #[default]
    Untouched,
    /// The bundle's are the settings now.
    Restored,
    /// The ones here were kept, as they had been filled in; the bundle's are in the history.
    Kept,
}

/// What an import wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applied {
    /// Files that changed.
    pub files: usize,
    /// Records that changed.
    pub records: usize,
    /// Files that did not add up before, or had rows that could not be read: they are as the bundle has them.
    pub mended: usize,
    /// What became of the settings.
    pub settings: SettingsFate,
    /// The receipt for the sender of a hand-over.
    pub receipt: Option<ReceiptFile>,
}

/// A receipt to be given to the sender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptFile {
    /// Its file.
    pub file: MadeFile,
    /// It opens by the words, because the hand-over said no key.
    pub by_words: bool,
}

/// What a bundle is that was read from end to end and not brought in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checked {
    /// Its kind.
    pub kind: BundleKind,
    /// Who made it, as they say.
    pub author: String,
    /// When.
    pub made: Moment,
    /// In how many parts it was made.
    pub parts: u32,
    /// Numbers of the parts that are not there.
    pub missing: Vec<u32>,
    /// Pupils' files.
    pub pupils: u32,
    /// Records that are not deleted.
    pub records: u32,
    /// Versions of records, earlier ones and deletions among them.
    pub rows: u32,
    /// Rows that can't be read.
    pub unreadable: u32,
    /// Rows that only a newer Casebook reads.
    pub newer: u32,
    /// Attachments.
    pub blobs: u32,
    /// Records that are here otherwise, or not at all in it.
    pub lacking: u32,
    /// Pupils here whom it does not have, or not as they are now.
    pub lacking_pupils: u32,
    /// Whether this very tablet's casebook made it.
    pub own: bool,
}
