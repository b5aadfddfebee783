//! What the app and its workers say to each other.
//!
//! The key derivation speaks bytes, so that a passphrase lies in buffers that are handed over and wiped, and the small
//! worker needs no JSON. The bundle worker speaks JSON with one byte array beside it for what is large. The first message
//! to either carries the build's id: files of two versions must not work together.

mod checking;
mod receiving;

pub use checking::{Checked, FoundPack, FoundResource, NotTogether};
pub use receiving::{
    AppliedHere, Choices, ChosenFile, Found, FoundAlias, FoundAlike, FoundArrival, FoundFate, FoundFile, FoundLikeness,
    FoundPupil, FoundRecord, FoundSender, LastImport, Sealed,
};

use serde::{Deserialize, Serialize};

use casebook_bundle::Trouble;
use casebook_domain::hex;
use casebook_vault::{KdfError, Key, Params, SALT_LEN, Zeroizing};

// --- Key derivation -------------------------------------------------------------------------------------------------

/// Asks for the key of a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KdfRequest {
    /// The app's build id.
    pub build: String,
    /// The passphrase, normalised.
    pub passphrase: Zeroizing<String>,
    /// The slot's salt.
    pub salt: [u8; SALT_LEN],
    /// The slot's cost.
    pub params: Params,
}

/// Why the worker gave no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KdfRefusal {
    /// The worker is of another build than the app.
    WrongBuild,
    /// The request could not be read.
    Garbled,
    /// The derivation itself refused.
    Kdf(KdfError),
}

impl KdfRequest {
    /// As it goes to the worker: build (length, text), salt, the three costs, passphrase.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        // Reserved in one go: growing would leave copies behind.
        let mut bytes = Vec::with_capacity(1 + self.build.len() + SALT_LEN + 12 + self.passphrase.len());
        bytes.push(u8::try_from(self.build.len()).unwrap_or(u8::MAX));
        bytes.extend(self.build.as_bytes());
        bytes.extend(self.salt);
        for cost in [self.params.memory_kib, self.params.iterations, self.params.parallelism] {
            bytes.extend(cost.to_be_bytes());
        }
        bytes.extend(self.passphrase.as_bytes());
        Zeroizing::new(bytes)
    }

    /// Reads a request; `None` if it is none.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (&length, rest) = bytes.split_first()?;
        let (build, rest) = rest.split_at_checked(usize::from(length))?;
        let (salt, rest) = rest.split_first_chunk::<SALT_LEN>()?;
        let (memory_kib, rest) = rest.split_first_chunk()?;
        let (iterations, rest) = rest.split_first_chunk()?;
        let (parallelism, passphrase) = rest.split_first_chunk()?;
        Some(Self {
            build: core::str::from_utf8(build).ok()?.to_owned(),
            passphrase: Zeroizing::new(core::str::from_utf8(passphrase).ok()?.to_owned()),
            salt: *salt,
            params: Params {
                memory_kib: u32::from_be_bytes(*memory_kib),
                iterations: u32::from_be_bytes(*iterations),
                parallelism: u32::from_be_bytes(*parallelism),
            },
        })
    }
}

/// The worker's answer as it travels: a zero and the key, or the number of the refusal.
pub fn kdf_reply_to_bytes(reply: &Result<Key, KdfRefusal>) -> Zeroizing<Vec<u8>> {
    let mut bytes = Vec::with_capacity(1 + Key::LEN);
    match reply {
        Ok(key) => {
            bytes.push(0);
            bytes.extend(key.as_bytes());
        }
        Err(refusal) => bytes.push(match refusal {
            KdfRefusal::WrongBuild => 1,
            KdfRefusal::Garbled => 2,
            KdfRefusal::Kdf(KdfError::TooWeak) => 3,
            KdfRefusal::Kdf(KdfError::TooCostly) => 4,
            KdfRefusal::Kdf(KdfError::NotEnoughMemory) => 5,
        }),
    }
    Zeroizing::new(bytes)
}

/// Reads the worker's answer. What can't be read is [`KdfRefusal::Garbled`].
pub fn kdf_reply_from_bytes(bytes: &[u8]) -> Result<Key, KdfRefusal> {
    Err(match bytes {
        [0, key @ ..] => match <[u8; Key::LEN]>::try_from(key) {
            Ok(key) => return Ok(Key::from_bytes(key)),
            Err(_) => KdfRefusal::Garbled,
        },
        [1] => KdfRefusal::WrongBuild,
        [3] => KdfRefusal::Kdf(KdfError::TooWeak),
        [4] => KdfRefusal::Kdf(KdfError::TooCostly),
        [5] => KdfRefusal::Kdf(KdfError::NotEnoughMemory),
        _ => KdfRefusal::Garbled,
    })
}

// --- Bundles --------------------------------------------------------------------------------------------------------

/// What goes to the bundle worker: the build's id and a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToBundle<Q> {
    /// The app's build id.
    pub build: String,
    /// The question.
    pub ask: Q,
}

/// What comes from the bundle worker: any number of steps, then an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FromBundle<A> {
    /// How far it is.
    Step(Progress),
    /// Milliseconds of each stage of the job (`casebook_crypto::stages`) and the worker's memory, for the benchmark; comes just
    /// before the answer.
    Took(Vec<(String, u32)>),
    /// The answer; nothing comes after it.
    Answer(A),
    /// The worker is of another build than the app.
    WrongBuild,
    /// The question could not be read.
    Garbled,
}

/// What the bundle worker is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum BundleAsk {
    /// First of all: the database and in whose name to write. The keys come as the bytes beside it.
    Open {
        /// The database's name.
        db: String,
        /// The epoch of the tab that asks: the worker writes in its name.
        epoch: u64,
        /// The vault's actor, as hex.
        actor: String,
        /// The person who opened the casebook; `None`: the mentor of the settings.
        author: Option<String>,
    },
    /// Fill an empty casebook with made-up pupils.
    MakeDemo {
        /// How many.
        count: u32,
    },
    /// Make a bundle. Its files are kept, to be asked for one by one.
    Export {
        /// What goes to somebody; `None`: everything, a backup.
        hand_over: Option<HandOverAsk>,
        /// How it is locked.
        seal: SealAsk,
    },
    /// Make a resource pack of these, by words.
    MakePack {
        /// Resources, as hex.
        resources: Vec<String>,
        /// Templates of the school's own, as hex.
        templates: Vec<String>,
        /// The words.
        words: String,
    },
    /// Open the resource pack beside this.
    ReadPack {
        /// What opens it.
        by: OpenAsk,
    },
    /// Open the part of a bundle beside this, to be checked together with those that were opened so before it.
    ReadPart {
        /// What opens it.
        by: OpenAsk,
    },
    /// Say what the parts that were opened are, and keep them no longer.
    Check,
    /// Give a file of the bundle that was made, as the bytes beside the answer, and keep it no longer.
    Take {
        /// Its place, from 0.
        place: u32,
    },
    /// Say how the file beside this is sealed. Nothing is tried.
    SealedBy,
    /// Open the bundle beside this. What was opened is kept, beside what was opened before if `more`.
    Read {
        /// What opens it.
        by: OpenAsk,
        /// It is a part of the bundle that is open already.
        more: bool,
    },
    /// Say what it is that was opened, and what it would do here.
    Look,
    /// List the records of a file of it.
    Details {
        /// The file, as hex.
        file: String,
    },
    /// Tell what is known of a pupil in it and of one here, for comparing.
    Compare {
        /// The file in it, as hex.
        file: String,
        /// The file here, as hex.
        here: String,
    },
    /// Write what was chosen of the bundle that was opened, in one transaction. A receipt comes as the bytes beside the answer.
    Apply(Choices),
    /// Take the last import back.
    Undo,
    /// Read the QR code in the grey picture beside this. Asked of a worker that has been given nothing else.
    ReadCode {
        /// Pixels in a row.
        width: u32,
        /// Rows.
        height: u32,
    },
}

/// What a hand-over takes along and to whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOverAsk {
    /// The files, as hex.
    pub files: Vec<String>,
    /// Code of what it is for.
    pub purpose: String,
    /// Until when, as an ISO date.
    pub until: Option<String>,
    /// To whom, as the sender calls them.
    pub to: String,
    /// Code of where they work.
    pub place: String,
    /// Code of how much of the files.
    pub parts: String,
    /// Code of what the safeguarding lead said; empty: not asked.
    pub lead: String,
}

/// How a bundle is to be sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SealAsk {
    /// By these words.
    Words(String),
    /// For the recovery key or the tablet with this `age1…`.
    Recipient(String),
}

/// What is to open a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OpenAsk {
    /// The words it was sealed by.
    Words(String),
    /// Twelve recovery words or an `AGE-SECRET-KEY-…`.
    Secret(String),
    /// This device's own key.
    Device,
}

/// What the bundle worker answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum BundleAnswer {
    /// Done; there is nothing to tell.
    Done,
    /// A bundle was made and checked.
    Made {
        /// Its files.
        files: Vec<MadeFile>,
        /// How many versions of records of each file are in it, by the file as hex.
        rows: Vec<(String, u32)>,
        /// Rows that are not in it because they are damaged here.
        damaged: u32,
    },
    /// A resource pack was opened.
    Pack(FoundPack),
    /// Parts were read from end to end.
    Checked(Checked),
    /// Parts were read and are not of one bundle.
    NotTogether(NotTogether),
    /// A bundle was opened.
    Found(Found),
    /// How the file is sealed.
    Sealed(Sealed),
    /// The records of a file, the first of them where they are many, and how many there are.
    Details(Vec<FoundRecord>, u32),
    /// A pupil in the bundle, and one here.
    Compared(FoundPupil, FoundPupil),
    /// What was chosen was written.
    Applied(AppliedHere),
    /// An import was taken back.
    Undone(LastImport),
    /// What a picture's code says, cut where it is longer than any key; `None`: there is no code in it.
    Code(Option<String>),
    /// No bundle was made or opened, or nothing was written.
    Refused(Trouble),
    /// It failed, in words for the mentor.
    Failed(String),
}

/// A file of a bundle that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MadeFile {
    /// The name it should be saved under.
    pub name: String,
    /// The check sum of its lines, as hex: by it a receipt names it.
    pub sha256: String,
}

impl MadeFile {
    /// Of its check sum as it was computed.
    pub fn new(name: String, sha256: &[u8; 32]) -> Self {
        Self { name, sha256: hex::encode(sha256) }
    }
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

/// How far a long job is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Progress {
    /// Rows done.
    pub done: u32,
    /// Rows in all; 0 while nobody knows.
    pub total: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> KdfRequest {
        KdfRequest {
            build: "0123456789abcdef".into(),
            passphrase: Zeroizing::new("née correct horse".into()),
            salt: *b"0123456789abcdef",
            params: Params::DEFAULT,
        }
    }

    #[test]
    fn a_request_for_a_key_reads_back_what_it_says() {
        assert_eq!(KdfRequest::from_bytes(&request().to_bytes()), Some(request()));
    }

    #[test]
    fn a_cut_off_request_is_none() {
        let bytes = request().to_bytes();
        let fixed = 1 + 16 + SALT_LEN + 12;
        for length in 0..fixed {
            assert_eq!(KdfRequest::from_bytes(&bytes[..length]), None, "{length}");
        }
    }

    #[test]
    fn every_answer_about_a_key_reads_back() {
        let key = Key::from_bytes([7; 32]);
        assert_eq!(kdf_reply_from_bytes(&kdf_reply_to_bytes(&Ok(key.clone()))), Ok(key));
        for refusal in [
            KdfRefusal::WrongBuild,
            KdfRefusal::Garbled,
            KdfRefusal::Kdf(KdfError::TooWeak),
            KdfRefusal::Kdf(KdfError::TooCostly),
            KdfRefusal::Kdf(KdfError::NotEnoughMemory),
        ] {
            assert_eq!(kdf_reply_from_bytes(&kdf_reply_to_bytes(&Err(refusal))), Err(refusal));
        }
        for garbled in [&[][..], &[0], &[0, 1, 2], &[9], &[1, 1]] {
            assert_eq!(kdf_reply_from_bytes(garbled), Err(KdfRefusal::Garbled));
        }
    }

    #[test]
    fn questions_and_answers_about_bundles_read_back_what_they_say() {
        let asks = [
            BundleAsk::Export { hand_over: None, seal: SealAsk::Recipient("age1…".into()) },
            BundleAsk::Export {
                hand_over: Some(HandOverAsk {
                    files: vec!["00".into()],
                    purpose: "cover".into(),
                    until: Some("2026-12-18".into()),
                    to: "Mo Colleague".into(),
                    place: "here".into(),
                    parts: "whole".into(),
                    lead: "nothing".into(),
                }),
                seal: SealAsk::Words("zoo zone".into()),
            },
            BundleAsk::MakePack { resources: vec!["00".into()], templates: Vec::new(), words: "zoo zone".into() },
            BundleAsk::ReadPack { by: OpenAsk::Words("zoo zone".into()) },
            BundleAsk::ReadPart { by: OpenAsk::Secret("AGE-SECRET-KEY-1".into()) },
            BundleAsk::Check,
            BundleAsk::Take { place: 1 },
            BundleAsk::SealedBy,
            BundleAsk::Read { by: OpenAsk::Secret("AGE-SECRET-KEY-1".into()), more: true },
            BundleAsk::Read { by: OpenAsk::Device, more: false },
            BundleAsk::Look,
            BundleAsk::Details { file: "00".into() },
            BundleAsk::Compare { file: "00".into(), here: "01".into() },
            BundleAsk::Apply(Choices {
                files: vec![ChosenFile { file: "00".into(), without: vec!["note".into()], without_records: vec![] }],
                join: vec![("00".into(), "01".into())],
                lead: "nothing".into(),
                ..Choices::default()
            }),
            BundleAsk::Undo,
            BundleAsk::ReadCode { width: 480, height: 360 },
        ];
        for ask in asks {
            let asked = ToBundle { build: "b".into(), ask };
            let text = serde_json::to_string(&asked).expect("JSON");
            assert_eq!(serde_json::from_str::<ToBundle<BundleAsk>>(&text).expect("reads back"), asked);
        }
        let alike =
            FoundAlike { file: "01".into(), name: "Made Upp".into(), likeness: FoundLikeness::SameNameAndBirth };
        let file = FoundFile {
            file: "00".into(),
            name: "Made Up".into(),
            alike: vec![alike],
            here: true,
            erased: false,
            before: false,
            first: "Likes to know the way".into(),
            new: 1,
            changed: 2,
            two: 3,
            same: 4,
            newer: 5,
            moved: 6,
            doubtful: vec!["00".into()],
            kept: 9,
            blobs: 7,
            refused: 8,
            kinds: vec![("note".into(), 3), (String::new(), 1)],
        };
        let found = Found {
            kind: "hand-over".into(),
            purpose: "cover".into(),
            until: "2026-12-18".into(),
            lead: "sent".into(),
            author: "M".into(),
            made: (-1, 60),
            sender: FoundSender::New { signer: [7; 32], words: "zoo zone".into() },
            reply: "age1".into(),
            parts: 2,
            missing: vec![2],
            aliases: vec![FoundAlias {
                files: ("01".into(), "00".into()),
                names: ("Made Up".into(), String::new()),
                here: (true, false),
                chosen: true,
            }],
            beyond: 1,
            files: vec![file],
            receipt: vec![FoundArrival {
                file: "00".into(),
                name: "Made Up".into(),
                to: "R".into(),
                sent: (1, 0),
                transfer: true,
                missing: None,
                before: false,
            }],
        };
        let record = FoundRecord {
            record: "00".into(),
            kind: "note".into(),
            day: "2026-11-19".into(),
            author: "M".into(),
            fate: FoundFate::TwoVersions,
            newer: false,
        };
        let applied = AppliedHere {
            files: 1,
            records: 2,
            mended: 3,
            settings: SettingsFate::Kept,
            receipt: "receipt".into(),
            by_words: true,
        };
        let answers = [
            BundleAnswer::Made {
                files: vec![MadeFile { name: "2026-11-23 backup 4F2K.casebook".into(), sha256: "00".into() }],
                rows: vec![("00".into(), 7)],
                damaged: 1,
            },
            BundleAnswer::Found(found),
            BundleAnswer::Sealed(Sealed::Key),
            BundleAnswer::Details(vec![record], 1),
            BundleAnswer::Compared(FoundPupil::default(), FoundPupil { records: 3, ..FoundPupil::default() }),
            BundleAnswer::Applied(applied),
            BundleAnswer::Undone(LastImport { at: (1, 60), from: "M".into(), backup: false, records: 3 }),
            BundleAnswer::Code(Some("AGE1…".into())),
            BundleAnswer::Pack(FoundPack {
                author: "M".into(),
                made: (-1, 60),
                resources: vec![FoundResource {
                    title: "T".into(),
                    text: "t".into(),
                    link: String::new(),
                    tags: vec!["a".into()],
                }],
                templates: vec!["{}".into()],
                newer: 1,
            }),
            BundleAnswer::NotTogether(NotTogether::OfAnother(1)),
            BundleAnswer::Code(None),
            BundleAnswer::Refused(Trouble::WrongWordsOrDamaged),
            BundleAnswer::Failed("full".into()),
        ];
        for answer in answers {
            let said = FromBundle::Answer(answer);
            let text = serde_json::to_string(&said).expect("JSON");
            assert_eq!(serde_json::from_str::<FromBundle<BundleAnswer>>(&text).expect("reads back"), said);
        }
    }
}
