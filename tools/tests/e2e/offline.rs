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
    session.go(&server.url());
    refuses_to_run(&session);
    session.shot("tampered");
}

/// The same for somebody who alters what the service worker keeps.
pub fn a_program_tampered_in_the_cache_does_not_run(engine: Engine) {
    let mut server = app();
    let session = installed(engine, "tampered-cache", &server);
    server.stop();
    let changed = session.run_async(
        "let changed = 0;
         for (const key of await caches.keys()) {
           const cache = await caches.open(key);
           for (const request of await cache.keys()) {
             if (!/\\/app\\.[0-9a-f]+\\.wasm$/.test(request.url)) continue;
             const kept = await cache.match(request);
             const bytes = new Uint8Array(await kept.arrayBuffer());
             bytes[bytes.length - 1] ^= 1;
             await cache.put(request, new Response(bytes, { headers: kept.headers }));
             changed += 1;
           }
         }
         return changed",
        json!([]),
    );
    assert_eq!(changed, json!(1), "the service worker keeps the program once");
    session.reload();
    refuses_to_run(&session);
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
