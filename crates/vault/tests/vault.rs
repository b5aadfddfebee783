//! The vault: who gets in, what opens where, what is refused before any work.

use casebook_domain::ids::{FileId, RecordId, VersionId};
use casebook_vault::{
    Area, Created, Derived, HeaderError, KdfError, Key, Keys, MnemonicError, Params, RowError, RowSum, SlotKind,
    Tampered, Under, UnlockError, VaultHeader, add_passphrase, change_passphrase, check, create, open, pack,
    random_salt, recovery_identity, recovery_recipient, replace_recovery, seal, slot_name, sum, unlock_with_key,
    unlock_with_words, unpack,
};

const FILE: FileId = FileId::from_bytes([1; 16]);
const OTHER_FILE: FileId = FileId::from_bytes([2; 16]);
const ROW: &[u8] = &[3; 16];

fn derived() -> Derived {
    // Any key will do: Argon2 itself is tested in the crypto crate.
    Derived { key: Key::random(), salt: random_salt(), params: Params::DEFAULT }
}

fn vault() -> (Created, Derived) {
    let derived = derived();
    (create(&derived, "Made-up Mentor"), derived)
}

fn reparsed(header: &VaultHeader) -> VaultHeader {
    VaultHeader::parse(&header.to_json()).expect("own header")
}

fn keys() -> Keys {
    vault().0.unlocked.keys
}

#[test]
fn the_stored_header_reads_back() {
    let (created, _) = vault();
    assert_eq!(reparsed(&created.header), created.header);
}

#[test]
fn the_header_shows_no_name_and_no_recipient() {
    let text = vault().0.header.to_json();
    assert!(!text.contains("Mentor") && !text.contains("age1"), "{text}");
}

#[test]
fn the_right_key_unlocks_and_opens_what_was_sealed() {
    let (created, derived) = vault();
    let sealed = seal(&created.unlocked.keys, Area::Records, &FILE, ROW, b"made-up words");
    let header = reparsed(&created.header);
    let (slot, salt, params) = header.passphrase_slots().next().expect("a passphrase slot");
    assert_eq!((salt, params), (derived.salt, derived.params));
    let keys = unlock_with_key(&header, slot, &derived.key).expect("unlocks").keys;
    assert_eq!(open(&keys, Area::Records, &FILE, ROW, &sealed).expect("opens")[..], b"made-up words"[..]);
}

#[test]
fn another_key_does_not_unlock() {
    let (created, _) = vault();
    let slot = created.header.slots()[0].id;
    assert_eq!(unlock_with_key(&created.header, slot, &Key::random()).err(), Some(UnlockError::WrongKey));
}

#[test]
fn the_recovery_words_unlock_however_they_are_typed() {
    let (created, _) = vault();
    let sealed = seal(&created.unlocked.keys, Area::Drafts, &FILE, ROW, b"draft");
    let typed = format!(" {} ", created.sheet.words.join("  ").to_uppercase());
    let keys = unlock_with_words(&created.header, &typed).expect("unlocks").keys;
    assert!(open(&keys, Area::Drafts, &FILE, ROW, &sealed).is_ok());
    assert!(created.sheet.age_secret.starts_with("AGE-SECRET-KEY-1"));
    assert_eq!(recovery_identity(&typed).expect("a recovery key"), created.sheet.age_secret);
}

#[test]
fn recovery_words_of_another_vault_and_mistyped_words_are_told_apart() {
    let (created, _) = vault();
    let other = vault().0.sheet.words.join(" ");
    assert_eq!(unlock_with_words(&created.header, &other).err(), Some(UnlockError::WrongKey));
    let eleven = created.sheet.words[1..].join(" ");
    let expected = UnlockError::Words(MnemonicError::Count { found: 11 });
    assert_eq!(unlock_with_words(&created.header, &eleven).err(), Some(expected));
}

#[test]
fn a_changed_passphrase_opens_and_the_old_one_does_not() {
    let (created, old) = vault();
    let slot = created.header.slots()[0].id;
    let new = derived();
    let header = change_passphrase(&created.header, &created.unlocked.data_key, slot, &new).expect("changes");
    assert_eq!(unlock_with_key(&header, slot, &old.key).err(), Some(UnlockError::WrongKey));
    let unlocked = unlock_with_key(&header, slot, &new.key).expect("unlocks");
    assert_eq!(unlocked.keys.to_bytes(), created.unlocked.keys.to_bytes(), "nothing has to be sealed anew");
    assert_eq!(slot_name(&unlocked.keys, &header.slots()[0]).as_deref(), Some("Made-up Mentor"));
    assert_eq!(header.actor(), created.header.actor());
}

#[test]
fn the_recovery_slot_is_no_passphrase_slot() {
    let (created, _) = vault();
    let recovery = created.header.slots()[1].id;
    let changed = change_passphrase(&created.header, &created.unlocked.data_key, recovery, &derived());
    assert_eq!(changed.err(), Some(UnlockError::NoSuchSlot));
}

#[test]
fn a_second_person_has_a_slot_of_their_own() {
    let (created, first) = vault();
    let second = derived();
    let header = add_passphrase(&created.header, &created.unlocked, &second, "Made-up Cover").expect("adds");
    let header = reparsed(&header);
    let ids: Vec<_> = header.passphrase_slots().map(|(id, ..)| id).collect();
    assert!(unlock_with_key(&header, ids[0], &first.key).is_ok());
    let unlocked = unlock_with_key(&header, ids[1], &second.key).expect("unlocks");
    assert_eq!(slot_name(&unlocked.keys, &header.slots()[2]).as_deref(), Some("Made-up Cover"));
}

#[test]
fn slots_have_an_upper_bound() {
    let (created, _) = vault();
    let mut header = created.header.clone();
    let long = "Very long madé-up name ".repeat(40);
    let refused = (0..20).find_map(|_| match add_passphrase(&header, &created.unlocked, &derived(), &long) {
        Ok(more) => {
            header = more;
            None
        }
        Err(error) => Some(error),
    });
    assert_eq!(refused, Some(UnlockError::TooManySlots));
    assert_eq!(reparsed(&header), header, "the fullest header is within its own bounds");
}

#[test]
fn a_replaced_recovery_key_opens_and_the_old_one_does_not() {
    let (created, _) = vault();
    let before = recovery_recipient(&created.header, &created.unlocked.keys).expect("a recipient");
    let (header, sheet) = replace_recovery(&created.header, &created.unlocked);
    assert!(unlock_with_words(&header, &sheet.words.join(" ")).is_ok());
    let old = created.sheet.words.join(" ");
    assert_eq!(unlock_with_words(&header, &old).err(), Some(UnlockError::WrongKey));
    let after = recovery_recipient(&header, &created.unlocked.keys).expect("a recipient");
    assert!(before.starts_with("age1") && after.starts_with("age1") && before != after);
}

#[test]
fn a_row_opens_only_in_its_place() {
    let keys = keys();
    let sealed = seal(&keys, Area::Records, &FILE, ROW, b"words");
    assert!(open(&keys, Area::Records, &FILE, ROW, &sealed).is_ok());
    for (why, area, file, row) in [
        ("another area", Area::Headers, FILE, ROW),
        ("another file", Area::Records, OTHER_FILE, ROW),
        ("another row", Area::Records, FILE, &[4; 16][..]),
        ("no row", Area::Records, FILE, &[][..]),
    ] {
        assert_eq!(open(&keys, area, &file, row, &sealed).err(), Some(RowError::Changed), "{why}");
    }
}

#[test]
fn a_row_of_another_vault_does_not_open() {
    let sealed = seal(&keys(), Area::Records, &FILE, ROW, b"words");
    assert_eq!(open(&keys(), Area::Records, &FILE, ROW, &sealed).err(), Some(RowError::Changed));
}

#[test]
fn changed_and_cut_off_rows_do_not_open() {
    let keys = keys();
    let sealed = seal(&keys, Area::Blobs, &FILE, ROW, b"words");
    for index in (0..sealed.len()).step_by(7) {
        let mut changed = sealed.clone();
        changed[index] ^= 1;
        assert_eq!(open(&keys, Area::Blobs, &FILE, ROW, &changed).err(), Some(RowError::Changed), "byte {index}");
    }
    for length in [0, 1, 23, 24, 40, sealed.len() - 1] {
        assert_eq!(open(&keys, Area::Blobs, &FILE, ROW, &sealed[..length]).err(), Some(RowError::Changed));
    }
}

#[test]
fn a_row_shows_nothing_of_a_short_texts_length() {
    let keys = keys();
    let lengths = [0, 1, 100, 252].map(|length| seal(&keys, Area::Records, &FILE, ROW, &vec![b'a'; length]).len());
    assert_eq!(lengths, [lengths[0]; 4]);
}

#[test]
fn keys_go_to_the_worker_as_bytes() {
    let keys = keys();
    let bytes = keys.to_bytes();
    assert_eq!(bytes.len(), Keys::LEN);
    let theirs = Keys::from_bytes(&bytes).expect("own bytes");
    for area in [Area::Headers, Area::Records, Area::Drafts, Area::Blobs, Area::Settings] {
        let sealed = seal(&keys, area, &FILE, ROW, b"words");
        assert!(open(&theirs, area, &FILE, ROW, &sealed).is_ok(), "{area:?}");
    }
    assert!(Keys::from_bytes(&bytes[1..]).is_none());
    assert!(Keys::from_bytes(&[&bytes[..], &[0; 32]].concat()).is_none());
    assert!(Keys::from_bytes(&[]).is_none());
}

#[test]
fn packed_heads_read_back_and_anything_else_is_refused() {
    for heads in [vec![], vec![vec![1, 2, 3]], vec![vec![], vec![9; 300]]] {
        let packed = pack(&heads);
        assert_eq!(unpack(&packed).expect("own value"), heads);
    }
    let packed = pack(&[vec![7; 10]]);
    for length in 1..packed.len() {
        assert_eq!(unpack(&packed[..length]), Err(RowError::Changed), "{length} bytes");
    }
    assert_eq!(unpack(&[255; 8]), Err(RowError::Changed));
}

fn with(header: &VaultHeader, from: &str, to: &str) -> Result<VaultHeader, HeaderError> {
    let text = header.to_json();
    assert!(text.contains(from), "{from} is not in {text}");
    VaultHeader::parse(&text.replacen(from, to, 1))
}

#[test]
fn a_newer_header_says_so_even_if_it_looks_different() {
    let text = r#"{"format":3,"something":{"else":[1,2,3]}}"#;
    assert_eq!(VaultHeader::parse(text), Err(HeaderError::Newer { format: 3 }));
}

#[test]
fn too_little_work_is_a_downgrade_and_too_much_a_denial_of_service() {
    let (created, _) = vault();
    let header = &created.header;
    for (from, to, expected) in [
        ("\"memory_kib\":65536", "\"memory_kib\":1024", KdfError::TooWeak),
        ("\"iterations\":3", "\"iterations\":1", KdfError::TooWeak),
        ("\"parallelism\":1", "\"parallelism\":0", KdfError::TooWeak),
        ("\"memory_kib\":65536", "\"memory_kib\":4000000000", KdfError::TooCostly),
        ("\"iterations\":3", "\"iterations\":17", KdfError::TooCostly),
    ] {
        assert_eq!(with(header, from, to), Err(HeaderError::Work(expected)), "{to}");
    }
}

#[test]
fn damaged_headers_are_refused() {
    let (created, _) = vault();
    let header = &created.header;
    for (from, to) in [
        ("\"format\":2", "\"format\":0"),
        ("\"format\":2", "\"format\":1"),
        ("\"format\":2", "\"format\":2,\"format\":2"),
        ("\"format\":2", "\"format\":2,\"more\":1"),
        ("\"recovery\"", "\"door\""),
        ("\"held\":{\"wrapped\":", "\"held\":{\"hung\":"),
        ("\"public\":\"", "\"more\":1,\"public\":\""),
        ("\"public\":\"", "\"public\":\"0"),
        ("\"recipient\":", "\"earlier\":\"0g\",\"recipient\":"),
        ("\"recipient\":\"", "\"recipient\":\"zz"),
        ("\"vault\":\"", "\"vault\":\"00"),
        ("\"wrapped\":\"", "\"wrapped\":\"0"),
    ] {
        assert_eq!(with(header, from, to), Err(HeaderError::Damaged), "{to}");
    }
    let text = header.to_json();
    assert_eq!(VaultHeader::parse(&format!("{text} x")), Err(HeaderError::Damaged), "trailing bytes");
    assert_eq!(VaultHeader::parse(&format!("{text}{}", " ".repeat(20_000))), Err(HeaderError::Damaged), "too long");
    for length in 0..text.len() {
        assert_eq!(VaultHeader::parse(&text[..length]), Err(HeaderError::Damaged), "{length} bytes");
    }
    let start = text.find("\"slots\":[").expect("slots") + 9;
    let end = text.rfind(']').expect("slots");
    let none = format!("{}{}", &text[..start], &text[end..]);
    assert_eq!(VaultHeader::parse(&none), Err(HeaderError::Damaged), "no slots");
    let twice = format!("{},{}{}", &text[..end], &text[start..end], &text[end..]);
    assert_eq!(VaultHeader::parse(&twice), Err(HeaderError::Damaged), "slots twice");
}

#[test]
fn a_slot_with_changed_salt_or_parameters_or_a_swapped_wrapping_does_not_open() {
    let (created, derived) = vault();
    let slot = created.header.slots()[0].id;
    let stronger = with(&created.header, "\"iterations\":3", "\"iterations\":4").expect("within bounds");
    assert_eq!(unlock_with_key(&stronger, slot, &derived.key).err(), Some(UnlockError::WrongKey));

    let SlotKind::Passphrase { salt, .. } = created.header.slots()[0].kind else { panic!("a passphrase slot") };
    let salt: String = salt.iter().map(|byte| format!("{byte:02x}")).collect();
    let salted = with(&created.header, &salt, &"0".repeat(32)).expect("within bounds");
    assert_eq!(unlock_with_key(&salted, slot, &derived.key).err(), Some(UnlockError::WrongKey));

    let vault_id = created.header.actor().to_string();
    let moved = with(&created.header, &vault_id, &"0".repeat(32)).expect("within bounds");
    assert_eq!(unlock_with_key(&moved, slot, &derived.key).err(), Some(UnlockError::WrongKey));
}

#[test]
fn a_lost_an_added_and_an_exchanged_row_are_noticed() {
    let keys = keys();
    let rows: Vec<(RecordId, VersionId)> =
        (0..5).map(|n| (RecordId::from_bytes([n; 16]), VersionId::from_bytes([n + 100; 16]))).collect();
    let sum = sum(&keys, Under::Now, rows.iter().map(|(record, version)| (record, version))).expect("the keys of now");
    let pairs = |rows: &[(RecordId, VersionId)]| rows.to_vec();
    let verdict = |rows: Vec<(RecordId, VersionId)>| check(&keys, &sum, rows.iter().map(|(r, v)| (r, v)));
    assert_eq!(verdict(pairs(&rows)), Ok(()));
    let mut backwards = pairs(&rows);
    backwards.reverse();
    assert_eq!(verdict(backwards), Ok(()), "order does not matter");
    assert_eq!(verdict(pairs(&rows[1..])), Err(Tampered { expected: 5, found: 4 }));
    let more = [pairs(&rows), vec![rows[0], rows[0]]].concat();
    assert_eq!(verdict(more), Err(Tampered { expected: 5, found: 7 }), "a pair of rows does not cancel out");
    let mut older = pairs(&rows);
    older[2].1 = VersionId::from_bytes([9; 16]);
    assert_eq!(verdict(older), Err(Tampered { expected: 5, found: 5 }));
    assert_eq!(check(&keys, &RowSum::new(), []), Ok(()));
}
