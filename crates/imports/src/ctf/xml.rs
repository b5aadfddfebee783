//! The little of XML that a CTF needs, by `quick-xml`, bounded: elements and text. Attributes, comments and instructions are
//! skipped; a document type or an entity of its own is refused, so that nothing can expand.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

use super::CtfError;

/// Deeper than any CTF nests.
pub(super) const MAX_DEPTH: usize = 24;
/// The most bytes of one element's text: the codes of a year are a twentieth.
pub(super) const MAX_TEXT: usize = 16 * 1024;
/// The most elements of one pupil: all assessments of all years are a fifth.
pub(super) const MAX_ELEMENTS: usize = 20_000;

/// An element with what is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// Its name without a namespace.
    pub(super) name: String,
    /// Its text, without blanks around it.
    pub(super) text: String,
    pub(super) children: Vec<Element>,
}

impl Element {
    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The first child of this name, whatever its case.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.is(name))
    }

    pub(super) fn children<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.is(name))
    }

    /// The text of the first child of this name that says something; empty where there is none.
    pub(super) fn said(&self, name: &str) -> &str {
        let named = self.children.iter().filter(|child| child.is(name));
        named.map(|child| child.text.as_str()).find(|text| !text.is_empty()).unwrap_or_default()
    }
}

/// What comes next in a document.
pub(super) enum Step {
    Open(String),
    Close,
    Text(String),
    End,
}

/// A document, step by step.
pub(super) struct Document<'t> {
    reader: Reader<&'t [u8]>,
    depth: usize,
    /// An element without content was opened and is closed next.
    empty: bool,
}

impl<'t> Document<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        Self { reader, depth: 0, empty: false }
    }

    fn at(&self) -> u64 {
        self.reader.buffer_position()
    }

    pub(super) fn step(&mut self) -> Result<Step, CtfError> {
        if core::mem::take(&mut self.empty) {
            self.depth -= 1;
            return Ok(Step::Close);
        }
        loop {
            let at = self.at();
            let event = self.reader.read_event().map_err(|error| self.broken(&error))?;
            return Ok(match event {
                Event::Start(start) => self.open(start.local_name().as_ref())?,
                Event::Empty(start) => {
                    self.empty = true;
                    self.open(start.local_name().as_ref())?
                }
                Event::End(_) => {
                    self.depth = self.depth.checked_sub(1).ok_or(CtfError::Broken { at })?;
                    Step::Close
                }
                Event::Text(text) => Step::Text(text.decode().map_err(|_| CtfError::Broken { at })?.into_owned()),
                Event::CData(text) => Step::Text(text.decode().map_err(|_| CtfError::Broken { at })?.into_owned()),
                Event::GeneralRef(reference) => Step::Text(referred(&reference).ok_or(CtfError::Entity { at })?),
                Event::DocType(_) => return Err(CtfError::DocumentType { at }),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => continue,
                Event::Eof if self.depth > 0 => return Err(CtfError::Truncated { at }),
                Event::Eof => Step::End,
            });
        }
    }

    fn open(&mut self, name: &[u8]) -> Result<Step, CtfError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(CtfError::Deep { at: self.at(), most: MAX_DEPTH });
        }
        let name = core::str::from_utf8(name).map_err(|_| CtfError::Broken { at: self.at() })?;
        Ok(Step::Open(name.to_owned()))
    }

    /// A file that ends within a tag is cut off; anything else is broken.
    fn broken(&self, error: &quick_xml::Error) -> CtfError {
        let at = self.reader.error_position();
        match error {
            quick_xml::Error::Syntax(quick_xml::errors::SyntaxError::UnclosedDoctype) => CtfError::DocumentType { at },
            quick_xml::Error::Syntax(_) => CtfError::Truncated { at },
            _ => CtfError::Broken { at },
        }
    }

    /// Skips an element that was just opened.
    pub(super) fn skip(&mut self) -> Result<(), CtfError> {
        let outside = self.depth - 1;
        while self.depth > outside {
            self.step()?;
        }
        Ok(())
    }

    /// Reads an element that was just opened, with all in it but the children of its own that `wanted` does not name.
    pub(super) fn element(&mut self, name: String, wanted: Option<&[&str]>) -> Result<Element, CtfError> {
        let mut stack = vec![Element { name, ..Element::default() }];
        let mut elements = 1;
        loop {
            match self.step()? {
                Step::Open(name) => {
                    let known = |wanted: &[&str]| wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(&name));
                    if stack.len() == 1 && wanted.is_some_and(|wanted| !known(wanted)) {
                        self.skip()?;
                        continue;
                    }
                    elements += 1;
                    if elements > MAX_ELEMENTS {
                        return Err(CtfError::ManyElements { at: self.at(), most: MAX_ELEMENTS });
                    }
                    stack.push(Element { name, ..Element::default() });
                }
                Step::Text(text) => {
                    let Some(open) = stack.last_mut() else { continue };
                    if open.text.len() + text.len() > MAX_TEXT {
                        return Err(CtfError::LongText { at: self.at(), most: MAX_TEXT });
                    }
                    open.text.push_str(&text);
                }
                Step::Close => {
                    let Some(mut closed) = stack.pop() else { return Err(CtfError::Broken { at: self.at() }) };
                    closed.text = casebook_domain::text::clean(&closed.text, false);
                    match stack.last_mut() {
                        Some(parent) => parent.children.push(closed),
                        None => return Ok(closed),
                    }
                }
                Step::End => return Err(CtfError::Truncated { at: self.at() }),
            }
        }
    }
}

/// The five entities of XML and characters by number; nothing else.
fn referred(reference: &BytesRef<'_>) -> Option<String> {
    if let Some(char) = reference.resolve_char_ref().ok()? {
        return Some(char.to_string());
    }
    let name = reference.decode().ok()?;
    let char = match name.as_ref() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    };
    Some(char.to_string())
}
