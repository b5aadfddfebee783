//! What columns mean, and what is remembered of it.

use casebook_imports::columns::{DateOrder, Fingerprint, Meaning, Question, propose};
use casebook_imports::table::{Table, read};
use casebook_imports::{columns, rows};

fn table(text: &str) -> Table {
    read(text).unwrap()
}

#[test]
fn an_answer_is_remembered_for_files_with_the_same_headings_in_any_order() {
    let first = table("UPN,Present,Remark,DOB\nZ883999925001,90,x,01/02/2014\n");
    let mut mapping = propose(&first, &[]).mapping;
    mapping.columns[1] = Some(Meaning::Attended);
    mapping.dates = Some(DateOrder::DayFirst);
    let remembered = mapping.remember(&first);
    assert_eq!(remembered.columns.len(), 3, "what is left out is not remembered");
    let next = table("dob,Remark,upn,PRESENT\n03/04/2014,y,N883999925002,80\n");
    let proposal = propose(&next, std::slice::from_ref(&remembered));
    assert!(proposal.remembered && proposal.questions.is_empty());
    let meanings = [Some(Meaning::Born), None, Some(Meaning::Upn), Some(Meaning::Attended)];
    assert_eq!(proposal.mapping.columns, meanings);
    let other = table("dob,upn,PRESENT\n03/04/2014,N883999925002,80\n");
    assert!(!propose(&other, &[remembered]).remembered, "a heading is missing");
}

#[test]
fn a_remembered_order_of_dates_gives_way_to_what_the_file_says() {
    let ambiguous = table("UPN,DOB\nZ883999925001,01/02/2014\n");
    let mut mapping = propose(&ambiguous, &[]).mapping;
    mapping.dates = Some(DateOrder::MonthFirst);
    let remembered = [mapping.remember(&ambiguous)];
    assert_eq!(propose(&ambiguous, &remembered).mapping.dates, Some(DateOrder::MonthFirst));
    let clear = table("UPN,DOB\nZ883999925001,31/01/2014\n");
    assert_eq!(propose(&clear, &remembered).mapping.dates, Some(DateOrder::DayFirst));
    let mixed = table("UPN,DOB\nZ883999925001,31/01/2014\nN883999925002,01/31/2014\n");
    assert!(matches!(propose(&mixed, &remembered).questions[..], [Question::MixedDates { column: 1, .. }]));
}

#[test]
fn no_row_is_read_while_anything_is_asked() {
    let asked = table("UPN,DOB\nZ883999925001,01/02/2014\n");
    let mut mapping = propose(&asked, &[]).mapping;
    assert!(rows::read(&asked, &mapping).is_err());
    mapping.dates = Some(DateOrder::DayFirst);
    assert_eq!(rows::read(&asked, &mapping).map(|rows| rows.len()), Ok(1));
    // Whatever somebody picks, two columns never mean one thing, and somebody is named.
    mapping.columns = vec![Some(Meaning::Form), Some(Meaning::Form)];
    let questions = rows::read(&asked, &mapping).unwrap_err();
    assert!(matches!(questions[..], [Question::Nobody, Question::SameMeaning { meaning: Meaning::Form, .. }]));
}

#[test]
fn a_heading_with_the_same_letters_is_the_same_whatever_stands_around_them() {
    for heading in ["Date of birth", "DATE_OF_BIRTH", " date-of-birth ", "DateOfBirth"] {
        assert_eq!(columns::key(heading), "dateofbirth", "{heading}");
    }
    let headings = |names: &[&str]| Fingerprint::of(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    assert_eq!(headings(&["UPN", "% Attend"]), headings(&["attend", "upn", ""]));
    let many: Vec<String> = (0..5000).map(|number| format!("é{number}")).collect();
    assert!(Fingerprint::of(&many).0.len() <= 4000);
}
