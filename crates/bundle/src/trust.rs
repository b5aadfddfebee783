//! What a bundle may do here besides adding records, and how much of it is read.
//!
//! The person who made a bundle may have meant harm. A bundle may always add, and everything that it adds is shown
//! first. Whether it may join, remove or release anything here depends on who signed it; and a bundle with more of
//! these than a real casebook ever has is cut at a bound.

use std::collections::{BTreeMap, BTreeSet};

use super::format::{BundleKind, Opening};
use super::plan::{LocalFile, LocalIndex, LocalRecord, RowFate, RowPlan};
use super::read::IncomingMoved;
use casebook_domain::alias::{Alias, Aliases};
use casebook_domain::content::Kind;
use casebook_domain::ids::{FileId, RecordId};
use casebook_records as records;

/// Most versions of one record that are taken from one bundle: the heads, then the latest.
pub const MAX_VERSIONS: usize = 2_000;
/// Most pairs of files that a bundle may name as one pupil's.
pub const MAX_ALIASES: usize = 500;
/// Most records that a bundle may have removed.
pub const MAX_TRACES: usize = 2_000;

/// Who vouches for a bundle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trust {
    /// Nobody, or a tablet that is not known here.
    #[default]
    Stranger,
    /// This tablet, or one that is known here: it signed the bundle.
    Known,
}

/// Two files that a bundle says are one pupil's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AliasPlan {
    /// The pair.
    pub alias: Alias,
    /// Whether it is kept unless the mentor says otherwise.
    pub chosen_at_first: bool,
}

/// What is planned with the pairs of a bundle that are not known here, and how many more there are than it may name.
///
/// A stranger's pair is not chosen at first where a file is neither here nor in the bundle, nor where pupils here who were
/// two would be one, whichever way the pairs lead there.
pub(super) fn aliases(local: &LocalIndex, pairs: &[Alias], in_bundle: &BTreeSet<FileId>) -> (Vec<AliasPlan>, usize) {
    let register = |file: FileId| file == records::NO_FILE || records::is_register(file);
    let mut known = local.aliases.clone();
    let fresh = pairs.iter().copied().filter(|alias| !register(alias.smaller()) && !register(alias.greater()));
    let fresh: Vec<Alias> = fresh.filter(|alias| known.join(*alias)).collect();
    let mut taken = local.aliases.clone();
    let planned = fresh.iter().take(MAX_ALIASES).map(|&alias| {
        let chosen_at_first = local.trust == Trust::Known || {
            let there = [alias.smaller(), alias.greater()].iter().all(|file| in_bundle.contains(file));
            there && !joins_two_here(local, &taken, alias)
        };
        if chosen_at_first {
            taken.join(alias);
        }
        AliasPlan { alias, chosen_at_first }
    });
    (planned.collect(), fresh.len().saturating_sub(MAX_ALIASES))
}

fn joins_two_here(local: &LocalIndex, taken: &Aliases, alias: Alias) -> bool {
    let here = |file| taken.members(file).iter().any(|member| local.files.contains_key(member));
    taken.canonical(alias.smaller()) != taken.canonical(alias.greater())
        && here(alias.smaller())
        && here(alias.greater())
}

/// The traces of a bundle that are followed, and the records that a stranger says were removed from a file that is here: those
/// stay. More traces than there may be are not looked at.
pub(super) fn traces<'a>(
    local: &LocalIndex,
    opening: &Opening,
    file: FileId,
    all: impl Iterator<Item = &'a IncomingMoved>,
) -> (Vec<&'a IncomingMoved>, Vec<RecordId>) {
    let here = local.files.get(&file);
    let (mut followed, mut kept) = (Vec::new(), Vec::new());
    for trace in all.filter(|trace| may_take(opening, here, trace)) {
        if local.trust == Trust::Known || here.is_none() {
            followed.push(trace);
        } else if here.is_some_and(|here| here.records.contains_key(&trace.record)) {
            kept.push(trace.record);
        }
    }
    (followed, kept)
}

/// Nobody's settings are removed, nor an entry that nobody was told of, and no hand-over takes a safeguarding entry or anything out of a register.
fn may_take(opening: &Opening, here: Option<&LocalFile>, trace: &IncomingMoved) -> bool {
    let record = here.and_then(|here| here.records.get(&trace.record));
    let safeguarding = record.is_some_and(|record| record.safeguarding);
    let untold = record.is_some_and(|record| record.untold);
    let kept = untold || (opening.kind == BundleKind::HandOver && (safeguarding || records::is_register(trace.file)));
    super::plan::plausible(&trace.seen)
        && !kept
        && trace.file != records::NO_FILE
        && trace.file != records::SETTINGS_FILE
}

/// Whether a row would end a safeguarding entry that is open here though nobody who is known vouches for it. Only this
/// casebook's own people say that the lead holds one; everybody else's word is for the mentor to ask about, and Today does.
pub(super) fn ends_an_entry(
    local: &LocalIndex,
    record: Option<&LocalRecord>,
    kind: Option<Kind>,
    fate: RowFate,
) -> bool {
    let entry = kind == Some(Kind::Worry) || record.is_some_and(|record| record.safeguarding);
    entry && fate == RowFate::NewerThere && local.trust == Trust::Stranger
}

/// The places in `rows` of versions that are more than a record may have: the sender's heads come first, then the latest.
pub(super) fn too_many(rows: &[RowPlan], history: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut of_record: BTreeMap<RecordId, Vec<usize>> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        if row.version.is_some() && !matches!(row.fate, RowFate::Refused(_)) {
            of_record.entry(row.record).or_default().push(place);
        }
    }
    let mut beyond = Vec::new();
    for mut places in of_record.into_values().filter(|places| places.len() > MAX_VERSIONS) {
        let time = |place: usize| rows[place].version.as_ref().map_or(0, |version| version.time.utc_ms);
        casebook_domain::order::by_key(&mut places, |place| {
            (history(rows[*place].index), core::cmp::Reverse(time(*place)))
        });
        beyond.extend(places.into_iter().skip(MAX_VERSIONS));
    }
    beyond
}
