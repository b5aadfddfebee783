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

/// Version of this form; it changes when a key does.
pub const VERSION: &str = "1";

/// The copy.
pub fn copy(copy: &AccessCopy) -> String {
    let AccessCopy { school, pupil, route, arrived, made, parts, attachments } = copy;
    let mut json = Json::default();
    json.object(|json| {
        json.text("format", "casebook-access-copy");
        json.raw("version", VERSION);
        json.text("school", school);
        json.text("pupil", pupil);
        json.text("route", route);
        json.text("arrived", &iso(*arrived));
        json.text("made", &iso(*made));
        json.raw("attachments", &attachments.to_string());
        json.list("parts", parts, part);
    });
    json.0.push('\n');
    json.0
}

fn part(json: &mut Json, part: &CopyPart) {
    json.text("title", part.title);
    json.list("entries", &part.lines, line);
}

fn line(json: &mut Json, line: &AccessLine) {
    let AccessLine { key: _, kind, title, day, written, by, since, facts, drawing } = line;
    json.text("kind", kind);
    json.text("title", title);
    match day {
        Some(day) => json.text("day", &iso(*day)),
        None => json.raw("day", "null"),
    }
    json.text("written", &moment(*written));
    json.text("by", by);
    json.text("since", since);
    json.list("facts", facts, |json, (label, text)| {
        json.text("label", label);
        json.text("text", text);
    });
    match drawing {
        Some(path) => json.text("signature", path),
        None => json.raw("signature", "null"),
    }
}

/// "2026-11-23T14:05", local time.
fn moment(moment: Moment) -> String {
    [&iso(moment.date()), "T", &dates::time_of_day(moment)].concat()
}

/// JSON as it is written, key by key.
#[derive(Default)]
struct Json(String);

impl Json {
    fn object(&mut self, fields: impl FnOnce(&mut Self)) {
        self.0.push('{');
        fields(self);
        self.0.push('}');
    }

    fn key(&mut self, key: &str) {
        if !self.0.ends_with('{') {
            self.0.push(',');
        }
        self.string(key);
        self.0.push(':');
    }

    fn string(&mut self, text: &str) {
        // A text is always JSON.
        self.0.push_str(&serde_json::to_string(text).unwrap_or_default());
    }

    fn text(&mut self, key: &str, text: &str) {
        self.key(key);
        self.string(text);
    }

    fn raw(&mut self, key: &str, value: &str) {
        self.key(key);
        self.0.push_str(value);
    }

    fn list<T>(&mut self, key: &str, items: &[T], one: impl Fn(&mut Self, &T)) {
        self.key(key);
        self.0.push('[');
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.0.push(',');
            }
            self.object(|json| one(json, item));
        }
        self.0.push(']');
    }
}
