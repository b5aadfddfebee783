//! Sessions, achievements and notes.

use super::plan::TargetRating;
use crate::wire::{Code, Day, Id, stored};
use casebook_domain::ids::RecordId;
use casebook_domain::{preparation, session};

stored! {
    Achievement = session::Achievement {
        date: Day,
        what: String,
        told_pupil: bool,
        told_parents: bool,
    }
}
stored! {
    Note = session::Note {
        date: Day,
        text: String,
        audience: Code<preparation::Audience>,
    }
}
stored! {
    Session = session::Session {
        date: Day,
        kind: Code<session::SessionKind>,
        minutes: u16,
        attended: Code<session::Attended>,
        lesson_missed: String,
        notes: String,
        next_step: String,
        audience: Code<preparation::Audience>,
        ratings: Vec<TargetRating>,
        gifted: bool,
        resources: Vec<Id<RecordId>>,
    }
}
