//! The states of an episode and what may follow what: one table, to be read beside the policy.
//!
//! The state of a case is a pure, total function of its records: whatever an
//! import brings has a state. The rules bind commands ([`super::decide`]).

use crate::calendar::Date;

use super::case::{CaseFile, Recorded};
use super::checks::{self, Check, Situation};
use super::content::{Content, Kind};
use super::custody;
use super::decide::Missing;
use super::due::{Due, DueKind, due};
use super::exit::{FollowUp, FollowUpResult};
use super::gates;
use super::home::{self, Why};
use super::ids::{EpisodeId, RecordId};
use super::plan::{CirculationTo, Plan};
use super::referral::AuthorisationDecision;
use super::review::{Review, ReviewDecision};
use super::settings::Settings;
use super::standing::StandingKind;
use super::terms::terms;

pub use super::gates::{GateStanding, GateStatus, gates};

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

/// One row of [`TABLE`].
#[derive(Debug)]
pub struct StepRow {
    /// The step.
    pub step: Step,
    /// The states it may be taken from.
    pub from: &'static [State],
    /// The states it may lead to; it may also leave the state as it is.
    pub to: &'static [State],
    /// What has to be there.
    pub needs: &'static [Check],
    /// The row of the policy map, or the section of the design.
    pub policy: &'static str,
}

const ANY: &[State] = State::ALL;
const OPEN: &[State] =
    &[State::AwaitingAuthorisation, State::MoreInformation, State::Preparing, State::Intervention, State::Undecided];
const ENDED: &[State] = &[State::Redirected, State::Declined, State::ExitProgramme, State::Exited];
const NOT_STARTED: &[State] =
    &[State::AwaitingAuthorisation, State::MoreInformation, State::Redirected, State::Declined, State::Preparing];
const fn row(
    step: Step,
    from: &'static [State],
    to: &'static [State],
    needs: &'static [Check],
    policy: &'static str,
) -> StepRow {
    StepRow { step, from, to, needs, policy }
}

/// Every step: where it may be taken from, where it leads, what it needs, and
/// which row of the policy says so. Facts (sessions, notes, talks, measures,
/// observations …) are not in it: what happened can be recorded in every state.
#[rustfmt::skip]
pub const TABLE: &[StepRow] = {
    use Check as C;
    use State as S;
    &[
        // A referral by the eleven criteria; a second one joins the open episode; after the end a new episode.
        row(Step::Refer, &[S::None], &[S::AwaitingAuthorisation], &[C::Criterion], "p12"),
        row(Step::JoinReferral, OPEN, &[S::AwaitingAuthorisation], &[C::Criterion], "p06"),
        row(Step::ReRefer, ENDED, &[S::AwaitingAuthorisation], &[C::Criterion], "p29"),
        // The line manager decides; what was declined or redirected can be reconsidered until the intervention starts.
        row(Step::Authorise, &[S::AwaitingAuthorisation, S::MoreInformation, S::Redirected, S::Declined, S::Preparing, S::Intervention, S::Undecided],
            &[S::Preparing, S::Intervention], &[C::DecidedBy], "p06"),
        // Of two referrals in one episode the other may still wait, or want more information.
        row(Step::AskMore, NOT_STARTED, &[S::MoreInformation, S::AwaitingAuthorisation], &[C::DecidedBy, C::Why], "p06"),
        row(Step::Redirect, NOT_STARTED, &[S::Redirected, S::Declined, S::MoreInformation, S::AwaitingAuthorisation], &[C::DecidedBy, C::Why], "p06"),
        row(Step::Decline, NOT_STARTED, &[S::Declined, S::Redirected, S::MoreInformation, S::AwaitingAuthorisation], &[C::DecidedBy, C::Why], "p06"),
        // A referral that joined an authorised episode is decided on without moving it.
        row(Step::DecideSecond, &[S::Preparing, S::Intervention, S::ExitProgramme, S::Exited], &[], &[C::DecidedBy, C::Why], "p06"),
        // Parents are always told in writing, never against a restriction or the safeguarding lead's word.
        row(Step::SendLetter, ANY, &[], &[C::HomeMayHear, C::Recipient], "p15"),
        row(Step::DecideHome, ANY, &[], &[C::LeadNamed, C::LaterReviewDate], "p15"),
        // Before the intervention: four gates, of which all but the parents' can be waived with a reason.
        row(Step::Waive, &[S::AwaitingAuthorisation, S::MoreInformation, S::Preparing, S::Intervention], &[], &[C::GateWaivable, C::WaiverReason], "p17"),
        row(Step::Start, &[S::Preparing], &[S::Intervention], &[C::GatesOrUrgent, C::AgreedByAnother, C::NotBeforeDecision, C::Running], "p17"),
        // The plan is made with the pupil, revised after a review that continues, and goes to pupil, parents, staff.
        row(Step::MakePlan, &[S::Preparing, S::Intervention], &[], &[], "p19"),
        row(Step::RevisePlan, &[S::Intervention], &[], &[C::ReviewToContinue], "p25"),
        row(Step::Circulate, ANY, &[], &[C::PlanNamed, C::CirculationMayGo], "p23"),
        row(Step::Sign, ANY, &[], &[C::PlanNamed, C::SignerMayBeAsked], "p19"),
        // Review, and what it leads to.
        row(Step::Review, &[S::Intervention, S::Undecided], &[], &[C::Started, C::PlanInForce], "p24"),
        row(Step::Exit, &[S::Intervention, S::Undecided], &[S::ExitProgramme, S::Exited], &[C::Started, C::ReviewToExit, C::Judgements], "p26"),
        row(Step::FollowUp, &[S::ExitProgramme, S::Exited], &[], &[C::AfterExit], "p27"),
        row(Step::CloseFollowUps, &[S::ExitProgramme, S::Exited], &[S::Exited], &[C::AfterExit], "p27"),
        row(Step::ReferOn, ANY, &[], &[], "p28"),
        // What happens from outside is recorded in every state and lies over it.
        row(Step::Hold, ANY, &[], &[], "design 7"),
        row(Step::Resume, ANY, &[], &[], "design 7"),
        row(Step::Object, ANY, &[], &[], "design 7"),
        row(Step::Leave, ANY, &[], &[], "design 7"),
        row(Step::Die, ANY, &[], &[], "design 7"),
    ]
};

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

/// A step from the state of the case, for the pupil's header; the first is the one to take next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// The step.
    pub step: Step,
    /// The form to open.
    pub kind: Kind,
    /// Allowed now, or what is missing first (never empty). A start with open
    /// gates is still possible as urgent, when somebody agreed to it.
    pub allowed: Result<(), Vec<Missing>>,
    /// Whether it is what to do next; otherwise it is only possible. A case that has ended has nothing to do next.
    pub next: bool,
    /// The day by which it is due, where there is one.
    pub by: Option<Date>,
}

/// The steps to offer, the one to take next first.
pub fn next_steps(case: &CaseFile, settings: &Settings, today: Date) -> Vec<NextStep> {
    let current = case.current();
    let episode = current.as_ref().map(|current| current.id);
    let state = current.map_or(State::None, |current| current.state);
    let situation = Situation { case, settings, today, episode, content: None };
    let due = due(case, settings, today);
    let referred_on = episode.is_some_and(|episode| proposes_onward(case, episode));
    offered(case, episode, state, today)
        .into_iter()
        .filter_map(Step::row)
        .enumerate()
        .map(|(place, row)| {
            let by = due_of(&due, row.step).and_then(|due| due.by);
            let next = place == 0
                && match row.step {
                    Step::ReRefer => due_of(&due, row.step).is_some(),
                    Step::Authorise => state.open(),
                    Step::Review => by.is_none_or(|by| by <= today),
                    Step::ReferOn => referred_on || due_of(&due, row.step).is_some(),
                    _ => true,
                };
            let missing: Vec<_> = match out_of_place(row, state) {
                Some(missing) => vec![missing],
                None => row.needs.iter().flat_map(|&check| checks::lacks(check, &situation)).collect(),
            };
            let allowed = if missing.is_empty() { Ok(()) } else { Err(missing) };
            NextStep { step: row.step, kind: row.step.kind(), allowed, next, by }
        })
        .collect()
}

/// What Today says of a step.
fn due_of(due: &[Due], step: Step) -> Option<&Due> {
    let kinds: &[DueKind] = match step {
        Step::ReRefer => &[DueKind::ReferAgain],
        Step::Authorise => &[DueKind::Authorisation],
        Step::SendLetter => &[DueKind::LetterHome, DueKind::LetterNoFurther],
        Step::Start => &[DueKind::Start],
        Step::MakePlan => &[DueKind::Plan],
        Step::RevisePlan => &[DueKind::RevisePlan],
        Step::Circulate => &[DueKind::Circulate],
        Step::Review => &[DueKind::Review],
        Step::Exit => &[DueKind::ExitForm],
        Step::FollowUp => &[DueKind::FollowUp],
        Step::ReferOn => &[DueKind::Alternative],
        Step::Resume => &[DueKind::HoldReview],
        _ => &[],
    };
    due.iter().find(|due| kinds.contains(&due.kind))
}

fn offered(case: &CaseFile, episode: Option<EpisodeId>, state: State, today: Date) -> Vec<Step> {
    let mut steps = Vec::new();
    let overlay = overlay(case, today);
    match overlay {
        Overlay::Died | Overlay::HandedOver => return steps,
        Overlay::OnHold | Overlay::Objected | Overlay::Left => steps.push(Step::Resume),
        Overlay::None => {}
    }
    let Some(episode) = episode else {
        steps.push(Step::Refer);
        return steps;
    };
    let letter = home_step(case, episode, today);
    match state {
        State::None => steps.push(Step::Refer),
        State::AwaitingAuthorisation | State::MoreInformation => {
            steps.push(Step::Authorise);
            steps.extend(letter);
        }
        State::Redirected | State::Declined => {
            steps.extend(letter);
            // Declined can be reconsidered, and referred again: neither is what comes next.
            steps.extend([Step::ReRefer, Step::Authorise]);
        }
        State::Preparing => {
            steps.push(Step::Start);
            steps.extend(letter);
            steps.push(Step::Waive);
        }
        State::Intervention => steps.extend(in_intervention(case, episode, today)),
        State::ExitProgramme if to_refer_again(case).is_some() => steps.extend([Step::ReRefer, Step::FollowUp]),
        State::ExitProgramme => steps.extend([Step::FollowUp, Step::ReRefer]),
        State::Exited => steps.push(Step::ReRefer),
        State::Undecided => {
            let decides = match disagreement(case, episode) {
                Some(Kind::Authorisation) => Step::Authorise,
                _ => Step::Exit,
            };
            steps.push(decides);
        }
    }
    if state.open() || proposes_onward(case, episode) {
        if !steps.contains(&Step::ReferOn) {
            steps.push(Step::ReferOn);
        }
        if overlay == Overlay::None && state.open() {
            steps.push(Step::Hold);
        }
    }
    steps
}

/// What the letter home waits for: to be sent, or for the lead to be asked. While they withhold it, nothing.
fn home_step(case: &CaseFile, episode: EpisodeId, today: Date) -> Option<Step> {
    gates::unsent_letter(case, episode)?;
    match home::contact(case, today) {
        Ok(_) => Some(Step::SendLetter),
        Err(closed) if matches!(closed.why, Why::AskLead | Why::AskAgain) => Some(Step::DecideHome),
        Err(_) => None,
    }
}

fn in_intervention(case: &CaseFile, episode: EpisodeId, today: Date) -> Vec<Step> {
    if case.latest_plan(episode).is_none() {
        return vec![Step::MakePlan, Step::Review, Step::Exit];
    }
    let mut steps = Vec::new();
    let decided = case.latest_review(episode).map(|review| review.decision);
    if awaiting_revision(case, episode) {
        steps.push(Step::RevisePlan);
    }
    if decided == Some(ReviewDecision::Exit) {
        steps.push(Step::Exit);
    }
    if steps.is_empty() && !not_circulated(case, episode, today).is_empty() {
        steps.push(Step::Circulate);
    }
    if proposes_onward(case, episode) || alternative_wanted(case, episode).is_some() {
        steps.push(Step::ReferOn);
    }
    for step in [Step::Review, Step::Exit] {
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    steps
}
