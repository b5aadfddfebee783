//! Whether the browser promised to keep what is stored, and how much that is.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{StorageEstimate, StorageManager};

/// What the browser says about our storage. A number it does not give is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// Whether it promised not to remove data by itself.
    pub persisted: bool,
    /// Bytes in use by this site.
    pub used: Option<u64>,
    /// Bytes that this site may use.
    pub quota: Option<u64>,
}

/// Asks the browser to keep our data. Firefox asks the mentor, the others decide by themselves.
pub async fn persist() -> bool {
    let Some(promise) = manager().and_then(|manager| manager.persist().ok()) else { return false };
    JsFuture::from(promise).await.is_ok_and(|kept| kept.is_truthy())
}

/// As [`persist`], without waiting for an answer.
pub fn ask_to_persist() {
    wasm_bindgen_futures::spawn_local(async {
        persist().await;
    });
}

/// How things are.
pub async fn health() -> Health {
    let Some(manager) = manager() else { return Health::default() };
    let persisted = match manager.persisted() {
        Ok(promise) => JsFuture::from(promise).await.is_ok_and(|kept| kept.is_truthy()),
        Err(_) => false,
    };
    let estimate = match manager.estimate() {
        Ok(promise) => JsFuture::from(promise).await.ok().map(|value| value.unchecked_into::<StorageEstimate>()),
        Err(_) => None,
    };
    let bytes = |number: Option<f64>| number.filter(|number| *number >= 0.0).map(|number| number as u64);
    Health {
        persisted,
        used: estimate.as_ref().and_then(|estimate| bytes(estimate.get_usage())),
        quota: estimate.as_ref().and_then(|estimate| bytes(estimate.get_quota())),
    }
}

fn manager() -> Option<StorageManager> {
    let navigator = web_sys::window()?.navigator();
    super::has(&navigator, "storage").then(|| navigator.storage())
}
