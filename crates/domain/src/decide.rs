//! Every change goes through here: from (state, command, context) to changes or a rejection.

mod breaking;
mod command;
mod refusal;
mod saving;
mod warning;

use super::case::{CaseFile, Item};
use super::content::{Content, Entry, Kind};
use super::disorder::{changed, disorderliness};
use super::ids::RecordId;
use super::preparation::HomeRuling;
use super::settings::Settings;
use super::{custody, home};

use breaking::{decides_on, newly_broken};
use refusal::rejection;
pub(crate) use saving::names;
use saving::{count, opens_home, reopened, rules_bind, safeguarding_lacks, save};

pub use super::advice::{advice, names_in};
pub use breaking::broken;
pub use command::{Change, Command, Ctx, Decision};
pub use refusal::{Attempt, Missing, Rejection};
pub use saving::untold_at_home;
pub use warning::Warning;

/// Decides a command: what is to be written, or what is missing first.
///
/// Facts are never refused; only what the policy holds to rules is. A step is
/// held to its row of [`crate::states::TABLE`]. A change, a deletion or an undo is
/// held to what rests on the record: it may break nothing that held before. A case
/// that was handed over for good takes only what can't wait.
pub fn decide(case: &CaseFile, settings: &Settings, command: &Command, ctx: &Ctx) -> Result<Decision, Rejection> {
    if let Some(gone) = custody::read_only(case) {
        let attempt = command.attempt(case);
        if !matches!(attempt, Attempt::Change(kind) | Attempt::Delete(kind) if custody::always_recorded(kind)) {
            return Err(rejection(attempt, vec![Missing::BackHere { since: gone.at.date() }]));
        }
    }
    let choosing = matches!(command, Command::Choose { .. });
    match (choosing, command.records().iter().any(|id| case.two_versions.contains(id))) {
        // A write supersedes all versions of the record that are here: that is never done unseen.
        (false, true) => return Err(rejection(command.attempt(case), vec![Missing::OneVersion])),
        // Where there is nothing to choose, choosing would be a way round the rules.
        (true, false) => return Err(rejection(command.attempt(case), vec![Missing::Record])),
        (true, true) | (false, false) => {}
    }
    let mut decision = match command {
        Command::Save { id, content } => save(case, settings, *id, content, ctx)?,
        Command::Delete { id } => delete(case, *id, ctx)?,
        Command::Restore { id, entry } => restore(case, *id, entry, ctx)?,
        Command::Choose { id, entry, versions } => choose(case, *id, entry.as_ref(), versions, ctx)?,
        Command::SetRight { changes } => {
            let (before, after) = (disorderliness(case), disorderliness(&changed(case, changes)));
            if after >= before {
                return Err(rejection(command.attempt(case), vec![Missing::Settled]));
            }
            written(case, changes)
        }
        Command::SetBack { changes } => written(case, changes),
    };
    let missing: Vec<Missing> =
        decision.changes.iter().filter_map(|change| safeguarding_lacks(case, settings, change)).collect();
    if !missing.is_empty() {
        return Err(rejection(command.attempt(case), missing));
    }
    let reopened = reopened(case, &decision.changes, ctx);
    // First of all: not every place has room for more than one.
    decision.warnings.splice(0..0, reopened.into_iter().map(Warning::GateReopened));
    Ok(decision)
}
fn delete(case: &CaseFile, id: RecordId, ctx: &Ctx) -> Result<Decision, Rejection> {
    let Some(item) = case.get(id) else {
        return Err(rejection(Attempt::Delete(Kind::Note), vec![Missing::Record]));
    };
    let content = &item.entry.content;
    let attempt = Attempt::Delete(content.kind());
    let held = match content {
        Content::Pupil(_) => case.items().filter(|other| other.id != id).count(),
        // The opening referral holds its episode; one that joined, the decisions on it.
        Content::Referral(_) => case
            .items()
            .filter(|other| other.id != id)
            .filter(|other| other.entry.episode == Some(id) || decides_on(&other.entry.content, id))
            .count(),
        _ => 0,
    };
    if held > 0 {
        return Err(rejection(attempt, vec![Missing::HeldRecords { count: count(held) }]));
    }
    if matches!(content, Content::Plan(_)) && case.is_used(id) {
        return Err(rejection(attempt, vec![Missing::PlanUsed]));
    }
    if matches!(content, Content::Plan(_)) && case.is_frozen(id) {
        return Err(rejection(attempt, vec![Missing::CurrentPlan]));
    }
    if rules_bind(content) {
        let missing = newly_broken(case, id, None, ctx);
        if !missing.is_empty() {
            return Err(rejection(attempt, missing));
        }
    }
    if let Some(missing) = opens_home(case, id, None, ctx) {
        return Err(rejection(attempt, vec![missing]));
    }
    let named = case.items().filter(|other| names(&other.entry.content, id)).count();
    let warnings = if named > 0 { vec![Warning::StillNamed { count: count(named) }] } else { Vec::new() };
    Ok(Decision { changes: vec![Change::Remove { id }], warnings })
}
fn restore(case: &CaseFile, id: RecordId, entry: &Entry, ctx: &Ctx) -> Result<Decision, Rejection> {
    let attempt = Attempt::Change(entry.content.kind());
    let mut missing = match case.get(id) {
        Some(item) if item.entry.content.kind() != entry.content.kind() => {
            vec![Missing::SameKind(item.entry.content.kind())]
        }
        Some(item) if matches!(item.entry.content, Content::Plan(_)) && item.entry != *entry && case.is_frozen(id) => {
            vec![Missing::CurrentPlan]
        }
        _ if rules_bind(&entry.content) => newly_broken(case, id, Some(entry), ctx),
        _ => Vec::new(),
    };
    let permits = matches!(&entry.content, Content::LeadDecision(decision) if decision.ruling == HomeRuling::Allow);
    if !permits {
        missing.extend(opens_home(case, id, Some(entry), ctx));
    }
    if !missing.is_empty() {
        return Err(rejection(attempt, missing));
    }
    let mut entry = entry.clone();
    if let Content::Worry(worry) = &mut entry.content
        && worry.held_by_lead
    {
        worry.words.clear();
    }
    Ok(Decision { changes: vec![Change::Put { id, entry }], warnings: Vec::new() })
}
fn written(case: &CaseFile, changes: &[(RecordId, Option<Entry>)]) -> Decision {
    let write = |(id, entry): &(RecordId, Option<Entry>)| match entry {
        Some(entry) => Some(Change::Put { id: *id, entry: entry.clone() }),
        None => case.get(*id).map(|_| Change::Remove { id: *id }),
    };
    Decision { changes: changes.iter().filter_map(write).collect(), warnings: Vec::new() }
}
fn choose(
    case: &CaseFile,
    id: RecordId,
    entry: Option<&Entry>,
    versions: &[Item],
    ctx: &Ctx,
) -> Result<Decision, Rejection> {
    // One of the versions keeps home closed, though it is not the one that is shown.
    let decides = |version: &&Item| home::decides(version.entry.content.kind());
    let keeps_closed = |version: &Item| {
        let mut before = case.clone();
        before.put(version.clone());
        opens_home(&before, id, entry, ctx)
    };
    if let Some(missing) =
        versions.iter().filter(decides).find_map(keeps_closed).or_else(|| opens_home(case, id, entry, ctx))
    {
        let kind = case.get(id).map_or(Kind::Pupil, |item| item.entry.content.kind());
        return Err(rejection(Attempt::Change(kind), vec![missing]));
    }
    if entry.is_none() && case.is_used(id) {
        return Err(rejection(Attempt::Delete(Kind::Plan), vec![Missing::PlanUsed]));
    }
    let shown = case.get(id).map(|item| &item.entry.content);
    let binds = shown.into_iter().chain(entry.map(|entry| &entry.content)).any(rules_bind);
    let disagrees = binds && !newly_broken(case, id, entry, ctx).is_empty();
    let warnings = if disagrees { vec![Warning::Disagrees] } else { Vec::new() };
    let Some(entry) = entry else { return Ok(Decision { changes: vec![Change::Remove { id }], warnings }) };
    let mut entry = entry.clone();
    let mut changes = Vec::new();
    if let Content::Worry(worry) = &mut entry.content
        && worry.held_by_lead
    {
        // The lead holds them: neither version keeps them here (p40).
        worry.words.clear();
        changes.push(Change::EraseHistory { id });
    }
    changes.insert(0, Change::Put { id, entry });
    Ok(Decision { changes, warnings })
}
