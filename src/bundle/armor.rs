//! A sealed bundle as plain text, in age's own form (C2SP `age`, "ASCII armor"), and back.
//!
//! Browsers hand files on to other apps only by a short list of types; text is on all of them. What is text here is the same
//! sealed file: the age program opens either.

use std::borrow::Cow;

use base64::engine::general_purpose::STANDARD;
use base64::{DecodeSliceError, Engine as _};

use super::Trouble;

const BEGIN: &str = "-----BEGIN AGE ENCRYPTED FILE-----";
const END: &str = "-----END AGE ENCRYPTED FILE-----";
/// Characters of a full line, and the bytes that they stand for.
const LINE: usize = 64;
const LINE_BYTES: usize = LINE / 4 * 3;

/// The text of a sealed file.
pub fn text(sealed: &[u8]) -> String {
    let lines = sealed.len().div_ceil(LINE_BYTES);
    let mut text = String::with_capacity(BEGIN.len() + END.len() + 2 + lines * (LINE + 1));
    text.push_str(BEGIN);
    text.push('\n');
    for line in sealed.chunks(LINE_BYTES) {
        STANDARD.encode_string(line, &mut text);
        text.push('\n');
    }
    text.push_str(END);
    text.push('\n');
    text
}

/// How many bytes the text of a sealed file of so many bytes has.
pub const fn text_len(sealed: usize) -> usize {
    BEGIN.len() + END.len() + 2 + sealed.div_ceil(3) * 4 + sealed.div_ceil(LINE_BYTES)
}

/// Whether a file looks like a sealed bundle, as itself or as text, by its first bytes. Nothing is opened for it.
pub fn looks_sealed(start: &[u8]) -> bool {
    start.starts_with(b"age-encryption.org/") || is_text(start)
}

fn is_text(bytes: &[u8]) -> bool {
    without_space(bytes).starts_with(BEGIN.as_bytes())
}

/// White space in front is allowed, no more than a mail program adds; and a mark of the byte order.
fn without_space(bytes: &[u8]) -> &[u8] {
    const MOST: usize = 1024;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let space = bytes.iter().take(MOST).take_while(|byte| byte.is_ascii_whitespace()).count();
    &bytes[space..]
}

/// The sealed file behind its text; whatever is not text goes on as it came.
///
/// # Errors
/// [`Trouble::CutOff`] where the last line is missing, [`Trouble::Altered`] where what stands between is not as age writes
/// it.
pub fn sealed(bytes: Vec<u8>) -> Result<Vec<u8>, Trouble> {
    if !is_text(&bytes) {
        return Ok(bytes);
    }
    decode(without_space(&bytes))
}

fn decode(text: &[u8]) -> Result<Vec<u8>, Trouble> {
    let mut lines = text.split(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    if lines.next() != Some(BEGIN.as_bytes()) {
        return Err(Trouble::Altered);
    }
    let mut sealed = Vec::with_capacity(text.len() / 4 * 3);
    let mut short = false;
    loop {
        let line = lines.next().ok_or(Trouble::CutOff)?;
        if line == END.as_bytes() {
            break;
        }
        // A cut in the middle of the last line looks like this too.
        let rest_is_missing = lines.clone().next().is_none();
        if short || line.is_empty() || line.len() > LINE {
            return Err(if rest_is_missing { Trouble::CutOff } else { Trouble::Altered });
        }
        short = line.len() < LINE;
        let at = sealed.len();
        sealed.resize(at + LINE_BYTES, 0);
        match STANDARD.decode_slice(line, &mut sealed[at..]) {
            Ok(length) => sealed.truncate(at + length),
            Err(DecodeSliceError::DecodeError(_) | DecodeSliceError::OutputSliceTooSmall) => {
                return Err(if rest_is_missing { Trouble::CutOff } else { Trouble::Altered });
            }
        }
        // Padding belongs to the last line alone.
        short |= sealed.len() - at < LINE_BYTES;
    }
    if lines.all(|line| line.iter().all(u8::is_ascii_whitespace)) { Ok(sealed) } else { Err(Trouble::Altered) }
}

/// The name under which a file is handed on as text: `….casebook.txt`.
pub fn text_name(name: &str) -> Cow<'_, str> {
    if name.ends_with(".txt") { Cow::Borrowed(name) } else { Cow::Owned([name, ".txt"].concat()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(length: usize) -> Vec<u8> {
        b"age-encryption.org/v1\n".iter().copied().chain((0..).map(|n: u32| (n * 7) as u8)).take(length).collect()
    }

    #[test]
    fn text_is_read_back_at_every_length_of_the_last_line() {
        for length in (22..200).chain([10_000]) {
            let file = file(length);
            let text = text(&file);
            assert!(text.lines().all(|line| line.len() <= LINE), "{length}");
            assert_eq!(text.len(), text_len(length), "{length}");
            assert!(looks_sealed(text.as_bytes()) && looks_sealed(&file));
            assert_eq!(sealed(text.clone().into_bytes()), Ok(file.clone()), "{length}");
            // As mail programs and editors leave it.
            let mailed = format!("\u{feff}\r\n {}\r\n\r\n", text.replace('\n', "\r\n"));
            assert_eq!(sealed(mailed.into_bytes()), Ok(file), "{length}");
        }
    }

    #[test]
    fn what_is_not_text_goes_on_as_it_is() {
        for other in
            [&b""[..], b"age-encryption.org/v1\nx", b"-----BEGIN PGP MESSAGE-----\n", b"\n\n", b"-----BEGIN AGE"]
        {
            assert_eq!(sealed(other.to_vec()), Ok(other.to_vec()));
        }
        assert!(!looks_sealed(b"PK\x03\x04") && !looks_sealed(b""));
    }

    #[test]
    fn a_text_that_is_cut_off_is_said_to_be() {
        let text = text(&file(500));
        // Behind the first line; a cut within it leaves no text of this kind.
        for at in BEGIN.len()..text.len() - 1 {
            assert_eq!(sealed(text.as_bytes()[..at].to_vec()), Err(Trouble::CutOff), "{at}");
        }
    }

    #[test]
    fn a_text_that_is_not_as_age_writes_it_is_refused() {
        let whole = text(&file(200));
        let lines: Vec<&str> = whole.lines().collect();
        let with = |at: usize, line: &str| {
            let mut lines = lines.clone();
            lines[at] = line;
            lines.join("\n").into_bytes()
        };
        for (what, changed) in [
            ("a letter that is none", with(2, &lines[2].replacen(|c: char| c.is_alphanumeric(), "!", 1))),
            ("a short line in the middle", with(2, &lines[2][..60])),
            ("a long line", with(2, &[lines[2], "AAAA"].concat())),
            ("an empty line", with(2, "")),
            ("padding in the middle", with(2, &[&lines[2][..62], "=="].concat())),
            ("a blank before a line", with(2, &[" ", lines[2]].concat())),
            ("something behind", [whole.as_bytes(), b"more"].concat()),
            ("something on the first line", with(0, &[BEGIN, " "].concat())),
        ] {
            assert_eq!(sealed(changed), Err(Trouble::Altered), "{what}");
        }
    }
}
