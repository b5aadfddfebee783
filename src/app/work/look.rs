//! Describes for the page what an opened bundle is and what it would do here: names, dates, counts and fates. Of the
//! records' words it gives only what the sender wants to be read first.

use std::collections::BTreeMap;

use super::import::{Opened, arrival, index, settings};
use super::{WorkError, number, receipt};
use crate::protocol::{
    Found, FoundAlias, FoundAlike, FoundFate, FoundFile, FoundLikeness, FoundPupil, FoundRecord, FoundSender,
};
use casebook_bundle::{
    AliasPlan, BundleKind, FileFate, FilePlan, ImportPlan, LocalIndex, Refusal, RowFate, RowPlan, Sender, Trouble,
    merge_record, name_of,
};
use casebook_domain::calendar;
use casebook_domain::case::{CaseFile, Item};
use casebook_domain::content::{Content, Kind};
use casebook_domain::hand_over::Transition;
use casebook_domain::identity::Likeness;
use casebook_domain::ids::{FileId, RecordId};
use casebook_records::device::{colleague_name, decode_colleague};
use casebook_records::revision::Head;
use casebook_records::{self as records, What};
use casebook_repository::Core;

/// Most records of a file that are listed: reading more from the worker would hold up the screen.
const MOST: usize = 1_000;

/// Says what an opened bundle is and would do.
///
/// # Errors
/// [`WorkError`].
pub async fn look(core: &Core, opened: &Opened) -> Result<(Found, LocalIndex, ImportPlan), WorkError> {
    let opening = &opened.joined.opening;
    if opening.kind == BundleKind::ResourcePack {
        return Err(Trouble::IsAPack.into());
    }
    let local = index(core, &opened.joined, &opened.sender).await?;
    let planned = opened.joined.plan(&local);
    let found = Found {
        kind: opening.kind.code().to_owned(),
        purpose: opening.purpose.map(|purpose| purpose.code().to_owned()).unwrap_or_default(),
        until: opening.until.map(calendar::iso).unwrap_or_default(),
        lead: opening.lead.map(|lead| lead.code().to_owned()).unwrap_or_default(),
        author: opening.author.clone(),
        made: (opening.time.utc_ms, opening.time.offset_min),
        sender: sender(core, &opened.sender).await?,
        reply: opening.reply.clone().unwrap_or_default(),
        parts: opening.parts,
        missing: opened.joined.missing(),
        aliases: planned.aliases.iter().map(|pair| alias(&local, &planned, pair)).collect(),
        beyond: number(planned.beyond),
        files: planned.files.iter().map(|file| found(opened, &local, file)).collect(),
        receipt: receipt::arrivals(core, opened).await?,
    };
    Ok((found, local, planned))
}

async fn sender(core: &Core, sender: &Sender) -> Result<FoundSender, WorkError> {
    let (signer, words) = match sender {
        Sender::Unsigned => return Ok(FoundSender::Unsigned),
        Sender::BadSignature => return Ok(FoundSender::Forged),
        Sender::Signed { signer, fingerprint } => (signer, fingerprint.join(" ")),
    };
    if core.device_keys().await?.is_some_and(|keys| keys.signer() == *signer) {
        return Ok(FoundSender::Own);
    }
    let pinned = core.device_row(&colleague_name(signer)).await?;
    let signer = *signer;
    Ok(match pinned.as_deref().and_then(decode_colleague) {
        Some(colleague) => FoundSender::Known { signer, words, name: colleague.name },
        None => FoundSender::New { signer, words },
    })
}

fn alias(local: &LocalIndex, planned: &ImportPlan, pair: &AliasPlan) -> FoundAlias {
    let name = |file: FileId| {
        let coming = planned.files.iter().find(|one| one.file == file).map(|one| one.name.clone());
        let here = || local.files.get(&file)?.pupil.as_ref().map(name_of);
        coming.filter(|name| !name.is_empty()).or_else(here).unwrap_or_default()
    };
    let (one, other) = (pair.alias.greater(), pair.alias.smaller());
    FoundAlias {
        files: (one.to_string(), other.to_string()),
        names: (name(one), name(other)),
        here: (local.files.contains_key(&one), local.files.contains_key(&other)),
        chosen: pair.chosen_at_first,
    }
}

fn found(opened: &Opened, local: &LocalIndex, file: &FilePlan) -> FoundFile {
    let totals = file.totals();
    let mut kinds: BTreeMap<RecordId, &'static str> = BTreeMap::new();
    let mut first: Option<(Option<casebook_domain::calendar::Date>, i64, String)> = None;
    for row in &file.rows {
        if !matches!(row.fate, RowFate::Refused(_)) && row.kind == Some(Kind::Transition) {
            let told = transition(opened, row).map(|it| (Some(it.date), saved(row), it.first));
            first = first.into_iter().chain(told).max_by_key(|(date, saved, _)| (*date, *saved));
        }
    }
    for row in file.accepted() {
        kinds.insert(row.record, row.kind.map_or("", Kind::code));
    }
    let mut counts: Vec<(String, u32)> = Vec::new();
    for code in Kind::ALL.iter().map(|kind| kind.code()).chain([""]) {
        let count = kinds.values().filter(|kind| **kind == code).count();
        if count > 0 {
            counts.push((code.to_owned(), number(count)));
        }
    }
    let alike = file.duplicates.iter().map(|alike| FoundAlike {
        file: alike.file.to_string(),
        name: alike.name.clone(),
        likeness: match alike.likeness {
            Likeness::SameUpn => FoundLikeness::SameUpn,
            Likeness::SameNameAndBirth => FoundLikeness::SameNameAndBirth,
            Likeness::SameName => FoundLikeness::SameName,
            Likeness::PerhapsTwins => FoundLikeness::PerhapsTwins,
        },
    });
    let here = local.files.get(&file.file);
    let before = here.is_some_and(|here| here.records.contains_key(&arrival(&opened.joined, file.file)));
    FoundFile {
        file: file.file.to_string(),
        name: file.name.clone(),
        alike: alike.collect(),
        here: !matches!(file.fate, FileFate::New | FileFate::ErasedHere),
        erased: file.fate == FileFate::ErasedHere,
        before,
        first: first.map(|(_, _, first)| first).unwrap_or_default(),
        new: number(totals.new),
        changed: number(totals.changed),
        two: number(totals.two_versions),
        same: number(totals.same),
        newer: number(totals.newer_casebook),
        moved: number(file.moved.iter().filter(|moved| moved.heads > 0).count()),
        doubtful: file
            .moved
            .iter()
            .filter(|moved| moved.heads > 0 && !moved.chosen_at_first())
            .map(|moved| moved.record.to_string())
            .collect(),
        kept: number(file.kept.len()),
        blobs: number(file.blobs.len()),
        refused: number(totals.refused),
        kinds: counts,
    }
}

fn saved(row: &RowPlan) -> i64 {
    row.version.as_ref().map_or(0, |version| version.time.utc_ms)
}

fn transition(opened: &Opened, row: &RowPlan) -> Option<Transition> {
    match content(opened, row)? {
        Content::Transition(transition) => Some(transition),
        _ => None,
    }
}

fn content(opened: &Opened, row: &RowPlan) -> Option<Content> {
    match records::decode(&opened.joined.rows.get(row.index)?.row).ok()?.what {
        What::Entry(entry) => Some(entry.content),
        What::Deleted | What::Newer => None,
    }
}

/// The records of a file of the bundle, each with what would become of it: one line for a record, what matters most first. No
/// more than a screen can take, and how many there are.
pub fn details(opened: &Opened, local: &LocalIndex, planned: &ImportPlan, file: FileId) -> (Vec<FoundRecord>, u32) {
    let Some(planned) = planned.files.iter().find(|planned| planned.file == file) else { return (Vec::new(), 0) };
    let mut found: BTreeMap<(RecordId, bool), (FoundFate, &RowPlan)> = BTreeMap::new();
    for row in &planned.rows {
        let refused = matches!(row.fate, RowFate::Refused(_));
        let fate = fate(row.fate);
        let entry = found.entry((row.record, refused)).or_insert((fate, row));
        let better = (weight(fate), saved(row)) > (weight(entry.0), saved(entry.1));
        if better {
            *entry = (fate, row);
        }
    }
    let mut lines: Vec<FoundRecord> = found
        .into_values()
        .map(|(fate, row)| {
            let day = content(opened, row).and_then(|content| content.day());
            FoundRecord {
                record: row.record.to_string(),
                kind: row.kind.map(|kind| kind.code().to_owned()).unwrap_or_default(),
                day: day.map(calendar::iso).unwrap_or_default(),
                author: row.version.as_ref().map(|version| version.author.clone()).unwrap_or_default(),
                fate,
                newer: row.newer_casebook,
            }
        })
        .collect();
    let goes = planned.moved.iter().filter(|moved| moved.heads > 0).map(|moved| (moved.record, FoundFate::Goes));
    for (record, fate) in goes.chain(planned.kept.iter().map(|record| (*record, FoundFate::Kept))) {
        let here = local.files.get(&planned.file).and_then(|here| here.records.get(&record));
        // What a safeguarding entry is stays unsaid, also here.
        let shown = here.filter(|here| !here.safeguarding);
        let newest = here.and_then(|here| here.heads.iter().max_by_key(|head| head.time.utc_ms));
        lines.push(FoundRecord {
            record: record.to_string(),
            kind: shown.and_then(|here| here.kind).map(|kind| kind.code().to_owned()).unwrap_or_default(),
            day: shown.and_then(|here| here.day).map(calendar::iso).unwrap_or_default(),
            author: newest.map(|head| head.author.clone()).unwrap_or_default(),
            fate,
            newer: false,
        });
    }
    casebook_domain::order::by(&mut lines, |one, other| {
        (weight(other.fate), &other.day, &one.kind, &one.record).cmp(&(
            weight(one.fate),
            &one.day,
            &other.kind,
            &other.record,
        ))
    });
    let count = number(lines.len());
    lines.truncate(MOST);
    (lines, count)
}

fn fate(fate: RowFate) -> FoundFate {
    match fate {
        RowFate::New => FoundFate::New,
        RowFate::Same => FoundFate::Same,
        RowFate::NewerHere => FoundFate::NewerHere,
        RowFate::NewerThere => FoundFate::NewerThere,
        RowFate::TwoVersions => FoundFate::TwoVersions,
        RowFate::Refused(why) => match why {
            Refusal::Unreadable(_) => FoundFate::Unreadable,
            Refusal::Safeguarding => FoundFate::Safeguarding,
            Refusal::Untold => FoundFate::Untold,
            Refusal::Settings | Refusal::LeftOut => FoundFate::Settings,
            Refusal::ImpossibleVersion => FoundFate::Impossible,
            Refusal::Misplaced => FoundFate::Misplaced,
            Refusal::Moved => FoundFate::Moved,
            Refusal::SameVersionOtherContent => FoundFate::Other,
            Refusal::EndsAnEntry => FoundFate::EndsAnEntry,
            Refusal::TooMany => FoundFate::TooMany,
        },
    }
}

/// What is to be seen first has the greatest.
const fn weight(fate: FoundFate) -> u8 {
    match fate {
        FoundFate::TwoVersions => 6,
        FoundFate::Goes => 5,
        FoundFate::NewerThere => 4,
        FoundFate::Kept | FoundFate::EndsAnEntry => 4,
        FoundFate::New => 3,
        FoundFate::NewerHere => 1,
        FoundFate::Same => 0,
        _ => 2,
    }
}

/// What is known of a pupil in the bundle, and of one here.
///
/// # Errors
/// [`WorkError`].
pub async fn compare(
    core: &Core,
    opened: &Opened,
    planned: &ImportPlan,
    (there, here): (FileId, FileId),
) -> Result<(FoundPupil, FoundPupil), WorkError> {
    let settings = settings(core).await?;
    let here = core.load_unchecked(here).await?;
    let mut heads: BTreeMap<RecordId, Vec<Head>> = BTreeMap::new();
    for row in planned.files.iter().filter(|file| file.file == there).flat_map(|file| file.accepted()) {
        let (Some(version), Some(came)) = (&row.version, opened.joined.rows.get(row.index)) else { continue };
        heads.entry(row.record).or_default().push(Head { version: version.clone(), row: came.row.clone() });
    }
    let mut case = CaseFile::new(there);
    for (id, rows) in heads {
        let merged = merge_record(Vec::new(), rows).heads;
        let decoded = records::shown(&merged).and_then(|head| records::decode(&head.row).ok());
        if let Some((version, What::Entry(entry))) = decoded.map(|decoded| (decoded.version, decoded.what)) {
            case.put(Item { id, saved: version.time, entry });
        }
    }
    Ok((pupil(&case, ""), pupil(&here.case, &settings.school)))
}

fn pupil(case: &CaseFile, school: &str) -> FoundPupil {
    let mut newest: Option<(casebook_domain::calendar::Date, Kind)> = None;
    for item in case.items() {
        let Some(day) = item.entry.content.day() else { continue };
        if newest.is_none_or(|(known, _)| known < day) {
            newest = Some((day, item.entry.content.kind()));
        }
    }
    let mut known = FoundPupil {
        records: number(case.items().filter(|item| item.entry.content.kind() != Kind::Worry).count()),
        school: school.to_owned(),
        last: newest.map(|(day, kind)| (kind.code().to_owned(), calendar::iso(day))),
        ..FoundPupil::default()
    };
    for contact in case.contacts() {
        known
            .contacts
            .push([&contact.name.whole(), ", ", &contact.relationship].concat().trim_end_matches(", ").to_owned());
    }
    if let Some(pupil) = case.pupil() {
        known.name = [pupil.first_names.trim(), pupil.surname.trim()].join(" ").trim().to_owned();
        known.born = pupil.born.map(calendar::iso).unwrap_or_default();
        known.upn.clone_from(&pupil.upn);
        known.form = pupil.form().to_owned();
        if let Some(stay) = pupil.schooling.first()
            && !stay.school.trim().is_empty()
        {
            known.school.clone_from(&stay.school);
        }
    }
    known
}
