//! The browser, one file per capability.
//!
//! Nothing outside this module names `web_sys`, `js_sys`, `rexie`, `idb` or `gloo`. What it offers are Rust types: no JavaScript
//! value escapes, an error is a situation, and a listener or a lock ends when its handle is dropped.
//!
//! | module | what |
//! |---|---|
//! | [`db`] | IndexedDB: sealed rows, one strict transaction a change |
//! | [`kdf`], [`bundle_worker`] | the workers, asked from the page |
//! | [`worker`] | both ends of a worker |
//! | [`tabs`] | which tab has the casebook |
//! | [`service_worker`] | offline, and new versions |
//! | [`page`] | location, visibility, idleness, printing, focus |
//! | [`files`] | files out and in |
//! | [`camera`] | the camera's picture, shown and in grey |
//! | [`clipboard`] | copying a text |
//! | [`share`] | files out by the system's share sheet |
//! | [`arrivals`], [`inbox`] | files that come in by themselves, and where they wait |
//! | [`marker`] | what is remembered outside the database, in clear |
//! | [`storage_health`] | whether the browser promised to keep what is stored |
//! | [`clock`], [`random`] | time and identifiers |
//! | [`timer`] | pauses and ticks |
//! | [`wake_lock`], [`vibrate`], [`tone`] | a lit screen, a buzz, a soft tone |

pub mod arrivals;
pub mod bundle_worker;
pub mod camera;
pub mod clipboard;
pub mod clock;
pub mod db;
pub mod files;
pub mod inbox;
pub mod kdf;
pub mod marker;
pub mod page;
pub mod pointer;
pub mod service_worker;
pub mod share;
pub mod storage_health;
pub mod tabs;
pub mod timer;
pub mod tone;
pub mod vibrate;
pub mod wake_lock;
pub mod worker;

mod events;

pub use events::Listener;

/// Whether this browser has a property at all. The bindings take its being there for granted.
fn has(object: &wasm_bindgen::JsValue, property: &str) -> bool {
    js_sys::Reflect::has(object, &property.into()).unwrap_or(false)
}
