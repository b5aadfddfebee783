//! What is held of a pupil, gathered for the copy.

use super::super::facts::facts_of;
use super::super::forms::{FormCtx, form_ctx};
use super::super::{dates, initials, observation, timeline};
use casebook_domain::calendar::Moment;
use casebook_domain::case::CaseFile;
use casebook_domain::contact::Contact;
use casebook_domain::content::{Content, Kind};
use casebook_domain::hand_over::{HandOverReceipt, HandedOver, Received};
use casebook_domain::ids::RecordId;
use casebook_domain::observation::Observation;
use casebook_domain::order;
use casebook_domain::retention::AccessRequest;
use casebook_domain::settings::Settings;
use std::collections::BTreeMap;

use super::{AccessCopy, AccessLine, CopyPart, VersionCopied};

pub(super) const PUPIL: &str = "The pupil";

pub(super) const HOME: &str = "People at home";

pub(super) const RECORDED: &str = "What was recorded";

pub(super) const WENT: &str = "Handed over and received";

pub(super) const EARLIER: &str = "Earlier versions";

pub(super) const DELETED: &str = "Deleted entries, still held";

pub(super) const TITLES: [&str; 6] = [PUPIL, HOME, RECORDED, WENT, EARLIER, DELETED];

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
pub(super) fn mark(kind: Kind, field: &str) -> bool {
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

pub(super) fn without_safeguarding(case: &CaseFile) -> CaseFile {
    let mut plain = case.clone();
    let out: Vec<RecordId> =
        case.items().filter(|item| stays_out(item.entry.content.kind())).map(|item| item.id).collect();
    out.into_iter().for_each(|id| plain.remove(id));
    plain
}

/// What forms need to know, without the warnings that are beside a contact to choose.
pub(super) fn context(case: &CaseFile, settings: &Settings, now: Moment) -> FormCtx {
    let mut ctx = form_ctx(case, settings, now.date(), now);
    for pick in ctx.contacts.iter_mut().chain(&mut ctx.letter_contacts) {
        if let Some(contact) = RecordId::parse(&pick.id).and_then(|id| case.find::<Contact>(id)) {
            pick.label = contact.name.whole();
        }
        pick.blocked = None;
    }
    ctx
}

pub(super) fn line(case: &CaseFile, ctx: &FormCtx, version: &VersionCopied) -> AccessLine {
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

pub(super) fn drawing(content: &Content) -> Option<String> {
    match content {
        Content::Signature(signature) if is_path(&signature.strokes) => Some(signature.strokes.clone()),
        _ => None,
    }
}

/// Path data of `M`, `L`, digits and blanks, as signatures are drawn; whatever else came in is not copied as a drawing.
pub(super) fn is_path(strokes: &str) -> bool {
    !strokes.is_empty() && strokes.bytes().all(|byte| matches!(byte, b'M' | b'L' | b' ' | b'0'..=b'9'))
}

pub(super) fn answers(ctx: &FormCtx, content: &Content) -> Vec<(String, String)> {
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

pub(super) fn fact(label: &str, text: String) -> (String, String) {
    (label.to_owned(), text)
}

/// What a hand-over's form does not show.
pub(super) fn went(body: &HandedOver) -> Vec<(String, String)> {
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

pub(super) fn came(body: &Received) -> Vec<(String, String)> {
    vec![
        fact("When", dates::moment(body.at)),
        fact("From", body.from.clone()),
        fact("What for", body.purpose.label().to_owned()),
        fact("Until", body.until.map(dates::long).unwrap_or_default()),
    ]
}

/// What an observation's form does not show: its figures and every event.
pub(super) fn seen(body: &Observation) -> Vec<(String, String)> {
    vec![
        fact("Started", dates::moment(body.began)),
        fact("Template", body.sheet.name.clone()),
        fact("What was seen", observation::sentence(&body.sheet, &body.figures())),
        fact("Every event", observation::csv::events(body).replace("\r\n", "\n").trim_end().to_owned()),
    ]
}

pub(super) fn reads_alike(one: &AccessLine, other: &AccessLine) -> bool {
    (&one.kind, &one.title, one.day, &one.facts, &one.drawing)
        == (&other.kind, &other.title, other.day, &other.facts, &other.drawing)
}

/// The versions of one record, the oldest first, each into its part; a deletion is told on what it deleted.
pub(super) fn place(told: Vec<(AccessLine, bool)>, parts: &mut [Vec<AccessLine>; 6]) {
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
