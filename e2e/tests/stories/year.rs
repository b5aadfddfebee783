//! A pupil's year as the pages offer it: every step by the button that is there when it is due, and no way in by an address.

use serde_json::json;

use super::mentor::{Mentor, PUPIL};
use super::*;

/// Through a reload in an observation, a power cut right after a save and one in the middle of a word, lock and undo.
pub fn from_referral_to_exit(engine: Engine) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, "year", &server);
    // Pictures of every page and axe, when wanted; the other story looks at most of them each time.
    if std::env::var_os("CASEBOOK_LOOK").is_some() {
        mentor.start_looking();
    }
    // While the server still runs, it sees what is asked for: the browser's own look at sw.js and nothing else.
    server.forget();
    mentor.session.reload();
    mentor.session.wait_until_ready();
    mentor.first_run();
    server.stop();
    let asked: Vec<_> = server.seen().into_iter().filter(|seen| !seen.path.ends_with("/sw.js")).collect();
    assert_eq!(asked, Vec::<Seen>::new());
    mentor.add_pupil();
    mentor.look("06-pupil-new");
    mentor.add_contact();
    mentor.refer();
    mentor.look("08-referral-tab");
    mentor.authorise();
    gates(&mut mentor);
    mentor.start();
    mentor.assess();
    mentor.plan();
    mentor.circulate();
    sign(&mut mentor);
    power_cuts(&mut mentor);
    mentor.review("Continue with a revised plan");
    mentor.revise_plan();
    mentor.review("Exit");
    mentor.exit();
    mentor.follow_up();
    refer_again(&mut mentor);
    undo(&mut mentor);
    lock(&mut mentor);
    other_pages(&mut mentor);
    everything_is_there(&mut mentor);
    let origin = server.origin();
    let strangers: Vec<_> = mentor.session.resources().into_iter().filter(|name| !name.starts_with(&origin)).collect();
    assert_eq!(strangers, Vec::<String>::new());
    mentor.all_was_well();
}

/// The four gates, each by its own records; before that the start says what is missing.
fn gates(mentor: &mut Mentor) {
    mentor.tab("Preparation");
    mentor.look("10-preparation");
    mentor.talk("Class teacher", "Chris Example", "Works well in the morning, tires after lunch");
    mentor.talk("Other staff", "Jo Example", "Helps in the library without being asked");
    mentor.talk("No agency is involved", "Chris Example", "");
    mentor.measure_attendance();
    mentor.tab("Preparation");
    mentor.send_letter();
    mentor.speak_with_family();
    mentor.observe();
    mentor.look("18-preparation-done");
}

/// Shown to the pupil, signed, and given back by passphrase alone.
fn sign(mentor: &mut Mentor) {
    let s = &mentor.session;
    s.click("Show and sign");
    s.click("Show the plan");
    s.wait_for("I will have a go first");
    mentor.look("26-signing");
    let s = &mentor.session;
    s.tick("The pupil");
    s.draw_on("svg.pad", &[(40, -20), (30, 30), (50, -10)]);
    s.click("I have read it and agree");
    s.wait_for("Thank you");
    s.click("Give the tablet back");
    s.fill("Your passphrase", &mentor.passphrase);
    s.click("Leave this screen");
    s.wait_for("Signed already");
    s.click("Back to the pupil");
    s.wait_for("Signatures");
}

/// The power goes right after a save that was acknowledged, and in the middle of typing.
fn power_cuts(mentor: &mut Mentor) {
    mentor.hold_session("Read the task together; started alone the third time");
    mentor.pull_the_plug();
    mentor.open_pupil();
    mentor.session.wait_for("started alone the third time");
    mentor.look("28-timeline");
    mentor.session.click("Note");
    mentor.session.fill("Note", "Half a sentence about the li");
    mentor.session.wait_for("Draft kept on this tablet");
    mentor.pull_the_plug();
    mentor.session.click("Casebook > Today");
    mentor.session.wait_for("Left unfinished");
    mentor.open_pupil();
    mentor.session.click("Note");
    mentor.session.wait_for("What you typed before is back.");
    assert_eq!(mentor.session.value("Note"), "Half a sentence about the li");
    mentor.session.fill("Note", "Half a sentence about the library, now whole");
    mentor.save("Note");
    mentor.session.wait_for("now whole");
}

/// After the exit a new referral is a new episode, and the first one stays readable.
fn refer_again(mentor: &mut Mentor) {
    let s = &mentor.session;
    s.click("Refer again #1");
    s.wait_for("In the order of the paper form.");
    mentor.fill_referral();
    mentor.save("Referral");
    mentor.tab("Referral");
    let s = &mentor.session;
    s.wait_for("Awaiting authorisation");
    s.tick("Which referral > exited");
    s.wait_for("Authorised");
    mentor.look("34-two-episodes");
}

/// The last change is taken back, and so is a deletion.
fn undo(mentor: &mut Mentor) {
    mentor.tab("Timeline");
    mentor.session.click("Note #1");
    mentor.session.fill("Note", "A slip of the pen");
    mentor.session.click("Save");
    mentor.session.wait_for("Note: saved.");
    mentor.session.click("Undo");
    mentor.session.wait_for("Undone.");
    mentor.session.wait_gone("A slip of the pen");
    mentor.close_notice();
    let s = &mentor.session;
    s.click("One to one, 30 minutes");
    s.wait_for("Delete");
    mentor.look("35-record");
    let s = &mentor.session;
    s.click("Delete");
    s.wait_for("Deleted.");
    s.wait_gone("started alone the third time");
    s.click("Undo");
    s.wait_for("Undone.");
    s.wait_for("started alone the third time");
    mentor.close_notice();
}

/// Locked, a wrong passphrase says so, and the recovery words open it as well.
fn lock(mentor: &mut Mentor) {
    let s = &mentor.session;
    s.mark_document();
    s.click("Casebook > Lock");
    s.wait_for_new_document();
    s.wait_for("Locked");
    mentor.look("36-locked");
    let s = &mentor.session;
    s.fill("Passphrase", "not the words at all");
    s.click("Unlock");
    s.wait_for("That does not open this casebook.");
    s.click("Use the recovery words");
    s.fill("The twelve recovery words", &mentor.recovery);
    s.click("Unlock");
    // Whoever needed the recovery words is offered a new passphrase first; it can wait.
    s.wait_for("Make a new passphrase");
    s.click("Not now");
    s.wait_until("Today", "return document.querySelector('main h1')?.textContent === 'Today'");
    mentor.open_pupil();
    mentor.session.wait_for("Awaiting authorisation");
}

/// The pages that the story did not pass.
fn other_pages(mentor: &mut Mentor) {
    mentor.tab("About");
    mentor.look("37-about");
    mentor.tab("Measures");
    mentor.look("38-measures");
    for (at, page) in ["Today", "Pupils", "Quick note", "Settings", "Safety"].iter().enumerate() {
        mentor.session.click(&format!("Casebook > {page}"));
        mentor.session.wait_until("the page", "return !!document.querySelector('main h1')");
        mentor.look(&format!("{}-{}", 40 + at, page.to_lowercase().replace(' ', "-")));
    }
    mentor.session.click("Casebook > Settings");
    for (at, section) in ["Security", "Storage and backups", "About Casebook"].iter().enumerate() {
        mentor.session.click(section);
        mentor.session.wait_until(
            "the section",
            &format!(
                "return document.querySelector('[aria-current=page]:not(.nav)')?.textContent.includes('{section}')"
            ),
        );
        mentor.look(&format!("{}-settings-{}", 46 + at, section.to_lowercase().replace(' ', "-")));
    }
}

/// What was acknowledged in the course of the story is on the pupil's pages at its end.
fn everything_is_there(mentor: &mut Mentor) {
    mentor.pull_the_plug();
    mentor.open_pupil();
    let s = &mentor.session;
    s.wait_for(PUPIL);
    for words in [
        "now whole",
        "started alone the third time",
        "Glad of the support",
        "Draws for the school paper",
        "Action plan",
    ] {
        s.wait_for(words);
    }
    assert!(!s.text_visible("A slip of the pen"));
    let hidden = s.run("return document.documentElement.outerHTML.includes('A slip of the pen')", json!([]));
    assert_eq!(hidden, json!(false));
}
