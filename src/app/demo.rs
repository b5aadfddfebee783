//! The demo: a database of its own with made-up pupils, sealed like the real one, under a key that is not secret
//! because the demo holds nothing secret.

use super::phase::StartError;
use super::store::Store;
use crate::browser::marker;
use crate::protocol::bundle::MakeDemo;
use casebook_demo as demo;
use casebook_domain::content::Content;
use casebook_domain::decide::Command;
use casebook_records::RESOURCES_FILE;
use casebook_vault::{Derived, Key, Params};

/// Made-up pupils in the demo: one for each state of a case.
const PUPILS: u32 = 12;
/// More than any caseload that is measured.
const MOST: u32 = 10_000;

/// Opens the demo, making it first where it is not there yet.
pub async fn start(store: Store) -> Result<(), StartError> {
    let derived = Derived { key: Key::from_bytes([0x0d; 32]), salt: [0x0d; 16], params: Params::DEFAULT };
    if store.session.has_header() {
        store.unlock_with(&derived.key).await
    } else {
        store.create_with(&derived, demo::settings()).await?;
        let mut worker = store.session.bundle_worker().await?;
        let count = marker::demo_size().unwrap_or(PUPILS).min(MOST);
        worker.ask(MakeDemo { count }, None, |_| {}).await.map_err(|_| StartError::Worker)?;
        let repository = store.session.repository().map_err(StartError::Core)?;
        let mut register = repository.blank(RESOURCES_FILE);
        for (id, resource) in demo::resources() {
            let command = Command::Save { id, content: Content::Resource(resource) };
            let saved =
                repository.dispatch(&register, &demo::settings(), &command, None).await.map_err(StartError::Core)?;
            register = saved.loaded;
        }
        store.enter().await
    }
}
