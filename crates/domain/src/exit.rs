//! Exit, exit programme, follow-ups, onward referral (p26 to p28).

use crate::calendar::Date;

use super::referral::Criterion;
use super::terms::terms;

terms! {
    /// The state of a referral criterion at exit (p26).
    CriterionJudgement {
        Met = "met", "No longer a concern";
        Better = "better", "Better";
        Same = "same", "About the same";
        Worse = "worse", "Worse";
    }
}

/// One referral criterion set beside what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionOutcome {
    /// The criterion of the referral.
    pub criterion: Criterion,
    /// The judgement.
    pub judgement: CriterionJudgement,
    /// What shows it.
    pub evidence: String,
}

terms! {
    /// Components of an exit programme (p27).
    ExitComponent {
        LessContact = "less_contact", "Less frequent contact";
        Clubs = "clubs", "Breakfast club, other clubs or drop-ins";
        Specialist = "specialist", "Other specialist intervention";
    }
}

/// One component with its dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExitProgrammePart {
    /// Which.
    pub component: ExitComponent,
    /// How often, where, with whom.
    pub what: String,
    /// Until when.
    pub until: Option<Date>,
}

/// The pupil exits the intervention (p26).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exit {
    /// Day.
    pub date: Date,
    /// Each referral criterion and what became of it.
    pub outcomes: Vec<CriterionOutcome>,
    /// The exit programme; may be empty (p27).
    pub programme: Vec<ExitProgrammePart>,
    /// When follow-up reviews fall due (p27).
    pub follow_ups: Vec<Date>,
    /// Who decided it together: pupil, parents, staff, line manager.
    pub decided_with: String,
    /// Words for the record.
    pub summary: String,
}

impl Exit {
    /// Whether a criterion of the referral is worse than it was.
    pub fn deteriorated(&self) -> bool {
        self.outcomes.iter().any(|outcome| outcome.judgement == CriterionJudgement::Worse)
    }
}

terms! {
    /// What a follow-up found.
    FollowUpResult {
        Well = "well", "Going well";
        Watch = "watch", "To be watched";
        ReRefer = "re_refer", "Should be referred again";
    }
}

/// A follow-up after exit (p27).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// Day.
    pub date: Date,
    /// What was found.
    pub result: FollowUpResult,
    /// Words.
    pub notes: String,
    /// This was the last one: the episode is closed.
    pub last: bool,
}

terms! {
    /// Consent to share with an agency.
    Consent {
        Parents = "parents", "Parents or carers agreed";
        Pupil = "pupil", "The pupil agreed";
        NotNeeded = "not_needed", "Not needed, reason given";
        Refused = "refused", "Refused";
    }
}

/// Referral on to more specialist intervention (p28).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Onward {
    /// Day.
    pub date: Date,
    /// To support inside the school, and not to an agency (p25).
    pub inside: bool,
    /// To which agency, or to whom in school.
    pub agency: String,
    /// Why.
    pub reason: String,
    /// When it was discussed with the head of student performance.
    pub discussed_on: Option<Date>,
    /// With whom it was discussed.
    pub discussed_with: String,
    /// What was shared.
    pub shared: String,
    /// Consent.
    pub consent: Consent,
    /// When to ask for the outcome.
    pub chase_on: Option<Date>,
    /// The outcome; empty: waited for.
    pub outcome: String,
}
