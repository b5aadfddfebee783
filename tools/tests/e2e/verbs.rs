//! The harness itself, on a page of its own: a verb that finds the wrong thing would prove nothing about the app.

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
