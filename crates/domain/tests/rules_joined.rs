//! Joined files: the rules, the lists and the pages see one pupil.

use casebook_domain::alias::perhaps_twins;
use casebook_domain::calendar::parse_iso;
use casebook_domain::case::{CaseFile, Item};
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::disorder::{Disorder, disorders};
use casebook_domain::ids::FileId;
use casebook_domain::pupil::Pupil;
use casebook_testing::*;
use proptest::prelude::*;

/// The file of a world under another identifier, its records under others too.
fn file(world: &World, number: u8) -> CaseFile {
    let other = |record: casebook_domain::ids::RecordId| {
        let mut bytes = *record.as_bytes();
        bytes[0] = number;
        casebook_domain::ids::RecordId::from_bytes(bytes)
    };
    let mut case = CaseFile::new(FileId::from_bytes([number; 16]));
    for item in world.case.items() {
        let mut content = item.entry.content.clone();
        if let Content::Authorisation(authorisation) = &mut content {
            authorisation.referral = other(authorisation.referral);
        }
        let entry = Entry { episode: item.entry.episode.map(other), content };
        case.put(Item { id: other(item.id), saved: item.saved, entry });
    }
    case
}

#[test]
fn all_records_stand_together_under_the_smallest_identifier_whatever_the_order() {
    let (mut one, other) = (file(&World::started(), 3), file(&World::new(), 2));
    one.two_versions.insert(id(5));
    let united = CaseFile::united(vec![&one, &other]);
    assert_eq!(united, CaseFile::united(vec![&other, &one]));
    assert_eq!(united.id, other.id);
    assert_eq!(united.items().count() + 1, one.items().count() + other.items().count());
    assert_eq!(united.episodes().len(), 1);
    assert!(united.two_versions.contains(&id(5)));
    assert_eq!(disorders(&united), []);
}

#[test]
fn of_two_first_pages_the_one_saved_last_is_shown_and_that_is_no_disorder() {
    let (one, mut other) = (file(&World::new(), 1), file(&World::new(), 2));
    let page = other.items().find(|item| item.entry.content.kind() == Kind::Pupil).expect("a pupil").clone();
    let content = Content::Pupil(Pupil { known_as: "Newest".into(), ..pupil() });
    other.put(Item { saved: moment(80, 0), entry: Entry { episode: None, content }, ..page });
    let united = CaseFile::united(vec![&one, &other]);
    assert_eq!(united.pupil().expect("one").known_as, "Newest");
    assert_eq!((united.all::<Pupil>().len(), disorders(&united)), (1, vec![]));
}

#[test]
fn two_open_referrals_of_joined_files_are_to_be_decided_like_any_others() {
    let (one, other) = (file(&World::referred(), 1), file(&World::started(), 2));
    let united = CaseFile::united(vec![&one, &other]);
    assert!(matches!(disorders(&united)[..], [Disorder::OpenTwice { .. }]));
}

#[test]
fn twins_are_told_from_one_child_with_two_files() {
    let born = parse_iso("2016-05-04");
    let child =
        |first: &str, surname: &str| Pupil { first_names: first.into(), surname: surname.into(), born, ..pupil() };
    assert!(perhaps_twins(&child("Robin", "Sample"), &child("Alex", "sample ")));
    assert!(!perhaps_twins(&child("Robin", "Sample"), &child("robin", "Sample")));
    assert!(!perhaps_twins(&child("Robin", "Sample"), &child("Alex", "Other")));
    let unknown = Pupil { born: None, ..child("Alex", "Sample") };
    assert!(!perhaps_twins(&unknown, &Pupil { first_names: "Robin".into(), ..unknown.clone() }));
}

proptest! {
    #[test]
    fn uniting_is_the_same_in_any_order_and_loses_no_record_but_a_second_first_page(
        numbers in prop::collection::btree_set(1..9u8, 1..4), turn in 0..3usize,
    ) {
        let worlds = [World::new(), World::referred(), World::started()];
        let files: Vec<CaseFile> =
            numbers.iter().enumerate().map(|(place, number)| file(&worlds[place % 3], *number)).collect();
        let mut order: Vec<&CaseFile> = files.iter().collect();
        let united = CaseFile::united(order.clone());
        let by = turn % order.len();
        order.rotate_left(by);
        prop_assert_eq!(&united, &CaseFile::united(order));
        prop_assert_eq!(Some(united.id), files.iter().map(|file| file.id).min());
        prop_assert_eq!(united.all::<Pupil>().len(), 1);
        for item in files.iter().flat_map(|file| file.items()) {
            let there = united.get(item.id) == Some(item);
            prop_assert!(there || item.entry.content.kind() == Kind::Pupil);
        }
    }
}
