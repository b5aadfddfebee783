//! What rests on a record: a change may break nothing that held before.

use crate::case::{CaseFile, Item};
use crate::checks;
use crate::content::{Content, Entry, Kind};
use crate::exit::FollowUp;
use crate::ids::{EpisodeId, RecordId};
use crate::preparation::{Gate, Start};
use crate::review::ReviewDecision;
use crate::states;

use super::command::Ctx;
use super::refusal::Missing;

/// What would be broken with this record so (or without it) that is not broken now.
pub(super) fn newly_broken(case: &CaseFile, id: RecordId, entry: Option<&Entry>, ctx: &Ctx) -> Vec<Missing> {
    let after = with(case, id, entry, ctx);
    let concerned = [case.get(id).and_then(|item| item.entry.episode), entry.and_then(|entry| entry.episode)];
    let mut missing = Vec::new();
    for episode in concerned.into_iter().flatten() {
        let mut held = broken(case, episode);
        for rule in broken(&after, episode) {
            // A late authorisation of a start that had none is how such records are settled.
            let same = |known: Missing| match (known, rule) {
                (Missing::LaterStart { .. } | Missing::Authorised, Missing::LaterStart { .. }) => true,
                _ => known == rule,
            };
            match held.iter().position(|&known| same(known)) {
                Some(known) => drop(held.swap_remove(known)),
                None => missing.push(rule),
            }
        }
    }
    let open = |case: &CaseFile| case.episodes().iter().filter(|episode| episode.open()).count();
    if open(&after) > open(case).max(1) {
        missing.push(Missing::NewerReferral);
    }
    crate::order::plain(&mut missing);
    missing.dedup();
    missing
}

/// What does not hold in an episode. Empty for everything that commands made;
/// an import can bring anything, which is shown and not refused.
pub fn broken(case: &CaseFile, episode: EpisodeId) -> Vec<Missing> {
    let mut missing = Vec::new();
    let mut rule = |holds: bool, otherwise: Missing| {
        if !holds {
            missing.push(otherwise);
        }
    };
    let reviews = case.reviews(episode);
    let plans = case.plans(episode);
    let exit = case.exit(episode);
    let starts = case.of::<Start>(episode).len();
    rule(case.referrals(episode).iter().all(|referral| !referral.criteria.is_empty()), Missing::Criterion);
    rule(starts <= 1, Missing::StartedAlready);
    if let Some(missing) = case.start(episode).and_then(|start| checks::too_early(case, Some(episode), start.body)) {
        rule(false, missing);
    }
    rule(reviews.is_empty() || starts > 0, Missing::Started);
    rule(exit.is_none() || starts > 0, Missing::Started);
    rule(case.of::<FollowUp>(episode).is_empty() || exit.is_some(), Missing::Exit);
    rule(case.plans_in_line(episode), Missing::Agreement(Kind::Plan));
    rule(case.waivers(episode).iter().all(|waiver| waiver.gate != Gate::Parents), Missing::ParentsAlways);
    match states::disagreement(case, episode) {
        Some(Kind::Authorisation) => rule(false, Missing::Authorised),
        Some(kind) => rule(false, Missing::Agreement(kind)),
        None => {}
    }
    if let Some(exit) = exit {
        rule(reviews.iter().any(|review| review.decision == ReviewDecision::Exit), Missing::ReviewToExit);
        missing.extend(checks::unjudged(case, episode, exit.body));
    }
    let continues = |revised: RecordId| {
        reviews.iter().any(|review| review.decision == ReviewDecision::Continue && review.plan == Some(revised))
    };
    let unfounded = plans.iter().filter_map(|plan| plan.revises).filter(|&revised| !continues(revised));
    missing.extend(unfounded.map(|_| Missing::ReviewToContinue));
    missing
}

pub(super) fn decides_on(content: &Content, referral: RecordId) -> bool {
    matches!(content, Content::Authorisation(authorisation) if authorisation.referral == referral)
}

/// The file with this record so, or without it.
pub(super) fn with(case: &CaseFile, id: RecordId, entry: Option<&Entry>, ctx: &Ctx) -> CaseFile {
    let mut after = case.clone();
    match entry {
        Some(entry) => after.put(Item { id, saved: ctx.now, entry: entry.clone() }),
        None => after.remove(id),
    }
    after
}
