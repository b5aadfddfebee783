//! The states of an episode and what may follow what: one table, to be read beside the policy.

use super::content::Kind;
use super::decide::Missing;
use super::ids::RecordId;
use super::preparation::Gate;
use super::terms::terms;

terms! {
    /// State of an episode: a pure, total function of its records, never stored but in the header.
    State {
        None = "none", "No referral";
        AwaitingAuthorisation = "awaiting_authorisation", "Awaiting authorisation";
        MoreInformation = "more_information", "More information wanted";
        Redirected = "redirected", "Redirected";
        Declined = "declined", "Declined";
        Preparing = "preparing", "Preparing";
        Intervention = "intervention", "Intervention";
        ExitProgramme = "exit_programme", "Exit programme";
        Exited = "exited", "Exited";
        Undecided = "undecided", "Records disagree";
    }
}

terms! {
    /// What lies over the state and stops reminders or letters.
    Overlay {
        None = "none", "Active";
        OnHold = "on_hold", "On hold";
        Objected = "objected", "Objection";
        Left = "left", "Left";
        Died = "died", "Died";
    }
}

terms! {
    /// What a mentor or the line manager does that moves a case or rests on where it stands.
    Step {
        Refer = "refer", "Refer";
        JoinReferral = "join_referral", "Add a second referral to the open episode";
        Authorise = "authorise", "Authorise";
        AskMore = "ask_more", "Ask for more information";
        Redirect = "redirect", "Redirect";
        Decline = "decline", "Decline";
        SendLetter = "send_letter", "Send a letter";
        WithholdLetter = "withhold_letter", "Withhold the letter home";
        Waive = "waive", "Waive a gate";
        Start = "start", "Start the intervention";
        MakePlan = "make_plan", "Make the action plan";
        RevisePlan = "revise_plan", "Revise the plan";
        Circulate = "circulate", "Circulate the plan";
        Sign = "sign", "Sign the plan";
        Review = "review", "Review";
        Exit = "exit", "Exit";
        FollowUp = "follow_up", "Follow-up";
        CloseFollowUps = "close_follow_ups", "Last follow-up";
        ReferOn = "refer_on", "Refer on";
        ReRefer = "re_refer", "Refer again";
        Hold = "hold", "Put on hold";
        Resume = "resume", "Resume";
        Object = "object", "Record an objection";
        Leave = "leave", "Left the school";
        Die = "die", "Has died";
    }
}

/// Whether a gate is open to the intervention (p17).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GateStanding {
    /// Its records are there.
    Met,
    /// Waived with a reason by this record; never the parents' gate.
    Waived(RecordId),
    /// Something is missing.
    Open,
}

/// One of the four gates and what it lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateStatus {
    /// The gate.
    pub gate: Gate,
    /// Met, waived or open.
    pub standing: GateStanding,
    /// What its records lack; told for a waived gate too, empty for a met one.
    pub lacks: Vec<Missing>,
}

/// A step from where the case stands, for the pupil's header; the first is the one to take next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// The step.
    pub step: Step,
    /// The form to open.
    pub kind: Kind,
    /// Allowed now, or what is missing first (never empty).
    pub allowed: Result<(), Vec<Missing>>,
}
