//! The demo: a database of its own with made-up pupils, sealed like the real
//! one under a key that is no secret, since nothing in it is.

use super::store::{StartError, Store};
use crate::browser::marker;
use crate::domain::settings::Settings;
use crate::protocol::{BundleAnswer, BundleAsk};
use crate::vault::{Derived, Key, Params};

/// Made-up pupils in the demo: one for each state of a case.
const PUPILS: u32 = 12;
/// More than any caseload that is measured.
const MOST: u32 = 10_000;

/// Opens the demo, making it first where it is not there yet.
pub async fn start(store: Store) -> Result<(), StartError> {
    let derived = Derived { key: Key::from_bytes([0x0d; 32]), salt: [0x0d; 16], params: Params::DEFAULT };
    if store.has_header() {
        store.unlock_with(&derived.key).await
    } else {
        store.create_with(&derived, Settings::new("Mx Demo".into(), "Made-up School".into())).await?;
        let mut worker = store.bundle_worker().await?;
        worker
            .ask::<_, BundleAnswer>(
                BundleAsk::MakeDemo { count: marker::demo_size().unwrap_or(PUPILS).min(MOST) },
                None,
                |_| {},
            )
            .await
            .map_err(|_| StartError::Worker)?;
        store.enter().await
    }
}
