//! What a step of the table needs, one check each: what of it is missing.

use time::Date;

use super::case::CaseFile;
use super::contact::Contact;
use super::content::Content;
use super::custody;
use super::decide::Missing;
use super::exit::Exit;
use super::gates::{GateStanding, gates};
use super::ids::{EpisodeId, RecordId};
use super::plan::{CirculationForm, CirculationTo, Plan};
use super::preparation::Gate;
use super::referral::AuthorisationDecision;
use super::review::ReviewDecision;
use super::standing::StandingKind;
use super::states::{Overlay, awaiting_revision, overlay};
use super::terms::terms;

terms! {
    /// What a step needs.
    Check {
        Criterion = "criterion", "At least one referral criterion";
        DecidedBy = "decided_by", "Who decided";
        Why = "why", "Why";
        HomeMayHear = "home_may_hear", "Nothing stands against writing home";
        Recipient = "recipient", "A contact to whom letters may go";
        CirculationMayGo = "circulation", "A recipient to whom the plan may go";
        LeadNamed = "lead_named", "The safeguarding lead who decided";
        LaterReviewDate = "later_review_date", "A day to look again";
        GateWaivable = "gate_waivable", "A gate that can be waived";
        WaiverReason = "waiver_reason", "A reason for the waiver";
        GatesOrUrgent = "gates", "The four gates, or who agreed to an urgent start";
        Running = "running", "Not on hold, objected to, left or died";
        PlanNamed = "plan", "The action plan";
        Started = "started", "The start of the intervention";
        PlanInForce = "plan_in_force", "The plan in force";
        ReviewToContinue = "review_to_continue", "A review that decided to continue";
        ReviewToExit = "review_to_exit", "A review that decided to exit";
        Judgements = "judgements", "A judgement of every referral criterion";
        AfterExit = "after_exit", "The exit, not later";
    }
}

/// What a check looks at. Without content only what the file shows is judged.
#[derive(Clone, Copy)]
pub struct Situation<'a> {
    /// The file.
    pub case: &'a CaseFile,
    /// The mentor's day.
    pub today: Date,
    /// The episode the step is taken in.
    pub episode: Option<EpisodeId>,
    /// What is to be saved.
    pub content: Option<&'a Content>,
}

/// What a check finds missing; nothing when it is met.
pub fn lacks(check: Check, situation: &Situation<'_>) -> Vec<Missing> {
    let Situation { case, today, episode, content } = *situation;
    match (check, content) {
        (Check::Criterion, Some(Content::Referral(referral))) => {
            need(!referral.criteria.is_empty(), Missing::Criterion)
        }
        (Check::DecidedBy, Some(Content::Authorisation(authorisation))) => {
            need(said(&authorisation.by), Missing::DecidedBy)
        }
        (Check::Why, Some(Content::Authorisation(authorisation))) => {
            let authorised = authorisation.decision == AuthorisationDecision::Authorised;
            need(authorised || said(&authorisation.why), Missing::Why)
        }
        (Check::HomeMayHear, _) => home_closed(case, today),
        (Check::Recipient, Some(Content::Letter(letter))) => recipient(case, Some(letter.contact)),
        (Check::Recipient, None) => {
            let contacts = case.contacts();
            let any = contacts.iter().any(|contact| contact.may_get_letters());
            let missing = if contacts.is_empty() { Missing::Contact } else { Missing::ContactForLetters };
            need(any, missing)
        }
        (Check::CirculationMayGo, Some(Content::Circulation(circulation))) => match circulation.to {
            CirculationTo::Parents => joined(home_closed(case, today), recipient(case, circulation.contact)),
            CirculationTo::Pupil | CirculationTo::Staff if circulation.contact.is_some() => {
                recipient(case, circulation.contact)
            }
            CirculationTo::Pupil => need(overlay(case, today) != Overlay::Died, Missing::Alive),
            CirculationTo::Staff => Vec::new(),
        },
        (Check::LeadNamed, Some(Content::LetterWithheld(withheld))) => need(said(&withheld.lead), Missing::LeadNamed),
        (Check::LaterReviewDate, Some(Content::LetterWithheld(withheld))) => {
            need(withheld.review_on > withheld.date, Missing::LaterReviewDate)
        }
        (Check::GateWaivable, Some(Content::Waiver(waiver))) => {
            need(waiver.gate != Gate::Parents, Missing::ParentsAlways)
        }
        (Check::WaiverReason, Some(Content::Waiver(waiver))) => need(said(&waiver.reason), Missing::WaiverReason),
        (Check::GatesOrUrgent, _) => gates_or_urgent(situation),
        (Check::Running, _) => running(case, today),
        (Check::PlanNamed, Some(Content::Circulation(circulation))) => {
            match (circulation.plan, circulation.form, circulation.to) {
                (None, CirculationForm::StaffPage, CirculationTo::Staff) => Vec::new(),
                (plan, ..) => plan_named(case, plan),
            }
        }
        (Check::PlanNamed, Some(Content::Signature(signature))) => plan_named(case, Some(signature.plan)),
        (Check::PlanNamed, None) => {
            plan_named(case, episode.and_then(|episode| case.latest_plan(episode)).map(|plan| plan.id))
        }
        (Check::Started, _) => need(episode.is_some_and(|episode| case.start(episode).is_some()), Missing::Started),
        (Check::PlanInForce, Some(Content::Review(review))) => {
            let plan = episode.and_then(|episode| case.latest_plan(episode)).map(|plan| plan.id);
            need(review.plan.is_none() || review.plan == plan, Missing::PlanInForce)
        }
        (Check::ReviewToContinue, _) => {
            need(episode.is_some_and(|episode| awaiting_revision(case, episode)), Missing::ReviewToContinue)
        }
        (Check::ReviewToExit, _) => {
            let review = episode.and_then(|episode| case.latest_review(episode));
            need(review.is_some_and(|review| review.decision == ReviewDecision::Exit), Missing::ReviewToExit)
        }
        (Check::Judgements, Some(Content::Exit(exit))) => match episode {
            Some(episode) => unjudged(case, episode, exit),
            None => Vec::new(),
        },
        (Check::AfterExit, Some(Content::FollowUp(follow_up))) => {
            let exit = episode.and_then(|episode| case.exit(episode));
            need(exit.is_some_and(|exit| exit.date <= follow_up.date), Missing::Exit)
        }
        // Judged once there is content of the right kind.
        (
            Check::Criterion
            | Check::DecidedBy
            | Check::Why
            | Check::Recipient
            | Check::CirculationMayGo
            | Check::LeadNamed
            | Check::LaterReviewDate
            | Check::GateWaivable
            | Check::WaiverReason
            | Check::PlanNamed
            | Check::PlanInForce
            | Check::Judgements
            | Check::AfterExit,
            _,
        ) => Vec::new(),
    }
}

/// The referral criteria that the exit does not judge (p26).
pub fn unjudged(case: &CaseFile, episode: EpisodeId, exit: &Exit) -> Vec<Missing> {
    let judged = |criterion| exit.outcomes.iter().any(|outcome| outcome.criterion == criterion);
    let criteria = case.criteria(episode);
    criteria.into_iter().filter(|&criterion| !judged(criterion)).map(Missing::Judgement).collect()
}

fn gates_or_urgent(situation: &Situation<'_>) -> Vec<Missing> {
    let Some(episode) = situation.episode else { return vec![Missing::Referral] };
    let open: Vec<_> = gates(situation.case, episode, situation.today)
        .into_iter()
        .filter(|gate| gate.standing == GateStanding::Open)
        .flat_map(|gate| gate.lacks)
        .collect();
    match situation.content {
        Some(Content::Start(start)) if !open.is_empty() && start.urgent_agreed_by.as_deref().is_some_and(said) => {
            need(said(&start.urgent_reason), Missing::UrgentReason)
        }
        _ => open,
    }
}

fn running(case: &CaseFile, today: Date) -> Vec<Missing> {
    match overlay(case, today) {
        Overlay::None => Vec::new(),
        Overlay::OnHold => vec![Missing::Resumed(StandingKind::OnHold)],
        Overlay::Objected => vec![Missing::Resumed(StandingKind::Objected)],
        Overlay::Left => vec![Missing::Resumed(StandingKind::Left)],
        Overlay::Died => vec![Missing::Alive],
        Overlay::HandedOver => back_here(case),
    }
}

fn back_here(case: &CaseFile) -> Vec<Missing> {
    custody::read_only(case).map(|gone| Missing::BackHere { since: gone.at.date() }).into_iter().collect()
}

/// What stands against writing home at all.
fn home_closed(case: &CaseFile, today: Date) -> Vec<Missing> {
    let mut missing = match overlay(case, today) {
        Overlay::Left => vec![Missing::Resumed(StandingKind::Left)],
        Overlay::Died => vec![Missing::Alive],
        Overlay::HandedOver => back_here(case),
        Overlay::None | Overlay::OnHold | Overlay::Objected => Vec::new(),
    };
    let ask_first = case.pupil().is_some_and(|pupil| pupil.ask_lead_first.is_some());
    missing.extend(ask_first.then_some(Missing::LeadAsked));
    missing
}

fn recipient(case: &CaseFile, contact: Option<RecordId>) -> Vec<Missing> {
    match contact.and_then(|contact| case.find::<Contact>(contact)) {
        None => vec![Missing::Contact],
        Some(contact) if contact.restricted() => vec![Missing::UnrestrictedContact],
        Some(contact) => need(contact.may_get_letters(), Missing::ContactForLetters),
    }
}

fn plan_named(case: &CaseFile, plan: Option<RecordId>) -> Vec<Missing> {
    need(plan.is_some_and(|plan| case.find::<Plan>(plan).is_some()), Missing::Plan)
}

fn need(there: bool, missing: Missing) -> Vec<Missing> {
    if there { Vec::new() } else { vec![missing] }
}

fn joined(mut one: Vec<Missing>, other: Vec<Missing>) -> Vec<Missing> {
    one.extend(other);
    one
}

/// Something other than blanks was typed.
fn said(text: &str) -> bool {
    !text.trim().is_empty()
}
