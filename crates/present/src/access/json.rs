//! The copy as JSON, for the person who reads it by machine.
//!
//! ```json
//! {"format":"casebook-access-copy","version":1,
//!  "school":"…","pupil":"…","route":"…","arrived":"2026-11-26","made":"2026-12-01","attachments":0,
//!  "parts":[{"title":"What was recorded","entries":[
//!    {"kind":"Session","title":"…","day":"2026-11-23","written":"2026-11-23T14:05","by":"…","since":"",
//!     "facts":[{"label":"…","text":"…"}],"signature":null}]}]}
//! ```
//!
//! Keys are always there; `day` and `signature` may be null. A signature is SVG path data in a box 600 wide and 200 high.
//! Times are local. Entries carry no identifiers and no numbers, so that none that was left out leaves a gap.

use super::{AccessCopy, AccessLine, CopyPart};
use crate::dates;
use casebook_domain::calendar::{Moment, iso};
use serde::Serialize;

/// Version of this form; it changes when a key does.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Whole<'a> {
    format: &'static str,
    version: u32,
    school: &'a str,
    pupil: &'a str,
    route: &'a str,
    arrived: String,
    made: String,
    attachments: usize,
    parts: Vec<Part<'a>>,
}

#[derive(Serialize)]
struct Part<'a> {
    title: &'a str,
    entries: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    kind: &'a str,
    title: &'a str,
    day: Option<String>,
    written: String,
    by: &'a str,
    since: &'a str,
    facts: Vec<Fact<'a>>,
    signature: Option<&'a str>,
}

#[derive(Serialize)]
struct Fact<'a> {
    label: &'a str,
    text: &'a str,
}

/// The copy.
pub fn copy(copy: &AccessCopy) -> String {
    let AccessCopy { school, pupil, route, arrived, made, parts, attachments } = copy;
    let whole = Whole {
        format: "casebook-access-copy",
        version: VERSION,
        school,
        pupil,
        route,
        arrived: iso(*arrived),
        made: iso(*made),
        attachments: *attachments,
        parts: parts.iter().map(part).collect(),
    };
    // Texts and numbers are always JSON.
    serde_json::to_string(&whole).unwrap_or_default() + "\n"
}

fn part(part: &CopyPart) -> Part<'_> {
    Part { title: part.title, entries: part.lines.iter().map(line).collect() }
}

fn line(line: &AccessLine) -> Line<'_> {
    let AccessLine { key: _, kind, title, day, written, by, since, facts, drawing } = line;
    Line {
        kind,
        title,
        day: day.map(iso),
        written: moment(*written),
        by,
        since,
        facts: facts.iter().map(|(label, text)| Fact { label, text }).collect(),
        signature: drawing.as_deref(),
    }
}

/// "2026-11-23T14:05", local time.
fn moment(moment: Moment) -> String {
    [&iso(moment.date()), "T", &dates::time_of_day(moment)].concat()
}
