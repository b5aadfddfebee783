//! The ways by which keys and files come in and go out: the camera, pasting, the share sheet, dropping, and what the
//! system hands to the installed app.

use std::io::Write as _;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use casebook::qr;
use casebook_bundle::armor;
use casebook_vault::Recipient;
use serde_json::json;

use super::mentor::Mentor;
use super::*;

/// Something that is no bundle, sealed for a key by the age program.
fn sealed_for(key: &str) -> Vec<u8> {
    let mut age =
        Command::new("age").args(["-r", key]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("age");
    age.stdin.take().expect("its input").write_all(b"no bundle").expect("written");
    age.wait_with_output().expect("age").stdout
}

/// Drops files on the page as a mouse does, by name and bytes.
fn drop_files(session: &Session, files: &[(&str, &[u8])]) {
    let files: Vec<_> = files.iter().map(|(name, bytes)| json!([name, STANDARD.encode(bytes)])).collect();
    session.wait_until(
        "a page that takes files",
        "const dataTransfer = new DataTransfer();
         dataTransfer.items.add(new File(['none'], 'none'));
         const event = new DragEvent('dragenter', { dataTransfer, bubbles: true, cancelable: true });
         document.body.dispatchEvent(event);
         return event.defaultPrevented;",
    );
    session.run(
        "const data = new DataTransfer();
         for (const [name, text] of arguments[0]) data.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
         for (const type of ['dragenter', 'dragover', 'drop']) {
           const event = new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
           document.body.dispatchEvent(event);
           if (!event.defaultPrevented) throw new Error(`the browser would take the file at ${type}`);
         }",
        json!([files]),
    );
}

/// How many files wait, and how many refusals.
fn waiting(session: &Session) -> [u64; 2] {
    let counts = session.run_async(
        "const found = [];
         for (const name of await caches.keys()) {
           if (!name.startsWith('casebook-inbox ')) continue;
           for (const { url } of await (await caches.open(name)).keys()) found.push(url.includes('/inbox/refused/'));
         }
         return [found.filter((refused) => !refused).length, found.filter((refused) => refused).length]",
        json!([]),
    );
    [&counts[0], &counts[1]].map(|count| count.as_u64().unwrap_or_default())
}

/// A backup sealed by seven words: the file, its name, the words.
fn backup(session: &Session) -> (Vec<u8>, String, String) {
    session.go_to("#/backup");
    session.wait_for("How it is locked");
    session.tick("With seven words");
    session.click("Make the backup");
    session.wait_for("The seven words");
    let body = "return [...document.querySelectorAll('[aria-label=\"The seven words\"] li')].map((el) => page.squeeze(el.textContent)).join(' ')";
    let words = session.run(body, json!([])).as_str().unwrap_or_default().to_owned();
    session.click("Save the file");
    let path = session.take_download(".casebook");
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    (fs::read(&path).expect("the backup"), name, words)
}

/// Dropped anywhere, also while locked; as a file or as text; it outlasts a lock, is opened where the mentor says so, and is
/// gone then.
pub fn a_dropped_file_waits_until_it_is_opened(engine: Engine) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, "drop", &server);
    server.stop();
    server.forget();
    mentor.first_run();
    mentor.add_pupil();
    let (sealed, name, words) = backup(&mentor.session);
    mentor.start_looking();

    mentor.session.click("Today");
    drop_files(&mentor.session, &[("notes.pdf", b"%PDF-1.7")]);
    mentor.session.wait_for("That file was not accepted: it is not encrypted");
    assert_eq!(waiting(&mentor.session), [0, 0]);
    assert_eq!(mentor.session.route(), "#/today");
    mentor.close_notice();

    drop_files(&mentor.session, &[(&name, &sealed), ("gpj\u{202e}.casebook", &sealed[..100])]);
    mentor.session.wait_for("Open a backup or hand-over");
    mentor.session.wait_for(&format!("Chosen: {name}"));
    mentor.session.wait_for("Chosen: gpj\u{fffd}.casebook");
    mentor.look("94-dropped");
    mentor.session.click("Remove gpj");
    mentor.session.wait_gone("gpj");
    assert_eq!(waiting(&mentor.session), [1, 0]);

    // A lock drops what is in memory and not what waits.
    mentor.session.mark_document();
    mentor.session.click("Lock");
    mentor.session.wait_for_new_document();
    mentor.session.wait_until_ready();
    mentor.session.wait_for("A file has come in");
    mentor.look("95-locked-with-a-file");
    mentor.unlock();
    mentor.session.wait_for(&format!("Chosen: {name}"));
    mentor.session.click(&format!("Remove {name}"));
    mentor.session.wait_gone("Chosen:");
    assert_eq!(waiting(&mentor.session), [0, 0]);

    // Dropped on the lock screen, as text.
    mentor.session.click("Today");
    mentor.session.mark_document();
    mentor.session.click("Lock");
    mentor.session.wait_for_new_document();
    mentor.session.wait_until_ready();
    drop_files(&mentor.session, &[(&format!("{name}.txt"), armor::text(&sealed).as_bytes())]);
    mentor.session.wait_for("A file has come in");
    mentor.unlock();
    mentor.session.wait_for(&format!("Chosen: {name}.txt"));
    mentor.session.fill("The seven words", &words);
    mentor.session.click("See what's in it");
    mentor.session.wait_for("The same as here");
    assert_eq!(waiting(&mentor.session), [0, 0]);
    assert_eq!(server.seen(), Vec::<Seen>::new());
    mentor.all_was_well();
}

/// What another app shares comes as a form sent to Casebook's address; so may what another site sends. The server is
/// stopped: the service worker takes it, keeps what looks sealed, and the file stands chosen once the mentor has unlocked.
pub fn a_shared_file_is_kept_and_never_opened_by_itself(engine: Engine) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, "share-target", &server);
    mentor.first_run();
    mentor.add_pupil();
    let (sealed, name, words) = backup(&mentor.session);
    server.stop();
    server.forget();

    let dir = scratch(engine, "share-source");
    fs::write(dir.join("index.html"), "<!doctype html><title>Another app</title><link rel=icon href=data:,>")
        .expect("a page");
    let open = json!({ "every": {}, "hashed": [] });
    fs::write(dir.join("headers.json"), open.to_string()).expect("its headers");
    let other = Server::start(Options { dir, port: 0, base: "/".into() }).expect("a free port");
    let share = |session: &Session, files: &[(&str, &[u8])]| {
        session.go(&other.url());
        session.mark_document();
        let files: Vec<_> = files.iter().map(|(name, bytes)| json!([name, STANDARD.encode(bytes)])).collect();
        session.run(
            "const [action, files] = arguments;
             const data = new DataTransfer();
             for (const [name, text] of files) data.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
             const form = Object.assign(document.createElement('form'), { action, method: 'post', enctype: 'multipart/form-data' });
             const input = Object.assign(document.createElement('input'), { type: 'file', name: 'file', multiple: true });
             input.files = data.files;
             form.append(input);
             document.body.append(form);
             form.submit();",
            json!([format!("{}share", server.url()), files]),
        );
        session.wait_for_new_document();
        session.wait_until_ready();
    };

    share(&mentor.session, &[(&name, &sealed), ("holiday.jpg", b"\xff\xd8\xff\xe0 no bundle")]);
    assert_eq!(mentor.session.route(), "#/open");
    mentor.session.wait_for("A file has come in");
    assert_eq!(waiting(&mentor.session), [1, 1]);
    mentor.unlock();
    mentor.session.wait_for(&format!("Chosen: {name}"));
    mentor.session.wait_for("That file was not accepted: it is not encrypted");
    assert_eq!(waiting(&mentor.session), [1, 0]);
    mentor.session.fill("The seven words", &words);
    mentor.session.click("See what's in it");
    mentor.session.wait_for("The same as here");
    assert_eq!(waiting(&mentor.session), [0, 0]);

    // Sealed for this tablet's own key, which is no secret: not even that is opened before somebody taps.
    mentor.session.go_to("#/tablet-key");
    mentor.session.wait_for("The key of this tablet");
    let key = mentor.session.run("return document.querySelector('.qr-text').textContent", json!([]));
    let key = Recipient::parse(key.as_str().unwrap_or_default()).expect("a key");
    mentor.session.wait_for(&key.fingerprint().join(" "));
    let drawn = mentor.session.run("return document.querySelector('.qr-code path').getAttribute('d')", json!([]));
    assert_eq!(drawn, json!(qr::draw(key.text()).expect("short enough").path()));
    mentor.start_looking();
    mentor.look("98-tablet-key");
    share(&mentor.session, &[("stranger.casebook", &sealed_for(key.text()))]);
    mentor.unlock();
    mentor.session.wait_for("Chosen: stranger.casebook");
    mentor.session.wait_for("See what's in it");
    assert!(!mentor.session.text_visible("Not opened"), "it was opened by itself");
    mentor.session.click("See what's in it");
    mentor.session.wait_for("Not opened; nothing was written.");
    mentor.session.click("Remove stranger.casebook");
    mentor.session.wait_gone("Chosen:");

    // However much is sent, so many wait and no more; what is there first stays.
    let names: Vec<String> = (0..25).map(|number| format!("flood {number}.casebook")).collect();
    let flood: Vec<(&str, &[u8])> = names.iter().map(|name| (&name[..], &sealed[..64])).collect();
    share(&mentor.session, &flood[..15]);
    share(&mentor.session, &flood[10..]);
    assert_eq!(waiting(&mentor.session), [20, 1]);
    share(&mentor.session, &[]);
    mentor.unlock();
    mentor.session.wait_for("There was no file in what was shared.");
    mentor.session.wait_for("Chosen: flood 0.casebook");
    assert_eq!(server.seen(), Vec::<Seen>::new());
}

/// Opened from the system's files with the installed app: the browser's queue is stood in for, the handle of the file is a
/// real one. It waits over a reload, in which the browser tells of it again, as one file.
pub fn a_file_opened_with_the_installed_app_waits(engine: Engine) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, "launch", &server);
    server.stop();
    mentor.first_run();
    let (sealed, name, _) = backup(&mentor.session);
    if engine == Engine::Firefox {
        // It installs no apps.
        return;
    }
    mentor.session.run_async(
        "const [name, text] = arguments;
         const folder = await navigator.storage.getDirectory();
         const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
         await stream.write(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
         await stream.close();",
        json!([name, STANDARD.encode(&sealed)]),
    );
    let queue = format!(
        "Object.defineProperty(window, 'launchQueue', {{ value: {{ setConsumer: async (consumer) => {{
           const folder = await navigator.storage.getDirectory();
           consumer({{ files: [await folder.getFileHandle({})] }});
         }} }} }})",
        json!(name)
    );
    mentor.session.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": queue }));
    for _ in 0..2 {
        mentor.session.reload();
        mentor.session.wait_until_ready();
        mentor.session.wait_for("A file has come in");
        assert_eq!(waiting(&mentor.session), [1, 0]);
    }
    mentor.unlock();
    mentor.session.wait_for(&format!("Chosen: {name}"));
}

/// The share sheet of a device that has one gets the sealed file as text, under a name that names nobody; closing it is no
/// error. The sheet itself is stood in for: neither browser has one here, and there the button stays away.
pub fn what_is_shared_is_the_sealed_file_as_text(engine: Engine) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, "share", &server);
    server.stop();
    mentor.first_run();
    mentor.add_pupil();
    let _ = backup(&mentor.session);
    let has_none = mentor.session.run("return !navigator.share || !navigator.canShare", json!([]));
    if has_none == json!(true) {
        assert!(!mentor.session.can_click("Share the file"), "a sheet is offered that is not there");
    }
    mentor.session.run(
        "window.sheet = [];
         const define = (name, value) => Object.defineProperty(navigator, name, { value, configurable: true });
         define('canShare', (data) => data.files.every((file) => file.name.endsWith('.txt') && file.type === 'text/plain'));
         define('share', async (data) => {
           window.sheet.push([data.title, data.files[0].name, await data.files[0].text()]);
           if (window.sheet.length === 1) throw new DOMException('closed', 'AbortError');
           if (window.sheet.length === 2) throw new DOMException('no', 'NotAllowedError');
         });",
        json!([]),
    );
    mentor.session.go_to("#/today");
    mentor.session.go_to("#/backup");
    mentor.session.wait_for("How it is locked");
    mentor.session.tick("With the recovery sheet");
    mentor.session.click("Make the backup");
    mentor.session.wait_for("Save the file");
    mentor.session.click("Share the file");
    mentor.session.wait_until("the sheet to be closed", "return window.sheet.length === 1");
    assert!(!mentor.session.text_visible("Is the backup off this tablet?"));
    assert!(!mentor.session.text_visible("did not accept the file"));
    mentor.session.click("Share the file");
    mentor.session.wait_for("This device did not accept the file.");
    mentor.start_looking();
    mentor.look("96-share-refused");
    mentor.session.click("Share the file");
    mentor.session.wait_for("Shared as text");
    mentor.session.wait_for("Is the backup off this tablet?");
    mentor.look("97-shared");
    mentor.session.click("Save the file");
    let saved = fs::read(mentor.session.take_download(".casebook")).expect("the file");
    for shared in mentor.session.run("return window.sheet", json!([])).as_array().expect("what was shared") {
        assert_eq!(shared[0], json!("Casebook file"));
        let name = shared[1].as_str().unwrap_or_default();
        assert!(name.ends_with(".casebook.txt") && !name.contains("Robin"), "{name}");
        assert_eq!(armor::sealed(shared[2].as_str().unwrap_or_default().as_bytes().to_vec()), Ok(saved.clone()));
    }
    mentor.all_was_well();
}
