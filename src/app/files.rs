//! Which files are here, and which of them are one pupil's.

use std::collections::BTreeSet;

use casebook_domain::alias::Aliases;
use casebook_domain::ids::FileId;

/// Which files are here, and which of them are one pupil's.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// Every file that has a header.
    pub here: BTreeSet<FileId>,
    /// What is known to be joined.
    pub aliases: Aliases,
}

impl Files {
    /// The files here of the pupil of this one, the one that stands for them first; itself alone where none is joined.
    pub fn of(&self, file: FileId) -> Vec<FileId> {
        let here: Vec<FileId> =
            self.aliases.members(file).into_iter().filter(|member| self.here.contains(member)).collect();
        if here.is_empty() { vec![file] } else { here }
    }
}
