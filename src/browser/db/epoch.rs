//! Strict transactions, and the epoch: the number of the tab that last took the casebook.

use std::cell::Cell;
use std::rc::Rc;

use idb::{Event as _, Query, Request as _};
use js_sys::JsString;
use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbTransactionDurability, IdbTransactionMode, IdbTransactionOptions};

use super::errors::{fail, gone_or};
use super::events::completion;
use super::{DbError, StoreName};

/// The row of [`StoreName::Vault`] that says which tab last took the casebook.
pub(super) const EPOCH: &str = "epoch";

/// Begins a transaction that is on the disk when it completes.
pub(super) fn begin_strict(raw: &IdbDatabase, stores: &[StoreName]) -> Result<idb::Transaction, DbError> {
    let names: Vec<JsString> = stores.iter().map(|store| JsString::from(store.name())).collect();
    let options = IdbTransactionOptions::new();
    options.set_durability(IdbTransactionDurability::Strict);
    let mode = IdbTransactionMode::Readwrite;
    let begun = raw.transaction_with_str_sequence_and_mode_and_options(&names, mode, &options);
    begun.map(idb::Transaction::from).map_err(|error| gone_or(&error))
}

pub(super) fn store(transaction: &idb::Transaction, name: StoreName) -> Result<idb::ObjectStore, DbError> {
    transaction.object_store(name.name()).map_err(fail)
}

pub(super) fn epoch_of(value: &JsValue) -> Option<u64> {
    value.as_string()?.parse().ok()
}

/// Moves the epoch, so that writes of every earlier owner fail. Gives the new one.
pub(super) async fn take(raw: &IdbDatabase) -> Result<u64, DbError> {
    let mut transaction = begin_strict(raw, &[StoreName::Vault])?;
    let vault = store(&transaction, StoreName::Vault)?;
    let mut read = vault.get(Query::from(JsValue::from(EPOCH))).map_err(fail)?;
    let next = Rc::new(Cell::new(0));
    let set = next.clone();
    read.on_success(move |event| {
        let found = event.target().ok().and_then(|read| read.result().ok());
        set.set(found.as_ref().and_then(epoch_of).map_or(1, |epoch| epoch.wrapping_add(1)));
        // A put that fails leaves the epoch as it was; the transaction then completes without it, so abort.
        let put = vault.put(&set.get().to_string().into(), Some(&EPOCH.into()));
        if put.is_err() {
            let _ = vault.transaction().abort();
        }
    });
    completion(&mut transaction).await?;
    Ok(next.get())
}
