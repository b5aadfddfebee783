//! What goes into `dist/`: the page, public/, style/ and the programs.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::error::{DistError, Result};
use super::files::{files_below, read};

/// The wasm programs by their binary's name, and what their files are called: the app and its two workers.
pub const PROGRAMS: [(&str, &str); 3] = [("casebook", "app"), ("kdf", "kdf"), ("bundle", "bundle")];

/// The second part of the app, as the splitter calls it.
pub(super) const INSIDE: &str = "split_inside.wasm";

/// How wasm-bindgen has the app's script ask for what loads the second part.
pub(super) const WANTS_PARTS: &str = "import * as import1 from \"./__wasm_split.js\"";

/// The app's script with the loader of its second part in it. `None` if the script asks for one and there is no second part,
/// or does not where there is, or not in the way that is known here.
pub(super) fn with_parts(script: &str, split: bool) -> Option<String> {
    match (script.matches(WANTS_PARTS).count(), split) {
        (0, false) => Some(script.to_owned()),
        (1, true) if script.contains("function initSync(") => {
            Some(script.replacen(WANTS_PARTS, include_str!("../parts.js").trim_end(), 1))
        }
        _ => None,
    }
}

/// What goes into `dist/`, by logical name.
#[derive(Default)]
pub struct Sources(pub(super) BTreeMap<String, Vec<u8>>);

impl Sources {
    /// Reads public/, style/ and what wasm-bindgen made, beside the page. What style/inside.css lists comes with the second part.
    pub fn read(root: &Path, bindgen: &Path, page: Vec<u8>) -> Result<Self> {
        let mut sources = Self::default();
        sources.add("index.html", page)?;
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

    /// A file's text, if it is there and is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }

    /// Puts another text in the place of a file.
    pub fn replace(&mut self, name: &str, text: String) {
        self.0.insert(name.to_owned(), text.into_bytes());
    }

    /// Adds one file under its logical name.
    pub fn add(&mut self, name: &str, bytes: Vec<u8>) -> Result<()> {
        match self.0.insert(name.to_owned(), bytes) {
            None => Ok(()),
            Some(_) => Err(DistError::Twice(name.to_owned())),
        }
    }
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
