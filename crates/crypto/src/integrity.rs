//! A check sum over a file's rows: how many there are and the XOR of one keyed tag per row.
//!
//! Each row is sealed by itself, so without this a row could be taken out, or an older version put back, unnoticed. The
//! sum is in the file's sealed header, changes with each write at the cost of one tag, and is compared when the file
//! is opened. Without the key nobody can make tags that cancel out. It does not notice that the whole database was put
//! back to an earlier state.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::keys::Key;

/// Length of a tag, bytes.
pub const TAG_LEN: usize = 32;

/// The keyed tag of one version of one row: HMAC-SHA-256 over both ids, each with its length before it, so that no two
/// different pairs read alike. `key` is the [`Integrity`](crate::keys::Purpose::Integrity) subkey.
pub fn tag(key: &Key, row_id: &[u8], version_id: &[u8]) -> [u8; TAG_LEN] {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key.as_bytes()).expect("HMAC takes any key length");
    for part in [row_id, version_id] {
        mac.update(&(part.len() as u64).to_le_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Count and check sum of a set of rows. The order of additions does not matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowSum {
    count: u64,
    sum: [u8; TAG_LEN],
}

/// A row was taken out of a sum that has none: the caller's books are wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRowsLeft;

impl RowSum {
    /// Length of [`RowSum::to_bytes`].
    pub const LEN: usize = 8 + TAG_LEN;

    /// The sum over no rows.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many rows it stands for.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Counts a row in.
    pub fn add(&mut self, tag: &[u8; TAG_LEN]) {
        self.count += 1;
        self.mix(tag);
    }

    /// Counts a row out.
    ///
    /// # Errors
    /// [`NoRowsLeft`] where the sum is over no rows; it stays as it is.
    pub fn remove(&mut self, tag: &[u8; TAG_LEN]) -> Result<(), NoRowsLeft> {
        self.count = self.count.checked_sub(1).ok_or(NoRowsLeft)?;
        self.mix(tag);
        Ok(())
    }

    /// The stored form: count as u64 little endian, then the sum.
    pub fn to_bytes(self) -> [u8; RowSum::LEN] {
        let mut out = [0; RowSum::LEN];
        out[..8].copy_from_slice(&self.count.to_le_bytes());
        out[8..].copy_from_slice(&self.sum);
        out
    }

    /// Reads the stored form. Any bytes are a sum; whether it is the right one shows when it is compared.
    pub fn from_bytes(bytes: &[u8; RowSum::LEN]) -> Self {
        let (count, sum) = bytes.split_at(8);
        RowSum {
            count: u64::from_le_bytes(count.try_into().expect("split at eight")),
            sum: sum.try_into().expect("the rest is a tag"),
        }
    }

    fn mix(&mut self, tag: &[u8; TAG_LEN]) {
        for (sum, tag) in self.sum.iter_mut().zip(tag) {
            *sum ^= tag;
        }
    }
}
