//! A planned week: one session each week and two by themselves, seen on the day, recorded, moved, called off, and stopped by a hold.

use serde_json::json;

use super::mentor::{Mentor, PUPIL};
use super::*;

pub fn by_pointer(engine: Engine) {
    told(engine, "planned-week", Hands::Pointer);
}

/// The whole of it without a pointer.
pub fn by_keyboard(engine: Engine) {
    told(engine, "planned-week-keyboard", Hands::Keyboard);
}

fn told(engine: Engine, name: &str, hands: Hands) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, name, &server);
    server.stop();
    mentor.first_run();
    mentor.add_pupil();
    mentor.session.use_hands(hands);
    if hands == Hands::Pointer {
        mentor.start_looking();
    }
    // The school day before today: at a weekend the Friday.
    let weekday = mentor.session.run("return new Date().getDay()", json!([])).as_i64().unwrap_or_default();
    let before = match weekday {
        0 => -2,
        1 => -3,
        _ => -1,
    };
    mentor.session.click("Casebook > Today");
    nothing_is_due(&mut mentor);
    plan(&mut mentor, before, "00:10", Some(before + 21), "Library");
    asked_about(&mut mentor);
    // Today, long over by now; and one of which nobody knows the time.
    plan(&mut mentor, 0, "00:05", None, "Room 4");
    recorded(&mut mentor);
    plan(&mut mentor, 0, "", None, "Hall");
    moved(&mut mentor);
    a_hold_stops_them(&mut mentor);
    mentor.pull_the_plug();
    mentor.session.wait_until("Today", "return !!document.querySelector('main h1')");
    assert!(!mentor.session.text_visible("Did these happen?"), "it was answered and is still");
    mentor.all_was_well();
}

/// While the first backup is asked for, Today does not say that nothing is due; once that waits for tomorrow it does.
fn nothing_is_due(mentor: &mut Mentor) {
    mentor.session.wait_for("Back up now");
    assert!(!mentor.session.text_visible("Nothing is due"), "a backup is asked for");
    mentor.session.click("Tomorrow");
    mentor.session.wait_for("Today asks again tomorrow.");
    mentor.close_notice();
    mentor.session.wait_for("Nothing is due");
}

/// From Today: whom, when, where, how often. Without a time: any time that day.
fn plan(mentor: &mut Mentor, day: i64, time: &str, until: Option<i64>, place: &str) {
    let (first, last) = (mentor.day(day), until.map(|until| mentor.day(until)));
    mentor.session.click("Casebook > Today");
    mentor.session.click("Plan a session");
    mentor.session.wait_until("the search", "return !!document.querySelector('#plan-pupil')");
    mentor.session.click(PUPIL);
    let s = &mentor.session;
    s.wait_for("Every week");
    s.fill("Day", &first);
    s.tick(if time.is_empty() { "When > Any time that day" } else { "When > At a time" });
    if !time.is_empty() {
        s.fill("Time", time);
    }
    s.fill("Where", place);
    s.fill("Length", "4");
    if let Some(last) = last {
        s.tick("Every week");
        s.fill("Until", &last);
        mentor.look("80-plan-a-session");
    }
    mentor.save("Planned session");
    mentor.session.wait_for("Today");
}

/// What nobody recorded is asked about; one tap says why it was not held, and nothing asks again.
fn asked_about(mentor: &mut Mentor) {
    mentor.session.wait_for("Did these happen?");
    assert!(!mentor.session.text_visible("Nothing is due"), "something is asked");
    mentor.look("81-did-it-happen");
    mentor.session.click("Did these happen? > Did not happen");
    mentor.session.wait_for("It did not happen");
    mentor.look("82-change-a-session");
    mentor.session.click("The pupil was away");
    mentor.session.wait_for("Marked as not held.");
    mentor.session.click("Undo");
    mentor.session.wait_for("Did these happen?");
    mentor.session.click("Did these happen? > Did not happen");
    mentor.session.click("The pupil was away");
    mentor.session.wait_for("Marked as not held.");
    mentor.session.wait_gone("Did these happen?");
    mentor.close_notice();
}

/// One tap makes the record of the planned session, with what is known filled in.
fn recorded(mentor: &mut Mentor) {
    mentor.session.wait_for("Did it happen?");
    mentor.look("83-sessions-today");
    mentor.session.click("Record the session: Robin Sample, 0:05");
    let s = &mentor.session;
    s.wait_for("What was done and said");
    assert_eq!((s.value("Day"), s.value("Length")), (mentor.day(0), "4".to_owned()));
    s.fill("What was done and said", "Sorted the week");
    mentor.save("Session");
    mentor.session.wait_for("Sessions today");
    mentor.session.wait_gone("Did it happen?");
    mentor.session.wait_until("its mark", "return !!document.querySelector('.session[data-turn=done]')");
}

/// To another school day, at the same time, with one tap.
fn moved(mentor: &mut Mentor) {
    // After school it is over, and the button asks differently.
    let ahead = "Change: Robin Sample, any time";
    let over = "Did not happen: Robin Sample, any time";
    mentor.session.click(if mentor.session.can_click(ahead) { ahead } else { over });
    mentor.session.wait_for("Move it to");
    let tomorrow = mentor.session.run(
        "return [...document.querySelectorAll('#session-change button')].map((b) => b.getAttribute('aria-label') || '').filter((l) => l.includes(': move to '))",
        json!([]),
    );
    let place = tomorrow[0].as_str().expect("a place to move to").to_owned();
    mentor.session.click(&place);
    mentor.session.wait_for("Moved to");
    mentor.close_notice();
    mentor.session.wait_until("gone from today", "return document.querySelectorAll('.session').length === 1");
    mentor.look("84-later");
}

/// On hold, nothing is planned any more, on any day.
fn a_hold_stops_them(mentor: &mut Mentor) {
    mentor.open_pupil();
    let file =
        mentor.session.run("return location.hash.split('/')[2]", json!([])).as_str().unwrap_or_default().to_owned();
    mentor.session.run("location.hash = `#/pupil/${arguments[0]}/new/standing`", json!([file]));
    mentor.session.wait_for("What changed");
    let (first, s) = (mentor.day(-7), &mentor.session);
    s.choose("What changed", "On hold");
    s.fill("Since", &first);
    s.fill("Why", "In hospital");
    mentor.session.click("Save");
    mentor.session.wait_for("saved.");
    mentor.close_notice();
    mentor.session.click("Casebook > Today");
    mentor.session.wait_until("Today", "return document.querySelector('main h1')?.textContent === 'Today'");
    mentor.session.wait_until("none left", "return document.querySelectorAll('.session, .sessions').length === 0");
}
