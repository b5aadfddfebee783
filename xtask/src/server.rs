//! A static server for `dist/` with the headers that the build wrote down.
//!
//! It runs in the process, on a thread of its own, so that a test can stop it (connections and all), start it again on the same
//! port, hand out an altered file, and see every request that a browser really made.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::headers;

/// What to serve, and where.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder whose files are served.
    pub dir: PathBuf,
    /// The port on localhost; 0 takes a free one.
    pub port: u16,
    /// The path below which the files appear, beginning and ending with a slash: `/`, or `/casebook/` as on a shared host.
    pub base: String,
}

/// One request, as it reached the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The method: GET nearly always.
    pub method: String,
    /// Path and query, with the base.
    pub path: String,
    /// The status that was answered.
    pub status: u16,
}

#[derive(Default)]
struct Shared {
    seen: Vec<Seen>,
    replaced: BTreeMap<String, Vec<u8>>,
}

struct Site {
    dir: PathBuf,
    base: String,
    every: Vec<(HeaderName, HeaderValue)>,
    hashed: Vec<String>,
    shared: Arc<Mutex<Shared>>,
}

/// A server that can be stopped and started again. Stops when dropped.
pub struct Server {
    options: Options,
    shared: Arc<Mutex<Shared>>,
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl Server {
    /// Serves from now on. Fails when the port is taken or the folder has no readable `headers.json`.
    pub fn start(options: Options) -> io::Result<Self> {
        let mut server = Self { options, shared: Arc::default(), running: None };
        server.resume()?;
        Ok(server)
    }

    /// The address of the first page.
    pub fn url(&self) -> String {
        format!("http://localhost:{}{}", self.options.port, self.options.base)
    }

    /// The scheme, host and port, without a slash at the end.
    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.options.port)
    }

    /// Stops listening and drops every open connection: from here on the site is really out of reach.
    pub fn stop(&mut self) {
        if let Some((stop, thread)) = self.running.take() {
            // Either may have ended by itself; then there is nothing left to stop.
            let _ = stop.send(());
            let _ = thread.join();
        }
    }

    /// Serves again, on the same port. Nothing happens when it runs already.
    pub fn resume(&mut self) -> io::Result<()> {
        if self.running.is_some() {
            return Ok(());
        }
        let site = Arc::new(Site::open(&self.options, self.shared.clone())?);
        // Browsers ask for localhost under both families; one that waits for a refusal of the other costs time.
        let four = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, self.options.port)))?;
        self.options.port = four.local_addr()?.port();
        let six = TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, self.options.port))).ok();
        let listeners: Vec<_> = [Some(four), six].into_iter().flatten().collect();
        for listener in &listeners {
            listener.set_nonblocking(true)?;
        }
        let (stop, stopped) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let thread = std::thread::Builder::new().name("server".into()).spawn(move || {
            runtime.spawn(accept_all(listeners, site));
            // An error means that the server itself is gone, which ends it as well.
            let _ = runtime.block_on(stopped);
            // Dropping the runtime drops the connections' tasks, and with them their sockets.
        })?;
        self.running = Some((stop, thread));
        Ok(())
    }

    /// Every request since the start or the last `forget`, in the order of arrival.
    pub fn seen(&self) -> Vec<Seen> {
        lock(&self.shared).seen.clone()
    }

    /// Empties the list of requests.
    pub fn forget(&self) {
        lock(&self.shared).seen.clear();
    }

    /// From now on hands out these bytes in place of the file (a path below the base, without a slash in front).
    pub fn replace(&self, file: &str, bytes: Vec<u8>) {
        lock(&self.shared).replaced.insert(file.to_owned(), bytes);
    }

    /// Hands out all files as they are on disk again.
    pub fn restore(&self) {
        lock(&self.shared).replaced.clear();
    }

    /// Blocks until the server ends by itself, which it does not.
    pub fn wait(mut self) {
        if let Some((stop, thread)) = self.running.take() {
            let _ = thread.join();
            drop(stop);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    // A panic in a test that held the lock leaves plain data, whole enough to continue with.
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn accept_all(listeners: Vec<TcpListener>, site: Arc<Site>) {
    let mut families = JoinSet::new();
    for listener in listeners {
        let site = site.clone();
        families.spawn(async move {
            let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
                return;
            };
            let mut connections = JoinSet::new();
            loop {
                let Ok((stream, _)) = listener.accept().await else {
                    continue;
                };
                let site = site.clone();
                connections.spawn(async move {
                    let answer = service_fn(move |request| {
                        let site = site.clone();
                        async move { Ok::<_, Infallible>(site.answer(&request)) }
                    });
                    // A browser that goes away in the middle is no failure of ours.
                    let _ =
                        hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
                });
                while connections.try_join_next().is_some() {}
            }
        });
    }
    families.join_all().await;
}

impl Site {
    fn open(options: &Options, shared: Arc<Mutex<Shared>>) -> io::Result<Self> {
        let path = options.dir.join("headers.json");
        let text = fs::read_to_string(&path).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}; scripts/build makes it", path.display()))
        })?;
        let bad = || {
            io::Error::new(io::ErrorKind::InvalidData, format!("{} is not what scripts/build writes", path.display()))
        };
        let headers::Served { every, hashed } = headers::parse(&text).ok_or_else(bad)?;
        let every = every
            .into_iter()
            .map(|(name, value)| Some((HeaderName::try_from(name).ok()?, HeaderValue::try_from(value).ok()?)))
            .collect::<Option<_>>()
            .ok_or_else(bad)?;
        Ok(Self { dir: options.dir.clone(), base: options.base.clone(), every, hashed, shared })
    }

    fn answer<B>(&self, request: &Request<B>) -> Response<Full<Bytes>> {
        let mut response = self.respond(request.method(), request.uri().path());
        for (name, value) in &self.every {
            response.headers_mut().insert(name, value.clone());
        }
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
        lock(&self.shared).seen.push(Seen {
            method: request.method().to_string(),
            path,
            status: response.status().as_u16(),
        });
        response
    }

    fn respond(&self, method: &Method, path: &str) -> Response<Full<Bytes>> {
        if method != Method::GET && method != Method::HEAD {
            let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD.");
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            return response;
        }
        let Some(file) = path.strip_prefix(&self.base) else {
            if path == self.base.trim_end_matches('/') {
                let mut response = plain(StatusCode::MOVED_PERMANENTLY, "");
                if let Ok(to) = HeaderValue::try_from(&self.base) {
                    response.headers_mut().insert(LOCATION, to);
                }
                return response;
            }
            return plain(StatusCode::NOT_FOUND, "Nothing here.");
        };
        let file = if file.is_empty() { "index.html" } else { file };
        let Some(body) = self.read(file) else {
            return plain(StatusCode::NOT_FOUND, "Nothing here.");
        };
        let mut response = Response::new(Full::new(Bytes::from(body)));
        let hashed = self.hashed.iter().any(|name| name == file);
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(mime(file)));
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(headers::cache_control(hashed)));
        response
    }

    fn read(&self, file: &str) -> Option<Vec<u8>> {
        if let Some(bytes) = lock(&self.shared).replaced.get(file) {
            return Some(bytes.clone());
        }
        // Our file names need no percent encoding, so a name that has any is none of ours.
        let path = Path::new(file);
        let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
        if !plain || file.contains('%') || file.contains('\\') {
            return None;
        }
        fs::read(self.dir.join(path)).ok()
    }
}

fn plain(status: StatusCode, words: &'static str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from_static(words.as_bytes())));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

/// The media type by the end of the name; `nosniff` makes a wrong one fatal for scripts, styles and wasm.
pub fn mime(file: &str) -> &'static str {
    match file.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    fn site(name: &str, base: &str) -> Server {
        let dir = std::env::temp_dir().join(format!("casebook-server-{name}-{}", std::process::id()));
        fs::create_dir_all(&dir).expect("a scratch folder");
        fs::write(dir.join("headers.json"), headers::server_json(&["a.12345678.js".into()]).to_string())
            .expect("write");
        fs::write(dir.join("index.html"), "<!doctype html>").expect("write");
        fs::write(dir.join("a.12345678.js"), "1").expect("write");
        Server::start(Options { dir, port: 0, base: base.into() }).expect("a free port")
    }

    fn get(server: &Server, request: &str) -> io::Result<String> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, server.options.port))?;
        write!(stream, "{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        Ok(text.to_lowercase())
    }

    #[test]
    fn every_answer_has_the_headers_even_a_failure() {
        let server = site("headers", "/");
        for request in ["GET /", "GET /nothing", "POST /"] {
            let answer = get(&server, request).expect("an answer");
            for (name, value) in headers::security() {
                let line = format!("{name}: {value}").to_lowercase();
                assert!(answer.contains(&line), "{request}: {line} in {answer}");
            }
        }
        assert_eq!(server.seen().iter().map(|seen| seen.status).collect::<Vec<_>>(), [200, 404, 405]);
    }

    #[test]
    fn only_hashed_files_are_kept_for_ever() {
        let server = site("cache", "/");
        assert!(get(&server, "GET /a.12345678.js").expect("an answer").contains("immutable"));
        assert!(get(&server, "GET /").expect("an answer").contains("cache-control: no-cache"));
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let server = site("out", "/");
        for path in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "//etc/passwd", "/./../x"] {
            assert!(get(&server, &format!("GET {path}")).expect("an answer").starts_with("http/1.1 404"), "{path}");
        }
    }

    #[test]
    fn a_base_path_is_the_only_way_in() {
        let server = site("base", "/sub/path/");
        assert!(get(&server, "GET /sub/path/").expect("an answer").starts_with("http/1.1 200"));
        assert!(get(&server, "GET /sub/path").expect("an answer").contains("location: /sub/path/"));
        assert!(get(&server, "GET /").expect("an answer").starts_with("http/1.1 404"));
    }

    #[test]
    fn stopped_means_out_of_reach_and_resumed_is_the_same_port() {
        let mut server = site("stop", "/");
        let mut open = TcpStream::connect((Ipv4Addr::LOCALHOST, server.options.port)).expect("connected");
        write!(open, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("sent");
        let mut byte = [0];
        open.read_exact(&mut byte).expect("the answer begins");
        server.stop();
        let mut rest = Vec::new();
        // A reset is as good an end as a close.
        let _ = open.read_to_end(&mut rest);
        assert!(get(&server, "GET /").is_err());
        server.resume().expect("the port is free again");
        assert!(get(&server, "GET /").expect("an answer").starts_with("http/1.1 200"));
    }
}
