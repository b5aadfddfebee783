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

    #[track_caller]
    pub fn refer(&mut self) {
        self.tab("Referral");
        self.session.click("Write the referral #1");
        self.fill_referral();
        self.look("07-referral-form");
        self.save("Referral");
        self.session.wait_for("Awaiting authorisation");
    }

    #[track_caller]
    pub fn fill_referral(&self) {
        let s = &self.session;
        s.fill("Day of the referral", &self.day(0));
        s.fill("Referred by", "Chris Example");
        s.choose("In what role", "Class teacher or form tutor");
        s.tick("The pupil knows about the referral");
        s.tick("Lacks engagement in their learning");
        s.tick("Has low self-esteem and confidence");
        s.fill(
            "What was seen, when, by whom? Lacks engagement in their learning",
            "Puts the head on the desk in most lessons",
        );
        s.fill("What was seen, when, by whom? Has low self-esteem and confidence", "Says \"I can't\" before starting");
        s.fill("What the pupil is good at", "Drawing, looking after younger children");
        s.fill("What has been tried already", "A seat near the front");
        s.fill("What should change", "Starts tasks alone");
        s.fill("Attendance", "94.5");
    }

    #[track_caller]
    pub fn authorise(&mut self) {
        self.session.click("Authorise #1");
        let s = &self.session;
        s.wait_for("Decision on the referral");
        s.fill("Decided by", "Pat Manager");
        s.tick("How you know > We met");
        s.fill("Referrer told on", &self.day(0));
        self.look("09-decision-form");
        self.save("Authorisation");
        self.session.wait_for("Preparing");
    }

    /// One talk of the first gate: with whom, and what was learnt.
    #[track_caller]
    pub fn talk(&self, with: &str, name: &str, learnt: &str) {
        let button = match with {
            "Class teacher" => "Record the conversation with the class teacher",
            "Other staff" => "Record a conversation with other staff",
            _ => "Record an agency, or that there is none",
        };
        self.session.click(&format!("Liaison with class teacher > {button}"));
        self.session.wait_for("Conversation with staff or an agency");
        self.session.tick(&format!("With whom > {with}"));
        self.session.fill("Name", name);
        if !learnt.is_empty() {
            self.session.fill("What you found out", learnt);
        }
        self.save("Conversation with staff");
    }

    /// A baseline: attendance, counted in sessions.
    #[track_caller]
    pub fn measure_attendance(&mut self) {
        self.session.click("Baseline data > Take a measure");
        let s = &self.session;
        s.tick("What is measured > Attendance and punctuality");
        s.fill("From", &self.day(-60));
        s.fill("Until", &self.day(-3));
        s.fill("Sessions attended", "70");
        s.fill("Authorised absences", "3");
        s.fill("Unauthorised absences", "1");
        s.fill("Times late", "5");
        s.fill("Where the figure comes from", "Register");
        self.look("11-measure-form");
        self.save("Measure");
        self.look("12-measures");
    }

    /// What the safeguarding lead decided about contact with home; withholding has a day to ask again.
    #[track_caller]
    pub fn lead_decides(&self, ruling: &str, again_in: i64) {
        let file = self.session.route().split('/').nth(2).unwrap_or_default().to_owned();
        self.session.go_to(&format!("#/pupil/{file}/new/letter_withheld"));
        let s = &self.session;
        s.wait_for("Safeguarding lead who decided");
        s.fill("Safeguarding lead who decided", "Li Lead");
        s.tick(ruling);
        if again_in > 0 {
            s.fill("Ask the lead again after", &self.day(again_in));
        }
        self.save("Lead's decision on contact with home");
    }

    /// The first letter home, from the template, recorded as sent.
    #[track_caller]
    pub fn send_letter(&mut self) {
        self.session.click("Parents informed > Write the letter");
        self.session.wait_for("Record as sent");
        let text = self.session.value("Letter to Alex Sample");
        assert!(text.contains("Robin") && text.contains("Example Primary School"), "{text}");
        self.look("13-letter");
        self.session.choose("How it was sent", "By post");
        self.session.click("Record as sent");
        self.session.wait_for("The letter is recorded as sent.");
        self.close_notice();
    }

    #[track_caller]
    pub fn speak_with_family(&mut self) {
        self.session.click("Parents informed > Record family contact");
        let s = &self.session;
        s.wait_for("Contact with the family");
        s.choose("How", "Phone call");
        s.tick("Reached? > We spoke");
        s.fill("What was said and agreed", "Glad of the support; Robin likes drawing at home");
        self.look("14-family-contact-form");
        self.save("Family contact");
    }

    /// Two marks and a note; a reload in the middle, and everything recorded is still there.
    #[track_caller]
    pub fn observe(&mut self) {
        self.tab("Preparation");
        self.session.click("Classroom observation > Observe in class");
        let s = &self.session;
        s.wait_for("Template");
        s.tick("Disruption counts");
        s.click("Subject or place > Mathematics");
        self.look("15-observation-set-up");
        let s = &self.session;
        s.click("Start observing");
        s.wait_for("Calls out");
        s.click("Calls out");
        s.wait_for("Calls out 1");
        self.look("16-observing");
        let s = &self.session;
        s.reload();
        s.wait_until_ready();
        self.unlock();
        let s = &self.session;
        s.wait_for("Calls out 1");
        s.click("Calls out");
        s.wait_for("Calls out 2");
        s.click("Asks for help");
        s.wait_for("Asks for help 1");
        s.click("Undo");
        s.wait_gone("Asks for help 1");
        s.click("Write a note");
        s.fill("Your note", "Drew on the desk");
        s.click("Keep the note");
        s.wait_for("Undo: Note");
        s.click("Stop");
        s.click("Stop and see the summary");
        s.wait_for("Observation: summary");
        s.wait_for("2 times in");
        s.wait_for("Drew on the desk");
        s.fill("Your comments", "Works when somebody sits beside");
        self.look("17-observation-summary");
        self.session.click("Save the observation");
        self.session.wait_for("Observation saved.");
        self.close_notice();
        self.session.wait_for("Works when somebody sits beside");
        self.session.click(PUPIL);
        self.tab("Preparation");
    }

    #[track_caller]
    pub fn start(&mut self) {
        self.session.click("Start the intervention #1");
        self.session.wait_for("Length of the first period");
        self.session.fill("What was agreed", "Twice a week, one to one, in the library");
        self.look("19-start-form");
        self.save("Start of the intervention");
    }

    #[track_caller]
    pub fn assess(&mut self) {
        self.tab("Plan");
        self.session.click("New assessment");
        let s = &self.session;
        s.fill("The pupil's own view", "I like art. Sums make my head hurt.");
        s.click("Learning and attainment");
        s.fill("Learning and attainment > Strengths", "Remembers stories word for word");
        s.fill("Learning and attainment > Needs", "Smaller steps in mathematics");
        s.fill("Learning and attainment > Barriers to learning", "Stops at the first mistake");
        self.look("20-assessment-form");
        self.save("Assessment");
    }

    /// The plan with all eight parts and one SMART target.
    #[track_caller]
    pub fn plan(&mut self) {
        self.session.click("Make the action plan #1");
        let s = &self.session;
        s.wait_for("1. Long-term objectives");
        s.fill("Objectives 1 > Objective", "Robin starts work without being asked");
        s.click("Objectives 1 > More");
        s.tick("Objectives 1 > Enjoy and achieve");
        s.fill("Targets 1 > What the pupil will do", "Starts the first task within two minutes");
        s.fill("Targets 1 > How it is measured", "Tally by the class teacher");
        s.fill("Targets 1 > Unit", "lessons a week");
        s.fill("Targets 1 > Now", "2");
        s.fill("Targets 1 > Aim", "6");
        s.fill("Targets 1 > By when", &self.day(28));
        s.fill("Targets 1 > Who helps", "Chris Example");
        s.click("Targets 1 > More");
        s.tick("Targets 1 > Enjoy and achieve");
        s.fill("What the pupil will try", "Read the task twice, then ask one question");
        s.fill("Arrangements by the school", "Task cards on the desk");
        s.fill("Arrangements for parents and carers", "A word at the gate every Friday");
        s.fill("Review on", &self.day(42));
        s.fill("How everybody will know that it worked", "Six lessons a week in the tally");
        s.fill("From school or home", "Chooses the drawing task on Friday");
        s.fill("The pupil in their own words", "I will have a go first");
        s.fill("Who took part and agreed", "Robin, Alex Sample, Chris Example");
        self.look("21-plan-form");
        self.save("Action plan");
        self.session.wait_for("Print the plan");
        self.look("22-plan-tab");
    }

    /// To pupil, parents and staff, each recorded.
    #[track_caller]
    pub fn circulate(&mut self) {
        self.session.click("Print the plan");
        self.session.click("Summary for parents and carers");
        self.look("23-plan-summary-parents");
        self.session.click("Back to the pupil");
        self.look("24-plan-tab");
        for (button, names) in
            [("Given to the pupil", ""), ("Given to parents", ""), ("Given to staff", "Chris Example")]
        {
            self.session.click(button);
            self.session.wait_for("Record as sent");
            self.session.choose("How it was sent", "Given by hand");
            if !names.is_empty() {
                self.session.fill("Names", names);
            }
            if button == "Given to parents" {
                self.session.tick("Parent or carer > Alex Sample");
                self.look("25-circulation-form");
            }
            self.save("Circulation");
        }
        assert!(!self.session.text_visible("Not given yet"), "everybody has it");
    }

    #[track_caller]
    pub fn hold_session(&mut self, notes: &str) {
        self.session.click("Session");
        let s = &self.session;
        s.wait_for("What was done and said");
        s.fill("What was done and said", notes);
        s.fill("Next step", "Try the task cards in science too");
        s.choose("Target 1: Starts the first task", "0");
        self.look("27-session-form");
        self.session.click("Save");
        self.session.wait_for("Session: saved.");
    }

    #[track_caller]
    pub fn review(&mut self, decision: &str) {
        self.tab("Reviews");
        self.session.click("Reviews > Record the review");
        let s = &self.session;
        s.wait_for("Plan reviewed");
        for one in ["Pupil", "Parents or carers", "Members of staff"] {
            s.tick(&format!("Who took part > {one}"));
        }
        s.choose("Target 1: Starts the first task", "+1");
        s.fill("The pupil's view", "It is easier with the cards");
        s.fill("The parents' or carers' view", "Talks about school again");
        s.fill("The staff's view", "Starts most lessons alone");
        s.tick("Progress > Some progress");
        s.tick(&format!("What comes next > {decision}"));
        s.fill("Line manager consulted", "Pat Manager");
        s.fill("What was agreed, and with whom", "All agreed");
        self.look("29-review-form");
        self.save("Review");
    }

    #[track_caller]
    pub fn revise_plan(&mut self) {
        self.session.click("Revise the plan #1");
        let s = &self.session;
        s.wait_for("1. Long-term objectives");
        assert_eq!(s.value("Targets 1 > What the pupil will do"), "Starts the first task within two minutes");
        s.fill("Targets 1 > Now", "6");
        s.fill("Targets 1 > Aim", "9");
        s.fill("Review on", &self.day(70));
        self.save("Action plan");
        self.tab("Plan");
        self.session.wait_for("Version 2");
        self.look("30-plan-revised");
    }

    /// A judgement for each reason of the referral.
    #[track_caller]
    pub fn exit(&mut self) {
        self.tab("Reviews");
        self.session.click("Reviews > Fill in the exit");
        let s = &self.session;
        s.wait_for("Progress since the referral");
        s.fill("Decided together with", "Robin, Alex Sample, Pat Manager");
        // Without the judgements it is refused, and says where.
        s.click("Save");
        s.wait_for("Not saved yet");
        s.tick("Reasons for the referral 1 > Now > No longer a concern");
        s.fill("Reasons for the referral 1 > What shows it", "Nine lessons a week in the tally");
        s.tick("Reasons for the referral 2 > Now > Better");
        s.fill("Words for the record", "A good year");
        s.click("Add support");
        s.tick("Support that continues 1 > Support > Less frequent contact");
        self.look("31-exit-form");
        self.save("Exit");
        self.session.wait_for("Exit programme");
        self.look("32-reviews-tab");
    }

    #[track_caller]
    pub fn follow_up(&mut self) {
        self.session.click("After the exit > Record a follow-up");
        let s = &self.session;
        s.wait_for("How it is going");
        s.tick("How it is going > Going well");
        s.fill("What you found", "Draws for the school paper");
        s.tick("This was the last follow-up");
        self.look("33-follow-up-form");
        self.save("Follow-up");
        self.session.wait_for("Exited");
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
