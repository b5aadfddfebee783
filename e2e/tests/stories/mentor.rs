//! What a mentor does, one function for each step of the work: the stories are told with these. All people are made up.

use std::time::Duration;

use serde_json::json;

use super::*;

/// The pupil of the stories, as the list shows the name.
pub const PUPIL: &str = "Robin Sample";

/// A mentor in front of a browser.
pub struct Mentor {
    pub session: Session,
    /// The six words.
    pub passphrase: String,
    /// The twelve words of the recovery sheet.
    pub recovery: String,
    url: String,
    findings: Vec<String>,
    looking: bool,
}

impl Mentor {
    /// Loads the app once; from here on it needs no server.
    pub fn install(engine: Engine, name: &str, server: &Server) -> Self {
        Self::install_with(engine, name, server, Extras::default())
    }

    /// The same in a browser with something beside the ordinary.
    pub fn install_with(engine: Engine, name: &str, server: &Server, extras: Extras) -> Self {
        let mut session = installed_with(engine, name, server, extras);
        // WebKit here draws without a graphics card, and encrypts at the same time.
        session.set_patience(Duration::from_secs(if engine == Engine::WebKit { 30 } else { 10 }));
        let nothing = String::new;
        Self {
            session,
            passphrase: nothing(),
            recovery: nothing(),
            url: server.url(),
            findings: Vec::new(),
            looking: false,
        }
    }

    /// From now on every page on the way is looked at.
    pub fn start_looking(&mut self) {
        self.looking = true;
    }

    /// Looks at the page in both sizes and both themes, and remembers what axe finds: one story tells all of it at its end.
    #[track_caller]
    pub fn look(&mut self, name: &str) {
        if !self.looking {
            return;
        }
        self.findings.extend(self.session.looked_at(name));
    }

    /// Fails with everything that looking found, and with what the console complained of.
    #[track_caller]
    pub fn all_was_well(&self) {
        assert!(self.findings.is_empty(), "{}", self.findings.join("\n"));
        assert_eq!(self.session.console(), Vec::<String>::new(), "the console");
    }

    /// Name, school, six words, and the recovery sheet, which is asked for.
    #[track_caller]
    pub fn first_run(&mut self) {
        self.session.wait_for("Your casebook, kept");
        self.look("01-first-run");
        self.session.click("Make my casebook");
        self.session.wait_for("Enter your name");
        self.session.fill("Your name", "Sam Mentor");
        self.session.fill("Your school", "Example Primary School");
        self.session.click("Make my casebook");
        self.session.wait_for("Write the six words down first");
        self.passphrase = words_of(&self.session, "#passphrase-words");
        assert_eq!(self.passphrase.split(' ').count(), 6, "{}", self.passphrase);
        self.session.tick("I have written the six words down");
        self.session.click("Make my casebook");
        self.session.wait_for("Recovery sheet");
        self.recovery = words_of(&self.session, "#recovery-words");
        let words: Vec<_> = self.recovery.split(' ').map(str::to_owned).collect();
        assert_eq!(words.len(), 12, "{}", self.recovery);
        self.look("02-recovery-sheet");
        self.session.fill("Check: type words", &format!("{} {} {}", words[0], words[1], words[2]));
        self.session.click("Open my casebook");
        self.session.wait_for("Word 3 is not the one on the sheet");
        self.session.fill("Check: type words", &format!("{} {} {}", words[2], words[6], words[10]));
        self.session.click("Open my casebook");
        self.session.wait_for("This casebook is empty");
        self.look("03-today-empty");
    }

    #[track_caller]
    pub fn unlock(&self) {
        self.session.wait_for("Locked");
        self.session.fill("Passphrase", &self.passphrase);
        self.session.click("Unlock");
        self.session.wait_gone("Opening …");
        self.session.wait_gone("Use the recovery words");
    }

    /// Kills the browser with everything it holds in memory, opens it again on the same profile and unlocks.
    #[track_caller]
    pub fn pull_the_plug(&mut self) {
        self.session.kill9();
        self.reopen();
    }

    /// Opens the browser again on the same profile, after it was ended, and unlocks.
    #[track_caller]
    pub fn reopen(&mut self) {
        self.session.reopen();
        self.session.go(&self.url);
        self.session.wait_until_ready();
        self.unlock();
    }

    /// A tab that was hidden has covered itself.
    #[track_caller]
    pub fn uncover(&self) {
        self.session.wait_until("the cover", "return document.visibilityState === 'visible'");
        if self.session.can_click("Press and hold to come back") {
            self.session.come_back();
        }
    }

    /// The pupil's page, by way of the list.
    #[track_caller]
    pub fn open_pupil(&self) {
        self.session.click("Pupils");
        self.session.wait_for("New pupil");
        self.session.click(PUPIL);
        self.session.wait_for("Timeline");
    }

    #[track_caller]
    pub fn tab(&self, name: &str) {
        self.session.click(&format!("Parts of the file > {name}"));
        self.session.wait_until(
            "the tab",
            &format!("return document.querySelector('nav.tabs [aria-current=page]')?.textContent === '{name}'"),
        );
    }

    #[track_caller]
    pub fn save(&self, kind: &str) {
        self.session.click("Save");
        self.session.wait_for(&format!("{kind}: saved."));
        self.close_notice();
    }

    /// On the page that opens a file: by the recovery sheet.
    #[track_caller]
    pub fn open_by_sheet(&self, words: &str) {
        self.session.fill("Recovery sheet: its twelve words", words);
    }

    #[track_caller]
    pub fn close_notice(&self) {
        self.session.click("Close");
        self.session.wait_until("no notice", "return !document.querySelector('.notice')");
    }

    #[track_caller]
    pub fn add_pupil(&mut self) {
        let s = &self.session;
        s.click("New pupil #1");
        s.wait_for("First names");
        s.fill("First names", "Robin");
        s.fill("Surname", "Sample");
        s.fill("Date of birth", "2016-05-04");
        s.fill("Form, tutor group or class", "6E");
        s.fill("Limits of confidentiality explained on", &self.day(0));
        self.look("04-pupil-form");
        self.save("Pupil");
        self.session.wait_for(PUPIL);
    }

    #[track_caller]
    pub fn add_contact(&mut self) {
        self.tab("About");
        self.session.click("Add a contact");
        let s = &self.session;
        s.fill("First name", "Alex");
        s.fill("Surname", "Sample");
        s.fill("Relationship to the pupil", "Mother");
        s.tick("Parental responsibility > Has parental responsibility");
        s.tick("May get letters");
        s.tick("Safe to phone? > Safe to phone");
        s.fill("Telephone", "01632 960001");
        s.fill("Address", "1 Example Street\nSampleton");
        self.look("05-contact-form");
        self.save("Contact");
        self.session.wait_for("Alex Sample, Mother");
    }

    /// A day this many days from the browser's own, in ISO form.
    #[track_caller]
    pub fn day(&self, from_today: i64) -> String {
        let body = "const day = new Date(); day.setDate(day.getDate() + arguments[0]); const two = (n) => String(n).padStart(2, '0'); \
            return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`";
        self.session.run(body, json!([from_today])).as_str().unwrap_or_default().to_owned()
    }
}

/// The words that an element shows, with single blanks.
fn words_of(session: &Session, css: &str) -> String {
    session
        .run("return page.squeeze(document.querySelector(arguments[0]).innerText)", json!([css]))
        .as_str()
        .unwrap_or_default()
        .to_owned()
}
