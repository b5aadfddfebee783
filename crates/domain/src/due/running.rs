//! What is due while an intervention runs, and after it.

use crate::calendar::Date;
use crate::calendar::add_weeks;
use crate::case::{CaseFile, Episode};
use crate::decide::Missing;
use crate::gates::{GateStanding, gates};
use crate::home;
use crate::plan::Plan;
use crate::preparation::{FamilyContact, Reached};
use crate::review::ReviewDecision;
use crate::settings::Settings;
use crate::states::{alternative_wanted, awaiting_revision, not_circulated, to_refer_again};

use super::kinds::{Due, DueKind};
use super::{follow_up_dates, mine, school_days};

/// School days into the half-term: enough to see how the pupil has come back.
pub(super) const FOLLOW_UP_DAYS: u16 = 10;

/// About a half-term with its holiday, where the settings hold no terms.
pub(super) const HALF_TERM_WEEKS: u16 = 7;

/// What is open of the gates: due some school days after the authorisation or the urgent start, and at once where something
/// that met a gate was deleted, moved or changed after the start (p17). The letter has its own line; nobody is sent to speak
/// with a home that the safeguarding lead keeps out.
pub(super) fn open_gates(case: &CaseFile, episode: &Episode<'_>, by: Option<Date>, today: Date) -> Vec<Due> {
    let open = gates(case, episode.id, today).into_iter().filter(|gate| gate.standing == GateStanding::Open);
    let named = |missing: Missing| match missing {
        Missing::ClassTeacher => Some(DueKind::GateLiaison),
        Missing::OtherStaff => Some(DueKind::GateOtherStaff),
        Missing::AgencyOrNone => Some(DueKind::GateAgency),
        Missing::Baseline => Some(DueKind::GateBaseline),
        Missing::Observation => Some(DueKind::GateObservation),
        Missing::FamilyTalk { .. } if home::may_remind(case, today) => Some(DueKind::GateParents),
        _ => None,
    };
    open.flat_map(|gate| gate.lacks).filter_map(named).map(|kind| mine(kind, by, None)).collect()
}

pub(super) fn in_intervention(case: &CaseFile, settings: &Settings, episode: &Episode<'_>, today: Date) -> Vec<Due> {
    let mut list = Vec::new();
    let Some(start) = episode.start else { return list };
    let urgent = start.urgent_agreed_by.is_some();
    let by = urgent.then(|| school_days(start.date, settings.urgent_gate_days, settings));
    list.extend(open_gates(case, episode, by, today));
    let weeks = if start.weeks == 0 { settings.initial_weeks } else { start.weeks };
    let period_ends = add_weeks(start.date, u16::from(weeks));
    let plan = case.latest_plan(episode.id);
    match plan {
        None => list.push(mine(DueKind::Plan, period_ends, None)),
        Some(plan) if !not_circulated(case, episode.id, today).is_empty() => {
            let by = school_days(plan.date, settings.letter_days, settings);
            list.push(mine(DueKind::Circulate, by, plan.id));
        }
        Some(_) => {}
    }
    let review = case.latest_review(episode.id);
    match review.map(|review| (review, review.decision)) {
        Some((review, ReviewDecision::Exit)) => list.push(mine(DueKind::ExitForm, None, review.id)),
        Some(_) if awaiting_revision(case, episode.id) => {
            list.push(mine(DueKind::RevisePlan, None, plan.map(|plan| plan.id)));
        }
        _ => {
            let wanted = alternative_wanted(case, episode.id);
            list.extend(wanted.map(|review| mine(DueKind::Alternative, None, review.id)));
            let planned = plan.and_then(|plan: crate::case::Recorded<'_, Plan>| plan.review_on);
            let by = match review {
                None => planned.unwrap_or(period_ends),
                Some(review) => planned
                    .filter(|&day| day > review.date)
                    .unwrap_or_else(|| add_weeks(review.date, u16::from(settings.initial_weeks))),
            };
            list.push(mine(DueKind::Review, by, plan.map(|plan| plan.id)));
        }
    }
    list.extend(family_contact(case, settings, start.date, today));
    list
}

/// Regular contact with the family (p36), counted from the last conversation or the start.
pub(super) fn family_contact(case: &CaseFile, settings: &Settings, start: Date, today: Date) -> Option<Due> {
    if !home::may_remind(case, today) {
        return None;
    }
    let spoke = |contact: &&crate::case::Recorded<'_, FamilyContact>| contact.reached == Reached::Spoke;
    let last = case.family_contacts().iter().rfind(spoke).map(|contact| contact.date);
    let from = last.filter(|&last| last > start).unwrap_or(start);
    Some(mine(DueKind::FamilyContact, school_days(from, settings.family_contact_days, settings), None))
}

/// What is due after an exit (p27), also while a re-referral waits or after it was declined: the next follow-up, and the
/// referral that the last one asked for.
pub(super) fn after_exit(case: &CaseFile, settings: &Settings) -> Vec<Due> {
    let mut list = Vec::new();
    if let Some(episode) = case.exit_programme() {
        list.extend(follow_up(case, settings, &episode));
    }
    if let Some(found) = to_refer_again(case) {
        list.push(mine(DueKind::ReferAgain, found.date, found.id));
    }
    list
}

/// The next follow-up: one for each day planned at the exit, then the last one that closes the episode.
pub(super) fn follow_up(case: &CaseFile, settings: &Settings, episode: &Episode<'_>) -> Option<Due> {
    let exit = episode.exit?;
    let mut planned = exit.body.follow_ups.clone();
    crate::order::plain(&mut planned);
    let done = case.follow_ups(episode.id).len();
    let programme_ends = || exit.body.programme.iter().filter_map(|part| part.until).max();
    let by = match planned.get(done) {
        Some(&day) => Some(day),
        None if planned.is_empty() && done == 0 => {
            programme_ends().or_else(|| follow_up_dates(exit.date, settings).first().copied())
        }
        None => None,
    };
    Some(mine(DueKind::FollowUp, by, exit.id))
}
