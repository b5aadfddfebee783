//! Files that are made to harm: each ends in an error, soon, whatever its size.

use casebook_imports::columns::{DateOrder, Mapping, Meaning, propose};
use casebook_imports::ctf::{CtfError, MAX_PUPILS, read};
use casebook_imports::file::{Content, FileError, open};
use casebook_imports::matching::find;
use casebook_imports::{rows, table};
use proptest::prelude::*;

fn ctf(pupils: &str) -> String {
    ["<CTfile><CTFpupilData>", pupils, "</CTFpupilData></CTfile>"].concat()
}

fn refused(text: &str) -> CtfError {
    match open(text.as_bytes()) {
        Err(FileError::Ctf(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn nothing_expands() {
    let entities: String =
        (1..30).map(|n| format!("<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10))).collect();
    let bomb = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE CTfile [<!ENTITY e0 \"ha\">{entities}]>{}",
        ctf("<Pupil>&e29;</Pupil>")
    );
    assert!(matches!(refused(&bomb), CtfError::DocumentType { .. }));
    assert!(matches!(refused(&ctf("<Pupil><Surname>&e29;</Surname></Pupil>")), CtfError::Entity { .. }));
    let outside = "<!DOCTYPE CTfile SYSTEM \"https://example.invalid/made-up.dtd\"><CTfile/>";
    assert!(matches!(refused(outside), CtfError::DocumentType { .. }));
}

#[test]
fn nothing_nests_or_grows_beyond_its_bound() {
    let deep = ["<a>".repeat(1_000_000), "</a>".repeat(1_000_000)].concat();
    for text in [ctf(&deep), ctf(&format!("<Pupil>{deep}</Pupil>")), ctf(&format!("<Pupil><BasicDetails>{deep}")), deep]
    {
        let error = read(&text).unwrap_err();
        assert!(matches!(error, CtfError::Deep { .. } | CtfError::OtherRoot { .. }), "{error:?}");
    }
    let long = ctf(&format!("<Pupil><Surname>{}</Surname></Pupil>", "x".repeat(1_000_000)));
    assert!(matches!(refused(&long), CtfError::LongText { .. }));
    let pieces = ctf(&format!("<Pupil><Surname>{}</Surname></Pupil>", "x<!-- -->".repeat(100_000)));
    assert!(matches!(refused(&pieces), CtfError::LongText { .. }));
    let many = ctf(&format!("<Pupil><BasicDetails>{}</BasicDetails></Pupil>", "<a/>".repeat(1_000_000)));
    assert!(matches!(refused(&many), CtfError::ManyElements { .. }));
    let pupils = ctf(&"<Pupil/>".repeat(MAX_PUPILS + 1));
    assert_eq!(refused(&pupils), CtfError::ManyPupils { most: MAX_PUPILS });
    // What is not looked at may be long; it is skipped.
    let assessments = format!("<StageAssessments>{}</StageAssessments>", "<a>1</a>".repeat(100_000));
    let skipped = ctf(&format!("<Pupil><Surname>Sample</Surname>{assessments}</Pupil>"));
    assert_eq!(read(&skipped).map(|ctf| ctf.pupils.len()), Ok(1));
}

#[test]
fn a_pupil_has_so_many_contacts_and_years_and_no_more() {
    let contacts = "<Contact><Surname>Sample</Surname></Contact>".repeat(1000);
    let years = "<YearData><Year>2024</Year><SessionsPossible>1</SessionsPossible></YearData>".repeat(1000);
    let text = ctf(&format!("<Pupil><Contacts>{contacts}</Contacts><Attendance>{years}</Attendance></Pupil>"));
    let pupil = read(&text).unwrap().pupils.remove(0);
    assert_eq!((pupil.contacts.len(), pupil.years.len(), pupil.notes.len()), (20, 40, 2));
}

#[test]
fn a_hundred_thousand_rows_of_one_name_are_told_apart_soon() {
    let text = ["Surname,Forename,Form\n", &"Sample,Robin,7A\n".repeat(table::MAX_ROWS)].concat();
    let table = table::read(&text).unwrap();
    let rows = rows::read(&table, &propose(&table, &[]).mapping).unwrap();
    assert_eq!(find(&rows, &[]).len(), table::MAX_ROWS);
}

/// Bytes that are near to what is read: pieces of tables and of CTFs in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("UPN,Surname,Forename,DOB,Attendance,Marks\n"),
        Just("Z883999925001,Sample,Robin,01/02/2014,87.5,/\\L\n"),
        Just("\"Sample, \"\"Robin\n"),
        Just(";;;\t|\"\r\n"),
        Just("<CTfile><CTFpupilData>"),
        Just("<Pupil><UPN>Z883999925001</UPN>"),
        Just("<Attendance><YearData><Year>2025</Year>"),
        Just("<SessionsPossible>99999</SessionsPossible>"),
        Just("</YearData></Attendance></Pupil>"),
        Just("</CTFpupilData></CTfile>"),
        Just("<![CDATA["),
        Just("&#x0;&#xD800;&amp;"),
        Just("<!DOCTYPE a [<!ENTITY b 'c'>]>"),
        Just("<a:b c='d' e=f/>"),
        Just("\u{feff}\u{202e}é€"),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_bytes_are_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = open(&bytes);
    }

    #[test]
    fn no_pieces_of_files_are_a_panic(text in pieces(), cut in 0..600usize, meanings in proptest::collection::vec(proptest::option::of(proptest::sample::select(Meaning::ALL)), 0..8)) {
        let bytes = &text.as_bytes()[..cut.min(text.len())];
        if let Ok(Content::Table(table)) = open(bytes).map(|file| file.content) {
            let proposal = propose(&table, &[]);
            let again = propose(&table, &[proposal.mapping.remember(&table)]);
            prop_assert!(again.remembered);
            prop_assert_eq!(again.mapping.columns, proposal.mapping.columns);
            // Whatever somebody answers, even too few columns.
            let columns = (0..table.headings.len()).map(|column| meanings.get(column).copied().flatten()).collect();
            let mapping = Mapping { columns, dates: Some(DateOrder::DayFirst) };
            if let Ok(rows) = rows::read(&table, &mapping) {
                prop_assert_eq!(rows.len(), table.len());
            }
        }
    }
}
