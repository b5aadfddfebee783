//! The device's rows about erased files: the certificate, which is all that is left of a file. They go into no bundle, and
//! imports leave out what they name.

use super::wire::{Code, Day, Fields, Instant, Tree, stored};
use super::{fields, to_json};
use casebook_domain::ids::FileId;
use casebook_domain::retention::{Certificate, Ended, HeldElsewhere as Held};

/// How the names of these rows begin; each continues with its file.
pub const ERASED: &[u8] = b"erased ";

/// The schema of these rows that is written and read.
const SCHEMA: u32 = 1;

stored! {
    HeldElsewhere = Held {
        backup: bool,
        to: String,
        at: Instant,
        file_name: String,
        received: bool,
    }
}

/// The name of the row about an erased file.
pub fn erased_name(file: FileId) -> Vec<u8> {
    [ERASED, file.as_bytes()].concat()
}

/// The file of a row's name; `None` where it is none.
pub fn read_erased_name(name: &[u8]) -> Option<FileId> {
    name.strip_prefix(ERASED)?.try_into().ok().map(FileId::from_bytes)
}

/// What is in the row.
pub fn encode_erased(certificate: &Certificate) -> Vec<u8> {
    let Certificate {
        initials,
        birth_year,
        at,
        by,
        why,
        due_since,
        filed_on,
        school_keeps_until,
        archived_as,
        records,
        elsewhere,
    } = certificate;
    let year = birth_year.map(i64::from);
    let mut fields = Fields::default();
    fields.store::<u32>("schema", &SCHEMA);
    fields.store::<String>("initials", initials);
    fields.store::<Option<i64>>("birth_year", &year);
    fields.store::<Instant>("at", at);
    fields.store::<String>("by", by);
    fields.store::<Code<Ended>>("why", why);
    fields.store::<Day>("due_since", due_since);
    fields.store::<Option<Day>>("filed_on", filed_on);
    fields.store::<Option<Day>>("school_keeps_until", school_keeps_until);
    fields.store::<String>("archived_as", archived_as);
    fields.store::<u32>("records", records);
    fields.store::<Vec<HeldElsewhere>>("elsewhere", elsewhere);
    to_json(&Tree::Map(fields))
}

/// Reads [`encode_erased`]; `None` where it is not that.
pub fn decode_erased(bytes: &[u8]) -> Option<Certificate> {
    let mut fields = fields(bytes, SCHEMA)?;
    let birth_year = match fields.load::<Option<i64>>("birth_year")? {
        None => None,
        Some(year) => Some(i32::try_from(year).ok()?),
    };
    let certificate = Certificate {
        birth_year,
        initials: fields.load::<String>("initials")?,
        at: fields.load::<Instant>("at")?,
        by: fields.load::<String>("by")?,
        why: fields.load::<Code<Ended>>("why")?,
        due_since: fields.load::<Day>("due_since")?,
        filed_on: fields.load::<Option<Day>>("filed_on")?,
        school_keeps_until: fields.load::<Option<Day>>("school_keeps_until")?,
        archived_as: fields.load::<String>("archived_as")?,
        records: fields.load::<u32>("records")?,
        elsewhere: fields.load::<Vec<HeldElsewhere>>("elsewhere")?,
    };
    fields.end()?;
    Some(certificate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_back_and_nothing_else_does() {
        let file = FileId::from_bytes([7; 16]);
        assert_eq!(read_erased_name(&erased_name(file)), Some(file));
        for name in [&b""[..], b"erased", b"erased ", &[ERASED, &[7; 15]].concat(), &[ERASED, &[7; 17]].concat()] {
            assert_eq!(read_erased_name(name), None, "{name:?}");
        }
    }

    #[test]
    fn what_is_no_certificate_is_none_and_never_panics() {
        for bytes in [&b""[..], b"{}", b"{\"schema\":1}", b"{\"schema\":2,\"initials\":\"\"}", b"[]", b"\xff"] {
            assert_eq!(decode_erased(bytes), None);
        }
    }
}
