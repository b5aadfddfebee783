//! Observation templates on this tablet: the one used last, and templates as files.

use super::casebook::Casebook;
use super::device::UNREADABLE_FILE;
use super::notices::templates::template_file_words;
use crate::browser::files::{self, FileError};
use crate::browser::marker;
use casebook_domain::observation::Sheet;
use casebook_present::templates;
use casebook_records::template_file::{self, TemplateFileError};

impl Casebook {
    /// The key of the template that was used last on this tablet; "" before the first observation.
    pub fn last_template(self) -> String {
        marker::last_template()
    }

    /// Remembers which template was used last.
    pub fn remember_template(self, key: &str) {
        marker::set_last_template(key);
    }

    /// A template as a file: its name and what it holds; or why there is none, in words.
    pub fn template_file(self, sheet: &Sheet) -> Result<(String, Vec<u8>), String> {
        let bytes = template_file::encode(sheet).map_err(|error| template_file_words(&error))?;
        Ok((templates::file_name(sheet), bytes))
    }

    /// The template in the file that was chosen in the field with this id. `None`: nothing was chosen.
    pub async fn picked_template(self, input_id: &str) -> Result<Option<Sheet>, String> {
        let too_large = |size: u64| TemplateFileError::TooLarge { size: usize::try_from(size).unwrap_or(usize::MAX) };
        let error = match files::picked(input_id, template_file::LIMIT as u64).await {
            Ok(picked) => match template_file::decode(&picked.bytes) {
                Ok(sheet) => return Ok(Some(sheet)),
                Err(error) => error,
            },
            Err(FileError::NothingChosen) => return Ok(None),
            Err(FileError::TooLarge { size, .. }) => too_large(size),
            Err(FileError::Unreadable | FileError::NotSaved) => return Err(UNREADABLE_FILE.to_owned()),
        };
        Err(template_file_words(&error))
    }
}
