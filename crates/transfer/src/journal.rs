//! Undoing the last import. Its journal is written in the import's own transaction and is only read for the undo.

use std::collections::BTreeMap;

use super::JobError;
use casebook_bundle::EnvelopeError;
use casebook_records::journal::{
    ACTOR, JOURNAL, JOURNAL_HEAD, JournalHead, Touched, chunk_name, decode_chunk, decode_head, encode_chunk,
    encode_head, mark,
};
use casebook_repository::rows::{Batch, StoreName};
use casebook_repository::{Repository, RepositoryError, id_at};

/// About how many bytes go into one row of a journal.
const CHUNK: usize = 256 * 1024;

/// A row's place.
type Place = (StoreName, Vec<u8>);

/// Adds to an import what would take it back. What an earlier one left goes.
///
/// The actor is not put back: a count of a record must never be used twice, whatever else is undone.
///
/// # Errors
/// [`JobError`].
pub(crate) async fn add(repository: &Repository, batch: &mut Batch, head: JournalHead) -> Result<(), JobError> {
    let mut after: BTreeMap<Place, Option<Vec<u8>>> = BTreeMap::new();
    for (store, prefix) in &batch.delete_prefixes {
        for key in repository.db().keys(*store, prefix).await? {
            after.insert((*store, key), None);
        }
    }
    after.extend(batch.deletes.iter().map(|(store, key)| ((*store, key.clone()), None)));
    after.extend(batch.puts.iter().map(|(store, key, value)| ((*store, key.clone()), Some(mark(value)))));
    after.remove(&(StoreName::Device, ACTOR.to_vec()));
    let places: Vec<&Place> = after.keys().collect();
    let mut before = standing(repository, &places).await?;
    let mut touched = Vec::new();
    let (mut chunks, mut size) = (0, 0);
    let mut flush = |touched: &mut Vec<Touched>, chunks: &mut u32| {
        repository.put_device_row(batch, &chunk_name(*chunks), &encode_chunk(touched));
        touched.clear();
        *chunks += 1;
    };
    for (place, after) in after {
        let before = before.remove(&place);
        let (store, key) = place;
        size += key.len() + before.as_ref().map_or(0, Vec::len) + after.as_ref().map_or(0, Vec::len) + 20;
        touched.push(Touched { store: number(store), key, before, after });
        if size >= CHUNK {
            flush(&mut touched, &mut chunks);
            size = 0;
        }
    }
    if !touched.is_empty() {
        flush(&mut touched, &mut chunks);
    }
    repository.put_device_row(batch, JOURNAL_HEAD, &encode_head(&JournalHead { chunks, ..head }));
    // Deletions run before puts.
    batch.delete_prefix(StoreName::Device, JOURNAL);
    Ok(())
}

/// What was imported last, if it can still be taken back.
///
/// # Errors
/// [`RepositoryError`].
pub async fn last(repository: &Repository) -> Result<Option<JournalHead>, RepositoryError> {
    Ok(repository.device_row(JOURNAL_HEAD).await?.as_deref().and_then(decode_head))
}

/// Takes the last import back, in one transaction: every key it touched holds again what it held, byte for byte.
///
/// # Errors
/// [`EnvelopeError::NoUndo`] where there is no import to take back or something of it was changed since; nothing was written then.
pub async fn undo(repository: &Repository) -> Result<JournalHead, JobError> {
    let head = last(repository).await?.ok_or(EnvelopeError::NoUndo)?;
    let mut touched = Vec::new();
    for number in 0..head.chunks {
        let row = repository.device_row(&chunk_name(number)).await?.ok_or(EnvelopeError::NoUndo)?;
        touched.extend(decode_chunk(&row).ok_or(RepositoryError::Damaged)?);
    }
    let places: Vec<Place> = touched
        .iter()
        .map(|touched| store(touched.store).map(|store| (store, touched.key.clone())))
        .collect::<Option<_>>()
        .ok_or(RepositoryError::Damaged)?;
    let now = standing(repository, &places.iter().collect::<Vec<_>>()).await?;
    let mut batch = Batch::default();
    for (place, Touched { before, after, .. }) in places.into_iter().zip(touched) {
        if now.get(&place).map(|value| mark(value)) != after {
            return Err(EnvelopeError::NoUndo.into());
        }
        let (store, key) = place;
        match before {
            Some(value) => batch.put(store, key, value),
            None => batch.delete(store, key),
        };
    }
    batch.delete_prefix(StoreName::Device, JOURNAL);
    repository.db().write(batch).await?;
    repository.set_journal(false);
    Ok(head)
}

/// What is at these places now. Read file by file, as one request for each row would be far slower.
async fn standing(repository: &Repository, places: &[&Place]) -> Result<BTreeMap<Place, Vec<u8>>, JobError> {
    let mut groups: BTreeMap<(StoreName, Vec<u8>), Vec<&Place>> = BTreeMap::new();
    for place in places {
        let (store, key) = place;
        let of_file = (*store != StoreName::Device).then(|| id_at(key, 0)).flatten();
        groups.entry((*store, of_file.map_or_else(|| key.clone(), |file| file.to_vec()))).or_default().push(place);
    }
    let mut found = BTreeMap::new();
    for ((store, prefix), places) in groups {
        if let [only] = places[..] {
            if let Some(value) = repository.db().get(store, &only.1).await? {
                found.insert(only.clone(), value);
            }
            continue;
        }
        let mut rows: BTreeMap<Vec<u8>, Vec<u8>> = repository.db().range(store, &prefix).await?.into_iter().collect();
        found.extend(places.into_iter().filter_map(|place| rows.remove(&place.1).map(|value| (place.clone(), value))));
    }
    Ok(found)
}

/// The stores that an import writes, by the numbers that are in journals for ever.
const STORES: [(u8, StoreName); 6] = [
    (1, StoreName::Headers),
    (2, StoreName::Records),
    (3, StoreName::History),
    (4, StoreName::Drafts),
    (5, StoreName::Blobs),
    (6, StoreName::Device),
];

fn number(store: StoreName) -> u8 {
    STORES.iter().find(|(_, known)| *known == store).map_or(0, |(number, _)| *number)
}

fn store(number: u8) -> Option<StoreName> {
    STORES.iter().find(|(known, _)| *known == number).map(|(_, store)| *store)
}
