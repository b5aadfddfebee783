//! A whole bundle, lines and envelope together: made and opened again before it is given out, or opened and verified
//! before anything of it is. Whatever can be wrong has one name here.

use casebook_crypto::bundle::{
    BundleError, BundleReader, BundleWriter, Limits, OpenWith, SealError, SealFor, SealedBy, sealed_by,
};
use casebook_crypto::keys::Key;
use casebook_crypto::recovery::Recovery;
use casebook_crypto::stages::{self, Stage};
use serde::{Deserialize, Serialize};

use super::armor;
use super::format::{Closing, Opening};
use super::pack::Pack;
use super::parts::{Room, Size, split};
use super::read::{Incoming, ReadError, Taken, read_lines};
use super::receipt::Receipt;
use super::write::{Outgoing, PackError, WriteError, Written, write_lines, write_pack, write_receipt};

/// What a bundle is sealed by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SealBy {
    /// Words off the list.
    Words(String),
    /// The `age1…` of a tablet or of the recovery key.
    Recipient(String),
}

/// Why a bundle was not made or not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EnvelopeError {
    /// Some other file.
    NotABundle,
    /// Made by a newer Casebook, or sealed in a newer way.
    Newer,
    /// The words don't open it, or its header is damaged: nobody can tell which.
    WrongWordsOrDamaged,
    /// Sealed for another key.
    OtherKey,
    /// Sealed by words, and a key was given.
    NeedsWords,
    /// Sealed for a key, and words were given.
    NeedsKey,
    /// What was typed is no key.
    NotAKey,
    /// Opening it asks for more work than any Casebook does.
    TooCostly,
    /// It ends too early.
    CutOff,
    /// Its last part does not verify: missing in part, or changed.
    CutOffOrAltered,
    /// Changed after it was sealed.
    Altered,
    /// It came as text, or was taken for it, and something of it was lost on the way.
    Mangled,
    /// Sealed in one piece, and what is inside is not as Casebook writes it.
    BadlyMade,
    /// Beyond a bound.
    TooLarge,
    /// It can't be sealed by these words: they are not off the list.
    BadWords,
    /// It can't be sealed for this recovery key: it can't be read.
    NoRecovery,
    /// More than one bundle holds.
    TooLargeToMake,
    /// One record is longer than a bundle takes.
    RecordTooLong,
    /// What was made did not open as it was written; it was thrown away.
    NotAsMade,
    /// No bundle is open.
    NothingOpen,
    /// It is a whole bundle, and no resource pack.
    NotAPack,
    /// It is a resource pack, which is opened elsewhere.
    IsAPack,
    /// A part of another bundle than the first one that was chosen.
    OfAnother,
    /// Two files say that they are the same part, and hold something else.
    PartsDiffer,
    /// A receipt or a resource pack together with something else.
    NotAlone,
    /// Its signature is not by the key beside it: somebody changed it.
    Forged,
    /// There is nothing to take back, or something was changed since.
    NoUndo,
}

/// A bundle that was made and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The sealed file.
    pub bytes: Vec<u8>,
    /// What is in it, and what is not because it is damaged here.
    pub written: Written,
}

/// Makes a bundle, signed where a signing key is given, opens what it made, and compares.
///
/// A bundle for a recipient is sealed for a passing key as well, whose secret half is gone when this returns: only so
/// can it be opened again without the recovery sheet.
///
/// # Errors
/// [`EnvelopeError`]; there is no bundle then.
pub fn make(
    by: &SealBy,
    opening: &Opening,
    signing: Option<&Key>,
    items: impl IntoIterator<Item = Outgoing>,
) -> Result<Made, EnvelopeError> {
    let mut written = None;
    let bytes = seal(by, |writer| {
        let made = write_lines(writer, opening, signing, items).map_err(|error| match error {
            WriteError::Sink(error) => sealing(error),
            WriteError::RecordTooLong { .. } | WriteError::BlobTooLong { .. } => EnvelopeError::RecordTooLong,
            WriteError::TooManyRows => EnvelopeError::TooLargeToMake,
        })?;
        Ok(written.insert(made).closing)
    })?;
    Ok(Made { bytes, written: written.ok_or(EnvelopeError::NotAsMade)? })
}

/// Makes a bundle in as many parts as it takes; one, unless it is very large. `sizes` are those of all items, and `items`
/// gives those at these places: each is asked for when its part is written, perhaps twice.
///
/// # Errors
/// As [`make`]; [`EnvelopeError::TooLargeToMake`] where even the greatest number of parts would not do.
pub fn make_parts<I: IntoIterator<Item = Outgoing>>(
    by: &SealBy,
    opening: &Opening,
    signing: Option<&Key>,
    sizes: &[Size],
    mut items: impl FnMut(&[usize]) -> I,
) -> Result<Vec<Made>, EnvelopeError> {
    let mut all = |room| {
        let parts = split(sizes, room).map_err(|_| EnvelopeError::TooLargeToMake)?;
        let of = u32::try_from(parts.len()).map_err(|_| EnvelopeError::TooLargeToMake)?;
        (1..)
            .zip(&parts)
            .map(|(part, places)| {
                let opening = Opening { part, parts: of, ..opening.clone() };
                make(by, &opening, signing, items(places))
            })
            .collect::<Result<Vec<Made>, EnvelopeError>>()
    };
    match all(Room::PART) {
        // So much of it repeats itself that a reader would take it for a bomb.
        Err(EnvelopeError::TooLargeToMake) => all(Room::SMALL),
        made => made,
    }
}

/// Makes a receipt, opens it again and compares.
///
/// # Errors
/// [`EnvelopeError`]; there is none then.
pub fn make_receipt(
    by: &SealBy,
    opening: &Opening,
    signing: Option<&Key>,
    receipt: &Receipt,
) -> Result<Vec<u8>, EnvelopeError> {
    seal(by, |writer| write_receipt(writer, opening, signing, receipt).map_err(sealing))
}

/// Makes a resource pack, opens it again and compares.
///
/// # Errors
/// [`EnvelopeError`]; there is none then. [`EnvelopeError::NotAsMade`] also where something in it is unfit, which forms prevent.
pub fn make_pack(by: &SealBy, opening: &Opening, signing: Option<&Key>, pack: &Pack) -> Result<Vec<u8>, EnvelopeError> {
    seal(by, |writer| {
        write_pack(writer, opening, signing, pack).map_err(|error| match error {
            PackError::Sink(error) => sealing(error),
            PackError::Unfit { .. } => EnvelopeError::NotAsMade,
            PackError::TooMany => EnvelopeError::TooLargeToMake,
        })
    })
}

fn seal(
    by: &SealBy,
    write: impl FnOnce(&mut BundleWriter) -> Result<Closing, EnvelopeError>,
) -> Result<Vec<u8>, EnvelopeError> {
    let passing = Recovery::generate();
    let seal = match by {
        SealBy::Words(words) => SealFor::Words(words.to_owned()),
        SealBy::Recipient(recipient) => SealFor::Recipients(vec![recipient.to_owned(), passing.recipient()]),
    };
    let mut writer = BundleWriter::new(seal).map_err(sealing)?;
    let written = write(&mut writer)?;
    let bytes = writer.finish().map_err(sealing)?;
    let identity = passing.identity();
    let with = match by {
        SealBy::Words(words) => OpenWith::Words(words),
        SealBy::Recipient(_) => OpenWith::Identity(&identity),
    };
    let _stage = stages::begin(Stage::Reopen);
    let mut reader = BundleReader::open(bytes.clone(), with, Limits::CASEBOOK).map_err(|_| EnvelopeError::NotAsMade)?;
    // The last line carries the sum over all others, and reading compares it: equal last lines are equal bundles.
    let (_, closing) = read_lines(&mut reader, &mut |_| {}).map_err(|_| EnvelopeError::NotAsMade)?;
    if closing == written { Ok(bytes) } else { Err(EnvelopeError::NotAsMade) }
}

/// Whether a file is sealed by words; else it is for keys. Its beginning is enough, and nothing is tried.
///
/// # Errors
/// [`EnvelopeError`], where it is no bundle, is cut off before its seal ends, or asks for too much.
pub fn by_words(bytes: Vec<u8>) -> Result<bool, EnvelopeError> {
    let sealed = sealed_by(&armor::sealed(bytes)?, Limits::CASEBOOK).map_err(opening)?;
    Ok(sealed == SealedBy::Words)
}

/// Opens a bundle, sealed as it is or as text, and reads it to its verified end. `read` hears after each row how many there are so far.
///
/// # Errors
/// [`EnvelopeError`]; nothing of the content is given out then.
pub fn open(bytes: Vec<u8>, with: OpenWith<'_>, read: &mut dyn FnMut(usize)) -> Result<Incoming, EnvelopeError> {
    // Of what went through a mail program or an editor nobody is to think that somebody tampered with it.
    let text = armor::is_text(&bytes);
    let opening = |error| match opening(error) {
        EnvelopeError::Altered | EnvelopeError::CutOffOrAltered | EnvelopeError::BadlyMade if text => {
            EnvelopeError::Mangled
        }
        trouble => trouble,
    };
    let mut reader = BundleReader::open(armor::sealed(bytes)?, with, Limits::CASEBOOK).map_err(opening)?;
    let mut taken = Taken::default();
    let ends = read_lines(&mut reader, &mut |item| {
        taken.take(item);
        read(taken.count);
    });
    let (first, closing) = ends.map_err(|error| match error {
        ReadError::Source(error) => opening(error),
        ReadError::NotABundle => EnvelopeError::NotABundle,
        ReadError::NewerFormat { .. } | ReadError::NewerKind => EnvelopeError::Newer,
        ReadError::TooManyRows => EnvelopeError::TooLarge,
        ReadError::Line { .. } | ReadError::NoEnd | ReadError::Counts | ReadError::CheckSum => EnvelopeError::BadlyMade,
    })?;
    Ok(taken.verified(first, closing))
}

fn sealing(error: SealError) -> EnvelopeError {
    match error {
        SealError::Words(_) => EnvelopeError::BadWords,
        SealError::NoRecipients | SealError::TooManyRecipients | SealError::BadRecipient { .. } => {
            EnvelopeError::NoRecovery
        }
        SealError::TooLarge { .. } => EnvelopeError::TooLargeToMake,
        SealError::LineFeedInLine | SealError::Internal => EnvelopeError::NotAsMade,
    }
}

fn opening(error: BundleError) -> EnvelopeError {
    match error {
        BundleError::NotABundle => EnvelopeError::NotABundle,
        BundleError::TooNew => EnvelopeError::Newer,
        BundleError::WrongWordsOrDamaged => EnvelopeError::WrongWordsOrDamaged,
        BundleError::SealedForAnotherKey => EnvelopeError::OtherKey,
        BundleError::NeedsWords => EnvelopeError::NeedsWords,
        BundleError::NeedsKey => EnvelopeError::NeedsKey,
        BundleError::NotAKey => EnvelopeError::NotAKey,
        BundleError::WorkFactorTooHigh { .. } => EnvelopeError::TooCostly,
        BundleError::CutOff => EnvelopeError::CutOff,
        BundleError::CutOffOrAltered => EnvelopeError::CutOffOrAltered,
        BundleError::Altered => EnvelopeError::Altered,
        BundleError::Malformed | BundleError::TrailingData => EnvelopeError::BadlyMade,
        BundleError::TooLarge { .. } => EnvelopeError::TooLarge,
    }
}
