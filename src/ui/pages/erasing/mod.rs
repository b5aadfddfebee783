//! Erasing: the list of files that are due, one file from its sealed copy to its certificate, the certificates.

mod archive;
mod due;
mod erase;
mod erased;
pub use due::Erasing;
pub use erase::Erase;
pub use erased::Erased;
