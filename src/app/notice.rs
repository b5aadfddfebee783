//! A notice: a short message at the foot of the screen.

use super::notices::storage::repository_words;
use casebook_repository::RepositoryError;

/// How a notice sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeTone {
    /// All is well.
    Good,
    /// Done, and there is something to know.
    Warn,
    /// Not done.
    Bad,
}

/// A short message at the foot of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How it sounds.
    pub tone: NoticeTone,
    /// The words.
    pub text: String,
    /// Offers to take the last change back.
    pub undo: bool,
}

impl Notice {
    /// Something was done.
    pub fn good(text: impl Into<String>) -> Self {
        Self { tone: NoticeTone::Good, text: text.into(), undo: false }
    }

    /// Something was not done, in words.
    pub fn bad(text: impl Into<String>) -> Self {
        Self { tone: NoticeTone::Bad, text: text.into(), undo: false }
    }

    /// Something was not done.
    pub fn error(error: &RepositoryError) -> Self {
        Self { tone: NoticeTone::Bad, text: repository_words(error), undo: false }
    }
}
