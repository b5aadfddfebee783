//! Host tools: what assembles `dist/`, serves it, drives it in real browsers and measures it.
//!
//! - [`headers`]: the security headers, written down once.
//! - [`dist`]: sources and wasm-bindgen's output to a folder that any static host can serve.
//! - [`server`]: that folder on localhost, startable and stoppable in the process.
//! - `browser`: a real browser driven by accessible names (feature `browsers`).
//! - `casebook`: set-up and unlocking, as a mentor does them (feature `browsers`).

#[cfg(feature = "browsers")]
pub mod browser;
#[cfg(feature = "browsers")]
pub mod casebook;
pub mod dist;
pub mod headers;
pub mod server;
