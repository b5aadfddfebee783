//! From a passphrase to the key of its slot: Argon2id version 1.3 (RFC 9106).
//!
//! Linked by the KDF worker alone. The worker is ended after use, because wasm memory never shrinks and 64 MiB that
//! have seen a passphrase go with it.
//!
//! **The caller normalises.** The same passphrase typed on two keyboards may differ in bytes ("é" as one code point or
//! two). The browser has `String.prototype.normalize`, so the caller hands over `normalize("NFKC")` of what was typed,
//! run through [`crate::words::canonical`]; tables for doing it here would make the worker
//! 57 kB instead of 8 (brotli, unicode-normalization 0.1, measured 2026-11).

use argon2::{Algorithm, Argon2, Block, Version};
use zeroize::{Zeroize, Zeroizing};

use crate::keys::Key;

/// Length of a slot's salt, bytes.
pub const SALT_LEN: usize = 16;

/// What one derivation costs. Stored in clear in the slot, so it comes from outside: see [`Params::check`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Params {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub iterations: u32,
    /// Lanes. One, as a worker has one thread; more would only help an attacker.
    pub parallelism: u32,
}

impl Params {
    /// What new slots get: 64 MiB, three passes, one lane (RFC 9106's second recommendation with one lane; 150 ms in
    /// wasm on a laptop of 2026).
    pub const DEFAULT: Params = Params { memory_kib: 64 * 1024, iterations: 3, parallelism: 1 };
    /// The least accepted: OWASP's floor, 19 MiB and two passes. Below is a downgrade.
    pub const FLOOR: Params = Params { memory_kib: 19 * 1024, iterations: 2, parallelism: 1 };
    /// The most accepted: 256 MiB, 16 passes, four lanes. Above is a denial of service.
    pub const CEILING: Params = Params { memory_kib: 256 * 1024, iterations: 16, parallelism: 4 };

    /// Refuses parameters outside [`Params::FLOOR`] and [`Params::CEILING`], before any work.
    ///
    /// # Errors
    /// [`KdfError::TooWeak`] and [`KdfError::TooCostly`].
    pub fn check(&self) -> Result<(), KdfError> {
        let below = |floor: &Params| {
            self.memory_kib < floor.memory_kib
                || self.iterations < floor.iterations
                || self.parallelism < floor.parallelism
        };
        let above = |ceiling: &Params| {
            self.memory_kib > ceiling.memory_kib
                || self.iterations > ceiling.iterations
                || self.parallelism > ceiling.parallelism
        };
        if above(&Params::CEILING) {
            Err(KdfError::TooCostly)
        } else if below(&Params::FLOOR) {
            Err(KdfError::TooWeak)
        } else {
            Ok(())
        }
    }
}

/// Why no key was derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KdfError {
    /// The slot asks for less work than is safe: somebody changed it, or it is none of ours.
    TooWeak,
    /// The slot asks for more work than any Casebook does.
    TooCostly,
    /// The device could not set aside [`Params::memory_kib`].
    NotEnoughMemory,
}

/// Derives a slot's key. `passphrase` is normalised by the caller (see the module); white space around it is ignored.
///
/// # Errors
/// Parameters outside the bounds, before any work; no memory.
pub fn derive(passphrase: &str, salt: &[u8; SALT_LEN], params: Params) -> Result<Key, KdfError> {
    params.check()?;
    let argon = Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        argon2::Params::new(params.memory_kib, params.iterations, params.parallelism, Some(Key::LEN))
            .map_err(|_| KdfError::TooCostly)?,
    );

    // Set aside by hand: an allocation that fails inside the crate would end the worker without a word.
    let blocks = argon.params().block_count();
    let mut memory: Vec<Block> = Vec::new();
    memory.try_reserve_exact(blocks).map_err(|_| KdfError::NotEnoughMemory)?;
    memory.resize(blocks, Block::default());

    let mut out = Zeroizing::new([0; Key::LEN]);
    let done = argon.hash_password_into_with_memory(passphrase.trim().as_bytes(), salt, &mut out[..], &mut memory);
    memory.iter_mut().for_each(|block| block.zeroize());
    done.map_err(|_| KdfError::TooCostly)?;
    Ok(Key::from_bytes(*out))
}

/// A fresh salt for a new slot.
///
/// # Panics
/// Where the platform has no source of randomness.
pub fn random_salt() -> [u8; SALT_LEN] {
    crate::random::bytes()
}
