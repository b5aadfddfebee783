//! The bundle worker: age, gzip, import and export, split off from the app because they are heavy. On a host it is nothing.

#[cfg(target_arch = "wasm32")]
fn main() {
    use casebook::browser::worker::serve_pairs;
    use casebook::protocol::FromBundle;

    console_error_panic_hook::set_once();
    serve_pairs(|outbox, _question, _bytes| async move {
        if let Ok(text) = serde_json::to_string(&FromBundle::<()>::Garbled) {
            outbox.post(&text, None);
        }
    });
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
