//! The envelope of a bundle: lines, inside gzip, inside an age v1 file (C2SP `age`).
//!
//! Any age program and `gunzip` open one, so nobody is locked in. What the lines say is the app's affair; here they are
//! bytes without a line feed, one line feed after each.
//!
//! **Sealing.** Either by words (scrypt, alone in the file as age demands) or for recipients (X25519). The scrypt work
//! factor is always set on the age crate, both ways: its own defaults depend on the machine.
//!
//! **Reading** trusts nothing. Every number in [`Limits`] is kept while reading, before the memory or work it bounds is
//! spent. What is handed out line by line is authentic as far as it goes (age checks each 64 KiB before releasing it),
//! but whether the bundle is whole shows only at its end: nothing may be shown or stored before
//! [`BundleReader::next_line`] has returned `None` and the last line's digest has been compared.
//!
//! The bundle worker alone may link this module: the age crate is most of its size. age's error texts are never
//! formatted, so that its translations stay out of the binary.

#[cfg(test)]
mod cctv;
mod read;
mod write;

pub use read::{BundleReader, OpenWith, SealedBy, sealed_by};
pub use write::{BundleWriter, SealError, SealFor};

/// scrypt's log N when writing: 128 MiB and half a second to a second in wasm.
pub const WORK_FACTOR: u8 = 17;
/// The highest log N accepted when reading. rage writes up to 19, Debian's age 18; 21 traps a browser.
pub const MAX_WORK_FACTOR: u8 = 19;
/// Most recipients of one bundle. Each costs the reader a Diffie-Hellman.
pub const MAX_RECIPIENTS: usize = 64;

/// Longest age header accepted, bytes. Sixty-four recipients take about 7 kB; the age crate parses a header again with
/// each line it reads, so a long one would cost its square.
const MAX_HEADER: usize = 16 * 1024;
const MAGIC: &[u8] = b"age-encryption.org/";
const MAGIC_V1: &[u8] = b"age-encryption.org/v1\n";

const MIB: u64 = 1024 * 1024;

/// The bounds on a bundle, the same for writing and reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The sealed file, bytes.
    pub file: u64,
    /// All lines with their line feeds, bytes.
    pub expanded: u64,
    /// How many times the sealed file's size the lines may be, beyond [`Limits::ratio_from`].
    pub ratio: u64,
    /// Bytes of lines below which the ratio does not matter.
    pub ratio_from: u64,
    /// One line without its line feed, bytes.
    pub line: u64,
    /// Rows: lines but the first and the last.
    pub rows: u64,
}

impl Limits {
    /// What Casebook writes and accepts.
    pub const CASEBOOK: Limits =
        Limits { file: 64 * MIB, expanded: 512 * MIB, ratio: 50, ratio_from: 16 * MIB, line: MIB, rows: 100_000 };

    /// Most bytes of lines that a file of this size may hold, and which limit that is.
    fn budget(&self, file: u64) -> (u64, Limit) {
        let by_ratio = file.saturating_mul(self.ratio).max(self.ratio_from);
        if by_ratio < self.expanded { (by_ratio, Limit::Ratio) } else { (self.expanded, Limit::Expanded) }
    }

    fn lines(&self) -> u64 {
        self.rows.saturating_add(2)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits::CASEBOOK
    }
}

/// Which bound was passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// [`Limits::file`]
    File,
    /// [`Limits::expanded`]
    Expanded,
    /// [`Limits::ratio`]: far more inside than such a file can honestly hold.
    Ratio,
    /// [`Limits::line`]
    Line,
    /// [`Limits::rows`]
    Rows,
    /// The age header: too many recipients, or not one that any Casebook makes.
    Header,
}

impl Limits {
    fn value(&self, what: Limit) -> u64 {
        match what {
            Limit::File => self.file,
            Limit::Expanded => self.expanded,
            Limit::Ratio => self.ratio,
            Limit::Line => self.line,
            Limit::Rows => self.rows,
            Limit::Header => MAX_HEADER as u64,
        }
    }
}

/// Why a bundle could not be opened or read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BundleError {
    /// Some other file, or an age file with something else in it.
    NotABundle,
    /// A later age format than this Casebook knows.
    TooNew,
    /// The words don't open it, or its header is damaged: nobody can tell which.
    WrongWordsOrDamaged,
    /// Sealed for recipients, and the key given is none of theirs.
    SealedForAnotherKey,
    /// Sealed by words; a key was given.
    NeedsWords,
    /// Sealed for recipients; words were given.
    NeedsKey,
    /// The key given is no `AGE-SECRET-KEY-1…`.
    NotAKey,
    /// Opening it by words asks for more work than any Casebook does. Refused before the work.
    WorkFactorTooHigh {
        /// log N that the file asks for.
        required: u8,
        /// [`MAX_WORK_FACTOR`]
        most: u8,
    },
    /// The file ends too early: an unfinished download or copy.
    CutOff,
    /// The file's last part does not verify: cut off within it, or changed.
    CutOffOrAltered,
    /// Changed after it was sealed.
    Altered,
    /// Sealed in one piece and wrongly made: compressed data that breaks off, or a last line without its end.
    Malformed,
    /// Something follows the end of the compressed lines.
    TrailingData,
    /// Beyond a bound.
    TooLarge {
        /// Which.
        what: Limit,
        /// Its value, in the unit that [`Limits`] names.
        limit: u64,
    },
}
