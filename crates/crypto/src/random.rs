//! Random bytes from the operating system, in a browser from `crypto.getRandomValues`.

/// Fresh random bytes.
///
/// # Panics
/// Where the platform has no source of randomness. No supported browser is in that state, and nothing may be sealed
/// in one that is: going on without randomness would repeat nonces.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut out = [0; N];
    getrandom::fill(&mut out).expect("the platform gives random bytes");
    out
}
