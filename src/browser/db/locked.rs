//! The database as the lock screen needs it: whether there is one, what its vault's header says, and which tab has it. Without
//! rexie and without rows, so that nothing of these is in the program's first part.

use std::cell::RefCell;
use std::rc::Rc;

use idb::Query;
use wasm_bindgen::JsValue;
use web_sys::IdbDatabase;

use super::epoch::{store, take};
use super::errors::{fail, gone_or};
use super::events::{answer, to_the_end};
use super::opening::existing;
use super::{DbError, StoreName};

/// A database that is there, taken for this tab. Its connection closes with it, or when another tab wants to change it.
pub struct LockedDb {
    raw: IdbDatabase,
    epoch: u64,
    /// Held for its handler.
    _handlers: idb::Database,
}

impl LockedDb {
    /// Opens what is there and takes it for this tab; `None` where there is nothing. `replaced` is told once if another tab
    /// removes or changes it.
    ///
    /// # Errors
    /// Any of [`DbError`].
    pub async fn open(name: &str, replaced: impl FnOnce() + 'static) -> Result<Option<Self>, DbError> {
        let raw = match existing(name).await {
            Ok(raw) => raw,
            Err(DbError::Removed) => return Ok(None),
            Err(error) => return Err(error),
        };
        let epoch = match take(&raw).await {
            Ok(epoch) => epoch,
            Err(error) => {
                raw.close();
                return Err(error);
            }
        };
        let mut handlers = idb::Database::from(raw.clone());
        let (held, told) = (raw.clone(), Rc::new(RefCell::new(Some(replaced))));
        handlers.on_version_change(move |_| {
            held.close();
            let told = told.borrow_mut().take();
            if let Some(told) = told {
                told();
            }
        });
        Ok(Some(Self { raw, epoch, _handlers: handlers }))
    }

    /// The number of this tab; what opens the database as a whole adopts it.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// A row of the vault.
    ///
    /// # Errors
    /// [`DbError::Closed`], [`DbError::Other`].
    pub async fn vault_row(&self, key: &str) -> Result<Option<String>, DbError> {
        let (raw, key) = (self.raw.clone(), JsValue::from(key));
        to_the_end(async move {
            let begun = raw.transaction_with_str(StoreName::Vault.name()).map_err(|error| gone_or(&error))?;
            let transaction = idb::Transaction::from(begun);
            let value = answer(store(&transaction, StoreName::Vault)?.get(Query::from(key)).map_err(fail)?).await?;
            Ok(value.as_string())
        })
        .await
    }
}

impl Drop for LockedDb {
    fn drop(&mut self) {
        self.raw.set_onversionchange(None);
        self.raw.close();
    }
}
