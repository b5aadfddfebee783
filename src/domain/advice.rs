//! What the mentor should know when saving. It warns and holds nothing up
//! (design section 7): SMART gaps, the attendance rule, a doubtful number, who
//! was absent from a review.

use time::Date;

use super::calendar::outside_terms;
use super::case::CaseFile;
use super::contact::{Contact, SafeToPhone, same_words};
use super::content::Content;
use super::decide::{Ctx, Warning};
use super::exit::{Consent, Exit, FollowUpResult, Onward};
use super::gates::{GateStanding, gates, left_out, letter_owed};
use super::home;
use super::ids::RecordId;
use super::measure::{Measure, Reading};
use super::plan::{Plan, SmartGap};
use super::preparation::{ContactWay, FamilyContact, Start};
use super::referral::{Authorisation, Referral, attendance_rule, measured_attendance};
use super::review::{Participant, Progress, Review};
use super::session::{Session, SessionKind};
use super::settings::Settings;
use super::states::State;
use super::upn;

/// What a form should warn of while it is filled in, and a save once done.
pub fn advice(case: &CaseFile, settings: &Settings, content: &Content, ctx: &Ctx) -> Vec<Warning> {
    let mut warnings = match content {
        Content::Pupil(pupil) => {
            let verdict = upn::check(&pupil.upn);
            when(verdict.doubtful(), Warning::Upn(verdict))
        }
        Content::Referral(referral) => of_referral(referral, settings),
        Content::Authorisation(authorisation) => of_authorisation(authorisation, settings),
        Content::FamilyContact(contact) => of_family_contact(case, contact, ctx.today),
        Content::Start(start) => of_start(case, start, ctx.today),
        Content::Plan(plan) => of_plan(plan, settings),
        Content::Review(review) => of_review(case, review),
        Content::Session(session) => of_session(case, session),
        Content::Measure(measure) => of_measure(case, settings, measure),
        Content::Exit(exit) => of_exit(case, exit),
        Content::FollowUp(follow_up) => when(follow_up.result == FollowUpResult::ReRefer, Warning::ReferAgain),
        Content::Onward(onward) => of_onward(onward),
        Content::Worry(worry) => when(worry.insists(), Warning::NobodyTold),
        Content::Letter(letter) => reaches_restricted(case, letter.contact),
        Content::Contact(_)
        | Content::Liaison(_)
        | Content::LeadDecision(_)
        | Content::Observation(_)
        | Content::Waiver(_)
        | Content::Assessment(_)
        | Content::Circulation(_)
        | Content::Signature(_)
        | Content::Achievement(_)
        | Content::PlannedSession(_)
        | Content::Note(_)
        | Content::Standing(_)
        | Content::Settings(_)
        | Content::Template(_)
        | Content::Lists(_)
        | Content::Transition(_)
        | Content::HandedOver(_)
        | Content::Received(_)
        | Content::Retention(_)
        | Content::AccessRequest(_)
        | Content::Resource(_) => Vec::new(),
    };
    let ahead = content.day().is_some_and(|day| day > ctx.today) && !matches!(content, Content::PlannedSession(_));
    warnings.extend(ahead.then_some(Warning::InFuture));
    warnings.extend(before_referral(case, content).then_some(Warning::BeforeReferral));
    warnings
}

/// Steps of an episode come after its referral. Talks, measures and observations may be older than it.
fn before_referral(case: &CaseFile, content: &Content) -> bool {
    let follows = matches!(
        content,
        Content::Authorisation(_)
            | Content::Letter(_)
            | Content::Start(_)
            | Content::Plan(_)
            | Content::Review(_)
            | Content::Exit(_)
    );
    let opened = case.current().map(|episode| episode.opened);
    follows && opened.zip(content.day()).is_some_and(|(opened, day)| day < opened)
}

/// A letter to one person can fall into the hands of a restricted one who lives at the same address or reads the same
/// mail. For each such person a warning with their name.
pub fn reaches_restricted(case: &CaseFile, contact: RecordId) -> Vec<Warning> {
    let Some(to) = case.find::<Contact>(contact) else { return Vec::new() };
    let shares = |other: &Contact| {
        to.lives_with(other) || same_words(&to.phone, &other.phone) || same_words(&to.email, &other.email)
    };
    case.contacts()
        .into_iter()
        .filter(|other| other.id != contact && other.restricted() && shares(other))
        .map(|other| Warning::ReachesRestricted(other.name.clone()))
        .collect()
}

/// Which of these names stand in the text, as whole words and with a capital
/// ("Will" is a name, "will" is none). For notes: another pupil's name warns.
pub fn names_in(text: &str, names: &[&str]) -> Vec<String> {
    let words = words(text);
    let mut found: Vec<String> = Vec::new();
    for name in names {
        let wanted = self::words(name);
        let stands = !wanted.is_empty() && words.windows(wanted.len()).any(|window| window == wanted);
        if stands && !found.iter().any(|other| other == name) {
            found.push((*name).to_owned());
        }
    }
    found
}

/// Words as written; "Sam's" holds the word "Sam".
fn words(text: &str) -> Vec<&str> {
    text.split(|char: char| !(char.is_alphanumeric() || char == '-')).filter(|word| !word.is_empty()).collect()
}

fn of_referral(referral: &Referral, settings: &Settings) -> Vec<Warning> {
    attendance_rule(referral, settings).map(Warning::Attendance).into_iter().collect()
}

fn of_authorisation(authorisation: &Authorisation, settings: &Settings) -> Vec<Warning> {
    let (by, mentor) = (authorisation.by.trim(), settings.mentor.trim());
    when(!by.is_empty() && by.to_lowercase() == mentor.to_lowercase(), Warning::AuthorisedByMentor)
}

fn of_family_contact(case: &CaseFile, family: &FamilyContact, today: Date) -> Vec<Warning> {
    let asked = home::contact(case, today).is_err_and(|closed| closed.by_lead());
    let mut warnings = when(asked, Warning::AskLeadFirst);
    if let Some(contact) = case.find::<Contact>(family.contact) {
        warnings.extend(when(contact.restricted(), Warning::RestrictedContact));
        if family.way == ContactWay::Phone {
            match contact.phone_safe {
                SafeToPhone::Yes => {}
                SafeToPhone::No => warnings.push(Warning::NotSafeToPhone),
                SafeToPhone::Unknown => warnings.push(Warning::PhoneSafetyUnknown),
            }
        }
    }
    warnings
}

/// An urgent start leaves gates open; any start names the household that nobody wrote to.
fn of_start(case: &CaseFile, start: &Start, today: Date) -> Vec<Warning> {
    let Some(current) = case.current() else { return Vec::new() };
    let mut warnings = Vec::new();
    if start.urgent_agreed_by.is_some() {
        let open = gates(case, current.id, today).into_iter().filter(|gate| gate.standing == GateStanding::Open);
        warnings.extend(open.map(|gate| Warning::GateLeftOpen(gate.gate)));
    }
    // Where nobody has had the letter yet, that is an open gate.
    if letter_owed(case, current.id, today).is_none() && home::contact(case, today).is_ok() {
        warnings.extend(left_out(case, current.id).iter().map(|parent| Warning::LeftOut(parent.name.clone())));
    }
    warnings
}

fn of_plan(plan: &Plan, settings: &Settings) -> Vec<Warning> {
    let mut warnings: Vec<_> = plan.missing_parts().map(Warning::PlanPart).collect();
    warnings.extend(when(plan.review_on.is_some_and(|review| review <= plan.date), Warning::ReviewDateTooEarly));
    let outside = |review| outside_terms(review, &settings.terms);
    warnings.extend(when(plan.review_on.is_some_and(outside), Warning::ReviewOutsideTerms));
    warnings.extend(when(plan.agreed_with.trim().is_empty(), Warning::NobodyAgreed));
    let gaps = plan.gaps();
    let smart = |(target, gaps): (u16, Vec<SmartGap>)| gaps.into_iter().map(move |gap| Warning::Smart { target, gap });
    warnings.extend(gaps.into_iter().flat_map(smart));
    warnings
}

fn of_review(case: &CaseFile, review: &Review) -> Vec<Warning> {
    let absent = Participant::ALL.iter().filter(|who| !review.participants.contains(who));
    let mut warnings: Vec<_> = absent.map(|&who| Warning::Absent(who)).collect();
    warnings.extend(when(review.consulted.trim().is_empty(), Warning::LineManagerNotConsulted));
    warnings.extend(when(review.progress.is_little(), Warning::ConsiderOnward));
    let latest = || case.current().and_then(|current| case.latest_plan(current.id));
    let reviewed = review.plan.and_then(|plan: RecordId| case.find::<Plan>(plan)).or_else(latest);
    if let Some(plan) = reviewed {
        let rated = |number| review.ratings.iter().any(|rating| rating.target == number);
        let unrated = plan.body.targets.iter().filter(|target| !rated(target.number));
        warnings.extend(unrated.map(|target| Warning::NotRated { target: target.number }));
    }
    warnings
}

fn of_session(case: &CaseFile, session: &Session) -> Vec<Warning> {
    let worked_on = case.exit_programme().or_else(|| case.current());
    let state = worked_on.map_or(State::None, |episode| episode.state);
    let drop_in = session.kind == SessionKind::DropIn;
    let outside = !drop_in && !matches!(state, State::Intervention | State::ExitProgramme);
    let mut warnings = when(outside, Warning::OutsideIntervention);
    let explained = case.pupil().is_some_and(|pupil| pupil.limits_explained.is_some());
    warnings.extend(when(!explained && !drop_in, Warning::LimitsNotExplained));
    warnings
}

/// An exit is for a pupil who made significant progress (p26).
fn of_exit(case: &CaseFile, exit: &Exit) -> Vec<Warning> {
    let review = case.current().and_then(|current| case.latest_review(current.id));
    let progress = review.map(|review| review.progress);
    let worse = progress == Some(Progress::Worse) || exit.deteriorated();
    let mut warnings = when(worse, Warning::ExitAtDeterioration);
    warnings.extend(when(worse || progress.is_some_and(Progress::is_little), Warning::ConsiderOnward));
    warnings
}

/// Attendance that was measured is held to the rule of the referral (p12).
fn of_measure(case: &CaseFile, settings: &Settings, measure: &Measure) -> Vec<Warning> {
    let Reading::Attendance { sessions, .. } = &measure.reading else { return Vec::new() };
    let (Some(tenths), Some(current)) = (sessions.attendance_tenths(), case.current()) else { return Vec::new() };
    let referrals = case.referrals(current.id);
    let found = referrals.iter().find_map(|referral| measured_attendance(referral.body, tenths, settings));
    found.map(Warning::Attendance).into_iter().collect()
}

fn of_onward(onward: &Onward) -> Vec<Warning> {
    let mut warnings = when(onward.discussed_on.is_none(), Warning::NotDiscussed);
    let shared = !onward.shared.trim().is_empty();
    warnings.extend(when(shared && onward.consent == Consent::Refused, Warning::SharedWithoutConsent));
    warnings
}

fn when(so: bool, warning: Warning) -> Vec<Warning> {
    if so { vec![warning] } else { Vec::new() }
}
