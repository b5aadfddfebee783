//! A record to read in full: what its form asked and what was answered, so
//! that reading and writing show the same things in the same order.

use casebook_domain::calendar::parse_iso;
use casebook_domain::content::Content;

use super::dates;
use super::forms::{self, Draft, Field, FormCtx, Input, Options, RATINGS};
use super::posts::titled;

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The field's name in the form.
    pub name: &'static str,
    /// Where in the draft it stands: a field's key, a row's, a tick's.
    pub key: String,
    /// What was asked.
    pub label: String,
    /// What was answered; never empty.
    pub text: String,
}

/// The answers under one heading of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The heading; may be empty.
    pub title: &'static str,
    /// The answers; never empty.
    pub facts: Vec<Fact>,
}

/// What a record says, heading by heading. Unanswered questions are left out.
pub fn facts_of(content: &Content, ctx: &FormCtx) -> Vec<Facts> {
    let form = forms::form(content.kind());
    let draft = forms::fill(content, ctx);
    let mut groups: Vec<Facts> = Vec::new();
    for section in form.sections {
        let mut facts = answers(section.fields, "", &draft, ctx);
        match groups.last_mut() {
            // A section without a heading continues where the last one ended.
            Some(last) if section.title.is_empty() => last.facts.append(&mut facts),
            _ if facts.is_empty() => {}
            _ => groups.push(Facts { title: section.title, facts }),
        }
    }
    groups
}

/// The answers of some fields; `prefix` is "" or their row's.
pub(super) fn answers(fields: &'static [Field], prefix: &str, draft: &Draft, ctx: &FormCtx) -> Vec<Fact> {
    let mut found = Vec::new();
    for field in fields {
        if field.shown(draft, prefix) {
            answer(field, prefix, draft, ctx, &mut found);
        }
    }
    found
}

fn answer(field: &'static Field, prefix: &str, draft: &Draft, ctx: &FormCtx, found: &mut Vec<Fact>) {
    let key = [prefix, field.name].concat();
    let value = draft.get(&key).trim();
    let mut push = |key: String, label: String, text: String| {
        if !text.is_empty() {
            found.push(Fact { name: field.name, key, label, text });
        }
    };
    let text = match field.input {
        Input::Hidden | Input::Strokes => return,
        Input::Line | Input::LineFrom(_) | Input::Time | Input::Area { .. } => value.to_owned(),
        Input::Date(_) => day(value),
        Input::Moment => moment(value),
        Input::Number { unit, .. } if value.is_empty() || unit.is_empty() => value.to_owned(),
        Input::Number { unit, .. } => [value, " ", unit].concat(),
        Input::Choice(options) | Input::Shown(options) => titled(&words(options, value), &ctx.settings),
        Input::Many(options) => {
            let chosen = value.split_ascii_whitespace().map(|code| words(options, code));
            chosen.collect::<Vec<_>>().join(", ")
        }
        Input::Tick => {
            if value == "yes" {
                "Yes".to_owned()
            } else {
                String::new()
            }
        }
        Input::Pick(source) => {
            let known = ctx.choices(source).iter().find(|pick| pick.id == value).map(|pick| pick.label.clone());
            known.unwrap_or_else(|| if value.is_empty() { String::new() } else { "No longer in this file".to_owned() })
        }
        Input::Rows { fields, .. } => {
            let rows = draft.rows(&key);
            for row in 0..rows {
                let place = [&key, ".", &(row.to_string())].concat();
                let lines = answers(fields, &[&place, "."].concat(), draft, ctx);
                let number = (row + 1).to_string();
                let label = if rows == 1 { field.label.to_owned() } else { [field.label, " ", &number].concat() };
                let label = titled(&label, &ctx.settings);
                push(place, label, row_text(lines));
            }
            return;
        }
        Input::Evidence(groups) => {
            for (code, label) in groups.iter().flat_map(|(_, options)| options.iter()) {
                if draft.has(&key, code) {
                    let place = [&key, ".", code].concat();
                    let seen = draft.get(&place).trim();
                    push(
                        place.clone(),
                        (*label).to_owned(),
                        if seen.is_empty() { "Ticked, nothing written".to_owned() } else { seen.to_owned() },
                    );
                }
            }
            return;
        }
        Input::Ratings => {
            for (number, what) in ctx.rated(draft, &key) {
                let number = number.to_string();
                let place = [&key, ".", &number].concat();
                let rating = draft.get(&place);
                let remark = draft.get(&[&place, ".remark"].concat()).trim();
                let mut text = words(RATINGS, rating);
                if !text.is_empty() && !remark.is_empty() {
                    text.push_str(". ");
                }
                text.push_str(remark);
                let label = if what.is_empty() {
                    ["Target ", &number].concat()
                } else {
                    ["Target ", &number, ": ", &what].concat()
                };
                push(place, label, text);
            }
            return;
        }
    };
    push(key.clone(), titled(field.label, &ctx.settings), text);
}

/// The answers of a row in lines; a single one needs no label.
fn row_text(lines: Vec<Fact>) -> String {
    let bare = lines.len() == 1;
    let line = |fact: Fact| if bare { fact.text } else { [fact.label.as_str(), ": ", &fact.text].concat() };
    lines.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

fn words(options: Options, code: &str) -> String {
    options.iter().find(|(known, _)| *known == code).map_or(String::new(), |(_, words)| (*words).to_owned())
}

fn day(value: &str) -> String {
    parse_iso(value).map_or_else(|| value.to_owned(), dates::long)
}

fn moment(value: &str) -> String {
    match value.split_once('T') {
        Some((date, time)) => [&day(date), " at ", time].concat(),
        None => day(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::{Date, Moment};
    use casebook_domain::case::CaseFile;
    use casebook_domain::exit::{Exit, ExitComponent, ExitProgrammePart};
    use casebook_domain::ids::FileId;
    use casebook_domain::plan::{Attainment, TargetRating};
    use casebook_domain::preparation::Audience;
    use casebook_domain::session::{Attended, Session, SessionKind};
    use casebook_domain::settings::Settings;

    fn day() -> Date {
        parse_iso("2026-11-02").unwrap()
    }

    fn read(content: &Content) -> Vec<(String, String)> {
        let case = CaseFile::new(FileId::from_bytes([0; 16]));
        let now = Moment { utc_ms: 0, offset_min: 0 };
        let ctx = forms::form_ctx(&case, &Settings::new(String::new(), String::new()), day(), now);
        facts_of(content, &ctx).into_iter().flat_map(|group| group.facts).map(|fact| (fact.label, fact.text)).collect()
    }

    fn has(facts: &[(String, String)], text: &str) -> bool {
        facts.iter().any(|(_, answer)| answer == text)
    }

    #[test]
    fn a_session_reads_back_in_words_and_nothing_unanswered_is_shown() {
        let facts = read(&Content::Session(Session {
            date: day(),
            kind: SessionKind::OneToOne,
            minutes: 30,
            attended: Attended::Late,
            lesson_missed: String::new(),
            notes: "Worked on the desk card".to_owned(),
            next_step: String::new(),
            audience: Audience::Staff,
            ratings: vec![TargetRating {
                target: 2,
                attainment: Attainment::new(1).unwrap(),
                remark: "Twice".to_owned(),
            }],
            gifted: false,
            resources: Vec::new(),
        }));
        for text in [
            "2 November 2026",
            "One to one",
            "Came late",
            "Worked on the desk card",
            "May go to staff",
            "More than expected. Twice",
        ] {
            assert!(has(&facts, text), "{text} in {facts:?}");
        }
        assert!(facts.iter().all(|(label, text)| !label.is_empty() && !text.is_empty()));
    }

    #[test]
    fn rows_are_read_line_by_line() {
        let part =
            |what: &str, until| ExitProgrammePart { component: ExitComponent::Clubs, what: what.to_owned(), until };
        let facts = read(&Content::Exit(Exit {
            date: day(),
            outcomes: Vec::new(),
            programme: vec![part("Breakfast club", Some(day())), part("", None)],
            follow_ups: vec![day()],
            decided_with: String::new(),
            summary: String::new(),
        }));
        let rows: Vec<_> = facts.iter().filter(|(_, text)| text.contains(ExitComponent::Clubs.label())).collect();
        assert_eq!(rows.len(), 2, "{facts:?}");
        assert!(
            rows[0].0.ends_with(" 1")
                && rows[0].1.contains("Breakfast club\n")
                && rows[0].1.contains("2 November 2026")
        );
        assert_eq!(rows[1].1, ExitComponent::Clubs.label());
    }
}
