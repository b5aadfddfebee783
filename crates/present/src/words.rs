//! What the rules say, in the words of a school: what is missing and what to do.

use casebook_domain::contact::{Contact, Responsibility, SafeToPhone};
use casebook_domain::content::Kind;
use casebook_domain::decide::{Attempt, Missing, Rejection, Warning};
use casebook_domain::home::{Closed, Open, Why};
use casebook_domain::moving::{LeftBehind, Stays};
use casebook_domain::plan::{PlanPart, SmartGap};
use casebook_domain::preparation::Gate;
use casebook_domain::pupil::Pupil;
use casebook_domain::referral::AttendanceWarning;
use casebook_domain::review::Participant;
use casebook_domain::standing::StandingKind;
use casebook_domain::states::{Overlay, State, Step};
use casebook_domain::upn::Upn;

use super::dates;
use super::numbers::{counted, percent, whole};

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

const fn step_words(step: Step) -> &'static str {
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
            let words: Vec<String> = missing.iter().map(self::missing).collect();
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
        other => return self::missing(other).trim_end_matches('.').to_owned(),
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
        text.push_str(&self::missing(missing));
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

fn family_talk(attempts: u8) -> String {
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

fn resumed(kind: StandingKind) -> String {
    match kind {
        StandingKind::OnHold => "The case is on hold. Record first that it resumes.",
        StandingKind::Objected => "Parents or pupil object. Record first that they agreed to continue.",
        StandingKind::Left => "The pupil has left the school. Record first that they are back.",
        StandingKind::Died => "The pupil has died: nothing more is sent or started.",
        StandingKind::Resumed => "Record first that the case resumes.",
    }
    .to_owned()
}

/// Something the mentor should know; it holds nothing up.
pub fn warning(warning: &Warning) -> String {
    let text = match warning {
        Warning::Upn(verdict) => return upn(*verdict).unwrap_or_default(),
        Warning::Attendance(warning) => return attendance(*warning),
        Warning::AuthorisedByMentor => "You are authorising your own referral. The line manager should decide.",
        Warning::Smart { target, gap } => {
            return ["Target ", &whole(u64::from(*target)), ": ", smart_gap(*gap)].concat();
        }
        Warning::PlanPart(part) => plan_part(*part),
        Warning::ReviewDateTooEarly => "The review date is not after the day of the plan.",
        Warning::ReviewOutsideTerms => {
            "There may be no school on the review date: it is at a weekend, or outside the terms in Settings."
        }
        Warning::NobodyAgreed => "The plan does not say who made it with you: the pupil, parents, staff.",
        Warning::Absent(Participant::Pupil) => "The pupil did not take part in the review.",
        Warning::Absent(Participant::Parents) => "Parents or carers did not take part in the review.",
        Warning::Absent(Participant::Staff) => "No member of staff took part in the review.",
        Warning::LineManagerNotConsulted => "The line manager was not consulted. Ask before the decision is acted on.",
        Warning::NotRated { target } => {
            return ["Target ", &whole(u64::from(*target)), " has no result yet."].concat();
        }
        Warning::GateLeftOpen(gate) => return gate_left_open(*gate),
        Warning::GateReopened(gate) => return gate_reopened(*gate),
        Warning::ConsiderOnward => {
            "There was little or no progress, or a deterioration. Think about referring on, and discuss it first."
        }
        Warning::ExitAtDeterioration => {
            "Something got worse. An exit is for a pupil who made good progress: is it the right time?"
        }
        Warning::ReferAgain => "The pupil should be referred again: Today has a link to the referral.",
        Warning::RestrictedContact => "This contact is restricted. Tell the safeguarding lead that there was contact.",
        Warning::NotSafeToPhone => "It is not safe to phone this contact.",
        Warning::PhoneSafetyUnknown => "Nobody has said whether it is safe to phone this contact. Ask first.",
        Warning::AskLeadFirst => "Ask the safeguarding lead before contacting home. Tell them of this contact.",
        Warning::LeftOut(name) => {
            return ["No letter has gone to ", name, ", who has parental responsibility."].concat();
        }
        Warning::NobodyTold => "NOBODY HAS BEEN TOLD. Tell the safeguarding lead now; saving is not reporting.",
        Warning::LimitsNotExplained => {
            "The limits of confidentiality have not been explained to the pupil. Do it at the next session and note the day."
        }
        Warning::OutsideIntervention => "No intervention is running. You can save the session all the same.",
        Warning::NotDiscussed => {
            "The onward referral has not been discussed with the Head of Student Performance yet. Enter when it was, and with whom."
        }
        Warning::SharedWithoutConsent => {
            "Consent was refused, yet something was shared. Say under \"What was shared\" why this was necessary."
        }
        Warning::InFuture => "This day is in the future. Is the date right?",
        Warning::BeforeReferral => "This day is before the referral. Is the date right?",
        Warning::ReachesRestricted(name) => {
            return [
                name,
                " is restricted and has the same address, telephone or e-mail. Could they read it? Ask the safeguarding lead first.",
            ]
            .concat();
        }
        Warning::OtherPupilNamed(name) => {
            return ["The text names another pupil: ", name, ". Leave the name out if it is not needed."].concat();
        }
        Warning::StillNamed { count } => {
            let named = counted(u64::from(*count), "other record still names it.", "other records still name it.");
            return named;
        }
        Warning::Disagrees => {
            "Other records of this pupil do not agree with it. Today shows this and takes you to the choice."
        }
    };
    text.to_owned()
}

fn attendance(warning: AttendanceWarning) -> String {
    const ELSEWHERE: &str = "Speak to the education welfare service, or say why mentoring is still right.";
    match warning {
        AttendanceWarning::BelowFloor { tenths, floor } => {
            ["Attendance of ", &percent(tenths), " is below the ", &percent(floor), " for mentoring. ", ELSEWHERE]
                .concat()
        }
        AttendanceWarning::NoFigure => {
            "Enter the attendance figure: if it is below the school's limit, the education welfare service comes first."
                .to_owned()
        }
        AttendanceWarning::Chronic => {
            ["The absence is persistent or severe, and mentoring alone will not solve that. ", ELSEWHERE].concat()
        }
    }
}

/// Somebody's name or post inside a sentence: "the line manager", "Chris Example".
pub fn within(who: &str) -> String {
    let who = who.trim();
    for (begins, inside) in [("The ", "the "), ("A ", "a "), ("An ", "an ")] {
        if let Some(rest) = who.strip_prefix(begins) {
            return [inside, rest].concat();
        }
    }
    who.to_owned()
}

/// What is doubtful about a pupil's number; `None` when nothing is.
pub fn upn(verdict: Upn) -> Option<String> {
    const LA: &str =
        "The three digits after the first letter are not a local authority that Casebook knows. Check the number.";
    Some(match verdict {
        Upn::Missing | Upn::Valid { la_known: true } => return None,
        Upn::Valid { la_known: false } => LA.to_owned(),
        Upn::Temporary { .. } => {
            "This is a temporary number. Replace it once the school has the permanent one.".to_owned()
        }
        Upn::BadCheckLetter { expected } => {
            let mut text = String::from("The number does not add up: with these digits it would begin with ");
            text.push(expected);
            text.push_str(". Check it for a mistake.");
            text
        }
        Upn::BadFormat => "A pupil's number is a letter and twelve digits. Check it.".to_owned(),
        Upn::Placeholder => "This means \"no number\" in the school's system. Leave the field empty.".to_owned(),
    })
}

/// What a target lacks to be SMART, and what to do.
pub const fn smart_gap(gap: SmartGap) -> &'static str {
    match gap {
        SmartGap::What => "say what the pupil will do.",
        SmartGap::Measure => "say how you will measure it.",
        SmartGap::Unit => "give the unit, such as \"times a lesson\".",
        SmartGap::Baseline => "say where the pupil is now.",
        SmartGap::Aim => "say where the pupil wants to be.",
        SmartGap::AimIsBaseline => "the aim is the same as where the pupil is now.",
        SmartGap::By => "say by when.",
        SmartGap::ByTooEarly => "the date is not after the day of the plan.",
        SmartGap::ByAfterReview => "the date is after the review. Change one of the dates.",
        SmartGap::Helper => "say who helps.",
    }
}

/// What is missing from a plan, and what to do.
pub const fn plan_part(part: PlanPart) -> &'static str {
    match part {
        PlanPart::Objectives => "The plan has no long-term objective.",
        PlanPart::Targets => "The plan has no target.",
        PlanPart::Strategies => "The plan has no strategies for the pupil.",
        PlanPart::School => "The plan does not say what the school will do.",
        PlanPart::Parents => {
            "The plan does not say what parents or carers will do. If nothing is asked of them, mark it as not appropriate."
        }
        PlanPart::ReviewDate => "The plan has no review date.",
        PlanPart::Success => "The plan does not say how you will know that it worked.",
        PlanPart::Rewards => "The plan names no sanctions or rewards.",
    }
}

fn gate_left_open(gate: Gate) -> String {
    let what = match gate {
        Gate::Liaison => "The conversations with staff and agencies are",
        Gate::Baseline => "The baseline figures are",
        Gate::Parents => "The letter home and a conversation with the family are",
        Gate::Observation => "A classroom observation is",
    };
    [what, " still to be done after the urgent start. Today will remind you."].concat()
}

fn gate_reopened(gate: Gate) -> String {
    let what = match gate {
        Gate::Liaison => "The conversations with staff and agencies are",
        Gate::Baseline => "The baseline figures are",
        Gate::Parents => "The letter home or the conversation with the family is",
        Gate::Observation => "The classroom observation is",
    };
    [what, " missing again, though the intervention has started. Today will remind you."].concat()
}

/// The state of an episode, in a sentence for the pupil's page.
pub const fn state(state: State) -> &'static str {
    match state {
        State::None => "There is no referral.",
        State::AwaitingAuthorisation => "The referral waits for the line manager's decision.",
        State::MoreInformation => "The line manager wants more information.",
        State::Redirected => "The referral was redirected to other support.",
        State::Declined => "The referral was declined.",
        State::Preparing => "The referral is authorised; the intervention is being prepared.",
        State::Intervention => "The intervention is running.",
        State::ExitProgramme => "The intervention has ended; the exit programme is running.",
        State::Exited => "The episode is closed.",
        State::Undecided => "The records disagree about the status of the case: decide.",
    }
}

/// What lies over the state, in a sentence; empty when nothing does.
pub const fn overlay(overlay: Overlay) -> &'static str {
    match overlay {
        Overlay::None => "",
        Overlay::OnHold => "The case is on hold.",
        Overlay::Objected => "Parents or pupil object.",
        Overlay::Left => "The pupil has left: letters and reminders have stopped.",
        Overlay::Died => "The pupil has died: letters and reminders have stopped.",
        Overlay::HandedOver => "The case was handed over: this copy is read-only.",
    }
}

/// What must be known before a contact is written to or called; empty when nothing prevents it.
pub fn contact_restrictions(contact: &Contact) -> Vec<String> {
    let mut words = Vec::new();
    if let Some(restriction) = &contact.restriction {
        let reason = restriction.trim();
        let begin = "Restricted: no letter, no call, no plan";
        words.push(if reason.is_empty() { [begin, "."].concat() } else { [begin, ". ", reason].concat() });
    } else if !contact.letters {
        words.push("Gets no letters.".to_owned());
    }
    match contact.phone_safe {
        SafeToPhone::Yes => {}
        SafeToPhone::No => words.push("Do not phone.".to_owned()),
        SafeToPhone::Unknown => words.push("Not known whether it is safe to phone: ask first.".to_owned()),
    }
    match contact.responsibility {
        Responsibility::Yes => {}
        Responsibility::No => words.push("No parental responsibility.".to_owned()),
        Responsibility::Unknown => words.push("Not known whether this person has parental responsibility.".to_owned()),
    }
    match (contact.interpreter.trim(), contact.language.trim()) {
        ("", "") => {}
        ("", language) => words.push(["Speaks ", language, "."].concat()),
        (interpreter, "") => words.push(["Interpreter: ", interpreter, "."].concat()),
        (interpreter, language) => words.push(["Speaks ", language, "; interpreter: ", interpreter, "."].concat()),
    }
    words
}

/// What must be seen at once on the pupil's page; empty when there is nothing.
pub fn pupil_alerts(pupil: &Pupil) -> Vec<String> {
    let mut words = Vec::new();
    if let Some(reason) = &pupil.ask_lead_first {
        let begin = "Ask the safeguarding lead before contacting home.";
        let reason = reason.trim();
        words.push(if reason.is_empty() { begin.to_owned() } else { [begin, " ", reason].concat() });
    }
    if !pupil.letter_name.trim().is_empty() && pupil.home_name() != pupil.call_name() {
        words.push(["Letters home say \"", pupil.home_name(), "\", not \"", pupil.call_name(), "\"."].concat());
    }
    if !pupil.remarks.trim().is_empty() {
        words.push(pupil.remarks.trim().to_owned());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::referral::Criterion;

    #[test]
    fn a_post_is_written_small_inside_a_sentence_and_a_name_is_not() {
        for (who, inside) in [
            ("The pupil", "the pupil"),
            (" A class teacher", "a class teacher"),
            ("Theo Example", "Theo Example"),
            ("Ann Example", "Ann Example"),
            ("", ""),
        ] {
            assert_eq!(within(who), inside);
        }
    }

    #[test]
    fn a_refusal_says_what_was_tried_and_what_is_missing() {
        let rejection = super::rejection(&Rejection {
            attempt: Attempt::Step(Step::Start),
            missing: vec![Missing::LetterHome, Missing::FamilyTalk { attempts: 1 }],
        });
        assert_eq!(
            rejection,
            "The intervention cannot start yet. Parents or carers have not been told in writing. Write the letter home and record it as sent. You have tried on one day to speak with the family. Record a conversation, or an attempt on another day."
        );
    }

    #[test]
    fn every_word_of_the_rules_is_a_sentence() {
        let missing = [
            Missing::Judgement(Criterion::Isolated),
            Missing::HeldRecords { count: 1 },
            Missing::Agreement(Kind::Exit),
            Missing::SameKind(Kind::FollowUp),
            Missing::Resumed(StandingKind::Left),
            Missing::OnePupil,
            Missing::BackHere { since: casebook_domain::calendar::parse_iso("2026-11-23").expect("a day") },
        ];
        let sentences = missing.iter().map(super::missing);
        let warnings = [
            Warning::Upn(Upn::BadCheckLetter { expected: 'P' }),
            Warning::Attendance(AttendanceWarning::BelowFloor { tenths: 795, floor: 800 }),
            Warning::Smart { target: 2, gap: SmartGap::Unit },
            Warning::StillNamed { count: 2 },
            Warning::GateLeftOpen(Gate::Parents),
        ];
        for sentence in sentences
            .chain(warnings.iter().map(super::warning))
            .chain(Step::ALL.iter().map(|&step| attempt(Attempt::Step(step))))
        {
            assert!(sentence.ends_with('.'), "{sentence}");
            assert!(sentence.starts_with(|first: char| first.is_uppercase() || first.is_numeric()), "{sentence}");
        }
    }

    #[test]
    fn p12_the_attendance_warning_points_to_the_welfare_service() {
        let words = warning(&Warning::Attendance(AttendanceWarning::BelowFloor { tenths: 795, floor: 800 }));
        assert!(words.contains("79.5%") && words.contains("80.0%") && words.contains("welfare service"));
    }

    #[test]
    fn a_sound_number_has_no_words() {
        assert_eq!((upn(Upn::Missing), upn(Upn::Valid { la_known: true })), (None, None));
        assert!(upn(Upn::BadFormat).is_some());
    }
}
