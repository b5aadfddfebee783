//! Two files that turn out to be about one pupil are joined by an alias: nothing in them is moved or rewritten.
//!
//! An alias is a pair without direction, and of all files that pairs connect, the one with the smallest identifier stands
//! for them. So aliases can't run in a circle, any order of joining ends the same, and two devices that know the same
//! pairs agree.

use std::collections::BTreeSet;

use super::identity::{Identity, Likeness};
use super::ids::FileId;
use super::pupil::Pupil;

/// Two files of one pupil.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "(FileId, FileId)", into = "(FileId, FileId)"))]
pub struct Alias {
    greater: FileId,
    smaller: FileId,
}

impl Alias {
    /// The alias of two files, in either order; `None` where it is one and the same.
    pub fn of_two(one: FileId, other: FileId) -> Option<Self> {
        (one != other).then(|| Self { greater: one.max(other), smaller: one.min(other) })
    }

    /// The file that is also known as the other.
    pub fn greater(self) -> FileId {
        self.greater
    }

    /// The file that comes first of the two.
    pub fn smaller(self) -> FileId {
        self.smaller
    }
}

impl TryFrom<(FileId, FileId)> for Alias {
    type Error = &'static str;

    fn try_from((one, other): (FileId, FileId)) -> Result<Self, Self::Error> {
        Self::of_two(one, other).ok_or("a file is no alias of itself")
    }
}

impl From<Alias> for (FileId, FileId) {
    fn from(alias: Alias) -> Self {
        (alias.greater, alias.smaller)
    }
}

/// Whether two pupils may be twins: the same surname and birth date, other first names.
pub fn perhaps_twins(one: &Pupil, other: &Pupil) -> bool {
    let (one, other) = (Identity::of(one), Identity::of(other));
    let named = |identity: Identity| Identity { upn: String::new(), ..identity };
    named(one).likeness(&named(other)) == Some(Likeness::PerhapsTwins)
}

/// All aliases that are known. They grow by imports; only a person takes one back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aliases(BTreeSet<Alias>);

impl Aliases {
    /// Adds one; whether it was not known.
    pub fn join(&mut self, alias: Alias) -> bool {
        self.0.insert(alias)
    }

    /// All of them, in order.
    pub fn all(&self) -> impl Iterator<Item = Alias> + '_ {
        self.0.iter().copied()
    }

    /// The file that stands for this one: the smallest of all that are the same pupil's; itself where there is no other.
    pub fn canonical(&self, file: FileId) -> FileId {
        self.members(file).first().copied().unwrap_or(file)
    }

    /// All files of the same pupil, this one among them, the canonical one first.
    pub fn members(&self, file: FileId) -> BTreeSet<FileId> {
        let mut members = BTreeSet::from([file]);
        let mut left: Vec<Alias> = self.0.iter().copied().collect();
        loop {
            let before = left.len();
            // In one direction, then in the other: a chain is followed whichever way its identifiers run.
            left.reverse();
            left.retain(|Alias { greater, smaller }| {
                let connected = members.contains(greater) || members.contains(smaller);
                if connected {
                    members.insert(*greater);
                    members.insert(*smaller);
                }
                !connected
            });
            if left.len() == before {
                return members;
            }
        }
    }

    /// Those that belong into a bundle of these files: what one of them is also known as.
    pub fn of_files(&self, files: &BTreeSet<FileId>) -> Vec<Alias> {
        self.all().filter(|alias| files.contains(&alias.greater) || files.contains(&alias.smaller)).collect()
    }
}
