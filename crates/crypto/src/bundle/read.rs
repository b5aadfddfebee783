//! Opening a bundle.

use std::{
    io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom},
    iter,
};

use age::{DecryptError, Decryptor, secrecy::SecretString, stream::StreamReader};
use flate2::bufread::GzDecoder;
use sha2::{Digest, Sha256};

use super::{BundleError, Limit, Limits, MAGIC, MAGIC_V1, MAX_HEADER, MAX_WORK_FACTOR};
use crate::stages::{Stage, during};
use crate::words;

/// Plaintext of one age chunk, bytes; its tag comes on top (C2SP `age`, "Payload").
const CHUNK: u64 = 64 * 1024;
const CHUNK_TAG: u64 = 16;
const PAYLOAD_NONCE: u64 = 16;
/// Bytes inflated at a time.
const STEP: usize = 32 * 1024;

/// What a bundle is opened with.
#[derive(Clone, Copy)]
pub enum OpenWith<'a> {
    /// The words as typed. Text that is not words off the list is tried as it is: another age program may have sealed
    /// the file.
    Words(&'a str),
    /// `AGE-SECRET-KEY-1…` of the device or the recovery key.
    Identity(&'a str),
}

/// How a file is sealed, so that the right thing is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealedBy {
    /// Ask for the words.
    Words,
    /// Try this device's key, or ask for the recovery key.
    Recipients,
}

/// Looks at a file's header without opening it. Costs nothing.
///
/// # Errors
/// Not an age file, too new, cut off or damaged within the header, too large.
pub fn sealed_by(bytes: &[u8], limits: Limits) -> Result<SealedBy, BundleError> {
    header_len(bytes, &limits)?;
    Ok(by(&Decryptor::new_buffered(bytes).map_err(header_error)?))
}

/// Gives a bundle's lines one by one, and keeps every bound while doing so.
pub struct BundleReader {
    gzip: GzDecoder<BufReader<Payload>>,
    limits: Limits,
    budget: (u64, Limit),
    progress: Progress,
}

impl BundleReader {
    /// Opens a file. By words this is where scrypt works.
    ///
    /// # Errors
    /// [`BundleError`]; of the file's content nothing has been read then.
    pub fn open(bytes: Vec<u8>, with: OpenWith<'_>, limits: Limits) -> Result<Self, BundleError> {
        let total = bytes.len() as u64;
        let payload = during(Stage::Age, || Payload::open(bytes, with, &limits))?;
        Ok(BundleReader {
            gzip: GzDecoder::new(BufReader::new(payload)),
            limits,
            budget: limits.budget(total),
            progress: Progress::default(),
        })
    }

    /// The next line without its line feed; `None` after the last one, when all of the file has been verified and
    /// nothing follows. After an error the same error comes again.
    ///
    /// # Errors
    /// [`BundleError`]; the lines given before must then be thrown away.
    pub fn next_line(&mut self) -> Result<Option<Vec<u8>>, BundleError> {
        if let Some(outcome) = self.progress.outcome {
            return outcome.map(|()| None);
        }
        let line = self.read_line();
        match &line {
            Ok(Some(_)) => {}
            Ok(None) => self.progress.outcome = Some(Ok(())),
            Err(error) => self.progress.outcome = Some(Err(*error)),
        }
        line
    }

    /// SHA-256 over all lines before the one returned last, with their line feeds: what the bundle's last line carries,
    /// to be compared once [`BundleReader::next_line`] has returned `None`.
    pub fn digest_before_line(&self) -> [u8; 32] {
        self.progress.before_line.clone().finalize().into()
    }

    /// Bytes that came out of the decompressor so far.
    pub fn bytes_inflated(&self) -> u64 {
        self.progress.inflated
    }

    /// Lines read so far, the first and last ones included.
    pub fn rows_read(&self) -> u64 {
        self.progress.lines
    }

    /// Back to the first line without working on the words again: verify the whole bundle in a first pass that keeps
    /// nothing, then parse in a second.
    ///
    /// # Errors
    /// The file's end does not verify.
    pub fn rewind(self) -> Result<Self, BundleError> {
        let mut payload = self.gzip.into_inner().into_inner();
        payload.restart()?;
        Ok(BundleReader {
            gzip: GzDecoder::new(BufReader::new(payload)),
            limits: self.limits,
            budget: self.budget,
            progress: Progress::default(),
        })
    }

    fn read_line(&mut self) -> Result<Option<Vec<u8>>, BundleError> {
        let mut line = Vec::new();
        loop {
            if self.progress.waiting().is_empty() && self.inflate()? == 0 {
                self.check_end()?;
                return if line.is_empty() { Ok(None) } else { Err(BundleError::Malformed) };
            }
            let waiting = self.progress.waiting();
            let feed = waiting.iter().position(|byte| *byte == b'\n');
            let part = &waiting[..feed.unwrap_or(waiting.len())];
            if (line.len() + part.len()) as u64 > self.limits.line {
                return Err(self.too_large(Limit::Line));
            }
            line.extend_from_slice(part);
            self.progress.at += part.len() + usize::from(feed.is_some());
            if feed.is_some() {
                break;
            }
        }
        if self.progress.lines >= self.limits.lines() {
            return Err(self.too_large(Limit::Rows));
        }
        self.progress.count(&line);
        Ok(Some(line))
    }

    /// Fills the buffer and says by how much; never more than one byte beyond the budget.
    fn inflate(&mut self) -> Result<usize, BundleError> {
        let (budget, what) = self.budget;
        let room = usize::try_from(budget - self.progress.inflated + 1).unwrap_or(STEP).min(STEP);
        self.progress.buffer.resize(room, 0);
        self.progress.at = 0;
        let count = match during(Stage::Gzip, || self.gzip.read(&mut self.progress.buffer)) {
            Ok(count) => count,
            Err(error) => {
                self.progress.buffer.clear();
                return Err(self.inflate_error(&error));
            }
        };
        self.progress.buffer.truncate(count);
        self.progress.inflated += count as u64;
        if self.progress.inflated > budget { Err(self.too_large(what)) } else { Ok(count) }
    }

    /// gzip has ended and its own check sum was right: age must end here too.
    fn check_end(&mut self) -> Result<(), BundleError> {
        let payload = self.gzip.get_mut();
        match payload.fill_buf() {
            Ok([]) => Ok(()),
            Ok(_) => Err(BundleError::TrailingData),
            Err(error) => Err(payload.get_ref().failed(&error)),
        }
    }

    fn inflate_error(&self, error: &io::Error) -> BundleError {
        if let Some(failure) = self.gzip.get_ref().get_ref().failure {
            failure
        } else if self.progress.inflated == 0 && error.kind() != io::ErrorKind::UnexpectedEof {
            // Sealed in one piece and no gzip inside: somebody else's age file.
            BundleError::NotABundle
        } else {
            BundleError::Malformed
        }
    }

    fn too_large(&self, what: Limit) -> BundleError {
        BundleError::TooLarge { what, limit: self.limits.value(what) }
    }
}

#[derive(Default)]
struct Progress {
    buffer: Vec<u8>,
    at: usize,
    inflated: u64,
    lines: u64,
    digest: Sha256,
    before_line: Sha256,
    outcome: Option<Result<(), BundleError>>,
}

impl Progress {
    fn waiting(&self) -> &[u8] {
        &self.buffer[self.at..]
    }

    fn count(&mut self, line: &[u8]) {
        self.lines += 1;
        self.before_line = self.digest.clone();
        self.digest.update(line);
        self.digest.update(b"\n");
    }
}

/// age's plaintext. Remembers why it failed, which io errors that pass through the decompressor would lose.
pub(super) struct Payload {
    stream: StreamReader<Cursor<Vec<u8>>>,
    /// Bytes of all chunks with their tags.
    sealed: u64,
    /// Bytes of plaintext given out.
    given: u64,
    failure: Option<BundleError>,
}

impl Payload {
    pub(super) fn open(bytes: Vec<u8>, with: OpenWith<'_>, limits: &Limits) -> Result<Self, BundleError> {
        let header = header_len(&bytes, limits)?;
        let sealed = bytes.len() as u64 - header - PAYLOAD_NONCE;
        let decryptor = Decryptor::new_buffered(Cursor::new(bytes)).map_err(header_error)?;
        let stream = match (by(&decryptor), with) {
            (SealedBy::Words, OpenWith::Words(typed)) => {
                let words = SecretString::from(words::canonical(typed).as_str());
                let mut identity = age::scrypt::Identity::new(words);
                identity.set_max_work_factor(MAX_WORK_FACTOR);
                decryptor.decrypt(iter::once(&identity as &dyn age::Identity)).map_err(words_error)?
            }
            (SealedBy::Recipients, OpenWith::Identity(text)) => {
                let identity = text.trim().parse::<age::x25519::Identity>().map_err(|_| BundleError::NotAKey)?;
                decryptor.decrypt(iter::once(&identity as &dyn age::Identity)).map_err(key_error)?
            }
            (SealedBy::Words, OpenWith::Identity(_)) => return Err(BundleError::NeedsWords),
            (SealedBy::Recipients, OpenWith::Words(_)) => return Err(BundleError::NeedsKey),
        };
        Ok(Payload { stream, sealed, given: 0, failure: None })
    }

    fn failed(&self, error: &io::Error) -> BundleError {
        // Whole chunks come before the one that failed; if that one is the file's last, its end may just be missing.
        let failed_at = self.given / CHUNK * (CHUNK + CHUNK_TAG);
        if error.kind() == io::ErrorKind::UnexpectedEof {
            BundleError::CutOff
        } else if failed_at + CHUNK + CHUNK_TAG >= self.sealed {
            BundleError::CutOffOrAltered
        } else {
            BundleError::Altered
        }
    }

    fn restart(&mut self) -> Result<(), BundleError> {
        self.stream.seek(SeekFrom::Start(0)).map_err(|error| self.failed(&error))?;
        self.given = 0;
        self.failure = None;
        Ok(())
    }
}

impl Read for Payload {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match during(Stage::Age, || self.stream.read(buf)) {
            Ok(count) => {
                self.given += count as u64;
                Ok(count)
            }
            Err(error) => {
                self.failure = Some(self.failed(&error));
                Err(error)
            }
        }
    }
}

/// Length of the age header, line feed included. Bounds it before the age crate parses it.
fn header_len(bytes: &[u8], limits: &Limits) -> Result<u64, BundleError> {
    const MAC_LINE: &[u8] = b"\n---";
    let too_large = |what| Err(BundleError::TooLarge { what, limit: limits.value(what) });
    if bytes.len() as u64 > limits.file {
        return too_large(Limit::File);
    }
    if MAGIC_V1.starts_with(bytes) {
        return Err(BundleError::CutOff);
    }
    if !bytes.starts_with(MAGIC_V1) {
        return Err(if bytes.starts_with(MAGIC) { BundleError::TooNew } else { BundleError::NotABundle });
    }
    let head = &bytes[..bytes.len().min(MAX_HEADER)];
    let mac = head.windows(MAC_LINE.len()).position(|window| window == MAC_LINE).map(|at| at + MAC_LINE.len());
    let end = mac.and_then(|mac| head[mac..].iter().position(|byte| *byte == b'\n').map(|feed| mac + feed + 1));
    match end {
        Some(end) if (bytes.len() - end) as u64 > PAYLOAD_NONCE => Ok(end as u64),
        None if bytes.len() > MAX_HEADER => too_large(Limit::Header),
        _ => Err(BundleError::CutOff),
    }
}

fn by<R>(decryptor: &Decryptor<R>) -> SealedBy {
    if decryptor.is_scrypt() { SealedBy::Words } else { SealedBy::Recipients }
}

/// What went wrong before any key was tried.
fn header_error(error: DecryptError) -> BundleError {
    match error {
        DecryptError::Io(_) => BundleError::CutOff,
        // Header, MAC, key: whatever it is, this is not as it was sealed. (age may add variants.) Its "unknown format" is a
        // header that it can't read: that the version is ours was seen before.
        _ => BundleError::Altered,
    }
}

fn words_error(error: DecryptError) -> BundleError {
    match error {
        DecryptError::ExcessiveWork { required, .. } => {
            BundleError::WorkFactorTooHigh { required, most: MAX_WORK_FACTOR }
        }
        DecryptError::DecryptionFailed
        | DecryptError::InvalidMac
        | DecryptError::InvalidHeader
        | DecryptError::KeyDecryptionFailed
        | DecryptError::NoMatchingKeys => BundleError::WrongWordsOrDamaged,
        other => header_error(other),
    }
}

fn key_error(error: DecryptError) -> BundleError {
    match error {
        DecryptError::NoMatchingKeys => BundleError::SealedForAnotherKey,
        other => header_error(other),
    }
}
