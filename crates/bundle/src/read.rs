//! From lines to rows, trusting nothing.
//!
//! Nothing that was read may be shown or stored before the last line has been verified: [`read_lines`] passes lines on
//! while it reads; if it fails, the caller must discard all of them.

use std::collections::BTreeSet;

use casebook_crypto::bundle::{BundleError, BundleReader};
use serde::Deserialize;

use super::format::{BLOB_PART, BundleKind, Closing, FORMAT, MAX_DEPTH, MAX_LINE, MAX_PACK, MAX_ROWS, Opening};
use super::pack::Pack;
use super::receipt::{Receipt, ReceivedFile};
use super::v1::{self, Middle, OfPack, OfReceipt};
use casebook_domain::alias::Alias;
use casebook_domain::ids::{BlobId, FileId, RecordId};
use casebook_domain::observation::Sheet;
use casebook_domain::resource::Resource;
use casebook_records::revision::Vector;

/// Longest blob, bytes.
pub(super) const MAX_BLOB: usize = 16 * 1024 * 1024;

/// Where lines come from.
pub trait LineSource {
    /// Why there is no next line.
    type Error;

    /// The next line without its line feed; `None` when all has been read and verified.
    ///
    /// # Errors
    /// The source's own.
    fn next_line(&mut self) -> Result<Option<Vec<u8>>, Self::Error>;

    /// SHA-256 over all lines before the one returned last, with their line feeds.
    fn digest_before_line(&self) -> [u8; 32];
}

impl LineSource for BundleReader {
    type Error = BundleError;

    fn next_line(&mut self) -> Result<Option<Vec<u8>>, BundleError> {
        BundleReader::next_line(self)
    }

    fn digest_before_line(&self) -> [u8; 32] {
        BundleReader::digest_before_line(self)
    }
}

/// A row as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingRow {
    /// The file.
    pub file: FileId,
    /// The record.
    pub record: RecordId,
    /// The stored row, byte for byte; not decoded yet.
    pub row: Vec<u8>,
    /// A superseded version, the sender says.
    pub history: bool,
}

/// A blob as it came, combined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingBlob {
    /// The file.
    pub file: FileId,
    /// The blob.
    pub blob: BlobId,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The trace of a record that stood in the wrong pupil's file and was removed from it, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingMoved {
    /// The file that it does not belong to. The right one is not named.
    pub file: FileId,
    /// The record.
    pub record: RecordId,
    /// Which versions of it are to go: those that this has seen.
    pub seen: Vector,
}

/// What is handed out while reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A row.
    Row(IncomingRow),
    /// A blob.
    Blob(IncomingBlob),
    /// Two files that are one pupil's.
    Alias(Alias),
    /// A record that was removed from a file.
    Moved(IncomingMoved),
    /// Of a receipt: the check sum of a part that was opened.
    ReceivedBundle([u8; 32]),
    /// Of a receipt: a file that was taken.
    Received(ReceivedFile),
    /// Of a resource pack.
    Resource(Resource),
    /// Of a resource pack; `None`: only a newer Casebook can read it.
    Template(Option<Sheet>),
}

/// A whole bundle, verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// The first line.
    pub opening: Opening,
    /// All rows, in their order.
    pub rows: Vec<IncomingRow>,
    /// All blobs, in their order.
    pub blobs: Vec<IncomingBlob>,
    /// All aliases, in their order.
    pub aliases: Vec<Alias>,
    /// All traces of moved records, in their order.
    pub moved: Vec<IncomingMoved>,
    /// What a receipt says; empty in every other kind.
    pub receipt: Receipt,
    /// What a resource pack holds; empty in every other kind.
    pub pack: Pack,
    /// The last line.
    pub closing: Closing,
}

/// What was handed out so far.
#[derive(Default)]
pub(super) struct Taken {
    rows: Vec<IncomingRow>,
    blobs: Vec<IncomingBlob>,
    aliases: Vec<Alias>,
    moved: Vec<IncomingMoved>,
    receipt: Receipt,
    pack: Pack,
    /// How much that is.
    pub(super) count: usize,
}

impl Taken {
    pub(super) fn take(&mut self, item: Item) {
        self.count += 1;
        match item {
            Item::Row(row) => self.rows.push(row),
            Item::Blob(blob) => self.blobs.push(blob),
            Item::Alias(alias) => self.aliases.push(alias),
            Item::Moved(moved) => self.moved.push(moved),
            Item::ReceivedBundle(sha256) => self.receipt.bundles.push(sha256),
            Item::Received(received) => self.receipt.files.push(received),
            Item::Resource(resource) => self.pack.resources.push(resource),
            Item::Template(Some(template)) => self.pack.templates.push(template),
            Item::Template(None) => self.pack.newer += 1,
        }
    }

    pub(super) fn verified(self, opening: Opening, closing: Closing) -> Incoming {
        let Self { rows, blobs, aliases, moved, receipt, pack, .. } = self;
        Incoming { opening, rows, blobs, aliases, moved, receipt, pack, closing }
    }
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineError {
    /// Not a row and not a blob: no JSON, or fields missing, unknown or there twice.
    Malformed,
    /// Longer than a line may be.
    TooLong,
    /// Nested deeper than any Casebook writes.
    TooDeep,
    /// A blob whose parts don't follow each other, are no base64 or are too much.
    Blob,
    /// Of a resource pack: a resource without a title or with a link that is no web address, a template that can't be
    /// observed with, a text that is too long or holds what misleads.
    Unfit,
}

/// Why a bundle was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadError<E> {
    /// The envelope: wrong words, cut off, altered, too large …
    Source(E),
    /// It opened, and is no bundle of Casebook's.
    NotABundle,
    /// Made by a newer Casebook: update this one, then open it again.
    NewerFormat {
        /// Its format.
        format: u32,
    },
    /// Its lines can be read, and it is of a kind that only a newer Casebook knows.
    NewerKind,
    /// A line is not as Casebook writes it.
    Line {
        /// Which, counted from 1.
        number: u64,
        /// What is wrong.
        why: LineError,
    },
    /// The last line is missing: its writer stopped before the end.
    NoEnd,
    /// More rows than a bundle may hold.
    TooManyRows,
    /// The last line counts other rows than there are: some were removed or put in.
    Counts,
    /// The check sum is not that of the lines: they were changed.
    CheckSum,
}

/// Reads all lines and hands out rows and blobs as they come.
///
/// # Errors
/// [`ReadError`]; what was handed out is then to be thrown away.
pub fn read_lines<S: LineSource>(
    source: &mut S,
    take: &mut dyn FnMut(Item),
) -> Result<(Opening, Closing), ReadError<S::Error>> {
    let first = source.next_line().map_err(ReadError::Source)?.ok_or(ReadError::NotABundle)?;
    let opening = opening(&first)?;
    let most = if opening.kind == BundleKind::ResourcePack { MAX_PACK } else { MAX_ROWS };
    let mut found = Found::default();
    let mut number = 2;
    let mut line = source.next_line().map_err(ReadError::Source)?.ok_or(ReadError::NoEnd)?;
    while let Some(next) = source.next_line().map_err(ReadError::Source)? {
        if number > most + 1 {
            return Err(ReadError::TooManyRows);
        }
        found.middle(opening.kind, &line, take).map_err(|why| ReadError::Line { number, why })?;
        line = next;
        number += 1;
    }
    let digest = source.digest_before_line();
    let closing = check_line(&line).ok().and_then(|()| v1::closing(&line)).ok_or(ReadError::NoEnd)?;
    if found.unfinished.is_some() {
        return Err(ReadError::Line { number: number - 1, why: LineError::Blob });
    }
    if (closing.files, closing.rows, closing.blobs) != (found.files.len() as u64, found.rows, found.blobs) {
        return Err(ReadError::Counts);
    }
    if closing.sha256 != digest {
        return Err(ReadError::CheckSum);
    }
    Ok((opening, closing))
}

/// Reads a whole bundle into memory.
///
/// # Errors
/// As [`read_lines`].
pub fn collect<S: LineSource>(source: &mut S) -> Result<Incoming, ReadError<S::Error>> {
    let mut taken = Taken::default();
    let (opening, closing) = read_lines(source, &mut |item| taken.take(item))?;
    Ok(taken.verified(opening, closing))
}

/// What the lines so far add up to.
#[derive(Default)]
struct Found {
    files: BTreeSet<FileId>,
    rows: u64,
    blobs: u64,
    /// A blob of which parts are still to come, and the number of the next.
    unfinished: Option<(IncomingBlob, u32)>,
}

impl Found {
    fn middle(&mut self, kind: BundleKind, line: &[u8], take: &mut dyn FnMut(Item)) -> Result<(), LineError> {
        check_line(line)?;
        match kind {
            BundleKind::HandOver | BundleKind::Backup => return self.of_files(line, take),
            BundleKind::Receipt => match v1::of_receipt(line)? {
                OfReceipt::Bundle(sha256) => take(Item::ReceivedBundle(sha256)),
                OfReceipt::File(received) => {
                    self.files.insert(received.file);
                    take(Item::Received(received));
                }
            },
            BundleKind::ResourcePack => take(match v1::of_pack(line)? {
                OfPack::Resource(resource) => Item::Resource(resource),
                OfPack::Template(template) => Item::Template(Some(template)),
                OfPack::NewerTemplate => Item::Template(None),
            }),
        }
        self.rows += 1;
        Ok(())
    }

    /// A line of a hand-over or a backup.
    fn of_files(&mut self, line: &[u8], take: &mut dyn FnMut(Item)) -> Result<(), LineError> {
        match v1::middle(line)? {
            Middle::Alias(_) | Middle::Moved(_) if self.unfinished.is_some() => return Err(LineError::Blob),
            Middle::Alias(alias) => {
                self.rows += 1;
                take(Item::Alias(alias));
            }
            Middle::Moved(moved) => {
                self.files.insert(moved.file);
                self.rows += 1;
                take(Item::Moved(moved));
            }
            Middle::Row { file, record, row, history } => {
                if self.unfinished.is_some() {
                    return Err(LineError::Blob);
                }
                self.files.insert(file);
                self.rows += 1;
                take(Item::Row(IncomingRow { file, record, row, history }));
            }
            Middle::BlobPart { file, blob, part, parts, bytes } => {
                let (mut whole, expected) =
                    self.unfinished.take().unwrap_or_else(|| (IncomingBlob { file, blob, bytes: Vec::new() }, 0));
                let last = part + 1 == parts;
                let follows = (whole.file, whole.blob, expected) == (file, blob, part)
                    && (last || bytes.len() == BLOB_PART)
                    && whole.bytes.len() + bytes.len() <= MAX_BLOB;
                if !follows {
                    return Err(LineError::Blob);
                }
                whole.bytes.extend_from_slice(&bytes);
                if last {
                    self.files.insert(file);
                    self.blobs += 1;
                    take(Item::Blob(whole));
                } else {
                    self.unfinished = Some((whole, part + 1));
                }
            }
        }
        Ok(())
    }
}

fn opening<E>(line: &[u8]) -> Result<Opening, ReadError<E>> {
    #[derive(Deserialize)]
    struct Probe {
        format: u32,
    }
    check_line(line).map_err(|_| ReadError::NotABundle)?;
    let Probe { format } = serde_json::from_slice(line).map_err(|_| ReadError::NotABundle)?;
    if format > FORMAT {
        return Err(ReadError::NewerFormat { format });
    }
    match v1::opening(line) {
        Some(Some(opening)) => Ok(opening),
        Some(None) => Err(ReadError::NewerKind),
        None => Err(ReadError::NotABundle),
    }
}

fn check_line(line: &[u8]) -> Result<(), LineError> {
    if line.len() > MAX_LINE {
        Err(LineError::TooLong)
    } else if !depth_is_within(line, MAX_DEPTH) {
        Err(LineError::TooDeep)
    } else {
        Ok(())
    }
}

/// Whether brackets are nested at most this deep, counted before anything is parsed. Whether they match is the
/// parser's affair.
pub(super) fn depth_is_within(json: &[u8], most: usize) -> bool {
    let (mut depth, mut in_text, mut escaped) = (0usize, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => depth += 1,
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > most {
            return false;
        }
    }
    true
}
