//! Why there is no `dist/`.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::sources::INSIDE;

/// Why there is no `dist/`.
#[derive(Debug)]
pub enum DistError {
    /// A file could not be read or written.
    Io(PathBuf, io::Error),
    /// A file is called text by its name and is not UTF-8.
    NotText(String),
    /// Two sources want the same name.
    Twice(String),
    /// esbuild refused a file.
    Minify(String),
    /// A file names another that does not exist.
    Missing {
        /// Who names it.
        by: String,
        /// What is named.
        name: String,
    },
    /// Files name each other in a circle, so no hash can be computed.
    Circle(String),
    /// A placeholder that nobody fills, with what is around it.
    LeftOver {
        /// The file.
        file: String,
        /// The placeholder's beginning.
        text: String,
    },
    /// The program's script names a second part and there is none, or the other way round.
    Parts(PathBuf),
    /// wasm-bindgen wrote extra scripts, which nothing here puts into the page.
    Snippets(PathBuf),
}

impl fmt::Display for DistError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
            Self::NotText(name) => write!(f, "{name} is not UTF-8"),
            Self::Twice(name) => write!(f, "two sources are called {name}; rename one"),
            Self::Missing { by, name } => write!(f, "{by} refers to {name}, which does not exist"),
            Self::Circle(name) => write!(f, "{name} refers to itself through others; break the circle"),
            Self::LeftOver { file, text } => {
                write!(f, "{file} has a placeholder that nothing fills: {text}")
            }
            Self::Parts(path) => {
                write!(f, "{}: the program's script and its second part, {INSIDE}, do not go together", path.display())
            }
            Self::Minify(name) => write!(f, "esbuild could not read {name}"),
            Self::Snippets(path) => {
                write!(f, "{} holds scripts that nothing loads; a crate uses inline_js", path.display())
            }
        }
    }
}

impl std::error::Error for DistError {}

/// What may fail so.
pub(super) type Result<T> = std::result::Result<T, DistError>;
