//! How heavy a `dist/` is, as a host sends it.

use std::io::Write as _;
use std::path::Path;

use super::error::Result;
use super::files::{files_below, read};

/// Which part of the figures a file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Load {
    /// Loaded before the lock screen can be used: page, style, scripts, the app's first part and key derivation.
    First,
    /// The second part of the app, loaded once the first screen is painted.
    Inside,
    /// The bundle worker, loaded when a bundle is made or opened.
    Bundle,
    /// Icons and the manifest, which the browser fetches when it likes.
    Extra,
}

/// How heavy a file is.
#[derive(Clone, Debug)]
pub struct Weight {
    /// Its name in `dist/`.
    pub file: String,
    /// The part it belongs to.
    pub load: Load,
    /// Its bytes as they are.
    pub raw: usize,
    /// Its bytes after brotli at level 11.
    pub brotli: usize,
}

/// Weighs every file of a `dist/`, hosting files apart.
pub fn weigh(dir: &Path) -> Result<Vec<Weight>> {
    let mut weights = Vec::new();
    for path in files_below(dir)? {
        let file = path.strip_prefix(dir).unwrap_or(&path).to_string_lossy().into_owned();
        if file == "_headers" || file == "headers.json" {
            continue;
        }
        let bytes = read(&path)?;
        let load = match file.rsplit('.').next() {
            Some("html" | "css" | "js" | "wasm") if file.contains("bundle") => Load::Bundle,
            Some("css" | "wasm") if file.starts_with("inside.") => Load::Inside,
            Some("html" | "css" | "js" | "wasm") => Load::First,
            _ => Load::Extra,
        };
        weights.push(Weight { load, raw: bytes.len(), brotli: brotli_size(&bytes), file });
    }
    weights.sort_by(|a, b| (a.load, &a.file).cmp(&(b.load, &b.file)));
    Ok(weights)
}

fn brotli_size(bytes: &[u8]) -> usize {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 22);
    // A Vec takes all that is written to it.
    let _ = writer.write_all(bytes);
    writer.into_inner().len()
}

/// The sum of one part: raw and brotli.
pub fn total(weights: &[Weight], load: Load) -> (usize, usize) {
    weights
        .iter()
        .filter(|weight| weight.load == load)
        .fold((0, 0), |sum, weight| (sum.0 + weight.raw, sum.1 + weight.brotli))
}
