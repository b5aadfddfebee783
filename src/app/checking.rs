//! Checking a bundle without bringing it in, and opening a resource pack: what the pages see.

use super::casebook::Casebook;
use super::transfer::Transfers;
use super::transfer::{OpenBy, TransferError};
use crate::browser::files::FileContent;
use crate::protocol::bundle::{Check, ReadPack, ReadPart};
use casebook_domain::calendar::Moment;
use casebook_domain::content::Content;
use casebook_domain::decide::{Command, Warning};
use casebook_domain::observation::{Sheet, Template};
use casebook_domain::resource::Resource;
use casebook_records::{RESOURCES_FILE, SETTINGS_FILE, template_file};
use casebook_repository::RepositoryError;
use casebook_transfer::pack::PackFound;

pub use casebook_bundle::{BundleKind, PartsError};
pub use casebook_transfer::preview::Checked;

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

impl Transfers {
    /// Reads the files of a bundle from end to end and says what they are. Writes nothing.
    ///
    /// # Errors
    /// [`TransferError`], with the place of the file that did not open.
    pub async fn check_bundle(
        self,
        files: Vec<FileContent>,
        open: OpenBy,
    ) -> Result<Result<Checked, PartsError>, (usize, TransferError)> {
        self.session.flush();
        self.session.enqueue(async {}).await;
        let mut worker = self.worker().await.map_err(|error| (0, error))?;
        for (place, file) in files.iter().enumerate() {
            let ask = ReadPart { by: open.clone() };
            self.ask(&mut worker, ask, Some(file.attached())).await.map_err(|error| (place, error))?;
        }
        self.ask(&mut worker, Check {}, None).await.map(|(checked, _)| checked).map_err(|error| (0, error))
    }

    /// Opens a resource pack. Writes nothing.
    ///
    /// # Errors
    /// [`TransferError`].
    pub async fn open_pack(self, file: &FileContent, open: OpenBy) -> Result<Pack, TransferError> {
        self.casebook.load_resources().await;
        let mut worker = self.worker().await?;
        let (found, _) = self.ask(&mut worker, ReadPack { by: open }, Some(file.attached())).await?;
        let PackFound { author, made, resources, templates, newer } = found;
        let register = self.casebook.resources_now();
        let resources = resources.into_iter().map(|resource| {
            let here = casebook_present::resources::is_here(&register, &resource);
            (resource, here)
        });
        let read = |text: &String| template_file::decode(text.as_bytes()).ok();
        let sheets = templates.iter().map(read).collect::<Option<Vec<_>>>().ok_or(TransferError::Worker)?;
        let kept = self.casebook.kit.with_untracked(|kit| kit.all(self.casebook.school_phase()));
        let with = |sheet: Sheet| {
            let here = kept.iter().any(|offer| offer.template.sheet == sheet);
            (sheet, here)
        };
        Ok(Pack {
            author,
            made,
            resources: resources.collect(),
            templates: sheets.into_iter().map(with).collect(),
            newer,
        })
    }
}

impl Casebook {
    /// Takes what was chosen of a pack as new records of this casebook's own, in one transaction; one "Undo" takes all of it
    /// back.
    pub async fn take_pack(
        self,
        resources: Vec<Resource>,
        sheets: Vec<Sheet>,
    ) -> Result<Vec<Warning>, RepositoryError> {
        let done = self.session.enqueue(async move {
            let repository = self.session.repository()?;
            let settings = self.settings.get_untracked();
            let (bank, register) =
                (self.loaded(&repository, RESOURCES_FILE).await?, self.loaded(&repository, SETTINGS_FILE).await?);
            let save = |content| Command::Save { id: casebook_repository::ids::record_id(), content };
            let mut commands = Vec::with_capacity(resources.len() + sheets.len());
            for resource in resources {
                commands.push(((*bank).clone(), save(Content::Resource(resource))));
            }
            for sheet in sheets {
                let template = Template { sheet, starter: None, hidden: false };
                commands.push(((*register).clone(), save(Content::Template(template))));
            }
            Ok(self.after_all(repository.dispatch_all(&commands, &settings, None).await?))
        });
        done.await.unwrap_or(Err(RepositoryError::Locked))
    }
}
