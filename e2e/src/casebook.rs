//! The first steps of anybody who uses the app, for tests that drive it: set up, unlock, the demo.

use serde_json::json;

use crate::browser::Session;

/// What the mentor wrote on paper at set-up.
#[derive(Clone, Debug)]
pub struct OnPaper {
    /// The six words that unlock.
    pub passphrase: String,
    /// The twelve words of the recovery sheet.
    pub recovery: Vec<String>,
}

impl Session {
    /// Makes a casebook with the passphrase that the app offers, up to the recovery sheet. `kept` sees that sheet's screen.
    #[track_caller]
    pub fn set_up(&mut self, mentor: &str, school: &str, kept: impl FnOnce(&mut Self)) -> OnPaper {
        self.fill("Your name", mentor);
        self.fill("Your school", school);
        let words = |session: &Self, css: &str| {
            let body = "return [...document.querySelectorAll(arguments[0])].map((el) => page.squeeze(el.textContent)).join(' ')";
            session.run(body, json!([css])).as_str().unwrap_or_default().to_owned()
        };
        let passphrase = words(self, "#passphrase-words");
        self.tick("I have written the six words down");
        self.click("Make my casebook");
        self.wait_for("Recovery sheet");
        let recovery: Vec<String> = words(self, "#recovery-words li").split(' ').map(str::to_owned).collect();
        assert_eq!((passphrase.split(' ').count(), recovery.len()), (6, 12), "six words and twelve");
        kept(self);
        let asked = [2, 6, 10].map(|at: usize| recovery[at].as_str()).join(" ");
        self.fill("Check: type words", &asked);
        self.click("Open my casebook");
        self.wait_until_open();
        OnPaper { passphrase, recovery }
    }

    /// Unlocks with a passphrase.
    #[track_caller]
    pub fn unlock(&self, passphrase: &str) {
        self.fill("Passphrase", passphrase);
        self.click("Unlock");
        self.wait_until_open();
    }

    /// Waits until the casebook is open, on whatever page.
    #[track_caller]
    pub fn wait_until_open(&self) {
        self.wait_until("the open casebook", "return page.find('press', 'Quick note').length > 0");
    }

    /// The hash of the address: the page that is shown.
    #[track_caller]
    pub fn route(&self) -> String {
        self.run("return location.hash", json!([])).as_str().unwrap_or_default().to_owned()
    }

    /// Goes to a page by its hash, as a bookmark does.
    #[track_caller]
    pub fn go_to(&self, hash: &str) {
        self.run("location.hash = arguments[0]", json!([hash]));
    }
}
