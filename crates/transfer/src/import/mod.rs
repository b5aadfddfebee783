//! Bringing in what was chosen of a bundle, in one transaction.

mod index;
mod merge;

use std::collections::BTreeSet;

use super::opened::Opened;
use super::preview::{Applied, Choices, LeftOut};
use super::{JobError, Progress, Step, number, receipt};
use casebook_bundle::{BundleKind, EnvelopeError, FilePlan, Joined, Receipt, Sender};
use casebook_domain::alias::Alias;
use casebook_domain::ids::{FileId, RecordId};
use casebook_records::{self as records, SETTINGS_FILE};
use casebook_repository::{Repository, ids};

pub use index::index;
use merge::Merge;

/// The record that says in a pupil's file that this hand-over came in: the same for the same bundle, so that opening it a
/// second time adds nothing.
pub(crate) fn arrival(joined: &Joined, file: FileId) -> RecordId {
    let mut id = *file.as_bytes();
    for closing in joined.closings.values() {
        id.iter_mut().zip(closing.sha256).for_each(|(id, sum)| *id ^= sum);
    }
    RecordId::from_bytes(id)
}

/// Brings in what was chosen of an opened bundle: merged into what is here now, in one transaction, with what would take it
/// back. Of a receipt it enters what that confirms. Whoever handed pupils over gets a receipt, locked for their tablet or by
/// the chosen words.
///
/// # Errors
/// [`JobError`]; nothing was written then.
pub async fn apply(
    repository: &Repository,
    opened: &Opened,
    choices: &Choices,
    step: Step<'_>,
) -> Result<Applied, JobError> {
    if opened.joined.opening.kind == BundleKind::Receipt {
        let entered = receipt::enter(repository, opened).await?;
        return Ok(Applied { files: entered, records: entered, ..Applied::default() });
    }
    if opened.sender == Sender::BadSignature {
        return Err(EnvelopeError::Forged.into());
    }
    // Planned again: what was saved since the preview counts.
    let mut planned = opened.joined.plan(&index(repository, &opened.joined, &opened.sender).await?);
    for file in &mut planned.files {
        if let Some(left) = choices.files.get(&file.file) {
            leave_out(file, left);
        }
    }
    let wanted = |file: FileId| choices.files.contains_key(&file);
    let mut files: Vec<&FilePlan> = planned.files.iter().filter(|file| wanted(file.file)).collect();
    // The settings first: what is due in the other files depends on them.
    casebook_domain::order::by_key(&mut files, |file| file.file != SETTINGS_FILE);
    let total = number(files.iter().map(|file| file.rows.len()).sum());
    let mut progress = Progress { done: 0, total };
    let actor = if planned.needs_new_actor(wanted) { ids::actor_id() } else { repository.actor() };
    let mut merge = Merge::new(repository, opened, choices.lead, actor).await?;
    for file in files {
        merge.file(file).await?;
        progress.done += number(file.rows.len());
        step(progress);
    }
    let kept = planned.aliases.iter().map(|pair| pair.alias).filter(|alias| choices.aliases.contains(alias));
    let joined: Vec<Alias> = kept.chain(choices.joins.iter().copied()).collect();
    let mut applied = merge.write(&joined, &choices.apart).await?;
    let sums: Vec<[u8; 32]> = opened.joined.closings.values().map(|closing| closing.sha256).collect();
    applied.receipt = match Receipt::of(&sums, &planned, wanted) {
        // Without a receipt the import stands all the same; the sender can be told by word of mouth.
        Some(confirmed) => receipt::make(repository, opened, &confirmed, &choices.words).await.ok(),
        None => None,
    };
    Ok(applied)
}

/// Leaves out of a file what the mentor does not want. A record that is removed has no kind that could be chosen.
fn leave_out(file: &mut FilePlan, left: &LeftOut) {
    let traces: BTreeSet<RecordId> = file.moved.iter().map(|moved| moved.record).collect();
    file.leave_out(|record, kind| {
        left.records.contains(&record) || (!traces.contains(&record) && left.kinds.contains(&kind))
    });
}

/// Whether the sender's key is pinned here, or this device's own.
pub(super) async fn known(repository: &Repository, sender: &Sender) -> Result<bool, JobError> {
    let Sender::Signed { signer, .. } = sender else { return Ok(false) };
    let own = repository.device_keys().await?.is_some_and(|keys| keys.signer() == *signer);
    Ok(own || repository.device_row(&records::device::colleague_name(signer)).await?.is_some())
}
