//! What falls due in a case and when (Today). Dates are worked out when a file
//! changes; whether they are overdue is decided on the day.

use time::Date;

use super::ids::RecordId;
use super::terms::terms;

terms! {
    /// What is due.
    DueKind {
        NobodyTold = "nobody_told", "NOBODY HAS BEEN TOLD";
        HandOverWords = "hand_over_words", "Safeguarding lead to confirm they hold the entry";
        Authorisation = "authorisation", "Authorisation";
        MoreInformation = "more_information", "More information for the line manager";
        ReferrerReply = "referrer_reply", "Reply to the referrer";
        LetterHome = "letter_home", "Letter to parents";
        WithheldReview = "withheld_review", "Look again: letter withheld";
        GateLiaison = "gate_liaison", "Talk with the class teacher";
        GateBaseline = "gate_baseline", "Baseline measures";
        GateParents = "gate_parents", "Speak with parents";
        GateObservation = "gate_observation", "Observe in class";
        Start = "start", "Start the intervention";
        Plan = "plan", "Make the action plan";
        Circulate = "circulate", "Circulate the plan";
        Review = "review", "Review";
        RevisePlan = "revise_plan", "Revise the plan";
        ExitForm = "exit_form", "Exit: set outcomes against the referral";
        Alternative = "alternative", "Arrange alternative support";
        FollowUp = "follow_up", "Follow-up after exit";
        ChaseOutcome = "chase_outcome", "Ask for the outcome of the onward referral";
        FamilyContact = "family_contact", "Contact with the family";
        HoldReview = "hold_review", "Look again: on hold";
        Decide = "decide", "Records disagree: decide";
    }
}

terms! {
    /// Who has to act.
    WaitsFor {
        Mentor = "mentor", "You";
        Others = "others", "Others";
    }
}

/// Something due in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// What.
    pub kind: DueKind,
    /// By when; `None`: at once.
    pub by: Option<Date>,
    /// Who has to act.
    pub waits_for: WaitsFor,
    /// The record to open, where there is one (the worry, the onward referral, the plan).
    pub record: Option<RecordId>,
}
