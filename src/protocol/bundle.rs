//! What the page and the bundle worker say to each other: JSON, with bytes or a file beside it for what is large.
//!
//! Each question is a type that names the type of its answer; what is said in them are the types of `casebook-transfer`, with
//! typed identifiers, dates and terms, so that what can't be read is an error of the whole message.

use casebook_bundle::{EnvelopeError, PartsError, SealBy};
use casebook_domain::ids::{ActorId, FileId, RecordId};
use casebook_transfer::export::{ExportOf, Exported};
use casebook_transfer::pack::PackFound;
use casebook_transfer::preview::{Applied, Checked, Choices, Known, Preview, PreviewRecords};
use casebook_transfer::{OpenBy, Progress};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What goes to the bundle worker: the build's id and a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToBundle<Q> {
    /// The app's build id.
    pub build: String,
    /// The question.
    pub ask: Q,
}

/// What comes from the bundle worker: any number of steps, then one of the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FromBundle<A> {
    /// How far it is.
    Step(Progress),
    /// Milliseconds of each stage of the job (`casebook_crypto::stages`) and the worker's memory, for the benchmark; comes just
    /// before the answer.
    Took(Vec<(String, u32)>),
    /// The answer.
    Answer(A),
    /// No bundle was made or opened, or nothing was written.
    Refused(EnvelopeError),
    /// It failed, in words for the mentor.
    Failed(String),
    /// The file beside the question could not be read: moved, removed, or in a cloud that does not answer.
    NoFile,
    /// The worker is of another build than the app.
    WrongBuild,
    /// The question could not be read.
    Garbled,
}

/// A question to the bundle worker.
pub trait Question: Into<BundleAsk> {
    /// What is answered.
    type Answer: Serialize + DeserializeOwned;
}

macro_rules! questions {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? } -> $answer:ty;)+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
            #[serde(deny_unknown_fields)]
            pub struct $name { $($(#[$field_doc])* pub $field: $type),* }

            impl Question for $name {
                type Answer = $answer;
            }

            impl From<$name> for BundleAsk {
                fn from(ask: $name) -> Self {
                    Self::$name(ask)
                }
            }
        )+

        /// Any question, as it travels.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum BundleAsk { $(
            #[doc = concat!("See [`", stringify!($name), "`].")]
            $name($name),
        )+ }
    };
}

questions! {
    /// First of all: the database and in whose name to write. The keys come as the bytes beside it.
    Open {
        /// The database's name.
        db: String,
        /// The epoch of the tab that asks: the worker writes in its name.
        epoch: u64,
        /// The vault's actor.
        actor: ActorId,
        /// The person who opened the casebook; `None`: the mentor of the settings.
        author: Option<String>,
    } -> ();
    /// Fill an empty casebook with made-up pupils.
    MakeDemo {
        /// How many.
        count: u32,
    } -> ();
    /// Make a bundle. Its files are kept, to be asked for one by one.
    Export {
        /// What goes out.
        of: ExportOf,
        /// How it is locked.
        seal: SealBy,
    } -> Exported;
    /// Make a resource pack of these, by words. Its one file is kept, to be asked for.
    MakePack {
        /// Resources.
        resources: Vec<RecordId>,
        /// Templates of the school's own.
        templates: Vec<RecordId>,
        /// The words.
        words: String,
    } -> Exported;
    /// Give a file of what was made, as the bytes beside the answer, and keep it no longer.
    Take {
        /// Its place, from 0.
        place: usize,
    } -> ();
    /// Open the resource pack beside this.
    ReadPack {
        /// What opens it.
        by: OpenBy,
    } -> PackFound;
    /// Open the part of a bundle beside this, to be checked together with those that were opened so before it.
    ReadPart {
        /// What opens it.
        by: OpenBy,
    } -> ();
    /// Say what the parts that were opened are, and keep them no longer.
    Check {} -> Result<Checked, PartsError>;
    /// Say whether the file beside this is sealed by words. Nothing is tried.
    SealedByWords {} -> bool;
    /// Open the bundle beside this. What was opened is kept, beside what was opened before if `more`.
    Read {
        /// What opens it.
        by: OpenBy,
        /// It is a part of the bundle that is open already.
        more: bool,
    } -> ();
    /// Say what it is that was opened, and what it would do here.
    Look {} -> Preview;
    /// List the records of a file of it.
    Details {
        /// The file.
        file: FileId,
    } -> PreviewRecords;
    /// Tell what is known of a pupil in it and of one here, for comparing.
    Compare {
        /// The file in it.
        file: FileId,
        /// The file here.
        here: FileId,
    } -> (Known, Known);
    /// Write what was chosen of the bundle that was opened, in one transaction. A receipt comes as the bytes beside the answer.
    Apply {
        /// What was chosen.
        choices: Choices,
    } -> Applied;
    /// Take the last import back.
    Undo {} -> ();
    /// Read the QR code in the grey picture beside this; `None`: there is none in it. Asked of a worker that has been given
    /// nothing else. What it says is cut where it is longer than any key.
    ReadCode {
        /// Pixels in a row.
        width: u32,
        /// Rows.
        height: u32,
    } -> Option<String>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::alias::Alias;
    use casebook_domain::calendar::{Moment, parse_iso};
    use casebook_domain::content::Kind;
    use casebook_domain::hand_over::{LeadHas, LeadSays, Parts, Place, Purpose};
    use casebook_transfer::export::HandOver;
    use casebook_transfer::preview::{LeftOut, PreviewKind, SettingsFate, Signer, Vouched};

    fn file(id: u8) -> FileId {
        FileId::from_bytes([id; 16])
    }

    fn back<T: Serialize + DeserializeOwned>(value: &T) -> T {
        serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
    }

    #[test]
    fn questions_read_back_what_they_say() {
        let hand_over = HandOver {
            files: vec![file(1)],
            purpose: Purpose::Cover,
            until: parse_iso("2026-12-18"),
            to: "Mo Colleague".into(),
            place: Place::Here,
            parts: Parts::Whole,
            lead: Some(LeadSays::Nothing),
        };
        let left = LeftOut { kinds: vec![Some(Kind::Note), None], records: vec![RecordId::from_bytes([3; 16])] };
        let choices = Choices {
            files: [(file(1), left)].into(),
            aliases: vec![Alias::of_two(file(1), file(2)).unwrap()],
            lead: Some(LeadHas::ALL[0]),
            words: "zoo zone".into(),
            ..Choices::default()
        };
        let asks: [BundleAsk; 7] = [
            Export { of: ExportOf::HandOver(hand_over), seal: SealBy::Words("zoo zone".into()) }.into(),
            Export { of: ExportOf::Backup, seal: SealBy::Recipient("age1…".into()) }.into(),
            Read { by: OpenBy::Secret("AGE-SECRET-KEY-1".into()), more: true }.into(),
            Read { by: OpenBy::Tablet, more: false }.into(),
            Compare { file: file(1), here: file(2) }.into(),
            Apply { choices }.into(),
            Look {}.into(),
        ];
        for ask in asks {
            let asked = ToBundle { build: "b".into(), ask };
            assert_eq!(back(&asked), asked);
        }
    }

    #[test]
    fn answers_read_back_what_they_say_and_anything_else_is_an_error() {
        let preview = Preview {
            kind: PreviewKind::HandOver(Purpose::Transfer),
            until: None,
            lead_says: None,
            author: "M".into(),
            made: Moment { utc_ms: 1, offset_min: -60 },
            sender: Vouched::Known("Mo".into(), Signer { key: [7; 32], words: "six words".into() }),
            reply: None,
            parts: 1,
            missing: vec![2],
            aliases: Vec::new(),
            beyond: 0,
            files: Vec::new(),
            arrivals: Vec::new(),
        };
        let answer: FromBundle<Preview> = FromBundle::Answer(preview);
        assert_eq!(back(&answer), answer);
        let applied = Applied { records: 3, settings: SettingsFate::Kept, ..Applied::default() };
        assert_eq!(back(&FromBundle::Answer(applied.clone())), FromBundle::Answer(applied));
        assert_eq!(
            back(&FromBundle::<()>::Refused(EnvelopeError::OtherKey)),
            FromBundle::Refused(EnvelopeError::OtherKey)
        );
        // An identifier, a term or a date that is none spoils the message; nothing is left out of it without a word.
        for text in [r#"{"Details":{"file":"00"}}"#, r#"{"Export":{"of":"Backup","seal":{"Words":"z"},"more":1}}"#] {
            assert!(serde_json::from_str::<BundleAsk>(text).is_err(), "{text}");
        }
        let text = serde_json::to_string(&answer).unwrap();
        for (right, wrong) in [("transfer", "nowhere"), (r#""utc_ms":1"#, r#""utc_ms":"1""#)] {
            assert!(text.contains(right), "{text}");
            assert!(serde_json::from_str::<FromBundle<Preview>>(&text.replace(right, wrong)).is_err(), "{wrong}");
        }
    }
}
