//! Text to a table: comma, semicolon, tab or pipe; quotes and ends of line within fields.
//!
//! The first row with more than one filled cell is the headings; a title or two above it is left out. A row with too few
//! cells is read as if the missing ones were empty, which wipes nothing; one with too many is said ([`Row::extra`]) and
//! never guessed at.

mod records;

use records::Records;

/// The most rows below the headings.
pub const MAX_ROWS: usize = 100_000;
/// The most columns of a row.
pub const MAX_COLUMNS: usize = 500;
/// The most bytes of one cell.
pub const MAX_FIELD: usize = 32 * 1024;
/// The most cells of a table.
pub const MAX_CELLS: usize = 5_000_000;
/// The most rows above the headings that are looked at.
pub const MAX_TITLES: usize = 20;
/// By so many rows the separator is found.
const SAMPLE: usize = 50;

/// What stands between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Separator {
    /// A comma.
    Comma,
    /// A semicolon.
    Semicolon,
    /// A tab: pasted from a spreadsheet.
    Tab,
    /// A vertical line.
    Pipe,
}

impl Separator {
    const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Pipe];

    const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }
}

/// Why a text is no table, or too large a one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum TableError {
    /// No separator makes columns of it: a letter, a list with one column, a web page.
    NoTable,
    /// Headings and nothing below them.
    NoRows,
    /// A quotation mark that is never closed.
    OpenQuote {
        /// The row it is in, as a spreadsheet counts.
        row: u32,
    },
    /// A cell that is too long.
    LongField {
        /// The row it is in.
        row: u32,
        /// The most bytes.
        most: usize,
    },
    /// Too many columns.
    ManyColumns {
        /// The row that has them.
        row: u32,
        /// The most.
        most: usize,
    },
    /// Too many rows.
    ManyRows {
        /// The most.
        most: usize,
    },
    /// Too many cells.
    ManyCells {
        /// The most.
        most: usize,
    },
}

/// The cells, one text for all of them: a hundred thousand rows are no million texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Store {
    text: String,
    ends: Vec<u32>,
    rows: Vec<Stored>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Stored {
    first: u32,
    cells: u32,
    row: u32,
}

impl Store {
    fn cell(&self, row: Stored, column: usize) -> Option<&str> {
        let at = row.first as usize + column;
        let from = if at == 0 { 0 } else { *self.ends.get(at - 1)? as usize };
        ((column as u64) < u64::from(row.cells)).then(|| self.text.get(from..*self.ends.get(at)? as usize)).flatten()
    }

    /// The cells of a row up to its last one that is not blank.
    fn width(&self, row: Stored) -> usize {
        let filled = |column: &usize| self.cell(row, *column).is_some_and(|cell| !cell.trim().is_empty());
        (0..row.cells as usize).rev().find(filled).map_or(0, |last| last + 1)
    }

    fn filled(&self, row: Stored) -> usize {
        let cells = (0..row.cells as usize).filter_map(|column| self.cell(row, column));
        cells.filter(|cell| !cell.trim().is_empty()).count()
    }
}

/// A table with headings.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Table {
    /// What stands between its cells.
    pub separator: Separator,
    /// The headings, as written; one may be empty, or there twice.
    pub headings: Vec<String>,
    store: Store,
    /// Where in the store the rows below the headings begin.
    first: usize,
}

/// A row below the headings.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    table: &'t Table,
    stored: Stored,
}

impl<'t> Row<'t> {
    /// Its number as a spreadsheet shows it, from 1, the headings and blank lines counted.
    pub const fn number(&self) -> u32 {
        self.stored.row
    }

    /// The cell in a column; empty where the row is too short.
    pub fn cell(&self, column: usize) -> &'t str {
        self.table.store.cell(self.stored, column).unwrap_or_default()
    }

    /// The cells as far as they were written.
    pub fn cells(&self) -> impl Iterator<Item = &'t str> {
        let row = *self;
        (0..row.stored.cells as usize).map(move |column| row.cell(column))
    }

    /// How many cells that say something stand beyond the last heading: the row is out of step with them.
    pub fn extra(&self) -> usize {
        self.table.store.width(self.stored).saturating_sub(self.table.headings.len())
    }
}

impl Table {
    /// The rows below the headings that say anything.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let stored = self.store.rows.get(self.first..).unwrap_or_default().iter();
        stored.map(|&stored| Row { table: self, stored })
    }

    /// How many rows are below the headings.
    pub fn len(&self) -> usize {
        self.store.rows.len().saturating_sub(self.first)
    }

    /// Never: a table without rows is [`TableError::NoRows`].
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The columns whose heading another column has too, whatever its case and blanks.
    pub fn same_headings(&self) -> Vec<usize> {
        let keys: Vec<String> = self.headings.iter().map(|heading| crate::columns::key(heading)).collect();
        let twice = |key: &&String| !key.is_empty() && keys.iter().filter(|other| other == key).count() > 1;
        keys.iter().enumerate().filter(|(_, key)| twice(key)).map(|(column, _)| column).collect()
    }
}

/// Reads a table.
///
/// ```
/// let table = casebook_imports::table::read("Name;Form\nSample, Robin;7A\n").unwrap();
/// assert_eq!(table.headings, ["Name", "Form"]);
/// assert_eq!(table.rows().next().unwrap().cell(0), "Sample, Robin");
/// ```
///
/// # Errors
/// See [`TableError`].
pub fn read(text: &str) -> Result<Table, TableError> {
    let (said, text, row) = said_separator(text);
    let separator = match said {
        Some(separator) => separator,
        None => found_separator(text)?,
    };
    let mut store = Store::default();
    let mut records = Records::new(text, separator, row);
    while records.next(&mut store)? {
        if store.rows.last().is_some_and(|&last| store.filled(last) == 0) {
            store.rows.pop();
        }
    }
    let sample = &store.rows[..store.rows.len().min(SAMPLE)];
    let width = usual_width(&store, sample).0;
    let at = heading_row(&store, sample, width).ok_or(TableError::NoTable)?;
    let heading = store.rows[at];
    let headings = (0..store.width(heading)).filter_map(|column| store.cell(heading, column));
    let headings: Vec<String> = headings.map(|text| casebook_domain::text::clean(text, false)).collect();
    if at + 1 == store.rows.len() {
        return Err(TableError::NoRows);
    }
    if store.rows.len() - at - 1 > MAX_ROWS {
        return Err(TableError::ManyRows { most: MAX_ROWS });
    }
    Ok(Table { separator, headings, store, first: at + 1 })
}

/// The line `sep=;` that some programs write first.
fn said_separator(text: &str) -> (Option<Separator>, &str, u32) {
    let line = text.lines().next().unwrap_or_default();
    let said = line.trim().trim_matches('"').strip_prefix("sep=").map(str::as_bytes);
    let separator = Separator::ALL.into_iter().find(|separator| said == Some(&[separator.byte()]));
    match separator {
        Some(_) => (separator, text.get(line.len()..).unwrap_or_default(), 0),
        None => (None, text, 0),
    }
}

/// The separator by which the most of the first rows have the same number of cells, more than one.
fn found_separator(text: &str) -> Result<Separator, TableError> {
    let mut best: Option<(usize, usize, Separator)> = None;
    let mut broken = None;
    for separator in Separator::ALL {
        let mut store = Store::default();
        let mut records = Records::new(text, separator, 0);
        let mut whole = true;
        while store.rows.len() < SAMPLE {
            match records.next(&mut store) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    broken.get_or_insert(error);
                    whole = false;
                    break;
                }
            }
        }
        let rows = &store.rows[..store.rows.len() - usize::from(!whole)];
        let (width, share) = usual_width(&store, rows);
        let found = heading_row(&store, rows, width).is_some() && share * 2 >= rows.len();
        if width > 1 && found && best.is_none_or(|(known, columns, _)| (known, columns) < (share, width)) {
            best = Some((share, width, separator));
        }
    }
    best.map(|(_, _, separator)| separator).ok_or(broken.unwrap_or(TableError::NoTable))
}

/// The number of cells that most rows have, more than one; and how many rows have it: as written, or without blank cells at
/// the end where more rows agree then. Titles above the headings have one cell.
fn usual_width(store: &Store, rows: &[Stored]) -> (usize, usize) {
    let usual = |mut widths: Vec<usize>| {
        widths.retain(|width| *width > 1);
        widths.sort_unstable();
        let runs = widths.chunk_by(|one, other| one == other).map(|run| (run[0], run.len()));
        runs.max_by_key(|(width, many)| (*many, *width)).unwrap_or_default()
    };
    let written = usual(rows.iter().map(|row| row.cells as usize).collect());
    let filled = usual(rows.iter().map(|row| store.width(*row)).collect());
    if filled.1 > written.1 { filled } else { written }
}

/// The first row with more than one filled cell and about as many cells as most.
fn heading_row(store: &Store, rows: &[Stored], width: usize) -> Option<usize> {
    let heads = |row: &Stored| store.filled(*row) > 1 && row.cells as usize * 2 > width;
    rows.iter().take(MAX_TITLES + 1).position(heads)
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_present::csv::Sheet;
    use proptest::prelude::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let table = read(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        table.rows().map(|row| row.cells().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn each_separator_is_found() {
        for (text, separator) in [
            ("a,b\n1,2\n", Separator::Comma),
            ("a;b\n1,5;2\n", Separator::Semicolon),
            ("a\tb, c\n1\t2\n", Separator::Tab),
            ("a|b\r\n1|2", Separator::Pipe),
            ("sep=;\na;b\n1;2\n", Separator::Semicolon),
        ] {
            let table = read(text).unwrap();
            assert_eq!((table.separator, table.headings.len(), table.len()), (separator, 2, 1), "{text}");
        }
    }

    #[test]
    fn quotes_hold_separators_quotes_and_ends_of_line() {
        assert_eq!(
            cells("Name,Remark\r\n\"Sample, Robin\",\"Says \"\"no\"\"\r\ntwice\"\r\n\r\nEllis,\r\n"),
            [["Sample, Robin", "Says \"no\"\r\ntwice"], ["Ellis", ""]]
        );
    }

    #[test]
    fn a_row_has_the_number_that_a_spreadsheet_shows() {
        let table = read("Weekly list\r\n\r\na,b\r\n1,2\r\n\r\n\r\n3,\"4\r\n5\"\r\n,\r\n6,7").unwrap();
        assert_eq!(table.rows().map(|row| row.number()).collect::<Vec<_>>(), [4, 7, 9]);
        let table = read("a,b\r1,2\r3,4\r").unwrap();
        assert_eq!(table.rows().map(|row| row.number()).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn ragged_rows_are_read_as_far_as_they_say_something() {
        let table = read("a,b,c\n1\n1,2,3\n1,2,3,,\n1,2,3,4\n").unwrap();
        assert_eq!(table.rows().map(|row| row.extra()).collect::<Vec<_>>(), [0, 0, 0, 1]);
        assert_eq!(table.rows().next().unwrap().cell(2), "");
    }

    #[test]
    fn what_is_no_table_is_said() {
        for (text, error) in [
            ("Dear all,\nI write to you, as we said, about Monday.\nPlease come.\nYours\n", TableError::NoTable),
            ("Name\nRobin\nEllis\n", TableError::NoTable),
            ("a,b\n", TableError::NoRows),
            ("a,b\n1,\"2\n3,4\n", TableError::OpenQuote { row: 2 }),
            ("a,b\n1,\"2", TableError::OpenQuote { row: 2 }),
        ] {
            assert_eq!(read(text), Err(error), "{text}");
        }
    }

    #[test]
    fn each_bound_is_held() {
        let long = ["a,b\n1,", &"x".repeat(MAX_FIELD + 1), "\n"].concat();
        assert_eq!(read(&long), Err(TableError::LongField { row: 2, most: MAX_FIELD }));
        let just = ["a,b\n1,", &"x".repeat(MAX_FIELD), "\n"].concat();
        assert_eq!(read(&just).map(|table| table.len()), Ok(1));
        let wide = ["a,b\n1", &",1".repeat(MAX_COLUMNS), "\n"].concat();
        assert_eq!(read(&wide), Err(TableError::ManyColumns { row: 2, most: MAX_COLUMNS }));
        let rows = |many: usize| ["a,b\n", &"1,2\n".repeat(many)].concat();
        assert_eq!(read(&rows(MAX_ROWS)).map(|table| table.len()), Ok(MAX_ROWS));
        assert_eq!(read(&rows(MAX_ROWS + 1)), Err(TableError::ManyRows { most: MAX_ROWS }));
        let cells = ["a,b\n", &[&"1,".repeat(400), "1\n"].concat().repeat(13_000)].concat();
        assert_eq!(read(&cells), Err(TableError::ManyCells { most: MAX_CELLS }));
    }

    proptest! {
        #[test]
        fn no_text_is_a_panic(text in "[ab,;\t|\"\r\n\u{1a}é]{0,60}") {
            if let Ok(table) = read(&text) {
                prop_assert!(!table.is_empty() && table.rows().all(|row| row.number() > 0));
            }
        }

        #[test]
        fn what_was_written_reads_as_the_same_table(
            rows in proptest::collection::vec(proptest::collection::vec("[a-zé0-9 ,;\"\t\n]{0,8}[a-z]", 3), 1..20),
        ) {
            let mut sheet = Sheet::default();
            sheet.row(["one", "two", "three"]);
            rows.iter().for_each(|row| sheet.row(row.iter().map(String::as_str)));
            let bare = |cells: &Vec<String>| cells.iter().map(|cell| cell.strip_prefix('\'').unwrap_or(cell).to_owned()).collect::<Vec<_>>();
            prop_assert_eq!(cells(&sheet.text()).iter().map(bare).collect::<Vec<_>>(), rows);
        }
    }
}
