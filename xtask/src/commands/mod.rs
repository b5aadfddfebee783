//! The commands of `xtask`, each with its words.

pub mod dist;
pub mod serve;
#[cfg(feature = "split")]
pub mod split;
