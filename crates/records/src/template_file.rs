//! A template as a small file of its own, to share with another school: what is recorded and how, nothing else. That no
//! pupil is in it is a matter of its type.
//!
//! ```json
//! {"casebook_template":1,"sheet":{"name":"Disruption counts","planned_min":20,…}}
//! ```
//!
//! What comes from outside is held to bounds before anything of it is shown: its size, its format, every field, the lengths
//! and characters of its texts, and what a sheet must fulfil to be observed with.

use super::bodies;
use super::to_json;
use super::wire::{Fields, Loaded, Tree};
use casebook_domain::observation::Sheet;
use casebook_domain::observation::sheet::SheetFault;
use casebook_domain::text::misleads;

/// The format that is written, and the newest that is read. 1: the sheet of schema 2.
pub const FORMAT: u32 = 1;
/// The largest file that is written or read, in bytes: four times a sheet of the most codes, each with a long definition.
pub const LIMIT: usize = 64 * 1024;
/// Most characters of a template's or a behaviour's name.
pub const NAME_MAX: usize = 200;
/// Most characters of a definition.
pub const DEFINITION_MAX: usize = 10_000;

/// Names the file's kind and its format.
const MARK: &str = "casebook_template";

/// Why a template was not written or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateFileError {
    /// Larger than [`LIMIT`].
    TooLarge {
        /// Its size in bytes.
        size: usize,
    },
    /// Something else: not JSON, or not marked as a template.
    NotATemplate,
    /// Made by a newer Casebook.
    Newer {
        /// Its format.
        format: u32,
    },
    /// Marked as a template, but fields are missing, unknown, there twice or of another kind.
    Damaged,
    /// A text is too long, or holds characters that mislead or that nobody can see.
    Text,
    /// It can be read, but not be observed with.
    Faulty(SheetFault),
}

/// The file of a template.
///
/// # Errors
/// [`TemplateFileError::TooLarge`]; [`TemplateFileError::Text`] and [`TemplateFileError::Faulty`] for a sheet that no reader
/// would take.
pub fn encode(sheet: &Sheet) -> Result<Vec<u8>, TemplateFileError> {
    check(sheet)?;
    let mut fields = Fields::default();
    fields.put(MARK, Tree::Number(FORMAT.into()));
    fields.store::<bodies::Sheet>("sheet", sheet);
    let bytes = to_json(&Tree::Map(fields));
    if bytes.len() > LIMIT {
        return Err(TemplateFileError::TooLarge { size: bytes.len() });
    }
    Ok(bytes)
}

/// Reads a file that somebody gave.
///
/// # Errors
/// [`TemplateFileError`].
pub fn decode(bytes: &[u8]) -> Result<Sheet, TemplateFileError> {
    if bytes.len() > LIMIT {
        return Err(TemplateFileError::TooLarge { size: bytes.len() });
    }
    let tree: Tree<'_> = serde_json::from_slice(bytes).map_err(|_| TemplateFileError::NotATemplate)?;
    let mut fields = tree.fields().ok_or(TemplateFileError::NotATemplate)?;
    match fields.load::<u32>(MARK) {
        Some(FORMAT) => {}
        None | Some(0) => return Err(TemplateFileError::NotATemplate),
        Some(format) => return Err(TemplateFileError::Newer { format }),
    }
    let sheet = fields.take("sheet").and_then(bodies::Sheet::load).ok_or(TemplateFileError::Damaged)?;
    fields.end().ok_or(TemplateFileError::Damaged)?;
    check(&sheet)?;
    Ok(sheet)
}

fn check(sheet: &Sheet) -> Result<(), TemplateFileError> {
    let texts = sheet
        .codes
        .iter()
        .all(|code| readable(&code.name, NAME_MAX, false) && readable(&code.definition, DEFINITION_MAX, true));
    if !texts || !readable(&sheet.name, NAME_MAX, false) {
        return Err(TemplateFileError::Text);
    }
    match sheet.faults().into_iter().next() {
        Some(fault) => Err(TemplateFileError::Faulty(fault)),
        None => Ok(()),
    }
}

/// Whether a text is as forms keep it: bounded, no control characters, nothing that turns the direction of what follows or
/// hides inside a word. At most this many characters; `lines`: it may have several.
pub fn readable(text: &str, most: usize, lines: bool) -> bool {
    let sound = |character: char| match character {
        '\n' => lines,
        '\u{2028}' | '\u{2029}' => false,
        other => !other.is_control() && !misleads(other),
    };
    text.len() <= most * 4 && text.chars().all(sound) && text.chars().count() <= most
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::measure::Direction;
    use casebook_domain::observation::{Code, Colour, Instant, Intervals, Method, Starter, Watching, starters};
    use proptest::prelude::*;

    fn text(sheet: &Sheet) -> String {
        String::from_utf8(encode(sheet).unwrap()).unwrap()
    }

    fn of_starter() -> String {
        text(&starters::sheet(Starter::TargetAndPeer))
    }

    #[test]
    fn every_starter_goes_out_and_comes_back() {
        for &starter in Starter::ALL {
            let sheet = starters::sheet(starter);
            assert_eq!(decode(&encode(&sheet).unwrap()), Ok(sheet));
        }
    }

    #[test]
    fn format_1_is_golden() {
        let sheet = Sheet {
            name: "Counts".to_owned(),
            planned_min: 20,
            intervals: Some(Intervals { length_s: 15, instant: Instant::Start, peer_every: Some(5) }),
            codes: vec![Code {
                name: "Calls out".to_owned(),
                definition: "Speaks\nunasked.".to_owned(),
                colour: Colour::Orange,
                method: Method::PartialInterval,
                better: Direction::Lower,
                watching: Watching::Everyone,
            }],
            abc: true,
        };
        let golden = concat!(
            r#"{"casebook_template":1,"sheet":{"name":"Counts","planned_min":20,"intervals":{"length_s":15,"instant":"start","#,
            r#""peer_every":5},"codes":[{"name":"Calls out","definition":"Speaks\nunasked.","colour":"orange","#,
            r#""method":"partial","better":"lower","watching":"everyone"}],"abc":true}}"#,
        );
        assert_eq!(text(&sheet), golden);
        assert_eq!(decode(golden.as_bytes()), Ok(sheet));
    }

    #[test]
    fn what_others_send_is_refused_for_what_it_is() {
        use TemplateFileError::{Damaged, Faulty, Newer, NotATemplate, Text, TooLarge};
        let good = of_starter();
        let with = |from: &str, to: &str| {
            assert!(good.contains(from), "{from}");
            good.replacen(from, to, 1)
        };
        let cases: &[(&str, String, TemplateFileError)] = &[
            ("nothing", String::new(), NotATemplate),
            ("a picture", "\u{89}PNG".to_owned(), NotATemplate),
            ("a list", "[]".to_owned(), NotATemplate),
            ("another object", r#"{"name":"Ada"}"#.to_owned(), NotATemplate),
            ("cut off", good[..good.len() - 1].to_owned(), NotATemplate),
            ("more after it", good.clone() + "{}", NotATemplate),
            ("nested without end", "[".repeat(LIMIT), NotATemplate),
            ("format of no number", with("\"casebook_template\":1", "\"casebook_template\":\"1\""), NotATemplate),
            ("format 0", with("\"casebook_template\":1", "\"casebook_template\":0"), NotATemplate),
            ("a newer format", r#"{"casebook_template":2,"page":{}}"#.to_owned(), Newer { format: 2 }),
            ("far newer", r#"{"casebook_template":4000000000}"#.to_owned(), Newer { format: 4_000_000_000 }),
            ("no sheet", r#"{"casebook_template":1}"#.to_owned(), Damaged),
            ("a field too many", with("\"abc\":", "\"pupil\":\"Ada\",\"abc\":"), Damaged),
            ("something beside the sheet", with("\"sheet\":", "\"pupil\":\"Ada\",\"sheet\":"), Damaged),
            ("a field twice", with("\"abc\":", "\"abc\":true,\"abc\":"), NotATemplate),
            ("a field missing", with(",\"abc\":false", ""), Damaged),
            ("an unknown colour", with("\"blue\"", "\"pink\""), Damaged),
            ("a number too large", with("\"planned_min\":15", "\"planned_min\":70000"), Damaged),
            ("a number below nothing", with("\"planned_min\":15", "\"planned_min\":-1"), Damaged),
            ("a fraction", with("\"planned_min\":15", "\"planned_min\":1.5"), NotATemplate),
            ("a day", with("\"planned_min\":15", "\"planned_min\":1440"), Faulty(SheetFault::Length)),
            ("no interval", with("\"length_s\":15", "\"length_s\":0"), Faulty(SheetFault::IntervalLength)),
            ("a peer each time", with("\"peer_every\":5", "\"peer_every\":1"), Faulty(SheetFault::Peer)),
            ("no name", with("\"Target and peer\"", "\" \""), Faulty(SheetFault::NoName)),
            ("one name twice", with("\"Passive\"", "\"ACTIVE\""), Faulty(SheetFault::SameName(1))),
            ("a long name", with("Target and peer", &"x".repeat(NAME_MAX + 1)), Text),
            ("a long definition", with("As the interval begins: writing", &"x".repeat(DEFINITION_MAX)), Text),
            ("two lines in a name", with("Active", "Ac\\ntive"), Text),
            ("too large", good.clone() + &" ".repeat(LIMIT), TooLarge { size: good.len() + LIMIT }),
        ];
        for (name, file, error) in cases {
            assert_eq!(decode(file.as_bytes()).as_ref(), Err(error), "{name}");
        }
        for (hidden, plain) in [
            (with("Target and peer", "Target\u{202E} and peer"), with("", "")),
            (with("Active", "Ac\u{200B}tive"), with("", "")),
            (with("Active", "Ac\\u0007tive"), with("", "")),
        ] {
            assert_eq!(decode(hidden.as_bytes()), decode(plain.as_bytes()), "what misleads is not read");
        }
        let many = [r#"{"name":"a","definition":"","colour":"blue","method":"count","better":"lower","watching":"everyone"}"#;
            25];
        let head = r#"{"casebook_template":1,"sheet":{"name":"n","planned_min":20,"intervals":null,"codes":["#;
        let crowded = [head, &many.join(","), r#"],"abc":false}}"#].concat();
        assert_eq!(decode(crowded.as_bytes()), Err(Faulty(SheetFault::TooManyCodes)));
    }

    #[test]
    fn a_sheet_that_no_reader_would_take_is_not_written() {
        let mut sheet = starters::sheet(Starter::Disruption);
        sheet.codes[0].definition = "x".repeat(DEFINITION_MAX + 1);
        assert_eq!(encode(&sheet), Err(TemplateFileError::Text));
        for code in &mut sheet.codes {
            code.definition = "€".repeat(DEFINITION_MAX);
        }
        assert!(matches!(encode(&sheet), Err(TemplateFileError::TooLarge { .. })));
        sheet.codes.clear();
        assert_eq!(encode(&sheet), Err(TemplateFileError::Faulty(SheetFault::Nothing)));
    }

    fn code() -> impl Strategy<Value = Code> {
        let pick = |count: usize| 0..count;
        ("[a-zA-Z éß<>&\"\\\\]{1,30}", "[a-z\n'🙂]{0,60}", pick(8), pick(7), any::<bool>(), any::<bool>()).prop_map(
            |(name, definition, colour, method, better, watching)| Code {
                name,
                definition,
                colour: Colour::ALL[colour],
                method: Method::ALL[method],
                better: if better { Direction::Higher } else { Direction::Lower },
                watching: if watching { Watching::Everyone } else { Watching::PeerIntervals },
            },
        )
    }

    fn sheet() -> impl Strategy<Value = Sheet> {
        let intervals = proptest::option::of((5u16..1800, any::<bool>(), proptest::option::of(2u8..20)));
        ("[^\\p{C}\\p{Z}]{1,40}", 1u16..=90, intervals, proptest::collection::vec(code(), 0..24), any::<bool>())
            .prop_map(|(name, planned_min, intervals, codes, abc)| Sheet {
                name,
                planned_min,
                intervals: intervals.map(|(length_s, start, peer_every)| Intervals {
                    length_s,
                    instant: if start { Instant::Start } else { Instant::End },
                    peer_every,
                }),
                codes,
                abc,
            })
    }

    proptest! {
        #[test]
        fn a_sheet_to_observe_with_comes_back_as_it_went(sheet in sheet()) {
            match sheet.faults().first() {
                None => prop_assert_eq!(decode(&encode(&sheet).unwrap()), Ok(sheet)),
                Some(fault) => prop_assert_eq!(encode(&sheet), Err(TemplateFileError::Faulty(*fault))),
            }
        }

        #[test]
        fn no_bytes_make_it_panic_and_what_is_taken_can_be_used(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(sheet) = decode(&bytes) {
                prop_assert!(sheet.faults().is_empty());
            }
        }

        #[test]
        fn a_changed_byte_is_refused_or_still_makes_a_sheet(at in 0usize..2000, byte in any::<u8>()) {
            let mut bytes = of_starter().into_bytes();
            let at = at % bytes.len();
            bytes[at] = byte;
            if let Ok(sheet) = decode(&bytes) {
                prop_assert!(sheet.faults().is_empty());
            }
        }
    }
}
