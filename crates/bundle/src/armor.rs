//! A sealed bundle as plain text, in age's own form (C2SP `age`, "ASCII armor"), and back.
//!
//! Browsers hand files on to other apps only by a short list of types; text is on all of them. What is text here is the same
//! sealed file: the age program opens either.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::EnvelopeError;

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

/// How many bytes the text of a sealed file of this many bytes has.
pub const fn text_len(sealed: usize) -> usize {
    BEGIN.len() + END.len() + 2 + sealed.div_ceil(3) * 4 + sealed.div_ceil(LINE_BYTES)
}

/// Whether a file looks like a sealed bundle, as itself or as text, by its first bytes. Nothing is opened for it.
pub fn looks_sealed(start: &[u8]) -> bool {
    start.starts_with(SEALED) || found(&plain(start)).is_some()
}

/// How a sealed file begins.
const SEALED: &[u8] = b"age-encryption.org/";
/// What of the first and the last line is looked for: editors make other signs of their dashes.
const BEGINS: &[u8] = b"BEGIN AGE ENCRYPTED FILE";
const ENDS: &[u8] = b"END AGE ENCRYPTED FILE";
/// How far into a file its first line may stand: a whole mail with its head may be around it.
const BEFORE: usize = 64 * 1024;

/// The sealed file behind its text; whatever is not text is passed on unchanged. The text is taken as mail programs and editors
/// leave it, as long as nothing of it is lost: in UTF-16, quoted, wrapped elsewhere, with other text around it.
///
/// # Errors
/// [`EnvelopeError::CutOff`] where the last line is missing, [`EnvelopeError::Mangled`] where something was lost on the way.
pub fn sealed(bytes: Vec<u8>) -> Result<Vec<u8>, EnvelopeError> {
    if bytes.starts_with(SEALED) {
        // A program took the file for text: its line ends are others, or what was no text is replaced. The mark of that may
        // be in a whole file too, by chance, but then the bytes around it are no text.
        let head = &bytes[..bytes.len().min(4096)];
        let is_text = std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true);
        let replaced = is_text && head.windows(3).any(|it| it == [0xef, 0xbf, 0xbd]);
        let mangled = replaced || head.starts_with(b"age-encryption.org/v1\r\n");
        return if mangled { Err(EnvelopeError::Mangled) } else { Ok(bytes) };
    }
    let text = plain(&bytes);
    match found(&text) {
        None => Ok(bytes),
        Some(from) => decode(&text[from..]),
    }
}

/// Whether a file came as text: what is wrong with it may have happened on the way.
pub fn is_text(bytes: &[u8]) -> bool {
    !bytes.starts_with(SEALED) && found(&plain(&bytes[..bytes.len().min(2 * BEFORE)])).is_some()
}

/// The text in one byte a sign: UTF-16 is taken apart, what is no ASCII in it becomes a sign that stands for nothing.
fn plain(bytes: &[u8]) -> Cow<'_, [u8]> {
    let (pairs, low) = match bytes {
        [0xff, 0xfe, rest @ ..] => (rest, 0),
        [0xfe, 0xff, rest @ ..] => (rest, 1),
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => (bytes, 0),
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => (bytes, 1),
        _ => return Cow::Borrowed(bytes),
    };
    let one = |pair: &[u8]| match (pair.get(low), pair.get(1 - low)) {
        (Some(sign), Some(0)) if *sign < 0x80 => *sign,
        // A blank that does not break, and the marks that nobody sees.
        (Some(0xa0 | 0xad), Some(0)) | (Some(0x0b), Some(0x20)) | (Some(0xff), Some(0xfe)) => b' ',
        _ => b'?',
    };
    Cow::Owned(pairs.chunks(2).map(one).collect())
}

/// Where the first line ends.
fn found(text: &[u8]) -> Option<usize> {
    let head = &text[..text.len().min(BEFORE)];
    head.windows(BEGINS.len()).position(|it| it == BEGINS).map(|at| at + BEGINS.len())
}

/// What is behind the words of the first line.
fn decode(text: &[u8]) -> Result<Vec<u8>, EnvelopeError> {
    // From the end: another one may be quoted below it, and no sign of the text itself can be taken for these words.
    let end = text.windows(ENDS.len()).position(|it| it == ENDS).ok_or(EnvelopeError::CutOff)?;
    let signs = signs(&text[..end]).ok_or(EnvelopeError::Mangled)?;
    let sealed = STANDARD.decode(signs).map_err(|_| EnvelopeError::Mangled)?;
    if sealed.starts_with(SEALED) { Ok(sealed) } else { Err(EnvelopeError::Mangled) }
}

/// The signs of base64 between the two lines, without what mail programs put among them: marks of quoting, blanks, and
/// the soft line ends of quoted-printable. `None` where there is anything else.
fn signs(text: &[u8]) -> Option<Vec<u8>> {
    // In quoted-printable a sign of equality ends a line softly, and the text's own are written otherwise.
    let soft = |at: usize| matches!(text[at..], [b'=', b'\n', ..] | [b'=', b'\r', b'\n', ..]);
    let printable = text.windows(3).any(|it| it == b"=3D")
        || (0..text.len()).any(|at| soft(at) && text[at..].iter().any(u8::is_ascii_alphanumeric));
    let mut signs = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [sign, tail @ ..] = rest {
        rest = tail;
        match sign {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' => signs.push(*sign),
            b'=' if printable => {
                if let Some(after) = tail.strip_prefix(b"3D") {
                    signs.push(b'=');
                    rest = after;
                }
            }
            b'=' => signs.push(b'='),
            b'>' | b'-' | b'|' => {}
            _ if sign.is_ascii_whitespace() => {}
            // Dashes, blanks and marks beyond ASCII, as editors put them.
            0xe2 if matches!(tail, [0x80, 0x8b..=0x94, ..]) => rest = &tail[2..],
            0xef if matches!(tail, [0xbb, 0xbf, ..]) => rest = &tail[2..],
            0xc2 if matches!(tail, [0xa0 | 0xad, ..]) => rest = &tail[1..],
            _ => return None,
        }
    }
    Some(signs)
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

    /// Re-wrapped at this many signs, as a mail program does with a paragraph.
    fn wrapped(text: &str, at: usize) -> String {
        let lines: Vec<&str> = text.lines().collect();
        let body: String = lines[1..lines.len() - 1].concat();
        let body: Vec<&str> =
            body.as_bytes().chunks(at).map(|line| std::str::from_utf8(line).expect("ASCII")).collect();
        [lines[0], &body.join("\n"), lines[lines.len() - 1], ""].join("\n")
    }

    #[test]
    fn a_text_that_went_through_mail_or_an_editor_is_read_where_nothing_is_lost() {
        for length in [200, 500, 700] {
            let file = file(length);
            let text = text(&file);
            let utf16 = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
                mark.iter().copied().chain(text.encode_utf16().flat_map(bytes)).collect::<Vec<u8>>()
            };
            let quoted = |mark: &str| text.lines().map(|line| [mark, line, "\r\n"].concat()).collect::<String>();
            let lines = |change: fn(&str) -> String| text.lines().map(change).collect::<Vec<_>>().join("\n");
            for (what, bytes) in [
                ("UTF-16 with its mark", utf16(&[0xff, 0xfe], u16::to_le_bytes)),
                ("UTF-16 the other way round", utf16(&[0xfe, 0xff], u16::to_be_bytes)),
                ("UTF-16 without a mark", utf16(&[], u16::to_le_bytes)),
                ("quoted", quoted("> ").into_bytes()),
                ("quoted twice", quoted("> > ").into_bytes()),
                ("quoted without blanks", quoted(">").into_bytes()),
                ("wrapped at 76", wrapped(&text, 76).into_bytes()),
                (
                    "wrapped at 76 and quoted",
                    wrapped(&text, 76).lines().map(|it| format!("> {it}\n")).collect::<String>().into_bytes(),
                ),
                ("in one line", text.replace('\n', " ").into_bytes()),
                ("empty lines between", text.replace('\n', "\n\n").into_bytes()),
                ("blanks at the ends", lines(|line| format!("  {line}\t ")).into_bytes()),
                ("blanks that don't break", lines(|line| format!("\u{a0}{line}\u{200b}")).into_bytes()),
                (
                    "text before and after",
                    format!("Dear Mo,\nhere it is - as said.\n\n{text}\n-- \nMade-up Mentor\n").into_bytes(),
                ),
                ("dashes of an editor", text.replace("-----", "\u{2014}\u{2014}-").into_bytes()),
                ("quoted-printable", wrapped(&text, 75).replace('=', "=3D").replace('\n', "=\n").into_bytes()),
            ] {
                assert!(looks_sealed(&bytes[..bytes.len().min(400)]) && is_text(&bytes), "{what}");
                assert_eq!(sealed(bytes), Ok(file.clone()), "{what}, {length}");
            }
        }
    }

    #[test]
    fn a_text_that_is_cut_off_is_said_to_be() {
        let text = text(&file(500));
        // Behind the first line; a cut within it leaves no text of this kind.
        for at in BEGIN.len()..text.len() - 8 {
            assert_eq!(sealed(text.as_bytes()[..at].to_vec()), Err(EnvelopeError::CutOff), "{at}");
        }
    }

    #[test]
    fn a_text_of_which_something_was_lost_on_the_way_is_refused_and_nobody_accused() {
        let whole = text(&file(200));
        let lines: Vec<&str> = whole.lines().collect();
        let with = |at: usize, line: &str| {
            let mut lines = lines.clone();
            lines[at] = line;
            lines.join("\n").into_bytes()
        };
        for (what, changed) in [
            ("a letter that is none", with(2, &lines[2].replacen(|c: char| c.is_alphanumeric(), "!", 1))),
            ("a letter fewer", with(2, &lines[2][..63])),
            ("padding in the middle", with(2, &[&lines[2][..62], "=="].concat())),
            ("another text in between", with(2, "Sent from my tablet, sorry")),
            ("nothing in between", [BEGIN, "\n", END, "\n"].concat().into_bytes()),
            ("a sealed file taken for text", b"age-encryption.org/v1\r\n-> X25519".to_vec()),
            (
                "a sealed file with signs replaced",
                "age-encryption.org/v1\n-> X25519 \u{fffd}\u{fffd}".as_bytes().to_vec(),
            ),
        ] {
            assert_eq!(sealed(changed), Err(EnvelopeError::Mangled), "{what}");
        }
    }
}
