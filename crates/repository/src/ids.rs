//! Identifiers: 16 random bytes from the cryptographic source of the browser or the host.

use casebook_domain::ids::{ActorId, BlobId, DraftId, FileId, RecordId, VersionId};

/// Sixteen random bytes, for whatever needs some.
///
/// # Panics
/// Where there is no source of randomness. No supported browser is in that state, and identifiers that repeat would
/// overwrite records.
pub fn id() -> [u8; 16] {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("there are random bytes");
    bytes
}

/// Makes a function for each kind of identifier.
macro_rules! fresh {
    ($($(#[$doc:meta])* $name:ident -> $id:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name() -> $id {
            $id::from_bytes(id())
        }
    )*};
}

fresh! {
    /// A new file.
    file_id -> FileId;
    /// A new record.
    record_id -> RecordId;
    /// A new version.
    version_id -> VersionId;
    /// A new actor.
    actor_id -> ActorId;
    /// A new attachment.
    blob_id -> BlobId;
    /// A new draft.
    draft_id -> DraftId;
}
