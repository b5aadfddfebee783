//! The commands of `xtask`, each with its words.

pub mod dist;
pub mod programs;
pub mod serve;
