//! One way for a change: (state, command, context) to changes or a rejection.

use time::Date;

use super::calendar::Moment;
use super::case::CaseFile;
use super::content::{Content, Entry, Kind};
use super::ids::RecordId;
use super::plan::SmartGap;
use super::preparation::Gate;
use super::referral::{AttendanceWarning, Criterion};
use super::review::Participant;
use super::settings::Settings;
use super::standing::StandingKind;
use super::states::Step;
use super::upn::Upn;

/// What the caller knows and the domain does not.
#[derive(Clone, Copy, Debug)]
pub struct Ctx {
    /// The mentor's calendar day.
    pub today: Date,
    /// This moment.
    pub now: Moment,
}

/// What the mentor wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Save a record, new (an id that the file does not have) or changed. The
    /// rules find the episode it belongs to.
    Save {
        /// The record.
        id: RecordId,
        /// What it says.
        content: Content,
    },
    /// Delete a record: it stays in history.
    Delete {
        /// The record.
        id: RecordId,
    },
    /// Undo a change or a deletion: the record says again what it said, in the
    /// episode it was in. What rests on it is checked, where it came from is not.
    Restore {
        /// The record.
        id: RecordId,
        /// What it said, and in which episode.
        entry: Entry,
    },
}

/// What is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A record says this now.
    Put {
        /// The record.
        id: RecordId,
        /// Its content and episode.
        entry: Entry,
    },
    /// A record is deleted.
    Remove {
        /// The record.
        id: RecordId,
    },
    /// The older versions of a record are taken out of history too: the
    /// safeguarding lead holds the words of a worry (p40). The only change that loses anything.
    EraseHistory {
        /// The record.
        id: RecordId,
    },
}

/// A command is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What is to be written, in one transaction.
    pub changes: Vec<Change>,
    /// What the mentor should know; nothing is held up by it.
    pub warnings: Vec<Warning>,
}

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

/// One thing that is missing before a step may be taken, or that stands against a change.
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
    /// The review date of the withheld letter has passed (gate 3).
    WithheldReview,
    /// A conversation with the family, or two logged attempts (gate 3).
    FamilyTalk {
        /// Attempts logged so far.
        attempts: u8,
    },
    /// A classroom observation (gate 4).
    Observation,
    /// Why the start is urgent.
    UrgentReason,
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
    /// A revised plan froze this version; the one in force can be changed.
    CurrentPlan,
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
    /// Records disagree and have to be settled first.
    Settled,
    /// It would make the records disagree with one of this kind.
    Agreement(Kind),
    /// Who was told of the worry, and when.
    Told,
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
}

impl Missing {
    /// The form that mends it; `None` where no form does.
    pub const fn offer(self) -> Option<Kind> {
        Some(match self {
            Self::Referral | Self::Criterion | Self::ReReferral => Kind::Referral,
            Self::Authorised | Self::DecidedBy | Self::Why => Kind::Authorisation,
            Self::ClassTeacher | Self::OtherStaff | Self::AgencyOrNone => Kind::Liaison,
            Self::Baseline => Kind::Measure,
            Self::LetterHome | Self::ParentsAlways => Kind::Letter,
            Self::WithheldReview | Self::LeadNamed | Self::LaterReviewDate => Kind::LetterWithheld,
            Self::FamilyTalk { .. } => Kind::FamilyContact,
            Self::Observation => Kind::Observation,
            Self::WaiverReason => Kind::Waiver,
            Self::UrgentReason | Self::Started => Kind::Start,
            Self::EndedByReview | Self::ReviewToContinue | Self::ReviewToExit => Kind::Review,
            Self::LeadAsked | Self::OnePupil => Kind::Pupil,
            Self::Contact | Self::UnrestrictedContact | Self::ContactForLetters => Kind::Contact,
            Self::Resumed(_) => Kind::Standing,
            Self::Plan | Self::CurrentPlan => Kind::Plan,
            Self::Judgement(_) | Self::Exit | Self::Settled => Kind::Exit,
            Self::Agreement(kind) => kind,
            Self::Told => Kind::Worry,
            Self::StartedAlready | Self::Alive | Self::HeldRecords { .. } | Self::Record | Self::SameKind(_) => {
                return None;
            }
        })
    }
}

/// What the mentor should know when saving; it holds nothing up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The number looks doubtful.
    Upn(Upn),
    /// The attendance rule speaks against the referral (p12).
    Attendance(AttendanceWarning),
    /// The mentor authorises their own work.
    AuthorisedByMentor,
    /// A target is not SMART yet (p21).
    Smart {
        /// The target's number.
        target: u16,
        /// What it lacks.
        gap: SmartGap,
    },
    /// The plan has no target.
    NoTargets,
    /// The plan has no review date.
    NoReviewDate,
    /// The review date is not after the day of the plan.
    ReviewDateTooEarly,
    /// Nobody is named who agreed to the plan (p19).
    NobodyAgreed,
    /// Somebody did not take part in the review (p24).
    Absent(Participant),
    /// The line manager was not consulted (p24).
    LineManagerNotConsulted,
    /// A target was not rated at the review.
    NotRated {
        /// The target's number.
        target: u16,
    },
    /// An urgent start leaves this gate due (p17).
    GateLeftOpen(Gate),
    /// The contact is restricted: nothing may be sent, and the safeguarding lead should know.
    RestrictedContact,
    /// It is not safe to phone this contact.
    NotSafeToPhone,
    /// Nobody knows whether it is safe to phone this contact.
    PhoneSafetyUnknown,
    /// "Ask the lead before contacting home" is set.
    AskLeadFirst,
    /// Nobody was told of the worry (p40).
    NobodyTold,
    /// The limits of confidentiality were not explained to the pupil (p40).
    LimitsNotExplained,
    /// The session is outside an intervention; it is recorded all the same.
    OutsideIntervention,
    /// The onward referral was not discussed with the head of student performance (p28).
    NotDiscussed,
    /// Consent was refused, yet something was shared.
    SharedWithoutConsent,
    /// The day lies ahead.
    InFuture,
    /// Another pupil's name stands in the text.
    OtherPupilNamed(String),
    /// Other records name the deleted one.
    StillNamed {
        /// How many.
        count: u16,
    },
}

/// Decides a command: what is to be written, or what is missing first.
/// Facts are never refused; only what the policy holds to rules is.
pub fn decide(
    _case: &CaseFile,
    _settings: &Settings,
    _command: &Command,
    _ctx: &Ctx,
) -> Result<Decision, Rejection> {
    Ok(Decision { changes: Vec::new(), warnings: Vec::new() })
}

/// What a form should warn of while it is filled in.
pub fn advice(_case: &CaseFile, _settings: &Settings, _content: &Content, _ctx: &Ctx) -> Vec<Warning> {
    Vec::new()
}
