//! Who can open a vault, before, during and after a person is removed; and that nothing is lost wherever it stops.

use casebook_domain::ids::{FileId, RecordId, VersionId};
use casebook_vault::{
    Area, Created, Derived, Key, Keys, Params, Resealed, RowSum, SealedAnew, SlotId, Under, UnlockError, Unlocked,
    VaultHeader, add_passphrase, carried_over, change_passphrase, create, done_sealing, open, open_telling, pack,
    random_salt, recovery_recipient, rename, replace_recovery, reseal, reseal_packed, seal, seal_anew, slot_name, sum,
    unlock_with_key, unlock_with_words, unlock_wrapped, unpack,
};
use proptest::prelude::*;

const FILE: FileId = FileId::from_bytes([1; 16]);
const V1: &str = include_str!("fixtures/vault/header_v1.json");
const V1_ROW: &str = include_str!("fixtures/vault/row_v1.hex");
const V1_MENTOR: &str = "cc2cc50ac109a2993c05f87a073b01f01c0d037b00b5205c6d8c45caf6cd4a34";
const V1_COVER: &str = "c0bd995793ec7886b98587d6fd204bcb8be853e7a22a78c50ae0ad909c7846b5";
const V1_WORDS: &str = "wonder toy thought thunder bacon blade dizzy ridge junk eagle voyage piece";

fn hex(text: &str) -> Vec<u8> {
    let text = text.trim();
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}

fn key(text: &str) -> Key {
    Key::from_bytes(hex(text).try_into().unwrap())
}

fn derived() -> Derived {
    Derived { key: Key::random(), salt: random_salt(), params: Params::DEFAULT }
}

fn reparsed(header: &VaultHeader) -> VaultHeader {
    VaultHeader::parse(&header.to_json()).expect("own header")
}

/// A vault of three: the mentor, a colleague who stays and one who goes.
struct Three {
    header: VaultHeader,
    unlocked: Unlocked,
    words: String,
    mentor: (SlotId, Derived),
    stays: (SlotId, Derived),
    goes: (SlotId, Derived),
}

fn three() -> Three {
    let (mentor, stays, goes) = (derived(), derived(), derived());
    let Created { header, unlocked, sheet } = create(&mentor, "Made-up Mentor");
    let header = add_passphrase(&header, &unlocked, &stays, "Made-up Stayer").expect("room");
    let header = reparsed(&add_passphrase(&header, &unlocked, &goes, "Made-up Leaver").expect("room"));
    let ids: Vec<SlotId> = header.passphrase_slots().map(|(id, ..)| id).collect();
    Three {
        header,
        unlocked,
        words: sheet.words.join(" "),
        mentor: (ids[0], mentor),
        stays: (ids[1], stays),
        goes: (ids[2], goes),
    }
}

impl Three {
    /// The mentor removes the one who goes.
    fn removed(&self) -> SealedAnew {
        let own = Some((self.mentor.0, &self.mentor.1));
        let mut anew = seal_anew(&self.header, &self.unlocked, own, Some(self.goes.0)).expect("removes");
        anew.header = reparsed(&anew.header);
        anew
    }

    /// Everybody who should get in, by every way that is theirs.
    fn ways_in(&self, header: &VaultHeader) -> Vec<Keys> {
        vec![
            unlock_with_key(header, self.mentor.0, &self.mentor.1.key).expect("the mentor").keys,
            unlock_with_key(header, self.stays.0, &self.stays.1.key).expect("the colleague who stays").keys,
            unlock_with_words(header, &self.words).expect("the recovery words").keys,
        ]
    }
}

fn sealed(keys: &Keys, row: u8) -> Vec<u8> {
    seal(keys, Area::Records, &FILE, &[row; 16], &[row; 40])
}

fn opens(keys: &Keys, row: u8, sealed: &[u8]) -> bool {
    open(keys, Area::Records, &FILE, &[row; 16], sealed).is_ok_and(|plain| plain[..] == [row; 40])
}

#[test]
fn a_header_of_format_1_opens_for_everybody_it_opened_for() {
    let header = VaultHeader::parse(V1.trim()).expect("a header of the first format");
    let ids: Vec<SlotId> = header.passphrase_slots().map(|(id, ..)| id).collect();
    let mentor = unlock_with_key(&header, ids[0], &key(V1_MENTOR)).expect("the mentor");
    let cover = unlock_with_key(&header, ids[1], &key(V1_COVER)).expect("the colleague");
    let words = unlock_with_words(&header, V1_WORDS).expect("the words");
    for keys in [&mentor.keys, &cover.keys, &words.keys] {
        let row = open(keys, Area::Records, &FILE, &[3; 16], &hex(V1_ROW)).expect("a row of the first format");
        assert_eq!(row[..], b"made-up words"[..]);
    }
    let names: Vec<_> = header.slots().iter().filter_map(|slot| slot_name(&mentor.keys, slot)).collect();
    assert_eq!(names, ["Made-up Mentor", "Made-up Cover"]);
    assert!(!header.is_being_sealed_anew());
    // What is stored again is the newest format, with the same slots.
    let stored = reparsed(&header);
    assert_eq!(stored, header);
    assert!(unlock_with_key(&stored, ids[1], &key(V1_COVER)).is_ok());
}

#[test]
fn in_a_header_of_format_1_a_person_can_be_removed_by_their_colleague_and_the_sheet_goes_on_opening() {
    let header = VaultHeader::parse(V1.trim()).expect("a header of the first format");
    let ids: Vec<SlotId> = header.passphrase_slots().map(|(id, ..)| id).collect();
    let mentor = unlock_with_key(&header, ids[0], &key(V1_MENTOR)).expect("the mentor");
    let SlotKindSalt(salt) = salt_of(&header, ids[0]);
    let own = Derived { key: key(V1_MENTOR), salt, params: Params::DEFAULT };
    let anew = seal_anew(&header, &mentor, Some((ids[0], &own)), Some(ids[1])).expect("removes");
    let header = reparsed(&anew.header);
    assert!(unlock_with_key(&header, ids[0], &key(V1_MENTOR)).is_ok());
    assert!(unlock_with_words(&header, V1_WORDS).is_ok());
    assert_eq!(unlock_with_key(&header, ids[1], &key(V1_COVER)).err(), Some(UnlockError::NoSuchSlot));
}

/// A colleague whose slot is of format 1 is not there, and nothing can be left for them: it is said whose it is.
#[test]
fn a_slot_of_format_1_whose_person_is_not_there_stops_it() {
    let header = VaultHeader::parse(V1.trim()).expect("a header of the first format");
    let ids: Vec<SlotId> = header.passphrase_slots().map(|(id, ..)| id).collect();
    let mentor = unlock_with_key(&header, ids[0], &key(V1_MENTOR)).expect("the mentor");
    let SlotKindSalt(salt) = salt_of(&header, ids[0]);
    let own = Derived { key: key(V1_MENTOR), salt, params: Params::DEFAULT };
    let refused = seal_anew(&header, &mentor, Some((ids[0], &own)), None).err();
    assert_eq!(refused, Some(UnlockError::NoLock(ids[1])));
    let header = change_passphrase(&header, &mentor.data_key, ids[1], &derived()).expect("a new passphrase");
    assert!(seal_anew(&header, &mentor, Some((ids[0], &own)), None).is_ok());
}

struct SlotKindSalt([u8; 16]);

fn salt_of(header: &VaultHeader, slot: SlotId) -> SlotKindSalt {
    SlotKindSalt(header.passphrase_slots().find(|(id, ..)| *id == slot).expect("a passphrase slot").1)
}

#[test]
fn everybody_who_stays_and_the_printed_sheet_open_before_during_and_after() {
    let three = three();
    let old = sealed(&three.unlocked.keys, 1);
    for keys in three.ways_in(&three.header) {
        assert!(opens(&keys, 1, &old));
    }
    let during = three.removed();
    assert!(during.header.is_being_sealed_anew());
    let new = sealed(&during.unlocked.keys, 2);
    for keys in three.ways_in(&during.header) {
        assert!(opens(&keys, 1, &old), "rows of the old data key are not lost");
        assert!(opens(&keys, 2, &new));
        assert!(keys.has_earlier());
    }
    let after = reparsed(&done_sealing(&during.header));
    assert!(!after.is_being_sealed_anew());
    for keys in three.ways_in(&after) {
        assert!(opens(&keys, 2, &new));
        assert!(!opens(&keys, 1, &old), "the old data key is gone");
        assert!(!keys.has_earlier());
    }
}

#[test]
fn the_removed_person_opens_neither_the_new_header_nor_with_the_old_one_any_new_row() {
    let three = three();
    let during = three.removed();
    let (gone, secret) = &three.goes;
    let after = done_sealing(&during.header);
    for header in [&during.header, &after] {
        assert_eq!(unlock_with_key(header, *gone, &secret.key).err(), Some(UnlockError::NoSuchSlot));
        for slot in header.slots() {
            assert_eq!(unlock_with_key(header, slot.id, &secret.key).err(), Some(UnlockError::WrongKey));
        }
    }
    // A copy of the old header, or of the one in the middle with the old slot put back, leads to the old data key alone.
    let theirs = unlock_with_key(&three.header, *gone, &secret.key).expect("their copy of the header");
    let new = sealed(&during.unlocked.keys, 2);
    assert!(!opens(&theirs.keys, 2, &new));
    let anew = match reseal(&during.unlocked.keys, Area::Records, &FILE, &[1; 16], &sealed(&theirs.keys, 1)) {
        Resealed::Anew(anew) => anew,
        other => panic!("{other:?}"),
    };
    assert!(opens(&during.unlocked.keys, 1, &anew) && !opens(&theirs.keys, 1, &anew));
    assert!(recovery_recipient(&after, &theirs.keys).is_none(), "what the header seals is sealed anew as well");
    assert!(after.slots().iter().all(|slot| slot_name(&theirs.keys, slot).is_none()));
}

#[test]
fn names_and_the_recovery_recipient_stay() {
    let three = three();
    let before = recovery_recipient(&three.header, &three.unlocked.keys);
    let during = three.removed();
    let names = |keys: &Keys, header: &VaultHeader| -> Vec<String> {
        header.slots().iter().filter_map(|slot| slot_name(keys, slot)).collect()
    };
    assert_eq!(names(&during.unlocked.keys, &during.header), ["Made-up Mentor", "Made-up Stayer"]);
    assert!(before.is_some());
    assert_eq!(recovery_recipient(&during.header, &during.unlocked.keys), before);
    assert_eq!(during.header.actor(), three.header.actor(), "versions go on being counted by the same actor");

    let renamed = rename(&during.header, &during.unlocked.keys, three.stays.0, "Made-up Newname").expect("renames");
    assert_eq!(names(&during.unlocked.keys, &reparsed(&renamed)), ["Made-up Mentor", "Made-up Newname"]);
    let recovery =
        renamed.slots().iter().find(|slot| slot_name(&during.unlocked.keys, slot).is_none()).expect("a sheet");
    let refused = rename(&renamed, &during.unlocked.keys, recovery.id, "Nobody").err();
    assert_eq!(refused, Some(UnlockError::NoSuchSlot));
}

#[test]
fn whoever_came_by_the_recovery_words_can_remove_a_person_too() {
    let three = three();
    let unlocked = unlock_with_words(&three.header, &three.words).expect("the words");
    let anew = seal_anew(&three.header, &unlocked, None, Some(three.goes.0)).expect("removes");
    assert_eq!(three.ways_in(&reparsed(&anew.header)).len(), 3);
}

#[test]
fn what_may_not_be_removed_is_refused() {
    let three = three();
    let own = Some((three.mentor.0, &three.mentor.1));
    let sheet =
        three.header.slots().iter().find(|slot| slot_name(&three.unlocked.keys, slot).is_none()).expect("a sheet");
    let refused = seal_anew(&three.header, &three.unlocked, own, Some(sheet.id)).err();
    assert_eq!(refused, Some(UnlockError::NoSuchSlot), "the recovery sheet");

    let during = three.removed();
    let again = seal_anew(&during.header, &during.unlocked, own, Some(three.stays.0)).err();
    assert_eq!(again, Some(UnlockError::UnderWay), "a third data key while rows of two are there");
    let after = done_sealing(&during.header);
    let anew = seal_anew(&after, &during.unlocked, own, Some(three.goes.0)).err();
    assert_eq!(anew, Some(UnlockError::NoSuchSlot), "removed already");
    let alone = seal_anew(&after, &during.unlocked, own, Some(three.stays.0)).expect("removes");
    let alone = done_sealing(&alone.header);
    let unlocked = unlock_with_key(&alone, three.mentor.0, &three.mentor.1.key).expect("the mentor");
    assert_eq!(seal_anew(&alone, &unlocked, own, Some(three.mentor.0)).err(), Some(UnlockError::LastPassphrase));
    assert!(seal_anew(&alone, &unlocked, own, None).is_ok(), "everything can be sealed anew without removing anybody");
}

#[test]
fn slots_change_in_the_middle_as_at_any_time() {
    let three = three();
    let old = sealed(&three.unlocked.keys, 1);
    let during = three.removed();
    let new = derived();
    let changed = change_passphrase(&during.header, &during.unlocked.data_key, three.stays.0, &new).expect("changes");
    let added = derived();
    let more = reparsed(&add_passphrase(&changed, &during.unlocked, &added, "Made-up Third").expect("room"));
    let (more, sheet) = replace_recovery(&more, &during.unlocked);
    let more = reparsed(&more);
    let third = more.passphrase_slots().last().expect("a slot").0;
    let ways = [
        unlock_with_key(&more, three.stays.0, &new.key),
        unlock_with_key(&more, third, &added.key),
        unlock_with_words(&more, &sheet.words.join(" ")),
    ];
    for way in ways {
        assert!(opens(&way.expect("opens").keys, 1, &old));
    }
    assert_eq!(unlock_with_key(&more, three.stays.0, &three.stays.1.key).err(), Some(UnlockError::WrongKey));
}

#[test]
fn twice_in_a_row_everybody_still_gets_in() {
    let three = three();
    let first = three.removed();
    let header = done_sealing(&first.header);
    // This time the colleague asks, whose slot is a box.
    let theirs = unlock_with_key(&header, three.stays.0, &three.stays.1.key).expect("the colleague");
    let own = Some((three.stays.0, &three.stays.1));
    let second = seal_anew(&header, &theirs, own, None).expect("seals anew");
    let header = reparsed(&done_sealing(&second.header));
    let row = sealed(&second.unlocked.keys, 7);
    for keys in three.ways_in(&header) {
        assert!(opens(&keys, 7, &row));
    }
}

#[test]
fn the_lock_screen_is_told_when_a_slot_is_a_box() {
    let three = three();
    let during = three.removed();
    let mentor = unlock_wrapped(&during.header, three.mentor.0, &three.mentor.1.key);
    assert!(mentor.expect("the right key").is_some(), "whoever asked has a slot that opens at once");
    assert!(unlock_wrapped(&during.header, three.stays.0, &three.stays.1.key).expect("a slot").is_none());
    assert_eq!(unlock_wrapped(&during.header, three.mentor.0, &Key::random()).err(), Some(UnlockError::WrongKey));
    assert_eq!(unlock_wrapped(&during.header, three.goes.0, &Key::random()).err(), Some(UnlockError::NoSuchSlot));
}

/// The person who can write to the tablet's storage, but knows no passphrase, can't have the new data key left for themselves.
#[test]
fn an_exchanged_public_half_or_earlier_key_is_noticed() {
    let three = three();
    let text = three.header.to_json();
    let publics: Vec<&str> = text.match_indices("\"public\":\"").map(|(at, _)| &text[at + 10..at + 154]).collect();
    assert_eq!(publics.len(), 3);
    let swapped = text.replace(publics[1], publics[2]);
    let swapped = VaultHeader::parse(&swapped).expect("well formed");
    let own = Some((three.mentor.0, &three.mentor.1));
    assert_eq!(seal_anew(&swapped, &three.unlocked, own, None).err(), Some(UnlockError::NoLock(three.stays.0)));

    let during = three.removed();
    let text = during.header.to_json();
    let at = text.find("\"earlier\":\"").expect("the key before") + 11;
    let digit = if &text[at + 60..at + 61] == "0" { "1" } else { "0" };
    let changed = VaultHeader::parse(&[&text[..at + 60], digit, &text[at + 61..]].concat()).expect("well formed");
    let refused = unlock_with_key(&changed, three.mentor.0, &three.mentor.1.key).err();
    assert_eq!(refused, Some(UnlockError::WrongKey), "else the rows of the old data key would be taken for damaged");
}

#[test]
fn whoever_holds_the_keys_seals_under_the_new_data_key_at_once() {
    let three = three();
    let held = three.unlocked.keys.clone();
    let worker = Keys::from_bytes(&held.to_bytes()).expect("own bytes");
    let during = three.removed();
    three.unlocked.keys.change_to(&during.unlocked.keys);
    let row = sealed(&held, 4);
    let telling =
        |keys: &Keys, row: &[u8]| open_telling(keys, Area::Records, &FILE, &[4; 16], row).map(|(_, under)| under);
    assert_eq!(telling(&during.unlocked.keys, &row), Ok(Under::Now));
    assert!(telling(&worker, &row).is_err(), "a worker has keys of its own and is started anew");
    assert_eq!(telling(&held, &sealed(&worker, 4)), Ok(Under::Earlier));
    let fresh = Keys::from_bytes(&held.to_bytes()).expect("own bytes");
    assert_eq!(fresh.to_bytes().len(), 2 * Keys::LEN);
    assert_eq!(telling(&fresh, &sealed(&worker, 4)), Ok(Under::Earlier));
    held.forget_earlier();
    assert!(telling(&during.unlocked.keys, &sealed(&worker, 4)).is_ok(), "other keys, other rings");
    assert!(telling(&held, &sealed(&worker, 4)).is_err());
}

#[test]
fn of_several_heads_each_is_sealed_anew_and_a_damaged_one_stays_in_its_place() {
    let three = three();
    let during = three.removed();
    let (old, both) = (&three.unlocked.keys, &during.unlocked.keys);
    let row = |keys: &Keys, plain: &[u8]| seal(keys, Area::Records, &FILE, &[9; 16], plain);
    let packed = pack(&[row(old, b"first"), vec![0; 80], row(both, b"third")]);
    let Resealed::Anew(anew) = reseal_packed(both, &FILE, &[9; 16], &packed) else { panic!("nothing was done") };
    let heads = unpack(&anew).expect("a row");
    let plain = |head: &[u8]| open_telling(both, Area::Records, &FILE, &[9; 16], head);
    assert_eq!(plain(heads[0]).map(|(_, under)| under), Ok(Under::Now));
    assert_eq!((heads[1], plain(heads[2]).is_ok()), (&[0; 80][..], true));
    assert_eq!(
        reseal_packed(both, &FILE, &[9; 16], &anew),
        Resealed::Damaged,
        "the second time there is nothing to do"
    );
    assert_eq!(reseal_packed(both, &FILE, &[9; 16], &pack(&[row(both, b"")])), Resealed::Already);
    assert_eq!(reseal_packed(both, &FILE, &[9; 16], &[1, 2, 3]), Resealed::Damaged);
}

/// A sum over rows, and what a header that has it says afterwards.
fn carried(keys: &Keys, said: RowSum, rows: &[(RecordId, VersionId)]) -> bool {
    let rows = || rows.iter().map(|(record, version)| (record, version));
    let (earlier, now) = (sum(keys, Under::Earlier, rows()), sum(keys, Under::Now, rows()));
    carried_over(said, earlier.expect("two data keys"), now.expect("a data key")) == now.expect("a data key")
}

#[test]
fn sealing_anew_keeps_a_sum_right_and_hides_no_row_that_was_lost_or_put_back() {
    let three = three();
    let during = three.removed();
    let rows: Vec<(RecordId, VersionId)> =
        (0..5).map(|n| (RecordId::from_bytes([n; 16]), VersionId::from_bytes([n + 100; 16]))).collect();
    let said = sum(&three.unlocked.keys, Under::Now, rows.iter().map(|(r, v)| (r, v))).expect("a sum");
    let keys = &during.unlocked.keys;
    assert!(carried(keys, said, &rows));
    assert!(!carried(keys, said, &rows[1..]), "a lost row");
    let mut older = rows.clone();
    older[2].1 = VersionId::from_bytes([9; 16]);
    assert!(!carried(keys, said, &older), "an older version put back");
    assert!(sum(&three.unlocked.keys, Under::Earlier, []).is_none());
}

/// What somebody does between the first header and the last.
#[derive(Clone, Debug)]
enum Step {
    /// A row is written or written again.
    Write(u8),
    /// Some rows are sealed again, from one on, in one transaction.
    Reseal { from: usize, many: usize },
    /// The tablet is killed, and opened by one of those who can.
    Killed(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..40u8).prop_map(Step::Write),
        (0..40usize, 1..15usize).prop_map(|(from, many)| Step::Reseal { from, many }),
        (0..3usize).prop_map(Step::Killed),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn wherever_it_stops_nothing_is_lost_and_the_removed_person_reads_nothing_written_since(
        steps in proptest::collection::vec(step(), 0..30),
        begun_at in 0..30usize,
    ) {
        let three = three();
        let theirs = unlock_with_key(&three.header, three.goes.0, &three.goes.1.key).expect("still in").keys;
        // What lies on the disk: the header and the rows.
        let mut header = reparsed(&three.header);
        let mut rows: Vec<(u8, Vec<u8>)> = (0..20).map(|row| (row, sealed(&theirs, row))).collect();
        let mut keys = three.ways_in(&header).remove(0);
        let mut since: Vec<u8> = Vec::new();
        for (at, step) in steps.iter().enumerate() {
            if at == begun_at {
                let anew = three.removed();
                header = anew.header;
                keys.change_to(&anew.unlocked.keys);
            }
            match *step {
                Step::Write(row) => {
                    rows.retain(|(old, _)| *old != row);
                    rows.push((row, sealed(&keys, row)));
                    if header.is_being_sealed_anew() {
                        since.push(row);
                    }
                }
                Step::Reseal { from, many } => {
                    for (row, sealed) in rows.iter_mut().skip(from).take(many) {
                        match reseal(&keys, Area::Records, &FILE, &[*row; 16], sealed) {
                            Resealed::Anew(anew) => {
                                *sealed = anew;
                                since.push(*row);
                            }
                            Resealed::Already => {}
                            Resealed::Damaged => prop_assert!(false, "row {row} is damaged"),
                        }
                    }
                }
                Step::Killed(who) => keys = three.ways_in(&reparsed(&header)).swap_remove(who),
            }
            for keys in three.ways_in(&header) {
                for (row, sealed) in &rows {
                    prop_assert!(opens(&keys, *row, sealed), "row {row} is lost after {step:?}");
                }
            }
            for (row, sealed) in rows.iter().filter(|(row, _)| since.contains(row)) {
                prop_assert!(!opens(&theirs, *row, sealed), "the removed person reads row {row}");
            }
        }
        // The next run seals what is left; only then the old data key is dropped.
        if header.is_being_sealed_anew() {
            keys = three.ways_in(&reparsed(&header)).swap_remove(2);
            for (row, sealed) in &mut rows {
                if let Resealed::Anew(anew) = reseal(&keys, Area::Records, &FILE, &[*row; 16], sealed) {
                    *sealed = anew;
                }
            }
            header = reparsed(&done_sealing(&header));
            for keys in three.ways_in(&header) {
                prop_assert!(rows.iter().all(|(row, sealed)| opens(&keys, *row, sealed)));
            }
            prop_assert!(!rows.iter().any(|(row, sealed)| opens(&theirs, *row, sealed)));
        }
    }
}
