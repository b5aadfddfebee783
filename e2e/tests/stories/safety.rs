//! A disclosure typed into a quick note: carried over, saved, insisted on, told, confirmed, gone.

use serde_json::json;

use super::mentor::{Mentor, PUPIL};
use super::*;

const SAID: &str = "Said her dad's mate hits her at weekends";

/// What Today says at once, without a tap: no name is beside it.
#[track_caller]
fn insists(mentor: &Mentor) {
    mentor.session.click("Casebook > Today");
    mentor.session.wait_for("NOBODY HAS BEEN TOLD");
    let seen = mentor.session.run("return document.querySelector('#untold').innerText", json!([]));
    let seen = seen.as_str().unwrap_or_default();
    assert!(seen.contains("NOBODY HAS BEEN TOLD") && !seen.contains("Sample"), "{seen}");
}

pub fn an_untold_worry_insists(engine: Engine) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, "safety", &server);
    mentor.first_run();
    mentor.add_pupil();

    // Typed into a quick note, and saved within the second: it is asked about once, and carried over.
    mentor.session.click("Casebook > Quick note");
    mentor.session.wait_for("Save note");
    mentor.session.fill("Pupil", "sam");
    mentor.session.click(PUPIL);
    mentor.session.fill("Note", SAID);
    mentor.session.click("Save note");
    mentor.session.wait_for("Is this about a child's safety?");
    mentor.session.shot("90-about-safety");
    mentor.session.click("This is about safety");
    mentor.session.wait_for("Saving is not reporting");
    assert_eq!(mentor.session.value("The child's exact words, and what you saw"), SAID);
    server.stop();
    mentor.session.click("Save the words");
    mentor.session.wait_for("Who did you tell?");

    // The note is gone, nothing is left unfinished, and it insists over a reload and a lock.
    insists(&mentor);
    assert!(!mentor.session.text_visible("Left unfinished"), "{}", mentor.session.text());
    mentor.session.reload();
    mentor.unlock();
    insists(&mentor);
    mentor.pull_the_plug();
    insists(&mentor);
    mentor.session.shot("91-nobody-told");

    // No list says it beside the name, and the record can't be deleted.
    mentor.session.click("Casebook > Pupils");
    mentor.session.wait_for(PUPIL);
    let list = mentor.session.text();
    assert!(!list.contains("TOLD") && !list.to_lowercase().contains("safeguard"), "{list}");
    mentor.session.click(PUPIL);
    mentor.session.wait_for("1 thing to finish");
    assert!(!mentor.session.text_visible("NOBODY HAS BEEN TOLD"));
    mentor.session.shot("92-pupil");
    mentor.session.click("1 thing to finish");
    mentor.session.click("NOBODY HAS BEEN TOLD");
    mentor.session.wait_for("Who did you tell?");
    let hash = mentor.session.run("return location.hash", json!([]));
    let record = hash.as_str().unwrap_or_default().replace("/edit/", "/record/");
    mentor.session.go_to(&record);
    mentor.session.wait_for("Safeguarding entry");
    assert!(!mentor.session.can_click("Delete"));

    // Told, within a second of the last key.
    insists(&mentor);
    mentor.session.click("NOBODY HAS BEEN TOLD");
    mentor.session.click(PUPIL);
    mentor.session.wait_for("Who did you tell?");
    mentor.session.fill("Who you told", "Ms Lead");
    mentor.session.fill("How", "In person");
    mentor.session.click("They have been told");
    mentor.session.wait_for("Does the lead hold your words?");
    mentor.session.click("Casebook > Today");
    mentor.session.wait_for("1 thing to finish");
    assert!(!mentor.session.text_visible("Left unfinished") && !mentor.session.text_visible("NOBODY HAS BEEN TOLD"));

    // The lead confirms: the words are gone, and nothing is left to finish.
    mentor.session.click("1 thing to finish");
    mentor.session.click(PUPIL);
    mentor.session.wait_for("Does the lead hold your words?");
    mentor.session.click("The lead confirmed: erase the words here");
    mentor.session.click("The lead holds them: erase");
    mentor.session.wait_for("The safeguarding lead holds this.");
    assert!(!mentor.session.text().contains(SAID));
    mentor.session.click("Casebook > Today");
    mentor.session.wait_gone("to finish");
    assert!(!mentor.session.text_visible("Left unfinished"));
    mentor.all_was_well();
}
