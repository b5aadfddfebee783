//! Copying a text, at a tap.

use wasm_bindgen_futures::JsFuture;

/// Copies a text. Says whether the browser did.
pub async fn copy(text: &str) -> bool {
    let Some(navigator) = web_sys::window().map(|window| window.navigator()) else { return false };
    if !super::has(&navigator, "clipboard") {
        return false;
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
