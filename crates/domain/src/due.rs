//! What falls due in a case and when (Today). Dates are worked out when a file
//! changes; whether they are overdue is decided on the day.

mod kinds;
mod running;

use super::calendar::{add_school_days, add_weeks};
use super::case::{CaseFile, Episode, Recorded};
use super::custody::{self, Custody, custody};
use super::disorder::{Disorder, disorders};
use super::gates::{GateStanding, gates, unsent_letter};
use super::hand_over::{HandedOver, LeadHas, Purpose, Received, Transition};
use super::home::{self, Why};
use super::ids::RecordId;
use super::preparation::{LeadDecision, LetterKind};
use super::referral::{AuthorisationDecision, ReferrerKind};
use super::retention::{AccessClock, Ended, Retention, filed, holds, open_requests, over};
use super::safety::Worry;
use super::settings::Settings;
use super::standing::StandingKind;
use super::states::{Overlay, State, overlay};
use crate::calendar::Date;

use running::{FOLLOW_UP_DAYS, HALF_TERM_WEEKS, after_exit, in_intervention, open_gates};

pub use kinds::{Due, DueKind, WaitsFor};

/// Everything due in a case. A request for access is answered whatever happened since, and what was written twice waits for
/// somebody to choose. After a death nothing else but safety; after a pupil left no letters and no reminders but safety,
/// handing the file over and what is waited for of the case itself; of a case that was handed over nothing but that, safety and what becomes of the
/// file; on hold or objected to only safety, the letter home, and when to look again.
pub fn due(case: &CaseFile, settings: &Settings, today: Date) -> Vec<Due> {
    let mut list = safety(case);
    list.extend(access(case, settings));
    let overlay = overlay(case, today);
    if overlay == Overlay::HandedOver {
        // The person who has the case now chooses, but of what is kept here all the same.
        let kept =
            |id: &&RecordId| case.get(**id).is_some_and(|item| custody::always_recorded(item.entry.content.kind()));
        list.extend(case.two_versions.iter().filter(kept).map(|record| mine(DueKind::TwoVersions, None, *record)));
        list.extend(elsewhere(case, settings));
        list.extend(keeping(case, settings, today));
        return list;
    }
    // Whatever became of the pupil: until somebody chooses, one of the two stands unseen.
    list.extend(case.two_versions.iter().map(|record| mine(DueKind::TwoVersions, None, *record)));
    list.extend(case.moved_away.iter().map(|record| mine(DueKind::MovedAway, None, *record)));
    if overlay != Overlay::Died {
        list.extend(elsewhere(case, settings));
        list.extend(transition(case));
    }
    if overlay == Overlay::Died {
        return list;
    }
    // Also that a pupil who left comes back.
    list.extend(ahead(case, today));
    if overlay == Overlay::Left {
        return list;
    }
    list.extend(keeping(case, settings, today));
    list.extend(ask_lead_again(case, today));
    let episodes = case.current_and_since();
    for episode in &episodes {
        list.extend(home(case, settings, episode, today));
    }
    let disorders = disorders(case);
    if let Some(first) = disorders.first() {
        list.push(mine(DueKind::Decide, None, disagreeing(case, *first)));
    }
    match overlay {
        Overlay::OnHold | Overlay::Objected => list.extend(hold(case, settings, overlay, today)),
        _ => {
            for episode in &episodes {
                list.extend(of_referrals(case, settings, episode, today));
            }
            if let Some(episode) = episodes.first() {
                list.extend(of_state(case, settings, episode, today));
            }
            list.extend(after_exit(case, settings));
            list.extend(chase(case, settings));
        }
    }
    list
}
/// When follow-ups fall due after an exit (p27): early in each of the next half-terms, as many as the settings say; where
/// they hold no terms, half a term's weeks on.
pub fn follow_up_dates(exit: Date, settings: &Settings) -> Vec<Date> {
    let many = usize::from(settings.follow_up_half_terms);
    let next = settings.terms.iter().filter(|term| term.first > exit).take(many);
    let mut dates: Vec<_> =
        next.map(|term| add_school_days(term.first, FOLLOW_UP_DAYS, &settings.terms).min(term.last)).collect();
    while dates.len() < many {
        dates.push(add_weeks(dates.last().copied().unwrap_or(exit), HALF_TERM_WEEKS));
    }
    dates
}
fn mine(kind: DueKind, by: impl Into<Option<Date>>, record: impl Into<Option<RecordId>>) -> Due {
    Due { kind, by: by.into(), waits_for: WaitsFor::Mentor, record: record.into() }
}
fn theirs(kind: DueKind, by: impl Into<Option<Date>>, record: impl Into<Option<RecordId>>) -> Due {
    Due { kind, by: by.into(), waits_for: WaitsFor::Others, record: record.into() }
}
/// Worries: somebody must be told at once; then the lead confirms that they hold the words (p40). And what the receiver of a
/// hand-over still has to ask the lead.
fn safety(case: &CaseFile) -> Vec<Due> {
    let due = |worry: &Recorded<'_, Worry>| {
        let told = worry.body.told.as_ref().filter(|_| worry.unconfirmed());
        match told {
            _ if worry.insists() => Some(mine(DueKind::NobodyTold, None, worry.id)),
            told => told.map(|told| theirs(DueKind::HandOverWords, told.at.date(), worry.id)),
        }
    };
    case.worries().iter().filter_map(due).chain(lead_to_ask(case)).collect()
}
/// The newest answer counts: the person who gives it has asked about the pupil.
fn lead_to_ask(case: &CaseFile) -> Option<Due> {
    let answered = case.all::<Received>().into_iter().filter(|received| received.lead_has.is_some());
    let newest = answered.max_by_key(|received| (received.at.utc_ms, received.id))?;
    (newest.lead_has == Some(LeadHas::ToAsk)).then(|| mine(DueKind::LeadAnswer, newest.at.date(), newest.id))
}
/// What is waited for while a case is elsewhere, and what somebody else waits for (p30).
fn elsewhere(case: &CaseFile, settings: &Settings) -> Option<Due> {
    let custody = custody(case);
    let until = custody::until(&custody);
    match custody {
        Custody::Here | Custody::HandedOver(_) => None,
        Custody::OnTheWay(out) => {
            Some(theirs(DueKind::Receipt, school_days(out.at.date(), RECEIPT_DAYS, settings), out.id))
        }
        Custody::Out(out) => until.map(|until| theirs(DueKind::ComesBack, until, out.id)),
        Custody::Lent(come) => until.map(|until| mine(DueKind::GiveBack, until, come.id)),
    }
}
/// School days after which a receipt is asked for.
const RECEIPT_DAYS: u8 = 5;
/// Requests for access: the data-protection officer is told on the day, the answer has its date.
/// Until it is sure who asks, that is what is due; while clarification is awaited, others have to act.
fn access(case: &CaseFile, settings: &Settings) -> Vec<Due> {
    let mut list = Vec::new();
    for request in open_requests(case) {
        if request.officer_told.is_none() {
            list.push(mine(DueKind::TellOfficer, request.date, request.id));
        }
        list.push(match request.clock(&settings.terms) {
            AccessClock::Due(due) => mine(DueKind::AccessRequest, due, request.id),
            AccessClock::Identity => mine(DueKind::AccessIdentity, request.date, request.id),
            AccessClock::Clarification(_) => {
                Due { waits_for: WaitsFor::Others, ..mine(DueKind::AccessRequest, None, request.id) }
            }
        });
    }
    list
}
/// Weeks after the end of the work within which the school's record gets what it needs.
const FILE_WEEKS: u16 = 4;
/// What becomes of the file when the work has ended: first the school's record, then erasing. What stops erasing is
/// something to do of its own, or a hold, which reminds nobody.
fn keeping(case: &CaseFile, settings: &Settings, today: Date) -> Option<Due> {
    // Nobody is reminded of a pupil whose referral may be on its way; the list of files due for erasing has them.
    let over = over(case, settings, today).filter(|over| over.why != Ended::NeverReferred)?;
    if filed(case, &over) {
        return holds(case).is_empty().then(|| mine(DueKind::Erase, over.erase_on, None));
    }
    // What came to nothing leaves little to file: when its time is over, and not before.
    let by = match over.why {
        Ended::Transferred => over.ended,
        Ended::Unused => over.erase_on,
        _ => add_weeks(over.ended, FILE_WEEKS).min(over.erase_on),
    };
    let record = case.all::<Retention>().last().map(|retention| retention.id);
    Some(mine(DueKind::FileInSchoolRecord, by, record))
}
/// The file goes along when the pupil changes (p11): until a hand-over for good was made after the record was written.
fn transition(case: &CaseFile) -> Option<Due> {
    let transition = case.all::<Transition>().pop()?;
    let day = transition.due?;
    let gone = |handed_over: &Recorded<'_, HandedOver>| {
        handed_over.purpose == Purpose::Transfer && handed_over.at.date() >= transition.date
    };
    let handed_over = case.all::<HandedOver>().iter().any(gone);
    (!handed_over).then(|| mine(DueKind::Transition, day, transition.id))
}
/// What the safeguarding lead decided about home is looked at again on its day, for the whole file.
fn ask_lead_again(case: &CaseFile, today: Date) -> Option<Due> {
    let closed = home::contact(case, today).err().filter(|closed| closed.why != Why::AskLead)?;
    let decision = case.all::<LeadDecision>().pop().map(|decision| decision.id);
    Some(mine(DueKind::WithheldReview, closed.until?, decision))
}
/// The letter home (p15): from the referral on, also when it goes no further. Where the lead has to be asked, that is due
/// instead; while they withhold it, nothing is.
fn home(case: &CaseFile, settings: &Settings, episode: &Episode<'_>, today: Date) -> Option<Due> {
    let owed = unsent_letter(case, episode.id)?;
    let by = school_days(letter_owed_since(case, episode), settings.letter_days, settings);
    let kind = match home::contact(case, today) {
        Ok(_) if !home::may_remind(case, today) => DueKind::AskLead,
        Ok(_) if owed == LetterKind::Declined => DueKind::LetterNoFurther,
        Ok(_) => DueKind::LetterHome,
        Err(closed) if closed.why == Why::AskLead => DueKind::AskLead,
        Err(_) => return None,
    };
    Some(mine(kind, by, None))
}
/// The day from which the letter home is owed: of the referral, or of the decision that took back what parents were told.
fn letter_owed_since(case: &CaseFile, episode: &Episode<'_>) -> Date {
    let no_further = case.letters(episode.id).iter().any(|letter| letter.kind == LetterKind::Declined);
    let decisions = case.authorisations(episode.id);
    let authorised =
        decisions.iter().rfind(|decision| no_further && decision.decision == AuthorisationDecision::Authorised);
    authorised.map_or(episode.opened, |decision| decision.date.max(episode.opened))
}
/// What was entered for a day to come: nothing stops before it.
fn ahead(case: &CaseFile, today: Date) -> Vec<Due> {
    let standings = case.standings();
    let ahead = standings.iter().filter(|standing| standing.date > today);
    ahead
        .map(|standing| {
            let kind = if standing.kind == StandingKind::Left { DueKind::Leaving } else { DueKind::ChangeAhead };
            mine(kind, standing.date, standing.id)
        })
        .collect()
}
fn hold(case: &CaseFile, settings: &Settings, overlay: Overlay, today: Date) -> Option<Due> {
    let standing = case.standings().into_iter().rfind(|standing| standing.date <= today)?;
    let by = match (overlay, standing.until) {
        (_, Some(until)) => until,
        (Overlay::OnHold, None) if standing.kind == StandingKind::OnHold => {
            add_weeks(standing.date, u16::from(settings.initial_weeks))
        }
        _ => return None,
    };
    Some(mine(DueKind::HoldReview, by, standing.id))
}
/// Outcomes of onward referrals, of earlier episodes too (p28).
fn chase(case: &CaseFile, settings: &Settings) -> Vec<Due> {
    let onwards = case.onwards();
    let waiting = onwards.iter().filter(|onward| onward.outcome.trim().is_empty());
    waiting
        .map(|onward| {
            let by =
                onward.chase_on.unwrap_or_else(|| school_days(onward.date, settings.family_contact_days, settings));
            theirs(DueKind::ChaseOutcome, by, onward.id)
        })
        .collect()
}
/// Every referral is decided on, its referrer gets a reply (p06), and the family hears of it in writing (p15), also of one
/// that joined an open episode.
fn of_referrals(case: &CaseFile, settings: &Settings, episode: &Episode<'_>, today: Date) -> Vec<Due> {
    let mut list = Vec::new();
    let may_remind = home::may_remind(case, today);
    let told = may_remind && unsent_letter(case, episode.id).is_none();
    for referral in case.referrals(episode.id) {
        match case.decision_on(referral.id) {
            None if episode.open() || episode.state == State::ExitProgramme => {
                let by = school_days(referral.date, settings.authorisation_days, settings);
                list.push(theirs(DueKind::Authorisation, by, referral.id));
            }
            Some(decision) => {
                if decision.decision == AuthorisationDecision::MoreInformation && episode.open() {
                    let by = school_days(decision.date, settings.authorisation_days, settings);
                    list.push(mine(DueKind::MoreInformation, by, referral.id));
                }
                let nobody = match referral.referrer_kind {
                    ReferrerKind::Audit => true,
                    // A parent who referred their child is answered at home.
                    ReferrerKind::Parent => !may_remind,
                    _ => false,
                };
                if decision.referrer_told.is_none() && !nobody && episode.state != State::Exited {
                    let by = school_days(decision.date, settings.letter_days, settings);
                    list.push(mine(DueKind::ReferrerReply, by, decision.id));
                }
            }
            None => {}
        }
        let joined = referral.id != episode.referral.id && episode.open();
        let heard = case.letters(episode.id).iter().any(|letter| {
            letter.date >= referral.date && matches!(letter.kind, LetterKind::Referral | LetterKind::Declined)
        });
        if joined && told && !heard {
            let by = school_days(referral.date, settings.letter_days, settings);
            list.push(mine(DueKind::LetterHome, by, referral.id));
        }
    }
    list
}
fn of_state(case: &CaseFile, settings: &Settings, episode: &Episode<'_>, today: Date) -> Vec<Due> {
    let mut list = Vec::new();
    match episode.state {
        State::None | State::Redirected | State::Declined | State::Exited | State::ExitProgramme => {}
        // Said for each referral.
        State::AwaitingAuthorisation | State::MoreInformation => {}
        State::Preparing => {
            let from = case.latest_authorisation(episode.id).map_or(episode.opened, |decision| decision.date);
            let by = school_days(from, settings.urgent_gate_days, settings);
            list.extend(open_gates(case, episode, Some(by), today));
            let ready = gates(case, episode.id, today).iter().all(|gate| gate.standing != GateStanding::Open);
            list.extend(ready.then(|| mine(DueKind::Start, None, None)));
        }
        State::Intervention => list.extend(in_intervention(case, settings, episode, today)),
        // Said for the whole file.
        State::Undecided => {}
    }
    list
}
fn disagreeing(case: &CaseFile, disorder: Disorder) -> Option<RecordId> {
    match disorder {
        Disorder::OpenTwice { newer, .. } => Some(newer),
        Disorder::TwoPupils => None,
        Disorder::GoesOn(episode) => case.exit(episode).map(|exit| exit.id),
        Disorder::StartedTwice(episode) | Disorder::NotAuthorised(episode) => case.start(episode).map(|start| start.id),
        Disorder::RevisedTwice(episode) => case.latest_plan(episode).map(|plan| plan.id),
    }
}
fn school_days(from: Date, days: u8, settings: &Settings) -> Date {
    add_school_days(from, u16::from(days), &settings.terms)
}
