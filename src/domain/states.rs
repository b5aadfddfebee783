//! The states of an episode and what may follow what: one table, to be read beside the policy.

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
