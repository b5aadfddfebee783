//! Files that came in by themselves and wait to be opened: dropped on the page, opened with Casebook from the system's
//! files, or shared to it by another app. They lie in a cache of the browser's, sealed as they came, so they outlast a lock
//! and a closed window.
//!
//! `public/sw.js` puts what is shared into the same place, in the same way and within the same bounds; another site can
//! send something there too. Nothing is opened by itself, what does not look sealed is not kept, and it is all gone after a
//! week.
//!
//! A file's address is `./inbox/<id>/~<name>`; the id begins with the moment in milliseconds. (With the tilde no name is a step
//! up the path.) What could not be kept leaves
//! `./inbox/refused/<why>`.

use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Cache, File, Headers, Request, Response, ResponseInit, Url};

use super::clock;
use super::files::{FileError, Picked};
use casebook_bundle::armor;
use casebook_bundle::format::{MAX_FILE, MAX_FILES, MAX_WAITING};
use casebook_repository::ids;

/// A week.
const KEPT_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// Enough to see whether a file is sealed, white space before its text included.
const START: f64 = 2048.0;
const SIZE: &str = "X-Size";

/// A file that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingFile {
    /// What to ask for it by.
    pub key: String,
    /// Its name, as the person who sent it wrote it.
    pub name: String,
    /// Its bytes, about.
    pub size: u64,
}

/// Why a file is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotKept {
    /// It is larger than any bundle.
    TooLarge,
    /// It does not look like a sealed file.
    NotSealed,
    /// Too many files wait already, or the device is full.
    Full,
    /// The browser could not read it.
    Unreadable,
    /// There was no file in what came.
    Nothing,
    /// This browser keeps nothing.
    NotHere,
}

impl NotKept {
    fn from_code(code: &str) -> Self {
        match code {
            "too-large" => Self::TooLarge,
            "not-sealed" => Self::NotSealed,
            "full" => Self::Full,
            "nothing" => Self::Nothing,
            _ => Self::Unreadable,
        }
    }
}

/// Keeps a file.
pub(super) async fn keep(file: &File) -> Result<(), NotKept> {
    let size = file.size() as u64;
    if size > MAX_FILE {
        return Err(NotKept::TooLarge);
    }
    let start = file.slice_with_f64_and_f64(0.0, START).map_err(|_| NotKept::Unreadable)?;
    if !armor::looks_sealed(&bytes(&start).await.ok_or(NotKept::Unreadable)?) {
        return Err(NotKept::NotSealed);
    }
    let inbox = Inbox::open().await.ok_or(NotKept::NotHere)?;
    let (waiting, _) = inbox.look().await;
    let held: u64 = waiting.iter().map(|waiting| waiting.size).sum();
    if waiting.len() >= MAX_WAITING || held + size > MAX_FILES {
        return Err(NotKept::Full);
    }
    // The same file brought twice is one: the browser tells of a file that the app was opened with after each reload.
    for other in waiting.iter().filter(|other| other.name == file.name() && other.size == size) {
        let held = inbox.blob(&other.key).await;
        if let (Some(one), Some(two)) = (hash(file).await, hash_of(held.as_ref()).await)
            && one == two
        {
            return Ok(());
        }
    }
    let id = [clock::now().utc_ms.to_string(), ids::record_id().to_string()].join("-");
    let name = String::from(js_sys::encode_uri_component(&shortened(&file.name())));
    inbox.put(&["./inbox/", &id, "/~", &name].concat(), file, size).await.ok_or(NotKept::Full)
}

/// A name that is not longer than file systems have them.
fn shortened(name: &str) -> String {
    name.chars().take(200).collect()
}

/// The files that wait, the oldest first, and why another one could not be kept: that is told once.
pub async fn look() -> (Vec<WaitingFile>, Option<NotKept>) {
    match Inbox::open_if_any().await {
        Some(inbox) => inbox.look().await,
        None => (Vec::new(), None),
    }
}

/// Whether files wait; what could not be kept stays to be told.
pub async fn peek() -> Vec<WaitingFile> {
    match Inbox::open_if_any().await {
        Some(inbox) => inbox.entries().await.into_iter().filter_map(Entry::waiting).collect(),
        None => Vec::new(),
    }
}

/// What a waiting file holds.
///
/// # Errors
/// [`FileError::NothingChosen`] where it is gone, [`FileError::TooLarge`], [`FileError::Unreadable`].
pub async fn read(waiting: &WaitingFile) -> Result<Picked, FileError> {
    let inbox = Inbox::open_if_any().await.ok_or(FileError::NothingChosen)?;
    let blob = inbox.blob(&waiting.key).await.ok_or(FileError::NothingChosen)?;
    let size = blob.size() as u64;
    if size > MAX_FILE {
        return Err(FileError::TooLarge { size, limit: MAX_FILE });
    }
    let bytes = bytes(&blob).await.ok_or(FileError::Unreadable)?;
    Ok(Picked { name: waiting.name.clone(), bytes })
}

/// Keeps a file no longer.
pub async fn forget(waiting: &WaitingFile) {
    if let Some(inbox) = Inbox::open_if_any().await {
        inbox.remove(&waiting.key).await;
    }
}

async fn bytes(blob: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

async fn hash_of(blob: Option<&Blob>) -> Option<Vec<u8>> {
    hash(blob?).await
}

/// By the browser, so that a large file need not come into the program's memory.
async fn hash(blob: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    let crypto = web_sys::window()?.crypto().ok()?;
    let subtle = Reflect::get(&crypto, &"subtle".into()).ok()?;
    let digest: Function = Reflect::get(&subtle, &"digest".into()).ok()?.dyn_into().ok()?;
    let sum: Promise = digest.call2(&subtle, &"SHA-256".into(), &buffer).ok()?.dyn_into().ok()?;
    Some(Uint8Array::new(&JsFuture::from(sum).await.ok()?).to_vec())
}

struct Inbox {
    cache: Cache,
    /// The app's own folder.
    scope: String,
}

/// What lies in the inbox.
enum Entry {
    File(WaitingFile, i64),
    Refused(String, NotKept),
}

impl Entry {
    fn waiting(self) -> Option<WaitingFile> {
        match self {
            Self::File(waiting, _) => Some(waiting),
            Self::Refused(..) => None,
        }
    }
}

impl Inbox {
    async fn open() -> Option<Self> {
        Self::opened(true).await
    }

    async fn open_if_any() -> Option<Self> {
        Self::opened(false).await
    }

    async fn opened(make: bool) -> Option<Self> {
        let window = web_sys::window()?;
        if !super::has(&window, "caches") {
            return None;
        }
        let base = window.document()?.base_uri().ok()??;
        let scope = Url::new_with_base("./", &base).ok()?;
        let caches = window.caches().ok()?;
        // Beside the caches of the builds, which are thrown away with them.
        let name = ["casebook-inbox ", &scope.pathname()].concat();
        if !make && !JsFuture::from(caches.has(&name)).await.ok()?.is_truthy() {
            return None;
        }
        let cache = JsFuture::from(caches.open(&name)).await.ok()?.unchecked_into();
        Some(Self { cache, scope: scope.href() })
    }

    async fn put(&self, path: &str, file: &File, size: u64) -> Option<()> {
        let headers = Headers::new().ok()?;
        headers.set(SIZE, &size.to_string()).ok()?;
        headers.set("Content-Type", "application/octet-stream").ok()?;
        let init = ResponseInit::new();
        init.set_headers(&headers);
        let answer = Response::new_with_opt_blob_and_init(Some(file), &init).ok()?;
        let url = Url::new_with_base(path, &self.scope).ok()?.href();
        JsFuture::from(self.cache.put_with_str(&url, &answer)).await.ok().map(drop)
    }

    async fn blob(&self, url: &str) -> Option<Blob> {
        let answer: Response = JsFuture::from(self.cache.match_with_str(url)).await.ok()?.dyn_into().ok()?;
        JsFuture::from(answer.blob().ok()?).await.ok()?.dyn_into().ok()
    }

    async fn remove(&self, url: &str) {
        let _ = JsFuture::from(self.cache.delete_with_str(url)).await;
    }

    async fn look(&self) -> (Vec<WaitingFile>, Option<NotKept>) {
        let now = clock::now().utc_ms;
        let (mut files, mut refused) = (Vec::new(), None);
        for entry in self.entries().await {
            match entry {
                Entry::File(waiting, since) if now - since > KEPT_MS => self.remove(&waiting.key).await,
                Entry::File(waiting, _) => files.push(waiting),
                Entry::Refused(url, why) => {
                    self.remove(&url).await;
                    refused = Some(why);
                }
            }
        }
        (files, refused)
    }

    async fn entries(&self) -> Vec<Entry> {
        let Ok(requests) = JsFuture::from(self.cache.keys()).await else { return Vec::new() };
        let mut entries = Vec::new();
        for request in js_sys::Array::from(&requests).iter() {
            if let Some(entry) = self.entry(request.unchecked_into::<Request>().url()).await {
                entries.push(entry);
            }
        }
        entries
    }

    async fn entry(&self, url: String) -> Option<Entry> {
        let path = url.strip_prefix(&self.scope)?.strip_prefix("inbox/")?;
        let (id, name) = path.split_once('/')?;
        if id == "refused" {
            return Some(Entry::Refused(url.clone(), NotKept::from_code(name)));
        }
        let since = id.split('-').next()?.parse().ok()?;
        let name = js_sys::decode_uri_component(name.strip_prefix('~')?).map(String::from).unwrap_or_default();
        let answer: JsValue = JsFuture::from(self.cache.match_with_str(&url)).await.ok()?;
        let size = answer.dyn_into::<Response>().ok()?.headers().get(SIZE).ok()??.parse().ok()?;
        Some(Entry::File(WaitingFile { key: url, name, size }, since))
    }
}
