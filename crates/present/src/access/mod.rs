//! The copy of a file for a request for access (docs/design.md#safeguarding; docs/policy.md#keeping-and-access): everything that is held of a
//! pupil, readable by anybody, and no trace of a safeguarding entry in it.
//!
//! [`gather`] makes the copy from every version that is held. [`names`] finds who is named in it; the mentor and the
//! data-protection officer decide by hand who stays ([`RedactionReview`]), and [`decide`] takes the others out, in every text alike.
//! [`html`] and [`json`] write it. [`internal`] is the sheet for the officer alone.
//!
//! # What is not in it
//!
//! Safeguarding entries, in any version, deleted ones too: whether there are any changes not a byte of the copy. Neither are the marks that
//! they leave on other records ([`left_out`]): "ask the lead before contacting home", a restriction on a contact, a letter
//! withheld, what the lead said at a hand-over, holds, other requests. The internal sheet names all of these, and the officer
//! decides. A version that differs from the one before in nothing but such a mark is not told apart from it.

mod gathering;
pub mod html;
pub mod internal;
pub mod json;
mod naming;
pub mod redact;

use super::dates;
use casebook_domain::calendar::{Date, Moment};
use casebook_domain::case::{CaseFile, Item};
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::ids::RecordId;
use redact::Pattern;
use std::collections::{BTreeMap, BTreeSet};

pub use gathering::{gather, stays_out};
pub use naming::{Name, Who, like_names, names};

/// A version of a record, as it is held on this tablet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionCopied {
    /// The record.
    pub record: RecordId,
    /// Its kind; that of a deletion too.
    pub kind: Kind,
    /// When it was written.
    pub at: Moment,
    /// By whom.
    pub by: String,
    /// What it says; `None`: the record is deleted.
    pub entry: Option<Entry>,
}
/// The copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessCopy {
    /// The school.
    pub school: String,
    /// The pupil's name.
    pub pupil: String,
    /// By which right it was asked for.
    pub route: String,
    /// When the request arrived.
    pub arrived: Date,
    /// When the copy was made.
    pub made: Date,
    /// Its parts; one without entries is not there.
    pub parts: Vec<CopyPart>,
    /// How many attachments are held beside the entries.
    pub attachments: usize,
}
/// A part of the copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyPart {
    /// Its heading.
    pub title: &'static str,
    /// Its entries.
    pub lines: Vec<AccessLine>,
}
/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessLine {
    /// By what it is known while the copy is reviewed; not written into it.
    pub key: String,
    /// What kind of entry it is.
    pub kind: &'static str,
    /// One line.
    pub title: String,
    /// The day it is about.
    pub day: Option<Date>,
    /// When it was written.
    pub written: Moment,
    /// By whom.
    pub by: String,
    /// What became of it since; empty in a current version.
    pub since: String,
    /// What it says: what was asked, what was answered.
    pub facts: Vec<(String, String)>,
    /// A drawn signature as SVG path data in a box 600 wide and 200 high.
    pub drawing: Option<String>,
}
/// What was decided by hand about a copy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RedactionReview {
    /// Names by key: whether they stay. What is not in it goes by [`Who::stays`].
    pub stays: BTreeMap<String, bool>,
    /// Passages to be removed, as typed.
    pub passages: Vec<String>,
    /// Entries that are left out, by key.
    pub out: BTreeSet<String>,
}
impl RedactionReview {
    /// Whether a name stays.
    pub fn keeps(&self, name: &Name) -> bool {
        self.stays.get(&name.key).copied().unwrap_or(name.who.stays())
    }

    /// As values of a draft.
    pub fn to_values(&self) -> BTreeMap<String, String> {
        let mut values = BTreeMap::new();
        for (key, stays) in &self.stays {
            values.insert(["name.", key].concat(), if *stays { "keep" } else { "redact" }.to_owned());
        }
        for (at, passage) in self.passages.iter().enumerate() {
            values.insert(["passage.", &super::numbers::whole(at as u64)].concat(), passage.clone());
        }
        for key in &self.out {
            values.insert(["out.", key].concat(), "yes".to_owned());
        }
        values
    }

    /// Reads [`RedactionReview::to_values`]; what is none of it is passed over.
    pub fn from_values(values: &BTreeMap<String, String>) -> Self {
        let mut review = Self::default();
        for (key, value) in values {
            if let Some(name) = key.strip_prefix("name.") {
                review.stays.insert(name.to_owned(), value == "keep");
            } else if let Some(line) = key.strip_prefix("out.") {
                review.out.insert(line.to_owned());
            } else if key.starts_with("passage.") {
                review.passages.push(value.clone());
            }
        }
        review
    }
}
/// What was removed from a copy, for the internal sheet alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenOutCopied {
    /// Names and passages, and how often each stood in it.
    pub words: Vec<(String, usize)>,
    /// Entries that were left out: what they are, and their day.
    pub lines: Vec<(String, Option<Date>)>,
}
/// The copy as it goes out, and what was removed from it.
pub fn decide(copy: &AccessCopy, names: &[Name], review: &RedactionReview) -> (AccessCopy, TakenOutCopied) {
    let mut copy = copy.clone();
    let mut taken = TakenOutCopied::default();
    for part in &mut copy.parts {
        part.lines.retain(|line| {
            let out = review.out.contains(&line.key);
            if out {
                taken.lines.push((what(line), line.day));
            }
            !out
        });
    }
    copy.parts.retain(|part| !part.lines.is_empty());
    let gone = names.iter().filter(|name| !review.keeps(name)).map(|name| (&name.text, Pattern::name(&name.text)));
    let passages = review.passages.iter().map(|passage| (passage, Pattern::passage(passage)));
    let (words, patterns): (Vec<&String>, Vec<Pattern>) =
        gone.chain(passages).filter_map(|(text, pattern)| Some((text, pattern?))).unzip();
    let mut counts = vec![0; patterns.len()];
    for part in &mut copy.parts {
        for line in &mut part.lines {
            let by = line.facts.iter().find(|(label, _)| label == SIGNED_BY).map(|(_, text)| text.clone());
            change_texts(line, &mut |text| *text = redact::redact(text, &patterns, &mut counts));
            // A hand is known by its signature.
            let after = line.facts.iter().find(|(label, _)| label == SIGNED_BY).map(|(_, text)| text.clone());
            if by != after {
                line.drawing = None;
            }
        }
    }
    for text in [&mut copy.pupil, &mut copy.school] {
        *text = redact::redact(text, &patterns, &mut counts);
    }
    taken.words = words.into_iter().cloned().zip(counts).collect();
    (copy, taken)
}
/// The question in the form of a signature to which the signer's name is the answer.
const SIGNED_BY: &str = "Who signs";
/// An entry in a few words.
pub fn what(line: &AccessLine) -> String {
    if line.title.is_empty() || line.title == line.kind {
        line.kind.to_owned()
    } else {
        [line.kind, ": ", &line.title].concat()
    }
}
fn for_each_text(copy: &AccessCopy, heard: &mut impl FnMut(&str)) {
    for line in copy.parts.iter().flat_map(|part| &part.lines) {
        let AccessLine { key: _, kind: _, title, day: _, written: _, by, since, facts, drawing: _ } = line;
        [title, by, since].into_iter().for_each(|text| heard(text));
        for (label, text) in facts {
            heard(label);
            heard(text);
        }
    }
}
fn change_texts(line: &mut AccessLine, change: &mut impl FnMut(&mut String)) {
    let AccessLine { key: _, kind: _, title, day: _, written: _, by, since, facts, drawing: _ } = line;
    [title, by, since].into_iter().for_each(&mut *change);
    for (label, text) in facts {
        change(label);
        change(text);
    }
}
/// What stays out of every copy besides safeguarding entries: marks for the officer to decide on, each in a line, without
/// the words of any.
pub fn left_out(case: &CaseFile, versions: &[VersionCopied]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut put = |line: String| {
        if !lines.contains(&line) {
            lines.push(line);
        }
    };
    let held = versions.iter().filter_map(|version| Some((version, &version.entry.as_ref()?.content)));
    for (version, content) in held {
        let day = || dates::long(version.at.date());
        match content {
            Content::Pupil(pupil) if pupil.ask_lead_first.is_some() => {
                put("The mark \"Ask the safeguarding lead before contacting home\"".to_owned());
            }
            Content::Contact(contact) if contact.restricted() => {
                put(["The restriction on ", &contact.name.whole()].concat());
            }
            Content::LeadDecision(one) => {
                put(["Decision on contact with home, by ", &one.lead, " on ", &dates::long(one.date)].concat());
            }
            Content::HandedOver(one) if !one.lead.trim().is_empty() => {
                put(["What the lead said at the hand-over of ", &dates::long(one.at.date())].concat());
            }
            Content::Received(one) if one.lead_has.is_some() || !one.lead.trim().is_empty() => {
                put(["What the lead said about what was received on ", &dates::long(one.at.date())].concat());
            }
            Content::Retention(one) if one.hold_since.is_some() => put(["A hold, entered on ", &day()].concat()),
            Content::AccessRequest(one) => put(["A request for access of ", &dates::long(one.date)].concat()),
            _ => {}
        }
    }
    if case.newer > 0 {
        let count = super::numbers::counted(case.newer as u64, "record", "records");
        put([&count, " made by a newer Casebook, which this one can't read"].concat());
    }
    lines
}
/// A case's own item as a version, where nothing is known of its history.
pub fn as_held(item: &Item, by: &str) -> VersionCopied {
    let Item { id, saved, entry } = item;
    VersionCopied { record: *id, kind: entry.content.kind(), at: *saved, by: by.to_owned(), entry: Some(entry.clone()) }
}
