//! A buzz at the end of an interval. iPads have none; nothing relies on it.

/// Buzzes once. Says nothing where the device cannot.
pub fn buzz(ms: u32) {
    if let Some(window) = web_sys::window() {
        let navigator = window.navigator();
        if super::has(&navigator, "vibrate") {
            navigator.vibrate_with_duration(ms);
        }
    }
}
