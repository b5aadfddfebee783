//! One version put together from two.

use crate::forms::{self, Draft, Field, FieldError, FormCtx, Input};
use casebook_domain::case::CaseFile;
use casebook_domain::content::Entry;
use std::collections::BTreeMap;

use super::Also;
use super::comparing::{EPISODE, Side, UNSEEN, Unit, compare, order, sides};

/// What is taken of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Take {
    /// This version's answer, by its place.
    Of(usize),
    /// A text rewritten.
    Text(String),
    /// The rows of all.
    Both,
}

/// Why nothing could be combined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotTogether {
    /// These differences are not chosen yet.
    Open(Vec<String>),
    /// What was chosen does not fit together as a form would take it.
    Fields(Vec<FieldError>),
}

/// Puts a record together from what is taken of each difference.
///
/// # Errors
/// [`NotTogether`]: what is still open, or what does not fit.
pub fn together(
    entries: &[&Entry],
    takes: &BTreeMap<String, Take>,
    case: &CaseFile,
    ctx: &FormCtx,
) -> Result<Entry, NotTogether> {
    let compared = compare(entries, case, ctx).unwrap_or_default();
    let place = |id: &str| match takes.get(id) {
        Some(Take::Of(place)) if *place < entries.len() => Some(*place),
        _ => None,
    };
    let open: Vec<String> = compared
        .different
        .iter()
        .filter(|difference| match takes.get(&difference.id) {
            None => true,
            Some(Take::Of(place)) => *place >= entries.len(),
            Some(Take::Text(_)) => !matches!(difference.also, Also::Write { .. }),
            Some(Take::Both) => difference.also != Also::Both,
        })
        .map(|difference| difference.id.clone())
        .collect();
    if !open.is_empty() || entries.is_empty() {
        return Err(NotTogether::Open(open));
    }
    let sides = sides(entries, ctx);
    let base = place(UNSEEN).unwrap_or(0);
    let kind = entries[base].content.kind();
    let mut draft = sides[base].draft.clone();
    let ids = order(&sides);
    for field in forms::form(kind).sections.iter().flat_map(|section| section.fields) {
        if matches!(field.input, Input::Rows { .. }) {
            put_rows(&mut draft, field, &sides, &ids, takes);
        }
    }
    for difference in &compared.different {
        let Some(unit) = sides.iter().find_map(|side| side.unit(&difference.id)) else { continue };
        match takes.get(&difference.id) {
            _ if matches!(unit.field.input, Input::Rows { .. }) => {}
            Some(Take::Text(text)) => draft.set(&unit.key, text.trim()),
            Some(Take::Of(place)) => put_answer(&mut draft, unit, &sides[*place].draft),
            Some(Take::Both) | None => {}
        }
    }
    let content = forms::parse(kind, &draft, ctx).map_err(NotTogether::Fields)?;
    Ok(Entry {
        episode: entries[place(EPISODE).unwrap_or(base)].episode,
        content: forms::keep_unseen(content, &entries[base].content),
    })
}

/// Puts one answer of another draft in the place of this one's.
pub(super) fn put_answer(draft: &mut Draft, unit: &Unit, from: &Draft) {
    if let (Input::Evidence(_), Some((name, code))) = (unit.field.input, unit.key.split_once('.')) {
        draft.choose(name, code, from.has(name, code));
    }
    take_out(draft, &unit.key);
    copy(from, &unit.key, draft, &unit.key);
}

pub(super) fn take_out(draft: &mut Draft, key: &str) {
    let within = [key, "."].concat();
    draft.values.retain(|other, _| other != key && !other.starts_with(&within));
}

pub(super) fn copy(from: &Draft, key: &str, draft: &mut Draft, to: &str) {
    if let Some(value) = from.values.get(key) {
        draft.values.insert(to.to_owned(), value.clone());
    }
    for (rest, value) in from.of(key) {
        draft.values.insert([to, ".", rest].concat(), value.to_owned());
    }
}

pub(super) fn put_rows(draft: &mut Draft, field: &Field, sides: &[Side], ids: &[&str], takes: &BTreeMap<String, Take>) {
    let name = field.name;
    let mut rows: Vec<(&Side, &Unit)> = Vec::new();
    for id in ids {
        let units: Vec<(&Side, &Unit)> = sides
            .iter()
            .filter_map(|side| Some((side, side.unit(id)?)))
            .filter(|(_, unit)| unit.field.name == name)
            .collect();
        match takes.get(*id) {
            _ if units.is_empty() => {}
            Some(Take::Of(place)) => rows.extend(sides[*place].unit(id).map(|unit| (&sides[*place], unit))),
            Some(Take::Both) => rows.extend(units),
            _ => rows.extend(units.first()),
        }
    }
    take_out(draft, name);
    for (place, (side, unit)) in rows.into_iter().enumerate() {
        let to = [name, ".", &place.to_string()].concat();
        draft.values.entry(to.clone()).or_default();
        copy(&side.draft, &unit.key, draft, &to);
    }
}
