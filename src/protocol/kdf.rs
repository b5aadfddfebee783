//! What the page and the key derivation's worker say to each other: bytes, so that a passphrase lies in buffers that are handed
//! over and wiped, and the small worker needs no JSON.

use casebook_vault::{KdfError, Key, Params, SALT_LEN, Zeroizing};

/// Asks for the key of a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KdfRequest {
    /// The app's build id.
    pub build: String,
    /// The passphrase, normalised.
    pub passphrase: Zeroizing<String>,
    /// The slot's salt.
    pub salt: [u8; SALT_LEN],
    /// The slot's cost.
    pub params: Params,
}

/// Why the worker gave no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KdfRefusal {
    /// The worker is of another build than the app.
    WrongBuild,
    /// The request could not be read.
    Garbled,
    /// The derivation itself refused.
    Kdf(KdfError),
}

impl KdfRequest {
    /// As it goes to the worker: build (length, text), salt, the three costs, passphrase.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        // Reserved in one go: growing would leave copies behind.
        let mut bytes = Vec::with_capacity(1 + self.build.len() + SALT_LEN + 12 + self.passphrase.len());
        bytes.push(u8::try_from(self.build.len()).unwrap_or(u8::MAX));
        bytes.extend(self.build.as_bytes());
        bytes.extend(self.salt);
        for cost in [self.params.memory_kib, self.params.iterations, self.params.parallelism] {
            bytes.extend(cost.to_be_bytes());
        }
        bytes.extend(self.passphrase.as_bytes());
        Zeroizing::new(bytes)
    }

    /// Reads a request; `None` if it is none.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (&length, rest) = bytes.split_first()?;
        let (build, rest) = rest.split_at_checked(usize::from(length))?;
        let (salt, rest) = rest.split_first_chunk::<SALT_LEN>()?;
        let (memory_kib, rest) = rest.split_first_chunk()?;
        let (iterations, rest) = rest.split_first_chunk()?;
        let (parallelism, passphrase) = rest.split_first_chunk()?;
        Some(Self {
            build: core::str::from_utf8(build).ok()?.to_owned(),
            passphrase: Zeroizing::new(core::str::from_utf8(passphrase).ok()?.to_owned()),
            salt: *salt,
            params: Params {
                memory_kib: u32::from_be_bytes(*memory_kib),
                iterations: u32::from_be_bytes(*iterations),
                parallelism: u32::from_be_bytes(*parallelism),
            },
        })
    }
}

/// The worker's answer as it travels: a zero and the key, or the number of the refusal.
pub fn kdf_reply_to_bytes(reply: &Result<Key, KdfRefusal>) -> Zeroizing<Vec<u8>> {
    let mut bytes = Vec::with_capacity(1 + Key::LEN);
    match reply {
        Ok(key) => {
            bytes.push(0);
            bytes.extend(key.as_bytes());
        }
        Err(refusal) => bytes.push(match refusal {
            KdfRefusal::WrongBuild => 1,
            KdfRefusal::Garbled => 2,
            KdfRefusal::Kdf(KdfError::TooWeak) => 3,
            KdfRefusal::Kdf(KdfError::TooCostly) => 4,
            KdfRefusal::Kdf(KdfError::NotEnoughMemory) => 5,
        }),
    }
    Zeroizing::new(bytes)
}

/// Reads the worker's answer. What can't be read is [`KdfRefusal::Garbled`].
pub fn kdf_reply_from_bytes(bytes: &[u8]) -> Result<Key, KdfRefusal> {
    Err(match bytes {
        [0, key @ ..] => match <[u8; Key::LEN]>::try_from(key) {
            Ok(key) => return Ok(Key::from_bytes(key)),
            Err(_) => KdfRefusal::Garbled,
        },
        [1] => KdfRefusal::WrongBuild,
        [3] => KdfRefusal::Kdf(KdfError::TooWeak),
        [4] => KdfRefusal::Kdf(KdfError::TooCostly),
        [5] => KdfRefusal::Kdf(KdfError::NotEnoughMemory),
        _ => KdfRefusal::Garbled,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> KdfRequest {
        KdfRequest {
            build: "0123456789abcdef".into(),
            passphrase: Zeroizing::new("née correct horse".into()),
            salt: *b"0123456789abcdef",
            params: Params::DEFAULT,
        }
    }

    #[test]
    fn a_request_for_a_key_reads_back_what_it_says() {
        assert_eq!(KdfRequest::from_bytes(&request().to_bytes()), Some(request()));
    }

    #[test]
    fn a_cut_off_request_is_none() {
        let bytes = request().to_bytes();
        let fixed = 1 + 16 + SALT_LEN + 12;
        for length in 0..fixed {
            assert_eq!(KdfRequest::from_bytes(&bytes[..length]), None, "{length}");
        }
    }

    #[test]
    fn every_answer_about_a_key_reads_back() {
        let key = Key::from_bytes([7; 32]);
        assert_eq!(kdf_reply_from_bytes(&kdf_reply_to_bytes(&Ok(key.clone()))), Ok(key));
        for refusal in [
            KdfRefusal::WrongBuild,
            KdfRefusal::Garbled,
            KdfRefusal::Kdf(KdfError::TooWeak),
            KdfRefusal::Kdf(KdfError::TooCostly),
            KdfRefusal::Kdf(KdfError::NotEnoughMemory),
        ] {
            assert_eq!(kdf_reply_from_bytes(&kdf_reply_to_bytes(&Err(refusal))), Err(refusal));
        }
        for garbled in [&[][..], &[0], &[0, 1, 2], &[9], &[1, 1]] {
            assert_eq!(kdf_reply_from_bytes(garbled), Err(KdfRefusal::Garbled));
        }
    }
}
