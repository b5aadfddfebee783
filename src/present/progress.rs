//! How the targets of a plan stand: the latest rating of each and how it got there.

use time::Date;

use crate::domain::case::CaseFile;
use crate::domain::ids::{EpisodeId, RecordId};
use crate::domain::plan::{Plan, TargetRating};

/// One rating of a target, where it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Day.
    pub date: Date,
    /// The session or review.
    pub record: RecordId,
    /// Given at a review.
    pub at_review: bool,
    /// The rating.
    pub rating: TargetRating,
}

/// Every rating given in an episode, oldest first; on one day a review's after a session's.
pub fn ratings(case: &CaseFile, episode: EpisodeId) -> Vec<Given> {
    let mut given = Vec::new();
    for session in case.sessions() {
        if session.episode == Some(episode) {
            let of = |rating: &TargetRating| Given { date: session.date, record: session.id, at_review: false, rating: rating.clone() };
            given.extend(session.ratings.iter().map(of));
        }
    }
    for review in case.reviews(episode) {
        let of = |rating: &TargetRating| Given { date: review.date, record: review.id, at_review: true, rating: rating.clone() };
        given.extend(review.ratings.iter().map(of));
    }
    given.sort_by_key(|one| (one.date, one.at_review));
    given
}

/// The ratings of one target, oldest first.
pub fn of_target(given: &[Given], target: u16) -> impl Iterator<Item = &Given> {
    given.iter().filter(move |one| one.rating.target == target)
}

/// The goal attainment score of a plan by the latest ratings; `None` before the first.
pub fn score(plan: &Plan, given: &[Given]) -> Option<u16> {
    let ratings: Vec<TargetRating> = given.iter().map(|one| one.rating.clone()).collect();
    plan.score(&ratings)
}
