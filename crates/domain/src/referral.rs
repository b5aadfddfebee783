//! Referral and its authorisation (p06, p12).

use crate::calendar::Date;

use super::ids::RecordId;
use super::settings::Settings;
use super::terms::terms;

terms! {
    /// The eleven referral criteria in the policy's order (p12).
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
    /// The policy's group this criterion is in.
    pub const fn group(self) -> CriterionGroup {
        match self {
            Self::UnderAchieving | Self::Declining | Self::LacksEngagement => CriterionGroup::Attainment,
            Self::Isolated | Self::Bullied | Self::LowSelfEsteem | Self::Bereavement | Self::ChallengingBehaviour => {
                CriterionGroup::Social
            }
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
    /// The concern under "attendance or punctuality" is punctuality alone: the attendance rule does not apply (p12).
    pub punctuality_only: bool,
    /// Absence is chronic in the school's judgement.
    pub attendance_chronic: bool,
    /// Why the attendance rule is overridden, if it is (p12).
    pub attendance_override: String,
    /// The pupil knows about the referral.
    pub pupil_knows: bool,
}

impl Referral {
    /// Whether the rule on attendance applies: the criterion "poor attendance" is ticked, and not for punctuality alone.
    pub fn concerns_attendance(&self) -> bool {
        !self.punctuality_only && self.criteria.iter().any(|ticked| ticked.criterion == Criterion::PoorAttendance)
    }
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
        SignedHere = "signed_here", "In person, on this tablet";
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

/// What speaks against a referral for poor attendance (p12): the education welfare service is the better address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum AttendanceWarning {
    /// Attendance is below the floor.
    BelowFloor {
        /// Attendance in tenths of a per cent.
        tenths: u16,
        /// The floor in tenths of a per cent, as set.
        floor: u16,
    },
    /// Absence is chronic in the school's judgement.
    Chronic,
    /// Nobody gave a figure, so that the rule can't be applied.
    NoFigure,
}

/// What the attendance rule finds, whether overridden or not. It concerns the
/// criterion "poor attendance" alone, and not punctuality.
pub fn attendance_finding(referral: &Referral, settings: &Settings) -> Option<AttendanceWarning> {
    if !referral.concerns_attendance() {
        return None;
    }
    let floor = settings.attendance_floor_tenths;
    match referral.attendance_tenths {
        Some(tenths) if tenths < floor => Some(AttendanceWarning::BelowFloor { tenths, floor }),
        _ if referral.attendance_chronic => Some(AttendanceWarning::Chronic),
        None => Some(AttendanceWarning::NoFigure),
        Some(_) => None,
    }
}

/// The same rule for attendance that was measured after the referral, such as the baseline (p12); `None` also when the
/// referral overrides it with a reason.
pub fn measured_attendance(referral: &Referral, tenths: u16, settings: &Settings) -> Option<AttendanceWarning> {
    let floor = settings.attendance_floor_tenths;
    let warns = referral.concerns_attendance() && referral.attendance_override.trim().is_empty() && tenths < floor;
    warns.then_some(AttendanceWarning::BelowFloor { tenths, floor })
}

/// The attendance rule's warning (p12); `None` also when it was overridden with a reason.
pub fn attendance_rule(referral: &Referral, settings: &Settings) -> Option<AttendanceWarning> {
    if referral.attendance_override.trim().is_empty() { attendance_finding(referral, settings) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::EARLIEST;

    fn referral(criterion: Criterion, tenths: Option<u16>) -> Referral {
        Referral {
            date: EARLIEST,
            referrer: String::new(),
            referrer_kind: ReferrerKind::ClassTeacher,
            criteria: vec![CriterionEvidence { criterion, evidence: String::new() }],
            how_long: String::new(),
            strengths: String::new(),
            tried: String::new(),
            changes_wanted: String::new(),
            attendance_tenths: tenths,
            punctuality_only: false,
            attendance_chronic: false,
            attendance_override: String::new(),
            pupil_knows: true,
        }
    }

    fn settings() -> Settings {
        Settings::new("A. Mentor".to_owned(), "Made-up School".to_owned())
    }

    #[test]
    fn p12_all_eleven_criteria_stand_in_the_policys_groups() {
        let count = |group| Criterion::ALL.iter().filter(|criterion| criterion.group() == group).count();
        assert_eq!(CriterionGroup::ALL.iter().map(|&group| count(group)).collect::<Vec<_>>(), [3, 5, 3]);
    }

    #[test]
    fn p12_attendance_at_or_above_the_floor_is_no_concern() {
        assert_eq!(attendance_rule(&referral(Criterion::PoorAttendance, Some(800)), &settings()), None);
        assert_eq!(
            attendance_rule(&referral(Criterion::PoorAttendance, Some(799)), &settings()),
            Some(AttendanceWarning::BelowFloor { tenths: 799, floor: 800 })
        );
    }

    #[test]
    fn p12_poor_attendance_without_a_figure_is_asked_for() {
        let without = referral(Criterion::PoorAttendance, None);
        assert_eq!(attendance_rule(&without, &settings()), Some(AttendanceWarning::NoFigure));
        let mut late = without.clone();
        late.punctuality_only = true;
        assert_eq!(attendance_rule(&late, &settings()), None);
        let mut overridden = without;
        overridden.attendance_override = "New to the country, no register yet".to_owned();
        assert_eq!(attendance_rule(&overridden, &settings()), None);
    }

    #[test]
    fn p12_attendance_measured_later_is_held_to_the_same_rule() {
        let mut referral = referral(Criterion::PoorAttendance, Some(850));
        let below = Some(AttendanceWarning::BelowFloor { tenths: 600, floor: 800 });
        assert_eq!(measured_attendance(&referral, 600, &settings()), below);
        assert_eq!(measured_attendance(&referral, 800, &settings()), None);
        referral.attendance_override = "The welfare service asked for it".to_owned();
        assert_eq!(measured_attendance(&referral, 600, &settings()), None);
        let other = self::referral(Criterion::Isolated, None);
        assert_eq!(measured_attendance(&other, 600, &settings()), None);
    }

    #[test]
    fn p12_the_floor_is_the_schools_own() {
        let mut settings = settings();
        settings.attendance_floor_tenths = 850;
        assert!(attendance_rule(&referral(Criterion::PoorAttendance, Some(840)), &settings).is_some());
    }

    #[test]
    fn p12_chronic_absence_warns_above_the_floor_too() {
        let mut chronic = referral(Criterion::PoorAttendance, Some(900));
        chronic.attendance_chronic = true;
        assert_eq!(attendance_rule(&chronic, &settings()), Some(AttendanceWarning::Chronic));
        chronic.attendance_tenths = None;
        assert_eq!(attendance_rule(&chronic, &settings()), Some(AttendanceWarning::Chronic));
    }

    #[test]
    fn p12_the_rule_concerns_neither_other_criteria_nor_punctuality() {
        for &criterion in Criterion::ALL {
            let warns = attendance_rule(&referral(criterion, Some(500)), &settings()).is_some();
            assert_eq!(warns, criterion == Criterion::PoorAttendance, "{criterion:?}");
        }
        let mut late = referral(Criterion::PoorAttendance, Some(500));
        late.punctuality_only = true;
        assert_eq!(attendance_rule(&late, &settings()), None);
    }

    #[test]
    fn p12_the_rule_is_overridden_with_a_reason_and_not_with_blanks() {
        let mut overridden = referral(Criterion::PoorAttendance, Some(500));
        overridden.attendance_override = "  ".to_owned();
        assert!(attendance_rule(&overridden, &settings()).is_some());
        overridden.attendance_override = "The welfare service asked for it".to_owned();
        assert_eq!(attendance_rule(&overridden, &settings()), None);
        assert!(attendance_finding(&overridden, &settings()).is_some());
    }

    #[test]
    fn p12_parents_condone_absences_never_prints_for_home() {
        for &criterion in Criterion::ALL {
            assert_eq!(criterion.prints_for_home(), criterion != Criterion::CondonedAbsence);
        }
    }
}
