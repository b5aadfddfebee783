//! One record after the other out of a text, by `csv-core`; what it leaves out is done here: the number of the row that a
//! spreadsheet shows, blank lines counted, and a quote that never ends.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::{MAX_CELLS, MAX_COLUMNS, MAX_FIELD, MAX_ROWS, Separator, Store, TableError};

/// The records of a text.
pub(super) struct Records<'t> {
    reader: Reader,
    rest: &'t [u8],
    /// The text is over, and the end of line after it was read.
    ended: bool,
    row: u32,
    field: Vec<u8>,
}

impl<'t> Records<'t> {
    pub(super) fn new(text: &'t str, separator: Separator, row: u32) -> Self {
        let reader = ReaderBuilder::new().delimiter(separator.byte()).build();
        Self { reader, rest: text.as_bytes(), ended: false, row, field: vec![0; MAX_FIELD + 1] }
    }

    /// Adds the next record to the store; `false` at the end.
    pub(super) fn next(&mut self, store: &mut Store) -> Result<bool, TableError> {
        self.skip_blank_lines();
        if self.rest.is_empty() {
            return Ok(false);
        }
        self.row += 1;
        store.begin(self.row);
        let (mut filled, mut columns) = (0, 0);
        loop {
            let before = self.rest;
            let input = if before.is_empty() { &b"\n"[..] } else { before };
            let (result, read, written) = self.reader.read_field(input, &mut self.field[filled..]);
            self.ended = before.is_empty();
            self.rest = before.get(read..).unwrap_or_default();
            filled += written;
            if filled > MAX_FIELD || result == ReadFieldResult::OutputFull {
                return Err(TableError::LongField { row: self.row, most: MAX_FIELD });
            }
            let ReadFieldResult::Field { record_end } = result else {
                // The end of line after the text was taken for a part of the field.
                if self.ended {
                    return Err(TableError::OpenQuote { row: self.row });
                }
                continue;
            };
            columns += 1;
            store.add(&self.field[..filled])?;
            filled = 0;
            if columns > MAX_COLUMNS {
                return Err(TableError::ManyColumns { row: self.row, most: MAX_COLUMNS });
            }
            if record_end {
                self.skip_line_feed(before, read);
                return store.end().map(|()| true);
            }
        }
    }

    fn skip_blank_lines(&mut self) {
        loop {
            let end = match self.rest {
                [b'\r', b'\n', ..] => 2,
                [b'\r' | b'\n', ..] => 1,
                // Old programs end a file with it.
                [0x1A] => {
                    self.rest = &[];
                    return;
                }
                _ => return,
            };
            self.row = self.row.saturating_add(1);
            self.rest = &self.rest[end..];
        }
    }

    /// The second half of an end of line, which the reader leaves to the next record.
    fn skip_line_feed(&mut self, before: &[u8], read: usize) {
        let carriage_return = read > 0 && before.get(read - 1) == Some(&b'\r');
        if carriage_return && let [b'\n', rest @ ..] = self.rest {
            self.rest = rest;
        }
    }
}

impl Store {
    fn begin(&mut self, row: u32) {
        self.rows.push(super::Stored { first: self.ends.len() as u32, cells: 0, row });
    }

    fn add(&mut self, bytes: &[u8]) -> Result<(), TableError> {
        if self.ends.len() >= MAX_CELLS {
            return Err(TableError::ManyCells { most: MAX_CELLS });
        }
        // Separators and quotes are ASCII, so that a field of a text is a text.
        self.text.push_str(core::str::from_utf8(bytes).unwrap_or_default());
        self.ends.push(self.text.len() as u32);
        Ok(())
    }

    fn end(&mut self) -> Result<(), TableError> {
        let all = self.ends.len() as u32;
        if let Some(last) = self.rows.last_mut() {
            last.cells = all - last.first;
        }
        // The headings and what stands above them are rows too.
        if self.rows.len() > MAX_ROWS + super::MAX_TITLES + 1 {
            return Err(TableError::ManyRows { most: MAX_ROWS });
        }
        Ok(())
    }
}
