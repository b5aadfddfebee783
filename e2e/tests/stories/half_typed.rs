//! A date that does not exist or is half typed: the browser gives the page an empty value for it, and nothing is lost in silence.

use serde_json::{Value, json};

use super::mentor::{Mentor, PUPIL};
use super::*;

const BORN: &str = "f-born";
const WRONG: &str = "This date doesn't exist or isn't complete.";

/// Types into the box of a date until it holds something that is no date.
#[track_caller]
fn spoil(session: &Session, id: &str, tries: &[&str]) {
    let bad = || {
        let body = "return document.getElementById(arguments[0]).validity.badInput";
        session.run(body, json!([id])) == Value::Bool(true)
    };
    // Which part comes first is the browser's affair.
    for keys in tries {
        session.run("document.getElementById(arguments[0]).blur()", json!([id]));
        session.run("document.getElementById(arguments[0]).focus()", json!([id]));
        session.press_keys(*keys);
        if bad() {
            return;
        }
    }
    panic!("nothing typed into {id} was refused by the browser");
}

#[track_caller]
fn refused(mentor: &Mentor, id: &str) {
    let s = &mentor.session;
    s.click("Save");
    s.wait_for("Not saved yet. What you typed is kept.");
    s.wait_for(WRONG);
    let marked = s.run("return document.getElementById(arguments[0]).getAttribute('aria-invalid')", json!([id]));
    assert_eq!(marked, json!("true"), "the field itself says that it is wrong");
}

pub fn a_date_that_does_not_exist_is_refused(engine: Engine) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, "half-typed", &server);
    server.stop();
    mentor.first_run();
    let s = &mentor.session;
    s.click("New pupil #1");
    s.wait_for("First names");
    s.fill("First names", "Robin");
    s.fill("Surname", "Sample");
    // Half typed, in a box that was empty.
    spoil(s, BORN, &["31"]);
    refused(&mentor, BORN);
    let s = &mentor.session;
    s.fill("Date of birth", "2016-02-28");
    s.wait_gone("Date of birth: This date");
    mentor.save("Pupil");
    mentor.session.wait_for(PUPIL);

    // A day that February does not have, in place of one that is kept.
    mentor.tab("About");
    mentor.session.click("Change #1");
    mentor.session.wait_for("First names");
    // WebKit's box stays in its first part until an arrow leads on.
    spoil(&mentor.session, BORN, &["31", "0231", "2\u{e014}31"]);
    refused(&mentor, BORN);
    mentor.look("80-no-such-date");
    // Left and opened again: the form knows that something was there.
    let s = &mentor.session;
    s.wait_for("Draft kept on this tablet");
    s.reload();
    mentor.unlock();
    mentor.open_pupil();
    mentor.tab("About");
    mentor.session.click("Change #1");
    mentor.session.wait_for("What you typed before is back.");
    refused(&mentor, BORN);
    let s = &mentor.session;
    s.fill("Date of birth", "2016-02-27");
    s.click("Save");
    s.wait_for("Pupil: change saved.");
    mentor.close_notice();

    // A date that need not be there: a hold with a reason and no day that exists.
    mentor.tab("About");
    mentor.session.click("Enter filing or a hold");
    mentor.session.wait_for("On hold since");
    mentor.session.fill("Why, and who asked for the hold", "Complaint, the head asked");
    spoil(&mentor.session, "f-hold_since", &["31"]);
    refused(&mentor, "f-hold_since");

    // A box of a page of its own.
    mentor.open_pupil();
    mentor.session.run("location.hash = location.hash.split('/').slice(0, 3).join('/') + '/paper/slip'", json!([]));
    mentor.session.wait_for("How many");
    spoil(&mentor.session, "slip-time", &["1", "10"]);
    mentor.session.press_keys("\t");
    mentor.session.wait_for("This time isn't complete.");
    // No button prints half a time, and no slip shows it: a browser has a menu of its own for printing.
    let off =
        "const [print] = page.find('press', 'Print'); return print.disabled && !document.querySelector('.paper-card')";
    mentor.session.wait_until("no slip and no way to print one", off);
    let s = &mentor.session;
    s.fill("Time", "10:15");
    s.wait_gone("This time isn't complete.");
    s.wait_for("Time: 10:15");
    s.wait_until("a way to print it", "const [print] = page.find('press', 'Print'); return !print.disabled");
    mentor.all_was_well();
}
