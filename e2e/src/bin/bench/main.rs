//! Measures a release build in Chromium on this machine and prints a page of figures.
//!
//! `bench [--dist dist] [--write docs/figures.md] [--runs 9] [--only observing]`
//!
//! A time says little about another machine, so whatever has a budget in times is compared with something measured in the same
//! run: a ten-line page, a bare transaction. Medians, since a machine is never quite idle; the load is written beside them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use casebook_e2e::browser::{Engine, LANDSCAPE, Session};
use casebook_xtask::dist::{self, Load};
use casebook_xtask::server::{Options, Server};
use serde_json::{Value, json};

mod bundles;
mod caseload;
mod observing;
mod values;

use values::*;

/// Put into every page before its own scripts.
const WATCH: &str = include_str!("watch.js");
/// Saves notes, and puts the same rows bare.
const SAVE: &str = include_str!("save.js");
/// Types into the search field.
const SEARCH: &str = include_str!("search.js");

/// Measures taps on the live screen of an observation.
const TAP: &str = include_str!("tap.js");

/// The page to compare a start with: ten lines and a service worker.
const STATIC_PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/pages/static");

/// Made-up pupils of a caseload, and of a school that never removes anybody.
const CASELOADS: [u32; 2] = [50, 2_000];
/// The demo's file of a usual size, and the one with a thousand records.
const USUAL_FILE: &str = "d0d0d0d0d0d0d0d0d0d0d0d000000000";
const LONG_FILE: &str = "d0d0d0d0d0d0d0d0d0d0d0d00000000c";

/// How much slower than this machine's processor the offline start is measured.
const SLOWER: f64 = 4.0;
/// Changes saved in each file.
const SAVES: u32 = 50;
/// Taps on a live screen, at each speed.
const TAPS: usize = 60;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("bench: {words}");
            ExitCode::FAILURE
        }
    }
}

struct Wanted {
    dist: PathBuf,
    write: Option<PathBuf>,
    runs: u32,
    only: Option<String>,
}

fn wanted() -> Result<Wanted, String> {
    let mut wanted = Wanted { dist: "dist".into(), write: None, runs: 9, only: None };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} wants a value"))?;
        match word.as_str() {
            "--dist" => wanted.dist = value.into(),
            "--write" => wanted.write = Some(value.into()),
            "--runs" => wanted.runs = value.parse().map_err(|_| format!("{value} is not a number"))?,
            "--only" => wanted.only = Some(value),
            _ => return Err(format!("unknown option {word}; there are --dist, --write, --runs and --only")),
        }
    }
    Ok(wanted)
}

fn run() -> Result<(), String> {
    let wanted = wanted()?;
    let scratch = std::env::temp_dir().join(format!("casebook-bench-{}", std::process::id()));
    fs::create_dir_all(&scratch).map_err(|error| format!("{}: {error}", scratch.display()))?;
    let bench = Bench { dist: wanted.dist, scratch: scratch.clone(), runs: wanted.runs.max(1), only: wanted.only };
    let page = bench.page();
    // Left behind only where a measurement failed, to be looked at.
    let _ = fs::remove_dir_all(&scratch);
    let page = page?;
    print!("{page}");
    let Some(path) = wanted.write else { return Ok(()) };
    let before = fs::read_to_string(&path).unwrap_or_default();
    let notes = before.find(NOTES).map_or("", |at| &before[at..]);
    fs::write(&path, page + notes).map_err(|error| format!("{}: {error}", path.display()))
}

/// What people wrote about the figures: from here to the end of the page, and kept when it is written again.
const NOTES: &str = "\n## What was missed, and why";

/// A promise, and what came of it.
struct Budget {
    what: &'static str,
    limit: &'static str,
    is: String,
    met: bool,
}

/// A part of the page, and the promises that it answers.
#[derive(Default)]
struct Part {
    text: String,
    budgets: Vec<Budget>,
}

impl Part {
    fn budget(&mut self, what: &'static str, limit: &'static str, is: String, met: bool) {
        self.budgets.push(Budget { what, limit, is, met });
    }
}

struct Bench {
    dist: PathBuf,
    scratch: PathBuf,
    runs: u32,
    /// The only part that is measured: its first word; `None`: all.
    only: Option<String>,
}

impl Bench {
    fn page(&self) -> Result<String, String> {
        let about = about_here();
        let wants = |part: &str| self.only.as_deref().is_none_or(|only| only == part);
        let mut parts = Vec::new();
        // A failure of the harness is a panic with a picture; here every part is wanted, so the first one ends it.
        if wants("weight") {
            parts.push(self.weight()?);
        }
        if wants("start") {
            say("start and unlock");
            parts.push(self.start_and_unlock()?);
        }
        for pupils in CASELOADS {
            if wants("caseload") {
                say(&format!("{pupils} pupils"));
                parts.push(self.caseload(pupils)?);
            }
        }
        if wants("bundles") {
            say("bundles");
            parts.push(self.bundles()?);
        }
        if wants("observing") {
            say("observing");
            parts.push(self.observing()?);
        }
        let mut page = format!(
            "# Figures\n\nMade by `scripts/bench` in one run{about}. Other machines give other times; the ratios are what to \
             compare. No network in any of them: the server was stopped.\n\n| to reach | | is | |\n|---|---:|---:|---|\n"
        );
        for Budget { what, limit, is, met } in parts.iter().flat_map(|part| &part.budgets) {
            let _ = writeln!(page, "| {what} | {limit} | {is} | {} |", if *met { "met" } else { "**missed**" });
        }
        for part in &parts {
            page += "\n";
            page += &part.text;
        }
        Ok(page)
    }

    /// What the first load weighs.
    fn weight(&self) -> Result<Part, String> {
        let weights = dist::weigh(&self.dist).map_err(|error| format!("{error}; scripts/build makes it"))?;
        let mut part = Part { text: "## First load\n\nBrotli 11, as a host sends it.\n\n".into(), budgets: Vec::new() };
        part.text += "| part | bytes | brotli |\n|---|---:|---:|\n";
        let kind = |file: &str| match file.rsplit('.').next() {
            _ if file.contains("kdf") => "key derivation (worker)",
            Some("html") => "page",
            Some("css") => "style",
            Some("js") => "scripts",
            _ => "the app",
        };
        let mut line = |name: &str, raw: usize, brotli: usize| {
            let _ = writeln!(part.text, "| {name} | {} | {} |", kb(raw), kb(brotli));
        };
        for name in ["page", "style", "scripts", "the app", "key derivation (worker)"] {
            let of = weights.iter().filter(|weight| weight.load == Load::First && kind(&weight.file) == name);
            let (raw, brotli) = of.fold((0, 0), |sum, weight| (sum.0 + weight.raw, sum.1 + weight.brotli));
            line(name, raw, brotli);
        }
        let (raw, first) = dist::total(&weights, Load::First);
        line("**first load**", raw, first);
        let (raw, brotli) = dist::total(&weights, Load::Inside);
        line("then, while the passphrase is typed: what lies behind the lock", raw, brotli);
        let (raw, brotli) = dist::total(&weights, Load::Bundle);
        line("apart: the worker for bundles", raw, brotli);
        let (raw, brotli) = dist::total(&weights, Load::Extra);
        line("apart: icons, manifest", raw, brotli);
        part.budget("first load", "250 kB", kb(first), first <= 250_000);
        Ok(part)
    }

    fn serve(&self, dir: &Path) -> Result<Server, String> {
        Server::start(Options { dir: dir.to_owned(), port: 0, base: "/".into() }).map_err(|error| error.to_string())
    }

    /// The ten-line page, served like the app.
    fn serve_static_page(&self) -> Result<Server, String> {
        let dir = self.scratch.join("static");
        let copied = fs::create_dir_all(&dir).and_then(|()| {
            for entry in fs::read_dir(STATIC_PAGE)?.flatten() {
                fs::copy(entry.path(), dir.join(entry.file_name()))?;
            }
            fs::write(dir.join("headers.json"), json!({ "every": {}, "hashed": [] }).to_string())
        });
        copied.map_err(|error| format!("{}: {error}", dir.display()))?;
        self.serve(&dir)
    }

    /// A browser with a profile of its own, in whose pages everything is watched.
    fn browser(&self, profile: &str) -> Session {
        let mut session = Session::start(Engine::Chromium, &self.scratch.join(profile), LANDSCAPE);
        session.set_patience(Duration::from_secs(240));
        watch(&session);
        session
    }
}

impl Bench {}

/// What is being measured, for the person who waits.
fn say(what: &str) {
    eprintln!("bench: {what} …");
}

/// From now on every page of this browser is watched.
fn watch(session: &Session) {
    session.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH }));
}

/// Milliseconds from the navigation to a page that can be used.
fn usable(session: &Session, url: &str) -> f64 {
    session.go("about:blank");
    session.go(url);
    session.wait_until("a page that can be used", "return !!bench.usable");
    session.run("return bench.usable", json!([])).as_f64().unwrap_or(f64::NAN)
}

/// The first run as a mentor sees it; gives the passphrase.
fn make_casebook(session: &Session) -> String {
    session.wait_until_ready();
    session.fill("Your name", "Mx Bench");
    session.fill("Your school", "Made-up School");
    let text = |id: &str| {
        let text = session.run("return document.getElementById(arguments[0]).innerText", json!([id]));
        text.as_str().unwrap_or_default().trim().to_owned()
    };
    let passphrase = text("passphrase-words");
    session.tick("I have written the six words down");
    session.click("Make my casebook");
    session.wait_for("Recovery sheet");
    let words = session.run(
        "return [...document.querySelectorAll('#recovery-words li')].map((word) => word.innerText.trim())",
        json!([]),
    );
    let asked = [2, 6, 10].map(|at: usize| words[at].as_str().unwrap_or_default().to_owned()).join(" ");
    session.fill("Check: type words", &asked);
    session.click("Open my casebook");
    session.wait_until("the casebook", "return 'unlock' in bench.painted");
    passphrase
}

/// Bytes of the page's JavaScript heap and of the program's own memory.
fn memory(session: &Session) -> (u64, u64) {
    let program = session.run("return bench.memory.buffer.byteLength", json!([])).as_u64().unwrap_or_default();
    (session.heap(), program)
}

/// The machine, as far as it says something.
fn about_here() -> String {
    let text = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let cpu = text("/proc/cpuinfo");
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map(|(_, model)| model);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = text("/proc/loadavg").split(' ').next().unwrap_or("?").to_owned();
    let version = ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|program| {
        let output = Command::new(program).arg("--version").output().ok()?;
        let words = String::from_utf8(output.stdout).ok()?;
        words.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit())).map(str::to_owned)
    });
    format!(
        ": {cores} cores{}, load {load} at the beginning, Chromium{}",
        model.map(|model| format!(" ({model})")).unwrap_or_default(),
        version.map(|version| format!(" {version}")).unwrap_or_default()
    )
}
