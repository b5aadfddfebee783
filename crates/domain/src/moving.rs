//! Moving a record to the right pupil: which records may move, and what moves with them.
//!
//! A record that depends on others, or that others depend on, only makes sense together with them. An independent
//! record can move, and the other file's rules check it like a new record.

use super::case::CaseFile;
use super::content::{Content, Kind};
use super::decide::{self, Command, Ctx, Missing, Warning};
use super::ids::RecordId;
use super::settings::Settings;

/// Why a record stays where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stays {
    /// It is what the file is about, or a log of the file itself.
    OfThisFile,
    /// It says something only beside the referral, the plan or the exit that it belongs to.
    WithOthers,
    /// Other records name it.
    Named {
        /// How many.
        count: usize,
    },
    /// The rules want something first, as for deleting it.
    First(Vec<Missing>),
}

/// What does not go along, because it is about something in the file that the record leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftBehind {
    /// Ratings of the targets in this pupil's plan.
    Ratings,
    /// That figures of the observation serve in this pupil's plan.
    Uses,
}

/// Whether a record may be moved into another pupil's file, and what the mentor should know of the file that it leaves: after
/// the start a gate that it met falls open again (p17).
///
/// # Errors
/// [`Stays`].
pub fn may_move(case: &CaseFile, settings: &Settings, id: RecordId, ctx: &Ctx) -> Result<Vec<Warning>, Stays> {
    let Some(item) = case.get(id) else { return Err(Stays::First(vec![Missing::Record])) };
    match item.entry.content.kind() {
        Kind::Pupil
        | Kind::Settings
        | Kind::Template
        | Kind::Lists
        | Kind::Resource
        | Kind::HandedOver
        | Kind::Received
        | Kind::Retention
        | Kind::AccessRequest => return Err(Stays::OfThisFile),
        Kind::Authorisation
        | Kind::LeadDecision
        | Kind::Waiver
        | Kind::Start
        | Kind::Circulation
        | Kind::Signature
        | Kind::Review
        | Kind::Exit
        | Kind::FollowUp => return Err(Stays::WithOthers),
        Kind::Contact
        | Kind::Referral
        | Kind::Liaison
        | Kind::Measure
        | Kind::Letter
        | Kind::FamilyContact
        | Kind::Observation
        | Kind::Assessment
        | Kind::Plan
        | Kind::Session
        | Kind::Achievement
        | Kind::PlannedSession
        | Kind::Note
        | Kind::Onward
        | Kind::Standing
        | Kind::Worry
        | Kind::Transition => {}
    }
    // A plan that revises another is a link in a chain.
    if matches!(&item.entry.content, Content::Plan(plan) if plan.revises.is_some()) {
        return Err(Stays::WithOthers);
    }
    let mut warnings = Vec::new();
    // A worry keeps insisting in the right child's file, so it is not held to the rule against deleting it.
    if !matches!(item.entry.content, Content::Worry(_)) {
        let taken = decide::decide(case, settings, &Command::Delete { id }, ctx);
        warnings = taken.map_err(|refused| Stays::First(refused.missing))?.warnings;
    }
    match case.items().filter(|other| decide::names(&other.entry.content, id)).count() {
        0 => Ok(warnings),
        count => Err(Stays::Named { count }),
    }
}

/// The contact at home whom the record names: in the other file it needs one of that pupil's.
pub const fn contact_of(content: &Content) -> Option<RecordId> {
    match content {
        Content::Letter(letter) => Some(letter.contact),
        Content::FamilyContact(contact) => Some(contact.contact),
        _ => None,
    }
}

/// What would not go along.
pub fn left_behind(content: &Content) -> Option<LeftBehind> {
    match content {
        Content::Session(session) if !session.ratings.is_empty() => Some(LeftBehind::Ratings),
        Content::Observation(observation) if !observation.uses.is_empty() => Some(LeftBehind::Uses),
        _ => None,
    }
}

/// The record as it is written into the other file; `contact` is that pupil's, where one is named.
pub fn carried(content: &Content, contact: Option<RecordId>) -> Content {
    let mut carried = content.clone();
    match &mut carried {
        Content::Session(session) => session.ratings.clear(),
        Content::Observation(observation) => observation.uses.clear(),
        Content::Letter(letter) => letter.contact = contact.unwrap_or(letter.contact),
        Content::FamilyContact(talk) => talk.contact = contact.unwrap_or(talk.contact),
        _ => {}
    }
    carried
}
