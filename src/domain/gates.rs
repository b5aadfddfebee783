//! The four gates between referral and intervention (p13 to p17).

use time::Date;

use super::case::CaseFile;
use super::decide::Missing;
use super::ids::{EpisodeId, RecordId};
use super::preparation::{Gate, Letter, LetterKind, LiaisonWith, Reached};

/// Attempts to reach the family that stand for a conversation (p15).
const ATTEMPTS: usize = 2;

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
            let observed = case.observations().iter().any(|observation| observation.episode == Some(episode));
            unless(observed, Missing::Observation)
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

/// Gate 3 (p15): informed in writing, and spoken with or tried.
fn parents(case: &CaseFile, episode: EpisodeId, today: Date) -> Vec<Missing> {
    let mut lacks = match letter_home(case, episode, today) {
        LetterHome::Sent | LetterHome::Withheld => Vec::new(),
        LetterHome::WithheldTooLong => vec![Missing::WithheldReview],
        LetterHome::Missing => vec![Missing::LetterHome],
    };
    lacks.extend(family_talk(case, episode));
    lacks
}

/// How it stands with the letter that tells parents of the referral (p15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterHome {
    /// It went.
    Sent,
    /// Withheld by the safeguarding lead until a day that has not passed.
    Withheld,
    /// Withheld, and the day to look again has passed.
    WithheldTooLong,
    /// It neither went nor is withheld.
    Missing,
}

/// How it stands with the letter home of an episode. The letter that the referral goes no further tells of it too.
pub fn letter_home(case: &CaseFile, episode: EpisodeId, today: Date) -> LetterHome {
    let tells = |kind| matches!(kind, LetterKind::Referral | LetterKind::Declined);
    // A letter from before the referral can't have told of it.
    let referred = case.referrals(episode).iter().map(|referral| referral.date).min();
    let after = |letter: &Letter| referred.is_none_or(|referred| letter.date >= referred);
    if case.letters(episode).iter().any(|letter| tells(letter.kind) && after(letter)) {
        return LetterHome::Sent;
    }
    match case.latest_withheld(episode) {
        Some(withheld) if withheld.review_on >= today => LetterHome::Withheld,
        Some(_) => LetterHome::WithheldTooLong,
        None => LetterHome::Missing,
    }
}

/// What is missing of the conversation with the family.
pub fn family_talk(case: &CaseFile, episode: EpisodeId) -> Option<Missing> {
    let contacts = case.of::<super::preparation::FamilyContact>(episode);
    let spoke = contacts.iter().any(|contact| contact.reached == Reached::Spoke);
    let attempts = contacts.len();
    (!spoke && attempts < ATTEMPTS).then(|| Missing::FamilyTalk { attempts: u8::try_from(attempts).unwrap_or(u8::MAX) })
}

fn unless(there: bool, missing: Missing) -> Vec<Missing> {
    if there { Vec::new() } else { vec![missing] }
}
