//! Backups: the reminder, one tap, the word that it is off the tablet, and what is left of it after the plug is pulled;
//! checking one, and restoring it on an empty tablet.

use serde_json::json;

use super::mentor::Mentor;
use super::*;

/// Twelve words that belong together and are no sheet of these stories.
const OTHER_SHEET: &str =
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

/// The first change makes one due; made is not kept; kept is remembered through a kill.
pub fn a_backup_counts_once_it_is_off_the_tablet(engine: Engine) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, "backups", &server);
    server.stop();
    mentor.first_run();
    mentor.start_looking();
    mentor.add_pupil();
    mentor.session.click("Today");
    mentor.session.wait_for("A backup is due.");
    mentor.look("60-backup-due");
    mentor.session.click("Tomorrow");
    mentor.session.wait_gone("A backup is due.");
    mentor.close_notice();

    // Put off until tomorrow at most; here the page is asked for.
    mentor.session.go_to("#/backup");
    mentor.session.wait_for("How it is locked");
    mentor.look("61-backup");
    mentor.session.click("Make the backup");
    mentor.session.wait_for("Save the file");
    mentor.session.click("Save the file");
    mentor.session.take_download(".casebook");
    mentor.session.wait_for("Is the backup off this tablet?");
    mentor.session.wait_for("Where it is now");
    mentor.look("62-backup-made");
    mentor.session.click("Not yet");
    mentor.session.wait_for("A backup was made today");

    mentor.pull_the_plug();
    mentor.session.click("Today");
    mentor.session.wait_for("A backup was made today");
    mentor.session.click("Say where it is");
    mentor.session.wait_for("Is your last backup off this tablet?");
    mentor.look("63-backup-waits");
    mentor.session.click("Yes, it is off this tablet");
    mentor.session.wait_for("so that somebody can find it");
    mentor.session.click("The school's drive");
    mentor.session.click("Yes, it is off this tablet");
    mentor.session.wait_for("The backup is confirmed.");
    mentor.close_notice();
    mentor.session.click("Today");
    mentor.session.wait_gone("A backup was made today");
    assert!(!mentor.session.text_visible("A backup is due."));

    // Marks beside the database are no proof: without them the sealed row still knows.
    mentor
        .session
        .run("for (const name of ['casebook.backup', 'casebook.changes']) localStorage.removeItem(name)", json!([]));
    mentor.pull_the_plug();
    mentor.session.go_to("#/settings/storage");
    mentor.session.wait_for("Where your backups are");
    mentor.session.wait_for("The school's drive");
    mentor.look("64-backups-kept");

    mentor.session.click("If this tablet is lost");
    mentor.session.wait_for("If this tablet is lost or stolen");
    mentor.session.fill("What this tablet is called", "Mentor tablet 2");
    mentor.session.wait_for("within 72 hours");
    assert!(!mentor.session.text_visible("Sample"), "the sheet names a pupil");
    mentor.look("65-lost-tablet");
    mentor.all_was_well();
}

/// A backup is checked, then restored on an empty tablet by the recovery words, in one go from the first screen.
pub fn a_backup_is_checked_and_restored_on_an_empty_tablet(engine: Engine) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, "restore", &server);
    server.stop();
    mentor.first_run();
    mentor.add_pupil();
    // One tap from Today.
    mentor.session.click("Today");
    mentor.session.click("Back up now");
    mentor.session.wait_for("Save the file");
    mentor.session.click("Save the file");
    let backup = mentor.session.take_download(".casebook");

    mentor.start_looking();
    mentor.session.go_to("#/check-backup");
    mentor.session.give_file("File", &backup);
    // A word that is wrong is said at the field; the words of another sheet open nothing.
    let (eleven, _) = mentor.recovery.rsplit_once(' ').expect("twelve words");
    mentor.session.fill("Twelve words, or the key", &format!("{eleven} robyn"));
    mentor.session.click("Check it");
    mentor.session.wait_for("Word 12 isn't on Casebook's word list");
    mentor.session.fill("Twelve words, or the key", OTHER_SHEET);
    mentor.session.click("Check it");
    mentor.session.wait_for("Not opened; nothing was written.");
    let recovery = mentor.recovery.clone();
    mentor.session.fill("Twelve words, or the key", &recovery);
    mentor.session.click("Check it");
    mentor.session.wait_for("It opens, it is complete, and all of it can be read.");
    mentor.session.wait_for("Everything that is on this tablet now is in it.");
    mentor.look("66-backup-checked");
    // What was written since is not in it, and is said.
    mentor.session.go_to("#/new-resource");
    mentor.session.wait_for("What it is, how it is used");
    mentor.session.fill("Title", "Breathing cards");
    mentor.save("Resource");
    mentor.session.go_to("#/check-backup");
    mentor.session.wait_for("It changes nothing.");
    mentor.session.give_file("File", &backup);
    mentor.session.fill("Twelve words, or the key", &recovery);
    mentor.session.click("Check it");
    mentor.session.wait_for("Missing or out of date in it: 1 record");
    mentor.all_was_well();

    server.resume().expect("the port is free");
    let mut other = Mentor::install(engine, "restore-other", &server);
    server.stop();
    other.session.wait_for("Your casebook, kept");
    other.session.click("Restore a backup");
    other.session.wait_for("There are three steps");
    other.start_looking();
    other.look("67-restore");
    other.session.click("Make the new casebook");
    other.session.wait_for("Step 1 of 3");
    other.session.set_up("Mx Colleague", "Made-up Academy", |_| ());
    other.session.wait_for("Open a backup or hand-over");
    other.session.give_file("File", &backup);
    other.open_by_sheet(&recovery);
    other.session.click("See what's in it");
    other.session.wait_for("Add to my casebook");
    other.look("68-restore-preview");
    other.session.click("Add to my casebook");
    other.session.wait_for("Done.");
    other.session.wait_for("This tablet has keys of its own.");
    other.look("69-restored");
    other.open_pupil();
    other.session.go_to("#/settings/school");
    other.session.wait_until(
        "the settings of the backup",
        "return [...document.querySelectorAll('input')].some((input) => input.value === 'Sam Mentor')",
    );
    other.all_was_well();
}
