//! The page's console: no story may leave a complaint there that it did not expect.

use std::cell::{Cell, RefCell};
use std::fs;

use serde_json::{Value, json};

use super::{Engine, Session, webkit};

/// What was complained of, and whether the test expects it.
#[derive(Debug, Default)]
pub(super) struct Complaints {
    heard: RefCell<Vec<String>>,
    expected: Cell<bool>,
    /// How much of WebKit's console was read.
    read: Cell<usize>,
}

/// Firefox's messages of errors in pages of this machine's server. "Failed to load" without an address is said of what a page
/// was still loading when the test left it.
const FIREFOX: &str = "
  const all = Services.console.getMessageArray().filter((one) => one instanceof Ci.nsIScriptError);
  Services.console.reset();
  return all.filter((one) => !(one.flags & Ci.nsIScriptError.warningFlag) && /^http:\\/\\/(localhost|127)/.test(one.sourceName))
    .filter((one) => !/^Failed to load \\u2018\\u2019/.test(one.errorMessage))
    .map((one) => `${one.sourceName}:${one.lineNumber} ${one.errorMessage}\\n${one.stack ?? ''}`.trim())";

impl Session {
    /// From now on the page may complain: the test has altered, hidden or broken something.
    pub fn expect_complaints(&self) {
        self.complaints.expected.set(true);
    }

    /// What the page's console said of failures and refusals since the last call.
    pub fn console(&self) -> Vec<String> {
        self.hear_console();
        std::mem::take(&mut *self.complaints.heard.borrow_mut())
    }

    pub(super) fn hear_console(&self) {
        if self.running.is_none() {
            return;
        }
        let heard = match self.engine {
            Engine::Chromium => {
                let entries = self.wait(self.driver().get_log("browser")).unwrap_or_default();
                let entries = serde_json::to_value(entries).unwrap_or_default();
                let serious = |entry: &&Value| entry["level"] == "SEVERE";
                let words = |entry: &Value| entry["message"].to_string();
                entries.as_array().into_iter().flatten().filter(serious).map(words).collect::<Vec<_>>()
            }
            Engine::Firefox => {
                let found = self.in_chrome(FIREFOX, json!([])).unwrap_or_default();
                found.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
            }
            Engine::WebKit => {
                let said = fs::read_to_string(webkit::console_of(&self.profile)).unwrap_or_default();
                // What was heard before is not heard again; the file starts empty with each browser.
                let from = self.complaints.read.replace(said.len());
                webkit::complaints(said.get(from..).unwrap_or(&said))
            }
        };
        self.complaints.heard.borrow_mut().extend(heard);
    }

    /// Fails the test at its end if there were complaints; not one that fails already.
    pub(super) fn nothing_was_complained_of(&self) {
        let heard = self.complaints.heard.borrow();
        assert!(
            std::thread::panicking() || self.complaints.expected.get() || heard.is_empty(),
            "the console in {}:\n{}",
            self.engine,
            heard.join("\n")
        );
    }
}
