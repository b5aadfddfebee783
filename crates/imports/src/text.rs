//! Bytes to text: UTF-8 with and without a byte order mark, UTF-16 of either order with and without one, Windows-1252.
//!
//! Nothing is replaced silently: bytes that are no text in the encoding found are an error with their place. What is no text
//! at all (a workbook, a PDF) is said by what it looks like, because the way out differs.

/// The most bytes that are read: a CTF of a large secondary school has a tenth of it.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

/// How the text was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Encoding {
    /// UTF-8; also plain ASCII.
    Utf8,
    /// UTF-16, lower byte first.
    Utf16Le,
    /// UTF-16, higher byte first.
    Utf16Be,
    /// Windows-1252, which nothing in a file says: what is neither of the others is taken for it. The mentor sees names
    /// before anything is stored.
    Windows1252,
}

/// A file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// How it was written.
    pub encoding: Encoding,
    /// Whether a byte order mark said so.
    pub marked: bool,
}

/// What a file looks like that is no plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Looks {
    /// A zip archive, or a workbook or document of today's office programs, which are such archives.
    Archive,
    /// A workbook or document of the office programs before 2007.
    OldOffice,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// A web page, which some systems save under the name of a workbook.
    WebPage,
    /// A file that Casebook or age encrypted.
    Sealed,
    /// Something else.
    Unknown,
}

/// Why a file is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum TextError {
    /// Nothing in it, or blanks alone.
    Empty,
    /// More bytes than [`MAX_BYTES`].
    TooLarge {
        /// Its bytes.
        bytes: usize,
        /// The most that is read.
        most: usize,
    },
    /// No text at all.
    Binary(Looks),
    /// Text that is broken at a byte.
    Broken {
        /// In the encoding that the rest is written in.
        encoding: Encoding,
        /// Bytes before it.
        at: usize,
    },
}

/// Reads a file as text.
///
/// ```
/// use casebook_imports::text::{Encoding, decode};
///
/// let read = decode(b"Zo\xeb, Sample").unwrap();
/// assert_eq!((read.text.as_str(), read.encoding), ("Zoë, Sample", Encoding::Windows1252));
/// ```
///
/// # Errors
/// See [`TextError`].
pub fn decode(bytes: &[u8]) -> Result<Decoded, TextError> {
    if bytes.len() > MAX_BYTES {
        return Err(TextError::TooLarge { bytes: bytes.len(), most: MAX_BYTES });
    }
    if let Some(looks) = looks(bytes) {
        return Err(TextError::Binary(looks));
    }
    let decoded = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf_8(rest, 3)?,
        [0xFF, 0xFE, rest @ ..] => utf_16(rest, 2, Encoding::Utf16Le)?,
        [0xFE, 0xFF, rest @ ..] => utf_16(rest, 2, Encoding::Utf16Be)?,
        _ => unmarked(bytes)?,
    };
    if decoded.text.chars().any(no_text) {
        return Err(TextError::Binary(Looks::Unknown));
    }
    let start: String = decoded.text.trim_start().chars().take(14).collect::<String>().to_ascii_lowercase();
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        return Err(TextError::Binary(Looks::WebPage));
    }
    if decoded.text.trim().is_empty() { Err(TextError::Empty) } else { Ok(decoded) }
}

/// By the bytes that a file begins with.
fn looks(bytes: &[u8]) -> Option<Looks> {
    const STARTS: &[(&[u8], Looks)] = &[
        (b"PK\x03\x04", Looks::Archive),
        (b"PK\x05\x06", Looks::Archive),
        (b"\x1f\x8b", Looks::Archive),
        (b"\xd0\xcf\x11\xe0", Looks::OldOffice),
        (b"%PDF-", Looks::Pdf),
        (b"{\\rtf", Looks::OldOffice),
        (b"\x89PNG", Looks::Picture),
        (b"\xff\xd8\xff", Looks::Picture),
        (b"GIF8", Looks::Picture),
        (b"age-encryption.org/", Looks::Sealed),
    ];
    STARTS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, looks)| *looks)
}

/// Characters that no list has: control characters but tabs, ends of lines and of pages, and 1A, which old programs end
/// files with.
const fn no_text(char: char) -> bool {
    matches!(char, '\0'..='\u{8}' | '\u{B}' | '\u{E}'..='\u{19}' | '\u{1B}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

fn unmarked(bytes: &[u8]) -> Result<Decoded, TextError> {
    if let Some(encoding) = looks_wide(bytes) {
        return utf_16(bytes, 0, encoding).map(|decoded| Decoded { marked: false, ..decoded });
    }
    if bytes.iter().take(4096).any(|byte| *byte == 0) {
        return Err(TextError::Binary(Looks::Unknown));
    }
    match core::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text: text.to_owned(), encoding: Encoding::Utf8, marked: false }),
        Err(_) => windows_1252(bytes),
    }
}

/// UTF-16 without a mark: in its first bytes, every second one is mostly zero, the others never.
fn looks_wide(bytes: &[u8]) -> Option<Encoding> {
    let pairs = bytes.len().min(4096) / 2;
    if pairs < 2 {
        return None;
    }
    let zeros = |offset: usize| bytes.chunks_exact(2).take(pairs).filter(|pair| pair[offset] == 0).count();
    match (zeros(0), zeros(1)) {
        (0, low) if low * 2 > pairs => Some(Encoding::Utf16Le),
        (high, 0) if high * 2 > pairs => Some(Encoding::Utf16Be),
        _ => None,
    }
}

fn utf_8(bytes: &[u8], before: usize) -> Result<Decoded, TextError> {
    match core::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text: text.to_owned(), encoding: Encoding::Utf8, marked: true }),
        Err(error) => Err(TextError::Broken { encoding: Encoding::Utf8, at: before + error.valid_up_to() }),
    }
}

fn utf_16(bytes: &[u8], before: usize, encoding: Encoding) -> Result<Decoded, TextError> {
    let unit = |pair: &[u8]| {
        let pair = [pair[0], pair[1]];
        if encoding == Encoding::Utf16Be { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
    };
    let mut text = String::with_capacity(bytes.len() / 2);
    for char in char::decode_utf16(bytes.chunks_exact(2).map(unit)) {
        match char {
            Ok(char) => text.push(char),
            Err(_) => {
                let at = before + text.chars().map(char::len_utf16).sum::<usize>() * 2;
                return Err(TextError::Broken { encoding, at });
            }
        }
    }
    if bytes.len() % 2 == 1 {
        return Err(TextError::Broken { encoding, at: before + bytes.len() - 1 });
    }
    Ok(Decoded { text, encoding, marked: true })
}

/// The bytes 80 to 9F; a blank is none. The other bytes are the Unicode character of the same number.
const HIGH: [char; 32] = [
    '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '\u{2018}', '\u{2019}',
    '\u{201C}', '\u{201D}', '•', '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
];

fn windows_1252(bytes: &[u8]) -> Result<Decoded, TextError> {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for (at, &byte) in bytes.iter().enumerate() {
        let char = match byte {
            0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
            _ => char::from(byte),
        };
        if char == ' ' && byte != b' ' {
            return Err(TextError::Broken { encoding: Encoding::Windows1252, at });
        }
        text.push(char);
    }
    Ok(Decoded { text, encoding: Encoding::Windows1252, marked: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wide(text: &str, big: bool, mark: bool) -> Vec<u8> {
        let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
    }

    #[test]
    fn a_text_is_the_same_in_every_encoding() {
        let text = "Name,Form\r\nZoë Sample,7A\r\n";
        let (mut marked, mut narrow) = (vec![0xEF, 0xBB, 0xBF], Vec::new());
        marked.extend(text.bytes());
        narrow.extend(text.chars().map(|char| u32::from(char) as u8));
        for (bytes, encoding, mark) in [
            (text.as_bytes().to_vec(), Encoding::Utf8, false),
            (marked, Encoding::Utf8, true),
            (wide(text, false, true), Encoding::Utf16Le, true),
            (wide(text, false, false), Encoding::Utf16Le, false),
            (wide(text, true, true), Encoding::Utf16Be, true),
            (wide(text, true, false), Encoding::Utf16Be, false),
            (narrow, Encoding::Windows1252, false),
        ] {
            assert_eq!(decode(&bytes), Ok(Decoded { text: text.to_owned(), encoding, marked: mark }));
        }
    }

    #[test]
    fn windows_quotes_and_dashes_are_themselves() {
        assert_eq!(decode(b"O\x92Neill \x96 \x8aam\xa0\xff").map(|it| it.text), Ok("O’Neill – Šam\u{a0}ÿ".to_owned()));
    }

    #[test]
    fn what_is_broken_is_said_with_its_place() {
        for (bytes, encoding, at) in [
            (&b"\xef\xbb\xbfSam\xff"[..], Encoding::Utf8, 6),
            (b"\xff\xfeS\0a\0m", Encoding::Utf16Le, 6),
            (b"\xff\xfeS\0\x00\xd8a\0", Encoding::Utf16Le, 4),
            (b"Sam \x81", Encoding::Windows1252, 4),
        ] {
            assert_eq!(decode(bytes), Err(TextError::Broken { encoding, at }), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_text_is_said_by_what_it_looks_like() {
        for (bytes, error) in [
            (&b""[..], TextError::Empty),
            (b" \r\n\t", TextError::Empty),
            (b"\xef\xbb\xbf", TextError::Empty),
            (b"PK\x03\x04 a workbook", TextError::Binary(Looks::Archive)),
            (b"\xd0\xcf\x11\xe0", TextError::Binary(Looks::OldOffice)),
            (b"%PDF-1.7", TextError::Binary(Looks::Pdf)),
            (b"age-encryption.org/v1", TextError::Binary(Looks::Sealed)),
            (b"a\0b\0\0c", TextError::Binary(Looks::Unknown)),
            (b"a\x02b", TextError::Binary(Looks::Unknown)),
        ] {
            assert_eq!(decode(bytes), Err(error), "{bytes:?}");
        }
        let large = vec![b'a'; MAX_BYTES + 1];
        assert_eq!(decode(&large), Err(TextError::TooLarge { bytes: MAX_BYTES + 1, most: MAX_BYTES }));
    }

    proptest! {
        #[test]
        fn no_bytes_are_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes);
        }

        #[test]
        fn text_that_is_read_is_what_was_written(text in "[A-Za-zë€,\n]{1,40}[a-z]", big in any::<bool>()) {
            prop_assert_eq!(decode(text.as_bytes()).map(|it| it.text), Ok(text.clone()));
            prop_assert_eq!(decode(&wide(&text, big, true)).map(|it| it.text), Ok(text));
        }
    }
}
