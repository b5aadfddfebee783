//! The conditions for a step of the table, one check each, and what is missing when a check fails.

use crate::calendar::Date;

use super::case::{CaseFile, Recorded};
use super::contact::{Contact, same_words};
use super::content::Content;
use super::custody;
use super::decide::Missing;
use super::exit::Exit;
use super::gates::{GateStanding, gates};
use super::home;
use super::ids::{EpisodeId, RecordId};
use super::plan::{Circulation, CirculationForm, CirculationTo, Plan};
use super::preparation::{Gate, HomeRuling, LeadDecision, SendMethod, Start};
use super::referral::AuthorisationDecision;
use super::review::ReviewDecision;
use super::settings::Settings;
use super::standing::StandingKind;
use super::states::{Overlay, awaiting_revision, overlay};
use super::terms::terms;

terms! {
    /// What a step needs.
    Check {
        Criterion = "criterion", "At least one referral criterion";
        DecidedBy = "decided_by", "Who decided";
        Why = "why", "Why";
        HomeMayHear = "home_may_hear", "Home may be written to";
        Recipient = "recipient", "A contact who may get letters";
        CirculationMayGo = "circulation", "A recipient who may get the plan";
        SignerMayBeAsked = "signer", "Somebody who may be shown the plan";
        LeadNamed = "lead_named", "The safeguarding lead who decided";
        LaterReviewDate = "later_review_date", "A later day to ask again";
        GateWaivable = "gate_waivable", "A gate that can be waived";
        WaiverReason = "waiver_reason", "A reason for the waiver";
        GatesOrUrgent = "gates", "The four gates, or who agreed to an urgent start";
        AgreedByAnother = "agreed_by_another", "Somebody else who agreed to an urgent start";
        NotBeforeDecision = "not_before_decision", "A first day not before the referral and its authorisation";
        Running = "running", "The case is not on hold or objected to, and the pupil has not left or died";
        PlanNamed = "plan", "The action plan";
        Started = "started", "The start of the intervention";
        PlanInForce = "plan_in_force", "The current plan";
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
    /// The settings: who the mentor is, and who the safeguarding leads are.
    pub settings: &'a Settings,
    /// The mentor's day.
    pub today: Date,
    /// The episode the step is taken in.
    pub episode: Option<EpisodeId>,
    /// What is to be saved.
    pub content: Option<&'a Content>,
}

/// What a check finds missing; nothing when it is met.
pub fn lacks(check: Check, situation: &Situation<'_>) -> Vec<Missing> {
    let Situation { case, settings, today, episode, content } = *situation;
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
        (Check::CirculationMayGo, Some(Content::Circulation(circulation))) => {
            circulation_lacks(case, today, circulation)
        }
        (Check::SignerMayBeAsked, Some(Content::Signature(signature))) => {
            let signs = |contact: &&Recorded<'_, Contact>| same_words(&contact.name.whole(), &signature.by);
            match case.contacts().iter().find(signs) {
                Some(parent) if parent.restricted() => vec![Missing::UnrestrictedContact],
                Some(_) => home_closed(case, today),
                None => Vec::new(),
            }
        }
        (Check::LeadNamed, Some(Content::LeadDecision(decision))) => {
            need(names_a_lead(&decision.lead, settings), Missing::LeadNamed)
        }
        (Check::LaterReviewDate, Some(Content::LeadDecision(decision))) => {
            need(counts_until_later(decision), Missing::LaterReviewDate)
        }
        (Check::AgreedByAnother, Some(Content::Start(start))) => {
            let agreed = start.urgent_agreed_by.as_deref().unwrap_or_default();
            need(!is_mentor(agreed, settings), Missing::AgreedByAnother)
        }
        (Check::NotBeforeDecision, Some(Content::Start(start))) => {
            too_early(case, episode, start).into_iter().collect()
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
            | Check::SignerMayBeAsked
            | Check::AgreedByAnother
            | Check::NotBeforeDecision
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

/// What has to change before home may be contacted.
fn home_closed(case: &CaseFile, today: Date) -> Vec<Missing> {
    home::contact(case, today).err().map(|closed| closed.missing()).into_iter().collect()
}

/// What goes to parents, to somebody at home, or by post to the pupil, goes home.
fn circulation_lacks(case: &CaseFile, today: Date, circulation: &Circulation) -> Vec<Missing> {
    let by_post = circulation.to == CirculationTo::Pupil && circulation.method == SendMethod::Post;
    match circulation.to {
        CirculationTo::Parents => joined(home_closed(case, today), recipient(case, circulation.contact)),
        CirculationTo::Pupil | CirculationTo::Staff if circulation.contact.is_some() => {
            joined(home_closed(case, today), recipient(case, circulation.contact))
        }
        CirculationTo::Pupil if by_post => home_closed(case, today),
        CirculationTo::Pupil => need(overlay(case, today) != Overlay::Died, Missing::Alive),
        CirculationTo::Staff => Vec::new(),
    }
}

/// The lead is somebody by name, and the mentor only where the settings have them among the safeguarding leads.
fn names_a_lead(name: &str, settings: &Settings) -> bool {
    let mut leads = settings.safeguarding_deputies.iter().chain([&settings.safeguarding_lead]);
    said(name) && (!is_mentor(name, settings) || leads.any(|lead| same_words(&lead.name, name)))
}

/// Whether a name is the mentor's own.
fn is_mentor(name: &str, settings: &Settings) -> bool {
    const OWN: [&str; 4] = ["me", "myself", "mentor", "learning mentor"];
    same_words(name, &settings.mentor) || OWN.iter().any(|own| same_words(name, own))
}

/// Withholding has a day to ask again; permission may have an end, which does not come before it.
fn counts_until_later(decision: &LeadDecision) -> bool {
    match (decision.ruling, decision.until) {
        (HomeRuling::Withhold, until) => until.is_some_and(|until| until > decision.date),
        (HomeRuling::Allow, until) => until.is_none_or(|until| until >= decision.date),
    }
}

/// A start comes neither before its referral nor before an authorisation of it (p18).
pub fn too_early(case: &CaseFile, episode: Option<EpisodeId>, start: &Start) -> Option<Missing> {
    let episode = episode?;
    let referred = case.referrals(episode).iter().map(|referral| referral.date).min();
    let decisions = case.authorisations(episode);
    let authorised = decisions.iter().filter(|decision| decision.decision == AuthorisationDecision::Authorised);
    let first = referred.max(authorised.map(|decision| decision.date).min())?;
    (start.date < first).then_some(Missing::LaterStart { first })
}

fn recipient(case: &CaseFile, contact: Option<RecordId>) -> Vec<Missing> {
    match contact.and_then(|contact| case.find::<Contact>(contact)) {
        None => vec![Missing::Contact],
        Some(contact) if contact.restricted() => vec![Missing::UnrestrictedContact],
        // One of the versions may say that nothing is to be sent.
        Some(contact) if case.two_versions.contains(&contact.id) => vec![Missing::OneVersion],
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
