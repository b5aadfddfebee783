//! Resource packs: made of what was chosen, and what one holds beside what is here.

use super::{JobError, MadeFile, mark, number};
use casebook_bundle::{BundleKind, EnvelopeError, Incoming, Opening, Pack, SealBy, envelope};
use casebook_domain::calendar::{self, Moment};
use casebook_domain::content::Content;
use casebook_domain::ids::RecordId;
use casebook_domain::observation::Sheet;
use casebook_domain::resource::Resource;
use casebook_records::{RESOURCES_FILE, SETTINGS_FILE, template_file};
use casebook_repository::{Repository, RepositoryError};
use serde::{Deserialize, Serialize};

/// What a resource pack holds. Nothing of it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackFound {
    /// Who made it, as they say.
    pub author: String,
    /// When.
    pub made: Moment,
    /// Resources.
    pub resources: Vec<Resource>,
    /// Observation templates, each as a file of its own has it.
    pub templates: Vec<String>,
    /// Templates that only a newer Casebook reads.
    pub newer: u32,
}

/// Makes a pack of resources and of templates of the school's own, signed by this device's key where it has one, opens it
/// again and compares.
///
/// # Errors
/// [`JobError`]; there is no pack then.
pub async fn make(
    repository: &Repository,
    resources: &[RecordId],
    templates: &[RecordId],
    words: &str,
) -> Result<MadeFile, JobError> {
    let author = repository.settings().await?.map(|settings| repository.author(&settings)).unwrap_or_default();
    let (bank, settings) = (repository.load(RESOURCES_FILE).await?.case, repository.load(SETTINGS_FILE).await?.case);
    let mut pack = Pack::default();
    for id in resources {
        match bank.get(*id).map(|item| &item.entry.content) {
            Some(Content::Resource(resource)) => pack.resources.push(resource.clone()),
            _ => return Err(RepositoryError::Missing.into()),
        }
    }
    for id in templates {
        match settings.get(*id).map(|item| &item.entry.content) {
            Some(Content::Template(template)) => pack.templates.push(template.sheet.clone()),
            _ => return Err(RepositoryError::Missing.into()),
        }
    }
    let now = repository.now();
    let opening = Opening::resource_pack(repository.actor(), &author, now);
    let keys = repository.device_keys().await?;
    let signing = keys.as_ref().map(|keys| keys.signing());
    let bytes = envelope::make_pack(&SealBy::Words(words.into()), &opening, signing, &pack)?;
    let name = format!("{} resource-pack {}.casebook", calendar::iso(now.date()), mark());
    Ok(MadeFile { name, sha256: None, bytes })
}

/// What an opened pack holds.
///
/// # Errors
/// [`EnvelopeError::NotAPack`] where it is another kind of bundle.
pub fn found(incoming: Incoming) -> Result<PackFound, JobError> {
    let Incoming { opening, pack, .. } = incoming;
    if opening.kind != BundleKind::ResourcePack {
        return Err(EnvelopeError::NotAPack.into());
    }
    let Pack { resources, templates, newer } = pack;
    // What was read from a pack is within the bounds of a template's own file.
    let as_file = |sheet: &Sheet| template_file::encode(sheet).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let templates = templates.iter().map(as_file).collect::<Option<Vec<_>>>().ok_or(EnvelopeError::BadlyMade)?;
    Ok(PackFound { author: opening.author, made: opening.time, resources, templates, newer: number(newer) })
}
