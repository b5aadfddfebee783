//! What the browser does to a casebook: it closes the database, it brings a newer version, it is left alone and locks.

use std::time::Duration;

use serde_json::json;

use super::mentor::Mentor;
use super::*;

/// Each opening of a transaction closes the connection under it, as a browser does whose disk failed: `times`, or always.
fn break_storage(session: &Session, times: Option<u32>) {
    session.run(
        "const own = window.ownTransaction ??= IDBDatabase.prototype.transaction; let left = arguments[0] ?? Infinity;
         IDBDatabase.prototype.transaction = function (...given) {
           if (left > 0) { left -= 1; this.close(); }
           return own.apply(this, given);
         }",
        json!([times]),
    );
}

fn mend_storage(session: &Session) {
    session.run("IDBDatabase.prototype.transaction = window.ownTransaction", json!([]));
}

/// Closed once, nobody notices; closed for longer, the page says that it holds what was typed, and writes it once it can.
pub fn a_lost_database_connection_with_typing_kept(engine: Engine) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, "lost-database", &server);
    server.stop();
    mentor.first_run();
    mentor.add_pupil();

    mentor.open_pupil();
    let s = &mentor.session;
    s.click("Note #1");
    break_storage(s, Some(1));
    s.fill("Note", "Read aloud for the first time");
    s.wait_for("Draft kept on this tablet");
    break_storage(s, Some(1));
    mentor.save("Note");
    mentor.session.wait_for("Read aloud for the first time");

    let s = &mentor.session;
    s.click("Note #1");
    break_storage(s, None);
    s.fill("Note", "Typed while the storage was away");
    s.wait_for("This tablet's storage does not answer.");
    s.wait_for("What you typed is only on this page");
    s.click("Save");
    s.wait_for("Not saved yet.");
    mentor.start_looking();
    mentor.look("platform-1-storage-lost");
    let s = &mentor.session;
    s.click("Save what I typed");
    let text = fs::read_to_string(s.take_download(".txt")).expect("text");
    assert!(text.contains("Typed while the storage was away"), "{text}");
    assert_eq!(s.value("Note"), "Typed while the storage was away");
    mend_storage(s);
    s.wait_for("This tablet's storage works again");
    s.wait_gone("What you typed is only on this page");
    s.wait_gone("Not saved yet.");

    // What the page held is on the disk.
    mentor.pull_the_plug();
    mentor.open_pupil();
    let s = &mentor.session;
    s.click("Note #1");
    s.wait_for("What you typed before is back.");
    assert_eq!(s.value("Note"), "Typed while the storage was away");
    mentor.save("Note");
    mentor.session.wait_for("Typed while the storage was away");
    mentor.all_was_well();
}

const READY: &str = "A new version of Casebook is ready";

/// The first load installs the only version that there is, which is no new one: not when it is installed, not when it takes
/// charge of the page, and not after a reload.
pub fn nothing_is_new_at_the_first_load(engine: Engine) {
    let server = app();
    let mut session = Session::start(engine, &scratch(engine, "first-load").join("profile"), LANDSCAPE);
    session.go(&server.url());
    session.wait_until_ready();
    session.set_up("Sam Mentor", "Example Primary School", |_| {});
    // What the browser tells late is told by then.
    std::thread::sleep(Duration::from_secs(3));
    assert!(!session.text_visible(READY), "nothing is new after the set-up");
    session.reload();
    session.wait_until_ready();
    // The demo shows its pages without a passphrase.
    session.mark_document();
    session.go_to("#/demo");
    session.wait_for_new_document();
    session.wait_for("These pupils are made up.");
    std::thread::sleep(Duration::from_secs(3));
    assert!(!session.text_visible(READY), "nothing is new after a reload");
}

/// The app is open when a new build is put on the host: it hears of it when it comes to the front, an hour later at the
/// earliest, and disturbs nobody.
pub fn an_update_that_arrives_while_the_app_stays_open(engine: Engine) {
    let server = app();
    let mut mentor = Mentor::install(engine, "update", &server);
    mentor.first_run();
    mentor.add_pupil();
    assert!(!mentor.session.text_visible(READY), "nothing is new at the first load");

    let read = |name: &str| fs::read_to_string(dist().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let page = read("index.html");
    let build = page.split("name=\"casebook-build\" content=\"").nth(1).and_then(|rest| rest.split('"').next());
    let build = build.expect("its build").to_owned();
    let worker = read("sw.js");
    assert!(worker.contains(&build), "the service worker carries the build");
    server.replace("sw.js", worker.replace(&build, "a-newer-build").into_bytes());

    mentor.open_pupil();
    let s = &mentor.session;
    s.click("Note #1");
    s.fill("Note", "Typed while the new version came");
    s.mark_document();
    s.run(
        "const own = ServiceWorkerRegistration.prototype.update; window.asked = 0;
         ServiceWorkerRegistration.prototype.update = function () { window.asked += 1; return own.call(this); }",
        json!([]),
    );
    come_to_front(s, Duration::from_secs(60));
    assert_eq!(s.run("return window.asked", json!([])), json!(0), "asked within the hour");
    come_to_front(s, Duration::from_secs(61 * 60));
    s.wait_for(READY);
    assert_eq!(s.value("Note"), "Typed while the new version came");
    let same = s.run("return window.casebookOldDocument === true", json!([]));
    assert_eq!(same, json!(true), "the page was loaded anew under the typing");
    mentor.start_looking();
    mentor.look("platform-2-update");

    let s = &mentor.session;
    s.click("Use it now");
    s.wait_for_new_document();
    s.wait_until_ready();
    mentor.unlock();
    let caches = mentor.session.run_async("return (await caches.keys()).join()", json!([]));
    let caches = caches.as_str().unwrap_or_default();
    assert!(caches.contains("a-newer-build") && !caches.contains(&build), "{caches}");
    mentor.session.wait_for("What you typed before is back.");
    assert_eq!(mentor.session.value("Note"), "Typed while the new version came");
    assert!(!mentor.session.text_visible(READY));
    mentor.all_was_well();
}

/// So much later by the page's clock, and somebody uses it.
fn come_to_front(session: &Session, later: Duration) {
    session.run(
        "const real = window.realDate ??= Date, ahead = arguments[0];
         window.Date = class extends real {
           constructor(...parts) { if (parts.length) super(...parts); else super(real.now() + ahead); }
           static now() { return real.now() + ahead; }
         };
         window.dispatchEvent(new Event('keydown'));
         document.dispatchEvent(new Event('visibilitychange'));",
        json!([later.as_millis() as u64]),
    );
}

/// It says so twenty seconds before; any use keeps it open, also that of a screen reader.
pub fn it_says_that_it_is_about_to_lock(engine: Engine) {
    const SOON: &str = "Casebook locks in 20 seconds.";
    let mut server = app();
    let mut mentor = Mentor::install(engine, "about-to-lock", &server);
    server.stop();
    mentor.first_run();
    hold_memory(&mentor.session);
    mentor.session.reload();
    mentor.session.wait_until_ready();
    mentor.unlock();
    mentor.session.take_clock();
    // The watch was set before, by the real clock; a blank screen that ends sets it again.
    let s = &mentor.session;
    s.click("Blank screen");
    s.come_back();
    s.wait_until("no blank screen", "return !document.querySelector('#blank:modal')");
    s.advance(Duration::from_secs(4 * 60));
    assert!(!s.text_visible(SOON));
    s.advance(Duration::from_secs(45));
    s.wait_for(SOON);
    s.axe("about to lock");
    s.shot("platform-3-about-to-lock");
    s.press_keys("x");
    s.advance(Duration::from_secs(2));
    s.wait_gone(SOON);
    // A screen reader moves the focus and scrolls, and presses no key.
    for used in ["document.querySelector('a.nav').focus()", "window.dispatchEvent(new Event('scroll'))"] {
        s.advance(Duration::from_secs(4 * 60 + 15));
        s.run(used, json!([]));
    }
    s.advance(Duration::from_secs(4 * 60 + 15));
    assert!(!s.text_visible(SOON), "moving the focus and scrolling are use");
    look_at_memory(s);
    s.mark_document();
    s.run("void window.casebookClock.advance(60_000)", json!([]));
    s.wait_for_new_document();
    s.wait_for("Locked");
    if engine == Engine::Chromium {
        assert_eq!(s.run("return sessionStorage.getItem('left')", json!([])), json!("0"), "bytes left in the memory");
    }

    // And no text that is longer than any passphrase keeps the lock screen busy.
    s.wait_until_ready();
    s.run(
        "const field = document.getElementById('secret'); field.value = 'x'.repeat(5_000_000);
         field.dispatchEvent(new Event('input', { bubbles: true }))",
        json!([]),
    );
    s.click("Unlock");
    s.wait_for("much longer than a passphrase");
    mentor.all_was_well();
}

/// From the next reload on: how many bytes of the program's memory are not zero when the page is gone. Chromium only.
fn look_at_memory(session: &Session) {
    if session.engine() != Engine::Chromium {
        return;
    }
    session.run(
        "addEventListener('visibilitychange', () => {
           const memory = window.programMemory;
           if (memory) sessionStorage.setItem('left', String(new Uint8Array(memory.buffer).reduce((left, byte) => left + (byte ? 1 : 0), 0)));
         }, true)",
        json!([]),
    );
}

/// Keeps hold of the program's memory, from the next document on. Chromium only.
fn hold_memory(session: &Session) {
    if session.engine() != Engine::Chromium {
        return;
    }
    let script = "for (const name of ['instantiate', 'instantiateStreaming']) {
      const own = WebAssembly[name];
      WebAssembly[name] = async (...given) => {
        const made = await own.apply(WebAssembly, given);
        const memory = (made.instance ?? made).exports?.memory;
        if (memory) window.programMemory ??= memory;
        return made;
      };
    }";
    session.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }));
}

/// The demo's address leads there from the first screen, and says how from an open casebook.
pub fn the_demos_address_leads_there(engine: Engine) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, "demo-address", &server);
    server.stop();
    let s = &mentor.session;
    s.mark_document();
    s.go_to("#/demo");
    s.wait_for_new_document();
    s.wait_for("These pupils are made up.");
    s.go_to("#/worry");
    s.wait_for("Ms Invented");
    s.go_to("#/resources");
    s.wait_for("Feelings cards");
    s.go_to("#/pupils");
    s.wait_for("12 pupils");
    s.run("window.scrollTo(0, document.body.scrollHeight)", json!([]));
    s.wait_until("the banner", "const box = document.querySelector('.banner.demo').getBoundingClientRect(); return box.top >= 0 && box.top < 5");
    s.mark_document();
    s.click("Leave the demo");
    s.wait_for_new_document();
    s.wait_until_ready();
    mentor.first_run();
    mentor.add_pupil();
    mentor.session.go_to("#/demo");
    mentor.session.wait_for("Your casebook is locked first");
    mentor.start_looking();
    mentor.look("platform-4-to-the-demo");
    let s = &mentor.session;
    s.mark_document();
    s.click("Lock and open the demo");
    s.wait_for_new_document();
    s.wait_for("These pupils are made up.");
    s.mark_document();
    s.click("Leave the demo");
    s.wait_for_new_document();
    s.wait_until_ready();
    mentor.unlock();
    mentor.open_pupil();
    mentor.all_was_well();
}
