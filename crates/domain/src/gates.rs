//! The four gates between referral and intervention (p13 to p17).

use crate::calendar::Date;

use super::case::{CaseFile, Recorded};
use super::contact::{Contact, Responsibility};
use super::decide::Missing;
use super::home::{self, Why};
use super::ids::{EpisodeId, RecordId};
use super::preparation::{FamilyContact, Gate, Letter, LetterKind, LiaisonWith, Reached};
use super::referral::AuthorisationDecision;
use super::states::{State, state};

/// Days with an attempt to reach the family that count as a conversation (p15).
const ATTEMPT_DAYS: usize = 2;

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

/// The four gates of an episode in the policy's order.
pub fn gates(case: &CaseFile, episode: EpisodeId, today: Date) -> [GateStatus; 4] {
    [Gate::Liaison, Gate::Baseline, Gate::Parents, Gate::Observation].map(|gate| status(case, episode, today, gate))
}

fn status(case: &CaseFile, episode: EpisodeId, today: Date, gate: Gate) -> GateStatus {
    let lacks = match gate {
        Gate::Liaison => liaison(case, episode),
        Gate::Baseline => unless(!case.baseline(episode).is_empty(), Missing::Baseline),
        Gate::Parents => parents(case, episode, today),
        Gate::Observation => {
            let seen = |observation: &Recorded<'_, super::observation::Observation>| {
                observation.episode == Some(episode) && observation.recorded_something()
            };
            unless(case.observations().iter().any(seen), Missing::Observation)
        }
    };
    let waiver = case.waivers(episode).into_iter().rfind(|waiver| waiver.gate == gate && gate != Gate::Parents);
    let standing = match waiver {
        _ if lacks.is_empty() => GateStanding::Met,
        Some(waiver) => GateStanding::Waived(waiver.id),
        None => GateStanding::Open,
    };
    GateStatus { gate, standing, lacks }
}

/// Gate 1 (p13): class teacher, other staff, and agencies or word that there are none.
fn liaison(case: &CaseFile, episode: EpisodeId) -> Vec<Missing> {
    let liaison = case.liaison(episode);
    let with = |who: &[LiaisonWith]| liaison.iter().any(|talk| who.contains(&talk.with));
    let mut lacks = unless(with(&[LiaisonWith::ClassTeacher]), Missing::ClassTeacher);
    lacks.extend(unless(with(&[LiaisonWith::OtherStaff]), Missing::OtherStaff));
    lacks.extend(unless(with(&[LiaisonWith::Agency, LiaisonWith::NoAgency]), Missing::AgencyOrNone));
    lacks
}

/// Gate 3 (p15): informed in writing, and spoken with or tried. While the lead withholds the letter nothing is waited
/// for; where the lead is to be asked, only that.
fn parents(case: &CaseFile, episode: EpisodeId, today: Date) -> Vec<Missing> {
    let mut lacks: Vec<_> = letter_lacks(case, episode).into_iter().collect();
    lacks.extend(family_talk(case, episode));
    match home::contact(case, today) {
        Ok(_) => lacks,
        Err(_) if lacks.is_empty() => lacks,
        Err(closed) if closed.why == Why::Withheld => Vec::new(),
        Err(closed) => vec![closed.missing()],
    }
}

/// What the letter of the parents' gate lacks: one that says mentoring may begin, to somebody with parental responsibility.
fn letter_lacks(case: &CaseFile, episode: EpisodeId) -> Option<Missing> {
    if told(case, episode, None, LetterKind::Referral) {
        return None;
    }
    let parents = parents_of(case);
    Some(if parents.iter().any(|parent| parent.letters) {
        Missing::LetterHome
    } else if parents.is_empty() {
        Missing::Responsibility
    } else {
        Missing::ContactForLetters
    })
}

/// The people with parental responsibility whom no court order keeps away.
fn parents_of(case: &CaseFile) -> Vec<Recorded<'_, Contact>> {
    let mut parents = case.contacts();
    parents.retain(|contact| is_parent(contact));
    parents
}

fn is_parent(contact: &Contact) -> bool {
    contact.responsibility == Responsibility::Yes && !contact.restricted()
}

/// Whether somebody with parental responsibility (this one, where one is named) has had the letter that is owed. That it
/// goes no further can also be taken from the first letter. A first letter that "it goes no further" took back has to go
/// again once the referral was authorised after all.
fn told(case: &CaseFile, episode: EpisodeId, contact: Option<RecordId>, owed: LetterKind) -> bool {
    let referred = referred(case, episode);
    let mut letters = case.letters(episode);
    letters.retain(|letter| {
        matches!(letter.kind, LetterKind::Referral | LetterKind::Declined)
            && contact.is_none_or(|contact| letter.contact == contact)
            && case.find::<Contact>(letter.contact).is_some_and(|person| is_parent(&person))
            && referred.is_none_or(|day| letter.date >= day)
    });
    if owed == LetterKind::Declined {
        return !letters.is_empty();
    }
    let decisions = case.authorisations(episode);
    let authorised = decisions.iter().rfind(|decision| decision.decision == AuthorisationDecision::Authorised);
    let taken_back = |letter: &Recorded<'_, Letter>| {
        letter.kind == LetterKind::Declined && authorised.is_some_and(|decision| decision.date >= letter.date)
    };
    let after = letters.iter().rposition(taken_back).map_or(0, |place| place + 1);
    letters[after..].iter().any(|letter| letter.kind == LetterKind::Referral)
}

/// The day of the first referral of an episode: nothing from before it can have told of it.
fn referred(case: &CaseFile, episode: EpisodeId) -> Option<Date> {
    case.referrals(episode).iter().map(|referral| referral.date).min()
}

/// Which letter tells parents about the referral: that mentoring may begin, or that it goes no further.
pub fn first_letter(case: &CaseFile, episode: EpisodeId) -> LetterKind {
    match state(case, episode) {
        State::Declined | State::Redirected => LetterKind::Declined,
        _ => LetterKind::Referral,
    }
}

/// The letter home that has not gone yet (p15); `None`: it went, or home may not be contacted.
pub fn letter_owed(case: &CaseFile, episode: EpisodeId, today: Date) -> Option<LetterKind> {
    let owed = unsent_letter(case, episode)?;
    home::contact(case, today).is_ok().then_some(owed)
}

/// The letter home that has not gone yet, whether or not home may be contacted.
pub(super) fn unsent_letter(case: &CaseFile, episode: EpisodeId) -> Option<LetterKind> {
    let owed = first_letter(case, episode);
    (!told(case, episode, None, owed)).then_some(owed)
}

/// The parents who may get letters and whose household has not had the letter that is owed, one for each household.
/// Where an address is missing, nobody knows that two people live together.
pub fn left_out(case: &CaseFile, episode: EpisodeId) -> Vec<Recorded<'_, Contact>> {
    let owed = first_letter(case, episode);
    let (reached, waiting): (Vec<_>, Vec<_>) = parents_of(case)
        .into_iter()
        .filter(|parent| parent.letters)
        .partition(|parent| told(case, episode, Some(parent.id), owed));
    let mut left_out: Vec<Recorded<'_, Contact>> = Vec::new();
    for parent in waiting {
        if !reached.iter().chain(&left_out).any(|other| other.lives_with(&parent)) {
            left_out.push(parent);
        }
    }
    left_out
}

/// What is missing of the conversation with the family: with somebody who has parental responsibility, since the referral.
pub fn family_talk(case: &CaseFile, episode: EpisodeId) -> Option<Missing> {
    let referred = referred(case, episode);
    let mut contacts = case.of::<FamilyContact>(episode);
    contacts.retain(|contact| {
        let parent = case.find::<Contact>(contact.contact).is_some_and(|person| is_parent(&person));
        parent && referred.is_none_or(|day| contact.date >= day)
    });
    let spoke = contacts.iter().any(|contact| contact.reached == Reached::Spoke);
    // They come in order of their days.
    let mut days: Vec<Date> = contacts.iter().map(|contact| contact.date).collect();
    days.dedup();
    let attempts = days.len();
    (!spoke && attempts < ATTEMPT_DAYS)
        .then(|| Missing::FamilyTalk { attempts: u8::try_from(attempts).unwrap_or(u8::MAX) })
}

fn unless(there: bool, missing: Missing) -> Vec<Missing> {
    if there { Vec::new() } else { vec![missing] }
}
