//! Things that happen to a case from outside: on hold, objected, left, died.

use crate::calendar::Date;

use super::terms::terms;

terms! {
    /// What changed. After [`StandingKind::Left`] and [`StandingKind::Died`] letters and reminders stop.
    StandingKind {
        OnHold = "on_hold", "On hold";
        Resumed = "resumed", "Resumed";
        Objected = "objected", "Parents or pupil object";
        Left = "left", "Left the school";
        Died = "died", "Has died";
    }
}

/// A change of standing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Day.
    pub date: Date,
    /// What changed.
    pub kind: StandingKind,
    /// Why, who said so, where to.
    pub reason: String,
    /// When to look again, for a case on hold.
    pub until: Option<Date>,
}
