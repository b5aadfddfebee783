//! What of the app only a browser can tell: IndexedDB, workers, locks, the page's own memory. One program, so that it is linked
//! once; each test makes a database of its own.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::wasm_bindgen_test_configure;

mod db;
mod drafts;
mod import;
mod people;
mod qr;
mod released;
mod rows;
mod sealed;
mod tabs;

wasm_bindgen_test_configure!(run_in_browser);
