//! Checking a bundle without bringing it in, and opening a resource pack: what the pages see.

use super::store::Store;
use super::transfer::{OpenBy, TransferError};
use crate::protocol::{BundleAnswer, BundleAsk, FoundPack, FoundResource};
use casebook_domain::calendar::Moment;
use casebook_domain::content::Content;
use casebook_domain::decide::{Command, Warning};
use casebook_domain::observation::{Sheet, Template};
use casebook_domain::resource::Resource;
use casebook_records::{RESOURCES_FILE, SETTINGS_FILE, template_file};
use casebook_repository::CoreError;
use leptos::prelude::{GetUntracked, WithUntracked};

pub use crate::protocol::{Checked, NotTogether};

/// What a resource pack holds, and what of it is here already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Who made it, as they say.
    pub author: String,
    /// When.
    pub made: Moment,
    /// Resources, each with whether it is here.
    pub resources: Vec<(Resource, bool)>,
    /// Observation templates, each with whether it is here.
    pub templates: Vec<(Sheet, bool)>,
    /// Templates that only a newer Casebook reads.
    pub newer: u32,
}

impl Store {
    /// Reads the files of a bundle from end to end and says what they are. Writes nothing.
    ///
    /// # Errors
    /// [`TransferError`], with the place of the file that did not open.
    pub async fn check_bundle(
        self,
        files: Vec<Vec<u8>>,
        open: OpenBy,
    ) -> Result<Result<Checked, NotTogether>, (usize, TransferError)> {
        self.flush();
        self.in_turn(async {}).await;
        let mut worker = self.worker().await.map_err(|error| (0, error))?;
        for (place, bytes) in files.into_iter().enumerate() {
            let ask = BundleAsk::ReadPart { by: open.clone().asked() };
            self.ask(&mut worker, ask, Some(bytes)).await.map_err(|error| (place, error))?;
        }
        match self.ask(&mut worker, BundleAsk::Check, None).await.map_err(|error| (0, error))?.0 {
            BundleAnswer::Checked(checked) => Ok(Ok(checked)),
            BundleAnswer::NotTogether(apart) => Ok(Err(apart)),
            _ => Err((0, TransferError::Worker)),
        }
    }

    /// Opens a resource pack. Writes nothing.
    ///
    /// # Errors
    /// [`TransferError`].
    pub async fn open_pack(self, bytes: Vec<u8>, open: OpenBy) -> Result<Pack, TransferError> {
        self.load_resources().await;
        let mut worker = self.worker().await?;
        let answer = self.ask(&mut worker, BundleAsk::ReadPack { by: open.clone().asked() }, Some(bytes)).await?;
        let BundleAnswer::Pack(FoundPack { author, made: (utc_ms, offset_min), resources, templates, newer }) =
            answer.0
        else {
            return Err(TransferError::Worker);
        };
        let register = self.resources_now();
        let resources = resources.into_iter().map(|FoundResource { title, text, link, tags }| {
            let resource = Resource { title, text, link, tags };
            let here = casebook_present::resources::is_here(&register, &resource);
            (resource, here)
        });
        let read = |text: &String| template_file::decode(text.as_bytes()).ok();
        let sheets = templates.iter().map(read).collect::<Option<Vec<_>>>().ok_or(TransferError::Worker)?;
        let kept = self.kit.with_untracked(|kit| kit.all(self.school_phase()));
        let with = |sheet: Sheet| {
            let here = kept.iter().any(|offer| offer.template.sheet == sheet);
            (sheet, here)
        };
        Ok(Pack {
            author,
            made: Moment { utc_ms, offset_min },
            resources: resources.collect(),
            templates: sheets.into_iter().map(with).collect(),
            newer,
        })
    }

    /// Takes what was chosen of a pack as new records of this casebook's own, in one transaction; one "Undo" takes all of it
    /// back.
    pub async fn take_pack(self, resources: Vec<Resource>, sheets: Vec<Sheet>) -> Result<Vec<Warning>, CoreError> {
        let done = self.in_turn(async move {
            let core = self.core()?;
            let settings = self.settings.get_untracked();
            let (bank, register) =
                (self.loaded(&core, RESOURCES_FILE).await?, self.loaded(&core, SETTINGS_FILE).await?);
            let save = |content| Command::Save { id: Store::new_record(), content };
            let mut commands = Vec::with_capacity(resources.len() + sheets.len());
            for resource in resources {
                commands.push(((*bank).clone(), save(Content::Resource(resource))));
            }
            for sheet in sheets {
                let template = Template { sheet, starter: None, hidden: false };
                commands.push(((*register).clone(), save(Content::Template(template))));
            }
            Ok(self.after_all(core.dispatch_all(&commands, &settings, None).await?))
        });
        done.await.unwrap_or(Err(CoreError::Locked))
    }
}
