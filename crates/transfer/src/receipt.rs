//! Receipts: the one that an import leaves for its sender, and one that came back.

use super::opened::Opened;
use super::preview::{Arrival, ReceiptFile};
use super::{JobError, MadeFile, mark};
use casebook_bundle::{Arrived, BundleKind, EnvelopeError, Opening, Receipt, SealBy, Sender, envelope};
use casebook_domain::calendar;
use casebook_domain::content::Content;
use casebook_domain::decide::Command;
use casebook_domain::hand_over::{HandOverReceipt, HandedOver, Purpose};
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::pupil::whole_name;
use casebook_repository::{Loaded, Repository};

/// Makes the receipt of an import, signed by this device: for the tablet that the hand-over came from, else by words.
///
/// # Errors
/// [`JobError`]; the import stands all the same.
pub async fn make(
    repository: &Repository,
    opened: &Opened,
    receipt: &Receipt,
    words: &str,
) -> Result<ReceiptFile, JobError> {
    let reply = opened.joined.opening.reply.clone();
    let by_words = reply.is_none();
    let by = reply.map_or_else(|| SealBy::Words(words.to_owned()), SealBy::Recipient);
    let author = repository.settings_or_new().await?.mentor;
    let now = repository.now();
    let keys = repository.device_keys().await?;
    let signing = keys.as_ref().map(|keys| keys.signing());
    let bytes = envelope::make_receipt(&by, &Opening::receipt(repository.actor(), &author, now), signing, receipt)?;
    let name = [&calendar::iso(now.date()), " receipt ", &mark(), ".casebook"].concat();
    Ok(ReceiptFile { file: MadeFile { name, sha256: None, bytes }, by_words })
}

/// A hand-over of this casebook that a receipt is about.
struct Confirmed {
    loaded: Loaded,
    record: RecordId,
    handed_over: HandedOver,
    arrived: Arrived,
}

/// The hand-overs of this casebook that the receipt confirms, found by the check sums of their bundles. Files that it names
/// and that never went out in one of these are none of its business.
async fn confirmed(repository: &Repository, opened: &Opened) -> Result<Vec<Confirmed>, JobError> {
    if opened.joined.opening.kind != BundleKind::Receipt {
        return Ok(Vec::new());
    }
    let headers = repository.headers(&repository.settings_or_new().await?).await?;
    let named = |file: FileId| opened.receipt.files.iter().any(|received| received.file == file);
    let mut found = Vec::new();
    // A pupil who was left out is not named in it; so all files are looked at, those that it names first.
    let mut files: Vec<FileId> = headers.iter().map(|header| header.file).collect();
    casebook_domain::order::by_key(&mut files, |file| !named(*file));
    for file in files {
        let loaded = repository.load_unchecked(file).await?;
        let sent = loaded.case.all::<HandedOver>().into_iter().find_map(|handed_over| {
            let arrived = opened.receipt.confirms_one_of(&handed_over.bundles, file, handed_over.rows)?;
            Some((handed_over.id, handed_over.body.clone(), arrived))
        });
        if let Some((record, handed_over, arrived)) = sent {
            found.push(Confirmed { loaded, record, handed_over, arrived });
        }
    }
    Ok(found)
}

/// What a receipt says about the files that went out from here.
///
/// # Errors
/// [`JobError`].
pub async fn arrivals(repository: &Repository, opened: &Opened) -> Result<Vec<Arrival>, JobError> {
    let mut lines = Vec::new();
    for Confirmed { loaded, handed_over, arrived, .. } in confirmed(repository, opened).await? {
        let name = loaded.case.pupil().map(|pupil| whole_name(&pupil.first_names, &pupil.known_as, &pupil.surname));
        lines.push(Arrival {
            file: loaded.case.id,
            name: name.unwrap_or_default(),
            to: handed_over.to,
            sent: handed_over.at,
            transfer: handed_over.purpose == Purpose::Transfer,
            missing: match arrived {
                Arrived::Whole => Some(0),
                Arrived::Partly { missing } => Some(missing),
                Arrived::NotTaken => None,
            },
            before: handed_over.receipt.is_some(),
        });
    }
    Ok(lines)
}

/// Enters a receipt with each pupil that it confirms, in one transaction; how many those are. What was not taken waits on.
///
/// # Errors
/// [`JobError`]; nothing was written then.
pub async fn enter(repository: &Repository, opened: &Opened) -> Result<usize, JobError> {
    if opened.sender == Sender::BadSignature {
        return Err(EnvelopeError::Forged.into());
    }
    let opening = &opened.joined.opening;
    let mut commands = Vec::new();
    for Confirmed { loaded, record, handed_over, arrived } in confirmed(repository, opened).await? {
        let missing = match arrived {
            Arrived::Whole => 0,
            Arrived::Partly { missing } => missing,
            Arrived::NotTaken => continue,
        };
        let receipt = HandOverReceipt { by: opening.author.clone(), at: opening.time, missing };
        let content = Content::HandedOver(HandedOver { receipt: Some(receipt), ..handed_over });
        commands.push((loaded, Command::Save { id: record, content }));
    }
    let count = commands.len();
    if count > 0 {
        repository.dispatch_all(&commands, &repository.settings_or_new().await?, None).await?;
    }
    Ok(count)
}
