//! Sealing every row again under a new data key, some in each transaction. No record of progress is needed: a row says by
//! its seal which data key it is under, so it may stop anywhere and begin again from the front.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::error::RepositoryError;
use crate::keys::{device_place, id_at};
use crate::repository::{Repository, parts, sum_of_parts};
use crate::rows::StoreName;
use casebook_domain::ids::FileId;
use casebook_records::{self as records, NO_FILE};
use casebook_vault::{self as vault, Area, Keys, Resealed, Under};

/// The stores with sealed rows in the order in which they are sealed again: the files' headers after the records that they
/// count.
pub const SEALED: [StoreName; 6] = [
    StoreName::Records,
    StoreName::History,
    StoreName::Drafts,
    StoreName::Blobs,
    StoreName::Device,
    StoreName::Headers,
];

/// Rows of one transaction: sealed within a frame or two, so that the screen never waits. An attachment may be half a
/// megabyte, and a file's header needs all of its records read.
pub const fn rows_at_once(store: StoreName) -> u32 {
    match store {
        StoreName::Vault => 0,
        StoreName::Records | StoreName::History | StoreName::Drafts => 100,
        StoreName::Device => 10,
        StoreName::Blobs => 2,
        StoreName::Headers => 4,
    }
}

/// What came of some rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SomeAnew {
    /// The key that it came to; `None`: that was the end of the store.
    pub came_to: Option<Vec<u8>>,
    /// How many were under the old data key.
    pub anew: usize,
}

impl Repository {
    /// Seals the next rows of a store again, from the front or after a key.
    ///
    /// # Errors
    /// [`RepositoryError::Db`]; none of them was written then.
    pub async fn seal_some_anew(&self, store: StoreName, after: Option<&[u8]>) -> Result<SomeAnew, RepositoryError> {
        if store == StoreName::Headers {
            return self.seal_headers_anew(after).await;
        }
        let (keys, anew) = (self.keys().clone(), Rc::new(Cell::new(0)));
        let count = anew.clone();
        let row_anew = move |key: &[u8], sealed: &[u8]| {
            let Resealed::Anew(sealed) = row_anew(&keys, store, key, sealed) else { return None };
            count.set(count.get() + 1);
            Some(sealed)
        };
        let came_to = self.db().rewrite(store, after, rows_at_once(store), Box::new(row_anew)).await?;
        Ok(SomeAnew { came_to, anew: anew.get() })
    }

    /// Seals everything again that still is under the old data key, and says how many rows that were.
    ///
    /// # Errors
    /// [`RepositoryError::Db`].
    pub async fn seal_rest_anew(&self) -> Result<usize, RepositoryError> {
        let mut all = 0;
        for store in SEALED {
            let mut after = None;
            loop {
                let SomeAnew { came_to, anew } = self.seal_some_anew(store, after.as_deref()).await?;
                all += anew;
                if came_to.is_none() {
                    break;
                }
                after = came_to;
            }
        }
        Ok(all)
    }

    /// A file's header has a sum over its records under a subkey of the data key, so that it is not sealed as it is. It is
    /// exchanged only if it is what was read, which every change of the file's records would have changed.
    async fn seal_headers_anew(&self, after: Option<&[u8]>) -> Result<SomeAnew, RepositoryError> {
        let count = rows_at_once(StoreName::Headers);
        let found = Rc::new(RefCell::new(Vec::new()));
        let seen = found.clone();
        let look = move |key: &[u8], sealed: &[u8]| {
            seen.borrow_mut().push((key.to_vec(), sealed.to_vec()));
            None
        };
        let came_to = self.db().rewrite(StoreName::Headers, after, count, Box::new(look)).await?;
        let mut headers = BTreeMap::new();
        for (key, sealed) in found.take() {
            if let Some(anew) = self.header_anew(&key, &sealed).await {
                headers.insert(key, (sealed, anew));
            }
        }
        let anew = headers.len();
        if anew > 0 {
            let exchange = move |key: &[u8], sealed: &[u8]| {
                let (read, anew) = headers.remove(key)?;
                (read == sealed).then_some(anew)
            };
            self.db().rewrite(StoreName::Headers, after, count, Box::new(exchange)).await?;
        }
        Ok(SomeAnew { came_to, anew })
    }

    /// `None`: it is under the new data key already, or opens under neither.
    async fn header_anew(&self, key: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let file = FileId::from_bytes(id_at(key, 0)?);
        let opened = vault::open_telling(self.keys(), Area::Headers, &file, &[], sealed);
        let Ok((plain, Under::Earlier)) = opened else { return None };
        // One that can't be read is made again from its file by the code that needs it, as always.
        let anew = match (records::decode_header(&plain), self.load_unchecked(file).await) {
            (Ok(stored), Ok(loaded)) => {
                let said = sum_of_parts(stored.rows, stored.sum);
                let [earlier, now] = [Under::Earlier, Under::Now].map(|under| self.sum(&loaded, under));
                let (rows, check) = parts(vault::carried_over(said, earlier, now));
                records::encode_header(&stored.header, rows, check)
            }
            _ => plain.to_vec(),
        };
        Some(vault::seal(self.keys(), Area::Headers, &file, &[], &anew))
    }
}

/// A row of a store under the new data key, by what its key says of the place that it was sealed for.
fn row_anew(keys: &Keys, store: StoreName, key: &[u8], sealed: &[u8]) -> Resealed {
    if store == StoreName::Device {
        return vault::reseal(keys, Area::Settings, &NO_FILE, &device_place(key), sealed);
    }
    let Some((file, row)) = key.split_first_chunk::<16>() else { return Resealed::Damaged };
    let file = FileId::from_bytes(*file);
    // Of a version in the history the record's id alone: it is sealed as it was among the heads.
    let record = row.get(..16).unwrap_or(row);
    match store {
        StoreName::Records => vault::reseal_packed(keys, &file, record, sealed),
        StoreName::History => vault::reseal(keys, Area::Records, &file, record, sealed),
        StoreName::Drafts => vault::reseal(keys, Area::Drafts, &file, row, sealed),
        StoreName::Blobs => vault::reseal(keys, Area::Blobs, &file, row, sealed),
        StoreName::Headers | StoreName::Device | StoreName::Vault => Resealed::Already,
    }
}
