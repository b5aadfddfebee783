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

pub mod html;
pub mod internal;
pub mod json;
pub mod redact;

use std::collections::{BTreeMap, BTreeSet};

use casebook_domain::calendar::Date;

use casebook_domain::calendar::Moment;
use casebook_domain::case::{CaseFile, Item};
use casebook_domain::contact::Contact;
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::hand_over::{HandOverReceipt, HandedOver, Received};
use casebook_domain::ids::RecordId;
use casebook_domain::observation::Observation;
use casebook_domain::order;
use casebook_domain::pupil::Pupil;
use casebook_domain::retention::AccessRequest;
use casebook_domain::settings::Settings;

use super::facts::facts_of;
use super::forms::{FormCtx, form_ctx};
use super::{dates, initials, observation, timeline};
use redact::Pattern;

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

const PUPIL: &str = "The pupil";
const HOME: &str = "People at home";
const RECORDED: &str = "What was recorded";
const WENT: &str = "Handed over and received";
const EARLIER: &str = "Earlier versions";
const DELETED: &str = "Deleted entries, still held";
const TITLES: [&str; 6] = [PUPIL, HOME, RECORDED, WENT, EARLIER, DELETED];

/// Kinds of record that are in no copy: safeguarding entries, the marks that they leave, what is about the keeping of the
/// file and about other requests.
pub const fn stays_out(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Worry
            | Kind::LeadDecision
            | Kind::Retention
            | Kind::AccessRequest
            | Kind::Settings
            | Kind::Template
            | Kind::Lists
            | Kind::Resource
    )
}

/// Fields that are in no copy, for the same reason.
fn mark(kind: Kind, field: &str) -> bool {
    matches!(
        (kind, field),
        (Kind::Pupil, "ask_lead" | "ask_lead_first") | (Kind::Contact, "restricted" | "restriction")
    )
}

/// Everything that may be copied of a file. `case` is the file as shown, `versions` all that is held of it, in any order.
pub fn gather(
    case: &CaseFile,
    versions: &[VersionCopied],
    request: &AccessRequest,
    attachments: usize,
    settings: &Settings,
    now: Moment,
) -> AccessCopy {
    let case = &without_safeguarding(case);
    let ctx = &context(case, settings, now);
    let mut records: BTreeMap<RecordId, Vec<&VersionCopied>> = BTreeMap::new();
    for version in versions {
        records.entry(version.record).or_default().push(version);
    }
    let mut lines: [Vec<AccessLine>; 6] = Default::default();
    for mut held in records.into_values() {
        // A record that was ever of a kind that stays out stays out.
        if held.iter().any(|version| stays_out(version.kind)) {
            continue;
        }
        order::by(&mut held, |one, other| (one.at, &one.by).cmp(&(other.at, &other.by)));
        let mut told: Vec<(AccessLine, bool)> = Vec::new();
        for version in held {
            let line = line(case, ctx, version);
            if told.last().is_none_or(|(last, _)| !reads_alike(last, &line)) {
                told.push((line, version.entry.is_none()));
            }
        }
        place(told, &mut lines);
    }
    let pupil = case.pupil();
    let parts = TITLES.into_iter().zip(lines).filter(|(_, lines)| !lines.is_empty()).map(|(title, mut lines)| {
        order::by(&mut lines, |one, other| {
            (one.day, one.written, &one.title, &one.facts).cmp(&(other.day, other.written, &other.title, &other.facts))
        });
        CopyPart { title, lines }
    });
    AccessCopy {
        school: settings.school.clone(),
        pupil: pupil.map(initials::full_name).unwrap_or_default(),
        route: request.route.label().to_owned(),
        arrived: request.date,
        made: now.date(),
        parts: parts.collect(),
        attachments,
    }
}

fn without_safeguarding(case: &CaseFile) -> CaseFile {
    let mut plain = case.clone();
    let out: Vec<RecordId> =
        case.items().filter(|item| stays_out(item.entry.content.kind())).map(|item| item.id).collect();
    out.into_iter().for_each(|id| plain.remove(id));
    plain
}

/// What forms need to know, without the warnings that are beside a contact to choose.
fn context(case: &CaseFile, settings: &Settings, now: Moment) -> FormCtx {
    let mut ctx = form_ctx(case, settings, now.date(), now);
    for pick in ctx.contacts.iter_mut().chain(&mut ctx.letter_contacts) {
        if let Some(contact) = RecordId::parse(&pick.id).and_then(|id| case.find::<Contact>(id)) {
            pick.label = contact.name.whole();
        }
        pick.blocked = None;
    }
    ctx
}

fn line(case: &CaseFile, ctx: &FormCtx, version: &VersionCopied) -> AccessLine {
    let VersionCopied { record, kind, at, by, entry } = version;
    let content = entry.as_ref().map(|entry| &entry.content);
    let (title, facts, drawing) = match content {
        Some(content) => (timeline::words(case, content).0, answers(ctx, content), drawing(content)),
        None => (String::new(), Vec::new(), None),
    };
    AccessLine {
        key: [&record.to_string(), ".", &at.utc_ms.to_string()].concat(),
        kind: kind.label(),
        title,
        day: content.and_then(Content::day),
        written: *at,
        by: by.clone(),
        since: String::new(),
        facts,
        drawing,
    }
}

fn drawing(content: &Content) -> Option<String> {
    match content {
        Content::Signature(signature) if is_path(&signature.strokes) => Some(signature.strokes.clone()),
        _ => None,
    }
}

/// Path data of `M`, `L`, digits and blanks, as signatures are drawn; whatever else came in is not copied as a drawing.
fn is_path(strokes: &str) -> bool {
    !strokes.is_empty() && strokes.bytes().all(|byte| matches!(byte, b'M' | b'L' | b' ' | b'0'..=b'9'))
}

fn answers(ctx: &FormCtx, content: &Content) -> Vec<(String, String)> {
    let mut facts = match content {
        Content::HandedOver(handed_over) => went(handed_over),
        Content::Received(received) => came(received),
        _ => {
            let all = facts_of(content, ctx).into_iter().flat_map(|group| group.facts);
            all.filter(|fact| !mark(content.kind(), fact.name)).map(|fact| (fact.label, fact.text)).collect()
        }
    };
    match content {
        Content::Observation(body) => facts.extend(seen(body)),
        // On paper it is a drawing; as data it is told that there is one.
        Content::Signature(signature) if !is_path(&signature.strokes) && !signature.strokes.is_empty() => {
            facts.push(("Signature".to_owned(), "Drawn by hand. It can't be shown here".to_owned()));
        }
        _ => {}
    }
    facts.retain(|(_, text)| !text.trim().is_empty());
    facts
}

fn fact(label: &str, text: String) -> (String, String) {
    (label.to_owned(), text)
}

/// What a hand-over's form does not show.
fn went(body: &HandedOver) -> Vec<(String, String)> {
    let mut facts = vec![
        fact("When", dates::moment(body.at)),
        fact("To", body.to.clone()),
        fact("What for", body.purpose.label().to_owned()),
        fact("Until", body.until.map(dates::long).unwrap_or_default()),
        fact("How much", body.parts.label().to_owned()),
        fact("How", body.carried.label().to_owned()),
        fact("File", body.file_name.clone()),
    ];
    if let Some(HandOverReceipt { by, at, missing: _ }) = &body.receipt {
        facts.push(fact("Received", [by.as_str(), ", ", &dates::moment(*at)].concat()));
    }
    facts
}

fn came(body: &Received) -> Vec<(String, String)> {
    vec![
        fact("When", dates::moment(body.at)),
        fact("From", body.from.clone()),
        fact("What for", body.purpose.label().to_owned()),
        fact("Until", body.until.map(dates::long).unwrap_or_default()),
    ]
}

/// What an observation's form does not show: its figures and every event.
fn seen(body: &Observation) -> Vec<(String, String)> {
    vec![
        fact("Started", dates::moment(body.began)),
        fact("Template", body.sheet.name.clone()),
        fact("What was seen", observation::sentence(&body.sheet, &body.figures())),
        fact("Every event", observation::csv::events(body).replace("\r\n", "\n").trim_end().to_owned()),
    ]
}

fn reads_alike(one: &AccessLine, other: &AccessLine) -> bool {
    (&one.kind, &one.title, one.day, &one.facts, &one.drawing)
        == (&other.kind, &other.title, other.day, &other.facts, &other.drawing)
}

/// The versions of one record, the oldest first, each into its part; a deletion is told on what it deleted.
fn place(told: Vec<(AccessLine, bool)>, parts: &mut [Vec<AccessLine>; 6]) {
    let gone = told.last().is_some_and(|(_, deleted)| *deleted);
    let changes: Vec<(Moment, String, bool)> =
        told.iter().map(|(line, deleted)| (line.written, line.by.clone(), *deleted)).collect();
    for (at, (mut line, deleted)) in told.into_iter().enumerate() {
        if deleted {
            continue;
        }
        let part = match changes.get(at + 1) {
            Some((when, by, deleted)) => {
                let what = if *deleted { "Deleted on " } else { "Changed on " };
                line.since = [what, &dates::moment(*when), " by ", by].concat();
                if gone { 5 } else { 4 }
            }
            None if line.kind == Kind::Pupil.label() => 0,
            None if line.kind == Kind::Contact.label() => 1,
            None if line.kind == Kind::HandedOver.label() || line.kind == Kind::Received.label() => 3,
            None => 2,
        };
        parts[part].push(line);
    }
}

/// What somebody named in a copy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Another pupil of this casebook.
    Pupil,
    /// Somebody at home, or how to reach them.
    Home,
    /// Somebody who works with the pupil, or an agency.
    Staff,
}

impl Who {
    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pupil => "Another pupil",
            Self::Home => "At home",
            Self::Staff => "Staff or agency",
        }
    }

    /// What is done until somebody decides: people who work with the pupil stay, everybody else is removed.
    pub const fn stays(self) -> bool {
        matches!(self, Self::Staff)
    }
}

/// A form of a name that is in the copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// By what it is known in a [`RedactionReview`].
    pub key: String,
    /// As it is written.
    pub text: String,
    /// Whose it is.
    pub who: Who,
    /// How often it is in the copy.
    pub count: usize,
}

/// Words that are before names and are none.
const TITLES_OF_PEOPLE: [&str; 8] = ["mr", "mrs", "ms", "miss", "mx", "dr", "sir", "the"];
/// Shorter pieces of a name are not looked for by themselves.
const SHORTEST: usize = 3;

/// Who is named in the copy besides the pupil: people at home with their numbers and addresses, staff and agencies, other
/// pupils by any part of their names. Each form that is in it is a line of its own.
pub fn names(copy: &AccessCopy, case: &CaseFile, settings: &Settings, others: &[String]) -> Vec<Name> {
    let mut forms = Forms { own: case.pupil().into_iter().flat_map(own_words).collect(), found: BTreeMap::new() };
    // The most careful comes first: a name that several have is treated as that one's.
    for name in others {
        forms.put_person(name, Who::Pupil);
    }
    for contact in case.contacts() {
        forms.put_person(&contact.name.whole(), Who::Home);
        for text in [&contact.phone, &contact.email, &contact.address] {
            forms.put(text, Who::Home);
        }
    }
    let ctx = form_ctx(case, settings, copy.made, Moment { utc_ms: 0, offset_min: 0 });
    let posts = [&settings.line_manager, &settings.head, &settings.student_performance, &settings.safeguarding_lead];
    let posts = posts.into_iter().chain(&settings.safeguarding_deputies).map(|post| &post.name);
    let authors = copy.parts.iter().flat_map(|part| &part.lines).map(|line| &line.by);
    for name in ctx.people.iter().chain(&ctx.agencies).chain(posts).chain(authors).chain([&settings.mentor]) {
        forms.put_person(name, Who::Staff);
    }
    let mut found = Vec::new();
    for (key, (text, who)) in forms.found {
        let Some(pattern) = Pattern::name(&text) else { continue };
        let mut count = 0;
        for_each_text(copy, &mut |text| count += redact::count(text, &pattern));
        if count > 0 {
            found.push(Name { key, text, who, count });
        }
    }
    order::by_key(&mut found, |name| (name.who, name.key.clone()));
    found
}

/// Forms of names to look for.
struct Forms {
    /// Words of the pupil's own names, which stay.
    own: BTreeSet<String>,
    found: BTreeMap<String, (String, Who)>,
}

impl Forms {
    fn put(&mut self, text: &str, who: Who) {
        let key = redact::key(text);
        let own = key.split(' ').all(|word| self.own.contains(word) || TITLES_OF_PEOPLE.contains(&word));
        if key.chars().count() >= SHORTEST && !own {
            self.found.entry(key).or_insert_with(|| (text.trim().to_owned(), who));
        }
    }

    /// A name, and each of its words.
    fn put_person(&mut self, name: &str, who: Who) {
        self.put(name, who);
        for word in name.split_whitespace() {
            self.put(word.trim_matches(|char: char| !char.is_alphanumeric()), who);
        }
    }
}

fn own_words(pupil: &Pupil) -> Vec<String> {
    let Pupil { first_names, surname, known_as, letter_name, .. } = pupil;
    let names = [first_names, surname, known_as, letter_name];
    let keys = names.into_iter().map(|name| redact::key(name));
    keys.flat_map(|key| key.split(' ').map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Words that are still in the copy and like a name that was removed: spelt a little differently, or short for it.
pub fn like_names(copy: &AccessCopy, names: &[Name], review: &RedactionReview) -> Vec<String> {
    let own: Vec<String> = redact::key(&copy.pupil).split(' ').map(str::to_owned).collect();
    let stays: Vec<&str> = names.iter().filter(|name| review.keeps(name)).map(|name| name.key.as_str()).collect();
    let mut found = BTreeSet::new();
    for name in
        names.iter().filter(|name| !review.keeps(name) && !name.text.contains(|char: char| char.is_ascii_digit()))
    {
        for_each_text(copy, &mut |text| found.extend(redact::like(text, &name.text)));
    }
    let mark = redact::key(redact::MARK);
    let open = |word: &String| {
        let key = redact::key(word);
        key != mark && !own.contains(&key) && !stays.contains(&key.as_str())
    };
    found.into_iter().filter(open).collect()
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
