//! A pupil's file on its way to somebody else (p11, p30): the transition record, what went out, what came in.

use crate::calendar::Date;

use super::calendar::Moment;
use super::content::{Content, Kind};
use super::exit::Consent;
use super::preparation::Audience;
use super::terms::terms;

terms! {
    /// Why a hand-over is made.
    Purpose {
        Transfer = "transfer", "The pupil moves to another school or mentor";
        Cover = "cover", "Cover: the file comes back";
        Shared = "shared", "Shared until a date";
    }
}

terms! {
    /// Where somebody works who gets a hand-over.
    Place {
        Here = "here", "At this school";
        Elsewhere = "elsewhere", "At another school or service";
    }
}

terms! {
    /// What the sender's safeguarding lead says to "has anything been sent separately?" (p40).
    LeadSays {
        Nothing = "nothing", "There is nothing to send";
        Sent = "sent", "It has been sent, separately";
        WillSend = "will_send", "It will be sent, separately";
    }
}

terms! {
    /// What the receiver answers to "has the sender's safeguarding lead sent anything separately?" (p40).
    LeadHas {
        Yes = "yes", "Yes, our safeguarding lead has it";
        Nothing = "nothing", "No, nothing is to come";
        ToAsk = "to_ask", "Not known yet: I will ask our safeguarding lead";
    }
}

terms! {
    /// How much of a file a hand-over takes along. Safeguarding entries go with none of them.
    Parts {
        Whole = "whole", "The whole case";
        WithoutSessions = "without_sessions", "Without session notes";
        PlanAndReviews = "plan_and_reviews", "Plan and reviews only";
    }
}

impl Parts {
    /// Whether records of this kind go along, as far as [`Parts::take`] does not keep single ones back; the referral with the
    /// plan, because an episode hangs on it.
    pub const fn take_kind(self, kind: Kind) -> bool {
        let scope = match self {
            Self::Whole => true,
            Self::WithoutSessions => !matches!(kind, Kind::Session | Kind::Note),
            Self::PlanAndReviews => matches!(
                kind,
                Kind::Pupil
                    | Kind::Transition
                    | Kind::Referral
                    | Kind::Authorisation
                    | Kind::Start
                    | Kind::Plan
                    | Kind::Review
            ),
        };
        scope && ever_leaves(kind)
    }

    /// Whether a record goes along. What is for the mentor alone goes with the whole case only. A record goes as it is or not
    /// at all: one that was shortened would be another version under the same name.
    pub fn take(self, content: &Content) -> bool {
        let mentor_only = content.audience() == Some(Audience::MentorOnly);
        self.take_kind(content.kind()) && (matches!(self, Self::Whole) || !mentor_only)
    }
}

/// Whether records of this kind ever go along with a hand-over. What does not: safeguarding entries; what is about a tablet
/// and not about a pupil; the log of what went out and came in, and what this school keeps until when. Of a new kind it has
/// to be decided here.
pub const fn ever_leaves(kind: Kind) -> bool {
    match kind {
        Kind::Worry => false,
        Kind::Settings | Kind::Template | Kind::Lists | Kind::Resource => false,
        Kind::HandedOver | Kind::Received | Kind::Retention | Kind::AccessRequest => false,
        Kind::Pupil
        | Kind::Contact
        | Kind::Referral
        | Kind::Authorisation
        | Kind::Liaison
        | Kind::Measure
        | Kind::Letter
        | Kind::LeadDecision
        | Kind::FamilyContact
        | Kind::Observation
        | Kind::Waiver
        | Kind::Start
        | Kind::Assessment
        | Kind::Plan
        | Kind::Circulation
        | Kind::Signature
        | Kind::Session
        | Kind::Achievement
        | Kind::Note
        | Kind::Review
        | Kind::Exit
        | Kind::FollowUp
        | Kind::Onward
        | Kind::Standing
        | Kind::PlannedSession
        | Kind::Transition => true,
    }
}

impl Purpose {
    /// Whether earlier versions of the records go along: never to another school, whatever for, and never where the case
    /// moves on.
    pub const fn takes_history(self, to: Place) -> bool {
        !matches!(self, Self::Transfer) && matches!(to, Place::Here)
    }
}

terms! {
    /// How a hand-over travelled.
    Carried {
        Recipient = "recipient", "Encrypted for their tablet";
        Words = "words", "Locked with seven words";
        Paper = "paper", "On paper";
    }
}

terms! {
    /// Which change a transition goes with (docs/policy.md#calendar).
    TransitionStage {
        IntoSchool = "into_school", "Into the school from an early-years setting";
        Year2To3 = "year_2_3", "Year 2 to 3 (infants to juniors)";
        Year6To7 = "year_6_7", "Year 6 to 7 (primary to secondary)";
        Year9To10 = "year_9_10", "Year 9 to 10";
        Year11To12 = "year_11_12", "Year 11 to 12";
        After13 = "after_13", "After year 13";
        InYear = "in_year", "Between schools during the year";
        Mentor = "mentor", "Another mentor, same school";
    }
}

terms! {
    /// What belongs to a good transition (p11, p30).
    TransitionStep {
        Visit = "visit", "The pupil has visited";
        MetMentor = "met_mentor", "The pupil has met the receiving mentor";
        Parents = "parents", "Parents or carers know what is passed on";
        Staff = "staff", "Talked through with the receiving staff";
        Views = "views", "The pupil's own wishes are written down";
        Plan = "plan", "The plan is up to date";
        Support = "support", "Support for the first weeks is agreed";
    }
}

/// The transition record of a pupil (p11): from where to where, when, with whom, and what they should know first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Day of the record.
    pub date: Date,
    /// School or class that the pupil leaves.
    pub from: String,
    /// School or class that receives.
    pub to: String,
    /// Which change it is.
    pub stage: TransitionStage,
    /// When the pupil changes.
    pub due: Option<Date>,
    /// The receiving mentor or other person.
    pub receiving: String,
    /// Who was met, and when.
    pub met: String,
    /// Consent to passing the file on.
    pub consent: Consent,
    /// Who gave or refused it, or why it is not needed.
    pub consent_by: String,
    /// What the receiving side should know first.
    pub first: String,
    /// What has been done.
    pub done: Vec<TransitionStep>,
}

/// A pupil's file went out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedOver {
    /// When.
    pub at: Moment,
    /// To whom, as the sender calls them.
    pub to: String,
    /// What for.
    pub purpose: Purpose,
    /// Until when, for cover and shared work.
    pub until: Option<Date>,
    /// How much of it.
    pub parts: Parts,
    /// How it travelled.
    pub carried: Carried,
    /// What the safeguarding lead said about sending anything separately (p40): never what it is about.
    pub lead: String,
    /// Name of the file; empty on paper.
    pub file_name: String,
    /// SHA-256 of the bundle's lines in hex, one for each numbered part; none on paper. By them a receipt is found to be its.
    pub bundles: Vec<String>,
    /// Rows of this pupil in it.
    pub rows: u32,
    /// The receipt.
    pub receipt: Option<HandOverReceipt>,
}

/// That a hand-over arrived, as the receiver says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOverReceipt {
    /// By whom.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Rows that were sent and not taken.
    pub missing: u32,
}

/// A pupil's file, or more of it, came in from somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// When.
    pub at: Moment,
    /// From whom, as the bundle says.
    pub from: String,
    /// Six words of the key that signed it; empty: not signed.
    pub fingerprint: String,
    /// Whether that key was known here by then.
    pub known: bool,
    /// What for.
    pub purpose: Purpose,
    /// Until when it is here.
    pub until: Option<Date>,
    /// What the sender's safeguarding lead says (p40), as the bundle has it.
    pub lead_says: Option<LeadSays>,
    /// Whether their lead has sent anything separately, as answered here: never what it is about.
    pub lead_has: Option<LeadHas>,
    /// Who was asked here, and when.
    pub lead: String,
}
