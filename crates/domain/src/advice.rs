//! What the mentor should know when saving. It warns and holds nothing up
//! (docs/design.md#record-reality-guard-decisions): SMART gaps, the attendance rule, a doubtful number, who
//! was absent from a review.

use crate::calendar::Date;

use super::calendar::outside_terms;
use super::case::CaseFile;
use super::contact::{Contact, SafeToPhone, same_words};
use super::content::Content;
use super::decide::{Ctx, Warning};
use super::exit::{Consent, Exit, FollowUpResult, Onward};
use super::gates::{GateStanding, gates, left_out, letter_owed};
use super::header::Header;
use super::home;
use super::ids::{FileId, RecordId};
use super::measure::{Measure, MeasureReading};
use super::names::{squeezed, unseen};
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
        .map(|other| Warning::ReachesRestricted(other.name.whole()))
        .collect()
}

/// Which of these names are in the text, as whole words, whatever their accents, and with a capital
/// ("Will" is a name, "will" is none). For notes: another pupil's name warns.
pub fn names_in(text: &str, names: &[&str]) -> Vec<String> {
    let words: Vec<(&str, String)> = words(text).map(|word| (word, squeezed(word))).collect();
    let mut found: Vec<String> = Vec::new();
    for name in names {
        let wanted: Vec<(&str, String)> = self::words(name).map(|word| (word, squeezed(word))).collect();
        let is = |(word, folded): &(&str, String), (own, wanted): &(&str, String)| {
            folded == wanted && (word == own || !word.starts_with(char::is_lowercase))
        };
        let stands = !wanted.is_empty()
            && words.windows(wanted.len()).any(|window| window.iter().zip(&wanted).all(|(word, own)| is(word, own)));
        if stands && !found.iter().any(|other| other == name) {
            found.push((*name).to_owned());
        }
    }
    found
}

/// Other pupils of the casebook who are named in the text, by any of their first names, the name they go by, the name in
/// letters home or the surname. What the pupil whom it is about is called too is no other's name.
pub fn others_named(headers: &[Header], about: Option<FileId>, text: &str) -> Vec<String> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    let own: Vec<String> =
        headers.iter().filter(|header| Some(header.file) == about).flat_map(called).map(squeezed).collect();
    let mut found: Vec<String> = Vec::new();
    for header in headers.iter().filter(|header| Some(header.file) != about) {
        let names: Vec<&str> = called(header).filter(|name| !own.contains(&squeezed(name))).collect();
        if let Some(name) = names_in(text, &names).into_iter().next()
            && !found.contains(&name)
        {
            found.push(name);
        }
    }
    found
}

/// Everything that a pupil is called by, a name each.
fn called(header: &Header) -> impl Iterator<Item = &str> {
    let Header { known_as, first_names, letter_name, surname, .. } = header;
    let given =
        [known_as.as_str(), letter_name].into_iter().chain(first_names.split_whitespace()).chain([surname.as_str()]);
    given.map(str::trim).filter(|name| name.chars().count() > 1)
}

/// Words as written; "Sam's" is the word "Sam", "O'Neill" one word.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let within = |char: char| char.is_alphanumeric() || unseen(char) || matches!(char, '-' | '\'' | '\u{2019}');
    let bare = |word: &'_ str| -> usize {
        let end = word.trim_end_matches(['\'', '\u{2019}']).len();
        let stem = &word[..end];
        stem.strip_suffix("'s").or_else(|| stem.strip_suffix("\u{2019}s")).map_or(end, str::len)
    };
    text.split(move |char: char| !within(char))
        .map(move |word| word[..bare(word)].trim_start_matches(['\'', '\u{2019}']))
        .filter(|word| word.chars().any(char::is_alphanumeric))
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
        warnings.extend(left_out(case, current.id).iter().map(|parent| Warning::LeftOut(parent.name.whole())));
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
    let MeasureReading::Attendance { sessions, .. } = &measure.reading else { return Vec::new() };
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
