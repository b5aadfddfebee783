//! Bundles: making one, opening one.

pub(in crate::ui::pages) mod making;
mod open;

pub use open::{OpenBundle, PutBack, UndoImport};
