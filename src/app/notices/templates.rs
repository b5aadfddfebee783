//! A file with an observation template that was not written or read, in words.

use casebook_records::template_file::TemplateFileError;

/// A template's file that was not written or read, in words.
pub fn template_file_words(error: &TemplateFileError) -> String {
    match error {
        TemplateFileError::TooLarge { .. } => {
            "This is larger than a template can be (64 kB). Choose a file that was saved here as a template."
        }
        TemplateFileError::NotATemplate => {
            "This is not an observation template. Choose a file whose name begins with observation-template."
        }
        TemplateFileError::Newer { .. } => {
            "This template was made with a newer Casebook. Update Casebook on this tablet, then add it again."
        }
        TemplateFileError::Damaged => {
            "This template is damaged or was changed by hand, so nothing in it was used. Ask for it again."
        }
        TemplateFileError::Text => {
            "A text in this template is too long or contains hidden characters. Ask for it to be saved again."
        }
        TemplateFileError::Faulty(fault) => {
            return ["This template can't be used. ", casebook_present::forms::fault_words(*fault).1].concat();
        }
    }
    .to_owned()
}
