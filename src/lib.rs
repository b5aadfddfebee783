//! Casebook: an offline-first, sealed case book for learning mentors. This is the app, which runs in a browser only; what
//! it stands on are the crates in `crates/`, which know no browser.
//!
//! From the inside out; arrows only point inwards, and `tests/layering.rs` holds that.
//!
//! - [`protocol`]: what the app and its workers say to each other; pure.
//! - [`qr`]: QR codes, drawn and read; pure.
//! - [`route`]: the pages as an enum; pure.
//! - `browser`: one file per browser capability (wasm only).
//! - `app`: the store and the way of a change (wasm only).
//! - `ui`: views (wasm only).

pub mod protocol;
pub mod qr;
pub mod route;

#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod ui;
