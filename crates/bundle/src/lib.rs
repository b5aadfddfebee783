//! Hand-overs and backups: what a bundle says, line by line, and what importing one would do.
//!
//! - [`mod@format`]: the format's number and history, what the first and last line say.
//! - [`v1`](self): the lines as JSON, frozen.
//! - [`mod@write`]: rows to lines. [`read`]: lines to rows, trusting nothing.
//! - [`mod@plan`]: a dry run of an import as plain data, and the merge of one record.
//! - [`trust`]: what a bundle may join, remove or end here, by who vouches for it, and the bounds on all of it.
//! - [`parts`]: a backup that is more than one bundle holds.
//! - [`receipt`]: what was received of a hand-over. [`pack`]: resources and templates, of no pupil.
//! - [`armor`]: a sealed bundle as text, for share sheets.
//! - [`mod@survey`]: what one holds, counted, and what it lacks.
//! - [`envelope`]: a whole bundle, sealed and checked, or opened and verified.
//!
//! The envelope (age, gzip, the limits on bytes) is the crypto crate's; here a bundle is lines from a [`LineSource`] and
//! to a [`LineSink`], so that all but [`envelope`] is tested without a key. JSON lines, because a school must be able to read
//! them in ten years.
//!
//! ```
//! use casebook_bundle::{LocalIndex, Opening, Outgoing, RowFate, collect, plan, write_lines};
//! use casebook_domain::content::{Entry, Kind};
//! use casebook_domain::hand_over::Purpose;
//! use casebook_domain::ids::{ActorId, FileId, RecordId, VersionId};
//! use casebook_records::{encode, revision::next};
//! use casebook_testing::lines::Lines;
//! use casebook_testing::sample::{sample, written_at};
//!
//! let (here, file, now) = (ActorId::from_bytes([1; 16]), FileId::from_bytes([2; 16]), written_at());
//! let row = |number: u8, kind| {
//!     let version = next(&[], here, VersionId::from_bytes([number; 16]), now, "Made-Up Mentor");
//!     let row = encode(&version, &Entry { episode: None, content: sample(kind) });
//!     Outgoing::Row { file, record: RecordId::from_bytes([number; 16]), row, history: false }
//! };
//!
//! // The writer leaves out what must not leave, whatever it is given: of a pupil and a worry, the pupil goes.
//! let mut lines = Lines::default();
//! let opening = Opening::hand_over(Purpose::Transfer, here, "Made-Up Mentor", now);
//! write_lines(&mut lines, &opening, None, [row(3, Kind::Pupil), row(4, Kind::Worry)]).expect("written");
//! assert!(!lines.text().contains("worry"));
//!
//! // The reader trusts nothing; the plan says what an import would do and changes nothing.
//! let incoming = collect(&mut lines).expect("as it was written");
//! let planned = plan(&LocalIndex::default(), &incoming);
//! assert_eq!(planned.files[0].rows.iter().map(|row| &row.fate).collect::<Vec<_>>(), [&RowFate::New]);
//! ```
//! Safeguarding entries are in no hand-over: not as rows, not in its counts; one that comes in with a hand-over is
//! refused. Settings belong to a device and travel only in backups.

pub mod armor;
pub mod envelope;
pub mod format;
pub mod pack;
pub mod parts;
pub mod plan;
pub mod read;
pub mod receipt;
pub mod survey;
pub mod trust;
mod v1;
pub mod write;

pub use casebook_crypto::bundle::OpenWith;
pub use casebook_crypto::stages;
pub use envelope::{EnvelopeError, Made, SealBy};
pub use format::{BundleKind, Closing, FORMAT, LeadSays, Opening, Parts, Place, Purpose, Sender, Signed};
pub use pack::Pack;
pub use parts::{Joined, PartsError, Room, Size, TooManyParts, join, split};
pub use plan::{
    Duplicate, FileFate, FilePlan, ImportPlan, LocalFile, LocalIndex, LocalRecord, Merged, MovedPlan, RowFate, RowPlan,
    RowRefusal, Totals, left_after_move, merge_record, name_of, plan,
};
pub use read::{
    Incoming, IncomingBlob, IncomingMoved, IncomingRow, Item, LineError, LineSource, ReadError, collect, read_lines,
};
pub use receipt::{Arrived, Receipt, ReceivedFile};
pub use survey::{Lacking, Standing, Survey, lacking, survey};
pub use trust::{AliasPlan, MAX_ALIASES, MAX_TRACES, MAX_VERSIONS, Trust};
pub use write::{LineSink, Outgoing, PackError, WriteError, Written, write_lines, write_pack, write_receipt};
