//! The key derivation, in a worker of its own: 64 MiB that have seen a passphrase go when it ends.

use js_sys::JsString;

use super::page;
pub use super::worker::WorkerError;
use super::worker::{Prepared, Running};
use crate::protocol::kdf::{KdfRequest, kdf_reply_from_bytes};
use casebook_vault::{Key, Params, SALT_LEN, Zeroizing, words};

const META: &str = "casebook-worker-kdf";

thread_local! {
    static PREPARED: Prepared = Prepared::default();
}

/// Starts the worker ahead of its use, when the lock screen is shown. May be called at any time and any number of times.
pub fn prepare() {
    PREPARED.with(|prepared| prepared.prepare(META));
}

/// Ends a worker that was prepared and not used.
pub fn end() {
    PREPARED.with(Prepared::end);
}

/// The key that a passphrase gives with a slot's salt and cost. Takes a blink on a laptop and up to a second on an old
/// tablet; the worker ends with it.
///
/// # Errors
/// All of [`WorkerError`].
pub async fn derive(passphrase: &str, salt: &[u8; SALT_LEN], params: Params) -> Result<Key, WorkerError> {
    let request = KdfRequest { build: page::build_id(), passphrase: normal(passphrase), salt: *salt, params };
    let prepared = PREPARED.with(Clone::clone);
    let mut worker: Running = prepared.take(META).await?;
    worker.post_bytes(&request.to_bytes())?;
    drop(request);
    let reply = Zeroizing::new(worker.next_bytes().await?);
    Ok(kdf_reply_from_bytes(&reply)?)
}

/// The same passphrase whatever keyboard typed it: one form for letters with accents, and spaces as a list of words has them.
fn normal(passphrase: &str) -> Zeroizing<String> {
    words::canonical(&String::from(JsString::from(passphrase).normalize("NFKC")))
}
