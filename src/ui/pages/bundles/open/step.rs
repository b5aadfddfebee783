//! Where the page that opens a bundle is.

use leptos::prelude::*;

use crate::app::receiving::{Applied, Preview, PreviewKind};
use casebook_domain::ids::FileId;

/// Where the page is.
#[derive(Clone)]
pub(super) enum Step {
    /// The file and what opens it.
    Choose,
    /// What it holds, before anything is written.
    Look(StoredValue<Preview>),
    /// What was written.
    Done(StoredValue<Finished>),
}

/// What was done with a bundle.
pub(super) struct Finished {
    pub(super) applied: Applied,
    /// The files that were chosen.
    pub(super) files: Vec<FileId>,
    pub(super) kind: PreviewKind,
    pub(super) author: String,
    /// The words of the receipt, where it opens by words.
    pub(super) words: String,
}
