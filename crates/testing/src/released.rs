//! A whole database as a release left it (commit 0b7bb78), and two bundles of it: what a tablet has when it is updated. Made by
//! that release in Chromium, of made-up pupils only.
//!
//! It holds the demo's kinds of record in twelve files, a pupil typed in, a colleague's passphrase, a hand-over that was brought
//! in, a note half typed and an observation under way. It is never made again: another release adds its own.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use casebook_repository::rows::{Batch, StoreName};

/// The six words that unlock it.
pub const PASSPHRASE: &str = "smart boat ice south goat gather";
/// The six words of the colleague.
pub const COLLEAGUE: &str = "dynamic crouch peanut artefact anchor estate";
/// The twelve words of its recovery sheet, which open the backup too.
pub const RECOVERY: &str = "clinic fame arena grunt method ridge margin carbon scorpion shove parrot junk";
/// The words of the hand-over that was brought in.
pub const WORDS: &str = "abandon ability able about above absent absorb";
/// That hand-over: what it holds is in the database.
pub const HAND_OVER: &[u8] = include_bytes!("../fixtures/release-0b7bb78-hand-over.casebook");
/// A backup, made after the hand-over was brought in.
pub const BACKUP: &[u8] = include_bytes!("../fixtures/release-0b7bb78-backup.casebook");

/// Every row, as one transaction that writes it.
///
/// # Panics
/// If the fixture is not as it was committed.
pub fn rows() -> Batch {
    let mut batch = Batch::default();
    for line in include_str!("../fixtures/release-0b7bb78.rows").lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let [name, key, value] = words[..] else { panic!("{line}") };
        let store = StoreName::ALL.into_iter().find(|store| store.name() == name).expect("a store");
        let bytes = |text| STANDARD.decode(text).expect("base64");
        batch.put(store, bytes(key), bytes(value));
    }
    batch
}
