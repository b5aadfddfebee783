//! Describes for the page what an opened bundle is and what it would do here: names, dates, counts and fates. Of the
//! records' words it gives only what the sender wants to be read first.

use std::collections::BTreeMap;

use super::import::{arrival, index};
use super::opened::Opened;
use super::preview::{
    Alike, Fate, Known, Preview, PreviewAlias, PreviewFile, PreviewKind, PreviewRecord, PreviewRecords, Signer, Vouched,
};
use super::{JobError, number, receipt};
use casebook_bundle::{
    AliasPlan, BundleKind, EnvelopeError, FileFate, FilePlan, ImportPlan, LocalIndex, RowFate, RowPlan, RowRefusal,
    Sender, merge_record, name_of,
};
use casebook_domain::calendar::Date;
use casebook_domain::case::{CaseFile, Item};
use casebook_domain::content::{Content, Kind};
use casebook_domain::hand_over::Transition;
use casebook_domain::ids::{FileId, RecordId};
use casebook_records::device::{colleague_name, decode_colleague};
use casebook_records::revision::Head;
use casebook_records::{self as records, RowContent};
use casebook_repository::Repository;
use casebook_vault::Recipient;

/// Most records of a file that are listed: reading more from the worker would hold up the screen.
const MOST: usize = 1_000;

/// Says what an opened bundle is and would do.
///
/// # Errors
/// [`JobError`].
pub async fn look(repository: &Repository, opened: &Opened) -> Result<(Preview, LocalIndex, ImportPlan), JobError> {
    let opening = &opened.joined.opening;
    let kind = match opening.kind {
        BundleKind::Backup => PreviewKind::Backup,
        BundleKind::HandOver => PreviewKind::HandOver(opening.purpose.ok_or(EnvelopeError::BadlyMade)?),
        BundleKind::Receipt => PreviewKind::Receipt,
        BundleKind::ResourcePack => return Err(EnvelopeError::IsAPack.into()),
    };
    let local = index(repository, &opened.joined, &opened.sender).await?;
    let planned = opened.joined.plan(&local);
    let preview = Preview {
        kind,
        until: opening.until,
        lead_says: opening.lead,
        author: opening.author.clone(),
        made: opening.time,
        sender: sender(repository, &opened.sender).await?,
        reply: opening.reply.as_deref().and_then(|key| Recipient::parse(key).ok()),
        parts: opening.parts,
        missing: opened.joined.missing(),
        aliases: planned.aliases.iter().map(|pair| alias(&local, &planned, pair)).collect(),
        beyond: number(planned.beyond),
        files: planned.files.iter().map(|file| found(opened, &local, file)).collect(),
        arrivals: receipt::arrivals(repository, opened).await?,
    };
    Ok((preview, local, planned))
}

async fn sender(repository: &Repository, sender: &Sender) -> Result<Vouched, JobError> {
    let (signer, words) = match sender {
        Sender::Unsigned => return Ok(Vouched::Unsigned),
        Sender::BadSignature => return Ok(Vouched::Forged),
        Sender::Signed { signer, fingerprint } => (signer, fingerprint.join(" ")),
    };
    if repository.device_keys().await?.is_some_and(|keys| keys.signer() == *signer) {
        return Ok(Vouched::Own);
    }
    let pinned = repository.device_row(&colleague_name(signer)).await?;
    let signer = Signer { key: *signer, words };
    Ok(match pinned.as_deref().and_then(decode_colleague) {
        Some(colleague) => Vouched::Known(colleague.name, signer),
        None => Vouched::New(signer),
    })
}

fn alias(local: &LocalIndex, planned: &ImportPlan, pair: &AliasPlan) -> PreviewAlias {
    let name = |file: FileId| {
        let coming = planned.files.iter().find(|one| one.file == file).map(|one| one.name.clone());
        let here = || local.files.get(&file)?.pupil.as_ref().map(name_of);
        coming.filter(|name| !name.is_empty()).or_else(here).unwrap_or_default()
    };
    let (one, other) = (pair.alias.greater(), pair.alias.smaller());
    PreviewAlias {
        alias: pair.alias,
        names: (name(one), name(other)),
        here: (local.files.contains_key(&one), local.files.contains_key(&other)),
        chosen: pair.chosen_at_first,
    }
}

fn found(opened: &Opened, local: &LocalIndex, file: &FilePlan) -> PreviewFile {
    let totals = file.totals();
    let mut kinds: BTreeMap<RecordId, Option<Kind>> = BTreeMap::new();
    let mut first: Option<(Option<Date>, i64, String)> = None;
    for row in &file.rows {
        if !matches!(row.fate, RowFate::Refused(_)) && row.kind == Some(Kind::Transition) {
            let told = transition(opened, row).map(|it| (Some(it.date), saved(row), it.first));
            first = first.into_iter().chain(told).max_by_key(|(date, saved, _)| (*date, *saved));
        }
    }
    for row in file.accepted() {
        kinds.insert(row.record, row.kind);
    }
    let all = Kind::ALL.iter().copied().map(Some).chain([None]);
    let counted = all.map(|kind| (kind, number(kinds.values().filter(|other| **other == kind).count())));
    let counts = counted.filter(|(_, count)| *count > 0).collect();
    let alike = file.duplicates.iter().map(|alike| Alike {
        file: alike.file,
        name: alike.name.clone(),
        likeness: alike.likeness,
    });
    let here = local.files.get(&file.file);
    let before = here.is_some_and(|here| here.records.contains_key(&arrival(&opened.joined, file.file)));
    PreviewFile {
        file: file.file,
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
            .map(|moved| moved.record)
            .collect(),
        kept: number(file.kept.len()),
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
        RowContent::Entry(entry) => Some(entry.content),
        RowContent::Deleted | RowContent::Newer => None,
    }
}

/// The records of a file of the bundle, each with what would become of it: one line for a record, what matters most first. No
/// more than a screen can take, and how many there are.
pub fn details(opened: &Opened, local: &LocalIndex, planned: &ImportPlan, file: FileId) -> PreviewRecords {
    let Some(planned) = planned.files.iter().find(|planned| planned.file == file) else {
        return PreviewRecords::default();
    };
    let mut found: BTreeMap<(RecordId, bool), (Fate, &RowPlan)> = BTreeMap::new();
    for row in &planned.rows {
        let refused = matches!(row.fate, RowFate::Refused(_));
        let fate = fate(row.fate);
        let entry = found.entry((row.record, refused)).or_insert((fate, row));
        let better = (weight(fate), saved(row)) > (weight(entry.0), saved(entry.1));
        if better {
            *entry = (fate, row);
        }
    }
    let mut lines: Vec<PreviewRecord> = found
        .into_values()
        .map(|(fate, row)| {
            let day = content(opened, row).and_then(|content| content.day());
            PreviewRecord {
                record: row.record,
                kind: row.kind,
                day,
                author: row.version.as_ref().map(|version| version.author.clone()).unwrap_or_default(),
                fate,
                newer: row.newer_casebook,
            }
        })
        .collect();
    let goes = planned.moved.iter().filter(|moved| moved.heads > 0).map(|moved| (moved.record, Fate::Goes));
    for (record, fate) in goes.chain(planned.kept.iter().map(|record| (*record, Fate::Kept))) {
        let here = local.files.get(&planned.file).and_then(|here| here.records.get(&record));
        // What a safeguarding entry is stays unsaid, also here.
        let shown = here.filter(|here| !here.safeguarding);
        let newest = here.and_then(|here| here.heads.iter().max_by_key(|head| head.time.utc_ms));
        lines.push(PreviewRecord {
            record,
            kind: shown.and_then(|here| here.kind),
            day: shown.and_then(|here| here.day),
            author: newest.map(|head| head.author.clone()).unwrap_or_default(),
            fate,
            newer: false,
        });
    }
    casebook_domain::order::by(&mut lines, |one, other| {
        (weight(other.fate), other.day, one.kind.map(Kind::code), one.record).cmp(&(
            weight(one.fate),
            one.day,
            other.kind.map(Kind::code),
            other.record,
        ))
    });
    let count = number(lines.len());
    lines.truncate(MOST);
    PreviewRecords { first: lines, count }
}

fn fate(fate: RowFate) -> Fate {
    match fate {
        RowFate::New => Fate::New,
        RowFate::Same => Fate::Same,
        RowFate::NewerHere => Fate::NewerHere,
        RowFate::NewerThere => Fate::NewerThere,
        RowFate::TwoVersions => Fate::TwoVersions,
        RowFate::Refused(why) => match why {
            RowRefusal::Unreadable(_) => Fate::Unreadable,
            RowRefusal::Safeguarding => Fate::Safeguarding,
            RowRefusal::Untold => Fate::Untold,
            RowRefusal::Settings | RowRefusal::LeftOut => Fate::Settings,
            RowRefusal::ImpossibleVersion => Fate::Impossible,
            RowRefusal::Misplaced => Fate::Misplaced,
            RowRefusal::Moved => Fate::Moved,
            RowRefusal::SameVersionOtherContent => Fate::Other,
            RowRefusal::EndsAnEntry => Fate::EndsAnEntry,
            RowRefusal::TooMany => Fate::TooMany,
        },
    }
}

/// What is to be seen first has the greatest.
const fn weight(fate: Fate) -> u8 {
    match fate {
        Fate::TwoVersions => 6,
        Fate::Goes => 5,
        Fate::NewerThere => 4,
        Fate::Kept | Fate::EndsAnEntry => 4,
        Fate::New => 3,
        Fate::NewerHere => 1,
        Fate::Same => 0,
        _ => 2,
    }
}

/// What is known of a pupil in the bundle, and of one here.
///
/// # Errors
/// [`JobError`].
pub async fn compare(
    repository: &Repository,
    opened: &Opened,
    planned: &ImportPlan,
    (there, here): (FileId, FileId),
) -> Result<(Known, Known), JobError> {
    let settings = repository.settings_or_new().await?;
    let here = repository.load_unchecked(here).await?;
    let mut heads: BTreeMap<RecordId, Vec<Head>> = BTreeMap::new();
    for row in planned.files.iter().filter(|file| file.file == there).flat_map(|file| file.accepted()) {
        let (Some(version), Some(came)) = (&row.version, opened.joined.rows.get(row.index)) else { continue };
        heads.entry(row.record).or_default().push(Head { version: version.clone(), row: came.row.clone() });
    }
    let mut case = CaseFile::new(there);
    for (id, rows) in heads {
        let merged = merge_record(Vec::new(), rows).heads;
        let decoded = records::shown(&merged).and_then(|head| records::decode(&head.row).ok());
        if let Some((version, RowContent::Entry(entry))) = decoded.map(|decoded| (decoded.version, decoded.what)) {
            case.put(Item { id, saved: version.time, entry });
        }
    }
    Ok((pupil(&case, ""), pupil(&here.case, &settings.school)))
}

fn pupil(case: &CaseFile, school: &str) -> Known {
    let mut newest: Option<(Date, Kind)> = None;
    for item in case.items() {
        let Some(day) = item.entry.content.day() else { continue };
        if newest.is_none_or(|(known, _)| known < day) {
            newest = Some((day, item.entry.content.kind()));
        }
    }
    let mut known = Known {
        records: number(case.items().filter(|item| item.entry.content.kind() != Kind::Worry).count()),
        school: school.to_owned(),
        last: newest.map(|(day, kind)| (kind, day)),
        ..Known::default()
    };
    for contact in case.contacts() {
        known
            .contacts
            .push([&contact.name.whole(), ", ", &contact.relationship].concat().trim_end_matches(", ").to_owned());
    }
    if let Some(pupil) = case.pupil() {
        known.name = [pupil.first_names.trim(), pupil.surname.trim()].join(" ").trim().to_owned();
        known.born = pupil.born;
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
