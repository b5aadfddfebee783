//! Why something is not done, in words.

use crate::dates;
use crate::numbers::counted;
use casebook_domain::content::Kind;
use casebook_domain::decide::{Attempt, Missing, Rejection};
use casebook_domain::home::{Closed, Open, Why};
use casebook_domain::moving::{LeftBehind, Stays};
use casebook_domain::standing::StandingKind;
use casebook_domain::states::Step;

/// "the note", "the action plan": a kind of record within a sentence.
pub fn the_kind(kind: Kind) -> String {
    ["the ", &kind.label().to_lowercase()].concat()
}

/// What was tried and could not be done, in one sentence.
pub fn attempt(attempt: Attempt) -> String {
    match attempt {
        Attempt::Step(step) => step_words(step).to_owned(),
        Attempt::Change(kind) => ["This change to ", &the_kind(kind), " cannot be saved."].concat(),
        Attempt::Delete(kind) => [&capital(&the_kind(kind)), " cannot be deleted."].concat(),
    }
}

pub(super) const fn step_words(step: Step) -> &'static str {
    match step {
        Step::Refer | Step::JoinReferral | Step::ReRefer => "The referral cannot be saved yet.",
        Step::Authorise => "The referral cannot be authorised yet.",
        Step::AskMore => "More information cannot be asked for here.",
        Step::Redirect => "The referral cannot be redirected here.",
        Step::Decline => "The referral cannot be declined here.",
        Step::DecideSecond => "This decision cannot be saved yet.",
        Step::SendLetter => "This letter cannot be sent.",
        Step::DecideHome => "The lead's decision cannot be saved like this.",
        Step::Waive => "This gate cannot be waived like this.",
        Step::Start => "The intervention cannot start yet.",
        Step::MakePlan => "The action plan cannot be made here.",
        Step::RevisePlan => "The plan cannot be revised yet.",
        Step::Circulate => "The plan cannot be sent like this.",
        Step::Sign => "The plan cannot be signed yet.",
        Step::Review => "The review cannot be saved yet.",
        Step::Exit => "The exit cannot be saved yet.",
        Step::FollowUp | Step::CloseFollowUps => "The follow-up cannot be saved yet.",
        Step::ReferOn => "The onward referral cannot be saved yet.",
        Step::Hold | Step::Resume | Step::Object | Step::Leave | Step::Die => "This change of status cannot be saved.",
    }
}

/// With a capital at its beginning.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Why a record can't be moved to another pupil, in sentences.
pub fn stays(why: &Stays) -> String {
    match why {
        Stays::OfThisFile => "It belongs only to this file.".to_owned(),
        Stays::WithOthers => {
            "It only makes sense with the referral, plan or exit that it belongs to. Write it again for the right pupil, then delete it here.".to_owned()
        }
        Stays::Named { count } => {
            let named = counted(*count as u64, "other record of this pupil refers to it", "other records of this pupil refer to it");
            [&named, ". Move or delete those first."].concat()
        }
        Stays::First(missing) => {
            let words: Vec<String> = missing.iter().map(super::missing).collect();
            words.join(" ")
        }
    }
}

/// What does not go along with a moved record, in a sentence.
pub const fn left_behind(what: LeftBehind) -> &'static str {
    match what {
        LeftBehind::Ratings => "The ratings in it are about targets of this pupil's plan. They are left out.",
        LeftBehind::Uses => "Its figures are used in this pupil's plan. That link is left out.",
    }
}

/// What a gate lacks, within a list: "class teacher, a baseline measure".
pub fn gap(missing: &Missing) -> String {
    let text = match missing {
        Missing::ClassTeacher => "conversation with the class teacher",
        Missing::OtherStaff => "conversation with other staff",
        Missing::AgencyOrNone => "agencies, or that none is involved",
        Missing::Baseline => "a baseline measure",
        Missing::LetterHome => "letter to parents",
        Missing::Responsibility => "somebody recorded as having parental responsibility",
        Missing::ContactForLetters => "a parent who may get letters",
        Missing::FamilyTalk { attempts: 0 } => "conversation with a parent, or attempts on two different days",
        Missing::FamilyTalk { .. } => "conversation with a parent, or an attempt on another day",
        Missing::Observation => "an observed lesson",
        Missing::LeadAsked | Missing::WithheldReview => "the safeguarding lead's decision",
        other => return super::missing(other).trim_end_matches('.').to_owned(),
    };
    text.to_owned()
}

/// Who agreed that home may be contacted, and until when.
pub fn home_open(open: &Open) -> String {
    let lead = capital(open.lead.as_deref().unwrap_or("the safeguarding lead"));
    match open.until {
        Some(until) => {
            [&lead, " has agreed to contact until ", &dates::long(until), ". Ask again after that."].concat()
        }
        None => {
            [&lead, " has agreed to contact. Remove the mark from the pupil's page if they need not be asked again."]
                .concat()
        }
    }
}

/// Why nothing goes home, until when, and who may say otherwise.
pub fn home_closed(closed: &Closed) -> String {
    let lead = closed.lead.as_deref().unwrap_or("the safeguarding lead");
    match (closed.why, closed.until) {
        (Why::Stopped(stopped), _) => ["Nothing goes home. ", &missing(&stopped)].concat(),
        (Why::TwoVersions, _) => {
            "Nothing goes home: two tablets changed what decides it. Choose one of the two versions first.".to_owned()
        }
        (Why::AskLead, _) => {
            "Ask the safeguarding lead before anything goes home, and record what they decide.".to_owned()
        }
        (Why::Withheld, Some(until)) => {
            [&capital(lead), " has decided that nothing goes home. Ask again after ", &dates::long(until), "."].concat()
        }
        (Why::AskAgain, Some(until)) => [
            "Nothing goes home: ",
            lead,
            " was to be asked again after ",
            &dates::long(until),
            ". Ask, and record what they decide.",
        ]
        .concat(),
        (Why::Withheld | Why::AskAgain, None) => {
            ["Nothing goes home until ", lead, " has been asked again. Ask, and record what they decide."].concat()
        }
    }
}

/// Why a command is refused: what was tried and everything that is missing.
pub fn rejection(rejection: &Rejection) -> String {
    let mut text = attempt(rejection.attempt);
    for missing in &rejection.missing {
        text.push(' ');
        text.push_str(&super::missing(missing));
    }
    text
}

/// One thing that is missing, and what to do.
pub fn missing(missing: &Missing) -> String {
    let text = match missing {
        Missing::Referral => "The pupil has not been referred. Fill in a referral first.",
        Missing::Criterion => "Tick at least one reason for the referral.",
        Missing::Authorised => {
            "The line manager has not authorised the referral. Talk to them and record the decision."
        }
        Missing::DecidedBy => "Say who decided.",
        Missing::Why => "Say why this was decided.",
        Missing::ClassTeacher => {
            "You have not spoken with the class teacher. Record the conversation, or waive it with a reason."
        }
        Missing::OtherStaff => {
            "You have not spoken with other staff. Record a conversation, or waive it with a reason."
        }
        Missing::AgencyOrNone => {
            "It is not recorded whether an agency works with the pupil. Record a conversation with it, or that no agency is involved."
        }
        Missing::Baseline => "There are no baseline figures. Record at least one, or waive it with a reason.",
        Missing::LetterHome => {
            "Parents or carers have not been told in writing. Write the letter home and record it as sent."
        }
        Missing::Responsibility => {
            "Nobody is recorded as having parental responsibility. Ask the school office who has it, and enter it on the contact."
        }
        Missing::WithheldReview => {
            "The day to ask the safeguarding lead again about contact with home has passed. Ask, and record what they decide. Until then nothing goes home."
        }
        Missing::HomeWithheld { until } => {
            let until = dates::long(*until);
            return [
                "The safeguarding lead has decided that nothing goes home. Ask again after ",
                &until,
                ", or sooner if things change.",
            ]
            .concat();
        }
        Missing::LeadDecision => {
            "Only the safeguarding lead can allow contact with home. Record what they decide as a new decision."
        }
        Missing::AgreedByAnother => {
            "You cannot agree to your own urgent start. Name the person in school who agreed to it."
        }
        Missing::LaterStart { first } => {
            let first = dates::long(*first);
            return [
                "The intervention cannot start before its referral and its authorisation: not before ",
                &first,
                ".",
            ]
            .concat();
        }
        Missing::FamilyTalk { attempts } => return family_talk(*attempts),
        Missing::Observation => {
            "The pupil has not been observed in class. Observe a lesson, or waive it with a reason."
        }
        Missing::UrgentReason => "Say why the start is urgent.",
        Missing::WaiverReason => "Say why it is waived.",
        Missing::ParentsAlways => {
            "Telling parents or carers can never be waived. Send the letter, or record that the safeguarding lead withholds it."
        }
        Missing::LeadNamed => "Name the safeguarding lead who decided.",
        Missing::LaterReviewDate => "Enter a day to ask the lead again, later than the day of the decision.",
        Missing::StartedAlready => "The intervention has started already.",
        Missing::EndedByReview => "The intervention has started. Hold a review to end it, or put the case on hold.",
        Missing::Started => "The intervention has not started. Record the start first.",
        Missing::LeadAsked => {
            "The pupil's page says to ask the safeguarding lead before contacting home. Ask, and record what they decide."
        }
        Missing::Contact => "No parent or carer is chosen. Add the contact first.",
        Missing::UnrestrictedContact => {
            "This contact is restricted: nothing may be sent to them. Choose another contact."
        }
        Missing::ContactForLetters => {
            "Letters to this person are switched off. Allow them on the contact's page, or choose somebody else."
        }
        Missing::Resumed(kind) => return resumed(*kind),
        Missing::Alive => "The pupil has died: nothing more is sent or started.",
        Missing::Plan => "There is no action plan. Make it first.",
        Missing::CurrentPlan => {
            "This version of the plan was reviewed or revised, and stays as it is. You can make the next version after a review that decides to continue."
        }
        Missing::PlanUsed => "The plan was reviewed, signed or given to somebody: it stays in the file.",
        Missing::PlanInForce => "A review is about the current plan. Choose that one.",
        Missing::ReviewToContinue => {
            "Revise the plan after a review that decided to continue. Record that review first. To correct a mistake, change the current plan."
        }
        Missing::ReviewToExit => "No review has decided on the exit. Record that review first.",
        Missing::Judgement(criterion) => {
            return ["Say how things are now with this reason for the referral: \"", criterion.label(), "\"."].concat();
        }
        Missing::Exit => "The pupil had not exited by that day. Record the exit first, or correct the date.",
        Missing::ReReferral => "This episode has ended. A new referral opens the next one.",
        Missing::NewerReferral => "A newer referral is open. Decide on that one.",
        Missing::Settled => {
            "The records disagree about the status of the case. Decide that first: Today and the pupil's page take you there."
        }
        Missing::Agreement(kind) => {
            return ["It would no longer agree with ", &the_kind(*kind), " that is already there. Change that first."]
                .concat();
        }
        Missing::Told => "Nobody has been told yet. Say who was told, or have it withdrawn with a safeguarding lead.",
        Missing::Withdrawal => "Say why it is withdrawn, and which safeguarding lead agreed to it.",
        Missing::HeldRecords { count } => {
            let held = counted(u64::from(*count), "other record depends", "other records depend");
            return [&held, " on it. Delete those first."].concat();
        }
        Missing::Record => "It is not there any more.",
        Missing::SameKind(kind) => return ["It can only be saved as ", &the_kind(*kind), "."].concat(),
        Missing::OneVersion => "Two tablets changed it. Look at both versions and choose before you change it.",
        Missing::OnePupil => "This file has its pupil already. Change that page, or add another pupil.",
        Missing::BackHere { since } => {
            let on = dates::long(*since);
            return ["The case was handed over on ", &on, ": this copy is read-only. It can come back in a hand-over, or you can take it back here on the pupil's page."].concat();
        }
    };
    text.to_owned()
}

pub(super) fn family_talk(attempts: u8) -> String {
    let before = match attempts {
        0 => "Nobody with parental responsibility has been spoken with since the referral.",
        _ => "You have tried on one day to speak with the family.",
    };
    let after = match attempts {
        0 => " Record a conversation, or attempts on two different days.",
        _ => " Record a conversation, or an attempt on another day.",
    };
    [before, after].concat()
}

pub(super) fn resumed(kind: StandingKind) -> String {
    match kind {
        StandingKind::OnHold => "The case is on hold. Record first that it resumes.",
        StandingKind::Objected => "Parents or pupil object. Record first that they agreed to continue.",
        StandingKind::Left => "The pupil has left the school. Record first that they are back.",
        StandingKind::Died => "The pupil has died: nothing more is sent or started.",
        StandingKind::Resumed => "Record first that the case resumes.",
    }
    .to_owned()
}
