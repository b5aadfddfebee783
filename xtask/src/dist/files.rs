//! Files and folders, read whole; an error says which.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::{DistError, Result};

pub(super) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| DistError::Io(path.to_owned(), error))
}

pub(super) fn remove(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(DistError::Io(dir.to_owned(), error)),
        _ => Ok(()),
    }
}

/// All files below a folder, sorted, without hidden ones.
pub(super) fn files_below(dir: &Path) -> Result<Vec<PathBuf>> {
    let failed = |error| DistError::Io(dir.to_owned(), error);
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
            continue;
        }
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
