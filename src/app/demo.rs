//! The demo: a database of its own with made-up pupils, sealed like the real
//! one under a key that is no secret, since nothing in it is.

use super::store::{StartError, Store};
use super::core::CoreError;
use crate::browser::{bundle_worker, clock};
use crate::domain::settings::Settings;
use crate::vault::{Derived, Key, Params};

/// Opens the demo, making it first where it is not there yet.
pub async fn start(store: Store) -> Result<(), StartError> {
    let derived = Derived { key: Key::from_bytes([0x0d; 32]), salt: [0x0d; 16], params: Params::DEFAULT };
    if store.has_header() {
        store.unlock_with(&derived.key).await
    } else {
        store.create_with(&derived, Settings::new("Mx Demo".into(), "Made-up School".into())).await?;
        let core = store.core().map_err(StartError::Core)?;
        bundle_worker::make_demo(core.db(), super::store::DEMO, core.keys(), 12, clock::today(), clock::now())
            .await
            .map_err(|_| StartError::Core(CoreError::Locked))?;
        store.enter().await
    }
}
