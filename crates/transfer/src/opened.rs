//! A bundle that was opened and verified. Nothing is written.

use casebook_bundle::{
    BundleKind, EnvelopeError, Incoming, Joined, OpenWith, PartsError, Receipt, Sender, envelope, join,
};
use casebook_repository::Repository;
use casebook_vault as vault;

use super::{JobError, OpenBy, Progress, Step, number};

/// Rows between two words about how far it is.
const STEP: usize = 250;

/// A bundle that was opened and verified, with all of its parts that are there.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its rows and what else is in it; of a receipt nothing.
    pub joined: Joined,
    /// What a receipt says; empty in every other kind.
    pub receipt: Receipt,
    /// Who vouches for it.
    pub sender: Sender,
}

/// Opens a file and verifies all of it. Writes nothing.
///
/// # Errors
/// [`JobError`].
pub async fn open(repository: &Repository, bytes: Vec<u8>, by: &OpenBy, step: Step<'_>) -> Result<Incoming, JobError> {
    let mut read = |rows: usize| {
        if rows.is_multiple_of(STEP) {
            step(Progress { done: number(rows), total: 0 });
        }
    };
    Ok(match by {
        OpenBy::Words(words) => envelope::open(bytes, OpenWith::Words(words), &mut read)?,
        OpenBy::Secret(typed) if typed.trim().to_ascii_uppercase().starts_with("AGE-SECRET-KEY-") => {
            envelope::open(bytes, OpenWith::Identity(&typed.trim().to_ascii_uppercase()), &mut read)?
        }
        OpenBy::Secret(typed) => {
            let identity = vault::recovery_identity(typed).map_err(|_| EnvelopeError::NotAKey)?;
            envelope::open(bytes, OpenWith::Identity(&identity), &mut read)?
        }
        OpenBy::Tablet => {
            // A device without a key was never given anything to open by it.
            let keys = repository.device_keys().await?.ok_or(EnvelopeError::OtherKey)?;
            envelope::open(bytes, OpenWith::Identity(&keys.identity()), &mut read)?
        }
    })
}

/// Puts together what was opened.
///
/// # Errors
/// [`EnvelopeError`], where the files do not belong together.
pub fn together(parts: Vec<Incoming>) -> Result<Opened, EnvelopeError> {
    let kind = parts.first().map(|first| first.opening.kind).ok_or(EnvelopeError::NothingOpen)?;
    let (receipt, sender) = match (&parts[..], kind) {
        ([only], BundleKind::Receipt) => (only.receipt.clone(), only.closing.sender()),
        (_, BundleKind::ResourcePack) => return Err(EnvelopeError::IsAPack),
        (_, BundleKind::Receipt) => return Err(EnvelopeError::NotAlone),
        (parts, _) => {
            // The parts have one signer, else they are not joined; one false signature makes all of them doubtful.
            let senders = || parts.iter().map(|part| part.closing.sender());
            let forged = senders().find(|sender| *sender == Sender::BadSignature);
            (Receipt::default(), forged.or_else(|| senders().next()).unwrap_or(Sender::Unsigned))
        }
    };
    let joined = join(parts).map_err(|error| match error {
        PartsError::Nothing => EnvelopeError::NothingOpen,
        PartsError::OfAnother { .. } => EnvelopeError::OfAnother,
        PartsError::NotTheSame { .. } => EnvelopeError::PartsDiffer,
    })?;
    Ok(Opened { joined, receipt, sender })
}
