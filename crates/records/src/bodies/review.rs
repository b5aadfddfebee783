//! Reviews.

use super::plan::TargetRating;
use crate::wire::{Code, Day, Id, stored};
use casebook_domain::ids::RecordId;
use casebook_domain::review;

stored! {
    Review = review::Review {
        date: Day,
        plan: Option<Id<RecordId>>,
        participants: Vec<Code<review::Participant>>,
        pupil_view: String,
        parents_view: String,
        staff_view: String,
        ratings: Vec<TargetRating>,
        progress: Code<review::Progress>,
        decision: Code<review::ReviewDecision>,
        consulted: String,
        agreed: String,
    }
}
