//! Sessions, notes and achievements (p07, p18, p41).

use crate::calendar::Date;

use super::ids::RecordId;
use super::plan::TargetRating;
use super::preparation::Audience;
use super::terms::terms;

terms! {
    /// Kinds of session (p07), and the drop-in of an exit programme.
    SessionKind {
        OneToOne = "one_to_one", "One to one";
        Group = "group", "Group work";
        InClass = "in_class", "In-class support";
        DropIn = "drop_in", "Drop-in";
    }
}
terms! {
    /// Whether the pupil came.
    Attended {
        Yes = "yes", "Came";
        Late = "late", "Came late";
        No = "no", "Did not come";
        Absent = "absent", "Absent from school";
    }
}

/// A session with the pupil.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Day.
    pub date: Date,
    /// Kind.
    pub kind: SessionKind,
    /// Minutes.
    pub minutes: u16,
    /// Whether the pupil came.
    pub attended: Attended,
    /// The lesson missed for it, if any.
    pub lesson_missed: String,
    /// What was done and said.
    pub notes: String,
    /// Next step, shown before the next session.
    pub next_step: String,
    /// Who may see the notes.
    pub audience: Audience,
    /// Ratings of the plan's targets.
    pub ratings: Vec<TargetRating>,
    /// Counts towards gifted and talented support.
    pub gifted: bool,
    /// Resources of this casebook that were used (p37).
    pub resources: Vec<RecordId>,
}

/// Something the pupil achieved (p41).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Achievement {
    /// Day.
    pub date: Date,
    /// What.
    pub what: String,
    /// Shown to the pupil.
    pub told_pupil: bool,
    /// Shown to the parents.
    pub told_parents: bool,
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Day.
    pub date: Date,
    /// Text.
    pub text: String,
    /// Who may see it.
    pub audience: Audience,
}
