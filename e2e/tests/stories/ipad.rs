//! Casebook on an iPad's Home Screen, as far as WebKitGTK can play one: nothing buzzes, nothing keeps the screen lit, files leave
//! by the share sheet alone, and one day the system has taken the storage.

use serde_json::json;

use super::mentor::Mentor;
use super::*;

const IPAD: &str = include_str!("ipad.js");

/// From the first run to a backup that is shared; then everything is gone, and the shared file brings it back.
pub fn on_the_home_screen(engine: Engine) {
    let mut server = app();
    let extras = Extras { script: Some(IPAD), ..Extras::default() };
    let mut mentor = Mentor::install_with(engine, "ipad", &server, extras);
    server.stop();
    let lacks = "return ['vibrate' in navigator, 'BarcodeDetector' in window]";
    assert_eq!(mentor.session.run(lacks, json!([])), json!([false, false]), "an iPad has neither");
    assert!(!mentor.session.text_visible("put Casebook on the Home Screen first"), "it is there");
    mentor.first_run();
    mentor.add_pupil();

    // Nobody finds out in the middle of a lesson that the screen goes dark.
    mentor.session.go_to("#/observe");
    mentor.session.wait_for("The screen may turn off by itself during the lesson.");

    mentor.session.go_to("#/backup");
    mentor.session.wait_for("How it is locked");
    mentor.session.tick("With the recovery sheet");
    mentor.session.click("Make the backup");
    mentor.session.wait_for("Save the file");
    mentor.session.click("Share the file");
    mentor.session.wait_for("Shared as text");
    mentor.session.wait_for("Is the backup off this tablet?");
    let shared = mentor.session.run("return window.sheet[0]", json!([]));
    let (name, text) = (shared[0].as_str().unwrap_or_default(), shared[1].as_str().unwrap_or_default());
    let backup = scratch(engine, "ipad-shared").join(name);
    fs::write(&backup, text).expect("the shared file");
    assert_eq!(mentor.session.run("return !!window.ledOut", json!([])), json!(false), "a link led out of the app");

    // Unused for some weeks: the system has taken the storage, all of it.
    let recovery = mentor.recovery.clone();
    mentor.session.lose_everything();
    server.resume().expect("the port is free");
    mentor.session.go(&server.url());
    mentor.session.wait_until_ready();
    mentor.session.wait_until_controlled();
    server.stop();
    mentor.session.click("Restore a backup");
    mentor.session.click("Make the new casebook");
    mentor.session.wait_for("Step 1 of 3");
    mentor.session.set_up("Sam Mentor", "Example Primary School", |_| ());
    mentor.session.wait_for("Open a backup or hand-over");
    mentor.session.give_file("File", &backup);
    mentor.open_by_sheet(&recovery);
    mentor.session.click("See what's in it");
    mentor.session.click("Add to my casebook");
    mentor.session.wait_for("Done.");
    mentor.open_pupil();
    mentor.all_was_well();
}
