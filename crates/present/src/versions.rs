//! Two versions of a record, field by field: what differs, in words, and what is combined from them.
//!
//! Works on a form's own data, so that it knows every kind of record. A row of a table is compared with the row that has
//! its key (a target's number, a criterion), else with one that says the same, else with the next one left over; it is
//! chosen as a whole.

use std::collections::BTreeMap;

use casebook_domain::case::CaseFile;
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::ids::{ActorId, EpisodeId};
use casebook_domain::observation::Observation;

use super::facts::answers;
use super::forms::{self, Draft, Field, FieldError, FormCtx, Input};
use super::numbers::counted;
use super::word_diff::{WordPiece, word_diff};
use super::{dates, words};

/// The difference that is in no field: what was observed, what went with a hand-over.
const UNSEEN: &str = "unseen";
/// The difference that two entries belong to different episodes.
const EPISODE: &str = "episode";
/// By which field a row is known again.
const ROW_KEYS: &[&str] = &["number", "criterion"];

/// What can be done about a difference beside taking one version's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Also {
    /// Nothing.
    Nothing,
    /// A text is written from both.
    Write {
        /// It may have several lines.
        lines: bool,
    },
    /// Both rows are kept.
    Both,
}

/// What one version answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// In words; empty: see [`Difference::nothing`].
    pub text: String,
    /// The same in pieces, the words that differ marked.
    pub pieces: Vec<WordPiece>,
}

/// One thing in which versions differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which one it is, among the differences of these versions.
    pub id: String,
    /// The heading of the form under which it stands; may be empty.
    pub section: &'static str,
    /// What is asked.
    pub label: String,
    /// What each version answers, in their order.
    pub answers: Vec<Answer>,
    /// What an empty answer means.
    pub nothing: &'static str,
    /// What else can be done.
    pub also: Also,
}

/// What differs and what is the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// The differences, in the order of the form.
    pub different: Vec<Difference>,
    /// (What is asked, what all answer).
    pub same: Vec<(String, String)>,
}

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

/// One answer of one version.
struct Unit {
    /// The same in all versions for what is compared with each other.
    id: String,
    /// Its place in the draft of its version.
    key: String,
    field: &'static Field,
    section: &'static str,
    label: String,
    text: String,
}

/// One version taken apart.
struct Side {
    draft: Draft,
    units: Vec<Unit>,
}

fn sides(entries: &[&Entry], ctx: &FormCtx) -> Vec<Side> {
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

fn units(kind: Kind, draft: &Draft, ctx: &FormCtx) -> Vec<Unit> {
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
fn name_rows(sides: &mut [Side]) {
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
fn order(sides: &[Side]) -> Vec<&str> {
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
    fn unit(&self, id: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == id)
    }

    /// What is in the draft at a place, whatever it is in words.
    fn raw(&self, unit: &Unit) -> &str {
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

fn wordy(input: Input) -> bool {
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

const fn nothing(input: Input) -> &'static str {
    match input {
        Input::Tick => "No",
        Input::Rows { .. } => "Not in this version",
        Input::Evidence(_) => "Not ticked",
        Input::Ratings => "Not rated",
        _ => "Nothing written",
    }
}

const fn also(input: Input, answered: usize) -> Also {
    match input {
        Input::Line | Input::LineFrom(_) => Also::Write { lines: false },
        Input::Area { .. } => Also::Write { lines: true },
        Input::Rows { add, .. } if answered > 1 && !add.is_empty() => Also::Both,
        _ => Also::Nothing,
    }
}

/// Each text in pieces: the first against the second, the others against the first.
fn marked(texts: &[&str], wordy: bool) -> Vec<Answer> {
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
fn unseen(entries: &[&Entry], sides: &[Side]) -> Option<Difference> {
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

fn places(count: usize) -> Vec<String> {
    let sign = |place: usize| ["one", "two", "three", "four"].get(place).copied().unwrap_or("another");
    (0..count).map(|place| ["As in version ", sign(place)].concat()).collect()
}

fn observed(content: &Content) -> String {
    let Content::Observation(Observation { began, events, uses, .. }) = content else { return String::new() };
    let mut text = ["Started ", &dates::moment(*began), ", "].concat();
    text.push_str(&counted(events.len() as u64, "event", "events"));
    if !uses.is_empty() {
        text.push_str(", used for ");
        text.push_str(&counted(uses.len() as u64, "target", "targets"));
    }
    text
}

fn episodes(entries: &[&Entry], case: &CaseFile) -> Option<Difference> {
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
fn put_answer(draft: &mut Draft, unit: &Unit, from: &Draft) {
    if let (Input::Evidence(_), Some((name, code))) = (unit.field.input, unit.key.split_once('.')) {
        draft.choose(name, code, from.has(name, code));
    }
    take_out(draft, &unit.key);
    copy(from, &unit.key, draft, &unit.key);
}

fn take_out(draft: &mut Draft, key: &str) {
    let within = [key, "."].concat();
    draft.values.retain(|other, _| other != key && !other.starts_with(&within));
}

fn copy(from: &Draft, key: &str, draft: &mut Draft, to: &str) {
    if let Some(value) = from.values.get(key) {
        draft.values.insert(to.to_owned(), value.clone());
    }
    for (rest, value) in from.of(key) {
        draft.values.insert([to, ".", rest].concat(), value.to_owned());
    }
}

fn put_rows(draft: &mut Draft, field: &Field, sides: &[Side], ids: &[&str], takes: &BTreeMap<String, Take>) {
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

/// "this tablet", or a short mark that tells other tablets apart.
pub fn device(here: bool, actor: ActorId) -> String {
    if here {
        return "this tablet".to_owned();
    }
    let mark: String = actor.to_string().chars().take(4).collect();
    ["another tablet (", &mark.to_uppercase(), ")"].concat()
}

/// A record within a sentence: "the note of 3 November 2026".
pub fn the_record(content: &Content) -> String {
    let mut text = words::the_kind(content.kind());
    if let Some(day) = content.day() {
        text.push_str(" of ");
        text.push_str(&dates::long(day));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_called_by_whose_they_are() {
        assert_eq!(
            called(&[("Gwen Invented", false), ("Sam Mentor", true)], "Sam Mentor"),
            ["Gwen Invented's", "Yours"]
        );
        let tablets = called(&[("Sam Mentor", false), (" Sam Mentor", true)], "Sam Mentor");
        assert_eq!(tablets, ["Yours (another tablet)", "Yours (this tablet)"]);
        let many = called(&[("", false), ("", false), ("Mo", true)], "Sam");
        assert_eq!(many, ["Somebody's (another tablet) 1", "Somebody's (another tablet) 2", "Mo's"]);
    }
    use casebook_domain::calendar::{Date, Moment, parse_iso};
    use casebook_domain::exit::{Exit, ExitComponent, ExitProgrammePart};
    use casebook_domain::ids::{FileId, RecordId};
    use casebook_domain::plan::{Attainment, ParentsPart, Plan, Target, TargetRating};
    use casebook_domain::preparation::{Audience, ContactWay, FamilyContact, Reached};
    use casebook_domain::referral::{Criterion, CriterionEvidence, Referral, ReferrerKind};
    use casebook_domain::session::{Attended, Note, Session, SessionKind};
    use casebook_domain::settings::Settings;

    fn day(text: &str) -> Date {
        parse_iso(text).unwrap()
    }

    fn case() -> CaseFile {
        CaseFile::new(FileId::from_bytes([1; 16]))
    }

    fn ctx() -> FormCtx {
        let now = Moment { utc_ms: 1_795_446_000_000, offset_min: 0 };
        forms::form_ctx(&case(), &Settings::new("M".into(), "S".into()), day("2026-11-23"), now)
    }

    fn entry(content: Content) -> Entry {
        Entry { episode: None, content }
    }

    fn note(text: &str, audience: Audience) -> Entry {
        entry(Content::Note(Note { date: day("2026-11-02"), text: text.to_owned(), audience }))
    }

    fn target(number: u16, what: &str) -> Target {
        Target {
            number,
            what: what.to_owned(),
            measure: "Tally".to_owned(),
            unit: "a lesson".to_owned(),
            baseline: "6".to_owned(),
            aim: "2".to_owned(),
            by: None,
            helper: String::new(),
            outcomes: Vec::new(),
            weight: 1,
            own_words: String::new(),
        }
    }

    fn plan(targets: Vec<Target>, rewards: &str) -> Entry {
        entry(Content::Plan(Plan {
            date: day("2026-11-02"),
            revises: None,
            objectives: Vec::new(),
            targets,
            strategies: "Desk card".to_owned(),
            school: String::new(),
            parents: ParentsPart::Arranged(String::new()),
            review_on: None,
            success: String::new(),
            rewards: rewards.to_owned(),
            agreed_with: String::new(),
            pupil_voice: String::new(),
        }))
    }

    fn differences(entries: &[&Entry]) -> Vec<(String, Vec<String>)> {
        let compared = compare(entries, &case(), &ctx()).unwrap();
        let told = |difference: Difference| {
            (difference.label, difference.answers.into_iter().map(|answer| answer.text).collect())
        };
        compared.different.into_iter().map(told).collect()
    }

    fn takes(list: &[(&str, Take)]) -> BTreeMap<String, Take> {
        let mut takes = BTreeMap::new();
        for (id, take) in list {
            takes.insert((*id).to_owned(), take.clone());
        }
        takes
    }

    #[test]
    fn what_differs_is_told_by_field_and_what_is_the_same_apart() {
        let (one, other) = (note("He sat still.", Audience::Staff), note("He sat very still.", Audience::Staff));
        let compared = compare(&[&one, &other], &case(), &ctx()).unwrap();
        assert_eq!(compared.different.len(), 1);
        let difference = &compared.different[0];
        assert_eq!((difference.label.as_str(), difference.also), ("Note", Also::Write { lines: true }));
        let marked: Vec<&str> = difference.answers[1]
            .pieces
            .iter()
            .filter(|piece| piece.differs)
            .map(|piece| piece.text.as_str())
            .collect();
        assert_eq!(marked, ["very "]);
        assert_eq!(compared.same.len(), 2, "{:?}", compared.same);
        assert_eq!(differences(&[&one, &one]), []);
    }

    #[test]
    fn a_target_is_compared_with_the_one_of_its_number_wherever_it_stands() {
        let one = plan(vec![target(1, "Sits"), target(2, "Asks for help")], "");
        let other = plan(vec![target(2, "Asks for help"), target(1, "Sits on time"), target(3, "Reads")], "");
        let found = differences(&[&one, &other]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].1[0].contains("Sits") && found[0].1[1].contains("Sits on time"));
        assert!(found[1].1[0].is_empty() && found[1].1[1].contains("Reads"));
    }

    #[test]
    fn rows_without_a_key_are_compared_by_what_they_say_then_by_what_is_left() {
        let part =
            |what: &str| ExitProgrammePart { component: ExitComponent::Clubs, what: what.to_owned(), until: None };
        let exit = |parts: Vec<ExitProgrammePart>| {
            entry(Content::Exit(Exit {
                date: day("2026-11-02"),
                outcomes: Vec::new(),
                programme: parts,
                follow_ups: Vec::new(),
                decided_with: String::new(),
                summary: String::new(),
            }))
        };
        let one = exit(vec![part("Chess"), part("Football")]);
        let other = exit(vec![part("Football"), part("Drama")]);
        let found = differences(&[&one, &other]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].1[0].contains("Chess") && found[0].1[1].contains("Drama"));
    }

    #[test]
    fn each_field_can_come_from_another_version() {
        let one = plan(vec![target(1, "Sits"), target(2, "Asks")], "A sticker");
        let other = plan(vec![target(1, "Sits on time"), target(2, "Asks for help")], "A call home");
        let chosen = takes(&[
            ("targets.key.1.1", Take::Of(0)),
            ("targets.key.2.1", Take::Of(1)),
            ("rewards", Take::Text("A sticker, and a call home".to_owned())),
        ]);
        let Entry { content: Content::Plan(made), .. } = together(&[&one, &other], &chosen, &case(), &ctx()).unwrap()
        else {
            panic!("a plan")
        };
        let targets: Vec<(u16, &str)> =
            made.targets.iter().map(|target| (target.number, target.what.as_str())).collect();
        assert_eq!(targets, [(1, "Sits"), (2, "Asks for help")]);
        assert_eq!((made.rewards.as_str(), made.strategies.as_str()), ("A sticker, and a call home", "Desk card"));
    }

    #[test]
    fn two_new_targets_of_one_number_can_both_be_kept_and_get_numbers_of_their_own() {
        let one = plan(vec![target(1, "Sits")], "");
        let other = plan(vec![target(1, "Reads aloud")], "");
        let compared = compare(&[&one, &other], &case(), &ctx()).unwrap();
        assert_eq!(compared.different[0].also, Also::Both);
        let made = together(&[&one, &other], &takes(&[("targets.key.1.1", Take::Both)]), &case(), &ctx()).unwrap();
        let Content::Plan(made) = made.content else { panic!("a plan") };
        let numbers: Vec<u16> = made.targets.iter().map(|target| target.number).collect();
        assert_eq!(made.targets.len(), 2);
        assert!(numbers[0] != numbers[1], "{numbers:?}");
    }

    #[test]
    fn nothing_is_put_together_before_everything_is_chosen() {
        let (one, other) = (note("One", Audience::Staff), note("Other", Audience::Family));
        let some = takes(&[("text", Take::Of(1)), ("audience", Take::Both)]);
        let open = together(&[&one, &other], &some, &case(), &ctx());
        assert_eq!(open, Err(NotTogether::Open(vec!["audience".to_owned()])));
        let empty = takes(&[("text", Take::Text("  ".to_owned())), ("audience", Take::Of(0))]);
        assert!(matches!(together(&[&one, &other], &empty, &case(), &ctx()), Err(NotTogether::Fields(_))));
    }

    #[test]
    fn taking_all_of_one_version_gives_that_version_whatever_its_kind() {
        let rated = |remark: &str, minutes| {
            let rating = TargetRating { target: 2, attainment: Attainment::new(1).unwrap(), remark: remark.to_owned() };
            entry(Content::Session(Session {
                date: day("2026-11-02"),
                kind: SessionKind::OneToOne,
                minutes,
                attended: Attended::Yes,
                lesson_missed: String::new(),
                notes: "Notes".to_owned(),
                next_step: String::new(),
                audience: Audience::Staff,
                ratings: vec![rating],
                gifted: false,
                resources: Vec::new(),
            }))
        };
        let pairs = [
            (note("One", Audience::Staff), note("Other", Audience::Family)),
            (plan(vec![target(1, "Sits")], "x"), plan(vec![target(2, "Reads"), target(1, "Stands")], "")),
            (rated("Twice", 30), rated("", 45)),
        ];
        for (one, other) in &pairs {
            for place in 0..2 {
                let entries = [one, other];
                let compared = compare(&entries, &case(), &ctx()).unwrap();
                let mut chosen = BTreeMap::new();
                for difference in compared.different {
                    chosen.insert(difference.id, Take::Of(place));
                }
                let made = together(&entries, &chosen, &case(), &ctx()).unwrap();
                let again = compare(&[&made, entries[place]], &case(), &ctx()).unwrap();
                assert_eq!(again.different, [], "place {place}");
            }
        }
    }

    #[test]
    fn evidence_is_chosen_tick_by_tick() {
        let referral = |criteria: &[(Criterion, &str)]| {
            let ticked = |(criterion, evidence): &(Criterion, &str)| CriterionEvidence {
                criterion: *criterion,
                evidence: (*evidence).to_owned(),
            };
            let criteria = criteria.iter().map(ticked).collect();
            entry(Content::Referral(Referral {
                date: day("2026-11-02"),
                referrer: "Ms Example".to_owned(),
                referrer_kind: ReferrerKind::ClassTeacher,
                criteria,
                how_long: String::new(),
                strengths: String::new(),
                tried: String::new(),
                changes_wanted: String::new(),
                attendance_tenths: None,
                punctuality_only: false,
                attendance_chronic: false,
                attendance_override: String::new(),
                pupil_knows: true,
            }))
        };
        let one = referral(&[(Criterion::Isolated, "Alone at break")]);
        let other =
            referral(&[(Criterion::Isolated, "Alone at lunch"), (Criterion::LowSelfEsteem, "Says \"I can't\"")]);
        let compared = compare(&[&one, &other], &case(), &ctx()).unwrap();
        let ids: Vec<&str> = compared.different.iter().map(|difference| difference.id.as_str()).collect();
        assert_eq!(ids.len(), 2, "{ids:?}");
        let chosen = takes(&[(ids[0], Take::Of(0)), (ids[1], Take::Of(1))]);
        let made = together(&[&one, &other], &chosen, &case(), &ctx()).unwrap();
        let Content::Referral(made) = made.content else { panic!("a referral") };
        let told: Vec<(Criterion, &str)> =
            made.criteria.iter().map(|ticked| (ticked.criterion, ticked.evidence.as_str())).collect();
        assert!(told.contains(&(Criterion::Isolated, "Alone at break")), "{told:?}");
        assert!(told.contains(&(Criterion::LowSelfEsteem, "Says \"I can't\"")), "{told:?}");
    }

    #[test]
    fn whom_a_talk_was_with_differs_even_where_both_have_gone_from_the_file() {
        let talk = |contact: u8| {
            entry(Content::FamilyContact(FamilyContact {
                date: day("2026-11-02"),
                contact: RecordId::from_bytes([contact; 16]),
                way: ContactWay::Phone,
                reached: Reached::Spoke,
                about: "Homework".to_owned(),
                meeting_offered: false,
                audience: Audience::Staff,
            }))
        };
        let found = differences(&[&talk(1), &talk(2)]);
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn versions_of_different_kinds_have_no_form_in_common() {
        let (one, other) = (note("One", Audience::Staff), plan(Vec::new(), "x"));
        assert_eq!(compare(&[&one, &other], &case(), &ctx()), None);
    }

    #[test]
    fn three_versions_are_compared_together() {
        let three = [note("One", Audience::Staff), note("Two", Audience::Staff), note("Three", Audience::Family)];
        let entries: Vec<&Entry> = three.iter().collect();
        let found = differences(&entries);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|(_, answers)| answers.len() == 3));
        let made = together(&entries, &takes(&[("text", Take::Of(2)), ("audience", Take::Of(0))]), &case(), &ctx());
        assert_eq!(made, Ok(note("Three", Audience::Staff)));
    }
}
