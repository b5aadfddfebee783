//! The transition meeting: two mentors, two tablets with different browsers, no network. A pupil goes over by seven words, the
//! senders' six words are compared, both change the same note, the file comes back sealed for the first tablet, the receipt is
//! entered; at the end the pupil moves for good, and the first tablet's copy is read-only. All people are made up.

use serde_json::json;

use super::mentor::{Mentor, PUPIL};
use super::*;

const FIRST: &str = "He read for ten minutes.";
const HERE: &str = "He read aloud for ten minutes.";
const THERE: &str = "He read for twenty minutes.";

fn squeezed(session: &Session, css: &str) -> String {
    let text = session.run(&format!("return page.squeeze(document.querySelector('{css}').textContent)"), json!([]));
    text.as_str().unwrap_or_default().to_owned()
}

/// The wizard from the pupil's page to what is noted; gives the file, and the words unless it is for a key.
fn hand_over(mentor: &Mentor, purpose: &str, key: Option<&str>) -> (PathBuf, String) {
    let s = &mentor.session;
    mentor.open_pupil();
    mentor.tab("About");
    s.click("Hand over");
    s.click("Hand over this pupil");
    s.wait_for("Hand over: What for, and how much");
    s.tick(purpose);
    s.tick("The whole case");
    s.fill("Who it goes to", "Mo Colleague");
    s.tick("At this school");
    s.click("Continue");
    s.wait_for("Hand over: Before you send it");
    s.fill("Who you asked", "Ms Lead");
    s.tick("There is nothing to send");
    s.click("Continue");
    s.wait_for("Hand over: How to send it");
    match key {
        None => s.tick("Locked with seven words"),
        Some(key) => {
            s.tick("Encrypted for their tablet");
            s.fill("Or paste the key", key);
            s.click("Use this key");
            s.wait_for("Encrypted for the tablet that shows these six words");
        }
    }
    s.click("Continue");
    s.wait_for("Hand over: Make it and pass it on");
    s.click("Make the hand-over");
    s.wait_for("Save the file");
    let words = match key {
        None => {
            let body = "return [...document.querySelectorAll('[aria-label=\"The seven words\"] li')].map((el) => page.squeeze(el.textContent)).join(' ')";
            s.run(body, json!([])).as_str().unwrap_or_default().to_owned()
        }
        Some(_) => String::new(),
    };
    s.click("Save the file");
    let file = s.take_download(".casebook");
    s.click("Yes, record it on each pupil");
    s.wait_for("It is recorded. What happens next");
    (file, words)
}

/// The case goes back to its owner: to whom and for which tablet is known.
fn give_back(mentor: &Mentor) -> PathBuf {
    let s = &mentor.session;
    mentor.open_pupil();
    s.click("Hand the case back");
    s.click("Hand the case back to Sam Mentor");
    s.wait_for("Hand over: Before you send it");
    assert!(!s.text_visible("Transition records"), "nobody moves");
    s.fill("Who you asked", "Ms Lead");
    s.tick("There is nothing to send");
    s.click("Continue");
    s.wait_for("Hand over: How to send it");
    s.wait_for("Encrypted for the tablet that shows these six words");
    s.click("Continue");
    s.wait_for("The case goes back");
    s.click("Make the hand-over");
    s.click("Save the file");
    let file = s.take_download(".casebook");
    s.click("Yes, record it on each pupil");
    s.wait_for("It is recorded. What happens next");
    assert!(!s.text_visible("Discard"), "nothing is left to be discarded");
    file
}

fn change_note(mentor: &Mentor, text: &str) {
    mentor.open_pupil();
    mentor.session.click("Note #2");
    mentor.session.wait_for("Saved");
    mentor.session.click("Change");
    mentor.session.wait_for("Change: Note");
    mentor.session.fill("Note", text);
    mentor.session.click("Save");
    mentor.session.wait_for("Note: change saved.");
    mentor.close_notice();
}

/// This tablet's `age1…` and six words.
fn key_of(mentor: &mut Mentor, look: &str) -> (String, String) {
    mentor.session.go_to("#/tablet-key");
    mentor.session.wait_for("Is a file from this tablet?");
    mentor.look(look);
    (squeezed(&mentor.session, ".qr-text"), squeezed(&mentor.session, ".six-words"))
}

fn take(mentor: &Mentor) {
    mentor.session.tick("No, nothing is to come");
    mentor.session.click("Add to my casebook");
    mentor.session.wait_for("Done.");
}

fn receipt(mentor: &Mentor) -> PathBuf {
    mentor.session.click("Save the receipt for");
    mentor.session.take_download(".casebook")
}

fn enter(mentor: &mut Mentor, receipt: &Path, look: &str) {
    mentor.session.go_to("#/open");
    mentor.session.give_file("File", receipt);
    // Sealed for this very tablet: nothing is typed.
    mentor.session.wait_for("Enter the receipt");
    mentor.session.wait_for("All of it arrived");
    mentor.look(look);
    mentor.session.click("Enter the receipt");
    mentor.session.wait_for("Receipt added to 1 pupil.");
}

pub fn two_tablets_at_a_table(engine: Engine) {
    let mut server = app();
    let mut here = Mentor::install(engine, "meeting-here", &server);
    let mut there = Mentor::install(another(engine), "meeting-there", &server);
    server.stop();
    server.forget();
    here.first_run();
    here.add_pupil();
    here.open_pupil();
    here.session.click("Note #1");
    here.session.wait_for("A worry about the pupil's safety does not belong here");
    here.session.fill("Note", FIRST);
    here.save("Note");
    there.first_run();
    here.start_looking();
    there.start_looking();
    let (_, words_of_here) = key_of(&mut here, "100-tablet-key");

    // With seven words, for cover.
    let (file, words) = hand_over(&here, "Cover: the file comes back", None);
    there.session.go_to("#/open");
    there.session.give_file("File", &file);
    there.session.fill("The seven words", &words);
    there.session.click("See what's in it");
    there.session.wait_for("New here");
    assert_eq!(squeezed(&there.session, ".six-words"), words_of_here, "the same six words on both tablets");
    there.session.click("Every record, and what to leave out");
    there.session.wait_for("New here.");
    there.look("101-preview");
    there.session.click("Add to my casebook");
    there.session.wait_for("Answer this first");
    there.session.fill("Whose tablet it is", "Sam Mentor");
    there.session.click("The words are the same: remember this tablet");
    there.session.wait_for("Signed by Sam Mentor.");
    // What the sender's lead said is shown, and a question that is still open is on Today until somebody has asked.
    there.session.wait_for("The sender's safeguarding lead says");
    there.session.tick("Not known yet: I will ask our safeguarding lead");
    there.session.click("Add to my casebook");
    there.session.wait_for("Done.");
    there.look("102-received");
    let first_receipt = receipt(&there);
    there.session.go_to("#/today");
    there.session.wait_for("Hand-over received: ask the safeguarding lead");
    there.session.click("Hand-over received: ask the safeguarding lead");
    there.session.tick("Yes, our safeguarding lead has it");
    there.session.click("Save");
    there.session.wait_for("Received: change saved.");
    there.close_notice();
    there.session.go_to("#/today");
    there.session.wait_gone("Hand-over received: ask the safeguarding lead");
    there.open_pupil();
    there.session.wait_for("Here for cover, from Sam Mentor");
    there.look("103-lent");

    // Both change the note; the receipt is entered; the file comes back for the first tablet's key.
    change_note(&there, THERE);
    change_note(&here, HERE);
    enter(&mut here, &first_receipt, "104-receipt");
    here.open_pupil();
    here.session.wait_for("Out for cover with Mo Colleague");
    let back = give_back(&there);
    here.session.go_to("#/open");
    here.session.give_file("File", &back);
    here.session.wait_for("1 changed on both tablets");
    here.session.wait_for("Signed by a tablet that is not known here yet.");
    here.look("105-back");
    take(&here);
    let receipt_of_back = receipt(&here);
    here.session.go_to("#/today");
    here.session.click("Two versions: choose");
    here.session.click("Keep yours (another tablet)");
    here.session.wait_for("Saved. The other version stays in the history.");
    here.close_notice();
    enter(&mut there, &receipt_of_back, "106-receipt-of-return");

    // Then the pupil moves for good.
    let (key_there, _) = key_of(&mut there, "107-known-colleagues");
    there.session.wait_for("Sam Mentor");
    let (gone, _) = hand_over(&here, "The pupil moves to another school or mentor", Some(&key_there));
    there.session.go_to("#/open");
    there.session.give_file("File", &gone);
    there.session.wait_for("Add to my casebook");
    there.session.wait_for("Signed by Sam Mentor.");
    take(&there);
    let last = receipt(&there);
    enter(&mut here, &last, "108-last-receipt");
    here.open_handed_over();
    here.look("109-read-only");
    here.session.go_to("#/pupils");
    here.session.wait_for("Handed over");
    here.open_handed_over();
    here.session.click("Take it back here");
    here.session.click("Yes, work on this case here again");
    here.session.wait_for("You can work on the case here again.");
    here.session.wait_for("Family contact");
    assert_eq!(server.seen(), Vec::<Seen>::new());
    here.all_was_well();
    there.all_was_well();
}

trait HandedOver {
    fn open_handed_over(&self);
}

impl HandedOver for Mentor {
    /// A read-only copy has no buttons for new records.
    fn open_handed_over(&self) {
        self.session.click("Pupils");
        self.session.wait_for("New pupil");
        self.session.click(PUPIL);
        self.session.wait_for("This copy is read-only");
    }
}
