//! What somebody should know who has done what the rules allow.

use crate::plan::{PlanPart, SmartGap};
use crate::preparation::Gate;
use crate::referral::AttendanceWarning;
use crate::review::Participant;
use crate::upn::Upn;

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
    /// This part of the plan is missing (p22).
    PlanPart(PlanPart),
    /// The review date is not after the day of the plan.
    ReviewDateTooEarly,
    /// The review date is a weekend, or in none of the terms that were entered.
    ReviewOutsideTerms,
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
    /// What met this gate is no longer there: after the start it falls open again (p17).
    GateReopened(Gate),
    /// Little or no progress, or a deterioration: referring on is proposed (p28).
    ConsiderOnward,
    /// The work on an exit ends at a deterioration (p26, p28).
    ExitAtDeterioration,
    /// The pupil should be referred again (p27).
    ReferAgain,
    /// The contact is restricted: nothing may be sent, and the safeguarding lead should know.
    RestrictedContact,
    /// It is not safe to phone this contact.
    NotSafeToPhone,
    /// Nobody knows whether it is safe to phone this contact.
    PhoneSafetyUnknown,
    /// Home may not be contacted without the safeguarding lead's word.
    AskLeadFirst,
    /// The household of this person with parental responsibility has not had the letter.
    LeftOut(String),
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
    /// The day lies before the referral that it belongs to.
    BeforeReferral,
    /// The person shares an address, a telephone number or an e-mail address with a restricted one, whom the letter may reach.
    ReachesRestricted(String),
    /// Another pupil's name is in the text.
    OtherPupilNamed(String),
    /// Other records name the deleted one.
    StillNamed {
        /// How many.
        count: u16,
    },
    /// What was chosen does not agree with other records: that is to be decided next.
    Disagrees,
}
