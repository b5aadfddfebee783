//! A backup that is too large for one bundle is written in numbered parts. Each part is a bundle; together they are one
//! import.
//!
//! A file stays whole in one part where a part can hold it. Merging goes record by record and in any order, so a lost
//! part only loses its own records: the other parts can be imported without it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::format::{Closing, MAX_PARTS, MAX_ROWS, Opening};
use super::plan::{Examined, ImportPlan, LocalIndex, Parcel, RowRefusal, examine_all, plan_parcel};
use super::read::{Incoming, IncomingBlob, IncomingMoved, IncomingRow};
use super::{v1, write::Outgoing};
use casebook_domain::alias::Alias;
use casebook_domain::ids::FileId;
use casebook_records as records;

const MIB: u64 = 1024 * 1024;

/// What an item takes of a bundle, never less than it really does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// The file it belongs to.
    pub file: FileId,
    /// Lines.
    pub lines: u64,
    /// Bytes of them, line feeds included.
    pub bytes: u64,
}

impl Size {
    /// Of a stored row of this many bytes.
    pub fn row(file: FileId, length: usize) -> Self {
        Self { file, lines: 1, bytes: length as u64 + v1::ROW_FRAME }
    }

    /// Of a blob of this many bytes.
    pub fn blob(file: FileId, length: usize) -> Self {
        let lines = length.div_ceil(super::format::BLOB_PART).max(1) as u64;
        Self { file, lines, bytes: (length as u64).div_ceil(3) * 4 + lines * (v1::BLOB_FRAME + 4) }
    }

    /// Of a line without a row: an alias, a trace with this many bytes of vector.
    fn small(file: FileId, length: usize) -> Self {
        Self::row(file, length)
    }

    /// Of an item.
    pub fn of(item: &Outgoing) -> Self {
        match item {
            Outgoing::Row { file, row, .. } => Self::row(*file, row.len()),
            Outgoing::Blob { file, bytes, .. } => Self::blob(*file, bytes.len()),
            Outgoing::Alias(alias) => Self::small(alias.greater(), 0),
            Outgoing::Moved { file, seen, .. } => Self::small(*file, records::encode_vector(seen).len()),
        }
    }
}

/// How much one part takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Lines.
    pub lines: u64,
    /// Bytes of them.
    pub bytes: u64,
}

impl Room {
    /// A part of this size is below every bound of a reader even if nothing of it compresses.
    pub const PART: Self = Self { lines: MAX_ROWS, bytes: 60 * MIB };
    /// And this one even if it compresses so well that a reader would take it for a bomb.
    pub const SMALL: Self = Self { lines: MAX_ROWS, bytes: 15 * MIB };

    fn holds(self, lines: u64, bytes: u64) -> bool {
        lines <= self.lines && bytes <= self.bytes
    }
}

/// It would take more parts than there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyParts;

/// Which items go into which part, by their places in `sizes`. At least one part, be it empty.
///
/// # Errors
/// [`TooManyParts`].
pub fn split(sizes: &[Size], room: Room) -> Result<Vec<Vec<usize>>, TooManyParts> {
    let mut files: BTreeMap<FileId, Vec<usize>> = BTreeMap::new();
    for (index, size) in sizes.iter().enumerate() {
        files.entry(size.file).or_default().push(index);
    }
    let mut parts = vec![Vec::new()];
    let (mut lines, mut bytes) = (0, 0);
    for items in files.into_values() {
        let whole = |pick: fn(&Size) -> u64| items.iter().map(|index| pick(&sizes[*index])).sum::<u64>();
        let (its_lines, its_bytes) = (whole(|size| size.lines), whole(|size| size.bytes));
        // A file that no part can hold begins in what is left of this one.
        let stays_whole = room.holds(its_lines, its_bytes);
        let fits = room.holds(lines + its_lines, bytes + its_bytes);
        if stays_whole && !fits {
            parts.push(Vec::new());
            (lines, bytes) = (0, 0);
        }
        for index in items {
            let size = &sizes[index];
            if !room.holds(lines + size.lines, bytes + size.bytes) && lines > 0 {
                parts.push(Vec::new());
                (lines, bytes) = (0, 0);
            }
            (lines, bytes) = (lines + size.lines, bytes + size.bytes);
            if let Some(part) = parts.last_mut() {
                part.push(index);
            }
        }
    }
    if parts.len() > MAX_PARTS as usize { Err(TooManyParts) } else { Ok(parts) }
}

/// The parts of one bundle, combined as far as they are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// The first line that they share, as that of the first part.
    pub opening: Opening,
    /// All rows, in the order of the parts.
    pub rows: Vec<IncomingRow>,
    /// What they say of themselves.
    examined: Vec<Result<Examined, RowRefusal>>,
    /// All blobs, in the order of the parts.
    pub blobs: Vec<IncomingBlob>,
    /// All aliases, in the order of the parts.
    pub aliases: Vec<Alias>,
    /// All traces of moved records, in the order of the parts.
    pub moved: Vec<IncomingMoved>,
    /// The last line of each part that is there, by its number.
    pub closings: BTreeMap<u32, Closing>,
}

/// Why parts are not combined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartsError {
    /// No part at all.
    Nothing,
    /// One of these, by its place, is not of the bundle that the first is of: made at another time, by another device or
    /// signed otherwise.
    OfAnother {
        /// Its place, from 0.
        place: usize,
    },
    /// Two that say they are the same part hold something else.
    NotTheSame {
        /// The number that both have.
        part: u32,
    },
}

/// Puts the parts of a bundle together, in whichever order they were opened. The same part twice counts once.
///
/// # Errors
/// [`PartsError`].
pub fn join(parts: Vec<Incoming>) -> Result<Joined, PartsError> {
    let first = parts.first().ok_or(PartsError::Nothing)?;
    let opening = first.opening.in_part(1);
    let signer = first.closing.signed.map(|signed| signed.signer);
    let mut sorted: BTreeMap<u32, Incoming> = BTreeMap::new();
    for (place, part) in parts.into_iter().enumerate() {
        let same = part.opening.in_part(1) == opening && part.closing.signed.map(|signed| signed.signer) == signer;
        if !same {
            return Err(PartsError::OfAnother { place });
        }
        let number = part.opening.part;
        match sorted.get(&number) {
            Some(there) if there.closing.sha256 != part.closing.sha256 => {
                return Err(PartsError::NotTheSame { part: number });
            }
            Some(_) => {}
            None => {
                sorted.insert(number, part);
            }
        }
    }
    let mut joined = Joined {
        opening,
        rows: Vec::new(),
        examined: Vec::new(),
        blobs: Vec::new(),
        aliases: Vec::new(),
        moved: Vec::new(),
        closings: BTreeMap::new(),
    };
    for (number, Incoming { rows, blobs, aliases, moved, closing, .. }) in sorted {
        joined.aliases.extend(aliases);
        joined.moved.extend(moved);
        joined.rows.extend(rows);
        joined.blobs.extend(blobs);
        joined.closings.insert(number, closing);
    }
    joined.examined = examine_all(&joined.opening, &joined.rows);
    Ok(joined)
}

impl Joined {
    /// Numbers of the parts that are not there.
    pub fn missing(&self) -> Vec<u32> {
        (1..=self.opening.parts).filter(|part| !self.closings.contains_key(part)).collect()
    }

    /// Plans the import of all that is there, as [`plan`](super::plan()) does of a bundle in one part. Rows and blobs are
    /// numbered as in [`Joined::rows`] and [`Joined::blobs`].
    pub fn plan(&self, local: &LocalIndex) -> ImportPlan {
        let Self { opening, rows, examined, blobs, aliases, moved, .. } = self;
        plan_parcel(local, Parcel { opening, rows, examined, blobs, aliases, moved })
    }
}
