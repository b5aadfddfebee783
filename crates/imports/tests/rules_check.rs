//! What would become of each row, and what a file may not change.

use casebook_domain::calendar::{Date, parse_iso};
use casebook_domain::contact::{Contact, PersonName, Responsibility};
use casebook_domain::content::Content;
use casebook_domain::identity::Identity;
use casebook_domain::ids::FileId;
use casebook_domain::measure::{Measure, MeasureReading, Occasion, Sessions};
use casebook_domain::pupil::{LookedAfter, Pupil, SenProvision};
use casebook_imports::check::{Attendance, Checked, Field, Held, Here, Outcome, Refused, Wanted, check};
use casebook_imports::incoming::{Attended, Incoming, Note, Year};
use casebook_imports::matching::{Known, Match, find};
use casebook_testing::{contact, id, pupil};

const FILE: FileId = FileId::from_bytes([1; 16]);
const UPN: &str = "Z883999925001";
const OTHER: &str = "N883999925002";

fn day(text: &str) -> Date {
    parse_iso(text).unwrap()
}

fn here() -> Here {
    let mut contact = contact();
    contact.name = person("Jo", "Sample");
    Here {
        file: FILE,
        pupil: (id(1), Pupil { upn: UPN.to_owned(), ..pupil() }),
        contacts: vec![(id(2), contact)],
        measures: Vec::new(),
    }
}

fn person(first_names: &str, surname: &str) -> PersonName {
    PersonName { title: String::new(), first_names: first_names.to_owned(), surname: surname.to_owned(), apart: true }
}

fn row(change: impl FnOnce(&mut Incoming)) -> Incoming {
    let identity = Identity { upn: UPN.to_owned(), ..Identity::default() };
    let mut row = Incoming { place: 2, identity, ..Incoming::default() };
    change(&mut row);
    row
}

fn details() -> Wanted {
    Wanted { details: true, contacts: true, ..Wanted::default() }
}

fn weekly() -> Attendance {
    Attendance { from: day("2026-10-26"), until: day("2026-10-30"), source: "Weekly list".to_owned(), scale: None }
}

fn checked(rows: &[Incoming], here: &Here, wanted: &Wanted) -> Vec<Checked> {
    let known = [Known { file: here.file, identity: Identity::of(&here.pupil.1) }];
    let found = find(rows, &known);
    check(rows, &found, |file| (file == here.file).then_some(here), wanted, day("2026-11-02"))
}

fn one(row: Incoming, here: &Here, wanted: &Wanted) -> Checked {
    checked(&[row], here, wanted).remove(0)
}

fn fields(checked: &Checked) -> &[Field] {
    match &checked.outcome {
        Outcome::Changed { fields, .. } => fields,
        Outcome::Same { .. } => &[],
        other => panic!("{other:?}"),
    }
}

fn written_pupil(checked: &Checked) -> &Pupil {
    match &checked.outcome {
        Outcome::Changed { writes, .. } | Outcome::New { writes } => match &writes[0].content {
            Content::Pupil(pupil) => pupil,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_empty_in_the_file_wipes_nothing() {
    let mut here = here();
    here.pupil.1.known_as = "Tess".to_owned();
    here.pupil.1.remarks = "Sits at the front".to_owned();
    let found = one(row(|_| ()), &here, &details());
    assert_eq!((found.outcome, found.held), (Outcome::Same { file: FILE }, vec![]));
}

#[test]
fn each_field_that_differs_is_named_and_the_others_stay() {
    let found = one(
        row(|row| {
            row.identity.surname = "Married".to_owned();
            row.identity.born = Some(day("2014-09-02"));
            row.form = "8M".to_owned();
            row.sen = Some(SenProvision::Support);
            row.pupil_premium = Some(true);
            row.eal = Some(true);
            row.looked_after = Some(true);
        }),
        &here(),
        &details(),
    );
    let all =
        [Field::Surname, Field::Born, Field::Form, Field::PupilPremium, Field::Eal, Field::Sen, Field::LookedAfter];
    assert_eq!(fields(&found), all);
    let is = written_pupil(&found);
    assert_eq!((is.first_names.as_str(), is.upn.as_str()), ("Testina", UPN));
    assert_eq!(is.schooling.iter().map(|stay| stay.form.as_str()).collect::<Vec<_>>(), ["8M", "7M"]);
    assert_eq!(is.schooling[0].from, Some(day("2026-11-02")));
}

#[test]
fn a_name_in_other_letters_or_with_fewer_first_names_is_no_change() {
    let mut here = here();
    here.pupil.1.first_names = "Zoë Maria".to_owned();
    for (first, surname, changed) in [
        ("ZOE", "SAMPLE", &[][..]),
        ("Zoe Maria", "Sample", &[]),
        ("Zo", "Sample", &[Field::FirstNames]),
        ("Zoë Maria Jo", "Sample", &[Field::FirstNames]),
        ("Zoë", "Sampler", &[Field::Surname]),
    ] {
        let found = one(
            row(|row| {
                row.identity.first_names = first.to_owned();
                row.identity.surname = surname.to_owned();
            }),
            &here,
            &details(),
        );
        assert_eq!(fields(&found), changed, "{first} {surname}");
    }
}

#[test]
fn a_year_is_kept_only_where_it_is_not_the_birth_dates() {
    let mut here = here();
    // Born on 1 September 2014: year 7 in 2026/27.
    let taught = |here: &Here, year: u8| {
        let found = one(row(|row| row.year = Some(Year::Taught(year))), here, &details());
        (!fields(&found).is_empty()).then(|| written_pupil(&found).year_as_taught)
    };
    assert_eq!((taught(&here, 7), taught(&here, 6)), (None, Some(Some(6))));
    here.pupil.1.year_as_taught = Some(6);
    assert_eq!((taught(&here, 7), taught(&here, 6)), (Some(None), None));
}

#[test]
fn a_number_for_good_is_never_replaced() {
    let mut here = here();
    let by_name = |upn: &str, here: &Here| {
        let was = &here.pupil.1;
        let (first_names, surname, born) = (was.first_names.clone(), was.surname.clone(), was.born);
        let identity = Identity { upn: upn.to_owned(), first_names, surname, born, ..Identity::default() };
        let row = Incoming { place: 2, identity, ..Incoming::default() };
        let found = [Match::Known { file: FILE, by: casebook_imports::matching::By::NameAndBirth }];
        check(&[row], &found, |_| Some(here), &details(), day("2026-11-02")).remove(0)
    };
    let held = by_name(OTHER, &here);
    assert_eq!(
        (held.outcome, held.held),
        (Outcome::Same { file: FILE }, vec![Held::OtherUpn { upn: OTHER.to_owned() }])
    );
    for before in ["", "K88399992500A", "Z883999925009"] {
        here.pupil.1.upn = before.to_owned();
        assert_eq!(fields(&by_name(OTHER, &here)), [Field::Upn], "{before}");
    }
}

#[test]
fn who_looks_after_a_child_is_not_forgotten_because_a_file_says_no() {
    let mut here = here();
    let carer = LookedAfter { carer: "A. Carer, 07000 000001".to_owned(), ..LookedAfter::default() };
    here.pupil.1.looked_after = Some(carer);
    let found = one(row(|row| row.looked_after = Some(false)), &here, &details());
    assert_eq!((found.outcome, found.held), (Outcome::Same { file: FILE }, vec![Held::NoLongerLookedAfter]));
}

#[test]
fn free_meals_count_as_pupil_premium_only_where_the_school_wants_it() {
    let wanted = |free_meals| Wanted { free_meals, ..details() };
    let found = |free_meals, premium| {
        let change = |row: &mut Incoming| (row.free_meals, row.pupil_premium) = (Some(true), premium);
        fields(&one(row(change), &here(), &wanted(free_meals))).to_vec()
    };
    assert_eq!((found(false, None), found(true, None)), (vec![], vec![Field::PupilPremium]));
    assert_eq!(found(true, Some(false)), []);
}

#[test]
fn people_at_home_are_filled_in_and_never_overwritten() {
    let with = |change: &dyn Fn(&mut Contact)| {
        let mut contact =
            Contact { name: person("JO", "Sample"), phone: String::new(), ..here().contacts[0].1.clone() };
        change(&mut contact);
        row(|row| row.contacts = vec![contact])
    };
    let here = here();
    let found = one(with(&|contact| contact.email = "made-up@example.invalid".to_owned()), &here, &details());
    let Outcome::Changed { fields, writes, .. } = &found.outcome else { panic!("{found:?}") };
    assert_eq!((&fields[..], writes[0].record), (&[Field::Contacts][..], Some(id(2))));
    let differs = one(with(&|contact| contact.phone = "07000 999999".to_owned()), &here, &details());
    assert_eq!(
        (differs.outcome, differs.held),
        (Outcome::Same { file: FILE }, vec![Held::ContactDiffers { record: id(2) }])
    );
    let other = one(with(&|contact| contact.responsibility = Responsibility::No), &here, &details());
    assert_eq!(other.held, [Held::ContactDiffers { record: id(2) }]);
}

#[test]
fn nothing_of_a_restricted_person_is_touched() {
    let mut here = here();
    here.contacts[0].1.restriction = Some("Court order".to_owned());
    let new = Contact { email: "made-up@example.invalid".to_owned(), ..here.contacts[0].1.clone() };
    let found = one(row(|row| row.contacts = vec![new.clone()]), &here, &details());
    assert_eq!(
        (found.outcome, found.held),
        (Outcome::Same { file: FILE }, vec![Held::ContactDiffers { record: id(2) }])
    );
}

#[test]
fn somebody_with_half_a_name_is_asked_about() {
    let mut here = here();
    here.contacts[0].1.name = PersonName { title: "Ms".to_owned(), ..person("", "Sample") };
    let new = Contact { name: person("Jo", "Sample"), ..contact() };
    let found = one(row(|row| row.contacts = vec![new.clone()]), &here, &details());
    assert_eq!(found.held, [Held::ContactPerhapsHere { record: id(2), contact: Box::new(new) }]);
    assert_eq!(found.outcome, Outcome::Same { file: FILE });
}

#[test]
fn a_contact_is_never_matched_across_pupils() {
    // Two new pupils and one who is here, all with a Jo Sample: three people.
    let jo = Contact { name: person("Jo", "Sample"), phone: "07000 111111".to_owned(), ..contact() };
    let sibling = |place: u32, first: &str| {
        let identity = Identity {
            first_names: first.to_owned(),
            surname: "Sample".to_owned(),
            born: Some(day("2012-01-01")),
            ..Identity::default()
        };
        Incoming { place, identity, contacts: vec![jo.clone()], ..Incoming::default() }
    };
    for found in checked(&[sibling(2, "Ellis"), sibling(3, "Robin")], &here(), &details()) {
        let Outcome::New { writes } = found.outcome else { panic!("{found:?}") };
        assert_eq!(writes.len(), 2);
        assert!(writes.iter().all(|write| write.record.is_none()));
        assert_eq!(writes[1].content, Content::Contact(jo.clone()));
    }
}

fn sessions(attended: u16) -> Sessions {
    Sessions { attended, authorised: 1, unauthorised: 0, late: 2 }
}

#[test]
fn weekly_attendance_is_one_measure_and_touches_nothing_else() {
    let wanted = Wanted::attendance_alone(weekly());
    let week = row(|row| {
        row.identity.surname = "Married".to_owned();
        row.form = "8M".to_owned();
        row.contacts = vec![contact()];
        row.figures.attendance = Some(Attended::Sessions(sessions(9)));
    });
    let found = one(week.clone(), &here(), &wanted);
    let Outcome::Changed { fields, writes, .. } = &found.outcome else { panic!("{found:?}") };
    let reading =
        MeasureReading::Attendance { from: day("2026-10-26"), until: day("2026-10-30"), sessions: sessions(9) };
    let measure =
        Measure { date: day("2026-10-30"), occasion: Occasion::Progress, reading, source: "Weekly list".to_owned() };
    assert_eq!((&fields[..], writes.len()), (&[Field::Attendance][..], 1));
    assert_eq!((writes[0].record, &writes[0].content), (None, &Content::Measure(measure.clone())));
    // The same file again changes nothing; a corrected one puts the measure right.
    let mut here = here();
    here.measures = vec![(id(7), measure)];
    assert_eq!(one(week.clone(), &here, &wanted).outcome, Outcome::Same { file: FILE });
    let mut corrected = week;
    corrected.figures.attendance = Some(Attended::Sessions(sessions(8)));
    let Outcome::Changed { writes, .. } = one(corrected, &here, &wanted).outcome else { panic!() };
    assert_eq!(writes[0].record, Some(id(7)));
    let stranger = row(|row| row.identity = Identity { upn: OTHER.to_owned(), ..Identity::default() });
    assert_eq!(one(stranger, &here, &wanted).outcome, Outcome::NotHere);
}

#[test]
fn which_absences_were_authorised_is_never_made_up() {
    let week = row(|row| row.figures.attendance = Some(Attended::Counts { attended: 9, possible: 10 }));
    let found = one(week.clone(), &here(), &Wanted::attendance_alone(weekly()));
    assert_eq!((found.outcome, found.held), (Outcome::Same { file: FILE }, vec![Held::AbsencesNotSplit]));
    let scale = Some(("Attendance".to_owned(), "%".to_owned()));
    let wanted = Wanted::attendance_alone(Attendance { scale, ..weekly() });
    let Outcome::Changed { writes, .. } = one(week, &here(), &wanted).outcome else { panic!() };
    let Content::Measure(Measure { reading: MeasureReading::Scale { value, .. }, .. }) = &writes[0].content else {
        panic!("{writes:?}")
    };
    assert_eq!(*value, 9000);
}

#[test]
fn a_row_is_refused_with_its_reason() {
    let out_of_step = Incoming { place: 3, notes: vec![Note::OutOfStep { extra: 2 }], ..Incoming::default() };
    let nobody = Incoming { place: 4, ..Incoming::default() };
    let name = Note::NameInOnePiece { name: "Sam de la Third".to_owned() };
    let unsplit = Incoming { place: 5, notes: vec![name], ..Incoming::default() };
    let numbered = row(|row| row.identity.upn = OTHER.to_owned());
    let twice = [row(|row| row.place = 6), row(|row| (row.place, row.eal) = (7, Some(true)))];
    let outcomes: Vec<Outcome> =
        checked(&[out_of_step, nobody, unsplit, numbered, twice[0].clone(), twice[1].clone()], &here(), &details())
            .into_iter()
            .map(|checked| checked.outcome)
            .collect();
    let refused = |why: Refused| Outcome::Refused(why);
    let both = refused(Refused::Twice { places: vec![6, 7] });
    assert_eq!(
        outcomes,
        [
            refused(Refused::OutOfStep { extra: 2 }),
            refused(Refused::Nobody),
            refused(Refused::NoName),
            refused(Refused::NoName),
            both.clone(),
            both,
        ]
    );
}
