//! Resource packs (p37): resources and observation templates for colleagues. Its lines have nowhere to put anything about
//! a pupil: no file, no record, no version, no date.

use super::format::{BundleKind, Opening};
use casebook_domain::calendar::Moment;
use casebook_domain::ids::ActorId;
use casebook_domain::observation::Sheet;
use casebook_domain::resource::Resource;

/// What a pack holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pack {
    /// Resources.
    pub resources: Vec<Resource>,
    /// Observation templates, as their own files have them.
    pub templates: Vec<Sheet>,
    /// How many templates in it only a newer Casebook can read. Not written.
    pub newer: usize,
}

impl Opening {
    /// The opening of a resource pack.
    pub fn resource_pack(actor: ActorId, author: &str, time: Moment) -> Self {
        Self { kind: BundleKind::ResourcePack, ..Self::backup(actor, author, time) }
    }
}
