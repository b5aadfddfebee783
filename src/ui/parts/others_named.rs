//! Other pupils whose name is in a text that others may read.

use crate::app::store::Store;
use casebook_domain::advice;
use casebook_domain::ids::FileId;

/// Other pupils of this casebook whose name is in the text.
pub fn others_named(store: Store, pupil: Option<FileId>, text: &str) -> Vec<String> {
    store.casebook.headers.with_untracked(|headers| advice::others_named(headers, pupil, text))
}
