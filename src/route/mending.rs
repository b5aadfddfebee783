//! Decides on which page a missing thing is put right; nothing else decides this. If a record exists and has to change,
//! its own form opens, not a new one beside it.

use super::{FilePage, Route, Tab};
use casebook_domain::case::CaseFile;
use casebook_domain::contact::Contact;
use casebook_domain::content::{Body, Kind};
use casebook_domain::decide::Missing;
use casebook_domain::exit::Exit;
use casebook_domain::gates::first_letter;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::preparation::{LetterKind, Start};
use casebook_domain::safety::Worry;
use casebook_domain::standing::{Standing, StandingKind};
use casebook_domain::states::awaiting_revision;

/// The way to mend something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mending {
    /// The page.
    pub route: Route,
    /// What a new form there starts with: a field and its value.
    pub preset: Option<(&'static str, &'static str)>,
    /// What the link or button says.
    pub words: &'static str,
}

const fn to(route: Route, words: &'static str) -> Mending {
    Mending { route, preset: None, words }
}

/// Where a new record of this kind is written.
pub const fn new_form(file: FileId, kind: Kind) -> Route {
    match kind {
        Kind::Letter => Route::Of(file, FilePage::Letter(LetterKind::Referral)),
        Kind::Observation => Route::Of(file, FilePage::Observe),
        other => Route::Of(file, FilePage::New(other)),
    }
}

/// Where one thing that is missing is mended. `None` where it is the form at hand that says too little, and where nothing
/// mends it.
pub fn mending(case: &CaseFile, missing: &Missing) -> Option<Mending> {
    let file = case.id;
    let new = |kind, words| to(new_form(file, kind), words);
    let with = |kind, preset, words| Mending { preset: Some(preset), ..new(kind, words) };
    let edit = |record, words| to(Route::Of(file, FilePage::Edit(record)), words);
    let about = |words| to(Route::Of(file, FilePage::Tab(Tab::About)), words);
    let episode = case.current().map(|episode| episode.id);
    let pupil = || case.items().find(|item| item.entry.content.kind() == Kind::Pupil).map(|item| item.id);
    Some(match missing {
        Missing::Referral | Missing::ReReferral => new(Kind::Referral, "Write the referral"),
        Missing::Authorised | Missing::NewerReferral => new(Kind::Authorisation, "Enter the decision"),
        Missing::ClassTeacher => {
            with(Kind::Liaison, ("with", "class_teacher"), "Record the conversation with the class teacher")
        }
        Missing::OtherStaff => with(Kind::Liaison, ("with", "other_staff"), "Record a conversation with other staff"),
        Missing::AgencyOrNone => with(Kind::Liaison, ("with", "agency"), "Record an agency, or that there is none"),
        Missing::Baseline => with(Kind::Measure, ("occasion", "baseline"), "Take a measure"),
        Missing::LetterHome | Missing::ParentsAlways => {
            let kind = episode.map_or(LetterKind::Referral, |episode| first_letter(case, episode));
            to(Route::Of(file, FilePage::Letter(kind)), "Write the letter")
        }
        Missing::WithheldReview | Missing::HomeWithheld { .. } | Missing::LeadAsked | Missing::LeadDecision => {
            new(Kind::LeadDecision, "Record the lead's decision")
        }
        Missing::Responsibility if case.contacts().is_empty() => new(Kind::Contact, "Add a contact"),
        Missing::Responsibility => about("Open the contacts, to say who has it"),
        Missing::FamilyTalk { .. } => new(Kind::FamilyContact, "Record family contact"),
        Missing::Observation => new(Kind::Observation, "Observe in class"),
        Missing::Started => new(Kind::Start, "Start the intervention"),
        Missing::StartedAlready => to(Route::Of(file, FilePage::Record(newest::<Start>(case)?)), "Open the start"),
        Missing::EndedByReview | Missing::ReviewToContinue | Missing::ReviewToExit => {
            new(Kind::Review, "Record the review")
        }
        Missing::OnePupil => edit(pupil()?, "Open the pupil's details"),
        Missing::Contact => new(Kind::Contact, "Add a contact"),
        Missing::UnrestrictedContact => about("Open the contacts"),
        Missing::ContactForLetters => {
            let contacts = case.contacts();
            let closed = |contact: &Contact| !contact.restricted() && !contact.may_get_letters();
            let mut could = contacts.iter().filter(|contact| closed(contact.body));
            match (could.next(), could.next()) {
                (Some(only), None) => edit(only.id, "Open the contact, to allow letters"),
                (None, _) => new(Kind::Contact, "Add a contact"),
                (Some(_), Some(_)) => about("Open the contacts, to allow letters"),
            }
        }
        Missing::Resumed(_) => with(Kind::Standing, ("kind", StandingKind::Resumed.code()), "Resume"),
        Missing::Alive => {
            let standings = case.all::<Standing>();
            let died = standings.iter().rfind(|standing| standing.kind == StandingKind::Died)?;
            to(Route::Of(file, FilePage::Record(died.id)), "Open the entry")
        }
        Missing::Plan => new(Kind::Plan, "Make the action plan"),
        Missing::CurrentPlan => {
            let plan = episode.and_then(|episode| case.latest_plan(episode)).map(|plan| plan.id);
            match plan.filter(|plan| !case.is_frozen(*plan)) {
                Some(plan) => edit(plan, "Change the plan in force"),
                None if episode.is_some_and(|episode| awaiting_revision(case, episode)) => {
                    new(Kind::Plan, "Revise the plan")
                }
                None => new(Kind::Review, "Record the review"),
            }
        }
        Missing::PlanUsed => to(Route::Of(file, FilePage::Tab(Tab::Plan)), "Open the plan"),
        Missing::Exit => match newest::<Exit>(case) {
            Some(exit) => edit(exit, "Open the exit"),
            None => new(Kind::Exit, "Fill in the exit"),
        },
        Missing::Settled => to(Route::Of(file, FilePage::Decide), "Decide"),
        Missing::Agreement(kind) => {
            let mut there: Vec<_> = case.items().filter(|item| item.entry.content.kind() == *kind).collect();
            casebook_domain::order::by_key(&mut there, |item| (item.entry.content.day(), item.saved, item.id));
            to(Route::Of(file, FilePage::Record(there.last()?.id)), "Open it")
        }
        Missing::Told | Missing::Withdrawal => {
            let worries = case.worries();
            edit(worries.iter().rfind(|worry: &&_| untold(worry.body))?.id, "Say who was told")
        }
        Missing::OneVersion => {
            let mut two = case.two_versions.iter();
            match (two.next(), two.next()) {
                (Some(&only), None) => to(Route::Of(file, FilePage::Versions(only)), "Choose"),
                _ => to(Route::Of(file, FilePage::Tab(Tab::Timeline)), "Choose on the pupil's page"),
            }
        }
        // The form at hand says too little; the field is marked there.
        Missing::Criterion
        | Missing::DecidedBy
        | Missing::Why
        | Missing::UrgentReason
        | Missing::AgreedByAnother
        | Missing::LaterStart { .. }
        | Missing::WaiverReason
        | Missing::LeadNamed
        | Missing::LaterReviewDate
        | Missing::Judgement(_)
        | Missing::PlanInForce => return None,
        // Taking it back is a decision of its own and not a form's: the pupil's page offers it.
        Missing::BackHere { .. } | Missing::HeldRecords { .. } | Missing::Record | Missing::SameKind(_) => return None,
    })
}

fn newest<T: Body>(case: &CaseFile) -> Option<RecordId> {
    case.all::<T>().last().map(|one| one.id)
}

fn untold(worry: &Worry) -> bool {
    worry.told.is_none()
}
