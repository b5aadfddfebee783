//! The Common Transfer File, 25 back to 14: an XML file by which schools in England send pupils on.
//!
//! Real files differ from the specification in harmless ways (names in capitals, elements missing, a namespace, an element in
//! another place), which are read or noted; whatever could be an attack or half a file is refused.

mod pupil;
mod xml;
mod years;

use casebook_domain::calendar::{Date, parse_iso};

use crate::incoming::Incoming;
use xml::{Document, Element, Step};

/// The most pupils of a file.
pub const MAX_PUPILS: usize = 5_000;
/// The versions that are known; another one is read and said.
pub const KNOWN: core::ops::RangeInclusive<u16> = 14..=25;

/// What a CTF holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Ctf {
    /// The version, without what stands after the point; `None` where it is not said.
    pub version: Option<u16>,
    /// Day on which it was made.
    pub made: Option<Date>,
    /// The school that sends it.
    pub school: String,
    /// The pupils. Contacts stay with their pupil; brothers and sisters each have theirs.
    pub pupils: Vec<Incoming>,
}

impl Ctf {
    /// Whether the version is one that is known.
    pub fn known_version(&self) -> bool {
        self.version.is_some_and(|version| KNOWN.contains(&version))
    }
}

/// Why a file is no CTF, or none that is read. Places are in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum CtfError {
    /// XML of something else.
    OtherRoot {
        /// The first element's name.
        root: String,
    },
    /// A CTF without pupils.
    NoPupils,
    /// It ends before its elements do.
    Truncated {
        /// Where.
        at: u64,
    },
    /// No XML.
    Broken {
        /// Where.
        at: u64,
    },
    /// A document type, which no CTF has and an attack needs.
    DocumentType {
        /// Where.
        at: u64,
    },
    /// An entity other than XML's own five.
    Entity {
        /// Where.
        at: u64,
    },
    /// Nested more deeply than any CTF.
    Deep {
        /// Where.
        at: u64,
        /// The most.
        most: usize,
    },
    /// A text longer than any in a CTF.
    LongText {
        /// Where.
        at: u64,
        /// The most bytes.
        most: usize,
    },
    /// A pupil with more elements than any has.
    ManyElements {
        /// Where.
        at: u64,
        /// The most.
        most: usize,
    },
    /// Too many pupils.
    ManyPupils {
        /// The most.
        most: usize,
    },
}

/// Whether a text is XML, and so is read here and not as a table.
pub fn is_xml(text: &str) -> bool {
    let start = text.trim_start();
    start.starts_with('<')
        && start[1..].starts_with(|char: char| char.is_ascii_alphabetic() || matches!(char, '?' | '!'))
}

/// Reads a CTF.
///
/// ```
/// let ctf = casebook_imports::ctf::read(
///     "<CTfile><Header><CTFversion>25.0</CTFversion></Header><CTFpupilData><Pupil>
///      <Surname>SAMPLE</Surname><Forename>ROBIN</Forename><DOB>2014-08-31</DOB>
///      </Pupil></CTFpupilData></CTfile>",
/// )
/// .unwrap();
/// assert_eq!((ctf.version, ctf.pupils[0].identity.surname.as_str()), (Some(25), "Sample"));
/// ```
///
/// # Errors
/// See [`CtfError`].
pub fn read(text: &str) -> Result<Ctf, CtfError> {
    let mut document = Document::new(text);
    let mut ctf = Ctf { version: None, made: None, school: String::new(), pupils: Vec::new() };
    let mut pupils: Vec<Element> = Vec::new();
    let mut root: Option<String> = None;
    // The way to the pupils is short and known: whatever else lies beside it is skipped.
    loop {
        match document.step()? {
            Step::Open(name) if root.is_none() => {
                if !["CTfile", "CTF"].iter().any(|known| known.eq_ignore_ascii_case(&name)) {
                    return Err(CtfError::OtherRoot { root: name.chars().take(60).collect() });
                }
                root = Some(name);
            }
            Step::Open(name) if name.eq_ignore_ascii_case("Header") => header(&mut ctf, &document.element(name, None)?),
            Step::Open(name) if name.eq_ignore_ascii_case("CTFpupilData") => {}
            Step::Open(name) if name.eq_ignore_ascii_case("Pupil") => {
                pupils.push(document.element(name, Some(pupil::WANTED))?);
                if pupils.len() > MAX_PUPILS {
                    return Err(CtfError::ManyPupils { most: MAX_PUPILS });
                }
            }
            Step::Open(_) => document.skip()?,
            Step::Close | Step::Text(_) => {}
            Step::End => break,
        }
    }
    if pupils.is_empty() {
        return Err(if root.is_none() { CtfError::Broken { at: 0 } } else { CtfError::NoPupils });
    }
    let number = |place: usize| u32::try_from(place + 1).unwrap_or(u32::MAX);
    ctf.pupils = pupils.iter().enumerate().map(|(at, element)| pupil::read(element, number(at), ctf.made)).collect();
    Ok(ctf)
}

fn header(ctf: &mut Ctf, header: &Element) {
    let version = header.said("CTFversion");
    ctf.version = version.split('.').next().and_then(|whole| whole.parse().ok());
    ctf.made = header.said("DateTime").get(..10).and_then(parse_iso);
    ctf.school = header.child("SourceSchool").map(|school| school.said("SchoolName").to_owned()).unwrap_or_default();
}
