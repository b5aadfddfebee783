//! The table of steps, to read beside the policy.

use crate::checks::Check;

use super::{State, Step};

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

pub(super) const ANY: &[State] = State::ALL;

pub(super) const OPEN: &[State] =
    &[State::AwaitingAuthorisation, State::MoreInformation, State::Preparing, State::Intervention, State::Undecided];

pub(super) const ENDED: &[State] = &[State::Redirected, State::Declined, State::ExitProgramme, State::Exited];

pub(super) const NOT_STARTED: &[State] =
    &[State::AwaitingAuthorisation, State::MoreInformation, State::Redirected, State::Declined, State::Preparing];

pub(super) const fn row(
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
