//! Backups: the reminder, one tap, the word that it is off the tablet; and what is left of it after the plug is pulled.

use super::mentor::Mentor;
use super::*;

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

    // One tap, and it is made.
    mentor.session.click("Back up now");
    mentor.session.wait_for("Save the file");
    mentor.look("61-backup-made");
    mentor.session.click("Save the file");
    mentor.session.take_download(".casebook");
    mentor.session.wait_for("Is it off this tablet?");
    mentor.session.click("Not yet");
    mentor.session.wait_for("A backup was made today");
    mentor.session.wait_for("A backup is due.");

    mentor.pull_the_plug();
    mentor.session.click("Today");
    mentor.session.wait_for("A backup was made today");
    mentor.session.click("Say where it is");
    mentor.session.wait_for("One backup waits for your word");
    mentor.look("62-backup-waits");
    mentor.session.click("Yes, it is off this tablet");
    mentor.session.wait_for("Say where it is: somebody will look for it");
    mentor.session.click("The school's drive");
    mentor.session.click("Yes, it is off this tablet");
    mentor.session.wait_for("The backup counts.");
    mentor.close_notice();
    mentor.session.click("Today");
    mentor.session.wait_gone("A backup is due.");
    assert!(!mentor.session.text_visible("A backup was made today"));

    // Marks beside the database are no proof: without them the sealed row still knows.
    mentor.session.run(
        "for (const name of ['casebook.backup', 'casebook.changes']) localStorage.removeItem(name)",
        serde_json::json!([]),
    );
    mentor.pull_the_plug();
    mentor.session.click("Today");
    mentor.session.wait_gone("A backup is due.");
    mentor.session.click("Settings");
    mentor.session.click("Storage and backups");
    mentor.session.wait_for("Where they are");
    mentor.session.wait_for("The school's drive");
    mentor.look("63-backups-kept");
    mentor.all_was_well();
}
