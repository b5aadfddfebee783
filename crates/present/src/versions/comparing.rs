//! What differs between two versions of a record.

use crate::dates;
use crate::facts::answers;
use crate::forms::{self, Draft, Field, FormCtx, Input};
use crate::numbers::counted;
use crate::word_diff::{WordPiece, word_diff};
use casebook_domain::case::CaseFile;
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::ids::EpisodeId;
use casebook_domain::observation::Observation;
use std::collections::BTreeMap;

use super::{Also, Answer, Compared, Difference};

/// The difference that is in no field: what was observed, what went with a hand-over.
pub(super) const UNSEEN: &str = "unseen";

/// The difference that two entries belong to different episodes.
pub(super) const EPISODE: &str = "episode";

/// By which field a row is known again.
pub(super) const ROW_KEYS: &[&str] = &["number", "criterion"];

/// One answer of one version.
pub(super) struct Unit {
    /// The same in all versions for what is compared with each other.
    pub(super) id: String,
    /// Its place in the draft of its version.
    pub(super) key: String,
    pub(super) field: &'static Field,
    pub(super) section: &'static str,
    pub(super) label: String,
    pub(super) text: String,
}

/// One version taken apart.
pub(super) struct Side {
    pub(super) draft: Draft,
    pub(super) units: Vec<Unit>,
}

pub(super) fn sides(entries: &[&Entry], ctx: &FormCtx) -> Vec<Side> {
    let mut sides: Vec<Side> = entries
        .iter()
        .map(|entry| {
            let draft = forms::fill(&entry.content, ctx);
            let units = units(entry.content.kind(), &draft, ctx);
            Side { draft, units }
        })
        .collect();
    name_rows(&mut sides);
    sides
}

pub(super) fn units(kind: Kind, draft: &Draft, ctx: &FormCtx) -> Vec<Unit> {
    let mut units = Vec::new();
    for section in forms::form(kind).sections {
        for field in section.fields {
            for fact in answers(core::slice::from_ref(field), "", draft, ctx) {
                units.push(Unit {
                    id: fact.key.clone(),
                    key: fact.key,
                    field,
                    section: section.title,
                    label: fact.label,
                    text: fact.text,
                });
            }
        }
    }
    units
}

/// Gives rows that are compared with each other one name.
pub(super) fn name_rows(sides: &mut [Side]) {
    let in_all = |name: &str, text: &str| -> usize {
        let count = |side: &Side| side.units.iter().filter(|unit| unit.field.name == name && unit.text == text).count();
        sides.iter().map(count).min().unwrap_or(0)
    };
    let mut named: Vec<Vec<(usize, String)>> = Vec::with_capacity(sides.len());
    for side in sides.iter() {
        let mut names = Vec::new();
        let mut met: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        for (place, unit) in side.units.iter().enumerate() {
            let Input::Rows { fields, .. } = unit.field.input else { continue };
            let name = unit.field.name;
            let by = ROW_KEYS.iter().find(|key| fields.iter().any(|field| field.name == **key));
            let key = by.map(|by| side.draft.get(&[&unit.key, ".", by].concat())).filter(|value| !value.is_empty());
            let id = if let Some(key) = key {
                let nth = met.entry((name, key)).or_insert(0);
                *nth += 1;
                [name, ".key.", key, ".", &nth.to_string()].concat()
            } else {
                let nth = met.entry((name, &unit.text)).or_insert(0);
                *nth += 1;
                if *nth <= in_all(name, &unit.text) {
                    [name, ".same.", &unit.text, ".", &nth.to_string()].concat()
                } else {
                    let nth = left.entry(name).or_insert(0);
                    *nth += 1;
                    [name, ".left.", &nth.to_string()].concat()
                }
            };
            names.push((place, id));
        }
        named.push(names);
    }
    for (side, names) in sides.iter_mut().zip(named) {
        for (place, id) in names {
            side.units[place].id = id;
        }
    }
}

/// The ids of all units, in the order of the form; what only a later version has is after what precedes it there.
pub(super) fn order(sides: &[Side]) -> Vec<&str> {
    let mut ids: Vec<&str> = Vec::new();
    for side in sides {
        let mut after = 0;
        for unit in &side.units {
            match ids.iter().position(|id| *id == unit.id) {
                Some(at) => after = at + 1,
                None => {
                    ids.insert(after, &unit.id);
                    after += 1;
                }
            }
        }
    }
    ids
}

impl Side {
    pub(super) fn unit(&self, id: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == id)
    }

    /// What is in the draft at a place, whatever it is in words.
    pub(super) fn raw(&self, unit: &Unit) -> &str {
        self.draft.get(&unit.key)
    }
}

/// Compares versions of a record, at least two; `None` where they are of different kinds and have no form in common.
pub fn compare(entries: &[&Entry], case: &CaseFile, ctx: &FormCtx) -> Option<Compared> {
    let kind = entries.first()?.content.kind();
    if entries.iter().any(|entry| entry.content.kind() != kind) {
        return None;
    }
    let sides = sides(entries, ctx);
    let mut compared = Compared::default();
    for id in order(&sides) {
        let units: Vec<Option<&Unit>> = sides.iter().map(|side| side.unit(id)).collect();
        let Some(first) = units.iter().flatten().next() else { continue };
        fn text<'a>(unit: &Option<&'a Unit>) -> &'a str {
            unit.map_or("", |unit| unit.text.as_str())
        }
        let scalar = !matches!(first.field.input, Input::Rows { .. });
        let raw = |place: usize| units[place].map_or("", |unit| sides[place].raw(unit));
        let same = units.iter().all(|unit| text(unit) == first.text)
            && (!scalar || (1..sides.len()).all(|place| raw(place) == raw(0)));
        if same {
            compared.same.push((first.label.clone(), first.text.clone()));
            continue;
        }
        let texts: Vec<&str> = units.iter().map(text).collect();
        compared.different.push(Difference {
            id: id.to_owned(),
            section: first.section,
            label: first.label.clone(),
            answers: marked(&texts, wordy(first.field.input)),
            nothing: nothing(first.field.input),
            also: also(first.field.input, units.iter().flatten().count()),
        });
    }
    compared.different.extend(unseen(entries, &sides));
    compared.different.extend(episodes(entries, case));
    Some(compared)
}

/// What a version changed of the one before, in the same words.
pub fn changes(before: &Entry, after: &Entry, case: &CaseFile, ctx: &FormCtx) -> Vec<Difference> {
    compare(&[before, after], case, ctx).map(|compared| compared.different).unwrap_or_default()
}

pub(super) fn wordy(input: Input) -> bool {
    matches!(
        input,
        Input::Line
            | Input::LineFrom(_)
            | Input::Area { .. }
            | Input::Rows { .. }
            | Input::Evidence(_)
            | Input::Ratings
    )
}

pub(super) const fn nothing(input: Input) -> &'static str {
    match input {
        Input::Tick => "No",
        Input::Rows { .. } => "Not in this version",
        Input::Evidence(_) => "Not ticked",
        Input::Ratings => "Not rated",
        _ => "Nothing written",
    }
}

pub(super) const fn also(input: Input, answered: usize) -> Also {
    match input {
        Input::Line | Input::LineFrom(_) => Also::Write { lines: false },
        Input::Area { .. } => Also::Write { lines: true },
        Input::Rows { add, .. } if answered > 1 && !add.is_empty() => Also::Both,
        _ => Also::Nothing,
    }
}

/// Each text in pieces: the first against the second, the others against the first.
pub(super) fn marked(texts: &[&str], wordy: bool) -> Vec<Answer> {
    let whole = |text: &str| {
        if text.is_empty() { Vec::new() } else { vec![WordPiece { text: text.to_owned(), differs: false }] }
    };
    let pieces = |place: usize| {
        let text = texts[place];
        if !wordy {
            return whole(text);
        }
        match (place, texts.get(1)) {
            (0, Some(other)) if !other.is_empty() => word_diff(text, other).0,
            (0, _) => whole(text),
            _ if texts[0].is_empty() => whole(text),
            _ => word_diff(texts[0], text).1,
        }
    };
    texts.iter().enumerate().map(|(place, text)| Answer { text: (*text).to_owned(), pieces: pieces(place) }).collect()
}

/// What no form shows, where it differs.
pub(super) fn unseen(entries: &[&Entry], sides: &[Side]) -> Option<Difference> {
    let first = &entries.first()?.content;
    let hidden = |side: &Side| -> Vec<String> {
        let fields = forms::form(first.kind()).sections.iter().flat_map(|section| section.fields);
        let hidden = fields.filter(|field| matches!(field.input, Input::Hidden | Input::Strokes));
        hidden.map(|field| side.draft.get(field.name).to_owned()).collect()
    };
    let differs = entries.iter().zip(sides).skip(1).any(|(other, side)| {
        forms::keep_unseen(first.clone(), &other.content) != *first || hidden(side) != hidden(&sides[0])
    });
    if !differs {
        return None;
    }
    let (label, texts): (&str, Vec<String>) = match first {
        Content::Observation(_) => {
            ("What was observed", entries.iter().map(|entry| observed(&entry.content)).collect())
        }
        Content::Signature(_) => ("The signature", places(entries.len())),
        _ => ("Details that the form does not show", places(entries.len())),
    };
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    Some(Difference {
        id: UNSEEN.to_owned(),
        section: "",
        label: label.to_owned(),
        answers: marked(&texts, false),
        nothing: nothing(Input::Hidden),
        also: Also::Nothing,
    })
}

pub(super) fn places(count: usize) -> Vec<String> {
    let sign = |place: usize| ["one", "two", "three", "four"].get(place).copied().unwrap_or("another");
    (0..count).map(|place| ["As in version ", sign(place)].concat()).collect()
}

pub(super) fn observed(content: &Content) -> String {
    let Content::Observation(Observation { began, events, uses, .. }) = content else { return String::new() };
    let mut text = ["Started ", &dates::moment(*began), ", "].concat();
    text.push_str(&counted(events.len() as u64, "event", "events"));
    if !uses.is_empty() {
        text.push_str(", used for ");
        text.push_str(&counted(uses.len() as u64, "target", "targets"));
    }
    text
}

pub(super) fn episodes(entries: &[&Entry], case: &CaseFile) -> Option<Difference> {
    let first = entries.first()?.episode;
    if entries.iter().all(|entry| entry.episode == first) {
        return None;
    }
    let told = |episode: Option<EpisodeId>| match episode {
        None => "No referral".to_owned(),
        Some(id) => match case.episode(id) {
            Some(episode) => ["The referral of ", &dates::long(episode.opened)].concat(),
            None => "A referral that is not in this file".to_owned(),
        },
    };
    let texts: Vec<String> = entries.iter().map(|entry| told(entry.episode)).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    Some(Difference {
        id: EPISODE.to_owned(),
        section: "",
        label: "Belongs to".to_owned(),
        answers: marked(&texts, false),
        nothing: nothing(Input::Hidden),
        also: Also::Nothing,
    })
}

/// How versions are called on the screen, by who wrote them and whether on this tablet: "Yours", "Gwen's"; where one person
/// wrote several, with the tablet, and then numbered.
pub fn called(versions: &[(&str, bool)], me: &str) -> Vec<String> {
    let base = |author: &str| match author.trim() {
        "" => "Somebody's".to_owned(),
        author if author == me.trim() => "Yours".to_owned(),
        author => [author, "'s"].concat(),
    };
    let bases: Vec<String> = versions.iter().map(|(author, _)| base(author)).collect();
    let with_tablet = |place: usize| {
        let same = bases.iter().filter(|other| **other == bases[place]).count();
        match (same, versions[place].1) {
            (1, _) => bases[place].clone(),
            (_, true) => [&bases[place], " (this tablet)"].concat(),
            (_, false) => [&bases[place], " (another tablet)"].concat(),
        }
    };
    let names: Vec<String> = (0..versions.len()).map(with_tablet).collect();
    let numbered = |place: usize| match names.iter().filter(|other| **other == names[place]).count() {
        1 => names[place].clone(),
        _ => {
            let before = names[..place].iter().filter(|other| **other == names[place]).count();
            [&names[place], " ", &(before + 1).to_string()].concat()
        }
    };
    (0..versions.len()).map(numbered).collect()
}
