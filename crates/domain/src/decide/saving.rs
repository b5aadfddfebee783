//! Saving a record: new, or changed.

use crate::advice::advice;
use crate::calendar::Date;
use crate::case::{CaseFile, Episode, Item};
use crate::checks::{self, Check, Situation};
use crate::content::{Content, Entry};
use crate::gates::{GateStanding, gates, unsent_letter};
use crate::home;
use crate::ids::{EpisodeId, RecordId};
use crate::plan::Plan;
use crate::preparation::{Gate, LetterKind};
use crate::referral::{AuthorisationDecision, Referral};
use crate::safety::{Withdrawn, Worry};
use crate::settings::Settings;
use crate::states::{self, State, Step};

use super::breaking::{newly_broken, with};
use super::command::{Change, Ctx, Decision};
use super::refusal::{Attempt, Missing, Rejection, rejection};

/// A worry is always recorded. Once it is, nothing ends its insisting but what ends it by right (p40): whatever the
/// command, an undo and a choice between versions too. That the lead holds it needs somebody who was told.
pub(super) fn safeguarding_lacks(case: &CaseFile, settings: &Settings, change: &Change) -> Option<Missing> {
    let insists = |id: &RecordId| case.find::<Worry>(*id).is_some_and(|worry| worry.insists());
    match change {
        Change::Put { entry: Entry { content: Content::Worry(worry), .. }, .. } => {
            let told = worry.told.is_none() || worry.somebody_told();
            if !told || (worry.held_by_lead && !worry.somebody_told()) {
                return Some(Missing::Told);
            }
            let agreed = |one: &Withdrawn| worry.is_withdrawn() && !is_mentor_alone(settings, &one.lead);
            let withdrawn = worry.withdrawn.as_ref().is_none_or(agreed);
            (!withdrawn).then_some(Missing::Withdrawal)
        }
        Change::Put { id, .. } | Change::Remove { id } => insists(id).then_some(Missing::Told),
        Change::EraseHistory { .. } => None,
    }
}

/// The gates of a running intervention that fall open again by these changes (p17).
pub(super) fn reopened(case: &CaseFile, changes: &[Change], ctx: &Ctx) -> Vec<Gate> {
    let feeds = |content: &Content| {
        matches!(
            content,
            Content::Liaison(_)
                | Content::Measure(_)
                | Content::Letter(_)
                | Content::LeadDecision(_)
                | Content::FamilyContact(_)
                | Content::Contact(_)
                | Content::Pupil(_)
                | Content::Referral(_)
                | Content::Observation(_)
                | Content::Waiver(_)
        )
    };
    let touched = |change: &Change| {
        let (Change::Put { id, .. } | Change::Remove { id } | Change::EraseHistory { id }) = change;
        case.get(*id).is_some_and(|before| feeds(&before.entry.content))
    };
    let mut reopened = Vec::new();
    if !changes.iter().any(touched) {
        return reopened;
    }
    let mut after = case.clone();
    for change in changes {
        match change {
            Change::Put { id, entry } => after.put(Item { id: *id, saved: ctx.now, entry: entry.clone() }),
            Change::Remove { id } => after.remove(*id),
            Change::EraseHistory { .. } => {}
        }
    }
    for episode in case.episodes().into_iter().filter(|episode| episode.state == State::Intervention) {
        let open = |case: &CaseFile| gates(case, episode.id, ctx.today).map(|gate| gate.standing == GateStanding::Open);
        let (before, after) = (open(case), open(&after));
        for (place, &gate) in Gate::ALL.iter().enumerate() {
            if after[place] && !before[place] {
                reopened.push(gate);
            }
        }
    }
    reopened
}

/// Whether this is the mentor, who is no safeguarding lead or deputy.
pub(super) fn is_mentor_alone(settings: &Settings, name: &str) -> bool {
    let same = |other: &str| other.trim().to_lowercase() == name.trim().to_lowercase();
    let leads = core::iter::once(&settings.safeguarding_lead).chain(&settings.safeguarding_deputies);
    same(&settings.mentor) && !leads.into_iter().any(|post| same(&post.name))
}

pub(super) fn save(
    case: &CaseFile,
    settings: &Settings,
    id: RecordId,
    content: &Content,
    ctx: &Ctx,
) -> Result<Decision, Rejection> {
    let existing = case.get(id);
    let mut entry = match existing {
        Some(item) => Entry { episode: item.entry.episode, content: content.clone() },
        None => Entry { episode: episode_of(case, id, content), content: content.clone() },
    };
    let step = match existing {
        Some(_) => None,
        None => Step::of(case, entry.episode, content),
    };
    let attempt = step.map_or(Attempt::Change(content.kind()), Attempt::Step);
    let mut missing = match existing {
        Some(item) => edit_lacks(case, settings, item, content, ctx.today),
        None => new_lacks(case, settings, &entry, step, ctx.today),
    };
    if existing.is_some() && missing.is_empty() {
        missing.extend(opens_home(case, id, Some(&entry), ctx));
    }
    complete(case, existing.map(|item| &item.entry.content), &mut entry);
    if missing.is_empty() && rules_bind(content) {
        missing = newly_broken(case, id, Some(&entry), ctx);
    }
    if !missing.is_empty() {
        return Err(rejection(attempt, missing));
    }
    let warnings = advice(case, settings, content, ctx);
    let mut changes = vec![Change::Put { id, entry }];
    if matches!(content, Content::Worry(worry) if worry.held_by_lead) && existing.is_some() {
        changes.push(Change::EraseHistory { id });
    }
    Ok(Decision { changes, warnings })
}

/// What a new record lacks: its place in the table and what the row needs.
pub(super) fn new_lacks(
    case: &CaseFile,
    settings: &Settings,
    entry: &Entry,
    step: Option<Step>,
    today: Date,
) -> Vec<Missing> {
    let content = &entry.content;
    if matches!(content, Content::Pupil(_)) && case.pupil().is_some() {
        return vec![Missing::OnePupil];
    }
    let Some(row) = step.and_then(Step::row) else { return Vec::new() };
    if let Content::Authorisation(authorisation) = content
        && case.find::<Referral>(authorisation.referral).is_none()
    {
        return vec![Missing::Referral];
    }
    // A new referral is judged by the state of the pupil, everything else by its episode.
    let state = match (content, entry.episode) {
        (Content::Referral(_), _) => case.current().map_or(State::None, |current| current.state),
        (_, Some(episode)) => states::state(case, episode),
        (_, None) => State::None,
    };
    if let Some(missing) = states::out_of_place(row, state) {
        return vec![missing];
    }
    let situation = Situation { case, settings, today, episode: entry.episode, content: Some(content) };
    row.needs.iter().flat_map(|&check| checks::lacks(check, &situation)).collect()
}

/// What a changed record lacks. Where the case stood when it was new is not
/// asked again; what it says now is.
pub(super) fn edit_lacks(
    case: &CaseFile,
    settings: &Settings,
    item: &Item,
    content: &Content,
    today: Date,
) -> Vec<Missing> {
    let before = &item.entry.content;
    if before.kind() != content.kind() {
        return vec![Missing::SameKind(before.kind())];
    }
    let episode = item.entry.episode;
    let situation = Situation { case, settings, today, episode, content: Some(content) };
    let asked: &[Check] = match (before, content) {
        (Content::Plan(_), Content::Plan(_)) if before != content && case.is_frozen(item.id) => {
            return vec![Missing::CurrentPlan];
        }
        (Content::Referral(_), Content::Referral(_)) => &[Check::Criterion],
        (Content::Authorisation(_), Content::Authorisation(after)) => match after.decision {
            AuthorisationDecision::Authorised => &[Check::DecidedBy],
            _ => &[Check::DecidedBy, Check::Why],
        },
        (Content::Letter(before), Content::Letter(after)) if before.contact != after.contact => {
            &[Check::HomeMayHear, Check::Recipient]
        }
        (Content::Circulation(before), Content::Circulation(after))
            if (before.to, before.contact, before.plan, before.method)
                != (after.to, after.contact, after.plan, after.method) =>
        {
            &[Check::PlanNamed, Check::CirculationMayGo]
        }
        // A review may name an earlier plan once that was revised; another one is chosen among those in force.
        (Content::Review(before), Content::Review(after)) if before.plan != after.plan => &[Check::PlanInForce],
        (Content::LeadDecision(_), Content::LeadDecision(_)) => &[Check::LeadNamed, Check::LaterReviewDate],
        (Content::Waiver(_), Content::Waiver(_)) => &[Check::GateWaivable, Check::WaiverReason],
        (Content::Start(before), Content::Start(after))
            if before.urgent_agreed_by.is_some() && after.urgent_agreed_by.is_none() =>
        {
            &[Check::GatesOrUrgent, Check::NotBeforeDecision]
        }
        (Content::Start(before), Content::Start(after)) if before.urgent_agreed_by != after.urgent_agreed_by => {
            &[Check::AgreedByAnother, Check::NotBeforeDecision]
        }
        (Content::Start(before), Content::Start(after)) if before.date != after.date => &[Check::NotBeforeDecision],
        (Content::Signature(before), Content::Signature(after)) if before.by != after.by => &[Check::SignerMayBeAsked],
        (Content::Exit(_), Content::Exit(_)) => &[Check::Judgements],
        (Content::FollowUp(_), Content::FollowUp(_)) => &[Check::AfterExit],
        _ => &[],
    };
    asked.iter().flat_map(|&check| checks::lacks(check, &situation)).collect()
}

/// Fills in what the rules know better than a form: the chain of plans, the
/// plan that was reviewed; and removes the words that the lead holds (p40).
pub(super) fn complete(case: &CaseFile, before: Option<&Content>, entry: &mut Entry) {
    let latest = |episode: Option<EpisodeId>| episode.and_then(|episode| case.latest_plan(episode)).map(|plan| plan.id);
    match &mut entry.content {
        Content::Plan(plan) => {
            plan.revises = match before {
                Some(Content::Plan(before)) => before.revises,
                _ => latest(entry.episode),
            };
        }
        Content::Review(review) if review.plan.is_none() => {
            review.plan = match before {
                Some(Content::Review(before)) => before.plan,
                _ => latest(entry.episode),
            };
        }
        Content::Authorisation(authorisation) => {
            if let Some(Content::Authorisation(before)) = before {
                authorisation.referral = before.referral;
            }
        }
        Content::Circulation(circulation) => {
            circulation.sent = match before {
                Some(Content::Circulation(before)) if before.plan == circulation.plan => before.sent.clone(),
                _ => {
                    let plan = circulation.plan.and_then(|plan| case.find::<Plan>(plan));
                    plan.map(|plan| plan.marks()).unwrap_or_default()
                }
            };
        }
        Content::Worry(worry) if worry.held_by_lead => worry.words.clear(),
        _ => {}
    }
}

/// The episode a new record belongs to. What the mentor does goes to the
/// episode they work on; once it has ended, facts belong to none.
pub(super) fn episode_of(case: &CaseFile, id: RecordId, content: &Content) -> Option<EpisodeId> {
    let current = case.current();
    let of_plan = |plan: RecordId| case.find::<Plan>(plan).and_then(|plan| plan.episode);
    let newest = current.as_ref().map(|current| current.id);
    match content {
        Content::Pupil(_)
        | Content::Contact(_)
        | Content::Standing(_)
        | Content::Worry(_)
        | Content::Settings(_)
        | Content::Template(_)
        | Content::Lists(_)
        | Content::Transition(_)
        | Content::HandedOver(_)
        | Content::Received(_)
        | Content::Retention(_)
        | Content::AccessRequest(_)
        | Content::Resource(_) => None,
        Content::Referral(_) => current.filter(Episode::open).map(|current| current.id).or(Some(id)),
        Content::Authorisation(authorisation) => case
            .find::<Referral>(authorisation.referral)
            .map(|referral| referral.episode.unwrap_or(referral.id))
            .or(newest),
        Content::Circulation(circulation) => circulation.plan.and_then(of_plan).or(newest),
        Content::Signature(signature) => of_plan(signature.plan).or(newest),
        Content::FollowUp(_) => {
            let exited = case.episodes().into_iter().rfind(|episode| episode.exit.is_some());
            exited.map(|episode| episode.id).or(newest)
        }
        Content::Letter(letter) if matches!(letter.kind, LetterKind::Referral | LetterKind::Declined) => {
            untold_at_home(case).or(newest)
        }
        Content::LeadDecision(_) => untold_at_home(case).or(newest),
        // What an exit programme is made of belongs to it, also while a re-referral waits for its decision (p27).
        Content::Session(_) | Content::Achievement(_) if case.exit_programme().is_some() => {
            case.exit_programme().map(|episode| episode.id)
        }
        Content::Letter(_)
        | Content::FamilyContact(_)
        | Content::Waiver(_)
        | Content::Start(_)
        | Content::Plan(_)
        | Content::Review(_)
        | Content::Exit(_)
        | Content::Onward(_) => newest,
        Content::Liaison(_)
        | Content::Measure(_)
        | Content::Observation(_)
        | Content::Assessment(_)
        | Content::Session(_)
        | Content::Achievement(_)
        | Content::PlannedSession(_)
        | Content::Note(_) => current.filter(|current| current.state != State::Exited).map(|current| current.id),
    }
}

/// The episode whose family has not been told of the referral: of those that are worked on or came to nothing since.
pub fn untold_at_home(case: &CaseFile) -> Option<EpisodeId> {
    let untold = |episode: &Episode<'_>| unsent_letter(case, episode.id).is_some();
    case.current_and_since().into_iter().rfind(untold).map(|episode| episode.id)
}

/// Whether anything in the state or its rules can hang on this content. The
/// rest is saved without a look at the rules.
pub(super) fn rules_bind(content: &Content) -> bool {
    matches!(
        content,
        Content::Referral(_)
            | Content::Authorisation(_)
            | Content::Start(_)
            | Content::Plan(_)
            | Content::Review(_)
            | Content::Exit(_)
            | Content::FollowUp(_)
            | Content::Waiver(_)
    )
}

/// Taking the mark off, or changing or deleting a decision, is not how home is opened: the lead's word is recorded for it.
pub(super) fn opens_home(case: &CaseFile, id: RecordId, entry: Option<&Entry>, ctx: &Ctx) -> Option<Missing> {
    let kind = case.get(id).map(|item| item.entry.content.kind()).or(entry.map(|entry| entry.content.kind()))?;
    if !home::decides(kind) {
        return None;
    }
    let waits = |case: &CaseFile| home::lead_to_say(case, ctx.today);
    (waits(case) && !waits(&with(case, id, entry, ctx))).then_some(Missing::LeadDecision)
}

/// Whether a record names another one.
pub(crate) fn names(content: &Content, id: RecordId) -> bool {
    match content {
        Content::Letter(letter) => letter.contact == id,
        Content::FamilyContact(contact) => contact.contact == id,
        Content::Circulation(circulation) => circulation.plan == Some(id) || circulation.contact == Some(id),
        Content::Signature(signature) => signature.plan == id,
        Content::Review(review) => review.plan == Some(id),
        Content::Plan(plan) => plan.revises == Some(id),
        Content::Authorisation(authorisation) => authorisation.referral == id,
        _ => false,
    }
}

pub(super) fn count(records: usize) -> u16 {
    u16::try_from(records).unwrap_or(u16::MAX)
}
