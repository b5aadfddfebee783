//! Sessions before schema 2.

use super::plan::TargetRatingV1;
use super::{frozen, frozen_terms};
use crate::wire::Day;
use casebook_domain::{preparation, session};

frozen_terms! {
    /// The form of a session.
    SessionKindV1 => session::SessionKind {
        OneToOne = "one_to_one",
        Group = "group",
        InClass = "in_class",
        DropIn = "drop_in",
    }
}
frozen_terms! {
    /// Whether the pupil came.
    AttendedV1 => session::Attended {
        Yes = "yes",
        Late = "late",
        No = "no",
        Absent = "absent",
    }
}
frozen_terms! {
    /// Whom it is for.
    AudienceV1 => preparation::Audience {
        MentorOnly = "mentor",
        Staff = "staff",
        Family = "family",
    }
}
frozen! {
    /// A session of schema 1.
    SessionV1 {
        date: Day,
        kind: SessionKindV1,
        minutes: u16,
        attended: AttendedV1,
        lesson_missed: String,
        notes: String,
        next_step: String,
        audience: AudienceV1,
        ratings: Vec<TargetRatingV1>,
        gifted: bool,
    }
}

impl From<SessionV1> for session::Session {
    /// Nobody noted which resources were used.
    fn from(old: SessionV1) -> Self {
        let SessionV1 { date, kind, minutes, attended, lesson_missed, notes, next_step, audience, ratings, gifted } =
            old;
        Self {
            date,
            kind: kind.into(),
            minutes,
            attended: attended.into(),
            lesson_missed,
            notes,
            next_step,
            audience: audience.into(),
            ratings: ratings.into_iter().map(Into::into).collect(),
            gifted,
            resources: Vec::new(),
        }
    }
}
