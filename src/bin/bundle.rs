//! The bundle worker: age, gzip, import, export and the demo, split off from the app because they are heavy. On a host it
//! is nothing.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    casebook::app::worker::serve();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
