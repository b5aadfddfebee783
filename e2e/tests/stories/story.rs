//! One pupil from referral to exit and back, offline: what a mentor does in a year, in some minutes.
//!
//! The pupil, the school and everybody else are made up.

use serde_json::json;

use casebook_e2e::casebook::OnPaper;

use super::*;

const PUPIL: &str = "Testa Musterkind";

/// A story under way.
struct Story {
    session: Session,
    server: Server,
    /// Whether each page is looked at, in both sizes and themes.
    looks: bool,
    paper: OnPaper,
    /// The pupil's id, as it is in addresses.
    file: String,
}

/// By pointer, with every page looked at.
pub fn by_pointer(engine: Engine) {
    let mut story = begin(engine, "story", Hands::Pointer, true);
    story.pupil();
    story.contact();
    story.referral();
    story.authorisation();
    story.liaison();
    story.baseline();
    story.parents();
    story.kill();
    story.observation();
    story.start();
    story.plan();
    story.circulation();
    story.signature();
    story.sessions();
    story.reload();
    story.review_and_revised_plan();
    story.exit();
    story.re_referral();
    story.pages();
    story.other_device(engine);
    story.nothing_was_asked_for();
}

/// The way to a plan, with the keyboard alone.
pub fn by_keyboard(engine: Engine) {
    let mut story = begin(engine, "story-keyboard", Hands::Keyboard, false);
    story.pupil();
    story.contact();
    story.referral();
    story.authorisation();
    story.liaison();
    story.baseline();
    story.parents();
    story.observation();
    story.start();
    story.plan();
    story.circulation();
    story.sessions();
    story.review_and_revised_plan();
    story.exit();
    story.re_referral();
    story.other_device(engine);
    story.nothing_was_asked_for();
}

/// Loads once, stops the server for good, and makes the casebook.
fn begin(engine: Engine, name: &str, hands: Hands, looks: bool) -> Story {
    let mut server = app();
    let mut session = installed(engine, name, &server);
    server.stop();
    server.forget();
    session.reload();
    session.wait_until_ready();
    session.use_hands(hands);
    if looks {
        session.look("01-first-run");
    }
    let paper = session.set_up("Mx Mentor", "Made-up School", |session| {
        if looks {
            session.look("02-recovery-sheet");
        }
    });
    let mut story = Story { session, server, looks, paper, file: String::new() };
    story.look("03-today-empty");
    story
}

impl Story {
    #[track_caller]
    fn look(&mut self, name: &str) {
        if self.looks {
            self.session.look(name);
        }
    }

    /// Saves the form and waits until it said so.
    #[track_caller]
    fn save(&self, kind: &str) {
        self.session.click("Save");
        self.session.wait_for(&format!("{kind}: saved."));
        self.session.click("Close");
    }

    /// The form for a new record of the pupil.
    #[track_caller]
    fn form(&self, kind: &str) {
        self.session.go_to(&format!("#/pupil/{}/new/{kind}", self.file));
    }

    #[track_caller]
    fn tab(&self, tab: &str) {
        self.session.go_to(&format!("#/pupil/{}/{tab}", self.file));
    }

    fn pupil(&mut self) {
        self.session.click("Pupils");
        self.look("04-pupils-empty");
        self.session.click("New pupil #1");
        self.session.fill("First names", "Testa");
        self.session.fill("Surname", "Musterkind");
        self.session.fill("Date of birth", "2014-10-05");
        self.look("05-new-pupil");
        self.save("Pupil");
        self.session.wait_for(PUPIL);
        let route = self.session.route();
        self.file = route.split('/').nth(2).unwrap_or_default().to_owned();
        assert_eq!(self.file.len(), 32, "the pupil's id in {route}");
        self.look("06-pupil-new");
        // What is not explained yet is entered in its own field, a tap away.
        self.session.click("Record the date");
        self.session.wait_until("the field", "return document.activeElement?.id === 'f-limits_explained'");
        self.session.click("Back");
        self.session.wait_for("Record the date");
    }

    fn contact(&mut self) {
        self.form("contact");
        self.session.fill("Title", "Ms");
        self.session.fill("Surname", "Musterkind");
        self.session.fill("Relationship to the pupil", "Mother");
        self.session.choose("Parental responsibility", "Has parental responsibility");
        self.session.tick("May get letters");
        self.session.choose("Safe to phone?", "Safe to phone");
        self.look("07-contact");
        self.save("Contact");
    }

    fn referral(&mut self) {
        self.form("referral");
        self.session.fill("Referred by", "Mr Teacher");
        self.session.choose("In what role", "Class teacher or form tutor");
        self.session.click("Save");
        self.session.wait_for("Not saved yet. What you typed is kept.");
        self.look("08-referral-missing");
        self.session.tick("Lacks engagement in their learning");
        self.session.fill(
            "Lacks engagement in their learning",
            "Puts the pen away in most lessons, seen by Mr Teacher this term.",
        );
        self.session.fill("What the pupil is good at", "Drawing, and being kind to younger ones.");
        self.session.fill("What has been tried already, and how it went", "A seat at the front; it helped for a week.");
        self.look("09-referral");
        self.save("Referral");
        self.tab("referral");
        self.session.wait_for("Puts the pen away");
        self.look("10-tab-referral");
    }

    fn authorisation(&mut self) {
        self.form("authorisation");
        self.session.choose("Decision", "Authorised");
        self.session.fill("Decided by", "Ms Manager");
        self.session.choose("How you know", "We met");
        self.look("11-authorisation");
        self.save("Authorisation");
        self.tab("preparation");
        self.session.wait_for("Preparing");
        self.look("12-tab-preparation");
    }

    fn liaison(&mut self) {
        for (with, name) in [("Class teacher", "Mr Teacher"), ("Other staff", "Ms Helper")] {
            self.form("liaison");
            self.session.choose("With whom", with);
            self.session.fill("Name", name);
            self.session.fill("What you found out", "Works well in small groups.");
            self.save("Conversation with staff");
        }
        self.form("liaison");
        self.session.choose("With whom", "No agency is involved");
        self.save("Conversation with staff");
    }

    fn baseline(&mut self) {
        self.form("measure");
        self.look("13-measure");
        self.session.choose("What is measured", "Attendance and punctuality");
        self.session.fill("From", "2026-09-01");
        self.session.fill("Until", "2026-10-23");
        self.session.fill("Sessions attended", "66");
        self.session.fill("Authorised absences", "4");
        self.session.fill("Unauthorised absences", "2");
        self.session.fill("Times late", "3");
        self.save("Measure");
        self.tab("measures");
        self.look("14-tab-measures");
    }

    fn parents(&mut self) {
        self.session.go_to(&format!("#/pupil/{}/letter/referral", self.file));
        self.session.tick("Ms Musterkind");
        self.look("15-letter");
        self.session.tick("Given by hand");
        self.session.click("Record as sent");
        self.session.wait_for("The letter is recorded as sent.");
        self.session.click("Undo");
        self.session.wait_for("Undone.");
        self.session.click("Close");
        self.session.go_to(&format!("#/pupil/{}/letter/referral", self.file));
        self.session.wait_gone("Already sent");
        self.session.tick("Ms Musterkind");
        self.session.tick("Given by hand");
        self.session.click("Record as sent");
        self.session.wait_for("The letter is recorded as sent.");
        self.session.click("Close");
        self.form("family_contact");
        self.session.choose("With whom", "Ms Musterkind");
        self.session.choose("How", "Meeting in school");
        self.session.choose("Reached?", "We spoke");
        self.session.fill("What was said and agreed", "She is glad of the help.");
        self.look("16-family-contact");
        self.save("Family contact");
    }

    /// The power goes: everything acknowledged is there, and so is what was being typed.
    fn kill(&mut self) {
        self.form("note");
        self.session.fill("Note", "Typed just before the battery was empty");
        self.session.wait_for("Draft kept on this tablet");
        self.session.kill9();
        self.session.reopen();
        self.session.go(&self.server.url());
        self.session.wait_until_ready();
        self.look("17-locked");
        self.session.unlock(&self.paper.passphrase.clone());
        self.look("18-today");
        self.form("note");
        self.session.wait_for("What you typed before is back.");
        assert_eq!(self.session.value("Note"), "Typed just before the battery was empty");
        self.save("Note");
        self.tab("timeline");
        for words in ["Referred by Mr Teacher", "She is glad of the help", "Typed just before"] {
            self.session.wait_for(words);
        }
    }

    fn observation(&mut self) {
        self.session.go_to(&format!("#/pupil/{}/observe", self.file));
        self.session.wait_for("Template");
        self.session.choose("Template", "Target and peer");
        self.session.click("Subject or place > Mathematics");
        self.look("19-observation");
        self.session.click("Start observing");
        self.session.wait_for("Interval 1 of 60");
        self.session.click("Active");
        self.session.wait_for("Undo: Active");
        self.look("20-observing");
        self.session.click("Stop");
        self.session.click("Stop and see the summary");
        self.session.wait_for("Observation: summary");
        self.look("21-observation-summary");
        self.session.click("Save the observation");
        self.session.wait_for("Observation saved.");
        self.session.click("Close");
    }

    fn start(&mut self) {
        self.form("start");
        self.look("22-start");
        self.save("Start of the intervention");
        self.session.wait_for("Intervention");
    }

    fn plan(&mut self) {
        self.form("plan");
        self.session.fill("Objective", "Takes part in lessons.");
        self.session.fill("What the pupil will do", "Puts a hand up in mathematics");
        self.session.fill("How it is measured", "Tally by Mr Teacher");
        self.session.fill("Unit", "times a week");
        self.session.fill("Now", "0");
        self.session.fill("Aim", "3");
        self.look("23-plan");
        self.save("Action plan");
        self.look("24-plan-print");
        self.tab("plan");
        self.session.wait_for("Puts a hand up in mathematics");
        self.look("25-tab-plan");
    }

    fn circulation(&mut self) {
        self.form("circulation");
        self.session.choose("To", "Pupil");
        self.session.choose("How it was sent", "Given by hand");
        self.look("26-circulation");
        self.save("Circulation");
    }

    fn signature(&mut self) {
        self.tab("plan");
        self.session.click("Show and sign");
        self.session.click("Show the plan");
        self.session.tick("The pupil");
        self.session.draw_on("#pad", &[(30, 20), (30, -20), (30, 20)]);
        self.session.wait_for("Signed in the box.");
        self.look("27-sign");
        self.session.click("I have read it and agree");
        self.session.wait_for("has signed");
        self.session.click("Give the tablet back");
        self.session.fill("Your passphrase", &self.paper.passphrase.clone());
        self.session.click("Leave this screen");
        self.session.wait_for("Back in your casebook.");
        self.session.click("Close");
    }

    fn sessions(&mut self) {
        for (kind, next) in [("One to one", "Ask how the first week went"), ("In-class support", "Sit further away")] {
            self.form("session");
            self.session.choose("Kind", kind);
            self.session.choose("The pupil", "Came");
            self.session.fill("What was done and said", "We practised asking for help.");
            self.session.fill("Next step", next);
            self.look("28-session");
            self.save("Session");
        }
        self.tab("timeline");
        self.session.wait_for("Since last time");
        self.session.wait_for("Sit further away");
        self.form("achievement");
        self.session.fill("What the pupil achieved", "Answered twice in one lesson.");
        self.save("Achievement");
    }

    fn reload(&mut self) {
        self.session.reload();
        self.session.wait_until_ready();
        self.session.unlock(&self.paper.passphrase.clone());
        self.tab("timeline");
        self.session.wait_for("Answered twice in one lesson.");
        self.look("29-timeline");
    }

    fn review_and_revised_plan(&mut self) {
        self.review("Some progress", "Continue with a revised plan");
        self.form("plan");
        self.session.fill("What the pupil will try", "Counts the questions in a small book.");
        self.save("Action plan");
        self.tab("plan");
        self.session.wait_for("Version 2");
        self.review("Significant progress", "Exit");
    }

    fn review(&mut self, progress: &str, decision: &str) {
        self.form("review");
        self.session.choose("Target 1: Puts a hand up in mathematics", "+1");
        self.session.fill("The pupil's view", "I ask more now.");
        self.session.choose("Progress", progress);
        self.session.choose("What comes next", decision);
        self.session.fill("Line manager consulted", "Ms Manager");
        self.look("30-review");
        self.save("Review");
        self.tab("reviews");
        self.look("31-tab-reviews");
    }

    fn exit(&mut self) {
        self.form("exit");
        self.session.choose("Now", "No longer a concern");
        self.session.fill("Decided together with", "Testa, Ms Musterkind, Mr Teacher");
        self.look("32-exit");
        self.save("Exit");
        self.session.wait_for("Exit programme");
        self.form("follow_up");
        self.session.choose("How it is going", "Going well");
        self.session.tick("This was the last follow-up");
        self.save("Follow-up");
        self.session.wait_for("Exited");
    }

    fn re_referral(&mut self) {
        self.form("referral");
        self.session.fill("Referred by", "Ms Year");
        self.session.choose("In what role", "Head of year or phase");
        self.session.tick("Has low self-esteem and confidence");
        self.session.fill("Has low self-esteem and confidence", "Says that nothing will come of it.");
        self.save("Referral");
        self.tab("referral");
        self.session.wait_for("Says that nothing will come of it.");
        self.session.wait_for("Awaiting authorisation");
        self.look("33-re-referral");
    }

    /// The pages that the story did not come by.
    fn pages(&mut self) {
        self.session.click("Pupils");
        self.session.wait_for("Musterkind");
        self.look("40-pupils");
        self.session.fill("Find a pupil by name, form or year", "usterk");
        self.session.wait_for("Musterkind");
        self.session.click("Quick note");
        self.session.wait_for("Save note");
        self.look("41-quick-note");
        self.session.click("Casebook > Safety");
        self.session.wait_for("Saving is not reporting");
        self.look("42-worry");
        for (section, name) in [
            ("school", "43-settings-school"),
            ("security", "44-settings-security"),
            ("storage", "45-settings-storage"),
            ("about", "46-settings-about"),
        ] {
            self.session.go_to(&format!("#/settings/{section}"));
            self.session.wait_until("that section", &format!("return location.hash.endsWith('{section}')"));
            self.look(name);
        }
        self.tab("about");
        self.session.wait_for("Ms Musterkind");
        self.look("47-tab-about");
        for (paper, said, name) in [
            ("slip", "Testa Musterkind", "48-slip"),
            ("postcard", "Answered twice in one lesson.", "49-postcard"),
            ("staff", "For staff", "50-staff-page"),
        ] {
            self.session.go_to(&format!("#/pupil/{}/paper/{paper}", self.file));
            self.session.wait_for(said);
            self.look(name);
        }
    }

    /// A hand-over and a backup, opened in an empty profile: the same case.
    fn other_device(&mut self, engine: Engine) {
        self.session.go_to(&format!("#/pupil/{}/hand-over", self.file));
        self.session.click("Hand over this pupil");
        self.session.tick("The pupil moves to another school or mentor");
        self.session.fill("Who it goes to", "Mx Colleague");
        self.session.tick("At another school or service");
        self.session.click("Continue");
        self.session.fill("Who you asked", "Ms Lead");
        self.session.tick("There is nothing to send");
        self.session.click("Continue");
        self.session.tick("Locked with seven words");
        self.look("50-hand-over");
        self.session.click("Continue");
        self.session.click("Make the hand-over");
        let (hand_over, words) = self.take_bundle("51-hand-over-made");
        let backup = {
            self.session.go_to("#/backup");
            // A new page takes the focus to its heading; a key pressed before that would go astray.
            self.session.wait_until(
                "the focus on the page's heading",
                "return !!document.activeElement && document.activeElement.id === 'page-title'",
            );
            self.session.tick("With the recovery sheet");
            self.look("52-backup");
            self.session.click("Make the backup");
            self.session.click("Save the file");
            self.session.take_download(".casebook")
        };
        let here = self.session.text_of_timeline(&self.file);

        self.server.resume().expect("the port is free");
        let mut other =
            installed(engine, if self.looks { "story-other" } else { "story-keyboard-other" }, &self.server);
        self.server.stop();
        self.server.forget();
        other.set_up("Mx Colleague", "Made-up Academy", |_| ());
        other.go_to("#/open");
        other.give_file("File", &hand_over);
        let backwards: Vec<_> = words.split(' ').rev().collect();
        other.fill("The seven words", &backwards.join(" "));
        other.click("See what's in it");
        other.wait_for("Not opened; nothing was written.");
        other.fill("The seven words", &words);
        other.click("See what's in it");
        other.wait_for("New here");
        if self.looks {
            other.look("53-preview");
        }
        other.tick("No, nothing is to come");
        other.click("Add to my casebook");
        other.wait_for("Done.");
        other.click(PUPIL);
        other.wait_for("Family contact");
        // The same entries, each by the person who wrote it, below the one that says that they came in.
        let there = other.text_of_timeline(&self.file);
        let entries = |text: &str| {
            text.split_once("Referred by Ms Year").map(|(_, rest)| rest.replace(" recorded by Mx Mentor", ""))
        };
        assert!(there.contains("Received from Mx Mentor"), "{there}");
        assert_eq!(entries(&there), entries(&here));

        other.go_to("#/open");
        other.give_file("File", &backup);
        other.fill("Recovery sheet: its twelve words", &self.paper.recovery.join(" "));
        other.click("See what's in it");
        other.wait_for("The same as here");
    }

    fn take_bundle(&mut self, name: &str) -> (PathBuf, String) {
        self.session.wait_for("The seven words");
        let body = "return [...document.querySelectorAll('[aria-label=\"The seven words\"] li')].map((el) => page.squeeze(el.textContent)).join(' ')";
        let words = self.session.run(body, json!([])).as_str().unwrap_or_default().to_owned();
        assert_eq!(words.split(' ').count(), 7);
        self.look(name);
        self.session.click("Save the file");
        (self.session.take_download(".casebook"), words)
    }

    /// The server was stopped, so it saw nothing; and the page itself knows of nothing but its own files.
    fn nothing_was_asked_for(&mut self) {
        assert_eq!(self.server.seen(), Vec::<Seen>::new());
        let origin = self.server.origin();
        let strangers: Vec<_> = self
            .session
            .resources()
            .into_iter()
            .filter(|name| !name.starts_with(&origin) && !name.starts_with("blob:"))
            .collect();
        assert_eq!(strangers, Vec::<String>::new());
        assert_eq!(self.session.console(), Vec::<String>::new());
    }
}

trait Timeline {
    /// What the pupil's timeline says.
    fn text_of_timeline(&self, file: &str) -> String;
}

impl Timeline for Session {
    fn text_of_timeline(&self, file: &str) -> String {
        self.go_to(&format!("#/pupil/{file}/timeline"));
        self.wait_for("Referred by Ms Year");
        self.run("return page.squeeze(document.getElementById('tab').innerText)", json!([]))
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }
}
