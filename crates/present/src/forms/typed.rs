//! A half-filled form as plain text: offered for copying or saving when the tablet's storage does not answer.

use std::collections::BTreeMap;

use super::{Field, Input, Options, form};
use crate::dates;
use casebook_domain::calendar::Moment;
use casebook_domain::content::Kind;

/// Each field that holds something, in the form's order, with its label.
pub fn typed_text(kind: Kind, values: &BTreeMap<String, String>, at: Moment) -> String {
    let mut text = [kind.label(), ", ", &dates::moment(at)].concat();
    let mut rest: Vec<(&String, &String)> = values.iter().filter(|(key, value)| is_typed(key, value)).collect();
    for field in form(kind).sections.iter().flat_map(|section| section.fields) {
        let of_it =
            |key: &str| key == field.name || key.strip_prefix(field.name).is_some_and(|end| end.starts_with('.'));
        rest.retain(|(key, value)| {
            if of_it(key) {
                line(&mut text, field, key, value);
            }
            !of_it(key)
        });
    }
    // A page of its own may keep more than its form shows.
    for (_, value) in rest.into_iter().filter(|(key, _)| *key == "text") {
        text.push('\n');
        text.push_str(value);
    }
    text
}

/// Whether somebody typed or chose it: not an id, nor what is carried along.
fn is_typed(key: &str, value: &str) -> bool {
    let id = value.len() == 32 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    !(value.is_empty() || id || key.ends_with(".was") || key.ends_with(".offset"))
}

fn line(text: &mut String, field: &Field, key: &str, value: &str) {
    let inner = match field.input {
        Input::Hidden | Input::Strokes => return,
        // The row itself says only that it is there.
        Input::Rows { fields, .. } => match key.rsplit_once('.') {
            Some((_, name)) => fields.iter().find(|field| field.name == name),
            None => None,
        },
        Input::Evidence(groups) if key.len() > field.name.len() => {
            let code = key.strip_prefix(field.name).unwrap_or(key).trim_start_matches('.');
            let label = groups.iter().find_map(|(_, options)| words(options, code));
            return push(text, label.unwrap_or(field.label), value);
        }
        Input::Evidence(_) => return,
        _ => Some(field),
    };
    let Some(inner) = inner else { return };
    match inner.input {
        Input::Choice(options) | Input::Shown(options) => {
            push(text, inner.label, words(options, value).unwrap_or(value));
        }
        Input::Many(options) => {
            let chosen: Vec<&str> = value.split(' ').map(|code| words(options, code).unwrap_or(code)).collect();
            push(text, inner.label, &chosen.join(", "));
        }
        _ => push(text, inner.label, value),
    }
}

fn words(options: Options, code: &str) -> Option<&'static str> {
    options.iter().find(|(other, _)| *other == code).map(|(_, words)| *words)
}

fn push(text: &mut String, label: &str, value: &str) {
    for part in ["\n", label, ": ", value] {
        text.push_str(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(kind: Kind, values: &[(&str, &str)]) -> String {
        let values = values.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        typed_text(kind, &values, Moment { utc_ms: 1_795_446_000_000, offset_min: 0 })
    }

    #[test]
    fn what_was_typed_is_told_with_its_labels_and_without_ids() {
        let text = typed(
            Kind::Note,
            &[("text", "She read aloud."), ("pupil", "0123456789abcdef0123456789abcdef"), ("date", "2026-11-23")],
        );
        assert!(text.starts_with("Note, "), "{text}");
        assert!(
            text.contains("She read aloud.") && text.contains("2026-11-23") && !text.contains("0123456789"),
            "{text}"
        );
        let text = typed(Kind::Contact, &[("surname", "Example"), ("phone_safe", "yes")]);
        assert!(text.contains("Surname: Example"), "{text}");
        assert!(!text.ends_with(": yes"), "a choice is told in its words: {text}");
    }

    #[test]
    fn rows_and_evidence_are_told_too() {
        let text = typed(Kind::Plan, &[("targets.0", "yes"), ("targets.0.what", "Puts up a hand")]);
        assert!(text.contains("Puts up a hand") && !text.contains(": yes"), "{text}");
        let text = typed(Kind::Referral, &[("criteria", "engagement"), ("criteria.engagement", "Puts the pen away")]);
        assert!(text.contains("Puts the pen away"), "{text}");
    }
}
