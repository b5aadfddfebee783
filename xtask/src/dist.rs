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

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;
use sha2::{Digest as _, Sha256, Sha384};

use crate::headers;

/// The wasm programs by their binary's name, and what their files are called: the app and its two workers.
pub const PROGRAMS: [(&str, &str); 3] = [("casebook", "app"), ("kdf", "kdf"), ("bundle", "bundle")];

/// The second part of the app, as the splitter calls it.
const INSIDE: &str = "split_inside.wasm";

/// How wasm-bindgen has the app's script ask for what loads the second part.
const WANTS_PARTS: &str = "import * as import1 from \"./__wasm_split.js\"";

/// The app's script with the loader of its second part in it. `None` if the script asks for one and there is no second part,
/// or does not where there is, or not in the way that is known here.
fn with_parts(script: &str, split: bool) -> Option<String> {
    match (script.matches(WANTS_PARTS).count(), split) {
        (0, false) => Some(script.to_owned()),
        (1, true) if script.contains("function initSync(") => {
            Some(script.replacen(WANTS_PARTS, include_str!("parts.js").trim_end(), 1))
        }
        _ => None,
    }
}

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

type Result<T> = std::result::Result<T, DistError>;

/// What goes into `dist/`, by logical name.
#[derive(Default)]
pub struct Sources(BTreeMap<String, Vec<u8>>);

impl Sources {
    /// Reads index.html, public/, style/ and what wasm-bindgen made. What style/inside.css lists comes with the second part.
    pub fn read(root: &Path, bindgen: &Path) -> Result<Self> {
        let mut sources = Self::default();
        sources.add("index.html", read(&root.join("index.html"))?)?;
        let public = root.join("public");
        for path in files_below(&public)? {
            let name = path.strip_prefix(&public).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            sources.add(&name, read(&path)?)?;
        }
        let style = root.join("style");
        let (mut first, behind) = (stylesheet(&style, "app.css")?, stylesheet(&style, "inside.css")?);
        let snippets = bindgen.join("snippets");
        if snippets.exists() {
            return Err(DistError::Snippets(snippets));
        }
        for (program, name) in PROGRAMS {
            sources.add(&format!("{name}.wasm"), read(&bindgen.join(format!("{program}_bg.wasm")))?)?;
            let script = read(&bindgen.join(format!("{program}.js")))?;
            if name != "app" {
                sources.add(&format!("{name}.js"), script)?;
                continue;
            }
            // A quick build is one part.
            let inside = Some(bindgen.join(INSIDE)).filter(|path| path.exists());
            let script = String::from_utf8(script).map_err(|_| DistError::NotText("app.js".into()))?;
            let script = with_parts(&script, inside.is_some()).ok_or_else(|| DistError::Parts(bindgen.to_owned()))?;
            sources.add("app.js", script.into_bytes())?;
            match inside {
                Some(inside) => {
                    sources.add("inside.wasm", read(&inside)?)?;
                    sources.add("inside.css", behind.clone().into_bytes())?;
                }
                None => first += &behind,
            }
        }
        sources.add("app.css", first.into_bytes())?;
        Ok(sources)
    }

    /// Makes scripts and styles small with esbuild, which only knows the languages and nothing of this project.
    pub fn minify(&mut self, esbuild: &Path) -> Result<()> {
        for (name, bytes) in &mut self.0 {
            let loader = match name.rsplit('.').next() {
                Some("js") => "js",
                Some("css") => "css",
                _ => continue,
            };
            // What wasm-bindgen writes are modules: their own names may be shortened too.
            let module = PROGRAMS.iter().any(|(_, program)| name.strip_suffix(".js") == Some(program));
            let failed = |error| DistError::Io(esbuild.to_owned(), error);
            let mut run = Command::new(esbuild);
            run.args(["--minify", "--charset=utf8", "--legal-comments=none", &format!("--loader={loader}")]);
            run.args(module.then_some("--format=esm")).stdin(Stdio::piped()).stdout(Stdio::piped());
            let mut child = run.spawn().map_err(failed)?;
            // It reads all before it writes.
            child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(bytes)).map_err(failed)?;
            let done = child.wait_with_output().map_err(failed)?;
            if !done.status.success() {
                return Err(DistError::Minify(name.clone()));
            }
            *bytes = done.stdout;
        }
        Ok(())
    }

    /// Adds one file under its logical name.
    pub fn add(&mut self, name: &str, bytes: Vec<u8>) -> Result<()> {
        match self.0.insert(name.to_owned(), bytes) {
            None => Ok(()),
            Some(_) => Err(DistError::Twice(name.to_owned())),
        }
    }
}

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

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| DistError::Io(path.to_owned(), error))
}

fn remove(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(DistError::Io(dir.to_owned(), error)),
        _ => Ok(()),
    }
}

/// All files below a folder, sorted, without hidden ones.
fn files_below(dir: &Path) -> Result<Vec<PathBuf>> {
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

/// The sheets that a list of imports names, one after the other: their order decides among equals.
fn stylesheet(dir: &Path, list: &str) -> Result<String> {
    let text = |path: &Path| String::from_utf8(read(path)?).map_err(|_| DistError::NotText(path.display().to_string()));
    let mut all = String::new();
    for line in text(&dir.join(list))?.lines() {
        if let Some(name) = line.strip_prefix("@import \"").and_then(|rest| rest.strip_suffix("\";")) {
            all += &text(&dir.join(name))?;
            all.push('\n');
        }
    }
    Ok(all)
}

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

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(files: &[(&str, &str)]) -> Sources {
        let mut sources = Sources::default();
        for (name, text) in files {
            sources.add(name, text.as_bytes().to_vec()).expect("distinct names");
        }
        sources
    }

    fn text<'a>(dist: &'a Dist, name: &str) -> &'a str {
        std::str::from_utf8(&dist.files[name]).expect("text")
    }

    fn named<'a>(dist: &'a Dist, start: &str) -> &'a str {
        dist.files.keys().find(|name| name.starts_with(start)).expect("such a file")
    }

    #[test]
    fn a_file_is_named_by_its_content_and_so_is_who_names_it() {
        let with = |leaf: &str| {
            assemble(sources(&[("boot.js", "import '__CASEBOOK_LEAF_JS__'"), ("leaf.js", leaf)])).expect("assembled")
        };
        let (one, two) = (with("1"), with("2"));
        assert_ne!(named(&one, "leaf."), named(&two, "leaf."));
        assert_ne!(named(&one, "boot."), named(&two, "boot."));
        assert_eq!(text(&one, named(&one, "boot.")), format!("import './{}'", named(&one, "leaf.")));
        assert_ne!(one.build, two.build);
    }

    #[test]
    fn integrity_is_that_of_the_filled_file() {
        let dist =
            assemble(sources(&[("index.html", "__CASEBOOK_BOOT_JS_INTEGRITY__"), ("boot.js", "'__CASEBOOK_BUILD__'")]))
                .expect("assembled");
        assert_eq!(text(&dist, "index.html"), integrity(format!("'{}'", dist.build).as_bytes()));
    }

    #[test]
    fn the_service_worker_lists_all_but_itself_and_the_hosting_files() {
        let files = [
            ("index.html", "<!doctype html>"),
            ("sw.js", "__CASEBOOK_PRECACHE__"),
            ("boot.js", "1"),
            ("icons/a.png", ""),
        ];
        let dist = assemble(sources(&files)).expect("assembled");
        let list: Vec<[String; 2]> = serde_json::from_str(text(&dist, "sw.js")).expect("JSON");
        let paths: Vec<_> = list.iter().map(|[path, _]| path.as_str()).collect();
        assert_eq!(paths, [&format!("./{}", named(&dist, "boot.")), "./icons/a.png", "./"]);
        assert_eq!(list[2][1], integrity(b"<!doctype html>"));
    }

    #[test]
    fn a_script_and_its_second_part_go_together() {
        let asks = format!("{WANTS_PARTS}\nfunction initSync(module) {{}}");
        let both = with_parts(&asks, true).expect("both");
        assert!(both.contains("__CASEBOOK_INSIDE_WASM_INTEGRITY__") && !both.contains("import *"), "{both}");
        assert_eq!(with_parts("let wasm;", false).as_deref(), Some("let wasm;"));
        // As many ways of a splitter or a wasm-bindgen that has changed.
        assert_eq!(with_parts(&asks, false), None);
        assert_eq!(with_parts("let wasm;", true), None);
        assert_eq!(with_parts(WANTS_PARTS, true), None);
        assert_eq!(with_parts(&format!("{asks}{asks}"), true), None);
    }

    #[test]
    fn a_placeholder_that_nothing_fills_fails_the_build() {
        for left in
            ["__CASEBOOK_NONE__", "__CASEBOOK_BOOT_JS", "__CASEBOOK_PRECACHE__", "__CASEBOOK_NONE_JS_INTEGRITY__"]
        {
            let failed = assemble(sources(&[("boot.js", left)]));
            assert!(matches!(failed, Err(DistError::LeftOver { .. })), "{left}");
        }
    }

    #[test]
    fn a_file_that_does_not_exist_fails_the_build() {
        for (by, reference) in [
            ("index.html", "<link href=\"none.css\">"),
            ("manifest.webmanifest", "{\"icons\":[{\"src\":\"none.png\"}]}"),
        ] {
            assert!(matches!(assemble(sources(&[(by, reference)])), Err(DistError::Missing { .. })), "{by}");
        }
    }

    #[test]
    fn files_that_name_each_other_fail_the_build() {
        let failed = assemble(sources(&[("a.js", "__CASEBOOK_B_JS__"), ("b.js", "__CASEBOOK_A_JS__")]));
        assert!(matches!(failed, Err(DistError::Circle(_))));
    }
}
