//! The casebook's records on this device: sealed rows in, what the rules and views see out.
//!
//! A change goes one way: a command is decided by the rules, becomes versions, is sealed and written in ONE transaction, and
//! only then is shown ([`change`]). If anything fails before, nothing has changed.
//!
//! The database is behind [`Rows`], and the time comes from a [`Clock`], so all of this runs on a host, without a browser.

pub mod change;
pub mod device;
pub mod drafts;
pub mod erasing;
pub mod error;
pub mod ids;
pub mod keys;
pub mod loaded;
pub mod observing;
pub mod putting_back;
pub mod repository;
pub mod resealing;
pub mod rows;
pub mod versions;

pub use change::{Back, Moved, Saved, VersionChoice};
pub use drafts::DraftSlot;
pub use error::RepositoryError;
pub use keys::{device_place, draft_row, id_at, key, key3};
pub use loaded::Loaded;
pub use repository::{Clock, Repository, kit_in, settings_in};
pub use rows::{Batch, DbError, Rows, StoreName};
