//! A real browser, driven as somebody uses it: by the names of buttons and fields, with a pointer or by keyboard alone.
//!
//! The verbs wait until the page is ready for them, and panic with what the page shows when it never is: they are for tests. A name
//! may be narrowed, `Contacts > Edit` (the button within the part of that name), and counted, `Edit #2`.
//!
//! Every process that was started ends when the session is dropped, also in a panic.

use std::cell::RefCell;
use std::error::Error;
use std::fmt;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use hyper::Method;
use serde_json::{Value, json};
use thirtyfour::Capabilities;
use thirtyfour::WindowHandle;
use thirtyfour::common::command::{Command, ExtensionCommand};
use thirtyfour::prelude::*;
use tokio::runtime::Runtime;

mod console;
mod devtools;
mod hands;
mod look;
mod print;
mod process;
mod starting;
mod tablet;
mod webkit;

pub use hands::Hands;
pub use print::Printed;
pub use tablet::{Finger, On};

/// What a page script may use: elements by role and name.
const PAGE_JS: &str = include_str!("browser/page.js");

/// Between two looks at a page that is not ready; each is longer than the one before.
const SHORTEST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(120);

/// Which browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, by chromedriver (`CHROMEDRIVER`).
    Chromium,
    /// Firefox, by geckodriver (`CASEBOOK_GECKODRIVER`).
    Firefox,
    /// WebKitGTK, the engine of iPads, by WebKitWebDriver (`CASEBOOK_WEBKITDRIVER`) and a shell of our own.
    WebKit,
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        })
    }
}

/// The page's size in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size(pub u32, pub u32);

/// A tablet on its side.
pub const LANDSCAPE: Size = Size(1180, 820);
/// A tablet upright.
pub const PORTRAIT: Size = Size(820, 1180);

/// What the page is told that the user prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// A light scheme.
    Light,
    /// A dark scheme.
    Dark,
}

/// What a test wants of its browser beside the ordinary: a camera that plays a film, a question that is answered with no.
#[derive(Clone, Debug, Default)]
pub struct Extras {
    /// Chromium's command line.
    pub arguments: Vec<String>,
    /// Firefox's preferences.
    pub preferences: Vec<(String, Value)>,
    /// WebKit's pages run this before their own scripts.
    pub script: Option<&'static str>,
}

/// A browser with a profile on disk.
pub struct Session {
    engine: Engine,
    extras: Extras,
    profile: PathBuf,
    downloads: PathBuf,
    size: Size,
    theme: Theme,
    hands: Hands,
    patience: Duration,
    runtime: Runtime,
    running: Option<Running>,
    /// Those that [`Self::open_tab`] opened, after the first one.
    tabs: RefCell<Vec<WindowHandle>>,
    complaints: console::Complaints,
}

struct Running {
    driver: WebDriver,
    process: Child,
    /// What WebKit draws on; it ends with the browser.
    _screen: Option<webkit::Screen>,
}

impl Session {
    /// Opens the browser on a profile, which is made if it is not there. `about:blank` is shown.
    #[track_caller]
    pub fn start(engine: Engine, profile: &Path, size: Size) -> Self {
        Self::start_with(engine, profile, size, Extras::default())
    }

    /// The same, with something beside the ordinary.
    #[track_caller]
    pub fn start_with(engine: Engine, profile: &Path, size: Size, extras: Extras) -> Self {
        let downloads = profile.with_extension("downloads");
        for dir in [profile, &downloads] {
            fs::create_dir_all(dir).expect("a folder for the profile");
        }
        // The page is told absolute paths only.
        let absolute = |dir: &Path| dir.canonicalize().expect("a folder that was just made");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let mut session = Self {
            engine,
            extras,
            profile: absolute(profile),
            downloads: absolute(&downloads),
            size,
            theme: Theme::Light,
            hands: Hands::Pointer,
            patience: Duration::from_secs(30),
            runtime,
            running: None,
            tabs: RefCell::default(),
            complaints: console::Complaints::default(),
        };
        session.open();
        session
    }

    /// Which browser it is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The size that the page has now.
    pub fn size(&self) -> Size {
        self.size
    }

    /// How long a verb waits for the page before it gives up; half a minute unless told otherwise.
    pub fn set_patience(&mut self, patience: Duration) {
        self.patience = patience;
    }

    #[track_caller]
    fn driver(&self) -> &WebDriver {
        &self.running.as_ref().expect("the browser runs").driver
    }

    /// Waits for an answer of the driver.
    fn wait<T>(&self, answer: impl Future<Output = WebDriverResult<T>>) -> WebDriverResult<T> {
        self.runtime.block_on(answer)
    }

    /// Tries until it goes well or patience is at its end; then says why it did not.
    fn until<T>(&self, mut attempt: impl FnMut() -> Result<T, String>) -> Result<T, String> {
        let deadline = Instant::now() + self.patience;
        let mut pause = SHORTEST_PAUSE;
        loop {
            match attempt() {
                Ok(found) => return Ok(found),
                Err(words) if Instant::now() > deadline => return Err(words),
                // Each question costs the page some of the time that it needs for what is waited for.
                Err(_) => std::thread::sleep(pause),
            }
            pause = (pause * 3 / 2).min(LONGEST_PAUSE);
        }
    }

    /// Ends the test with what there was to see.
    #[track_caller]
    fn fail(&self, words: &str) -> ! {
        let file = look::screenshots().join(format!("failed-{}-{}.png", self.engine, std::process::id()));
        let picture = self
            .wait(self.driver().screenshot(&file))
            .map_or_else(|error| error.to_string(), |()| file.display().to_string());
        let shown: String = self
            .script("return page.text()", json!([]))
            .unwrap_or_default()
            .as_str()
            .unwrap_or_default()
            .chars()
            .take(2000)
            .collect();
        let url = self.script("return location.href", json!([])).unwrap_or_default();
        let console = self.console().join("\n  ");
        panic!("{words}\n in {} at {url}\n picture: {picture}\n console: {console}\n page: {shown}", self.engine);
    }

    /// Runs a script in the page, with the helpers of `page.js`; `arguments` are those given.
    fn script(&self, body: &str, arguments: Value) -> Result<Value, String> {
        self.returned(body, arguments).map(|returned| returned.json().clone())
    }

    fn returned(&self, body: &str, arguments: Value) -> Result<thirtyfour::session::scriptret::ScriptRet, String> {
        let arguments = arguments.as_array().cloned().unwrap_or_default();
        self.wait(self.driver().execute(format!("{PAGE_JS}\n{body}"), arguments)).map_err(|error| error.to_string())
    }

    /// Runs a script in the page and hands back what it returns.
    #[track_caller]
    pub fn run(&self, body: &str, arguments: Value) -> Value {
        match self.script(body, arguments) {
            Ok(value) => value,
            Err(words) => self.fail(&words),
        }
    }

    /// Runs a script that has `await` in it, and hands back what it returns.
    #[track_caller]
    pub fn run_async(&self, body: &str, arguments: Value) -> Value {
        let arguments = arguments.as_array().cloned().unwrap_or_default();
        let script = format!(
            "const done = arguments[arguments.length - 1]; {PAGE_JS}\n\
             (async (...arguments) => {{ {body} }})(...arguments).then((value) => done({{ value }}), (error) => done({{ error: String(error) }}));"
        );
        match self.wait(self.driver().execute_async(script, arguments)).map(|returned| returned.json().clone()) {
            Ok(answer) if answer.get("error").is_some() => {
                self.fail(&format!("the page's script failed: {}", answer["error"]))
            }
            Ok(answer) => answer["value"].clone(),
            Err(error) => self.fail(&error.to_string()),
        }
    }

    /// Goes to an address and waits until it is loaded. A change of the hash alone loads nothing.
    #[track_caller]
    pub fn go(&self, url: &str) {
        if let Err(error) = self.wait(self.driver().goto(url)) {
            self.fail(&format!("{url}: {error}"));
        }
    }

    /// Opens a second tab at an address; the verbs work in it from now on.
    #[track_caller]
    pub fn open_tab(&self, url: &str) {
        let opened = self.wait(async {
            let first = self.driver().window().await?;
            let tab = self.driver().new_tab().await?;
            self.driver().switch_to_window(tab.clone()).await?;
            Ok((first, tab))
        });
        match opened {
            Ok((first, tab)) => {
                let mut tabs = self.tabs.borrow_mut();
                if tabs.is_empty() {
                    tabs.push(first);
                }
                tabs.push(tab);
            }
            Err(error) => self.fail(&error.to_string()),
        }
        self.go(url);
    }

    /// The verbs work in this tab from now on; 0 is the first one.
    #[track_caller]
    pub fn show_tab(&self, number: usize) {
        // Our own list: WebKit's driver tells them in no order.
        let tab = self.tabs.borrow().get(number).cloned();
        let Some(tab) = tab else { self.fail(&format!("there is no tab {number}")) };
        if let Err(error) = self.wait(self.driver().switch_to_window(tab)) {
            self.fail(&format!("tab {number}: {error}"));
        }
    }

    /// Reloads as the page itself does (WebDriver's own way passes by the service worker in Firefox) and waits for the new document.
    #[track_caller]
    pub fn reload(&self) {
        self.run("window.casebookOldDocument = true; location.reload();", json!([]));
        self.wait_for_new_document();
    }

    /// Waits until the document that `mark_document` marked is gone and the next one is loaded.
    #[track_caller]
    pub fn wait_for_new_document(&self) {
        let body = "return !window.casebookOldDocument && document.readyState === 'complete'";
        self.wait_until("a new document", body);
    }

    /// Marks this document, so that `wait_for_new_document` can tell the next one from it.
    #[track_caller]
    pub fn mark_document(&self) {
        self.run("window.casebookOldDocument = true", json!([]));
    }

    /// Waits until a script returns something true.
    #[track_caller]
    pub fn wait_until(&self, what: &str, body: &str) {
        let true_now = || match self.script(body, json!([]))? {
            Value::Bool(true) => Ok(()),
            other => Err(other.to_string()),
        };
        if let Err(words) = self.until(true_now) {
            self.fail(&format!("waited in vain for {what}: {words}"));
        }
    }

    /// Waits until a service worker serves this page: from then on no network is needed.
    #[track_caller]
    pub fn wait_until_controlled(&self) {
        self.wait_until("a service worker in control", "return !!navigator.serviceWorker?.controller");
    }

    /// Waits until the app shows a screen that can be used.
    #[track_caller]
    pub fn wait_until_ready(&self) {
        self.wait_until("the app", "return !!document.body && 'ready' in document.body.dataset");
    }

    /// Where the page loaded things from, as the page itself knows it: every resource's address since it was opened.
    #[track_caller]
    pub fn resources(&self) -> Vec<String> {
        let names = self.run("return performance.getEntriesByType('resource').map((entry) => entry.name)", json!([]));
        names.as_array().into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
    }

    /// Waits for a finished download whose name ends so, removes it from the folder's name list by moving it, and gives its path.
    #[track_caller]
    pub fn take_download(&self, end: &str) -> PathBuf {
        let arrived = || {
            let mut files =
                fs::read_dir(&self.downloads).map_err(|error| error.to_string())?.flatten().map(|entry| entry.path());
            let whole = |path: &PathBuf| {
                path.to_string_lossy().ends_with(end) && fs::metadata(path).is_ok_and(|file| file.len() > 0)
            };
            // Firefox makes the file at once and fills a .part beside it.
            let partial = fs::read_dir(&self.downloads).is_ok_and(|mut all| {
                all.any(|entry| {
                    entry.is_ok_and(|entry| {
                        matches!(
                            entry.path().extension().and_then(|end| end.to_str()),
                            Some("part" | "crdownload" | "wkdownload")
                        )
                    })
                })
            });
            files
                .find(whole)
                .filter(|_| !partial)
                .ok_or_else(|| format!("no file {end} in {}", self.downloads.display()))
        };
        let path = match self.until(arrived) {
            Ok(path) => path,
            Err(words) => self.fail(&words),
        };
        let taken = self.downloads.with_extension("taken");
        let to = taken.join(path.file_name().unwrap_or_default());
        fs::create_dir_all(&taken).and_then(|()| fs::rename(&path, &to)).expect("the download can be moved");
        to
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // In a panic too: drivers and browsers outlive a test that does not end them.
        self.kill9();
        self.nothing_was_complained_of();
    }
}
