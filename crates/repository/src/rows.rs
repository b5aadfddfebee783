//! Sealed rows and the one transaction that writes them, whatever holds them: IndexedDB in a browser, a map in tests.

use core::future::Future;
use core::pin::Pin;

/// Why the database did not do as asked. Nothing was written, whichever it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DbError {
    /// This browser has no IndexedDB or does not let us use it, as in some private windows.
    Missing,
    /// Another tab holds an older or newer version open and does not let go.
    Blocked,
    /// The database was made by a newer Casebook.
    Newer,
    /// The device has no room left.
    Quota,
    /// The browser closed the database under us and it does not open again.
    Closed,
    /// The browser removed the database under us.
    Removed,
    /// Another tab took the casebook.
    Stolen,
    /// Anything else, with the browser's own name for it.
    Other(String),
}

impl DbError {
    /// Whether a new connection may put it right. A transaction that ended so has written nothing.
    pub fn is_of_the_connection(&self) -> bool {
        match self {
            Self::Closed => true,
            Self::Other(name) => matches!(name.as_str(), "AbortError" | "UnknownError" | "InvalidStateError"),
            _ => false,
        }
    }
}

/// The stores. All but `vault` hold sealed bytes under byte keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StoreName {
    /// In clear: the vault header and the epoch. Keys and values are text.
    Vault,
    /// What lists and search show. Key: file.
    Headers,
    /// The heads. Key: file, record.
    Records,
    /// Superseded versions. Key: file, record, version.
    History,
    /// Half-filled forms, observations under way. Key: file, draft, sequence number (8 bytes, big-endian).
    Drafts,
    /// Attachments and signatures. Key: file, blob.
    Blobs,
    /// What belongs to this device and is in no bundle ever: its keys, the colleagues it knows, traces of what was moved or
    /// erased. Key: a word for what it is, then what it is about.
    Device,
}

impl StoreName {
    /// Every store.
    pub const ALL: [StoreName; 7] = [
        StoreName::Vault,
        StoreName::Headers,
        StoreName::Records,
        StoreName::History,
        StoreName::Drafts,
        StoreName::Blobs,
        StoreName::Device,
    ];

    /// The store's name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            StoreName::Vault => "vault",
            StoreName::Headers => "headers",
            StoreName::Records => "records",
            StoreName::History => "history",
            StoreName::Drafts => "drafts",
            StoreName::Blobs => "blobs",
            StoreName::Device => "device",
        }
    }
}

/// What one change does. Deletions run before puts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Rows written: store, key, value.
    pub puts: Vec<(StoreName, Vec<u8>, Vec<u8>)>,
    /// Rows deleted: store, key.
    pub deletes: Vec<(StoreName, Vec<u8>)>,
    /// Every row whose key begins with these bytes: store, prefix. An empty prefix is the whole store; not for `vault`.
    pub delete_prefixes: Vec<(StoreName, Vec<u8>)>,
}

impl Batch {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.puts.is_empty() && self.deletes.is_empty() && self.delete_prefixes.is_empty()
    }

    /// Adds a row to write.
    pub fn put(&mut self, store: StoreName, key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) -> &mut Self {
        self.puts.push((store, key.into(), value.into()));
        self
    }

    /// Adds a row to delete.
    pub fn delete(&mut self, store: StoreName, key: impl Into<Vec<u8>>) -> &mut Self {
        self.deletes.push((store, key.into()));
        self
    }

    /// Adds every row whose key begins so to what is deleted.
    pub fn delete_prefix(&mut self, store: StoreName, prefix: impl Into<Vec<u8>>) -> &mut Self {
        self.delete_prefixes.push((store, prefix.into()));
        self
    }

    /// The stores that it touches, and `vault`, which says who may write.
    pub fn stores(&self) -> Vec<StoreName> {
        let mut stores = vec![StoreName::Vault];
        stores.extend(self.puts.iter().map(|row| row.0));
        stores.extend(self.deletes.iter().map(|row| row.0));
        stores.extend(self.delete_prefixes.iter().map(|row| row.0));
        casebook_domain::order::plain(&mut stores);
        stores.dedup();
        stores
    }
}

/// What is to come of an operation.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, DbError>> + 'a>>;
/// A row: its key and its value.
pub type Row = (Vec<u8>, Vec<u8>);
/// Gives what a row becomes by its key and value; `None`: it stays.
pub type Rewrite = Box<dyn FnMut(&[u8], &[u8]) -> Option<Vec<u8>>>;

/// What the repository needs of a database.
pub trait Rows {
    /// One row, `None` where there is none.
    fn get<'a>(&'a self, store: StoreName, key: &'a [u8]) -> Answer<'a, Option<Vec<u8>>>;
    /// The rows whose keys begin with `prefix`, in the order of keys, read at one moment.
    fn range<'a>(&'a self, store: StoreName, prefix: &'a [u8]) -> Answer<'a, Vec<Row>>;
    /// The keys that begin with `prefix`, in order.
    fn keys<'a>(&'a self, store: StoreName, prefix: &'a [u8]) -> Answer<'a, Vec<Vec<u8>>>;
    /// Does all of `batch` or nothing of it; it lasts once this returns.
    fn write(&self, batch: Batch) -> Answer<'_, ()>;
    /// Goes over the next `count` rows after `after` (from the beginning: `None`), in the order of keys, and writes what
    /// `change` gives for them, in one transaction. Returns the last key that it reached, or `None` at the end of the store.
    fn rewrite<'a>(
        &'a self,
        store: StoreName,
        after: Option<&'a [u8]>,
        count: u32,
        change: Rewrite,
    ) -> Answer<'a, Option<Vec<u8>>>;
}
