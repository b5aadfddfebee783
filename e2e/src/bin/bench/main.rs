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

/// Measured values of one thing, in ascending order.
struct Values(Vec<f64>);

impl Values {
    fn new(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        Self(values)
    }

    /// One field of each of a script's results.
    fn of(results: &Value, field: &str) -> Self {
        Self::new(results.as_array().into_iter().flatten().filter_map(|result| result[field].as_f64()).collect())
    }

    /// The value that this share of all stays below.
    fn at(&self, share: f64) -> f64 {
        let last = self.0.len().saturating_sub(1);
        self.0.get((last as f64 * share).round() as usize).copied().unwrap_or(f64::NAN)
    }

    fn median(&self) -> f64 {
        self.at(0.5)
    }

    /// As a row of a table says it.
    fn row(&self, name: &str) -> String {
        format!(
            "| {name} | {} | {} | {} | {} |\n",
            ms(self.at(0.0)),
            ms(self.median()),
            ms(self.at(0.95)),
            self.0.len()
        )
    }
}

const HEAD: &str = "| | least | median | p95 | times |\n|---|---:|---:|---:|---:|\n";

fn ms(value: f64) -> String {
    match value {
        value if value >= 100.0 => format!("{value:.0} ms"),
        value if value >= 10.0 => format!("{value:.1} ms"),
        value => format!("{value:.2} ms"),
    }
}

fn kb(bytes: usize) -> String {
    format!("{:.1} kB", bytes as f64 / 1e3)
}

fn mb(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

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

    /// The start beside that of the ten-line page, and unlocking with a passphrase.
    fn start_and_unlock(&self) -> Result<Part, String> {
        let mut app = self.serve(&self.dist)?;
        let mut plain = self.serve_static_page()?;
        let (app_url, plain_url) = (app.url(), plain.url());
        let mut session = self.browser("start");
        session.go(&plain_url);
        session.wait_until_controlled();
        session.go(&app_url);
        let passphrase = make_casebook(&session);
        session.wait_until_controlled();
        app.stop();
        plain.stop();

        let mut part = Part::default();
        session.slow_down(SLOWER);
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for run in 0..=self.runs {
            let times = (usable(&session, &plain_url), usable(&session, &app_url));
            // The first time the browser itself still warms up.
            if run > 0 {
                theirs.push(times.0);
                ours.push(times.1);
            }
        }
        let (ours, theirs) = (Values::new(ours), Values::new(theirs));
        let (mut ours_cold, mut theirs_cold) = (Vec::new(), Vec::new());
        for _ in 0..self.runs.div_ceil(2) {
            for (url, times) in [(&plain_url, &mut theirs_cold), (&app_url, &mut ours_cold)] {
                session.quit();
                session.reopen();
                watch(&session);
                session.slow_down(SLOWER);
                times.push(usable(&session, url));
            }
        }
        let (ours_cold, theirs_cold) = (Values::new(ours_cold), Values::new(theirs_cold));
        let ratio = ours.median() / theirs.median();
        let cold = ours_cold.median() / theirs_cold.median();
        part.text += "## Start without a network\n\nFrom navigation to a painted lock screen that takes a passphrase, the \
                      processor slowed down 4 times; beside it a page of ten lines with a service worker.\n\n";
        part.text += HEAD;
        part.text += &ours.row("Casebook");
        part.text += &theirs.row("ten-line page");
        part.text += &ours_cold.row("Casebook, browser just opened");
        part.text += &theirs_cold.row("ten-line page, browser just opened");
        let _ = writeln!(part.text, "\nRatio {ratio:.2}; with the browser just opened {cold:.2}.");
        part.budget("offline start, 4 times slower", "2 x ten-line page", format!("{ratio:.2} x"), ratio <= 2.0);
        part.budget("the same, browser just opened", "2 x ten-line page", format!("{cold:.2} x"), cold <= 2.0);

        session.slow_down(1.0);
        let derived = (0..self.runs).map(|_| {
            session.go("about:blank");
            session.go(&app_url);
            session.wait_until("the lock screen", "return !!bench.usable");
            session.fill("Passphrase", &passphrase);
            session.run("page.find('press', 'Unlock')[0].addEventListener('click', () => performance.mark('press'), { capture: true, once: true })", json!([]));
            session.click("Unlock");
            session.wait_until("the casebook", "return 'unlock' in bench.painted");
            let body = "const at = (name) => performance.getEntriesByName(name)[0].startTime; return at('unlock:start') - at('press')";
            session.run(body, json!([])).as_f64().unwrap_or(f64::NAN)
        });
        let derived = Values::new(derived.collect());
        part.text += "\n## Unlocking: key derivation\n\nFrom the press on Unlock until the keys are there: starting the worker \
                      and Argon2id. It is slow on purpose, so that guessing takes long.\n\n";
        part.text += HEAD;
        part.text += &derived.row("key derivation");
        Ok(part)
    }

    /// Everything that depends on how much is kept.
    fn caseload(&self, pupils: u32) -> Result<Part, String> {
        let many = pupils == CASELOADS[1];
        let mut app = self.serve(&self.dist)?;
        let session = self.browser(&format!("pupils-{pupils}"));
        session.go(&app.url());
        session.wait_until_ready();
        session.wait_until_controlled();
        session.mark_document();
        let body =
            "localStorage.setItem('casebook.demo-size', arguments[0]); location.hash = '#/demo'; location.reload()";
        session.run(body, json!([pupils.to_string()]));
        session.wait_for_new_document();
        session.wait_until("the caseload", "return 'unlock' in bench.painted");
        app.stop();

        let mut part = Part { text: format!("## {pupils} pupils\n\n{HEAD}"), budgets: Vec::new() };
        let (mut opened, mut shown) = (Vec::new(), Vec::new());
        for _ in 0..self.runs {
            session.reload();
            session.wait_until("the casebook", "return 'unlock' in bench.painted");
            let times = session.run("return bench.stretch('unlock')", json!([]));
            opened.extend(times[0].as_f64());
            shown.extend(times[1].as_f64());
        }
        let opened = Values::new(opened);
        part.text += &opened.row("unlock, without key derivation");
        part.text += &Values::new(shown).row("the same, until Today is painted");
        let before = memory(&session);

        let files = session.run_async(
            "const results = { usual: [], long: [] };
             for (let run = 0; run <= arguments[0]; run += 1) {
               for (const [name, file] of [['usual', arguments[1]], ['long', arguments[2]]]) {
                 const before = bench.count('file');
                 delete bench.painted.file;
                 location.hash = `#/pupil/${file}`;
                 await bench.until(() => bench.count('file') > before && 'file' in bench.painted);
                 const [read, shown] = bench.stretch('file');
                 if (run > 0) results[name].push({ read, shown });
                 await bench.pause(100);
               }
             }
             return results",
            json!([self.runs, USUAL_FILE, LONG_FILE]),
        );
        part.text += &Values::of(&files["usual"], "read").row("open a pupil's file");
        part.text += &Values::of(&files["usual"], "shown").row("the same, until it is painted");
        let read = Values::of(&files["long"], "read");
        part.text += &read.row("open the file of 1,000 records");
        part.text += &Values::of(&files["long"], "shown").row("the same, until it is painted");
        let after = memory(&session);

        let usual = session.run_async(SAVE, json!([USUAL_FILE, SAVES]));
        let long = session.run_async(SAVE, json!([LONG_FILE, SAVES]));
        let (saved, bare) = (Values::of(&usual, "saved"), Values::of(&usual, "bare"));
        let (saved_long, bare_long) = (Values::of(&long, "saved"), Values::of(&long, "bare"));
        part.text += &saved.row("save a note");
        part.text += &Values::of(&usual, "decided").row("of that, before the first row is put");
        part.text += &bare.row("the same rows and bytes put bare");
        part.text += &saved_long.row("save a note, in the file of 1,000 records");
        part.text += &Values::of(&long, "decided").row("of that, before the first row is put");
        part.text += &bare_long.row("the same rows and bytes put bare");

        let keys = session.run_async(SEARCH, json!([]));
        let updated = Values::of(&keys, "updated");
        part.text += &Values::of(&keys, "handled").row("search, a keystroke: handlers of the event");
        part.text += &updated.row("search, a keystroke: new list laid out");
        part.text += &Values::of(&keys, "painted").row("search, a keystroke: painted, with waiting for two frames");

        let ratio = saved.median() / bare.median();
        let ratio_long = saved_long.median() / bare_long.median();
        let (rows, bytes) = (Values::of(&usual, "rows").median(), Values::of(&usual, "bytes").median());
        let _ = writeln!(
            part.text,
            "\nA note is {rows:.0} rows of {bytes:.0} bytes with their keys, in one transaction of strict durability. Ratio to the \
             bare puts {ratio:.2}; in the file of 1,000 records {ratio_long:.2}.\n\n| memory | JS heap | program |\n|---|---:|---:|"
        );
        for (name, (heap, program)) in [("Today", before), ("after the file of 1,000 records", after)] {
            let _ = writeln!(part.text, "| {name} | {} | {} |", mb(heap), mb(program));
        }
        let _ = writeln!(part.text, "\nOn the disk: {}.", mb(session.stored()));
        if many {
            let (opened, read, updated) = (opened.median(), read.median(), updated.median());
            part.budget("unlock without key derivation, 2,000 pupils", "300 ms", ms(opened), opened <= 300.0);
            part.budget("open a file of 1,000 records", "200 ms", ms(read), read <= 200.0);
            part.budget("save of one change", "2 x bare", format!("{ratio:.2} x"), ratio <= 2.0);
            part.budget("search keystroke, 2,000 pupils", "16 ms", ms(updated), updated <= 16.0);
        }
        Ok(part)
    }
}

impl Bench {
    /// The live screen of an observation: what a tap takes, and what wakes the processor while nobody taps.
    fn observing(&self) -> Result<Part, String> {
        let mut app = self.serve(&self.dist)?;
        let session = self.browser("observing");
        session.go(&app.url());
        session.wait_until_ready();
        session.wait_until_controlled();
        session.mark_document();
        session.run("location.hash = '#/demo'; location.reload()", json!([]));
        session.wait_for_new_document();
        session.wait_until("the caseload", "return 'unlock' in bench.painted");
        app.stop();

        let start = |template: &str| {
            session.go_to("#/observe");
            session.wait_for("Template");
            session.tick(template);
            session.click("Start observing");
            session.wait_until("the live screen", "return !!document.querySelector('.live .lane .key')");
        };
        start("Disruption counts");
        session.run_async(TAP, json!([]));
        let keys = ["Calls out", "Leaves seat", "Asks for help"];
        let taps = |slower: f64| {
            session.slow_down(slower);
            session.run("bench.taps = []; bench.bares = []", json!([]));
            // The first ones warm up.
            for tap in 0..TAPS + 5 {
                session.touch(&[keys[tap % 3]]);
                session.wait_until("the tap", &format!("return bench.taps.length > {tap}"));
            }
            session.run("bench.instead = bench.taps.at(-1)", json!([]));
            for tap in 0..TAPS + 5 {
                session.touch(&[keys[tap % 3]]);
                session.wait_until("the bare put", &format!("return bench.bares.length > {tap}"));
            }
            session.run("bench.instead = null", json!([]));
            session.slow_down(1.0);
            session
                .run("return bench.taps.slice(5).map((tap, at) => ({ ...tap, bare: bench.bares[at + 5] }))", json!([]))
        };
        let (full, slow) = (taps(1.0), taps(SLOWER));
        let (durable, bare) = (Values::of(&full, "durable"), Values::of(&full, "bare"));
        let painted = Values::of(&slow, "painted");
        let mut part = Part {
            text: format!(
                "## Observing\n\nA touch on a code of the live screen. Its button shows at once that the touch landed, and counts it when its \
                 row is on the disk. Beside it the same row put bare by the same touch, in a database beside it.\n\n{HEAD}"
            ),
            budgets: Vec::new(),
        };
        part.text += &Values::of(&full, "painted").row("tap to painted: landed");
        part.text += &Values::of(&full, "shown").row("tap to painted: counted");
        part.text += &painted.row("landed, 4 times slower");
        part.text += &Values::of(&slow, "shown").row("counted, 4 times slower");
        part.text += &durable.row("tap to durable");
        part.text += &Values::of(&full, "written").row("of that, from asking for the write");
        part.text += &bare.row("the same row put bare");
        part.text += &Values::of(&slow, "durable").row("tap to durable, 4 times slower");
        part.text += &Values::of(&slow, "bare").row("the same row put bare, 4 times slower");
        let (bytes, rows) = (Values::of(&full, "bytes").median(), Values::of(&full, "rows").median());
        let ratio = durable.at(0.95) / bare.at(0.95);
        let _ = writeln!(
            part.text,
            "\nA tap is {rows:.0} row of {bytes:.0} bytes with its key, of strict durability. Ratio of the p95 {ratio:.2}, of the \
             medians {:.2}.",
            durable.median() / bare.median()
        );
        part.budget("tap to painted, p95, 4 times slower", "50 ms", ms(painted.at(0.95)), painted.at(0.95) <= 50.0);
        part.budget("tap to durable, p95", "2 x bare", format!("{ratio:.2} x"), ratio <= 2.0);
        session.click("Stop");
        session.click("Stop and see the summary");
        session.wait_for("Observation: summary");
        session.click("Discard");
        session.click("Discard it");
        session.wait_until("Today", "return location.hash !== '#/observe'");

        start("Engagement");
        part.text += "\nWhat wakes the processor in a minute in which nobody taps, intervals of 20 seconds: calls of the page by timers \
                      and for frames, and how long the page's thread was busy, at full speed.\n\n\
                      | | timers | frames | busy |\n|---|---:|---:|---:|\n";
        part.text += &a_minute(&session, "the live screen, its countdown visible");
        session.click("Blank");
        session.wait_until("the blank screen", "return !!document.querySelector('#blank:modal')");
        part.text += &a_minute(&session, "behind the blank screen");
        session.come_back();
        Ok(part)
    }
}

/// What happens in the page in a minute, as a row of a table.
fn a_minute(session: &Session, name: &str) -> String {
    let rang = || {
        session.run("return [bench.rang.setTimeout + bench.rang.setInterval + bench.rang.requestIdleCallback, bench.rang.requestAnimationFrame]", json!([]))
    };
    let busy = || {
        let metrics = session.devtools("Performance.getMetrics", json!({}));
        let task = metrics["metrics"].as_array().into_iter().flatten().find(|metric| metric["name"] == "TaskDuration");
        task.and_then(|metric| metric["value"].as_f64()).unwrap_or(f64::NAN)
    };
    session.devtools("Performance.enable", json!({}));
    let (calls, seconds) = (rang(), busy());
    std::thread::sleep(Duration::from_secs(60));
    let (busy, after) = (busy() - seconds, rang());
    let more = |at: usize| after[at].as_u64().unwrap_or_default() - calls[at].as_u64().unwrap_or_default();
    format!("| {name} | {} | {} | {} |\n", more(0), more(1), ms(busy * 1e3))
}

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
