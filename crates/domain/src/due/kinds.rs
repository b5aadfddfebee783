//! What can be due.

use crate::calendar::Date;
use crate::ids::RecordId;
use crate::terms::terms;

terms! {
    /// What is due.
    DueKind {
        NobodyTold = "nobody_told", "NOBODY HAS BEEN TOLD";
        HandOverWords = "hand_over_words", "Safeguarding lead to confirm they hold the entry";
        Authorisation = "authorisation", "Authorisation";
        MoreInformation = "more_information", "More information for the line manager";
        ReferrerReply = "referrer_reply", "Reply to the referrer";
        LetterHome = "letter_home", "Letter to parents";
        LetterNoFurther = "letter_no_further", "Letter to parents: the referral goes no further";
        WithheldReview = "withheld_review", "Ask the lead again: letter withheld";
        AskLead = "ask_lead", "Ask the safeguarding lead: letter to parents";
        GateLiaison = "gate_liaison", "Talk with the class teacher";
        GateOtherStaff = "gate_other_staff", "Talk with other staff";
        GateAgency = "gate_agency", "Ask which agencies are involved";
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
        ReferAgain = "refer_again", "Refer again, as the follow-up found";
        ChaseOutcome = "chase_outcome", "Ask for the outcome of the onward referral";
        FamilyContact = "family_contact", "Contact with the family";
        HoldReview = "hold_review", "Review: on hold";
        Leaving = "leaving", "Leaves the school";
        ChangeAhead = "change_ahead", "Change of status";
        Transition = "transition", "Transition: hand the file over";
        Decide = "decide", "Records disagree: decide";
        TwoVersions = "two_versions", "Two versions: choose";
        MovedAway = "moved_away", "Moved to another pupil, then changed elsewhere: decide";
        Receipt = "receipt", "Receipt for the hand-over";
        ComesBack = "comes_back", "Case to come back";
        GiveBack = "give_back", "Hand the case back";
        LeadAnswer = "lead_answer", "Hand-over received: ask the safeguarding lead";
        TellOfficer = "tell_officer", "Tell the data-protection officer of the request";
        AccessRequest = "access_request", "Answer to the request for access";
        AccessIdentity = "access_identity", "Check who is asking for access, and their right to it";
        FileInSchoolRecord = "file_in_school_record", "File in the school's record";
        Erase = "erase", "Erase this tablet's copy";
    }
}

impl DueKind {
    /// What nobody may read beside a pupil's name but on the pages meant for it: that there is a safeguarding entry, or that
    /// the lead keeps a letter back (p40).
    pub const fn guarded(self) -> bool {
        matches!(self, Self::NobodyTold | Self::HandOverWords | Self::WithheldReview | Self::AskLead)
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
