//! Making a bundle.

use std::{io::Write, iter};

use age::{Encryptor, secrecy::SecretString, stream::StreamWriter};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

use super::{Limit, Limits, MAX_RECIPIENTS, WORK_FACTOR};
use crate::stages::{Stage, during};
use crate::words::{self, WordError};

/// Whom a bundle is sealed for. age allows words only alone.
pub enum SealFor {
    /// Words off the list, in any spelling that [`words::parse_words`] reads; sealed in their canonical one (lower case,
    /// single spaces), which is what is typed into another age program.
    Words(String),
    /// X25519 recipients, `age1…`, 1 to [`MAX_RECIPIENTS`].
    Recipients(Vec<String>),
}

/// Why no bundle was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealError {
    /// The words are not off the list.
    Words(WordError),
    /// Nobody to seal it for.
    NoRecipients,
    /// More than [`MAX_RECIPIENTS`].
    TooManyRecipients,
    /// This recipient, counted from 1, is no `age1…` of an X25519 key.
    BadRecipient {
        /// Counted from 1.
        position: usize,
    },
    /// A line with a line feed inside.
    LineFeedInLine,
    /// Beyond what a reader accepts: split it into parts.
    TooLarge {
        /// Which bound.
        what: Limit,
        /// Its value, in the unit that [`Limits`] names.
        limit: u64,
    },
    /// age or gzip failed while writing to memory. Not known to happen.
    Internal,
}

/// Takes lines and gives a sealed file. Refuses what [`BundleReader`](super::BundleReader) would refuse.
pub struct BundleWriter {
    gzip: GzEncoder<Counted<StreamWriter<Vec<u8>>>>,
    limits: Limits,
    digest: Sha256,
    expanded: u64,
    lines: u64,
}

impl BundleWriter {
    /// Starts a bundle under [`Limits::CASEBOOK`]. By words this is where scrypt works, half a second to a second in
    /// wasm.
    ///
    /// # Errors
    /// Words off the list, no or bad recipients.
    pub fn new(seal_for: SealFor) -> Result<Self, SealError> {
        Self::with_limits(seal_for, Limits::CASEBOOK)
    }

    /// As [`BundleWriter::new`], under bounds of the caller's own.
    ///
    /// # Errors
    /// As there.
    pub fn with_limits(seal_for: SealFor, limits: Limits) -> Result<Self, SealError> {
        let sealed =
            during(Stage::Age, || encryptor(seal_for)?.wrap_output(Vec::new()).map_err(|_| SealError::Internal))?;
        Ok(BundleWriter {
            gzip: GzEncoder::new(Counted { inner: sealed, bytes: 0 }, Compression::default()),
            limits,
            digest: Sha256::new(),
            expanded: 0,
            lines: 0,
        })
    }

    /// Adds a line, given without its line feed.
    ///
    /// # Errors
    /// A line feed inside, or a bound passed; nothing of the line is written then and the bundle can continue without it.
    pub fn write_line(&mut self, line: &[u8]) -> Result<(), SealError> {
        if line.contains(&b'\n') {
            return Err(SealError::LineFeedInLine);
        }
        let expanded = self.expanded + line.len() as u64 + 1;
        for (beyond, what) in [
            (line.len() as u64 > self.limits.line, Limit::Line),
            (self.lines >= self.limits.lines(), Limit::Rows),
            (expanded > self.limits.expanded, Limit::Expanded),
            (self.sealed_bytes() > self.limits.file, Limit::File),
        ] {
            if beyond {
                return Err(self.too_large(what));
            }
        }
        for part in [line, b"\n"] {
            during(Stage::Gzip, || self.gzip.write_all(part)).map_err(|_| SealError::Internal)?;
            self.digest.update(part);
        }
        self.expanded = expanded;
        self.lines += 1;
        Ok(())
    }

    /// SHA-256 over all lines so far with their line feeds, for the last line to carry.
    pub fn digest_so_far(&self) -> [u8; 32] {
        self.digest.clone().finalize().into()
    }

    /// Lines so far.
    pub fn lines(&self) -> u64 {
        self.lines
    }

    /// Bytes of lines so far, line feeds included.
    pub fn expanded_bytes(&self) -> u64 {
        self.expanded
    }

    /// About how large the file is so far, bytes; the compressor holds up to some 100 kB back. For deciding where to
    /// start a new part.
    pub fn sealed_bytes(&self) -> u64 {
        self.gzip.get_ref().bytes
    }

    /// Ends the bundle and gives the file.
    ///
    /// # Errors
    /// The file is larger than a reader accepts, or compresses beyond the ratio that a reader accepts.
    pub fn finish(self) -> Result<Vec<u8>, SealError> {
        let (limits, expanded) = (self.limits, self.expanded);
        let too_large = |what| SealError::TooLarge { what, limit: limits.value(what) };
        let sealed = during(Stage::Gzip, || self.gzip.finish()).map_err(|_| SealError::Internal)?;
        let file = during(Stage::Age, || sealed.inner.finish()).map_err(|_| SealError::Internal)?;
        if file.len() as u64 > limits.file {
            return Err(too_large(Limit::File));
        }
        let (budget, what) = limits.budget(file.len() as u64);
        if expanded > budget {
            return Err(too_large(what));
        }
        Ok(file)
    }

    fn too_large(&self, what: Limit) -> SealError {
        SealError::TooLarge { what, limit: self.limits.value(what) }
    }
}

fn encryptor(seal_for: SealFor) -> Result<Encryptor, SealError> {
    match seal_for {
        SealFor::Words(typed) => {
            let words = words::parse_words(&typed).map_err(SealError::Words)?;
            let mut recipient = age::scrypt::Recipient::new(SecretString::from(words.join(" ")));
            recipient.set_work_factor(WORK_FACTOR);
            Encryptor::with_recipients(iter::once(&recipient as &dyn age::Recipient)).map_err(|_| SealError::Internal)
        }
        SealFor::Recipients(texts) if texts.is_empty() => Err(SealError::NoRecipients),
        SealFor::Recipients(texts) if texts.len() > MAX_RECIPIENTS => Err(SealError::TooManyRecipients),
        SealFor::Recipients(texts) => {
            let recipients = texts
                .iter()
                .enumerate()
                .map(|(index, text)| {
                    text.trim()
                        .parse::<age::x25519::Recipient>()
                        .map_err(|_| SealError::BadRecipient { position: index + 1 })
                })
                .collect::<Result<Vec<_>, _>>()?;
            Encryptor::with_recipients(recipients.iter().map(|recipient| recipient as &dyn age::Recipient))
                .map_err(|_| SealError::Internal)
        }
    }
}

struct Counted<W> {
    inner: W,
    bytes: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, buf: &[u8]) -> std::io::Result<usize> {
        let written = during(Stage::Age, || self.inner.write(buf))?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}
