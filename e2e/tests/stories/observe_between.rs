//! A lesson in which much comes between. Everybody is made up.

use std::time::Duration;

use super::observe::*;
use super::*;

/// A lesson in which much comes between: the tablet sleeps, is blanked, is locked, is started again. On the clock of the wall,
/// in intervals of five seconds, with a template made for it.
pub fn what_comes_between_is_missed(engine: Engine) {
    let mut tablet = begin(engine, "observe-between");
    tablet.session.go_to("#/settings/observing");
    tablet.session.click("New template");
    tablet.session.fill("Name of the template", "Short look");
    tablet.session.fill("Planned length", "5");
    tablet.session.click("Add a behaviour");
    tablet.session.fill("Behaviours 1 > Name on the button", "Talks");
    tablet.session.choose("Behaviours 1 > How it is recorded", "More: at any time in the interval");
    tablet.session.click("Add a behaviour");
    tablet.session.fill("Behaviours 2 > Name on the button", "Out of seat");
    tablet.session.choose("Behaviours 2 > How it is recorded", "How long");
    tablet.session.tick("The lesson is divided into intervals");
    tablet.session.fill("Length of an interval", "5");
    tablet.look("observe-11-template");
    tablet.session.click("Save");
    tablet.session.wait_for("Template saved.");
    tablet.session.click("Close");
    tablet.session.go_to(&format!("#/pupil/{}/observe", tablet.file));
    tablet.session.wait_for("Template");
    tablet.start("Short look");

    // Two intervals are watched; in the second one talks.
    let second = tablet.quiet() + 1;
    tablet.session.touch(&["Talks"]);
    shown(&tablet, DOWN, "Blue", "Talks");
    let third = tablet.next();
    assert_eq!(tablet.says(second), "Talks");

    // The third has just begun. The lid is closed for three intervals.
    tablet.session.touch(&["Out of seat"]);
    shown(&tablet, DOWN, "Blue", "Out of seat");
    tablet.session.sleep(Duration::from_millis(15_300));
    tablet.begins(third + 3);
    let asleep = [third, third + 1, third + 2].map(|interval| tablet.says(interval));
    assert_eq!(asleep, ["Missed", "Missed", "Missed"]);
    assert_eq!(tablet.says(second), "Talks", "what was before stays");

    // One interval and more behind the blank screen: it keeps counting time, and nobody watched.
    let blank = tablet.next();
    tablet.session.touch(&["Blank"]);
    tablet.session.wait_until("the blank screen", "return !!document.querySelector('#blank:modal')");
    std::thread::sleep(Duration::from_secs(6));
    tablet.session.come_back();
    tablet.session.wait_until("the live screen", "return !document.querySelector('#blank:modal')");
    tablet.session.touch(&["Out of seat"]);
    tablet
        .session
        .wait_until("the stop", "return !document.querySelector('.key[data-method=duration][aria-pressed=true]')");
    let (figure, _) = tablet.keys()[&("Blue".to_owned(), "Out of seat".to_owned())].clone();
    let seconds = figure.split(' ').next().and_then(|clock| clock.split(':').next_back()?.parse().ok());
    assert!(seconds.is_some_and(|seconds: u32| (20..=45).contains(&seconds)), "since before the sleep: {figure}");
    tablet.next();
    assert_eq!(tablet.says(blank), "Missed", "blank");
    let quiet = tablet.quiet();

    // Locked, explicitly, over two intervals at least; the person who unlocks continues.
    tablet.session.go_to("#/today");
    tablet.session.click("Lock");
    tablet.session.wait_for("Locked");
    let locked = tablet.session.text();
    assert!(!locked.contains("Talks"), "nothing of it shows: {locked}");
    std::thread::sleep(Duration::from_secs(11));
    tablet.unlock();
    tablet.session.wait_until("recording again", "return !document.querySelector('.live.resting')");
    let last = tablet.next();
    let between: Vec<String> =
        (quiet + 1..last - 1).map(|interval| tablet.says(interval)).filter(|says| !says.is_empty()).collect();
    assert!(between.len() >= 2 && between.iter().all(|says| says == "Missed"), "{last}: {between:?}");

    // A reload in the middle of an interval.
    tablet.session.touch(&["Talks"]);
    shown(&tablet, DOWN, "Blue", "Talks");
    tablet.session.reload();
    tablet.session.wait_until_ready();
    tablet.unlock();
    tablet.next();
    assert_eq!(tablet.says(last), "Talks", "scored before the reload");

    tablet.session.touch(&["Stop"]);
    tablet.session.wait_until("the dialog", "return !!document.querySelector('#live-stop:modal')");
    tablet.session.touch(&["Stop and see the summary"]);
    tablet.session.wait_for("Observation: summary");
    let text = tablet.session.text();
    assert!(!text.contains("not seen in"), "what comes between is missed, not unseen: {text}");
    let rows = tables(&tablet);
    assert!(rows[0][0].contains("Talks") && rows[0][0].contains("% 2 of "), "{rows:?}");
    tablet.session.click("Save the observation");
    tablet.session.wait_for("Observation saved.");
    tablet.session.click("Close");
    assert_eq!(tables(&tablet), rows);
    tablet.all_was_well();
}
