//! Who is recognised, and what is asked.

use casebook_domain::calendar::parse_iso;
use casebook_domain::identity::{Identity, Likeness};
use casebook_domain::ids::FileId;
use casebook_imports::incoming::{Incoming, Note};
use casebook_imports::matching::{By, Doubt, Known, Match, find};
use proptest::prelude::*;

const UPN: &str = "Z883999925001";
const OTHER: &str = "N883999925002";
const TEMPORARY: &str = "K88399992500A";

fn identity(first: &str, surname: &str, born: &str, upn: &str) -> Identity {
    Identity {
        first_names: first.to_owned(),
        known_as: String::new(),
        surname: surname.to_owned(),
        born: parse_iso(born),
        upn: upn.to_owned(),
    }
}

fn file(number: u8) -> FileId {
    FileId::from_bytes([number; 16])
}

fn known(all: &[Identity]) -> Vec<Known> {
    let number = |at: usize| file(u8::try_from(at).unwrap() + 1);
    all.iter().enumerate().map(|(at, identity)| Known { file: number(at), identity: identity.clone() }).collect()
}

fn incoming(all: &[Identity]) -> Vec<Incoming> {
    let place = |at: usize| u32::try_from(at).unwrap() + 2;
    let one = |(at, identity): (usize, &Identity)| Incoming {
        place: place(at),
        identity: identity.clone(),
        ..Incoming::default()
    };
    all.iter().enumerate().map(one).collect()
}

fn is(number: u8, by: By) -> Match {
    Match::Known { file: file(number), by }
}

fn asked(number: u8, doubt: Doubt) -> Match {
    Match::Asked(vec![(file(number), doubt)])
}

#[test]
fn a_pupil_is_recognised_by_number_or_by_full_name_and_birth_date() {
    let here = known(&[identity("Robin James", "O'Neill-Sample", "2014-02-28", UPN)]);
    let found = |one: Identity| find(&incoming(&[one]), &here).remove(0);
    for (one, expected) in [
        (identity("ROBIN JAMES", "ONEILL SAMPLE", "2014-02-28", ""), is(1, By::NameAndBirth)),
        (identity("", "", "", " z883999925001"), is(1, By::Upn)),
        (identity("Robyn", "O'Neill-Sample", "2014-02-28", UPN), is(1, By::Upn)),
        (identity("Robin James", "Married", "2014-02-28", UPN), is(1, By::Upn)),
        (identity("Robin James", "O'Neill-Sample", "2014-02-27", UPN), is(1, By::Upn)),
        (identity("Robin", "O'Neill-Sample", "2014-02-28", ""), asked(1, Doubt::Alike(Likeness::SameNameAndBirth))),
        (identity("Robin James", "O'Neill-Sample", "", ""), asked(1, Doubt::Alike(Likeness::SameName))),
        (identity("Ellis", "O'Neill-Sample", "2014-02-28", ""), asked(1, Doubt::Alike(Likeness::PerhapsTwins))),
        (identity("Robin James", "O'Neill-Sample", "2014-02-28", OTHER), asked(1, Doubt::OtherUpn)),
        (identity("Ellis", "Example", "2013-01-01", UPN), asked(1, Doubt::SameUpnElseDifferent)),
        (identity("Ellis", "Example", "2013-01-01", OTHER), Match::New),
        (identity("Robin James", "O'Neill-Sample", "2012-02-28", ""), Match::New),
        (identity("", "", "2014-02-28", ""), Match::Nobody),
        (identity("", "", "", "TBC"), Match::Nobody),
    ] {
        assert_eq!(found(one.clone()), expected, "{one:?}");
    }
}

#[test]
fn a_number_that_is_none_recognises_nobody() {
    let here = known(&[identity("Robin", "Sample", "2014-02-28", "UN1"), identity("Sam", "Third", "", "TBC")]);
    let found = find(&incoming(&[identity("Ellis", "Example", "", "UN1"), identity("Al", "Fourth", "", "TBC")]), &here);
    assert_eq!(found, [Match::New, Match::New]);
    // Nor does it make two of one surname the same.
    let found = find(&incoming(&[identity("Ellis", "Sample", "", "UN1")]), &here);
    assert_eq!(found, [Match::New]);
}

#[test]
fn a_temporary_number_gives_way_and_a_former_one_asks() {
    let here = known(&[identity("Robin", "Sample", "2014-02-28", TEMPORARY)]);
    let mut one = incoming(&[identity("Robin", "Sample", "2014-02-28", UPN)]);
    assert_eq!(find(&one, &here), [is(1, By::NameAndBirth)]);
    one[0].former_upn = TEMPORARY.to_owned();
    one[0].identity.born = None;
    assert_eq!(find(&one, &here), [asked(1, Doubt::FormerUpn)]);
}

#[test]
fn several_pupils_of_one_number_or_name_are_asked_about() {
    let twice = identity("Robin", "Sample", "2014-02-28", "");
    let here = known(&[twice.clone(), twice.clone(), identity("Ellis", "Example", "2013-01-01", UPN)]);
    let both = Match::Asked(vec![(file(1), Doubt::Several), (file(2), Doubt::Several)]);
    assert_eq!(find(&incoming(std::slice::from_ref(&twice)), &here), [both]);
    let crossed = Identity { upn: UPN.to_owned(), ..twice };
    let all = Match::Asked((1..=3).map(|number| (file(number), Doubt::Several)).collect());
    assert_eq!(find(&incoming(&[crossed]), &here), [all]);
}

#[test]
fn a_twin_who_comes_together_with_the_one_who_is_here_is_no_question() {
    let robin = identity("Robin", "Sample", "2014-02-28", "");
    let here = known(std::slice::from_ref(&robin));
    let ellis = identity("Ellis", "Sample", "2014-02-28", "");
    assert_eq!(find(&incoming(&[robin, ellis.clone()]), &here), [is(1, By::NameAndBirth), Match::New]);
    assert!(matches!(find(&incoming(&[ellis]), &here)[0], Match::Asked(_)));
}

#[test]
fn rows_about_one_pupil_are_taken_once_if_they_say_the_same_and_else_not_at_all() {
    let robin = identity("Robin", "Sample", "2014-02-28", UPN);
    let rows = incoming(&[robin.clone(), robin.clone()]);
    assert_eq!(find(&rows, &[]), [Match::New, Match::Repeats { first: 2 }]);
    let mut rows = rows;
    rows[1].form = "7A".to_owned();
    assert_eq!(find(&rows, &[]), vec![Match::Twice { places: vec![2, 3] }; 2]);
    // One by the number, the other by the name.
    let here = known(std::slice::from_ref(&robin));
    let by_number = Identity { first_names: String::new(), surname: String::new(), born: None, ..robin.clone() };
    let by_name = Identity { upn: String::new(), ..robin.clone() };
    assert_eq!(find(&incoming(&[by_number, by_name]), &here), vec![Match::Twice { places: vec![2, 3] }; 2]);
    // Two pupils of one name, born on one day, with a number each.
    let other = Identity { upn: OTHER.to_owned(), ..robin.clone() };
    assert_eq!(find(&incoming(&[robin, other]), &[]), [Match::New, Match::New]);
}

#[test]
fn a_name_in_one_piece_counts_as_a_whole_with_the_birth_date() {
    let here = known(&[identity("Sam", "de la Third", "2014-02-28", "")]);
    let row = |born: &str| {
        let mut rows = incoming(&[identity("", "", born, "")]);
        rows[0].notes.push(Note::NameInOnePiece { name: "SAM DE LA THIRD".to_owned() });
        find(&rows, &here).remove(0)
    };
    assert_eq!(row("2014-02-28"), is(1, By::NameAndBirth));
    assert_eq!(row(""), asked(1, Doubt::Alike(Likeness::SameName)));
    assert_eq!(row("2013-02-28"), Match::Nobody);
}

fn any_identity() -> impl Strategy<Value = Identity> {
    let born = prop_oneof![Just(""), Just("2014-02-28"), Just("2014-03-01")];
    let upn = prop_oneof![3 => Just(""), 1 => Just(UPN), 1 => Just(OTHER), 1 => Just(TEMPORARY), 1 => Just("UN1")];
    ("|Robin|Robin James|ROBIN|Ellis", "|Sample|SAMPLE|Example", born, upn)
        .prop_map(|(first, surname, born, upn)| identity(&first, &surname, born, upn))
}

proptest! {
    #[test]
    fn no_incoming_pupil_gets_two_known_ones_and_no_known_one_two_incoming(
        rows in proptest::collection::vec(any_identity(), 0..8),
        here in proptest::collection::vec(any_identity(), 0..8),
    ) {
        let (rows, here) = (incoming(&rows), known(&here));
        let found = find(&rows, &here);
        prop_assert_eq!(found.len(), rows.len());
        let mut files: Vec<FileId> = found.iter().filter_map(Match::file).collect();
        let many = files.len();
        files.sort_unstable();
        files.dedup();
        prop_assert_eq!(files.len(), many, "a known pupil twice");
        for (row, found) in rows.iter().zip(&found) {
            if let Match::Known { file, by } = found {
                let known = here.iter().find(|known| known.file == *file).unwrap();
                let (one, other) = (&row.identity, &known.identity);
                let unnumbered = Identity { upn: String::new(), ..one.clone() };
                // Whoever is recognised is the only one who could be.
                let alike = |known: &&Known| match by {
                    By::Upn => known.identity.upn.eq_ignore_ascii_case(&one.upn),
                    By::NameAndBirth => unnumbered.likeness(&known.identity) == Some(Likeness::SameNameAndBirth)
                        && casebook_domain::names::same(&one.first_names, &known.identity.first_names),
                };
                prop_assert_eq!(here.iter().filter(alike).count(), 1, "{:?} {:?}", one, other);
            }
        }
    }
}
