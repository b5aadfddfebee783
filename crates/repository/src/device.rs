//! Rows that belong to this device and are in no bundle.

use crate::error::RepositoryError;
use crate::keys::device_place;
use crate::repository::Repository;
use crate::rows::{Batch, StoreName};
use casebook_domain::alias::Aliases;
use casebook_records::{self as records, NO_FILE};
use casebook_vault::{self as vault, Area, DeviceKeys};

/// The device row of its keys.
const DEVICE_KEYS: &[u8] = b"keys";

impl Repository {
    /// A row of this device's own: its name is a word for what it is, followed by what it is about.
    pub async fn device_row(&self, name: &[u8]) -> Result<Option<Vec<u8>>, RepositoryError> {
        let sealed = self.db().get(StoreName::Device, name).await?;
        sealed.map(|sealed| self.open(Area::Settings, NO_FILE, &device_place(name), &sealed)).transpose()
    }

    /// The rows of this device's own whose names begin so, by name, as far as they can be opened.
    pub async fn device_rows(&self, prefix: &[u8]) -> Result<Vec<(Vec<u8>, Vec<u8>)>, RepositoryError> {
        let rows = self.db().range(StoreName::Device, prefix).await?;
        let open = |(name, sealed): (Vec<u8>, Vec<u8>)| {
            let plain = self.open(Area::Settings, NO_FILE, &device_place(&name), &sealed).ok()?;
            Some((name, plain))
        };
        Ok(rows.into_iter().filter_map(open).collect())
    }

    /// All pairs of files that are known to be one pupil's.
    pub async fn aliases(&self) -> Result<Aliases, RepositoryError> {
        let mut aliases = Aliases::default();
        for (name, _) in self.device_rows(records::device::ALIASES).await? {
            if let Some(alias) = records::device::read_alias_name(&name) {
                aliases.join(alias);
            }
        }
        Ok(aliases)
    }

    /// Adds a row of this device's own to what is written.
    pub fn put_device_row(&self, batch: &mut Batch, name: &[u8], plain: &[u8]) {
        let sealed = vault::seal(self.keys(), Area::Settings, &NO_FILE, &device_place(name), plain);
        batch.put(StoreName::Device, name, sealed);
    }

    /// The keys of this device, if it has any yet.
    pub async fn device_keys(&self) -> Result<Option<DeviceKeys>, RepositoryError> {
        let row = self.device_row(DEVICE_KEYS).await?;
        row.map(|bytes| DeviceKeys::from_bytes(&bytes).ok_or(RepositoryError::Damaged)).transpose()
    }

    /// The keys of this device, made at first need. For the page alone, in the queue: two at once would make two.
    pub async fn own_device_keys(&self) -> Result<DeviceKeys, RepositoryError> {
        if let Some(keys) = self.device_keys().await? {
            return Ok(keys);
        }
        let keys = DeviceKeys::random();
        let mut batch = Batch::default();
        self.put_device_row(&mut batch, DEVICE_KEYS, &keys.to_bytes());
        self.db().write(batch).await?;
        Ok(keys)
    }
}
