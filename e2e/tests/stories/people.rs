//! A colleague covers: a passphrase of their own, their name under what they write, and the door shut behind them when they
//! leave, whatever happens in the meantime.

use serde_json::json;

use super::mentor::Mentor;
use super::*;

const COVER: &str = "Billie Cover";
const NOTE: &str = "Robin asked for the drawing book";

/// Added, signs on, writes, is removed. That sealing everything again continues after an interruption anywhere is proved where it
/// can be stopped after any transaction (`tests/browser/people.rs`).
pub fn a_covering_colleague_comes_and_goes(engine: Engine) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, "people", &server);
    mentor.first_run();
    server.stop();
    mentor.add_pupil();
    mentor.start_looking();
    let (own, cover) = (mentor.passphrase.clone(), add_cover(&mut mentor));

    lock(&mut mentor);
    mentor.passphrase = cover.clone();
    mentor.unlock();
    let s = &mentor.session;
    s.wait_for(COVER);
    write_note(&mentor, "Robin asked for something", None);
    write_note(&mentor, NOTE, Some("Robin asked for something"));
    mentor.look("people-3-timeline-by");

    lock(&mut mentor);
    mentor.passphrase = own;
    mentor.unlock();
    mentor.open_pupil();
    let s = &mentor.session;
    s.wait_for("by Billie Cover");
    s.click("Note #2");
    s.wait_for(NOTE);
    s.wait_for("by Billie Cover.");
    mentor.look("people-4-record-by");

    remove_cover(&mut mentor);
    mentor.session.kill9();
    mentor.session.reopen();
    mentor.session.go(&server.url());
    mentor.session.wait_until_ready();
    let s = &mentor.session;
    s.wait_for("Locked");
    s.fill("Passphrase", &cover);
    s.click("Unlock");
    s.wait_for("That does not open this casebook");

    mentor.unlock();
    assert!(header(&mentor).get("earlier").is_none(), "the old data key is gone");
    assert_eq!(header(&mentor)["slots"].as_array().map(Vec::len), Some(2), "the mentor and the recovery sheet");
    // Nothing is lost, and it still says who wrote it.
    mentor.open_pupil();
    let s = &mentor.session;
    s.wait_for(NOTE);
    s.wait_for("by Billie Cover");
    assert!(!s.text_visible("could not be read"));

    // The printed sheet opens as before.
    lock(&mut mentor);
    let s = &mentor.session;
    s.click("Use the recovery words");
    s.fill("The twelve recovery words", &mentor.recovery);
    s.click("Unlock");
    // The person who needs the sheet has lost the passphrase: a new one is asked for at once, without the words again.
    s.wait_for("Make a new passphrase");
    mentor.look("people-6-new-passphrase");
    let s = &mentor.session;
    let words = s.run("return page.squeeze(document.querySelector('#new-words').innerText)", json!([]));
    s.tick("The six words are written down");
    s.click("Change the passphrase");
    s.wait_for("The new passphrase opens the casebook from now on.");
    mentor.close_notice();
    lock(&mut mentor);
    mentor.passphrase = words.as_str().unwrap_or_default().to_owned();
    mentor.unlock();
    mentor.open_pupil();
    mentor.session.wait_for(NOTE);
    mentor.all_was_well();
}

fn security(mentor: &Mentor) {
    mentor.session.go_to("#/settings/security");
    mentor.session.wait_for("Files from colleagues");
}

/// By the form, which says what is missing. Gives the six words.
fn add_cover(mentor: &mut Mentor) -> String {
    security(mentor);
    let s = &mentor.session;
    s.wait_for("you, now");
    assert!(!s.can_click("Remove"), "the only one can't be removed");
    s.click("Add a person");
    s.click("Add this person");
    s.wait_for("Enter their name");
    s.fill("Their name", "sam mentor");
    s.click("Add this person");
    s.wait_for("Somebody with that name");
    s.fill("Their name", COVER);
    s.click("Add this person");
    s.wait_for("Write the six words down first");
    let words = s.run("return page.squeeze(document.querySelector('#person-words').innerText)", json!([]));
    let words = words.as_str().unwrap_or_default().to_owned();
    assert_eq!(words.split(' ').count(), 6, "{words}");
    s.tick("The six words are written down");
    s.fill("Your own passphrase", &words);
    mentor.look("people-1-add");
    let s = &mentor.session;
    s.click("Add this person");
    s.wait_for("That doesn't open this casebook");
    s.fill("Your own passphrase", &mentor.passphrase);
    s.click("Add this person");
    s.wait_for("Billie Cover can open this casebook from now on.");
    mentor.close_notice();
    mentor.look("people-2-list");
    words
}

/// The lock screen names nobody.
fn lock(mentor: &mut Mentor) {
    mentor.session.click("Lock");
    mentor.session.wait_for("Locked");
    mentor.session.wait_until_ready();
    let text = mentor.session.text();
    assert!(!text.contains("Billie") && !text.contains("Sam"), "{text}");
}

/// Writes a note, or changes the one that is there.
fn write_note(mentor: &Mentor, text: &str, instead_of: Option<&str>) {
    mentor.open_pupil();
    let s = &mentor.session;
    match instead_of {
        None => s.click("Note #1"),
        Some(before) => {
            s.wait_for(before);
            s.click("Note #2");
            s.click("Change");
        }
    }
    s.fill("Note", text);
    s.click("Save");
    s.wait_for(if instead_of.is_some() { "Note: change saved." } else { "Note: saved." });
    mentor.close_notice();
    s.wait_for(text);
}

/// In the dialog, until everything is sealed again.
fn remove_cover(mentor: &mut Mentor) {
    security(mentor);
    let s = &mentor.session;
    s.click("Remove Billie Cover");
    s.wait_for("Remove this person?");
    s.fill("Your own passphrase", "not a passphrase at all");
    mentor.look("people-5-remove");
    let s = &mentor.session;
    s.click("Remove Billie Cover");
    s.wait_for("That doesn't open this casebook");
    s.fill("Your own passphrase", &mentor.passphrase);
    s.click("Remove Billie Cover");
    s.wait_for("Everything is re-encrypted");
}

/// What is in clear in the database.
fn header(mentor: &Mentor) -> serde_json::Value {
    let text = mentor.session.run_async(
        "const open = indexedDB.open('casebook');
         return await new Promise((yes, no) => {
           open.onerror = () => no(open.error);
           open.onsuccess = () => {
             const get = open.result.transaction('vault').objectStore('vault').get('header');
             get.onsuccess = () => { open.result.close(); yes(get.result); };
           };
         })",
        json!([]),
    );
    serde_json::from_str(text.as_str().unwrap_or_default()).expect("the header is JSON")
}
