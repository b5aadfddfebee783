//! Reviews and their outcome (p24, p25).

use crate::calendar::Date;

use super::ids::RecordId;
use super::plan::TargetRating;
use super::terms::terms;

terms! {
    /// Who took part in a review (p24).
    Participant {
        Pupil = "pupil", "Pupil";
        Parents = "parents", "Parents or carers";
        Staff = "staff", "Members of staff";
    }
}
terms! {
    /// Progress in the mentor's judgement.
    Progress {
        Significant = "significant", "Significant progress";
        Some = "some", "Some progress";
        Little = "little", "Little or no progress";
        Worse = "worse", "Deterioration";
    }
}
impl Progress {
    /// Little or no progress, or a deterioration: referring on is considered (p28).
    pub const fn is_little(self) -> bool {
        matches!(self, Self::Little | Self::Worse)
    }
}

terms! {
    /// The outcome of a review (p25).
    ReviewDecision {
        Exit = "exit", "Exit";
        Continue = "continue", "Continue with a revised plan";
        Alternative = "alternative", "Alternative support";
    }
}

/// A review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Day.
    pub date: Date,
    /// The plan reviewed.
    pub plan: Option<RecordId>,
    /// Who took part.
    pub participants: Vec<Participant>,
    /// The pupil's view.
    pub pupil_view: String,
    /// The parents' view.
    pub parents_view: String,
    /// The staff's view.
    pub staff_view: String,
    /// Result of each target.
    pub ratings: Vec<TargetRating>,
    /// Progress over all.
    pub progress: Progress,
    /// The decision.
    pub decision: ReviewDecision,
    /// The line manager who was consulted; empty: not yet.
    pub consulted: String,
    /// What was agreed, and with whom.
    pub agreed: String,
}
