//! The harness itself, on a page of its own: a verb that finds the wrong thing would prove nothing about the app.

use std::time::Duration;

use serde_json::json;

use super::*;

fn page(engine: Engine, name: &str) -> (Session, Server) {
    let dir = scratch(engine, name);
    for file in ["index.html", "verbs.js"] {
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("pages/verbs").join(file), dir.join(file))
            .expect("the page");
    }
    fs::write(dir.join("headers.json"), headers::server_json(&[]).to_string()).expect("its headers");
    let server = Server::start(Options { dir: dir.clone(), port: 0, base: "/".into() }).expect("a free port");
    let session = Session::start(engine, &dir.join("profile"), PORTRAIT);
    session.go(&server.url());
    (session, server)
}

/// The same on all hands.
fn fills_the_form(session: &Session) {
    session.fill("Full name", "Robin Şample");
    assert_eq!(session.value("Full name (optional)"), "Robin Şample");
    session.fill("Full name", "Robin");
    session.fill("Born", "2015-09-01");
    session.fill("Notes", "Two\nlines");
    session.choose("Key stage", "Key stage 2");
    session.choose("Consent", "Withdrawn");
    session.tick("Looked after");
    session.click("Alex Sample > Edit");
    session.wait_for("Edits Alex Sample");
    session.click("Contacts > Edit #1");
    session.wait_for("Edits Robin Sample");
    let values: Vec<_> = ["Full name", "Born", "Notes", "Key stage", "Withdrawn", "Looked after"]
        .map(|label| session.value(label))
        .into();
    assert_eq!(values, ["Robin", "2015-09-01", "Two\nlines", "Key stage 2", "true", "true"]);
    session.untick("Looked after");
    assert_eq!(session.value("Looked after"), "false");
    session.click("Open dialog");
    assert!(!session.can_click("First link"), "what lies behind a dialog is out of reach");
    session.click("Yes");
    session.wait_for("Was sure");
    assert!(!session.can_click("Never shown"));
}

pub fn by_pointer(engine: Engine) {
    let (mut session, server) = page(engine, "verbs");
    fills_the_form(&session);
    let file = scratch(engine, "verbs-file").join("a.casebook");
    fs::write(&file, "x").expect("a file");
    session.give_file("Backup file", &file);
    session.wait_for("Got a.casebook");
    session.set_theme(Theme::Dark);
    session.shot("verbs");
    session.axe("verbs");
    session.reload();
    assert!(!session.text_visible("Got a.casebook"), "a reload shows a new document");
    let paths: Vec<_> = server.seen().into_iter().map(|seen| seen.path).collect();
    assert!(paths.contains(&"/verbs.js".to_owned()), "{paths:?}");
    session.kill9();
    session.reopen();
    session.go(&server.url());
    session.wait_for("Contacts");
}

pub fn by_keyboard(engine: Engine) {
    let (mut session, _server) = page(engine, "verbs-keyboard");
    session.use_hands(Hands::Keyboard);
    fills_the_form(&session);
    session.tab_to("First link");
    assert_eq!(session.focused(), "First link");
}

/// Fingers, and time in the harness's hands.
pub fn as_a_tablet(engine: Engine) {
    let (session, _server) = page(engine, "verbs-tablet");
    session.run(
        "window.touched = []; window.rang = []; \
         document.addEventListener('pointerdown', (event) => window.touched.push(event.pointerType), true);",
        json!([]),
    );
    session.touch(&["Alex Sample > Edit", "Robin Sample > Edit"]);
    session.wait_for("Edits Robin Sample");
    // WebKit's driver makes a mouse of every finger.
    let pointer = if engine == Engine::WebKit { "mouse" } else { "touch" };
    assert_eq!(session.run("return window.touched", json!([])), json!([pointer, pointer]));

    session.take_clock();
    session.run(
        "window.began = window.Date.now(); \
         const note = (what) => window.rang.push([what, Math.round((window.Date.now() - window.began) / 1000)]); \
         setTimeout(() => { note('a'); setTimeout(() => note('c'), 4000); }, 2000); \
         setTimeout(() => note('b'), 5000); clearTimeout(setTimeout(() => note('never'), 1000));",
        json!([]),
    );
    assert_eq!(session.advance(Duration::from_secs(20)), 3);
    assert_eq!(session.run("return window.rang", json!([])), json!([["a", 2], ["b", 5], ["c", 6]]));
    let passed = session.run("return Math.round((new window.Date() - window.began) / 1000)", json!([]));
    assert_eq!(passed, json!(20));
    session.run(
        "setTimeout(() => window.rang.push(Math.round((window.Date.now() - window.began) / 1000)), 3000)",
        json!([]),
    );
    session.oversleep(Duration::from_secs(60));
    assert_eq!(session.run("return window.rang[3]", json!([])), json!(80), "not before it woke");
    // The browser itself sleeps: no timer of its own goes off in the meantime.
    session.run(
        "window.ticks = []; let last = performance.now(); \
         setInterval(() => { const now = performance.now(); window.ticks.push(now - last); last = now; }, 50)",
        json!([]),
    );
    session.sleep(Duration::from_secs(2));
    session.wait_until("a gap of two seconds", "return window.ticks.some((gap) => gap > 1900)");
}
