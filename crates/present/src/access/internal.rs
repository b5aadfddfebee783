//! The sheet for the data-protection officer alone: what is not in the copy, and what else is to be known. It never goes to
//! the person who asked.

use super::{TakenOutCopied, VersionCopied, left_out};
use crate::numbers::counted;
use crate::{dates, initials, keeping};
use casebook_domain::calendar::Date;
use casebook_domain::case::CaseFile;
use casebook_domain::ids::RecordId;
use casebook_domain::retention::{AccessRequest, Clarification, HeldElsewhere, holds};
use casebook_domain::safety::{Told, Worry};
use casebook_domain::settings::{Settings, Term};

use std::collections::BTreeMap;

/// What is above it.
pub const WARNING: &str = "For the data-protection officer only. It shows that safeguarding entries exist: never give it to the person who asked, and do not keep it with the copy.";

/// The sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InternalSheet {
    /// Its heading.
    pub title: String,
    /// Headings with their lines; none is empty.
    pub groups: Vec<(&'static str, Vec<String>)>,
}

/// Makes the sheet. `damaged`: versions that can't be read; `elsewhere`: where else the file is held.
pub fn sheet(
    case: &CaseFile,
    versions: &[VersionCopied],
    request: &AccessRequest,
    taken: &TakenOutCopied,
    settings: &Settings,
    damaged: usize,
    elsewhere: &[HeldElsewhere],
) -> InternalSheet {
    let pupil = case.pupil().map(initials::full_name).unwrap_or_default();
    let none = |lines: Vec<String>, words: &str| if lines.is_empty() { vec![words.to_owned()] } else { lines };
    let mut entries = worries(case, settings);
    let deleted = deleted_worries(versions);
    if deleted > 0 {
        entries.push(
            [&counted(deleted as u64, "entry", "entries"), " deleted here; earlier versions may still be held"]
                .concat(),
        );
    }
    let mut other = left_out(case, versions);
    if damaged > 0 {
        other.push(
            [&counted(damaged as u64, "version", "versions"), " damaged on this tablet and not in the copy"].concat(),
        );
    }
    let stops = holds(case).into_iter().map(|hold| hold.label().to_owned()).collect();
    InternalSheet {
        title: ["Internal sheet: request for access, ", &pupil].concat(),
        groups: vec![
            ("The request", asked(request, &settings.terms)),
            ("Safeguarding entries", none(entries, "There are none on this tablet.")),
            ("Not in the copy, for you to decide", none(other, "Nothing else.")),
            ("Removed from the copy", none(taken_out(taken), "Nothing.")),
            (
                "Where else it is held",
                none(elsewhere.iter().map(keeping::elsewhere).collect(), "Nowhere, as far as this tablet knows."),
            ),
            ("What prevents erasing", none(stops, "Nothing.")),
        ],
    }
}

fn asked(request: &AccessRequest, terms: &[Term]) -> Vec<String> {
    let AccessRequest {
        date,
        route,
        by,
        identity,
        identity_on,
        scope,
        clarifications,
        extended_on,
        extended_why,
        typed_due: _,
        due_reason,
        officer_told,
        answered,
        answer: _,
    } = request;
    let day = |words: &str, day: Date| [words, &dates::long(day)].concat();
    let mut lines = vec![
        ["By ", by].concat(),
        route.label().to_owned(),
        day("Arrived ", *date),
        keeping::clock_words(request, terms),
        match identity.trim() {
            "" => "How we know who they are: not recorded".to_owned(),
            how => ["How we know who they are: ", how].concat(),
        },
        match scope.trim() {
            "" => "Asked for everything".to_owned(),
            scope => ["Asked for: ", scope].concat(),
        },
    ];
    lines.extend(identity_on.map(|on| day("Identity and authority confirmed on ", on)));
    for Clarification { asked, about, got } in clarifications {
        let got = got.map_or_else(|| "not answered yet".to_owned(), |got| day("answered ", got));
        lines.push(["Clarification asked ", &dates::long(*asked), ", ", about, ": ", &got].concat());
    }
    if let Some(told) = extended_on {
        lines.push(["Extended by two months, told on ", &dates::long(*told), ": ", extended_why].concat());
    }
    if !due_reason.trim().is_empty() {
        lines.push(["Due date changed: ", due_reason].concat());
    }
    lines.extend(officer_told.map(|told| day("Officer told on ", told)));
    lines.extend(answered.map(|answered| day("Answered ", answered)));
    lines
}

/// That they exist, when, and who holds them; never a word of what they say.
fn worries(case: &CaseFile, settings: &Settings) -> Vec<String> {
    let lead = settings.safeguarding_lead.name.trim();
    let line = |worry: &Worry| {
        let seen = ["Entry of ", &dates::moment(worry.at), ": "].concat();
        let held = match (&worry.told, worry.held_by_lead) {
            _ if worry.is_withdrawn() => {
                let lead = worry.withdrawn.as_ref().map(|withdrawn| withdrawn.lead.as_str()).unwrap_or_default();
                ["withdrawn, agreed with ", lead].concat()
            }
            (Some(Told { name, at, how: _ }), true) => [
                "told to ",
                name,
                " on ",
                &dates::moment(*at),
                ", who holds the entry. Its words are not on this tablet",
            ]
            .concat(),
            (Some(Told { name, at, how: _ }), false) => {
                ["told to ", name, " on ", &dates::moment(*at), ". The words are still on this tablet"].concat()
            }
            (None, _) => "NOBODY HAS BEEN TOLD. Go to the safeguarding lead now".to_owned(),
        };
        [seen, held].concat()
    };
    let mut lines: Vec<String> = case.worries().iter().map(|worry| line(worry.body)).collect();
    if !lines.is_empty() && !lead.is_empty() {
        lines.push(["Ask ", lead, " before anything is said about them"].concat());
    }
    lines
}

fn taken_out(taken: &TakenOutCopied) -> Vec<String> {
    let mut lines = Vec::new();
    for (words, count) in &taken.words {
        lines.push(["\"", words, "\", ", &counted(*count as u64, "time", "times")].concat());
    }
    for (what, day) in &taken.lines {
        let day = day.map(|day| [" of ", &dates::long(day)].concat()).unwrap_or_default();
        lines.push(["Entry left out: ", what, &day].concat());
    }
    lines
}

/// Safeguarding entries that were deleted and are still held as earlier versions.
fn deleted_worries(versions: &[VersionCopied]) -> usize {
    let mut last: BTreeMap<RecordId, &VersionCopied> = BTreeMap::new();
    for version in versions.iter().filter(|version| version.kind == casebook_domain::content::Kind::Worry) {
        let newest = last.entry(version.record).or_insert(version);
        if version.at >= newest.at {
            *newest = version;
        }
    }
    last.values().filter(|version| version.entry.is_none()).count()
}
