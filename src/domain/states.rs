//! The states of an episode and what may follow what: one table, to be read beside the policy.
//!
//! Where a case stands is a pure, total function of its records: whatever an
//! import brings has a state. The rules bind commands ([`super::decide`]).

use time::Date;

use super::case::CaseFile;
use super::checks::{self, Check, Situation};
use super::content::{Content, Kind};
use super::custody;
use super::decide::Missing;
use super::ids::EpisodeId;
use super::plan::{CirculationTo, Plan};
use super::referral::AuthorisationDecision;
use super::review::{Review, ReviewDecision};
use super::settings::Settings;
use super::standing::StandingKind;
use super::terms::terms;

pub use super::gates::{GateStanding, GateStatus, LetterHome, gates, letter_home};

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
        SendLetter = "send_letter", "Send a letter";
        WithholdLetter = "withhold_letter", "Withhold the letter home";
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
pub struct Row {
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
const REFERRED: &[State] = &[
    State::AwaitingAuthorisation,
    State::MoreInformation,
    State::Redirected,
    State::Declined,
    State::Preparing,
    State::Intervention,
    State::ExitProgramme,
    State::Exited,
    State::Undecided,
];

const fn row(
    step: Step,
    from: &'static [State],
    to: &'static [State],
    needs: &'static [Check],
    policy: &'static str,
) -> Row {
    Row { step, from, to, needs, policy }
}

/// Every step: where it may be taken from, where it leads, what it needs, and
/// which row of the policy says so. Facts (sessions, notes, talks, measures,
/// observations …) are not in it: what happened can be recorded in every state.
#[rustfmt::skip]
pub const TABLE: &[Row] = {
    use Check as C;
    use State as S;
    &[
        // A referral by the eleven criteria; a second one joins the open episode; after the end a new episode.
        row(Step::Refer, &[S::None], &[S::AwaitingAuthorisation], &[C::Criterion], "p12"),
        row(Step::JoinReferral, OPEN, &[], &[C::Criterion], "p06"),
        row(Step::ReRefer, ENDED, &[S::AwaitingAuthorisation], &[C::Criterion], "p29"),
        // The line manager decides; what was declined or redirected can be reconsidered until the intervention starts.
        row(Step::Authorise, &[S::AwaitingAuthorisation, S::MoreInformation, S::Redirected, S::Declined, S::Preparing, S::Intervention, S::Undecided],
            &[S::Preparing, S::Intervention], &[C::DecidedBy], "p06"),
        row(Step::AskMore, NOT_STARTED, &[S::MoreInformation], &[C::DecidedBy, C::Why], "p06"),
        row(Step::Redirect, NOT_STARTED, &[S::Redirected], &[C::DecidedBy, C::Why], "p06"),
        row(Step::Decline, NOT_STARTED, &[S::Declined], &[C::DecidedBy, C::Why], "p06"),
        // Parents are always told in writing, never against a restriction or the safeguarding lead's word.
        row(Step::SendLetter, ANY, &[], &[C::HomeMayHear, C::Recipient], "p15"),
        row(Step::WithholdLetter, REFERRED, &[], &[C::LeadNamed, C::LaterReviewDate], "p15"),
        // Before the intervention: four gates, of which all but the parents' can be waived with a reason.
        row(Step::Waive, &[S::AwaitingAuthorisation, S::MoreInformation, S::Preparing, S::Intervention], &[], &[C::GateWaivable, C::WaiverReason], "p17"),
        row(Step::Start, &[S::Preparing], &[S::Intervention], &[C::GatesOrUrgent, C::Running], "p17"),
        // The plan is made with the pupil, revised after a review that continues, and goes to pupil, parents, staff.
        row(Step::MakePlan, &[S::Preparing, S::Intervention], &[], &[], "p19"),
        row(Step::RevisePlan, &[S::Intervention], &[], &[C::ReviewToContinue], "p25"),
        row(Step::Circulate, ANY, &[], &[C::PlanNamed, C::CirculationMayGo], "p23"),
        row(Step::Sign, ANY, &[], &[C::PlanNamed], "p19"),
        // Review, and what it leads to.
        row(Step::Review, &[S::Intervention, S::Undecided], &[], &[C::Started], "p24"),
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
    /// Work on the episode goes on or waits to; a second referral joins it.
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
            Self::Authorise | Self::AskMore | Self::Redirect | Self::Decline => Kind::Authorisation,
            Self::SendLetter => Kind::Letter,
            Self::WithholdLetter => Kind::LetterWithheld,
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
    pub fn row(self) -> Option<&'static Row> {
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
            Content::Authorisation(authorisation) => match authorisation.decision {
                AuthorisationDecision::Authorised => Self::Authorise,
                AuthorisationDecision::MoreInformation => Self::AskMore,
                AuthorisationDecision::Redirected => Self::Redirect,
                AuthorisationDecision::Declined => Self::Decline,
            },
            Content::Letter(_) => Self::SendLetter,
            Content::LetterWithheld(_) => Self::WithholdLetter,
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

/// What a step lacks for having to be taken from another state; `None` when the table allows it from here.
pub fn out_of_place(row: &Row, state: State) -> Option<Missing> {
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

/// Where an episode stands. Total: any set of records has a state, whatever
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

/// The kind of record that disagrees with the exit (work that goes on after
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

/// What lies over the state. A death is not undone by a later record (a mistaken
/// one is deleted); then that somebody else has the case (p30); of the others the last counts.
pub fn overlay(case: &CaseFile) -> Overlay {
    let standings = case.standings();
    if standings.iter().any(|standing| standing.kind == StandingKind::Died) {
        return Overlay::Died;
    }
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

/// Whom the plan in force has not reached yet (p23). Parents whom nobody may write to are not waited for.
pub fn not_circulated(case: &CaseFile, episode: EpisodeId, today: Date) -> Vec<CirculationTo> {
    let Some(plan) = case.latest_plan(episode) else { return Vec::new() };
    let went = case.circulations(plan.id);
    let home_closed = case.pupil().is_some_and(|pupil| pupil.ask_lead_first.is_some())
        || letter_home(case, episode, today) == LetterHome::Withheld
        || !case.contacts().iter().any(|contact| contact.may_get_letters());
    CirculationTo::ALL
        .iter()
        .copied()
        .filter(|&to| !went.iter().any(|circulation| circulation.to == to))
        .filter(|&to| to != CirculationTo::Parents || !home_closed)
        .collect()
}

/// A step from where the case stands, for the pupil's header; the first is the one to take next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// The step.
    pub step: Step,
    /// The form to open.
    pub kind: Kind,
    /// Allowed now, or what is missing first (never empty). A start with open
    /// gates is still possible as urgent, when somebody agreed to it.
    pub allowed: Result<(), Vec<Missing>>,
}

/// The steps to offer, the one to take next first.
pub fn next_steps(case: &CaseFile, _settings: &Settings, today: Date) -> Vec<NextStep> {
    let current = case.current();
    let episode = current.as_ref().map(|current| current.id);
    let state = current.map_or(State::None, |current| current.state);
    let situation = Situation { case, today, episode, content: None };
    offered(case, episode, state, today)
        .into_iter()
        .filter_map(Step::row)
        .map(|row| {
            let missing: Vec<_> = match out_of_place(row, state) {
                Some(missing) => vec![missing],
                None => row.needs.iter().flat_map(|&check| checks::lacks(check, &situation)).collect(),
            };
            let allowed = if missing.is_empty() { Ok(()) } else { Err(missing) };
            NextStep { step: row.step, kind: row.step.kind(), allowed }
        })
        .collect()
}

fn offered(case: &CaseFile, episode: Option<EpisodeId>, state: State, today: Date) -> Vec<Step> {
    let mut steps = Vec::new();
    let overlay = overlay(case);
    match overlay {
        Overlay::Died | Overlay::HandedOver => return steps,
        Overlay::OnHold | Overlay::Objected | Overlay::Left => steps.push(Step::Resume),
        Overlay::None => {}
    }
    let Some(episode) = episode else {
        steps.push(Step::Refer);
        return steps;
    };
    let letter_missing = overlay != Overlay::Left && letter_home(case, episode, today) == LetterHome::Missing;
    let letter = letter_missing.then_some(Step::SendLetter);
    match state {
        State::None => steps.push(Step::Refer),
        State::AwaitingAuthorisation | State::MoreInformation => {
            steps.push(Step::Authorise);
            steps.extend(letter);
        }
        State::Redirected | State::Declined => {
            steps.extend(letter);
            steps.extend([Step::ReRefer, Step::Authorise]);
        }
        State::Preparing => {
            steps.push(Step::Start);
            steps.extend(letter);
            steps.push(Step::Waive);
        }
        State::Intervention => steps.extend(in_intervention(case, episode, today)),
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
    if state.open() {
        steps.push(Step::ReferOn);
        if overlay == Overlay::None {
            steps.push(Step::Hold);
        }
    }
    steps
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
    for step in [Step::Review, Step::Exit] {
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    steps
}
