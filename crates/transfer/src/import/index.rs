//! What is here that an import has to be planned against.

use std::collections::{BTreeMap, BTreeSet};

use super::known;
use crate::JobError;
use casebook_bundle::{Joined, LocalFile, LocalIndex, LocalRecord, Sender, Trust};
use casebook_domain::content::Kind;
use casebook_domain::identity::Identity;
use casebook_domain::ids::{FileId, RecordId, VersionId};
use casebook_domain::safety::Worry;
use casebook_records as records;
use casebook_records::device::{MOVED, MovedRow, decode_moved, read_moved_name};
use casebook_records::erased::{ERASED, read_erased_name};
use casebook_records::journal::{APART, read_apart_name};
use casebook_repository::rows::StoreName;
use casebook_repository::{Loaded, Repository, id_at};

/// What is here of the bundle's files, by which names the other pupils are known, and what this device remembers.
///
/// # Errors
/// [`JobError`].
pub async fn index(repository: &Repository, joined: &Joined, sender: &Sender) -> Result<LocalIndex, JobError> {
    let trust = if known(repository, sender).await? { Trust::Known } else { Trust::Stranger };
    let aliases = repository.aliases().await?;
    let mut local = LocalIndex { trust, actor: Some(repository.actor()), aliases, ..LocalIndex::default() };
    local.erased = names(repository, ERASED).await?.iter().filter_map(|name| read_erased_name(name)).collect();
    local.apart = names(repository, APART).await?.iter().filter_map(|name| read_apart_name(name)).collect();
    let rows = joined.rows.iter().map(|row| row.file);
    let others = joined.moved.iter().map(|moved| moved.file).chain(joined.blobs.iter().map(|blob| blob.file));
    for file in rows.chain(others).collect::<BTreeSet<_>>() {
        let loaded = repository.load_unchecked(file).await?;
        let moved = traces(repository, file).await?;
        if !loaded.is_empty() || !moved.is_empty() {
            let here = here(repository, &loaded).await?;
            let moved = moved.into_iter().map(|(record, row)| (record, row.seen)).collect();
            local.files.insert(file, LocalFile { moved, ..here });
        }
    }
    for header in repository.headers(&repository.settings_or_new().await?).await? {
        local
            .files
            .entry(header.file)
            .or_insert_with(|| LocalFile { pupil: Some(Identity::of_header(&header)), ..LocalFile::default() });
    }
    Ok(local)
}

async fn names(repository: &Repository, prefix: &[u8]) -> Result<Vec<Vec<u8>>, JobError> {
    Ok(repository.db().keys(StoreName::Device, prefix).await?)
}

/// The traces of records that were removed from a file.
pub(super) async fn traces(repository: &Repository, file: FileId) -> Result<BTreeMap<RecordId, MovedRow>, JobError> {
    let rows = repository.device_rows(&[MOVED, file.as_bytes()].concat()).await?;
    let read = |(name, row): (Vec<u8>, Vec<u8>)| Some((read_moved_name(&name)?.1, decode_moved(&row)?));
    Ok(rows.into_iter().filter_map(read).collect())
}

async fn here(repository: &Repository, loaded: &Loaded) -> Result<LocalFile, JobError> {
    let mut records: BTreeMap<RecordId, LocalRecord> = BTreeMap::new();
    for (record, heads) in &loaded.heads {
        let item = loaded.case.get(*record);
        let day = item.and_then(|item| item.entry.content.day());
        let kind = match item {
            Some(item) => Some(item.entry.content.kind()),
            // A deleted one says its kind too.
            None => heads.first().and_then(|head| Kind::from_code(&records::decode(&head.row).ok()?.kind)),
        };
        let heads = heads.iter().map(|head| head.version.clone()).collect();
        let safeguarding = kind == Some(Kind::Worry);
        let untold = loaded.case.find::<Worry>(*record).is_some_and(|worry| worry.insists());
        records.insert(*record, LocalRecord { heads, safeguarding, untold, kind, day, ..LocalRecord::default() });
    }
    for key in repository.db().keys(StoreName::History, loaded.case.id.as_bytes()).await? {
        let (Some(record), Some(version)) = (id_at(&key, 16), id_at(&key, 32)) else { continue };
        // Of a record that has no readable version left, an earlier one may come back from the bundle.
        if let Some(local) = records.get_mut(&RecordId::from_bytes(record)) {
            local.history.insert(VersionId::from_bytes(version));
        }
    }
    Ok(LocalFile { pupil: loaded.case.pupil().map(Identity::of), records, ..LocalFile::default() })
}
