//! Handing pupils over: the wizard from the list to what is noted on each pupil, by words, for a key, and on paper; the
//! server is stopped. The pupils are the demo's, made up.

use serde_json::json;

use super::*;

/// A key that belongs to nobody here.
const KEY: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

pub struct Meeting {
    pub session: Session,
    pub looks: bool,
    findings: Vec<String>,
}

fn begin(engine: Engine, name: &str, hands: Hands, looks: bool) -> (Meeting, Server) {
    begin_with(engine, name, hands, looks, Extras::default())
}

/// The same in a browser with something beside the ordinary.
pub fn begin_with(engine: Engine, name: &str, hands: Hands, looks: bool, extras: Extras) -> (Meeting, Server) {
    let mut server = app();
    let mut session = installed_with(engine, name, &server, extras);
    server.stop();
    session.use_hands(hands);
    session.click("Try the demo");
    session.wait_for("These pupils are made up.");
    (Meeting { session, looks, findings: Vec::new() }, server)
}

impl Meeting {
    /// A picture and axe in both sizes and themes; nothing may be wider than the screen.
    #[track_caller]
    pub fn look(&mut self, name: &str) {
        if !self.looks {
            return;
        }
        self.findings.extend(self.session.looked_at(name));
    }

    #[track_caller]
    pub fn step(&self, title: &str) {
        self.session.wait_until(
            "the step",
            &format!("return document.getElementById('page-title')?.textContent === 'Hand over: {title}' && document.activeElement?.id === 'page-title'"),
        );
    }

    /// The first two pupils of the list that may go, ticked.
    #[track_caller]
    pub fn choose_two(&mut self) -> Vec<(String, String)> {
        self.session.click("Casebook > Pupils");
        self.session.wait_for("12 pupils");
        let all = self.session.run(
            "return [...document.querySelectorAll('main ul.ruled a.pupil')].map((a) => [page.squeeze(a.querySelector('.name').textContent), a.getAttribute('href').split('/')[2], a.textContent.includes('No referral')])",
            json!([]),
        );
        let two: Vec<(String, String)> = all
            .as_array()
            .expect("pupils")
            .iter()
            .filter(|pupil| pupil[2] == json!(false))
            .take(2)
            .map(|pupil| (text(&pupil[0]), text(&pupil[1])))
            .collect();
        self.session.click("Hand over");
        self.step("Who");
        self.session.click("Continue");
        self.session.wait_for("Choose at least one pupil.");
        for (name, _) in &two {
            self.session.fill("Find a pupil by name, form or year", name);
            self.session.tick(name);
        }
        self.session.wait_for("2 pupils chosen");
        self.look("80-hand-over-who");
        self.session.click("Continue");
        self.step("What for, and how much");
        two
    }

    #[track_caller]
    pub fn what_for(&mut self, purpose: &str, parts: &str) {
        self.session.tick(purpose);
        self.session.tick(parts);
        self.session.click("Continue");
        self.session.wait_for("Enter who gets it.");
        self.session.fill("Who it goes to", "Mo Colleague, Example Academy");
        self.session.tick("At another school or service");
        self.session.wait_for("Earlier versions of what was changed or deleted: the file goes as it is now.");
        self.session.wait_for("Safeguarding entries. The safeguarding lead passes these on");
        self.session.wait_for("records go");
        self.look("81-hand-over-what");
        self.session.click("Continue");
        self.step("Before you send it");
    }

    #[track_caller]
    pub fn ask_the_lead(&mut self) {
        self.session.click("Continue");
        self.session.wait_for("Ask the safeguarding lead, and choose what they say.");
        self.session.fill("Who you asked", "Ms Lead");
        self.session.tick("There is nothing to send");
    }

    #[track_caller]
    fn noted_on(&self, two: &[(String, String)], how: &str) {
        for (_, file) in two {
            self.session.go_to(&format!("#/pupil/{file}/timeline"));
            self.session.wait_for("Handed over to Mo Colleague, Example Academy");
            self.session.wait_for(how);
            self.session.wait_for("No receipt yet");
        }
    }

    #[track_caller]
    pub fn all_was_well(&self) {
        assert!(self.findings.is_empty(), "{}", self.findings.join("\n"));
        assert_eq!(self.session.console(), Vec::<String>::new(), "the console");
    }
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Two pupils change school, by seven words: with a transition record each, after a reload in the middle.
fn by_words(engine: Engine, name: &str, hands: Hands, looks: bool) {
    let (mut meeting, _server) = begin(engine, name, hands, looks);
    let two = meeting.choose_two();
    meeting.what_for("The pupil moves to another school or mentor", "The whole case");
    meeting.ask_the_lead();
    meeting.session.wait_for("No transition record yet");
    meeting.look("82-hand-over-before");
    // One pupil's own record, and back here.
    meeting.session.click(&format!("Write it: {}", two[0].0));
    meeting.session.wait_for("What they should read first");
    meeting.session.choose("Which transition", "Year 6 to 7 (primary to secondary)");
    meeting.session.fill("Goes to", "Example Academy");
    meeting.session.fill("Read this first", "A quiet corner on the first day");
    meeting.session.tick("Consent to passing the file on > Parents or carers agreed");
    meeting.session.click("Save");
    meeting.step("Before you send it");
    meeting.session.wait_for("To Example Academy");
    // What both share.
    meeting.session.click("The same for all of them");
    // What was unfolded lies below the foot of the page: a person scrolls.
    meeting
        .session
        .run("document.querySelector('details[open] select').scrollIntoView({ block: 'center' })", json!([]));
    meeting.session.choose("Which transition", "Year 6 to 7 (primary to secondary)");
    meeting.session.fill("Goes to", "Example Academy");
    let due = meeting.session.run(
        "const day = new Date(); day.setDate(day.getDate() + 5); const two = (n) => String(n).padStart(2, '0'); return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`",
        json!([]),
    );
    meeting.session.fill("Date of the move", &text(&due));
    meeting.session.tick("Consent to passing the file on > Parents or carers agreed");
    meeting.look("83-hand-over-shared");
    meeting.session.click("Write this into all 2");
    meeting.session.wait_for("Transition records: saved.");
    meeting.session.wait_gone("No transition record yet");
    // Today reminds of it.
    meeting.session.go_to("#/today");
    meeting.session.wait_for("Transition: hand the file over");
    meeting.session.wait_for("Left unfinished");
    // A reload loses nothing.
    meeting.session.go_to("#/hand-over/before");
    meeting.step("Before you send it");
    meeting.session.reload();
    meeting.session.wait_until_ready();
    meeting.session.wait_for("Hand over: Before you send it");
    meeting.session.wait_for("To Example Academy");
    assert_eq!(meeting.session.value("There is nothing to send"), "true");
    assert_eq!(meeting.session.value("Who you asked"), "Ms Lead");
    meeting.session.click("Continue");
    meeting.step("How to send it");
    meeting.session.tick("Locked with seven words");
    meeting.look("84-hand-over-seal");
    meeting.session.click("Continue");
    meeting.step("Make it and pass it on");
    for (name, _) in &two {
        meeting.session.wait_for(name);
    }
    meeting.look("85-hand-over-make");
    meeting.session.click("Make the hand-over");
    meeting.session.wait_for("The seven words");
    let words = meeting.session.run(
        "return [...document.querySelectorAll('[aria-label=\"The seven words\"] li')].map((el) => page.squeeze(el.textContent)).join(' ')",
        json!([]),
    );
    let words = text(&words);
    assert_eq!(words.split(' ').count(), 7, "{words}");
    assert!(!meeting.session.text_visible("Have you passed it on?"), "not before it was saved");
    meeting.look("86-hand-over-made");
    meeting.session.click("Hide the words");
    assert!(!meeting.session.text_visible(&words));
    meeting.session.click("Save the file");
    let file = meeting.session.take_download(".casebook");
    meeting.session.wait_for("Have you passed it on?");
    meeting.session.click("Yes, record it on each pupil");
    meeting.session.wait_for("It is recorded. What happens next");
    meeting.look("87-hand-over-noted");
    meeting.noted_on(&two, "Locked with seven words");
    meeting.session.go_to("#/today");
    meeting.session.wait_gone("Transition: hand the file over");
    assert!(!meeting.session.text_visible("Left unfinished"), "it is done");
    meeting.session.go_to(&format!("#/pupil/{}/about", two[0].1));
    meeting.session.wait_for("A quiet corner on the first day");
    meeting.look("88-moving-on");

    // Opened again here, it brings nothing new.
    meeting.session.go_to("#/open");
    meeting.session.give_file("File", &file);
    meeting.session.fill("The seven words", &words);
    meeting.session.click("See what's in it");
    meeting.session.wait_for("The same as here");
    let new = meeting.session.text();
    assert!(!new.contains("New here"), "{new}");
    meeting.all_was_well();
}

pub fn two_pupils_by_words(engine: Engine) {
    by_words(engine, "hand-over-words", Hands::Pointer, true);
}

pub fn by_keyboard_alone(engine: Engine) {
    by_words(engine, "hand-over-keyboard", Hands::Keyboard, false);
}

/// For a key that was pasted; leaving without saving notes nothing.
pub fn for_a_key(engine: Engine) {
    let (mut meeting, _server) = begin(engine, "hand-over-key", Hands::Pointer, false);
    let two = meeting.choose_two();
    meeting.what_for("Cover: the file comes back", "Plan and reviews only");
    meeting.ask_the_lead();
    assert!(!meeting.session.text_visible("Transition records"), "nobody moves");
    meeting.session.click("Continue");
    meeting.step("How to send it");
    meeting.session.tick("Encrypted for their tablet");
    meeting.session.click("Continue");
    meeting.session.wait_for("Scan or paste the key of the receiving tablet");
    meeting.session.fill("Or paste the key", KEY);
    meeting.session.click("Use this key");
    meeting.session.wait_for("Encrypted for the tablet that shows these six words");
    meeting.looks = true;
    meeting.look("89-hand-over-key");
    meeting.session.click("Continue");
    meeting.step("Make it and pass it on");
    meeting.session.click("Make the hand-over");
    meeting.session.wait_for("Save the file");
    assert!(!meeting.session.text_visible("The seven words"));
    // Left now: nothing is noted, and what was chosen is still there.
    meeting.session.go_to(&format!("#/pupil/{}/timeline", two[0].1));
    meeting.session.wait_for("Family contact");
    assert!(!meeting.session.text_visible("Handed over to"));
    meeting.session.go_to("#/hand-over/make");
    meeting.step("Make it and pass it on");
    meeting.session.click("Make the hand-over");
    meeting.session.click("Save the file");
    meeting.session.take_download(".casebook");
    meeting.session.click("Yes, record it on each pupil");
    meeting.session.wait_for("It is recorded. What happens next");
    // And taken back, on both.
    meeting.session.click("Undo");
    meeting.session.wait_for("Undone.");
    for (_, file) in &two {
        meeting.session.go_to(&format!("#/pupil/{file}/timeline"));
        meeting.session.wait_for("Family contact");
        assert!(!meeting.session.text_visible("Handed over to"));
    }
    meeting.all_was_well();
}

/// On paper: a sheet and a slip for each pupil, noted like the others; the slip's receipt is entered by hand.
pub fn on_paper(engine: Engine) {
    let (mut meeting, _server) = begin(engine, "hand-over-paper", Hands::Pointer, true);
    let two = meeting.choose_two();
    meeting.session.tick("Shared until a date");
    meeting.session.fill("Who it goes to", "Mo Colleague, Example Academy");
    meeting.session.tick("At another school or service");
    meeting.session.click("Continue");
    meeting.session.wait_for("Enter the day until which it is shared.");
    meeting.session.fill("Until", "2099-01-08");
    meeting.session.click("Continue");
    meeting.step("Before you send it");
    meeting.ask_the_lead();
    meeting.session.click("Continue");
    meeting.step("How to send it");
    meeting.session.tick("On paper");
    meeting.session.click("Continue");
    meeting.step("Make it and pass it on");
    meeting.session.wait_for("Receipt: please sign, cut off and give back");
    let sheets = meeting.session.run("return document.querySelectorAll('.hand-over-one').length", json!([]));
    assert_eq!(sheets, json!(2));
    let slips =
        meeting.session.run("return [...document.querySelectorAll('.slip')].map((el) => el.innerText)", json!([]));
    for (name, _) in &two {
        assert!(!slips.to_string().contains(name), "a slip travels open: {slips}");
    }
    meeting.look("90-hand-over-paper");
    if engine == Engine::Chromium {
        let pdf = meeting.session.devtools("Page.printToPDF", json!({ "preferCSSPageSize": true }));
        let data = pdf["data"].as_str().unwrap_or_default();
        assert!(data.len() > 20_000, "something is printed: {}", data.len());
        meeting.session.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" }));
        meeting.session.shot("91-hand-over-paper-print");
        let hidden = meeting.session.run(
            "return [...document.querySelectorAll('.side, .no-print, .page-head')].every((el) => getComputedStyle(el).display === 'none')",
            json!([]),
        );
        assert_eq!(hidden, json!(true), "only the sheets go on paper");
        meeting.session.devtools("Emulation.setEmulatedMedia", json!({ "media": "" }));
    }
    assert!(!meeting.session.text_visible("Have you passed it on?"), "not before it was printed");
    meeting.session.run("window.print = () => {}", json!([]));
    meeting.session.click("Print");
    meeting.session.click("Yes, record it on each pupil");
    meeting.session.wait_for("It is recorded. What happens next");
    meeting.noted_on(&two, "On paper");
    // The slip came back.
    meeting.session.click("Handed over to Mo Colleague, Example Academy");
    meeting.session.click("Change");
    meeting.session.tick("It arrived");
    meeting.session.fill("Received by", "Mo Colleague");
    meeting.session.fill("When", "2026-11-20T09:30");
    meeting.session.click("Save");
    meeting.session.wait_for("Received by Mo Colleague on");
    meeting.session.wait_for("until 8 January 2099");
    meeting.all_was_well();
}
