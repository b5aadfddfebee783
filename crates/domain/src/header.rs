//! The header of a file: what lists, search and Today need, so that unlocking
//! does not read whole files. Derived, and written in the same transaction as
//! what it derives from.

use crate::calendar::Date;

use super::case::CaseFile;
use super::due::{Due, DueKind, due};
use super::ids::FileId;
use super::planned::{Planned, planned};
use super::pupil::year_on;
use super::settings::Settings;
use super::states::{Overlay, State, overlay};

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
    /// The name in letters home, where it is another.
    pub letter_name: String,
    /// Present form.
    pub form: String,
    /// Unique pupil number: a pupil who comes in from elsewhere is recognised by it.
    pub upn: String,
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
    /// Planned sessions.
    pub planned: Vec<Planned>,
    /// Number of episodes.
    pub episodes: u16,
}

impl Header {
    /// Whether a day has come that changes what it says, though nobody wrote in the file: it is derived from the file again.
    pub fn outdated(&self, today: Date) -> bool {
        let turned = |due: &Due| match due.kind {
            DueKind::Leaving | DueKind::ChangeAhead => due.by.is_some_and(|by| by <= today),
            DueKind::WithheldReview => due.by.is_some_and(|by| by < today),
            _ => false,
        };
        self.due.iter().any(turned)
    }
}

/// Derives the header of a file. A file without a pupil (a register) has one without names.
pub fn header(case: &CaseFile, settings: &Settings, today: Date) -> Header {
    let pupil = case.pupil();
    let text = |of: fn(&super::pupil::Pupil) -> &String| pupil.map(of).cloned().unwrap_or_default();
    Header {
        file: case.id,
        first_names: text(|pupil| &pupil.first_names),
        surname: text(|pupil| &pupil.surname),
        known_as: text(|pupil| &pupil.known_as),
        letter_name: text(|pupil| &pupil.letter_name),
        upn: text(|pupil| &pupil.upn),
        form: pupil.and_then(|pupil| pupil.schooling.first()).map(|stay| stay.form.clone()).unwrap_or_default(),
        born: pupil.and_then(|pupil| pupil.born),
        year_as_taught: pupil.and_then(|pupil| pupil.year_as_taught),
        state: case.current().map_or(State::None, |current| current.state),
        overlay: overlay(case, today),
        due: due(case, settings, today),
        last_session: case.sessions().last().map(|session| session.date),
        planned: planned(case, settings, today),
        episodes: u16::try_from(case.episodes().len()).unwrap_or(u16::MAX),
    }
}

impl Header {
    /// The year group on a day: as taught where the school has said so, otherwise by the birth date.
    pub fn year_on(&self, day: Date) -> Option<i8> {
        year_on(self.year_as_taught, self.born, day)
    }
}
