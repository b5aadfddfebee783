//! A file of any kind: a table or a CTF, found by what is in it and not by its name.

use crate::ctf::{self, Ctf, CtfError};
use crate::table::{self, Table, TableError};
use crate::text::{self, Encoding, TextError};

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Content {
    /// A table, whose columns are mapped next.
    Table(Table),
    /// A CTF, whose pupils are ready.
    Ctf(Ctf),
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct File {
    /// What it is.
    pub content: Content,
    /// How its text was written.
    pub encoding: Encoding,
}

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum FileError {
    /// It is no text.
    Text(TextError),
    /// It is no table.
    Table(TableError),
    /// It is XML, and no CTF.
    Ctf(CtfError),
}

/// Reads a file, or a table that was pasted.
///
/// # Errors
/// See [`FileError`].
pub fn open(bytes: &[u8]) -> Result<File, FileError> {
    let decoded = text::decode(bytes).map_err(FileError::Text)?;
    let content = if ctf::is_xml(&decoded.text) {
        Content::Ctf(ctf::read(&decoded.text).map_err(FileError::Ctf)?)
    } else {
        Content::Table(table::read(&decoded.text).map_err(FileError::Table)?)
    };
    Ok(File { content, encoding: decoded.encoding })
}
