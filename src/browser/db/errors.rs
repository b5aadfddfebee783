//! From the browser's errors to ours.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

use super::DbError;

pub(super) fn of_exception(error: &DomException) -> DbError {
    of_name(&error.name())
}

pub(super) fn of_name(name: &str) -> DbError {
    match name {
        "VersionError" => DbError::Newer,
        // Chromium says DataError when the disk under it is full; keys and values of ours are always valid ones.
        "QuotaExceededError" | "DataError" => DbError::Quota,
        "InvalidStateError" | "NotFoundError" => DbError::Closed,
        other => DbError::Other(other.to_owned()),
    }
}

/// For what opening a transaction throws: the connection is closed or closing, or a store is gone.
pub(super) fn gone_or(error: &JsValue) -> DbError {
    error.dyn_ref::<DomException>().map_or_else(|| DbError::Other("unknown".into()), of_exception)
}

pub(super) fn fail(error: idb::Error) -> DbError {
    use idb::Error as E;
    match error {
        E::DomException(error) => of_exception(&error),
        E::AddFailed(value)
        | E::ClearFailed(value)
        | E::DeleteFailed(value)
        | E::GetAllFailed(value)
        | E::GetAllKeysFailed(value)
        | E::GetFailed(value)
        | E::IndexedDbDeleteFailed(value)
        | E::IndexedDbOpenFailed(value)
        | E::KeyRangeCreateFailed(value)
        | E::ObjectStoreNotFound(value)
        | E::TransactionOpenFailed(value)
        | E::UpdateFailed(value) => gone_or(&value),
        E::IndexedDbNotFound(_) => DbError::Missing,
        // The rest are cursors, indexes and types that we do not use. Their texts hold no data of ours.
        _ => DbError::Other("idb".into()),
    }
}

/// The same for what rexie says.
pub(super) fn of_rexie(error: rexie::Error) -> DbError {
    match error {
        rexie::Error::IdbError(error) => fail(error),
        _ => DbError::Other("rexie".into()),
    }
}
