//! The states of an episode and what may follow what: one table, to be read beside the policy.
//!
//! The state of a case is a pure, total function of its records: whatever an
//! import brings has a state. The rules bind commands ([`super::decide`]).

mod next;
mod table;

use super::case::{CaseFile, Recorded};
use super::content::{Content, Kind};
use super::custody;
use super::decide::Missing;
use super::exit::{FollowUp, FollowUpResult};
use super::home;
use super::ids::{EpisodeId, RecordId};
use super::plan::{CirculationTo, Plan};
use super::referral::AuthorisationDecision;
use super::review::{Review, ReviewDecision};
use super::standing::StandingKind;
use super::terms::terms;
use crate::calendar::Date;

pub use super::gates::{GateStanding, GateStatus, gates};
pub use next::{NextStep, next_steps};
pub use table::{StepRow, TABLE};

terms! {
    /// State of an episode: a pure, total function of its records, never stored but in the header.
    State {
        None = "none", "No referral";
        AwaitingAuthorisation = "awaiting_authorisation", "Awaiting authorisation";
        MoreInformation = "more_information", "More information wanted";
        Redirected = "redirected", "Redirected";
        Declined = "declined", "Declined";
        Preparing = "preparing", "Preparing";
        Intervention = "intervention", "Intervention";
        ExitProgramme = "exit_programme", "Exit programme";
        Exited = "exited", "Exited";
        Undecided = "undecided", "Records disagree";
    }
}
terms! {
    /// What lies over the state and stops reminders or letters.
    Overlay {
        None = "none", "Active";
        OnHold = "on_hold", "On hold";
        Objected = "objected", "Objection";
        Left = "left", "Left";
        Died = "died", "Died";
        HandedOver = "handed_over", "Handed over";
    }
}
terms! {
    /// What a mentor or the line manager does that moves a case or rests on where it stands.
    Step {
        Refer = "refer", "Refer";
        JoinReferral = "join_referral", "Add a second referral to the open episode";
        Authorise = "authorise", "Authorise";
        AskMore = "ask_more", "Ask for more information";
        Redirect = "redirect", "Redirect";
        Decline = "decline", "Decline";
        DecideSecond = "decide_second", "Decide on a second referral";
        SendLetter = "send_letter", "Send a letter";
        DecideHome = "decide_home", "Record the safeguarding lead's decision";
        Waive = "waive", "Waive a gate";
        Start = "start", "Start the intervention";
        MakePlan = "make_plan", "Make the action plan";
        RevisePlan = "revise_plan", "Revise the plan";
        Circulate = "circulate", "Circulate the plan";
        Sign = "sign", "Sign the plan";
        Review = "review", "Review";
        Exit = "exit", "Exit";
        FollowUp = "follow_up", "Follow-up";
        CloseFollowUps = "close_follow_ups", "Last follow-up";
        ReferOn = "refer_on", "Refer on";
        ReRefer = "re_refer", "Refer again";
        Hold = "hold", "Put on hold";
        Resume = "resume", "Resume";
        Object = "object", "Record an objection";
        Leave = "leave", "Left the school";
        Die = "die", "Has died";
    }
}
impl State {
    /// Work on the episode continues or waits to; a second referral joins it.
    pub const fn open(self) -> bool {
        match self {
            Self::AwaitingAuthorisation
            | Self::MoreInformation
            | Self::Preparing
            | Self::Intervention
            | Self::Undecided => true,
            Self::None | Self::Redirected | Self::Declined | Self::ExitProgramme | Self::Exited => false,
        }
    }
}
impl Step {
    /// The form by which it is taken.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Refer | Self::JoinReferral | Self::ReRefer => Kind::Referral,
            Self::Authorise | Self::AskMore | Self::Redirect | Self::Decline | Self::DecideSecond => {
                Kind::Authorisation
            }
            Self::SendLetter => Kind::Letter,
            Self::DecideHome => Kind::LeadDecision,
            Self::Waive => Kind::Waiver,
            Self::Start => Kind::Start,
            Self::MakePlan | Self::RevisePlan => Kind::Plan,
            Self::Circulate => Kind::Circulation,
            Self::Sign => Kind::Signature,
            Self::Review => Kind::Review,
            Self::Exit => Kind::Exit,
            Self::FollowUp | Self::CloseFollowUps => Kind::FollowUp,
            Self::ReferOn => Kind::Onward,
            Self::Hold | Self::Resume | Self::Object | Self::Leave | Self::Die => Kind::Standing,
        }
    }

    /// Its row in the table.
    pub fn row(self) -> Option<&'static StepRow> {
        TABLE.iter().find(|row| row.step == self)
    }

    /// The step that saving this new content takes; `None`: a fact, recorded in every state.
    pub fn of(case: &CaseFile, episode: Option<EpisodeId>, content: &Content) -> Option<Self> {
        Some(match content {
            Content::Referral(_) => match case.current().map(|current| current.state) {
                None => Self::Refer,
                Some(state) if state.open() => Self::JoinReferral,
                Some(_) => Self::ReRefer,
            },
            Content::Authorisation(authorisation) if beside_another(case, episode, authorisation.referral) => {
                Self::DecideSecond
            }
            Content::Authorisation(authorisation) => match authorisation.decision {
                AuthorisationDecision::Authorised => Self::Authorise,
                AuthorisationDecision::MoreInformation => Self::AskMore,
                AuthorisationDecision::Redirected => Self::Redirect,
                AuthorisationDecision::Declined => Self::Decline,
            },
            Content::Letter(_) => Self::SendLetter,
            Content::LeadDecision(_) => Self::DecideHome,
            Content::Waiver(_) => Self::Waive,
            Content::Start(_) => Self::Start,
            Content::Plan(_) if episode.is_some_and(|episode| case.latest_plan(episode).is_some()) => Self::RevisePlan,
            Content::Plan(_) => Self::MakePlan,
            Content::Circulation(_) => Self::Circulate,
            Content::Signature(_) => Self::Sign,
            Content::Review(_) => Self::Review,
            Content::Exit(_) => Self::Exit,
            Content::FollowUp(follow_up) if follow_up.last => Self::CloseFollowUps,
            Content::FollowUp(_) => Self::FollowUp,
            Content::Onward(_) => Self::ReferOn,
            Content::Standing(standing) => match standing.kind {
                StandingKind::OnHold => Self::Hold,
                StandingKind::Resumed => Self::Resume,
                StandingKind::Objected => Self::Object,
                StandingKind::Left => Self::Leave,
                StandingKind::Died => Self::Die,
            },
            Content::Pupil(_)
            | Content::Contact(_)
            | Content::Liaison(_)
            | Content::Measure(_)
            | Content::FamilyContact(_)
            | Content::Observation(_)
            | Content::Assessment(_)
            | Content::Session(_)
            | Content::Achievement(_)
            | Content::PlannedSession(_)
            | Content::Note(_)
            | Content::Worry(_)
            | Content::Settings(_)
            | Content::Template(_)
            | Content::Lists(_)
            | Content::Transition(_)
            | Content::HandedOver(_)
            | Content::Received(_)
            | Content::Retention(_)
            | Content::AccessRequest(_)
            | Content::Resource(_) => return None,
        })
    }
}
/// Whether another referral of the episode is authorised, so that a decision on this one moves nothing.
fn beside_another(case: &CaseFile, episode: Option<EpisodeId>, referral: RecordId) -> bool {
    let Some(episode) = episode else { return false };
    let authorised = |other: RecordId| {
        let decision = case.decision_on(other).filter(|decision| decision.episode == Some(episode));
        decision.is_some_and(|decision| decision.decision == AuthorisationDecision::Authorised)
    };
    let state = state(case, episode);
    matches!(state, State::Preparing | State::Intervention | State::ExitProgramme | State::Exited)
        && case.referrals(episode).iter().any(|other| other.id != referral && authorised(other.id))
}
/// What a step lacks for having to be taken from another state; `None` when the table allows it from here.
pub fn out_of_place(row: &StepRow, state: State) -> Option<Missing> {
    if row.from.contains(&state) {
        return None;
    }
    Some(match (state, row.step) {
        (State::None, _) => Missing::Referral,
        (_, Step::FollowUp | Step::CloseFollowUps) => Missing::Exit,
        (State::Intervention | State::ExitProgramme | State::Exited, Step::Start) => Missing::StartedAlready,
        (State::Intervention, _) => Missing::EndedByReview,
        (State::ExitProgramme | State::Exited, _) => Missing::ReReferral,
        (State::Undecided, _) => Missing::Settled,
        (State::Preparing, _) => Missing::Started,
        (State::AwaitingAuthorisation | State::MoreInformation | State::Redirected | State::Declined, _) => {
            Missing::Authorised
        }
    })
}
/// The state of an episode. Total: any set of records has a state, whatever
/// their order; records that disagree are [`State::Undecided`].
pub fn state(case: &CaseFile, episode: EpisodeId) -> State {
    if case.referrals(episode).is_empty() {
        return State::None;
    }
    if disagreement(case, episode).is_some() {
        return State::Undecided;
    }
    if let Some(exit) = case.exit(episode) {
        let nothing_planned = exit.programme.is_empty() && exit.follow_ups.is_empty();
        let closed = nothing_planned || case.follow_ups(episode).iter().any(|follow_up| follow_up.last);
        return if closed { State::Exited } else { State::ExitProgramme };
    }
    match case.latest_authorisation(episode).map(|authorisation| authorisation.decision) {
        None => State::AwaitingAuthorisation,
        Some(AuthorisationDecision::MoreInformation) => State::MoreInformation,
        Some(AuthorisationDecision::Redirected) => State::Redirected,
        Some(AuthorisationDecision::Declined) => State::Declined,
        Some(AuthorisationDecision::Authorised) if case.start(episode).is_some() => State::Intervention,
        Some(AuthorisationDecision::Authorised) => State::Preparing,
    }
}
/// The kind of record that disagrees with the exit (work that continues after
/// it), or with the start (no authorisation in force).
pub fn disagreement(case: &CaseFile, episode: EpisodeId) -> Option<Kind> {
    if let Some(exit) = case.exit(episode) {
        let goes_on = |review: &Review| review.decision == ReviewDecision::Continue && review.date > exit.date;
        return if case.of::<Plan>(episode).iter().any(|plan| plan.date > exit.date) {
            Some(Kind::Plan)
        } else if case.of::<super::preparation::Start>(episode).iter().any(|start| start.date > exit.date) {
            Some(Kind::Start)
        } else if case.reviews(episode).iter().any(|review| goes_on(review)) {
            Some(Kind::Review)
        } else {
            None
        };
    }
    let authorised = case
        .latest_authorisation(episode)
        .is_some_and(|authorisation| authorisation.decision == AuthorisationDecision::Authorised);
    (case.start(episode).is_some() && !authorised).then_some(Kind::Authorisation)
}
/// What lies over the state on a day. A death is not undone by a later record (a mistaken one is deleted), and stops
/// everything whatever its date; then that somebody else has the case (p30); of the others the last one that has begun
/// counts: what is dated ahead stops nothing before its day.
pub fn overlay(case: &CaseFile, today: Date) -> Overlay {
    let mut standings = case.standings();
    if standings.iter().any(|standing| standing.kind == StandingKind::Died) {
        return Overlay::Died;
    }
    standings.retain(|standing| standing.date <= today);
    if custody::read_only(case).is_some() {
        return Overlay::HandedOver;
    }
    match standings.last().map(|standing| standing.kind) {
        None | Some(StandingKind::Resumed) => Overlay::None,
        Some(StandingKind::OnHold) => Overlay::OnHold,
        Some(StandingKind::Objected) => Overlay::Objected,
        Some(StandingKind::Left) => Overlay::Left,
        Some(StandingKind::Died) => Overlay::Died,
    }
}
/// Whether the last review decided to continue and its plan, still in force, waits to be revised (p25).
pub fn awaiting_revision(case: &CaseFile, episode: EpisodeId) -> bool {
    let (Some(review), Some(plan)) = (case.latest_review(episode), case.latest_plan(episode)) else {
        return false;
    };
    review.decision == ReviewDecision::Continue && review.plan == Some(plan.id)
}
/// The last follow-up, where it found that the pupil should be referred again and nobody has referred them since (p27).
pub fn to_refer_again(case: &CaseFile) -> Option<Recorded<'_, FollowUp>> {
    let exited = case.episodes().into_iter().rfind(|episode| episode.exit.is_some())?;
    let last = case.follow_ups(exited.id).pop()?;
    let since = case.episodes().iter().any(|episode| episode.id != exited.id && episode.opened >= last.date);
    (last.result == FollowUpResult::ReRefer && !since).then_some(last)
}
/// Whether the last review found little progress or a deterioration, or the exit judged a criterion worse, and nobody was
/// referred on since: that is proposed (p28).
pub fn proposes_onward(case: &CaseFile, episode: EpisodeId) -> bool {
    let little = case.latest_review(episode).filter(|review| review.progress.is_little()).map(|review| review.date);
    let worse = case.exit(episode).filter(|exit| exit.body.deteriorated()).map(|exit| exit.date);
    let onwards = case.onwards();
    little.max(worse).is_some_and(|since| onwards.iter().all(|onward| onward.date < since))
}
/// The review that decided on alternative support, until it is arranged: by an onward referral, to an agency or to support
/// inside the school (p25).
pub fn alternative_wanted(case: &CaseFile, episode: EpisodeId) -> Option<Recorded<'_, Review>> {
    let review = case.latest_review(episode).filter(|review| review.decision == ReviewDecision::Alternative)?;
    case.onwards().iter().all(|onward| onward.date < review.date).then_some(review)
}
/// Whom the plan in force has not reached yet, or not since it was changed (p23). Parents whom nobody may write to are not waited for.
pub fn not_circulated(case: &CaseFile, episode: EpisodeId, today: Date) -> Vec<CirculationTo> {
    let Some(plan) = case.latest_plan(episode) else { return Vec::new() };
    let went = case.circulations(plan.id);
    let home_closed =
        !home::may_remind(case, today) || !case.contacts().iter().any(|contact| contact.may_get_letters());
    CirculationTo::ALL
        .iter()
        .copied()
        .filter(|&to| !went.iter().any(|circulation| circulation.to == to && !plan.changed_since(circulation)))
        .filter(|&to| to != CirculationTo::Parents || !home_closed)
        .collect()
}
