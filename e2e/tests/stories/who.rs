//! Who a pupil is: entered twice, written otherwise, with one name; whom to ring.

use super::mentor::{Mentor, PUPIL};
use super::*;

pub fn a_child_is_not_entered_twice_unseen(engine: Engine) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, "who", &server);
    server.stop();
    mentor.first_run();
    mentor.add_pupil();
    mentor.add_contact();

    // Written otherwise, and the birth date not known yet.
    let s = &mentor.session;
    s.click("Pupils");
    s.click("New pupil");
    s.wait_for("First names");
    s.fill("First names", "ROBIN James");
    s.fill("Surname", "sámple");
    s.wait_for("Robin Sample is here already.");
    s.click("Open Robin Sample");
    s.wait_for("Family contact");

    // Another child with the same number needs a reason.
    mentor.tab("About");
    mentor.session.click("Change #1");
    mentor.session.fill("Unique pupil number (UPN)", "Z883999925001");
    mentor.session.click("Save");
    mentor.session.wait_for("Pupil: change saved.");
    mentor.close_notice();
    let s = &mentor.session;
    s.click("Pupils");
    s.click("New pupil");
    s.wait_for("What you typed before is back.");
    s.click("Start again");
    s.fill("First names", "Ramani");
    s.fill("Unique pupil number (UPN)", "z883999925001");
    s.wait_for("Robin Sample is here already.");
    s.click("Save");
    s.wait_for("Not saved yet. What you typed is kept.");
    s.fill("Another pupil here has this number. Why is this not the same child?", "The office is putting it right");
    mentor.save("Pupil");
    mentor.session.wait_for("Ramani");

    // Found by the year and without accents, and in the order of what is shown.
    let s = &mentor.session;
    s.click("Pupils");
    s.fill("Find a pupil by name, form or year", "6e");
    s.wait_gone("Ramani");
    s.wait_for(PUPIL);
    s.fill("Find a pupil by name, form or year", "nobody");
    s.wait_for("No pupils found.");
    s.click("Show all pupils");

    // Whom a call is noted with, and the number to ring.
    mentor.open_pupil();
    mentor.session.click("Family contact #1");
    mentor.session.wait_for("Contact with the family");
    mentor.session.choose("With whom", "Alex Sample, Mother");
    mentor.session.choose("How", "Phone call");
    mentor.session.wait_for("To ring: 01632 960001");
    mentor.look("81-number-to-ring");
    mentor.all_was_well();
}
