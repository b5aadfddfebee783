//! Random content comes back as it was; random bytes are refused.

use crate::strict::note;
use crate::{sample_entry, version};
use casebook_domain::content::{Entry, Kind};
use casebook_domain::ids::{ActorId, VersionId};
use casebook_records::revision::{Vector, Version};
use casebook_records::{RecordError, RowContent, decode, decode_draft, decode_event, decode_header, encode};
use casebook_testing::any::Any;
use casebook_testing::sample::any_content;
use proptest::prelude::*;

/// Any version.
fn any_version(any: &mut Any) -> Version {
    let actor = ActorId::from_bytes([any.number(256) as u8; 16]);
    let others = any.some(|any| (ActorId::from_bytes([any.number(256) as u8; 16]), 1 + any.number(1 << 31) as u32));
    Version {
        id: VersionId::from_bytes([any.number(256) as u8; 16]),
        actor,
        author: any.text(),
        time: any.moment(),
        vector: Vector::from_counts(others.into_iter().chain([(actor, 1)])),
    }
}

proptest! {
    #[test]
    fn every_kind_of_content_comes_back_as_it_was(seed in any::<u64>()) {
        let mut any = Any(seed);
        for kind in Kind::ALL {
            let version = any_version(&mut any);
            let entry = Entry { episode: any.maybe(Any::record), content: any_content(*kind, &mut any) };
            let bytes = encode(&version, &entry);
            prop_assert!(!bytes.contains(&b'\n'), "a row is one line of a bundle");
            let decoded = decode(&bytes).map_err(|error| TestCaseError::fail(format!("{kind:?}: {error:?}")))?;
            prop_assert_eq!(&decoded.version, &version);
            prop_assert_eq!(decoded.what, RowContent::Entry(entry));
        }
    }

    #[test]
    fn random_bytes_are_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert_eq!(decode(&bytes), Err(RecordError::Row));
        prop_assert!(decode_header(&bytes).is_err() && decode_draft(&bytes).is_err() && decode_event(&bytes).is_err());
    }

    #[test]
    fn changed_rows_never_panic(kind in 0..Kind::ALL.len(), at in any::<usize>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = encode(&version(), &sample_entry(Kind::ALL[kind]));
        let at = at % bytes.len();
        if cut {
            bytes.truncate(at);
            prop_assert_eq!(decode(&bytes), Err(RecordError::Row));
        } else {
            bytes[at] = byte;
            let _ = decode(&bytes);
        }
    }

    #[test]
    fn deep_nesting_is_refused_or_carried_and_overflows_no_stack(depth in 1..100_000usize, open in "[\\[{]") {
        let row = note();
        let start = row.find("\"body\":").expect("a body") + 7;
        let hostile = format!("{}{}", &row[..start], open.repeat(depth));
        prop_assert_eq!(decode(hostile.as_bytes()), Err(RecordError::Row));
        let closed = format!("{}{}{}}}", &row[..start], "[".repeat(depth), "]".repeat(depth));
        prop_assert!(decode(closed.as_bytes()).is_err());
    }
}
