//! From rows to lines.

use std::collections::{BTreeMap, BTreeSet};

use casebook_crypto::bundle::{BundleWriter, SealError};
use casebook_crypto::keys::Key;

use super::format::{BundleKind, Closing, MAX_DEPTH, MAX_LINE, MAX_PACK, MAX_ROWS, Opening, Signed};
use super::pack::Pack;
use super::receipt::Receipt;
use super::{read, v1};
use casebook_domain::alias::Alias;
use casebook_domain::content::Kind;
use casebook_domain::hand_over::{Parts, Place, ever_leaves};
use casebook_domain::ids::{BlobId, FileId, RecordId};
use casebook_records::revision::Vector;
use casebook_records::{self as records, RowContent, is_register};

/// Where lines go.
pub trait LineSink {
    /// Why a line can't be taken.
    type Error;

    /// Takes a line without its line feed.
    ///
    /// # Errors
    /// The sink's own.
    fn write_line(&mut self, line: &[u8]) -> Result<(), Self::Error>;

    /// SHA-256 over all lines so far with their line feeds.
    fn digest_so_far(&self) -> [u8; 32];
}

impl LineSink for BundleWriter {
    type Error = SealError;

    fn write_line(&mut self, line: &[u8]) -> Result<(), SealError> {
        BundleWriter::write_line(self, line)
    }

    fn digest_so_far(&self) -> [u8; 32] {
        BundleWriter::digest_so_far(self)
    }
}

/// Something to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outgoing {
    /// A version of a record: its stored row, byte for byte.
    Row {
        /// The file.
        file: FileId,
        /// The record.
        record: RecordId,
        /// The stored row.
        row: Vec<u8>,
        /// A superseded version.
        history: bool,
    },
    /// Two files that are one pupil's.
    Alias(Alias),
    /// A record that was removed from a file which it does not belong to.
    Moved {
        /// The file.
        file: FileId,
        /// The record.
        record: RecordId,
        /// Which versions of it were removed: those that this has seen.
        seen: Vector,
        /// What it was, if that is known. Not written: it decides whether a hand-over may tell.
        kind: Option<Kind>,
    },
    /// An attachment.
    Blob {
        /// The file.
        file: FileId,
        /// The blob.
        blob: BlobId,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// As the last line says it.
    pub closing: Closing,
    /// How many versions of records of each file: what a receipt is compared with.
    pub rows: BTreeMap<FileId, u32>,
    /// Rows that could not be written because they are damaged here. To be told: they are not in the bundle.
    pub damaged: Vec<(FileId, RecordId)>,
}

/// Why no bundle was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteError<E> {
    /// The envelope refused a line.
    Sink(E),
    /// A record is longer than a line may be.
    RecordTooLong {
        /// Its file.
        file: FileId,
        /// The record.
        record: RecordId,
    },
    /// A blob is longer than its parts may be together.
    BlobTooLong {
        /// Its file.
        file: FileId,
        /// The blob.
        blob: BlobId,
    },
    /// More than one bundle holds: to be split into parts.
    TooManyRows,
}

/// Writes a whole bundle, signed by the device's key where one is given.
///
/// What a hand-over must not hold is left out here, whatever the caller gives: safeguarding entries, deleted ones too;
/// settings; what its scope does not take along, and with it attachments and what a newer Casebook made unless the whole case
/// goes; what is for the mentor alone, unless the whole case goes; the history where it goes to another school or for good.
/// None of it shows in the counts. The trace of a moved record goes whatever the scope: it takes away and tells nothing.
///
/// # Errors
/// [`WriteError`]; the sink then holds half a bundle, to be thrown away.
pub fn write_lines<S: LineSink>(
    sink: &mut S,
    opening: &Opening,
    signing: Option<&Key>,
    items: impl IntoIterator<Item = Outgoing>,
) -> Result<Written, WriteError<S::Error>> {
    let mut files = BTreeSet::new();
    let mut of_files = BTreeMap::new();
    let (mut lines, mut rows, mut blobs) = (0, 0, 0);
    let mut damaged = Vec::new();
    let mut put = |sink: &mut S, line: &[u8]| {
        lines += 1;
        if lines > MAX_ROWS {
            return Err(WriteError::TooManyRows);
        }
        sink.write_line(line).map_err(WriteError::Sink)
    };
    sink.write_line(&v1::opening_line(opening)).map_err(WriteError::Sink)?;
    for item in items {
        match item {
            Outgoing::Row { file, record, row, history } => {
                let Some(kind) = kind_of(&row) else {
                    damaged.push((file, record));
                    continue;
                };
                if !may_leave(opening, file, &kind, &row, history) {
                    continue;
                }
                let line = v1::row_line(file, record, &row, history);
                if line.len() > MAX_LINE {
                    return Err(WriteError::RecordTooLong { file, record });
                }
                put(sink, &line)?;
                files.insert(file);
                *of_files.entry(file).or_default() += 1;
                rows += 1;
            }
            Outgoing::Alias(_) | Outgoing::Moved { .. } if !holds_files(opening) => {}
            Outgoing::Alias(alias) => {
                put(sink, &v1::alias_line(alias))?;
                rows += 1;
            }
            Outgoing::Moved { file, kind, .. }
                if opening.kind == BundleKind::HandOver && kind.is_none_or(|kind| stays_here(file, kind.code())) => {}
            Outgoing::Moved { file, record, seen, .. } => {
                put(sink, &v1::moved_line(file, record, &seen))?;
                files.insert(file);
                rows += 1;
            }
            Outgoing::Blob { .. } if !holds_files(opening) => {}
            Outgoing::Blob { file, .. }
                if opening.kind == BundleKind::HandOver && (opening.scope != Parts::Whole || is_register(file)) => {}
            Outgoing::Blob { file, blob, bytes } => {
                if bytes.len() > read::MAX_BLOB {
                    return Err(WriteError::BlobTooLong { file, blob });
                }
                for line in v1::blob_lines(file, blob, &bytes) {
                    put(sink, &line)?;
                }
                files.insert(file);
                blobs += 1;
            }
        }
    }
    let sha256 = sink.digest_so_far();
    let signed = signing.map(|key| Signed::by(key, &sha256));
    let closing = Closing { files: files.len() as u64, rows, blobs, sha256, signed };
    sink.write_line(&v1::closing_line(&closing)).map_err(WriteError::Sink)?;
    Ok(Written { closing, rows: of_files, damaged })
}

/// Writes a receipt, signed by the device's key where one is given.
///
/// # Errors
/// The sink's own.
pub fn write_receipt<S: LineSink>(
    sink: &mut S,
    opening: &Opening,
    signing: Option<&Key>,
    receipt: &Receipt,
) -> Result<Closing, S::Error> {
    let bundles = receipt.bundles.iter().map(v1::received_bundle_line);
    let files: BTreeSet<FileId> = receipt.files.iter().map(|received| received.file).collect();
    let lines = bundles.chain(receipt.files.iter().map(v1::received_line));
    write_few(sink, opening, signing, files.len() as u64, lines)
}

/// Why no resource pack was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackError<E> {
    /// The envelope refused a line.
    Sink(E),
    /// More than one pack holds.
    TooMany,
    /// No reader would take this one, counted from 0 through the resources and then the templates: see
    /// [`LineError::Unfit`](read::LineError::Unfit).
    Unfit {
        /// Its place.
        place: usize,
    },
}

/// Writes a resource pack, signed by the device's key where one is given.
///
/// # Errors
/// [`PackError`]; one that is unfit is found before anything is written.
pub fn write_pack<S: LineSink>(
    sink: &mut S,
    opening: &Opening,
    signing: Option<&Key>,
    pack: &Pack,
) -> Result<Closing, PackError<S::Error>> {
    if (pack.resources.len() + pack.templates.len()) as u64 > MAX_PACK {
        return Err(PackError::TooMany);
    }
    let lines = pack.resources.iter().map(v1::resource_line).chain(pack.templates.iter().map(v1::template_line));
    let fit = |(place, line): (usize, Option<Vec<u8>>)| line.ok_or(PackError::Unfit { place });
    let lines = lines.enumerate().map(fit).collect::<Result<Vec<_>, _>>()?;
    write_few(sink, opening, signing, 0, lines.into_iter()).map_err(PackError::Sink)
}

fn write_few<S: LineSink>(
    sink: &mut S,
    opening: &Opening,
    signing: Option<&Key>,
    files: u64,
    lines: impl Iterator<Item = Vec<u8>>,
) -> Result<Closing, S::Error> {
    sink.write_line(&v1::opening_line(opening))?;
    let mut rows = 0;
    for line in lines {
        sink.write_line(&line)?;
        rows += 1;
    }
    let sha256 = sink.digest_so_far();
    let signed = signing.map(|key| Signed::by(key, &sha256));
    let closing = Closing { files, rows, blobs: 0, sha256, signed };
    sink.write_line(&v1::closing_line(&closing))?;
    Ok(closing)
}

fn holds_files(opening: &Opening) -> bool {
    matches!(opening.kind, BundleKind::Backup | BundleKind::HandOver)
}

fn may_leave(opening: &Opening, file: FileId, kind: &str, row: &[u8], history: bool) -> bool {
    let scope = opening.scope;
    match opening.kind {
        BundleKind::Backup => true,
        BundleKind::HandOver => {
            // What a newer Casebook made may be anything: it goes with the whole case alone.
            let of_kind = Kind::from_code(kind).map_or(scope == Parts::Whole, |kind| scope.take_kind(kind));
            let earlier =
                || opening.history && opening.purpose.is_some_and(|purpose| purpose.takes_history(Place::Here));
            let leaves = of_kind && !is_register(file) && (!history || earlier());
            leaves && (scope == Parts::Whole || is_for_others(scope, row, history))
        }
        BundleKind::Receipt | BundleKind::ResourcePack => false,
    }
}

/// Whether a row is for more than the mentor alone. Of what may be marked so, no earlier version goes: what was for staff
/// once may be the mentor's own since.
fn is_for_others(scope: Parts, row: &[u8], history: bool) -> bool {
    match records::decode(row).map(|decoded| decoded.what) {
        Ok(RowContent::Entry(entry)) => scope.take(&entry.content) && !(history && entry.content.audience().is_some()),
        Ok(RowContent::Deleted) => true,
        Ok(RowContent::Newer) | Err(_) => false,
    }
}

/// What no hand-over holds: the casebook's own registers, whatever is in them, and the kinds that never leave.
pub(super) fn stays_here(file: FileId, kind: &str) -> bool {
    is_register(file) || Kind::from_code(kind).is_some_and(|kind| !ever_leaves(kind))
}

/// The kind a row says; `None` where it is no row that a reader would take.
fn kind_of(row: &[u8]) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Peek {
        kind: String,
    }
    let text = core::str::from_utf8(row).ok()?;
    // One level less: the row is inside its line. Nothing around it: a reader takes it without.
    let sound = text.starts_with('{')
        && text.ends_with('}')
        && !row.contains(&b'\n')
        && read::depth_is_within(row, MAX_DEPTH - 1);
    sound.then(|| serde_json::from_str::<Peek>(text).ok())?.map(|peek| peek.kind)
}
