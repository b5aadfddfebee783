//! Files of a school's other systems: read, mapped, matched, checked; and a list screened (p03). Pure: bytes in, values out.
//! Nothing is stored and nothing is worded here: `present` has the words, `domain` the rules about what would be written.
//!
//! # From a file to what would be written
//!
//! [`file::open`] finds out what a file is. A table's columns are proposed, and what is not clear is asked; a CTF needs
//! neither.
//!
//! ```
//! use casebook_domain::calendar::parse_iso;
//! use casebook_imports::check::{Attendance, Outcome, Wanted, check};
//! use casebook_imports::columns::{DateOrder, Question, propose};
//! use casebook_imports::file::{Content, open};
//! use casebook_imports::{matching, rows};
//!
//! let bytes = b"Surname;Forename;DOB;Possible;Attended\r\nSample;Robin;01/02/2014;66;58\r\n";
//! let Ok(Content::Table(table)) = open(bytes).map(|file| file.content) else { panic!("a table") };
//!
//! // 1. What each column means. Every birth date here can be read in two ways, so it is asked, and remembered.
//! let proposal = propose(&table, &[]);
//! assert!(matches!(&proposal.questions[..], [Question::Dates { column: 2, .. }]));
//! let mut mapping = proposal.mapping;
//! mapping.dates = Some(DateOrder::DayFirst);
//! let remembered = mapping.remember(&table);
//! assert!(propose(&table, &[remembered]).questions.is_empty());
//!
//! // 2. The rows, and who they are.
//! let incoming = rows::read(&table, &mapping).unwrap();
//! assert_eq!(incoming[0].identity.born, parse_iso("2014-02-01"));
//! let matches = matching::find(&incoming, &[]);
//!
//! // 3. What would become of each row; nothing is written before the mentor has seen it.
//! let today = parse_iso("2026-11-02").unwrap();
//! let wanted = Wanted { details: true, ..Wanted::default() };
//! let checked = check(&incoming, &matches, |_| None, &wanted, today);
//! assert!(matches!(&checked[0].outcome, Outcome::New { writes } if writes.len() == 1));
//!
//! // The same list each week: attendance of pupils who are here, and nothing else.
//! let (from, until) = (parse_iso("2026-10-26").unwrap(), parse_iso("2026-10-30").unwrap());
//! let weekly = Wanted::attendance_alone(Attendance { from, until, source: "Weekly list".into(), scale: None });
//! let checked = check(&incoming, &matches, |_| None, &weekly, today);
//! assert_eq!(checked[0].outcome, Outcome::NotHere);
//! ```
//!
//! # Screening
//!
//! ```
//! use casebook_domain::settings::Settings;
//! use casebook_imports::screening::{Thresholds, Why, screen};
//! use casebook_imports::{columns, rows, table};
//!
//! let list = table::read("Name,Attendance %,Lates\nRobin Sample,97,12\nEllis Sample,99,0\n").unwrap();
//! let rows = rows::read(&list, &columns::propose(&list, &[]).mapping).unwrap();
//! let thresholds = Thresholds::new(&Settings::new(String::new(), String::new()));
//! let found = screen(rows.iter().map(|row| &row.figures), &thresholds);
//! assert_eq!(found[0].met[0].why, [Why::Late(12)]);
//! assert!(found[0].punctuality_only() && !found[1].meets_any());
//! ```
//!
//! # What always holds
//!
//! - **Everything has a bound** ([`text::MAX_BYTES`], [`table::MAX_ROWS`], [`ctf::MAX_PUPILS`] …), and each bound an error of
//!   its own, as data. No bytes are a panic.
//! - **Nothing is lost or guessed silently.** What can't be read is a [`Note`](incoming::Note) of its row; what is not taken
//!   over, [`Held`](check::Held).
//! - **What is empty wipes nothing**, and leading zeros stay.
//! - **No pupil of a file becomes two, and no two become one** ([`matching`]).

mod cells;
pub mod check;
pub mod columns;
pub mod ctf;
pub mod file;
pub mod incoming;
pub mod level;
pub mod marks;
pub mod matching;
pub mod rows;
pub mod screening;
pub mod table;
pub mod text;
