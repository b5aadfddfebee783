//! What every part of a pupil's page looks at.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::store::Store;
use casebook_domain::calendar::Date;
use casebook_domain::case::CaseFile;
use casebook_domain::ids::{EpisodeId, FileId};
use casebook_domain::settings::Settings;

/// What every part of a pupil's page looks at. Made again when the file changes.
#[derive(Clone)]
pub(super) struct Page {
    pub(super) store: Store,
    pub(super) file: FileId,
    pub(super) case: Arc<CaseFile>,
    pub(super) settings: Arc<Settings>,
    pub(super) today: Date,
}

/// The episode that the mentor chose to read, kept from tab to tab; none: the current one.
#[derive(Clone, Copy, Default)]
pub struct ChosenEpisode(pub(super) RwSignal<Option<EpisodeId>>);
