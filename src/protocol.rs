//! What the app and its workers say to each other. The first message to either carries the build's id: files of two versions
//! must not work together.

pub mod bundle;
pub mod kdf;
