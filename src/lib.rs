//! Casebook: an offline-first, sealed case book for learning mentors.
//!
//! Table of contents, from the inside out. Arrows run one way, downwards in
//! this list they never point; `tests/layering.rs` holds the whole table.
//!
//! - [`domain`]: the policy as types and rules; pure.
//! - [`revision`]: versions of records and what supersedes what; pure.
//! - [`records`]: stored structs and their conversion to the domain; pure.
//! - [`vault`]: key slots, sealed rows; pure, uses `casebook-crypto`.
//! - [`bundle`]: the format of hand-overs and backups, the plan of an import; pure.
//! - [`demo`]: a made-up caseload; pure.
//! - [`qr`]: QR codes, drawn and read; pure.
//! - [`protocol`]: what the app and its workers say to each other; pure.
//! - [`present`]: words, dates, forms, letters, charts: what views and print show; pure.
//! - [`route`]: the pages as an enum; pure.
//! - `browser`: one file per browser capability (wasm only).
//! - `app`: the store and the way of a change (wasm only).
//! - `ui`: views (wasm only).

pub mod bundle;
pub mod demo;
pub mod domain;
mod hex;
pub mod present;
pub mod protocol;
pub mod qr;
pub mod records;
pub mod revision;
pub mod route;
pub mod vault;

#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod ui;
