//! The header of a file: what lists, search and Today need, so that unlocking
//! does not read whole files. Derived, and written in the same transaction as
//! what it derives from.

use time::Date;

use super::due::Due;
use super::ids::FileId;
use super::states::{Overlay, State};

/// A file's header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The file.
    pub file: FileId,
    /// First names as registered.
    pub first_names: String,
    /// Surname.
    pub surname: String,
    /// The name the pupil goes by.
    pub known_as: String,
    /// Present form.
    pub form: String,
    /// Birth date, for the year group on any day.
    pub born: Option<Date>,
    /// Year as taught, where set.
    pub year_as_taught: Option<u8>,
    /// State of the newest episode.
    pub state: State,
    /// What lies over the state.
    pub overlay: Overlay,
    /// What is due.
    pub due: Vec<Due>,
    /// Day of the newest session.
    pub last_session: Option<Date>,
    /// Number of episodes.
    pub episodes: u16,
}
