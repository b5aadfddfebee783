//! The app between views and browser, a handle for each part: the device, navigation, the session (lock, people, keys, the one
//! queue of writes), the casebook, the observation that runs, and transfers. `store` puts them together; `notices` is the one
//! place that turns errors into words.

pub mod access;
pub mod backups;
pub mod casebook;
pub mod checking;
pub mod commands;
pub mod demo;
pub mod device;
pub mod drafts;
pub mod erasing;
pub mod files;
pub mod handing_over;
pub mod held;
pub mod holding;
pub mod incoming_files;
pub mod joined;
pub mod locking;
pub mod navigation;
pub mod notice;
pub mod notices;
pub mod observing;
pub mod opening;
pub mod people;
pub mod phase;
pub mod published;
pub mod putting_back;
pub mod queue;
pub mod receiving;
pub mod resources;
pub mod scanning;
pub mod secret_words;
pub mod session;
pub mod split;
pub mod starting;
pub mod store;
pub mod templates;
pub mod transfer;
pub mod unlocking;
pub mod updates;
pub mod versions;
pub mod ways_in;
pub mod worker;
