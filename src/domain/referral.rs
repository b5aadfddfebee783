//! Referral and its authorisation (p06, p12).

use time::Date;

use super::ids::RecordId;
use super::terms::terms;

terms! {
    /// The eleven referral criteria of policy section 4.1, in the policy's order (p12).
    Criterion {
        UnderAchieving = "under_achieving", "Is under-achieving";
        Declining = "declining", "Performance is declining compared to indicated potential";
        LacksEngagement = "lacks_engagement", "Lacks engagement in their learning";
        Isolated = "isolated", "Is socially isolated or has difficulties with relationships";
        Bullied = "bullied", "Is being bullied or is vulnerable to bullying";
        LowSelfEsteem = "low_self_esteem", "Has low self-esteem and confidence";
        Bereavement = "bereavement", "Has suffered bereavement, loss, change or trauma";
        ChallengingBehaviour = "challenging_behaviour", "Has challenging behaviour";
        PoorAttendance = "poor_attendance", "Has poor patterns of attendance or punctuality";
        AttendanceRisk = "attendance_risk", "Is at risk of developing poor attendance";
        CondonedAbsence = "condoned_absence", "Parents condone absences";
    }
}
terms! {
    /// The policy's three groups of criteria.
    CriterionGroup {
        Attainment = "attainment", "Attainment";
        Social = "social", "Social, emotional and behavioural";
        Attendance = "attendance", "Attendance";
    }
}

impl Criterion {
    /// The policy's group this criterion stands in.
    pub const fn group(self) -> CriterionGroup {
        match self {
            Self::UnderAchieving | Self::Declining | Self::LacksEngagement => CriterionGroup::Attainment,
            Self::Isolated
            | Self::Bullied
            | Self::LowSelfEsteem
            | Self::Bereavement
            | Self::ChallengingBehaviour => CriterionGroup::Social,
            Self::PoorAttendance | Self::AttendanceRisk | Self::CondonedAbsence => CriterionGroup::Attendance,
        }
    }

    /// "Parents condone absences" is a professional's judgement and never prints for home (p12).
    pub const fn prints_for_home(self) -> bool {
        !matches!(self, Self::CondonedAbsence)
    }
}

/// One ticked criterion with what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionEvidence {
    /// The criterion.
    pub criterion: Criterion,
    /// What was seen, when, by whom.
    pub evidence: String,
}

terms! {
    /// Who made the referral.
    ReferrerKind {
        ClassTeacher = "class_teacher", "Class teacher or form tutor";
        HeadOfYear = "head_of_year", "Head of year or phase";
        OtherStaff = "other_staff", "Other member of staff";
        Parent = "parent", "Parent or carer";
        Pupil = "pupil", "The pupil";
        Agency = "agency", "An agency";
        Audit = "audit", "School audit";
    }
}

/// A referral, in the order of the paper form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// Day the referral was made.
    pub date: Date,
    /// Name of who refers.
    pub referrer: String,
    /// In what role.
    pub referrer_kind: ReferrerKind,
    /// The criteria met, each with its evidence; never empty.
    pub criteria: Vec<CriterionEvidence>,
    /// How long this has been a concern.
    pub how_long: String,
    /// What the pupil is good at.
    pub strengths: String,
    /// What was tried already and how it went.
    pub tried: String,
    /// What should be different.
    pub changes_wanted: String,
    /// Attendance in per cent (0 to 100) in tenths: 875 is 87.5 %.
    pub attendance_tenths: Option<u16>,
    /// Absence is chronic in the school's judgement.
    pub attendance_chronic: bool,
    /// Why the attendance rule is overridden, if it is (p12).
    pub attendance_override: String,
    /// The pupil knows about the referral.
    pub pupil_knows: bool,
}

terms! {
    /// What the line manager decided (p06).
    AuthorisationDecision {
        Authorised = "authorised", "Authorised";
        MoreInformation = "more_information", "More information wanted";
        Redirected = "redirected", "Redirected to other support";
        Declined = "declined", "Declined";
    }
}
terms! {
    /// How the decision reached the mentor.
    DecisionRoute {
        Met = "met", "We met";
        Email = "email", "E-mail";
        Paper = "paper", "On paper";
        SignedHere = "signed_here", "Signed on this tablet";
    }
}

/// The line manager's decision on a referral (p06).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authorisation {
    /// The referral decided on.
    pub referral: RecordId,
    /// Day of the decision.
    pub date: Date,
    /// The decision.
    pub decision: AuthorisationDecision,
    /// Who decided.
    pub by: String,
    /// How.
    pub route: DecisionRoute,
    /// Why; needed unless authorised.
    pub why: String,
    /// The targets set with the authorisation.
    pub targets: String,
    /// When the referrer was told; `None`: still due.
    pub referrer_told: Option<Date>,
}
