//! Why a command is not done: what was tried, and what is missing first.

use crate::calendar::Date;
use crate::content::Kind;
use crate::referral::Criterion;
use crate::standing::StandingKind;
use crate::states::Step;

/// What was tried when a rule said no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// A step of the table.
    Step(Step),
    /// Saving a record of this kind.
    Change(Kind),
    /// Deleting a record of this kind.
    Delete(Kind),
}

/// A command is not allowed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// What was tried.
    pub attempt: Attempt,
    /// What is missing; never empty.
    pub missing: Vec<Missing>,
}

/// One thing that is missing before a step may be taken, or that prevents a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// The pupil has not been referred.
    Referral,
    /// The referral ticks no criterion.
    Criterion,
    /// The line manager has not authorised the referral (p06).
    Authorised,
    /// Who decided.
    DecidedBy,
    /// Why it was decided so.
    Why,
    /// Talk with the class teacher (gate 1).
    ClassTeacher,
    /// Talk with other staff (gate 1).
    OtherStaff,
    /// Talk with an agency, or "no agency is involved" (gate 1).
    AgencyOrNone,
    /// A baseline measure (gate 2).
    Baseline,
    /// The letter home (gate 3).
    LetterHome,
    /// Somebody at home who is recorded as having parental responsibility (gate 3).
    Responsibility,
    /// The day to ask the safeguarding lead again about contact with home has passed (gate 3).
    WithheldReview,
    /// The safeguarding lead withholds letter and contact.
    HomeWithheld {
        /// The last day of it.
        until: Date,
    },
    /// Only a new decision of the safeguarding lead opens contact with home, not a change or deletion.
    LeadDecision,
    /// A conversation with the family, or two logged attempts (gate 3).
    FamilyTalk {
        /// Attempts logged so far.
        attempts: u8,
    },
    /// A classroom observation (gate 4).
    Observation,
    /// Why the start is urgent.
    UrgentReason,
    /// Somebody other than the mentor who agrees to the urgent start.
    AgreedByAnother,
    /// A first day not before the referral and its authorisation.
    LaterStart {
        /// The earliest day.
        first: Date,
    },
    /// Why the gate is waived.
    WaiverReason,
    /// The parents' gate is never waived (p15).
    ParentsAlways,
    /// The safeguarding lead who decided to withhold the letter.
    LeadNamed,
    /// A review date after the day of the decision.
    LaterReviewDate,
    /// The intervention has started already.
    StartedAlready,
    /// The intervention has started: a review ends it, or it is put on hold.
    EndedByReview,
    /// The intervention has not started.
    Started,
    /// "Ask the lead before contacting home" is set.
    LeadAsked,
    /// The contact is not in this file, or none was chosen.
    Contact,
    /// A contact without a restriction.
    UnrestrictedContact,
    /// A contact who may get letters.
    ContactForLetters,
    /// The case is on hold, objected to, or the pupil left: it has to be resumed first.
    Resumed(StandingKind),
    /// The pupil has died.
    Alive,
    /// There is no action plan.
    Plan,
    /// A later version or a review froze this version of the plan.
    CurrentPlan,
    /// The plan was reviewed, signed or given to somebody: it is never deleted (p25).
    PlanUsed,
    /// A review is of the plan in force in its own episode.
    PlanInForce,
    /// A review of the plan that decided to continue (p25).
    ReviewToContinue,
    /// A review that decided to exit (p26).
    ReviewToExit,
    /// A judgement of this referral criterion (p26).
    Judgement(Criterion),
    /// The pupil has not exited, or not by that day.
    Exit,
    /// The episode has ended: a new referral opens the next one (p29).
    ReReferral,
    /// A newer referral is open, and the decision belongs to that one.
    NewerReferral,
    /// Records disagree and have to be settled first.
    Settled,
    /// It would make the records disagree with one of this kind.
    Agreement(Kind),
    /// Who was told of the worry, and when.
    Told,
    /// Why the worry is withdrawn, and a safeguarding lead who agreed: not the mentor alone.
    Withdrawal,
    /// The record holds others; they would be left without it.
    HeldRecords {
        /// How many.
        count: u16,
    },
    /// There is no such record.
    Record,
    /// The record is of this other kind.
    SameKind(Kind),
    /// The file has its pupil already.
    OnePupil,
    /// The record has two versions: somebody has to choose before it is changed.
    OneVersion,
    /// The case back here: it was handed over for good, and this copy is read-only (p30).
    BackHere {
        /// When it went.
        since: Date,
    },
}

pub(super) fn rejection(attempt: Attempt, mut missing: Vec<Missing>) -> Rejection {
    crate::order::plain(&mut missing);
    missing.dedup();
    Rejection { attempt, missing }
}
