//! Resource packs: made of what was chosen, and what one holds beside what is here.

use super::export::mark;
use super::{WorkError, number};
use crate::browser::clock;
use crate::protocol::{FoundPack, FoundResource};
use casebook_bundle::{BundleKind, Incoming, Opening, Pack, SealBy, Trouble, envelope};
use casebook_domain::calendar;
use casebook_domain::content::Content;
use casebook_domain::ids::RecordId;
use casebook_domain::observation::Sheet;
use casebook_domain::resource::Resource;
use casebook_records::{RESOURCES_FILE, SETTINGS_FILE, template_file};
use casebook_repository::ids;
use casebook_repository::{Core, CoreError};

/// A pack that was made and checked.
#[derive(Debug)]
pub struct MadePack {
    /// Its name; nobody's name is in it.
    pub name: String,
    /// The sealed file.
    pub bytes: Vec<u8>,
}

/// Makes a pack of resources and of templates of the school's own, signed by this device's key where it has one, opens it
/// again and compares.
///
/// # Errors
/// [`WorkError`]; there is no pack then.
pub async fn make(
    core: &Core,
    resources: &[RecordId],
    templates: &[RecordId],
    words: &str,
) -> Result<MadePack, WorkError> {
    let author = core.settings().await?.map(|settings| core.author(&settings)).unwrap_or_default();
    let (bank, settings) = (core.load(RESOURCES_FILE).await?.case, core.load(SETTINGS_FILE).await?.case);
    let mut pack = Pack::default();
    for id in resources {
        match bank.get(*id).map(|item| &item.entry.content) {
            Some(Content::Resource(resource)) => pack.resources.push(resource.clone()),
            _ => return Err(CoreError::Missing.into()),
        }
    }
    for id in templates {
        match settings.get(*id).map(|item| &item.entry.content) {
            Some(Content::Template(template)) => pack.templates.push(template.sheet.clone()),
            _ => return Err(CoreError::Missing.into()),
        }
    }
    let now = clock::now();
    let opening = Opening::resource_pack(core.actor(), &author, now);
    let keys = core.device_keys().await?;
    let signing = keys.as_ref().map(|keys| keys.signing());
    let bytes = envelope::make_pack(SealBy::Words(words), &opening, signing, &pack)?;
    let name = format!("{} resource-pack {}.casebook", calendar::iso(now.date()), mark(ids::id()));
    Ok(MadePack { name, bytes })
}

/// What an opened pack holds.
///
/// # Errors
/// [`Trouble::NotAPack`] where it is another kind of bundle.
pub fn found(incoming: Incoming) -> Result<FoundPack, WorkError> {
    let Incoming { opening, pack, .. } = incoming;
    if opening.kind != BundleKind::ResourcePack {
        return Err(Trouble::NotAPack.into());
    }
    let Pack { resources, templates, newer } = pack;
    let resources = resources
        .into_iter()
        .map(|Resource { title, text, link, tags }| FoundResource { title, text, link, tags })
        .collect();
    // What was read from a pack is within the bounds of a template's own file.
    let as_file = |sheet: &Sheet| template_file::encode(sheet).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let templates = templates.iter().map(as_file).collect::<Option<Vec<_>>>().ok_or(Trouble::BadlyMade)?;
    let made = (opening.time.utc_ms, opening.time.offset_min);
    Ok(FoundPack { author: opening.author, made, resources, templates, newer: number(newer) })
}
