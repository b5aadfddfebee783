//! The key-derivation worker: Argon2 and nothing else, so that it loads fast and its memory, which has seen a passphrase,
//! can be thrown away after one use. On a host it is nothing.

#[cfg(target_arch = "wasm32")]
fn main() {
    use casebook::browser::worker::{own_build, serve_bytes};
    use casebook::protocol::kdf::{KdfRefusal, KdfRequest, kdf_reply_to_bytes};
    use casebook_vault::Zeroizing;

    serve_bytes(|question| {
        let question = Zeroizing::new(question);
        let reply = match KdfRequest::from_bytes(&question) {
            None => Err(KdfRefusal::Garbled),
            Some(request) if request.build != own_build() => Err(KdfRefusal::WrongBuild),
            Some(request) => casebook_crypto::kdf::derive(&request.passphrase, &request.salt, request.params)
                .map_err(KdfRefusal::Kdf),
        };
        kdf_reply_to_bytes(&reply)
    });
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
