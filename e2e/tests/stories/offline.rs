//! What the page promises apart from any case: it starts without a network, it runs nothing that was altered, it sends nothing away.

use serde_json::json;

use super::*;

/// Loaded once, the app starts again with nobody to ask.
pub fn starts_with_the_server_stopped(engine: Engine) {
    let mut server = app();
    let mut session = installed(engine, "offline", &server);
    server.stop();
    session.reload();
    session.wait_until_ready();
    session.look("start");
    session.kill9();
    session.reopen();
    session.go(&server.url());
    session.wait_until_ready();
    let origin = server.origin();
    let strangers: Vec<_> = session.resources().into_iter().filter(|name| !name.starts_with(&origin)).collect();
    assert_eq!(strangers, Vec::<String>::new());
    assert_eq!(session.console(), Vec::<String>::new());
}

/// One other byte in the program: the browser refuses it, and the page says so instead of running it.
pub fn a_tampered_program_does_not_run(engine: Engine) {
    let server = app();
    let name = dist_file("app.", ".wasm");
    server.replace(&name, tampered(&name));
    let session = Session::start(engine, &scratch(engine, "tampered").join("profile"), LANDSCAPE);
    session.expect_complaints();
    session.go(&server.url());
    refuses_to_run(&session);
    session.shot("tampered");
}

/// The same for somebody who alters what the service worker keeps.
pub fn a_program_tampered_in_the_cache_does_not_run(engine: Engine) {
    let mut server = app();
    let session = installed(engine, "tampered-cache", &server);
    server.stop();
    in_the_cache(&session, &dist_file("app.", ".wasm"), "alter");
    session.reload();
    refuses_to_run(&session);
}

/// Alters a file that the service worker keeps, or takes it away.
fn in_the_cache(session: &Session, file: &str, how: &str) {
    session.expect_complaints();
    let changed = session.run_async(
        "const [file, how] = arguments;
         let changed = 0;
         for (const key of await caches.keys()) {
           const cache = await caches.open(key);
           for (const request of await cache.keys()) {
             if (!request.url.endsWith('/' + file)) continue;
             changed += 1;
             if (how === 'lose') { await cache.delete(request); continue; }
             const kept = await cache.match(request);
             const bytes = new Uint8Array(await kept.arrayBuffer());
             bytes[bytes.length - 1] ^= 1;
             await cache.put(request, new Response(bytes, { headers: kept.headers }));
           }
         }
         return changed",
        json!([file, how]),
    );
    assert_eq!(changed, json!(1), "the service worker does not keep {file} once");
}

/// What lies behind the lock is a file of its own: altered on its way it is refused too, and said where it is wanted.
pub fn a_tampered_second_part_does_not_run(engine: Engine) {
    let server = app();
    let name = dist_file("inside.", ".wasm");
    server.replace(&name, tampered(&name));
    let mut session = Session::start(engine, &scratch(engine, "tampered-second").join("profile"), LANDSCAPE);
    session.expect_complaints();
    session.go(&server.url());
    session.wait_until_ready();
    session.fill("Your name", "Sam Mentor");
    session.fill("Your school", "Example Primary School");
    session.tick("I have written the six words down");
    session.click("Make my casebook");
    session.wait_for(NOT_THERE);
    session.axe("tampered-second");
    session.shot("tampered-second");
    // As it was made, it is taken, whatever the browser kept of the other.
    server.restore();
    session.reload();
    session.wait_until_ready();
    session.wait_until_controlled();
    session.set_up("Sam Mentor", "Example Primary School", |_| {});
}

/// The same for somebody who alters it where the service worker keeps it: the casebook stays shut.
pub fn a_second_part_tampered_in_the_cache_does_not_run(engine: Engine) {
    let mut server = app();
    let mut session = installed(engine, "tampered-second-cache", &server);
    server.stop();
    let paper = session.set_up("Sam Mentor", "Example Primary School", |_| {});
    in_the_cache(&session, &dist_file("inside.", ".wasm"), "alter");
    session.reload();
    session.wait_until_ready();
    stays_locked(&session, &paper.passphrase);
}

/// Lost from the device: the lock screen is there and says so; with a connection the same press opens the casebook.
pub fn a_lost_second_part_says_what_to_do(engine: Engine) {
    let mut server = app();
    let mut session = installed(engine, "lost-second", &server);
    server.stop();
    let paper = session.set_up("Sam Mentor", "Example Primary School", |_| {});
    in_the_cache(&session, &dist_file("inside.", ".wasm"), "lose");
    session.reload();
    session.wait_until_ready();
    stays_locked(&session, &paper.passphrase);
    server.resume().expect("the same port");
    session.click("Unlock");
    session.wait_until_open();
    server.stop();
    session.reload();
    session.wait_until_ready();
    session.unlock(&paper.passphrase);
}

/// How the words begin for a second part that did not arrive.
const NOT_THERE: &str = "Part of Casebook did not load";

fn stays_locked(session: &Session, passphrase: &str) {
    session.fill("Passphrase", passphrase);
    session.click("Unlock");
    session.wait_for(NOT_THERE);
    assert!(session.can_click("Unlock"), "there is no second try");
    let open = session.run("return page.find('press', 'Quick note').length", json!([]));
    assert_eq!(open, json!(0), "the casebook is open");
}

fn tampered(name: &str) -> Vec<u8> {
    let mut bytes = fs::read(dist().join(name)).expect("the program");
    // The last byte belongs to the last section, so what is left would still be valid wasm or nearly so: integrity has to tell.
    if let Some(last) = bytes.last_mut() {
        *last ^= 1;
    }
    bytes
}

fn refuses_to_run(session: &Session) {
    session.wait_until(
        "the words of a failed start",
        "const el = document.getElementById('boot-failure'); return !!el && page.shown(el) && page.squeeze(el.innerText).length > 20",
    );
    assert_eq!(
        session.run("return 'ready' in document.body.dataset", json!([])),
        json!(false),
        "the app runs all the same"
    );
}

/// A worker that somebody managed to alter still cannot carry anything away: the service worker's headers hold for workers too.
pub fn a_worker_reaches_no_other_origin(engine: Engine) {
    let app = app();
    let session = installed(engine, "worker", &app);
    session.expect_complaints();
    let elsewhere = elsewhere(engine);
    let probe = format!(
        "const tried = await Promise.allSettled([fetch('{url}fetch'), fetch('{url}nocors', {{ mode: 'no-cors' }}), import('{url}import.js'),
           new Promise((yes, no) => {{ const s = new WebSocket('{socket}socket'); s.onopen = yes; s.onerror = no; }}),
           fetch('./headers.json', {{ cache: 'no-store' }})]);
         postMessage(tried.map((one) => one.status));",
        url = elsewhere.url(),
        socket = elsewhere.url().replace("http", "ws"),
    );
    let answer = session.run_async(
        "const [file, probe] = arguments;
         const kept = await caches.match(new URL(file, location.href));
         const headers = new Headers(kept.headers);
         for (const key of await caches.keys()) {
           const cache = await caches.open(key);
           if (await cache.match(kept.url || file)) await cache.put(kept.url || file, new Response(probe, { headers }));
         }
         return await new Promise((yes, no) => {
           const worker = new Worker('./' + file, { type: 'module' });
           worker.onmessage = (message) => yes(message.data);
           worker.onerror = (error) => no(error.message || 'the worker failed');
         })",
        json!([dist_file("worker-kdf.", ".js"), probe]),
    );
    let refused = "rejected";
    assert_eq!(answer, json!([refused, refused, refused, refused, "fulfilled"]), "the last one is our own origin");
    assert_eq!(elsewhere.seen(), Vec::<Seen>::new());
}

/// Another origin that lets everybody in, if only they are let out.
fn elsewhere(engine: Engine) -> Server {
    let dir = scratch(engine, "elsewhere");
    let open = json!({ "every": { "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin" }, "hashed": [] });
    fs::write(dir.join("headers.json"), open.to_string()).expect("its headers");
    Server::start(Options { dir, port: 0, base: "/".into() }).expect("a free port")
}

/// On a shared host, below a path, with the server stopped.
pub fn runs_below_a_path(engine: Engine) {
    let mut server = app_below("/some/school/");
    let session = installed(engine, "path", &server);
    server.stop();
    session.reload();
    session.wait_until_ready();
    let outside: Vec<_> = server.seen().into_iter().filter(|seen| !seen.path.starts_with("/some/school/")).collect();
    // The browser may look for an icon at the root by itself; nothing else leaves the path.
    assert!(outside.iter().all(|seen| seen.path == "/favicon.ico"), "{outside:?}");
}
