//! Sessions, achievements, notes, reviews.

use super::Sample;
use super::{clock, on, record, text};
use crate::any::Any;
use casebook_domain::plan::{Attainment, TargetRating};
use casebook_domain::planned::{DayChange, DayChanged, OffReason, PlannedSession, SessionTime};
use casebook_domain::preparation::Audience;
use casebook_domain::review::{Participant, Progress, Review, ReviewDecision};
use casebook_domain::session::{Achievement, Attended, Note, Session, SessionKind};

impl Sample for Session {
    fn sample() -> Self {
        Session {
            date: on("2026-11-17"),
            kind: SessionKind::OneToOne,
            minutes: 30,
            attended: Attended::Late,
            lesson_missed: text("Art"),
            notes: text("Practised asking"),
            next_step: text("Try at break"),
            audience: Audience::MentorOnly,
            ratings: vec![TargetRating {
                target: 1,
                attainment: Attainment::new(-1).expect("a rating"),
                remark: text("Once"),
            }],
            gifted: false,
            resources: vec![record(7)],
        }
    }

    fn any(any: &mut Any) -> Self {
        Session {
            date: any.day(),
            kind: any.of(SessionKind::ALL),
            minutes: any.small(),
            attended: any.of(Attended::ALL),
            lesson_missed: any.text(),
            notes: any.text(),
            next_step: any.text(),
            audience: any.of(Audience::ALL),
            ratings: any.some(Any::rating),
            gifted: any.flag(),
            resources: any.some(Any::record),
        }
    }
}

impl Sample for Achievement {
    fn sample() -> Self {
        Achievement {
            date: on("2026-11-18"),
            what: text("Asked to join a game"),
            told_pupil: true,
            told_parents: false,
        }
    }

    fn any(any: &mut Any) -> Self {
        Achievement { date: any.day(), what: any.text(), told_pupil: any.flag(), told_parents: any.flag() }
    }
}

impl Sample for Note {
    fn sample() -> Self {
        Note { date: on("2026-11-19"), text: text("Smiled in the corridor ☺"), audience: Audience::MentorOnly }
    }

    fn any(any: &mut Any) -> Self {
        Note { date: any.day(), text: any.text(), audience: any.of(Audience::ALL) }
    }
}

impl Sample for Review {
    fn sample() -> Self {
        Review {
            date: on("2026-12-18"),
            plan: Some(record(4)),
            participants: vec![Participant::Pupil, Participant::Staff],
            pupil_view: text("Better"),
            parents_view: text(""),
            staff_view: text("Better"),
            ratings: vec![TargetRating {
                target: 1,
                attainment: Attainment::new(2).expect("a rating"),
                remark: text(""),
            }],
            progress: Progress::Some,
            decision: ReviewDecision::Continue,
            consulted: text("Mrs Made-Up"),
            agreed: text("Two more weeks"),
        }
    }

    fn any(any: &mut Any) -> Self {
        Review {
            date: any.day(),
            plan: any.maybe(Any::record),
            participants: any.some(|any| any.of(Participant::ALL)),
            pupil_view: any.text(),
            parents_view: any.text(),
            staff_view: any.text(),
            ratings: any.some(Any::rating),
            progress: any.of(Progress::ALL),
            decision: any.of(ReviewDecision::ALL),
            consulted: any.text(),
            agreed: any.text(),
        }
    }
}

impl Sample for PlannedSession {
    fn sample() -> Self {
        PlannedSession {
            date: on("2026-11-24"),
            slot: SessionTime::Period(text("Period 3")),
            minutes: 30,
            place: text("Library"),
            kind: SessionKind::OneToOne,
            weekly_until: Some(on("2026-12-18")),
            about: text("Timetable"),
            changes: vec![
                DayChange {
                    day: on("2026-12-01"),
                    what: DayChanged::Moved { to: on("2026-12-02"), slot: SessionTime::At(clock(10, 45)) },
                },
                DayChange { day: on("2026-12-08"), what: DayChanged::Off(OffReason::School) },
                DayChange {
                    day: on("2026-12-15"),
                    what: DayChanged::Moved { to: on("2026-12-16"), slot: SessionTime::AnyTime },
                },
            ],
        }
    }

    fn any(any: &mut Any) -> Self {
        PlannedSession {
            date: any.day(),
            slot: any.slot(),
            minutes: any.small(),
            place: any.text(),
            kind: any.of(SessionKind::ALL),
            weekly_until: any.maybe(Any::day),
            about: any.text(),
            changes: any.some(|any| DayChange {
                day: any.day(),
                what: if any.flag() {
                    DayChanged::Off(any.of(OffReason::ALL))
                } else {
                    DayChanged::Moved { to: any.day(), slot: any.slot() }
                },
            }),
        }
    }
}
