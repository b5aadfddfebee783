//! The app. On a host it is nothing: the browser is its only place.

#[cfg(target_arch = "wasm32")]
fn main() {
    leptos::mount::mount_to_body(casebook::ui::App);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
