//! Identifiers. All are 16 random bytes made by the caller (the domain has no
//! randomness) and are written as 32 lower-case hex digits.

use core::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// An identifier from 16 random bytes.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The raw bytes, as used in storage keys.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }

            /// Reads exactly 32 hex digits; anything else is `None`.
            pub fn parse(text: &str) -> Option<Self> {
                parse_hex(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        $crate::messages::as_text!($name, to_string, parse);
    };
}

id!(
    /// One file: everything about one pupil, or a register such as the settings.
    FileId
);
id!(
    /// One record in a file: an observation, a session, a version of a plan.
    RecordId
);
id!(
    /// One writing of a record. Every write makes a new version.
    VersionId
);
id!(
    /// Who wrote: made again with every vault, also after a restore, so that
    /// the counters of a version vector never go back.
    ActorId
);
id!(
    /// An attachment that is kept beside the records, such as a signature.
    BlobId
);
id!(
    /// A half-filled form or a running observation.
    DraftId
);

/// An episode is known by the record of the referral that opened it.
pub type EpisodeId = RecordId;

fn parse_hex(text: &str) -> Option<[u8; 16]> {
    let digits = text.as_bytes();
    if digits.len() != 32 || digits.iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    let mut bytes = [0; 16];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let high = (pair[0] as char).to_digit(16)?;
        let low = (pair[1] as char).to_digit(16)?;
        *byte = (high * 16 + low) as u8;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_what_it_writes() {
        let id = FileId::from_bytes(*b"0123456789abcdef");
        assert_eq!(FileId::parse(&id.to_string()), Some(id));
    }

    #[test]
    fn anything_but_32_lower_case_hex_digits_is_no_id() {
        for text in [
            "",
            "00",
            "0123456789ABCDEF0123456789ABCDEF",
            "0123456789abcdef0123456789abcdeg",
            "é123456789abcdef0123456789abcde",
        ] {
            assert_eq!(FileId::parse(text), None, "{text}");
        }
    }
}
