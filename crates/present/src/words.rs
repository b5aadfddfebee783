//! What the rules say, in the words of a school: what is missing and what to do.

mod refusals;
mod warnings;

use casebook_domain::contact::{Contact, Responsibility, SafeToPhone};
use casebook_domain::pupil::Pupil;
use casebook_domain::states::{Overlay, State};

pub use refusals::{attempt, capital, gap, home_closed, home_open, left_behind, missing, rejection, stays, the_kind};
pub use warnings::{plan_part, smart_gap, upn, warning, within};

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
    use casebook_domain::content::Kind;
    use casebook_domain::decide::{Attempt, Missing, Rejection, Warning};
    use casebook_domain::plan::SmartGap;
    use casebook_domain::preparation::Gate;
    use casebook_domain::referral::AttendanceWarning;
    use casebook_domain::referral::Criterion;
    use casebook_domain::standing::StandingKind;
    use casebook_domain::states::Step;
    use casebook_domain::upn::Upn;

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
