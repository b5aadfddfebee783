//! What goes wrong around a lesson: fingers that overlap, a clock that is put right, a tablet that is left lying. Everybody is
//! made up.

use std::collections::BTreeMap;
use std::time::Duration;

use casebook_e2e::browser::{Finger, On};
use serde_json::{Value, json};

use super::observe::{PUPIL, Tablet, begin};
use super::*;

const ONE: &str = "Calls out";
const OTHER: &str = "Leaves seat";

/// How often each was counted, once it is so and a moment later.
#[track_caller]
fn counted(tablet: &Tablet, one: u32, other: u32) {
    let is = |tablet: &Tablet| (tablet.counts()[ONE], tablet.counts()[OTHER]) == (one, other);
    tablet.until(&format!("{one} and {other}"), is);
    // Whatever counts twice does so a little later.
    std::thread::sleep(Duration::from_millis(400));
    let counts: BTreeMap<String, u32> = tablet.counts();
    assert_eq!((counts[ONE], counts[OTHER]), (one, other));
}

/// Somebody types an address: the app has heard of it, and has drawn what it shows for it.
#[track_caller]
fn type_address(tablet: &Tablet, address: &str) {
    let body = "const heard = new Promise((done) => addEventListener('hashchange', done, { once: true }));
        location.hash = arguments[0];
        await heard;
        for (let frame = 0; frame < 3; frame += 1) await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));";
    tablet.session.run_async(body, json!([address]));
}

fn on(name: &str, down: u64, up: u64) -> Finger<'_> {
    Finger { on: On::Button(name), down, up }
}

/// A script's answer about a key.
#[track_caller]
fn of_key(tablet: &Tablet, name: &str, body: &str) -> Value {
    let body = format!("const key = document.querySelector(`.key[data-name=\"${{arguments[0]}}\"]`); {body}");
    tablet.session.run(&body, json!([name]))
}

/// Keys count when a finger comes down, each finger by itself, and never twice, however they are pressed.
pub fn each_finger_is_a_tap(engine: Engine) {
    let mut tablet = begin(engine, "observe-fingers");
    // The device keeps no screen lit: that is said before the start.
    tablet.session.run(
        "Object.defineProperty(navigator, 'wakeLock', { configurable: true, value: { request: () => Promise.reject(new Error('low battery')) } })",
        json!([]),
    );
    tablet.session.go_to("#/observe");
    tablet.session.wait_for("The screen may turn off by itself during the lesson.");
    tablet.start("Disruption");
    tablet.session.fingers(&[on(ONE, 0, 60), on(OTHER, 0, 60)]);
    counted(&tablet, 1, 1);
    tablet.session.fingers(&[on(ONE, 0, 60), on(OTHER, 40, 110)]);
    counted(&tablet, 2, 2);
    // A finger rests on the ground: five taps, and what is no key is heard as well.
    let rests = Finger { on: On::Place(2, 2), down: 0, up: 1_200 };
    let taps = [100, 250, 400, 550, 700].map(|at| on(ONE, at, at + 60));
    tablet.session.fingers(&[[rests].as_slice(), &taps].concat());
    counted(&tablet, 7, 2);
    tablet.session.fingers(&[rests, on("Pause", 200, 260)]);
    tablet.session.wait_until("the dialog", "return !!document.querySelector('#live-pause:modal')");
    tablet.session.click("Back to observing");
    tablet.session.wait_until("no dialog", "return !document.querySelector('#live-pause:modal')");
    // A tap counts when the finger comes down, not when it is lifted.
    of_key(
        &tablet,
        ONE,
        "key.dispatchEvent(new PointerEvent('pointerdown', { pointerId: 77, pointerType: 'touch', bubbles: true }))",
    );
    counted(&tablet, 8, 2);
    // One that the tablet takes for something else, as for a scroll, is taken back.
    of_key(
        &tablet,
        ONE,
        "key.dispatchEvent(new PointerEvent('pointercancel', { pointerId: 77, pointerType: 'touch', bubbles: true }))",
    );
    counted(&tablet, 7, 2);
    // A mouse, a keyboard, a screen reader, one touch.
    tablet.session.click(ONE);
    counted(&tablet, 8, 2);
    of_key(&tablet, OTHER, "key.focus()");
    for keys in ["\u{e007}", " "] {
        tablet.session.press_keys(keys);
    }
    counted(&tablet, 8, 4);
    of_key(&tablet, OTHER, "key.click()");
    counted(&tablet, 8, 5);
    tablet.session.touch(&[OTHER]);
    counted(&tablet, 8, 6);
    tablet.session.touch(&["Undo: Leaves seat"]);
    counted(&tablet, 8, 5);
    if engine == Engine::Chromium {
        // On a phone the keys scroll with the page: a scroll that begins on one is no tap.
        tablet.session.resize(casebook_e2e::browser::Size(390, 844));
        tablet.session.swipe(ONE, -120);
        counted(&tablet, 8, 5);
    }
    tablet.all_was_well();
}

/// The clock is set back ninety seconds and forward an hour: it is said, and no interval is invented or lost.
pub fn a_clock_that_is_put_right_in_a_lesson(engine: Engine) {
    let mut tablet = begin(engine, "observe-clock");
    tablet.session.go_to(&format!("#/pupil/{}/observe", tablet.file));
    tablet.session.wait_for("Template");
    tablet.start("Engagement");
    tablet.session.take_clock();
    // Marked after each signal, the sixth interval runs.
    for _ in 0..5 {
        tablet.session.advance(Duration::from_secs(20));
        tablet.session.touch(&["On task"]);
        let marked = "return !!document.querySelector('.key[data-name=\"On task\"][aria-pressed=true]')";
        tablet.session.wait_until("the mark", marked);
    }
    let at = tablet.interval();
    tablet.session.put_clock_right(-90_000);
    tablet.session.advance(Duration::from_secs(20));
    tablet.session.wait_for("The tablet's clock was put back by 1 minute 30 seconds.");
    if engine != Engine::WebKit {
        // There it takes longer than an interval.
        tablet.look("observe-12-clock");
    }
    assert_eq!(tablet.interval(), at + 1, "the lesson runs on");
    tablet.session.touch(&["Off task"]);
    tablet.session.touch(&["OK"]);
    tablet.session.wait_gone("The tablet's clock was put");
    tablet.session.put_clock_right(3_600_000);
    tablet.session.advance(Duration::from_secs(20));
    tablet.session.wait_for("The tablet's clock was put forward by 1 hour.");
    assert_eq!(tablet.interval(), at + 2, "an hour of intervals is not over");
    assert_eq!(
        tablet.session.run("return !document.querySelector('#blank:modal')", json!([])),
        json!(true),
        "nor is the mentor idle"
    );
    tablet.session.touch(&["Not seen"]);
    tablet.session.touch(&["OK"]);
    tablet.session.touch(&["Stop"]);
    tablet.session.touch(&["Stop and see the summary"]);
    tablet.session.wait_for("Observation: summary");
    tablet.session.wait_for("6 of 60 intervals seen; pupil not seen in 1; 53 not reached");
    let said = "The tablet's clock was put back by 1 minute 30 seconds at 1:4";
    tablet.session.wait_for(said);
    tablet.session.wait_for("The times here ignore this change.");
    // What was not seen is put right, and a note is added, before it is saved.
    tablet.session.click("Correct something");
    tablet.session.click("Interval 7: Not seen");
    tablet.session.click("Off task");
    tablet.session.wait_for("7 of 60 intervals seen; 53 not reached");
    tablet.session.fill("Add a note", "Was behind the cupboard");
    tablet.session.click("Add the note");
    tablet.session.wait_for("Was behind the cupboard");
    tablet.look("observe-14-put-right");
    tablet.session.click("Save the observation");
    tablet.session.wait_for("Observation saved.");
    tablet.session.click("Close");
    tablet.session.wait_for(said);
    tablet.all_was_well();
}

/// A tablet that is left lying in a lesson: the screen is blank, and a passing touch shows nothing. Once the time to lock is over
/// the observation alone is in reach; the passphrase opens the rest while it continues.
pub fn a_blank_screen_that_waits_is_a_lock(engine: Engine) {
    let mut tablet = begin(engine, "observe-left");
    tablet.session.go_to("#/observe");
    tablet.start("Disruption");
    let blank = "return !!document.querySelector('#blank:modal')";
    tablet.session.touch(&["Blank"]);
    tablet.session.wait_until("the blank screen", blank);
    assert_eq!(
        tablet.session.run("return document.querySelectorAll('.live, .frame').length", json!([])),
        json!(0),
        "nothing is behind it"
    );
    assert_eq!(tablet.session.text().trim(), "", "no word on it");
    // A touch, a key, Escape, and the address: none of them shows anything.
    tablet.session.touch(&["Press and hold to come back"]);
    for keys in ["\u{e00c}", "\u{e00c}", "\u{e004}", " ", "\u{e007}"] {
        tablet.session.press_keys(keys);
    }
    type_address(&tablet, "#/pupils");
    assert_eq!(tablet.session.run(blank, json!([])), json!(true));
    tablet.session.take_clock();
    tablet.session.come_back();
    tablet.session.wait_until("the live screen", "return !!document.querySelector('.live .key')");
    counted(&tablet, 0, 0);
    assert!(tablet.session.route().starts_with("#/observe"), "{}", tablet.session.route());

    tablet.session.advance(Duration::from_secs(11 * 60));
    tablet.session.wait_until("the blank screen", blank);
    tablet.session.come_back();
    tablet.session.wait_until("the observation alone", "return !!document.querySelector('.live .unlock')");
    tablet.session.touch(&[ONE]);
    counted(&tablet, 1, 0);
    for address in ["#/pupils", "#/today", "#/worry"] {
        type_address(&tablet, address);
        assert!(tablet.session.route().starts_with("#/observe"), "{address}: {}", tablet.session.route());
        assert!(!tablet.session.text().contains(PUPIL));
    }
    tablet.look("observe-13-alone");
    tablet.session.touch(&["Unlock"]);
    tablet.session.fill("Your passphrase", "not this one at all");
    tablet.session.click("Unlock");
    tablet.session.wait_for("That does not open this casebook.");
    tablet.session.fill("Your passphrase", &tablet.paper.passphrase.clone());
    tablet.session.click("Unlock");
    tablet.session.wait_until(
        "the casebook",
        "return !!document.querySelector('.live') && !document.querySelector('.live .unlock')",
    );
    counted(&tablet, 1, 0);
    tablet.session.go_to("#/pupils");
    tablet.session.wait_for(PUPIL);
    tablet.session.click("Back to observing");
    tablet.session.touch(&[OTHER]);
    counted(&tablet, 1, 1);
    tablet.all_was_well();
}

/// A tablet whose clock is a year ahead asks once whether that is right.
pub fn a_clock_a_year_ahead_is_asked_about(engine: Engine) {
    let mut tablet = begin(engine, "observe-year-ahead");
    let a_year_ago = "localStorage.setItem('casebook.used', String(Date.now() - 365 * 86400000))";
    tablet.session.run(a_year_ago, json!([]));
    tablet.session.go_to("#/today");
    tablet.session.click("Lock");
    tablet.session.wait_for("Locked");
    tablet.session.fill("Passphrase", &tablet.paper.passphrase.clone());
    tablet.session.click("Unlock");
    tablet.session.wait_for("Casebook was last used on");
    tablet.look("clock-1-doubted");
    tablet.session.click("Yes, the date is right");
    tablet.session.wait_gone("Casebook was last used on");
    tablet.session.click("Lock");
    tablet.session.wait_for("Locked");
    tablet.session.fill("Passphrase", &tablet.paper.passphrase.clone());
    tablet.session.click("Unlock");
    tablet.session.wait_for("Blank screen");
    assert!(!tablet.session.text().contains("was last used on"), "asked once");
    tablet.all_was_well();
}
