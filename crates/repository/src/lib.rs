//! The casebook's records on this device: sealed rows in, what the rules and views see out.
//!
//! A change goes one way: a command is decided by the rules, becomes versions, is sealed and written in ONE transaction, and
//! only then is shown ([`change`]). If anything fails before, nothing has changed.
//!
//! The database is behind [`Rows`], and the time comes from a [`Clock`], so all of this runs on a host, without a browser:
//!
//! ```
//! use casebook_domain::content::Content;
//! use casebook_domain::decide::Command;
//! use casebook_domain::ids::FileId;
//! use casebook_domain::settings::Settings;
//! use casebook_repository::{Repository, RepositoryError, StoreName};
//! use casebook_testing::memory::{MemoryRows, run};
//! use casebook_testing::{id, moment, pupil};
//! use casebook_vault::{self as vault, Derived, Key, Params, random_salt};
//!
//! let made = vault::create(&Derived { key: Key::random(), salt: random_salt(), params: Params::DEFAULT }, "Made-Up Mentor");
//! let rows = MemoryRows::default();
//! let repository = Repository::new(rows.clone(), made.unlocked.keys, made.header.actor(), || moment(0, 600));
//! let settings = Settings::new("Made-Up Mentor".into(), "Made-Up School".into());
//!
//! run(async {
//!     let file = FileId::from_bytes([7; 16]);
//!     let command = Command::Save { id: id(1), content: Content::Pupil(pupil()) };
//!     let saved = repository.dispatch(&repository.blank(file), &settings, &command, None).await?;
//!     assert!(saved.warnings.is_empty());
//!
//!     // One transaction holds the record and the header that lists and Today read; nothing in it is in clear.
//!     assert_eq!(rows.writes(), 1);
//!     assert!(rows.all().values().all(|row| !row.windows(6).any(|some| some == b"Sample")));
//!     assert_eq!(repository.load(file).await?.case.pupil().expect("the pupil").surname, "Sample");
//!
//!     // A write that is cut off leaves nothing half done.
//!     rows.cut_off_after(Some(0));
//!     let before = repository.load(file).await?;
//!     assert!(repository.dispatch(&before, &settings, &Command::Delete { id: id(1) }, None).await.is_err());
//!     assert!(repository.load(file).await?.case.pupil().is_some());
//!     Ok::<(), RepositoryError>(())
//! })?;
//! # Ok::<(), RepositoryError>(())
//! ```

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
