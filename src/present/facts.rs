//! A record to read in full: what its form asked and what was answered, so
//! that reading and writing show the same things in the same order.

use crate::domain::calendar::parse_iso;
use crate::domain::content::Content;

use super::dates;
use super::forms::{self, Draft, Field, FormCtx, Input, Options, RATINGS};

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The field's name in the form.
    pub name: &'static str,
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
    let of = |section: &'static forms::Section| Facts { title: section.title, facts: answers(section.fields, "", &draft, ctx) };
    form.sections.iter().map(of).filter(|group| !group.facts.is_empty()).collect()
}

fn answers(fields: &'static [Field], prefix: &str, draft: &Draft, ctx: &FormCtx) -> Vec<Fact> {
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
    let mut push = |label: String, text: String| {
        if !text.is_empty() {
            found.push(Fact { name: field.name, label, text });
        }
    };
    let text = match field.input {
        Input::Hidden | Input::Strokes => return,
        Input::Line | Input::LineFrom(_) | Input::Area { .. } => value.to_owned(),
        Input::Date(_) => day(value),
        Input::Moment => moment(value),
        Input::Number { unit, .. } if value.is_empty() || unit.is_empty() => value.to_owned(),
        Input::Number { unit, .. } => [value, " ", unit].concat(),
        Input::Choice(options) | Input::Shown(options) => words(options, value),
        Input::Many(options) => {
            let chosen = value.split_ascii_whitespace().map(|code| words(options, code));
            chosen.collect::<Vec<_>>().join(", ")
        }
        Input::Tick => if value == "yes" { "Yes".to_owned() } else { String::new() },
        Input::Pick(source) => {
            ctx.choices(source).iter().find(|pick| pick.id == value).map_or(String::new(), |pick| pick.label.clone())
        }
        Input::Rows { fields, .. } => {
            for row in 0..draft.rows(&key) {
                let number = (row + 1).to_string();
                let lines = answers(fields, &[&key, ".", &(row.to_string()), "."].concat(), draft, ctx);
                push([field.label, " ", &number].concat(), row_text(lines, fields.len() == 1));
            }
            return;
        }
        Input::Evidence(groups) => {
            for (code, label) in groups.iter().flat_map(|(_, options)| options.iter()) {
                if draft.has(&key, code) {
                    let seen = draft.get(&[&key, ".", code].concat()).trim();
                    push((*label).to_owned(), if seen.is_empty() { "Ticked, nothing written".to_owned() } else { seen.to_owned() });
                }
            }
            return;
        }
        Input::Ratings => {
            for (number, what) in ctx.rated(draft, &key) {
                let number = number.to_string();
                let rating = draft.get(&[&key, ".", &number].concat());
                let remark = draft.get(&[&key, ".", &number, ".remark"].concat()).trim();
                let mut text = words(RATINGS, rating);
                if !text.is_empty() && !remark.is_empty() {
                    text.push_str(". ");
                }
                text.push_str(remark);
                let label = if what.is_empty() { ["Target ", &number].concat() } else { ["Target ", &number, ": ", &what].concat() };
                push(label, text);
            }
            return;
        }
    };
    push(field.label.to_owned(), text);
}

fn row_text(lines: Vec<Fact>, bare: bool) -> String {
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
