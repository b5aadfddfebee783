//! Two tablets that changed the same record, and what a mentor does about it: both versions beside each other, put
//! together field by field, taken back; the history, a restored version, a deletion against a change. An entry in the
//! wrong child's file, and two files that are one child's.

use super::mentor::Mentor;
use super::*;

const FIRST: &str = "He sat at the window and read for ten minutes.";
const HERE: &str = "He sat at the window and read aloud for ten minutes.";
const THERE: &str = "He sat at the window and read for twenty minutes, then helped Alex.";

/// Two tablets with the same pupil and the same note, without a network from here on.
fn two_tablets(engine: Engine, name: &str) -> (Mentor, Mentor) {
    let mut server = app();
    let mut here = Mentor::install(engine, &format!("{name}-here"), &server);
    let mut there = Mentor::install(engine, &format!("{name}-there"), &server);
    server.stop();
    here.first_run();
    here.add_pupil();
    write_note(&here, FIRST);
    there.first_run();
    carry(&mut here, &mut there);
    (here, there)
}

fn write_note(mentor: &Mentor, text: &str) {
    mentor.open_pupil();
    mentor.session.click("Note #1");
    mentor.session.wait_for("A worry about the pupil's safety does not belong here");
    mentor.session.fill("Note", text);
    mentor.save("Note");
}

/// A backup of one, opened by the other.
fn carry(from: &mut Mentor, to: &mut Mentor) {
    from.session.go_to("#/backup");
    from.session.wait_for("How it is locked");
    from.session.tick("With the recovery sheet");
    from.session.click("Make the backup");
    from.session.wait_for("Save the file");
    from.session.click("Save the file");
    let file = from.session.take_download(".casebook");
    to.session.go_to("#/open");
    to.session.give_file("File", &file);
    to.session.fill("Recovery sheet: its twelve words", &from.recovery);
    to.session.click("See what's in it");
    to.session.wait_for("Add to my casebook");
    to.session.click("Add to my casebook");
    to.session.wait_for("Done.");
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

/// From Today to the choice.
fn to_the_choice(mentor: &Mentor) {
    mentor.session.click("Today");
    mentor.session.click("Two versions: choose");
    mentor.session.wait_for("Changed on two tablets: choose");
}

pub fn chosen_and_taken_back(engine: Engine) {
    let (mut here, mut there) = two_tablets(engine, "versions");
    change_note(&here, HERE);
    change_note(&there, THERE);
    carry(&mut there, &mut here);
    here.start_looking();

    // The pupil's page says so, and changing it leads to the choice first.
    here.open_pupil();
    here.session.wait_for("Two tablets changed the note of");
    here.look("60-pupil-two-versions");
    to_the_choice(&here);
    here.look("61-two-versions");
    here.session.click("Save what I chose");
    here.session.wait_for("Choose one.");
    here.session.tick("Combine them");
    here.session.fill("Note, combined", "He read aloud for twenty minutes.");
    here.look("62-written-together");
    here.session.click("Save what I chose");
    here.session.wait_for("Saved. The other version stays in the history.");
    here.session.wait_for("He read aloud for twenty minutes.");
    here.session.click("Undo");
    here.session.wait_for("Undone.");
    here.close_notice();

    to_the_choice(&here);
    here.session.click("Keep yours (this tablet)");
    here.session.wait_for("Saved. The other version stays in the history.");
    here.close_notice();
    here.session.click("Today");
    here.session.wait_gone("Two versions: choose");

    // The history knows all of it; an earlier version is said again.
    here.open_pupil();
    here.session.click("Note #2");
    here.session.click("History");
    here.session.wait_for("History of the note of");
    here.session.wait_for("Current version");
    here.session.wait_for("another tablet");
    here.look("63-history");
    let restore = "return [...document.querySelectorAll('ol.history > li')].length";
    let versions = here.session.run(restore, serde_json::json!([])).as_u64().unwrap_or_default();
    assert_eq!(versions, 7, "written, changed twice, put together, two again, chosen");
    here.session.click("Restore this version #6");
    here.session.wait_for("Restored. This version is the current one again.");
    here.session.wait_for(FIRST);
    here.close_notice();

    // The other tablet has its choice superseded by this one, and deletes; here it was changed in the meantime.
    carry(&mut here, &mut there);
    there.open_pupil();
    there.session.click("Note #2");
    there.session.wait_for(FIRST);
    there.session.click("Delete");
    there.session.wait_for("Deleted. It stays in the history of this file.");
    there.close_notice();
    change_note(&here, HERE);
    carry(&mut there, &mut here);
    to_the_choice(&here);
    here.look("64-deleted-there");
    here.session.click("Delete the record");
    here.session.wait_for("Saved: the record is deleted.");
    here.close_notice();
    here.session.click("More");
    here.session.click("Deleted entries");
    here.session.wait_for("Note");
    here.look("65-deleted-entries");
    here.session.click("deleted");
    here.session.wait_for("Deleted.");
    here.session.click("Restore this version #1");
    here.session.wait_for("Restored. This version is the current one again.");
    here.all_was_well();
}

/// Two tablets each opened a referral: Today leads to the choice, a way out leads out, and undo brings the choice back.
pub fn decided(engine: Engine) {
    let (mut here, mut there) = two_tablets(engine, "decide");
    for mentor in [&mut here, &mut there] {
        mentor.open_pupil();
        mentor.refer();
    }
    carry(&mut there, &mut here);
    here.start_looking();
    here.open_pupil();
    here.session.wait_for("Two tablets wrote what can't both be true.");
    here.session.click("Today");
    here.session.wait_for("Records disagree: decide");
    here.session.click("Records disagree: decide");
    here.session.wait_for("Two referrals are open at once");
    here.look("69-decide");
    here.session.click("Make them one referral");
    here.session.wait_for("Decided.");
    here.session.wait_for("The records of this pupil agree.");
    here.session.click("Undo");
    here.session.wait_for("Undone.");
    here.session.wait_for("Two referrals are open at once");
    here.close_notice();
    here.session.click("Remove the referral #1");
    here.session.wait_for("The records of this pupil agree.");
    here.session.click("Today");
    here.session.wait_gone("Records disagree: decide");
    here.all_was_well();
}

/// An entry in the wrong child's file is moved to the right one; then both files turn out to be one child's.
pub fn moved_and_joined(engine: Engine) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, "moved", &server);
    server.stop();
    mentor.first_run();
    mentor.add_pupil();
    mentor.session.click("Pupils");
    mentor.session.wait_for("New pupil");
    mentor.session.click("New pupil #1");
    mentor.session.wait_for("First names");
    mentor.session.fill("First names", "Alex");
    mentor.session.fill("Surname", "Sample");
    mentor.session.fill("Date of birth", "2016-05-04");
    mentor.save("Pupil");
    write_note(&mentor, FIRST);
    mentor.start_looking();

    mentor.session.click("Note #2");
    mentor.session.click("Wrong pupil? Move it");
    mentor.session.wait_for("You cannot undo this.");
    mentor.session.fill("Whose is it?", "alex");
    mentor.session.click("Alex Sample");
    mentor.session.wait_for("It goes to Alex Sample");
    mentor.look("66-move");
    mentor.session.click("Move it to Alex Sample");
    mentor.session.wait_for("Moved to Alex Sample.");
    mentor.session.wait_for(FIRST);
    mentor.close_notice();
    mentor.open_pupil();
    assert!(!mentor.session.text_visible(FIRST), "it is gone from the wrong file");

    mentor.session.click("More");
    mentor.session.click("Join with another file");
    mentor.session.wait_for("What is the name on the other file?");
    mentor.session.fill("What is the name on the other file?", "alex");
    mentor.session.click("Alex Sample");
    mentor.session.wait_for("These may be twins.");
    mentor.look("67-join");
    mentor.session.click("Join the two files");
    mentor.session.wait_for("Tick that you are sure");
    mentor.session.tick("I am sure that this is one and the same child");
    mentor.session.click("Join the two files");
    mentor.session.wait_for("Joined: both files are shown as one pupil.");
    mentor.close_notice();
    mentor.session.wait_for(FIRST);
    mentor.session.click("Pupils");
    mentor.session.wait_for("1 pupil");
    mentor.look("68-joined");
    // The entry is still changed where it stands, also after the browser was killed.
    mentor.pull_the_plug();
    mentor.session.click("Pupils");
    mentor.session.wait_for("1 pupil");
    mentor.session.click("Sample");
    mentor.session.wait_for(FIRST);
    mentor.session.click("Note #2");
    mentor.session.click("Change");
    mentor.session.wait_for("Change: Note");
    mentor.session.fill("Note", HERE);
    mentor.session.click("Save");
    mentor.session.wait_for("Note: change saved.");
    mentor.session.wait_for(HERE);
    mentor.all_was_well();
}
