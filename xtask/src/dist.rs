//! Assembles `dist/`: a folder that any static host can serve, on any path.
//!
//! Sources name each other by placeholders; here they become file names with a hash of the content, so that a file may be kept
//! for ever and a changed one is never mistaken for the old. The order follows from who names whom. Nothing is half done: a
//! missing file or a placeholder left over fails the build before anything is written.
//!
//! A placeholder is between `__CASEBOOK_` and `__`:
//!
//! | name | becomes |
//! |---|---|
//! | `BUILD` | the build id, a hash over all inputs |
//! | `BOOT_JS`, `APP_WASM`, `WORKER_KDF_JS` … | the path of `boot.js`, `app.wasm`, `worker-kdf.js` …, as `./boot.0123456789.js`; `CSS` and `MANIFEST` are `app.css` and the manifest |
//! | the same with `_INTEGRITY` | `sha384-…` of that file |
//! | `CSP` | the content policy for the page's meta tag |
//! | `PRECACHE` (sw.js) | what the service worker keeps: `./` and every file of the app, as a JSON array of path and integrity |
//! | `HEADERS` (sw.js) | the security headers, as a JSON object |

mod error;
mod files;
mod sources;
#[cfg(test)]
mod tests;
mod weigh;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;
use sha2::{Digest as _, Sha256, Sha384};

use crate::headers;
use error::Result;
use files::remove;

pub use error::DistError;
pub use sources::{PROGRAMS, Sources};
pub use weigh::{Load, Weight, total, weigh};

/// Whether a file keeps its name, because something outside knows it: browsers and home screens remember manifest and icons.
fn is_fixed(name: &str) -> bool {
    matches!(name, "index.html" | "sw.js")
        || matches!(name.rsplit('.').next(), Some("webmanifest" | "png" | "svg" | "ico"))
}

/// The placeholder that stands for a file: `worker-kdf.js` is `WORKER_KDF_JS`.
fn placeholder(name: &str) -> String {
    match name {
        "app.css" => "CSS".into(),
        "manifest.webmanifest" => "MANIFEST".into(),
        _ => name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect(),
    }
}

const MARK: &str = "__CASEBOOK_";

/// The finished files, by name in `dist/`.
#[derive(Debug)]
pub struct Dist {
    /// Hash over all inputs; the service worker's cache and the workers carry it.
    pub build: String,
    /// Name to content.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Fills all placeholders and names the files. Pure.
pub fn assemble(sources: Sources) -> Result<Dist> {
    let build = build_id(&sources);
    let mut maker = Maker { sources: sources.0, build, done: BTreeMap::new(), under_way: Vec::new() };
    // The service worker lists the others, so it comes last.
    let names: Vec<_> = maker.sources.keys().filter(|name| *name != "sw.js").cloned().collect();
    for name in &names {
        maker.make(name)?;
    }
    if maker.sources.contains_key("sw.js") {
        maker.make("sw.js")?;
    }
    let mut files: BTreeMap<_, _> = maker.done.into_values().map(|made| (made.file, made.bytes)).collect();
    for (name, bytes) in &files {
        check_leftovers(name, bytes)?;
    }
    check_references(&files)?;
    let hashed: Vec<_> = files.keys().filter(|name| !is_fixed(name)).cloned().collect();
    files.insert("headers.json".into(), headers::server_json(&hashed).to_string().into_bytes());
    files.insert("_headers".into(), headers::netlify(&hashed).into_bytes());
    files.insert(".htaccess".into(), headers::apache(&hashed).into_bytes());
    Ok(Dist { build: maker.build, files })
}

impl Dist {
    /// Writes everything into a fresh folder, which then takes the place of the old one.
    pub fn write(&self, dir: &Path) -> Result<()> {
        let part = dir.with_extension("part");
        remove(&part)?;
        for (name, bytes) in &self.files {
            let path = part.join(name);
            let folder = path.parent().unwrap_or(&part);
            fs::create_dir_all(folder).map_err(|error| DistError::Io(folder.to_owned(), error))?;
            fs::write(&path, bytes).map_err(|error| DistError::Io(path, error))?;
        }
        remove(dir)?;
        fs::rename(&part, dir).map_err(|error| DistError::Io(dir.to_owned(), error))
    }
}

struct Made {
    file: String,
    bytes: Vec<u8>,
}

struct Maker {
    sources: BTreeMap<String, Vec<u8>>,
    build: String,
    done: BTreeMap<String, Made>,
    under_way: Vec<String>,
}

impl Maker {
    fn make(&mut self, name: &str) -> Result<&Made> {
        if !self.done.contains_key(name) {
            if self.under_way.iter().any(|other| other == name) {
                return Err(DistError::Circle(name.to_owned()));
            }
            // Names come from the sources' own keys.
            let bytes = self.sources.get(name).cloned().unwrap_or_default();
            self.under_way.push(name.to_owned());
            let bytes = if is_text(name) {
                let text = String::from_utf8(bytes).map_err(|_| DistError::NotText(name.to_owned()))?;
                self.fill(name, &text)?.into_bytes()
            } else {
                bytes
            };
            self.under_way.pop();
            let file = if is_fixed(name) { name.to_owned() } else { hashed_name(name, &bytes) };
            self.done.insert(name.to_owned(), Made { file, bytes });
        }
        Ok(&self.done[name])
    }

    fn fill(&mut self, name: &str, text: &str) -> Result<String> {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(MARK) {
            filled += &rest[..at];
            let after = &rest[at + MARK.len()..];
            let left_over =
                || DistError::LeftOver { file: name.to_owned(), text: rest[at..].chars().take(48).collect() };
            let end = after.find("__").ok_or_else(left_over)?;
            filled += &match &after[..end] {
                "BUILD" => self.build.clone(),
                "CSP" => headers::meta_policy(),
                "HEADERS" if name == "sw.js" => headers::as_json().to_string(),
                "PRECACHE" if name == "sw.js" => self.precache().to_string(),
                other => {
                    let (of, wants_integrity) = match other.strip_suffix("_INTEGRITY") {
                        Some(of) => (of, true),
                        None => (other, false),
                    };
                    let file =
                        self.sources.keys().find(|file| placeholder(file) == of).cloned().ok_or_else(left_over)?;
                    let made = self.make(&file)?;
                    if wants_integrity { integrity(&made.bytes) } else { format!("./{}", made.file) }
                }
            };
            rest = &after[end + 2..];
        }
        Ok(filled + rest)
    }

    /// The page is fetched as `./`, so that it works on any path and on hosts that redirect `index.html` away.
    fn precache(&self) -> Value {
        self.done
            .values()
            .map(|made| {
                let path = if made.file == "index.html" { "./".to_owned() } else { format!("./{}", made.file) };
                Value::from(vec![path, integrity(&made.bytes)])
            })
            .collect()
    }
}

fn build_id(sources: &Sources) -> String {
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    for (name, bytes) in &sources.0 {
        part(name.as_bytes());
        part(bytes);
    }
    part(headers::as_json().to_string().as_bytes());
    hex(&hash.finalize(), 16)
}

fn hex(bytes: &[u8], digits: usize) -> String {
    let mut text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    text.truncate(digits);
    text
}

fn hashed_name(name: &str, bytes: &[u8]) -> String {
    let hash = hex(&Sha256::digest(bytes), 10);
    match name.rsplit_once('.') {
        Some((stem, end)) => format!("{stem}.{hash}.{end}"),
        None => format!("{name}.{hash}"),
    }
}

/// The value of an `integrity` attribute or option for these bytes.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

fn is_text(name: &str) -> bool {
    matches!(name.rsplit('.').next(), Some("html" | "css" | "js" | "json" | "webmanifest" | "svg" | "txt"))
}

fn check_leftovers(name: &str, bytes: &[u8]) -> Result<()> {
    if !is_text(name) {
        return Ok(());
    }
    let text = String::from_utf8_lossy(bytes);
    match text.find(MARK) {
        None => Ok(()),
        Some(at) => Err(DistError::LeftOver { file: name.to_owned(), text: text[at..].chars().take(48).collect() }),
    }
}

/// What the page and the manifest name plainly has to exist too.
fn check_references(files: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    let check = |by: &str, name: &str| {
        let name = name.strip_prefix("./").unwrap_or(name);
        let elsewhere = name.is_empty() || name.starts_with('#') || name.contains(':');
        if elsewhere || files.contains_key(name) {
            Ok(())
        } else {
            Err(DistError::Missing { by: by.to_owned(), name: name.to_owned() })
        }
    };
    if let Some(page) = files.get("index.html") {
        let page = String::from_utf8_lossy(page);
        for attribute in [" href=\"", " src=\""] {
            for part in page.split(attribute).skip(1) {
                check("index.html", part.split('"').next().unwrap_or_default())?;
            }
        }
    }
    if let Some(manifest) = files.get("manifest.webmanifest") {
        let manifest: Value = serde_json::from_slice(manifest).unwrap_or_default();
        for icon in manifest["icons"].as_array().into_iter().flatten() {
            check("manifest.webmanifest", icon["src"].as_str().unwrap_or_default())?;
        }
    }
    Ok(())
}
