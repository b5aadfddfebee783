//! Lists and tables as CSV (RFC 4180), for a school's own spreadsheet.
//!
//! A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV injection").

/// Rows of cells, quoted where they must be.
#[derive(Default)]
pub struct Sheet(String);

impl Sheet {
    /// Adds a row.
    pub fn row<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) {
        for (place, cell) in cells.into_iter().enumerate() {
            if place > 0 {
                self.0.push(',');
            }
            self.cell(cell);
        }
        self.0 += "\r\n";
    }

    /// The file's text.
    pub fn text(self) -> String {
        self.0
    }

    fn cell(&mut self, text: &str) {
        let formula =
            text.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
        let quoted = formula || text.contains(['"', ',', '\r', '\n']) || text != text.trim();
        if !quoted {
            self.0 += text;
            return;
        }
        self.0.push('"');
        if formula {
            self.0.push('\'');
        }
        self.0 += &text.replace('"', "\"\"");
        self.0.push('"');
    }
}
