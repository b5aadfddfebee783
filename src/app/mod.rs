//! The app between views and browser: the store, the one write queue, locking,
//! and the one place that turns errors into words.

pub mod access;
pub mod backups;
pub mod checking;
pub mod demo;
pub mod device;
pub mod doors;
pub mod drafts;
pub mod erasing;
pub mod handing_over;
pub mod holding;
pub mod inside;
pub mod joined;
pub mod locking;
pub mod notices;
pub mod observing;
pub mod people;
pub mod putting_back;
pub mod queue;
pub mod receiving;
pub mod resources;
pub mod scanning;
pub mod store;
pub mod transfer;
pub mod updates;
pub mod versions;
pub mod worker;
