//! Hand-overs and backups: what a bundle says, line by line, and what importing one would do.
//!
//! - [`format`]: the format's number and history, what the first and last line say.
//! - [`v1`](self): the lines as JSON, frozen.
//! - [`write`]: rows to lines. [`read`]: lines to rows, trusting nothing.
//! - [`plan`]: a dry run of an import as plain data, and the merge of one record.
//! - [`trust`]: what a bundle may join, remove or end here, by who vouches for it, and the bounds on all of it.
//! - [`parts`]: a backup that is more than one bundle holds.
//! - [`receipt`]: what was received of a hand-over. [`pack`]: resources and templates, of no pupil.
//! - [`armor`]: a sealed bundle as text, for share sheets.
//! - [`survey`]: what one holds, counted, and what it lacks.
//! - [`envelope`]: a whole bundle, sealed and checked, or opened and verified.
//!
//! The envelope (age, gzip, the limits on bytes) is the crypto crate's; here a bundle is lines from a [`LineSource`] and
//! to a [`LineSink`], so that all but [`envelope`] is tested without a key. JSON lines, because a school must be able to read
//! them in ten years.
//!
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
