//! The one place that turns errors into words: what happened, what to do next. A module for each subject.

pub mod people;
pub mod scanning;
pub mod secrets;
pub mod start;
pub mod storage;
pub mod templates;
pub mod transfers;
